//! Moving about: ends, pages, the filter.

use rstest::rstest;
use sitroom::app::{Event, Layer, Pane, View};
use sitroom::domain::command::Command;
use sitroom::domain::event::Visibility;

use crate::screen::Screen;

#[rstest]
#[case::up_at_the_top("k", 0)]
#[case::down("j j", 2)]
#[case::arrows("down down up", 1)]
#[case::last("G", 59)]
#[case::down_at_the_end("G j j", 59)]
#[case::first("G g g", 0)]
#[case::page("pagedown", 12)]
#[case::pages_stop_at_the_end("ctrl-d ctrl-d ctrl-d ctrl-d ctrl-d ctrl-d ctrl-d ctrl-d ctrl-d", 59)]
#[case::page_back("G pageup", 47)]
#[case::page_back_at_the_top("j pageup", 0)]
fn the_selection_stops_at_both_ends(#[case] keys: &str, #[case] place: usize) {
    let mut screen = Screen::open();
    let texts: Vec<String> = (1..=60).map(|n| format!("lead {n}")).collect();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    screen.add_leads(&texts);
    screen.happen(Event::Resized {
        columns: 80,
        rows: 20,
    });
    screen.press("3");
    screen.press(keys);
    assert_eq!(screen.app.place(Pane::Leads), Some(place));
}

#[test]
fn keys_on_an_empty_list_do_nothing() {
    for view in ["3", "4"] {
        let mut screen = Screen::open();
        screen.press(view);
        let effects = screen.press("j k g g G pagedown space backspace e o v - i");
        assert_eq!(effects, []);
        assert!(screen.is_bare() && screen.asked.is_none());
    }
}

#[test]
fn a_tiny_terminal_still_moves_by_a_line() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::Resized {
        columns: 1,
        rows: 1,
    });
    screen.press("3 pagedown");
    assert_eq!(screen.app.place(Pane::Leads), Some(1));
}

#[test]
fn the_filter_narrows_as_it_is_typed_and_keys_are_letters_then() {
    let mut screen = Screen::confirmed();
    screen.press("3 / f o x");
    assert_eq!(screen.app.count(Pane::Leads), 1);
    assert_eq!(screen.app.selected_lead().unwrap().id.0, 2);
    screen.press("q");
    assert_eq!(screen.app.count(Pane::Leads), 0);
    screen.press("backspace enter");
    assert!(!screen.app.is_filtering);
    assert_eq!(screen.app.filter, "fox");
    screen.press("space");
    assert_eq!(screen.incident.leads[1].state.word(), "investigating");
    screen.press("esc");
    assert_eq!(screen.app.filter, "");
    assert_eq!(screen.app.count(Pane::Leads), 2);
}

#[test]
fn esc_ends_the_filter_and_a_paste_goes_into_it() {
    let mut screen = Screen::confirmed();
    screen.press("3 /");
    screen.happen(Event::Paste("fo\nx".into()));
    assert_eq!(screen.app.filter, "fo x");
    screen.press("esc");
    assert_eq!(screen.app.filter, "");
    assert!(!screen.app.is_filtering);
}

#[test]
fn the_filter_reaches_every_list() {
    let mut screen = Screen::confirmed();
    screen.press("/ g a t e enter");
    for (key, view) in [
        ("3", View::Leads),
        ("4", View::Remediation),
        ("5", View::Timeline),
    ] {
        screen.press(key);
        assert_eq!(screen.app.view, view);
        let pane = screen.app.focus();
        assert_eq!(
            screen.app.count(pane),
            if pane == Pane::Timeline { 2 } else { 1 }
        );
    }
}

#[test]
fn what_is_read_stays_when_something_newer_comes_in() {
    let mut screen = Screen::confirmed();
    screen.press("5 f");
    let read = screen.app.selected_entry().map(|entry| entry.seq);
    screen.record(Command::Note {
        text: "the fox is back".into(),
        visibility: Visibility::Shared,
    });
    assert_eq!(screen.app.layers, [Layer::Whole { scroll: 0 }]);
    assert_eq!(screen.app.selected_entry().map(|entry| entry.seq), read);
}

#[test]
fn where_nothing_is_selected_nothing_is_read() {
    let mut screen = Screen::open();
    for (view, said) in [
        ("3", "nothing is selected"),
        ("9", "is read below the list"),
    ] {
        screen.press(&format!("{view} f"));
        assert!(screen.is_bare() && screen.toast().contains(said), "{said}");
    }
}

#[test]
fn a_long_entry_of_the_log_is_read_to_its_end() {
    let mut screen = Screen::confirmed();
    let lines: Vec<String> = (1..=60).map(|n| format!("line {n}")).collect();
    screen.record(Command::Note {
        text: lines.join("\n"),
        visibility: Visibility::Shared,
    });
    screen.press("5 g g enter");
    assert_eq!(screen.app.layers, [Layer::Whole { scroll: 0 }]);
    // The screen says how far it goes: 60 lines take more of them where they are broken.
    for (key, place) in [("G", 72), ("j", 72), ("k", 71), ("g", 0)] {
        let press = Box::new(Event::Key(key.parse().unwrap()));
        let (last, event) = (72, press);
        screen.happen(Event::Reading { last, event });
        let whole = Layer::Whole { scroll: place };
        assert_eq!(screen.app.layers, [whole], "{key}");
    }
    screen.press("esc");
    assert!(screen.is_bare());
}
