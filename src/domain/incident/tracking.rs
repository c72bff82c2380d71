//! Where long-term remediation is tracked once the incident is closed.

use serde::{Deserialize, Serialize};

use super::IssueLink;

/// Where a remediation item is tracked (R84: add it to the backlog).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Tracking {
    /// An issue of its own is to be filed; it waits for GitHub.
    Wanted {
        /// In which repository, `owner/name`.
        repository: String,
        /// Why it may be one that everybody can read; empty where it may not.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        public: String,
    },
    /// It was not filed, and why: somebody has to say something else.
    Refused {
        /// In which repository, `owner/name`.
        repository: String,
        /// Why not.
        why: String,
    },
    /// It has an issue of its own.
    Filed {
        /// The issue.
        issue: IssueLink,
    },
    /// It is tracked elsewhere, in the words of whoever says so.
    Elsewhere {
        /// Where.
        place: String,
    },
}

impl Tracking {
    /// Returns where it is, in few words: `owner/name#12`, or what waits.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Wanted { repository, .. } => format!("to be filed in {repository}"),
            Self::Refused { repository, .. } => format!("not filed in {repository}"),
            Self::Filed { issue } => format!("{}#{}", issue.repository, issue.number),
            Self::Elsewhere { place } => place.clone(),
        }
    }

    /// Returns true when nobody has to say anything more of it: it is tracked, or waits for
    /// GitHub.
    #[must_use]
    pub fn is_said(&self) -> bool {
        match self {
            Self::Refused { .. } => false,
            Self::Wanted { .. } | Self::Filed { .. } | Self::Elsewhere { .. } => true,
        }
    }

    /// Returns true once it is tracked somewhere, and not merely to be.
    #[must_use]
    pub fn is_tracked(&self) -> bool {
        match self {
            Self::Wanted { .. } | Self::Refused { .. } => false,
            Self::Filed { .. } | Self::Elsewhere { .. } => true,
        }
    }
}

/// Returns whether a text is the name of a repository, `owner/name`, of what GitHub allows in one.
/// Dots alone would climb in a path and reach another endpoint with the token.
#[must_use]
pub fn is_repository(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let is_part = |part: &str| part.chars().all(allowed) && part.chars().any(|c| c != '.');
    text.split_once('/')
        .is_some_and(|(owner, name)| is_part(owner) && is_part(name))
}
