//! Drill scenarios: what happens without the IC, and when.

use serde::Deserialize;
use thiserror::Error;

use crate::domain::time::{Instant, Span};

/// The scenarios that are compiled in, by id.
pub const SCENARIOS: [(&str, &str); 1] = [(
    "multi-secret-leak",
    include_str!("../../assets/drills/multi-secret-leak.toml"),
)];

/// The form of scenarios that this program reads.
const FORMAT: u32 = 1;

/// A course of events.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Version of the file's form.
    pub format: u32,
    /// Its id.
    pub id: String,
    /// The short description of the incident.
    pub title: String,
    /// What it is about.
    pub about: String,
    /// How many seconds of the exercise pass in one second at the desk.
    pub speed: u32,
    /// How long after awareness the exercise begins.
    pub begins: Span,
    /// What is known at its beginning.
    pub opening: ScenarioOpening,
    /// What happens, in order.
    #[serde(rename = "event")]
    pub events: Vec<ScenarioEvent>,
}

/// What is known at the beginning.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioOpening {
    /// Who became aware.
    pub reporter: String,
    /// Who commands.
    pub ic: String,
    /// Who responds.
    pub responders: Vec<String>,
    /// The free text of the issue.
    pub details: String,
}

/// Something that happens without the IC.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScenarioEvent {
    /// When, from the moment of awareness.
    pub at: Span,
    /// Somebody says something in the incident channel.
    #[serde(default)]
    pub chat: Option<Saying>,
    /// Somebody ticks a line of the issue.
    #[serde(default)]
    pub tick: Option<Ticking>,
    /// Somebody edits the body of the issue.
    #[serde(default)]
    pub edit: Option<Editing>,
    /// Somebody adds a line to the body of the issue.
    #[serde(default)]
    pub insert: Option<Inserting>,
    /// Somebody comments on the issue.
    #[serde(default)]
    pub comment: Option<Saying>,
}

/// Something said.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Saying {
    /// By whom: a name in the channel, a login on the issue.
    pub by: String,
    /// What.
    pub text: String,
}

/// A tick.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ticking {
    /// By whom, a login.
    pub by: String,
    /// Text of the line.
    pub line: String,
}

/// An edit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Editing {
    /// By whom, a login.
    pub by: String,
    /// What is replaced.
    pub find: String,
    /// What by.
    pub replace: String,
}

/// An added line.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inserting {
    /// By whom, a login.
    pub by: String,
    /// Text of the line it stands under.
    pub after: String,
    /// The line.
    pub text: String,
}

/// Why a scenario could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ScenarioError {
    /// There is none of that name.
    #[error("find the drill `{id}`: there are {}", known.join(", "))]
    Unknown {
        /// The name that was asked for.
        id: String,
        /// The names there are.
        known: Vec<String>,
    },
    /// The file is not a scenario.
    #[error("read the drill {file}: {problem}")]
    Invalid {
        /// The file.
        file: String,
        /// What is wrong.
        problem: String,
    },
}

impl Scenario {
    /// Returns a shipped scenario.
    pub fn shipped(id: &str) -> Result<Self, ScenarioError> {
        let found = SCENARIOS.iter().find(|(known, _)| *known == id);
        let (id, text) = found.ok_or_else(|| ScenarioError::Unknown {
            id: id.to_owned(),
            known: SCENARIOS
                .iter()
                .map(|(known, _)| (*known).to_owned())
                .collect(),
        })?;
        Self::parse(&format!("{id}.toml"), text)
    }

    /// Reads a scenario; `file` is only named in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, ScenarioError> {
        let invalid = |problem: String| ScenarioError::Invalid {
            file: file.to_owned(),
            problem,
        };
        let scenario: Self = toml::from_str(text).map_err(|error| invalid(error.to_string()))?;
        if scenario.format > FORMAT {
            return Err(invalid(format!(
                "it has format {}, this program reads {FORMAT}; use a newer sitroom",
                scenario.format
            )));
        }
        if scenario.speed == 0 {
            return Err(invalid(
                "speed = 0 would never begin; 1 is real time".to_owned(),
            ));
        }
        for event in &scenario.events {
            let deeds = [
                event.chat.is_some(),
                event.tick.is_some(),
                event.edit.is_some(),
                event.insert.is_some(),
                event.comment.is_some(),
            ];
            if deeds.iter().filter(|deed| **deed).count() != 1 {
                return Err(invalid(format!(
                    "the event at {} does not do one thing",
                    event.at
                )));
            }
        }
        Ok(scenario)
    }
}

/// The time of an exercise: it begins at a moment and goes faster than the real one.
#[derive(Debug, Clone, Copy)]
pub struct DrillClock {
    begun: std::time::Instant,
    begins_at: Instant,
    speed: u32,
}

impl DrillClock {
    /// Starts the clock.
    #[must_use]
    pub fn start(begins_at: Instant, speed: u32) -> Self {
        Self {
            begun: std::time::Instant::now(),
            begins_at,
            speed,
        }
    }

    /// Returns the time of the exercise.
    #[must_use]
    pub fn now(&self) -> Instant {
        let elapsed = self.begun.elapsed() * self.speed;
        self.begins_at + chrono::TimeDelta::from_std(elapsed).unwrap_or_default()
    }

    /// Returns how long it is at the desk until a time of the exercise.
    #[must_use]
    pub fn until(&self, at: Instant) -> std::time::Duration {
        (at - self.now()).to_std().unwrap_or_default() / self.speed
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_scenario_can_be_played() {
        for (id, _) in SCENARIOS {
            let scenario = Scenario::shipped(id).unwrap();
            assert_eq!(scenario.id, id);
            let times: Vec<Span> = scenario.events.iter().map(|event| event.at).collect();
            assert!(times.is_sorted(), "{id}: the events are in order");
            assert!(
                times[0] >= scenario.begins,
                "{id}: nothing happens before the beginning"
            );
        }
    }

    #[test]
    fn the_first_minute_shows_a_tick_an_edit_and_a_comment() {
        let scenario = Scenario::shipped("multi-secret-leak").unwrap();
        let minute = scenario.begins.as_seconds() + i64::from(scenario.speed) * 50;
        let early = scenario
            .events
            .iter()
            .filter(|event| event.at.as_seconds() <= minute);
        let early: Vec<&ScenarioEvent> = early.collect();
        assert!(early.iter().any(|event| event.tick.is_some()));
        assert!(early.iter().any(|event| event.edit.is_some()));
        assert!(early.iter().any(|event| event.comment.is_some()));
    }

    #[test]
    fn an_unknown_scenario_names_those_there_are() {
        let error = Scenario::shipped("fox").unwrap_err().to_string();
        assert!(error.contains("multi-secret-leak"), "{error}");
    }

    #[test]
    fn an_event_that_does_two_things_is_refused() {
        let text = SCENARIOS[0].1.replacen(
            "chat = {",
            "comment = { by = \"spot-the-dog\", text = \"x\" }\nchat = {",
            1,
        );
        let error = Scenario::parse("mine.toml", &text).unwrap_err().to_string();
        assert!(
            error.contains("mine.toml") && error.contains("one thing"),
            "{error}"
        );
    }
}
