//! The script of one simulation: all that happens, in order, made from a seed beforehand, so
//! that it can be played again, and played with parts left out.

use std::fmt;

use super::deed::Deed;
use super::web::{Saving, WebDeed};
use super::wire::Mishap;

/// What happens next.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Step {
    /// The Incident Commander at a sitroom does something.
    Ic(usize, Deed),
    /// An editor opens the form and leaves it open.
    Load(usize),
    /// An editor does something to the issue.
    Web(usize, WebDeed, Saving),
    /// A sitroom's mirror goes so many steps.
    Run(usize, u32),
    /// A sitroom's machine stops and starts again.
    Crash(usize),
    /// Something happens to the next request of a sitroom.
    Mishap(usize, Mishap),
    /// A sitroom has no network, or has it back.
    Offline(usize, bool),
    /// Time goes by, in milliseconds.
    Wait(i64),
}

/// A step with what it needs to be the same in whatever company it is played.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Act {
    pub(crate) step: Step,
    /// The number of the token that the step may say.
    pub(crate) token: u32,
    /// What decides everything the step picks.
    pub(crate) pick: u64,
}

/// Everything that happens.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Script {
    pub(crate) seed: u64,
    /// How many sitrooms there are.
    pub(crate) rooms: usize,
    /// How many people edit on the issue.
    pub(crate) editors: usize,
    /// Whether somebody opened the issue before there was a record of it.
    pub(crate) attached: bool,
    pub(crate) acts: Vec<Act>,
}

/// How much of everything there may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) rooms: usize,
    pub(crate) editors: usize,
    pub(crate) acts: usize,
}

impl Size {
    /// What the tests play by default.
    pub(crate) const USUAL: Self = Self {
        rooms: 2,
        editors: 2,
        acts: 60,
    };
}

impl Script {
    /// Returns the script of a seed.
    pub(crate) fn of(seed: u64, size: Size) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let rooms = rng.usize(1..=size.rooms);
        let editors = rng.usize(1..=size.editors);
        let attached = rng.usize(..8) == 0;
        let weather = Weather::of(&mut rng);
        let length = rng.usize(size.acts / 3..=size.acts);
        let acts = (0..length).map(|at| Act {
            step: weather.step(&mut rng, rooms, editors),
            token: u32::try_from(at).unwrap_or(u32::MAX),
            pick: rng.u64(..),
        });
        Self {
            seed,
            rooms,
            editors,
            attached,
            acts: acts.collect(),
        }
    }

    /// Returns the script with only some of its acts.
    pub(crate) fn with(&self, acts: Vec<Act>) -> Self {
        Self {
            acts,
            ..self.clone()
        }
    }
}

/// How bad the network and the machines are in one script: some are good, so that the plain
/// merging is played too.
struct Weather {
    mishaps: usize,
    crashes: usize,
    offline: usize,
}

impl Weather {
    fn of(rng: &mut fastrand::Rng) -> Self {
        let often = |rng: &mut fastrand::Rng, most: usize| match rng.usize(..3) {
            0 => 0,
            _ => rng.usize(..=most),
        };
        Self {
            mishaps: often(rng, 18),
            crashes: often(rng, 10),
            offline: often(rng, 4),
        }
    }

    fn step(&self, rng: &mut fastrand::Rng, rooms: usize, editors: usize) -> Step {
        let room = rng.usize(..rooms);
        let editor = rng.usize(..editors);
        let bad = self.mishaps + self.crashes + self.offline;
        let roll = rng.usize(..100 + bad);
        match roll {
            0..24 => Step::Ic(room, one_of(rng, Deed::ALL)),
            24..28 => Step::Load(editor),
            28..48 => {
                let deed = one_of(rng, WebDeed::ALL);
                let blind = rng.usize(..5) == 0;
                let saving = if blind { Saving::Blind } else { Saving::Form };
                Step::Web(editor, deed, saving)
            }
            48..92 => {
                let steps = if rng.bool() { 60 } else { 12 };
                Step::Run(room, rng.u32(1..=steps))
            }
            92..100 => Step::Wait(rng.i64(200..15_000)),
            roll if roll < 100 + self.mishaps => {
                Step::Mishap(room, Mishap::ALL[rng.usize(..Mishap::ALL.len())])
            }
            roll if roll < 100 + self.mishaps + self.crashes => Step::Crash(room),
            _ => Step::Offline(room, rng.usize(..3) == 0),
        }
    }
}

/// Picks one of many, each as often as it weighs.
fn one_of<T: Copy>(rng: &mut fastrand::Rng, all: &[(T, usize)]) -> T {
    let total: usize = all.iter().map(|(_, weight)| weight).sum();
    let mut roll = rng.usize(..total);
    for (one, weight) in all {
        if roll < *weight {
            return *one;
        }
        roll -= weight;
    }
    all[0].0
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Ic(room, deed) => write!(f, "room {room}: {deed:?}"),
            Self::Load(editor) => write!(f, "editor {editor} opens the form"),
            Self::Web(editor, deed, saving) => {
                write!(f, "editor {editor}: {deed:?}, saved {saving:?}")
            }
            Self::Run(room, steps) => write!(f, "room {room} syncs for {steps} steps"),
            Self::Crash(room) => write!(f, "room {room} crashes"),
            Self::Mishap(room, mishap) => {
                write!(f, "{mishap:?} happens to room {room}'s next request")
            }
            Self::Offline(room, true) => write!(f, "room {room} is offline"),
            Self::Offline(room, false) => write!(f, "room {room} is online"),
            Self::Wait(millis) => write!(f, "{millis} ms go by"),
        }
    }
}
