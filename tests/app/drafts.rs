//! Drafts: kept, dropped, taken up again, used up.

use rstest::rstest;
use sitroom::app::{Effect, Event};
use sitroom::domain::command::Command;
use sitroom::domain::ids::LeadId;

use crate::screen::Screen;

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
            .any(|line| line.contains("your draft"))
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
    assert_eq!(screen.toast(), "1 draft kept from before: note");
    screen.press("L");
    assert_eq!(screen.editor().help.len(), 1);
    screen.press("esc n");
    assert_eq!(screen.editor().text, "the gate");
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
