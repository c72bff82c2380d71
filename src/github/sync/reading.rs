//! Reading the comments, page by page, and what a whole list allows to conclude.

use std::collections::HashSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::mirror::{PostedState, SyncState};
use crate::github::wire::Comment;

/// How many pages of 100 comments a round reads; a longer thread goes on in the next round, so
/// that what is recorded here meanwhile does not wait.
const PAGES: usize = 10;

/// Timestamps have whole seconds, so what is asked for overlaps with what was seen.
const OVERLAP: TimeDelta = TimeDelta::seconds(2);

/// How often all comments are read: only a whole list shows that one is gone.
const ALL_EVERY: TimeDelta = TimeDelta::minutes(15);

/// How often in a row a list may be shorter than the issue says before it is believed.
const MOST_SHORT: u32 = 3;

/// A list of comments that is being read.
#[derive(Debug, Clone)]
pub(super) struct Reading {
    /// Whether all comments are read, or those since the last time.
    is_whole: bool,
    since: Option<DateTime<Utc>>,
    /// The next page; none before the first and behind the last.
    next: Option<String>,
    /// The comments so far.
    pub(super) ids: HashSet<u64>,
    newest: Option<DateTime<Utc>>,
    /// How many there are, as the issue said when this began.
    pub(super) count: u64,
    /// When the issue had last changed when this began.
    pub(super) changed_at: Option<DateTime<Utc>>,
    /// Whether the rest of it is left unread for now.
    pub(super) rests: bool,
}

impl Reading {
    fn new(is_whole: bool, state: &SyncState) -> Self {
        let since = state.comments_since.map(|at| at - OVERLAP);
        Self {
            is_whole,
            since: since.filter(|_| !is_whole),
            next: None,
            ids: HashSet::new(),
            newest: state.comments_since,
            count: state.comment_count,
            changed_at: state.changed_at,
            rests: false,
        }
    }

    /// Returns about how many comments are still to be read.
    pub(super) fn left(&self) -> u64 {
        self.count.saturating_sub(self.ids.len() as u64)
    }

    /// Takes a page in; returns true when it was the last.
    fn turn(&mut self, comments: &[Comment], next: Option<String>) -> bool {
        for comment in comments {
            self.ids.insert(comment.id);
            self.newest = self.newest.max(Some(comment.updated_at));
        }
        self.next = next;
        self.next.is_none()
    }
}

impl<L: Ledger> Mirror<L> {
    /// Reads comments if there is news of them, and takes in what others wrote. Returns
    /// whether anything was read.
    pub(super) async fn pull_comments(&mut self) -> Result<bool, Trouble> {
        if self.reading.as_ref().is_some_and(|it| it.rests) {
            return Ok(false);
        }
        if self.reading.is_none() {
            let Some(is_whole) = self.wants_whole_list() else {
                return Ok(false);
            };
            self.reading = Some(Reading::new(is_whole, &self.state));
        }
        for _ in 0..PAGES {
            if self.next_page().await? {
                self.finish_reading().await?;
                break;
            }
            self.save().await?;
            self.tell_progress();
        }
        Ok(true)
    }

    /// Returns whether comments are to be read, and if so whether all of them. Nothing is
    /// asked while the issue says that nothing changed, except now and then: nobody promises
    /// that it notices an edited comment.
    fn wants_whole_list(&self) -> Option<bool> {
        let read = &self.state.comments;
        let now = (self.state.comment_count, self.state.changed_at);
        let has_moved = (read.count, read.changed_at) != now;
        let is_due = read.all_at.is_none_or(|at| self.now() - at >= ALL_EVERY);
        let is_one_gone = self.our_view().len() as u64 > self.state.comment_count;
        match (has_moved, is_due) {
            (true, _) => Some(is_due || is_one_gone),
            (false, true) => Some(read.has_moved || read.all_at.is_none()),
            (false, false) => None,
        }
    }

    /// Returns the comments that are on the issue as far as is known here.
    pub(super) fn our_view(&self) -> HashSet<u64> {
        let posted = self.state.posted.values();
        let ours = posted.filter(|posted| posted.state != PostedState::Gone);
        let others = self.state.others.keys().filter_map(|id| id.parse().ok());
        ours.map(|posted| posted.comment)
            .chain(self.state.doubles.iter().copied())
            .chain(others)
            .collect()
    }

    async fn next_page(&mut self) -> Result<bool, Trouble> {
        let number = self.remote()?.number;
        let Some(reading) = &self.reading else {
            return Ok(true);
        };
        let (since, next) = (reading.since, reading.next.clone());
        let repository = &self.options.repository;
        let page = self
            .client
            .comments_page(repository, number, since, next.as_deref())
            .await?;
        for comment in &page.value {
            self.take_comment(comment).await?;
        }
        let reading = self.reading.as_mut();
        Ok(reading.is_none_or(|reading| reading.turn(&page.value, page.meta.next)))
    }

    async fn finish_reading(&mut self) -> Result<(), Trouble> {
        let Some(reading) = self.reading.take() else {
            return Ok(());
        };
        self.state.comments_since = reading.newest;
        let had_moved =
            self.state.comments.has_moved || self.state.comments.changed_at != reading.changed_at;
        let have = if reading.is_whole {
            reading.ids.len()
        } else {
            self.our_view().len()
        };
        // A list that lacks what the issue counts comes from a copy that is behind.
        if (have as u64) < reading.count && self.short_lists < MOST_SHORT {
            self.short_lists += 1;
        } else {
            self.short_lists = 0;
            self.state.comments.count = reading.count;
            self.state.comments.changed_at = reading.changed_at;
        }
        if reading.is_whole {
            let concluded = self.conclude(&reading).await?;
            self.state.comments.has_moved = !concluded;
            self.state.comments.all_at = Some(self.now());
        } else {
            self.state.comments.has_moved = had_moved;
            if !had_moved {
                self.state.comments.all_at = Some(self.now());
            }
        }
        self.moved();
        self.remark_doubles();
        Ok(())
    }
}
