//! The plan that holds, as it goes from one machine to another: in the hidden part of the issue,
//! and so in a baton.
//!
//! A plan is the same one wherever it is: it is known by when it was set and by the entry that
//! set it, and its shifts by the numbers that calendars know. Of two plans that were set apart
//! the later one holds. That a rotation was called off is a plan as well, without shifts, or
//! else an older plan would come back.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::plan::{Rotation, Slot};
use super::record::RotationRecord;
use crate::domain::ids::{EntryId, IdError};
use crate::domain::text::clean_line;
use crate::domain::time::Instant;

/// The times that a plan may be set at, in milliseconds since 1970: up to the year 2200.
/// Anybody may write into the hidden part, and times at the ends of the calendar cannot be
/// added to.
const SET_AT: std::ops::Range<i64> = 0..7_258_118_400_000;

/// What a shift is known by in calendars everywhere: the number it got first, and the entry
/// that brought it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Uid {
    /// Its number on the machine where it was planned first.
    pub number: u32,
    /// The entry that brought it there.
    pub born: EntryId,
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "W{}-{}", self.number, self.born)
    }
}

impl FromStr for Uid {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        let wrong = || IdError {
            input: text.to_owned(),
            form: "W1-, and the id of an entry",
        };
        let bare = text.strip_prefix('W').ok_or_else(wrong)?;
        let (number, born) = bare.split_once('-').ok_or_else(wrong)?;
        Ok(Self {
            number: number.parse().map_err(|_| wrong())?,
            born: born.parse()?,
        })
    }
}

impl TryFrom<String> for Uid {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        text.parse()
    }
}

impl From<Uid> for String {
    fn from(uid: Uid) -> Self {
        uid.to_string()
    }
}

/// What makes a plan the same one on every machine; the later one holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PlanKey {
    /// When it was set, to the millisecond.
    pub set: Instant,
    /// The entry that set it, on the machine where that was done.
    pub entry: EntryId,
}

/// Where a plan comes from that another machine set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Carried {
    /// Which one it is.
    pub key: PlanKey,
    /// What its shifts are known by, in their order.
    pub uids: Vec<Uid>,
}

/// A plan on its way to another machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CarriedPlan {
    /// Which one it is, and what its shifts are known by.
    pub carried: Carried,
    /// The plan; its shifts have no numbers of this machine.
    pub rotation: Rotation,
}

/// The form in which it is written: short, because the body of an issue has little room. Names
/// and entries stand once, and times are seconds since the beginning of the plan.
#[derive(Serialize, Deserialize)]
struct Written {
    set: i64,
    entry: EntryId,
    from: i64,
    to: i64,
    people: Vec<String>,
    born: Vec<EntryId>,
    slots: Vec<WrittenSlot>,
}

/// A shift: who, from, to, number, entry, and why it is as it is.
#[derive(Serialize, Deserialize)]
struct WrittenSlot(usize, i64, i64, u32, usize, String);

impl CarriedPlan {
    /// Returns the plan that holds by a record; none when there never was one.
    #[must_use]
    pub fn of(record: &RotationRecord) -> Option<Self> {
        let key = record.key()?;
        let accepted = record.accepted.as_ref().map(|it| it.rotation.clone());
        let mut rotation = accepted.unwrap_or_else(|| Rotation {
            from: key.set,
            to: key.set,
            slots: Vec::new(),
        });
        let known = |slot: &Slot| record.known.iter().find(|known| Some(known.id) == slot.id);
        rotation.slots.retain(|slot| known(slot).is_some());
        let uids = rotation.slots.iter().filter_map(known);
        let uids = uids.map(|known| known.uid).collect();
        for slot in &mut rotation.slots {
            slot.id = None;
        }
        let carried = Carried { key, uids };
        Some(Self { carried, rotation })
    }

    /// Returns it in a line.
    #[must_use]
    pub fn words(&self) -> String {
        let Rotation { from, to, slots } = &self.rotation;
        let (mut people, mut born) = (Vec::new(), Vec::new());
        let start = from.timestamp();
        let shifts = slots.iter().zip(&self.carried.uids).map(|(slot, uid)| {
            WrittenSlot(
                place(&mut people, slot.person.clone()),
                slot.from.timestamp() - start,
                slot.to.timestamp() - start,
                uid.number,
                place(&mut born, uid.born),
                slot.reason.clone(),
            )
        });
        let slots = shifts.collect();
        let written = Written {
            set: self.carried.key.set.timestamp_millis(),
            entry: self.carried.key.entry,
            from: start,
            to: to.timestamp(),
            people,
            born,
            slots,
        };
        serde_json::to_string(&written).unwrap_or_default()
    }

    /// Reads it; none for what is none, or cannot be a plan.
    #[must_use]
    pub fn read(words: &str) -> Option<Self> {
        let written: Written = serde_json::from_str(words).ok()?;
        let set = Some(written.set).filter(|set| SET_AT.contains(set))?;
        let set = Instant::from_timestamp_millis(set)?;
        let at = |seconds: i64| {
            let at = written.from.checked_add(seconds)?;
            Instant::from_timestamp(at, 0)
        };
        let mut uids = Vec::new();
        let mut slots = Vec::new();
        for WrittenSlot(person, from, to, number, born, reason) in &written.slots {
            let born = *written.born.get(*born)?;
            uids.push(Uid {
                number: *number,
                born,
            });
            slots.push(Slot {
                id: None,
                person: clean_line(written.people.get(*person)?),
                from: at(*from)?,
                to: at(*to)?,
                reason: clean_line(reason),
            });
        }
        let rotation = Rotation {
            from: at(0)?,
            to: Instant::from_timestamp(written.to, 0)?,
            slots,
        };
        let is_whole = |slot: &Slot| slot.from < slot.to && !slot.person.is_empty();
        let is_plan = rotation.is_sane(set) && rotation.slots.iter().all(is_whole);
        let entry = written.entry;
        let key = PlanKey { set, entry };
        is_plan.then_some(Self {
            carried: Carried { key, uids },
            rotation,
        })
    }
}

impl Carried {
    /// Returns whether a plan may have come so at all, and goes with these shifts.
    pub(super) fn is_of(&self, rotation: &Rotation) -> bool {
        let is_sane = SET_AT.contains(&self.key.set.timestamp_millis());
        is_sane && self.uids.len() == rotation.slots.len() && rotation.is_sane(self.key.set)
    }
}

/// Returns the place of something in a list, which it is put into where it is not there yet.
fn place<T: PartialEq>(all: &mut Vec<T>, wanted: T) -> usize {
    let found = all.iter().position(|one| *one == wanted);
    found.unwrap_or_else(|| {
        all.push(wanted);
        all.len() - 1
    })
}
