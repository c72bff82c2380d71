//! What is left to be done once an incident is over: which lines, by when, and what is said of
//! them while the record is closed.

use chrono::NaiveDate;
use rstest::rstest;
use sitroom::domain::clock::{Urgency, due};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::followup::{
    FollowUp, FollowUpKind, FollowUpStep, Outstanding, find, follow_ups, tally,
};
use sitroom::domain::ids::{FixId, ItemId};
use sitroom::domain::incident::{FixClass, FixState, Mark, Severity, Status};
use sitroom::domain::next::next;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::{Instant, When};

use crate::record::Record;

/// 2026-11-22 10:00 in New York, and so many days and hours later.
fn at(days: i64, hours: i64) -> Instant {
    let start: Instant = "2026-11-22T15:00:00Z".parse().unwrap();
    start + chrono::TimeDelta::days(days) + chrono::TimeDelta::hours(hours)
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// An incident with three items left for later, one of them done; the fence is Dave's.
fn working() -> Record {
    let mut record = Record::open(at(0, 0), When::exact(at(0, 0)));
    record.playbook = Playbook::shipped("cloud-gov-2023").unwrap();
    record.run(
        Command::SetSeverity {
            to: Severity::Low,
            reason: String::new(),
        },
        at(0, 0),
    );
    status(&mut record, Status::Confirmed, at(0, 0));
    for (text, owner) in [
        ("mend the fence", "Farmer Dave"),
        ("buy a lock", ""),
        ("tell Spot", ""),
    ] {
        let command = Command::AddFix {
            text: text.to_owned(),
            class: FixClass::LongTerm,
            owner: owner.to_owned(),
        };
        record.run(command, at(0, 1));
    }
    let from = FixState::Open;
    let to = FixState::Done;
    record.run(
        Command::MoveFix {
            id: FixId(3),
            from,
            to,
        },
        at(0, 1),
    );
    record
}

fn status(record: &mut Record, to: Status, now: Instant) {
    force(
        record,
        Command::SetStatus {
            to,
            reason: String::new(),
        },
        now,
    );
}

fn force(record: &mut Record, command: Command, now: Instant) {
    let request = Request::local(command, "Farmer Jane").overriding("a test");
    record.ask(&request, now).unwrap();
}

/// Resolved on the first day, closed on the second.
fn closed() -> Record {
    let mut record = working();
    status(&mut record, Status::Resolved, at(0, 2));
    let reason = String::new();
    force(
        &mut record,
        Command::SetClosed {
            closed: true,
            reason,
        },
        at(1, 0),
    );
    record
}

fn left(record: &Record, now: Instant) -> Vec<FollowUp> {
    follow_ups(&record.incident, &record.playbook, now)
}

fn one(record: &Record, id: &str, now: Instant) -> Option<FollowUp> {
    let mut all = left(record, now).into_iter();
    all.find(|it| it.id.0 == id)
}

fn say(record: &mut Record, id: &str, step: &FollowUpStep, now: Instant) {
    let found = find(&record.incident, &record.playbook, id, now).unwrap();
    let command = found.command(step.clone(), now);
    record.run(command, now);
}

fn urgency(record: &Record, key: &str, now: Instant) -> Option<Urgency> {
    let all = due(&record.incident, &record.playbook, now);
    let found = all.iter().find(|due| due.key == key);
    found.map(|due| due.urgency(now))
}

#[test]
fn while_responders_work_nothing_is_a_follow_up() {
    let record = working();
    assert_eq!(left(&record, at(0, 1)), []);
    assert_eq!(urgency(&record, "R1", at(0, 1)), None);
}

#[test]
fn a_resolved_incident_leaves_remediation_and_the_review() {
    let mut record = working();
    let text = "paint the gate".to_owned();
    let list = "retrospective".to_owned();
    record.run(Command::AddItem { list, text }, at(0, 1));
    status(&mut record, Status::Resolved, at(0, 2));
    let found: Vec<(String, FollowUpKind)> = left(&record, at(0, 3))
        .into_iter()
        .map(|it| (it.id.0, it.kind))
        .collect();
    let wanted = [
        ("R1", FollowUpKind::Remediation),
        ("R2", FollowUpKind::Remediation),
        ("R3", FollowUpKind::Remediation),
        // What people added; the process still asks for its own lines.
        ("C1", FollowUpKind::Action),
        ("X15", FollowUpKind::Review),
    ];
    assert_eq!(found, wanted.map(|(id, kind)| (id.to_owned(), kind)));
}

#[test]
fn a_closed_one_leaves_the_open_lines_of_its_retrospective_too() {
    let record = closed();
    assert_eq!(
        one(&record, "X10", at(2, 0)).unwrap().kind,
        FollowUpKind::Action
    );
    // Closing ticks it; a line of an earlier phase is over.
    assert_eq!(one(&record, "X13", at(2, 0)), None);
    assert_eq!(one(&record, "I7", at(2, 0)), None);
}

#[test]
fn a_false_alarm_owes_no_retrospective() {
    let mut record = working();
    let (to, reason) = (Status::FalseAlarm, "a goat".to_owned());
    force(&mut record, Command::SetStatus { to, reason }, at(0, 2));
    let reason = String::new();
    force(
        &mut record,
        Command::SetClosed {
            closed: true,
            reason,
        },
        at(0, 3),
    );
    let ids: Vec<String> = left(&record, at(1, 0))
        .into_iter()
        .map(|it| it.id.0)
        .collect();
    assert_eq!(ids, ["R1", "R2", "R3"]);
}

#[test]
fn what_has_no_day_is_asked_after_when_the_process_says_and_until_it_is_done() {
    let mut record = closed();
    // Resolved on the 22nd at 12:00: fourteen days later, three days' warning.
    assert_eq!(one(&record, "R1", at(2, 0)).unwrap().due_at, at(14, 2));
    assert_eq!(urgency(&record, "R1", at(11, 1)), Some(Urgency::Calm));
    assert_eq!(urgency(&record, "R1", at(11, 2)), Some(Urgency::Soon));
    assert_eq!(urgency(&record, "R1", at(14, 3)), Some(Urgency::Overdue));
    assert_eq!(urgency(&record, "R1", at(300, 0)), Some(Urgency::Overdue));
    let done = FollowUpStep::Done {
        checked_by: String::new(),
        reason: String::new(),
    };
    say(&mut record, "R1", &done, at(15, 0));
    assert_eq!(urgency(&record, "R1", at(300, 0)), None);
    assert!(record.incident.closed, "it stays closed");
    // Done is not checked (R41): it stays on the list, and asks for nothing.
    let it = one(&record, "R1", at(15, 0)).unwrap();
    assert!(it.is_done() && !it.is_overdue(at(300, 0)));
    let checked = FollowUpStep::Done {
        checked_by: "Spot the Dog".to_owned(),
        reason: String::new(),
    };
    say(&mut record, "r1", &checked, at(16, 0));
    assert_eq!(one(&record, "R1", at(16, 0)), None);
    assert!(record.incident.closed);
}

#[test]
fn a_day_that_somebody_said_counts_to_its_end_where_the_incident_is() {
    let mut record = closed();
    let due = Some(day("2026-12-10"));
    say(&mut record, "R2", &FollowUpStep::Due(due), at(2, 0));
    let it = one(&record, "R2", at(2, 0)).unwrap();
    assert_eq!(it.due, due);
    assert!(!it.is_overdue("2026-12-11T04:59:00Z".parse().unwrap()));
    assert!(it.is_overdue("2026-12-11T05:00:01Z".parse().unwrap()));
    say(&mut record, "R2", &FollowUpStep::Due(None), at(3, 0));
    assert_eq!(one(&record, "R2", at(3, 0)).unwrap().due_at, at(14, 2));
}

#[test]
fn put_off_it_asks_again_and_again() {
    let mut record = closed();
    for (said, again) in [(15, 22), (23, 30)] {
        let reason = "no fence posts".to_owned();
        let step = FollowUpStep::Later {
            until: None,
            reason,
        };
        say(&mut record, "R1", &step, at(said, 0));
        assert_eq!(urgency(&record, "R1", at(said, 1)), Some(Urgency::Snoozed));
        let it = one(&record, "R1", at(said, 1)).unwrap();
        assert_eq!(it.put_off.unwrap().reason, "no fence posts");
        assert_eq!(
            urgency(&record, "R1", at(again, -1)),
            Some(Urgency::Snoozed)
        );
        // Seven days, as the playbook says.
        assert_eq!(urgency(&record, "R1", at(again, 1)), Some(Urgency::Overdue));
    }
    // Another day is another promise.
    say(
        &mut record,
        "R1",
        &FollowUpStep::Later {
            until: Some(at(200, 0)),
            reason: "winter".to_owned(),
        },
        at(31, 0),
    );
    say(
        &mut record,
        "R1",
        &FollowUpStep::Due(Some(day("2027-01-10"))),
        at(32, 0),
    );
    assert_eq!(urgency(&record, "R1", at(60, 0)), Some(Urgency::Overdue));
}

#[rstest]
#[case::without_a_reason("", "the reason")]
#[case::for_good("who cares", "nobody would be asked again")]
fn nothing_is_forgotten_in_silence(#[case] reason: &str, #[case] told: &str) {
    let record = closed();
    let command = Command::SnoozeClock {
        clock: "R1".to_owned(),
        until: None,
        reason: reason.to_owned(),
    };
    let request = Request::local(command, "Farmer Jane");
    let refusal = {
        let mut record = record;
        record.ask(&request, at(15, 0)).unwrap_err()
    };
    assert!(refusal.cause.contains(told), "{}", refusal.cause);
}

#[test]
fn a_typed_reason_forgets_it_for_good() {
    let mut record = closed();
    let command = Command::SnoozeClock {
        clock: "R1".to_owned(),
        until: None,
        reason: "the farm is sold".to_owned(),
    };
    force(&mut record, command, at(15, 0));
    assert_eq!(urgency(&record, "R1", at(900, 0)), Some(Urgency::Snoozed));
    assert!(
        !one(&record, "R1", at(900, 0))
            .unwrap()
            .is_overdue(at(900, 0))
    );
}

#[test]
fn the_review_is_due_two_months_after_the_close_and_settled_by_its_line() {
    let mut record = closed();
    let it = one(&record, "X15", at(2, 0)).unwrap();
    assert_eq!((it.kind, it.due_at), (FollowUpKind::Review, at(62, 0)));
    let reason = "everybody is away".to_owned();
    say(
        &mut record,
        "X15",
        &FollowUpStep::Later {
            until: Some(at(70, 0)),
            reason,
        },
        at(63, 0),
    );
    let it = one(&record, "K15", at(63, 0));
    assert_eq!(it, None, "the line names it");
    let it = one(&record, "X15", at(63, 0)).unwrap();
    assert!(it.is_put_off(at(69, 0)) && it.is_overdue(at(71, 0)));
    let done = FollowUpStep::Done {
        checked_by: String::new(),
        reason: "two of three are done".to_owned(),
    };
    say(&mut record, "X15", &done, at(71, 0));
    assert_eq!(one(&record, "X15", at(72, 0)), None);
    let tick = &record.incident.checklist[&ItemId::new("X15")];
    assert_eq!(tick.mark, Mark::Done);
    assert!(record.incident.closed);
}

#[test]
fn a_closed_incident_asks_once_something_is_due() {
    let record = closed();
    let asked = |now| next(&record.incident, &record.playbook, now);
    assert_eq!(asked(at(5, 0)), None);
    let step = asked(at(14, 3)).unwrap();
    assert_eq!(step.text, "See to R1: mend the fence");
    assert_eq!(step.why, "open for 14 d 2 h; Farmer Dave");
    assert_eq!(step.command, "follow-ups");
    assert_eq!(step.urgency, Urgency::Overdue);
}

#[test]
fn reopening_leaves_them_to_the_boards() {
    let mut record = closed();
    let reason = "the fox is back".to_owned();
    force(
        &mut record,
        Command::SetClosed {
            closed: false,
            reason: reason.clone(),
        },
        at(20, 0),
    );
    force(
        &mut record,
        Command::SetStatus {
            to: Status::Confirmed,
            reason,
        },
        at(20, 0),
    );
    assert_eq!(left(&record, at(21, 0)), []);
}

#[test]
fn what_is_not_left_cannot_be_settled() {
    let record = closed();
    for asked in ["R9", "I7", "X13", ""] {
        let refused = find(&record.incident, &record.playbook, asked, at(2, 0));
        let said = refused.unwrap_err().to_string();
        assert!(said.contains(&format!("`{asked}`")), "{said}");
    }
}

#[test]
fn a_tally_says_how_many_and_how_many_are_overdue() {
    let record = closed();
    let all = |now| Outstanding::of(&record.incident, &record.playbook, now).collect::<Vec<_>>();
    let early = all(at(2, 0));
    assert_eq!(
        tally(&early, at(2, 0)),
        Some(format!("{} follow-ups", early.len()))
    );
    let late = all(at(14, 3));
    let words = tally(&late, at(14, 3)).unwrap();
    // Two items that are not done are asked after, and the lines of the retrospective.
    let lines = late
        .iter()
        .filter(|it| it.follow_up.kind == FollowUpKind::Action)
        .count();
    assert_eq!(
        words,
        format!("{} follow-ups, {} overdue", late.len(), 2 + lines)
    );
    assert_eq!(tally(&[], at(2, 0)), None);
}
