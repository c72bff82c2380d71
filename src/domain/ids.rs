//! Identifiers, each a type of its own.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use ulid::Ulid;

use super::time::Instant;

/// The id of a journal entry; sorts by the time it was recorded.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct EntryId(pub Ulid);

impl EntryId {
    /// Returns the id for an instant and 80 random bits.
    #[must_use]
    pub fn new(at: Instant, random: u128) -> Self {
        let millis = u64::try_from(at.timestamp_millis()).unwrap_or(0);
        Self(Ulid::from_parts(millis, random))
    }

    /// Returns the id right behind this one, made at the same time.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.increment().unwrap_or(self.0))
    }

    /// Returns when it was made, on whatever machine: an entry's is made as it is recorded.
    #[must_use]
    pub fn recorded(self) -> Instant {
        let millis = i64::try_from(self.0.timestamp_ms()).unwrap_or_default();
        Instant::from_timestamp_millis(millis).unwrap_or_default()
    }
}

impl fmt::Display for EntryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for EntryId {
    type Err = IdError;

    fn from_str(text: &str) -> Result<Self, IdError> {
        Ulid::from_string(text.trim())
            .map(Self)
            .map_err(|_| IdError {
                input: text.to_owned(),
                form: "26 letters and digits",
            })
    }
}

/// Why an id could not be read.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read the id `{input}`: it has the form {form}")]
pub struct IdError {
    /// What was given.
    pub input: String,
    /// What was expected.
    pub form: &'static str,
}

macro_rules! numbered {
    ($(#[$doc:meta])* $name:ident, $letter:literal) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&format!(concat!($letter, "{}"), self.0))
            }
        }

        impl FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                let text = text.trim();
                text.strip_prefix($letter)
                    .or_else(|| text.strip_prefix(&$letter.to_lowercase()))
                    .and_then(|n| n.parse().ok())
                    .filter(|n| *n > 0)
                    .map(Self)
                    .ok_or_else(|| IdError {
                        input: text.to_owned(),
                        form: concat!($letter, "1, ", $letter, "2, ..."),
                    })
            }
        }
    };
}

numbered!(
    /// A lead on the board: `L3`.
    LeadId,
    "L"
);
numbered!(
    /// A remediation item on the board: `R7`.
    FixId,
    "R"
);
numbered!(
    /// A checklist line that people added to this incident: `C2`.
    CustomId,
    "C"
);
numbered!(
    /// A piece of text that the gate held back: `H3`.
    HeldId,
    "H"
);
numbered!(
    /// Something in the evidence register: `E1`.
    EvidenceId,
    "E"
);
numbered!(
    /// A shift of the rotation: `W4`.
    SlotId,
    "W"
);

numbered!(
    /// A node of the cause analysis, a why or a how: `Y4`.
    CauseId,
    "Y"
);
numbered!(
    /// Something that surprised, helped or hurt: `N2`.
    LessonId,
    "N"
);
numbered!(
    /// A question that was put to somebody: `Q2`.
    AskId,
    "Q"
);

/// The id of a checklist line: a playbook item such as `I4`, or a custom one such as `C2`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(pub String);

impl ItemId {
    /// Returns the id for a playbook's key.
    #[must_use]
    pub fn new(id: &str) -> Self {
        Self(id.to_owned())
    }
}

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

impl From<CustomId> for ItemId {
    fn from(id: CustomId) -> Self {
        Self(id.to_string())
    }
}

/// The id of an incident: a date and a few words, also the name of its directory.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct IncidentId(String);

impl TryFrom<String> for IncidentId {
    type Error = IdError;

    /// Refuses what could leave the directory of incidents; only the id of a record that has
    /// not begun is empty.
    fn try_from(text: String) -> Result<Self, IdError> {
        if text.is_empty() {
            Ok(Self(text))
        } else {
            text.parse()
        }
    }
}

impl From<IncidentId> for String {
    fn from(id: IncidentId) -> Self {
        id.0
    }
}

impl IncidentId {
    /// Returns the id for a title declared at an instant, such as
    /// `2026-11-22-the-chickens-have-escaped`.
    #[must_use]
    pub fn for_title(title: &str, at: Instant) -> Self {
        let words: Vec<String> = title
            .split(|c: char| !c.is_ascii_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(str::to_ascii_lowercase)
            .take(6)
            .collect();
        let mut slug: String = words.join("-");
        slug.truncate(48);
        let slug = slug.trim_end_matches('-');
        let slug = if slug.is_empty() { "event" } else { slug };
        Self(format!("{}-{slug}", at.format("%Y-%m-%d")))
    }

    /// Returns the id of the same day for another title.
    #[must_use]
    pub fn retitled(&self, title: &str) -> Self {
        const DAY: usize = "2026-11-22-".len();
        let named = Self::for_title(title, Instant::default());
        let day = self.0.get(..DAY).unwrap_or_default();
        Self(format!("{day}{}", &named.0[DAY..]))
    }

    /// Returns the id with a number behind it, for a second incident of the same name.
    #[must_use]
    pub fn numbered(&self, n: u32) -> Self {
        Self(format!("{}-{n}", self.0))
    }

    /// Returns the text of the id.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for IncidentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for IncidentId {
    type Err = IdError;

    /// Refuses anything that could leave the directory of incidents.
    fn from_str(text: &str) -> Result<Self, IdError> {
        let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if text.is_empty() || text.len() > 128 || text.starts_with('.') || !text.chars().all(good) {
            return Err(IdError {
                input: text.to_owned(),
                form: "2026-11-22-a-few-words",
            });
        }
        Ok(Self(text.to_owned()))
    }
}
