//! The scorecard of a drill: what was promised against what was kept.

use std::collections::{BTreeMap, BTreeSet};

use rstest::rstest;
use sitroom::domain::chronicle::{Chronicle, Outcome};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{ShiftStarted, Visibility, guard_title};
use sitroom::domain::incident::{Carrier, Moment, Route, RouteState, Status};
use sitroom::domain::playbook::Channel;
use sitroom::domain::scorecard::{EXERCISE, GuardOutcome, Scorecard, scorecard};
use sitroom::domain::time::When;

use crate::night::{JANE, figures, minute, moment, night, note, opened, part, send, status};
use crate::record::Record;

/// The night as a drill, with a guard overridden near its end.
fn drilled() -> Record {
    let mut record = night();
    record.incident.exercise = true;
    record
}

fn score(record: &Record, now: i64) -> Option<Scorecard> {
    let playbook = Some(&record.playbook);
    scorecard(&record.incident, &record.entries, playbook, minute(now))
}

#[test]
fn an_incident_has_none() {
    assert_eq!(score(&night(), 400), None);
}

#[test]
fn its_figures_are_the_metrics_and_its_clocks_the_promises() {
    let record = drilled();
    let card = score(&record, 400).unwrap();
    assert_eq!(card.metrics, figures(&record, 400));
    let chronicle = Chronicle::of(&record.entries, Some(&record.playbook), minute(400));
    assert_eq!(card.clocks, chronicle.promises);
    let kept = chronicle.promises.iter();
    let kept = kept.filter(|promise| promise.outcome == Outcome::Kept);
    assert_eq!(card.met().0, kept.count());
    assert!(card.met().0 < card.met().1, "something was missed");
}

#[test]
fn it_says_what_was_met_and_what_was_missed() {
    let card = score(&drilled(), 400).unwrap();
    let text = card.markdown();
    assert!(text.contains(&format!("**{EXERCISE}**")), "{text}");
    let line = |start: &str, part: &str| {
        let mut lines = text.lines();
        lines.any(|line| line.starts_with(start) && line.contains(part))
    };
    assert!(line("- met: GSA notice", "in time"), "{text}");
    assert!(line("- MISSED: Sitrep", "late"), "{text}");
    assert!(line("- Sitreps on time: ", " of "), "{text}");
    assert!(
        line("- disruption: close the road", "waited 30 min"),
        "{text}"
    );
    assert!(line("- Remediate: reached ", "after awareness"), "{text}");
    assert!(!text.contains("\n\n\n"), "{text}");
}

#[test]
fn the_clocks_of_people_are_scored_too() {
    let mut record = opened();
    record.incident.exercise = true;
    let lines = |record: &Record, now: i64| {
        let text = score(record, now).unwrap().markdown();
        let people = ["Shift: ", "IC shift: ", "Overlap: "];
        let of_people = |line: &&str| people.iter().any(|name| line.contains(name));
        text.lines()
            .take_while(|line| !line.starts_with("## Cadence"))
            .filter(of_people)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let at = |time: &str| format!("2026-11-18 {time} EST");
    let jane = |word: &str| format!("IC shift: Farmer Jane due {}, {word}", at("12:10"));
    assert_eq!(
        lines(&record, 30),
        [format!("- open: {}", jane("not due yet"))]
    );
    assert_eq!(
        lines(&record, 200),
        [format!("- MISSED: {}", jane("overdue"))]
    );
    let dave = "Farmer Dave".to_owned();
    let started = Command::StartShift(ShiftStarted::of(dave.clone()));
    record.run(started, minute(20));
    record.run(Command::SetIc { to: dave.clone() }, minute(100));
    record.incident.exercise = true;
    let overlap = |word: &str| format!("Overlap: Farmer Jane due {}, {word}", at("11:00"));
    assert_eq!(
        lines(&record, 151)[0],
        format!("- MISSED: {}", overlap("overdue"))
    );
    let gone = |person: &str| Command::EndShift {
        person: person.to_owned(),
    };
    record.run(gone("Farmer Jane"), minute(152));
    let gone = Request::local(gone(&dave), JANE).overriding("nobody else may");
    record.ask(&gone, minute(199)).expect("for a reason");
    record.incident.exercise = true;
    assert_eq!(
        lines(&record, 300),
        [
            format!("- MISSED: {} at {}", overlap("late"), at("11:32")),
            // She commands no more, and he does.
            format!(
                "- met: Shift: Farmer Jane due {}, in time at {}",
                at("12:10"),
                at("11:32")
            ),
            format!(
                "- met: IC shift: Farmer Dave due {}, in time at {}",
                at("12:20"),
                at("12:19")
            ),
        ]
    );
}

#[test]
fn a_guard_that_was_overridden_stands_there_with_its_reason() {
    let mut record = drilled();
    let before = score(&record, 400).unwrap().guards.len();
    let closed = Command::SetClosed {
        closed: true,
        reason: "home".into(),
    };
    let request = Request::local(closed, JANE).overriding("the sheep sleep");
    record.ask(&request, minute(310)).unwrap();
    let card = score(&record, 400).unwrap();
    let last = card.guards.last().unwrap();
    assert!(card.guards.len() > before);
    assert_eq!(last.outcome, GuardOutcome::Overridden);
    assert_eq!(last.reason, "the sheep sleep");
    let said = format!("OVERRIDDEN: {}, ", guard_title(&last.guard));
    assert!(card.markdown().contains(&said), "{}", card.markdown());
    assert!(!said.contains(&last.guard), "people read words: {said}");
}

#[test]
fn a_guard_whose_command_was_undone_is_said_to_be_taken_back() {
    let mut record = drilled();
    let closed = Command::SetClosed {
        closed: true,
        reason: "home".into(),
    };
    let request = Request::local(closed, JANE).overriding("the sheep sleep");
    record.ask(&request, minute(310)).unwrap();
    record.run(Command::Undo { entry: None }, minute(311));
    // Only the opening of a drill says that it is one.
    record.incident.exercise = true;
    let card = score(&record, 400).unwrap();
    let (last, before) = card.guards.split_last().unwrap();
    assert_eq!(last.outcome, GuardOutcome::Overridden);
    assert!(last.taken_back, "{last:?}");
    assert!(before.iter().all(|it| !it.taken_back), "{before:?}");
    let text = card.markdown();
    let said = format!(
        "- overridden and TAKEN BACK: {}, ",
        guard_title(&last.guard)
    );
    assert!(text.contains(&said), "{text}");
    assert!(text.contains("the reason: the sheep sleep"), "{text}");
}

#[test]
fn a_guard_is_not_taken_back_with_another_command_of_the_same_moment() {
    let mut record = drilled();
    let first = record.entries.len();
    let close = |closed: bool| Command::SetClosed {
        closed,
        reason: "home".into(),
    };
    for (closed, reason) in [(true, "the sheep sleep"), (false, ""), (true, "home again")] {
        let request = Request::local(close(closed), JANE);
        let request = if closed {
            request.overriding(reason)
        } else {
            request
        };
        record.ask(&request, minute(310)).unwrap();
    }
    record.run(Command::Undo { entry: None }, minute(311));
    record.incident.exercise = true;
    // As when they were read in together.
    let undo = record.entries.len() - 1;
    for entry in &mut record.entries[first..undo] {
        entry.recorded = minute(310);
    }
    let card = score(&record, 400).unwrap();
    let taken_back = |reason: &str| {
        let mut guards = card.guards.iter();
        let used = guards.find(|it| it.reason == reason);
        used.expect("it was overridden").taken_back
    };
    assert!(!taken_back("the sheep sleep"), "it still holds");
    assert!(taken_back("home again"));
}

#[test]
fn scripts_read_that_it_is_an_exercise() {
    let card = score(&drilled(), 400).unwrap();
    let json = serde_json::to_value(card.report()).unwrap();
    assert_eq!(json["exercise"], true);
    assert_eq!(json["notice"], EXERCISE);
    assert_eq!(json["clocks_due"], card.met().1);
    assert_eq!(json["clocks"].as_array().unwrap().len(), card.clocks.len());
    let metrics = serde_json::to_value(card.metrics.report()).unwrap();
    assert_eq!(json["metrics"], metrics);
    assert_eq!(json["phases_reached"][0]["after"], "PT10M");
}

#[test]
fn a_false_alarm_is_scored_by_what_it_was() {
    let mut record = opened();
    status(&mut record, Status::FalseAlarm, 30);
    send(&mut record, "false-alarm-notice", false, 35);
    let closed = Command::SetClosed {
        closed: true,
        reason: "the wind".into(),
    };
    let request = Request::local(closed, JANE).overriding("home");
    record.ask(&request, minute(40)).unwrap();
    record.incident.exercise = true;
    let card = score(&record, 400).unwrap();
    let text = card.markdown();
    for said in [
        "- not needed: FedRAMP first notice due ",
        ", no longer owed at 2026-11-18 09:30 EST",
        "- met: GSA notice due 2026-11-18 10:00 EST, in time at 2026-11-18 09:35 EST",
        "- GSA notice latency: 35 min (False-alarm notice)",
        "- sent: False-alarm notice at 2026-11-18 09:35 EST to GSA",
        "- False alarm: reached 30 min after awareness, took 10 min",
        "## Go/no-go decisions\n\nNone.",
    ] {
        assert!(text.contains(said), "{said} is not in {text}");
    }
    assert!(!text.contains("open: "), "it is over: {text}");
    let json = serde_json::to_value(card.report()).unwrap();
    let phases = json["phases_reached"].as_array().unwrap();
    assert_eq!(phases.last().unwrap()["phase"], "false-alarm");
    assert_eq!(json["false_alarm_notices"][0]["at"], "2026-11-18T14:35:00Z");
    for clock in json["clocks"].as_array().unwrap() {
        let done = clock["done_at"].as_str().unwrap();
        assert_eq!(done.len(), "2026-11-18T14:35:00Z".len(), "{clock}");
    }
}

/// Returns a drill in which GSA was notified of what was a false alarm.
fn notified() -> Record {
    let mut record = opened();
    send(&mut record, "gsa-notice", false, 20);
    status(&mut record, Status::FalseAlarm, 30);
    record.incident.exercise = true;
    record
}

#[test]
fn a_false_alarm_that_nobody_was_told_of_is_scored() {
    let lines = |record: &Record| {
        let card = score(record, 400).unwrap();
        let text = card.markdown();
        let json = serde_json::to_value(card.report()).unwrap();
        let lines = text
            .lines()
            .filter(|line| line.contains("False-alarm notice"));
        let lines: Vec<String> = lines.map(str::to_owned).collect();
        (lines, json["false_alarm_not_told"].clone())
    };
    let mut record = notified();
    let (said, names) = lines(&record);
    assert_eq!(said, ["- not sent: False-alarm notice to GSA"]);
    assert_eq!(names, serde_json::json!(["GSA"]));
    send(&mut record, "false-alarm-notice", false, 35);
    record.incident.exercise = true;
    let (said, names) = lines(&record);
    assert_eq!(
        said,
        ["- sent: False-alarm notice at 2026-11-18 09:35 EST to GSA"]
    );
    assert_eq!(names, serde_json::json!([]));
    let mut unheard = opened();
    status(&mut unheard, Status::FalseAlarm, 30);
    unheard.incident.exercise = true;
    let (said, names) = lines(&unheard);
    assert_eq!((said.len(), names), (0, serde_json::json!([])));
    let (said, _) = lines(&drilled());
    assert!(said.is_empty(), "it was none: {said:?}");
}

#[rstest]
#[case::sent(RouteState::Sent, false)]
#[case::called_off(RouteState::Dropped, false)]
#[case::still_waiting(RouteState::ToCarry, true)]
fn a_false_alarm_notice_that_waits_is_not_sent(#[case] then: RouteState, #[case] waits: bool) {
    let mut record = notified();
    let by_hand = Command::SendMessage {
        message: "false-alarm-notice".into(),
        to: Vec::new(),
        routes: vec![Route {
            address: String::new(),
            name: "GSA".into(),
            channel: Channel::Mail,
            to: String::new(),
            cc: Vec::new(),
            apart: false,
            carrier: Carrier::Hand,
        }],
        text: "it was the wind".into(),
    };
    record.run(by_hand, minute(35));
    let written = record.incident.unsent.last().expect("it waits");
    let moved = Command::MoveRoutes {
        of: written.entry,
        routes: vec![0],
        to: then,
        by: JANE.into(),
        words: "they rang us".into(),
        more: Vec::new(),
        attempts: 0,
    };
    if then != RouteState::ToCarry {
        record.run(moved, minute(40));
    }
    record.incident.exercise = true;
    let card = score(&record, 400).unwrap();
    let told = "- not sent: False-alarm notice to GSA
";
    let text = card.markdown();
    assert_eq!(text.contains(told), waits, "{text}");
    assert_eq!(card.report().false_alarm_not_told.len(), usize::from(waits));
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

#[test]
fn the_document_of_the_drills_names_every_key_of_the_scorecard() {
    let document = include_str!("../../assets/drills/README.md");
    let (_, form) = document
        .split_once("The scorecard has the form")
        .expect("it is told of");
    let rows = form.lines().filter(|line| line.starts_with("| `"));
    let mut told: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for row in rows {
        let cells: Vec<&str> = row.split('|').collect();
        told.insert(quoted(cells[1])[0], quoted(cells[3]).into_iter().collect());
    }
    let mut alarm = notified();
    send(&mut alarm, "false-alarm-notice", false, 35);
    alarm.incident.exercise = true;
    let mut overridden = drilled();
    let reopened = Command::SetClosed {
        closed: true,
        reason: "the wind".into(),
    };
    let request = Request::local(reopened, JANE).overriding("home");
    overridden.ask(&request, minute(399)).unwrap();
    overridden.incident.exercise = true;
    let mut seen: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for record in [alarm, overridden] {
        let card = score(&record, 400).unwrap();
        let json = serde_json::to_value(card.report()).unwrap();
        for (key, value) in json.as_object().unwrap() {
            let each = value.as_array().into_iter().flatten();
            let keys = each
                .filter_map(|it| it.as_object())
                .flat_map(|it| it.keys());
            let of = seen.entry(key.clone()).or_default();
            of.extend(keys.cloned());
        }
    }
    for list in ["clocks", "guards", "phases_reached", "false_alarm_notices"] {
        assert!(!seen[list].is_empty(), "{list} holds nothing to look at");
    }
    let told: BTreeMap<String, BTreeSet<String>> = told
        .into_iter()
        .map(|(key, of)| (key.to_owned(), of.into_iter().map(str::to_owned).collect()))
        .collect();
    assert_eq!(told, seen);
}

/// The lines of the timeline of the report.
fn timeline(record: &Record) -> Vec<String> {
    part(record, "timeline")
        .lines()
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_report_tells_of_no_guard_whose_command_was_undone() {
    let mut record = night();
    let closed = Command::SetClosed {
        closed: true,
        reason: "home".into(),
    };
    let request = Request::local(closed, JANE).overriding("the sheep sleep");
    record.ask(&request, minute(310)).unwrap();
    let tells = |record: &Record| {
        let lines = timeline(record);
        lines.iter().any(|line| line.contains("the sheep sleep"))
    };
    assert!(tells(&record));
    record.run(Command::Undo { entry: None }, minute(311));
    assert!(!tells(&record));
}

#[test]
fn the_report_tells_of_a_guard_beside_what_went_past_it() {
    let mut record = opened();
    note(&mut record, "the gate is open", Visibility::Shared, 12);
    let contained = When::exact(minute(-10));
    moment(&mut record, Moment::Contained, contained, 50);
    let lines = timeline(&record);
    let at = |words: &str| lines.iter().position(|line| line.contains(words));
    let (command, guard) = (at(": contained: ").unwrap(), at("went past").unwrap());
    assert_eq!(guard, command + 1, "{lines:#?}");
    for line in [&lines[command], &lines[guard]] {
        let when = "- 2026-11-18 08:50:00 EST (noted 2026-11-18 09:50 EST)";
        assert!(line.starts_with(when), "{line}");
    }
}
