//! The mirror: one task that keeps the issue true.
//!
//! A round reads the issue, merges what people did there into the record, writes what the
//! record says, and sends the comments that wait. Everything it decides is decided by
//! `domain::sync_plan`; everything it keeps is kept through the [`Ledger`].

mod access;
mod comments;
mod create;
mod exchange;
mod heard;
mod import;
mod ledger;
mod mirror;
mod pause;
mod race;
mod run;
mod trouble;

pub use ledger::{Ledger, LedgerError};
pub use mirror::{Mirror, Options, Pace};
pub use run::{Nudge, Stopped, run};
pub use trouble::Trouble;
