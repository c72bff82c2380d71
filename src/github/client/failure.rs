//! The ways a call can end without the answer that was wanted.

use std::time::Duration;

use chrono::{DateTime, Utc};
use serde_json::Value;
use thiserror::Error;

/// How a call to GitHub ended.
pub type Outcome<T = Value> = Result<Reply<T>, Failure>;

/// A good answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply<T = Value> {
    /// What was answered.
    pub value: T,
    /// What came with it.
    pub meta: ReplyMeta,
}

/// What an answer says besides its content.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ReplyMeta {
    /// The HTTP status.
    pub status: u16,
    /// The tag to ask "has it changed?" with; it is good for this token only.
    pub etag: Option<String>,
    /// The server's clock, which `since` is to be reckoned by.
    pub date: Option<DateTime<Utc>>,
    /// Path and query of the next page, to be sent to the same server.
    pub next: Option<String>,
    /// The pause the server asks for between two polls.
    pub poll_interval: Option<Duration>,
    /// What is left of the hourly allowance.
    pub rate: Option<Rate>,
    /// The scopes of a classic token; other tokens have none that are told.
    pub scopes: Option<Vec<String>>,
}

/// What is left of the hourly allowance, which all of a user's tools share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Calls allowed in the hour.
    pub limit: u32,
    /// Calls left.
    pub remaining: u32,
    /// When the allowance is full again.
    pub resets_at: DateTime<Utc>,
}

/// Why there is no good answer. The four cases call for four different things.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Failure {
    /// Nothing has changed since the tag that was sent.
    #[error("nothing has changed on GitHub")]
    NotModified(Box<ReplyMeta>),
    /// GitHub refused: the request had no effect.
    #[error(transparent)]
    Rejected(#[from] Box<Rejection>),
    /// The request may or may not have had its effect; only looking can tell.
    #[error(transparent)]
    Ambiguous(#[from] AmbiguousCause),
    /// The request was never sent.
    #[error(transparent)]
    Unreachable(#[from] UnreachableCause),
}

impl Failure {
    /// Returns whether a write may have been applied all the same.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        matches!(self, Self::Ambiguous(_))
    }

    /// Returns whether this is the answer "nothing has changed".
    #[must_use]
    pub fn is_not_modified(&self) -> bool {
        matches!(self, Self::NotModified(_))
    }

    /// Returns whether the same request will fail again until somebody changes something.
    #[must_use]
    pub fn is_permanent(&self) -> bool {
        match self {
            Self::NotModified(_) | Self::Ambiguous(_) => false,
            Self::Rejected(rejection) => !rejection.kind.is_rate_limit(),
            Self::Unreachable(cause) => *cause == UnreachableCause::BadRequest,
        }
    }

    /// Returns whether the server has no GraphQL, or one that does not know what was asked:
    /// the other interface may do. Who is refused by one is not to try the other.
    #[must_use]
    pub fn is_without_graphql(&self) -> bool {
        self.rejection()
            .is_some_and(|rejection| match rejection.kind {
                // Inside of an answer of GraphQL's it would be the issue that is missing.
                RejectionKind::NotFound => rejection.status == 404,
                RejectionKind::Other => true,
                RejectionKind::Unauthorized
                | RejectionKind::Sso
                | RejectionKind::Forbidden
                | RejectionKind::PrimaryRateLimit
                | RejectionKind::SecondaryRateLimit
                | RejectionKind::Gone
                | RejectionKind::Moved
                | RejectionKind::Unprocessable
                | RejectionKind::Locked
                | RejectionKind::Archived => false,
            })
    }

    /// Returns the refusal, if it is one.
    #[must_use]
    pub fn rejection(&self) -> Option<&Rejection> {
        match self {
            Self::Rejected(rejection) => Some(rejection),
            Self::NotModified(_) | Self::Ambiguous(_) | Self::Unreachable(_) => None,
        }
    }

    /// Returns what kind of refusal this is, if it is one.
    #[must_use]
    pub fn rejection_kind(&self) -> Option<RejectionKind> {
        self.rejection().map(|rejection| rejection.kind)
    }
}

/// A refusal: the request had no effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{}", self.text())]
pub struct Rejection {
    /// The HTTP status; 200 for a refusal inside a GraphQL answer.
    pub status: u16,
    /// What kind of refusal it is.
    pub kind: RejectionKind,
    /// How long the server says to stay away.
    pub wait: Option<Duration>,
    /// GitHub's own words, on one line, without control characters.
    pub message: String,
    /// The permissions that would have been enough, where GitHub names them.
    pub permissions: Option<String>,
    /// Where the thing has moved to. Never followed.
    pub location: Option<String>,
    /// The page on which the token can be authorized for single sign-on.
    pub sso_url: Option<String>,
}

impl Rejection {
    /// Returns a refusal of a kind without anything more said.
    #[must_use]
    pub fn of(kind: RejectionKind) -> Self {
        Self {
            status: 0,
            kind,
            wait: None,
            message: String::new(),
            permissions: None,
            location: None,
            sso_url: None,
        }
    }

    fn text(&self) -> String {
        let mut text = self.kind.cause().to_owned();
        if !self.message.is_empty() {
            text.push_str(": ");
            // It is followed by more.
            text.push_str(self.message.trim_end_matches('.'));
        }
        if let Some(permissions) = &self.permissions {
            text.push_str(" (needs ");
            text.push_str(permissions);
            text.push(')');
        }
        text
    }
}

/// The kinds of refusal that call for different things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum RejectionKind {
    /// The token is not accepted.
    Unauthorized,
    /// The organisation wants the token authorised for single sign-on.
    Sso,
    /// The token may not do this.
    Forbidden,
    /// The hourly allowance is used up.
    PrimaryRateLimit,
    /// Too much at once.
    SecondaryRateLimit,
    /// It does not exist, or the token may not see it: never read as "deleted".
    NotFound,
    /// It was deleted.
    Gone,
    /// It was transferred or renamed.
    Moved,
    /// GitHub understood the request and will not have it, such as a body that is too long.
    Unprocessable,
    /// The conversation is locked.
    Locked,
    /// The repository is archived.
    Archived,
    /// Any other refusal.
    Other,
}

impl RejectionKind {
    /// Returns whether waiting is all that is asked for.
    #[must_use]
    pub fn is_rate_limit(self) -> bool {
        matches!(self, Self::PrimaryRateLimit | Self::SecondaryRateLimit)
    }

    fn cause(self) -> &'static str {
        match self {
            Self::Unauthorized => "GitHub does not accept the token",
            Self::Sso => "the organization wants the token authorized for single sign-on",
            Self::Forbidden => "the token may not do this",
            Self::PrimaryRateLimit => "the hourly allowance of calls to GitHub is used up",
            Self::SecondaryRateLimit => "GitHub asks for a pause",
            Self::NotFound => "it is missing on GitHub or the token may not see it",
            Self::Gone => "it was deleted on GitHub",
            Self::Moved => "it has moved on GitHub",
            Self::Unprocessable => "GitHub will not accept the content",
            Self::Locked => "the conversation is locked on GitHub",
            Self::Archived => "the repository is archived on GitHub",
            Self::Other => "GitHub refused",
        }
    }
}

/// Why nobody can say whether a request had its effect.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum AmbiguousCause {
    /// No complete answer came in time.
    #[error("GitHub did not answer within {:.0} s", .0.as_secs_f64())]
    TimedOut(Duration),
    /// The connection ended before an answer.
    #[error("the connection to GitHub was lost before an answer came")]
    ConnectionLost,
    /// The server answered that it failed, which it may have done after the work.
    #[error("GitHub answered with a server error ({0})")]
    ServerError(u16),
    /// A GraphQL answer with nothing but an error that says no more than "went wrong".
    #[error("GitHub could not finish the query")]
    QueryFailed,
    /// An answer of success that is cut short or is not what it should be.
    #[error("GitHub's answer ({0}) cannot be read")]
    Unreadable(u16),
}

/// Why a request was never sent.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UnreachableCause {
    /// This machine has no network.
    #[error("there is no network")]
    NoNetwork,
    /// The server's name could not be looked up.
    #[error("{host} cannot be found by its name")]
    Name {
        /// The name.
        host: String,
    },
    /// Nobody listens where the server should be.
    #[error("{host} does not take connections")]
    Refused {
        /// The server.
        host: String,
    },
    /// No connection came to stand in time.
    #[error("{host} does not answer")]
    TimedOut {
        /// The server.
        host: String,
    },
    /// The connection cannot be kept secret, or leads to somebody else.
    #[error("the server cannot be trusted: {detail}")]
    Tls {
        /// What is wrong with it.
        detail: String,
    },
    /// The proxy that the environment names does not help.
    #[error("the proxy does not connect us: {detail}")]
    Proxy {
        /// What it said, or why it is not reached.
        detail: String,
    },
    /// No connection for another reason.
    #[error("there is no connection to GitHub: {detail}")]
    NoConnection {
        /// The innermost reason the system gave.
        detail: String,
    },
    /// The request could not be written down, such as an address with a stray character.
    #[error("the request cannot be written as a web address")]
    BadRequest,
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn rejected(kind: RejectionKind, wait: Option<u64>) -> Failure {
        Failure::from(Box::new(Rejection {
            status: 403,
            wait: wait.map(Duration::from_secs),
            message: "no".into(),
            permissions: Some("issues=write".into()),
            ..Rejection::of(kind)
        }))
    }

    #[test]
    fn rate_limit_without_a_time_passes_all_the_same() {
        let failure = rejected(RejectionKind::SecondaryRateLimit, None);
        assert!(!failure.is_permanent());
    }

    #[test]
    fn refusal_says_cause_words_and_permissions() {
        let failure = rejected(RejectionKind::Forbidden, None);
        assert_eq!(
            failure.to_string(),
            "the token may not do this: no (needs issues=write)"
        );
        assert!(failure.is_permanent());
    }

    #[rstest]
    #[case::no_such_path(404, RejectionKind::NotFound, true)]
    #[case::no_such_issue(200, RejectionKind::NotFound, false)]
    #[case::no_such_field(200, RejectionKind::Other, true)]
    #[case::forbidden(200, RejectionKind::Forbidden, false)]
    #[case::too_long(200, RejectionKind::Unprocessable, false)]
    fn other_interface_is_tried_only_where_one_is_missing(
        #[case] status: u16,
        #[case] kind: RejectionKind,
        #[case] is_missing: bool,
    ) {
        let rejection = Rejection {
            status,
            ..Rejection::of(kind)
        };
        let failure = Failure::from(Box::new(rejection));
        assert_eq!(failure.is_without_graphql(), is_missing);
    }

    #[test]
    fn failure_stays_small_enough_to_pass_around() {
        assert!(size_of::<Failure>() <= 32);
    }
}
