//! Checklist lines: ticked, unticked, set aside, against or with what the record shows.

use rstest::rstest;
use sitroom::domain::checklist::RowState;
use sitroom::domain::command::Command;
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{FixClass, Mark};

use crate::screen::Screen;

/// The line of the team: ticked by the record itself as long as anybody responds.
const TEAM: &str = "S1";

fn is_ticked(screen: &Screen) -> bool {
    screen
        .app
        .selected_line()
        .expect("a line is selected")
        .state
        .is_ticked()
}

fn mark(screen: &Screen, id: &str) -> Option<Mark> {
    let id = ItemId::new(id);
    screen.incident.checklist.get(&id).map(|tick| tick.mark)
}

#[rstest]
#[case::by_hand("I3", false)]
#[case::by_the_record(TEAM, true)]
#[case::optional("I5", false)]
#[case::waiting("S11", false)]
fn the_tick_is_a_clean_toggle(#[case] id: &str, #[case] ticked: bool) {
    let mut screen = Screen::open();
    screen.select_line(id);
    let before = screen.app.selected_line().unwrap().state.clone();
    assert_eq!(is_ticked(&screen), ticked);
    for _ in 0..2 {
        screen.press("space");
        assert_eq!(is_ticked(&screen), !ticked, "{id}");
        screen.press("space");
        assert_eq!(is_ticked(&screen), ticked, "{id}");
        assert_eq!(mark(&screen, id), None);
    }
    assert_eq!(screen.app.selected_line().unwrap().state, before);
}

#[test]
fn a_line_that_was_ticked_by_hand_and_then_by_the_record_is_unticked_at_once() {
    let mut screen = Screen::open();
    screen.select_line(TEAM);
    screen.record(Command::MarkItem {
        item: ItemId::new(TEAM),
        mark: Some(Mark::Done),
        reason: String::new(),
    });
    assert!(is_ticked(&screen));
    screen.press("space");
    assert!(!is_ticked(&screen));
    screen.press("space");
    assert!(is_ticked(&screen));
}

#[test]
fn a_line_that_the_record_no_longer_ticks_is_ticked_with_a_reason() {
    let mut screen = Screen::open();
    screen.select_line(TEAM);
    screen.press("space");
    assert_eq!(mark(&screen, TEAM), Some(Mark::Open));
    screen.say("p", "");
    screen.select_line(TEAM);
    screen.press("space");
    screen.write_text("a team of one");
    screen.press("enter");
    assert_eq!(mark(&screen, TEAM), Some(Mark::Done));
}

#[test]
fn a_line_set_aside_comes_back() {
    let mut screen = Screen::open();
    screen.press("2 - enter");
    assert!(screen.editor().problem.contains("needs a reason"));
    screen.write_text("no phone");
    screen.press("enter");
    let state = &screen.app.selected_line().unwrap().state;
    assert!(matches!(state, RowState::NotApplicable(_)));
    screen.press("space");
    assert_eq!(screen.app.selected_line().unwrap().state, RowState::Open);
}

#[test]
fn backspace_unticks_and_never_ticks() {
    let mut screen = Screen::open();
    screen.select_line("I3");
    screen.press("space backspace");
    assert_eq!(mark(&screen, "I3"), None);
    screen.press("backspace");
    assert_eq!(mark(&screen, "I3"), None);
    assert_eq!(screen.toast(), "I3 is open already");
}

#[test]
fn an_added_line_is_reworded_and_ticked() {
    let mut screen = Screen::open();
    screen.say("2 a", "feed the dog");
    let id = ItemId::from(screen.incident.custom_items[0].id).0;
    screen.select_line(&id);
    screen.say("e", "feed both dogs");
    assert_eq!(screen.incident.custom_items[0].text, "feed both dogs");
    screen.press("space");
    assert_eq!(mark(&screen, &id), Some(Mark::Done));
}

fn state(screen: &Screen, id: &str) -> RowState {
    let mut lines = screen.app.rows.lines.iter();
    let line = lines.find(|line| line.id.0 == id);
    line.unwrap_or_else(|| panic!("no line {id}")).state.clone()
}

#[test]
fn lines_about_sitreps_are_ticked_by_those_that_went_out_and_by_nothing_else() {
    let mut screen = Screen::confirmed();
    screen.press("2");
    for id in ["S8", "S9", "S10", "M9", "M10"] {
        assert_eq!(state(&screen, id), RowState::Open, "{id}");
    }
    assert_eq!(
        state(&screen, "X14"),
        RowState::Waiting,
        "nothing is deferred"
    );
    screen.record(Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec!["#incident-response".into(), "gsa-ir".into()],
        text: String::new(),
    });
    assert_eq!(state(&screen, "S8"), RowState::Derived);
    assert_eq!(state(&screen, "S9"), RowState::Open, "devops is missing");
    assert_eq!(state(&screen, "M9"), RowState::Derived);
    assert_eq!(
        state(&screen, "M10"),
        RowState::Open,
        "FedRAMP was not told"
    );
    screen.record(Command::RecordMessage {
        message: "fedramp-daily".into(),
        sitrep: false,
        to: vec!["FedRAMP".into()],
        text: String::new(),
    });
    assert_eq!(state(&screen, "M10"), RowState::Derived);
    // Who told them by another way says so with a reason: a tick alone tells nobody.
    let mark = Command::MarkItem {
        item: ItemId::new("S9"),
        mark: Some(Mark::Done),
        reason: String::new(),
    };
    screen.record_because(mark, "Dave phoned them");
    assert!(matches!(state(&screen, "S9"), RowState::Done(_)));
    screen.record(Command::AddFix {
        text: "a better fence".into(),
        class: FixClass::LongTerm,
        owner: String::new(),
    });
    assert_eq!(state(&screen, "X14"), RowState::Open);
}

#[test]
fn the_list_of_a_false_alarm_has_its_name_and_its_progress() {
    let mut screen = Screen::open();
    screen.is_a_false_alarm();
    assert_eq!(screen.app.rows.phase, "False alarm");
    assert!(screen.app.rows.progress.1 > 0);
}

#[test]
fn what_a_closed_false_alarm_never_needed_is_not_asked_for_later() {
    let mut screen = Screen::open();
    screen.is_a_false_alarm();
    screen.select_line("FA3");
    let state = |screen: &Screen| screen.app.selected_line().unwrap().state.clone();
    assert_eq!(state(&screen), RowState::Waiting);
    let closed = |closed| Command::SetClosed {
        closed,
        reason: "the wind".into(),
    };
    screen.record_overriding(closed(true));
    screen.select_line("FA3");
    assert_eq!(state(&screen), RowState::Needless);
    assert!(state(&screen).is_settled(), "it counts as done");
    screen.record(closed(false));
    screen.select_line("FA3");
    assert_eq!(state(&screen), RowState::Waiting);
}
