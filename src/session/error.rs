//! Why a session cannot begin, each with what to do about it.

use std::fmt::Write as _;

use thiserror::Error;

use super::playbooks::PlaybookError;
use crate::domain::text::shorten;
use crate::settings::SettingsError;
use crate::store::{StoreError, Summary};

/// Why there is nothing to work on. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub enum SessionError {
    /// The settings cannot be read.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The files of the record are in the way.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The playbook cannot be used.
    #[error(transparent)]
    Playbook(#[from] PlaybookError),
    /// The variable that fixes the time holds none.
    #[error("read the time in SITROOM_NOW: `{input}` is not of the form 2026-11-22T14:02:00Z")]
    Now {
        /// What it holds.
        input: String,
    },
    /// Nothing was ever declared here.
    #[error("find an incident: there is none on this machine")]
    NoIncident,
    /// Every record is closed, so none of them is meant by itself.
    #[error("find an open incident: every record is closed")]
    AllClosed,
    /// No id is, or begins with, what was asked for.
    #[error("find the incident `{asked}`: no id is that or begins with it")]
    NoMatch {
        /// What was asked for.
        asked: String,
    },
    /// Several ids begin with what was asked for.
    #[error(
        "choose an incident: `{asked}` begins several ids{}",
        listed(candidates)
    )]
    Ambiguous {
        /// What was asked for.
        asked: String,
        /// Which ones.
        candidates: Vec<Candidate>,
    },
    /// Several drills run, and writing to the wrong one is worse than asking.
    #[error("choose a drill: several run{}", listed(candidates))]
    SeveralRun {
        /// Which ones, the newest first.
        candidates: Vec<Candidate>,
    },
    /// Several incidents are open, and writing to the wrong one is worse than asking.
    #[error("choose an incident: several are open{}", listed(candidates))]
    SeveralOpen {
        /// Which ones, the newest first.
        candidates: Vec<Candidate>,
    },
}

impl SessionError {
    /// Returns what to do about it, where the text does not say so itself.
    #[must_use]
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NoIncident => Some("begin one with `sitroom new \"The chickens have escaped\"`"),
            Self::AllClosed => Some(
                "name one with --incident ID, or open it again with `sitroom --incident ID state \
                 reopened`; `sitroom list --all` shows them",
            ),
            Self::NoMatch { .. } => Some(
                "`sitroom list --all` shows every id, `sitroom --drills list --all` those of drills",
            ),
            Self::Ambiguous { .. } => Some("type more of the id"),
            Self::SeveralRun { .. } | Self::SeveralOpen { .. } => {
                Some("name one with --incident ID, or set SITROOM_INCIDENT for this terminal")
            }
            Self::Settings(_) | Self::Store(_) | Self::Playbook(_) | Self::Now { .. } => None,
        }
    }
}

/// An incident that may be meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// Its id.
    pub id: String,
    /// Its short description.
    pub title: String,
}

impl From<&Summary> for Candidate {
    fn from(summary: &Summary) -> Self {
        Self {
            id: summary.id.to_string(),
            title: summary.title.clone(),
        }
    }
}

fn listed(candidates: &[Candidate]) -> String {
    let mut out = String::new();
    for candidate in candidates {
        let title = shorten(&candidate.title, 60);
        let _ = write!(out, "\n  {}  {title}", candidate.id);
    }
    out
}
