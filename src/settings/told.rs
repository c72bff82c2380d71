//! What the command line sets by `--config KEY=VALUE`.

use super::document::{Document, put};
use super::{NO_COLOR, SettingsError, VARIABLES, mistakes, shipped};

/// What the command line sets; it goes before everything else.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Told {
    /// As lines of a settings file.
    text: String,
    keys: Vec<String>,
}

impl Told {
    /// Reads settings such as `github.poll=10s`; the value is TOML, or a text without quotes.
    ///
    /// # Errors
    ///
    /// [`SettingsError::Mistakes`] about the first one that is no setting, or no value of it.
    pub fn read(all: &[String]) -> Result<Self, SettingsError> {
        let shipped = shipped();
        let mut told = Self::default();
        // Of two the last one counts.
        for one in all.iter().rev() {
            let (key, value) = one.split_once('=').unwrap_or((one, ""));
            let key = key.trim();
            let is_text = shipped.get(key).is_none_or(|leaf| leaf.is.is_str());
            let line = format!("{key} = {}", written(value.trim(), is_text));
            mistakes::read("--config", &line)?;
            if told.has(key) {
                continue;
            }
            told.keys.push(key.to_owned());
            told.text.push_str(&line);
            told.text.push('\n');
        }
        Ok(told)
    }

    /// Returns it as lines of a settings file.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Returns whether a setting is told.
    pub(super) fn has(&self, setting: &str) -> bool {
        self.keys.iter().any(|key| key == setting)
    }

    /// Returns the line that tells a setting.
    pub(super) fn line_of(&self, setting: &str) -> Option<&str> {
        let at = self.keys.iter().position(|key| key == setting)?;
        self.text.lines().nth(at)
    }

    /// Returns whether a variable of the environment no longer counts.
    pub(super) fn hides(&self, variable: &str) -> bool {
        let sets = |(setting, name): &(&str, &str)| *name == variable && self.has(setting);
        VARIABLES.iter().any(sets) || (variable == NO_COLOR && self.has("screen.theme"))
    }

    /// Puts it over a file.
    pub(super) fn put_over(&self, table: &mut toml::Table) {
        for leaf in Document::read(&self.text).leaves {
            put(table, &leaf.path, leaf.is);
        }
    }
}

/// Returns the value as TOML.
fn written(value: &str, is_text: bool) -> String {
    let line = format!("x = {value}");
    let read = line.parse::<toml::Table>().ok();
    let read = read.and_then(|table| table.get("x").cloned());
    match read {
        Some(known) if !is_text || known.is_str() => value.to_owned(),
        Some(_) | None => toml::Value::String(value.to_owned()).to_string(),
    }
}
