//! People: shifts and their clocks, rests, roles, what they were asked, who wrote last.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use rstest::rstest;
use sitroom::domain::clock::{Due, Urgency, due};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::Refusal;
use sitroom::domain::event::{Event, ShiftStarted};
use sitroom::domain::ids::AskId;
use sitroom::domain::incident::{FixClass, Incident, Moment, Severity, Status};
use sitroom::domain::metrics::labour;
use sitroom::domain::next::next;
use sitroom::domain::people::{
    AskAsked, AskLine, AskState, Elsewhere, Person, PersonWish, RosterAsked, open_asks, people,
    read_ask, suggest_mode, working_since,
};
use sitroom::domain::playbook::{Playbook, WorkingMode};
use sitroom::domain::rotation::{Rotation, RotationAsked, Slot};
use sitroom::domain::time::{Instant, Span, When};

fn at(text: &str) -> Instant {
    let when: When = text.parse().expect("a time");
    when.earliest().expect("a known time")
}

const START: &str = "2026-11-25T10:00-05:00";

fn start() -> Instant {
    at(START)
}

fn after(minutes: i64) -> Instant {
    start() + TimeDelta::minutes(minutes)
}

/// A record on a shipped process; Farmer Jane took charge, Spot responds.
fn opened_at(now: Instant) -> Record {
    let mut record = Record::open(now, When::exact(now));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    record
}

fn opened() -> Record {
    opened_at(start())
}

fn come(record: &mut Record, person: &str, now: Instant) -> Vec<Event> {
    record.run(Command::StartShift(ShiftStarted::of(person)), now)
}

fn go(record: &mut Record, person: &str, now: Instant) -> Vec<Event> {
    let person = person.to_owned();
    record.run(Command::EndShift { person }, now)
}

fn roster(person: &str, wish: PersonWish) -> Command {
    Command::ChangeRoster(RosterAsked {
        person: person.to_owned(),
        wish,
    })
}

fn refused(record: &mut Record, command: Command, now: Instant) -> Refusal {
    let request = Request::local(command, "Farmer Jane");
    record.ask(&request, now).expect_err("it is refused")
}

fn clock(record: &Record, key: &str, now: Instant) -> Option<Due> {
    let all = due(&record.incident, &record.playbook, now);
    all.into_iter().find(|due| due.key == key)
}

fn person(record: &Record, name: &str, others: &[Elsewhere], now: Instant) -> Person {
    let all = people(&record.incident, &record.playbook, others, now);
    let found = all.into_iter().find(|person| person.name == name);
    found.unwrap_or_else(|| panic!("{name} is not on the roster"))
}

fn put(to: &str, question: &str, minutes: i64) -> Command {
    Command::HandleAsk(AskAsked::Put {
        to: to.to_owned(),
        question: question.to_owned(),
        within: Span::minutes(minutes),
    })
}

#[rstest]
#[case::by_day("2026-11-25T10:00-05:00", "2026-11-25T13:00-05:00")]
#[case::over_midnight("2026-11-25T22:30-05:00", "2026-11-26T01:30-05:00")]
#[case::over_the_end_of_a_year("2026-12-31T23:00-05:00", "2027-01-01T02:00-05:00")]
#[case::clocks_go_back("2026-11-01T00:30-04:00", "2026-11-01T02:30-05:00")]
#[case::clocks_go_forward("2026-03-08T01:30-05:00", "2026-03-08T05:30-04:00")]
fn a_shift_is_three_hours_of_real_time(#[case] from: &str, #[case] until: &str) {
    let mut record = opened_at(at(from));
    come(&mut record, "Farmer Dave", at(from));
    let shift = clock(&record, "K7:Farmer Dave", at(from)).expect("Dave is on shift");
    assert_eq!(shift.due_at, at(until));
    let shown = person(&record, "Farmer Dave", &[], at(from));
    assert_eq!(shown.left(at(from)), Some(Span::hours(3)));
}

#[rstest]
#[case::time_enough(149, Urgency::Calm)]
#[case::half_an_hour_before(150, Urgency::Soon)]
#[case::at_the_end(180, Urgency::Soon)]
#[case::over(181, Urgency::Overdue)]
fn the_end_of_a_shift_is_told_half_an_hour_before(#[case] minutes: i64, #[case] urgency: Urgency) {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let now = after(minutes);
    let shift = clock(&record, "K7:Farmer Dave", now).expect("Dave is on shift");
    assert_eq!(shift.urgency(now), urgency);
    assert_eq!(shift.calls(now), urgency != Urgency::Calm);
}

#[test]
fn who_comes_back_from_a_rest_is_told_half_an_hour_before_where_people_work_through() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let until = after(600);
    record.run(
        roster("Farmer Dave", PersonWish::SendHome(Some(until))),
        after(60),
    );
    assert_eq!(clock(&record, "in:Farmer Dave", after(580)), None);
    let mode = WorkingMode::AroundTheClock;
    let reason = String::new();
    record.run(Command::SetWorkingMode { mode, reason }, after(70));
    assert_eq!(clock(&record, "in:Farmer Dave", after(569)), None);
    let due = clock(&record, "in:Farmer Dave", after(571)).expect("he is told");
    assert!(due.calls(after(571)));
    assert_eq!(due.due_at, until);
    come(&mut record, "Farmer Dave", after(601));
    assert_eq!(clock(&record, "in:Farmer Dave", after(601)), None);
}

/// A rotation of three shifts of three hours each, from the second hour on; Spot comes twice.
fn rotation() -> Rotation {
    let shift = |person: &str, from: i64, to: i64| Slot {
        id: None,
        person: person.to_owned(),
        from: after(from),
        to: after(to),
        reason: String::new(),
    };
    Rotation {
        from: after(120),
        to: after(660),
        slots: vec![
            shift("Farmer Dave", 120, 300),
            shift("Spot the Dog", 300, 480),
            // It goes on: that is nobody's coming.
            shift("Spot the Dog", 480, 660),
        ],
    }
}

fn accept(record: &mut Record, rotation: Rotation, now: Instant) {
    let asked = RotationAsked {
        seen: record.incident.rotation.holds_by(),
        rotation,
        others: Vec::new(),
    };
    let command = Command::SetRotation(Box::new(asked));
    let request = Request::local(command, "Farmer Jane").overriding("so");
    record.ask(&request, now).expect("it is accepted");
}

#[test]
fn who_is_planned_next_is_told_half_an_hour_before_by_the_plan_until_they_are_in() {
    let mut record = opened();
    for name in ["Farmer Dave", "Spot the Dog"] {
        let role = "responder".to_owned();
        record.run(roster(name, PersonWish::Add(role)), after(1));
    }
    // The rest of Dave ends in the middle of nothing.
    let until = Some(after(60));
    record.run(
        roster("Farmer Dave", PersonWish::NotBefore(until)),
        after(2),
    );
    let (mode, reason) = (WorkingMode::AroundTheClock, String::new());
    record.run(Command::SetWorkingMode { mode, reason }, after(3));
    accept(&mut record, rotation(), after(4));
    let dave = |record: &Record, at| clock(record, "in:Farmer Dave", after(at));
    assert_eq!(dave(&record, 40), None, "his rest is not what counts");
    assert_eq!(dave(&record, 89), None);
    let due = dave(&record, 91).expect("he is told");
    assert!(due.calls(after(91)));
    assert_eq!((due.started_at, due.due_at), (after(90), after(120)));
    assert!(
        due.ask
            .starts_with("Call Farmer Dave: their shift begins at "),
        "{}",
        due.ask
    );
    // It stays one clock while he does not come, and is over when he does.
    let later = dave(&record, 130).expect("he did not come");
    assert_eq!(later.started_at, due.started_at);
    come(&mut record, "Farmer Dave", after(131));
    assert_eq!(dave(&record, 131), None);
    go(&mut record, "Farmer Dave", after(150));
    assert_eq!(dave(&record, 151), None, "he was in");
    let spot = |at| clock(&record, "in:Spot the Dog", after(at));
    assert_eq!(spot(269), None);
    assert_eq!(spot(271).map(|due| due.due_at), Some(after(300)));
    assert_eq!(
        spot(470),
        None,
        "whoever did not come for an hour is another matter"
    );
}

#[test]
fn a_plan_that_is_called_off_tells_nobody() {
    let mut record = opened();
    accept(&mut record, rotation(), after(4));
    assert!(clock(&record, "in:Farmer Dave", after(100)).is_some());
    let none = Rotation {
        slots: Vec::new(),
        ..rotation()
    };
    accept(&mut record, none, after(95));
    assert_eq!(clock(&record, "in:Farmer Dave", after(100)), None);
}

#[test]
fn an_ic_who_is_also_a_responder_has_one_shift() {
    let mut record = opened();
    assert_eq!(come(&mut record, "Farmer Jane", after(30)), []);
    assert_eq!(come(&mut record, "@farmer jane", after(31)), []);
    assert_eq!(record.incident.shifts.len(), 1);
    assert_eq!(labour(&record.incident, after(60)), Span::hours(1));
    let jane = person(&record, "Farmer Jane", &[], after(60));
    assert!(jane.is_ic);
    assert_eq!((jane.role.as_str(), jane.here), ("IC", Span::hours(1)));
}

#[test]
fn labour_is_the_sum_of_shifts() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", after(10));
    come(&mut record, "Spot", after(20));
    go(&mut record, "Farmer Dave", after(100));
    come(&mut record, "Farmer Dave", after(200));
    let now = after(260);
    // Jane 260, Dave 90 and 60, Spot 240.
    assert_eq!(labour(&record.incident, now), Span::minutes(650));
    let all = people(&record.incident, &record.playbook, &[], now);
    let sum: i64 = all.iter().map(|person| person.here.as_seconds()).sum();
    assert_eq!(Span::seconds(sum), Span::minutes(650));
    assert!(clock(&record, "K13", now).expect("it is shown").informs);
}

/// Another incident on this machine, at which somebody worked.
fn other(title: &str, shifts: &[(&str, i64, Option<i64>)]) -> Elsewhere {
    let mut record = opened_at(after(-600));
    record.incident.shifts.clear();
    for (person, from, to) in shifts {
        come(&mut record, person, after(*from));
        if let Some(to) = to {
            go(&mut record, person, after(*to));
        }
    }
    let mut other = Elsewhere::of(&record.incident);
    title.clone_into(&mut other.title);
    other
}

#[rstest]
#[case::from_a_rest(&[("Farmer Dave", -300, Some(-60))], None)]
#[case::straight_from_another(&[("Farmer Dave", -100, Some(-5))], Some(-100))]
#[case::still_on_another(&[("Farmer Dave", -100, None)], Some(-100))]
#[case::from_two_without_a_break(
    &[("Farmer Dave", -200, Some(-110)), ("Farmer Dave", -100, Some(-1))], Some(-200))]
#[case::somebody_else(&[("Spot", -100, None)], None)]
#[case::in_other_letters(&[("farmer dave", -100, None)], Some(-100))]
fn the_clock_of_a_shift_is_a_persons_across_incidents(
    #[case] elsewhere: &[(&str, i64, Option<i64>)],
    #[case] since: Option<i64>,
) {
    let others = [other("The fox", elsewhere)];
    let mut record = opened();
    let started = ShiftStarted {
        person: "Farmer Dave".into(),
        working_since: working_since(&others, "Farmer Dave", start()),
    };
    assert_eq!(started.working_since, since.map(after));
    record.run(Command::StartShift(started), start());
    let shift = clock(&record, "K7:Farmer Dave", start()).expect("Dave is on shift");
    assert_eq!(shift.due_at, after(since.unwrap_or_default() + 180));
    // The labour of an incident is what was worked on it.
    assert_eq!(labour(&record.incident, after(30)), Span::hours(1));
}

#[test]
fn hours_on_two_incidents_at_once_count_once() {
    let others = [
        other("The fox", &[("Farmer Dave", -60, Some(60))]),
        other(
            "The goose",
            &[("Farmer Dave", 30, Some(90)), ("Spot", 0, Some(10))],
        ),
    ];
    let mut record = opened();
    come(&mut record, "Farmer Dave", after(0));
    go(&mut record, "Farmer Dave", after(40));
    let dave = person(&record, "Farmer Dave", &others, after(120));
    assert_eq!(dave.here, Span::minutes(40));
    assert_eq!(dave.everywhere, Span::minutes(150));
    assert!(dave.also_on.is_empty());
}

/// Another incident, on which Farmer Dave came and never went; it began ten hours before.
fn ended(minutes: i64, to: Status, is_closed: bool) -> Elsewhere {
    let mut record = opened_at(after(-600));
    come(&mut record, "Farmer Dave", after(-600));
    let reason = "as it turned out".to_owned();
    let request = Request::local(Command::SetStatus { to, reason }, "Farmer Jane");
    let request = request.overriding("it is so");
    record.ask(&request, after(minutes)).expect("it is done");
    if is_closed {
        let close = Command::SetClosed {
            closed: true,
            reason: "the report is out".into(),
        };
        let request = Request::local(close, "Farmer Jane").overriding("it is so");
        record
            .ask(&request, after(minutes + 30))
            .expect("it is closed");
        assert!(record.incident.closed);
    }
    Elsewhere::of(&record.incident)
}

/// What is over counts as long as it lasted, and its shifts end with it; whoever worked on it
/// is not asked for there any more.
#[rstest]
#[case::resolved(ended(-480, Status::Resolved, false))]
#[case::false_alarm(ended(-480, Status::FalseAlarm, false))]
#[case::closed(ended(-480, Status::Resolved, true))]
fn an_incident_that_is_over_counts_in_the_time_of_all_incidents(#[case] over: Elsewhere) {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let others = [over, other("The fox", &[("Farmer Dave", -60, Some(-30))])];
    let dave = person(&record, "Farmer Dave", &others, after(45));
    assert_eq!(dave.here, Span::minutes(45));
    assert_eq!(dave.everywhere, Span::minutes(120 + 30 + 45));
    assert!(dave.also_on.is_empty());
    assert_eq!(working_since(&others, "Farmer Dave", start()), None);
}

/// Three hours from an evening or a night on, counted from another incident that is still on.
#[rstest]
#[case::over_midnight(
    "2026-11-25T22:00-05:00",
    "2026-11-25T23:30-05:00",
    "2026-11-26T01:00-05:00"
)]
#[case::clocks_go_back(
    "2026-11-01T00:00-04:00",
    "2026-11-01T01:30-04:00",
    "2026-11-01T02:00-05:00"
)]
#[case::clocks_go_forward(
    "2026-03-08T01:00-05:00",
    "2026-03-08T03:30-04:00",
    "2026-03-08T05:00-04:00"
)]
fn the_clock_of_a_person_on_two_incidents_runs_through_the_night(
    #[case] there: &str,
    #[case] here: &str,
    #[case] until: &str,
) {
    let mut first = opened_at(at(there));
    come(&mut first, "Farmer Dave", at(there));
    let others = [Elsewhere::of(&first.incident)];
    let mut record = opened_at(at(here));
    let started = ShiftStarted {
        person: "Farmer Dave".into(),
        working_since: working_since(&others, "Farmer Dave", at(here)),
    };
    record.run(Command::StartShift(started), at(here));
    let shift = clock(&record, "K7:Farmer Dave", at(here)).expect("Dave is on shift");
    assert_eq!(shift.due_at, at(until));
    assert_eq!(shift.warn_at, at(until) - TimeDelta::minutes(30));
    assert!(
        shift.reason.contains(", without a break; here since "),
        "{}",
        shift.reason
    );
    let dave = person(&record, "Farmer Dave", &others, at(until));
    assert_eq!(dave.everywhere, Span::hours(3), "hours at once count once");
}

#[test]
fn an_ic_who_is_listed_as_a_responder_is_one_person_with_one_shift() {
    let mut record = opened();
    let to = "Farmer Jane, Spot, farmer jane".to_owned();
    let field = sitroom::domain::event::Field::Responders;
    record.run(Command::SetField { field, to }, after(1));
    let all = people(&record.incident, &record.playbook, &[], after(60));
    let jane: Vec<_> = all
        .iter()
        .filter(|it| it.name.eq_ignore_ascii_case("farmer jane"))
        .collect();
    assert_eq!(jane.len(), 1, "{jane:#?}");
    assert!(jane[0].is_ic);
    assert_eq!(jane[0].here, Span::hours(1));
    assert_eq!(record.incident.shifts.len(), 1);
    let own = due(&record.incident, &record.playbook, after(60));
    assert_eq!(own.iter().filter(|it| it.key.starts_with("K7:")).count(), 1);
    assert_eq!(labour(&record.incident, after(60)), Span::hours(1));
}

/// How long a shift is, and when its end is told, is data of the process.
#[rstest]
#[case::of_2016("cloud-gov-2016", None, 180, 150)]
#[case::of_2023("cloud-gov-2023", None, 180, 150)]
#[case::six_hours("cloud-gov-2023", Some((360, 60)), 360, 300)]
#[case::four_hours("cloud-gov-2016", Some((240, 15)), 240, 225)]
fn the_length_of_a_shift_is_that_of_the_process(
    #[case] playbook: &str,
    #[case] changed: Option<(i64, i64)>,
    #[case] length: i64,
    #[case] warned: i64,
) {
    let mut record = opened();
    record.playbook = Playbook::shipped(playbook).expect("it ships");
    if let Some((after, warn)) = changed {
        let clocks = record.playbook.clocks.iter_mut();
        let mut shifts = clocks.filter(|clock| clock.id == "K7");
        let clock = shifts.next().expect("it has one");
        clock.after = Some(Span::minutes(after));
        clock.warn = Some(Span::minutes(warn));
    }
    come(&mut record, "Farmer Dave", start());
    let shift = clock(&record, "K7:Farmer Dave", start()).expect("Dave is on shift");
    assert_eq!(
        (shift.due_at, shift.calls_at),
        (after(length), after(warned))
    );
    let dave = person(&record, "Farmer Dave", &[], after(60));
    assert_eq!(dave.left(after(60)), Some(Span::minutes(length - 60)));
    let planned = sitroom::domain::rotation::rules(&record.playbook);
    assert_eq!(planned.length, Span::minutes(length));
}

#[test]
fn who_is_on_shift_elsewhere_is_not_free() {
    let others = [other("The fox", &[("Spot", -60, None)])];
    let record = opened();
    let spot = person(&record, "Spot", &others, start());
    assert_eq!(spot.also_on, ["The fox"]);
    assert!(!spot.is_free());
    assert!(person(&record, "Spot", &[], start()).is_free());
}

#[test]
fn who_may_have_left_without_saying_so_is_asked_for_and_never_assumed_gone() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let shift = |record: &Record, minutes| {
        clock(record, "K7:Farmer Dave", after(minutes)).expect("nobody said that he left")
    };
    assert_eq!(shift(&record, 200).ask, "Relieve Farmer Dave");
    let asked = shift(&record, 211);
    assert_eq!(asked.ask, "Is Farmer Dave still on shift?");
    assert_eq!(asked.command, "still-on-shift");
    record.run(roster("dave", PersonWish::StillOn), after(215));
    assert_eq!(shift(&record, 230).ask, "Relieve Farmer Dave");
    assert_eq!(shift(&record, 246).ask, "Is Farmer Dave still on shift?");
    // However long nobody says anything, he is on shift.
    assert!(record.incident.shift_of("Farmer Dave").is_some());
    let left = Request::local(
        Command::EndShift {
            person: "Farmer Dave".into(),
        },
        "Farmer Jane",
    );
    let left = left.happened(When::exact(after(170)));
    record.ask(&left, after(300)).expect("it is written down");
    assert_eq!(clock(&record, "K7:Farmer Dave", after(300)), None);
    let dave = person(&record, "Farmer Dave", &[], after(300));
    assert_eq!(dave.here, Span::minutes(170));
}

#[test]
fn a_clock_that_was_put_off_for_good_still_asks_whether_somebody_is_there() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let snooze = Command::SnoozeClock {
        clock: "K7:Farmer Dave".into(),
        until: None,
        reason: "he wants to".into(),
    };
    record.run(snooze, after(160));
    let shift = |minutes| clock(&record, "K7:Farmer Dave", after(minutes)).expect("it runs");
    assert_eq!(shift(200).urgency(after(200)), Urgency::Snoozed);
    assert_eq!(shift(211).urgency(after(211)), Urgency::Overdue);
}

#[test]
fn a_longer_shift_needs_a_reason_and_is_due_later() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let extend = |minutes, reason: &str| {
        let by = Span::minutes(minutes);
        let reason = reason.to_owned();
        roster("Farmer Dave", PersonWish::Extend { by, reason })
    };
    let refusal = refused(&mut record, extend(30, " "), after(170));
    assert!(refusal.cause.contains("reason"), "{refusal}");
    refused(&mut record, extend(-30, "less"), after(170));
    record.run(extend(30, "until the lab answers"), after(170));
    let shift = clock(&record, "K7:Farmer Dave", after(170)).expect("Dave is on shift");
    assert_eq!((shift.due_at, shift.warn_at), (after(210), after(180)));
    assert_eq!(shift.urgency(after(170)), Urgency::Calm);
    assert!(
        person(&record, "Farmer Dave", &[], after(170))
            .on
            .expect("on")
            .extended
    );
    record.run(Command::Undo { entry: None }, after(171));
    let shift = clock(&record, "K7:Farmer Dave", after(171)).expect("Dave is on shift");
    assert_eq!(shift.due_at, after(180));
}

#[rstest]
#[case::before_they_came(-30, "came on shift")]
#[case::still_to_come(90, "still to come")]
fn a_shift_ends_at_a_time_that_can_be(#[case] minutes: i64, #[case] why: &str) {
    let mut record = opened();
    let person = "Farmer Jane".to_owned();
    let request = Request::local(Command::EndShift { person }, "Farmer Jane");
    let request = request.overriding("nobody else may");
    let request = request.happened(When::exact(after(minutes)));
    let refusal = record.ask(&request, after(60)).expect_err("it is refused");
    assert!(refusal.cause.contains(why), "{refusal}");
}

#[test]
fn a_shift_is_backdated_but_not_into_one_that_is_over() {
    let mut record = opened_at(after(-120));
    let come_at = |minutes: i64| {
        let command = Command::StartShift(ShiftStarted::of("Farmer Dave"));
        Request::local(command, "Farmer Jane").happened(When::exact(after(minutes)))
    };
    record.ask(&come_at(-60), start()).expect("since an hour");
    assert_eq!(
        record.incident.shift_of("Farmer Dave").unwrap().from,
        after(-60)
    );
    record.ask(&come_at(-90), start()).expect("it was earlier");
    assert_eq!(
        record.incident.shift_of("Farmer Dave").unwrap().from,
        after(-90)
    );
    go(&mut record, "Farmer Dave", start());
    for minutes in [-10, -100] {
        let refusal = record.ask(&come_at(minutes), after(5)).expect_err("twice");
        assert!(refusal.cause.contains("was on shift until"), "{refusal}");
    }
    record.ask(&come_at(3), after(5)).expect("after that one");
}

#[test]
fn whoever_goes_home_rests_and_is_called_before_only_for_a_reason() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let events = record.run(roster("dave", PersonWish::SendHome(None)), after(180));
    assert_eq!(events.len(), 2, "{events:?}");
    let dave = person(&record, "Farmer Dave", &[], after(190));
    assert_eq!((dave.on, dave.rests_until), (None, Some(after(180 + 480))));
    let back = Command::StartShift(ShiftStarted::of("Farmer Dave"));
    let refusal = refused(&mut record, back.clone(), after(200));
    assert_eq!(refusal.guard, Some("resting"));
    let request = Request::local(back, "Farmer Jane").overriding("nobody else knows the fence");
    record.ask(&request, after(200)).expect("for a reason");
    assert!(record.incident.shift_of("Farmer Dave").is_some());
    // One undo takes back the whole of the shift that began; another one the way home.
    record.run(Command::Undo { entry: None }, after(201));
    record.run(Command::Undo { entry: None }, after(202));
    let dave = person(&record, "Farmer Dave", &[], after(203));
    assert_eq!(dave.on.expect("he never went").since, start());
    assert_eq!(dave.rests_until, None);
}

#[test]
fn the_ic_goes_off_shift_after_handing_over_or_with_a_reason() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    go(&mut record, "Farmer Dave", after(30));
    let end = Command::EndShift {
        person: "jane".into(),
    };
    let refusal = refused(&mut record, end.clone(), after(60));
    assert_eq!(refusal.guard, Some("ic-leaves"));
    assert!(
        refusal.hint.contains("`sitroom handoff offer`"),
        "{refusal}"
    );
    let request = Request::local(end, "Farmer Jane").overriding("nobody else may");
    record.ask(&request, after(60)).expect("for a reason");
    // Without a shift there is nothing to end, and nothing to ask.
    assert!(go(&mut record, "Farmer Jane", after(61)).is_empty());

    let mut handed = opened();
    let to = "Spot".to_owned();
    handed.run(Command::SetIc { to }, after(60));
    go(&mut handed, "Farmer Jane", after(75));
    assert_eq!(running(&handed.incident), ["Spot"]);
}

#[test]
fn an_ic_off_shift_is_asked_to_hand_over_when_their_shift_would_have_ended() {
    let mut record = opened();
    let end = Command::EndShift {
        person: "Farmer Jane".into(),
    };
    let request = Request::local(end, "Farmer Jane").overriding("nobody else may");
    record.ask(&request, after(60)).expect("for a reason");
    assert_eq!(clock(&record, "K7:Farmer Jane", after(60)), None);
    let away = clock(&record, "off:Farmer Jane", after(60)).expect("she commands");
    assert_eq!(away.due_at, after(180));
    assert_eq!(away.urgency(after(149)), Urgency::Calm);
    assert_eq!(away.urgency(after(151)), Urgency::Soon);
    assert_eq!(away.urgency(after(181)), Urgency::Overdue);
    assert_eq!(away.command, "handoff");
    come(&mut record, "Farmer Jane", after(200));
    assert_eq!(clock(&record, "off:Farmer Jane", after(200)), None);
}

#[test]
fn the_ic_goes_home_after_handing_over() {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    let home = roster("Farmer Dave, Farmer Jane", PersonWish::SendHome(None));
    let refusal = refused(&mut record, home.clone(), after(180));
    assert_eq!(refusal.guard, Some("ic-leaves"));
    let to = "Spot".to_owned();
    record.run(Command::SetIc { to }, after(181));
    record.run(home, after(182));
    let on: Vec<&str> = running(&record.incident);
    assert_eq!(on, ["Spot"]);
    record.run(Command::Undo { entry: None }, after(183));
    assert_eq!(running(&record.incident).len(), 3);
}

fn running(incident: &Incident) -> Vec<&str> {
    let running = incident.shifts.iter().filter(|shift| shift.to.is_none());
    running.map(|shift| shift.person.as_str()).collect()
}

#[test]
fn roles_are_those_of_the_playbook_and_command_is_none_of_them() {
    let mut record = opened();
    record.run(roster("Spot", PersonWish::Role("Scribe".into())), after(60));
    let spot = person(&record, "Spot", &[], after(90));
    assert_eq!(spot.role, "Scribe");
    assert_eq!(spot.role_since, Some(after(60)));
    assert!(!spot.may_command);
    let dave = roster("Farmer Dave", PersonWish::Add("liaison".into()));
    record.run(dave, after(61));
    assert_eq!(
        person(&record, "Farmer Dave", &[], after(90)).role,
        "Liaison"
    );
    assert!(person(&record, "Farmer Jane", &[], after(90)).may_command);
    for role in ["ic", "king"] {
        refused(
            &mut record,
            roster("Spot", PersonWish::Role(role.into())),
            after(62),
        );
    }
    record.run(Command::Undo { entry: None }, after(63));
    let all = people(&record.incident, &record.playbook, &[], after(90));
    assert!(all.iter().all(|person| person.name != "Farmer Dave"));
}

#[test]
fn the_list_has_the_ic_then_who_is_on_longest_then_who_can_be_called() {
    let mut record = opened();
    for (name, minutes) in [("Farmer Dave", 20), ("The Goose", 10), ("The Fox", 5)] {
        come(&mut record, name, after(minutes));
    }
    record.run(roster("The Fox", PersonWish::SendHome(None)), after(30));
    let all = people(&record.incident, &record.playbook, &[], after(40));
    let names: Vec<&str> = all.iter().map(|person| person.name.as_str()).collect();
    assert_eq!(
        names,
        ["Farmer Jane", "The Goose", "Farmer Dave", "Spot", "The Fox"]
    );
}

#[rstest]
#[case::as_it_is("Farmer Dave", "Farmer Dave")]
#[case::with_a_sign("@farmer dave", "Farmer Dave")]
#[case::one_word("dave", "Farmer Dave")]
#[case::a_word_of_two("farmer", "farmer")]
#[case::nobody("The Fox", "The Fox")]
fn a_person_is_known_by_a_word_of_the_name(#[case] said: &str, #[case] name: &str) {
    let mut record = opened();
    come(&mut record, "Farmer Dave", start());
    record.run(put(said, "where is the fox?", 10), after(1));
    assert_eq!(record.incident.asks[0].to, name);
}

#[test]
fn a_question_counts_down_and_asks_to_come_back() {
    let mut record = opened();
    record.run(put("Spot", "is the bucket public?", 10), after(5));
    let ask = clock(&record, "Q1", after(6)).expect("it is on the wall");
    assert_eq!(ask.urgency(after(6)), Urgency::Calm);
    assert_eq!(ask.left(after(6)), Span::minutes(9));
    let now = after(15) + TimeDelta::seconds(1);
    let ask = clock(&record, "Q1", now).expect("it is on the wall");
    assert!(ask.calls(now));
    assert_eq!(ask.ask, "Come back to Spot: is the bucket public?");
    let step = next(&record.incident, &record.playbook, now).expect("something is due");
    assert_eq!(step.text, ask.ask);
    let id = AskId(1);
    let within = Span::minutes(20);
    record.run(Command::HandleAsk(AskAsked::Extend { id, within }), now);
    let ask = clock(&record, "Q1", now).expect("it is on the wall");
    assert_eq!(ask.due_at, now + TimeDelta::minutes(20));
    let answer = "it was, until noon".to_owned();
    record.run(Command::HandleAsk(AskAsked::Answer { id, answer }), now);
    assert_eq!(clock(&record, "Q1", now), None);
    assert!(open_asks(&record.incident).is_empty());
}

#[test]
fn what_a_handoff_has_to_pass_on_is_every_open_question_the_soonest_first() {
    let mut record = opened();
    record.run(put("Spot", "who has the key?", 30), after(1));
    record.run(put("Spot", "is the bucket public?", 10), after(2));
    record.run(put("Farmer Dave", "where is the fox?", 5), after(3));
    record.run(put("Farmer Dave", "who opened the gate?", 5), after(4));
    let (id, reason) = (AskId(3), String::new());
    record.run(Command::HandleAsk(AskAsked::Drop { id, reason }), after(5));
    let (id, line) = (AskId(4), AskLine::Lead);
    record.run(Command::HandleAsk(AskAsked::Become { id, line }), after(6));
    let open = open_asks(&record.incident).into_iter();
    let open: Vec<AskId> = open.map(|ask| ask.id).collect();
    assert_eq!(open, [AskId(2), AskId(1)]);
}

#[rstest]
#[case::lead(AskLine::Lead, "L1")]
#[case::remediation(AskLine::Fix, "R1")]
fn a_question_becomes_a_line_of_a_board_in_one_step(#[case] line: AskLine, #[case] becomes: &str) {
    let mut record = opened();
    record.run(put("Spot", "is the bucket public?", 10), after(1));
    let id = AskId(1);
    let become_it = Command::HandleAsk(AskAsked::Become { id, line });
    record.run(become_it.clone(), after(2));
    let became = record.incident.asks[0].became.as_ref();
    assert_eq!(became.map(ToString::to_string).as_deref(), Some(becomes));
    let (lead, fix) = (record.incident.leads.first(), record.incident.fixes.first());
    let line = lead.map(|it| (&it.text, &it.owner));
    let line = line.or(fix.map(|it| (&it.text, &it.owner)));
    let (text, owner) = line.expect("it is on a board");
    assert_eq!(
        (text.as_str(), owner.as_str()),
        ("is the bucket public?", "Spot")
    );
    refused(&mut record, become_it, after(3));
    record.run(Command::Undo { entry: None }, after(4));
    assert!(record.incident.asks[0].is_open());
    assert!(record.incident.leads.is_empty() && record.incident.fixes.is_empty());
}

#[test]
fn a_question_that_would_destroy_evidence_as_remediation_is_asked_about() {
    let mut record = opened();
    record.run(put("Spot", "delete the bucket", 10), after(1));
    let (id, line) = (AskId(1), AskLine::Fix);
    let become_it = Command::HandleAsk(AskAsked::Become { id, line });
    let refusal = refused(&mut record, become_it, after(2));
    assert_eq!(refusal.guard, Some("destroys-evidence"));
}

#[test]
fn the_number_of_a_question_that_was_taken_back_is_not_used_again() {
    let mut record = opened();
    record.run(put("Spot", "who has the key?", 10), after(1));
    record.run(Command::Undo { entry: None }, after(2));
    assert!(record.incident.asks.is_empty());
    record.run(put("Spot", "who has the key?", 10), after(3));
    assert_eq!(record.incident.asks[0].id, AskId(2));
    assert_eq!(record.incident.asks[0].state, AskState::Open);
}

#[rstest]
#[case::plain("@dave is the bucket public? 10m", "dave", "is the bucket public?", 10)]
#[case::quoted(
    "@dave \"is the bucket public?\" 1h",
    "dave",
    "is the bucket public?",
    60
)]
#[case::a_name_of_two_words("@Farmer Dave is it public? 5m", "Farmer Dave", "is it public?", 5)]
#[case::in_words("@dave is it public? 25 min", "dave", "is it public?", 25)]
#[case::in_a_word("@dave is it public? 25min", "dave", "is it public?", 25)]
#[case::hours("@dave is it public? 2 hours", "dave", "is it public?", 120)]
#[case::a_number_before_it("@dave is it in 5 10m", "dave", "is it in 5", 10)]
#[case::no_time("dave where is the fox", "dave", "where is the fox", 15)]
fn a_question_is_read_as_it_is_typed(
    #[case] typed: &str,
    #[case] whom: &str,
    #[case] asked: &str,
    #[case] minutes: i64,
) {
    let names = ["Farmer Dave".to_owned(), "Farmer".to_owned()];
    let read = read_ask(&names, typed, Span::minutes(15)).expect("it can be read");
    let expected = AskAsked::Put {
        to: whom.to_owned(),
        question: asked.to_owned(),
        within: Span::minutes(minutes),
    };
    assert_eq!(read, expected);
}

#[rstest]
#[case::nothing("")]
#[case::nobody_asked("@dave")]
#[case::no_question("@dave 10m")]
fn what_is_no_question_is_not_put(#[case] typed: &str) {
    let read = read_ask(&[], typed, Span::minutes(15));
    let is_question = matches!(&read, Some(AskAsked::Put { question, .. }) if question != "10m");
    assert!(!is_question, "{read:?}");
}

#[rstest]
#[case::high(Severity::High, false, Some(WorkingMode::AroundTheClock), "not said")]
#[case::high_and_contained(Severity::High, true, Some(WorkingMode::BusinessHours), "contained")]
#[case::medium(Severity::Medium, false, Some(WorkingMode::BusinessHours), "medium")]
#[case::unknown(Severity::Unknown, false, None, "unknown")]
fn the_working_mode_is_suggested_with_a_reason(
    #[case] severity: Severity,
    #[case] is_contained: bool,
    #[case] suggested: Option<WorkingMode>,
    #[case] why: &str,
) {
    let mut record = opened();
    record.incident.severity = severity;
    if is_contained {
        let contained = When::exact(after(30));
        record.incident.moments.insert(Moment::Contained, contained);
    }
    let (mode, reason) = suggest_mode(&record.incident, &record.playbook);
    assert_eq!(mode, suggested);
    let why = why.replace("not said", "nobody said");
    assert!(reason.contains(&why), "{reason}");
}

#[test]
fn a_long_remediation_is_prompted_strictly_after_three_hours_and_again_when_reopened() {
    let mut record = opened();
    let is_overdue = |record: &Record, now: Instant| {
        clock(record, "K6", now).is_some_and(|due| due.is_overdue(now))
    };
    assert!(!is_overdue(&record, after(180)));
    assert!(is_overdue(&record, after(180) + TimeDelta::seconds(1)));
    let mode = WorkingMode::BusinessHours;
    let reason = "at low severity".to_owned();
    record.run(Command::SetWorkingMode { mode, reason }, after(190));
    assert_eq!(clock(&record, "K6", after(400)), None);
    for (to, minutes) in [(Status::FalseAlarm, 400), (Status::Investigating, 500)] {
        let reason = "as it turned out".to_owned();
        let request = Request::local(Command::SetStatus { to, reason }, "Farmer Jane");
        let request = request.overriding("it is so");
        record.ask(&request, after(minutes)).expect("it is done");
    }
    assert!(!is_overdue(&record, after(680)));
    assert!(is_overdue(&record, after(681)));
}

/// Neither a count of what people wrote, nor when they were there, nor when they read, is kept
/// of anybody: all that the state has of a writer is one name and one time.
#[test]
fn of_whoever_writes_on_the_issue_nothing_but_the_last_name_and_time_is_kept() {
    let mut record = opened();
    let state = |record: &Record| serde_json::to_value(&record.incident).expect("a state");
    let empty = state(&record);
    for (comment, by, minutes) in [(1, "dave", 20), (2, "spot", 40), (3, "dave", 60)] {
        let text = "seen at the brook".to_owned();
        let command = Command::ImportComment { comment, text };
        let when = When::exact(after(minutes));
        let request = Request::from_issue(command, by, Some(when));
        record.ask(&request, after(100)).expect("it is imported");
    }
    let mut kept = state(&record);
    let last = kept["last-written"].take();
    let written = serde_json::json!({ "by": "dave", "at": after(60) });
    assert_eq!(last, written);
    let words = kept.to_string();
    assert!(
        !words.contains("\"dave\"") && !words.contains("\"spot\""),
        "{words}"
    );
    let keys = |value: &serde_json::Value| -> Vec<String> {
        let fields = value.as_object().expect("an object");
        fields.keys().cloned().collect()
    };
    let new: Vec<String> = keys(&kept)
        .into_iter()
        .filter(|key| !keys(&empty).contains(key))
        .collect();
    assert!(
        new.iter()
            .all(|key| ["last-written", "imported-comments"].contains(&key.as_str())),
        "{new:?}"
    );
}

#[test]
fn only_who_wrote_last_on_the_issue_is_kept() {
    let mut record = opened();
    let comment = |record: &mut Record, comment, by: &str, minutes| {
        let text = "seen at the brook".to_owned();
        let command = Command::ImportComment { comment, text };
        let when = When::exact(after(minutes));
        let request = Request::from_issue(command, by, Some(when));
        record.ask(&request, after(100)).expect("it is imported");
    };
    assert_eq!(record.incident.last_written, None);
    comment(&mut record, 1, "dave", 20);
    comment(&mut record, 2, "spot", 40);
    comment(&mut record, 3, "dave", 30);
    let last = record
        .incident
        .last_written
        .clone()
        .expect("somebody wrote");
    assert_eq!((last.by.as_str(), last.at), ("spot", after(40)));
    let text = "mine".to_owned();
    let visibility = sitroom::domain::event::Visibility::Shared;
    record.run(Command::Note { text, visibility }, after(120));
    assert_eq!(record.incident.last_written, Some(last));
}

#[test]
fn an_owner_is_whoever_is_known_by_what_they_are_called() {
    let mut record = opened();
    record.run(
        Command::StartShift(ShiftStarted::of("Farmer Dave")),
        start(),
    );
    let lead = |owner: &str| Command::AddLead {
        text: "which gate?".into(),
        owner: owner.into(),
    };
    record.run(lead("@dave"), start());
    let id = record.incident.leads[0].id;
    assert_eq!(record.incident.leads[0].owner, "Farmer Dave");
    for (typed, owner) in [("SPOT", "Spot"), ("octocat", "octocat"), ("", "")] {
        let owned = Command::OwnLead {
            id,
            owner: typed.into(),
        };
        record.run(owned, start());
        assert_eq!(record.incident.leads[0].owner, owner);
    }
    let fix = Command::AddFix {
        text: "mend the fence".into(),
        class: FixClass::Immediate,
        owner: "Dave".into(),
    };
    record.run(fix, start());
    assert_eq!(record.incident.fixes[0].owner, "Farmer Dave");
    let id = record.incident.fixes[0].id;
    let owner = "jane".into();
    record.run(Command::OwnFix { id, owner }, start());
    assert_eq!(record.incident.fixes[0].owner, "Farmer Jane");
    // What stands on the issue is taken over as it stands there.
    let from_issue = Request::from_issue(lead("dave"), "octocat", None);
    record.ask(&from_issue, start()).expect("it is taken over");
    assert_eq!(record.incident.leads[1].owner, "dave");
}
