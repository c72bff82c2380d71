//! Choices, the palette, help.

use rstest::rstest;
use sitroom::app::{Action, Event};
use sitroom::domain::incident::{Severity, Status};

use crate::screen::Screen;

#[rstest]
#[case::by_its_letter("S m", "Severity: high -> medium")]
#[case::by_going_there("S j enter", "Severity: high -> medium")]
#[case::stopping_at_the_end("S j j j j enter", "Severity: high -> low")]
#[case::stopping_at_the_top("S k k enter", "Severity: high -> high")]
fn a_choice_is_made(#[case] keys: &str, #[case] title: &str) {
    let mut screen = Screen::confirmed();
    screen.press(keys);
    assert_eq!(screen.editor().title, title);
}

#[test]
fn a_severity_may_be_quick() {
    let mut screen = Screen::open();
    screen.press("S h enter");
    assert_eq!(screen.incident.severity, Severity::High);
    assert!(screen.is_bare());
}

#[test]
fn an_exposure_puts_its_items_on_the_board() {
    let mut screen = Screen::open();
    run(&mut screen, "exposure");
    screen.press("y");
    assert_eq!(screen.incident.exposure, Some(true));
    assert!(!screen.incident.fixes.is_empty());
}

#[test]
fn a_situation_is_declared_and_called_off() {
    let mut screen = Screen::open();
    run(&mut screen, "special situation");
    let key = screen.choices().list[3].key.to_string();
    screen.press(&key);
    assert_eq!(screen.incident.situations.len(), 1);
    run(&mut screen, "special situation");
    assert!(screen.choices().list[3].label.contains("call it off"));
    screen.press(&key);
    assert!(screen.incident.situations.is_empty());
}

#[test]
fn a_closed_record_is_offered_to_be_opened_again() {
    let mut screen = Screen::open();
    screen.press("c f");
    screen.write_text("it was the wind");
    screen.press("enter c w enter");
    // Lines are open, so the reason is asked for.
    screen.write_text("nothing more to do");
    screen.press("enter");
    assert!(screen.incident.closed, "{:?}", screen.app.layers);
    screen.press("c");
    let last = screen.choices().list.last().unwrap();
    assert_eq!(last.label, "open the record again");
}

fn run(screen: &mut Screen, query: &str) {
    screen.press(":");
    type_in(screen, query);
    screen.press("enter");
}

fn type_in(screen: &mut Screen, text: &str) {
    for c in text.chars() {
        screen.press(&if c == ' ' {
            "space".into()
        } else {
            c.to_string()
        });
    }
}

#[rstest]
#[case::by_name("sitrep", Action::Sitrep)]
#[case::by_a_few_letters("fls alrm", Action::FalseAlarm)]
#[case::in_capitals("EXPOSURE", Action::Exposure)]
#[case::by_its_key("N", Action::Notice)]
#[case::by_what_it_does("after-action message", Action::AfterAction)]
#[case("acknowledged", Action::Moment)]
fn the_palette_finds(#[case] query: &str, #[case] first: Action) {
    let mut screen = Screen::open();
    screen.press(":");
    type_in(&mut screen, query);
    assert_eq!(screen.palette().found[0].action(), Some(first));
}

#[test]
fn the_palette_takes_letters_back_and_stays_open_over_nothing() {
    let mut screen = Screen::open();
    screen.press(":");
    let all = screen.palette().found.len();
    type_in(&mut screen, "zzzz");
    assert_eq!(screen.palette().found.len(), 0);
    screen.press("down up backspace backspace backspace backspace");
    assert_eq!(screen.palette().found.len(), all);
    type_in(&mut screen, "zzzz");
    assert_eq!(screen.press("enter"), []);
    assert!(screen.is_bare());
}

#[test]
fn a_paste_goes_into_the_query_of_the_palette() {
    let mut screen = Screen::open();
    screen.press(":");
    screen.happen(Event::Paste("false\nalarm".into()));
    assert_eq!(screen.palette().query, "false alarm");
    assert_eq!(screen.palette().found[0].action(), Some(Action::FalseAlarm));
}

#[rstest]
#[case("esc")]
#[case("q")]
#[case("?")]
#[case("enter")]
fn help_closes_with_any_key_and_nothing_else_happens(#[case] key: &str) {
    let mut screen = Screen::open();
    screen.press("?");
    assert_eq!(screen.press(key), []);
    assert!(screen.is_bare());
}

#[test]
fn the_status_there_is_is_not_offered() {
    let mut screen = Screen::confirmed();
    screen.press("c");
    let labels: Vec<&str> = screen
        .choices()
        .list
        .iter()
        .map(|it| it.label.as_str())
        .collect();
    assert!(!labels.contains(&Status::Confirmed.word()));
    assert!(labels.contains(&Status::Resolved.word()));
}
