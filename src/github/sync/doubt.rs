//! Settling writes of the body whose outcome, or what they covered, is not known.

use super::history::{Covered, Verdict};
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::stale::was_made_from;
use super::trouble::Trouble;
use crate::domain::document::normalise;
use crate::domain::mirror::BodyWrite;
use crate::domain::sync_plan::Issue as Side;
use crate::github::wire::BodyHistory;

/// How often the history is asked for a write before the issue as it is has to do.
const MOST_LOOKS: u32 = 3;

/// What is known of the issue's texts.
struct Evidence {
    history: BodyHistory,
    /// The text that stands there now.
    current: String,
    /// Whether there is a history to ask at all.
    has_history: bool,
}

impl<L: Ledger> Mirror<L> {
    /// Looks what became of a write in doubt. When it arrived and covered nothing, our text is
    /// the agreed one: what people change from now on is compared with it.
    pub(super) async fn settle_doubt(&mut self) -> Result<(), Trouble> {
        let Some(write) = self.state.in_doubt.clone() else {
            return Ok(());
        };
        // Judged before the history is asked: what it lacks may have arrived since, as when the
        // machine slept on the answer.
        let cannot_arrive = self.cannot_arrive(&write);
        let mut evidence = self.evidence().await?;
        let history = std::mem::take(&mut evidence.history);
        match self.verdict(history).await? {
            Verdict::Found {
                is_last: true,
                covered,
            } => {
                self.has_landed(&write);
                self.settle_found(covered).await
            }
            Verdict::Found {
                is_last: false,
                covered,
            } if !covered.is_empty() && cannot_arrive.is_ok() => self.settle_found(covered).await,
            Verdict::Found { .. } | Verdict::Absent | Verdict::TooShort => {
                self.settle_absent(write, &evidence, cannot_arrive).await
            }
        }
    }

    async fn evidence(&self) -> Result<Evidence, Trouble> {
        let remote = self.remote()?;
        match self.client.body_history(&remote.node_id).await {
            Ok(reply) => Ok(Evidence {
                history: reply.value.history,
                current: normalise(&reply.value.body),
                has_history: true,
            }),
            Err(failure) if failure.is_without_graphql() => {
                let repository = &self.options.repository;
                let issue = self.client.issue(repository, remote.number, None).await?;
                Ok(Evidence {
                    history: BodyHistory::default(),
                    current: normalise(&issue.value.body),
                    has_history: false,
                })
            }
            Err(failure) => Err(failure.into()),
        }
    }

    async fn settle_found(&mut self, covered: Vec<Covered>) -> Result<(), Trouble> {
        self.state.unverified = false;
        if covered.is_empty() {
            self.state.in_doubt = None;
            return self.save().await;
        }
        self.save().await?;
        self.recover(covered).await
    }

    /// Our text is not in the history: it may be behind, or purged, or the write never arrived.
    async fn settle_absent(
        &mut self,
        mut write: BodyWrite,
        evidence: &Evidence,
        cannot_arrive: Result<(), Trouble>,
    ) -> Result<(), Trouble> {
        let current = &evidence.current;
        // What stands there, or was made from what we wrote, shows that it arrived.
        if *current == write.body || was_made_from(current, &write.body, &write.merged_from) {
            self.has_landed(&write);
            write.landed = true;
        }
        if !write.landed {
            cannot_arrive?;
        }
        write.looks += 1;
        let is_over = write.looks >= MOST_LOOKS || !evidence.has_history;
        self.state.unverified = write.landed || !is_over;
        self.state.in_doubt = (!is_over).then_some(write);
        self.save().await
    }

    /// Returns trouble while the server may still be at work on a write.
    fn cannot_arrive(&self, write: &BodyWrite) -> Result<(), Trouble> {
        if write.landed {
            return Ok(());
        }
        self.doubt_since(write.sent)
    }

    /// Makes our text the agreed one, once.
    fn has_landed(&mut self, write: &BodyWrite) {
        if write.landed {
            return;
        }
        let side = Side {
            body: write.body.clone(),
            ..self.base()
        };
        let over = if write.earlier.is_empty() {
            write.merged_from.clone()
        } else {
            self.state.base_body.clone()
        };
        self.agree_on_write(&side, &over);
        if let Some(write) = &mut self.state.in_doubt {
            write.landed = true;
        }
    }
}
