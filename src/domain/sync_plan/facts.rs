//! The facts in the hidden part, each merged like a field.

use std::collections::BTreeSet;

use super::{Import, REASON, Round, rotation, shifts};
use crate::domain::command::Command;
use crate::domain::document::{Fact, State, read_answer, read_mode, read_time};
use crate::domain::merge::{Merged, merge_value};
use crate::domain::time::When;

/// The subject of the fact that comes after the status.
const CLOSED: &str = "closed";

/// The values of a fact: agreed, here, on the issue. Empty where there is none.
pub(super) struct Values {
    pub(super) base: String,
    pub(super) ours: String,
    pub(super) theirs: String,
}

impl Round<'_> {
    /// Merges every fact but that the record is closed, which the status comes before.
    pub(super) fn facts(&mut self) {
        let mut subjects: BTreeSet<&String> = self.local.state.facts.keys().collect();
        for state in [&self.base.state, &self.remote.state].into_iter().flatten() {
            subjects.extend(state.facts.keys());
        }
        let subjects = subjects.into_iter().filter(|subject| *subject != CLOSED);
        let subjects: Vec<String> = subjects.cloned().collect();
        self.plan.merged.state.facts.clear();
        for subject in subjects {
            self.fact(&subject);
        }
    }

    /// Merges whether the record is closed.
    pub(super) fn closed(&mut self) {
        self.fact(CLOSED);
    }

    fn fact(&mut self, subject: &str) {
        let values = self.values(subject);
        let Some(fact) = self.known_fact(subject) else {
            // Another version's, or of another process; it stays as it is.
            return self.say(subject, &values, &values.theirs);
        };
        let import = self.import_of(&fact, subject, &values);
        let merged = match &fact {
            Fact::Time(_) => merge_time(&values),
            Fact::Shift(person, from) => shifts::merge(&self.shifts, (person, *from), &values),
            Fact::Rotation => rotation::merge(&values),
            Fact::Answered(_) => merge_answer(&values),
            Fact::Situation(_) | Fact::Exposure | Fact::Mode | Fact::Field(_) | Fact::Closed => {
                merge_value(&values.base, &values.ours, &values.theirs)
            }
        };
        // A value that the record has no word for is for a person to rule on.
        let merged = match merged {
            Merged::TakeRemote if import.is_none() => Merged::Conflict,
            merged => merged,
        };
        if values.theirs != values.base {
            self.changed_there.push(fact.clone());
        }
        let words = || (values.ours.clone(), values.theirs.clone());
        let equal = values.ours == values.theirs;
        match self.rule(subject, merged, equal, words) {
            Merged::TakeLocal => {
                self.say(subject, &values, &values.ours);
                self.changed_here.push(fact);
            }
            Merged::TakeRemote => {
                // The record closes when everything is done, so that comes last.
                let imports = match fact {
                    Fact::Closed => &mut self.late,
                    _ => &mut self.plan.imports,
                };
                imports.extend(import);
                self.say(subject, &values, &values.theirs);
            }
            Merged::Same | Merged::Agreed | Merged::Conflict => {
                self.say(subject, &values, &values.theirs);
            }
        }
    }

    /// Reads the subject of a fact that this record can have.
    fn known_fact(&self, subject: &str) -> Option<Fact> {
        Fact::read(subject).filter(|fact| match fact {
            Fact::Situation(key) => self.local.situations.contains(key),
            Fact::Field(_)
            | Fact::Exposure
            | Fact::Mode
            | Fact::Time(_)
            | Fact::Shift(..)
            | Fact::Rotation
            | Fact::Answered(_)
            | Fact::Closed => true,
        })
    }

    /// Returns the values of a fact. What the issue does not name did not change there.
    fn values(&self, subject: &str) -> Values {
        let named = |state: Option<&State>| {
            let value = state.and_then(|state| state.facts.get(subject));
            value.cloned()
        };
        let base = named(self.base.state.as_ref());
        let theirs = named(self.remote.state.as_ref());
        Values {
            ours: named(Some(&self.local.state)).unwrap_or_default(),
            theirs: theirs.or_else(|| base.clone()).unwrap_or_default(),
            base: base.unwrap_or_default(),
        }
    }

    /// Notes what a fact is after the round: an empty one only where it was something else.
    fn say(&mut self, subject: &str, values: &Values, value: &str) {
        let states = [&self.remote.state, &self.base.state];
        let states: Vec<&State> = states.into_iter().flatten().collect();
        let was_named = states.iter().any(|state| state.facts.contains_key(subject));
        if !value.is_empty() || was_named {
            let facts = &mut self.plan.merged.state.facts;
            facts.insert(subject.to_owned(), value.to_owned());
        }
        // A hidden part that nobody can read is written together with something else.
        self.is_news |= value != values.theirs && !states.is_empty();
    }

    /// Returns what takes the value of the issue over, if the record has a word for it.
    fn import_of(&self, fact: &Fact, subject: &str, values: &Values) -> Option<Import> {
        let theirs = &*values.theirs;
        match fact {
            Fact::Shift(person, from) => {
                let sides = (&self.shifts, &self.shifts_there);
                shifts::import(sides, (person, *from), values)
            }
            Fact::Rotation => rotation::import(theirs),
            fact => {
                let since = self.since(subject, theirs);
                Some(Import::at(command(fact, theirs)?, since))
            }
        }
    }
}

/// Merges an anchor instant. What somebody set by hand goes before what a record set by
/// itself, and of two that records set the earlier counts.
fn merge_time(values: &Values) -> Merged {
    let merged = merge_value(&values.base, &values.ours, &values.theirs);
    let (Merged::Conflict, Some((ours, ours_auto)), Some((theirs, theirs_auto))) =
        (merged, read_time(&values.ours), read_time(&values.theirs))
    else {
        return merged;
    };
    match (ours_auto, theirs_auto) {
        (false, false) => Merged::Conflict,
        (true, false) => Merged::TakeRemote,
        (true, true) if theirs.earliest() < ours.earliest() => Merged::TakeRemote,
        (_, true) => Merged::TakeLocal,
    }
}

/// Merges what was answered to a suggestion. One answer is enough, so that nobody is asked twice;
/// of two that were given apart each machine keeps its own.
fn merge_answer(values: &Values) -> Merged {
    match (values.ours.is_empty(), values.theirs.is_empty()) {
        (true, false) if values.base.is_empty() => Merged::TakeRemote,
        (true, false) | (false, true) => Merged::TakeLocal,
        (true, true) | (false, false) => Merged::Same,
    }
}

/// Returns the command that makes the record say what a fact says; none for a value that the
/// record cannot have.
pub(super) fn command(fact: &Fact, value: &str) -> Option<Command> {
    Some(match fact {
        Fact::Field(field) => Command::SetField {
            field: *field,
            to: value.to_owned(),
        },
        Fact::Exposure => Command::SetExposure {
            exposed: yes(value)?,
        },
        Fact::Mode => Command::SetWorkingMode {
            mode: read_mode(value)?,
            reason: REASON.to_owned(),
        },
        Fact::Situation(situation) => Command::SetSituation {
            situation: situation.clone(),
            applies: !value.is_empty() && yes(value)?,
        },
        Fact::Time(moment) => {
            // A time that nobody set and nobody knows is one that was taken away.
            let (when, automatic) = if value.is_empty() {
                (When::Unknown, true)
            } else {
                read_time(value)?
            };
            Command::SetMoment {
                moment: *moment,
                when,
                automatic,
            }
        }
        Fact::Closed => Command::SetClosed {
            closed: !value.is_empty() && yes(value)?,
            reason: REASON.to_owned(),
        },
        Fact::Answered(id) => Command::AnswerSuggestion {
            id: *id,
            accept: read_answer(value)?,
        },
        Fact::Shift(..) | Fact::Rotation => return None,
    })
}

fn yes(value: &str) -> Option<bool> {
    match &*value.trim().to_ascii_lowercase() {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
