//! Decisions that need an authority, with the keys: by severity, from the first attempt to the
//! notice.

use chrono::TimeDelta;
use rstest::rstest;
use sitroom::app::{EditorKind, Event, Layer, Purpose};
use sitroom::domain::command::Command;
use sitroom::domain::incident::Severity;

use crate::screen::Screen;

fn pass(screen: &mut Screen, minutes: i64) {
    screen.now += TimeDelta::minutes(minutes);
    screen.happen(Event::Ticked);
}

/// A confirmed incident of a severity, of which GSA was told.
fn at(severity: Severity) -> Screen {
    let mut screen = Screen::confirmed();
    screen.tell("N", "told them");
    screen.record(Command::SetSeverity {
        to: severity,
        reason: String::new(),
    });
    for clock in ["K3", "K4", "K6", "K14"] {
        if screen.app.clocks.iter().any(|due| due.key == clock) {
            screen.record_overriding(Command::SnoozeClock {
                clock: clock.into(),
                until: None,
                reason: "known".into(),
            });
        }
    }
    screen
}

/// Writes an attempt down: the key of the choice, and the line.
fn tried(screen: &mut Screen, key: &str, line: &str) {
    screen.press("T");
    screen.press(key);
    screen.write_text(line);
    screen.press("enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
}

/// Fills the form in and saves it.
fn decide(screen: &mut Screen, goes_ahead: &str) {
    screen.press("D");
    let form = screen.editor().text.clone();
    let form = form
        .replace("{what_and_why}", "close the road")
        .replace("{yes_or_no}", goes_ahead);
    screen.write_text(&form);
    screen.press("ctrl-s");
}

fn next(screen: &Screen) -> &str {
    &screen.app.next.as_ref().expect("something is next").text
}

fn authority(screen: &Screen) -> &str {
    let decision = screen.incident.decision("disruption").expect("decided");
    &decision.basis.authority
}

/// Sends the notice of the disruption from the row of its clock.
fn send_notice(screen: &mut Screen) {
    let mut clocks = screen.app.clocks.iter();
    let place = clocks.position(|due| due.key == "K16");
    let place = place.expect("the notice clock runs");
    screen.press("1 right g g");
    for _ in 0..place {
        screen.press("j");
    }
    screen.press("space ctrl-s m");
    assert!(screen.incident.last_message("disruption-notice").is_some());
    assert!(screen.app.clocks.iter().all(|due| due.key != "K16"));
}

#[test]
fn high_acts_now_and_tells_of_it() {
    let mut screen = at(Severity::High);
    screen.press("D");
    let editor = screen.editor();
    assert_eq!(editor.kind, EditorKind::Page);
    assert!(
        editor.help[0].starts_with("high: act now"),
        "{:?}",
        editor.help
    );
    assert!(
        editor.text.ends_with("Decided by: Farmer Jane"),
        "{}",
        editor.text
    );
    screen.press("esc esc");
    decide(&mut screen, "yes");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(authority(&screen), "high severity, no permission needed");
    send_notice(&mut screen);
}

#[test]
fn whoever_is_to_be_tried_next_stands_there_with_the_channel_marked() {
    let mut screen = at(Severity::Medium);
    tried(&mut screen, "c", "Barn Lead");
    assert_eq!(next(&screen), "Try Barn Lead by phone, and write it down");
    screen.press("x");
    let choices = screen.choices();
    assert_eq!(choices.list[choices.marked].key, 'p');
    screen.press("enter");
    assert_eq!(screen.editor().text, "Barn Lead");
    assert!(screen.editor().holds_a_proposal());
    let known = &screen.editor().candidates;
    assert!(known.contains(&"Barn Lead".to_owned()), "{known:?}");
    screen.press("enter");
    assert_eq!(screen.incident.contacts.len(), 2);
}

#[rstest]
#[case::behind_at("Barn Lead at 09:55", "")]
#[case::bare("Barn Lead 09:55", "")]
#[case::behind_a_comma("Barn Lead, at 09:55, the demo is on", "the demo is on")]
#[case::with_words(
    "Barn Lead at 09:55, the demo is on, he says",
    "the demo is on, he says"
)]
fn a_time_behind_the_name_of_a_team_lead_is_a_time(#[case] typed: &str, #[case] words: &str) {
    let mut screen = at(Severity::Medium);
    screen.press("T P");
    screen.write_text(typed);
    screen.press("enter");
    let tried = screen.incident.contacts.last().expect("an attempt");
    assert_eq!(
        (tried.lead.as_str(), tried.words.as_str()),
        ("Barn Lead", words)
    );
    let at = screen.incident.zone.clock(tried.at, screen.now);
    assert_eq!(at, "09:55");
}

#[rstest]
#[case::no_time("Barn Lead at 25:99")]
#[case::a_while("Barn Lead 10m")]
fn what_is_no_time_behind_the_name_of_a_team_lead_is_refused(#[case] typed: &str) {
    let mut screen = at(Severity::Medium);
    screen.press("T c");
    screen.write_text(typed);
    screen.press("enter");
    assert!(!screen.editor().problem.is_empty());
    assert!(screen.incident.contacts.is_empty());
}

#[test]
fn medium_may_act_once_the_leads_were_unreachable_for_the_hour() {
    let mut screen = at(Severity::Medium);
    tried(&mut screen, "c", "Farmer Dave");
    assert_eq!(next(&screen), "Try Farmer Dave by phone, and write it down");
    pass(&mut screen, 3);
    screen.press("x");
    assert!(matches!(screen.app.layers.last(), Some(Layer::Choices(_))));
    screen.press("esc esc");
    tried(&mut screen, "p", "Farmer Dave");
    pass(&mut screen, 20);
    screen.press("D");
    let shown = &screen.editor().help[0];
    assert!(shown.starts_with("medium: 23:"), "{shown}");
    assert!(
        shown.contains("of 60:00, Farmer Dave tried by chat "),
        "{shown}"
    );
    pass(&mut screen, 1);
    let shown = &screen.editor().help[0];
    assert!(shown.starts_with("medium: 24:"), "{shown}");
    screen.press("esc esc");
    pass(&mut screen, 40);
    assert_eq!(
        next(&screen),
        "Decide on the disruption: authorised, leads unreachable"
    );
    decide(&mut screen, "yes");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert!(authority(&screen).starts_with("leads unreachable: Farmer Dave tried by chat "));
    send_notice(&mut screen);
}

#[test]
fn medium_reached_but_undecided_needs_an_answer_or_a_reason() {
    let mut screen = at(Severity::Medium);
    tried(&mut screen, "C", "Farmer Dave");
    pass(&mut screen, 70);
    assert_eq!(
        next(&screen),
        "Record what Farmer Dave says: agreed, or a strong objection"
    );
    decide(&mut screen, "yes");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    assert!(screen.editor().help[0].contains("waiting gives no authority"));
    screen.press("esc esc");
    assert!(screen.incident.decision("disruption").is_none());
    tried(&mut screen, "A", "Farmer Dave, , the demo is over");
    assert_eq!(
        next(&screen),
        "Decide on the disruption: Farmer Dave agreed"
    );
    assert_eq!(screen.incident.contacts[1].words, "the demo is over");
    screen.press("D ctrl-s");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(authority(&screen), "agreed by Farmer Dave");
}

#[test]
fn low_holds_until_it_is_agreed() {
    let mut screen = at(Severity::Low);
    tried(&mut screen, "c", "Farmer Dave");
    tried(&mut screen, "p", "Farmer Dave");
    pass(&mut screen, 300);
    decide(&mut screen, "yes");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    assert!(screen.editor().help[0].contains("held until it is agreed"));
    screen.write_text("the fox is in the house");
    screen.press("enter");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(authority(&screen), "none at low severity, after 2 attempts");
}

#[test]
fn unknown_asks_for_the_severity_first() {
    let mut screen = at(Severity::Unknown);
    tried(&mut screen, "c", "Farmer Dave");
    assert_eq!(
        next(&screen),
        "Choose the severity: a disruption is asked about"
    );
    decide(&mut screen, "yes");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    assert!(screen.editor().help[0].contains("the severity is unknown"));
    screen.press("esc esc S h ctrl-s D ctrl-s");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(authority(&screen), "high severity, no permission needed");
}

#[test]
fn to_hold_needs_no_authority_and_no_notice() {
    let mut screen = at(Severity::Low);
    decide(&mut screen, "no");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert!(screen.app.clocks.iter().all(|due| due.key != "K16"));
}

#[test]
fn the_contingency_plan_is_activated_by_who_may() {
    let mut screen = at(Severity::High);
    screen.press("P");
    assert!(screen.editor().help[0].contains("Director"));
    screen.write_text("Decision: all pens are open\nActivate: yes\nAuthorised by: Spot (Dog)");
    screen.press("ctrl-s");
    assert_eq!(screen.editor().purpose, Purpose::Override);
    screen.press("esc esc P");
    screen.write_text("Decision: all pens are open\nActivate: yes\nAuthorised by: Spot (Director)");
    screen.press("ctrl-s");
    assert!(screen.is_bare(), "{:?}", screen.app.layers);
    assert_eq!(
        screen.incident.milestones["contingency-activated"].note,
        "Spot (Director)"
    );
    assert!(screen.app.clocks.iter().any(|due| due.key == "K11"));
}
