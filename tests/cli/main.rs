//! The command line, through the program itself: a home of its own, a fixed time, no terminal.

mod choosing;
mod declaring;
mod export;
mod reading;
mod recording;
mod replays;
mod sound;
mod world;
