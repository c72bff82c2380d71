//! The screen without a terminal: events in, state and effects out.

mod across;
#[path = "../common/mint.rs"]
mod mint;
#[path = "../common/planted.rs"]
mod planted;
#[path = "../common/program.rs"]
mod program;

mod actions;
mod attention;
mod boards;
mod cards;
mod chaos;
mod checklist;
mod clocks;
mod decisions;
mod drafts;
mod drill;
mod ending;
mod evidence;
mod exposure;
mod finding;
mod gate;
mod guards;
mod handoff;
mod keymap;
mod leaving;
mod lists;
mod messages;
mod mouse;
mod moving;
mod next_step;
mod night;
mod past;
mod paths;
mod people;
mod proof;
mod report;
mod rotation;
mod saying;
mod screen;
mod selection;
mod stroll;
mod taking_back;
mod telling;
mod typing;
mod waiting;
mod watching;
mod work;
