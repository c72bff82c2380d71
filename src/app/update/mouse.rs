//! The mouse: it selects and scrolls. In what lies on the screen nothing is recorded by it; in a
//! list over the screen it takes what is marked, as enter does.

use super::dispatch::{act_on_top, key};
use crate::app::act::{point, show, step};
use crate::app::action::Action;
use crate::app::event::{Effect, Spot};
use crate::app::key::{Key, KeyPress};
use crate::app::layer::Layer;
use crate::app::model::App;

/// Shows or selects what was pointed at; only what lies over the screen where something does.
pub(super) fn pointed(app: &mut App, spot: Spot) -> Vec<Effect> {
    let is_bare = app.layers.is_empty();
    match spot {
        Spot::Tab(view) if is_bare => show(app.shown_mut(), view),
        Spot::List(pane) if is_bare => point(app.shown_mut(), pane, None),
        Spot::Row(pane, at) if is_bare => point(app.shown_mut(), pane, Some(at)),
        Spot::RowOver(at) => return pointed_over(app, at),
        Spot::Tab(_) | Spot::List(_) | Spot::Row(..) | Spot::Over => {}
    }
    Vec::new()
}

/// Marks a row of the list that lies over the screen; the one that is marked is taken, as enter
/// does.
fn pointed_over(app: &mut App, at: usize) -> Vec<Effect> {
    match marked_over(app) {
        Some((marked, _)) if marked == at => key(app, KeyPress::plain(Key::Enter)),
        Some((_, count)) if at < count => {
            mark_over(app, at);
            Vec::new()
        }
        Some(_) | None => Vec::new(),
    }
}

/// Returns which row of the list over the screen is marked, and how many there are.
fn marked_over(app: &App) -> Option<(usize, usize)> {
    match app.layers.last()? {
        Layer::Choices(choices) => Some((choices.marked, choices.list.len())),
        Layer::Palette(palette) => Some((palette.marked, palette.found.len())),
        Layer::Picks(picks) => Some((picks.marked, picks.rows())),
        Layer::Log(view) => Some((view.at(&app.log), app.log.newest_first().len())),
        Layer::Drafts(view) => {
            let all = app.draft_lines();
            Some((view.at(&all), all.len()))
        }
        Layer::Across(view) => {
            let all = app.follow_ups();
            Some((view.at(&all), all.len()))
        }
        // What waits for a word or a plan is answered by its own keys, and a text is only read.
        Layer::Editor(_)
        | Layer::Card(_)
        | Layer::Sending(_)
        | Layer::Planner(_)
        | Layer::Scorecard { .. }
        | Layer::Whole { .. }
        | Layer::Help { .. } => None,
    }
}

fn mark_over(app: &mut App, at: usize) {
    let (mut draft, mut follow_ups) = (None, Vec::new());
    match app.layers.last() {
        Some(Layer::Drafts(_)) => {
            draft = app.draft_lines().get(at).map(|line| line.key.to_owned());
        }
        Some(Layer::Across(_)) => follow_ups = app.follow_ups(),
        _ => {}
    }
    match app.layers.last_mut() {
        Some(Layer::Choices(choices)) => choices.marked = at,
        Some(Layer::Palette(palette)) => palette.marked = at,
        Some(Layer::Picks(picks)) => picks.marked = at,
        Some(Layer::Log(view)) => view.mark(&app.log, at),
        Some(Layer::Drafts(view)) => view.marked = draft,
        Some(Layer::Across(view)) => view.mark(&follow_ups, at),
        None
        | Some(
            Layer::Editor(_)
            | Layer::Card(_)
            | Layer::Sending(_)
            | Layer::Planner(_)
            | Layer::Scorecard { .. }
            | Layer::Whole { .. }
            | Layer::Help { .. },
        ) => {}
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
        Some(_) if !matches!(spot, Some(Spot::Over | Spot::RowOver(_))) => Vec::new(),
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
