//! What the record shows that starts, restarts or settles a clock.

use serde::{Deserialize, Serialize};

/// Something that the record shows, with the time of it.
///
/// In a playbook it is a word, `"sitrep"`, or a kind with its key, `{ message = "gsa-notice" }`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Signal {
    /// The reporter became aware; when nobody said, the IC took charge (R8, domain 17.3).
    Aware,
    /// The IC took charge (domain 17.8); the anchor may be corrected.
    Opened,
    /// The incident was active again after it had ended (T8).
    Reopened,
    /// The incident was confirmed, the last time if it was more than once.
    Confirmed,
    /// The incident was resolved; the anchor may be corrected.
    Resolved,
    /// The record was closed; the anchor may be corrected.
    Closed,
    /// A sitrep of any kind went out.
    Sitrep,
    /// The working mode was decided since the last opening (R53).
    WorkingMode,
    /// Somebody tried to reach a team lead (R50).
    TeamLeadTried,
    /// Somebody is on shift, since they came; a clock of its own for each, gone when they go
    /// (R54).
    Shift,
    /// An IC handed command over and is still on the shift of it; a clock of its own for each,
    /// gone when they go (R94).
    Handoff,
    /// A milestone of this playbook was reached.
    Milestone(String),
    /// A message of this playbook went out.
    Message(String),
    /// A message of this playbook reached everybody that it must reach, in one sending or in
    /// several.
    Reached(String),
    /// Somebody of this playbook got a sitrep, or another message that is for them, by the key of
    /// their address.
    Told(String),
    /// Something was decided about a matter, such as `disruption` or `contingency`.
    Decision(String),
    /// It was decided to go ahead with a matter, such as `disruption`.
    GoAhead(String),
    /// A checklist line of this playbook was ticked, or said not to apply.
    Item(String),
}

impl Signal {
    /// Returns whether it starts a clock for each person it is about.
    #[must_use]
    pub fn is_personal(&self) -> bool {
        matches!(self, Self::Shift | Self::Handoff)
    }
}
