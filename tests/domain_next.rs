//! The one next step: what goes before what.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use chrono::TimeDelta;
use record::Record;
use rstest::rstest;
use sitroom::domain::clock::{Urgency, due};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Decided, MilestoneReached, TeamLeadTried};
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::{FixClass, FixState, LeadAnswer, Mark, Severity, Status};
use sitroom::domain::next::{NextStep, next};
use sitroom::domain::playbook::{Channel, Playbook};
use sitroom::domain::suggestion::{SuggestedAction, SuggestionId};
use sitroom::domain::time::{Instant, When};

fn start() -> Instant {
    Instant::UNIX_EPOCH + TimeDelta::days(20_000)
}

/// What was done in the first minute of a confirmed, high incident.
#[derive(Default)]
struct Done {
    notice: bool,
    conflict: bool,
    suggestion: bool,
    snooze: &'static [&'static str],
    ticks: &'static [&'static str],
}

fn confirmed(done: &Done) -> Record {
    let mut record = Record::open(start(), When::exact(start()));
    let (to, reason) = (Severity::High, String::new());
    record.run(Command::SetSeverity { to, reason }, start());
    let (to, reason) = (Status::Confirmed, String::new());
    record.run(Command::SetStatus { to, reason }, start());
    if done.notice {
        let notice = Command::RecordMessage {
            message: "gsa-notice".into(),
            sitrep: false,
            to: Vec::new(),
            text: String::new(),
        };
        record.run(notice, start());
    }
    if done.conflict {
        let conflict = Command::RaiseConflict {
            subject: "severity".into(),
            ours: "high".into(),
            theirs: "low".into(),
            ours_by: String::new(),
            ours_at: None,
        };
        record.run(conflict, start());
    }
    if done.suggestion {
        let suggest = Command::Suggest {
            id: SuggestionId {
                comment: 7,
                line: 1,
            },
            action: SuggestedAction::Note("feathers".into()),
        };
        let request = Request::from_issue(suggest, "farmer-dave", None);
        record.ask(&request, start()).expect("it waits");
    }
    for clock in done.snooze {
        let snooze = Command::SnoozeClock {
            clock: (*clock).into(),
            until: None,
            reason: "known".into(),
        };
        let request = Request::local(snooze, "Farmer Jane").overriding("a test");
        record.ask(&request, start()).expect("put off");
    }
    for item in done.ticks {
        let tick = Command::MarkItem {
            item: ItemId::new(item),
            mark: Some(Mark::Done),
            reason: String::new(),
        };
        let request = Request::local(tick, "Dave").overriding("a test");
        record.ask(&request, start()).expect("ticked");
    }
    record
}

fn step(done: &Done, minutes: i64) -> NextStep {
    let record = confirmed(done);
    let now = start() + TimeDelta::minutes(minutes);
    next(&record.incident, &record.playbook, now).expect("there is a next step")
}

const NOTHING: Done = Done {
    notice: false,
    conflict: false,
    suggestion: false,
    snooze: &[],
    ticks: &[],
};

#[rstest]
#[case::legal_notice(Done { conflict: true, suggestion: true, ..NOTHING }, 240, "Send GSA the one-hour notice", Urgency::Overdue)]
#[case::then_conflict(
    Done { notice: true, conflict: true, suggestion: true, ..NOTHING },
    240,
    "Rule on severity: here high, on the issue low",
    Urgency::Soon
)]
#[case::then_sitrep(
    Done { notice: true, suggestion: true, ..NOTHING },
    240,
    "Send sitrep #1",
    Urgency::Overdue
)]
#[case::then_other_clock(
    Done { notice: true, suggestion: true, snooze: &["K3"], ..NOTHING },
    240,
    "Plan for a long remediation",
    Urgency::Overdue
)]
#[case::then_soon(
    Done { suggestion: true, ..NOTHING },
    45,
    "Send GSA the one-hour notice",
    Urgency::Soon
)]
#[case::then_suggestion(
    Done {
        notice: true,
        suggestion: true,
        snooze: &["K3", "K6", "K7:Farmer Jane"],
        ticks: &["M1"],
        ..NOTHING
    },
    240,
    "farmer-dave suggests: a note: feathers",
    Urgency::Calm
)]
#[case::suggestion_before_a_calm_line(
    Done { suggestion: true, ..NOTHING },
    10,
    "farmer-dave suggests: a note: feathers",
    Urgency::Calm
)]
#[case::suggestion_before_a_calm_clock(
    Done { suggestion: true, ticks: &["M1", "M2"], ..NOTHING },
    10,
    "farmer-dave suggests: a note: feathers",
    Urgency::Calm
)]
#[case::then_next_line(
    Done { notice: true, snooze: &["K3", "K6", "K7:Farmer Jane"], ticks: &["M1"], ..NOTHING },
    240,
    "Keep evidence",
    Urgency::Calm
)]
#[case::the_hour_of_a_notice_before_a_line_without_one(
    Done { ticks: &["M1"], ..NOTHING },
    10,
    "Send GSA the one-hour notice",
    Urgency::Calm
)]
#[case::the_legal_one_of_two_that_are_due_at_once(
    NOTHING,
    10,
    "Send GSA the one-hour notice",
    Urgency::Calm
)]
#[case::a_sitrep_is_owed_before_the_first_went_out(
    Done { notice: true, ..NOTHING },
    10,
    "Send sitreps on cadence",
    Urgency::Calm
)]
#[case::first_line_while_calm(
    Done { notice: true, ticks: &["M1"], ..NOTHING },
    10,
    "Keep evidence",
    Urgency::Calm
)]
#[case::soon_before_a_line_whose_own_clock_has_time(
    Done { suggestion: true, ..NOTHING },
    41,
    "Send GSA the one-hour notice",
    Urgency::Soon
)]
#[case::soon_before_a_line_without_clock(
    NOTHING,
    45,
    "Send GSA the one-hour notice",
    Urgency::Soon
)]
#[case::conflict_before_soon(
    Done { conflict: true, ..NOTHING },
    45,
    "Rule on severity: here high, on the issue low",
    Urgency::Soon
)]
#[case::calm_clock_when_nothing_is_open(
    Done { ticks: &["M1", "M2"], ..NOTHING },
    10,
    "Send GSA the one-hour notice",
    Urgency::Calm
)]
#[case::snoozed_notice_gives_way(
    Done { snooze: &["K1"], ..NOTHING },
    90,
    "Send sitrep #1",
    Urgency::Overdue
)]
fn what_goes_first(
    #[case] done: Done,
    #[case] minutes: i64,
    #[case] text: &str,
    #[case] urgency: Urgency,
) {
    let step = step(&done, minutes);
    assert_eq!(step.text, text);
    assert_eq!(step.urgency, urgency);
}

#[test]
fn a_step_says_where_it_comes_from() {
    let line = step(
        &Done {
            notice: true,
            ticks: &["M1"],
            ..NOTHING
        },
        10,
    );
    assert_eq!(line.item, Some(ItemId::new("M2")));
    assert_eq!(line.command, "tick");
    assert_eq!(line.why, "It may be needed.");
    let clock = step(&NOTHING, 70);
    assert_eq!(clock.command, "notice");
    assert_eq!(clock.due.map(|due| due.key), Some("K1".into()));
    let conflict = step(
        &Done {
            notice: true,
            conflict: true,
            ..NOTHING
        },
        70,
    );
    assert_eq!(conflict.conflict, Some("severity".into()));
    assert_eq!(conflict.command, "conflict");
}

#[test]
fn an_open_line_carries_the_clock_that_runs_for_it() {
    let reopened = Command::MarkItem {
        item: ItemId::new("M1"),
        mark: Some(Mark::Open),
        reason: String::new(),
    };
    let mut record = confirmed(&Done {
        notice: true,
        ..NOTHING
    });
    record.run(reopened, start());
    let now = start() + TimeDelta::minutes(10);
    let line = next(&record.incident, &record.playbook, now).expect("a step");
    assert_eq!(line.item, Some(ItemId::new("M1")));
    assert_eq!(line.due.map(|due| due.key), Some("K3".into()));
}

#[test]
fn a_line_carries_the_clock_that_its_tick_settles_and_no_other() {
    let mut record = Record::open(start(), When::exact(start()));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    let heads_up = Command::RecordMessage {
        message: "heads-up".into(),
        sitrep: false,
        to: Vec::new(),
        text: String::new(),
    };
    record.run(heads_up, start());
    tell(&mut record, "gsa-notice", start());
    let now = start() + TimeDelta::minutes(1);
    let carried = |record: &Record| {
        let line = next(&record.incident, &record.playbook, now).expect("a step");
        (line.item, line.due.map(|due| due.key))
    };
    let report = Some(ItemId::new("I1"));
    assert_eq!(carried(&record), (report.clone(), Some("K2".into())));
    for to in [Status::Confirmed, Status::Resolved] {
        let reason = String::new();
        let request = Request::local(Command::SetStatus { to, reason }, "Dave");
        let decided = record.ask(&request.overriding("a test"), now);
        decided.expect("an override is enough");
    }
    let update = Command::RecordMessage {
        message: "fedramp-daily".into(),
        sitrep: false,
        to: Vec::new(),
        text: String::new(),
    };
    record.run(update, now);
    let clocks = due(&record.incident, &record.playbook, now);
    assert!(
        clocks.iter().any(|due| due.key == "K15"),
        "it is ticked too"
    );
    assert_eq!(carried(&record), (report, None));
}

#[test]
fn what_only_informs_is_never_the_next_step() {
    let mut record = confirmed(&Done {
        notice: true,
        ticks: &["M1", "M2"],
        snooze: &["K3", "K6", "K7:Farmer Jane"],
        ..NOTHING
    });
    let of_2023 = Playbook::shipped("cloud-gov-2023").expect("it ships");
    let hours = of_2023.clock("K13").expect("it is there").clone();
    record.playbook.clocks.push(hours);
    let now = start() + TimeDelta::hours(9);
    let clocks = due(&record.incident, &record.playbook, now);
    assert!(clocks.iter().any(|due| due.key == "K13"));
    let step = next(&record.incident, &record.playbook, now);
    let keys = step.and_then(|step| step.due).map(|due| due.key);
    assert_ne!(keys, Some("K13".into()));
}

#[test]
fn the_phase_follows_the_status() {
    let mut record = Record::open(start(), When::exact(start()));
    let ask = |record: &Record| {
        let step = next(&record.incident, &record.playbook, start()).expect("a step");
        step.text
    };
    assert_eq!(ask(&record), "Send GSA the one-hour notice");
    tell(&mut record, "gsa-notice", start());
    assert_eq!(ask(&record), "Decide whether it is real");
    let (to, reason) = (Status::FalseAlarm, "the wind".into());
    record.run(Command::SetStatus { to, reason }, start());
    assert_eq!(
        ask(&record),
        "Write the report",
        "a false alarm owes nothing of the phases it never was in"
    );
}

#[test]
fn what_waits_for_a_word_waits_on_a_closed_record_too() {
    let mut record = confirmed(&Done {
        conflict: true,
        suggestion: true,
        ..NOTHING
    });
    let (closed, reason) = (true, String::new());
    let close = Request::local(Command::SetClosed { closed, reason }, "Dave");
    let decided = record.ask(&close.overriding("a test"), start());
    decided.expect("an override is enough");
    let ask = |record: &Record| next(&record.incident, &record.playbook, start());
    assert_eq!(ask(&record).expect("a step").command, "conflict");
    record.run(
        Command::SettleConflict {
            subject: "severity".into(),
            value: "high".into(),
        },
        start(),
    );
    let step = ask(&record).expect("a step");
    assert_eq!((step.command.as_str(), step.item), ("suggestion", None));
    assert!(step.suggestion.is_some());
}

#[test]
fn nothing_is_next_once_closed_until_what_is_left_falls_due() {
    let mut record = confirmed(&NOTHING);
    let (closed, reason) = (true, String::new());
    let close = Request::local(Command::SetClosed { closed, reason }, "Dave");
    let decided = record.ask(&close.overriding("a test"), start());
    decided.expect("an override is enough");
    assert_eq!(next(&record.incident, &record.playbook, start()), None);
    let running = due(&record.incident, &record.playbook, start());
    let keys: Vec<&str> = running.iter().map(|due| due.key.as_str()).collect();
    assert_eq!(keys, ["P1"], "a line of the retrospective");
    let later = running[0].due_at + chrono::TimeDelta::minutes(1);
    let step = next(&record.incident, &record.playbook, later).expect("a step");
    assert_eq!(step.text, "See to P1: Write the report");
}

fn at(text: &str) -> Instant {
    let when: When = text.parse().expect("a time");
    when.earliest().expect("a known time")
}

fn tell(record: &mut Record, message: &str, now: Instant) {
    let told = Command::RecordMessage {
        message: message.into(),
        sitrep: false,
        to: Vec::new(),
        text: String::new(),
    };
    record.run(told, now);
}

/// Returns an incident of the shipped process that was opened then and confirmed at once.
fn confirmed_at(now: Instant) -> Record {
    let mut record = Record::open(now, When::exact(now));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    confirm(&mut record, now);
    record
}

fn confirm(record: &mut Record, now: Instant) {
    let (to, reason) = (Status::Confirmed, String::new());
    let confirm = Request::local(Command::SetStatus { to, reason }, "Farmer Jane");
    let decided = record.ask(&confirm.overriding("a test"), now);
    decided.expect("an override is enough");
}

/// Returns the clock and the line of the next step.
fn asked(record: &Record, now: Instant) -> (Option<String>, Option<ItemId>) {
    let step = next(&record.incident, &record.playbook, now).expect("a step");
    (step.due.map(|due| due.key), step.item)
}

#[test]
fn what_is_due_at_midnight_stands_before_no_hour_and_no_line_in_the_evening() {
    let mut record = confirmed_at(at("2026-11-20T20:06-05:00"));
    let now = at("2026-11-20T20:10-05:00");
    let of_notice = (Some("K1".into()), Some(ItemId::new("I4")));
    assert_eq!(asked(&record, now), of_notice);
    tell(&mut record, "gsa-notice", now);
    let first_line = (None, Some(ItemId::new("I1")));
    assert_eq!(asked(&record, now), first_line, "the checklist goes on");
}

#[test]
fn what_is_due_at_midnight_is_next_in_its_last_hour() {
    let opened = at("2026-11-20T23:00-05:00");
    let mut record = Record::open(opened, When::exact(opened));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    tell(&mut record, "gsa-notice", opened);
    tell(&mut record, "fedramp-notice", opened);
    let now = at("2026-11-20T23:20-05:00");
    confirm(&mut record, now);
    assert_eq!(asked(&record, now).0, Some("K4".into()));
}

/// An update is none for somebody who never heard of it: the first notice settles both.
#[test]
fn no_update_is_asked_for_before_the_first_notice_is_out() {
    let now = at("2026-11-20T23:32-05:00");
    let mut record = confirmed_at(now);
    tell(&mut record, "gsa-notice", now);
    let to = Severity::High;
    let reason = String::new();
    record.run(Command::SetSeverity { to, reason }, now);
    for id in ["I1", "I3", "I6", "I7", "I11", "I12", "S1", "S6"] {
        let item = ItemId::new(id);
        let (mark, reason) = (Some(Mark::Done), "Farmer Dave did".to_owned());
        let tick = Request::local(Command::MarkItem { item, mark, reason }, "Farmer Jane");
        record.ask(&tick.overriding("a test"), now).expect("ticked");
    }
    let sitrep = (Some("K14".into()), Some(ItemId::new("S7")));
    assert_eq!(asked(&record, now), sitrep);
    let past_midnight = at("2026-11-21T00:10-05:00");
    assert_eq!(asked(&record, past_midnight).0, Some("K14".into()));
    let told = Command::RecordMessage {
        message: "initial-sitrep".into(),
        sitrep: true,
        to: Vec::new(),
        text: String::new(),
    };
    record.run(told, now);
    let clocks = due(&record.incident, &record.playbook, now);
    let update = clocks.iter().find(|due| due.key == "K4").expect("it runs");
    assert_eq!(
        update.due_at,
        at("2026-11-22T00:00-05:00"),
        "both are settled"
    );
    assert!(clocks.iter().all(|due| due.key != "K14"));
}

#[test]
fn the_severity_comes_before_the_confirmation_that_needs_it() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = Record::open(now, When::exact(now));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    tell(&mut record, "gsa-notice", now);
    tell(&mut record, "fedramp-notice", now);
    for id in ["I1", "I3", "I6", "I7", "I11", "I12"] {
        let item = ItemId::new(id);
        let (mark, reason) = (Some(Mark::Done), "Farmer Dave did".to_owned());
        let tick = Request::local(Command::MarkItem { item, mark, reason }, "Farmer Jane");
        record.ask(&tick.overriding("a test"), now).expect("ticked");
    }
    let step = next(&record.incident, &record.playbook, now).expect("a step");
    assert_eq!(step.item, Some(ItemId::new("S4")));
    assert_eq!(step.command, "severity");
    assert!(
        step.why.contains("the confirmation records it"),
        "{}",
        step.why
    );
    let (to, reason) = (Severity::High, String::new());
    record.run(Command::SetSeverity { to, reason }, now);
    assert_eq!(asked(&record, now).1, Some(ItemId::new("S2")));
    let (to, reason) = (Status::Confirmed, String::new());
    record.run(Command::SetStatus { to, reason }, now);
}

#[test]
fn the_hour_of_a_notice_stands_before_lines_without_one_once_it_is_resolved_too() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = confirmed_at(now);
    let (to, reason) = (Status::Resolved, "the hens are back".to_owned());
    let resolve = Request::local(Command::SetStatus { to, reason }, "Farmer Jane");
    let decided = record.ask(&resolve.overriding("a test"), now);
    decided.expect("an override is enough");
    let of_notice = (Some("K1".into()), Some(ItemId::new("I4")));
    assert_eq!(asked(&record, now), of_notice);
    tell(&mut record, "gsa-notice", now);
    assert_eq!(asked(&record, now).1, Some(ItemId::new("I1")));
}

/// Many clocks ask for some time; the line of the report has the deadline of none of them.
#[test]
fn the_line_of_the_report_has_the_deadline_of_its_acknowledgment_alone() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = Record::open(now, When::exact(now));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    let reach = |record: &mut Record, milestone: &str| {
        let reached = MilestoneReached {
            milestone: milestone.into(),
            when: When::exact(now),
            note: "Farmer Dave".into(),
        };
        record.run(Command::ReachMilestone(reached), now);
    };
    reach(&mut record, "disruption-identified");
    let report = Some(ItemId::new("I1"));
    let snooze = Command::SnoozeClock {
        clock: "K9".into(),
        until: None,
        reason: "posted by others".into(),
    };
    record.run(snooze, now);
    assert_eq!(asked(&record, now), (None, report.clone()));
    reach(&mut record, "reported");
    assert_eq!(asked(&record, now), (Some("K2".into()), report.clone()));
    reach(&mut record, "acknowledged");
    assert_ne!(asked(&record, now).1, report, "the answer ticks it");
    let clocks = due(&record.incident, &record.playbook, now);
    assert!(clocks.iter().all(|due| due.key != "K2"));
}

/// Settles what is asked for before a line of a checklist, and returns the step of that line.
fn once_asked_for(record: &mut Record, line: &str, now: Instant) -> NextStep {
    for _ in 0..100 {
        let step = next(&record.incident, &record.playbook, now).expect("a step");
        if step.item == Some(ItemId::new(line)) {
            return step;
        }
        let command = match (step.item, step.due) {
            (Some(item), _) => Command::MarkItem {
                item,
                mark: Some(Mark::NotApplicable),
                reason: "it is a test of the next".into(),
            },
            (None, Some(due)) => Command::SnoozeClock {
                clock: due.key,
                until: None,
                reason: "somebody else does it".into(),
            },
            (None, None) => panic!("nothing to settle: {}", step.text),
        };
        let request = Request::local(command, "Farmer Jane").overriding("it is a test");
        record.ask(&request, now).expect("it is settled");
    }
    panic!("{line} is never asked for");
}

/// NEXT says what is missing, and not only that something is.
#[rstest]
#[case::lead("Lead", "L1 is open, and has no owner")]
#[case::fix("Fix", "R1 is done, not verified")]
fn what_is_not_tracked_is_named_with_what_it_lacks(#[case] board: &str, #[case] why: &str) {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = confirmed_at(now);
    let (text, owner) = ("the fence".to_owned(), String::new());
    let command = if board == "Lead" {
        Command::AddLead { text, owner }
    } else {
        let class = FixClass::Immediate;
        Command::AddFix { class, text, owner }
    };
    record.run(command, now);
    if board == "Fix" {
        let (id, to) = ("R1".parse().expect("an id"), FixState::Done);
        let from = FixState::Open;
        record.run(Command::MoveFix { id, from, to }, now);
    }
    let line = if board == "Lead" { "M1" } else { "M2" };
    let step = once_asked_for(&mut record, line, now);
    assert_eq!(step.why, why);
}

#[test]
fn the_hour_of_a_notice_stands_before_the_lines_of_a_situation() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = confirmed_at(now);
    record.run(Command::SetExposure { exposed: true }, now);
    let of_notice = (Some("K1".into()), Some(ItemId::new("I4")));
    assert_eq!(asked(&record, now), of_notice);
    tell(&mut record, "gsa-notice", now);
    assert_eq!(asked(&record, now).1, Some(ItemId::new("IE1")));
}

#[test]
fn until_it_is_confirmed_what_its_list_has_before_a_notice_comes_first() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = Record::open(now, When::exact(now));
    record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
    record.run(Command::SetExposure { exposed: true }, now);
    assert_eq!(asked(&record, now).1, Some(ItemId::new("I1")));
    for id in ["I1", "I3"] {
        let tick = Command::MarkItem {
            item: ItemId::new(id),
            mark: Some(Mark::Done),
            reason: "Farmer Dave, at once".into(),
        };
        let request = Request::local(tick, "Farmer Jane").overriding("it was done");
        record.ask(&request, now).expect("it is ticked");
    }
    let of_notice = (Some("K1".into()), Some(ItemId::new("I4")));
    assert_eq!(asked(&record, now), of_notice);
}

#[test]
fn the_notice_of_a_disruption_stands_before_lines_that_have_no_hour() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = confirmed_at(now);
    tell(&mut record, "gsa-notice", now);
    let decided = Decided::said("disruption", "close the road").going_ahead(true);
    let decide = Request::local(Command::Decide(Box::new(decided)), "Farmer Jane");
    let decided = record.ask(&decide.overriding("a test"), now);
    decided.expect("an override is enough");
    assert_eq!(asked(&record, now), (Some("K16".into()), None));
    tell(&mut record, "disruption-notice", now);
    assert_eq!(asked(&record, now).1, Some(ItemId::new("I1")));
}

fn tried(record: &mut Record, lead: &str, answer: Option<LeadAnswer>, now: Instant) {
    let tried = Command::TryTeamLead(TeamLeadTried {
        lead: lead.to_owned(),
        channel: Channel::Chat,
        reached: answer.is_some(),
        answer,
        words: String::new(),
    });
    record.run(tried, now);
}

#[test]
fn a_call_after_the_decision_asks_for_no_other() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = confirmed_at(now);
    let (to, reason) = (Severity::Medium, String::new());
    record.run(Command::SetSeverity { to, reason }, now);
    tried(&mut record, "Farmer Dave", Some(LeadAnswer::Agreed), now);
    let decided = Decided::said("disruption", "close the road").going_ahead(true);
    record.run(Command::Decide(Box::new(decided)), now);
    assert_eq!(asked(&record, now), (Some("K16".into()), None));
    let then = now + TimeDelta::minutes(1);
    tried(&mut record, "Spot the Dog", None, then);
    assert_eq!(asked(&record, then), (Some("K16".into()), None));
    // Who objects is heard.
    tried(
        &mut record,
        "Spot the Dog",
        Some(LeadAnswer::Objected),
        then,
    );
    assert_eq!(asked(&record, then), (Some("K5".into()), None));
}

#[test]
fn a_call_stands_behind_what_is_due_before_its_hour_is_over() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = confirmed_at(now);
    let (to, reason) = (Severity::Medium, String::new());
    record.run(Command::SetSeverity { to, reason }, now);
    let then = now + TimeDelta::minutes(20);
    tried(&mut record, "Farmer Dave", None, then);
    assert_eq!(asked(&record, then).0, Some("K1".into()));
    // An answer decides.
    tried(&mut record, "Farmer Dave", Some(LeadAnswer::Agreed), then);
    assert_eq!(asked(&record, then), (Some("K5".into()), None));
}

#[test]
fn a_line_that_nothing_runs_for_has_no_deadline_of_another() {
    let now = at("2026-11-20T12:00-05:00");
    let mut record = confirmed_at(now);
    let to = Status::Resolved;
    let reason = "the hens are back".to_owned();
    let resolve = Request::local(Command::SetStatus { to, reason }, "Farmer Jane");
    record
        .ask(&resolve.overriding("all of it is done"), now)
        .expect("resolved");
    let step = once_asked_for(&mut record, "I6", now);
    assert_eq!(step.due, None, "the review of the progress is another's");
}
