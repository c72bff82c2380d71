//! What this machine remembers of the issue: the last agreed text, and what waits to be sent.
//!
//! Pure data; `store` keeps it on disk, `github` works with it.

mod delivery;
mod gathering;
mod outbox;
mod state;
mod sync_state;

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ids::EntryId;
use super::text::grouped;
use super::time::Instant;

pub use delivery::{Delivery, OutboxLine, deliveries, outbox_lines, reasons};
pub use gathering::gathered;
pub use outbox::{Gathered, Operation, OutboxItem, OutboxKey, OutboxState};
pub use state::{Concern, MirrorState};
pub use sync_state::{
    BodyWrite, CommentsRead, Posted, PostedState, Remote, SyncState, Taking, TitleWrite, Unread,
};

/// The form of `sync.toml` and of the files in `outbox/` that this program writes. Form 1 did
/// not know whether a comment was seen since, nor operations on the state.
pub const MIRROR_FORMAT: u32 = 2;

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
    /// Comments of the issue that are still to be read, about; zero when all are.
    #[serde(default)]
    pub unread: u64,
    /// How many of them there are in all, about, while they are read.
    #[serde(default, skip_serializing_if = "is_none")]
    pub comments: u64,
    /// How far each entry got that goes out, or went; one that is not named stays here.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub deliveries: Arc<BTreeMap<EntryId, Delivery>>,
    /// Why each stuck entry does not go out.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: Arc<BTreeMap<EntryId, String>>,
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
            unread: 0,
            comments: 0,
            deliveries: Arc::default(),
            reasons: Arc::default(),
        }
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_none(count: &u64) -> bool {
    *count == 0
}

impl MirrorStatus {
    /// Returns how far the reading of a long thread is; none when no comment is left to be read.
    #[must_use]
    pub fn reading_words(&self) -> Option<String> {
        let read = self.comments.saturating_sub(self.unread);
        let words = || format!("{} of {}", grouped(read), grouped(self.comments));
        (self.unread > 0).then(words)
    }
}
