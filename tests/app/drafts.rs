//! Drafts: kept, dropped, taken up again, used up.

use rstest::rstest;
use sitroom::app::{Effect, Event};
use sitroom::domain::command::Command;
use sitroom::domain::ids::LeadId;

use crate::screen::{Screen, released};

fn keeps(key: &str, text: &str) -> Effect {
    Effect::KeepDraft {
        key: key.into(),
        text: text.into(),
    }
}

fn drops(key: &str) -> Effect {
    Effect::DropDraft { key: key.into() }
}

#[test]
fn a_draft_is_kept_taken_up_and_used_up() {
    let mut screen = Screen::open();
    screen.press("n");
    assert_eq!(screen.write_text("the gate"), [keeps("note", "the gate")]);
    assert_eq!(screen.press("esc"), []);
    assert_eq!(screen.toast(), "draft kept");
    screen.press("n");
    assert_eq!(screen.editor().text, "the gate");
    assert!(
        screen
            .editor()
            .help
            .iter()
            .any(|line| line.contains("kept on this machine"))
    );
    assert_eq!(screen.press("enter"), [drops("note")]);
    screen.press("n");
    assert_eq!(screen.editor().text, "");
}

#[test]
fn a_draft_that_is_taken_up_and_left_is_still_kept() {
    let mut screen = Screen::open();
    screen.press("n");
    screen.write_text("the gate");
    screen.press("esc n esc");
    assert_eq!(screen.toast(), "draft kept");
    screen.press("n");
    assert_eq!(screen.editor().text, "the gate");
}

#[test]
fn an_empty_text_is_no_draft() {
    let mut screen = Screen::open();
    screen.press("n");
    screen.write_text("the gate");
    assert_eq!(screen.write_text(""), [drops("note")]);
    assert_eq!(screen.press("esc"), []);
    assert_eq!(screen.toast(), "");
    assert!(screen.app.drafts.is_empty());
}

#[test]
fn a_text_that_was_changed_back_is_no_draft() {
    let mut screen = Screen::confirmed();
    screen.press("3 e");
    screen.write_text("who opened the gate? and");
    assert_eq!(
        screen.write_text("who opened the gate?"),
        [drops("reword-L1")]
    );
    screen.press("esc");
    screen.hear(Command::RewordLead {
        id: LeadId(1),
        text: "who was it?".into(),
    });
    screen.press("e");
    assert_eq!(screen.editor().text, "who was it?");
}

#[test]
fn a_text_that_was_only_shown_is_no_draft() {
    let mut screen = Screen::confirmed();
    screen.press("s esc");
    assert_eq!(screen.toast(), "");
    assert!(screen.app.drafts.is_empty());
}

#[test]
fn a_paste_is_a_draft_at_once() {
    let mut screen = Screen::open();
    let effects = screen.happen(Event::Paste("line one\nq".into()));
    assert_eq!(effects, [keeps("note", "line one\nq")]);
    screen.press("esc n");
    assert_eq!(screen.editor().text, "line one\nq");
}

#[test]
fn a_paste_goes_behind_the_draft_that_is_there() {
    let mut screen = Screen::open();
    screen.press("n");
    screen.write_text("the gate");
    screen.press("esc");
    screen.happen(Event::Paste("a log".into()));
    assert_eq!(screen.editor().text, "the gate\na log");
}

#[test]
fn drafts_of_last_time_are_told_of_and_taken_up() {
    let mut screen = Screen::open();
    screen.happen(Event::DraftsFound(vec![
        ("note".into(), "the gate".into()),
        ("add-lead".into(), "  ".into()),
    ]));
    assert_eq!(
        screen.toast(),
        "1 draft kept on this machine: a note; g d lists them"
    );
    screen.press("L");
    assert_eq!(screen.editor().help.len(), 1);
    screen.press("esc n");
    assert_eq!(screen.editor().text, "the gate");
}

#[test]
fn drafts_go_by_what_they_are() {
    let mut screen = Screen::confirmed();
    let keys = ["add-fix-immediate", "message-gsa-notice", "reword-L1"];
    let found = |keys: &[&str]| keys.iter().map(|it| ((*it).into(), "x".into())).collect();
    screen.happen(Event::DraftsFound(found(&keys)));
    let said = screen.toast().to_owned();
    assert!(
        said.starts_with("3 drafts kept on this machine: a remediation item, "),
        "{said}"
    );
    assert!(said.contains("reword L1: who opened the gate?"), "{said}");
    assert!(!said.contains("gsa-notice"), "{said}");
    screen.happen(Event::DraftsFound(found(&["a", "b", "c", "d", "e"])));
    assert_eq!(
        screen.toast(),
        "5 drafts kept on this machine: a, b, c, 2 more; g d lists them"
    );
}

#[test]
fn taking_evidence_in_and_handing_it_over_are_different_drafts() {
    let mut screen = Screen::confirmed();
    screen.say("E", "the latch; the safe");
    screen.press("E");
    screen.write_text("./nope.pcap");
    screen.press("esc 8 e");
    assert_eq!(screen.editor().text, "E1 to ");
    screen.write_text("E1 to Farmer Dave");
    screen.press("esc E");
    assert_eq!(screen.editor().text, "./nope.pcap");
    screen.press("esc 1 g d j");
    assert_eq!(screen.app.draft_lines()[1].about, "hand over E1: the latch");
    screen.press("enter");
    assert_eq!(screen.editor().text, "E1 to Farmer Dave");
    screen.press("enter");
    assert_eq!(
        screen.incident.evidence[0].handlings.last().unwrap().holder,
        "Farmer Dave"
    );
}

#[rstest]
#[case::leads("3 e", "3 j e")]
#[case::owners("3 o", "4 o")]
#[case::severities("S l", "S m")]
#[case::decisions("n", "L")]
#[case::findings("3 -", "3 j -")]
#[case::times("t s", "t d")]
fn texts_for_different_things_do_not_mix(#[case] first: &str, #[case] second: &str) {
    let mut screen = Screen::confirmed();
    screen.press(first);
    screen.write_text("only for this");
    screen.press("esc");
    screen.press(second);
    assert_ne!(screen.editor().text, "only for this");
}

#[test]
fn a_reason_to_put_off_one_clock_is_not_offered_for_another() {
    let mut screen = Screen::confirmed();
    screen.press("right z");
    let first = screen.editor().title.clone();
    screen.write_text("15m busy");
    screen.press("esc j z");
    assert_ne!(screen.editor().title, first);
    assert_eq!(screen.editor().text, "");
}

#[rstest]
#[case::a_note("n", "Note")]
#[case::a_lead("L", "New lead")]
#[case::words_of_a_lead("3 j e", "L2")]
#[case::an_owner("4 o", "Who does R1?")]
#[case::a_checker("4 v", "Who checked that R1 works?")]
#[case::why_it_can_wait("4 i", "Why can R1 wait?")]
#[case::what_rules_it_out("3 -", "L1 ruled out")]
#[case::why_a_line_does_not_apply("2 g g -", "Why does I1 not apply?")]
#[case::the_severity("S l", "Severity: high -> low")]
#[case::the_status("c r", "Status: confirmed -> resolved")]
#[case::a_time("t s", "When was it started?")]
#[case::a_message("s", "Initial sitrep")]
fn a_draft_is_opened_from_the_list_where_it_was_typed(#[case] keys: &str, #[case] title: &str) {
    let mut screen = Screen::confirmed();
    screen.press(keys);
    let begins = |screen: &Screen| screen.editor().title.to_lowercase();
    assert!(
        begins(&screen).starts_with(&title.to_lowercase()),
        "{}",
        begins(&screen)
    );
    let kept = format!("{} and more", screen.editor().text);
    screen.write_text(&kept);
    let entries = screen.entries.len();
    screen.press("esc 1 g d");
    assert_eq!(screen.app.draft_lines().len(), 1);
    screen.press("enter");
    assert_eq!(screen.editor().text, kept);
    assert_eq!(
        screen.entries.len(),
        entries,
        "nothing is recorded by opening it"
    );
}

#[rstest]
#[case::a_lead_over_a_question("add-lead", Some("New lead"))]
#[case::a_fix_over_a_question("add-fix-immediate", Some("New immediate remediation"))]
#[case::a_fix_for_later_over_the_report("add-fix-long-term", Some("New long-term remediation"))]
#[case::why_nothing_leaves_though_it_leaves("outbound-true", Some("Stop everything"))]
#[case::why_it_leaves_again_though_it_does("outbound-false", None)]
#[case::why_it_is_open_though_it_is("closed-false", None)]
#[case::why_another_fix_can_wait("defer-R9", None)]
fn opening_a_draft_records_nothing_whatever_is_selected(
    #[case] key: &str,
    #[case] title: Option<&str>,
) {
    let mut screen = Screen::confirmed();
    screen.press("Q");
    screen.write_text("@dave is the fence shut? 10m");
    screen.press("enter");
    screen.happen(Event::DraftsFound(vec![(key.into(), "the fence".into())]));
    let entries = screen.entries.len();
    for view in ["6 G", "9"] {
        screen.press(view);
        screen.press("g d");
        assert_eq!(screen.press("enter"), []);
        assert_eq!(screen.entries.len(), entries, "nothing is recorded");
        if let Some(title) = title {
            assert!(screen.editor().title.starts_with(title));
            assert_eq!(screen.editor().text, "the fence");
        } else {
            let told = screen.toast();
            assert!(told.contains("what it was for is gone"), "{told}");
        }
        screen.press("esc");
    }
}

#[test]
fn opening_a_draft_is_no_command_to_repeat() {
    let mut screen = Screen::confirmed();
    screen.press("3 space");
    screen.happen(Event::DraftsFound(vec![(
        "add-lead".into(),
        "tracks".into(),
    )]));
    screen.press("g d enter esc");
    let entries = screen.entries.len();
    screen.press("3 j .");
    assert!(screen.entries.len() > entries, "a lead moved on again");
}

#[test]
fn a_draft_is_discarded_once_somebody_said_so_twice() {
    let mut screen = Screen::confirmed();
    screen.press("n");
    screen.write_text("the gate");
    screen.press("esc L");
    screen.write_text("who was it?");
    screen.press("esc g d j");
    assert_eq!(screen.press("- n"), []);
    assert_eq!(screen.app.drafts.len(), 2);
    assert_eq!(screen.press("- y"), [drops("note")]);
    assert_eq!(screen.press("- y"), [drops("add-lead")]);
    assert!(screen.is_bare(), "nothing is left to list");
    screen.press("g d");
    assert_eq!(
        screen.toast(),
        "there is no draft: nothing you typed is unfinished"
    );
}

#[test]
fn a_draft_about_what_is_gone_stays_and_can_be_copied() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::DraftsFound(vec![(
        "reword-L9".into(),
        "a ghost".into(),
    )]));
    screen.press("g d");
    assert_eq!(screen.press("enter"), []);
    assert!(
        screen.toast().contains("what it was for is gone"),
        "{}",
        screen.toast()
    );
    assert_eq!(screen.press("y"), [Effect::Copy(released("a ghost"))]);
    assert_eq!(screen.app.drafts.len(), 1);
}

#[test]
fn a_text_goes_to_another_program_and_comes_back() {
    let mut screen = Screen::confirmed();
    screen.press("n");
    screen.write_text("the gate");
    let id = screen.editor().id;
    let out = screen.press("ctrl-e");
    assert_eq!(
        out,
        [Effect::EditOutside {
            editor: id,
            text: "the gate".into()
        }]
    );
    screen.happen(Event::Replaced {
        editor: id,
        text: "the gate is open".into(),
    });
    assert_eq!(screen.editor().text, "the gate is open");
    let told = "the text is that of your editor; ctrl-z takes it back";
    screen.happen(Event::Said(sitroom::app::Level::Info, told.into()));
    assert_eq!(screen.toast(), told);
    screen.happen(Event::Edited {
        text: "the gate".into(),
    });
    assert_eq!(screen.app.toast, None);
}

#[test]
fn a_text_that_comes_back_to_a_closed_editor_is_kept_as_a_note() {
    let mut screen = Screen::confirmed();
    let effects = screen.happen(Event::Replaced {
        editor: 99,
        text: "the gate is open".into(),
    });
    assert_eq!(effects, [keeps("note", "the gate is open")]);
    assert_eq!(screen.editor().text, "the gate is open");
}

#[test]
fn a_classified_text_is_not_given_to_another_program() {
    let mut screen = Screen::confirmed();
    screen.press("n");
    screen.write_text(&["TOP SEC", "RET//SI//NOFORN the gate"].concat());
    assert_eq!(screen.press("ctrl-e"), []);
    assert!(
        screen.toast().starts_with("marked as classified"),
        "{}",
        screen.toast()
    );
}

#[test]
fn a_draft_of_when_a_message_was_sent_is_listed_by_its_title() {
    let mut screen = Screen::confirmed();
    screen.press("N ctrl-s t");
    screen.write_text("half past");
    screen.press("esc");
    let lines = screen.app.draft_lines();
    let line = lines.iter().find(|line| line.key == "carried-gsa-notice");
    let about = line.map(|line| line.about.as_str());
    assert_eq!(about, Some("when One-hour notice to GSA was sent"));
}
