//! Evidence: asked about before it is destroyed, and kept in a register.

use rstest::rstest;
use sitroom::app::{Pane, Purpose, View};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::{Refusal, decide};
use sitroom::domain::event::{Event, Said};
use sitroom::domain::evidence::{Custody, EvidenceAsked, FileMark};
use sitroom::domain::ids::{EvidenceId, FixId};
use sitroom::domain::incident::FixClass;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::timeline::is_local_only;

use crate::screen::{Screen, cloud_gov};

/// Returns the words that each kind finds in a text, in a process.
fn found(playbook: &str, text: &str) -> Vec<String> {
    let playbook = Playbook::shipped(playbook).expect("it is compiled in");
    let kinds = playbook.guard_words.iter();
    let said = kinds.filter_map(|words| words.said_in(text).map(str::to_owned));
    said.collect()
}

#[rstest]
#[case::delete("Delete the fox's account", "delete")]
#[case::deleting("start deleting the old images", "deleting")]
#[case::deletion("request deletion of the bucket", "deletion")]
#[case::purge("PURGE the queue", "purge")]
#[case::purged("make sure that the cache is purged", "purged")]
#[case::wipe("wipe Dave's laptop", "wipe")]
#[case::force_push("force-push main without the commit", "force push")]
#[case::force_pushing("by force pushing the branch", "force pushing")]
#[case::terminate("terminate i-0123, the web server", "terminate")]
#[case::terminated("have the instance terminated", "terminated")]
#[case::power_off("power off the barn's server", "power off")]
#[case::power_off_hyphen("a power-off of all hosts", "power off")]
#[case::powering("powering down the rack", "powering down")]
#[case::shut_down("shut down the diego cells", "shut down")]
#[case::reboot("reboot: the gate's controller", "reboot")]
#[case::rebooting("rebooting helps", "rebooting")]
#[case::rotate("rotate the leaked token", "rotate")]
#[case::revoked("Old key revoked by Dave", "revoked")]
#[case::among_harmless("turn off deletion protection, then delete the table", "delete")]
#[case::behind_a_far_not("not sure why, but delete the table", "delete")]
fn a_word_that_destroys_evidence_is_found(#[case] text: &str, #[case] word: &str) {
    assert_eq!(found("cloud-gov-2023", text), [word]);
}

#[rstest]
#[case::part_of_a_word("undeleted rows are shown to the deleters")]
#[case::deletion_protection("turn on deletion protection for the table")]
#[case::termination_protection("set termination protection on the instance")]
#[case::tls("terminate TLS at the edge")]
#[case::denied("do not delete the logs")]
#[case::denied_in_short("don't reboot the host")]
#[case::without("isolate it without rebooting")]
#[case::restored("restore the deleted records")]
#[case::asked("find out what was deleted and who deleted it")]
#[case::copy_first("copy the token to the safe, then rotate it")]
#[case::copied("rotate the token once it is copied")]
#[case::rotation("shorten the log rotation to a day")]
#[case::roles("rotate key roles every six hours")]
#[case::terminal("look at the terminal's history")]
#[case::power("restore power to the barn")]
#[case::off("log off and rest")]
#[case::push("push the fix with force of habit")]
#[case::nothing("")]
fn a_near_miss_is_left_alone(#[case] text: &str) {
    assert_eq!(found("cloud-gov-2023", text), Vec::<String>::new());
}

#[test]
fn what_each_process_asks_about_is_data_alone() {
    for (text, new, old) in [
        ("delete the account", true, true),
        ("terminate the instance", true, true),
        ("rotate the token", true, false),
    ] {
        assert_eq!(!found("cloud-gov-2023", text).is_empty(), new, "{text}");
        assert_eq!(!found("cloud-gov-2016", text).is_empty(), old, "{text}");
    }
    for playbook in ["cloud-gov-2023", "cloud-gov-2016"] {
        for words in Playbook::shipped(playbook).unwrap().guard_words {
            assert!(!words.words.is_empty() && !words.why.is_empty() && !words.rules.is_empty());
        }
    }
}

fn asks(screen: &Screen, request: &Request) -> Result<Vec<Event>, Refusal> {
    decide(&screen.incident, &cloud_gov(), request, screen.now)
}

fn reword(text: &str) -> Request {
    let (id, text) = (FixId(1), text.to_owned());
    Request::local(Command::RewordFix { id, text }, "Farmer Jane")
}

#[test]
fn the_guard_shows_the_rule_offers_the_register_and_is_overridden_with_a_reason() {
    let mut screen = Screen::confirmed();
    let before = screen.incident.fixes.len();
    screen.press("R");
    screen.write_text("terminate the fox's instance");
    screen.press("enter");
    let editor = screen.editor();
    assert_eq!(editor.purpose, Purpose::Override);
    let asked = editor.help.join("\n");
    for said in ["`terminate`", "security group", "R45", "evidence first: E"] {
        assert!(asked.contains(said), "no `{said}` in {asked}");
    }
    assert_eq!(screen.incident.fixes.len(), before);
    screen.write_text("GSA IR has an image of it");
    screen.press("enter");
    assert_eq!(screen.incident.fixes.len(), before + 1);
    let overridden = screen.entries.iter().any(|entry| {
        matches!(&entry.event, Event::Overridden { guard, reason, .. }
            if guard == "destroys-evidence" && reason == "GSA IR has an image of it")
    });
    assert!(overridden && screen.is_bare());
}

#[test]
fn evidence_can_be_recorded_first_and_the_text_is_kept() {
    let mut screen = Screen::confirmed();
    let before = screen.incident.fixes.len();
    screen.press("R");
    screen.write_text("rotate the token");
    screen.press("enter");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    screen.press("esc esc E");
    screen.write_text("the leaked token and its scopes; the safe; Farmer Dave");
    screen.press("enter R");
    assert_eq!(screen.editor().text, "rotate the token");
    screen.press("enter");
    assert_eq!(
        screen.incident.fixes.len(),
        before + 1,
        "nothing is asked any more"
    );
}

#[test]
fn an_item_that_was_let_pass_is_not_asked_about_again_for_the_same_kind_of_word() {
    let mut screen = Screen::confirmed();
    let request = reword("delete the old branch").overriding("it is copied");
    let events = asks(&screen, &request).unwrap();
    assert_eq!(events.len(), 2, "{events:?}");
    screen.press("R");
    screen.write_text("delete the old branch");
    screen.press("enter");
    screen.write_text("it is copied");
    screen.press("enter");
    let last = screen.incident.fixes.last().unwrap().id;
    let delete = |text: &str| {
        let text = text.to_owned();
        let command = Command::RewordFix { id: last, text };
        asks(&screen, &Request::local(command, "Farmer Jane"))
    };
    assert!(delete("delete the old branch and its tags").is_ok());
    assert!(delete("delete the old branch and reboot").is_err());
}

#[test]
fn what_others_wrote_on_the_issue_is_not_asked_about() {
    let screen = Screen::confirmed();
    let command = Command::AddFix {
        text: "delete the account".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    assert!(asks(&screen, &Request::local(command.clone(), "Farmer Jane")).is_err());
    assert!(asks(&screen, &Request::from_issue(command, "farmer-dave", None)).is_ok());
}

#[test]
fn the_register_says_who_holds_what_and_each_time_it_changed_hands() {
    let mut screen = Screen::confirmed();
    screen.press("E");
    screen.write_text("disk of the web server, serial 42; the safe");
    screen.press("enter E");
    assert!(screen.editor().help[0].contains("E1 disk of the web server"));
    screen.write_text("E1 to Farmer Dave; GSA's lab");
    screen.press("enter");
    let [evidence] = &screen.incident.evidence[..] else {
        panic!("one thing is in the register");
    };
    assert_eq!(evidence.id, EvidenceId(1));
    let told: Vec<_> = evidence
        .handlings
        .iter()
        .map(|it| (it.step, &*it.holder, &*it.place))
        .collect();
    assert_eq!(
        told,
        [
            (Custody::Collected, "Farmer Jane", "the safe"),
            (Custody::HandedOver, "Farmer Dave", "GSA's lab"),
        ]
    );
    screen.press("u");
    assert_eq!(
        screen.incident.evidence[0].handlings.len(),
        2,
        "it is not taken back"
    );
}

#[rstest]
#[case::nothing("", "divided by ;")]
#[case::no_place("a disk", "divided by ;")]
#[case::unknown("E7 to Farmer Dave", "no evidence E7")]
fn what_cannot_be_registered_says_why(#[case] text: &str, #[case] why: &str) {
    let mut screen = Screen::confirmed();
    screen.press("E");
    screen.write_text(text);
    screen.press("enter");
    assert!(
        screen.editor().problem.contains(why),
        "{}",
        screen.editor().problem
    );
    assert!(screen.incident.evidence.is_empty());
}

#[test]
fn a_file_goes_in_with_its_hash_or_not_at_all() {
    let screen = Screen::confirmed();
    let asked = EvidenceAsked::Collect {
        what: String::new(),
        place: String::new(),
        holder: String::new(),
        path: "/barn/capture.pcap".into(),
        file: None,
    };
    assert_eq!(asked.unread_file(), Some("/barn/capture.pcap"));
    let ask = |asked| {
        asks(
            &screen,
            &Request::local(Command::HandleEvidence(Box::new(asked)), "Farmer Jane"),
        )
    };
    assert!(ask(asked.clone()).is_err());
    let file = FileMark {
        path: "/barn/capture.pcap".into(),
        sha256: "ba".repeat(32),
        bytes: 7,
    };
    let events = ask(asked.with_file(file.clone())).unwrap();
    let [Event::EvidenceHandled(handled)] = &events[..] else {
        panic!("it is one event: {events:?}");
    };
    assert_eq!(handled.file.as_ref(), Some(&file));
    assert_eq!(handled.place, "/barn/capture.pcap");
    let mut event = events[0].clone();
    assert!(is_local_only(&event));
    event.each_text(&mut |said, _| assert_eq!(said, Said::Here));
}

#[test]
fn the_register_has_a_page_with_a_line_for_each_time_it_changed_hands() {
    let mut screen = Screen::confirmed();
    screen.press("shift-tab");
    assert_eq!(
        screen.app.view,
        View::Comms,
        "an empty one is not turned to"
    );
    screen.press("8");
    assert_eq!(screen.app.view, View::Evidence);
    assert_eq!(screen.app.count(Pane::Evidence), 0);
    // What adds to a list adds here too.
    screen.press("a");
    screen.write_text("disk of the web server; the safe; Spot the Dog");
    screen.press("enter a");
    screen.write_text("Dave's laptop; the barn");
    screen.press("enter");
    let of = |screen: &Screen| screen.app.selected_evidence().map(|it| it.id);
    assert_eq!(of(&screen), Some(EvidenceId(1)));
    assert_eq!(screen.app.count(Pane::Evidence), 4);
    // The selected one is handed over; the selection stays on it.
    screen.press("G");
    assert_eq!(of(&screen), Some(EvidenceId(2)));
    screen.press("e");
    assert_eq!(screen.editor().text, "E2 to ");
    screen.write_text("E2 to Farmer Dave; GSA's lab");
    screen.press("enter");
    assert_eq!(of(&screen), Some(EvidenceId(2)));
    assert_eq!(screen.app.count(Pane::Evidence), 5);
    let now = screen.incident.evidence[1].now().unwrap();
    assert_eq!((&*now.holder, &*now.place), ("Farmer Dave", "GSA's lab"));
    screen.press("tab shift-tab");
    assert_eq!(screen.app.view, View::Evidence);
    // By the palette, and by what is known of it.
    screen.press("1 : s h a - 2 5 6 enter");
    assert_eq!(screen.app.view, View::Evidence);
    screen.press("/ w e b enter");
    assert_eq!(screen.app.count(Pane::Evidence), 2);
    assert_eq!(of(&screen), Some(EvidenceId(1)));
}

#[rstest]
#[case::root("/barn/capture.pcap")]
#[case::here("./capture.pcap")]
#[case::above("../capture.pcap")]
#[case::home("~/capture.pcap")]
fn a_path_is_looked_at_and_stands_there_whole(#[case] path: &str) {
    let mut screen = Screen::confirmed();
    screen.press("E");
    screen.write_text(path);
    screen.press("enter");
    let Command::HandleEvidence(asked) = screen.asked() else {
        panic!("it is asked for");
    };
    assert_eq!(asked.unread_file(), Some(path));
    let found = FileMark {
        path: "/home/jane/capture.pcap".into(),
        sha256: "ba".repeat(32),
        bytes: 7,
    };
    let EvidenceAsked::Collect { what, path, .. } = (**asked).clone().with_file(found) else {
        panic!("it is collected");
    };
    let whole = "/home/jane/capture.pcap";
    assert_eq!((&*what, &*path), (whole, whole));
}
