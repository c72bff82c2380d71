//! How far a send got: a small machine of states, whose every step is on disk before the
//! next. Nothing in it is done twice, and what is in doubt is for a person to settle.

use std::fmt;

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::message::{Outgoing, SendKey};
use super::outcome::{Again, Doubt, Outcome};
use crate::domain::time::Instant;

/// The form of the files that this program writes.
pub const DISPATCH_FORMAT: u32 = 1;

/// A message and how far it got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Dispatch {
    /// Version of the file's form.
    pub format: u32,
    /// How far it got.
    pub state: SendState,
    /// How often it was tried.
    pub attempts: u32,
    /// When it was asked for.
    pub queued: Instant,
    /// When it was last tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tried: Option<Instant>,
    /// When it was known how the last try ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Instant>,
    /// The server's words, or why it was not sent or is not known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Whether trying again can help; for what failed.
    #[serde(default)]
    pub may_help_again: bool,
    /// No try before then, because the server asked to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Instant>,
    /// What is sent.
    pub outgoing: Outgoing,
}

/// How far a send got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SendState {
    /// It waits; nothing was sent.
    Queued,
    /// It is being sent, or was when the program ended.
    Sending,
    /// The server took it over, or a person found that it arrived.
    Sent,
    /// It did not go out.
    Failed,
    /// It may have gone out.
    Unknown,
}

impl SendState {
    /// Returns the word in files and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Failed => "failed",
            Self::Unknown => "unknown",
        }
    }
}

impl fmt::Display for SendState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What a person found out about a send that was in doubt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ruling {
    /// It arrived.
    Arrived,
    /// It did not arrive.
    DidNotArrive,
}

/// Why a step cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum DispatchError {
    /// The state does not allow it.
    #[error("{step} {key}: it is {state}")]
    WrongState {
        /// What was asked for.
        step: &'static str,
        /// Which send.
        key: SendKey,
        /// How far it is.
        state: SendState,
    },
    /// The server asked to wait.
    #[error("send {key}: the server asked to wait until {}", until.format("%H:%M:%S UTC"))]
    NotYet {
        /// Which send.
        key: SendKey,
        /// Until when.
        until: Instant,
    },
}

impl Dispatch {
    /// Returns a send that waits for its turn.
    #[must_use]
    pub fn queued(outgoing: Outgoing, now: Instant) -> Self {
        Self {
            format: DISPATCH_FORMAT,
            state: SendState::Queued,
            attempts: 0,
            queued: now,
            tried: None,
            ended: None,
            words: String::new(),
            may_help_again: false,
            not_before: None,
            outgoing,
        }
    }

    /// Takes it up: whoever does must send it, and say how that ended.
    pub fn begin(self, now: Instant) -> Result<Self, DispatchError> {
        self.must_be("send", SendState::Queued)?;
        if let Some(until) = self.not_before.filter(|until| now < *until) {
            let key = self.outgoing.key;
            return Err(DispatchError::NotYet { key, until });
        }
        Ok(Self {
            state: SendState::Sending,
            attempts: self.attempts + 1,
            tried: Some(now),
            ended: None,
            words: String::new(),
            not_before: None,
            ..self
        })
    }

    /// Says how the try ended.
    pub fn end(self, outcome: &Outcome, now: Instant) -> Result<Self, DispatchError> {
        self.must_be("end", SendState::Sending)?;
        let (state, again) = match outcome {
            Outcome::Sent { .. } => (SendState::Sent, Again::Useless),
            Outcome::NotSent { again, .. } => (SendState::Failed, *again),
            Outcome::Unknown { .. } => (SendState::Unknown, Again::Useless),
        };
        let not_before = match again {
            Again::After(wait) => TimeDelta::from_std(wait)
                .ok()
                .and_then(|wait| now.checked_add_signed(wait)),
            Again::Useless | Again::Helps => None,
        };
        Ok(Self {
            state,
            ended: Some(now),
            words: outcome.words(),
            may_help_again: again != Again::Useless,
            not_before,
            ..self
        })
    }

    /// Says that the program that was sending it is gone: whether it went out, nobody knows.
    pub fn interrupted(self, now: Instant) -> Result<Self, DispatchError> {
        let why = Doubt::Interrupted;
        self.end(&Outcome::Unknown { why }, now)
    }

    /// Queues what failed once more, because a person asked for it.
    pub fn again(self) -> Result<Self, DispatchError> {
        self.must_be("try again", SendState::Failed)?;
        Ok(Self {
            state: SendState::Queued,
            ended: None,
            words: String::new(),
            may_help_again: false,
            ..self
        })
    }

    /// Ends a doubt by what a person found out. What did not arrive has failed, and can be
    /// tried again; nothing goes from doubt into the queue by itself.
    pub fn settle(self, ruling: Ruling, now: Instant) -> Result<Self, DispatchError> {
        self.must_be("settle", SendState::Unknown)?;
        let (state, words) = match ruling {
            Ruling::Arrived => (SendState::Sent, "a person found that it arrived"),
            Ruling::DidNotArrive => (SendState::Failed, "a person found that it did not arrive"),
        };
        Ok(Self {
            state,
            ended: Some(now),
            words: words.to_owned(),
            may_help_again: state == SendState::Failed,
            ..self
        })
    }

    /// Says whether it may be taken out: what never went out may, what may have must stay, so
    /// that it is not sent once more.
    pub fn may_be_forgotten(&self) -> Result<(), DispatchError> {
        match self.state {
            SendState::Queued | SendState::Failed => Ok(()),
            SendState::Sending | SendState::Sent | SendState::Unknown => {
                Err(self.wrong("take out"))
            }
        }
    }

    fn must_be(&self, step: &'static str, state: SendState) -> Result<(), DispatchError> {
        if self.state == state {
            Ok(())
        } else {
            Err(self.wrong(step))
        }
    }

    fn wrong(&self, step: &'static str) -> DispatchError {
        DispatchError::WrongState {
            step,
            key: self.outgoing.key,
            state: self.state,
        }
    }
}
