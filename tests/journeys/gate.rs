//! What may not leave: planted at the keys, looked for in all that left.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::ShiftStarted;
use sitroom::domain::gate::{Allowed, Gate, Rules};
use sitroom::domain::mirror::MirrorState;
use sitroom::practice::Repository;
use sitroom::runtime::log_to;

use crate::farm::{DAVE, Farm};
use crate::harness::Pane;
use crate::planted::{self, Planted};

/// A token that nobody ever had.
pub(crate) fn token() -> String {
    ["ghp", "_", "q7Xn2LwT9vRb4KcY8mZs1HdJ6fPg3AtE5uWi"].concat()
}

/// Everything that GitHub was sent, and everything that stands there.
pub(crate) fn everything_sent(farm: &Farm) -> String {
    let requests = farm.github.requests();
    let bodies = requests.iter().filter_map(|request| request.body.as_ref());
    let mut sent: String = bodies.map(ToString::to_string).collect();
    farm.github.look(|world| {
        for issue in world
            .repository(crate::farm::REPO)
            .into_iter()
            .flat_map(Repository::issues)
        {
            sent.push_str(&issue.title);
            sent.push_str(&issue.body);
            for comment in &issue.comments {
                sent.push_str(&comment.body);
            }
        }
    });
    sent
}

/// Returns what must stand nowhere: a short secret with the words before it, because it may be
/// a word of the language too, and the end of a long one, because its beginning may be shown.
fn needles(planted: &Planted) -> Vec<String> {
    const SHORT: usize = 12;
    let secret = &planted.secret;
    if secret.len() < SHORT {
        return vec![format!("{}{secret}", planted.before)];
    }
    let lines = secret
        .split(['\n', '\r'])
        .filter(|line| line.len() >= SHORT);
    lines
        .filter(|line| !line.contains("----"))
        .map(|line| line[line.len().saturating_sub(16)..].to_owned())
        .collect()
}

pub(crate) fn none_is_in(what: &str, text: &str) {
    let unescaped = text.replace("\\\"", "\"");
    for planted in planted::all() {
        let needles = needles(&planted);
        let all = format!("{}{}", planted.before, planted.secret);
        let fits = |needle: &String| all.contains(needle);
        assert!(!needles.is_empty() && needles.iter().all(fits));
        for needle in needles {
            let is_there = text.contains(&needle) || unescaped.contains(&needle);
            let Planted { name, rule, .. } = &planted;
            assert!(!is_there, "{name} ({rule}) is in {what}: `{needle}`");
        }
    }
}

/// Starts the log, which is one for all tests of a program, and returns where it is.
pub(crate) fn log_of_all() -> &'static Path {
    static LOG: LazyLock<PathBuf> = LazyLock::new(|| {
        let name = format!("journeys-{}.log", std::process::id());
        let log = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        log_to(&log, "trace").expect("the log starts");
        log
    });
    &LOG
}

/// Waits until the gate asks, then says what is to become of it.
fn answer(pane: &Pane, planted: &Planted, key: &str) {
    let name = planted.name;
    pane.wait(&format!("the gate at {name}"), |shown| {
        shown.text.contains("may not leave this machine") && !shown.app.is_saving()
    });
    pane.key(key);
    pane.wait(&format!("the screen behind {name}"), |shown| {
        shown.app.layers.is_empty() && !shown.app.is_saving()
    });
}

#[test]
fn no_planted_secret_leaves_by_the_keys() {
    let farm = Farm::new();
    let log = log_of_all();
    let pane = farm.with_boards();
    for (planted, n) in planted::all().iter().zip(0..) {
        let (text, is_line) = (
            format!("{}{}{}", planted.before, planted.secret, planted.after),
            !planted.secret.contains('\n'),
        );
        match n % 4 {
            1 if is_line => pane.keys("L"),
            2 if is_line => pane.keys("R"),
            _ => pane.keys("n"),
        };
        pane.pasted(&text).key("ctrl-y").key("ctrl-s");
        answer(&pane, planted, if n % 3 == 0 { "l" } else { "r" });
    }
    pane.keys("r");
    pane.note("the last word");
    farm.wait_comments("the last word", |all| {
        all.iter()
            .any(|comment| comment.body.contains("the last word"))
    });
    let copied = pane.copied();
    pane.quit();
    let sent = everything_sent(&farm);
    assert!(sent.contains("[held: H1]") && copied.contains("[held back]"));
    none_is_in("what GitHub got", &sent);
    none_is_in("the clipboard", &copied);
    let log = std::fs::read_to_string(log).expect("a log");
    assert!(!log.is_empty());
    none_is_in("the log", &log);
    let held = farm.record().held().expect("it can be read").value;
    assert!(held.len() > 100, "only {} are kept", held.len());
}

/// Records something as a program did that had no gate.
pub(crate) fn record_unseen(farm: &Farm, commands: Vec<Command>) {
    let all: Vec<String> = Rules::shipped()
        .list()
        .map(|(id, ..)| format!("\"{id}\""))
        .collect();
    let none = format!("format = 1\nversion = \"1\"\noff = [{}]\n", all.join(", "));
    let rules = Rules::read(Some(("none.toml", &none))).expect("rules");
    let mut record = farm.record();
    record.set_gate(std::sync::Arc::new(Gate::new(rules, Allowed::default())));
    for command in commands {
        let request = Request::local(command, crate::farm::JANE);
        record.execute(&request, farm.clock()()).expect("recorded");
    }
}

fn note(text: &str) -> Command {
    Command::Note {
        text: text.to_owned(),
        visibility: sitroom::domain::event::Visibility::Shared,
    }
}

fn lead(text: &str) -> Command {
    Command::AddLead {
        text: text.to_owned(),
        owner: String::new(),
    }
}

#[test]
fn what_was_recorded_before_there_was_a_gate_waits_and_the_rest_goes_on() {
    let farm = Farm::new();
    record_unseen(
        &farm,
        vec![
            note(&format!("they used {}", token())),
            lead(&format!("who has {}?", token())),
            note("the fox was red"),
        ],
    );
    let pane = Pane::open(&farm);
    let shown = pane.wait("that something is held back", |shown| {
        shown.mirror.state == MirrorState::Held && shown.mirror.waiting == 0
    });
    assert_eq!(shown.mirror.stuck, 1);
    assert!(
        shown.mirror.detail.contains("held back"),
        "{}",
        shown.mirror.detail
    );
    assert!(shown.text.contains("held back"));
    let issue = farm.issue();
    assert!(
        issue.body.contains("L1 who has [held: H0]?"),
        "{}",
        issue.body
    );
    assert!(
        issue
            .comments
            .iter()
            .any(|c| c.body.contains("the fox was red"))
    );
    let sent = everything_sent(&farm);
    assert!(!sent.contains(&token()));
    pane.quit();
}

#[test]
fn the_switch_stops_all_that_leaves_and_lets_it_leave_again() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.keys("!").enter();
    pane.wait("that it is stopped", |shown| {
        shown.mirror.state == MirrorState::Stopped
    });
    pane.wait_screen("STOPPED");
    let before = farm.github.requests().len();
    pane.note("nobody reads this yet");
    pane.keys("r").wait_screen("nothing leaves");
    assert_eq!(farm.github.requests().len(), before);
    pane.keys("!").typed("it was the cat").enter();
    farm.wait_comments("what waited", |all| {
        all.iter()
            .any(|comment| comment.body.contains("nobody reads this yet"))
    });
    pane.quit();
}

#[test]
fn names_leave_as_codenames_and_come_back_as_names() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.keys("K")
        .typed("Old Rooster = MAPLE")
        .enter()
        .wait_entry("CodenameSet");
    pane.note("the old rooster was seen");
    pane.keys("L")
        .typed("where is Old Rooster?")
        .enter()
        .wait_entry("where is Old Rooster?");
    farm.wait_comments("the note", |all| {
        all.iter()
            .any(|comment| comment.body.contains("the MAPLE was seen"))
    });
    farm.wait_body("the lead", |body| body.contains("where is MAPLE?"));
    pane.keys("r").wait_screen("synced");
    farm.edit(DAVE, "where is MAPLE?", "where was MAPLE at six?");
    pane.keys("r")
        .wait_incident("the edit, read back", |incident| {
            incident
                .leads
                .iter()
                .any(|lead| lead.text == "where was Old Rooster at six?")
        });
    let shown = pane.wait("a quiet mirror", |shown| {
        shown.mirror.waiting == 0 && shown.mirror.state == MirrorState::Synced
    });
    assert!(shown.incident.conflicts.is_empty());
    pane.quit();
    assert!(farm.issue().body.contains("where was MAPLE at six?"));
    assert!(!everything_sent(&farm).to_lowercase().contains("rooster"));
}

#[test]
fn what_others_wrote_on_the_issue_is_left_as_it_is() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.edit(DAVE, "L1 ", &format!("L1 with {} ", token()));
    pane.keys("r").wait_import(DAVE, "LeadReworded");
    pane.wait_entry("LetThrough");
    pane.note("a word from here");
    farm.wait_comments("the note", |all| {
        all.iter()
            .any(|comment| comment.body.contains("a word from here"))
    });
    pane.quit();
    assert!(farm.issue().body.contains(&token()));
}

#[test]
fn people_and_what_waits_have_the_codenames_of_now() {
    let farm = Farm::new();
    let codename = |term: &str, codename: &str| Command::SetCodename {
        term: term.to_owned(),
        codename: codename.to_owned(),
    };
    farm.execute(codename("Farmer Dave", "MAPLE"));
    farm.execute(Command::StartShift(ShiftStarted::of("Farmer Dave")));
    let pane = farm.with_boards();
    let body = farm.issue().body;
    assert!(
        body.contains("- **Reporter**: MAPLE") && body.contains("MAPLE since"),
        "{body}"
    );
    farm.github.set_down(true);
    pane.note("the red fox is a neighbour's");
    pane.keys("r").wait_screen("offline");
    pane.wait("a queued note", |shown| shown.mirror.waiting == 1);
    farm.execute(codename("fox", "OTTER"));
    farm.github.set_down(false);
    pane.keys("r");
    farm.wait_comments("the note", |all| {
        all.iter()
            .any(|comment| comment.body.contains("the red OTTER is"))
    });
    farm.wait_body("the lead", |body| {
        body.contains("which way did the OTTER go?")
    });
    let shown = pane.wait("a quiet mirror", |shown| {
        shown.mirror.waiting == 0 && shown.mirror.state == MirrorState::Synced
    });
    assert!(shown.incident.conflicts.is_empty());
    assert_eq!(shown.incident.reporter, "Farmer Dave");
    pane.quit();
    let sent = everything_sent(&farm);
    assert!(
        !sent.contains("Dave") && !sent.contains("red fox"),
        "{sent}"
    );
}
