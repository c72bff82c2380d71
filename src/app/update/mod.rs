//! The one function that changes the screen.

mod answer;
mod dispatch;
mod editor;
mod lists;
mod mouse;
mod news;
mod request;
mod sent;
mod telling;

pub use dispatch::update;
pub(super) use editor::edited;
pub(super) use request::{execute, execute_in, put};
