//! Which issue it is: the one of the configured repository that the record names.

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::document;
use crate::domain::incident::IssueLink;
use crate::domain::mirror::{Remote, SyncState};
use crate::github::client::RejectionKind;
use crate::github::wire::{Issue, IssueState};

/// How an issue came to be ours.
#[derive(Clone, Copy)]
pub(super) enum Found<'a> {
    /// We wrote it, with this body.
    Created(&'a str),
    /// The record names it. What is agreed on is what the record was made from, if it was made
    /// from this issue; else nothing yet, and everything on it counts as changed there.
    Named,
}

impl<L: Ledger> Mirror<L> {
    /// Takes up the issue that the record names, for instance after `attach`.
    pub(super) async fn take_up_link(&mut self, link: &IssueLink) -> Result<(), Trouble> {
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
        self.remember(&reply.value, Found::Named);
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
            return self.check_link(&remote).await;
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

    /// Lets go of an issue that the record no longer names: it was attached by mistake. Once
    /// anything was agreed on there, the two belong together.
    async fn check_link(&mut self, remote: &Remote) -> Result<(), Trouble> {
        let named = self.incident.issue.as_ref();
        let Some(link) = named.filter(|link| link.number != remote.number) else {
            return Ok(());
        };
        if self.state.has_agreed() {
            return Err(Trouble::blocked(format!(
                "the record names #{}, but it was synced with #{number} already; attach \
                 {}#{number} again",
                link.number,
                remote.repository,
                number = remote.number
            )));
        }
        self.ledger.set_sync_aside().await?;
        self.state = SyncState {
            format: self.state.format,
            etag_token: self.state.etag_token.clone(),
            not_before: self.state.not_before,
            ..SyncState::default()
        };
        self.outbox.clear();
        self.reading = None;
        self.moved();
        // The whole journal is to be queued anew.
        self.known = super::known::Known::default();
        self.queue().await
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

    /// Names the issue in the record.
    pub(super) async fn link(&mut self, issue: &Issue) -> Result<(), Trouble> {
        let link = IssueLink {
            repository: self.options.repository.to_string(),
            number: issue.number,
            url: issue.html_url.clone(),
        };
        let request = Request::local(Command::LinkIssue { issue: link }, "sitroom");
        self.incident = self.ledger.execute(request).await?;
        Ok(())
    }

    pub(super) fn remember(&mut self, issue: &Issue, found: Found<'_>) {
        self.state.remote = Some(Remote {
            api: self.options.api.clone(),
            repository: self.options.repository.to_string(),
            number: issue.number,
            node_id: issue.node_id.clone(),
            login: self.login(),
        });
        match found {
            // Agreed is the title that was sent; somebody may have changed it since.
            Found::Created(body) => {
                let title = document::parse(body).first.map(|(_, title)| title);
                body.clone_into(&mut self.state.base_body);
                self.state.base_title = title.unwrap_or_else(|| issue.title.clone());
                self.state.base_closed = issue.state == IssueState::Closed;
            }
            Found::Named if self.state.base_body.is_empty() => {
                self.state.base_closed = issue.state == IssueState::Closed;
            }
            Found::Named => {}
        }
        self.state.etag.clear();
    }
}

/// Returns an address without what makes no difference at its end.
fn trimmed(address: &str) -> &str {
    address.trim().trim_end_matches('/')
}
