//! What is agreed with the issue, and what is known of its comments.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::OutboxKey;
use crate::domain::document::{Continuation, Document, normalise, parse_hinted, render_new};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::sync_plan::Issue;
use crate::domain::time::Instant;

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
    /// How the issue's state read when it was last read: state, reason, when it was closed.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub state_word: String,
    /// What the agreed body was written over, as long as it is the last one that was written
    /// here: a text that goes back behind it undoes what was written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub written_over: Option<String>,
    /// Whether we closed the issue; what others do to its state is not undone.
    pub is_closed_by_us: bool,
    /// Digests of what was taken over since both sides last agreed and must not be taken over
    /// again, such as text that people wrote: it stays different until the issue is written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub taken_over: Vec<String>,
    /// What is being taken over. A program that ends in the middle of it goes on with that
    /// text: part of it is in the record already, and would look like a change of this side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub taking: Option<Taking>,
    /// The issue as it was last read, while it cannot be told what is ours there. What people
    /// change meanwhile is taken over once it can be told again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unread: Option<Unread>,
    /// A write of the body whose outcome, or what it covered, is not settled yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_doubt: Option<BodyWrite>,
    /// A change of the title whose outcome, or what it covered, is not settled yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title_in_doubt: Option<TitleWrite>,
    /// Whether the last write could not be held against the edit history.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unverified: bool,
    /// Digests of the bodies that were agreed on lately, the newest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<String>,
    /// The `ETag` of the issue; only good for the token it was given to.
    pub etag: String,
    /// SHA-256 of the token the `ETag` belongs to, in hexadecimal.
    pub etag_token: String,
    /// When anything about the issue last changed, by the server's clock, as far as it was
    /// seen. An answer that is older comes from a copy that is behind.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Instant>,
    /// How many comments the issue has, as far as it was seen.
    pub comment_count: u64,
    /// Server time up to which comments were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comments_since: Option<Instant>,
    /// How far the comments were read.
    pub comments: CommentsRead,
    /// Journal position up to which comments were queued.
    pub queued_up_to: u64,
    /// Our comments on the issue, by what they carry.
    pub posted: BTreeMap<OutboxKey, Posted>,
    /// Comments of ours that hold what the body has no room for, as they were read.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub continuations: Vec<Continuation>,
    /// One of them that is on its way, or was posted and not read yet.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub continuing: Option<OutboxKey>,
    /// The comments of others, by GitHub's id as text, with a digest of what they said.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub others: BTreeMap<String, String>,
    /// Comments that carry what another one of ours carries already.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub doubles: BTreeSet<u64>,
    /// When issues and comments were created lately, by the local clock, the oldest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub created: Vec<Instant>,
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

impl SyncState {
    /// Returns what a record that was just made out of an issue agreed on with it: what it took
    /// over. Whatever else stands there, or is changed there since, is news.
    #[must_use]
    pub fn of_adopted(
        incident: &Incident,
        playbook: &Playbook,
        issue: &Issue,
        now: Instant,
    ) -> Self {
        let mut document = Document::of(incident, playbook, now);
        // Somebody may have changed the title and left the line below it, or the line alone.
        if let Some((_, first)) = parse_hinted(&issue.body, &[&issue.title], true).first {
            document.title = document.bare_title(&first).to_owned();
        }
        Self {
            base_body: normalise(&render_new(&document)),
            base_title: issue.title.clone(),
            base_closed: incident.closed,
            ..Self::default()
        }
    }

    /// Returns whether anything was ever agreed on with the issue, or may have been sent to it.
    #[must_use]
    pub fn has_agreed(&self) -> bool {
        !self.base_body.is_empty() || self.in_doubt.is_some() || !self.posted.is_empty()
    }
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

/// An issue as it was read, while its changes are being taken over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Taking {
    /// The title.
    pub title: String,
    /// The body, with LF line ends.
    pub body: String,
    /// Whether it was closed.
    pub closed: bool,
    /// Who made the changes, as far as anybody can tell.
    pub editor: String,
    /// The body that it is compared with.
    pub base: String,
    /// The text before that one, if what goes back behind it is to be told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
    /// Whether it is known that it was made from the text before.
    pub is_gone_back: bool,
    /// What somebody made of the agreed text before another sitroom wrote this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<String>,
    /// Where the journal stood when it began.
    pub since: u64,
}

/// An issue that was looked at and not read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Unread {
    /// The title.
    pub title: String,
    /// The body, with LF line ends.
    pub body: String,
    /// Whether it was closed.
    pub closed: bool,
    /// The `ETag` of this state of the issue; empty if it is not known.
    pub etag: String,
}

/// A write of the issue's body, as it was sent, with those before it that are not settled
/// either.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct BodyWrite {
    /// The text that the first of them was merged from.
    pub merged_from: String,
    /// What that text itself had been written over, if it was ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub over: Option<String>,
    /// When that text was read, by the server's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read_at: Option<Instant>,
    /// The text that was written last.
    pub body: String,
    /// When it was sent, by the local clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sent: Option<Instant>,
    /// Digests of the texts that were written before it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
    /// Digests of texts of others that it brings back.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub brings_back: Vec<String>,
    /// Where the journal stood when the first of them was written. What was taken over since
    /// from a text that they covered, and changed here then, is not taken over again.
    pub since: u64,
    /// Whether it is known to have arrived.
    pub landed: bool,
    /// How often the history was asked for it in vain.
    pub looks: u32,
}

/// A change of the issue's title, as it was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TitleWrite {
    /// The title that stood there.
    pub merged_from: String,
    /// The title that was written.
    pub title: String,
    /// When it was sent, by the local clock.
    pub sent: Instant,
}

/// A comment of ours on the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "PostedForm")]
pub struct Posted {
    /// GitHub's id of it.
    pub comment: u64,
    /// What is known of it.
    pub state: PostedState,
}

impl Posted {
    /// Returns a comment that GitHub said it took.
    #[must_use]
    pub fn sent(comment: u64) -> Self {
        Self {
            comment,
            state: PostedState::Sent,
        }
    }
}

/// What is known of a comment of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PostedState {
    /// GitHub said that it took it.
    Sent,
    /// It was in a list of the issue's comments afterwards.
    Confirmed,
    /// Somebody deleted it; it is not posted again.
    Gone,
}

/// How a posted comment may stand in the file: form 1 had the id alone.
#[derive(Deserialize)]
#[serde(untagged)]
enum PostedForm {
    Id(u64),
    Known { comment: u64, state: PostedState },
}

impl From<PostedForm> for Posted {
    fn from(form: PostedForm) -> Self {
        match form {
            PostedForm::Id(comment) => Self::sent(comment),
            PostedForm::Known { comment, state } => Self { comment, state },
        }
    }
}

/// How far the comments were read.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct CommentsRead {
    /// How many comments the issue said it had when they were last read.
    pub count: u64,
    /// When the issue said it last changed when they were last read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed_at: Option<Instant>,
    /// When all of them were last read, by the local clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub all_at: Option<Instant>,
    /// Whether the issue changed since all of them were read.
    pub has_moved: bool,
}
