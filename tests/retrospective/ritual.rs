//! The close ritual: what ticks each of its lines, what stands against a step, and what begins
//! again when the incident is active after all.

use rstest::rstest;
use sitroom::domain::checklist::{RowState, is_settled, unmarked};
use sitroom::domain::clock;
use sitroom::domain::command::{Command, Request, TrackingAsked};
use sitroom::domain::event::{Event, MilestoneReached, ShiftStarted};
use sitroom::domain::followup::untracked;
use sitroom::domain::ids::{FixId, ItemId};
use sitroom::domain::incident::{FixClass, IssueLink, Mark, Status, Tracking};
use sitroom::domain::message::{compose, from_journal, thanked};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::When;

use crate::night::{JANE, minute, opened, send, status};
use crate::record::Record;

pub(crate) const BOTH: [&str; 2] = ["cloud-gov-2023", "cloud-gov-2016"];

pub(crate) fn resolved(playbook: &str) -> Record {
    let mut record = opened();
    record.playbook = Playbook::shipped(playbook).expect("it ships");
    send(&mut record, "initial-sitrep", true, 20);
    status(&mut record, Status::Confirmed, 21);
    status(&mut record, Status::Resolved, 100);
    record
}

pub(crate) fn state(record: &Record, line: &str) -> RowState {
    let item = record.playbook.item(line).expect("it is in the playbook");
    unmarked(item, &record.incident, &record.playbook, minute(1000))
}

fn tells(record: &mut Record, message: &str, to: &[&str], at: i64) {
    let command = Command::RecordMessage {
        message: message.into(),
        sitrep: message.ends_with("sitrep"),
        to: to.iter().map(|name| (*name).to_owned()).collect(),
        text: String::new(),
    };
    record.run(command, minute(at));
}

fn reaches(record: &mut Record, milestone: &str, when: When, at: i64) {
    let reached = MilestoneReached {
        milestone: milestone.into(),
        when,
        note: String::new(),
    };
    record.run(Command::ReachMilestone(reached), minute(at));
}

fn later_fix(record: &mut Record, text: &str) {
    let command = Command::AddFix {
        text: text.into(),
        class: FixClass::LongTerm,
        owner: "Dave".into(),
    };
    record.run(command, minute(110));
}

fn follows_up(record: &mut Record, to: Option<Tracking>) {
    let ids = vec![FixId(1)];
    record.run(Command::SetTracking(TrackingAsked { ids, to }), minute(120));
}

#[rstest]
fn final_sitrep_ticks_once_everybody_has_it_who_ever_got_one(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let mut record = opened();
    record.playbook = Playbook::shipped(playbook).expect("it ships");
    tells(
        &mut record,
        "initial-sitrep",
        &["gsa-ir@gsa.gov", "the vet"],
        20,
    );
    status(&mut record, Status::Confirmed, 21);
    tells(&mut record, "update-sitrep", &["#incident-response"], 60);
    status(&mut record, Status::Resolved, 100);
    assert_eq!(state(&record, "M15"), RowState::Open);
    // Known by its name as by its address.
    tells(&mut record, "final-sitrep", &["GSA Incident Response"], 101);
    assert_eq!(state(&record, "M15"), RowState::Open, "the vet waits");
    tells(
        &mut record,
        "final-sitrep",
        &["#incident-response", "the vet"],
        102,
    );
    assert_eq!(state(&record, "M15"), RowState::Derived);
}

#[rstest]
#[case::thanks("M18", "thanks")]
#[case::after_action("M16", "after-action")]
#[case::report_to_fedramp("X12", "final-report")]
fn message_ticks_its_line(#[case] line: &str, #[case] message: &str) {
    let mut record = resolved(BOTH[0]);
    assert_eq!(state(&record, line), RowState::Open);
    tells(&mut record, message, &["#incident-response"], 110);
    assert_eq!(state(&record, line), RowState::Derived);
}

/// Nobody but Jane, who commands, is in the record yet.
fn alone() -> Record {
    let mut record = resolved(BOTH[0]);
    JANE.clone_into(&mut record.incident.reporter);
    record.incident.responders.clear();
    record
}

fn comes_on_shift(name: &str) -> Request {
    Request::local(Command::StartShift(ShiftStarted::of(name)), JANE)
}

fn has_a_lead(name: &str) -> Request {
    let command = Command::AddLead {
        text: "who opened the gate?".into(),
        owner: name.into(),
    };
    Request::local(command, JANE)
}

fn has_a_fix(name: &str) -> Request {
    let command = Command::AddFix {
        text: "mend the fence".into(),
        class: FixClass::LongTerm,
        owner: name.into(),
    };
    Request::local(command, JANE)
}

fn comments(name: &str) -> Request {
    let text = "feathers at the gate".to_owned();
    Request::from_issue(Command::ImportComment { comment: 7, text }, name, None)
}

fn is_thanked(record: &Record) -> Vec<String> {
    thanked(&record.incident, record.entries.iter())
}

#[rstest]
#[case::a_shift(comes_on_shift)]
#[case::a_lead(has_a_lead)]
#[case::remediation(has_a_fix)]
#[case::a_comment(comments)]
fn who_is_known_by_one_thing_alone_is_thanked_by_name(#[case] knows: fn(&str) -> Request) {
    let mut record = alone();
    assert_eq!(is_thanked(&record), [JANE]);
    let asked = knows("Farmer Dave");
    record.ask(&asked, minute(110)).expect("it is recorded");
    assert_eq!(is_thanked(&record), [JANE, "Farmer Dave"]);
}

#[test]
fn who_is_written_in_several_ways_is_thanked_once() {
    let mut record = alone();
    let all = [
        comes_on_shift("Farmer Dave"),
        has_a_lead("farmer dave"),
        has_a_fix("  FARMER DAVE "),
        comments("farmer-dave"),
        comments("dave"),
        comments("Spot-The-Dog"),
        comes_on_shift("Spot the Dog"),
        comments("farmer-jane"),
    ];
    for asked in all {
        let asked = asked.overriding("a test");
        record.ask(&asked, minute(110)).expect("it is recorded");
    }
    assert_eq!(is_thanked(&record), [JANE, "Farmer Dave", "Spot the Dog"]);
    let draft = record.playbook.message("thanks").expect("it is there");
    let draft = compose(&record.incident, &record.playbook, draft, minute(111));
    let all = (&record.incident, &record.playbook);
    let draft = from_journal(draft, all, record.entries.iter(), minute(111));
    let names = "Farmer Jane, Farmer Dave, Spot the Dog";
    assert!(draft.text.contains(names), "{}", draft.text);
}

#[rstest]
#[case::planned("M17", "retrospective-planned")]
#[case::held("X16", "retrospective-held")]
#[case::written("X8", "report-written")]
fn milestone_ticks_its_line(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
    #[case] line: &str,
    #[case] milestone: &str,
) {
    let mut record = resolved(playbook);
    assert_eq!(state(&record, line), RowState::Open);
    reaches(&mut record, milestone, When::Unknown, 109);
    assert_eq!(state(&record, line), RowState::Open, "nobody knows when");
    reaches(&mut record, milestone, When::exact(minute(105)), 110);
    assert_eq!(state(&record, line), RowState::Derived);
}

#[test]
fn public_postmortem_is_decided_by_bringing_its_list() {
    let mut record = resolved(BOTH[0]);
    assert_eq!(state(&record, "X11"), RowState::Open);
    let situation = "public-postmortem".to_owned();
    let command = Command::SetSituation {
        situation,
        applies: true,
    };
    record.run(command, minute(110));
    assert_eq!(state(&record, "X11"), RowState::Derived);
}

fn issue() -> IssueLink {
    IssueLink {
        repository: "farm/backlog".into(),
        number: 3,
        url: String::new(),
    }
}

fn wanted() -> Tracking {
    Tracking::Wanted {
        repository: "farm/backlog".into(),
        public: String::new(),
    }
}

#[rstest]
#[case::nothing_said(None, RowState::Open)]
#[case::waits(Some(wanted()), RowState::Derived)]
#[case::filed(Some(Tracking::Filed { issue: issue() }), RowState::Derived)]
#[case::refused(
    Some(Tracking::Refused { repository: "farm/backlog".into(), why: "PUBLIC".into() }),
    RowState::Open
)]
#[case::elsewhere(Some(Tracking::Elsewhere { place: "a board".into() }), RowState::Derived)]
fn what_is_left_is_followed_up(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
    #[case] to: Option<Tracking>,
    #[case] expected: RowState,
) {
    let mut record = resolved(playbook);
    assert_eq!(state(&record, "X10"), RowState::Derived, "nothing is left");
    later_fix(&mut record, "mend the fence");
    assert_eq!(state(&record, "X10"), RowState::Open);
    if to.is_some() {
        follows_up(&mut record, to);
    }
    assert_eq!(state(&record, "X10"), expected);
}

#[test]
fn what_was_checked_is_not_left_over() {
    let mut record = resolved(BOTH[0]);
    later_fix(&mut record, "mend the fence");
    assert_eq!(untracked(&record.incident).len(), 1);
    let (id, by) = (FixId(1), "Farmer Jane".to_owned());
    let verify = Request::local(Command::VerifyFix { id, by }, "Farmer Jane");
    let done = record.ask(&verify.overriding("seen"), minute(130));
    assert!(done.is_ok());
    assert!(untracked(&record.incident).is_empty());
}

#[test]
fn item_that_has_an_issue_keeps_it() {
    let mut record = resolved(BOTH[0]);
    later_fix(&mut record, "mend the fence");
    let filed = Some(Tracking::Filed { issue: issue() });
    follows_up(&mut record, filed.clone());
    follows_up(&mut record, Some(wanted()));
    assert_eq!(record.incident.fixes[0].tracking, filed);
    let place = "a board".to_owned();
    let asked = TrackingAsked {
        ids: vec![FixId(1)],
        to: Some(Tracking::Elsewhere { place }),
    };
    let request = Request::local(Command::SetTracking(asked), "Farmer Jane");
    let refusal = record.ask(&request, minute(130)).expect_err("it has one");
    assert!(refusal.cause.contains("farm/backlog#3"), "{refusal}");
}

#[rstest]
#[case::no_name("barn")]
#[case::three_parts("farm/barn/door")]
#[case::with_a_blank("the farm/barn")]
#[case::half("farm/")]
fn what_is_no_repository_is_refused(#[case] name: &str) {
    let mut record = resolved(BOTH[0]);
    later_fix(&mut record, "mend the fence");
    let asked = TrackingAsked {
        ids: vec![FixId(1)],
        to: Some(Tracking::Wanted {
            repository: name.into(),
            public: String::new(),
        }),
    };
    let request = Request::local(Command::SetTracking(asked), "Farmer Jane");
    let refusal = record
        .ask(&request, minute(130))
        .expect_err("no repository");
    assert_eq!(refusal.guard, None);
}

/// A line ticked too early would not be asked for once it is due.
#[test]
fn retrospective_is_held_once_it_is_resolved_and_planned_at_any_time() {
    let mut record = opened();
    let held = MilestoneReached {
        milestone: "retrospective-held".into(),
        when: When::exact(minute(5)),
        note: String::new(),
    };
    let request = Request::local(Command::ReachMilestone(held), JANE);
    let refusal = record.ask(&request, minute(6)).expect_err("not yet");
    assert_eq!(refusal.guard, Some("milestone-order"));
    assert!(refusal.cause.contains("still investigating"), "{refusal}");
    let reason = request.overriding("it is over, the words come later");
    assert!(record.ask(&reason, minute(6)).is_ok());
    let to_come = When::exact(minute(9000));
    reaches(&mut record, "retrospective-planned", to_come, 7);
    reaches(&mut record, "report-written", When::exact(minute(7)), 8);
}

#[test]
fn appointment_may_be_to_come_and_nothing_else_may() {
    let mut record = resolved(BOTH[0]);
    let to_come = When::exact(minute(9000));
    reaches(&mut record, "retrospective-planned", to_come, 110);
    let held = MilestoneReached {
        milestone: "retrospective-held".into(),
        when: to_come,
        note: String::new(),
    };
    let request = Request::local(Command::ReachMilestone(held), "Farmer Jane");
    let refusal = record.ask(&request, minute(111)).expect_err("not yet");
    assert_eq!(refusal.guard, Some("future-time"));
}

#[rstest]
#[case::held("retrospective-held")]
#[case::planned("retrospective-planned")]
#[case::written("report-written")]
fn what_comes_after_the_resolution_is_asked_about_before_it(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
    #[case] milestone: &str,
) {
    let mut record = resolved(playbook);
    let asks = |at: i64| {
        let reached = MilestoneReached {
            milestone: milestone.into(),
            when: When::exact(minute(at)),
            note: String::new(),
        };
        Request::local(Command::ReachMilestone(reached), JANE)
    };
    let refusal = record.ask(&asks(50), minute(111)).expect_err("too early");
    assert_eq!(refusal.guard, Some("milestone-order"));
    assert!(refusal.cause.contains("was resolved, at "), "{refusal}");
    assert!(
        record
            .ask(&asks(50).overriding("a test"), minute(111))
            .is_ok()
    );
    assert!(record.ask(&asks(105), minute(111)).is_ok());
}

#[test]
fn what_belongs_to_no_retrospective_may_be_before_the_resolution() {
    let mut record = resolved(BOTH[0]);
    let reached = MilestoneReached {
        milestone: "reported".into(),
        when: When::exact(minute(1)),
        note: String::new(),
    };
    let request = Request::local(Command::ReachMilestone(reached), JANE);
    assert!(record.ask(&request, minute(111)).is_ok());
}

fn retrospective(record: &Record, now: i64) -> Option<clock::Due> {
    let mut all = clock::due(&record.incident, &record.playbook, minute(now)).into_iter();
    all.find(|due| due.key == "K17")
}

/// Nobody said at what hour of the day.
#[test]
fn a_retrospective_that_is_planned_for_a_day_is_due_when_that_day_ends() {
    let mut record = resolved(BOTH[0]);
    let day: When = "2026-12-01-05:00".parse().expect("a day");
    reaches(&mut record, "retrospective-planned", day, 110);
    let due = retrospective(&record, 111).expect("it stands there");
    assert_eq!(due.reason, "set for 2026-12-01");
    assert_eq!(
        When::exact(due.due_at).to_string(),
        "2026-12-02T05:00:00+00:00"
    );
}

#[rstest]
fn date_of_the_retrospective_stands_on_the_wall_until_it_was_held(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let mut record = resolved(playbook);
    assert_eq!(retrospective(&record, 105), None);
    reaches(
        &mut record,
        "retrospective-planned",
        When::exact(minute(9000)),
        110,
    );
    let due = retrospective(&record, 111).expect("it stands there");
    assert_eq!(due.due_at, minute(9000));
    assert_eq!(due.urgency(minute(111)), clock::Urgency::Calm);
    assert_eq!(due.urgency(minute(9001)), clock::Urgency::Overdue);
    let closing = Command::SetClosed {
        closed: true,
        reason: String::new(),
    };
    let request = Request::local(closing, "Farmer Jane").overriding("a test");
    assert!(record.ask(&request, minute(120)).is_ok());
    assert!(
        retrospective(&record, 130).is_some(),
        "past the closing too"
    );
    // Put off: the later date counts.
    reaches(
        &mut record,
        "retrospective-planned",
        When::exact(minute(9900)),
        131,
    );
    let due = retrospective(&record, 132).expect("it stands there");
    assert_eq!(due.due_at, minute(9900));
    reaches(
        &mut record,
        "retrospective-held",
        When::exact(minute(9890)),
        9895,
    );
    assert_eq!(retrospective(&record, 9901), None);
}

#[test]
fn public_post_waits_for_what_comes_before_it() {
    let mut record = resolved(BOTH[0]);
    let post = Command::RecordMessage {
        message: "public-postmortem".into(),
        sitrep: false,
        to: Vec::new(),
        text: "the gate was open".into(),
    };
    let request = Request::local(post, "Farmer Jane");
    for (line, left) in [
        ("PP1", "PP1, PP2, PP3"),
        ("PP2", "PP2, PP3"),
        ("PP3", "PP3"),
    ] {
        let refusal = record.ask(&request, minute(110)).expect_err("too early");
        assert_eq!(refusal.guard, Some("message-early"));
        assert!(
            refusal.cause.contains(&format!("after {left},")),
            "{refusal}"
        );
        let item = ItemId::new(line);
        let mark = Some(Mark::NotApplicable);
        let reason = "the public knows".to_owned();
        record.run(Command::MarkItem { item, mark, reason }, minute(111));
    }
    assert!(record.ask(&request, minute(112)).is_ok());
}

#[rstest]
#[case::found_active(Status::Confirmed)]
#[case::in_doubt(Status::Investigating)]
fn found_active_again_the_lines_of_the_end_begin_again(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
    #[case] to: Status,
) {
    let mut record = resolved(playbook);
    tells(&mut record, "final-sitrep", &[], 101);
    tells(&mut record, "thanks", &[], 102);
    reaches(
        &mut record,
        "retrospective-planned",
        When::exact(minute(9000)),
        103,
    );
    let mark = |line: &str| Command::MarkItem {
        item: ItemId::new(line),
        mark: Some(Mark::Done),
        reason: String::new(),
    };
    record.run(mark("X1"), minute(104));
    record.run(mark("I7"), minute(104));
    let person = "Farmer Jane".to_owned();
    record.run(Command::EndShift { person }, minute(105));
    let reason = "the fox is back".to_owned();
    let events = record.run(Command::SetStatus { to, reason }, minute(200));
    let kinds: Vec<&str> = events.iter().map(Event::kind).collect();
    assert_eq!(kinds, ["status-changed", "item-marked", "shift-started"]);
    let settled = |record: &Record, line: &str| {
        is_settled(line, &record.incident, &record.playbook, minute(400))
    };
    assert!(
        settled(&record, "I7"),
        "what was done at the start stays done"
    );
    status(&mut record, Status::Confirmed, 201);
    status(&mut record, Status::Resolved, 300);
    for line in ["M15", "M17", "M18", "X1"] {
        assert!(!settled(&record, line), "{line} begins again");
    }
    tells(&mut record, "final-sitrep", &[], 301);
    assert!(settled(&record, "M15"));
}

#[test]
fn who_commands_and_stayed_keeps_the_hours_they_have() {
    let mut record = resolved(BOTH[0]);
    let reason = "the fox is back".to_owned();
    let to = Status::Confirmed;
    let events = record.run(Command::SetStatus { to, reason }, minute(200));
    assert_eq!(events.len(), 1, "{events:?}");
}

#[test]
fn an_appointment_is_to_come_and_no_clock_is_said_to_be_wrong() {
    let mut record = resolved(BOTH[0]);
    let when = When::exact(minute(10_000));
    reaches(&mut record, "retrospective-planned", when, 110);
    let clocks = clock::due(&record.incident, &record.playbook, minute(120));
    let set = clocks.iter().find(|due| due.reason.starts_with("set for"));
    let set = set.map(|due| due.reason.as_str()).expect("its clock runs");
    assert!(!set.contains("look at the clock"), "{set}");
}

#[test]
fn the_final_report_to_fedramp_names_the_form_that_is_written_for_it() {
    let playbook = Playbook::shipped(BOTH[0]).expect("it ships");
    let line = playbook.item("X12").expect("the report is a line");
    assert!(line.why.contains("`sitroom export --format fedramp-final`"));
}
