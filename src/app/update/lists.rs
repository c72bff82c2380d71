//! Keys of choices, picks, palette, help, scorecard and filter.

use super::request::execute;
use crate::app::act::{
    Target, act, ask, choose_person, choose_role, compose, discard, go_to, leave_for, marked,
    open_ask, say, scrolled, send_home, set_filter, sit_down, step, take_pick, toggle,
};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::key::{Key, KeyPress};
use crate::app::keymap::Meaning;
use crate::app::layer::{Choice, Layer, Outcome};
use crate::app::mode::Mode;
use crate::app::model::App;
use crate::app::palette::{self, Goal};

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
        Key::Down | Key::Tab | Key::Char('j') => {
            choices.marked = (choices.marked + 1).min(last);
            None
        }
        Key::Up | Key::BackTab | Key::Char('k') => {
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
        Outcome::Discard(key) => discard(app, key),
        Outcome::Toggle(_) | Outcome::Nothing => Vec::new(),
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
pub(super) fn closes(press: KeyPress) -> bool {
    press == KeyPress::plain(Key::Esc) || press == KeyPress::ctrl('c')
}

/// Returns whether a key types its character.
fn is_typed(press: KeyPress) -> bool {
    !press.ctrl && !press.alt
}

pub(super) fn palette_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let page = app.page;
    let Some(Layer::Palette(open)) = app.layers.last_mut() else {
        return Vec::new();
    };
    if closes(press) {
        app.layers.pop();
        return Vec::new();
    }
    if let Some(to) = moved(press, open.marked, open.found.len(), page) {
        open.marked = to;
        return Vec::new();
    }
    match press.key {
        Key::Enter => {
            let goal = open.found.get(open.marked).map(|entry| entry.goal.clone());
            app.layers.pop();
            return goal.map_or_else(Vec::new, |goal| reach(app, goal));
        }
        Key::Backspace => {
            open.query.pop();
            find_again(app);
        }
        Key::Char(c) if is_typed(press) => {
            open.query.push(c);
            find_again(app);
        }
        _ => {}
    }
    Vec::new()
}

/// Finds what fits the query of the palette by now.
pub(super) fn find_again(app: &mut App) {
    let Some(Layer::Palette(open)) = app.layers.last() else {
        return;
    };
    let found = palette::find(&open.query, app.shown(), &open.things);
    if let Some(Layer::Palette(open)) = app.layers.last_mut() {
        open.found = found;
        open.marked = 0;
    }
}

/// Does what a line of the palette is for.
fn reach(app: &mut App, goal: Goal) -> Vec<Effect> {
    match goal {
        Goal::Do(action) => act(app, action),
        Goal::Open(incident) => leave_for(app, incident),
        Goal::Show(target) => {
            show_thing(app, &target);
            Vec::new()
        }
    }
}

/// Shows a thing, where it is not covered by what lies over the screen.
fn show_thing(app: &mut App, target: &Target) {
    if !app.layers.is_empty() {
        app.tell("close what lies over the screen first; esc does");
        return;
    }
    if !go_to(app.shown_mut(), target) {
        app.tell("it is not there any more");
    }
}

/// Returns where a key leads to in a list over which a text is typed: letters are text there.
fn moved(press: KeyPress, at: usize, count: usize, page: usize) -> Option<usize> {
    let last = count.saturating_sub(1);
    Some(match (press.key, press.ctrl) {
        (Key::Down | Key::Tab, false) | (Key::Char('n' | 'j'), true) => (at + 1).min(last),
        (Key::Up | Key::BackTab, false) | (Key::Char('p' | 'k'), true) => at.saturating_sub(1),
        (Key::PageDown, _) | (Key::Char('d' | 'f'), true) => (at + page).min(last),
        (Key::PageUp, _) | (Key::Char('u' | 'b'), true) => at.saturating_sub(page),
        (Key::Home, _) => 0,
        (Key::End, _) => last,
        _ => return None,
    })
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
    if let Some(to) = moved(press, picks.marked, picks.rows(), 10) {
        picks.marked = to;
        return Vec::new();
    }
    match press.key {
        Key::Enter => return take_pick(app),
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

/// Keys of what is only read, help or a scorecard: what moves elsewhere scrolls it, any other key
/// closes it.
pub(super) fn reading_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let action = match app.keymap.meaning(Mode::Global, &[press]) {
        _ if press.key == Key::Char(' ') => Some(Action::PageDown),
        Meaning::Does(action) => Some(action),
        // The sequence of the first line is begun and has nowhere to wait: it is one key here.
        Meaning::Begins => Some(Action::First),
        Meaning::Nothing => None,
    };
    let scroll = match app.layers.last() {
        Some(Layer::Help { scroll } | Layer::Scorecard { scroll } | Layer::Whole { scroll }) => {
            *scroll
        }
        _ => return Vec::new(),
    };
    let Some(action) = action.filter(|action| action.moves_in_a_list()) else {
        app.layers.pop();
        return Vec::new();
    };
    let to = scrolled(app, action, scroll);
    if let Some(Layer::Help { scroll } | Layer::Scorecard { scroll } | Layer::Whole { scroll }) =
        app.layers.last_mut()
    {
        *scroll = to;
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
