//! What is wrong with a plan, in values and in words.

use super::words::span_words;
use crate::domain::time::{Instant, Span, Zone};

/// Something that a plan leaves open, or asks of somebody beyond the rules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// From when.
    pub from: Instant,
    /// Until when.
    pub to: Instant,
    /// What.
    pub trouble: Trouble,
    /// The place of the shift it is about, if it is about one.
    pub slot: Option<usize>,
    /// The reason that marks it; empty while nothing does.
    pub reason: String,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// Nobody is on.
    Gap,
    /// Somebody is on, and nobody who may command.
    NoCommander,
    /// Somebody is planned twice for the same time.
    DoubleBooked {
        /// Who.
        person: String,
    },
    /// Somebody works longer than a shift at a stretch; from the end of the shift on.
    TooLong {
        /// Who.
        person: String,
        /// How long the stretch is, with what they work already.
        works: Span,
    },
    /// Somebody comes back before they rested.
    RestBroken {
        /// Who.
        person: String,
        /// How much rest is left to them; none when they said not before.
        rests: Option<Span>,
    },
    /// Nobody knows them.
    Unknown {
        /// Who.
        person: String,
    },
    /// The shift has no time in it, or nobody.
    Empty,
}

impl Finding {
    /// Returns whether a reason marks it.
    #[must_use]
    pub fn is_marked(&self) -> bool {
        !self.reason.is_empty()
    }

    /// Returns what is wrong, with the time as people of a zone read it.
    #[must_use]
    pub fn words(&self, zone: Zone, now: Instant) -> String {
        let when = span_words(self.from, self.to, zone, now);
        let said = match &self.trouble {
            Trouble::Gap => format!("NOT COVERED {when}"),
            Trouble::NoCommander => format!("nobody who may command {when}"),
            Trouble::DoubleBooked { person } => format!("{person} is planned twice {when}"),
            Trouble::TooLong { person, works } => {
                format!(
                    "{person} works {} until {}",
                    works.words(),
                    zone.clock(self.to, now)
                )
            }
            Trouble::RestBroken {
                person,
                rests: Some(rests),
            } => {
                let rests = rests.words();
                format!(
                    "{person} rests {rests} before {}",
                    zone.clock(self.from, now)
                )
            }
            Trouble::RestBroken {
                person,
                rests: None,
            } => {
                let (from, to) = (zone.clock(self.from, now), zone.clock(self.to, now));
                format!("{person} is planned at {from} and rests until {to}")
            }
            Trouble::Unknown { person } => format!("{person} is not on the roster {when}"),
            Trouble::Empty => format!("a shift without time or without a name {when}"),
        };
        if self.is_marked() {
            format!("{said}, marked: {}", self.reason)
        } else {
            said
        }
    }

    /// Returns what to do about it.
    #[must_use]
    pub fn next_step(&self) -> &'static str {
        match self.trouble {
            Trouble::Gap => "add somebody, or accept with a reason",
            Trouble::NoCommander => "put in somebody who may command",
            Trouble::DoubleBooked { .. } => "give one of the two to somebody else",
            Trouble::TooLong { .. } => "end it sooner, or say why",
            Trouble::RestBroken { .. } => "let them come later, or say why",
            Trouble::Unknown { .. } => "put them on the roster, or take somebody else",
            Trouble::Empty => "take it out",
        }
    }
}
