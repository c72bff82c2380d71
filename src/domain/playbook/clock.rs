//! Clocks: what starts, restarts and settles each, and when it is due (domain section 5).

use serde::{Deserialize, Serialize};

use super::item::yes;
use super::message::Channel;
use super::severity::Disruption;
use super::signal::Signal;
use crate::domain::incident::Status;
use crate::domain::time::Span;

/// A clock of the process.
///
/// `name`, `ask` and `reason` may have the placeholders of [`CLOCK_PLACEHOLDERS`].
///
/// [`CLOCK_PLACEHOLDERS`]: super::file::CLOCK_PLACEHOLDERS
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a key of the file that somebody writes by itself"
)]
pub struct Clock {
    /// `K1` to `K15`.
    pub id: String,
    /// What the clock wall calls it.
    pub name: String,
    /// What the next step says when it is the clock's turn, in the imperative.
    pub ask: String,
    /// What it counts and since when, for the clock wall.
    pub reason: String,
    /// What starts it: the first of these that the record shows.
    pub starts: Vec<Signal>,
    /// What begins a new round while it runs; the latest counts.
    #[serde(default)]
    pub restarts: Vec<Signal>,
    /// What settles it. A start that comes after all of these starts it again.
    #[serde(default)]
    pub settles: Vec<Signal>,
    /// Whether it is settled for good by what settles it, whenever that was: what was done
    /// before the start counts, and nothing starts it again.
    #[serde(default)]
    pub once: bool,
    /// What ends it, once that happens after the incident was resolved.
    #[serde(default)]
    pub ends: Vec<Signal>,
    /// How it comes to its due time.
    #[serde(default)]
    pub pace: Pace,
    /// How long it runs, in real time; see [`Pace`].
    #[serde(default)]
    pub after: Option<Span>,
    /// The clock that hurries this one: while that one runs, this one is due no later than
    /// the other's `after` counted from its own last round.
    #[serde(default)]
    pub at_most: Option<String>,
    /// A second deadline from the same start, such as the objective after the first prompt.
    #[serde(default)]
    pub then: Option<Then>,
    /// When it begins to ask for attention before it is due; ten minutes when absent.
    #[serde(default)]
    pub warn: Option<Span>,
    /// Whether somebody is called when it begins to ask, and not only when it is due.
    #[serde(default)]
    pub calls_early: bool,
    /// Whether a missed deadline is a legal one and ranks first.
    #[serde(default)]
    pub legal: bool,
    /// Whether it only informs: it is shown, ranks last, and never asks for anything.
    #[serde(default)]
    pub informs: bool,
    /// The statuses in which it runs; all when empty.
    #[serde(default)]
    pub statuses: Vec<Status>,
    /// The authorities over disruptions under which it runs; all when empty. An unknown
    /// severity has that of medium (domain 17.12).
    #[serde(default)]
    pub authorities: Vec<Disruption>,
    /// By which channels each team lead has to be tried before nobody counts as reached
    /// (domain 17.14).
    #[serde(default)]
    pub try_by: Vec<Channel>,
    /// Whether it goes on when the record is closed.
    #[serde(default)]
    pub outlasts_closing: bool,
    /// What differs for the Incident Commander, for a clock of each person.
    #[serde(default)]
    pub ic: Option<ForIc>,
    /// What it asks once it is overdue for long and nobody said anything, for a clock of each
    /// person.
    #[serde(default)]
    pub unseen: Option<Unseen>,
    /// Why it runs.
    pub why: String,
    /// The command (key of the keymap) that settles it.
    pub command: String,
    /// The message that `command = "message"` writes; a choice of all when absent.
    #[serde(default)]
    pub message: Option<String>,
    /// The rules it comes from.
    pub rules: Vec<String>,
    /// Whether it runs at all in this process.
    #[serde(default = "yes")]
    pub on: bool,
}

impl Clock {
    /// Returns whether it runs for each person by themselves.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        self.pace != Pace::PersonHours && self.starts.iter().any(Signal::is_personal)
    }
}

/// How a clock comes to its due time. Spans are real time: an hour is an hour on the day the
/// clocks change, and at a weekend.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pace {
    /// `after` from the start or last restart.
    #[default]
    Elapsed,
    /// The sitrep cadence of severity and working mode (domain section 8), from the last
    /// restart: a span around the clock, else the next slot of a working day in the
    /// playbook's zone. A change of either times it anew from there.
    Cadence,
    /// Before the end of each calendar day in the incident's zone, rest days and holidays
    /// included. It begins to ask `after` the last restart, if that is sooner (R57).
    CalendarDay,
    /// At the very time of its start, which may be to come: an appointment.
    Date,
    /// When the shifts of everybody together come to `after`, in person-hours (R22).
    PersonHours,
}

/// A second deadline of a clock, counted from the same start.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Then {
    /// What stands behind the clock's id in its key: `K10:recovery`.
    pub id: String,
    /// What the clock wall calls it.
    pub name: String,
    /// What the next step says when it is its turn, in the imperative.
    pub ask: String,
    /// What it counts and since when.
    pub reason: String,
    /// How long after the start it is due.
    pub after: Span,
    /// When it begins to ask for attention before it is due; ten minutes when absent.
    #[serde(default)]
    pub warn: Option<Span>,
    /// What settles it.
    pub settles: Vec<Signal>,
    /// The command (key of the keymap) that settles it.
    pub command: String,
}

/// What a clock of each person asks once it is overdue for long: whoever left may not have said
/// so, and nobody assumes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Unseen {
    /// How long after it was due, or after somebody last saw them.
    pub after: Span,
    /// What the next step says then, a question.
    pub ask: String,
    /// The command (key of the keymap) that settles it.
    pub command: String,
}

/// What differs for the Incident Commander in a clock of each person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ForIc {
    /// What the clock wall calls it.
    pub name: String,
    /// What the next step says when it is its turn, in the imperative.
    pub ask: String,
    /// The command (key of the keymap) that settles it.
    pub command: String,
}
