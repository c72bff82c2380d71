//! The clocks: what runs, from when, until when, and what settles or silences it.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use rstest::rstest;
use sitroom::domain::clock::{Due, Urgency, due, long_remediation_at};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::ShiftStarted;
use sitroom::domain::incident::{Moment, Severity, Status};
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::time::{Instant, When};

fn at(text: &str) -> Instant {
    let when: When = text.parse().expect("a time");
    when.earliest().expect("a known time")
}

fn time(text: &str) -> When {
    text.parse().expect("a time")
}

fn clock(record: &Record, key: &str, now: Instant) -> Option<Due> {
    due(&record.incident, &record.playbook, now)
        .into_iter()
        .find(|due| due.key == key)
}

fn confirmed(severity: Severity, now: Instant) -> Record {
    let mut record = Record::open(now, When::exact(now));
    set_severity(&mut record, severity, now);
    set_status(&mut record, Status::Confirmed, now);
    record
}

fn set_severity(record: &mut Record, to: Severity, now: Instant) {
    let reason = "known better".into();
    record.run(Command::SetSeverity { to, reason }, now);
}

fn set_status(record: &mut Record, to: Status, now: Instant) {
    let reason = "because".into();
    let request = Request::local(Command::SetStatus { to, reason }, "Farmer Jane");
    let decided = record.ask(&request.overriding("it is so"), now);
    decided.expect("an override is enough");
}

fn send(record: &mut Record, message: &str, sitrep: bool, now: Instant) {
    let message = Command::RecordMessage {
        message: message.into(),
        sitrep,
        to: Vec::new(),
        text: String::new(),
    };
    record.run(message, now);
}

fn snooze(record: &mut Record, clock: &str, until: Option<Instant>, now: Instant) {
    let snooze = Command::SnoozeClock {
        clock: clock.into(),
        until,
        reason: "busy".into(),
    };
    record.run(snooze, now);
}

fn set_mode(record: &mut Record, mode: WorkingMode, now: Instant) {
    let reason = String::new();
    record.run(Command::SetWorkingMode { mode, reason }, now);
}

#[rstest]
#[case::just_aware("2026-11-23T10:00Z", "PT1H", Urgency::Calm)]
#[case::part_spent("2026-11-23T09:15Z", "PT15M", Urgency::Soon)]
#[case::at_the_hour("2026-11-23T09:00Z", "PT0M", Urgency::Soon)]
#[case::overdue_at_birth("2026-11-23T08:30Z", "-PT30M", Urgency::Overdue)]
#[case::aware_at_an_unknown_time("unknown", "PT1H", Urgency::Calm)]
#[case::aware_sometime_that_day("2026-11-23+00:00", "-PT9H", Urgency::Overdue)]
fn notice_runs_from_awareness(#[case] aware: &str, #[case] left: &str, #[case] urgency: Urgency) {
    let now = at("2026-11-23T10:00Z");
    let record = Record::open(now, time(aware));
    let notice = clock(&record, "K1", now).expect("the notice is owed");
    assert_eq!(notice.left(now).iso(), left);
    assert_eq!(notice.urgency(now), urgency);
    assert!(notice.legal);
}

#[test]
fn notice_follows_a_corrected_awareness_and_stops_once_sent() {
    let now = at("2026-11-23T10:00Z");
    let mut record = Record::open(now, When::exact(now));
    let (moment, when) = (Moment::Discovered, time("2026-11-23T08:30Z"));
    record.run(
        Command::SetMoment {
            moment,
            when,
            automatic: false,
        },
        now,
    );
    let notice = clock(&record, "K1", now).expect("the notice is owed");
    assert_eq!(notice.left(now).iso(), "-PT30M");
    send(&mut record, "gsa-notice", false, now);
    assert_eq!(clock(&record, "K1", now), None);
}

#[test]
fn notice_is_still_owed_when_all_is_over() {
    let now = at("2026-11-23T10:00Z");
    for end in [Status::Resolved, Status::FalseAlarm] {
        let mut record = confirmed(Severity::High, now);
        set_status(&mut record, end, now);
        assert!(clock(&record, "K1", now).is_some(), "{end}");
    }
}

/// 2026-11-25 is a Wednesday, the 26th a holiday, and offices work from Friday again.
#[rstest]
#[case::high(
    Severity::High,
    None,
    "2026-11-25T10:00-05:00",
    "2026-11-25T11:00-05:00"
)]
#[case::high_by_day(
    Severity::High,
    Some(WorkingMode::BusinessHours),
    "2026-11-25T10:00-05:00",
    "2026-11-25T11:00-05:00"
)]
#[case::medium(
    Severity::Medium,
    None,
    "2026-11-25T10:00-05:00",
    "2026-11-25T11:00-05:00"
)]
#[case::medium_second_slot(
    Severity::Medium,
    None,
    "2026-11-25T11:00-05:00",
    "2026-11-25T16:00-05:00"
)]
#[case::medium_over_holiday(
    Severity::Medium,
    None,
    "2026-11-25T16:30-05:00",
    "2026-11-27T11:00-05:00"
)]
#[case::medium_over_weekend(
    Severity::Medium,
    None,
    "2026-11-27T16:30-05:00",
    "2026-11-30T11:00-05:00"
)]
#[case::medium_round_the_clock(
    Severity::Medium,
    Some(WorkingMode::AroundTheClock),
    "2026-11-25T10:00-05:00",
    "2026-11-25T22:00-05:00"
)]
#[case::unknown_like_medium(
    Severity::Unknown,
    None,
    "2026-11-25T10:00-05:00",
    "2026-11-25T11:00-05:00"
)]
#[case::low(
    Severity::Low,
    None,
    "2026-11-25T10:00-05:00",
    "2026-11-25T16:00-05:00"
)]
#[case::low_over_weekend(
    Severity::Low,
    None,
    "2026-11-28T10:00-05:00",
    "2026-11-30T16:00-05:00"
)]
#[case::low_round_the_clock(
    Severity::Low,
    Some(WorkingMode::AroundTheClock),
    "2026-11-25T10:00-05:00",
    "2026-11-26T10:00-05:00"
)]
fn sitreps_keep_the_cadence_of_severity_and_mode(
    #[case] severity: Severity,
    #[case] mode: Option<WorkingMode>,
    #[case] from: &str,
    #[case] due_at: &str,
) {
    let mut record = confirmed(severity, at(from));
    if let Some(mode) = mode {
        set_mode(&mut record, mode, at(from));
    }
    let sitrep = clock(&record, "K3", at(from)).expect("a sitrep is owed");
    assert_eq!(sitrep.due_at, at(due_at));
}

#[rstest]
#[case::minutes_before("2026-11-25T15:52-05:00", "2026-11-27T11:00-05:00", "27 Nov 11:00")]
#[case::longer_before("2026-11-25T15:30-05:00", "2026-11-25T16:00-05:00", "16:00")]
#[case::before_the_first("2026-11-25T10:52-05:00", "2026-11-25T16:00-05:00", "16:00")]
fn a_sitrep_that_is_sent_once_the_clock_asks_for_a_slot_stands_for_it(
    #[case] sent_at: &str,
    #[case] due_at: &str,
    #[case] slot: &str,
) {
    let sent_at = at(sent_at);
    let mut record = confirmed(Severity::Medium, sent_at);
    send(&mut record, "initial-sitrep", true, sent_at);
    let sitrep = clock(&record, "K3", sent_at).expect("the next is owed");
    assert_eq!(sitrep.due_at, at(due_at));
    let named = format!("; the slot of {slot}");
    assert!(sitrep.reason.ends_with(&named), "{}", sitrep.reason);
}

#[test]
fn slots_stand_at_the_same_local_time_after_clocks_change() {
    let record = confirmed(Severity::Low, at("2026-10-30T17:00-04:00"));
    let sitrep = clock(&record, "K3", at("2026-10-30T17:00-04:00")).expect("owed");
    assert_eq!(sitrep.due_at, at("2026-11-02T16:00-05:00"));
}

#[test]
fn each_sitrep_restarts_the_countdown_and_counts_on() {
    let start = at("2026-11-25T10:00-05:00");
    let mut record = confirmed(Severity::High, start);
    let sent_at = start + TimeDelta::minutes(40);
    send(&mut record, "initial-sitrep", true, sent_at);
    let sitrep = clock(&record, "K3", sent_at).expect("the next is owed");
    assert_eq!(sitrep.due_at, sent_at + TimeDelta::hours(1));
    assert_eq!(sitrep.name, "sitrep #2");
    send(
        &mut record,
        "gsa-notice",
        false,
        sent_at + TimeDelta::minutes(5),
    );
    let sitrep = clock(&record, "K3", sent_at).expect("a notice is no sitrep");
    assert_eq!(sitrep.due_at, sent_at + TimeDelta::hours(1));
}

#[test]
fn a_sitrep_written_down_late_does_not_turn_the_clock_back() {
    let start = at("2026-11-25T10:00-05:00");
    let mut record = confirmed(Severity::High, start);
    send(&mut record, "sitrep", true, start + TimeDelta::minutes(50));
    let late = Command::RecordMessage {
        message: "sitrep".into(),
        sitrep: true,
        to: Vec::new(),
        text: String::new(),
    };
    let sent_at = When::exact(start + TimeDelta::minutes(20));
    let request = Request::local(late, "Dave").happened(sent_at);
    let decided = record.ask(&request, start + TimeDelta::minutes(55));
    decided.expect("recorded");
    let now = start + TimeDelta::minutes(55);
    let sitrep = clock(&record, "K3", now).expect("owed");
    assert_eq!(sitrep.due_at, start + TimeDelta::minutes(110));
}

#[rstest]
#[case::rise_is_overdue_at_once(Severity::Low, Severity::High, "-PT1H")]
#[case::fall_gives_time(Severity::High, Severity::Low, "PT4H")]
fn a_change_of_severity_times_from_the_last_sitrep(
    #[case] before: Severity,
    #[case] after: Severity,
    #[case] left: &str,
) {
    let mut record = confirmed(before, at("2026-11-25T09:30-05:00"));
    send(&mut record, "sitrep", true, at("2026-11-25T10:00-05:00"));
    let now = at("2026-11-25T12:00-05:00");
    set_severity(&mut record, after, now);
    let sitrep = clock(&record, "K3", now).expect("a sitrep is owed");
    assert_eq!(sitrep.left(now).iso(), left);
}

#[rstest]
#[case::before_confirmation(Status::Investigating)]
#[case::after_the_end(Status::Resolved)]
#[case::false_alarm(Status::FalseAlarm)]
fn no_sitrep_is_owed_unless_confirmed(#[case] status: Status) {
    let now = at("2026-11-25T10:00-05:00");
    let mut record = confirmed(Severity::High, now);
    set_status(&mut record, status, now);
    assert_eq!(clock(&record, "K3", now), None);
}

#[rstest]
#[case::before("2026-11-25T12:59:59Z", false)]
#[case::exactly("2026-11-25T13:00:00Z", false)]
#[case::strictly_after("2026-11-25T13:00:01Z", true)]
fn long_remediation_strikes_strictly_after_three_hours(#[case] now: &str, #[case] struck: bool) {
    let record = Record::open(at("2026-11-25T10:00Z"), time("2026-11-25T10:00Z"));
    let clock = clock(&record, "K6", at(now)).expect("it runs");
    assert_eq!(clock.is_overdue(at(now)), struck);
}

#[test]
fn long_remediation_is_settled_by_the_mode_and_rearmed_by_reopening() {
    let start = at("2026-11-25T10:00Z");
    let mut record = confirmed(Severity::High, start);
    let later = start + TimeDelta::hours(4);
    set_mode(&mut record, WorkingMode::AroundTheClock, later);
    assert_eq!(clock(&record, "K6", later), None);
    set_status(&mut record, Status::Resolved, later);
    assert_eq!(
        long_remediation_at(&record.incident, &record.playbook),
        None
    );
    let again = start + TimeDelta::hours(24);
    set_status(&mut record, Status::Confirmed, again);
    let rearmed = clock(&record, "K6", again).expect("it runs again");
    assert_eq!(rearmed.due_at, again + TimeDelta::hours(3));
}

#[test]
fn going_back_to_investigating_does_not_rearm_long_remediation() {
    let start = at("2026-11-25T10:00Z");
    let mut record = confirmed(Severity::High, start);
    let later = start + TimeDelta::hours(2);
    set_status(&mut record, Status::Investigating, later);
    let clock = clock(&record, "K6", later).expect("it runs");
    assert_eq!(clock.due_at, start + TimeDelta::hours(3));
}

#[rstest]
#[case::midnight(
    "2026-11-22T23:00-05:00",
    "2026-11-23T02:00-05:00",
    "3 h 00 min since 23:00"
)]
#[case::clocks_forward(
    "2026-03-08T00:30-05:00",
    "2026-03-08T04:30-04:00",
    "3 h 00 min since 00:30"
)]
#[case::clocks_back(
    "2026-11-01T00:30-04:00",
    "2026-11-01T02:30-05:00",
    "3 h 00 min since 00:30"
)]
fn shifts_last_three_hours_of_real_time(
    #[case] from: &str,
    #[case] due_at: &str,
    #[case] reason: &str,
) {
    let record = Record::open(at(from), time(from));
    let shift = clock(&record, "K7:Farmer Jane", at(from)).expect("the IC is on shift");
    assert_eq!(shift.due_at, at(due_at));
    assert_eq!(shift.reason, reason);
    assert_eq!(shift.name, "IC shift: Farmer Jane");
    assert_eq!(shift.command, "handoff");
}

#[test]
fn every_person_has_a_shift_of_their_own() {
    let start = at("2026-11-25T10:00Z");
    let mut record = Record::open(start, When::exact(start));
    let later = start + TimeDelta::hours(1);
    let person = "Dave".to_owned();
    record.run(Command::StartShift(ShiftStarted::of(person.clone())), later);
    let shift = clock(&record, "K7:Dave", later).expect("Dave is on shift");
    assert_eq!(shift.due_at, later + TimeDelta::hours(3));
    assert_eq!(shift.command, "shift");
    record.run(Command::EndShift { person }, later);
    assert_eq!(clock(&record, "K7:Dave", later), None);
    assert!(clock(&record, "K7:Farmer Jane", later).is_some());
}

#[test]
fn a_snooze_holds_until_its_time() {
    let start = at("2026-11-25T10:00Z");
    let mut record = Record::open(start, When::exact(start - TimeDelta::hours(2)));
    let until = start + TimeDelta::minutes(15);
    snooze(&mut record, "K1", Some(until), start);
    let notice = clock(&record, "K1", start).expect("owed");
    assert_eq!(
        notice.urgency(until - TimeDelta::seconds(1)),
        Urgency::Snoozed
    );
    assert_eq!(notice.urgency(until), Urgency::Overdue);
}

#[test]
fn a_snooze_for_good_ends_with_the_round_it_was_for() {
    let start = at("2026-11-25T10:00-05:00");
    let mut record = confirmed(Severity::High, start);
    snooze(&mut record, "K3", None, start);
    let in_a_year = start + TimeDelta::days(365);
    let sitrep = clock(&record, "K3", start).expect("owed");
    assert_eq!(sitrep.urgency(in_a_year), Urgency::Snoozed);
    let later = start + TimeDelta::hours(1);
    send(&mut record, "sitrep", true, later);
    let next = clock(&record, "K3", later).expect("the next one");
    assert_eq!(next.urgency(in_a_year), Urgency::Overdue);
}

#[test]
fn the_wall_shows_overdue_notice_first_and_snoozed_clocks_last() {
    let start = at("2026-11-25T10:00-05:00");
    let mut record = confirmed(Severity::High, start);
    let now = start + TimeDelta::hours(5);
    snooze(&mut record, "K6", None, now);
    let clocks = due(&record.incident, &record.playbook, now);
    let keys: Vec<&str> = clocks.iter().map(|clock| clock.key.as_str()).collect();
    assert_eq!(keys, ["K1", "K3", "K7:Farmer Jane", "K6"]);
}
