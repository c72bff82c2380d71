//! Messages: which one, to whom, copied and recorded.

use sitroom::app::{Effect, Purpose};
use sitroom::domain::command::Command;
use sitroom::domain::incident::Status;

use crate::screen::{Screen, released};

fn message(screen: &Screen) -> &str {
    match &screen.editor().purpose {
        Purpose::Message { message, .. } => message,
        other => panic!("no message but {other:?}"),
    }
}

#[test]
fn the_sitrep_is_the_one_that_the_state_asks_for() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    assert_eq!(message(&screen), "initial-sitrep");
    // Blanks are pointed out once; saving again records it as it is.
    screen.press("ctrl-s");
    assert!(screen.editor().problem.starts_with("still to fill in: "));
    screen.press("ctrl-s s");
    assert_eq!(message(&screen), "update-sitrep");
    screen.press("esc");
    screen.record(Command::SetStatus {
        to: Status::FalseAlarm,
        reason: "the wind".into(),
    });
    screen.press("s");
    assert_eq!(message(&screen), "final-sitrep");
}

#[test]
fn a_message_is_copied_as_it_stands_and_recorded_as_sent() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    screen.write_text("They are out.");
    assert_eq!(
        screen.press("ctrl-y"),
        [Effect::Copy(released("They are out."))]
    );
    assert!(!screen.is_bare());
    screen.press("ctrl-s");
    let sent = screen.incident.last_sitrep().unwrap();
    assert_eq!((sent.number, sent.message.as_str()), (1, "initial-sitrep"));
    assert!(!sent.to.is_empty());
}

#[test]
fn everybody_who_got_a_sitrep_gets_the_final_one() {
    let mut screen = Screen::confirmed();
    screen.record(Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: vec!["the mayor".into()],
        text: String::new(),
    });
    screen.record(Command::SetStatus {
        to: Status::FalseAlarm,
        reason: "the wind".into(),
    });
    screen.press("s");
    let Purpose::Message { to, .. } = &screen.editor().purpose else {
        panic!("a message is written");
    };
    assert!(to.contains(&"the mayor".to_owned()), "{to:?}");
}

#[test]
fn a_false_alarm_is_declared_and_then_told() {
    let mut screen = Screen::open();
    screen.press(": f a l s e enter");
    screen.write_text("the wind");
    screen.press("enter");
    assert_eq!(screen.incident.status, Status::FalseAlarm);
    screen.press(": f a l s e enter");
    assert_eq!(message(&screen), "false-alarm-notice");
}
