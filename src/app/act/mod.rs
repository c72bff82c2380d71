//! What each action does.

mod ask;
mod board;
mod card;
mod choose;
mod compose;
mod decision;
mod edit;
mod handoff;
mod navigate;
mod next_step;
mod open;
mod past;
mod people;
mod perform;
mod release;
mod rotation;
mod send;
mod settle;
mod walk;
mod worksheet;

pub(super) use ask::{open_ask, say};
pub(super) use card::act_on_card;
pub(super) use compose::{compose, say_no_change};
pub(super) use decision::follow_authority;
pub(super) use edit::open_note_with;
pub(super) use handoff::{brief_for, handed_on, sit_down};
pub(super) use navigate::{set_filter, step};
pub(super) use open::{ask, open};
pub(super) use past::look_back_to;
pub(super) use people::{choose_person, choose_role};
pub(super) use perform::act;
pub(super) use release::copy_out;
pub(super) use rotation::{act_on_planner, follow_planner, mark_shift};
pub(super) use send::{act_on_sending, open_card};
pub(super) use walk::{Walk, choose_home, marked, plan_rotation, send_home, toggle};
pub(super) use worksheet::take_pick;
