//! Keys of choices, palette, help and filter.

use super::request::execute;
use crate::app::act::{act, ask, set_filter, step};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::key::{Key, KeyPress};
use crate::app::layer::{Layer, Outcome};
use crate::app::model::App;
use crate::app::palette;

pub(super) fn choices_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let Some(Layer::Choices(choices)) = app.layers.last_mut() else {
        return Vec::new();
    };
    let last = choices.list.len().saturating_sub(1);
    let chosen = match press.key {
        Key::Esc => {
            app.layers.pop();
            return Vec::new();
        }
        Key::Down => {
            choices.marked = (choices.marked + 1).min(last);
            None
        }
        Key::Up => {
            choices.marked = choices.marked.saturating_sub(1);
            None
        }
        Key::Enter => Some(choices.marked),
        Key::Char(c) => choices
            .list
            .iter()
            .position(|choice| choice.key == c)
            .or_else(|| {
                choices.marked = match c {
                    'j' => (choices.marked + 1).min(last),
                    'k' => choices.marked.saturating_sub(1),
                    _ => choices.marked,
                };
                None
            }),
        _ => None,
    };
    let choice = chosen.and_then(|at| choices.list.get(at)).cloned();
    let Some(choice) = choice else {
        return Vec::new();
    };
    app.layers.pop();
    match choice.outcome {
        Outcome::Command(command) => execute(app, command),
        Outcome::Act(action) => act(app, action),
        Outcome::Ask(purpose) => {
            ask(app, purpose);
            Vec::new()
        }
    }
}

pub(super) fn palette_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let keymap = app.keymap.clone();
    let Some(Layer::Palette(open)) = app.layers.last_mut() else {
        return Vec::new();
    };
    match press.key {
        Key::Esc => {
            app.layers.pop();
            return Vec::new();
        }
        Key::Enter => {
            let action = open.found.get(open.marked).map(|entry| entry.action);
            app.layers.pop();
            return action.map_or_else(Vec::new, |action| act(app, action));
        }
        Key::Down | Key::Tab => {
            open.marked = (open.marked + 1).min(open.found.len().saturating_sub(1));
        }
        Key::Up | Key::BackTab => open.marked = open.marked.saturating_sub(1),
        Key::Backspace => {
            open.query.pop();
        }
        Key::Char(c) if !press.ctrl && !press.alt => open.query.push(c),
        _ => {}
    }
    if matches!(press.key, Key::Char(_) | Key::Backspace) {
        open.found = palette::find(&open.query, &keymap);
        open.marked = 0;
    }
    Vec::new()
}

pub(super) fn help_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let page = app.page;
    let Some(Layer::Help { scroll }) = app.layers.last_mut() else {
        return Vec::new();
    };
    let most = Action::ALL.len();
    match press.key {
        Key::Down | Key::Char('j') => *scroll = (*scroll + 1).min(most),
        Key::Up | Key::Char('k') => *scroll = scroll.saturating_sub(1),
        Key::PageDown | Key::Char(' ') => *scroll = (*scroll + page).min(most),
        Key::PageUp => *scroll = scroll.saturating_sub(page),
        _ => {
            app.layers.pop();
        }
    }
    Vec::new()
}

pub(super) fn filter_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let mut filter = app.filter.clone();
    match press.key {
        Key::Esc => {
            app.is_filtering = false;
            set_filter(app, String::new());
        }
        Key::Enter => app.is_filtering = false,
        Key::Down => step(app, 1),
        Key::Up => step(app, -1),
        Key::Backspace => {
            filter.pop();
            set_filter(app, filter);
        }
        Key::Char(c) if !press.ctrl && !press.alt => {
            filter.push(c);
            set_filter(app, filter);
        }
        _ => {}
    }
    Vec::new()
}
