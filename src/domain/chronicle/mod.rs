//! How a record came to be what it is: every value that something had, in order, each with the
//! entry that says so; what the clocks of the process promised, and what came of it.
//!
//! The state knows what is so now. A report also asks since when, on whose word, and whether it
//! was done in time. All of it is worked out from the journal each time and kept nowhere, so
//! that a corrected time corrects the figures too.

mod known;
mod phase;
mod promise;
mod turn;
mod walk;

pub use known::Chronicle;
pub use phase::PhaseSpan;
pub use promise::{Outcome, Promise};
pub use turn::Turn;
