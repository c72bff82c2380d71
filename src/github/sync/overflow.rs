//! Comments that hold what the body has no room for.
//!
//! The plan says what is to go there. The comment is posted like any other, once; only when it
//! was seen on the issue does the body go without what stands in it.

use super::digest::digest;
use super::import::SOMEBODY;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::document::{Continuation, is_continuation, mark_of, normalise};
use crate::domain::ids::EntryId;
use crate::domain::mirror::{Operation, OutboxItem, OutboxKey, PostedState};
use crate::domain::sync_plan::Plan;
use crate::github::wire::Comment;

/// How many hexadecimal digits of a digest make the random part of a key.
const RANDOM: usize = 20;

impl<L: Ledger> Mirror<L> {
    /// Has what the body has no room for posted, one comment after the other.
    pub(super) async fn queue_overflow(&mut self, plan: &Plan) -> Result<(), Trouble> {
        let Some(overflow) = &plan.overflow else {
            return Ok(());
        };
        if self.outbox.iter().any(continues) || self.awaits_continuation() {
            return Ok(());
        }
        // It is nobody's entry: what it says and when makes its key.
        let text = overflow.comment(EntryId::default().into());
        let random = u128::from_str_radix(&digest(&text)[..RANDOM], 16).unwrap_or_default();
        let key = OutboxKey::from(EntryId::new(self.now(), random));
        let body = overflow.comment(key);
        self.put(OutboxItem::queued(key, Operation::Comment, body))
            .await
    }

    /// Returns whether a comment was posted and was not seen on the issue since.
    pub(super) fn awaits_continuation(&self) -> bool {
        self.state.posted.iter().any(|(key, posted)| {
            posted.state == PostedState::Sent && !self.known.has_entry(key.entry)
        })
    }

    /// Remembers a comment that continues the body, as it was first seen, whoever posted it.
    pub(super) async fn take_continuation(
        &mut self,
        found: Continuation,
        comment: &Comment,
    ) -> Result<(), Trouble> {
        let key = OutboxKey::try_from(found.key.clone()).ok();
        let is_ours = |key: &OutboxKey| {
            self.state.posted.contains_key(key) || self.outbox.iter().any(|item| item.key == *key)
        };
        if let Some(key) = key.filter(is_ours) {
            self.recognise(&[key], comment);
        }
        let all = &mut self.state.continuations;
        let Some(known) = all.iter_mut().find(|known| known.key == found.key) else {
            all.push(found);
            return Ok(());
        };
        if known.comment > found.comment {
            *known = found;
            return Ok(());
        }
        let was_edited = known.comment == found.comment
            && known.body.as_deref().map(normalise) != found.body.as_deref().map(normalise);
        if was_edited {
            let seen = format!(
                "a comment in which a part of the issue stands was edited on GitHub; what it \
                 said before still counts [#issuecomment-{}]",
                found.comment
            );
            self.say_once(seen).await?;
        }
        Ok(())
    }

    /// Records something that was seen on the issue, unless these very words are recorded.
    pub(super) async fn say_once(&mut self, seen: String) -> Result<(), Trouble> {
        self.catch_up().await?;
        if self.known.is_seen(&seen) {
            return Ok(());
        }
        let request = Request::from_issue(Command::ImportState { seen }, SOMEBODY, None);
        let incident = self.ledger.execute(request).await?;
        self.follow(incident);
        Ok(())
    }
}

/// Returns whether an operation posts a comment that continues the body.
fn continues(item: &OutboxItem) -> bool {
    item.operation == Operation::Comment
        && mark_of(&item.body).is_some_and(|mark| is_continuation(&mark))
}
