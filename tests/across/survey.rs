//! Several incidents, their metrics and what they have in common.

use std::collections::BTreeMap;

use rstest::rstest;
use sitroom::domain::across::{Case, Figure, Group, RepeatKind, across, repeats};
use sitroom::domain::chronicle::{Chronicle, Outcome};
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::Field;
use sitroom::domain::ids::IncidentId;
use sitroom::domain::incident::{Incident, Moment, Severity, Status};
use sitroom::domain::metrics::{Metric, metrics};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::{Instant, Precision, Span, When};
use sitroom::domain::worksheet::{CauseMethod, WorksheetAsked};

use crate::record::Record;

fn minute(minutes: i64) -> Instant {
    let start: Instant = "2026-11-22T15:00:00Z".parse().unwrap();
    start + chrono::TimeDelta::minutes(minutes)
}

fn utc(at: Instant) -> chrono::DateTime<chrono::FixedOffset> {
    at.fixed_offset()
}

/// An incident of which somebody was aware at minute 0.
fn incident(severity: Severity) -> Record {
    let mut record = Record::open(minute(10), When::exact(minute(0)));
    record.playbook = Playbook::shipped("cloud-gov-2023").unwrap();
    let reason = String::new();
    record.run(
        Command::SetSeverity {
            to: severity,
            reason,
        },
        minute(11),
    );
    record
}

fn set(record: &mut Record, moment: Moment, when: When) {
    let command = Command::SetMoment {
        moment,
        when,
        automatic: false,
    };
    let request = Request::local(command, "Farmer Jane").overriding("a test");
    record.ask(&request, minute(600)).unwrap();
}

fn contained(severity: Severity, after: i64) -> Record {
    let mut record = incident(severity);
    set(&mut record, Moment::Contained, When::exact(minute(after)));
    record
}

fn case(record: &Record, id: &str) -> Case {
    let mut incident: Incident = record.incident.clone();
    incident.id = id.parse().unwrap();
    let now = minute(600);
    let playbook = Some(&record.playbook);
    let chronicle = Chronicle::of(&record.entries, playbook, now);
    Case::of(&incident, metrics(&incident, &chronicle, playbook, now))
}

fn cases(all: &[Record]) -> Vec<Case> {
    let numbered = all.iter().enumerate();
    numbered
        .map(|(n, it)| case(it, &format!("2026-11-22-{n}")))
        .collect()
}

fn group<'a>(all: &'a [Group], word: &str) -> &'a Group {
    all.iter().find(|it| it.word() == word).unwrap()
}

fn figure(group: &Group, metric: Metric) -> &Figure {
    group.figures.iter().find(|it| it.metric == metric).unwrap()
}

#[test]
fn figures_stand_by_severity_and_for_all() {
    let all = [
        contained(Severity::High, 60),
        contained(Severity::High, 120),
        contained(Severity::Low, 300),
        incident(Severity::Low),
    ];
    let found = across(&cases(&all));
    let words: Vec<(&str, usize)> = found
        .groups
        .iter()
        .map(|it| (it.word(), it.incidents))
        .collect();
    assert_eq!(words, [("all", 4), ("high", 2), ("low", 2)]);
    let of = |word: &str| {
        let figure = figure(group(&found.groups, word), Metric::TimeToContainment);
        let median = figure.summary.unwrap().median;
        assert_eq!(median.low, median.high);
        (figure.known, figure.unknown, median.low)
    };
    assert_eq!(of("all"), (3, 1, Span::minutes(120)));
    assert_eq!(of("high"), (2, 0, Span::minutes(90)));
    assert_eq!(of("low"), (1, 1, Span::minutes(300)));
    // Nobody knows when any of them began.
    let discovery = figure(group(&found.groups, "all"), Metric::TimeToDiscovery);
    assert_eq!(
        (discovery.known, discovery.unknown, discovery.summary),
        (0, 4, None)
    );
}

#[test]
fn a_coarse_time_stays_a_range() {
    let mut coarse = incident(Severity::High);
    // Some time from 17:00 to 18:00: two to three hours after awareness at 15:00.
    set(
        &mut coarse,
        Moment::Contained,
        When::coarse(utc(minute(120)), Precision::Hour),
    );
    let found = across(&cases(&[coarse, contained(Severity::High, 60)]));
    let summary = figure(&found.groups[0], Metric::TimeToContainment)
        .summary
        .unwrap();
    assert_eq!(summary.median.words(), "between 1 h 30 min and 2 h 00 min");
    assert_eq!(summary.most.words(), "between 2 h 00 min and 3 h 00 min");
    assert_eq!(summary.least.words(), "1 h 00 min");
}

#[test]
fn times_in_the_wrong_order_are_counted_and_measure_nothing() {
    let found = across(&cases(&[
        contained(Severity::High, -90),
        contained(Severity::High, 60),
    ]));
    let figure = figure(&found.groups[0], Metric::TimeToContainment);
    assert_eq!((figure.known, figure.unknown, figure.disputed), (1, 0, 1));
    assert_eq!(figure.summary.unwrap().median.low, Span::minutes(60));
}

#[test]
fn false_alarms_and_exercises_are_told_by_number_and_do_not_count() {
    let mut alarm = contained(Severity::High, 5);
    let (to, reason) = (Status::FalseAlarm, "a goat".to_owned());
    alarm.run(Command::SetStatus { to, reason }, minute(20));
    let mut drill = contained(Severity::High, 7);
    drill.incident.exercise = true;
    let found = across(&cases(&[alarm, drill, contained(Severity::High, 60)]));
    assert_eq!((found.false_alarms, found.exercises), (1, 1));
    assert_eq!(found.groups[0].incidents, 1);
    let summary = figure(&found.groups[0], Metric::TimeToContainment)
        .summary
        .unwrap();
    assert_eq!(summary.least.low, Span::minutes(60));
}

#[test]
fn of_no_incident_nothing_is_said() {
    let found = across(&[]);
    assert_eq!(found.groups.len(), 1);
    assert_eq!(found.lines(), ["All: 0 incidents"]);
    assert_eq!(found.late, []);
}

#[test]
fn a_notice_that_was_late_is_named_with_its_incident() {
    let mut late = incident(Severity::High);
    let send = |record: &mut Record, at| {
        let command = Command::RecordMessage {
            message: "gsa-notice".into(),
            sitrep: false,
            to: Vec::new(),
            text: String::new(),
        };
        record.run(command, at);
    };
    send(&mut late, minute(80));
    let mut good = incident(Severity::High);
    send(&mut good, minute(40));
    let found = across(&cases(&[late, good]));
    let notices: Vec<(&str, &str, Outcome)> = found
        .late
        .iter()
        .filter(|it| it.key == "K1")
        .map(|it| (it.incident.as_str(), it.name.as_str(), it.outcome))
        .collect();
    assert_eq!(notices, [("2026-11-22-0", "GSA notice", Outcome::Late)]);
    let late = found.late.iter().find(|it| it.key == "K1").unwrap();
    assert_eq!(late.took, Some(Span::minutes(80)));
}

fn why(record: &mut Record, text: &str) {
    let known = record.incident.worksheet.causes.in_order();
    let parent = known.first().map(|node| node.cause.id);
    let asked = WorksheetAsked::AddCause {
        parent,
        method: CauseMethod::FiveWhys,
        text: text.to_owned(),
    };
    record.run(Command::ChangeWorksheet(Box::new(asked)), minute(30));
}

fn field(record: &mut Record, field: Field, value: &str) {
    record.run(
        Command::SetField {
            field,
            to: value.to_owned(),
        },
        minute(30),
    );
}

#[test]
fn a_cause_that_came_back_is_named_whatever_its_letters() {
    let mut all = [
        incident(Severity::High),
        incident(Severity::Low),
        incident(Severity::Low),
    ];
    for (record, cause) in
        all.iter_mut()
            .zip(["Nobody owned the gate", "nobody  owned the GATE", "rust"])
    {
        why(record, "Why did the chickens escape?");
        why(record, cause);
        // Twice in one incident is once.
        why(record, cause);
    }
    let found = repeats(&cases(&all));
    let found: Vec<(RepeatKind, &str, Vec<&str>)> = found
        .iter()
        .map(|it| {
            let ids = it.incidents.iter().map(IncidentId::as_str).collect();
            (it.kind, it.text.as_str(), ids)
        })
        .collect();
    let ids = vec!["2026-11-22-0", "2026-11-22-1"];
    assert_eq!(found, [(RepeatKind::Cause, "Nobody owned the gate", ids)]);
}

#[rstest]
#[case::discovery(
    Field::DiscoveryMethod,
    RepeatKind::DiscoveryMethod,
    "Internal - reported by employee"
)]
#[case::actions(Field::ThreatActions, RepeatKind::ThreatAction, "Phishing")]
fn words_of_the_lists_that_came_back(
    #[case] of: Field,
    #[case] kind: RepeatKind,
    #[case] word: &str,
) {
    let mut all = [
        incident(Severity::High),
        incident(Severity::Low),
        incident(Severity::Low),
    ];
    for record in &mut all[1..] {
        field(record, of, word);
    }
    let cases = cases(&all);
    let found = repeats(&cases);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].kind, found[0].incidents.len()), (kind, 2));
    let found = across(&cases);
    let tallies = found.groups[0].tallies.iter();
    let told: Vec<(usize, usize, &BTreeMap<String, usize>)> = tallies
        .filter(|it| !it.values.is_empty())
        .map(|it| (it.known, it.unknown, &it.values))
        .collect();
    let values = BTreeMap::from([(found.repeats[0].text.clone(), 2)]);
    assert_eq!(told, [(2, 1, &values)]);
}

#[test]
fn the_table_has_no_formulas_and_every_row_the_same_cells() {
    let mut all = [incident(Severity::High), incident(Severity::Low)];
    for record in &mut all {
        why(record, "Why?");
        why(record, "=HYPERLINK(\"http://example.org\")");
    }
    let table = across(&cases(&all)).table().unwrap();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let width = reader.headers().unwrap().len();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.iter().all(|row| row.len() == width));
    let repeat = rows.iter().find(|row| &row[0] == "repeat").unwrap();
    assert_eq!(&repeat[3], "'=HYPERLINK(\"http://example.org\")");
    assert!(
        !rows
            .iter()
            .flatten()
            .any(|cell| cell.starts_with(['=', '+', '@']))
    );
    let kinds: Vec<&str> = rows.iter().map(|row| row.get(0).unwrap()).collect();
    for kind in ["length", "value", "sitreps", "late-notice", "repeat"] {
        assert!(kinds.contains(&kind), "{kind} in {kinds:?}");
    }
}
