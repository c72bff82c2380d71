//! An issue as the practice GitHub keeps it: its text, its revisions, its comments.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};

use super::lag::Past;

/// What has become of an issue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is where it was opened.
    Here,
    /// It was deleted.
    Deleted,
    /// It now is another repository's issue: the repository's number and the issue's.
    Transferred(u64, u64),
}

/// An issue.
#[derive(Debug, Clone)]
pub struct Issue {
    /// The issue's number among all issues.
    pub id: u64,
    /// The name GraphQL knows it by.
    pub node_id: String,
    /// The number people use.
    pub number: u64,
    /// The title.
    pub title: String,
    /// The body exactly as stored.
    pub body: String,
    /// Whether it is open.
    pub open: bool,
    /// Why it is open or closed.
    pub state_reason: Option<String>,
    /// Who opened it; nobody when the account was deleted.
    pub author: Option<String>,
    /// The names of its labels.
    pub labels: Vec<String>,
    /// Whether the conversation is locked.
    pub locked: bool,
    /// When it was opened.
    pub created_at: DateTime<Utc>,
    /// When anything about it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was closed.
    pub closed_at: Option<DateTime<Utc>>,
    /// Its comments, the oldest first.
    pub comments: Vec<Comment>,
    /// Every text the body ever had, the oldest first, the original included.
    pub revisions: Vec<Revision>,
    /// Every change of the title, the oldest first.
    pub renames: Vec<Rename>,
    /// What has become of it.
    pub fate: Fate,
    pub(super) past: Past,
}

/// A change of an issue's title.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rename {
    /// What it was.
    pub from: String,
    /// What it became.
    pub to: String,
    /// Who changed it, if that is known.
    pub actor: Option<String>,
    /// When.
    pub at: DateTime<Utc>,
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comment {
    /// The comment's number; later comments have higher ones.
    pub id: u64,
    /// The text exactly as stored.
    pub body: String,
    /// Who wrote it; nobody when the account was deleted.
    pub author: Option<String>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was last edited.
    pub updated_at: DateTime<Utc>,
}

/// A text that an issue's body had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The revision's own name.
    pub id: String,
    /// The whole body.
    pub body: String,
    /// Who saved it; nobody when the account was deleted.
    pub editor: Option<String>,
    /// When it was saved.
    pub edited_at: DateTime<Utc>,
    /// When somebody removed its text from the history.
    pub deleted_at: Option<DateTime<Utc>>,
}

/// What an issue is opened with.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) labels: Vec<String>,
}

impl Issue {
    pub(super) fn new(id: u64, number: u64, login: &str, draft: Draft, now: DateTime<Utc>) -> Self {
        // GitHub's times have whole seconds.
        let now = now.trunc_subsecs(0);
        let mut issue = Self {
            id,
            node_id: node_id(id),
            number,
            title: draft.title,
            body: draft.body,
            open: true,
            state_reason: None,
            author: Some(login.to_owned()),
            labels: draft.labels,
            locked: false,
            created_at: now,
            updated_at: now,
            closed_at: None,
            comments: Vec::new(),
            revisions: Vec::new(),
            renames: Vec::new(),
            fate: Fate::Here,
            past: Past::default(),
        };
        issue.keep_revision(login, now);
        issue
    }

    /// Gives the issue other ids.
    pub(super) fn identify(&mut self, id: u64) {
        self.id = id;
        self.node_id = node_id(id);
    }

    /// Returns the revisions as GitHub shows them: newest first, and none at all for a body
    /// that was never edited.
    #[must_use]
    pub fn edits(&self) -> Vec<Revision> {
        self.edits_behind(0)
    }

    /// Returns the revisions but for so many of the newest.
    pub(super) fn edits_behind(&self, by: usize) -> Vec<Revision> {
        let known = self.revisions.len().saturating_sub(by);
        if known < 2 {
            return Vec::new();
        }
        self.revisions[..known].iter().rev().cloned().collect()
    }

    /// Replaces the body. The same text again makes no revision, and an edit by the same login
    /// within `folds_within` takes the place of the last one.
    pub(super) fn write_body(
        &mut self,
        login: &str,
        body: &str,
        now: DateTime<Utc>,
        folds_within: Option<TimeDelta>,
    ) {
        if self.body == body {
            return;
        }
        body.clone_into(&mut self.body);
        let now = now.trunc_subsecs(0);
        self.updated_at = now;
        // The original is no edit.
        let last = self.revisions.iter_mut().skip(1).last();
        let quick = last.filter(|last| {
            let is_theirs = last.editor.as_deref() == Some(login);
            is_theirs && folds_within.is_some_and(|time| now - last.edited_at <= time)
        });
        match quick {
            Some(last) => {
                body.clone_into(&mut last.body);
                last.edited_at = now;
            }
            None => self.keep_revision(login, now),
        }
    }

    /// Replaces the title.
    pub(super) fn rename(&mut self, title: &str, actor: Option<&str>, now: DateTime<Utc>) {
        if self.title == title {
            return;
        }
        let at = now.trunc_subsecs(0);
        self.renames.push(Rename {
            from: std::mem::replace(&mut self.title, title.to_owned()),
            to: title.to_owned(),
            actor: actor.map(ToOwned::to_owned),
            at,
        });
        self.updated_at = at;
    }

    pub(super) fn set_open(&mut self, open: bool, reason: Option<&str>, now: DateTime<Utc>) {
        if self.open == open {
            return;
        }
        let usual = if open { "reopened" } else { "completed" };
        self.open = open;
        self.state_reason = Some(reason.unwrap_or(usual).to_owned());
        self.closed_at = (!open).then(|| now.trunc_subsecs(0));
        self.updated_at = now.trunc_subsecs(0);
    }

    fn keep_revision(&mut self, login: &str, now: DateTime<Utc>) {
        self.revisions.push(Revision {
            id: format!("UCE_practice{}_{}", self.id, self.revisions.len()),
            body: self.body.clone(),
            editor: Some(login.to_owned()),
            edited_at: now,
            deleted_at: None,
        });
    }
}

fn node_id(id: u64) -> String {
    format!("I_practice{id}")
}
