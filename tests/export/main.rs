//! What leaves, in every form, read back by what did not write it; and what comes in by file.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod big;
#[path = "../common/every.rs"]
mod every;
mod examples;
mod forms;
mod intake;
#[path = "../common/long.rs"]
mod long;
mod made;
mod markdown;
mod page;
mod record;
mod reports;
mod schemas;
mod table;
