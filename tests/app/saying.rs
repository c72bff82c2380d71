//! What is said: until the next key, until it was read, and in the log.

use sitroom::app::{Effect, Event, Layer, Level};
use sitroom::domain::command::Command;
use sitroom::domain::event::Visibility;

use crate::screen::{Screen, released};

fn unread(screen: &Screen) -> Vec<String> {
    screen.app.log.unread().map(|it| it.text.clone()).collect()
}

#[test]
fn an_error_stays_until_escape_and_no_success_covers_it() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::Said(
        Level::Error,
        "failed to write the outbox; make room".into(),
    ));
    screen.happen(Event::Said(Level::Info, "the calendar is saved".into()));
    screen.press("j k 3 n");
    screen.write_text("we go on");
    // It closes the editor first: the text is nearer than the error.
    screen.press("esc");
    assert_eq!(unread(&screen), ["failed to write the outbox; make room"]);
    screen.press("esc");
    assert_eq!(unread(&screen), [""; 0]);
}

#[test]
fn errors_are_read_one_by_one_and_the_filter_is_cleared_after_them() {
    let mut screen = Screen::confirmed();
    screen.press("3 / f o x enter");
    screen.happen(Event::Said(Level::Error, "one".into()));
    screen.happen(Event::Said(Level::Error, "two".into()));
    screen.happen(Event::Said(Level::Error, "two".into()));
    assert_eq!(unread(&screen), ["one", "two"]);
    screen.press("esc");
    assert_eq!(unread(&screen), ["two"]);
    screen.press("esc");
    assert_eq!(
        (unread(&screen).len(), screen.app.filter.as_str()),
        (0, "fox")
    );
    screen.press("esc");
    assert_eq!(screen.app.filter, "");
}

#[test]
fn an_error_is_read_in_the_past_too_before_it_is_left() {
    let mut screen = Screen::confirmed();
    screen.press("[");
    screen.happen(Event::Said(Level::Error, "one".into()));
    screen.press("esc");
    assert!(screen.app.past.is_some() && unread(&screen).is_empty());
    screen.press("esc");
    assert!(screen.app.past.is_none());
}

#[test]
fn what_others_say_stays_until_it_was_read_and_after_what_failed() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::Said(Level::News, "the fox was seen".into()));
    screen.happen(Event::Said(Level::Error, "failed to write".into()));
    assert_eq!(unread(&screen), ["failed to write", "the fox was seen"]);
    screen.press("j 3");
    assert_eq!(unread(&screen).len(), 2);
    screen.press("esc");
    assert_eq!(unread(&screen), ["the fox was seen"]);
    screen.press("esc");
    assert_eq!(unread(&screen), [""; 0]);
}

#[test]
fn what_is_told_goes_with_the_next_key() {
    let mut screen = Screen::confirmed();
    screen.happen(Event::Said(Level::Info, "the calendar is saved".into()));
    assert_eq!(screen.toast(), "the calendar is saved");
    screen.press("j");
    assert_eq!(screen.toast(), "");
    screen.happen(Event::Said(
        Level::Warning,
        "no repository is configured".into(),
    ));
    screen.press("j");
    assert_eq!(screen.toast(), "");
}

#[test]
fn the_log_has_everything_that_was_said_and_copies_it() {
    let mut screen = Screen::open();
    screen.happen(Event::Said(Level::Info, "the calendar is saved".into()));
    screen.happen(Event::Said(
        Level::Error,
        "failed to write the outbox".into(),
    ));
    screen.happen(Event::Said(
        Level::Error,
        "failed to write the outbox".into(),
    ));
    screen.press("g l");
    assert!(unread(&screen).is_empty(), "it was read in the log");
    let log: Vec<(Level, u32, String)> = screen
        .app
        .log
        .newest_first()
        .map(|it| (it.level, it.times, it.text.clone()))
        .collect();
    assert_eq!(
        log[..2],
        [
            (Level::Error, 2, "failed to write the outbox".to_owned()),
            (Level::Info, 1, "the calendar is saved".to_owned()),
        ]
    );
    let copied = screen.press("j y");
    let text = "2026-11-23 10:00 EST the calendar is saved";
    assert_eq!(copied, [Effect::Copy(released(text))]);
    screen.press("esc");
    assert!(screen.is_bare());
}

#[test]
fn what_is_said_meanwhile_moves_no_mark_in_the_log() {
    let mut screen = Screen::open();
    screen.happen(Event::Said(Level::Info, "one".into()));
    screen.happen(Event::Said(Level::Info, "two".into()));
    screen.press("g l j");
    let text = "2026-11-23 10:00 EST one";
    for n in 0..300 {
        screen.happen(Event::Said(Level::Info, format!("more {n}")));
    }
    assert_eq!(screen.press("y"), [Effect::Copy(released(text))]);
    for n in 0..300 {
        screen.happen(Event::Said(Level::Info, format!("yet more {n}")));
    }
    let Some(Layer::Log(view)) = screen.app.layers.last() else {
        panic!("the log is open");
    };
    let (place, kept) = (
        view.at(&screen.app.log),
        screen.app.log.newest_first().len(),
    );
    assert_eq!(
        place,
        kept - 1,
        "it is forgotten: the oldest that is left comes next to it"
    );
}

#[test]
fn the_log_forgets_the_oldest_and_never_grows_without_end() {
    let mut screen = Screen::open();
    for n in 0..2_000 {
        screen.happen(Event::Said(Level::Info, format!("{n}")));
    }
    assert_eq!(screen.app.log.newest_first().len(), 500);
}

#[test]
fn what_could_not_be_saved_is_in_the_log_and_has_its_own_line() {
    let mut screen = Screen::open();
    screen.disk = crate::screen::Disk::Full;
    screen.say("n", "we go on");
    assert!(screen.app.unsaved.is_some());
    let last = screen.app.log.newest_first().next().unwrap();
    assert_eq!(last.text, "NOT SAVED: no space left; make room");
    assert!(unread(&screen).is_empty());
}

#[test]
fn keys_of_the_screen_below_do_nothing_in_the_log() {
    let mut screen = Screen::confirmed();
    screen.press("g l");
    let before = screen.entries.len();
    screen.press("space a e x . -");
    assert_eq!(screen.entries.len(), before);
    assert!(matches!(screen.app.layers.as_slice(), [Layer::Log(_)]));
}

#[test]
fn what_others_say_is_told_once() {
    let mut screen = Screen::confirmed();
    screen.press("j");
    note_by(&mut screen, "Spot the Dog", "#incident-response: on it");
    let told = "Spot the Dog: #incident-response: on it";
    assert_eq!(unread(&screen), [told]);
    let log = screen.app.log.newest_first();
    let times = log.filter(|it| it.text.contains("on it")).count();
    assert_eq!(times, 1);
    assert_eq!(screen.app.toast, None);
    note_by(&mut screen, "Farmer Jane", "from another pane of hers");
    assert_eq!(unread(&screen), [told], "she knows what she said");
}

fn note_by(screen: &mut Screen, actor: &str, text: &str) {
    let note = Command::Note {
        text: text.into(),
        visibility: Visibility::Local,
    };
    screen.record_by(actor, note);
}

fn comment(screen: &mut Screen, comment: u64, text: &str) {
    screen.hear(Command::ImportComment {
        comment,
        text: text.into(),
    });
}

#[test]
fn what_others_write_on_the_issue_stays_one_after_another_until_it_was_read() {
    let mut screen = Screen::confirmed();
    let seen = "dave on the issue: the fox was seen";
    screen.press("n");
    comment(&mut screen, 1, "the fox was seen");
    screen.write_text("we go on");
    screen.press("enter");
    assert_eq!(unread(&screen), [seen], "a box was open when it came");
    note_by(&mut screen, "Spot the Dog", "#incident-response: on it");
    comment(&mut screen, 2, "it is gone");
    screen.press("j k 3");
    let heard = "Spot the Dog: #incident-response: on it";
    let gone = "dave on the issue: it is gone";
    for left in [vec![seen, heard, gone], vec![heard, gone], vec![gone]] {
        assert_eq!(unread(&screen), left);
        screen.press("esc");
    }
    assert_eq!(unread(&screen), [""; 0]);
}

#[test]
fn of_a_long_thread_only_the_first_stand_at_the_foot_and_all_are_in_the_log() {
    let mut screen = Screen::confirmed();
    for n in 1..=30 {
        comment(&mut screen, n, &format!("sighting {n} of the fox"));
    }
    let first = (1..=8).map(|n| format!("dave on the issue: sighting {n} of the fox"));
    let more = ["others said more: g l lists all".to_owned()];
    assert_eq!(unread(&screen), first.chain(more).collect::<Vec<_>>());
    let log = screen.app.log.newest_first();
    assert_eq!(log.filter(|it| it.text.contains("sighting")).count(), 30);
}

#[test]
fn what_others_did_on_the_issue_is_told_until_the_next_key() {
    let mut screen = Screen::confirmed();
    screen.clash_over_the_title();
    assert!(screen.toast().starts_with("dave on the issue: "));
    assert_eq!(unread(&screen), [""; 0]);
    screen.press("j");
    assert_eq!(screen.toast(), "");
}
