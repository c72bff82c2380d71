//! Real incidents, replayed: what must be computed from them, and what the clocks say.

#[path = "common/record.rs"]
mod record;
#[path = "common/small_playbook.rs"]
mod small_playbook;

use std::collections::BTreeMap;

use record::Record;
use serde::Deserialize;
use sitroom::domain::chronicle::Chronicle;
use sitroom::domain::clock::due;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{Field, FigurePublished, Visibility};
use sitroom::domain::incident::{Moment, Severity, Status};
use sitroom::domain::measure::Measure;
use sitroom::domain::metrics::{Metric, Metrics, Verdict, metrics};
use sitroom::domain::time::{Instant, Precision, When, Zone};
use sitroom::domain::worksheet::WorksheetAsked;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Replays {
    incident: Vec<Replay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Replay {
    id: String,
    source: String,
    kind: String,
    zone: Zone,
    typed_at: String,
    #[serde(default)]
    discovery_method: String,
    published: Vec<String>,
    #[serde(default)]
    claim: Vec<Claim>,
    event: Vec<Happening>,
    clock: Vec<Reading>,
    sitreps: Option<usize>,
    expect: BTreeMap<String, Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Claim {
    metric: Metric,
    figure: String,
    agrees: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Happening {
    time: String,
    what: String,
    #[serde(default)]
    marks: Vec<Moment>,
    severity: Option<Severity>,
    ic: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    at: String,
    key: String,
    left: Option<String>,
    #[serde(default)]
    overdue: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    estimate: Option<String>,
    low: Option<String>,
    high: Option<String>,
    words: Option<String>,
}

fn replays() -> Vec<Replay> {
    let text = include_str!("data/replays.toml");
    toml::from_str::<Replays>(text)
        .expect("the replays read")
        .incident
}

impl Replay {
    fn read(&self, text: &str) -> When {
        let typed_at = self.zone.read(&self.typed_at, Instant::UNIX_EPOCH);
        let now = typed_at.expect("a time").earliest().expect("a known time");
        self.zone
            .read(text, now)
            .unwrap_or_else(|e| panic!("{}: {e}", self.id))
    }

    fn instant(&self, text: &str) -> Instant {
        self.read(text).earliest().expect("a known time")
    }

    fn aware(&self) -> When {
        let aware = |event: &&Happening| event.marks.contains(&Moment::Discovered);
        let event = self.event.iter().find(aware).expect("a discovery");
        self.read(&event.time)
    }

    /// Plays what had happened by an instant; somebody takes charge on becoming aware.
    fn play(&self, until: Instant) -> Record {
        let opened = self.aware().earliest().expect("a known time");
        let mut record = Record::open(opened, self.aware());
        let method = Command::SetField {
            field: Field::DiscoveryMethod,
            to: self.discovery_method.clone(),
        };
        record.run(method, opened);
        for event in &self.event {
            let when = self.read(&event.time);
            let now = when.earliest().expect("a known time").max(opened);
            if now <= until {
                happen(&mut record, event, when, now);
            }
        }
        record
    }
}

fn happen(record: &mut Record, event: &Happening, when: When, now: Instant) {
    let note = Command::Note {
        text: event.what.clone(),
        visibility: Visibility::Shared,
    };
    record.run(note, now);
    if let Some(to) = event.severity {
        let reason = String::new();
        record.run(Command::SetSeverity { to, reason }, now);
        set_status(record, Status::Confirmed, when, now);
    }
    if let Some(to) = event.ic.clone() {
        let person = record.incident.ic.clone();
        record.run(Command::SetIc { to }, now);
        record.run(Command::EndShift { person }, now);
    }
    for moment in event.marks.iter().copied() {
        match moment {
            Moment::Confirmed => set_status(record, Status::Confirmed, when, now),
            Moment::Resolved => set_status(record, Status::Resolved, when, now),
            Moment::Started
            | Moment::Discovered
            | Moment::Opened
            | Moment::Contained
            | Moment::Closed => {}
        }
        record.run(
            Command::SetMoment {
                moment,
                when,
                automatic: false,
            },
            now,
        );
    }
}

fn set_status(record: &mut Record, to: Status, when: When, now: Instant) {
    let reason = String::new();
    let request = Request::local(Command::SetStatus { to, reason }, "Farmer Jane")
        .overriding("as it was")
        .happened(when);
    record.ask(&request, now).expect("an override is enough");
}

fn figures(record: &Record, now: Instant) -> Metrics {
    let playbook = Some(&record.playbook);
    let chronicle = Chronicle::of(&record.entries, playbook, now);
    metrics(&record.incident, &chronicle, playbook, now)
}

fn measure_of<'a>(metrics: &'a Metrics, name: &str) -> &'a Measure {
    match name {
        "time-to-discovery" => &metrics.time_to_discovery,
        "time-to-containment" => &metrics.time_to_containment,
        "gsa-notice-latency" => &metrics.gsa_notice_latency,
        "declaration-delay" => &metrics.declaration_delay,
        "time-to-confirm" => &metrics.time_to_confirm,
        "time-to-resolve" => &metrics.time_to_resolve,
        other => panic!("no measure {other}"),
    }
}

#[test]
fn every_measure_is_the_published_or_derived_one() {
    for replay in replays() {
        let end = replay.instant(&replay.typed_at);
        let metrics = figures(&replay.play(end), end);
        for (name, expected) in &replay.expect {
            let case = format!("{} {name}", replay.id);
            let measure = measure_of(&metrics, name);
            assert_eq!(measure.iso(), expected.estimate, "{case}");
            if let Some(words) = &expected.words {
                assert_eq!(measure.words(), *words, "{case}");
            }
            if let Measure::Known { low, high, .. } = measure {
                let estimate = expected.estimate.as_ref();
                let least = expected.low.as_ref().or(estimate);
                let most = expected.high.as_ref().or(estimate);
                assert_eq!(Some(&low.iso()), least, "{case}");
                assert_eq!(Some(&high.iso()), most, "{case}");
            }
        }
        let method = metrics.discovery_method.unwrap_or_default();
        assert_eq!(method, replay.discovery_method, "{}", replay.id);
        assert_eq!(metrics.flags, [], "{}", replay.id);
    }
}

#[test]
fn a_published_claim_that_disagrees_is_shown_as_such() {
    let mut disagreed = 0;
    for replay in replays() {
        let end = replay.instant(&replay.typed_at);
        let mut record = replay.play(end);
        for claim in &replay.claim {
            let asked = WorksheetAsked::Publish(FigurePublished {
                metric: claim.metric,
                figure: claim.figure.clone(),
                source: replay.source.clone(),
            });
            record.run(Command::ChangeWorksheet(Box::new(asked)), end);
        }
        let metrics = figures(&record, end);
        assert_eq!(metrics.published.len(), replay.claim.len(), "{}", replay.id);
        for (shown, claim) in metrics.published.iter().zip(&replay.claim) {
            let verdict = if claim.agrees {
                Verdict::Agrees
            } else {
                Verdict::Differs
            };
            assert_eq!(shown.verdict, verdict, "{} {}", replay.id, claim.figure);
            disagreed += usize::from(!claim.agrees);
        }
        let text = metrics.text();
        let marked = text.matches("DISAGREES").count();
        let expected = replay.claim.iter().filter(|claim| !claim.agrees).count();
        assert_eq!(marked, expected, "{text}");
    }
    assert_eq!(disagreed, 3);
}

#[test]
fn clocks_stand_where_the_source_puts_them() {
    for replay in replays() {
        for reading in &replay.clock {
            let case = format!("{} {} at {}", replay.id, reading.key, reading.at);
            let now = replay.instant(&reading.at);
            let record = replay.play(now);
            let clocks = due(&record.incident, &record.playbook, now);
            let clock = clocks.iter().find(|clock| clock.key == reading.key);
            let left = clock.map(|clock| clock.left(now).iso());
            assert_eq!(left, reading.left, "{case}");
            let is_overdue = clock.is_some_and(|clock| clock.is_overdue(now));
            assert_eq!(is_overdue, reading.overdue, "{case}");
        }
    }
}

#[test]
fn sitreps_fall_due_as_often_as_the_severity_says() {
    for replay in replays().iter().filter(|replay| replay.sitreps.is_some()) {
        let resolved = replay.play(replay.instant(&replay.typed_at)).incident;
        let until = resolved.moments[&Moment::Resolved].earliest();
        let until = until.expect("a known time");
        let mut record = replay.play(replay.aware().earliest().expect("a known time"));
        let mut sent = 0;
        loop {
            let clocks = due(&record.incident, &record.playbook, until);
            let sitrep = clocks.iter().find(|clock| clock.key == "K3");
            let due_at = sitrep.expect("a sitrep is owed").due_at;
            if due_at > until {
                break;
            }
            let message = Command::RecordMessage {
                message: "sitrep".into(),
                sitrep: true,
                to: Vec::new(),
                text: String::new(),
            };
            record.run(message, due_at);
            sent += 1;
        }
        assert_eq!(Some(sent), replay.sitreps, "{}", replay.id);
    }
}

#[test]
fn every_replay_names_its_source_and_keeps_the_precision_typed() {
    let replays = replays();
    assert_eq!(replays.len(), 7);
    for replay in replays {
        let named = [&replay.id, &replay.source, &replay.kind];
        assert!(named.iter().all(|text| !text.is_empty()), "{}", replay.id);
        assert!(!replay.published.is_empty(), "{}", replay.id);
        for event in &replay.event {
            let expected = if event.time.contains(':') {
                Precision::Minute
            } else {
                Precision::Day
            };
            let read = replay.read(&event.time).precision();
            assert_eq!(read, Some(expected), "{} {}", replay.id, event.what);
        }
    }
}
