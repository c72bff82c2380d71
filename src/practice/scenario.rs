//! Drill scenarios: what happens without the IC, and when.

mod file;

use thiserror::Error;

pub use self::file::{Flaw, ScenarioProblem, ScenarioProblems};
use crate::domain::document::Bullet;
use crate::domain::problem::{hinted, nearest};
use crate::domain::time::Span;

/// The scenarios that are compiled in, by id; the first is played unless another is named.
pub const SCENARIOS: [(&str, &str); 4] = [
    (
        "multi-secret-leak",
        include_str!("../../assets/drills/multi-secret-leak.toml"),
    ),
    (
        "phishing",
        include_str!("../../assets/drills/phishing.toml"),
    ),
    (
        "false-alarm",
        include_str!("../../assets/drills/false-alarm.toml"),
    ),
    ("outage", include_str!("../../assets/drills/outage.toml")),
];

/// A course of events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
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
    pub events: Vec<ScenarioEvent>,
}

/// What is known at the beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScenarioEvent {
    /// When, from the moment of awareness.
    pub at: Span,
    /// What.
    pub deed: Deed,
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Deed {
    /// Somebody says something in the incident channel.
    Chat(Saying),
    /// Somebody ticks a line of the issue.
    Tick(Ticking),
    /// Somebody takes the tick of a line back; replays alone have it.
    Untick(Ticking),
    /// Somebody edits the body of the issue.
    Edit(Editing),
    /// Somebody gives a field at the head of the issue another value.
    Set(Setting),
    /// Somebody adds a line to the body of the issue.
    Insert(Inserting),
    /// Somebody comments on the issue.
    Comment(Saying),
}

/// Something said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Saying {
    /// By whom: a name in the channel, a login on the issue.
    pub by: String,
    /// What.
    pub text: String,
}

/// A tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticking {
    /// By whom, a login.
    pub by: String,
    /// Text of the line.
    pub line: String,
}

/// An edit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editing {
    /// By whom, a login.
    pub by: String,
    /// What is replaced.
    pub find: String,
    /// What by.
    pub replace: String,
}

/// Another value of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// By whom, a login.
    pub by: String,
    /// Which field.
    pub field: Bullet,
    /// What it says then, whatever it said before.
    pub to: String,
}

/// An added line.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    #[error(
        "find the drill `{id}`: there are {}; a file of your own ends in .toml{}",
        known.join(", "),
        hinted(hint.as_deref())
    )]
    Unknown {
        /// The name that was asked for.
        id: String,
        /// The names there are.
        known: Vec<String>,
        /// The one that was probably meant.
        hint: Option<String>,
    },
    /// The file is not a scenario.
    #[error("read the drill:\n{0}")]
    Invalid(ScenarioProblems),
}

impl Scenario {
    /// Returns a shipped scenario.
    pub fn shipped(id: &str) -> Result<Self, ScenarioError> {
        let known = || SCENARIOS.iter().map(|(known, _)| *known);
        let found = SCENARIOS.iter().find(|(known, _)| *known == id);
        let (id, text) = found.ok_or_else(|| ScenarioError::Unknown {
            id: id.to_owned(),
            known: known().map(str::to_owned).collect(),
            hint: nearest(id, known()),
        })?;
        Self::parse(&format!("{id}.toml"), text)
    }

    /// Reads a scenario and reports everything that is wrong with it; `file` is only named in
    /// errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, ScenarioError> {
        file::read(file, text).map_err(ScenarioError::Invalid)
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
            assert!(scenario.events.len() > 10, "{id}: enough happens");
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
        let does = |is: fn(&Deed) -> bool| early.iter().any(|event| is(&event.deed));
        assert!(does(|deed| matches!(deed, Deed::Tick(_))));
        assert!(does(|deed| matches!(deed, Deed::Edit(_))));
        assert!(does(|deed| matches!(deed, Deed::Comment(_))));
    }

    #[test]
    fn an_unknown_scenario_names_those_there_are() {
        let error = Scenario::shipped("fox").unwrap_err().to_string();
        assert!(error.contains("multi-secret-leak"), "{error}");
    }
}
