//! The keys of a drill, and what it says.

use sitroom::app::{DrillAsk, Effect, Event, Exercise, Layer};
use sitroom::domain::mirror::MirrorStatus;

use crate::screen::Screen;

const GOES: Exercise = Exercise {
    speed: 20,
    is_paused: false,
    next_at: None,
    is_over: false,
};

#[test]
fn keys_ask_the_drill_and_nothing_where_there_is_none() {
    let mut screen = Screen::confirmed();
    assert_eq!(screen.press("ctrl-p"), []);
    assert!(screen.toast().contains("no drill runs here"));
    screen.happen(Event::DrillMoved(GOES));
    for (key, ask) in [
        ("ctrl-p", DrillAsk::Pause),
        ("+", DrillAsk::Faster),
        ("_", DrillAsk::Slower),
        ("ctrl-n", DrillAsk::Skip),
        ("ctrl-g", DrillAsk::Scorecard),
    ] {
        assert_eq!(screen.press(key), [Effect::Drill(ask)], "{key}");
    }
}

#[test]
fn the_end_of_the_scenario_is_said_once() {
    let mut screen = Screen::confirmed();
    let over = Exercise {
        is_over: true,
        ..GOES
    };
    screen.happen(Event::DrillMoved(GOES));
    screen.happen(Event::DrillMoved(over));
    assert!(
        screen
            .toast()
            .contains("everything of the scenario happened")
    );
    screen.press("j");
    screen.happen(Event::DrillMoved(over));
    assert_eq!(screen.toast(), "");
}

#[test]
fn the_scorecard_is_scrolled_and_closed() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::ScorecardRead("one\ntwo\nthree\n".into()));
    screen.press("j j j j");
    let layer = screen.app.layers.last();
    assert!(
        matches!(layer, Some(Layer::Scorecard { scroll: 2 })),
        "{layer:?}"
    );
    screen.press("q");
    assert_eq!(screen.app.layers.len(), 0);
}

#[test]
fn the_scorecard_does_not_come_over_what_is_being_typed() {
    let mut screen = Screen::confirmed();
    screen.press("n");
    screen.happen(Event::ScorecardRead("one\n".into()));
    screen.write_text("we go on");
    assert!(matches!(&screen.app.layers[..], [Layer::Editor(it)] if it.text == "we go on"));
    screen.press("enter");
    screen.happen(Event::ScorecardRead("one\n".into()));
    screen.happen(Event::ScorecardRead("two\n".into()));
    assert!(matches!(screen.app.layers[..], [Layer::Scorecard { .. }]));
    assert_eq!(screen.app.scorecard, "two\n");
}

#[test]
fn esc_leaves_the_rest_of_a_long_thread_unread_and_nothing_else() {
    let mut screen = Screen::confirmed();
    assert_eq!(screen.press("esc"), []);
    let reading = MirrorStatus {
        unread: 2_100,
        comments: 2_400,
        ..MirrorStatus::default()
    };
    assert_eq!(reading.reading_words().as_deref(), Some("300 of 2,400"));
    screen.happen(Event::MirrorMoved(reading));
    assert_eq!(screen.press("esc"), [Effect::RestReading]);
}

#[test]
fn the_key_that_stops_the_program_is_left_to_the_text_that_is_typed() {
    let mut screen = Screen::confirmed();
    assert_eq!(screen.press("ctrl-z"), [Effect::Suspend]);
    screen.press("n");
    assert_eq!(screen.press("ctrl-z"), []);
}
