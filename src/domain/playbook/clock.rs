//! Clocks, and what starts them.

use serde::{Deserialize, Serialize};

use super::item::yes;
use crate::domain::incident::Status;
use crate::domain::time::Span;

/// A clock of the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clock {
    /// `K1` to `K15`.
    pub id: String,
    /// What the clock wall calls it.
    pub name: String,
    /// What the next step says when it is the clock's turn, in the imperative.
    pub ask: String,
    /// What starts it.
    pub from: Origin,
    /// How long it runs; absent for cadences and calendar days.
    #[serde(default)]
    pub after: Option<Span>,
    /// A second deadline from the same start, such as the objective after the first prompt.
    #[serde(default)]
    pub then: Option<Span>,
    /// When it begins to ask for attention before it is due.
    #[serde(default)]
    pub warn: Option<Span>,
    /// Whether a missed deadline is a legal one and ranks first.
    #[serde(default)]
    pub legal: bool,
    /// The statuses in which it runs; all when empty.
    #[serde(default)]
    pub statuses: Vec<Status>,
    /// Why it runs.
    pub why: String,
    /// The command (key of the keymap) that settles it.
    pub command: String,
    /// The rules it comes from.
    pub rules: Vec<String>,
    /// Whether it runs at all in this process.
    #[serde(default = "yes")]
    pub on: bool,
}

/// What starts a clock, and with it what settles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The reporter became aware; settled by the one-hour notice.
    Aware,
    /// The report was posted; settled by its acknowledgment.
    Reported,
    /// The last sitrep, or the confirmation; settled by the next sitrep.
    LastSitrep,
    /// The last daily update; settled by the next, each calendar day.
    LastDailyUpdate,
    /// The first attempt to reach the team leads; settled by a decision.
    LeadContact,
    /// The IC took charge; settled by the decision on the working mode, or by resolving.
    Opened,
    /// Each person's shift start; settled by leaving.
    ShiftStart,
    /// The incoming IC accepted; settled when the outgoing one leaves.
    HandoffAccepted,
    /// A disruption was identified; settled by the public post.
    DisruptionIdentified,
    /// Downtime began; settled when service is restored.
    DowntimeStart,
    /// The contingency plan was activated; settled by its notices.
    ContingencyActivated,
    /// The last contingency update; settled by the next.
    LastContingencyUpdate,
    /// Sum of the shifts; information only.
    ResponderHours,
    /// The incident was identified; settled by the first notice.
    Identified,
    /// The incident was resolved; settled by the review.
    Resolved,
}
