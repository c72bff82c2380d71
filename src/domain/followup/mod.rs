//! What outlasts an incident: long-term remediation, actions of the retrospective that are left
//! open, and the review of both two months later (R42, R84, R87).
//!
//! They are lines of the record and nothing beside it: a remediation item is done when the board
//! says so, a checklist line when it is ticked. Both can be said of a record that is closed, which
//! stays closed. What is put off is the clock of the line ([`crate::domain::clock`]), which asks
//! again until the line is done.

mod left;
mod outstanding;
mod step;

pub(super) use left::own;
pub use left::{FollowUp, FollowUpKind, FollowUpState, follow_ups, untracked};
pub use outstanding::{Outstanding, tally};
pub use step::{FollowUpStep, NoFollowUp, find};
