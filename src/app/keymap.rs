//! The keymap: which keys do what, read from TOML, with every bad binding reported at once.

mod file;

use std::collections::BTreeMap;

use thiserror::Error;

use self::file::{Bound, Read};
use super::action::Action;
use super::key::{KeyPress, KeySequence};
use super::mode::Mode;

/// The keymap that is compiled in, `config/keys.toml` as `config/build.rs` makes it: the screen
/// waits for it.
const DEFAULT: &str = include_str!(concat!(env!("OUT_DIR"), "/keys.json"));

/// What nobody is to be without: there is no other way out, and none to find one. What lies over
/// the screen is left by `esc` whatever is bound.
const NEEDED: [(Mode, Action); 4] = [
    (Mode::Global, Action::Help),
    (Mode::Global, Action::Back),
    (Mode::Global, Action::Quit),
    (Mode::Past, Action::Back),
];

/// Which keys do what.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    by_keys: BTreeMap<Mode, BTreeMap<Vec<KeyPress>, Action>>,
    by_action: BTreeMap<Action, Vec<KeySequence>>,
}

/// What keys mean that were pressed one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// They do this.
    Does(Action),
    /// They begin something.
    Begins,
    /// Nothing.
    Nothing,
}

/// Every bad binding of a keymap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read the keymap {file}:\n  {}", problems.join("\n  "))]
pub struct KeymapError {
    /// The file.
    pub file: String,
    /// What is wrong, with its line, in the order of the file.
    pub problems: Vec<String>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::parse("keys.toml", "").expect("the shipped keymap is checked by a test")
    }
}

impl Keymap {
    /// Reads a keymap; `file` is only named in errors. An action that the file does not name has
    /// the shipped keys.
    pub fn parse(file: &str, text: &str) -> Result<Self, KeymapError> {
        let mut map = Self {
            by_keys: BTreeMap::new(),
            by_action: BTreeMap::new(),
        };
        let mut read = Read::of(text);
        let shipped = file::shipped(DEFAULT);
        // Theirs go before: a shipped key that they gave to something else is simply not bound.
        let theirs = std::mem::take(&mut read.bound);
        for (action, keys, at) in &theirs {
            if let Err(problem) = map.bind(*action, keys) {
                read.report(*at, problem);
            }
        }
        for (action, keys, _) in shipped.iter().filter(|(it, ..)| !read.names(*it)) {
            let _ = map.bind(*action, keys);
        }
        for (mode, action) in NEEDED {
            // Theirs that cannot be bound were told with what stands in their way.
            let is_told = !map.by_action.contains_key(&action)
                && theirs.iter().any(|(theirs, ..)| *theirs == action)
                || read.is_unread(action);
            if !is_told && !map.is_to_hand(mode, action) {
                let (at, what) = without(&read, action, &theirs, &shipped);
                read.report(at, what);
            }
        }
        match read.into_problems() {
            problems if problems.is_empty() => Ok(map),
            problems => Err(KeymapError {
                file: file.to_owned(),
                problems,
            }),
        }
    }

    /// Returns whether one of the keys of an action does it in a mode.
    fn is_to_hand(&self, mode: Mode, action: Action) -> bool {
        let bound = self.by_action.get(&action);
        let mut bound = bound.into_iter().flatten();
        bound.any(|keys| self.meaning(mode, &keys.0) == Meaning::Does(action))
    }

    fn bind(&mut self, action: Action, keys: &KeySequence) -> Result<(), String> {
        let mode = action.mode();
        let of_cards = mode.is_of_a_card().then_some(Mode::Card);
        let tables = of_cards.into_iter().chain([mode]);
        let mut tables = tables.filter_map(|mode| self.by_keys.get(&mode));
        let clash = tables.find_map(|table| clash(table, &keys.0));
        if let Some((other, does)) = clash {
            let (does, word) = (does.word(), action.word());
            let other = KeySequence(other.clone());
            return Err(if other == *keys {
                format!("`{keys}` is bound to both {does} and {word}")
            } else {
                format!("`{other}` of {does} and `{keys}` of {word}: one begins the other")
            });
        }
        let table = self.by_keys.entry(mode).or_default();
        table.insert(keys.0.clone(), action);
        self.by_action.entry(action).or_default().push(keys.clone());
        Ok(())
    }

    /// Returns the bindings that hold in a mode, what goes before others first.
    fn tables(&self, mode: Mode) -> impl Iterator<Item = (&BTreeMap<Vec<KeyPress>, Action>, bool)> {
        let own = [(mode, false)];
        let of_cards = mode.is_of_a_card().then_some((Mode::Card, false));
        // Over a card nothing of the screen below can be done but to move.
        let below = match mode {
            Mode::Global => None,
            Mode::Past => Some((Mode::Global, false)),
            Mode::Card
            | Mode::Conflict
            | Mode::Suggestion
            | Mode::Gate
            | Mode::Sending
            | Mode::Planner => Some((Mode::Global, true)),
        };
        let all = own.into_iter().chain(of_cards).chain(below);
        all.filter_map(|(mode, only_moves)| Some((self.by_keys.get(&mode)?, only_moves)))
    }

    /// Returns what keys mean in a mode.
    #[must_use]
    pub fn meaning(&self, mode: Mode, keys: &[KeyPress]) -> Meaning {
        for (table, only_moves) in self.tables(mode) {
            let holds = |action: &Action| !only_moves || action.moves_on_a_card();
            if let Some(action) = table.get(keys).filter(|action| holds(action)) {
                return Meaning::Does(*action);
            }
            if beginning(table, keys).any(|(_, action)| holds(action)) {
                return Meaning::Begins;
            }
        }
        Meaning::Nothing
    }

    /// Returns whether keys do something in some mode.
    #[must_use]
    pub fn is_bound(&self, keys: &[KeyPress]) -> bool {
        self.by_keys.values().any(|table| table.contains_key(keys))
    }

    /// Returns what may follow on keys in a mode: the rest of the keys, and what they do then.
    #[must_use]
    pub fn continuations(&self, mode: Mode, keys: &[KeyPress]) -> Vec<(KeySequence, Action)> {
        let mut found: Vec<(KeySequence, Action)> = Vec::new();
        for (table, only_moves) in self.tables(mode) {
            for (all, action) in beginning(table, keys) {
                let rest = KeySequence(all[keys.len()..].to_vec());
                let is_hidden = only_moves && !action.moves_on_a_card();
                if !is_hidden && !found.iter().any(|(known, _)| *known == rest) {
                    found.push((rest, *action));
                }
            }
        }
        found
    }

    /// Returns what a single key does on the screen.
    #[must_use]
    pub fn action(&self, press: KeyPress) -> Option<Action> {
        match self.meaning(Mode::Global, &[press]) {
            Meaning::Does(action) => Some(action),
            Meaning::Begins | Meaning::Nothing => None,
        }
    }

    /// Returns the first keys of an action, for the footer; empty when none are bound.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        let keys = self.by_action.get(&action);
        let first = keys.and_then(|keys| keys.first());
        first.map(ToString::to_string).unwrap_or_default()
    }

    /// Returns all keys of an action, for help.
    #[must_use]
    pub fn keys(&self, action: Action) -> String {
        let keys = self.by_action.get(&action);
        let keys = keys.map(Vec::as_slice).unwrap_or_default();
        let keys: Vec<String> = keys.iter().map(ToString::to_string).collect();
        // A sequence has spaces in it, so a space cannot part it from the next.
        keys.join(", ")
    }
}

/// Returns the bindings that begin with some keys and go on.
fn beginning<'m>(
    table: &'m BTreeMap<Vec<KeyPress>, Action>,
    keys: &'m [KeyPress],
) -> impl Iterator<Item = (&'m Vec<KeyPress>, &'m Action)> {
    let from = table.range(keys.to_vec()..);
    let begins = from.take_while(move |(all, _)| all.starts_with(keys));
    begins.filter(move |(all, _)| all.len() > keys.len())
}

/// Returns the binding that keys clash with, if one does.
fn clash<'m>(
    table: &'m BTreeMap<Vec<KeyPress>, Action>,
    keys: &'m [KeyPress],
) -> Option<(&'m Vec<KeyPress>, &'m Action)> {
    let ends = 1..=keys.len();
    let begun_by = ends
        .into_iter()
        .find_map(|end| table.get_key_value(&keys[..end]));
    begun_by.or_else(|| beginning(table, keys).next())
}

/// Returns whether of two sequences one begins the other, so that it would never be reached.
fn clashes(one: &[KeyPress], other: &[KeyPress]) -> bool {
    one.starts_with(other) || other.starts_with(one)
}

/// Returns where and how a file leaves without a key what needs one: it gives it none, or gives
/// those it has to something else.
fn without(
    read: &Read<'_>,
    action: Action,
    theirs: &[Bound],
    shipped: &[Bound],
) -> (usize, String) {
    let word = action.word();
    let of = |all: &[Bound]| -> Vec<KeySequence> {
        let all = all.iter().filter(|(it, ..)| *it == action);
        all.map(|(_, keys, _)| keys.clone()).collect()
    };
    let own = of(if read.names(action) { theirs } else { shipped });
    let mut takers = theirs.iter().filter(|(it, ..)| *it != action);
    let taker = takers.find(|(_, taken, _)| own.iter().any(|own| clashes(&own.0, &taken.0)));
    match (taker, read.place_of(action)) {
        (Some((by, keys, at)), _) => (
            *at,
            format!("`{keys}` of {} leaves {word} without a key", by.word()),
        ),
        (None, at) => (at.unwrap_or(0), format!("{word} cannot be without a key")),
    }
}
