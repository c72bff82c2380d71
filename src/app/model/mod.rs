//! The state of the screen.

mod entries;
mod follow;
mod in_flight;
mod report;
mod screen;
mod select;
mod selection;
mod split;
mod view;

pub(super) use in_flight::InFlight;
pub use screen::{App, Setup};
pub use selection::Selection;
pub use split::Split;
pub use view::{Pane, View};
