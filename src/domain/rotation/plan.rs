//! The plan itself, and what it is made from.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::domain::ids::SlotId;
use crate::domain::time::{Instant, Span};

/// The grid that shifts are planned on: people come and go at the quarters of an hour.
pub(super) const STEP: Span = Span::minutes(15);

/// The most shifts that a plan may have.
const MOST_SLOTS: usize = 400;
/// How far from now its times may be.
const FARTHEST: TimeDelta = TimeDelta::days(400);

/// Who works when, over a stretch of time that is to be covered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Rotation {
    /// From when somebody has to be on.
    pub from: Instant,
    /// Until when somebody has to be on.
    pub to: Instant,
    /// The shifts, by their beginning.
    pub slots: Vec<Slot>,
}

/// One planned shift of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Slot {
    /// Its number, given when the plan is accepted first; none before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<SlotId>,
    /// Who.
    pub person: String,
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// Why it is longer than a shift, or comes before enough rest; empty where it is neither.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What is known of somebody who may be planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name.
    pub name: String,
    /// Whether they command now.
    pub commands: bool,
    /// Whether they may command.
    pub can_command: bool,
    /// Since when they are on shift, if they are.
    pub on_since: Option<Instant>,
    /// Until when they stay, if their shift was made longer with a reason.
    pub stays_until: Option<Instant>,
    /// How long they worked so far; who worked less is asked first.
    pub worked: Span,
    /// Before when they are not to be asked: they rest, or said so.
    pub not_before: Option<Instant>,
}

/// How long people work and rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// The longest that somebody works without a marked reason (R54, R55).
    pub length: Span,
    /// The least that somebody rests between two shifts. The sources give no figure.
    pub rest: Span,
}

/// What a proposal is to cover.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wanted {
    /// How far ahead.
    pub horizon: Span,
    /// How many work at a time; none takes two where the people can keep that up, else one.
    pub seats: Option<usize>,
}

impl Slot {
    /// Returns how long it is.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::between(self.from, self.to)
    }

    /// Returns whether it covers an instant.
    #[must_use]
    pub fn covers(&self, at: Instant) -> bool {
        self.from <= at && at < self.to
    }

    /// Returns whether it has some time in common with another.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.from < other.to && other.from < self.to
    }
}

impl Rotation {
    /// Returns whether it may be a plan at all: neither long nor far from `now`. What a person
    /// wrote by hand may be anything, and times at the ends of the calendar cannot be added to.
    #[must_use]
    pub fn is_sane(&self, now: Instant) -> bool {
        let times = self.slots.iter().flat_map(|slot| [slot.from, slot.to]);
        let mut times = times.chain([self.from, self.to]);
        self.slots.len() <= MOST_SLOTS && times.all(|at| (at - now).abs() <= FARTHEST)
    }

    /// Returns the plan with its shifts in order.
    #[must_use]
    pub fn sorted(mut self) -> Self {
        self.slots
            .sort_by(|a, b| (a.from, &a.person, a.to).cmp(&(b.from, &b.person, b.to)));
        self
    }
}

/// Returns the last point of the grid that is not after an instant.
pub(super) fn floor(at: Instant) -> Instant {
    let over = at.timestamp().rem_euclid(STEP.as_seconds());
    let rest = i64::from(at.timestamp_subsec_nanos());
    let over = TimeDelta::seconds(over) + TimeDelta::nanoseconds(rest);
    at.checked_sub_signed(over).unwrap_or(at)
}

/// Returns the first point of the grid that is not before an instant.
pub(super) fn ceil(at: Instant) -> Instant {
    let floor = floor(at);
    if floor < at {
        floor.checked_add_signed(STEP.delta()).unwrap_or(at)
    } else {
        floor
    }
}
