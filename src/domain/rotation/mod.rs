//! The rotation: who works when, so that an incident that goes on around the clock is covered
//! by people who rest (R54, R55, domain 17.8-17.11).
//!
//! [`propose`] makes a plan of the people there are, [`check`] says what is wrong with any plan,
//! and the Incident Commander decides. Nothing is broken silently: what a plan leaves uncovered,
//! or asks of somebody beyond a shift or before they rested, is a [`Finding`] until a reason
//! marks it, and a plan with findings is accepted with a reason or not at all.
//!
//! Times are instants, and spans are real time: a shift of three hours is three hours in the
//! night the clocks change. Only where people read a time it is that of the incident's zone.

mod calendar;
mod candidates;
mod carried;
mod check;
mod edit;
mod finding;
mod plan;
mod propose;
mod record;
mod words;

pub use calendar::calendar;
pub use candidates::{HORIZON, candidates, rules};
pub use carried::{Carried, CarriedPlan, PlanKey, Uid};
pub use check::{check, remarks};
pub use edit::Edge;
pub use finding::{Finding, Trouble};
pub use plan::{Candidate, Rotation, Rules, Slot, Wanted};
pub use propose::propose;
pub use record::{Accepted, KnownSlot, RotationAsked, RotationChange, RotationRecord};
pub(super) use record::{apply, keep};
pub use words::{describe, span_words};
