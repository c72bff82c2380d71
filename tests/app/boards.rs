//! Boards: items move on and back, one key a step.

use sitroom::domain::command::Command;
use sitroom::domain::incident::{FixState, LeadState};

use crate::screen::{Disk, Screen};

fn lead(screen: &Screen) -> LeadState {
    screen.incident.leads[0].state
}

fn fix(screen: &Screen) -> FixState {
    screen.incident.fixes[0].state
}

#[test]
fn a_lead_goes_from_open_to_answered_with_a_finding_and_back() {
    let mut screen = Screen::confirmed();
    screen.press("3 space");
    assert_eq!(lead(&screen), LeadState::Investigating);
    screen.press("space enter");
    assert!(screen.editor().problem.contains("ends with a finding"));
    screen.write_text("nothing");
    screen.press("enter");
    assert_eq!(lead(&screen), LeadState::Answered);
    // The answered one goes down the board, and the selection with it.
    assert_eq!(screen.app.selected_lead().unwrap().id.0, 1);
    screen.press("space");
    assert_eq!(screen.toast(), "L1 is answered; backspace takes it back");
    screen.press("backspace");
    assert_eq!(lead(&screen), LeadState::Investigating);
    assert_eq!(screen.incident.leads[0].finding, "nothing");
    screen.press("backspace");
    assert_eq!(lead(&screen), LeadState::Open);
}

#[test]
fn a_remediation_item_goes_from_open_to_verified_and_back() {
    let mut screen = Screen::confirmed();
    screen.press("4 space");
    screen.write_text("Dave");
    screen.press("enter");
    assert_eq!(fix(&screen), FixState::Assigned);
    screen.press("space");
    assert_eq!(fix(&screen), FixState::InProgress);
    screen.press("space");
    assert_eq!(fix(&screen), FixState::Done);
    screen.press("space");
    assert_eq!(screen.editor().text, "Farmer Jane");
    screen.press("enter");
    assert_eq!(fix(&screen), FixState::Verified);
    assert_eq!(screen.app.selected_fix().unwrap().id.0, 1);
    screen.press("space");
    assert_eq!(screen.toast(), "R1 is verified; backspace takes it back");
    for state in [
        FixState::Done,
        FixState::InProgress,
        FixState::Assigned,
        FixState::Open,
    ] {
        screen.press("backspace");
        assert_eq!(fix(&screen), state);
    }
}

#[test]
fn an_open_item_that_has_an_owner_is_assigned_by_the_key_alone() {
    let mut screen = Screen::confirmed();
    screen.say("4 o", "Dave");
    screen.press("backspace");
    assert_eq!(fix(&screen), FixState::Open);
    screen.press("space");
    assert_eq!(fix(&screen), FixState::Assigned);
    assert!(screen.is_bare());
}

#[test]
fn an_item_that_moved_meanwhile_is_not_moved_again() {
    let mut screen = Screen::confirmed();
    screen.press("3 space space");
    screen.write_text("the fox did it");
    screen.record(sitroom::domain::command::Command::MoveLead {
        id: sitroom::domain::ids::LeadId(1),
        from: LeadState::Investigating,
        to: LeadState::Open,
        finding: String::new(),
    });
    screen.press("enter");
    assert_eq!(lead(&screen), LeadState::Open);
    assert!(screen.editor().problem.contains("L1 is open by now"));
    assert_eq!(screen.editor().text, "the fox did it");
}

#[test]
fn undo_takes_back_what_is_last_on_this_screen() {
    let mut screen = Screen::confirmed();
    let seen = screen.entries.last().unwrap().id;
    screen.disk = Disk::Slow;
    screen.press("u");
    assert_eq!(*screen.asked(), Command::Undo { entry: Some(seen) });
}

#[test]
fn undo_takes_the_last_key_back_and_says_what_it_was() {
    let mut screen = Screen::confirmed();
    screen.press("3 space u");
    assert_eq!(lead(&screen), LeadState::Open);
    assert!(screen.toast().starts_with("undone: "), "{}", screen.toast());
}

#[test]
fn an_answered_lead_is_not_ruled_out_by_one_key_too_many() {
    let mut screen = Screen::confirmed();
    screen.press("3 space space");
    screen.write_text("the wind");
    screen.press("enter -");
    let help = screen.editor().help.join("\n");
    assert!(help.contains("it is answered: the wind"), "{help}");
    screen.write_text("no wind that night");
    screen.press("enter");
    assert_eq!(lead(&screen), LeadState::Answered);
    let help = screen.editor().help.join("\n");
    assert!(help.contains("L1 is answered: the wind"), "{help}");
    screen.write_text("the almanac");
    screen.press("enter");
    assert_eq!(lead(&screen), LeadState::RuledOut);
    let finding = &screen.incident.leads[0].finding;
    assert_eq!(finding, "no wind that night (answered before: the wind)");
}
