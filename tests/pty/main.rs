//! The real program on a pseudo-terminal that the test holds the other end of.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod calls;
mod completing;
mod drill;
mod editing;
mod ending;
mod flood;
mod full_disk;
mod gone;
mod home;
mod kill;
mod long_thread;
mod long_work;
mod look;
mod mouse;
mod panics;
mod sizes;
mod suspended;
mod terminal;
mod together;
mod typing;
mod watching;
