//! The process as data: phases, checklists, severities, clocks, audiences, templates.
//!
//! A playbook is a TOML file. Two are compiled in; a user's own is read the same way. The
//! code knows *kinds* of facts, origins and conditions, never a particular playbook.

mod clock;
mod contingency;
pub mod file;
mod guard;
mod item;
mod message;
mod milestone;
mod people;
mod process;
mod severity;
mod signal;

pub use clock::{Clock, ForIc, Pace, Then, Unseen};
pub use contingency::{Authorisers, Contingency};
pub use guard::GuardWords;
pub use item::{Condition, Fact, Item, Provenance};
pub use message::{Address, Channel, Claim, Message, MessageKind, ReportPart, Support, Template};
pub use milestone::Milestone;
pub use people::{People, Reminders, Role};
pub use process::{Phase, Playbook, Seed, Situation};
pub use severity::{Disruption, SeverityPolicy, WorkingMode};
pub use signal::Signal;
