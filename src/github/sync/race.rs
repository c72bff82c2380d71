//! Writing the body, and mending what a write covered.
//!
//! GitHub has no compare-and-swap: an edit that is saved between our last look and our write is
//! gone from the issue, and only the edit history still has it.

use super::exchange::MOST_TRIES;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::document::normalise;
use crate::domain::mirror::BodyWrite;
use crate::domain::sync_plan::Issue as Side;
use crate::github::client::IssueChange;
use crate::github::wire::{BodyEdit, BodyHistory};

/// A text that our write covered.
pub(super) struct Covered {
    body: String,
    editor: Option<String>,
}

impl<L: Ledger> Mirror<L> {
    /// Writes the body and returns the text that the write covered, if it is not the one that
    /// was merged from. Without GraphQL there is no history to tell.
    pub(super) async fn write_body(
        &mut self,
        merged_from: &str,
        body: &str,
    ) -> Result<Option<Covered>, Trouble> {
        // Before anything is kept as sent: it may be the first write of the round.
        self.check_writing().await?;
        let remote = self.remote()?;
        let op = format!("sitroom-{}", self.rounds);
        // On disk before it is sent: a program that ends here looks into it when it is back.
        let before = self.state.in_doubt.replace(BodyWrite {
            merged_from: merged_from.to_owned(),
            body: body.to_owned(),
        });
        self.save().await?;
        let written = self
            .client
            .write_body_verified(&remote.node_id, body, &op)
            .await;
        let written = match written {
            Ok(reply) => Ok(covered(&reply.value.history, body, merged_from)),
            Err(failure) if failure.is_without_graphql() => {
                let change = IssueChange {
                    body: Some(body),
                    ..IssueChange::default()
                };
                self.patch(change).await.map(|()| None)
            }
            Err(failure) if failure.is_ambiguous() => return Err(failure.into()),
            Err(failure) => Err(failure.into()),
        };
        match &written {
            Ok(None) => self.state.in_doubt = None,
            // Until it is merged back.
            Ok(Some(_)) => {}
            // Nothing was written, so what was in doubt before still is.
            Err(_) => self.state.in_doubt = before,
        }
        written
    }

    /// Looks what a write covered whose answer was lost.
    pub(super) async fn settle_doubt(&mut self) -> Result<(), Trouble> {
        let Some(BodyWrite { merged_from, body }) = self.state.in_doubt.clone() else {
            return Ok(());
        };
        let node = self.remote()?.node_id;
        let history = self.client.body_history(&node).await;
        // Without GraphQL there is no history; the issue as it is has to do.
        let history = match history {
            Ok(reply) => reply.value.history,
            Err(failure) if failure.is_without_graphql() => BodyHistory::default(),
            Err(failure) => return Err(failure.into()),
        };
        let Some(covered) = covered(&history, &body, &merged_from) else {
            self.state.in_doubt = None;
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
    pub(super) async fn recover(
        &mut self,
        mut wrote: Side,
        mut lost: Covered,
    ) -> Result<(), Trouble> {
        for _ in 0..MOST_TRIES {
            tracing::warn!("an edit of the last moment was covered; it is merged back");
            let theirs = Side {
                body: lost.body,
                ..wrote.clone()
            };
            let plan = self.merge(&theirs, lost.editor).await?;
            let body = plan.body.unwrap_or_else(|| theirs.body.clone());
            // Written once more it would make no new revision, and what stands before the one
            // that is there would be taken for covered again.
            if body == wrote.body {
                self.state.in_doubt = None;
                self.agree(&wrote, None);
                return self.save().await;
            }
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
        Err(Trouble::Unfinished {
            cause: "the issue is being edited; trying again in a moment".to_owned(),
        })
    }
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
