//! The command line, through the program itself: a home of its own, a fixed time, no terminal.

#![expect(
    clippy::unwrap_used,
    reason = "what tests share fails as well as the tests themselves"
)]

mod adopting;
mod answering;
mod choosing;
mod completing;
mod configuring;
mod declaring;
mod drilling;
mod evidence;
mod export;
mod gate;
mod handoff;
mod hostile;
mod importing;
#[path = "../common/mint.rs"]
mod mint;
mod noting;
mod past;
mod people;
#[path = "../common/planted.rs"]
mod planted;
#[path = "../common/program.rs"]
mod program;
mod reading;
mod recording;
#[path = "../common/replay.rs"]
mod replay;
mod replays;
mod retrospective;
mod rotation;
mod shapes;
mod snoozing;
mod sound;
mod syncing;
mod together;
mod waiting;
mod world;
