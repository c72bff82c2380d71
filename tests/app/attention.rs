//! Calls for attention: once for each clock that comes due, and when nothing calls.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{Alert, App, Attention, Effect, Event, Setup};
use sitroom::domain::command::Command;
use sitroom::domain::incident::Severity;

use crate::screen::Screen;

/// Lets time pass a second at a time, as the loop does, and returns what was called.
fn pass(screen: &mut Screen, seconds: i64) -> Vec<Alert> {
    let mut calls = Vec::new();
    for _ in 0..seconds {
        screen.now += TimeDelta::seconds(1);
        calls.extend(alerts(screen.happen(Event::Ticked)));
    }
    calls
}

/// Lets time pass at once, as when the laptop slept.
fn sleep(screen: &mut Screen, minutes: i64) -> Vec<Alert> {
    screen.now += TimeDelta::minutes(minutes);
    alerts(screen.happen(Event::Ticked))
}

fn alerts(effects: Vec<Effect>) -> Vec<Alert> {
    let calls = effects.into_iter().filter_map(|effect| match effect {
        Effect::Alert(alert) => Some(alert),
        _ => None,
    });
    calls.collect()
}

fn words(calls: &[Alert]) -> Vec<&str> {
    let words = calls.iter().map(|call| call.words.as_deref());
    words.map(|words| words.unwrap_or("(no words)")).collect()
}

/// An event whose one-hour notice is due in 50 minutes, and nothing else before.
fn calling_by(rules: Attention) -> Screen {
    let mut screen = Screen::open();
    screen.app = screen.app.calling_by(rules);
    screen
}

fn calling() -> Screen {
    calling_by(Attention::default())
}

const NOTICE: &str = "GSA notice is due: Send GSA the one-hour notice";

#[test]
fn a_clock_that_comes_due_calls_once_and_not_once_a_second() {
    let mut screen = calling();
    assert_eq!(sleep(&mut screen, 49), []);
    let calls = pass(&mut screen, 400);
    assert_eq!(words(&calls), [NOTICE]);
    assert!(calls[0].bell);
    assert_eq!(screen.press("j k 2 1"), []);
}

#[test]
fn what_came_due_while_no_screen_was_open_calls_once_when_one_opens() {
    let mut screen = calling();
    sleep(&mut screen, 55);
    let app = App::new(Setup {
        incident: screen.app.incident.clone(),
        playbook: screen.app.playbook.clone(),
        entries: Vec::new(),
        gate: sitroom::domain::gate::Gate::shipped(),
        keymap: screen.app.keymap.clone(),
        me: "Farmer Jane".into(),
        carriers: sitroom::domain::message::Carriers::default(),
        now: screen.now,
    });
    screen.app = app.calling_by(Attention::default());
    assert_eq!(words(&pass(&mut screen, 5)), [NOTICE]);
}

#[test]
fn after_a_sleep_everything_that_came_due_is_one_call() {
    let mut screen = calling();
    let calls = sleep(&mut screen, 62);
    assert_eq!(
        words(&calls),
        ["GSA notice and FedRAMP first notice are due"]
    );
    let mut screen = calling();
    let calls = sleep(&mut screen, 600);
    assert_eq!(words(&calls), ["GSA notice and 3 clocks more are due"]);
}

#[test]
fn a_clock_that_was_put_off_calls_again_when_its_time_is_over() {
    let mut screen = calling();
    sleep(&mut screen, 51);
    screen.press("1 right z");
    screen.write_text("2m they do not answer");
    assert_eq!(alerts(screen.press("enter")), []);
    assert_eq!(words(&pass(&mut screen, 300)), [NOTICE]);
}

#[test]
fn a_clock_that_was_acknowledged_calls_no_more() {
    let mut screen = calling();
    screen.press("1 right z");
    screen.write_text("never they were here");
    screen.press("enter");
    screen.write_text("and they wrote it down");
    screen.press("enter");
    assert_eq!(sleep(&mut screen, 55), []);
}

#[test]
fn the_next_round_calls_again() {
    let mut screen = Screen::confirmed();
    for message in ["gsa-notice", "fedramp-notice"] {
        send(&mut screen, message, false);
    }
    send(&mut screen, "initial-sitrep", true);
    let first = sleep(&mut screen, 61);
    assert_eq!(words(&first), ["Sitrep #2 is due: Send sitrep #2"]);
    send(&mut screen, "update-sitrep", true);
    assert_eq!(pass(&mut screen, 5), []);
    let second = sleep(&mut screen, 61);
    assert_eq!(words(&second), ["Sitrep #3 is due: Send sitrep #3"]);
}

fn send(screen: &mut Screen, message: &str, sitrep: bool) {
    screen.record(Command::RecordMessage {
        message: message.into(),
        sitrep,
        to: Vec::new(),
        text: String::new(),
    });
}

#[test]
fn a_severity_that_makes_a_sitrep_late_calls_at_once() {
    let mut screen = Screen::confirmed();
    for message in ["gsa-notice", "fedramp-notice"] {
        send(&mut screen, message, false);
    }
    screen.record(Command::SetSeverity {
        to: Severity::Low,
        reason: "a hen".into(),
    });
    send(&mut screen, "initial-sitrep", true);
    assert_eq!(sleep(&mut screen, 120), []);
    screen.press("S h");
    let calls = alerts(screen.press("enter"));
    let calls = [calls, pass(&mut screen, 5)].concat();
    assert_eq!(words(&calls), ["Sitrep #2 is due: Send sitrep #2"]);
}

#[rstest]
#[case::two_hours_back(-120)]
#[case::a_moment_back(-2)]
fn a_clock_of_the_machine_that_is_set_back_does_not_call_twice(#[case] minutes: i64) {
    let mut screen = calling();
    assert_eq!(sleep(&mut screen, 51).len(), 1);
    sleep(&mut screen, minutes);
    let again = sleep(&mut screen, -minutes);
    assert_eq!(words(&again), Vec::<&str>::new());
}

#[rstest]
#[case::bell_alone(true, false, Some(Alert { bell: true, words: None, clocks: vec!["K1".into()] }))]
#[case::words_alone(false, true, Some(Alert { bell: false, words: Some(NOTICE.into()), clocks: vec!["K1".into()] }))]
#[case::nothing(false, false, None)]
fn each_way_of_calling_is_a_choice(
    #[case] bell: bool,
    #[case] notify: bool,
    #[case] expected: Option<Alert>,
) {
    let mut screen = calling_by(Attention {
        bell,
        notify,
        ..Attention::default()
    });
    assert_eq!(sleep(&mut screen, 51).pop(), expected);
}

/// It is 10:00 in New York, and the notice is due at 10:50.
#[rstest]
#[case::within("10:40-11:00", 9)]
#[case::over_midnight("22:00-11:00", 9)]
fn in_quiet_hours_nothing_calls_until_they_end(#[case] quiet: &str, #[case] early: i64) {
    let mut screen = calling_by(Attention {
        quiet: quiet.parse().ok(),
        ..Attention::default()
    });
    send(&mut screen, "fedramp-notice", false);
    assert_eq!(sleep(&mut screen, 50 + early), []);
    assert_eq!(words(&sleep(&mut screen, 1)).len(), 1);
    assert_eq!(pass(&mut screen, 5), []);
}

#[rstest]
#[case::before("11:00-12:00")]
#[case::after("22:00-10:45")]
fn outside_quiet_hours_it_calls(#[case] quiet: &str) {
    let mut screen = calling_by(Attention {
        quiet: quiet.parse().ok(),
        ..Attention::default()
    });
    assert_eq!(sleep(&mut screen, 51).len(), 1);
}

#[test]
fn the_title_says_what_is_late_else_where_it_stands() {
    let mut screen = calling();
    let title = |screen: &Screen| screen.app.window_title().expect("it has one");
    assert_eq!(
        title(&screen),
        "investigating unknown - The chickens have escaped"
    );
    sleep(&mut screen, 51);
    assert_eq!(
        title(&screen),
        "! GSA notice overdue - The chickens have escaped"
    );
    let still = title(&screen);
    pass(&mut screen, 30);
    assert_eq!(title(&screen), still);
    screen.is_a_false_alarm();
    screen.app = screen.app.calling_by(Attention {
        title: false,
        ..Attention::default()
    });
    assert_eq!(screen.app.window_title(), None);
}
