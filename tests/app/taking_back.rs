//! What was recorded as sent is taken back by who recorded it, whoever sent it; and what is typed
//! of when that was is a time or a known name, and nothing else.

use rstest::rstest;
use sitroom::app::Effect;
use sitroom::domain::command::Command;
use sitroom::domain::incident::{RouteState, Status};
use sitroom::domain::timeline::{describe, describe_titled};

use crate::screen::Screen;

fn by_hand(screen: &mut Screen, text: &str) {
    screen.press("t");
    screen.write_text(text);
    screen.press("enter");
}

#[test]
fn what_somebody_else_sent_is_taken_back_by_who_recorded_it() {
    let mut screen = Screen::confirmed();
    screen.press("N ctrl-s");
    by_hand(&mut screen, "1m ago by Farmer Dave; the mayor");
    let sent = screen.incident.last_message("gsa-notice").expect("sent");
    assert_eq!(sent.by, "Farmer Dave");
    let last = screen.entries.last().expect("an entry");
    assert_eq!(last.actor, "Farmer Jane");
    let said = describe(&last.event, screen.incident.zone);
    assert!(said.ends_with("the mayor (Farmer Dave)"), "{said}");
    screen.press("u");
    assert!(screen.incident.last_message("gsa-notice").is_none());
    assert_eq!(
        screen.incident.status,
        Status::Confirmed,
        "{}",
        screen.toast()
    );
    let said = screen.toast();
    assert!(
        said.starts_with("undone: One-hour notice to GSA sent by hand"),
        "{said}"
    );
}

#[test]
fn the_move_of_a_message_goes_by_its_title_when_it_is_taken_back() {
    let mut screen = Screen::open();
    screen.press("N ctrl-s enter m u");
    let said = screen.toast();
    assert!(
        said.starts_with("undone: One-hour notice to GSA sent by hand"),
        "{said}"
    );
    let of = screen.incident.unsent[0].entry;
    screen.record(Command::MoveRoutes {
        of,
        routes: vec![0],
        to: RouteState::Sent,
        by: "Farmer Jane".into(),
        words: String::new(),
        more: Vec::new(),
        attempts: 0,
    });
    let last = screen.entries.last().expect("an entry");
    let said = describe_titled(&last.event, screen.incident.zone, &screen.app.playbook);
    assert!(
        said.starts_with("One-hour notice to GSA sent by hand"),
        "{said}"
    );
}

#[rstest]
#[case::half_past("half past")]
#[case::just_now("just now")]
#[case::with_others("just now; the mayor")]
#[case::nobody_known("Old Rooster")]
fn what_is_no_time_and_no_known_name_settles_no_clock(#[case] text: &str) {
    let mut screen = Screen::confirmed();
    screen.press("N ctrl-s");
    by_hand(&mut screen, text);
    assert!(screen.incident.last_message("gsa-notice").is_none());
    let problem = &screen.editor().problem;
    assert!(problem.contains("14:05 by Farmer Dave"), "{problem}");
}

#[rstest]
#[case::responder("Spot the Dog", "Spot the Dog")]
#[case::behind_by("by Old Rooster", "Old Rooster")]
fn a_name_that_is_known_or_stands_behind_by_is_who_sent_it(#[case] text: &str, #[case] by: &str) {
    let mut screen = Screen::confirmed();
    screen.say("p", "Spot the Dog");
    screen.press("N ctrl-s");
    by_hand(&mut screen, text);
    let sent = screen.incident.last_message("gsa-notice").expect("sent");
    assert_eq!(sent.by, by);
}

#[rstest]
#[case::no_time("half past", RouteState::Sent)]
#[case::told("GSA Incident Response", RouteState::Acknowledged)]
fn an_acknowledgment_is_of_somebody_known(#[case] text: &str, #[case] state: RouteState) {
    let mut screen = Screen::open();
    screen.press("N ctrl-s enter m 7 enter a");
    screen.write_text(text);
    screen.press("enter");
    assert_eq!(
        screen.app.rows.comms[0].state, state,
        "{:?}",
        screen.app.layers
    );
}

#[test]
fn the_text_of_a_message_that_is_taken_back_is_the_draft_of_its_form() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    let written = screen.editor().text.replace("{narrative}", "All is quiet.");
    screen.write_text(&written);
    screen.press("ctrl-s m");
    screen.leave_open();
    assert!(screen.app.drafts.is_empty());
    let effects = screen.press("u");
    let kept = Effect::KeepDraft {
        key: "message-initial-sitrep".into(),
        text: written.clone(),
    };
    assert_eq!(effects, [kept]);
    let said = screen.toast();
    assert!(said.starts_with("undone: sitrep #1 sent by hand"), "{said}");
    assert!(said.ends_with("; its text is kept as a draft"), "{said}");
    screen.press("s");
    assert_eq!(screen.editor().text, written);
}

/// Whoever had it knows it by its number, which is not given again; it is still the initial one.
#[test]
fn the_initial_sitrep_after_one_that_was_taken_back_says_which_number_it_has() {
    let mut screen = Screen::confirmed();
    screen.press("s");
    assert_eq!(screen.editor().title, "Initial sitrep #1");
    let written = screen.editor().text.replace("{narrative}", "All is quiet.");
    screen.write_text(&written);
    screen.press("ctrl-s m");
    screen.leave_open();
    screen.press("u s");
    assert_eq!(screen.editor().title, "Initial sitrep, as sitrep #2");
    let help = &screen.editor().help;
    assert!(
        help.iter()
            .any(|line| line.contains("its number is not given again")),
        "{help:?}"
    );
}

#[test]
fn a_newer_draft_of_a_message_that_is_taken_back_stays() {
    let mut screen = Screen::confirmed();
    screen.press("N ctrl-s m N");
    screen.write_text("the fox again");
    screen.press("esc");
    assert_eq!(screen.press("u"), []);
    let said = screen.toast();
    assert!(said.ends_with("; the newer draft of it stays"), "{said}");
    screen.press("N");
    assert_eq!(screen.editor().text, "the fox again");
}

#[test]
fn what_has_no_text_leaves_no_draft_when_it_is_taken_back() {
    let mut screen = Screen::confirmed();
    screen.record(Command::RecordMessage {
        message: "gsa-notice".into(),
        sitrep: false,
        to: vec!["GSA".into()],
        text: String::new(),
    });
    assert_eq!(screen.press("u"), []);
    let said = screen.toast();
    assert!(said.ends_with("sent by hand to GSA"), "{said}");
    assert!(screen.app.drafts.is_empty());
}
