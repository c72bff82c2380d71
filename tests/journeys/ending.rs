//! The end of an incident at the keys: what is left to do becomes issues, and the report a file.

use sitroom::app::Layer;
use sitroom::domain::chain::Digest;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::document::tracked_item;
use sitroom::domain::event::{Event, Visibility};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{FixClass, Status, Tracking};
use sitroom::runtime::CarrierSetup;

use crate::farm::{Farm, JANE, REPO};
use crate::gate::{everything_sent, record_unseen, token};
use crate::harness::Pane;

const BARN: &str = "18F/barn";
const MEND: &str = "mend the fence for good";

fn farm() -> Farm {
    let farm = Farm::with(|options| options.repository(BARN, true));
    farm.set_carriers(CarrierSetup {
        followups: Some(BARN.to_owned()),
        ..CarrierSetup::default()
    });
    farm
}

fn defers(pane: &Pane) {
    pane.keys("4A")
        .typed(MEND)
        .enter()
        .wait_incident("R1", |it| {
            let class = it.fixes.first().map(|fix| fix.class);
            class == Some(FixClass::LongTerm)
        });
}

fn files(pane: &Pane) {
    pane.keys(":").typed("track").enter();
    pane.wait_screen("where is it tracked?").keys("f");
}

fn wait_filed(pane: &Pane) -> u64 {
    pane.wait_incident("the link", |it| {
        matches!(it.fixes[0].tracking, Some(Tracking::Filed { .. }))
    });
    let incident = pane.now().incident;
    match &incident.fixes[0].tracking {
        Some(Tracking::Filed { issue }) => issue.number,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_left_to_do_is_filed_by_a_key_and_links_both_ways() {
    let farm = farm();
    let pane = Pane::open(&farm);
    farm.wait("the issue", |world| world.issue(REPO, 1).is_some());
    defers(&pane);
    files(&pane);
    let number = wait_filed(&pane);
    let issues = farm.github.issues(BARN);
    assert_eq!(issues.len(), 1);
    let issue = &issues[0];
    assert_eq!((issue.number, issue.title.as_str()), (number, MEND));
    assert!(issue.body.contains(&format!("{REPO}#1")), "{}", issue.body);
    assert_eq!(
        tracked_item(&issue.body),
        Some(pane.now().incident.fixes[0].tag)
    );
    pane.wait_screen("18F/barn#1");
    pane.quit();
}

#[test]
fn what_was_asked_for_offline_is_filed_once_the_network_is_back() {
    let farm = farm();
    farm.set_token(None);
    let pane = Pane::open(&farm);
    defers(&pane);
    files(&pane);
    pane.wait_incident("the wish", |it| {
        matches!(it.fixes[0].tracking, Some(Tracking::Wanted { .. }))
    });
    assert!(farm.github.issues(BARN).is_empty());
    pane.quit();
    farm.set_token(Some(sitroom::practice::Options::TOKEN));
    let pane = Pane::open(&farm);
    let number = wait_filed(&pane);
    assert_eq!(farm.github.issues(BARN).len(), 1);
    assert_eq!(farm.github.issues(BARN)[0].number, number);
    pane.quit();
}

#[test]
fn report_becomes_a_file_whose_sum_is_in_the_record() {
    let farm = farm();
    let pane = Pane::open(&farm);
    pane.keys(":").typed("report file").enter();
    // Nobody wrote what only people can: it counts as written all the same.
    pane.wait("what is missing", |shown| {
        matches!(shown.app.layers.last(), Some(Layer::Choices(_)))
    });
    pane.keys("d");
    pane.wait_incident("the milestone", |it| {
        it.milestones.contains_key("report-written")
    });
    let report = std::fs::read(farm.file("report.md")).expect("it was written");
    let sum = Digest::of(&report).to_string();
    let note = pane.now().incident.milestones["report-written"]
        .note
        .clone();
    assert!(note.contains(&sum), "{note}");
    assert!(String::from_utf8_lossy(&report).starts_with("# The chickens have escaped"));
    pane.quit();
}

/// Resolved past every guard, on the process of 2016, with a secret in the record that no gate saw.
fn resolved_with_a_secret() -> Farm {
    let farm = Farm::on("cloud-gov-2016");
    let text = format!("they used {}", token());
    record_unseen(
        &farm,
        vec![Command::Note {
            text,
            visibility: Visibility::Shared,
        }],
    );
    for to in [Status::Confirmed, Status::Resolved] {
        go_to(&farm, to);
    }
    farm
}

/// Changes the status past every guard.
fn go_to(farm: &Farm, to: Status) {
    let reason = String::new();
    let request = Request::local(Command::SetStatus { to, reason }, JANE);
    let request = request.overriding("a test");
    let done = farm.record().execute(&request, farm.clock()());
    done.expect("it is recorded");
}

/// Says why, where a guard asks.
fn all_the_same(pane: &Pane) {
    pane.wait_screen("Not yet")
        .typed("the farm is sold")
        .enter();
}

fn closes(pane: &Pane, closed: bool) {
    pane.keys(":").typed("close").enter();
    pane.wait("the question", |shown| shown.text.contains("ecord"));
    pane.typed("for the record").enter();
    if closed {
        all_the_same(pane);
    }
    pane.wait_incident("it", |incident| incident.closed == closed);
}

#[test]
fn report_of_2016_is_the_final_comment_without_what_may_not_leave_and_the_issue_is_closed() {
    let farm = resolved_with_a_secret();
    let pane = Pane::open(&farm);
    farm.number();
    pane.keys("2/").typed("final comment").enter();
    pane.key("space").wait_screen("Final report");
    pane.key("ctrl-s").wait_screen("Send: ");
    pane.enter().wait_screen("may not leave this machine");
    assert!(
        !pane.now().text.contains(&token()),
        "it is told, and not shown"
    );
    pane.key("r");
    let is_report = |body: &str| body.contains("14. Open questions");
    farm.wait_comments("the report", |all| {
        all.last().is_some_and(|it| is_report(&it.body))
    });
    let last = farm.issue().comments.pop().expect("a comment");
    assert!(last.body.contains("[held: H"), "{}", last.body);
    pane.wait_incident("the line", |incident| {
        incident.last_message("final-report").is_some()
    });
    closes(&pane, true);
    farm.wait("a closed issue", |world| {
        world.issue(REPO, 1).is_some_and(|issue| !issue.open)
    });
    let reports = |farm: &Farm| {
        let comments = farm.issue().comments;
        comments.iter().filter(|it| is_report(&it.body)).count()
    };
    assert_eq!(reports(&farm), 1);
    // Opened again here, it is open there, and nothing is sent a second time.
    closes(&pane, false);
    farm.wait("an open issue", |world| {
        world.issue(REPO, 1).is_some_and(|issue| issue.open)
    });
    pane.wait("a quiet mirror", |shown| shown.mirror.waiting == 0);
    assert_eq!(reports(&farm), 1);
    pane.quit();
    let sent = everything_sent(&farm);
    assert!(!sent.contains(&token()), "the secret left");
}

/// Marks a line of the checklist, and does what it asks for.
fn at_line(pane: &Pane, text: &str) {
    pane.keys("2").esc();
    pane.keys("/").typed(text).enter();
    pane.key("space");
}

fn ticks(pane: &Pane, id: &str, text: &str) {
    at_line(pane, text);
    pane.wait_incident(text, |it| it.checklist.contains_key(&ItemId::new(id)));
}

const POST: &str = "fewer eggs than you ordered";
const TOO_MUCH: &str = ", but here is the exploit";

/// What the blanks of the text for the public are filled with.
const ANSWERS: [&str; 7] = [
    "the hen house",
    "an hour on Sunday",
    POST,
    "All hens are well.",
    "a new latch",
    "on the barn door",
    "nothing",
];

/// Writes the text for the public, which is asked about until it has nothing that helps an
/// attacker; what comes before the post is settled, and it is posted by hand.
fn posts(farm: &Farm, pane: &Pane) {
    pane.keys(":").typed("situation").enter();
    pane.wait_screen("Special situation");
    let mut situations = farm.playbook.situations.iter();
    let at = situations.position(|it| it.id == "public-postmortem");
    for _ in 0..at.expect("it is in the process") {
        pane.keys("j");
    }
    pane.enter();
    pane.wait_incident("its list", |it| it.situations.contains("public-postmortem"));
    at_line(pane, "Take out what helps an attacker");
    pane.wait_screen("PP1: Public postmortem");
    pane.typed(ANSWERS[0]);
    for answer in &ANSWERS[1..] {
        pane.key("tab").typed(answer);
    }
    pane.typed(TOO_MUCH).key("ctrl-s");
    pane.wait_screen("`exploit`");
    pane.esc().wait_screen("PP1: Public postmortem");
    // It begins at the first line again.
    for _ in 0..20 {
        pane.key("down");
    }
    pane.key("end");
    for _ in TOO_MUCH.chars() {
        pane.key("backspace");
    }
    pane.wait("a text without it", |shown| !shown.text.contains("exploit"));
    pane.key("ctrl-s");
    pane.wait_incident("the text", |it| {
        it.checklist.contains_key(&ItemId::new("PP1"))
    });
    at_line(pane, "Answer the six questions");
    pane.wait_screen(POST).key("ctrl-s");
    pane.wait_screen("Send: ").enter();
    pane.wait_screen("PP2, PP3, still open");
    pane.esc().esc().esc().esc();
    ticks(pane, "PP2", "Have compliance and leadership agree");
    ticks(pane, "PP3", "Fix the cause first");
    at_line(pane, "Answer the six questions");
    pane.wait_screen(POST).key("ctrl-s");
    pane.wait_screen("Send: ").enter();
    pane.wait_screen("once you have sent it press m").key("m");
    pane.wait_incident("the post", |it| {
        it.last_message("public-postmortem").is_some()
    });
    assert!(pane.copied().contains(POST));
    pane.esc();
}

#[test]
fn incident_of_2023_is_followed_up_told_to_the_public_closed_and_opened_again() {
    let farm = farm();
    for to in [Status::Confirmed, Status::Resolved] {
        go_to(&farm, to);
    }
    let pane = Pane::open(&farm);
    let number = farm.number();
    defers(&pane);
    files(&pane);
    wait_filed(&pane);
    posts(&farm, &pane);
    pane.keys(":").typed("report file").enter();
    // Nobody wrote what only people can: it counts as written all the same.
    pane.wait("what is missing", |shown| {
        matches!(shown.app.layers.last(), Some(Layer::Choices(_)))
    });
    pane.keys("d");
    pane.wait_incident("the report", |it| {
        it.milestones.contains_key("report-written")
    });
    closes(&pane, true);
    let is_open = |open: bool| {
        farm.wait("the state", move |world| {
            world
                .issue(REPO, number)
                .is_some_and(|issue| issue.open == open)
        });
    };
    is_open(false);
    closes(&pane, false);
    is_open(true);
    pane.wait("a quiet mirror", |shown| shown.mirror.waiting == 0);
    // Nothing was filed or told a second time.
    let filed = farm.github.issues(BARN);
    assert_eq!(filed.len(), 1);
    assert!(filed[0].body.contains(&format!("{REPO}#{number}")));
    let told = |text: &str| {
        let comments = farm.issue().comments;
        comments.iter().filter(|it| it.body.contains(text)).count()
    };
    assert_eq!(told(POST), 1);
    assert_eq!(told("exploit"), 0);
    // What was gone past is in the journal: the lines that were open when it was closed.
    let overridden = pane.now().entries;
    let reason = overridden.iter().find_map(|entry| match &entry.event {
        Event::Overridden { guard, reason, .. } if guard == "close-unfinished" => Some(reason),
        _ => None,
    });
    assert_eq!(reason.map(String::as_str), Some("the farm is sold"));
    pane.quit();
    assert_eq!(farm.findings(), []);
}
