//! The clock wall: every clock is settled by the key of its row, and put off with a reason.

use chrono::{TimeDelta, Timelike};
use rstest::rstest;
use sitroom::app::{Event, Layer, Purpose};
use sitroom::domain::clock::{Due, Urgency};
use sitroom::domain::command::Command;
use sitroom::domain::event::{MilestoneReached, ShiftStarted, TeamLeadTried};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{Mark, Severity, Status};
use sitroom::domain::playbook::Channel;
use sitroom::domain::time::{Instant, When};

use crate::screen::Screen;

fn pass(screen: &mut Screen, minutes: i64) {
    screen.now += TimeDelta::minutes(minutes);
    screen.happen(Event::Ticked);
}

fn clock<'a>(screen: &'a Screen, key: &str) -> Option<&'a Due> {
    screen.app.clocks.iter().find(|due| due.key == key)
}

/// Goes to a clock of the wall with the keys.
fn go_to(screen: &mut Screen, key: &str) {
    let mut clocks = screen.app.clocks.iter();
    let at = clocks.position(|due| due.key == key);
    let at = at.unwrap_or_else(|| panic!("{key} does not run"));
    screen.press("1 right g g");
    for _ in 0..at {
        screen.press("j");
    }
}

fn reached(screen: &mut Screen, milestones: &[&str]) {
    for milestone in milestones {
        let when = When::exact(screen.now);
        screen.record(Command::ReachMilestone(MilestoneReached {
            milestone: (*milestone).into(),
            when,
            note: String::new(),
        }));
    }
}

fn sent(screen: &mut Screen, message: &str) {
    screen.record(Command::RecordMessage {
        message: message.into(),
        sitrep: false,
        to: Vec::new(),
        text: String::new(),
    });
}

/// A confirmed incident with everything that starts a clock.
fn with_every_clock() -> Screen {
    let mut screen = Screen::confirmed();
    screen.record(Command::SetSeverity {
        to: Severity::Medium,
        reason: "a test".into(),
    });
    let disruption = ["disruption-identified", "downtime-began"];
    reached(&mut screen, &disruption);
    reached(&mut screen, &["contingency-activated"]);
    screen.record(Command::TryTeamLead(TeamLeadTried {
        lead: "Farmer Dave".into(),
        channel: Channel::Chat,
        reached: false,
        answer: None,
        words: String::new(),
    }));
    screen.record(Command::StartShift(ShiftStarted::of("Spot")));
    screen
}

/// What the key opens: the draft of the editor, or the title of the list.
fn opened(screen: &Screen) -> String {
    match screen.app.layers.last() {
        Some(Layer::Editor(editor)) => editor.purpose.draft_key(),
        Some(Layer::Choices(choices)) => choices.title.clone(),
        other => panic!("nothing is opened: {other:?}"),
    }
}

#[rstest]
#[case::notice("K1", "message-gsa-notice")]
#[case::sitrep("K3", "message-initial-sitrep")]
#[case::daily("K4", "message-fedramp-daily")]
#[case::team_leads("K5", "decision-disruption")]
#[case::long_remediation("K6", "Long remediation, 1 of 3: how to work on")]
#[case::shift("K7:Spot", "Spot")]
#[case::shift_of_the_ic("K7:Farmer Jane", "handoff")]
#[case::status_page("K9", "milestone-statuspage-posted")]
#[case::recovery("K10:recovery", "milestone-service-restored")]
#[case::contingency_notices("K11", "message-contingency-activation")]
#[case::contingency_update("K12", "message-contingency-update")]
#[case::responder_hours("K13", "Shift")]
#[case::first_notice("K14", "message-fedramp-notice")]
fn a_clock_is_settled_by_the_key_of_its_row(#[case] key: &str, #[case] opens: &str) {
    let mut screen = with_every_clock();
    go_to(&mut screen, key);
    screen.press("space");
    assert_eq!(opened(&screen), opens);
}

#[test]
fn a_report_is_acknowledged_by_the_key_of_its_clock() {
    let mut screen = Screen::open();
    sent(&mut screen, "heads-up");
    go_to(&mut screen, "K2");
    screen.press("space");
    let asked_at = screen.now;
    screen.write_text(", Spot the Dog");
    screen.press("enter");
    let acknowledged = &screen.incident.milestones["acknowledged"];
    assert_eq!(acknowledged.at, When::exact(asked_at));
    assert_eq!(acknowledged.note, "Spot the Dog");
    assert!(clock(&screen, "K2").is_none());
}

#[test]
fn downtime_asks_for_the_contingency_plan() {
    let mut screen = Screen::confirmed();
    reached(&mut screen, &["downtime-began"]);
    go_to(&mut screen, "K10");
    screen.press("space");
    assert_eq!(opened(&screen), "decision-contingency");
}

#[test]
fn the_overlap_ends_with_the_shift() {
    let mut screen = Screen::confirmed();
    screen.record(Command::SetIc {
        to: "Farmer Dave".into(),
    });
    go_to(&mut screen, "K8:Farmer Jane");
    screen.press("space");
    assert_eq!(opened(&screen), "Farmer Jane");
}

#[test]
fn the_review_is_ticked_by_the_key_of_its_clock() {
    let mut screen = Screen::confirmed();
    screen.record_overriding(Command::SetStatus {
        to: Status::Resolved,
        reason: String::new(),
    });
    go_to(&mut screen, "K15");
    screen.press("space");
    let ticked = Command::MarkItem {
        item: ItemId::new("X15"),
        mark: Some(Mark::Done),
        reason: String::new(),
    };
    assert_eq!(screen.asked(), &ticked);
    assert!(clock(&screen, "K15").is_none());
}

#[rstest]
#[case::a_time("09:40", "2026-11-23T14:40Z", "")]
#[case::a_time_and_who("09:40, the Director", "2026-11-23T14:40Z", "the Director")]
#[case::so_long_ago(
    "20m ago , two of them, by phone",
    "2026-11-23T14:40Z",
    "two of them, by phone"
)]
fn a_milestone_is_backdated_and_its_clocks_count_from_then(
    #[case] typed: &str,
    #[case] at: &str,
    #[case] note: &str,
) {
    let mut screen = Screen::confirmed();
    screen.press("t");
    let list = &screen.choices().list;
    let choice = list
        .iter()
        .find(|choice| choice.label.contains("plan was activated"));
    let key = choice.expect("it can be chosen").key.to_string();
    screen.press(&key);
    assert!(screen.editor().title.contains("plan was activated"));
    screen.write_text(typed);
    screen.press("enter");
    let reached = &screen.incident.milestones["contingency-activated"];
    let at: When = at.parse().expect("a time");
    assert_eq!(reached.at.earliest(), at.earliest());
    assert_eq!(reached.note, note);
    let due = clock(&screen, "K11").expect("the notices are owed").due_at;
    assert_eq!(Some(due - TimeDelta::hours(1)), at.earliest());
}

#[test]
fn a_time_that_cannot_be_read_is_said_at_the_milestone() {
    let mut screen = Screen::confirmed();
    reached(&mut screen, &["disruption-identified"]);
    go_to(&mut screen, "K9");
    screen.press("space");
    screen.write_text("tea time, Spot the Dog");
    screen.press("enter");
    assert!(!screen.editor().problem.is_empty());
    assert!(clock(&screen, "K9").is_some());
}

#[test]
fn each_time_has_a_key_of_its_own() {
    let mut screen = Screen::confirmed();
    screen.press("t");
    let mut keys: Vec<char> = screen.choices().list.iter().map(|it| it.key).collect();
    let all = keys.len();
    assert_eq!(all, 6 + screen.app.playbook.milestones.len());
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), all);
}

#[test]
fn attempts_to_reach_the_team_leads_start_the_hour_and_are_counted() {
    let mut screen = Screen::confirmed();
    screen.record(Command::SetSeverity {
        to: Severity::Medium,
        reason: "a test".into(),
    });
    // A time so long ago is known to the minute.
    let asked_at = screen.now.with_second(0).expect("a minute begins");
    screen.press("T c");
    screen.write_text("@Farmer Dave, 5m ago");
    screen.press("enter T p");
    screen.write_text("Farmer Dave");
    screen.press("enter");
    let hour = clock(&screen, "K5").expect("the hour runs");
    assert_eq!(hour.due_at, asked_at + TimeDelta::minutes(55));
    assert!(
        hour.reason.contains("2 tries, nobody reached"),
        "{}",
        hour.reason
    );
    let tried = &screen.incident.contacts;
    assert_eq!(tried[0].lead, "Farmer Dave");
    assert_eq!(
        (tried[0].channel, tried[1].channel),
        (Channel::Chat, Channel::Phone)
    );
}

#[rstest]
#[case::for_a_while("15m waiting for the lab", Some(15))]
#[case::for_good("never the duty officer knows", None)]
fn a_clock_is_put_off_with_a_reason_and_shows_it(
    #[case] typed: &str,
    #[case] minutes: Option<i64>,
) {
    let mut screen = Screen::open();
    pass(&mut screen, 55);
    go_to(&mut screen, "K1");
    let asked_at = screen.now;
    screen.press("z");
    screen.write_text(typed);
    screen.press("enter");
    if minutes.is_none() {
        // A legal deadline is not put out of sight without a second look.
        assert!(screen.editor().help[0].contains("legal deadline"));
        screen.write_text("he said so");
        screen.press("enter");
    }
    let notice = clock(&screen, "K1").expect("it is shown all the same");
    assert_eq!(notice.urgency(screen.now), Urgency::Snoozed);
    let until = minutes.map_or(Instant::MAX_UTC, |n| asked_at + TimeDelta::minutes(n));
    assert_eq!(notice.snoozed_until, Some(until));
    assert!(typed.ends_with(&screen.incident.snoozes["K1"].reason));
    pass(&mut screen, 16);
    let asks_again = clock(&screen, "K1").expect("it runs").urgency(screen.now);
    let expected = minutes.map_or(Urgency::Snoozed, |_| Urgency::Overdue);
    assert_eq!(asks_again, expected);
}

#[test]
fn a_clock_is_not_put_off_without_a_reason() {
    let mut screen = Screen::open();
    screen.press("1 right z");
    let purpose = screen.editor().purpose.clone();
    assert!(matches!(purpose, Purpose::Snooze { .. }));
    screen.write_text("15m");
    screen.press("enter");
    assert!(screen.editor().problem.contains("reason"));
    assert!(screen.incident.snoozes.is_empty());
}

#[test]
fn after_the_notice_of_a_false_alarm_the_one_hour_notice_is_owed_no_more() {
    let mut screen = Screen::open();
    screen.is_a_false_alarm();
    pass(&mut screen, 70);
    assert!(clock(&screen, "K1").is_some());
    screen.record(Command::RecordMessage {
        message: "false-alarm-notice".into(),
        sitrep: true,
        to: vec!["gsa-ir".into()],
        text: String::new(),
    });
    assert!(clock(&screen, "K1").is_none());
}

#[test]
fn a_status_that_needs_a_reason_says_so_before_it_is_typed() {
    let mut screen = Screen::open();
    screen.press("c f");
    assert!(screen.editor().help[0].contains("needs a reason"));
    screen.press("esc c c");
    assert!(screen.editor().help[0].contains("enter alone is fine"));
}
