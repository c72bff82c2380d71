//! The keymap: which key does what, read from TOML, with every bad binding reported at once.

use std::collections::BTreeMap;

use serde::Deserialize;
use thiserror::Error;

use super::action::Action;
use super::key::KeyPress;

/// The keymap that is compiled in.
const DEFAULT: &str = include_str!("../../config/keys.toml");

/// Which key does what.
#[derive(Debug, Clone, PartialEq)]
pub struct Keymap {
    by_key: BTreeMap<KeyPress, Action>,
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
        let raw: Raw = toml::from_str(text).map_err(|error| fail(vec![error.to_string()]))?;
        let mut map = Self {
            by_key: BTreeMap::new(),
            by_action: BTreeMap::new(),
        };
        let mut problems = Vec::new();
        for (word, keys) in raw.global {
            let Some(action) = Action::from_word(&word) else {
                problems.push(format!("`{word}` is no action"));
                continue;
            };
            let keys = match keys {
                Keys::One(key) => vec![key],
                Keys::Several(keys) => keys,
            };
            for key in keys {
                if let Err(problem) = map.bind(action, &key) {
                    problems.push(problem);
                }
            }
        }
        if problems.is_empty() {
            Ok(map)
        } else {
            Err(fail(problems))
        }
    }

    fn bind(&mut self, action: Action, key: &str) -> Result<(), String> {
        let press: KeyPress = key.parse()?;
        if let Some(other) = self.by_key.insert(press, action) {
            return Err(format!(
                "`{key}` is bound to both {} and {}",
                other.word(),
                action.word()
            ));
        }
        self.by_action.entry(action).or_default().push(press);
        Ok(())
    }

    /// Returns what a key does.
    #[must_use]
    pub fn action(&self, press: KeyPress) -> Option<Action> {
        self.by_key.get(&press).copied()
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
