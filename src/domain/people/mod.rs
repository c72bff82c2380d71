//! The people of an incident: who is on the roster, who is on shift and for how long, whom
//! somebody waits for an answer of (R54, R55, R22; domain 17.8-17.11, 17.38).
//!
//! What is known of a person beyond their name and their shifts stays on this machine, contact
//! data before all; so does what people were asked. The issue has the names, and who is on
//! shift, as ever.

mod ask;
mod elsewhere;
mod mode;
mod person;
mod presence;
mod roster;

pub use ask::{Ask, AskAsked, AskLine, AskState, open_asks, read_ask, read_ask_words};
pub(super) use ask::{apply_ask, describe_ask, renumber};
pub use elsewhere::{Elsewhere, working_since};
pub use mode::suggest_mode;
pub(super) use person::names;
pub use person::{OnShift, Person, named, people};
pub use presence::LastWritten;
pub(super) use presence::remember_writer;
pub use roster::{PersonWish, RosterAsked, RosterEntry};
pub(super) use roster::{apply_roster, describe_roster};
