//! Looking at everything as it stood at an earlier time.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{App, Effect, Event, Mode, PastAsk, View, update};
use sitroom::domain::command::Command;
use sitroom::domain::incident::{Moment, Severity, Status};
use sitroom::domain::time::{Instant, When};

use crate::screen::Screen;

/// A screen on which an hour went by after each of three things.
fn three_hours() -> Screen {
    let mut screen = Screen::open();
    for text in [
        "who opened the gate?",
        "where is the fox?",
        "which hen is missing?",
    ] {
        screen.now += TimeDelta::hours(1);
        screen.happen(Event::Ticked);
        screen.add_leads(&[text]);
    }
    screen.now += TimeDelta::minutes(5);
    screen.happen(Event::Ticked);
    screen
}

fn past(screen: &Screen) -> &App {
    &screen.app.past.as_ref().expect("the past is looked at").app
}

fn leads(app: &App) -> Vec<&str> {
    app.incident
        .leads
        .iter()
        .map(|lead| lead.text.as_str())
        .collect()
}

#[test]
fn boards_clocks_and_time_are_those_of_then() {
    let mut screen = three_hours();
    screen.press("[");
    assert_eq!(
        leads(past(&screen)),
        ["who opened the gate?", "where is the fox?"]
    );
    screen.press("[");
    assert_eq!(leads(past(&screen)), ["who opened the gate?"]);
    let then = past(&screen).now;
    let passed = (screen.app.now - then).num_seconds();
    assert!((7_500..7_520).contains(&passed), "{passed}");
    let notice = |app: &App| {
        let clock = app.clocks.iter().find(|due| due.key == "K1");
        clock.map(|due| due.left(app.now).as_seconds())
    };
    let (then, now) = (notice(past(&screen)), notice(&screen.app));
    assert_eq!(then.zip(now).map(|(then, now)| then - now), Some(passed));
    screen.press("]");
    assert_eq!(leads(past(&screen)).len(), 2);
    assert_eq!(leads(&screen.app).len(), 3, "the record goes on as it is");
}

fn due_at(app: &App, key: &str) -> Option<Instant> {
    let mut clocks = app.clocks.iter();
    clocks.find(|due| due.key == key).map(|due| due.due_at)
}

#[test]
fn a_settled_clock_runs_again_then_and_a_cadence_is_the_one_of_then() {
    let mut screen = Screen::open();
    let severity = |to| Command::SetSeverity {
        to,
        reason: String::new(),
    };
    let pass = |screen: &mut Screen, minutes| {
        screen.now += TimeDelta::minutes(minutes);
        screen.happen(Event::Ticked);
    };
    // Past the first slot of the day, so that every hour comes sooner than the next one.
    pass(&mut screen, 120);
    screen.record(severity(Severity::Medium));
    screen.record(Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    });
    let known = screen.entries.len();
    pass(&mut screen, 5);
    let (notice, cadence) = (due_at(&screen.app, "K1"), due_at(&screen.app, "K3"));
    assert!(notice.is_some() && cadence.is_some());
    screen.record(Command::RecordMessage {
        message: "gsa-notice".into(),
        sitrep: false,
        to: Vec::new(),
        text: String::new(),
    });
    pass(&mut screen, 5);
    screen.record(severity(Severity::High));
    pass(&mut screen, 5);
    assert_eq!(due_at(&screen.app, "K1"), None, "it is sent");
    let sooner = due_at(&screen.app, "K3");
    assert!(sooner < cadence, "{sooner:?}, {cadence:?}");
    screen.press("[");
    assert_eq!(due_at(past(&screen), "K1"), None, "it was sent before");
    assert_eq!(due_at(past(&screen), "K3"), cadence);
    screen.press("[");
    assert_eq!(screen.app.past.as_ref().map(|past| past.known), Some(known));
    assert_eq!(due_at(past(&screen), "K1"), notice, "nobody had sent it");
    assert_eq!(due_at(past(&screen), "K3"), cadence);
    screen.press("esc");
    assert_eq!(due_at(&screen.app, "K1"), None);
    assert_eq!(due_at(&screen.app, "K3"), sooner);
}

#[test]
fn what_was_entered_later_was_not_known_then() {
    let mut screen = three_hours();
    let at = When::exact(screen.now - TimeDelta::hours(4));
    screen.record(Command::SetMoment {
        moment: Moment::Started,
        when: at,
        automatic: false,
    });
    screen.press("[");
    assert!(
        !past(&screen)
            .incident
            .moments
            .contains_key(&Moment::Started)
    );
    assert!(screen.incident.moments.contains_key(&Moment::Started));
}

#[test]
fn what_was_taken_back_later_stood_then() {
    let mut screen = three_hours();
    screen.press("u");
    assert_eq!(leads(&screen.app).len(), 2);
    screen.press("[");
    assert_eq!(leads(past(&screen)).len(), 3);
}

#[test]
fn it_slides_by_hours_and_stops_at_both_ends() {
    let mut screen = three_hours();
    screen.press("[ {");
    let hour_before = past(&screen).now;
    screen.press("{ { { { {");
    assert_eq!(leads(past(&screen)), [""; 0]);
    assert!(past(&screen).now < hour_before);
    assert_eq!(screen.app.past.as_ref().map(|past| past.known), Some(1));
    screen.press("} } } } } }");
    assert_eq!(leads(past(&screen)).len(), 3);
    assert_eq!(
        past(&screen).now,
        screen.now,
        "nothing is known of what is to come"
    );
}

#[test]
fn it_begins_at_the_selected_entry_of_the_timeline() {
    let mut screen = three_hours();
    screen.press("5 j [");
    assert_eq!(leads(past(&screen)).len(), 2);
}

#[rstest]
#[case::a_clock("11:30", 1)]
#[case::with_its_day("2026-11-23 12:30", 2)]
#[case::ago("64m ago", 2)]
fn a_time_is_typed(#[case] text: &str, #[case] known: usize) {
    let mut screen = three_hours();
    screen.press("[ t");
    screen.write_text(text);
    screen.press("enter");
    assert_eq!(leads(past(&screen)).len(), known);
}

#[test]
fn what_is_no_time_is_said_and_the_text_kept() {
    let mut screen = three_hours();
    screen.press("[ t");
    screen.write_text("when the fox came");
    screen.press("enter");
    assert!(
        screen.editor().problem.contains("when the fox came"),
        "{}",
        screen.editor().problem
    );
}

#[rstest]
#[case::no_time("25:99")]
#[case::no_known_one("unknown")]
fn a_time_that_is_refused_is_told_what_is_taken_and_is_not_filled_in_again(#[case] text: &str) {
    let mut screen = three_hours();
    screen.press("[ t");
    screen.write_text(text);
    screen.press("enter");
    let problem = screen.editor().problem.clone();
    let told = format!(
        "failed to read the time `{text}`: write {}",
        When::FORMS_KNOWN
    );
    assert_eq!(problem, told);
    assert!(!told.ends_with("unknown"), "{told}");
    screen.press("esc");
    assert_eq!(screen.app.drafts.len(), 0);
    screen.press("t");
    assert_eq!(screen.editor().text, "");
}

#[rstest]
#[case::a_minute("2026-11-20 10:00")]
#[case::a_month("2026-11")]
fn a_time_before_there_was_a_record_is_said_to_be_none(#[case] text: &str) {
    let mut screen = three_hours();
    screen.press("[ t");
    screen.write_text(text);
    screen.press("enter");
    let first = screen.entries[0].recorded;
    assert_eq!(past(&screen).now, first);
    let opened = screen.incident.zone.stamp(first);
    assert_eq!(
        screen.toast(),
        format!("the record was opened only {opened}: this is its beginning")
    );
    screen.press("t");
    screen.write_text("64m ago");
    screen.press("enter");
    assert_eq!(screen.app.toast, None, "that is a time of the record");
}

#[rstest]
#[case::a_note("n")]
#[case::severity("S")]
#[case::tick("space")]
#[case::a_sitrep("s")]
#[case::next("x")]
#[case::undo("u")]
#[case::hand_off("h")]
fn nothing_is_changed_in_the_past(#[case] key: &str) {
    let mut screen = three_hours();
    let before = screen.entries.len();
    screen.press("[");
    screen.press(key);
    assert_eq!(screen.entries.len(), before);
    assert!(screen.app.layers.is_empty());
    assert!(
        screen.toast().contains("esc goes back to now"),
        "{}",
        screen.toast()
    );
}

#[test]
fn views_and_lists_are_moved_through_there() {
    let mut screen = three_hours();
    screen.press("[ 3 j / f o x enter");
    assert_eq!(past(&screen).view, View::Leads);
    assert_eq!(past(&screen).rows.leads.len(), 1);
    screen.press("esc");
    assert_eq!(past(&screen).rows.leads.len(), 2, "the filter goes first");
    screen.press("esc");
    assert!(screen.app.past.is_none());
    assert_eq!(
        screen.app.view,
        View::Leads,
        "on the page that was looked at"
    );
}

#[test]
fn news_go_on_coming_in_behind_it() {
    let mut screen = three_hours();
    screen.press("[");
    let then = past(&screen).now;
    screen.record_by(
        "Farmer Dave",
        Command::SetSeverity {
            to: Severity::High,
            reason: String::new(),
        },
    );
    assert_eq!(past(&screen).incident.severity, Severity::Unknown);
    assert_eq!(past(&screen).now, then);
    screen.press("esc");
    assert_eq!(screen.app.incident.severity, Severity::High);
}

#[test]
fn it_waits_until_the_whole_journal_was_read() {
    let mut screen = three_hours();
    screen.app.entries.remove(0);
    screen.press("[");
    assert!(screen.app.past.is_none());
    assert!(
        screen.toast().contains("still being read"),
        "{}",
        screen.toast()
    );
}

/// Presses a key and returns what is to be worked out for it; nothing else may be asked.
fn press(screen: &mut Screen, key: &str) -> Option<Box<PastAsk>> {
    let event = Event::Key(key.parse().expect("a key"));
    let mut asks = update(&mut screen.app, event, screen.now).into_iter();
    let ask = asks.next().map(|effect| match effect {
        Effect::LookBack(ask) => ask,
        other => panic!("{other:?}"),
    });
    assert_eq!(asks.next(), None);
    ask
}

/// Answers what is to be worked out, and returns what is to be worked out next.
fn answer(screen: &mut Screen, ask: Box<PastAsk>) -> Option<Box<PastAsk>> {
    let event = Event::PastWorkedOut(ask.number, ask.work_out());
    let mut asks = update(&mut screen.app, event, screen.now).into_iter();
    asks.next().map(|effect| match effect {
        Effect::LookBack(ask) => ask,
        other => panic!("{other:?}"),
    })
}

#[test]
fn keys_are_handled_while_the_past_is_worked_out_and_none_acts_on_the_present() {
    let mut screen = three_hours();
    let known = screen.entries.len();
    let first = press(&mut screen, "[").expect("it is worked out beside the screen");
    assert!(screen.app.past.is_none(), "nothing is worked out by a key");
    assert_eq!(screen.app.mode(), Some(Mode::Past));
    // Who holds the key down asks for one time at a time.
    assert_eq!(press(&mut screen, "["), None);
    assert_eq!(press(&mut screen, "["), None);
    assert_eq!(press(&mut screen, "3"), None);
    assert_eq!(press(&mut screen, "space"), None);
    assert!(screen.toast().contains("how it stood then"));
    assert_eq!(press(&mut screen, "n"), None);
    assert!(screen.is_bare());
    let next = answer(&mut screen, first).expect("the keys led further");
    assert_eq!(
        screen.app.past.as_ref().map(|past| past.known),
        Some(known - 1)
    );
    assert_eq!(answer(&mut screen, next), None);
    assert_eq!(
        screen.app.past.as_ref().map(|past| past.known),
        Some(known - 3)
    );
    assert_eq!(past(&screen).view, View::Leads);
}

#[test]
fn a_time_that_nobody_waits_for_any_more_is_not_shown() {
    let mut screen = three_hours();
    let ask = press(&mut screen, "[").expect("it is worked out");
    assert_eq!(press(&mut screen, "esc"), None);
    assert_eq!(answer(&mut screen, ask), None);
    assert!(screen.app.past.is_none());
    assert_eq!(screen.app.mode(), Some(Mode::Global));
    screen.press("[");
    assert!(screen.app.past.is_some());
}

#[test]
fn a_number_slides_as_far_at_once() {
    let mut screen = three_hours();
    let known = screen.entries.len();
    screen.press("[");
    for key in ["#", "9", "9"] {
        assert_eq!(press(&mut screen, key), None);
    }
    let ask = press(&mut screen, "[").expect("it is worked out");
    assert_eq!(answer(&mut screen, ask), None, "once is enough");
    assert_eq!(screen.app.past.as_ref().map(|past| past.known), Some(1));
    screen.press("# 2 ]");
    assert_eq!(
        screen.app.past.as_ref().map(|past| past.known),
        Some(3.min(known))
    );
}
