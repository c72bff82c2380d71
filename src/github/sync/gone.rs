//! Comments that are gone from the issue, and comments that stand there twice.
//!
//! That something is missing from a list proves nothing: pages shift while they are read, and
//! copies are behind. A comment is gone when the issue did not change while all of its comments
//! were read, the list is as long as the issue says, and GitHub says that there is no such
//! comment.

use super::import::SOMEBODY;
use super::known::first_words;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::reading::Reading;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::ids::EntryId;
use crate::domain::mirror::PostedState;
use crate::domain::timeline::describe;
use crate::github::client::RejectionKind;

/// How many missing comments are asked for one by one after a list; the others wait for the
/// next list.
const MOST_ASKED: usize = 25;

impl<L: Ledger> Mirror<L> {
    /// Notices which comments are gone after a whole list. Returns false when the list does not
    /// allow to conclude, or not everything.
    pub(super) async fn conclude(&mut self, list: &Reading) -> Result<bool, Trouble> {
        self.state.doubles.retain(|id| list.ids.contains(id));
        let mut missing: Vec<u64> = self.our_view().difference(&list.ids).copied().collect();
        if missing.is_empty() {
            return Ok(list.left() == 0);
        }
        if list.ids.len() as u64 != list.count || !self.is_still(list).await? {
            return Ok(false);
        }
        missing.sort_unstable();
        for comment in missing.iter().take(MOST_ASKED) {
            if self.is_gone(*comment).await? {
                self.tell_gone(*comment).await?;
            }
        }
        Ok(missing.len() <= MOST_ASKED)
    }

    /// Returns whether the issue stands as it did when a list was begun.
    async fn is_still(&self, list: &Reading) -> Result<bool, Trouble> {
        let number = self.remote()?.number;
        let repository = &self.options.repository;
        let issue = self.client.issue(repository, number, None).await?.value;
        Ok((issue.comments, Some(issue.updated_at)) == (list.count, list.changed_at))
    }

    async fn is_gone(&self, comment: u64) -> Result<bool, Trouble> {
        let repository = &self.options.repository;
        match self.client.comment(repository, comment).await {
            Ok(_) => Ok(false),
            Err(failure) => match failure.rejection_kind() {
                Some(RejectionKind::NotFound | RejectionKind::Gone) => Ok(true),
                _ => Err(failure.into()),
            },
        }
    }

    /// Says once that a comment was deleted, and forgets it. One of ours is not posted again.
    async fn tell_gone(&mut self, comment: u64) -> Result<(), Trouble> {
        let posted = self.state.posted.iter();
        let key = posted
            .filter(|(_, posted)| posted.comment == comment)
            .map(|(key, _)| *key)
            .next();
        let what = match (key, self.known.comment(comment)) {
            (Some(key), _) => format!("a comment of ours ({})", self.words_of(key.entry).await?),
            (None, Some(known)) => format!("a comment by {} ({})", known.by, known.words),
            (None, None) => "a comment".to_owned(),
        };
        let seen = format!("{what} was deleted on GitHub [#issuecomment-{comment}]");
        if !self.known.is_seen(&seen) {
            let request = Request::from_issue(Command::ImportState { seen }, SOMEBODY, None);
            let incident = self.ledger.execute(request).await?;
            self.follow(incident);
        }
        self.forget_continuation(comment);
        self.state.others.remove(&comment.to_string());
        for posted in self.state.posted.values_mut() {
            if posted.comment == comment {
                posted.state = PostedState::Gone;
            }
        }
        self.save().await
    }

    /// Returns how an entry of this record reads.
    async fn words_of(&self, id: EntryId) -> Result<String, Trouble> {
        let entries = self.ledger.entries_after(0).await?;
        let entry = entries.iter().find(|entry| entry.id == id);
        Ok(entry.map_or_else(String::new, |entry| {
            first_words(&describe(&entry.event, self.incident.zone))
        }))
    }

    /// Offers to delete what stands on the issue twice. The program never does it by itself:
    /// people may have answered below either of them.
    pub(super) fn remark_doubles(&mut self) {
        let url = self.incident.issue.as_ref().map(|issue| issue.url.clone());
        let url = url.unwrap_or_default();
        for comment in self.state.doubles.clone() {
            self.remark(format!(
                "a comment stands on the issue twice; delete {url}#issuecomment-{comment} if you like"
            ));
        }
    }
}
