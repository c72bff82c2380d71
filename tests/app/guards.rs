//! Guards: asked about, overridden with a reason, or left alone.

use rstest::rstest;
use sitroom::app::{Effect, Event, Purpose};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{FixClass, Status};
use sitroom::domain::mirror::{MirrorState, MirrorStatus};

use crate::screen::{Disk, Screen};

fn resolve_too_early() -> Screen {
    let mut screen = Screen::confirmed();
    screen.press("c r");
    screen.write_text("all quiet");
    screen.press("enter");
    screen
}

#[test]
fn a_guard_asks_for_the_reason_and_the_request_carries_it() {
    let mut screen = resolve_too_early();
    let editor = screen.editor();
    assert_eq!(editor.purpose, Purpose::Override);
    assert!(editor.help[0].contains("R1, R2"), "{:?}", editor.help);
    screen.write_text("the fence is the neighbour's");
    screen.press("enter");
    let asked = screen.asked.clone().unwrap();
    assert_eq!(
        asked.override_reason.as_deref(),
        Some("the fence is the neighbour's")
    );
    assert_eq!(screen.incident.status, Status::Resolved);
    assert!(screen.is_bare());
}

#[test]
fn an_override_needs_a_reason() {
    let mut screen = resolve_too_early();
    screen.asked = None;
    screen.press("enter");
    assert!(screen.asked.is_none());
    assert!(screen.editor().problem.contains("type the reason"));
    assert_eq!(screen.incident.status, Status::Confirmed);
}

#[test]
fn esc_goes_back_and_the_text_that_was_refused_is_kept() {
    let mut screen = resolve_too_early();
    screen.write_text("never mind");
    screen.press("esc");
    assert_eq!(screen.editor().purpose, Purpose::Status(Status::Resolved));
    assert_eq!(screen.editor().text, "all quiet");
    screen.press("esc");
    assert!(screen.is_bare());
    assert_eq!(screen.incident.status, Status::Confirmed);
    screen.press("c r");
    assert_eq!(screen.editor().text, "all quiet");
}

#[test]
fn an_override_uses_up_the_text_that_was_refused() {
    let mut screen = resolve_too_early();
    screen.write_text("it is the neighbour's");
    let dropped = Effect::DropDraft {
        key: "status-resolved".into(),
    };
    assert_eq!(screen.press("enter"), [dropped]);
    assert!(screen.app.drafts.is_empty());
}

#[test]
fn the_reason_for_one_guard_is_not_offered_for_another() {
    let mut screen = resolve_too_early();
    screen.write_text("a reason");
    screen.press("esc 4 v");
    screen.write_text("Dave");
    screen.press("enter");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    assert_eq!(screen.editor().text, "");
}

#[test]
fn a_reason_that_is_not_saved_stays() {
    let mut screen = resolve_too_early();
    screen.disk = Disk::Full;
    screen.write_text("it is the neighbour's");
    screen.press("enter");
    assert_eq!(screen.editor().text, "it is the neighbour's");
    assert!(screen.editor().problem.starts_with("NOT SAVED"));
    screen.disk = Disk::Good;
    screen.press("enter");
    assert_eq!(screen.incident.status, Status::Resolved);
}

#[test]
fn that_it_is_not_done_is_said_before_who_checked_it_is_asked() {
    let mut screen = Screen::confirmed();
    screen.press("4 v");
    let help = screen.editor().help.join("\n");
    assert!(
        help.contains("nobody said it is done: esc, then space"),
        "{help}"
    );
    screen.press("esc space");
    screen.write_text("Farmer Dave");
    screen.press("enter space space v");
    let help = screen.editor().help.join("\n");
    assert!(!help.contains("nobody said"), "{help}");
}

#[rstest]
#[case::key("4 v", "Dave", "nobody said it is done")]
#[case::defer("4 i", "", "no longer be needed")]
fn a_guard_of_a_board_says_what_stands_against_it(
    #[case] key: &str,
    #[case] text: &str,
    #[case] cause: &str,
) {
    let mut screen = Screen::confirmed();
    screen.say(key, text);
    assert!(
        screen.editor().help[0].contains(cause),
        "{:?}",
        screen.editor().help
    );
    screen.write_text("it is so");
    screen.press("enter");
    assert!(screen.is_bare());
}

#[test]
fn a_guard_met_from_the_palette_is_overridden_there_too() {
    let mut screen = Screen::confirmed();
    screen.press(":");
    screen.happen(Event::Paste("close".into()));
    screen.press("enter enter");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    screen.write_text("the farm is sold");
    screen.press("enter");
    assert!(screen.incident.closed && screen.is_bare());
}

#[test]
fn the_keys_that_set_a_line_aside_lead_to_that_line() {
    let mut screen = Screen::open();
    screen.press("2 g g 1");
    let mut step = screen.app.next.clone().expect("something is next");
    (step.item, step.command) = (Some(ItemId::new("I6")), String::new());
    (step.due, step.conflict, step.suggestion) = (None, None, None);
    screen.app.next = Some(step);
    screen.press("x");
    let help = screen.editor().help.join("\n");
    assert!(help.contains("esc, then 2 and -"), "{help}");
    screen.press("esc 2 -");
    assert_eq!(screen.editor().title, "Why does I6 not apply?");
}

#[test]
fn the_line_of_the_issue_says_what_is_missing_for_it() {
    let mut screen = Screen::open();
    let keys = "2 g g j j j j j space";
    screen.press(keys);
    let help = screen.editor().help.join("\n");
    assert!(help.contains("`sitroom doctor` says which"), "{help}");
    screen.press("esc");
    let mends = "run `gh auth login` and press r";
    screen.happen(Event::MirrorMoved(MirrorStatus {
        state: MirrorState::Token,
        detail: format!("failed to find a token; {mends}"),
        ..MirrorStatus::default()
    }));
    screen.press(keys);
    let help = screen.editor().help.join("\n");
    assert!(help.contains("the token is missing"), "{help}");
    assert!(
        help.contains(mends) && !help.contains("repository"),
        "{help}"
    );
    screen.press("esc");
}

#[test]
fn a_guard_met_by_a_key_alone_is_overridden() {
    let mut screen = Screen::open();
    // I6 ticks itself once there is an issue.
    screen.press("2 j j j j j space");
    let help = screen.editor().help.join("\n");
    assert!(
        help.contains("it does not apply: esc, then 2 and -"),
        "{help}"
    );
    assert!(!help.contains("(`-`)"), "{help}");
    screen.write_text("there is none, and there will be none");
    screen.press("enter");
    assert!(
        screen
            .incident
            .checklist
            .contains_key(&sitroom::domain::ids::ItemId::new("I6"))
    );
}

#[test]
fn a_deferred_item_comes_back_without_a_question() {
    let mut screen = Screen::confirmed();
    screen.say("4 i", "it can wait");
    assert_eq!(screen.incident.fixes[0].class, FixClass::LongTerm);
    screen.press("g g");
    while screen.app.selected_fix().unwrap().id.0 != 1 {
        screen.press("j");
    }
    screen.press("i");
    assert_eq!(screen.incident.fixes[0].class, FixClass::Immediate);
}

#[test]
fn the_key_that_lets_everything_leave_again_is_named_where_a_stop_is_not_undone() {
    let mut screen = Screen::confirmed();
    screen.say("!", "the fox reads along");
    assert!(screen.incident.outbound_stop.is_some());
    screen.press("u");
    let help = screen.editor().help.join("\n");
    assert_eq!(screen.editor().purpose, Purpose::Override, "{help}");
    assert!(help.contains("! lets it leave again"), "{help}");
}

#[test]
fn the_key_in_place_of_an_undo_is_named_where_there_is_nothing_else_to_undo() {
    let mut screen = Screen::open();
    screen.app.me = "Farmer Dave".into();
    screen.say("!", "the fox reads along");
    screen.press("u");
    let said = screen.toast();
    assert!(said.contains("! lets it leave again"), "{said}");
}
