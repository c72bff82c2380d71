//! Who only watches changes nothing, whatever key it is.

use sitroom::app::{Action, Event, Mode};

use crate::screen::Screen;

fn watched() -> Screen {
    let mut screen = Screen::confirmed();
    screen.add_leads(&["who opened the gate?"]);
    screen.app = screen.app.clone().watching();
    screen
}

#[test]
fn no_key_records_anything_and_each_that_would_says_why_not() {
    let mut screen = watched();
    let (before, entries) = (screen.incident.clone(), screen.entries.len());
    let mut refused = 0;
    for action in Action::ALL.iter().copied() {
        let key = screen.app.keymap.key(action);
        let is_looked_at = action.suits_a_watcher() || action.mode() != Mode::Global;
        if key.is_empty() || is_looked_at {
            continue;
        }
        let effects = screen.press(&key);
        let word = action.word();
        assert!(effects.is_empty(), "{word}: {effects:?}");
        assert!(
            screen.toast().contains("only reads"),
            "{word}: {}",
            screen.toast()
        );
        assert!(screen.is_bare(), "{word}");
        refused += 1;
    }
    assert_eq!((&screen.incident, screen.entries.len()), (&before, entries));
    assert!(refused > 30, "{refused}");
}

#[test]
fn a_pasted_text_opens_no_note() {
    let mut screen = watched();
    screen.happen(Event::Paste("a log".into()));
    assert!(screen.is_bare());
    assert!(screen.toast().contains("only reads"));
}

#[test]
fn looking_goes_on() {
    let mut screen = watched();
    screen.press("3");
    screen.press("?");
    assert!(!screen.is_bare());
    screen.press("esc");
    screen.press("[");
    assert!(screen.app.past.is_some());
}
