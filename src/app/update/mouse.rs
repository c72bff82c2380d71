//! The mouse: it selects and scrolls. Nothing is ever recorded by it.

use super::dispatch::{act_on_top, key};
use crate::app::act::{point, show, step};
use crate::app::action::Action;
use crate::app::event::{Effect, Spot};
use crate::app::key::{Key, KeyPress};
use crate::app::layer::Layer;
use crate::app::model::App;

/// Shows or selects what was pointed at, unless something lies over it.
pub(super) fn pointed(app: &mut App, spot: Spot) {
    if !app.layers.is_empty() {
        return;
    }
    let shown = app.shown_mut();
    match spot {
        Spot::Tab(view) => show(shown, view),
        Spot::List(pane) => point(shown, pane, None),
        Spot::Row(pane, at) => point(shown, pane, Some(at)),
    }
}

/// Moves through what the wheel was turned over: the list there, or what lies over the screen.
pub(super) fn wheeled(app: &mut App, spot: Option<Spot>, lines: isize) -> Vec<Effect> {
    match app.layers.last() {
        None => {
            let shown = app.shown_mut();
            if let Some(Spot::List(pane) | Spot::Row(pane, _)) = spot {
                point(shown, pane, None);
            }
            step(shown, lines);
            Vec::new()
        }
        Some(Layer::Editor(_)) => Vec::new(),
        // Where letters are typed or choose, an arrow marks and nothing else.
        Some(_) if app.mode().is_none() => {
            let arrow = if lines < 0 { Key::Up } else { Key::Down };
            let presses = (0..lines.unsigned_abs()).map(|_| KeyPress::plain(arrow));
            presses.flat_map(|press| key(app, press)).collect()
        }
        Some(_) => {
            let by = if lines < 0 { Action::Up } else { Action::Down };
            let turns = 0..lines.unsigned_abs();
            turns.flat_map(|_| act_on_top(app, by)).collect()
        }
    }
}
