//! Real incidents, typed in afterwards: what `metrics` makes of them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use sitroom::domain::time::{Instant, Zone};

use crate::world::World;

#[derive(Deserialize)]
struct Replays {
    incident: Vec<Replay>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
struct Replay {
    id: String,
    zone: Zone,
    typed_at: String,
    #[serde(default)]
    discovery_method: String,
    event: Vec<Happening>,
    expect: BTreeMap<String, Expected>,
}

#[derive(Deserialize)]
struct Happening {
    time: String,
    what: String,
    #[serde(default)]
    marks: Vec<String>,
}

#[derive(Deserialize)]
struct Expected {
    estimate: Option<String>,
    low: Option<String>,
    high: Option<String>,
    words: Option<String>,
}

#[test]
fn a_leak_in_the_open_typed_in_afterwards() {
    let mut world = World::new();
    world.at("2025-07-24T11:40:00Z");
    let declare = [
        "new",
        "The chickens have escaped",
        "--zone",
        "Europe/London",
    ];
    world.ok(&[&declare[..], &["--aware", "2025-07-23T16:08:00+01:00"]].concat());
    world.ok(&["moment", "started", "2025-07-23T15:35:00+01:00"]);
    world.ok(&["moment", "t_contained", "2025-07-23 18:33"]);
    let metrics = world.json(&["metrics", "--json"]);
    assert_eq!(metrics["time_to_discovery"]["estimate"], "PT33M");
    assert_eq!(metrics["time_to_containment"]["estimate"], "PT2H25M");
    assert_eq!(metrics["time_to_containment"]["words"], "2 h 25 min");
    assert_eq!(metrics["time_to_resolve"]["missing"][0], "resolved");
    let text = world.ok(&["metrics"]);
    assert!(text.contains("Time to discovery    33 min\n"), "{text}");
}

#[test]
fn every_replay_gives_its_published_figures() {
    let text = include_str!("../data/replays.toml");
    let replays = toml::from_str::<Replays>(text).unwrap().incident;
    assert_eq!(replays.len(), 7);
    for replay in &replays {
        let metrics = type_in(replay);
        for (name, expected) in &replay.expect {
            let measure = &metrics[name.replace('-', "_")];
            check(&format!("{} {name}", replay.id), measure, expected);
        }
        let method = metrics["discovery_method"].as_str().unwrap_or_default();
        assert_eq!(method, replay.discovery_method, "{}", replay.id);
    }
}

fn type_in(replay: &Replay) -> Value {
    let mut world = World::new();
    let now = replay.zone.read(&replay.typed_at, Instant::UNIX_EPOCH);
    let now = now.unwrap().earliest().unwrap();
    world.at(&now.to_rfc3339());
    let is_discovery = |event: &&Happening| event.marks.iter().any(|mark| mark == "discovered");
    let aware = &replay.event.iter().find(is_discovery).unwrap().time;
    let zone = replay.zone.to_string();
    let declare = ["new", "The chickens have escaped", "--zone", &zone];
    world.ok(&[&declare[..], &["--aware", aware]].concat());
    if !replay.discovery_method.is_empty() {
        world.ok(&["classify", "discovery-method", &replay.discovery_method]);
    }
    for event in &replay.event {
        world.ok(&["note", &event.what, "--at", &event.time]);
        for mark in &event.marks {
            world.ok(&["moment", mark, &event.time]);
        }
    }
    world.ok(&["verify"]);
    world.json(&["metrics", "--json"])
}

fn check(case: &str, measure: &Value, expected: &Expected) {
    let text = |key: &str| measure[key].as_str().map(ToOwned::to_owned);
    assert_eq!(text("estimate"), expected.estimate, "{case}");
    if expected.estimate.is_some() {
        let estimate = expected.estimate.as_ref();
        let (low, high) = (expected.low.as_ref(), expected.high.as_ref());
        assert_eq!(text("low").as_ref(), low.or(estimate), "{case}");
        assert_eq!(text("high").as_ref(), high.or(estimate), "{case}");
    }
    if expected.words.is_some() {
        assert_eq!(text("words"), expected.words, "{case}");
    }
}
