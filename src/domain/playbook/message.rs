//! Messages, who gets them, and the parts of the report.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Someone who may be told something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Address {
    /// What a person calls them.
    pub name: String,
    /// How they are reached.
    pub channel: Channel,
    /// The mail address, chat channel or page; empty when it must be configured.
    #[serde(default)]
    pub to: String,
    /// Mail addresses that get a copy.
    #[serde(default)]
    pub cc: Vec<String>,
    /// What to know before relying on it.
    #[serde(default)]
    pub note: String,
}

/// How someone is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Electronic mail.
    Mail,
    /// A chat channel or direct message.
    Chat,
    /// The telephone.
    Phone,
    /// A public status page.
    StatusPage,
    /// The issue itself.
    Issue,
}

impl Channel {
    /// Returns the word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Chat => "chat",
            Self::Phone => "phone",
            Self::StatusPage => "status page",
            Self::Issue => "issue",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A message of the process and its audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Message {
    /// Key, such as `gsa-notice` or `initial-sitrep`.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// Key of its template.
    pub template: String,
    /// Whether it is a sitrep: it gets a number, and counts for the cadence.
    #[serde(default)]
    pub sitrep: bool,
    /// Keys of the addresses that must get it.
    #[serde(default)]
    pub must: Vec<String>,
    /// Keys of the addresses that should get it when it applies.
    #[serde(default)]
    pub should: Vec<String>,
    /// Whether everyone who ever got a sitrep gets it too (R32, R58).
    #[serde(default)]
    pub to_previous_recipients: bool,
    /// The rules it comes from.
    pub rules: Vec<String>,
}

/// A text with `{placeholders}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Template {
    /// The subject line, for mail.
    #[serde(default)]
    pub subject: Option<String>,
    /// The text.
    pub body: String,
}

/// One part of the final report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReportPart {
    /// Key of the part.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What belongs there.
    pub prompt: String,
}
