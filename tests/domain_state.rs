//! The state machine with its guards.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use rstest::rstest;
use sitroom::domain::apply::fold;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Event, Field};
use sitroom::domain::ids::{FixId, ItemId};
use sitroom::domain::incident::{
    Fix, FixClass, FixState, Incident, Mark, Moment, PlaybookRef, Severity, Status,
};
use sitroom::domain::time::{Instant, When, Zone};

fn start() -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::days(20_000)
}

/// Each command at a minute of its own, so that each is one step of undo.
fn minute(n: usize) -> Instant {
    start() + TimeDelta::minutes(i64::try_from(n).expect("small"))
}

fn next_minute(record: &Record) -> Instant {
    minute(record.entries.len() + 1)
}

fn opened() -> Record {
    Record::open(start(), When::exact(start()))
}

fn do_it(record: &mut Record, command: Command) -> Vec<Event> {
    let now = next_minute(record);
    record.run(command, now)
}

fn status(to: Status, reason: &str) -> Command {
    let reason = reason.into();
    Command::SetStatus { to, reason }
}

fn severity(to: Severity) -> Command {
    let reason = String::new();
    Command::SetSeverity { to, reason }
}

fn add_fix(class: FixClass) -> Command {
    Command::AddFix {
        text: "mend the fence".into(),
        class,
        owner: String::new(),
    }
}

fn close() -> Command {
    Command::SetClosed {
        closed: true,
        reason: String::new(),
    }
}

fn in_status(status: Status) -> Record {
    let mut record = opened();
    do_it(&mut record, severity(Severity::High));
    let path: &[Status] = match status {
        Status::Investigating => &[],
        Status::Confirmed => &[Status::Confirmed],
        Status::Resolved => &[Status::Confirmed, Status::Resolved],
        Status::FalseAlarm => &[Status::FalseAlarm],
    };
    for step in path {
        do_it(&mut record, self::status(*step, "so it is"));
    }
    record
}

/// Asks without and then with an override; returns the guard that stood in the way.
fn guard_of(record: &mut Record, command: Command) -> Option<&'static str> {
    let now = next_minute(record);
    let before = record.incident.clone();
    let request = Request::local(command, "Farmer Jane");
    let refusal = record.ask(&request, now).expect_err("it is guarded");
    assert_eq!(record.incident, before, "a refusal changes nothing");
    let guard = refusal.guard?;
    let blank = record.ask(&request.clone().overriding("  "), now);
    assert!(blank.is_err(), "a blank reason is none");
    let events = record.ask(&request.overriding("we know better"), now);
    let events = events.expect("a reason is enough");
    let recorded = Event::Overridden {
        guard: guard.into(),
        cause: refusal.cause,
        reason: "we know better".into(),
    };
    assert_eq!(events.last(), Some(&recorded));
    Some(guard)
}

#[test]
fn t1_opening_begins_an_investigation_with_the_ic_on_shift() {
    let record = opened();
    let incident = &record.incident;
    assert_eq!(incident.status, Status::Investigating);
    assert_eq!(incident.severity, Severity::Unknown);
    assert_eq!(incident.ic, "Farmer Jane");
    assert!(incident.shift_of("Farmer Jane").is_some());
    assert_eq!(incident.moments[&Moment::Discovered], When::exact(start()));
}

#[test]
fn nothing_can_be_asked_before_opening_nor_opened_twice() {
    let mut record = opened();
    let Event::Opened(_) = &record.entries[0].event else {
        panic!("the first entry opens");
    };
    let mut empty = opened();
    empty.incident = Incident::default();
    let asked = empty.ask(&Request::local(close(), "Dave"), start());
    assert_eq!(asked.expect_err("not open").guard, None);
    let opening = sitroom::domain::command::Opening {
        incident: record.incident.id.clone(),
        playbook: PlaybookRef::default(),
        exercise: false,
        zone: Zone::UTC,
        title: "Again".into(),
        details: String::new(),
        reporter: String::new(),
        ic: "Dave".into(),
        responders: Vec::new(),
        aware: When::Unknown,
    };
    let again = Request::local(Command::Open(Box::new(opening)), "Dave");
    assert!(record.ask(&again, start()).is_err());
}

#[rstest]
#[case::t2(Status::Investigating, Status::Confirmed, "")]
#[case::t3(Status::Investigating, Status::FalseAlarm, "a drill nobody knew of")]
#[case::t4(Status::Confirmed, Status::FalseAlarm, "it was the wind")]
#[case::back(Status::Confirmed, Status::Investigating, "not so sure")]
#[case::t6(Status::Confirmed, Status::Resolved, "")]
#[case::t8(Status::Resolved, Status::Confirmed, "still there")]
#[case::alarm_was_real(Status::FalseAlarm, Status::Confirmed, "real after all")]
#[case::look_again(Status::FalseAlarm, Status::Investigating, "look again")]
fn statuses_move(#[case] from: Status, #[case] to: Status, #[case] reason: &str) {
    let mut record = in_status(from);
    let events = do_it(&mut record, status(to, reason));
    let reason = reason.into();
    assert_eq!(events, [Event::StatusChanged { from, to, reason }]);
    assert_eq!(record.incident.status, to);
    assert_eq!(do_it(&mut record, status(to, "again")), []);
}

#[rstest]
#[case::t3(Status::Investigating, Status::FalseAlarm)]
#[case::t4(Status::Confirmed, Status::FalseAlarm)]
#[case::t8(Status::Resolved, Status::Confirmed)]
#[case::back(Status::Confirmed, Status::Investigating)]
fn some_moves_need_a_reason(#[case] from: Status, #[case] to: Status) {
    let mut record = in_status(from);
    let asked = record.ask(
        &Request::local(status(to, " "), "Dave"),
        next_minute(&record),
    );
    assert_eq!(asked.expect_err("no reason given").guard, None);
}

#[test]
fn confirming_needs_severity_and_responders() {
    for responders in ["", "Spot"] {
        let mut record = opened();
        let (field, to) = (Field::Responders, responders.to_owned());
        do_it(&mut record, Command::SetField { field, to });
        let guard = guard_of(&mut record, status(Status::Confirmed, ""));
        assert_eq!(guard, Some("confirm-incomplete"));
    }
}

#[test]
fn a_false_alarm_that_was_real_is_confirmed_like_any_other() {
    let mut record = opened();
    do_it(&mut record, status(Status::FalseAlarm, "the wind"));
    let guard = guard_of(&mut record, status(Status::Confirmed, "no, foxes"));
    assert_eq!(guard, Some("confirm-incomplete"));
}

#[rstest]
#[case::unconfirmed(Status::Investigating, "resolve-unconfirmed")]
#[case::false_alarm(Status::FalseAlarm, "resolve-false-alarm")]
fn only_the_confirmed_is_resolved(#[case] from: Status, #[case] guard: &str) {
    let mut record = in_status(from);
    let found = guard_of(&mut record, status(Status::Resolved, "over"));
    assert_eq!(found, Some(guard));
}

#[test]
fn immediate_remediation_is_verified_before_resolved() {
    let mut record = in_status(Status::Confirmed);
    do_it(&mut record, add_fix(FixClass::Immediate));
    do_it(&mut record, add_fix(FixClass::LongTerm));
    let (id, from, to) = (FixId(1), FixState::Open, FixState::Done);
    do_it(&mut record, Command::MoveFix { id, from, to });
    assert!(record.incident.fix(id).is_some_and(Fix::blocks_resolve));
    let by = "Spot".to_owned();
    do_it(&mut record, Command::VerifyFix { id, by });
    do_it(&mut record, status(Status::Resolved, ""));
    assert_eq!(record.incident.status, Status::Resolved);
}

#[test]
fn unverified_remediation_is_overridden_or_deferred_with_a_reason() {
    let mut record = in_status(Status::Confirmed);
    do_it(&mut record, add_fix(FixClass::Immediate));
    let id = FixId(1);
    let by = "Spot".to_owned();
    let guard = guard_of(&mut record, status(Status::Resolved, ""));
    assert_eq!(guard, Some("resolve-unverified"));
    let guard = guard_of(&mut record, Command::VerifyFix { id, by });
    assert_eq!(guard, Some("verify-not-done"));
    let (class, reason) = (FixClass::LongTerm, String::new());
    let guard = guard_of(&mut record, Command::ReclassifyFix { id, class, reason });
    assert_eq!(guard, Some("defer-remediation"));
}

#[test]
fn exposure_brings_its_situation_and_its_remediation() {
    let mut record = in_status(Status::Confirmed);
    do_it(&mut record, Command::SetExposure { exposed: true });
    assert!(record.incident.situations.contains("information-exposure"));
    assert_eq!(record.incident.fixes.len(), 2);
    let (situation, applies) = ("information-exposure".to_owned(), false);
    do_it(&mut record, Command::SetSituation { situation, applies });
    let (id, from, to) = (FixId(1), FixState::Open, FixState::Done);
    do_it(&mut record, Command::MoveFix { id, from, to });
    let by = "Spot".to_owned();
    do_it(&mut record, Command::VerifyFix { id, by });
    let guard = guard_of(&mut record, status(Status::Resolved, ""));
    assert_eq!(guard, Some("resolve-exposure"));
}

#[test]
fn closing_waits_for_the_end_and_for_the_report() {
    let mut active = in_status(Status::Confirmed);
    assert_eq!(guard_of(&mut active, close()), Some("close-active"));
    let mut record = in_status(Status::Resolved);
    for n in ["M2", "P1"] {
        let asked = record.ask(&Request::local(close(), "Dave"), next_minute(&record));
        assert_eq!(asked.expect_err(n).guard, Some("close-unfinished"));
        let (item, mark) = (ItemId::new(n), Some(Mark::Done));
        let reason = String::new();
        do_it(&mut record, Command::MarkItem { item, mark, reason });
    }
    do_it(&mut record, close());
    assert!(record.incident.closed);
}

#[test]
fn a_line_that_ticks_itself_is_not_ticked_by_hand_without_a_reason() {
    let mut record = opened();
    let mark = Some(Mark::Done);
    let tick = |item| Command::MarkItem {
        item: ItemId::new(item),
        mark,
        reason: String::new(),
    };
    assert_eq!(guard_of(&mut record, tick("A1")), Some("tick-derived"));
    assert_eq!(do_it(&mut record, tick("A1")), [], "it is ticked by now");
    let from_issue = Request::from_issue(tick("P2"), "octocat", None);
    let ticked = record.ask(&from_issue, next_minute(&record));
    assert!(ticked.is_ok(), "a tick on the issue is taken as it is");
}

#[test]
fn an_override_that_changes_nothing_is_not_recorded() {
    let mut record = in_status(Status::Investigating);
    do_it(&mut record, add_fix(FixClass::LongTerm));
    let (id, class, reason) = (FixId(1), FixClass::LongTerm, String::new());
    let request = Request::local(Command::ReclassifyFix { id, class, reason }, "Dave");
    let decided = record.ask(&request.overriding("why not"), next_minute(&record));
    assert_eq!(decided, Ok(Vec::new()));
}

#[test]
fn reopening_opens_the_record_and_takes_back_its_end() {
    let mut record = in_status(Status::Resolved);
    let confirmed = record.incident.moments[&Moment::Confirmed];
    let now = next_minute(&record);
    let request = Request::local(close(), "Dave").overriding("a test");
    record.ask(&request, now).expect("closed");
    do_it(&mut record, status(Status::Confirmed, "still there"));
    let incident = &record.incident;
    assert!(!incident.closed && incident.is_active());
    assert!(!incident.moments.contains_key(&Moment::Resolved));
    assert!(!incident.moments.contains_key(&Moment::Closed));
    assert_eq!(incident.moments[&Moment::Confirmed], confirmed);
    assert_eq!(incident.reopened_at, incident.confirmed_at);
}

#[test]
fn a_moment_set_by_hand_stays_until_the_record_opens_again() {
    let mut record = in_status(Status::Resolved);
    let (moment, when) = (Moment::Closed, When::exact(minute(500)));
    let (now, ahead) = (
        next_minute(&record),
        Command::SetMoment {
            moment,
            when,
            automatic: false,
        },
    );
    let request = Request::local(ahead, "Farmer Jane").overriding("it will be then");
    record.ask(&request, now).expect("an override is enough");
    for closed in [true, false, true] {
        let (now, reason) = (next_minute(&record), String::new());
        let request = Request::local(Command::SetClosed { closed, reason }, "Dave");
        let decided = record.ask(&request.overriding("a test"), now);
        decided.expect("an override is enough");
        let expected = match (closed, record.entries.len()) {
            (false, _) => None,
            (true, n) if n < 9 => Some(when),
            (true, _) => Some(When::exact(now)),
        };
        let found = record.incident.moments.get(&Moment::Closed).copied();
        assert_eq!(found, expected, "closed {closed}");
    }
}

#[test]
fn t5_severity_changes_at_any_time_and_t9_command_changes_hands() {
    let mut record = opened();
    for to in [Severity::High, Severity::Low, Severity::Unknown] {
        do_it(&mut record, severity(to));
        assert_eq!(record.incident.severity, to);
    }
    let to = "Dave".to_owned();
    do_it(&mut record, Command::SetIc { to });
    assert_eq!(record.incident.ic, "Dave");
    assert_eq!(record.incident.commands.len(), 2);
    assert!(record.incident.shift_of("Dave").is_some());
    let overlap = record.incident.shift_of("Farmer Jane");
    assert!(overlap.is_some(), "the outgoing IC leaves by herself");
}

#[rstest]
#[case::investigating(Status::Investigating, "event")]
#[case::confirmed(Status::Confirmed, "incident")]
#[case::resolved(Status::Resolved, "incident")]
#[case::false_alarm(Status::FalseAlarm, "event")]
fn it_is_an_event_until_it_is_confirmed(#[case] status: Status, #[case] noun: &str) {
    assert_eq!(in_status(status).incident.noun(), noun);
}

#[test]
fn the_opening_keeps_its_precision() {
    let happened: When = "2024-10-04T09:15-04:00".parse().expect("a time");
    let mut first = opened().entries.remove(0);
    first.happened = happened;
    let incident = fold(&[first]);
    assert_eq!(incident.moments[&Moment::Opened], happened);
}

#[test]
fn a_snooze_into_the_past_is_refused() {
    let mut record = opened();
    let snooze = Command::SnoozeClock {
        clock: "K1".into(),
        until: Some(start()),
        reason: "busy".into(),
    };
    assert!(
        record
            .ask(&Request::local(snooze, "Dave"), start())
            .is_err()
    );
}

#[rstest]
#[case::now(0, true)]
#[case::clocks_differ_a_little(4, true)]
#[case::a_slip_of_the_date(24 * 60, false)]
fn a_time_in_the_future_needs_a_reason(#[case] minutes: i64, #[case] taken: bool) {
    let mut record = opened();
    let now = next_minute(&record);
    let when = When::exact(now + chrono::TimeDelta::minutes(minutes));
    let moment = Moment::Discovered;
    let request = Request::local(
        Command::SetMoment {
            moment,
            when,
            automatic: false,
        },
        "Farmer Jane",
    );
    let decided = record.ask(&request, now);
    assert_eq!(decided.is_ok(), taken, "{decided:?}");
    let because = request.overriding("the clock of that machine is wrong");
    record.ask(&because, now).expect("a reason is enough");
}

#[test]
fn one_reason_goes_past_nothing_that_was_not_said() {
    let mut record = opened();
    let add = Command::AddFix {
        text: "mend the fence".into(),
        class: FixClass::Immediate,
        owner: String::new(),
    };
    do_it(&mut record, add);
    let now = next_minute(&record);
    let request = Request::local(status(Status::Resolved, ""), "Farmer Jane");
    let refusal = record.ask(&request, now).expect_err("it is guarded");
    assert!(refusal.cause.contains("never confirmed"), "{refusal}");
    assert!(refusal.cause.contains("R1"), "{refusal}");
}

#[rstest]
#[case::started_before_it_was_discovered(Moment::Started, -60, None)]
#[case::started_after_it_was_discovered(Moment::Started, 60, Some("discovered would be at"))]
#[case::contained_before_it_was_discovered(Moment::Contained, -60, Some("contained would be at"))]
#[case::contained_after(Moment::Contained, 60, None)]
fn a_moment_out_of_order_needs_a_reason(
    #[case] moment: Moment,
    #[case] minutes: i64,
    #[case] cause: Option<&str>,
) {
    let mut record = opened();
    let aware = record.incident.aware_at().expect("it is known");
    let when = When::exact(aware + chrono::TimeDelta::minutes(minutes));
    let (now, automatic) = (aware + chrono::TimeDelta::minutes(90), false);
    let set = Command::SetMoment {
        moment,
        when,
        automatic,
    };
    let request = Request::local(set, "Farmer Jane");
    let decided = record.ask(&request, now);
    assert_eq!(decided.is_ok(), cause.is_none(), "{decided:?}");
    if let (Err(refusal), Some(cause)) = (decided, cause) {
        assert_eq!(refusal.guard, Some("moment-order"));
        assert!(refusal.cause.contains(cause), "{refusal}");
        let because = request.overriding("their clock was wrong");
        record.ask(&because, now).expect("a reason is enough");
    }
}
