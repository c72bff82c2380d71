//! The mirror itself, round by round: its ledger in memory, the practice GitHub asked without a
//! network, and a clock that only the test moves. What is told to wait by the clock never
//! waits here, and a machine can stop between any two steps.

mod adopting;
mod bench;
mod disk;
mod full;
mod gathering;
mod lost;
mod outbox;
mod people;
mod stopped;
mod taken_back;
mod tracking;
mod unreadable;
mod visibility;
mod which;
mod wire;
