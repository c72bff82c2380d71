//! What surprised, what helped, what hurt.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::ids::{EntryId, LessonId};
use crate::domain::incident::WordError;

/// Something that surprised, helped or hurt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Lesson {
    /// Its number.
    pub id: LessonId,
    /// Which of the three.
    pub list: LessonList,
    /// What it was.
    pub text: String,
    /// The entry that last said so.
    pub entry: EntryId,
}

/// A list of lessons.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LessonList {
    /// What surprised us.
    Surprised,
    /// What helped.
    Helped,
    /// What hurt.
    Hurt,
}

impl LessonList {
    /// Every list, in the order of the report.
    pub const ALL: [Self; 3] = [Self::Surprised, Self::Helped, Self::Hurt];

    /// Returns the word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Surprised => "surprised",
            Self::Helped => "helped",
            Self::Hurt => "hurt",
        }
    }

    /// Returns the heading of the list.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Surprised => "What surprised us",
            Self::Helped => "What helped",
            Self::Hurt => "What hurt",
        }
    }
}

impl fmt::Display for LessonList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for LessonList {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_lowercase();
        let mut all = Self::ALL.into_iter();
        all.find(|list| list.word() == word)
            .ok_or_else(|| WordError {
                input: text.to_owned(),
                choices: "surprised, helped, hurt",
            })
    }
}
