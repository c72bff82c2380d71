//! The journal's entries: what happened, when, by whom, and the events they carry.

mod duty;
mod entry;
mod field;
mod kind;
mod word;

pub use duty::{MilestoneReached, TeamLeadTried};
pub use entry::{Entry, JOURNAL_FORMAT, Origin, Visibility};
pub use field::Field;
pub use kind::Event;
