//! What leaves, in every form, read back by what did not write it; and what comes in by file.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]
#![expect(
    clippy::print_stderr,
    reason = "what is not checked, because something is not there, is said"
)]

mod big;
mod examples;
mod intake;
mod made;
mod page;
mod record;
mod reports;
mod schemas;
mod table;
