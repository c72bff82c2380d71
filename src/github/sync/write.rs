//! Writing the body.

use super::digest::digest;
use super::exchange::Seen;
use super::history::{Covered, Verdict, judge};
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::mirror::BodyWrite;
use crate::github::client::{Failure, IssueChange};
use crate::github::wire::BodyHistory;

/// What came of a write that arrived.
pub(super) enum Wrote {
    /// It covered nothing.
    Clean,
    /// What it covered cannot be told: there is no history, or it lacks our text.
    Unverified,
    /// It covered these texts, the oldest first.
    Covered(Vec<Covered>),
}

impl<L: Ledger> Mirror<L> {
    /// Writes the body, and looks what it covered. `brings_back` holds the digests of texts
    /// that were covered before and stand in this one again.
    pub(super) async fn write_body(
        &mut self,
        seen: &Seen,
        body: &str,
        brings_back: Vec<String>,
    ) -> Result<Wrote, Trouble> {
        // Before anything is kept as sent: it may be the first write of the round.
        self.check_writing().await?;
        let body = self.release_among(body, &seen.side.body)?;
        let remote = self.remote()?;
        let op = format!("sitroom-{}", self.rounds);
        self.catch_up().await?;
        let before = self.state.in_doubt.clone();
        // On disk before it is sent: a program that ends here looks into it when it is back.
        self.state.in_doubt = Some(self.one_more_write(seen, body.as_str(), brings_back));
        self.save().await?;
        let written = self
            .client
            .write_body_verified(&remote.node_id, &body, &op)
            .await;
        match written {
            Ok(reply) => {
                self.own_change(reply.value.updated_at);
                self.look_into(reply.value.history).await
            }
            Err(failure) if failure.is_without_graphql() => {
                // No GraphQL: written without a history to tell what was covered.
                let change = IssueChange {
                    body: Some(&body),
                    ..IssueChange::default()
                };
                let Err(failure) = self.patch(change).await else {
                    self.state.in_doubt = None;
                    self.state.unverified = true;
                    return Ok(Wrote::Unverified);
                };
                self.write_failed(&failure, before);
                Err(failure.into())
            }
            Err(failure) => {
                self.write_failed(&failure, before);
                Err(failure.into())
            }
        }
    }

    /// Keeps a write that failed in doubt, unless nothing was written: then what was in doubt
    /// before still is.
    fn write_failed(&mut self, failure: &Failure, before: Option<BodyWrite>) {
        if !failure.is_ambiguous() {
            self.state.in_doubt = before;
            return;
        }
        // The server may be at work on it for as long from now on, however long the answer
        // was waited for.
        let now = self.now();
        if let Some(write) = &mut self.state.in_doubt {
            write.sent = Some(now);
        }
    }

    /// Returns a write with those before it that are not settled: what all of them covered is
    /// looked for between the last one and what the first was merged from.
    fn one_more_write(&self, seen: &Seen, body: &str, brings_back: Vec<String>) -> BodyWrite {
        let first = BodyWrite {
            merged_from: seen.side.body.clone(),
            over: self
                .state
                .written_over
                .clone()
                .filter(|_| seen.side.body == self.state.base_body),
            read_at: seen.read_at,
            body: body.to_owned(),
            sent: Some(self.now()),
            since: self.known.up_to,
            brings_back: brings_back.clone(),
            ..BodyWrite::default()
        };
        let Some(mut open) = self.state.in_doubt.clone() else {
            return first;
        };
        open.earlier.push(digest(&open.body));
        open.brings_back.extend(brings_back);
        BodyWrite {
            merged_from: open.merged_from,
            over: open.over,
            read_at: open.read_at,
            since: open.since,
            earlier: open.earlier,
            brings_back: open.brings_back,
            ..first
        }
    }

    /// Looks what a write covered that arrived just now.
    async fn look_into(&mut self, history: BodyHistory) -> Result<Wrote, Trouble> {
        let Some(write) = &mut self.state.in_doubt else {
            return Ok(Wrote::Clean);
        };
        write.landed = true;
        match self.verdict(history).await? {
            Verdict::Found {
                is_last: true,
                covered,
            } => {
                self.state.unverified = false;
                if covered.is_empty() {
                    self.state.in_doubt = None;
                    return Ok(Wrote::Clean);
                }
                Ok(Wrote::Covered(covered))
            }
            // The history is behind: it is asked again later.
            Verdict::Found { is_last: false, .. } | Verdict::Absent | Verdict::TooShort => {
                self.state.unverified = true;
                Ok(Wrote::Unverified)
            }
        }
    }

    /// Returns what the history says of the write in doubt, asking for more of it if needed.
    pub(super) async fn verdict(&self, history: BodyHistory) -> Result<Verdict, Trouble> {
        let Some(write) = &self.state.in_doubt else {
            return Ok(Verdict::Absent);
        };
        let verdict = judge(write, &history, &self.state.agreed);
        if verdict != Verdict::TooShort {
            return Ok(verdict);
        }
        let node = self.remote()?.node_id;
        let longer = self.client.long_body_history(&node).await?.value.history;
        let all = BodyHistory {
            // Nobody gives more at once, and what is older than that was not covered now.
            total: longer.edits.len() as u64,
            edits: longer.edits,
        };
        Ok(judge(write, &all, &self.state.agreed))
    }
}
