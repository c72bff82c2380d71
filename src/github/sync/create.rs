//! Creating the issue, exactly once.

use super::attach::Found;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::send::MOST_ATTEMPTS;
use super::trouble::Trouble;
use crate::domain::document::{self, Document, Region};
use crate::domain::event::Event;
use crate::domain::gate::Released;
use crate::domain::ids::EntryId;
use crate::domain::mirror::{Operation, OutboxItem, OutboxState};
use crate::github::client::{Failure, NewIssue, RepoName};
use crate::github::wire::Issue;

impl<L: Ledger> Mirror<L> {
    /// Creates the issue, or finds the one that a lost answer left behind.
    pub(super) async fn create_issue(&mut self) -> Result<(), Trouble> {
        if let Some(link) = self.incident.issue.clone() {
            return self.take_up_link(&link).await;
        }
        let mut item = self.creation().await?;
        if item.state == OutboxState::Sending {
            if let Some(issue) = self.find_issue(&item).await? {
                return self.adopt(&item, &issue).await;
            }
            item.state = OutboxState::Queued;
        }
        if item.attempts >= MOST_ATTEMPTS {
            let reason = "sent three times and never found again; look at the repository";
            self.put(item.stuck(reason)).await?;
            return Err(Trouble::blocked(
                "the issue could not be created; see the outbox",
            ));
        }
        self.space_writes(self.options.pace.comment_gap).await;
        self.check_writing().await?;
        self.send_creation(item).await
    }

    async fn send_creation(&mut self, mut item: OutboxItem) -> Result<(), Trouble> {
        // The text may be hours old by now; nothing of it was sent yet.
        let body = self.release_among(&document::render_new(&self.document()), "")?;
        let title = self.release_among(&self.document().issue_title(), "")?;
        let repository = self.options.repository.clone();
        body.as_str().clone_into(&mut item.body);
        let (item, sent) = self.post_issue(&repository, item, (&title, &body)).await?;
        match sent {
            Ok(issue) => self.adopt(&item, &issue).await,
            Err(failure) => {
                if !failure.is_ambiguous() {
                    self.put(item.refused()).await?;
                }
                Err(failure.into())
            }
        }
    }

    /// Sends an issue that was written down as being sent before; returns what waits for it, and
    /// what came of it.
    pub(super) async fn post_issue(
        &mut self,
        repository: &RepoName,
        item: OutboxItem,
        (title, body): (&Released, &Released),
    ) -> Result<(OutboxItem, Result<Issue, Failure>), Trouble> {
        let item = item.sending(self.now());
        self.put(item.clone()).await?;
        self.count_creation();
        let new = NewIssue {
            title,
            body,
            labels: &[],
        };
        let sent = self.client.create_issue(repository, new).await;
        Ok((item, sent.map(|reply| reply.value)))
    }

    /// Finishes a creation that was cut short behind the note of it: the record gets its
    /// link, and nothing waits any more.
    pub(super) async fn finish_creation(&mut self) -> Result<(), Trouble> {
        if self.incident.issue.is_none() {
            let number = self.remote()?.number;
            let issue = self
                .client
                .issue(&self.options.repository, number, None)
                .await?;
            self.link(&issue.value).await?;
        }
        self.drop_creations().await
    }

    /// Forgets creations that wait: there is an issue, and it is the only one.
    pub(super) async fn drop_creations(&mut self) -> Result<(), Trouble> {
        for item in self.outbox.clone() {
            if item.operation == Operation::CreateIssue {
                self.forget(item.key).await?;
            }
        }
        Ok(())
    }

    /// Returns what the issue should say.
    pub(super) fn document(&self) -> Document {
        let mut document = Document::of(&self.incident, &self.playbook, self.now());
        document.state.head.clone_from(&self.head);
        document.continuations.clone_from(&self.state.continuations);
        document
    }

    /// Returns the creation that waits, or a new one.
    async fn creation(&mut self) -> Result<OutboxItem, Trouble> {
        let is_creation = |item: &&OutboxItem| item.operation == Operation::CreateIssue;
        if let Some(item) = self.outbox.iter().find(is_creation) {
            return Ok(item.clone());
        }
        let entries = self.ledger.entries_after(0).await?;
        let opened = entries
            .iter()
            .find(|entry| matches!(entry.event, Event::Opened(_)));
        let id = opened.map(|entry| entry.id);
        let id = id.unwrap_or_else(|| EntryId::new(self.now(), 0));
        Ok(OutboxItem::queued(
            id.into(),
            Operation::CreateIssue,
            String::new(),
        ))
    }

    /// Looks for an issue of ours that carries this incident, page by page and never by search.
    /// That there is none counts at the second look only: a list may be behind.
    async fn find_issue(&mut self, item: &OutboxItem) -> Result<Option<Issue>, Trouble> {
        self.wait_out_doubt(item)?;
        let since = item.first_sent.map(|at| self.heard.surely_before(at));
        let repository = &self.options.repository;
        let is_it = |issue: &Issue| self.is_of_this_incident(&issue.body);
        let found = self.first_issue(repository, since, is_it).await?;
        if found.is_some() {
            return Ok(found);
        }
        self.look_twice(item).await.map(|()| None)
    }

    /// Returns whether the body of an issue carries this incident.
    fn is_of_this_incident(&self, body: &str) -> bool {
        match document::parse(body).region {
            Region::At { incident, .. } => incident == self.incident.id.as_str(),
            Region::Missing | Region::Mangled(_) => false,
        }
    }

    /// Remembers an issue as ours: in the sync state, and in the record for people.
    async fn adopt(&mut self, item: &OutboxItem, issue: &Issue) -> Result<(), Trouble> {
        self.remember(issue, Found::Created(&item.body));
        self.save().await?;
        self.link(issue).await?;
        self.forget(item.key).await
    }
}
