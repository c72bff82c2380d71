//! What each action does.

mod board;
mod card;
mod choose;
mod compose;
mod edit;
mod navigate;
mod next_step;
mod open;
mod perform;

pub(super) use board::copy_out;
pub(super) use card::act_on_card;
pub(super) use compose::compose;
pub(super) use navigate::{set_filter, step};
pub(super) use open::{ask, open};
pub(super) use perform::act;
