//! The keymap: which key does what, read from TOML, with every bad binding reported at once.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::action::Action;
use super::key::KeyPress;
use super::mode::Mode;

/// The keymap that is compiled in.
const DEFAULT: &str = include_str!("../../config/keys.toml");

/// Which key does what.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    by_key: BTreeMap<(Mode, KeyPress), Action>,
    by_action: BTreeMap<Action, Vec<KeyPress>>,
}

/// Every bad binding of a keymap.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read the keymap {file}:\n  {}", problems.join("\n  "))]
pub struct KeymapError {
    /// The file.
    pub file: String,
    /// What is wrong, a line each.
    pub problems: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Raw {
    global: BTreeMap<String, Keys>,
    card: Option<BTreeMap<String, Keys>>,
    conflict: Option<BTreeMap<String, Keys>>,
    suggestion: Option<BTreeMap<String, Keys>>,
    sending: Option<BTreeMap<String, Keys>>,
    gate: Option<BTreeMap<String, Keys>>,
    planner: Option<BTreeMap<String, Keys>>,
    past: Option<BTreeMap<String, Keys>>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Several(Vec<String>),
}

impl Default for Keymap {
    fn default() -> Self {
        Self::parse("keys.toml", DEFAULT).expect("the shipped keymap is checked by a test")
    }
}

impl Keymap {
    /// Reads a keymap; `file` is only named in errors.
    pub fn parse(file: &str, text: &str) -> Result<Self, KeymapError> {
        let fail = |problems| KeymapError {
            file: file.to_owned(),
            problems,
        };
        let read = |text: &str| toml::from_str::<Raw>(text).map_err(|error| error.to_string());
        let raw = read(text).map_err(|error| fail(vec![error]))?;
        let shipped = read(DEFAULT).map_err(|error| fail(vec![error]))?;
        let mut map = Self {
            by_key: BTreeMap::new(),
            by_action: BTreeMap::new(),
        };
        // Who wrote a keymap before there were cards has the shipped keys on them.
        let modes = [
            (Mode::Global, Some(raw.global)),
            (Mode::Card, raw.card.or(shipped.card)),
            (Mode::Conflict, raw.conflict.or(shipped.conflict)),
            (Mode::Suggestion, raw.suggestion.or(shipped.suggestion)),
            (Mode::Sending, raw.sending.or(shipped.sending)),
            (Mode::Gate, raw.gate.or(shipped.gate)),
            (Mode::Planner, raw.planner.or(shipped.planner)),
            (Mode::Past, raw.past.or(shipped.past)),
        ];
        let mut problems = Vec::new();
        for (mode, bindings) in modes {
            for (word, keys) in bindings.unwrap_or_default() {
                map.bind_all(mode, &word, keys, &mut problems);
            }
        }
        if problems.is_empty() {
            Ok(map)
        } else {
            Err(fail(problems))
        }
    }

    fn bind_all(&mut self, mode: Mode, word: &str, keys: Keys, problems: &mut Vec<String>) {
        let Some(action) = Action::from_word(word) else {
            problems.push(format!("`{word}` is no action"));
            return;
        };
        if action.mode() != mode {
            let place = action.mode().word();
            problems.push(format!("`{word}` belongs into [{place}]"));
            return;
        }
        let keys = match keys {
            Keys::One(key) => vec![key],
            Keys::Several(keys) => keys,
        };
        for key in keys {
            problems.extend(self.bind(action, &key).err());
        }
    }

    fn bind(&mut self, action: Action, key: &str) -> Result<(), String> {
        let press: KeyPress = key.parse()?;
        let mode = action.mode();
        let on_any_card = match mode {
            Mode::Conflict | Mode::Suggestion | Mode::Gate => self.by_key.get(&(Mode::Card, press)),
            Mode::Global | Mode::Card | Mode::Sending | Mode::Planner | Mode::Past => None,
        };
        let other = on_any_card.or(self.by_key.get(&(mode, press)));
        if let Some(other) = other {
            return Err(format!(
                "`{key}` is bound to both {} and {}",
                other.word(),
                action.word()
            ));
        }
        self.by_key.insert((mode, press), action);
        self.by_action.entry(action).or_default().push(press);
        Ok(())
    }

    /// Returns what a key does.
    #[must_use]
    pub fn action(&self, press: KeyPress) -> Option<Action> {
        self.by_key.get(&(Mode::Global, press)).copied()
    }

    /// Returns what a key does on a card: what it does there, else how it moves anywhere.
    #[must_use]
    pub fn action_on_card(&self, mode: Mode, press: KeyPress) -> Option<Action> {
        let own = self.by_key.get(&(mode, press)).copied();
        let of_cards = match mode {
            Mode::Conflict | Mode::Suggestion | Mode::Gate => {
                self.by_key.get(&(Mode::Card, press)).copied()
            }
            Mode::Global | Mode::Card | Mode::Sending | Mode::Planner | Mode::Past => None,
        };
        let moves = self.action(press).filter(|action| action.moves_on_a_card());
        own.or(of_cards).or(moves)
    }

    /// Returns what a key does while the past is looked at: what it does there, else anywhere.
    #[must_use]
    pub fn action_in_past(&self, press: KeyPress) -> Option<Action> {
        let own = self.by_key.get(&(Mode::Past, press)).copied();
        own.or_else(|| self.action(press))
    }

    /// Returns the first key of an action, for the footer; empty when none is bound.
    #[must_use]
    pub fn key(&self, action: Action) -> String {
        self.by_action
            .get(&action)
            .and_then(|keys| keys.first())
            .map(ToString::to_string)
            .unwrap_or_default()
    }

    /// Returns all keys of an action, for help.
    #[must_use]
    pub fn keys(&self, action: Action) -> String {
        let keys = self
            .by_action
            .get(&action)
            .map(Vec::as_slice)
            .unwrap_or_default();
        keys.iter()
            .map(ToString::to_string)
            .collect::<Vec<_>>()
            .join(" ")
    }
}
