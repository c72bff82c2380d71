//! Shifts on the issue. One is known by its beginning, and two machines may each have begun one
//! for the same person: then it is one shift, which each machine knows by its own beginning.

use std::collections::HashMap;

use super::Import;
use super::facts::Values;
use crate::domain::command::Command;
use crate::domain::document::{Fact, State};
use crate::domain::event::ShiftStarted;
use crate::domain::merge::Merged;

/// How far a shift got, as a fact says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// There is none.
    None,
    /// It runs.
    On,
    /// It ended, at a millisecond since 1970.
    Off(i64),
}

impl Stage {
    fn read(value: &str) -> Self {
        match (value.is_empty(), value.parse()) {
            (true, _) => Self::None,
            (false, Ok(to)) => Self::Off(to),
            (false, Err(_)) => Self::On,
        }
    }

    fn is_off(self) -> bool {
        matches!(self, Self::Off(_))
    }

    fn until(self) -> i64 {
        match self {
            Self::None | Self::On => i64::MAX,
            Self::Off(to) => to,
        }
    }
}

/// Returns what becomes of a shift. Nobody rules on the minute in which somebody went home:
/// that it ended stays.
pub(super) fn merge(local: &Shifts, shift: (&str, i64), values: &Values) -> Merged {
    let (base, ours, theirs) = stages(values);
    match (ours, theirs) {
        (Stage::None, Stage::None) | (Stage::On, Stage::On) | (Stage::Off(_), Stage::Off(_)) => {
            Merged::Same
        }
        (Stage::None, _) => merge_unknown(local, shift, (base, theirs)),
        (Stage::On, Stage::Off(_)) if !base.is_off() => Merged::TakeRemote,
        (Stage::On, Stage::None) if base != Stage::None => Merged::TakeRemote,
        (Stage::Off(_), Stage::None) if base != Stage::None || local.is_within(shift) => {
            Merged::Same
        }
        (Stage::On | Stage::Off(_), _) => Merged::TakeLocal,
    }
}

/// Returns what becomes of a shift that the record does not know by its beginning. Of two
/// beginnings of one shift the earlier counts, and the other one is taken away.
fn merge_unknown(
    local: &Shifts,
    (person, from): (&str, i64),
    (base, theirs): (Stage, Stage),
) -> Merged {
    let Some((since, runs)) = same_shift(local, (person, from), theirs) else {
        return match base {
            Stage::None => Merged::TakeRemote,
            // It was known, and taken back here.
            Stage::On | Stage::Off(_) => Merged::TakeLocal,
        };
    };
    let ends = theirs.is_off() && !base.is_off() && runs;
    if from < since || ends {
        Merged::TakeRemote
    } else if theirs.is_off() {
        // It is over on both sides; which beginning was its own is not worth a fight.
        Merged::Same
    } else {
        Merged::TakeLocal
    }
}

/// Returns what takes over how far a shift got. One that is gone from the issue began earlier
/// where it stands there by another beginning; else it was taken back.
pub(super) fn import(
    (local, there): (&Shifts, &Shifts),
    (person, from): (&str, i64),
    values: &Values,
) -> Option<Import> {
    let (_, ours, theirs) = stages(values);
    let start =
        |person: String| Import::at(Command::StartShift(ShiftStarted::of(person)), Some(from));
    let end = |person: String, at| Import::at(Command::EndShift { person }, Some(at));
    let known = same_shift(local, (person, from), theirs);
    let earlier = there.around((person, from));
    let person = person.to_owned();
    match (ours, theirs, known) {
        (Stage::None, Stage::Off(to), Some((since, _))) if from >= since => Some(end(person, to)),
        (Stage::None, Stage::On | Stage::Off(_), _) => Some(start(person)),
        (Stage::On, Stage::Off(to), _) => Some(end(person, to)),
        (Stage::On, Stage::None, _) => Some(match earlier {
            Some(since) => Import::at(Command::StartShift(ShiftStarted::of(person)), Some(since)),
            None => end(person, from),
        }),
        (Stage::None, Stage::None, _) | (Stage::On, Stage::On, _) | (Stage::Off(_), ..) => None,
    }
}

/// Returns the shift of the record that one on the issue is: the person had it at the same
/// time. Says since when, and whether any such shift still runs.
fn same_shift(local: &Shifts, (person, from): (&str, i64), theirs: Stage) -> Option<(i64, bool)> {
    let known: Vec<(i64, Stage)> = local
        .of_person(person)
        .filter(|(since, stage)| *since <= theirs.until() && from <= stage.until())
        .collect();
    let since = known.iter().map(|(since, _)| *since).min()?;
    let runs = known.iter().any(|(_, stage)| *stage == Stage::On);
    Some((since, runs))
}

/// The shifts that the record knows, by person: since when, and how far they got.
#[derive(Debug, Default)]
pub(super) struct Shifts(HashMap<String, Vec<(i64, Stage)>>);

impl Shifts {
    pub(super) fn of(state: &State) -> Self {
        let mut shifts = Self::default();
        for (subject, value) in &state.facts {
            if let Some(Fact::Shift(who, since)) = Fact::read(subject) {
                let of = shifts.0.entry(who).or_default();
                of.push((since, Stage::read(value)));
            }
        }
        shifts
    }

    /// Returns whether a shift began while an earlier one of the person ran: then it is the
    /// same one, and the other machine says so.
    fn is_within(&self, shift: (&str, i64)) -> bool {
        self.around(shift).is_some()
    }

    /// Returns since when an earlier shift of the person ran at the time one began.
    fn around(&self, (person, from): (&str, i64)) -> Option<i64> {
        let mut theirs = self.of_person(person);
        let found = theirs.find(|(since, stage)| *since < from && from <= stage.until());
        found.map(|(since, _)| since)
    }

    fn of_person(&self, person: &str) -> impl Iterator<Item = (i64, Stage)> {
        self.0.get(person).into_iter().flatten().copied()
    }
}

fn stages(values: &Values) -> (Stage, Stage, Stage) {
    (
        Stage::read(&values.base),
        Stage::read(&values.ours),
        Stage::read(&values.theirs),
    )
}
