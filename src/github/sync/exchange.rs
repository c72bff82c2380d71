//! Reading the issue, merging it with the record, and writing it back.

use chrono::{DateTime, Utc};

use super::digest::digest;
use super::ground::Ground;
use super::issue_state::state_word;
use super::ledger::Ledger;
use super::lineage::signed;
use super::mirror::Mirror;
use super::trouble::Trouble;
use super::write::Wrote;
use crate::domain::document::normalise;
use crate::domain::mirror::Unread;
use crate::domain::sync_plan::{Issue as Side, Plan};
use crate::github::client::{Failure, IssueChange};
use crate::github::wire::{Issue, IssueState};

/// How often a round starts over because somebody wrote at the same time.
pub(super) const MOST_TRIES: u32 = 3;

/// How many bodies that were agreed on are remembered by their digests.
const MOST_AGREED: usize = 64;

/// What the issue held when it was read.
pub(super) struct Seen {
    pub(super) side: Side,
    pub(super) etag: Option<String>,
    /// When it was read, by the server's clock.
    pub(super) read_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub(super) changed_at: Option<DateTime<Utc>>,
}

impl<L: Ledger> Mirror<L> {
    /// Reads the issue, takes over what changed there, and writes what changed here.
    pub(super) async fn exchange(&mut self) -> Result<(), Trouble> {
        self.finish_taking().await?;
        self.settle_title().await?;
        self.settle_doubt().await?;
        for _ in 0..MOST_TRIES {
            // What can be done before the issue is read is, so that nothing stands between the
            // last look at it and the write.
            let is_ready = self.has_something_to_say();
            if is_ready {
                self.space_writes(self.options.pace.write_gap).await;
                self.check_writing().await?;
            }
            let seen = self.read().await?;
            let pulled = self.pull_comments().await?;
            let (plan, imported) = self.merge_news(&seen).await?;
            self.suggest_again().await?;
            if plan.is_unreadable {
                self.leave_unread(&seen.side, seen.etag.clone());
                return self.save().await;
            }
            if imported {
                // All of it is in the record, whether or not it is written over now: who
                // changes it back meanwhile has changed something.
                self.agree(&seen.side, seen.etag.clone());
                self.save().await?;
            }
            self.queue_overflow(&plan).await?;
            let is_fresh = is_ready && !pulled && !imported;
            if self.push(&seen, &plan, is_fresh).await? {
                self.state.last_push = Some(self.now());
                return self.save().await;
            }
        }
        Err(Trouble::Unfinished {
            cause: "the issue is being edited; trying again in a moment".to_owned(),
        })
    }

    /// Reads the issue and takes over what changed there; nothing is written.
    pub(super) async fn look_only(&mut self) -> Result<(), Trouble> {
        let seen = self.read().await?;
        self.pull_comments().await?;
        let (plan, imported) = self.merge_news(&seen).await?;
        self.suggest_again().await?;
        if plan.is_unreadable {
            self.leave_unread(&seen.side, seen.etag.clone());
        } else if imported || (plan.body.is_none() && plan.title.is_none()) {
            self.agree(&seen.side, seen.etag.clone());
        }
        self.save().await
    }

    /// Returns whether the issue, as it was agreed on, would have to be written.
    fn has_something_to_say(&self) -> bool {
        let base = self.base();
        let plan = self.plan(&base, &base, &self.incident.conflicts);
        plan.body.is_some() || plan.title.is_some()
    }

    pub(super) async fn read(&mut self) -> Result<Seen, Trouble> {
        let number = self.remote()?.number;
        let unread = self.state.unread.as_ref().map(|unread| &unread.etag);
        let etag = unread.unwrap_or(&self.state.etag);
        let etag = Some(etag.as_str()).filter(|etag| !etag.is_empty());
        let read = self
            .client
            .issue(&self.options.repository, number, etag)
            .await;
        let now = self.now();
        match &read {
            Ok(reply) => self.heard.hear(&reply.meta, now),
            Err(Failure::NotModified(meta)) => self.heard.hear(meta, now),
            Err(_) => {}
        }
        if matches!(read, Ok(_) | Err(Failure::NotModified(_))) {
            self.state.last_pull = Some(now);
        }
        self.has_news |= read.is_ok();
        match read {
            Ok(reply) => {
                self.check_age(&reply.value)?;
                Ok(Seen {
                    side: side_of(&reply.value),
                    etag: reply.meta.etag,
                    read_at: reply.meta.date,
                    changed_at: Some(reply.value.updated_at),
                })
            }
            // The ETag is only kept while the text it stands for is the agreed one.
            Err(Failure::NotModified(meta)) => Ok(Seen {
                side: self.last_seen(),
                etag: etag.map(str::to_owned),
                read_at: meta.date,
                changed_at: self.state.changed_at,
            }),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Remembers how the issue stands, unless the answer comes from a copy that is behind: an
    /// older text would look as if somebody had undone the newer one.
    fn check_age(&mut self, issue: &Issue) -> Result<(), Trouble> {
        if self
            .state
            .changed_at
            .is_some_and(|known| issue.updated_at < known)
        {
            return Err(Trouble::Unfinished {
                cause: "GitHub answered with an older copy of the issue; looking again".to_owned(),
            });
        }
        self.state.changed_at = Some(issue.updated_at);
        self.state.comment_count = issue.comments;
        self.state.state_word = state_word(issue);
        Ok(())
    }

    /// Returns what both sides last agreed on.
    pub(super) fn base(&self) -> Side {
        Side {
            title: self.state.base_title.clone(),
            body: self.state.base_body.clone(),
            closed: self.state.base_closed,
        }
    }

    /// Returns the issue as it was when its `ETag` was given out.
    fn last_seen(&self) -> Side {
        match self.state.unread.clone() {
            None => self.base(),
            Some(unread) => Side {
                title: unread.title,
                body: unread.body,
                closed: unread.closed,
            },
        }
    }

    /// Remembers an issue on which it cannot be told what is ours, without agreeing to it.
    pub(super) fn leave_unread(&mut self, side: &Side, etag: Option<String>) {
        self.state.unread = Some(Unread {
            title: side.title.clone(),
            body: side.body.clone(),
            closed: side.closed,
            etag: etag.unwrap_or_default(),
        });
        self.state.taking = None;
    }

    /// Returns what both sides last agreed on, and what it was written over.
    pub(super) fn ground(&self) -> Ground {
        Ground {
            base: self.base(),
            over: self.state.written_over.clone(),
            is_gone_back: false,
            earlier: None,
        }
    }

    /// Returns an older text as what a text is compared with.
    pub(super) fn older_ground(&self, body: &str) -> Ground {
        Ground {
            base: Side {
                body: body.to_owned(),
                ..self.base()
            },
            over: None,
            is_gone_back: false,
            earlier: None,
        }
    }

    /// Writes the issue if it does not say what it should. Returns false when somebody else
    /// wrote in the meantime and the round has to start over. `is_fresh` says that nothing
    /// stood between the look at the issue and this.
    async fn push(&mut self, seen: &Seen, plan: &Plan, is_fresh: bool) -> Result<bool, Trouble> {
        if plan.body.is_none() && plan.title.is_none() {
            self.agree(&seen.side, seen.etag.clone());
            return Ok(true);
        }
        let body = plan.body.as_deref();
        let body = body.map(|body| signed(body, &seen.side.body, &[]));
        if body
            .as_deref()
            .is_some_and(|body| self.is_fought_over(body))
        {
            self.remark(
                "what is written here is taken off the issue again and again; it is left as it \
                 is until something changes",
            );
            self.agree(&seen.side, seen.etag.clone());
            return Ok(true);
        }
        if !is_fresh {
            self.space_writes(self.options.pace.write_gap).await;
            self.check_writing().await?;
            if !self.is_unchanged(seen).await? {
                return Ok(false);
            }
        }
        let mut wrote = seen.side.clone();
        if let Some(title) = &plan.title {
            wrote.title = self.write_title(&seen.side.title, title).await?;
        }
        let Some(body) = &body else {
            self.agree(&wrote, None);
            return Ok(true);
        };
        let outcome = self.write_body(seen, body, Vec::new()).await?;
        wrote.body.clone_from(body);
        self.agree_on_write(&wrote, &seen.side.body);
        match outcome {
            Wrote::Clean => Ok(true),
            // Read back: what stands there now is the best there is to go by.
            Wrote::Unverified => {
                self.save().await?;
                self.rest(2.0).await;
                Ok(false)
            }
            Wrote::Covered(covered) => {
                self.save().await?;
                self.recover(covered).await?;
                Ok(false)
            }
        }
    }

    /// Returns whether a text was written twice already and taken off again: two programs that
    /// mend each other never end. It has the position of the journal in it, so that only the
    /// very same state of the record makes the same text.
    fn is_fought_over(&self, body: &str) -> bool {
        let body = digest(body);
        self.state
            .agreed
            .iter()
            .filter(|known| **known == body)
            .count()
            > 1
    }

    /// Makes what stands on the issue the base of what comes next.
    pub(super) fn agree(&mut self, side: &Side, etag: Option<String>) {
        if side.body != self.state.base_body {
            self.state.written_over = None;
            self.know(&side.body);
        }
        self.state.base_body.clone_from(&side.body);
        self.state.base_title.clone_from(&side.title);
        self.state.base_closed = side.closed;
        self.state.etag = etag.unwrap_or_default();
        self.state.taken_over.clear();
        self.state.taking = None;
        self.state.unread = None;
    }

    /// Makes what we wrote the base, and remembers what it was written over.
    pub(super) fn agree_on_write(&mut self, side: &Side, over: &str) {
        let is_same = side.body == self.state.base_body;
        self.know(over);
        self.agree(side, None);
        if is_same {
            // Written once more, because somebody had taken it off again.
            self.know(&side.body);
        }
        if side.body != over {
            self.state.written_over = Some(over.to_owned());
        }
    }

    fn know(&mut self, body: &str) {
        self.state.agreed.push(digest(body));
        let extra = self.state.agreed.len().saturating_sub(MOST_AGREED);
        self.state.agreed.drain(..extra);
    }

    /// Looks once more before writing: GitHub has no compare-and-swap, so this narrows the
    /// window to one round trip, and the edit history shows what fell into it.
    async fn is_unchanged(&mut self, seen: &Seen) -> Result<bool, Trouble> {
        let number = self.remote()?.number;
        let etag = seen.etag.as_deref().filter(|etag| !etag.is_empty());
        match self
            .client
            .issue(&self.options.repository, number, etag)
            .await
        {
            Err(Failure::NotModified(_)) => Ok(true),
            Ok(reply) => {
                let same = normalise(&reply.value.body) == seen.side.body
                    && reply.value.title == seen.side.title;
                if !same {
                    self.state.etag.clear();
                }
                Ok(same)
            }
            Err(failure) => Err(failure.into()),
        }
    }

    pub(super) async fn patch(&mut self, change: IssueChange<'_>) -> Result<Issue, Failure> {
        let number = self.state.remote.as_ref().map_or(0, |remote| remote.number);
        let repository = &self.options.repository;
        let reply = self.client.update_issue(repository, number, change).await?;
        self.own_change(reply.value.updated_at);
        Ok(reply.value)
    }

    /// Remembers that the issue changed because of us, so that its comments are not read again
    /// for that alone.
    pub(super) fn own_change(&mut self, at: DateTime<Utc>) {
        let read = &mut self.state.comments;
        if read.changed_at == self.state.changed_at {
            read.changed_at = read.changed_at.max(Some(at));
        }
        self.state.changed_at = self.state.changed_at.max(Some(at));
    }
}

/// Returns an issue as the plan takes it.
pub(super) fn side_of(issue: &Issue) -> Side {
    Side {
        title: issue.title.clone(),
        body: normalise(&issue.body),
        closed: issue.state == IssueState::Closed,
    }
}
