//! Comments: ours go out exactly once, those of others come in once.

use std::collections::HashSet;

use super::create::MOST_ATTEMPTS;
use super::ledger::{Ledger, LedgerError};
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::document::{clean_import, comment_for, mark_of};
use crate::domain::event::Event;
use crate::domain::ids::EntryId;
use crate::domain::mirror::{MIRROR_FORMAT, Operation, OutboxItem, OutboxKey, OutboxState};
use crate::domain::time::When;
use crate::github::client::Failure;
use crate::github::wire::Comment;

/// How many comments go out before the issue is read and the repository looked at again.
const BATCH: usize = 10;

/// Timestamps have whole seconds, so what is asked for overlaps with what was seen.
const OVERLAP: chrono::TimeDelta = chrono::TimeDelta::seconds(2);

impl<L: Ledger> Mirror<L> {
    /// Turns the entries since the last look into waiting comments. The outbox file is named
    /// after its entry, so doing this twice changes nothing.
    pub(super) async fn queue_comments(&mut self) -> Result<(), Trouble> {
        let entries = self.ledger.entries_after(self.state.queued_up_to).await?;
        let Some(last) = entries.last().map(|entry| entry.seq) else {
            return Ok(());
        };
        let undone = self
            .drop_undone(entries.iter().map(|entry| &entry.event))
            .await?;
        for entry in entries.iter().filter(|entry| !undone.contains(&entry.id)) {
            if self.state.posted.contains_key(&entry.id.into()) {
                continue;
            }
            // What was queued counts as posted: it is on its way.
            let was_posted = |id: EntryId| !undone.contains(&id);
            let parts = comment_for(entry, &self.incident, was_posted);
            for (body, part) in parts.into_iter().zip(1..) {
                let key = OutboxKey {
                    entry: entry.id,
                    part,
                };
                self.ledger.put_outbox(waiting_comment(key, body)).await?;
            }
        }
        self.state.queued_up_to = last;
        self.save().await
    }

    /// Forgets waiting comments whose entries were taken back before they were sent, and
    /// returns everything that was taken back and never sent.
    async fn drop_undone<'a>(
        &self,
        events: impl Iterator<Item = &'a Event>,
    ) -> Result<HashSet<EntryId>, Trouble> {
        let mut undone = HashSet::new();
        for event in events {
            if let Event::Undone { entries, .. } = event {
                undone.extend(entries.iter().copied());
            }
        }
        if undone.is_empty() {
            return Ok(undone);
        }
        let waiting = self.ledger.outbox().await?;
        for item in &waiting {
            if !undone.contains(&item.key.entry) {
                continue;
            }
            match item.state {
                OutboxState::Queued => self.ledger.remove_outbox(item.key).await?,
                OutboxState::Sending | OutboxState::Stuck => {
                    undone.remove(&item.key.entry);
                }
            }
        }
        undone.retain(|id| !self.state.posted.contains_key(&(*id).into()));
        Ok(undone)
    }

    /// Sends what waits, in order, one at a time. A comment that cannot be sent holds back
    /// those behind it only while its outcome is open.
    pub(super) async fn send_comments(&mut self) -> Result<(), Trouble> {
        for _ in 0..BATCH {
            if self.next_comment().await?.is_none() {
                break;
            }
            self.space_writes(self.options.pace.comment_gap).await;
            // What was taken back while the others went out is never sent.
            self.queue_comments().await?;
            let Some(item) = self.next_comment().await? else {
                break;
            };
            self.send_comment(item).await?;
        }
        Ok(())
    }

    /// Returns the oldest comment that waits and is not stuck.
    async fn next_comment(&self) -> Result<Option<OutboxItem>, Trouble> {
        let mut waiting = self.ledger.outbox().await?.into_iter();
        Ok(waiting
            .find(|item| item.operation == Operation::Comment && item.state != OutboxState::Stuck))
    }

    async fn send_comment(&mut self, mut item: OutboxItem) -> Result<(), Trouble> {
        // Queued once more because `sync.toml` was lost, and found on the issue since.
        if self.state.posted.contains_key(&item.key) {
            return Ok(self.ledger.remove_outbox(item.key).await?);
        }
        if item.state == OutboxState::Sending {
            if let Some(comment) = self.find_comment(&item).await? {
                return self.confirm(&item, comment).await;
            }
            item.state = OutboxState::Queued;
        }
        if item.attempts >= MOST_ATTEMPTS {
            return self
                .give_up(item, "sent three times and never found on the issue")
                .await;
        }
        self.check_writing().await?;
        item.state = OutboxState::Sending;
        item.attempts += 1;
        item.first_sent = Some(self.now());
        self.ledger.put_outbox(item.clone()).await?;
        let number = self.remote()?.number;
        let sent = self
            .client
            .create_comment(&self.options.repository, number, &item.body)
            .await;
        match sent {
            Ok(reply) => self.confirm(&item, reply.value.id).await,
            Err(failure) => self.not_sent(item, failure).await,
        }
    }

    async fn not_sent(&mut self, mut item: OutboxItem, failure: Failure) -> Result<(), Trouble> {
        if failure.is_ambiguous() {
            return Err(failure.into());
        }
        item.attempts -= 1;
        item.state = OutboxState::Queued;
        if failure.rejection_kind() == Some(crate::github::client::RejectionKind::Unprocessable) {
            return self.give_up(item, &failure.to_string()).await;
        }
        self.ledger.put_outbox(item).await?;
        Err(failure.into())
    }

    /// Gives what is stuck another chance, because a person asked for it. It was sent before,
    /// so it is looked for first.
    pub(super) async fn try_stuck_again(&mut self) -> Result<(), Trouble> {
        for item in self.ledger.outbox().await? {
            if item.state == OutboxState::Stuck {
                let item = OutboxItem {
                    state: OutboxState::Sending,
                    attempts: 0,
                    reason: String::new(),
                    ..item
                };
                self.ledger.put_outbox(item).await?;
            }
        }
        Ok(())
    }

    async fn give_up(&mut self, mut item: OutboxItem, reason: &str) -> Result<(), Trouble> {
        item.state = OutboxState::Stuck;
        reason.clone_into(&mut item.reason);
        Ok(self.ledger.put_outbox(item).await?)
    }

    async fn confirm(&mut self, item: &OutboxItem, comment: u64) -> Result<(), Trouble> {
        self.state.posted.insert(item.key, comment);
        self.save().await?;
        Ok(self.ledger.remove_outbox(item.key).await?)
    }

    /// Looks for a comment that a lost answer may have left behind: by our own login, with
    /// the marker at its end, on every page, never by search. A list that is shorter than
    /// the issue's own count is stale and proves nothing.
    async fn find_comment(&mut self, item: &OutboxItem) -> Result<Option<u64>, Trouble> {
        self.wait_out_doubt(item)?;
        let number = self.remote()?.number;
        let all = self.list_comments(None).await?;
        let login = self.login();
        let ours = all
            .iter()
            .find(|comment| comment.user.login == login && key_of(&comment.body) == Some(item.key));
        if let Some(comment) = ours {
            return Ok(Some(comment.id));
        }
        let issue = self
            .client
            .issue(&self.options.repository, number, None)
            .await?
            .value;
        if (all.len() as u64) < issue.comments {
            return Err(Trouble::Unfinished {
                cause: "the list of comments is behind; looking again before sending".to_owned(),
            });
        }
        Ok(None)
    }

    async fn list_comments(
        &mut self,
        since: Option<chrono::DateTime<chrono::Utc>>,
    ) -> Result<Vec<Comment>, Trouble> {
        let number = self.remote()?.number;
        let (mut all, mut next) = (Vec::new(), None::<String>);
        loop {
            let page = self
                .client
                .comments_page(&self.options.repository, number, since, next.as_deref())
                .await?;
            all.extend(page.value);
            next = page.meta.next;
            if next.is_none() {
                return Ok(all);
            }
        }
    }

    /// Brings in what others wrote since the last look, and recognises our own.
    pub(super) async fn pull_comments(&mut self) -> Result<(), Trouble> {
        let since = self.state.comments_since.map(|at| at - OVERLAP);
        let comments = self.list_comments(since).await?;
        let login = self.login();
        let mut newest = self.state.comments_since;
        for comment in &comments {
            newest = newest.max(Some(comment.updated_at));
            let ours = key_of(&comment.body).filter(|_| comment.user.login == login);
            match ours {
                Some(key) => {
                    self.state.posted.entry(key).or_insert(comment.id);
                }
                None => self.import_comment(comment).await?,
            }
        }
        self.state.comments_since = newest;
        self.save().await
    }

    async fn import_comment(&mut self, comment: &Comment) -> Result<(), Trouble> {
        if self.state.posted.values().any(|id| *id == comment.id) {
            return Ok(());
        }
        let command = Command::ImportComment {
            comment: comment.id,
            text: clean_import(&comment.body),
        };
        let happened = Some(When::exact(comment.created_at));
        let request = Request::from_issue(command, &comment.user.login, happened);
        match self.ledger.execute(request).await {
            Ok(incident) => self.follow(incident),
            Err(LedgerError::Refused(_)) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }
}

/// Returns what a comment of ours carries.
fn key_of(body: &str) -> Option<OutboxKey> {
    mark_of(body).map(|mark| OutboxKey {
        entry: mark.entry,
        part: mark.part,
    })
}

fn waiting_comment(key: OutboxKey, body: String) -> OutboxItem {
    OutboxItem {
        format: MIRROR_FORMAT,
        key,
        operation: Operation::Comment,
        body,
        state: OutboxState::Queued,
        attempts: 0,
        first_sent: None,
        reason: String::new(),
    }
}
