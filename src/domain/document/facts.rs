//! Facts that both sides may change and that the visible text does not say, or not exactly:
//! they stand in the hidden part as short texts, each by its subject.

use std::collections::BTreeMap;
use std::fmt;

use crate::domain::event::Field;
use crate::domain::incident::{Incident, Moment, Shift, Status};
use crate::domain::playbook::WorkingMode;
use crate::domain::rotation::CarriedPlan;
use crate::domain::suggestion::SuggestionId;
use crate::domain::time::When;
use crate::domain::vocabulary::Facet;

/// What a fact is about; written as its subject, such as `time contained`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A text field that no line shows.
    Field(Field),
    /// Whether information was exposed: `yes` or `no`.
    Exposure,
    /// The working mode.
    Mode,
    /// Whether a special situation was declared, by its key: `yes`.
    Situation(String),
    /// An anchor instant, as exactly as it is known, and `auto` for one that the record set.
    Time(Moment),
    /// A shift, by person and the millisecond it began: `on`, or the millisecond it ended.
    Shift(String, i64),
    /// The plan of who works when that was set last, called off or not.
    Rotation,
    /// Whether the record is closed: `yes`.
    Closed,
    /// What was answered to a suggestion: `accepted` or `declined`.
    Answered(SuggestionId),
}

impl Fact {
    /// Reads a subject; none for one that this version does not know.
    #[must_use]
    pub fn read(subject: &str) -> Option<Self> {
        let fact = match subject {
            "exposure" => Self::Exposure,
            "mode" => Self::Mode,
            "closed" => Self::Closed,
            "rotation" => Self::Rotation,
            "field folder" => Self::Field(Field::Folder),
            _ => {
                let (kind, name) = subject.split_once(' ')?;
                match kind {
                    "field" => Self::Field(name.parse::<Facet>().ok()?.field()),
                    "situation" => Self::Situation(name.to_owned()),
                    "time" => Self::Time(name.parse().ok()?),
                    "shift" => {
                        let (person, from) = name.rsplit_once(' ')?;
                        Self::Shift(person.to_owned(), from.parse().ok()?)
                    }
                    "answered" => Self::Answered(name.parse().ok()?),
                    _ => return None,
                }
            }
        };
        (fact.to_string() == subject).then_some(fact)
    }
}

impl fmt::Display for Fact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Field(Field::Folder) => f.write_str("field folder"),
            Self::Field(field) => match Facet::of(*field) {
                Some(facet) => write!(f, "field {facet}"),
                None => f.write_str(field.word()),
            },
            Self::Exposure => f.write_str("exposure"),
            Self::Mode => f.write_str("mode"),
            Self::Situation(key) => write!(f, "situation {key}"),
            Self::Time(moment) => write!(f, "time {moment}"),
            Self::Shift(person, from) => write!(f, "shift {person} {from}"),
            Self::Rotation => f.write_str("rotation"),
            Self::Closed => f.write_str("closed"),
            Self::Answered(id) => write!(f, "answered {id}"),
        }
    }
}

/// The end of a time that the record set by itself.
const AUTO: &str = " auto";

/// Returns an anchor instant as a fact.
#[must_use]
pub fn time_words(when: &When, automatic: bool) -> String {
    let auto = if automatic { AUTO } else { "" };
    format!("{when}{auto}")
}

/// Reads an anchor instant: when, and whether the record set it by itself.
#[must_use]
pub fn read_time(words: &str) -> Option<(When, bool)> {
    let bare = words.strip_suffix(AUTO);
    let when = bare.unwrap_or(words).trim().parse().ok()?;
    Some((when, bare.is_some()))
}

/// Returns a working mode as a fact.
#[must_use]
pub fn mode_word(mode: WorkingMode) -> &'static str {
    match mode {
        WorkingMode::AroundTheClock => "around the clock",
        WorkingMode::BusinessHours => "business hours",
    }
}

/// Reads a working mode.
#[must_use]
pub fn read_mode(word: &str) -> Option<WorkingMode> {
    let word = word.trim().to_ascii_lowercase();
    [WorkingMode::AroundTheClock, WorkingMode::BusinessHours]
        .into_iter()
        .find(|mode| mode_word(*mode) == word)
}

/// How many answers to suggestions are said, the last comments': the issue has little room.
const MOST_ANSWERS: usize = 60;

/// Returns an answer to a suggestion as a fact.
#[must_use]
pub fn answer_word(accepted: bool) -> &'static str {
    if accepted { "accepted" } else { "declined" }
}

/// Reads an answer to a suggestion.
#[must_use]
pub fn read_answer(word: &str) -> Option<bool> {
    let word = word.trim().to_ascii_lowercase();
    [true, false]
        .into_iter()
        .find(|accepted| answer_word(*accepted) == word)
}

/// Returns yes or no as a fact.
#[must_use]
pub fn yes_word(yes: bool) -> &'static str {
    if yes { "yes" } else { "no" }
}

/// Returns every fact of an incident.
pub(super) fn of(incident: &Incident) -> BTreeMap<String, String> {
    let mut facts = BTreeMap::new();
    let mut say = |fact: Fact, words: String| {
        if !words.is_empty() {
            facts.insert(fact.to_string(), words);
        }
    };
    say(Fact::Field(Field::Folder), incident.folder.clone());
    for facet in Facet::ALL {
        say(
            Fact::Field(facet.field()),
            facet.values(incident).join(", "),
        );
    }
    if let Some(exposed) = incident.exposure {
        say(Fact::Exposure, yes_word(exposed).to_owned());
    }
    if let Some(mode) = incident.working_mode {
        say(Fact::Mode, mode_word(mode).to_owned());
    }
    for situation in &incident.situations {
        say(Fact::Situation(situation.clone()), "yes".to_owned());
    }
    for (moment, when) in &incident.moments {
        let automatic = !incident.moments_set.contains(moment);
        say(Fact::Time(*moment), time_words(when, automatic));
    }
    for shift in &incident.shifts {
        say(shift_fact(shift), shift_words(shift));
    }
    if let Some(plan) = CarriedPlan::of(&incident.rotation) {
        say(Fact::Rotation, plan.words());
    }
    if incident.closed {
        say(Fact::Closed, "yes".to_owned());
    }
    for (id, accepted) in incident.answered.iter().rev().take(MOST_ANSWERS) {
        say(Fact::Answered(*id), answer_word(*accepted).to_owned());
    }
    facts
}

fn shift_fact(shift: &Shift) -> Fact {
    Fact::Shift(shift.person.clone(), shift.from.timestamp_millis())
}

fn shift_words(shift: &Shift) -> String {
    match shift.to {
        None => "on".to_owned(),
        Some(to) => to.timestamp_millis().to_string(),
    }
}

/// Returns since when the values hold that the visible text says, by subject and value.
pub(super) fn since(incident: &Incident) -> BTreeMap<String, i64> {
    let moment = |moment| {
        let when = incident.moments.get(&moment);
        when.and_then(When::earliest)
    };
    let status = match incident.status {
        Status::Confirmed => incident.confirmed_at,
        Status::Resolved => moment(Moment::Resolved),
        Status::Investigating | Status::FalseAlarm => None,
    };
    let closed = moment(Moment::Closed).filter(|_| incident.closed);
    let mode = incident.working_mode.map(mode_word).unwrap_or_default();
    let command = incident.commands.last();
    let known = [
        (format!("status {}", incident.status), status),
        (
            format!("severity {}", incident.severity),
            incident.severity_changed_at,
        ),
        (format!("mode {mode}"), incident.working_mode_at),
        ("closed yes".to_owned(), closed),
        (format!("ic {}", incident.ic), command.map(|term| term.from)),
    ];
    let known = known.into_iter();
    known
        .filter_map(|(subject, at)| Some((subject, at?.timestamp_millis())))
        .collect()
}
