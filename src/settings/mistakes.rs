//! What is wrong with a settings file: all of it together, each with file, line and what was
//! probably meant.

use std::path::Path;

use thiserror::Error;

use super::document::{Document, Leaf, put, take_out};
use super::{SettingsError, Told, VARIABLES, carriers, fold, shipped, shipped_layer, typed};
use crate::domain::incident::is_repository;
use crate::domain::problem::slips::word;
use crate::domain::problem::{self, Problems, excerpt, hinted, is_unsafe, meant, nearest};
use crate::domain::time::Zone;

/// Everything that is wrong with a settings file; at least one mistake.
pub type Mistakes = Problems<Cause>;

type Mistake = problem::Problem<Cause>;

/// The keys below this one are of the playbook's making.
const FREE: &str = "addresses";

/// What is wrong at a place.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Cause {
    /// The text is no TOML, or a value will not do.
    #[error("{message} (column {column})\n{excerpt}{}", hinted(hint.as_deref()))]
    Value {
        /// What is wrong with it.
        message: String,
        /// The column, from 1.
        column: usize,
        /// The line with a caret below the place.
        excerpt: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// There is no such setting.
    #[error("there is no such setting (column {column})\n{excerpt}{}", hinted(hint.as_deref()))]
    Unknown {
        /// The column, from 1.
        column: usize,
        /// The line with a caret below the place.
        excerpt: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// The line may hold a secret, and is not understood.
    #[error(
        "it is not understood, and not shown because it may hold a secret; \
         config/default.toml has every key, and a command is a list of words in quotes"
    )]
    NotShown,
    /// It is a secret.
    #[error(
        "it must not stand there, because no secret is kept in the clear; set {variable}, or \
         write {instead}, and change the secret if others can read the file"
    )]
    Secret {
        /// The environment variable to use instead.
        variable: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
}

/// Reads a settings file whole, or says everything that is wrong with it.
pub(super) fn read(file: &str, text: &str) -> Result<toml::Table, SettingsError> {
    let document = Document::read(text);
    let mut check = Check {
        file,
        document: &document,
        mistakes: Vec::new(),
    };
    let table = check.all();
    if check.mistakes.is_empty() {
        Ok(table)
    } else {
        Err(SettingsError::Mistakes(Mistakes::new(check.mistakes)))
    }
}

/// Returns what is wrong with a value that is of its kind and still cannot be used: its setting, why,
/// and what was probably meant. None where neither the command line nor the file has it.
#[must_use]
pub fn unusable(
    (path, text): (&Path, &str),
    told: &Told,
    (setting, message, hint): (&str, &str, Option<String>),
) -> Option<SettingsError> {
    let file = path.display().to_string();
    let (file, text) = match told.line_of(setting) {
        Some(line) => ("--config", line),
        None => (file.as_str(), text),
    };
    let document = Document::read(text);
    let at = document.get(setting)?.value.start;
    let mut check = Check {
        file,
        document: &document,
        mistakes: Vec::new(),
    };
    check.report_meant(at, setting, message, hint);
    Some(SettingsError::Mistakes(Mistakes::new(check.mistakes)))
}

/// Returns the text that a file gives a setting, whatever else is wrong with the file.
#[must_use]
pub fn text_of(text: &str, setting: &str) -> Option<String> {
    let document = Document::read(text);
    let leaf = document.get(setting)?;
    leaf.is.as_str().map(str::to_owned)
}

struct Check<'a> {
    file: &'a str,
    document: &'a Document<'a>,
    mistakes: Vec<Mistake>,
}

impl Check<'_> {
    /// Notes all that is wrong, and returns what is right.
    fn all(&mut self) -> toml::Table {
        let mut table = toml::Table::new();
        self.syntax();
        let shipped = shipped();
        let document = self.document;
        for section in &document.sections {
            let is_known = |known: &super::document::Section| known.name == section.name;
            if !shipped.sections.iter().any(is_known) {
                let sections = shipped.sections.iter().map(|known| known.name.as_str());
                self.unknown(section.at, &section.name, nearest(&section.name, sections));
            }
        }
        for leaf in &document.leaves {
            if self.is_fit(leaf, shipped) {
                put(&mut table, &leaf.path, leaf.is.clone());
            }
        }
        self.together(&mut table);
        table
    }

    fn syntax(&mut self) {
        for error in &self.document.slips.errors {
            let at = error.span().map_or(0, |span| span.start);
            let name = self.key_of_line(at);
            self.report(at, &name, error.message());
        }
    }

    /// Returns whether a value stands under a key that there is, and is one of its kind.
    fn is_fit(&mut self, leaf: &Leaf, shipped: &Document<'_>) -> bool {
        let name = leaf.name();
        let section = leaf.path.first().map(String::as_str).unwrap_or_default();
        if let Some((variable, instead)) = carriers::secret(&leaf.path) {
            self.push(leaf.key.start, &name, Cause::Secret { variable, instead });
            return false;
        }
        let is_free = section == FREE && leaf.path.len() == 2;
        if !is_free && shipped.get(&name).is_none() {
            let is_section = |known: &super::document::Section| known.name == section;
            // A section that is not known has been told of.
            if leaf.path.len() == 1 || shipped.sections.iter().any(is_section) {
                let hint = meant_key(&leaf.path, shipped);
                self.unknown(leaf.key.start, &name, hint);
            }
            return false;
        }
        let mut alone = toml::Table::new();
        put(&mut alone, &leaf.path, leaf.is.clone());
        if let Err(error) = typed(alone) {
            self.report(leaf.value.start, &name, error.message());
            return false;
        }
        if let Some(wrong) = leaf
            .is
            .as_str()
            .filter(|name| !is_fit_for(&leaf.name(), name))
        {
            self.report_meant(leaf.value.start, &name, NO_REPOSITORY, near_to(wrong));
            return false;
        }
        true
    }

    /// Looks at what only the values together say, and at what is more than a kind.
    fn together(&mut self, table: &mut toml::Table) {
        // Each round takes out what was wrong, so it ends.
        loop {
            let Ok(base) = shipped_layer() else {
                return;
            };
            let Ok(user) = typed(table.clone()) else {
                return;
            };
            let Err(SettingsError::Invalid {
                setting: name,
                problem,
            }) = fold(base, user, &|_| None)
            else {
                return;
            };
            let section = name.split_once('.').map_or("", |(section, _)| section);
            // What goes with it may stand in a line that is not read.
            if self.document.slips.touch(section) && name != "zone" {
                if !take_out(table, &name) {
                    return;
                }
                continue;
            }
            let leaf = self.document.get(&name);
            let at = leaf.map_or_else(|| self.document.place(&name), |leaf| leaf.value.start);
            let zone = leaf
                .filter(|_| name == "zone")
                .and_then(|leaf| leaf.is.as_str());
            let near = zone.map(Zone::names_near).unwrap_or_default();
            let hint = near.first().map(|zone| (*zone).to_owned());
            self.report_meant(at, &name, &problem, hint);
            if !take_out(table, &name) {
                return;
            }
        }
    }

    fn unknown(&mut self, at: usize, name: &str, hint: Option<String>) {
        if self.may_hold_a_secret(at) {
            return self.push(at, name, Cause::NotShown);
        }
        let (line, column) = self.document.line_column(at);
        let excerpt = excerpt(self.document.text, line, column);
        let cause = Cause::Unknown {
            column,
            excerpt,
            hint,
        };
        self.push(at, name, cause);
    }

    fn report(&mut self, at: usize, name: &str, message: &str) {
        self.report_meant(at, name, message, meant(message));
    }

    fn report_meant(&mut self, at: usize, name: &str, message: &str, hint: Option<String>) {
        if self.may_hold_a_secret(at) {
            return self.push(at, name, Cause::NotShown);
        }
        let (line, column) = self.document.line_column(at);
        let message = message.trim().replace('\n', "; ").replace(is_unsafe, "?");
        let cause = Cause::Value {
            hint,
            message,
            column,
            excerpt: excerpt(self.document.text, line, column),
        };
        self.push(at, name, cause);
    }

    fn push(&mut self, at: usize, name: &str, cause: Cause) {
        self.mistakes.push(Mistake {
            file: self.file.to_owned(),
            line: self.document.line_column(at).0,
            key: name.replace(is_unsafe, "?"),
            cause,
        });
    }

    /// Returns whether the text at an offset may be a secret, or part of one that goes on from a
    /// line above: what is wrong goes to the screen and to the log.
    fn may_hold_a_secret(&self, at: usize) -> bool {
        let lines = self.lines_of_value(at);
        lines.iter().any(|line| carriers::may_hold_a_secret(line))
    }

    /// Returns the lines down to that of an offset, from the last one above it that surely begins
    /// something: a header or a key that there is.
    fn lines_of_value(&self, at: usize) -> Vec<&str> {
        let shipped = shipped();
        let begins = |line: &str| {
            let word = word(line);
            let is_key = |leaf: &Leaf| leaf.path.last().is_some_and(|key| key == word);
            let is_header = |section: &super::document::Section| section.name == word;
            if line.trim_start().starts_with('[') {
                shipped.sections.iter().any(is_header)
            } else {
                shipped.leaves.iter().any(is_key)
            }
        };
        let (line, _) = self.document.line_column(at);
        let mut lines: Vec<&str> = self.document.text.split('\n').take(line).collect();
        let from = lines.iter().rposition(|line| begins(line));
        lines.split_off(from.unwrap_or_default())
    }

    fn line(&self, at: usize) -> &str {
        let (line, _) = self.document.line_column(at);
        let mut lines = self.document.text.split('\n');
        lines.nth(line - 1).unwrap_or_default()
    }

    /// Returns the key of a place that is no TOML: the word that its line begins with, unless
    /// that may go on with a secret; then the key of that.
    fn key_of_line(&self, at: usize) -> String {
        let lines = self.lines_of_value(at);
        let mut secrets = lines
            .iter()
            .filter(|line| carriers::may_hold_a_secret(line));
        let line = secrets.next().copied().unwrap_or_else(|| self.line(at));
        let word = word(line);
        let word: String = word.chars().take(64).collect();
        if word.is_empty() {
            "file".to_owned()
        } else {
            word
        }
    }
}

/// The settings that name a repository, or nothing.
const REPOSITORIES: [&str; 2] = ["github.repository", "github.followups"];

const NO_REPOSITORY: &str = "it names no repository: write it as owner/name";

/// Returns what is wrong with what the environment sets, where it counts.
#[must_use]
pub fn of_variables(env: &impl Fn(&str) -> Option<String>, told: &Told) -> Option<SettingsError> {
    let counts = VARIABLES.iter().filter(|(setting, _)| !told.has(setting));
    let set = counts.filter_map(|(setting, variable)| Some((*setting, *variable, env(variable)?)));
    let (setting, variable, value) =
        { set }.find(|(setting, _, value)| !is_fit_for(setting, value))?;
    let (value, hint) = (value.trim(), near_to(&value));
    Some(SettingsError::Variable {
        variable,
        problem: format!("{setting}: {NO_REPOSITORY}"),
        value: value.replace(is_unsafe, "?"),
        hint,
    })
}

/// Returns the repository that was probably meant.
fn near_to(wrong: &str) -> Option<String> {
    Some(repaired(wrong)).filter(|near| is_repository(near))
}

/// Returns whether a text will do for a setting, as far as its form goes.
fn is_fit_for(setting: &str, text: &str) -> bool {
    let text = text.trim();
    !REPOSITORIES.contains(&setting) || text.is_empty() || is_repository(text)
}

/// Returns the name in what was written of it otherwise: its address, with `.git`, in two words.
fn repaired(text: &str) -> String {
    let text = text.trim().trim_end_matches('/');
    let text = text.strip_suffix(".git").unwrap_or(text);
    let mut words = text
        .rsplit(['/', ':', ' ', '\\'])
        .filter(|word| !word.is_empty());
    match (words.next(), words.next()) {
        (Some(name), Some(owner)) => format!("{owner}/{name}"),
        _ => String::new(),
    }
}

/// Returns the setting that was probably meant: one of the section, else one of the same name
/// in another.
fn meant_key(path: &[String], shipped: &Document<'_>) -> Option<String> {
    let (key, section) = path.split_last()?;
    let beside = shipped.leaves.iter().filter(|leaf| {
        let above = leaf.path.split_last().map(|(_, above)| above);
        above == Some(section)
    });
    let beside = beside.filter_map(|leaf| leaf.path.last().map(String::as_str));
    if let Some(near) = nearest(&key.replace('_', "-"), beside) {
        return Some(near);
    }
    let last = |leaf: &Leaf| leaf.path.last().cloned().unwrap_or_default();
    let all: Vec<String> = shipped.leaves.iter().map(last).collect();
    let near = nearest(key, all.iter().map(String::as_str))?;
    let mut same = shipped.leaves.iter();
    same.find(|leaf| last(leaf) == near).map(Leaf::name)
}
