//! The replays as they were published to be checked against, `tests/data/replays.json`: what is
//! played here says the same, value by value.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeZone, Utc};
use serde::Deserialize;
use sitroom::domain::incident::Moment;
use sitroom::domain::time::{Instant, Precision, When};

use crate::replay::{Happening, Reading, Replay, replays};

const FILE: &str = include_str!("../data/replays.json");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Published {
    id: String,
    source: String,
    kind: String,
    tz: String,
    events: Vec<Event>,
    expect: BTreeMap<String, Value>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    t: String,
    precision: Option<String>,
    label: String,
    mark: Option<String>,
}

/// A figure, or words with a figure in front.
#[derive(Deserialize)]
#[serde(untagged)]
enum Value {
    Count(usize),
    Words(String),
}

impl Value {
    fn words(&self) -> &str {
        match self {
            Self::Words(words) => words,
            Self::Count(count) => panic!("{count} is no text"),
        }
    }

    /// Returns the figure that stands in front of the words.
    fn figure(&self) -> &str {
        let words = self.words();
        let end = words.find([' ', ':', '(']).unwrap_or(words.len());
        &words[..end]
    }
}

fn published() -> Vec<Published> {
    serde_json::from_str(FILE).expect("the file reads")
}

/// Returns both sides of each incident.
fn pairs() -> Vec<(Published, Replay)> {
    let (published, played) = (published(), replays());
    assert_eq!(published.len(), played.len());
    published.into_iter().zip(played).collect()
}

/// Returns the instant of an event; one without a zone is in that of the replay.
fn instant(event: &Event, replay: &Replay) -> Instant {
    if let Ok(at) = DateTime::parse_from_rfc3339(&event.t) {
        return at.with_timezone(&Utc);
    }
    if event.precision.as_deref() == Some("day") {
        return replay.instant(&event.t);
    }
    let at = NaiveDateTime::parse_from_str(&event.t, "%Y-%m-%dT%H:%M").expect("a time");
    assert_eq!(replay.zone.to_string(), "UTC", "{}", replay.id);
    Utc.from_utc_datetime(&at)
}

/// Returns the moments that an event stands for; what the program has no moment for is left out.
fn marks(event: &Event) -> Vec<Moment> {
    let marks = event.mark.as_deref().unwrap_or_default().split('+');
    let marks = marks.filter(|mark| !["", "long-term remediation done"].contains(mark));
    marks
        .map(|mark| mark.parse().unwrap_or_else(|e| panic!("{e}")))
        .collect()
}

fn happened_at(replay: &Replay, happening: &Happening) -> When {
    replay.read(&happening.time)
}

#[test]
fn the_incidents_are_those_of_the_published_file_each_with_its_source_and_zone() {
    for (published, replay) in pairs() {
        assert_eq!(published.id, replay.id);
        assert!(!published.kind.is_empty());
        // The revision is set off otherwise, and the repository from the path.
        let plain = |text: &str| text.replace([':', '@', ';', '+', ' '], "");
        let source = published.source.replace(" and ", " ");
        assert_eq!(plain(&source), plain(&replay.source), "{}", replay.id);
        let zone = match published.tz.as_str() {
            "UTC" | "as printed" => "UTC",
            "US Pacific" => "America/Los_Angeles",
            "Europe/London (BST)" => "Europe/London",
            "US Eastern (EST)" | "US Eastern (EDT)" => "America/New_York",
            other => panic!("{other} is no zone of the file"),
        };
        assert_eq!(replay.zone.to_string(), zone, "{}", replay.id);
    }
}

#[test]
fn every_published_event_is_played_at_its_instant_with_its_marks() {
    for (published, replay) in pairs() {
        let mut rest: Vec<_> = replay.event.iter().collect();
        for event in &published.events {
            let at = instant(event, &replay);
            let case = format!("{} {} {}", replay.id, event.t, event.label);
            let is_it = |it: &&Happening| happened_at(&replay, it).earliest() == Some(at);
            let found = rest.iter().position(is_it).expect(&case);
            let played = rest.remove(found);
            let precision = match event.precision.as_deref() {
                Some("day") => Precision::Day,
                None => Precision::Minute,
                Some(other) => panic!("{case}: {other}"),
            };
            let when = happened_at(&replay, played);
            assert_eq!(when.precision(), Some(precision), "{case}");
            // Who declares takes charge; the file has no word for that.
            let opened = [Moment::Opened];
            let played = played.marks.iter().filter(|it| !opened.contains(it));
            assert_eq!(played.copied().collect::<Vec<_>>(), marks(event), "{case}");
        }
        // A rotation that fell due is played too, and nothing else.
        assert!(rest.iter().all(|it| it.ic.is_some()), "{}", replay.id);
    }
}

/// Returns what is left at a time of day, as a replay reads the clock.
fn left<'a>(replay: &Replay, readings: &'a [Reading], key: &str, at: &str) -> &'a str {
    let at = replay.instant(at);
    let mut all = readings.iter();
    let reading = all.find(|it| it.key == key && replay.instant(&it.at) == at);
    let reading = reading.unwrap_or_else(|| panic!("{}: {key} at {at}", replay.id));
    assert_eq!(
        reading.overdue,
        reading.left.as_ref().is_some_and(|it| it.starts_with('-'))
    );
    reading.left.as_deref().unwrap_or_default()
}

fn estimate<'a>(replay: &'a Replay, measure: &str) -> &'a str {
    let measure = replay.expect[measure].estimate.as_deref();
    measure.expect("an estimate")
}

/// Compares what the published file expects with what the replay asserts.
fn compare(replay: &Replay, key: &str, value: &Value) {
    let clock = |key: &str, at: &str| left(replay, &replay.clock, key, at);
    match key {
        "time_to_discovery" => assert_eq!(estimate(replay, "time-to-discovery"), value.figure()),
        "time_to_resolve" => assert_eq!(estimate(replay, "time-to-resolve"), value.figure()),
        "declared_after_awareness" => {
            assert_eq!(estimate(replay, "declaration-delay"), value.figure());
        }
        "duration" => {
            assert_eq!(estimate(replay, "time-to-containment"), value.figure());
            assert_eq!(estimate(replay, "time-to-resolve"), value.figure());
        }
        "time_to_containment" => {
            assert_eq!(estimate(replay, "time-to-containment"), value.figure());
            let alone: Vec<_> = replay.contained.iter().map(|it| &it.estimate[..]).collect();
            let also = value.words().split_once('(').map(|(_, also)| also);
            let also = also.and_then(|also| also.strip_suffix(" for the token alone)"));
            assert_eq!(alone, also.into_iter().collect::<Vec<_>>());
        }
        "published_claim" => {
            let mut claims = replay.claim.iter();
            assert!(claims.any(|it| it.figure == value.words() && it.agrees));
        }
        "discovery_method" => {
            assert_eq!(replay.discovery_method.to_lowercase(), value.words());
        }
        "information_exposure" => {
            assert_eq!(value.words(), "owner notified inside event list");
            assert_eq!(replay.exposed, Some(true));
            let at = replay.told.first().expect("somebody is told");
            let mut events = replay.event.iter();
            let told = events.find(|it| it.time == *at).expect("an event");
            assert!(told.what.contains("owner"), "{}", told.what);
        }
        "whole_incident" => {
            assert_eq!(estimate(replay, "time-to-resolve"), value.figure());
            let owed = ": resolved before the 1-hour notice is due; the notice is still owed";
            assert_eq!(value.words().strip_prefix("PT22M"), Some(owed));
            assert_eq!(clock("K1", "2019-05-01 16:18"), "PT0M");
        }
        "long_remediation_from_discovered" => {
            assert_eq!(value.words(), "fires after 19:08+01:00");
            assert_eq!(left(replay, &replay.from_aware, "K6", "19:08"), "PT0M");
            assert_eq!(left(replay, &replay.from_aware, "K6", "19:09"), "-PT1M");
        }
        "long_remediation" => {
            assert_eq!(value.words(), "crosses 3 h although contained in 47 min");
            assert_eq!(estimate(replay, "time-to-containment"), "PT47M");
            assert_eq!(clock("K6", "11:56"), "PT0M");
            assert_eq!(clock("K6", "11:57"), "-PT1M");
        }
        "shifts" => {
            assert_eq!(value.words(), "3-hour rotations due 20:09 and 23:09");
            assert_eq!(clock("K7:Farmer Jane", "20:08"), "PT1M");
            assert_eq!(clock("K7:Scarecrow", "23:10"), "-PT1M");
        }
        "contingency" => {
            let words = ">30 min, 3-hour recovery objective missed at 20:09";
            assert_eq!(value.words(), words);
            assert_eq!(clock("K10", "17:39"), "PT0M");
            assert_eq!(clock("K10:recovery", "20:09"), "PT0M");
            assert_eq!(clock("K10:recovery", "20:10"), "-PT1M");
        }
        "contingency_threshold_30min" => {
            assert_eq!(value.words(), "crossed at 09:42");
            assert_eq!(clock("K10", "09:42"), "PT0M");
            assert_eq!(clock("K10", "09:43"), "-PT1M");
        }
        "hourly_updates_due" => {
            let Value::Count(count) = value else {
                panic!("{key} is a count");
            };
            assert_eq!(replay.sitreps, Some(*count));
        }
        "cause_named_by_team" => {
            let cause = replay.cause.as_deref().expect("a cause");
            assert_eq!(value.words(), "engineer fatigue after several incidents");
            assert_eq!(cause, "engineers tired after several incidents");
        }
        "note" => {
            let head = value.words().split_once(": ").expect("a list").1;
            let expected = "first detected 15:35, declared 16:48, resolved next day 12:34";
            assert_eq!(head, expected);
            let differ = replay.claim.iter().filter(|claim| !claim.agrees);
            let metrics: Vec<_> = differ.map(|claim| claim.metric.word()).collect();
            for metric in ["time-to-discovery", "declaration-delay", "time-to-resolve"] {
                assert!(metrics.contains(&metric), "{metric}");
            }
        }
        other => panic!("{}: nobody compares {other}", replay.id),
    }
}

#[test]
fn every_published_expectation_is_one_of_the_replay() {
    let mut compared = 0;
    for (published, replay) in pairs() {
        for (key, value) in &published.expect {
            compare(&replay, key, value);
            compared += 1;
        }
    }
    assert_eq!(compared, 26);
}
