//! What the body has no room for: comments of ours that continue it.
//!
//! Such a comment goes out like any other, exactly once, and is never edited. The body goes
//! without what it holds only after it was seen on the issue: the plan is told of the comments
//! that were read, and of no others.

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::document::Continuation;
use crate::domain::ids::EntryId;
use crate::domain::mirror::{Operation, OutboxItem, OutboxKey, PostedState};
use crate::domain::sync_plan::Plan;
use crate::github::wire::Comment;

impl<L: Ledger> Mirror<L> {
    /// Has what the body has no room for posted, one comment at a time.
    pub(super) async fn queue_overflow(&mut self, plan: &Plan) -> Result<(), Trouble> {
        let Some(overflow) = &plan.overflow else {
            return Ok(());
        };
        if self.is_continuing() {
            return Ok(());
        }
        let random = fastrand::u128(..) >> 48;
        let key = OutboxKey::from(EntryId::new(self.now(), random));
        // First, so that a program that ends behind it knows which comment it waits for.
        self.state.continuing = Some(key);
        self.save().await?;
        let item = OutboxItem::queued(key, Operation::Comment, overflow.comment(key));
        self.put(item).await
    }

    /// Returns whether a comment that continues the body is on its way, or posted and not read
    /// yet.
    fn is_continuing(&self) -> bool {
        let Some(key) = self.state.continuing else {
            return false;
        };
        let waits = self.outbox.iter().any(|item| item.key == key);
        let posted = self.state.posted.get(&key);
        waits || posted.is_some_and(|posted| posted.state != PostedState::Gone)
    }

    /// Keeps a comment that continues the body, whichever sitroom posted it; returns false for
    /// any other comment. Of two with one key the lower id counts.
    pub(super) fn take_continuation(&mut self, comment: &Comment) -> bool {
        let Some(read) = Continuation::read(comment.id, &comment.body) else {
            return false;
        };
        let all = &mut self.state.continuations;
        match all.iter_mut().find(|known| known.key == read.key) {
            Some(known) if known.comment < read.comment => {}
            Some(known) => *known = read.clone(),
            None => all.push(read.clone()),
        }
        let continuing = self.state.continuing.map(|key| key.to_string());
        if continuing.as_ref() == Some(&read.key) {
            self.state.continuing = None;
        }
        true
    }

    /// Takes note that somebody deleted a comment that continued the body; what it held
    /// returns to the body.
    pub(super) fn forget_continuation(&mut self, comment: u64) {
        for known in &mut self.state.continuations {
            if known.comment == comment {
                known.body = None;
            }
        }
    }
}
