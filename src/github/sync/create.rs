//! Creating the issue, exactly once.

use std::sync::Arc;

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::document::{self, Document, Region};
use crate::domain::event::Event;
use crate::domain::ids::EntryId;
use crate::domain::incident::{Incident, IssueLink};
use crate::domain::mirror::{MIRROR_FORMAT, Operation, OutboxItem, OutboxState, Remote};
use crate::github::client::{NewIssue, RejectionKind};
use crate::github::wire::{Issue, IssueState};

/// How far the clocks of this machine and of the server may be apart, and how long ago an
/// earlier attempt may have been made, for a lost issue to be found again.
const SKEW: chrono::TimeDelta = chrono::TimeDelta::days(2);

/// How often a creation is sent before a person has to look.
pub(super) const MOST_ATTEMPTS: u32 = 3;

impl<L: Ledger> Mirror<L> {
    /// Creates the issue, or finds the one that a lost answer left behind.
    pub(super) async fn create_issue(&mut self) -> Result<(), Trouble> {
        if let Some(link) = self.incident.issue.clone() {
            return self.take_up_link(&link).await;
        }
        let mut item = self.creation().await?;
        if item.state == OutboxState::Sending {
            if let Some(issue) = self.find_issue(&item).await? {
                return self.adopt(&item, &issue, &item.body.clone()).await;
            }
            item.state = OutboxState::Queued;
        }
        if item.attempts >= MOST_ATTEMPTS {
            item.state = OutboxState::Stuck;
            "sent three times and never found again; look at the repository"
                .clone_into(&mut item.reason);
            self.ledger.put_outbox(item).await?;
            return Err(Trouble::blocked(
                "the issue could not be created; see the outbox",
            ));
        }
        self.check_writing().await?;
        self.send_creation(item).await
    }

    async fn send_creation(&mut self, mut item: OutboxItem) -> Result<(), Trouble> {
        // The text may be hours old by now; nothing of it was sent yet.
        item.body = document::render_new(&self.document());
        item.state = OutboxState::Sending;
        item.attempts += 1;
        // Each time anew: the server may still be at work on the last one.
        item.first_sent = Some(self.now());
        self.ledger.put_outbox(item.clone()).await?;
        self.space_writes(self.options.pace.comment_gap).await;
        let title = self.document().issue_title();
        let new = NewIssue {
            title: &title,
            body: &item.body,
            labels: &[],
        };
        match self
            .client
            .create_issue(&self.options.repository, new)
            .await
        {
            Ok(reply) => self.adopt(&item, &reply.value, &item.body.clone()).await,
            Err(failure) => {
                if !failure.is_ambiguous() {
                    item.state = OutboxState::Queued;
                    item.attempts -= 1;
                    self.ledger.put_outbox(item).await?;
                }
                Err(failure.into())
            }
        }
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
    async fn drop_creations(&self) -> Result<(), Trouble> {
        for item in self.ledger.outbox().await? {
            if item.operation == Operation::CreateIssue {
                self.ledger.remove_outbox(item.key).await?;
            }
        }
        Ok(())
    }

    async fn link(&mut self, issue: &Issue) -> Result<(), Trouble> {
        let link = IssueLink {
            repository: self.options.repository.to_string(),
            number: issue.number,
            url: issue.html_url.clone(),
        };
        let request = Request::local(Command::LinkIssue { issue: link }, "sitroom");
        self.incident = self.ledger.execute(request).await?;
        Ok(())
    }

    /// Returns what the issue should say.
    pub(super) fn document(&self) -> Document {
        Document::of(&self.incident, &self.playbook, self.now())
    }

    /// Returns the creation that waits, or a new one.
    async fn creation(&mut self) -> Result<OutboxItem, Trouble> {
        let waiting = self.ledger.outbox().await?;
        let waiting = waiting
            .into_iter()
            .find(|item| item.operation == Operation::CreateIssue);
        if let Some(item) = waiting {
            return Ok(item);
        }
        let entries = self.ledger.entries_after(0).await?;
        let opened = entries
            .iter()
            .find(|entry| matches!(entry.event, Event::Opened { .. }));
        let id = opened.map(|entry| entry.id);
        Ok(OutboxItem {
            format: MIRROR_FORMAT,
            key: id.unwrap_or_else(|| EntryId::new(self.now(), 0)).into(),
            operation: Operation::CreateIssue,
            body: String::new(),
            state: OutboxState::Queued,
            attempts: 0,
            first_sent: None,
            reason: String::new(),
        })
    }

    /// Looks for an issue of ours that carries this incident, page by page.
    async fn find_issue(&mut self, item: &OutboxItem) -> Result<Option<Issue>, Trouble> {
        self.wait_out_doubt(item)?;
        let since = item.first_sent.map(|at| self.heard.server_time(at) - SKEW);
        let login = self.login();
        let mut next: Option<String> = None;
        loop {
            let repository = &self.options.repository;
            let page = self
                .client
                .list_issues(repository, since, next.as_deref())
                .await?;
            let found = page
                .value
                .into_iter()
                .find(|issue| issue.user.login == login && self.is_ours(&issue.body));
            next = page.meta.next;
            if found.is_some() || next.is_none() {
                return Ok(found);
            }
        }
    }

    /// Returns whether the body of an issue carries this incident.
    fn is_ours(&self, body: &str) -> bool {
        match document::parse(body).region {
            Region::At { incident, .. } => incident == self.incident.id.as_str(),
            Region::Missing | Region::Mangled(_) => false,
        }
    }

    /// Remembers an issue as ours: in the record, for people, and in the sync state.
    async fn adopt(&mut self, item: &OutboxItem, issue: &Issue, body: &str) -> Result<(), Trouble> {
        self.remember(issue, body);
        // Agreed is the title that was sent; somebody may have changed it since.
        if let Some((_, title)) = document::parse(body).first {
            self.state.base_title = title;
        }
        self.save().await?;
        self.link(issue).await?;
        Ok(self.ledger.remove_outbox(item.key).await?)
    }

    /// Takes up the issue that the record names, for instance after `attach`.
    async fn take_up_link(&mut self, link: &IssueLink) -> Result<(), Trouble> {
        if link.repository != self.options.repository.to_string() {
            return Err(Trouble::blocked(format!(
                "the record names an issue in {}, but {} is configured; set the repository",
                link.repository, self.options.repository
            )));
        }
        let reply = self
            .client
            .issue(&self.options.repository, link.number, None)
            .await?;
        // Nothing was agreed on yet: everything on the issue counts as changed there.
        self.remember(&reply.value, "");
        self.state.base_title.clear();
        self.save().await?;
        self.drop_creations().await
    }

    /// Makes sure that what was remembered is of the configured repository: numbers mean
    /// something else in any other. A repository that was only renamed has the same issue.
    pub(super) async fn check_remote(&mut self) -> Result<(), Trouble> {
        let Some(remote) = self.state.remote.clone() else {
            return Ok(());
        };
        let configured = self.options.repository.to_string();
        let is_same_server = trimmed(&remote.api) == trimmed(&self.options.api);
        if is_same_server && remote.repository == configured {
            return Ok(());
        }
        if is_same_server && self.has_issue(&remote).await? {
            self.state.remote = Some(Remote {
                repository: configured,
                ..remote
            });
            return self.save().await;
        }
        Err(Trouble::blocked(format!(
            "the issue is {}#{} on {}, but {configured} on {} is configured; set it back",
            remote.repository, remote.number, remote.api, self.options.api
        )))
    }

    /// Returns whether the configured repository has this very issue.
    async fn has_issue(&self, remote: &Remote) -> Result<bool, Trouble> {
        let repository = &self.options.repository;
        match self.client.issue(repository, remote.number, None).await {
            Ok(reply) => Ok(reply.value.node_id == remote.node_id),
            Err(failure) if failure.rejection_kind() == Some(RejectionKind::NotFound) => Ok(false),
            Err(failure) => Err(failure.into()),
        }
    }

    fn remember(&mut self, issue: &Issue, agreed: &str) {
        self.state.remote = Some(Remote {
            api: self.options.api.clone(),
            repository: self.options.repository.to_string(),
            number: issue.number,
            node_id: issue.node_id.clone(),
            login: self.login(),
        });
        agreed.clone_into(&mut self.state.base_body);
        self.state.base_title.clone_from(&issue.title);
        self.state.base_closed = issue.state == IssueState::Closed;
        self.state.etag.clear();
    }

    /// Returns trouble while a lost request may still be at work on the server.
    pub(super) fn wait_out_doubt(&self, item: &OutboxItem) -> Result<(), Trouble> {
        let Some(first_sent) = item.first_sent else {
            return Ok(());
        };
        let since = (self.now() - first_sent).to_std().unwrap_or_default();
        match self.options.pace.doubt.checked_sub(since) {
            Some(wait) if !wait.is_zero() => Err(Trouble::InDoubt { wait }),
            _ => Ok(()),
        }
    }

    /// Replaces the state of the record, after somebody else may have changed it.
    pub(super) fn follow(&mut self, incident: Arc<Incident>) {
        self.incident = incident;
    }
}

/// Returns an address without what makes no difference at its end.
fn trimmed(address: &str) -> &str {
    address.trim().trim_end_matches('/')
}
