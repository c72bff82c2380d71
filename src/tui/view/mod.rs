//! What the screen looks like, a file for each region.

mod across;
mod card;
mod checklist;
mod clocks;
mod comms;
mod detail;
mod drafts;
mod evidence;
mod footer;
mod header;
mod help;
mod layers;
mod leads;
mod list;
mod log;
mod next_line;
mod over;
mod page;
mod palette;
mod past;
mod pending;
mod people;
mod picks;
mod planner;
mod remediation;
mod report;
mod sending;
mod state;
mod tabs;
mod timeline;

pub use page::render;
pub use state::ViewState;

use super::text::cells;
use super::theme::Theme;
use crate::app::{Action, App};

/// Returns what an action does: a short word in whole says more than half a sentence.
fn about(action: Action, room: u16) -> &'static str {
    if cells(action.about()) > room {
        action.label()
    } else {
        action.about()
    }
}

/// What every region is drawn from.
#[derive(Clone, Copy)]
struct Cx<'a> {
    app: &'a App,
    theme: &'a Theme,
    /// Whether it is the screen of an earlier time.
    is_past: bool,
    /// Whether something lies over it.
    is_covered: bool,
}

impl Cx<'_> {
    /// Returns whether an action is to be had here: of an earlier time nothing is done.
    fn offers(self, action: Action) -> bool {
        !self.is_past && self.app.offers(action)
    }

    /// Returns the key of an action, or that of the palette, which knows the others.
    fn short_key(self, action: Action) -> String {
        let key = self.app.keymap.key(action);
        if key.is_empty() {
            self.app.keymap.key(Action::Palette)
        } else {
            key
        }
    }

    /// Returns the key of an action, or how to reach it without one.
    fn key(self, action: Action) -> String {
        let key = self.app.keymap.key(action);
        if key.is_empty() {
            format!("{} {}", self.app.keymap.key(Action::Palette), action.word())
        } else {
            key
        }
    }
}
