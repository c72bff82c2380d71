//! Reading the issue, merging it with the record, and writing it back.

use super::ledger::{Ledger, LedgerError};
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::document::{self, normalise};
use crate::domain::sync_plan::{self, Plan};
use crate::github::client::{Failure, IssueChange};
use crate::github::wire::{BodyHistory, Issue, IssueState};

/// How often a round starts over because somebody wrote at the same time.
const MOST_TRIES: u32 = 3;

/// What the issue held when it was read.
struct Seen {
    title: String,
    body: String,
    etag: Option<String>,
    /// None when nothing has changed since the last round.
    issue: Option<Box<Issue>>,
}

impl<L: Ledger> Mirror<L> {
    /// Reads the issue, takes over what changed there, and writes what changed here.
    pub(super) async fn exchange(&mut self) -> Result<(), Trouble> {
        for _ in 0..MOST_TRIES {
            let seen = self.read().await?;
            if let Some(issue) = &seen.issue {
                self.pull_comments().await?;
                self.notice_state(issue).await?;
            }
            let plan = self.merge(&seen).await?;
            if self.push(&seen, &plan).await? {
                self.state.last_push = Some(self.now());
                self.push_state().await?;
                return self.save().await;
            }
        }
        Err(Trouble::Offline {
            cause: "the issue is being edited; trying again in a moment".to_owned(),
        })
    }

    async fn read(&mut self) -> Result<Seen, Trouble> {
        let number = self.remote()?.number;
        let etag = Some(self.state.etag.as_str()).filter(|etag| !etag.is_empty());
        let read = self.client.issue(&self.options.repository, number, etag).await;
        self.state.last_pull = Some(self.now());
        match read {
            Ok(reply) => Ok(Seen {
                title: reply.value.title.clone(),
                body: normalise(&reply.value.body),
                etag: reply.meta.etag,
                issue: Some(Box::new(reply.value)),
            }),
            // The ETag is only kept while the text it stands for is the agreed one.
            Err(Failure::NotModified(_)) => Ok(Seen {
                title: self.state.base_title.clone(),
                body: self.state.base_body.clone(),
                etag: Some(self.state.etag.clone()),
                issue: None,
            }),
            Err(failure) => Err(failure.into()),
        }
    }

    /// Takes over what people changed on the issue, until nothing is left to take over.
    async fn merge(&mut self, seen: &Seen) -> Result<Plan, Trouble> {
        let mut plan = self.plan(seen);
        if !plan.imports.is_empty() || !plan.conflicts.is_empty() {
            let editor = self.last_editor().await;
            self.import(&plan, &editor).await?;
            plan = self.plan(seen);
        }
        Ok(plan)
    }

    fn plan(&self, seen: &Seen) -> Plan {
        sync_plan::plan(&sync_plan::Sides {
            base_body: &self.state.base_body,
            base_title: &self.state.base_title,
            local: &self.document(),
            incident: &self.incident,
            remote_body: &seen.body,
            remote_title: &seen.title,
        })
    }

    async fn import(&mut self, plan: &Plan, editor: &str) -> Result<(), Trouble> {
        for command in &plan.imports {
            self.take_over(command.clone(), editor).await?;
        }
        for clash in &plan.conflicts {
            let command = Command::RaiseConflict {
                subject: clash.subject.clone(),
                ours: clash.ours.clone(),
                theirs: clash.theirs.clone(),
            };
            self.take_over(command, editor).await?;
        }
        for seen in &plan.seen {
            self.take_over(Command::ImportState { seen: seen.clone() }, editor).await?;
        }
        Ok(())
    }

    /// Puts one change of the issue to the record. What the record refuses is written down as
    /// seen, so that nobody has to wonder where it went.
    async fn take_over(&mut self, command: Command, editor: &str) -> Result<(), Trouble> {
        let what = document::describe_import(&command);
        match self.ledger.execute(Request::from_issue(command, editor, None)).await {
            Ok(incident) => self.follow(incident),
            Err(LedgerError::Refused(refusal)) => {
                let seen = format!("{editor} {what} on the issue; not taken over: {refusal}");
                let request = Request::from_issue(Command::ImportState { seen }, editor, None);
                let incident = self.ledger.execute(request).await?;
                self.follow(incident);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Returns who edited the body last; only the edit history knows.
    async fn last_editor(&self) -> String {
        let Some(remote) = &self.state.remote else { return SOMEBODY.to_owned() };
        let history = self.client.body_history(&remote.node_id).await;
        let history = history.map(|reply| reply.value.history).unwrap_or_default();
        let editor = history.edits.first().map(|edit| edit.editor.login.clone());
        editor.unwrap_or_else(|| SOMEBODY.to_owned())
    }

    /// Writes the issue if it does not say what it should. Returns false when somebody else
    /// wrote in the meantime and the round has to start over.
    async fn push(&mut self, seen: &Seen, plan: &Plan) -> Result<bool, Trouble> {
        if plan.body.is_none() && plan.title.is_none() {
            self.agree(&seen.title, &seen.body, seen.etag.clone());
            return Ok(true);
        }
        if !self.is_unchanged(seen).await? {
            return Ok(false);
        }
        self.space_writes(self.options.pace.write_gap).await;
        let body = plan.body.clone().unwrap_or_else(|| seen.body.clone());
        if let Some(title) = &plan.title {
            let change = IssueChange { title: Some(title), ..IssueChange::default() };
            self.patch(change).await?;
        }
        let covered = match &plan.body {
            Some(body) => self.write_body(seen, body).await?,
            None => None,
        };
        let title = plan.title.clone().unwrap_or_else(|| seen.title.clone());
        self.agree(&title, &body, None);
        if let Some(covered) = covered {
            // Our write went over an edit of the last moment: merge it back in.
            self.save().await?;
            self.recover(seen, covered).await?;
            return Ok(false);
        }
        Ok(true)
    }

    fn agree(&mut self, title: &str, body: &str, etag: Option<String>) {
        body.clone_into(&mut self.state.base_body);
        title.clone_into(&mut self.state.base_title);
        self.state.etag = etag.unwrap_or_default();
    }

    /// Looks once more before writing: GitHub has no compare-and-swap, so this narrows the
    /// window to one round trip, and the edit history shows what fell into it.
    async fn is_unchanged(&mut self, seen: &Seen) -> Result<bool, Trouble> {
        let number = self.remote()?.number;
        let etag = seen.etag.as_deref().filter(|etag| !etag.is_empty());
        match self.client.issue(&self.options.repository, number, etag).await {
            Err(Failure::NotModified(_)) => Ok(true),
            Ok(reply) => {
                let same = normalise(&reply.value.body) == seen.body
                    && reply.value.title == seen.title;
                if !same {
                    self.state.etag.clear();
                }
                Ok(same)
            }
            Err(failure) => Err(failure.into()),
        }
    }

    /// Writes the body and returns the text that the write covered, if it is not the one that
    /// was read. Without GraphQL there is no history to tell.
    async fn write_body(&mut self, seen: &Seen, body: &str) -> Result<Option<String>, Trouble> {
        let remote = self.remote()?;
        let op = format!("sitroom-{}", self.rounds);
        match self.client.write_body_verified(&remote.node_id, body, &op).await {
            Ok(reply) => Ok(covered_text(&reply.value.history, body, &seen.body)),
            Err(failure) if failure.is_permanent() => {
                let change = IssueChange { body: Some(body), ..IssueChange::default() };
                self.patch(change).await?;
                Ok(None)
            }
            // Writing the same text twice is harmless; the next round reads it first.
            Err(failure) => Err(failure.into()),
        }
    }

    /// Takes over an edit that our write covered; the next try writes it back.
    async fn recover(&mut self, seen: &Seen, covered: String) -> Result<(), Trouble> {
        let lost = Seen {
            title: seen.title.clone(),
            body: covered.clone(),
            etag: None,
            issue: None,
        };
        seen.body.clone_into(&mut self.state.base_body);
        let plan = self.plan(&lost);
        let editor = self.last_editor().await;
        self.import(&plan, &editor).await?;
        // What people wrote outside our lines exists only in the covered text: it is written
        // back as the whole body, with our lines spliced in.
        let body = plan.body.unwrap_or(covered);
        let change = IssueChange { body: Some(&body), ..IssueChange::default() };
        self.patch(change).await?;
        self.agree(&seen.title, &body, None);
        Ok(())
    }

    async fn patch(&mut self, change: IssueChange<'_>) -> Result<(), Trouble> {
        let number = self.remote()?.number;
        self.client.update_issue(&self.options.repository, number, change).await?;
        Ok(())
    }

    /// Writes down that somebody closed or reopened the issue. That is a proposal: the status
    /// of the record is the IC's.
    async fn notice_state(&mut self, issue: &Issue) -> Result<(), Trouble> {
        let state = state_word(&issue.state);
        if state == self.state.seen_state {
            return Ok(());
        }
        let expected = self.state.is_closed_by_us && state == "closed";
        state.clone_into(&mut self.state.seen_state);
        if expected {
            return Ok(());
        }
        let verb = if state == "closed" { "closed" } else { "reopened" };
        let seen = format!("the issue was {verb} on GitHub; set the status here if that is right");
        self.take_over(Command::ImportState { seen }, SOMEBODY).await
    }

    /// Closes the issue with the record, and opens it with the record again.
    async fn push_state(&mut self) -> Result<(), Trouble> {
        if self.incident.closed == self.state.is_closed_by_us {
            return Ok(());
        }
        let state = if self.incident.closed { IssueState::Closed } else { IssueState::Open };
        let reason = if self.incident.closed { "completed" } else { "reopened" };
        let change = IssueChange {
            state: Some(&state),
            state_reason: Some(reason),
            ..IssueChange::default()
        };
        self.patch(change).await?;
        self.state.is_closed_by_us = self.incident.closed;
        state_word(&state).clone_into(&mut self.state.seen_state);
        self.state.etag.clear();
        Ok(())
    }
}

/// Who did what nobody can say who did.
const SOMEBODY: &str = "somebody on GitHub";

fn state_word(state: &IssueState) -> &str {
    match state {
        IssueState::Open => "open",
        IssueState::Closed => "closed",
        IssueState::Other(word) => word,
    }
}

/// Returns the revision that our write covered, when it is not the text we merged from.
fn covered_text(history: &BodyHistory, ours: &str, merged_from: &str) -> Option<String> {
    let texts: Vec<String> = history
        .edits
        .iter()
        .filter_map(|edit| edit.body.as_deref().map(normalise))
        .collect();
    let at = texts.iter().position(|text| text == ours)?;
    texts.get(at + 1).filter(|text| *text != merged_from).cloned()
}
