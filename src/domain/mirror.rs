//! What this machine remembers of the issue: the last agreed text, and what waits to be sent.
//!
//! Pure data; `store` keeps it on disk, `github` works with it.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ids::{EntryId, IdError};
use super::time::Instant;

mod state;

pub use state::{Concern, MirrorState};

/// The form of `sync.toml` and of the files in `outbox/` that this program writes.
pub const MIRROR_FORMAT: u32 = 1;

/// What both sides last agreed on.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct SyncState {
    /// Version of the file's form.
    pub format: u32,
    /// The issue, pinned when it was created or attached.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote: Option<Remote>,
    /// The last body both sides agreed on, with LF line ends.
    pub base_body: String,
    /// The last title both sides agreed on.
    pub base_title: String,
    /// Whether the issue was closed when it was last read.
    pub base_closed: bool,
    /// Whether we closed the issue; what others do to its state is not undone.
    pub is_closed_by_us: bool,
    /// Digests of what was taken over since both sides last agreed and must not be taken over
    /// again, such as text that people wrote: it stays different until the issue is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_over: Vec<String>,
    /// A write of the body whose outcome, or what it covered, is not settled yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_doubt: Option<BodyWrite>,
    /// The `ETag` of the issue; only good for the token it was given to.
    pub etag: String,
    /// SHA-256 of the token the `ETag` belongs to, in hexadecimal.
    pub etag_token: String,
    /// Server time up to which comments were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments_since: Option<Instant>,
    /// Journal position up to which comments were queued.
    pub queued_up_to: u64,
    /// Our comments on the issue, by what they carry.
    pub posted: BTreeMap<OutboxKey, u64>,
    /// When the issue was last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_pull: Option<Instant>,
    /// When the issue was last written, or found to need no writing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_push: Option<Instant>,
    /// No request before then, because GitHub asked to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Instant>,
    /// How often in a row GitHub asked to wait.
    #[serde(skip_serializing_if = "is_zero")]
    pub limited_in_a_row: u32,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks for a reference"
)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// The issue on its server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Remote {
    /// Base URL of the API it lives on.
    pub api: String,
    /// `owner/name`.
    pub repository: String,
    /// The number in that repository.
    pub number: u64,
    /// The id that GraphQL uses.
    pub node_id: String,
    /// The login we write as.
    pub login: String,
}

/// A write of the issue's body, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct BodyWrite {
    /// The text that it was merged from.
    pub merged_from: String,
    /// The text that was written.
    pub body: String,
}

/// One outgoing operation. Its file is written before each step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OutboxItem {
    /// Version of the file's form.
    pub format: u32,
    /// What it carries; also the file's name.
    pub key: OutboxKey,
    /// What is to be done.
    pub operation: Operation,
    /// The final bytes.
    pub body: String,
    /// How far it got.
    pub state: OutboxState,
    /// How often it was sent.
    pub attempts: u32,
    /// When it was first sent, by the local clock.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first_sent: Option<Instant>,
    /// Why it is stuck; empty otherwise.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// What an outbox item carries: a journal entry, or one part of a long one.
///
/// Written `01J...`, and `01J...-2` for the second part, as in the marker of the comment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct OutboxKey {
    /// The entry.
    pub entry: EntryId,
    /// Which part of it, from 1.
    pub part: usize,
}

impl From<EntryId> for OutboxKey {
    fn from(entry: EntryId) -> Self {
        Self { entry, part: 1 }
    }
}

impl fmt::Display for OutboxKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.part {
            1 => write!(f, "{}", self.entry),
            part => write!(f, "{}-{part}", self.entry),
        }
    }
}

impl From<OutboxKey> for String {
    fn from(key: OutboxKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for OutboxKey {
    type Error = IdError;

    fn try_from(text: String) -> Result<Self, IdError> {
        let (entry, part) = match text.split_once('-') {
            Some((entry, part)) => (entry, part.parse().ok()),
            None => (text.as_str(), Some(1)),
        };
        let part = part.filter(|part| *part > 0).ok_or_else(|| IdError {
            input: text.clone(),
            form: "26 letters and digits, and -2 for a second part",
        })?;
        Ok(Self {
            entry: entry.parse()?,
            part,
        })
    }
}

/// What an outbox item does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Operation {
    /// Creates the issue; the body is the issue's.
    CreateIssue,
    /// Posts a comment.
    Comment,
}

/// How far an outbox item got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OutboxState {
    /// Waits for its turn; nothing was sent.
    Queued,
    /// Was sent, and the outcome is not known: look before sending again.
    Sending,
    /// Will not be sent again by itself.
    Stuck,
}

/// Where a journal stands: the position of its last entry and the SHA-256 of that line, in
/// hexadecimal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ChainHead {
    /// Position of the last entry, from 1.
    pub seq: u64,
    /// SHA-256 of the last line, in hexadecimal.
    pub sha256: String,
}

/// How far an entry got on its way to the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// It never goes out.
    Local,
    /// It waits for its turn; nothing was sent.
    Queued,
    /// It was sent, and the outcome is not known yet.
    Sending,
    /// GitHub said that it took it.
    Sent,
    /// It was seen on the issue afterwards.
    Confirmed,
    /// It will not be sent again by itself.
    Stuck,
}

impl Delivery {
    /// Returns the word on the screen and in `sitroom outbox`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Confirmed => "confirmed",
            Self::Stuck => "stuck",
        }
    }
}

/// How the mirror stands, for the screen and `sitroom status`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MirrorStatus {
    /// The state in one word.
    pub state: MirrorState,
    /// What went wrong and what to do, in a sentence; empty when all is well.
    pub detail: String,
    /// When the issue was last read.
    pub last_pull: Option<Instant>,
    /// When the issue was last written, or found to need no writing.
    pub last_push: Option<Instant>,
    /// Operations that wait.
    pub waiting: usize,
    /// Operations that are stuck.
    pub stuck: usize,
    /// How far each entry got that goes out, or went; one that is not named stays here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub deliveries: Arc<BTreeMap<EntryId, Delivery>>,
}

impl Default for MirrorStatus {
    fn default() -> Self {
        Self {
            state: MirrorState::Off,
            detail: String::new(),
            last_pull: None,
            last_push: None,
            waiting: 0,
            stuck: 0,
            deliveries: Arc::default(),
        }
    }
}
