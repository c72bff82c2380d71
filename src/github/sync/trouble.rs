//! What keeps a round from going through, and what the screen says of it.

use std::time::Duration;

use super::ledger::LedgerError;
use crate::domain::mirror::MirrorState;
use crate::github::client::{AmbiguousCause, Failure, Rejection, RejectionKind, UnreachableCause};

/// After how many requests to wait in a row nothing more is sent unasked. Going on "may
/// result in the banning of your integration", says GitHub.
pub(super) const MOST_IN_A_ROW: u32 = 5;

/// What is so in all trouble that passes.
const KEPT: &str = "everything is kept here and sent when it is back";

/// Why a round did not go through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// A call to GitHub did not do what it should.
    Call(Failure),
    /// GitHub asked to wait.
    Limited {
        /// How long, at least.
        wait: Duration,
        /// How often in a row it asked.
        in_a_row: u32,
    },
    /// The round could not be finished; the next one may.
    Unfinished {
        /// What happened.
        cause: String,
    },
    /// A person has to do something.
    Blocked {
        /// What it is about.
        state: MirrorState,
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
        Self::about(MirrorState::Blocked, cause)
    }

    /// Returns trouble that a person has to mend, with its own word for the header.
    pub(super) fn about(state: MirrorState, cause: impl Into<String>) -> Self {
        Self::Blocked {
            state,
            cause: cause.into(),
        }
    }

    /// Returns the state of the mirror in this trouble.
    #[must_use]
    pub fn state(&self) -> MirrorState {
        match self {
            Self::Call(failure) => state_of(failure),
            Self::Limited { in_a_row, .. } if *in_a_row >= MOST_IN_A_ROW => MirrorState::Paused,
            Self::Limited { .. } => MirrorState::Limited,
            Self::Unfinished { .. } | Self::InDoubt { .. } => MirrorState::InDoubt,
            Self::Blocked { state, .. } => *state,
            Self::Record { .. } => MirrorState::Blocked,
        }
    }

    /// Returns what the screen says.
    #[must_use]
    pub fn detail(&self) -> String {
        match self {
            Self::Call(failure) => format!("{failure}; {}", next_step(failure)),
            Self::Limited { wait, in_a_row } if *in_a_row >= MOST_IN_A_ROW => format!(
                "GitHub asked {in_a_row} times in a row to wait; syncing stops until you press r, \
                 in {} s at the earliest; nothing is lost",
                whole_seconds(*wait)
            ),
            Self::Limited { wait, .. } => {
                format!(
                    "GitHub asked to wait {} s; nothing is lost",
                    whole_seconds(*wait)
                )
            }
            Self::InDoubt { wait } => format!(
                "an answer was lost; what became of it is looked up in {} s before anything is \
                 sent again",
                whole_seconds(*wait)
            ),
            Self::Unfinished { cause } | Self::Blocked { cause, .. } | Self::Record { cause } => {
                cause.clone()
            }
        }
    }

    /// Returns whether the same round fails again until a person does something, so that
    /// trying by itself only costs calls, or does harm: GitHub locks out who goes on with a
    /// bad token.
    pub(super) fn waits_for_a_person(&self) -> bool {
        match self.state() {
            MirrorState::Paused
            | MirrorState::Token
            | MirrorState::SignOn
            | MirrorState::Public
            | MirrorState::Gone
            | MirrorState::Moved => true,
            // What cannot be seen may be seen again; what is forbidden is forbidden.
            MirrorState::NoAccess => self.rejection_kind() != Some(RejectionKind::NotFound),
            MirrorState::Off
            | MirrorState::Elsewhere
            | MirrorState::Syncing
            | MirrorState::Synced
            | MirrorState::Unverified
            | MirrorState::InDoubt
            | MirrorState::Offline
            | MirrorState::Failing
            | MirrorState::Untrusted
            | MirrorState::Proxy
            | MirrorState::Limited
            | MirrorState::Locked
            | MirrorState::Archived
            | MirrorState::Stopped
            | MirrorState::Held
            | MirrorState::Refused
            | MirrorState::Blocked => false,
        }
    }

    /// Returns the refusal, if GitHub refused.
    pub(super) fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Call(failure) => failure.rejection(),
            Self::Limited { .. }
            | Self::Unfinished { .. }
            | Self::Blocked { .. }
            | Self::InDoubt { .. }
            | Self::Record { .. } => None,
        }
    }

    fn rejection_kind(&self) -> Option<RejectionKind> {
        self.rejection().map(|rejection| rejection.kind)
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
        Self::Call(failure)
    }
}

/// Returns whole seconds that are not too few.
fn whole_seconds(wait: Duration) -> u64 {
    wait.as_secs() + u64::from(wait.subsec_nanos() > 0)
}

fn state_of(failure: &Failure) -> MirrorState {
    match failure {
        Failure::Unreachable(cause) => match cause {
            UnreachableCause::Tls { .. } => MirrorState::Untrusted,
            UnreachableCause::Proxy { .. } => MirrorState::Proxy,
            UnreachableCause::BadRequest => MirrorState::Blocked,
            UnreachableCause::NoNetwork
            | UnreachableCause::Name { .. }
            | UnreachableCause::Refused { .. }
            | UnreachableCause::TimedOut { .. }
            | UnreachableCause::NoConnection { .. } => MirrorState::Offline,
        },
        Failure::Ambiguous(cause) => match cause {
            AmbiguousCause::TimedOut(_) | AmbiguousCause::ConnectionLost => MirrorState::Offline,
            AmbiguousCause::ServerError(_)
            | AmbiguousCause::QueryFailed
            | AmbiguousCause::Unreadable(_) => MirrorState::Failing,
        },
        // Only asked for where it is an answer and no failure.
        Failure::NotModified(_) => MirrorState::Failing,
        Failure::Rejected(rejection) => match rejection.kind {
            RejectionKind::Unauthorized => MirrorState::Token,
            RejectionKind::Sso => MirrorState::SignOn,
            RejectionKind::Forbidden | RejectionKind::NotFound => MirrorState::NoAccess,
            RejectionKind::PrimaryRateLimit | RejectionKind::SecondaryRateLimit => {
                MirrorState::Limited
            }
            RejectionKind::Gone => MirrorState::Gone,
            RejectionKind::Moved => MirrorState::Moved,
            RejectionKind::Locked => MirrorState::Locked,
            RejectionKind::Archived => MirrorState::Archived,
            RejectionKind::Unprocessable | RejectionKind::Other => MirrorState::Refused,
        },
    }
}

/// Returns what a person can do, or that nothing needs to be done.
fn next_step(failure: &Failure) -> String {
    match failure {
        Failure::Unreachable(cause) => out_of_reach(cause),
        Failure::Ambiguous(_) | Failure::NotModified(_) => KEPT.to_owned(),
        Failure::Rejected(rejection) => refused(rejection),
    }
}

fn out_of_reach(cause: &UnreachableCause) -> String {
    match cause {
        UnreachableCause::Tls { .. } => "nothing is sent; look at this machine's clock, at the \
             network's sign-in page, and at who signs the certificates of this network"
            .to_owned(),
        UnreachableCause::Proxy { .. } => {
            format!("set HTTPS_PROXY and NO_PROXY right and start again; {KEPT}")
        }
        UnreachableCause::BadRequest => "set the repository and the API's address right".to_owned(),
        UnreachableCause::Name { .. } => {
            format!("look at the network and at the API's address in the settings; {KEPT}")
        }
        UnreachableCause::NoNetwork
        | UnreachableCause::Refused { .. }
        | UnreachableCause::TimedOut { .. }
        | UnreachableCause::NoConnection { .. } => KEPT.to_owned(),
    }
}

fn refused(rejection: &Rejection) -> String {
    let step = match rejection.kind {
        RejectionKind::Unauthorized => {
            "run `gh auth login`, or start again with a valid GH_TOKEN; then press r"
        }
        RejectionKind::Sso => match &rejection.sso_url {
            Some(url) => return format!("authorize it at {url} and press r"),
            None => "authorize it in the token's settings on GitHub and press r",
        },
        RejectionKind::Forbidden => {
            "give the token leave to read and write issues of the repository, and press r"
        }
        RejectionKind::NotFound => {
            "check the name and the token's access; nothing is taken for deleted"
        }
        RejectionKind::Gone => "the record here is complete; nothing more is sent",
        RejectionKind::Moved => "see where it went before you follow: it may be public there",
        RejectionKind::Locked => "what waits is kept; unlock the conversation on GitHub",
        RejectionKind::Archived => {
            "what waits is kept; take it out of the archive, or set another repository"
        }
        RejectionKind::Unprocessable => "what waits is kept; look at it with `sitroom outbox`",
        RejectionKind::PrimaryRateLimit
        | RejectionKind::SecondaryRateLimit
        | RejectionKind::Other => "press r to try again",
    };
    step.to_owned()
}

#[cfg(test)]
#[path = "trouble_tests.rs"]
mod tests;
