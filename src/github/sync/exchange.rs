//! Reading the issue, merging it with the record, and writing it back.

use super::ledger::{Ledger, LedgerError};
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::document::normalise;
use crate::domain::sync_plan::{self, Issue as Side, Plan};
use crate::github::client::{Failure, IssueChange};
use crate::github::wire::{BodyHistory, IssueState};

/// How often a round starts over because somebody wrote at the same time.
const MOST_TRIES: u32 = 3;

/// How often people's changes are taken over before the rest waits for the next round.
const MOST_IMPORTS: u32 = 5;

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
        for _ in 0..MOST_TRIES {
            let seen = self.read().await?;
            if seen.is_news {
                self.pull_comments().await?;
            }
            let plan = self.merge(&seen.side).await?;
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
        let read = self
            .client
            .issue(&self.options.repository, number, etag)
            .await;
        self.state.last_pull = Some(self.now());
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
    fn base(&self) -> Side {
        Side {
            title: self.state.base_title.clone(),
            body: self.state.base_body.clone(),
            closed: self.state.base_closed,
        }
    }

    /// Takes over what people changed on the issue, until nothing is left to take over.
    async fn merge(&mut self, side: &Side) -> Result<Plan, Trouble> {
        let mut plan = self.plan(side);
        self.remarks.clone_from(&plan.seen);
        if plan.imports.is_empty() && plan.conflicts.is_empty() {
            return Ok(plan);
        }
        let editor = self.last_editor().await;
        for _ in 0..MOST_IMPORTS {
            for command in plan.imports.clone() {
                self.take_over(command, &editor).await?;
            }
            for clash in &plan.conflicts {
                self.take_over(clash.command(), &editor).await?;
            }
            plan = self.plan(side);
            if plan.imports.is_empty() {
                break;
            }
        }
        Ok(plan)
    }

    fn plan(&self, side: &Side) -> Plan {
        sync_plan::plan(
            &self.base(),
            &self.document(),
            side,
            &self.incident.conflicts,
        )
    }

    /// Puts one change of the issue to the record. What the record refuses becomes a conflict:
    /// the issue keeps its value, and a person decides.
    async fn take_over(&mut self, command: Command, editor: &str) -> Result<(), Trouble> {
        let clash = sync_plan::refused(&command, &self.document());
        match self
            .ledger
            .execute(Request::from_issue(command, editor, None))
            .await
        {
            Ok(incident) => self.follow(incident),
            Err(LedgerError::Refused(refusal)) => {
                let command = clash.map_or_else(
                    || Command::ImportState {
                        seen: format!("not taken over: {refusal}"),
                    },
                    |clash| clash.command(),
                );
                let request = Request::from_issue(command, editor, None);
                let incident = self.ledger.execute(request).await?;
                self.follow(incident);
            }
            Err(error) => return Err(error.into()),
        }
        Ok(())
    }

    /// Returns who edited the body last; only the edit history knows.
    async fn last_editor(&self) -> String {
        let Some(remote) = &self.state.remote else {
            return SOMEBODY.to_owned();
        };
        let history = self.client.body_history(&remote.node_id).await;
        let history = history.map(|reply| reply.value.history).unwrap_or_default();
        let editor = history.edits.first().and_then(|edit| edit.editor.as_ref());
        let editor = editor.map(|user| user.login.clone());
        editor.unwrap_or_else(|| SOMEBODY.to_owned())
    }

    /// Writes the issue if it does not say what it should. Returns false when somebody else
    /// wrote in the meantime and the round has to start over.
    async fn push(&mut self, seen: &Seen, plan: &Plan) -> Result<bool, Trouble> {
        if plan.body.is_none() && plan.title.is_none() {
            self.agree(&seen.side, seen.etag.clone());
            return Ok(true);
        }
        if !self.is_unchanged(seen).await? {
            return Ok(false);
        }
        self.check_writing().await?;
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
        let mut covered = None;
        if let Some(body) = &plan.body {
            covered = self.write_body(seen, body).await?;
            wrote.body.clone_from(body);
        }
        if let Some(covered) = covered {
            self.recover(&seen.side, &wrote, covered).await?;
            return Ok(false);
        }
        self.agree(&wrote, None);
        Ok(true)
    }

    fn agree(&mut self, side: &Side, etag: Option<String>) {
        self.state.base_body.clone_from(&side.body);
        self.state.base_title.clone_from(&side.title);
        self.state.base_closed = side.closed;
        self.state.etag = etag.unwrap_or_default();
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

    /// Writes the body and returns the text that the write covered, if it is not the one that
    /// was read. Without GraphQL there is no history to tell.
    async fn write_body(&mut self, seen: &Seen, body: &str) -> Result<Option<String>, Trouble> {
        let remote = self.remote()?;
        let op = format!("sitroom-{}", self.rounds);
        match self
            .client
            .write_body_verified(&remote.node_id, body, &op)
            .await
        {
            Ok(reply) => Ok(covered_text(&reply.value.history, body, &seen.side.body)),
            Err(failure) if failure.is_permanent() => {
                let change = IssueChange {
                    body: Some(body),
                    ..IssueChange::default()
                };
                self.patch(change).await?;
                Ok(None)
            }
            // Writing the same text twice is harmless; the next round reads it first.
            Err(failure) => Err(failure.into()),
        }
    }

    /// Takes over an edit that our write covered, and writes it back with ours spliced in:
    /// what people wrote outside our lines exists only in the covered text.
    async fn recover(&mut self, read: &Side, wrote: &Side, covered: String) -> Result<(), Trouble> {
        tracing::warn!("an edit of the last moment was covered; it is merged back");
        self.agree(read, None);
        let lost = Side {
            body: covered,
            ..wrote.clone()
        };
        let plan = self.merge(&lost).await?;
        let body = plan.body.unwrap_or_else(|| lost.body.clone());
        let change = IssueChange {
            body: Some(&body),
            ..IssueChange::default()
        };
        self.patch(change).await?;
        self.agree(
            &Side {
                body,
                ..wrote.clone()
            },
            None,
        );
        self.save().await
    }

    async fn patch(&mut self, change: IssueChange<'_>) -> Result<(), Trouble> {
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

/// Who did what nobody can say who did.
const SOMEBODY: &str = "somebody on GitHub";

/// Returns the revision that our write covered, when it is not the text we merged from.
fn covered_text(history: &BodyHistory, ours: &str, merged_from: &str) -> Option<String> {
    let texts: Vec<String> = history
        .edits
        .iter()
        .filter_map(|edit| edit.body.as_deref().map(normalise))
        .collect();
    let at = texts.iter().position(|text| text == ours)?;
    texts
        .get(at + 1)
        .filter(|text| *text != merged_from)
        .cloned()
}
