//! Real incidents as they are kept in `tests/data/replays.toml`, to be played again.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses a part of this module"
)]

use std::collections::BTreeMap;

use serde::Deserialize;
use sitroom::domain::incident::{Moment, Severity};
use sitroom::domain::metrics::Metric;
use sitroom::domain::time::{Instant, When, Zone};

pub const FILE: &str = include_str!("../data/replays.toml");

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Replays {
    pub incident: Vec<Replay>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Replay {
    pub id: String,
    pub source: String,
    pub kind: String,
    pub zone: Zone,
    pub typed_at: String,
    #[serde(default)]
    pub discovery_method: String,
    pub published: Vec<String>,
    #[serde(default)]
    pub claim: Vec<Claim>,
    pub event: Vec<Happening>,
    pub clock: Vec<Reading>,
    #[serde(default)]
    pub from_aware: Vec<Reading>,
    #[serde(default)]
    pub told: Vec<String>,
    #[serde(default)]
    pub contained: Vec<Alone>,
    pub cause: Option<String>,
    pub exposed: Option<bool>,
    pub sitreps: Option<usize>,
    pub expect: BTreeMap<String, Expected>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    pub metric: Metric,
    pub figure: String,
    pub agrees: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Happening {
    pub time: String,
    pub what: String,
    #[serde(default)]
    pub marks: Vec<Moment>,
    pub severity: Option<Severity>,
    pub ic: Option<String>,
    pub milestone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Alone {
    pub at: String,
    pub estimate: String,
    pub words: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reading {
    pub at: String,
    pub key: String,
    pub left: Option<String>,
    #[serde(default)]
    pub overdue: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    pub estimate: Option<String>,
    pub low: Option<String>,
    pub high: Option<String>,
    pub words: Option<String>,
}

pub fn replays() -> Vec<Replay> {
    toml::from_str::<Replays>(FILE)
        .expect("the replays read")
        .incident
}

impl Replay {
    pub fn read(&self, text: &str) -> When {
        let typed_at = self.zone.read(&self.typed_at, Instant::UNIX_EPOCH);
        let now = typed_at.expect("a time").earliest().expect("a known time");
        self.zone
            .read(text, now)
            .unwrap_or_else(|e| panic!("{}: {e}", self.id))
    }

    pub fn instant(&self, text: &str) -> Instant {
        self.read(text).earliest().expect("a known time")
    }

    pub fn aware(&self) -> When {
        let aware = |event: &&Happening| event.marks.contains(&Moment::Discovered);
        let event = self.event.iter().find(aware).expect("a discovery");
        self.read(&event.time)
    }
}
