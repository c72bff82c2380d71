//! Keys of choices, palette, cards, help and filter.

use super::request::execute;
use crate::app::act::{
    act, act_across, act_on_card, act_on_planner, act_on_sending, ask, choose_person, choose_role,
    compose, marked, open_ask, say, send_home, set_filter, sit_down, step, take_pick, toggle,
};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::key::{Key, KeyPress};
use crate::app::layer::{Choice, Layer, Outcome};
use crate::app::mode::Mode;
use crate::app::model::App;
use crate::app::palette;

/// How many lines of help tell what the signs mean, with the line before them.
const SIGNS: usize = 7;

pub(super) fn choices_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let Some(Layer::Choices(choices)) = app.layers.last_mut() else {
        return Vec::new();
    };
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    let last = choices.list.len().saturating_sub(1);
    let by_key = match press.key {
        Key::Char(c) if is_typed(press) => choices.list.iter().position(|it| it.key == c),
        _ => None,
    };
    let chosen = match press.key {
        _ if by_key.is_some() => by_key,
        Key::Enter => Some(choices.marked),
        Key::Down | Key::Char('j') => {
            choices.marked = (choices.marked + 1).min(last);
            None
        }
        Key::Up | Key::Char('k') => {
            choices.marked = choices.marked.saturating_sub(1);
            None
        }
        _ => None,
    };
    let at = chosen.unwrap_or_default();
    let Some(choice) = chosen.and_then(|at| choices.list.get(at)).cloned() else {
        return Vec::new();
    };
    if matches!(choice.outcome, Outcome::Toggle(_)) {
        toggle(choices, at);
        return Vec::new();
    }
    let marked = marked(choices);
    app.layers.pop();
    choose(app, choice, &marked)
}

fn choose(app: &mut App, choice: Choice, marked: &[String]) -> Vec<Effect> {
    match choice.outcome {
        Outcome::Command(command) => execute(app, command),
        Outcome::Act(action) => act(app, action),
        Outcome::Compose(message) => compose(app, &message),
        Outcome::Person(name) => choose_person(app, &name),
        Outcome::Roles(name) => choose_role(app, &name),
        Outcome::Say(text) => say(app, &text),
        Outcome::SendMarkedHome => send_home(app, marked),
        Outcome::Toggle(_) => Vec::new(),
        Outcome::SitDown(name) => {
            sit_down(app, name);
            Vec::new()
        }
        Outcome::AskOf(name) => {
            open_ask(app, Some(&name));
            Vec::new()
        }
        Outcome::Ask(purpose) => {
            ask(app, purpose);
            Vec::new()
        }
    }
}

/// Returns whether a key closes what lies over the screen. Ctrl-c does so everywhere, so that
/// nobody who wants out chooses the thing under `c`, or quits by pressing it once too often.
fn closes(press: KeyPress) -> bool {
    press == KeyPress::plain(Key::Esc) || press == KeyPress::ctrl('c')
}

/// Returns whether a key types its character.
fn is_typed(press: KeyPress) -> bool {
    !press.ctrl && !press.alt
}

pub(super) fn palette_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let keymap = app.keymap.clone();
    let Some(Layer::Palette(open)) = app.layers.last_mut() else {
        return Vec::new();
    };
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    match press.key {
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
        Key::Char(c) if is_typed(press) => open.query.push(c),
        _ => {}
    }
    if matches!(press.key, Key::Backspace) || matches!(press.key, Key::Char(_) if is_typed(press)) {
        open.found = palette::find(&open.query, &keymap);
        open.marked = 0;
    }
    Vec::new()
}

/// Keys of a long list: what is typed filters it.
pub(super) fn picks_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let Some(Layer::Picks(picks)) = app.layers.last_mut() else {
        return Vec::new();
    };
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    let last = picks.rows().saturating_sub(1);
    match press.key {
        Key::Enter => return take_pick(app),
        Key::Down | Key::Tab => picks.marked = (picks.marked + 1).min(last),
        Key::Up | Key::BackTab => picks.marked = picks.marked.saturating_sub(1),
        Key::PageDown => picks.marked = (picks.marked + 10).min(last),
        Key::PageUp => picks.marked = picks.marked.saturating_sub(10),
        Key::Backspace => {
            picks.query.pop();
            picks.find();
        }
        Key::Char(c) if is_typed(press) => {
            picks.query.push(c);
            picks.find();
        }
        _ => {}
    }
    Vec::new()
}

/// Keys of a card. Escape leaves what it shows waiting.
pub(super) fn card_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let Some(Layer::Card(card)) = app.layers.last() else {
        return Vec::new();
    };
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    let action = app.keymap.action_on_card(card.mode(), press);
    action.map_or_else(Vec::new, |action| act_on_card(app, action))
}

/// Keys of the card of a message. Escape goes back to its text, or leaves it as it stands.
pub(super) fn sending_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    let action = app.keymap.action_on_card(Mode::Sending, press);
    action.map_or_else(Vec::new, |action| act_on_sending(app, action))
}

/// Keys while the past is looked at. Escape goes back to now.
pub(super) fn past_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    if let Some(past) = app.past.as_mut().filter(|past| past.app.is_filtering) {
        return filter_key(&mut past.app, press);
    }
    let action = app.keymap.action_in_past(press);
    action.map_or_else(Vec::new, |action| act(app, action))
}

/// Keys of the planner. Escape leaves the plan as a draft.
pub(super) fn planner_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    let action = app.keymap.action_on_card(Mode::Planner, press);
    action.map_or_else(Vec::new, |action| act_on_planner(app, action))
}

pub(super) fn across_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    let action = app.keymap.action(press);
    action.map_or_else(Vec::new, |action| act_across(app, action))
}

pub(super) fn help_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let page = app.page;
    let Some(Layer::Help { scroll }) = app.layers.last_mut() else {
        return Vec::new();
    };
    // The screen may show a few lines less than it has rows; further down there is nothing,
    // and every line scrolled past the end would have to be scrolled back unseen.
    let most = (Action::ALL.len() + SIGNS).saturating_sub(page);
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

/// Keys of the scorecard: it scrolls, and any other key closes it.
pub(super) fn scorecard_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let (page, most) = (app.page, app.scorecard.lines().count().saturating_sub(1));
    let Some(Layer::Scorecard { scroll }) = app.layers.last_mut() else {
        return Vec::new();
    };
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
        _ if closes(press) => {
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
        Key::Char(c) if is_typed(press) => {
            filter.push(c);
            set_filter(app, filter);
        }
        _ => {}
    }
    Vec::new()
}
