//! Sending what waits, in order, one operation at a time, each of them once.

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::mirror::{Operation, OutboxItem, OutboxKey, OutboxState, Posted, gathered};
use crate::github::client::{Failure, RejectionKind};

/// How many operations go out before the issue is read and the repository looked at again.
const BATCH: usize = 10;

/// How often an operation is sent before a person has to look.
pub(super) const MOST_ATTEMPTS: u32 = 3;

impl<L: Ledger> Mirror<L> {
    /// Sends what waits. What cannot be sent holds back what is behind it only while its
    /// outcome is open.
    pub(super) async fn send_waiting(&mut self) -> Result<(), Trouble> {
        for _ in 0..BATCH {
            let Some(next) = self.next_item() else {
                break;
            };
            if next.operation == Operation::Comment {
                self.hold = ceiling(&self.state.created, self.now(), self.options.pace);
                if self.hold.is_some() {
                    break;
                }
                self.space_writes(self.options.pace.comment_gap).await;
            }
            // What was taken back while the others went out is never sent.
            self.queue().await?;
            let Some(item) = self.next_item() else {
                break;
            };
            match item.operation {
                Operation::SetState => self.send_state(item).await?,
                Operation::Comment | Operation::CreateIssue | Operation::Track => {
                    self.send_comment(item).await?;
                }
            }
        }
        Ok(())
    }

    /// Returns the oldest operation that waits and is not stuck.
    fn next_item(&self) -> Option<OutboxItem> {
        let is_next = |item: &&OutboxItem| {
            let is_in_turn = matches!(item.operation, Operation::Comment | Operation::SetState);
            is_in_turn && item.state != OutboxState::Stuck
        };
        self.outbox.iter().find(is_next).cloned()
    }

    async fn send_comment(&mut self, mut item: OutboxItem) -> Result<(), Trouble> {
        if item.state == OutboxState::Sending {
            if let Some(comment) = self.find_comment(&item).await? {
                return self.posted(&item, comment).await;
            }
            item.state = OutboxState::Queued;
        }
        if item.attempts >= MOST_ATTEMPTS {
            let stuck = item.stuck("sent three times and never found on the issue");
            return self.put(stuck).await;
        }
        self.check_writing().await?;
        if let Some(reason) = self.holds_back(&item) {
            return self.put(item.stuck(&reason)).await;
        }
        let item = self.gather_notes(item).await?;
        let body = match self.release(&item.body) {
            Ok(body) => body,
            Err(cause) => return self.put(item.stuck(&cause.to_string())).await,
        };
        // With the codenames of now: it may have waited since before there were any.
        let item = OutboxItem {
            body: body.as_str().to_owned(),
            ..item
        };
        let item = item.sending(self.now());
        self.put(item.clone()).await?;
        self.count_creation();
        let number = self.remote()?.number;
        let sent = self
            .client
            .create_comment(&self.options.repository, number, &body)
            .await;
        match sent {
            Ok(reply) => self.posted(&item, reply.value.id).await,
            Err(failure) => self.not_sent(item, failure).await,
        }
    }

    /// Joins the short notes that wait with the first of them, for good: what is in a comment
    /// is fixed on disk before it is first sent.
    async fn gather_notes(&mut self, first: OutboxItem) -> Result<OutboxItem, Trouble> {
        let waits = |item: &&OutboxItem| {
            let is_behind = item.key >= first.key && item.state != OutboxState::Stuck;
            is_behind && self.holds_back(item).is_none()
        };
        let waiting: Vec<OutboxItem> = self.outbox.iter().filter(waits).cloned().collect();
        let count = gathered(&waiting);
        if count < 2 {
            return Ok(first);
        }
        let keys: Vec<OutboxKey> = waiting[1..count].iter().map(|item| item.key).collect();
        let sections = waiting.into_iter().take(count);
        let sections = sections.flat_map(OutboxItem::into_sections).collect();
        let Some(all) = first.with_sections(sections) else {
            return Ok(first);
        };
        self.put(all.clone()).await?;
        for key in keys {
            self.forget(key).await?;
        }
        Ok(all)
    }

    /// Puts an operation back that had no effect; one that may have had stays as it is.
    pub(super) async fn not_sent(
        &mut self,
        item: OutboxItem,
        failure: Failure,
    ) -> Result<(), Trouble> {
        if failure.is_ambiguous() {
            return Err(failure.into());
        }
        let item = item.refused();
        if failure.rejection_kind() == Some(RejectionKind::Unprocessable) {
            return self.put(item.stuck(&failure.to_string())).await;
        }
        self.put(item).await?;
        Err(failure.into())
    }

    /// Gives what is stuck another chance, because a person asked for it. It was sent before,
    /// so it is looked for first.
    pub(super) async fn try_stuck_again(&mut self) -> Result<(), Trouble> {
        for item in self.outbox.clone() {
            if item.state == OutboxState::Stuck {
                let item = OutboxItem {
                    state: OutboxState::Sending,
                    attempts: 0,
                    looked: None,
                    reason: String::new(),
                    ..item
                };
                self.put(item).await?;
            }
        }
        Ok(())
    }

    async fn posted(&mut self, item: &OutboxItem, comment: u64) -> Result<(), Trouble> {
        for key in item.keys() {
            self.state
                .posted
                .entry(key)
                .or_insert(Posted::sent(comment));
        }
        self.save().await?;
        self.forget(item.key).await
    }

    /// Enters a creation into the log that our own ceilings go by.
    pub(super) fn count_creation(&mut self) {
        let now = self.now();
        self.state
            .created
            .retain(|at| now - *at < HOUR && *at <= now);
        self.state.created.push(now);
    }
}

const MINUTE: TimeDelta = TimeDelta::minutes(1);
const HOUR: TimeDelta = TimeDelta::hours(1);

/// Returns how long nothing may be created, by our own ceilings: GitHub limits what an account
/// creates, and it has other tools and a person at a browser.
pub(super) fn ceiling(
    created: &[DateTime<Utc>],
    now: DateTime<Utc>,
    pace: super::options::Pace,
) -> Option<Duration> {
    let wait = |span: TimeDelta, most: usize| {
        let within = created.iter().filter(|at| now - **at < span);
        let count = within.count();
        // The oldest of the last `most` has to be out of the span.
        let oldest = (count >= most).then(|| created.len().checked_sub(most));
        let oldest = created.get(oldest??)?;
        (*oldest + span - now).to_std().ok()
    };
    wait(MINUTE, pace.per_minute)
        .into_iter()
        .chain(wait(HOUR, pace.per_hour))
        .max()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::github::sync::Pace;

    #[rstest]
    #[case::nothing_yet(0, 1, None)]
    #[case::one_below(19, 1, None)]
    #[case::minute_is_full(20, 1, Some(41))]
    #[case::minute_is_over(20, 4, None)]
    #[case::hour_is_full(200, 4, Some(2_804))]
    fn creations_stay_below_our_own_ceilings(
        #[case] count: i64,
        #[case] seconds_apart: i64,
        #[case] wait: Option<u64>,
    ) {
        let at = |n: i64| DateTime::UNIX_EPOCH + TimeDelta::seconds(n * seconds_apart);
        let created: Vec<_> = (0..count).map(at).collect();
        let now = at(count - 1);
        let wait = wait.map(Duration::from_secs);
        assert_eq!(ceiling(&created, now, Pace::GITHUB), wait);
    }
}
