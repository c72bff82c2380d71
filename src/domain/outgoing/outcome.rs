//! How a send can end: it went out, it did not, or nobody can say.

use std::fmt;
use std::time::Duration;

use thiserror::Error;

use super::address::MailAddress;
use super::message::RenderError;
use crate::domain::gate::NotReleased;
use crate::domain::text::{clean_line, shorten};

/// The longest piece of a server's own words that is passed on, in characters.
const LONGEST_WORDS: usize = 300;

/// How one try to send a message ended. Nothing here is tried again by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// The server took it over.
    Sent {
        /// What the server said, fit to be shown.
        words: String,
    },
    /// It did not go out, for certain.
    NotSent {
        /// Why.
        why: NotSent,
        /// Whether trying again can help.
        again: Again,
    },
    /// It may have gone out. Only a person can find out, by looking or by asking.
    Unknown {
        /// Why.
        why: Doubt,
    },
}

impl Outcome {
    /// Returns the outcome of a send that cannot go out until somebody changes something.
    #[must_use]
    pub fn never(why: NotSent) -> Self {
        Self::NotSent {
            why,
            again: Again::Useless,
        }
    }

    /// Returns the outcome of a send that may go out when it is tried again.
    #[must_use]
    pub fn not_now(why: NotSent) -> Self {
        Self::NotSent {
            why,
            again: Again::Helps,
        }
    }

    /// Returns the server's words, or why it was not sent or is not known.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Sent { words } => words.clone(),
            Self::NotSent { why, .. } => why.to_string(),
            Self::Unknown { why } => why.to_string(),
        }
    }
}

/// Whether trying again can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Again {
    /// Not until somebody changes something.
    Useless,
    /// It may, at any time.
    Helps,
    /// It may, but not before so long has passed.
    After(Duration),
}

/// How far a conversation with a server had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Before the server answered at all.
    Connection,
    /// While the connection was being encrypted.
    Encryption,
    /// While signing in.
    SignIn,
    /// While the sender was named.
    Sender,
    /// While the recipients were named.
    Recipients,
    /// When the text was about to be handed over, or was.
    Text,
}

impl fmt::Display for Stage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Connection => "connecting",
            Self::Encryption => "encrypting the connection",
            Self::SignIn => "signing in",
            Self::Sender => "naming the sender",
            Self::Recipients => "naming the recipients",
            Self::Text => "handing over the text",
        })
    }
}

/// Why a message did not go out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotSent {
    /// It may not leave this machine.
    #[error(transparent)]
    HeldBack(#[from] NotReleased),
    /// It cannot be put in the form of its channel.
    #[error(transparent)]
    Unwritable(#[from] RenderError),
    /// No connection came to stand.
    #[error("there is no connection: {detail}")]
    NoConnection {
        /// The innermost reason the system gave.
        detail: String,
    },
    /// The server is not who it should be.
    #[error("the server's certificate is not trusted: {detail}")]
    NotTrusted {
        /// What is wrong with it.
        detail: String,
    },
    /// The server does not encrypt.
    #[error("the server offers no STARTTLS, and nothing goes out in the clear")]
    NotEncrypted,
    /// A server that was to be on this machine is not.
    #[error("the server is not on this machine, and nothing goes out in the clear")]
    NotLocal,
    /// The server knows no way to sign in that is known here.
    #[error("the server does not offer the configured way to sign in")]
    NoSignIn,
    /// The server asked something that is no part of signing in, as it does when an access
    /// token is not valid any more.
    #[error("the server did not accept the sign-in; is the access token still valid?")]
    NotSignedIn,
    /// The server said no.
    #[error("the server refused when {stage}: {code} {words}")]
    Refused {
        /// How far it had come.
        stage: Stage,
        /// The number of its answer.
        code: u16,
        /// What it said.
        words: String,
    },
    /// The server said no to some recipients, and then nobody gets it.
    #[error("the server refused {}; nobody got it", list(.0))]
    RecipientsRefused(Vec<RefusedRecipient>),
    /// The webhook said no.
    #[error("Slack refused: {status} {words}{hint}")]
    WebhookRefused {
        /// The status of its answer.
        status: u16,
        /// What it said, such as `no_service`.
        words: String,
        /// What that means, with what it is divided by; empty when it is not known.
        hint: &'static str,
    },
    /// The connection ended before the text was handed over.
    #[error("the connection was lost when {0}")]
    Lost(Stage),
    /// The time was up before the text was handed over.
    #[error("the time was up when {stage}, after {} s", .after.as_secs())]
    TimedOut {
        /// How far it had come.
        stage: Stage,
        /// How long it was tried.
        after: Duration,
    },
    /// The server said something that makes no sense before the text was handed over.
    #[error("the server's answer when {0} makes no sense")]
    Senseless(Stage),
}

/// A recipient whom the server refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedRecipient {
    /// Who.
    pub address: MailAddress,
    /// The number of the server's answer.
    pub code: u16,
    /// What it said.
    pub words: String,
}

fn list(refused: &[RefusedRecipient]) -> String {
    let texts = refused
        .iter()
        .map(|one| format!("{}: {} {}", one.address.bare(), one.code, one.words));
    texts.collect::<Vec<_>>().join("; ")
}

/// Why nobody can say whether a message went out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Doubt {
    /// The connection ended after the text was handed over, or while it was.
    #[error("the connection was lost before the server said whether it took the message")]
    Lost,
    /// The time was up before the server answered.
    #[error("the server did not say within {} s whether it took the message", .0.as_secs())]
    TimedOut(Duration),
    /// The server answered that it failed, which it may have done after the work.
    #[error("the server failed ({0}) and did not say whether it took the message")]
    ServerError(u16),
    /// The answer is neither yes nor no.
    #[error("the server's answer says neither yes nor no: {words}")]
    Senseless {
        /// What it said.
        words: String,
    },
    /// The program ended in the middle.
    #[error("sitroom ended while it was being sent")]
    Interrupted,
}

/// Makes a server's words fit to be shown and kept: one line, nothing that acts on a
/// terminal, not endless.
#[must_use]
pub fn words_of(text: &str) -> String {
    shorten(&clean_line(text), LONGEST_WORDS)
}
