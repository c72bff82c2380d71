//! Closing the issue and opening it again, as any operation that goes out once.

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::queue::CLOSED;
use super::send::MOST_ATTEMPTS;
use super::trouble::Trouble;
use crate::domain::mirror::{OutboxItem, OutboxState};
use crate::github::client::IssueChange;
use crate::github::wire::{Issue, IssueState};

impl<L: Ledger> Mirror<L> {
    /// Changes the issue's state. After an unknown outcome the issue itself tells: it stands as
    /// it was asked to, or it moved since and what others did to it is left alone.
    pub(super) async fn send_state(&mut self, mut item: OutboxItem) -> Result<(), Trouble> {
        let closed = item.body == CLOSED;
        if item.state == OutboxState::Sending {
            let number = self.remote()?.number;
            let repository = &self.options.repository;
            let issue = self.client.issue(repository, number, None).await?.value;
            if (issue.state == IssueState::Closed) == closed {
                return self.state_is_set(&item, closed, &issue).await;
            }
            self.wait_out_doubt(&item)?;
            if state_word(&issue) != item.seen {
                let seen = if closed {
                    "opened again"
                } else {
                    "closed again"
                };
                self.remark(format!("the issue was {seen} on GitHub; it stays so"));
                return self.state_is_set(&item, !closed, &issue).await;
            }
            item.state = OutboxState::Queued;
        }
        if self.state.base_closed == closed {
            return self.state_is_there(&item, closed).await;
        }
        if item.attempts >= MOST_ATTEMPTS {
            let stuck = item.stuck("sent three times and the issue never changed its state");
            return self.put(stuck).await;
        }
        self.space_writes(self.options.pace.write_gap).await;
        self.check_writing().await?;
        item.seen.clone_from(&self.state.state_word);
        let item = item.sending(self.now());
        self.put(item.clone()).await?;
        let (state, reason) = if closed {
            (IssueState::Closed, "completed")
        } else {
            (IssueState::Open, "reopened")
        };
        let change = IssueChange {
            state: Some(&state),
            state_reason: Some(reason),
            ..IssueChange::default()
        };
        match self.patch(change).await {
            Ok(issue) => self.state_is_set(&item, closed, &issue).await,
            Err(failure) => self.not_sent(item, failure).await,
        }
    }

    async fn state_is_set(
        &mut self,
        item: &OutboxItem,
        is_closed: bool,
        issue: &Issue,
    ) -> Result<(), Trouble> {
        self.state.state_word = state_word(issue);
        self.state_is_there(item, is_closed).await
    }

    async fn state_is_there(&mut self, item: &OutboxItem, is_closed: bool) -> Result<(), Trouble> {
        self.state.is_closed_by_us = item.body == CLOSED;
        self.state.base_closed = is_closed;
        self.save().await?;
        self.forget(item.key).await
    }
}

/// Returns how the state of an issue reads: another word means that somebody changed it.
pub(super) fn state_word(issue: &Issue) -> String {
    let state = match &issue.state {
        IssueState::Open => "open",
        IssueState::Closed => CLOSED,
        IssueState::Other(word) => word,
    };
    let reason = issue.state_reason.as_deref().unwrap_or_default();
    let closed_at = issue.closed_at.map(|at| at.to_rfc3339());
    let word = format!("{state} {reason} {}", closed_at.unwrap_or_default());
    word.trim_end().to_owned()
}
