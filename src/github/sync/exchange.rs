//! Reading the issue, merging it with the record, and writing it back.

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::document::normalise;
use crate::domain::sync_plan::{Issue as Side, Plan};
use crate::github::client::{Failure, IssueChange};
use crate::github::wire::IssueState;

/// How often a round starts over because somebody wrote at the same time.
pub(super) const MOST_TRIES: u32 = 3;

/// What the issue held when it was read.
struct Seen {
    side: Side,
    etag: Option<String>,
    /// Whether anything about the issue changed since the last round.
    is_news: bool,
}

impl<L: Ledger> Mirror<L> {
    /// Reads the issue, takes over what changed there, and writes what changed here.
    pub(super) async fn exchange(&mut self) -> Result<(), Trouble> {
        self.settle_doubt().await?;
        for _ in 0..MOST_TRIES {
            let seen = self.read().await?;
            if seen.is_news {
                self.pull_comments().await?;
            }
            let plan = self.merge(&seen.side, None).await?;
            if self.push(&seen, &plan).await? {
                self.state.last_push = Some(self.now());
                self.push_state().await?;
                return self.save().await;
            }
        }
        Err(Trouble::Unfinished {
            cause: "the issue is being edited; trying again in a moment".to_owned(),
        })
    }

    async fn read(&mut self) -> Result<Seen, Trouble> {
        let number = self.remote()?.number;
        let etag = Some(self.state.etag.as_str()).filter(|etag| !etag.is_empty());
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
            Ok(reply) => Ok(Seen {
                side: Side {
                    title: reply.value.title.clone(),
                    body: normalise(&reply.value.body),
                    closed: reply.value.state == IssueState::Closed,
                },
                etag: reply.meta.etag,
                is_news: true,
            }),
            // The ETag is only kept while the text it stands for is the agreed one.
            Err(Failure::NotModified(_)) => Ok(Seen {
                side: self.base(),
                etag: Some(self.state.etag.clone()),
                is_news: false,
            }),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Returns what both sides last agreed on.
    pub(super) fn base(&self) -> Side {
        Side {
            title: self.state.base_title.clone(),
            body: self.state.base_body.clone(),
            closed: self.state.base_closed,
        }
    }

    /// Writes the issue if it does not say what it should. Returns false when somebody else
    /// wrote in the meantime and the round has to start over.
    async fn push(&mut self, seen: &Seen, plan: &Plan) -> Result<bool, Trouble> {
        if plan.body.is_none() && plan.title.is_none() {
            self.agree(&seen.side, seen.etag.clone());
            return Ok(true);
        }
        self.check_writing().await?;
        if !self.is_unchanged(seen).await? {
            return Ok(false);
        }
        self.space_writes(self.options.pace.write_gap).await;
        let mut wrote = seen.side.clone();
        if let Some(title) = &plan.title {
            let change = IssueChange {
                title: Some(title),
                ..IssueChange::default()
            };
            self.patch(change).await?;
            wrote.title.clone_from(title);
        }
        if let Some(body) = &plan.body {
            let covered = self.write_body(&seen.side.body, body).await?;
            wrote.body.clone_from(body);
            if let Some(covered) = covered {
                self.agree(&seen.side, None);
                self.recover(wrote, covered).await?;
                return Ok(false);
            }
        }
        self.agree(&wrote, None);
        Ok(true)
    }

    pub(super) fn agree(&mut self, side: &Side, etag: Option<String>) {
        self.state.base_body.clone_from(&side.body);
        self.state.base_title.clone_from(&side.title);
        self.state.base_closed = side.closed;
        self.state.etag = etag.unwrap_or_default();
        self.state.taken_over.clear();
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

    pub(super) async fn patch(&mut self, change: IssueChange<'_>) -> Result<(), Trouble> {
        let number = self.remote()?.number;
        self.client
            .update_issue(&self.options.repository, number, change)
            .await?;
        Ok(())
    }

    /// Closes the issue with the record, and opens it with the record again.
    async fn push_state(&mut self) -> Result<(), Trouble> {
        if self.incident.closed == self.state.is_closed_by_us {
            return Ok(());
        }
        self.check_writing().await?;
        let state = if self.incident.closed {
            IssueState::Closed
        } else {
            IssueState::Open
        };
        let reason = if self.incident.closed {
            "completed"
        } else {
            "reopened"
        };
        let change = IssueChange {
            state: Some(&state),
            state_reason: Some(reason),
            ..IssueChange::default()
        };
        self.patch(change).await?;
        self.state.is_closed_by_us = self.incident.closed;
        self.state.base_closed = self.incident.closed;
        self.state.etag.clear();
        Ok(())
    }
}
