//! What keeps a round from going through, and what the screen says of it.

use std::time::Duration;

use super::ledger::LedgerError;
use crate::domain::mirror::MirrorState;
use crate::github::client::{Failure, RejectionKind};

/// Why a round did not go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The server was not reached, or did not answer.
    Offline {
        /// What happened.
        cause: String,
    },
    /// GitHub asked to wait.
    Limited {
        /// How long, at least.
        wait: Duration,
    },
    /// A person has to do something.
    Blocked {
        /// What happened, and what to do.
        cause: String,
    },
    /// An outcome is not known yet, and it is too early to look.
    InDoubt {
        /// How long until it can be looked up.
        wait: Duration,
    },
    /// The record itself could not be read or written.
    Record {
        /// Why.
        cause: String,
    },
}

impl Trouble {
    /// Returns trouble that a person has to mend.
    pub(super) fn blocked(cause: impl Into<String>) -> Self {
        Self::Blocked {
            cause: cause.into(),
        }
    }

    /// Returns the word for the header.
    #[must_use]
    pub fn state(&self) -> MirrorState {
        match self {
            Self::Offline { .. } => MirrorState::Offline,
            Self::Limited { .. } | Self::InDoubt { .. } => MirrorState::Limited,
            Self::Blocked { .. } | Self::Record { .. } => MirrorState::Blocked,
        }
    }

    /// Returns what the screen says.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Offline { cause } => {
                format!("{cause}; everything is kept here and sent when it is back")
            }
            Self::Limited { wait } => {
                format!("GitHub asked to wait {} s; nothing is lost", wait.as_secs())
            }
            Self::InDoubt { wait } => format!(
                "an answer was lost; looking for the comment in {} s before sending again",
                wait.as_secs()
            ),
            Self::Blocked { cause } | Self::Record { cause } => cause.clone(),
        }
    }
}

impl From<LedgerError> for Trouble {
    fn from(error: LedgerError) -> Self {
        Self::Record {
            cause: error.to_string(),
        }
    }
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        if let Some(wait) = failure.wait() {
            return Self::Limited { wait };
        }
        let said = failure.to_string();
        match failure.rejection_kind() {
            None => Self::Offline { cause: said },
            Some(kind) => Self::Blocked {
                cause: format!("{said}: {}", next_step(kind)),
            },
        }
    }
}

fn next_step(kind: RejectionKind) -> &'static str {
    match kind {
        RejectionKind::Unauthorized => "give a valid token in GH_TOKEN, or run gh auth login",
        RejectionKind::Sso => "authorise the token for the organisation's single sign-on",
        RejectionKind::Forbidden => "the token needs to read and write issues of the repository",
        RejectionKind::NotFound => {
            "missing, or the token may not see it; check the name and the token's access"
        }
        RejectionKind::Gone => "the issue was deleted on GitHub; the record here is complete",
        RejectionKind::Moved => "it was moved or renamed; check where it went before you follow",
        RejectionKind::Locked => "the conversation is locked; unlock it on GitHub",
        RejectionKind::Archived => "the repository is archived and takes nothing; use another",
        RejectionKind::Unprocessable => "GitHub did not take the text; look at it in the outbox",
        RejectionKind::PrimaryRateLimit
        | RejectionKind::SecondaryRateLimit
        | RejectionKind::Other => "press r to try again",
    }
}
