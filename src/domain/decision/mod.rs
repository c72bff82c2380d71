//! Decisions that need an authority: whether there is one, what is missing, and what they are
//! written down with (R48-R51, R63, R65).

pub mod contingency;
pub mod disruption;
mod form;
mod lines;
mod words;

pub use form::{read_form, write_form};
pub use lines::lines;
pub use words::{Step, step};

/// What a decision on service disruption is about.
pub const DISRUPTION: &str = "disruption";
/// What a decision on the contingency plan is about.
pub const CONTINGENCY: &str = "contingency";
