//! The screen without a terminal: events in, state and effects out.

mod actions;
mod attention;
mod boards;
mod cards;
mod chaos;
mod checklist;
mod clocks;
mod decisions;
mod drafts;
mod evidence;
mod gate;
mod guards;
mod handoff;
mod keymap;
mod lists;
mod messages;
mod moving;
mod next_step;
mod night;
mod paths;
mod people;
mod rotation;
mod screen;
mod selection;
mod typing;
mod work;
