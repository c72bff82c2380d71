//! Deciding: turns a request into events, or refuses with the cause and the next step.
//!
//! A rule is enforced by asking, never by locking out: a refusal that names a guard is
//! overridden by the same request with a typed reason, which goes into the log.

mod asks;
mod duty;
mod evidence;
mod fixes;
mod guards;
mod handoff;
mod head;
mod items;
mod kept;
mod leads;
mod matter;
mod messages;
mod milestones;
mod mirror;
mod order;
mod outbound;
mod people;
mod publish;
mod refusal;
mod request;
mod rotation;
mod ruling;
mod tracking;
mod undo;
mod worksheet;

pub use head::{EXPOSURE_SITUATION, needs_reason};
pub use items::check_answer;
pub use order::unsaid_awareness;
pub use outbound::left_before;
pub use refusal::{AFTER_DRILL, Refusal};
pub use request::decide;
pub use ruling::against_theirs;
