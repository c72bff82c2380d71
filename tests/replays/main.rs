//! Real incidents, replayed: what must be computed from them, and what the clocks say. Every value
//! of the file is asserted, and a test counts that.

#[path = "../common/record.rs"]
mod record;
#[path = "../common/replay.rs"]
mod replay;
#[path = "../common/small_playbook.rs"]
mod small_playbook;
mod source;

use record::Record;
use replay::{FILE, Happening, Reading, Replay, replays};
use sitroom::domain::chronicle::Chronicle;
use sitroom::domain::clock::due;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::event::{
    ContainmentSet, Field, FigurePublished, MilestoneReached, Visibility,
};
use sitroom::domain::incident::{Moment, Status};
use sitroom::domain::measure::Measure;
use sitroom::domain::metrics::{Metrics, Verdict, metrics};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::report::{Source, report};
use sitroom::domain::time::{Instant, Precision, When};
use sitroom::domain::worksheet::{CauseMethod, WorksheetAsked};

impl Replay {
    /// Plays what had happened by an instant; somebody takes charge on becoming aware, or when
    /// the source says.
    fn play(&self, until: Instant) -> Record {
        self.play_without(until, None)
    }

    /// Plays the same without a mark of the source.
    fn play_without(&self, until: Instant, without: Option<Moment>) -> Record {
        let opened = self.aware().earliest().expect("a known time");
        let mut record = Record::open(opened, self.aware());
        record.playbook = Playbook::shipped("cloud-gov-2023").expect("it ships");
        let method = Command::SetField {
            field: Field::DiscoveryMethod,
            to: self.discovery_method.clone(),
        };
        record.run(method, opened);
        if let Some(exposed) = self.exposed {
            record.run(Command::SetExposure { exposed }, opened);
        }
        for event in &self.event {
            let when = self.read(&event.time);
            let now = when.earliest().expect("a known time").max(opened);
            if now <= until {
                happen(&mut record, (event, without), when, now);
            }
        }
        record
    }
}

fn happen(
    record: &mut Record,
    (event, without): (&Happening, Option<Moment>),
    when: When,
    now: Instant,
) {
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
    if let Some(milestone) = event.milestone.clone() {
        let note = String::new();
        let reached = MilestoneReached {
            milestone,
            when,
            note,
        };
        record.run(Command::ReachMilestone(reached), now);
    }
    for moment in event.marks.iter().copied() {
        if without == Some(moment) {
            continue;
        }
        match moment {
            Moment::Confirmed => set_status(record, Status::Confirmed, when, now),
            Moment::Resolved => set_status(record, Status::Resolved, when, now),
            Moment::Started
            | Moment::Discovered
            | Moment::Opened
            | Moment::Contained
            | Moment::Closed => {}
        }
        let set = Command::SetMoment {
            moment,
            when,
            automatic: false,
        };
        // Published times are often in an order that cannot be: they are kept, and flagged.
        let request = Request::local(set, "Farmer Jane").overriding("as it was published");
        record.ask(&request, now).expect("an override is enough");
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

/// Returns how many values were asserted.
fn measures(replay: &Replay) -> usize {
    let mut asserted = 0;
    let end = replay.instant(&replay.typed_at);
    let metrics = figures(&replay.play(end), end);
    for (name, expected) in &replay.expect {
        let case = format!("{} {name}", replay.id);
        let measure = measure_of(&metrics, name);
        assert_eq!(measure.iso(), expected.estimate, "{case}");
        asserted += usize::from(expected.estimate.is_some());
        if let Some(words) = &expected.words {
            assert_eq!(measure.words(), *words, "{case}");
            asserted += 1;
        }
        let ends = [&expected.low, &expected.high].into_iter().flatten();
        asserted += ends.count();
        match measure {
            Measure::Known { low, high, .. } => {
                let estimate = expected.estimate.as_ref();
                let least = expected.low.as_ref().or(estimate);
                let most = expected.high.as_ref().or(estimate);
                assert_eq!(Some(&low.iso()), least, "{case}");
                assert_eq!(Some(&high.iso()), most, "{case}");
            }
            other @ Measure::Unknown { .. } => {
                let ends = (&expected.low, &expected.high);
                assert_eq!(ends, (&None, &None), "{case}: {other:?}");
            }
        }
    }
    let method = metrics.discovery_method.unwrap_or_default();
    assert_eq!(method, replay.discovery_method, "{}", replay.id);
    assert_eq!(metrics.flags, [], "{}", replay.id);
    asserted + usize::from(!replay.discovery_method.is_empty())
}

/// Returns how many published figures were asserted, beside the computed ones.
fn claims(replay: &Replay) -> usize {
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
    for claim in &replay.claim {
        let mut published = metrics.published.iter();
        let shown = published.find(|it| it.metric == claim.metric && it.figure == claim.figure);
        let verdict = if claim.agrees {
            Verdict::Agrees
        } else {
            Verdict::Differs
        };
        let shown = shown.map(|it| it.verdict);
        assert_eq!(shown, Some(verdict), "{} {}", replay.id, claim.figure);
    }
    let text = metrics.text(sitroom::domain::time::Zone::UTC);
    let part = part(&record, "metrics", end);
    let expected = replay.claim.iter().filter(|claim| !claim.agrees).count();
    for shown in [text, part] {
        let marked = shown.matches("DISAGREES").count();
        assert_eq!(marked, expected, "{}: {shown}", replay.id);
        for claim in &replay.claim {
            assert!(shown.contains(&claim.figure), "{}: {shown}", claim.figure);
        }
    }
    replay.claim.len()
}

fn part(record: &Record, id: &str, now: Instant) -> String {
    let (incident, playbook) = (&record.incident, Some(&record.playbook));
    let report = report(&Source::new(incident, &record.entries, playbook, now));
    report.part(id).expect("it is in the outline").text.clone()
}

/// Returns how many readings of clocks were asserted.
fn clocks(replay: &Replay) -> usize {
    let read = |readings: &[Reading], without: Option<Moment>| {
        for reading in readings {
            let case = format!("{} {} at {}", replay.id, reading.key, reading.at);
            let now = replay.instant(&reading.at);
            let record = replay.play_without(now, without);
            let clocks = due(&record.incident, &record.playbook, now);
            let clock = clocks.iter().find(|clock| clock.key == reading.key);
            let left = clock.map(|clock| clock.left(now).iso());
            assert_eq!(left, reading.left, "{case}");
            let is_overdue = clock.is_some_and(|clock| clock.is_overdue(now));
            assert_eq!(is_overdue, reading.overdue, "{case}");
        }
        readings.len()
    };
    read(&replay.clock, None) + read(&replay.from_aware, Some(Moment::Opened))
}

/// Returns how many other facts of the source were asserted, each where the report has it.
fn facts(replay: &Replay) -> usize {
    let end = replay.instant(&replay.typed_at);
    let mut record = replay.play(end);
    for at in &replay.told {
        let mut events = replay.event.iter();
        let event = events.find(|event| event.time == *at).expect("an event");
        assert!(event.what.contains("told"), "{}", event.what);
        // A note happened when it is said: to the second.
        let at = When::exact(replay.instant(at));
        let time = record.incident.zone.plain(&at);
        let line = format!("- {time} ");
        let timeline = part(&record, "timeline", end);
        let mut lines = timeline.lines().filter(|it| it.starts_with(&line));
        assert!(lines.any(|it| it.contains(&event.what)), "{timeline}");
    }
    for alone in &replay.contained {
        let mut events = replay.event.iter();
        let event = events.find(|event| event.time == alone.at);
        let label = event.expect("an event").what.clone();
        let when = replay.read(&alone.at);
        let fix = None;
        let contain = WorksheetAsked::Contain(ContainmentSet {
            label: label.clone(),
            when,
            fix,
        });
        let before = figures(&record, end).time_to_containment;
        record.run(Command::ChangeWorksheet(Box::new(contain)), end);
        let held = figures(&record, end).time_to_containment;
        assert_eq!(held, before, "{}: nobody picked it", replay.id);
        let pick = WorksheetAsked::PickContainment(label);
        record.run(Command::ChangeWorksheet(Box::new(pick)), end);
        let measure = figures(&record, end).time_to_containment;
        assert_eq!(measure.iso().as_ref(), Some(&alone.estimate));
        assert_eq!(measure.words(), alone.words);
    }
    if let Some(cause) = &replay.cause {
        let asked = WorksheetAsked::AddCause {
            parent: None,
            method: CauseMethod::InfiniteHows,
            text: cause.clone(),
        };
        record.run(Command::ChangeWorksheet(Box::new(asked)), end);
        let causes = part(&record, "causes", end);
        assert!(causes.contains(cause), "{causes}");
    }
    if let Some(exposed) = replay.exposed {
        let said = if exposed {
            "information was exposed"
        } else {
            "no information was exposed"
        };
        let impact = part(&record, "impact", end);
        assert!(impact.contains(&format!("**Information exposure**: {said}")));
        // What must be done about it stands on the board (R43): the owner is to be told.
        let immediate = part(&record, "immediate", end);
        let is_owed = immediate.contains("notify the owner of the information");
        assert_eq!(is_owed, exposed, "{immediate}");
    }
    replay.told.len()
        + replay.contained.len()
        + usize::from(replay.cause.is_some())
        + usize::from(replay.exposed.is_some())
}

/// Returns whether the number of sitreps that fall due was asserted.
fn sitreps(replay: &Replay) -> usize {
    let Some(expected) = replay.sitreps else {
        return 0;
    };
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
            message: "update-sitrep".into(),
            sitrep: true,
            to: Vec::new(),
            text: String::new(),
        };
        record.run(message, due_at);
        sent += 1;
    }
    assert_eq!(sent, expected, "{}", replay.id);
    1
}

#[test]
fn every_measure_is_the_published_or_derived_one() {
    assert!(replays().iter().map(measures).sum::<usize>() > 0);
}

#[test]
fn a_published_claim_that_disagrees_is_shown_as_such_in_metrics_and_report() {
    assert!(replays().iter().map(claims).sum::<usize>() > 0);
    let replays = replays();
    let all = replays.iter().flat_map(|replay| &replay.claim);
    assert_eq!(all.filter(|claim| !claim.agrees).count(), 4);
}

#[test]
fn clocks_stand_where_the_source_puts_them() {
    assert!(replays().iter().map(clocks).sum::<usize>() > 0);
}

#[test]
fn who_was_told_what_was_contained_and_the_cause_stand_in_the_report() {
    assert!(replays().iter().map(facts).sum::<usize>() > 0);
}

#[test]
fn sitreps_fall_due_as_often_as_the_severity_says() {
    assert_eq!(replays().iter().map(sitreps).sum::<usize>(), 1);
}

/// What of an incident is no value to be asserted: where it comes from, what happened, and the
/// words of the source, which the values beside them say.
const TOLD: [&str; 7] = [
    "id",
    "source",
    "kind",
    "zone",
    "typed-at",
    "event",
    "published",
];

/// Returns how many values there are to assert: of a claim or a reading its verdict, of a
/// measure each word for it.
fn values(of: &toml::Table) -> usize {
    let asserted = of.iter().filter(|(key, _)| !TOLD.contains(&key.as_str()));
    let values = asserted.map(|(key, value)| match value {
        toml::Value::Array(all) => all.len(),
        toml::Value::Table(measures) if key == "expect" => {
            let measures = measures.values().filter_map(|it| it.as_table());
            measures.map(toml::Table::len).sum()
        }
        toml::Value::Table(all) => all.len(),
        _ => 1,
    });
    values.sum()
}

#[test]
fn every_value_of_the_file_is_asserted() {
    let file: toml::Table = toml::from_str(FILE).expect("it reads");
    let incidents = file["incident"].as_array().expect("incidents");
    for (replay, raw) in replays().iter().zip(incidents) {
        let asserted = [measures, claims, clocks, facts, sitreps].map(|of| of(replay));
        let wanted = values(raw.as_table().expect("an incident"));
        assert_eq!(asserted.iter().sum::<usize>(), wanted, "{}", replay.id);
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
