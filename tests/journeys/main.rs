//! Journeys: keys in, screen out, and what is on GitHub in the end. The loop, the writer, the
//! mirror and the client are the real ones; the terminal and GitHub are not.

mod astray;
mod baton;
mod carried;
mod clash;
mod drill;
mod editor;
mod ending;
mod evidence;
mod farm;
mod faults;
mod gate;
mod handoff;
mod harness;
#[path = "../deliver/hook.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the tests of the carriers look at more of it"
)]
mod hook;
mod long_work;
#[path = "../common/mint.rs"]
mod mint;
mod night;
mod offline;
mod others;
mod panes;
mod people;
#[path = "../common/planted.rs"]
mod planted;
mod privacy;
mod reach;
mod rotation;
mod sending;
#[path = "../deliver/sink.rs"]
#[expect(
    dead_code,
    clippy::unwrap_used,
    reason = "the tests of the carriers have more servers to fail"
)]
mod sink;
mod together;
mod told;
