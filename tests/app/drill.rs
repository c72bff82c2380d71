//! The keys of a drill, and what it says.

use rstest::rstest;
use sitroom::app::{DrillAsk, Effect, Event, Exercise, Holder, Layer, why_not_synced};
use sitroom::domain::mirror::MirrorStatus;
use sitroom::domain::time::Instant;

use crate::screen::Screen;

const GOES: Exercise = Exercise {
    speed: 20,
    is_paused: false,
    next_at: None,
    is_played_out: false,
    holder: Holder::ThisPane,
};

const STANDS: Exercise = Exercise {
    is_paused: true,
    ..GOES
};

/// The same drill, for a pane beside the one that began it.
fn beside(holder: Holder) -> Exercise {
    Exercise { holder, ..GOES }
}

#[test]
fn a_pane_beside_a_drill_shows_how_its_time_goes_and_says_who_holds_it() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::DrillMoved(beside(Holder::OtherPane)));
    assert_eq!(screen.app.exercise.expect("it is shown").words(), "20x");
    let scorecard = [Effect::Drill(DrillAsk::Scorecard)];
    assert_eq!(screen.press("ctrl-g"), scorecard);
    screen.app.is_watching = true;
    assert_eq!(screen.press("ctrl-g"), [], "it would be written");
    screen.app.is_watching = false;
    assert_eq!(screen.press("ctrl-p"), []);
    let said = screen.toast();
    assert!(said.contains("the pane that began the drill"), "{said}");
    assert!(!screen.entries.is_empty());
    let before = screen.entries.len();
    screen.say("n", "it runs, so it is noted");
    assert_eq!(screen.entries.len(), before + 1);
}

#[test]
fn once_a_drill_is_over_its_time_is_nobodys_and_it_is_said_what_to_do() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::DrillMoved(beside(Holder::Nobody)));
    assert_eq!(screen.app.exercise.expect("it is shown").words(), "over");
    let scorecard = [Effect::Drill(DrillAsk::Scorecard)];
    assert_eq!(screen.press("ctrl-g"), scorecard);
    assert_eq!(screen.press("ctrl-p"), []);
    let said = screen.toast();
    for part in ["is over", "`sitroom drill --scorecard`", "`sitroom drill`"] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn a_pane_that_syncs_nothing_says_what_does() {
    let mut screen = Screen::confirmed();
    let why = why_not_synced(&screen.app);
    assert!(why.contains("`sitroom sync`"), "{why}");
    let mut incident = screen.incident.clone();
    incident.exercise = true;
    screen.app.incident = incident.into();
    let why = why_not_synced(&screen.app);
    assert!(why.contains("the pane that began the drill"), "{why}");
    screen.happen(Event::DrillMoved(beside(Holder::Nobody)));
    let why = why_not_synced(&screen.app);
    assert!(why.contains("`sitroom drill --scorecard`"), "{why}");
}

#[rstest]
#[case::pausing(
    "ctrl-p",
    GOES,
    "paused: ctrl-p goes on, ctrl-n skips to the next thing"
)]
#[case::going_on("ctrl-p", STANDS, "")]
#[case::skipping("ctrl-n", GOES, "")]
#[case::skipping_while_it_stands(
    "ctrl-n",
    STANDS,
    "skipped to the next thing; paused: ctrl-p goes on"
)]
#[case::nothing_is_left(
    "ctrl-n",
    Exercise { is_played_out: true, ..STANDS },
    "everything of the scenario happened: there is nothing to skip to"
)]
#[case::there_is_no_issue(
    "ctrl-n",
    Exercise { next_at: Some(Instant::UNIX_EPOCH), ..STANDS },
    "the next thing happens on the issue, and there is none yet: r syncs"
)]
fn what_the_time_of_a_drill_waits_for_is_said(
    #[case] key: &str,
    #[case] goes: Exercise,
    #[case] said: &str,
) {
    let mut screen = Screen::open();
    screen.happen(Event::DrillMoved(goes));
    screen.press("esc");
    assert_eq!(screen.press(key).len(), 1);
    assert_eq!(screen.toast(), said);
}

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
        is_played_out: true,
        ..GOES
    };
    screen.happen(Event::DrillMoved(GOES));
    screen.happen(Event::DrillMoved(over));
    assert_eq!(over.words(), "played out, 20x", "its time goes on");
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
    for _ in 0..4 {
        let event = Box::new(Event::Key("j".parse().unwrap()));
        screen.happen(Event::Reading { last: 2, event });
    }
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
