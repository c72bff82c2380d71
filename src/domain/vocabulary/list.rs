//! The lists of words.

use std::sync::LazyLock;

use serde::Deserialize;
use thiserror::Error;

use super::facet::Facet;
use crate::domain::text::{clean_line, split_names};

/// The lists as they ship.
const SHIPPED: &str = include_str!("../../../config/vocabularies.toml");

/// A file that a test reads whole, so that reading it cannot fail in a program that was tested.
static ALL: LazyLock<Vocabulary> =
    LazyLock::new(|| toml::from_str(SHIPPED).unwrap_or_else(|_| Vocabulary::default()));

/// Returns the words that incidents are classified with.
#[must_use]
pub fn vocabulary() -> &'static Vocabulary {
    &ALL
}

/// The words that incidents are classified with.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    /// Version of the file's form.
    pub format: u32,
    /// The lists, in the order of the worksheet.
    #[serde(rename = "list")]
    pub lists: Vec<List>,
}

/// The words for a facet.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Which facet.
    pub key: Facet,
    /// What a person calls it.
    pub name: String,
    /// What it says, for the person who chooses.
    pub about: String,
    /// Where the list is published.
    pub source: String,
    /// Whether several may hold.
    #[serde(default)]
    pub many: bool,
    /// Whether other words may stand there too.
    #[serde(default)]
    pub free: bool,
    /// Whether it is a count.
    #[serde(default)]
    pub number: bool,
    /// The choices that stand in no group.
    #[serde(default, rename = "value")]
    values: Vec<String>,
    /// The groups of choices.
    #[serde(default, rename = "group")]
    groups: Vec<Group>,
}

/// A group of choices.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Group {
    name: String,
    #[serde(rename = "value")]
    values: Vec<String>,
}

/// A word that stands in no list.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("`{typed}` is none of the words for it")]
pub struct NotInList {
    /// What was typed.
    pub typed: String,
    /// The choices, or what else may stand there.
    pub choices: String,
}

impl Vocabulary {
    /// Returns the list of a facet.
    #[must_use]
    pub fn list(&self, facet: Facet) -> Option<&List> {
        self.lists.iter().find(|list| list.key == facet)
    }

    /// Makes of typed text the words of a list, in its spelling; several are separated by
    /// commas. Nothing typed is nothing known.
    ///
    /// # Errors
    ///
    /// Fails with the choices for a word that is none of them, where no other may stand.
    pub fn read(&self, facet: Facet, text: &str) -> Result<Vec<String>, NotInList> {
        let Some(list) = self.list(facet) else {
            return Ok(split_names(text));
        };
        let typed = if list.many {
            split_names(text)
        } else {
            Some(clean_line(text))
                .filter(|text| !text.is_empty())
                .into_iter()
                .collect()
        };
        let mut words: Vec<String> = Vec::new();
        for typed in typed {
            let word = list.word(&typed)?;
            if !words.contains(&word) {
                words.push(word);
            }
        }
        Ok(words)
    }
}

impl List {
    /// Returns every choice as it is recorded, in the order of the list.
    pub fn choices(&self) -> impl Iterator<Item = String> {
        let grouped = self.groups.iter().flat_map(|group| {
            let values = group.values.iter();
            values.map(|value| format!("{}/{value}", group.name))
        });
        self.values.iter().cloned().chain(grouped)
    }

    /// Returns the word of the list for what was typed: in any case, and without its group
    /// where only one group has it.
    fn word(&self, typed: &str) -> Result<String, NotInList> {
        if self.number {
            let digits = typed.replace([',', ' ', '_'], "");
            let count: Option<u64> = digits.parse().ok();
            return count
                .map(|count| count.to_string())
                .ok_or_else(|| NotInList {
                    typed: typed.to_owned(),
                    choices: "write a number".to_owned(),
                });
        }
        let wanted = typed.to_lowercase().replace(": ", "/");
        let choices: Vec<String> = self.choices().collect();
        let same = |choice: &&String| choice.to_lowercase() == wanted;
        if let Some(choice) = choices.iter().find(same) {
            return Ok(choice.clone());
        }
        let ends: Vec<&String> = choices
            .iter()
            .filter(|choice| {
                let value = choice.split_once('/').filter(|_| !self.groups.is_empty());
                value.is_some_and(|(_, value)| value.to_lowercase() == wanted)
            })
            .collect();
        match ends.as_slice() {
            [one] => Ok((*one).clone()),
            _ if self.free => Ok(typed.to_owned()),
            _ => Err(NotInList {
                typed: typed.to_owned(),
                choices: format!("choose one of {}", choices.join(", ")),
            }),
        }
    }
}
