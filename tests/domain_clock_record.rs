//! What the clocks need that nothing else in the record says: milestones, attempts to reach the
//! team leads, and clocks that are put off.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use rstest::rstest;
use sitroom::domain::apply::fold;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::Refusal;
use sitroom::domain::event::{ClockSnoozed, Event, MilestoneReached, TeamLeadTried};
use sitroom::domain::people::AskAsked;
use sitroom::domain::playbook::{Channel, Playbook};
use sitroom::domain::time::{Instant, Span, When};
use sitroom::domain::timeline::describe;

fn start() -> Instant {
    Instant::from_timestamp(1_795_000_000, 0).expect("an instant")
}

fn minute(n: i64) -> Instant {
    start() + TimeDelta::minutes(n)
}

fn opened() -> Record {
    let mut record = Record::open(start(), When::exact(start()));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    record
}

fn reached(milestone: &str, when: When) -> Command {
    Command::ReachMilestone(MilestoneReached {
        milestone: milestone.into(),
        when,
        note: String::new(),
    })
}

fn tried(lead: &str) -> Command {
    Command::TryTeamLead(TeamLeadTried {
        lead: lead.into(),
        channel: Channel::Phone,
        reached: false,
        answer: None,
        words: String::new(),
    })
}

fn snooze(clock: &str, until: Option<Instant>, reason: &str) -> Command {
    Command::SnoozeClock {
        clock: clock.into(),
        until,
        reason: reason.into(),
    }
}

fn refusal(record: &mut Record, command: Command, now: Instant) -> Refusal {
    let before = record.incident.clone();
    let asked = record.ask(&Request::local(command, "Farmer Jane"), now);
    assert_eq!(record.incident, before, "a refusal changes nothing");
    asked.expect_err("it is refused")
}

#[test]
fn a_milestone_is_kept_with_its_time_and_who_said_so() {
    let mut record = opened();
    let activated = Command::ReachMilestone(MilestoneReached {
        milestone: "contingency-activated".into(),
        when: When::exact(minute(3)),
        note: "  authorised by\nthe Director ".into(),
    });
    record.run(activated.clone(), minute(5));
    let known = &record.incident.milestones["contingency-activated"];
    assert_eq!(known.at, When::exact(minute(3)));
    assert_eq!(
        (known.by.as_str(), known.said_at),
        ("Farmer Jane", minute(5))
    );
    assert_eq!(known.note, "authorised by the Director");
    assert_eq!(record.run(activated, minute(6)), [], "it says so already");
}

#[test]
fn the_last_word_on_a_milestone_counts_and_can_be_taken_back() {
    let mut record = opened();
    record.run(reached("downtime-began", When::exact(minute(2))), minute(5));
    record.run(reached("downtime-began", When::exact(minute(1))), minute(6));
    let at = |record: &Record| {
        record
            .incident
            .milestones
            .get("downtime-began")
            .map(|m| m.at)
    };
    assert_eq!(at(&record), Some(When::exact(minute(1))));
    record.run(Command::Undo { entry: None }, minute(7));
    assert_eq!(at(&record), Some(When::exact(minute(2))));
    record.run(Command::Undo { entry: None }, minute(8));
    assert_eq!(at(&record), None);
    assert_eq!(fold(&record.entries), record.incident);
}

#[test]
fn a_milestone_that_the_process_lacks_is_refused_with_those_it_has() {
    let mut record = opened();
    let refused = refusal(&mut record, reached("full-moon", When::Unknown), minute(1));
    assert_eq!(refused.guard, None);
    assert_eq!(refused.cause, "there is no milestone full-moon");
    assert!(refused.hint.contains("downtime-began"), "{}", refused.hint);
    record.playbook.milestones.clear();
    let refused = refusal(&mut record, reached("full-moon", When::Unknown), minute(1));
    assert_eq!(refused.hint, "this playbook has none");
}

#[rstest]
#[case::in_the_future("downtime-began", 60, "future-time")]
#[case::before_what_it_follows("service-restored", 1, "milestone-order")]
#[case::after_nothing("recovery-complete", 5, "milestone-order")]
#[case::in_order("service-restored", 4, "")]
fn a_time_that_cannot_be_asks_for_a_reason(
    #[case] milestone: &str,
    #[case] at: i64,
    #[case] guard: &str,
) {
    let mut record = opened();
    record.run(reached("downtime-began", When::exact(minute(3))), minute(5));
    let request = Request::local(reached(milestone, When::exact(minute(at))), "Farmer Jane");
    let asked = record.ask(&request, minute(6));
    let found = asked.err().and_then(|refusal| refusal.guard);
    assert_eq!(found.unwrap_or_default(), guard);
    if !guard.is_empty() {
        let overridden = record.ask(&request.overriding("it was so"), minute(6));
        let events = overridden.expect("a reason is enough");
        assert!(matches!(events.last(), Some(Event::Overridden { .. })));
    }
    assert!(record.incident.milestones.contains_key(milestone));
}

#[test]
fn one_reason_is_told_all_that_stands_against_a_time() {
    let mut record = opened();
    let late = reached("recovery-complete", When::exact(minute(60)));
    let refused = refusal(&mut record, late, minute(6));
    assert_eq!(refused.guard, Some("milestone-order"));
    assert!(refused.cause.contains("in the future"), "{}", refused.cause);
}

#[test]
fn a_coarse_time_that_can_be_in_order_is() {
    let mut record = opened();
    record.run(reached("downtime-began", When::exact(minute(3))), minute(5));
    let day: When = start()
        .format("%Y-%m-%d+00:00")
        .to_string()
        .parse()
        .expect("a day");
    record.run(reached("service-restored", day), minute(6));
    record.run(reached("service-restored", When::Unknown), minute(7));
}

#[test]
fn attempts_to_reach_the_team_leads_are_all_kept() {
    let mut record = opened();
    record.run(tried("Spot the Dog"), minute(1));
    let earlier = Request::local(tried("Farmer Dave"), "Farmer Jane");
    let asked = record.ask(&earlier.happened(When::exact(start())), minute(2));
    asked.expect("recorded");
    let contacts = record.incident.contacts.iter();
    let contacts: Vec<(&str, Instant)> = contacts.map(|c| (c.lead.as_str(), c.at)).collect();
    assert_eq!(
        contacts,
        [("Spot the Dog", minute(1)), ("Farmer Dave", start())]
    );
    assert_eq!(refusal(&mut record, tried(" "), minute(3)).guard, None);
}

#[test]
fn a_snooze_says_which_round_it_is_of() {
    let mut record = opened();
    let asked = snooze("K1", None, "the duty officer knows");
    let refused = refusal(&mut record, asked.clone(), minute(5));
    assert_eq!(refused.guard, Some("legal-clock"));
    let asked = Request::local(asked, "Farmer Jane").overriding("GSA asked for it");
    let events = record.ask(&asked, minute(5)).expect("a reason is enough");
    let Some(Event::ClockSnoozed(ClockSnoozed { round, until, .. })) = events.first() else {
        panic!("it is put off: {events:?}");
    };
    assert_eq!((*round, *until), (Some(start()), None));
    assert_eq!(
        record.incident.snoozes["K1"].reason,
        "the duty officer knows"
    );
}

#[rstest]
#[case::not_running("K12", None, "busy", "no clock K12 is running")]
#[case::not_known("K99", None, "busy", "no clock K99 is running")]
#[case::no_reason("K1", None, "  ", "the reason is empty")]
#[case::in_the_past("K1", Some(start()), "busy", "that time is past")]
fn a_clock_is_put_off_while_it_runs_with_a_reason_and_a_time_to_come(
    #[case] clock: &str,
    #[case] until: Option<Instant>,
    #[case] reason: &str,
    #[case] cause: &str,
) {
    let mut record = opened();
    let refused = refusal(&mut record, snooze(clock, until, reason), minute(5));
    assert_eq!((refused.guard, refused.cause.as_str()), (None, cause));
}

#[test]
fn the_timeline_says_it_in_a_line() {
    let mut record = opened();
    let when: When = "2026-11-18T10:02-05:00".parse().expect("a time");
    let activated = Command::ReachMilestone(MilestoneReached {
        milestone: "contingency-activated".into(),
        when,
        note: "the Director".into(),
    });
    record.run(activated, minute(500_000));
    record.run(tried("Spot the Dog"), minute(500_001));
    let said: Vec<String> = record.entries[1..]
        .iter()
        .map(|entry| describe(&entry.event, record.incident.zone))
        .collect();
    assert_eq!(
        said,
        [
            "contingency-activated: 2026-11-18 10:02 EST: the Director",
            "team lead Spot the Dog by phone: no answer"
        ]
    );
}

#[test]
fn what_is_put_off_or_asked_is_said_in_the_zone_of_the_incident_with_its_day() {
    let mut record = opened();
    let three_days = start() + TimeDelta::days(3);
    let asked = Request::local(snooze("K6", Some(three_days), "the lab"), "Farmer Jane");
    record.ask(&asked, minute(1)).expect("put off");
    let question = AskAsked::Put {
        to: "Dave".into(),
        question: "who has the key?".into(),
        within: Span::hours(400),
    };
    record.run(Command::HandleAsk(question), start());
    let zone = record.incident.zone;
    let said = record.entries.iter().rev().take(2);
    let said: Vec<String> = said.map(|it| describe(&it.event, zone)).collect();
    let until = |at: Instant| zone.local(at).format("%Y-%m-%d %H:%M EST").to_string();
    assert_eq!(
        said,
        [
            format!(
                "Q1 asked Dave: who has the key? (back at {})",
                until(start() + TimeDelta::hours(400))
            ),
            format!("K6 put off to {}: the lab", until(three_days)),
        ]
    );
    assert!(
        record
            .incident
            .undo
            .iter()
            .all(|step| !step.label.contains("UTC"))
    );
}
