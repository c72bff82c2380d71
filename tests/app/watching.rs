//! Who only watches changes nothing, whatever key it is.

use sitroom::app::{Action, Effect, Event, Exercise, Goal, Holder, Layer, Mode, PaletteEntry};
use sitroom::domain::command::Command;
use sitroom::domain::incident::{FixClass, Status};

use crate::screen::Screen;

fn watched() -> Screen {
    let mut screen = Screen::confirmed();
    screen.add_leads(&["who opened the gate?"]);
    screen.app = screen.app.clone().watching("sitroom open");
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
fn the_palette_offers_what_a_watcher_may_do() {
    let mut screen = watched();
    screen.press(":");
    let Some(Layer::Palette(palette)) = screen.app.layers.last() else {
        panic!("the palette is open");
    };
    let actions: Vec<Action> = palette
        .found
        .iter()
        .filter_map(PaletteEntry::action)
        .collect();
    assert!(actions.contains(&Action::ViewTimeline), "{actions:?}");
    assert!(actions.iter().all(|action| action.suits_a_watcher()));
    screen.happen(Event::Paste("tick".into()));
    let Some(Layer::Palette(palette)) = screen.app.layers.last() else {
        panic!("the palette is open");
    };
    assert_eq!(palette.query, "tick");
    assert!(!palette.found.is_empty(), "nothing was looked for");
    let tick = Goal::Do(Action::Tick);
    assert!(palette.found.iter().all(|it| it.goal != tick));
}

#[test]
fn what_only_shows_something_is_shown() {
    let mut screen = watched();
    assert_eq!(screen.press("ctrl-z"), [Effect::Suspend]);
    screen.press("g l");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Log(_))));
    screen.press("esc");
    assert_eq!(screen.press("B"), [Effect::ReadFigures]);
    assert!(matches!(screen.app.layers.last(), Some(Layer::Across(_))));
    screen.press("esc");
    screen.press("F");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Across(_))));
}

#[test]
fn a_follow_up_is_looked_at_and_not_settled() {
    let mut screen = Screen::confirmed();
    screen.record(Command::AddFix {
        text: "mend the fence".into(),
        class: FixClass::LongTerm,
        owner: "Farmer Dave".into(),
    });
    let (to, reason) = (Status::Resolved, String::new());
    screen.record_overriding(Command::SetStatus { to, reason });
    assert!(!screen.app.follow_ups().is_empty());
    screen.app = screen.app.clone().watching("sitroom open");
    screen.press("F");
    for action in [Action::Tick, Action::Verify, Action::Snooze, Action::Moment] {
        let key = screen.app.keymap.key(action);
        assert_eq!(screen.press(&key), [], "{key}");
        assert_eq!(screen.app.layers.len(), 1, "{key}");
        assert!(screen.toast().contains("only reads"), "{key}");
    }
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

#[test]
fn who_watches_a_drill_sees_how_it_goes_and_what_records() {
    let mut screen = watched();
    screen.press("L");
    assert!(screen.toast().ends_with("`sitroom open` records"));
    screen.app = screen.app.clone().watching("sitroom --drills open");
    let mut goes = Exercise {
        speed: 20,
        is_paused: true,
        next_at: None,
        is_played_out: true,
        holder: Holder::OtherPane,
    };
    screen.press("esc");
    screen.happen(Event::DrillMoved(goes));
    let words = screen.app.exercise.expect("it is shown").words();
    assert_eq!(words, "played out, 20x paused");
    let said = screen.app.toast.as_ref().map(|it| it.text.clone());
    assert!(said.is_none_or(|said| !said.contains("scorecard")));
    screen.press("L");
    let said = screen.toast();
    assert!(said.ends_with("`sitroom --drills open` records"), "{said}");
    goes.holder = Holder::Nobody;
    screen.happen(Event::DrillMoved(goes));
    screen.press("L");
    assert!(screen.toast().contains("the drill is over"));
}

#[test]
fn who_watches_reads_the_whole_of_an_entry() {
    let mut screen = watched();
    screen.press("5 e");
    let read = screen.app.layers.last();
    assert!(matches!(read, Some(Layer::Whole { .. })), "{read:?}");
    screen.press("esc 3 f");
    let read = screen.app.layers.last();
    assert!(matches!(read, Some(Layer::Whole { .. })), "{read:?}");
    screen.press("esc 3 e");
    assert!(screen.is_bare());
    assert!(screen.toast().contains("only reads"));
}
