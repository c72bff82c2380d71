//! Reading the issue, merging it with the record, and writing it back.

use sha2::{Digest, Sha256};

use super::ledger::{Ledger, LedgerError};
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request};
use crate::domain::document::normalise;
use crate::domain::sync_plan::{self, ConflictValue, Issue as Side, Plan};
use crate::github::client::{Failure, IssueChange};
use crate::github::wire::{BodyEdit, BodyHistory, IssueState};

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
        self.settle_doubt().await?;
        for _ in 0..MOST_TRIES {
            let seen = self.read().await?;
            if seen.is_news {
                self.pull_comments().await?;
            }
            let plan = self.merge(&seen.side, None).await?;
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
    async fn merge(&mut self, side: &Side, editor: Option<String>) -> Result<Plan, Trouble> {
        let mut plan = self.plan(side);
        self.remarks.clone_from(&plan.seen);
        let mut editor = editor;
        for _ in 0..MOST_IMPORTS {
            let news = self.news(&plan);
            if news.is_empty() {
                break;
            }
            let by = match editor.take() {
                Some(editor) => editor,
                None => self.last_editor().await,
            };
            for command in news {
                self.take_over(command, &by).await?;
            }
            editor = Some(by);
            plan = self.plan(side);
        }
        Ok(plan)
    }

    /// Returns what the record does not know yet: changes, and conflicts that are not open.
    fn news(&self, plan: &Plan) -> Vec<Command> {
        let is_open = |clash: &&ConflictValue| {
            let open = self.incident.conflicts.get(&clash.subject);
            open.is_some_and(|open| open.ours == clash.ours && open.theirs == clash.theirs)
        };
        let clashes = plan.conflicts.iter().filter(|clash| !is_open(clash));
        let imports = plan.imports.iter().filter(|import| {
            let digest = once(import);
            digest.is_none_or(|digest| !self.state.taken_over.contains(&digest))
        });
        imports
            .cloned()
            .chain(clashes.map(ConflictValue::command))
            .collect()
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
        match self.import(command, editor).await {
            Err(LedgerError::Refused(refusal)) => {
                let instead = clash.map_or_else(
                    || Command::ImportState {
                        seen: format!("not taken over: {refusal}"),
                    },
                    |clash| clash.command(),
                );
                Ok(self.import(instead, editor).await?)
            }
            done => Ok(done?),
        }
    }

    async fn import(&mut self, command: Command, editor: &str) -> Result<(), LedgerError> {
        let digest = once(&command);
        if let Some(digest) = &digest
            && self.state.taken_over.contains(digest)
        {
            return Ok(());
        }
        let request = Request::from_issue(command, editor, None);
        let incident = self.ledger.execute(request).await?;
        self.follow(incident);
        if let Some(digest) = digest {
            self.state.taken_over.push(digest);
            self.ledger.save_sync(self.state.clone()).await?;
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
        self.check_writing().await?;
        if !self.is_unchanged(seen).await? {
            return Ok(false);
        }
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
        if let Some(body) = &plan.body {
            let covered = self.write_body(&seen.side.body, body).await?;
            wrote.body.clone_from(body);
            if let Some(covered) = covered {
                self.agree(&seen.side, None);
                self.recover(wrote, covered).await?;
                return Ok(false);
            }
        }
        self.agree(&wrote, None);
        Ok(true)
    }

    fn agree(&mut self, side: &Side, etag: Option<String>) {
        self.state.base_body.clone_from(&side.body);
        self.state.base_title.clone_from(&side.title);
        self.state.base_closed = side.closed;
        self.state.etag = etag.unwrap_or_default();
        self.state.taken_over.clear();
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
    /// was merged from. Without GraphQL there is no history to tell.
    async fn write_body(
        &mut self,
        merged_from: &str,
        body: &str,
    ) -> Result<Option<Covered>, Trouble> {
        let remote = self.remote()?;
        let op = format!("sitroom-{}", self.rounds);
        match self
            .client
            .write_body_verified(&remote.node_id, body, &op)
            .await
        {
            Ok(reply) => Ok(covered(&reply.value.history, body, merged_from)),
            Err(failure) if failure.is_permanent() => {
                let change = IssueChange {
                    body: Some(body),
                    ..IssueChange::default()
                };
                self.patch(change).await?;
                Ok(None)
            }
            Err(failure) => {
                if failure.is_ambiguous() {
                    self.in_doubt = Some((merged_from.to_owned(), body.to_owned()));
                }
                Err(failure.into())
            }
        }
    }

    /// Looks what a write covered whose answer was lost.
    async fn settle_doubt(&mut self) -> Result<(), Trouble> {
        let Some((merged_from, body)) = self.in_doubt.clone() else {
            return Ok(());
        };
        let node = self.remote()?.node_id;
        let history = self.client.body_history(&node).await;
        // Without GraphQL there is no history; the issue as it is has to do.
        let history = match history {
            Ok(reply) => reply.value.history,
            Err(failure) if failure.is_permanent() => BodyHistory::default(),
            Err(failure) => return Err(failure.into()),
        };
        self.in_doubt = None;
        let Some(covered) = covered(&history, &body, &merged_from) else {
            return Ok(());
        };
        let wrote = Side {
            body,
            ..self.base()
        };
        self.recover(wrote, covered).await
    }

    /// Takes over an edit that our write covered, and writes it back with ours spliced in:
    /// what people wrote outside our lines exists only in the covered text. The text that was
    /// merged from is the agreed one here.
    async fn recover(&mut self, mut wrote: Side, mut lost: Covered) -> Result<(), Trouble> {
        for _ in 0..MOST_TRIES {
            tracing::warn!("an edit of the last moment was covered; it is merged back");
            let theirs = Side {
                body: lost.body,
                ..wrote.clone()
            };
            let plan = self.merge(&theirs, lost.editor).await?;
            let body = plan.body.unwrap_or_else(|| theirs.body.clone());
            self.space_writes(self.options.pace.write_gap).await;
            let again = self.write_body(&wrote.body, &body).await?;
            let before = wrote.clone();
            wrote.body = body;
            match again {
                None => {
                    self.agree(&wrote, None);
                    return self.save().await;
                }
                // Somebody edited what we wrote, while it was being mended.
                Some(more) => {
                    self.agree(&before, None);
                    lost = more;
                }
            }
        }
        Err(Trouble::Offline {
            cause: "the issue is being edited; trying again in a moment".to_owned(),
        })
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

/// Returns the digest of what must be recorded once only: unlike a value, which is the same on
/// both sides afterwards, text and remarks would be found again as long as nothing is agreed.
fn once(command: &Command) -> Option<String> {
    let text = match command {
        Command::ImportText { added, removed } => format!("text\n{added}\n\n{removed}"),
        Command::ImportState { seen } => format!("state\n{seen}"),
        _ => return None,
    };
    let digest = Sha256::digest(text.as_bytes());
    Some(digest.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// A text that our write covered.
struct Covered {
    body: String,
    editor: Option<String>,
}

/// Returns the revision that our write covered, when it is not the text that was merged from.
fn covered(history: &BodyHistory, ours: &str, merged_from: &str) -> Option<Covered> {
    let text = |edit: &BodyEdit| edit.body.as_deref().map(normalise);
    let edits = &history.edits;
    let at = edits
        .iter()
        .position(|edit| text(edit).as_deref() == Some(ours))?;
    let before = edits[at + 1..].iter().find(|edit| edit.body.is_some())?;
    let body = text(before).filter(|body| body != merged_from)?;
    Some(Covered {
        body,
        editor: before.editor.as_ref().map(|user| user.login.clone()),
    })
}
