//! Messages as values: what they say, what they claim, whom they are for, and the ledger.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bench;
mod brief;
mod claims;
mod elsewhere;
mod false_alarm;
mod golden;
mod ledger;
mod paths;
mod reached;
mod routes;
mod texts;
