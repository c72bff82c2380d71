//! Reads that are behind: replicas and caches that have not heard of the latest yet.
//!
//! GitHub promises nowhere that what was just written is in the next answer, so a client has
//! to cope with each of these lists being behind on its own.

use chrono::{DateTime, Utc};

use super::issue::Issue;

/// How many changes of an issue are kept to be behind by.
const KEPT: usize = 16;

/// What can be behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    /// Reads of one issue show it as it was so many changes ago.
    Issue,
    /// Lists of comments lack so many of the newest.
    Comments,
    /// Lists of a repository's issues lack so many of the newest.
    Issues,
    /// The history of a body lacks so many of the newest revisions.
    History,
}

/// How far behind, and for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    /// How many changes behind.
    pub by: usize,
    /// For how many reads; a page of a list is a read.
    pub reads: usize,
}

impl Lag {
    /// Nothing is behind.
    const NONE: Self = Self { by: 0, reads: 0 };

    /// Behind by so many changes, until it is said otherwise.
    #[must_use]
    pub fn by(changes: usize) -> Self {
        Self {
            by: changes,
            reads: usize::MAX,
        }
    }

    /// Behind for so many reads only.
    #[must_use]
    pub fn reads(mut self, reads: usize) -> Self {
        self.reads = reads;
        self
    }

    /// Returns how far the read that happens now is behind.
    fn take(&mut self) -> usize {
        if self.reads == 0 {
            return 0;
        }
        if self.reads != usize::MAX {
            self.reads -= 1;
        }
        self.by
    }
}

/// How far everything is behind.
#[derive(Debug, Clone)]
pub(super) struct Lags {
    issue: Lag,
    comments: Lag,
    issues: Lag,
    history: Lag,
}

impl Default for Lags {
    fn default() -> Self {
        Self {
            issue: Lag::NONE,
            comments: Lag::NONE,
            issues: Lag::NONE,
            history: Lag::NONE,
        }
    }
}

impl Lags {
    pub(super) fn set(&mut self, what: Stale, lag: Lag) {
        *self.of(what) = lag;
    }

    /// Returns how far the read that happens now is behind.
    pub(super) fn take(&mut self, what: Stale) -> usize {
        self.of(what).take()
    }

    fn of(&mut self, what: Stale) -> &mut Lag {
        match what {
            Stale::Issue => &mut self.issue,
            Stale::Comments => &mut self.comments,
            Stale::Issues => &mut self.issues,
            Stale::History => &mut self.history,
        }
    }
}

/// What a read of an issue shows that can change.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Face {
    pub(super) title: String,
    pub(super) body: String,
    pub(super) open: bool,
    pub(super) state_reason: Option<String>,
    pub(super) labels: Vec<String>,
    pub(super) locked: bool,
    pub(super) updated_at: DateTime<Utc>,
    pub(super) closed_at: Option<DateTime<Utc>>,
    /// How many comments there are.
    pub(super) comments: usize,
}

impl Face {
    /// Returns what a read of the issue shows that is not behind.
    pub(super) fn of(issue: &Issue) -> Self {
        Self {
            title: issue.title.clone(),
            body: issue.body.clone(),
            open: issue.open,
            state_reason: issue.state_reason.clone(),
            labels: issue.labels.clone(),
            locked: issue.locked,
            updated_at: issue.updated_at,
            closed_at: issue.closed_at,
            comments: issue.comments.len(),
        }
    }

    fn is_of(&self, issue: &Issue) -> bool {
        self.comments == issue.comments.len()
            && self.updated_at == issue.updated_at
            && self.open == issue.open
            && self.locked == issue.locked
            && self.closed_at == issue.closed_at
            && self.state_reason == issue.state_reason
            && self.title == issue.title
            && self.labels == issue.labels
            && self.body == issue.body
    }
}

/// What reads of one issue showed, the oldest first, the present last.
#[derive(Debug, Clone, Default)]
pub(super) struct Past(Vec<Face>);

impl Past {
    /// Keeps what the issue shows now, if that is news.
    pub(super) fn keep(&mut self, issue: &Issue) {
        if self.0.last().is_some_and(|last| last.is_of(issue)) {
            return;
        }
        if self.0.len() == KEPT {
            self.0.remove(0);
        }
        self.0.push(Face::of(issue));
    }

    /// Returns what was shown so many changes ago, or the oldest that is known.
    pub(super) fn back(&self, by: usize) -> Option<&Face> {
        let at = self.0.len().checked_sub(1)?.saturating_sub(by);
        self.0.get(at)
    }
}
