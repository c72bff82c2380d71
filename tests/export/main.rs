//! What leaves, in every form, read back by what did not write it; and what comes in by file.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod examples;
mod intake;
mod made;
mod page;
mod record;
mod reports;
mod schemas;
mod table;
