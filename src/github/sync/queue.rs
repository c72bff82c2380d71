//! Turning what was recorded into what is to be sent.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::known::names;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::document::comment_for;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::mirror::{Operation, OutboxItem, OutboxKey, OutboxState};

/// The state of the issue, as an operation has it in its body.
pub(super) const CLOSED: &str = "closed";
pub(super) const OPEN: &str = "open";

impl<L: Ledger> Mirror<L> {
    /// Turns the entries since the last look into waiting operations. The outbox file is named
    /// after its entry, so doing this twice changes nothing.
    pub(super) async fn queue(&mut self) -> Result<(), Trouble> {
        self.drop_carried().await?;
        let up_to = self.state.queued_up_to;
        let entries = self.entries_after(up_to).await?;
        let news: Vec<&Entry> = entries
            .iter()
            .map(AsRef::as_ref)
            .filter(|entry| entry.seq > up_to)
            .collect();
        if let Some(last) = news.last() {
            // The state known so far may be from before the last of them: by it, nothing of the
            // record would want what they ask for, and nobody looks at them again.
            self.incident = self.ledger.incident().await?;
            self.queue_comments(&news).await?;
            self.queue_tracking(&news).await?;
            self.state.queued_up_to = last.seq;
            self.save().await?;
        }
        self.queue_state().await
    }

    /// Returns the entries after a position, and takes in what is new in the journal.
    async fn entries_after(&mut self, seq: u64) -> Result<Vec<Arc<Entry>>, Trouble> {
        let from = seq.min(self.known.up_to);
        let entries = self.ledger.entries_after(from).await?;
        for entry in &entries {
            self.known.learn(entry);
        }
        Ok(entries)
    }

    /// Takes in what is new in the journal.
    pub(super) async fn catch_up(&mut self) -> Result<(), Trouble> {
        self.entries_after(u64::MAX).await.map(|_| ())
    }

    async fn queue_comments(&mut self, entries: &[&Entry]) -> Result<(), Trouble> {
        let undone = self
            .drop_undone(entries.iter().map(|entry| &entry.event))
            .await?;
        let names = self.names_of_undone(entries).await?;
        for entry in entries.iter().filter(|entry| !undone.contains(&entry.id)) {
            if self.is_on_its_way(entry.id) {
                continue;
            }
            // What was queued counts as posted: it is on its way.
            let posted = |id: EntryId| {
                let names = || names.get(&id).cloned().unwrap_or_default();
                (!undone.contains(&id)).then(names)
            };
            let parts = comment_for(entry, &self.incident, posted);
            for (body, part) in parts.into_iter().zip(1..) {
                let key = OutboxKey {
                    entry: entry.id,
                    part,
                };
                let item = OutboxItem::queued(key, Operation::Comment, body);
                self.put(item).await?;
            }
        }
        Ok(())
    }

    /// Returns what other sitrooms know those entries by that some entries take back.
    async fn names_of_undone(
        &self,
        entries: &[&Entry],
    ) -> Result<HashMap<EntryId, Vec<String>>, Trouble> {
        let undone = entries.iter().filter_map(|entry| match &entry.event {
            Event::Undone { entries, .. } => Some(entries),
            _ => None,
        });
        let undone: HashSet<EntryId> = undone.flatten().copied().collect();
        if undone.is_empty() {
            return Ok(HashMap::new());
        }
        let all = self.ledger.entries_after(0).await?;
        let taken_back = all.iter().filter(|entry| undone.contains(&entry.id));
        Ok(taken_back
            .map(|entry| (entry.id, names(entry, &self.incident)))
            .collect())
    }

    /// Returns whether an entry was posted, or waits already: what waits may have been sent.
    fn is_on_its_way(&self, entry: EntryId) -> bool {
        let key = OutboxKey::from(entry);
        self.state.posted.contains_key(&key)
            || self.outbox.iter().any(|item| {
                item.operation == Operation::Comment && item.keys().any(|known| known == key)
            })
    }

    /// Forgets waiting comments whose entries were taken back before they were sent, and
    /// returns everything that was taken back and never sent.
    async fn drop_undone<'a>(
        &mut self,
        events: impl Iterator<Item = &'a Event>,
    ) -> Result<HashSet<EntryId>, Trouble> {
        let mut undone = HashSet::new();
        for event in events {
            if let Event::Undone { entries, .. } = event {
                undone.extend(entries.iter().copied());
            }
        }
        if undone.is_empty() {
            return Ok(undone);
        }
        for item in self.outbox.clone() {
            if item.operation != Operation::Comment
                || !item.keys().any(|key| undone.contains(&key.entry))
            {
                continue;
            }
            match item.state {
                OutboxState::Queued => self.take_out(item, &undone).await?,
                OutboxState::Sending | OutboxState::Stuck => {
                    for key in item.keys() {
                        undone.remove(&key.entry);
                    }
                }
            }
        }
        undone.retain(|id| !self.state.posted.contains_key(&(*id).into()));
        Ok(undone)
    }

    /// Takes entries that were taken back out of a comment that was not sent.
    async fn take_out(
        &mut self,
        item: OutboxItem,
        undone: &HashSet<EntryId>,
    ) -> Result<(), Trouble> {
        let key = item.key;
        let mut sections = item.clone().into_sections();
        sections.retain(|section| !undone.contains(&section.key.entry));
        match item.with_sections(sections) {
            // Under the name of what is first in it now; the old one goes last, so that
            // nothing is without a name in between.
            Some(rest) => {
                let is_renamed = rest.key != key;
                self.put(rest).await?;
                if is_renamed {
                    self.forget(key).await?;
                }
                Ok(())
            }
            None => self.forget(key).await,
        }
    }

    /// Forgets what is carried by another operation too, because the program ended while it
    /// gathered, and what was found on the issue since it was queued: what was agreed on was
    /// lost, and all of it queued once more.
    async fn drop_carried(&mut self) -> Result<(), Trouble> {
        let mut carried = HashSet::new();
        let mut needless = Vec::new();
        for item in &self.outbox {
            let is_posted = |key| self.state.posted.contains_key(&key);
            // In order, so that what carries it came before.
            if carried.contains(&item.key) || item.keys().all(is_posted) {
                needless.push(item.key);
            } else {
                carried.extend(item.keys().filter(|key| *key != item.key));
            }
        }
        for key in needless {
            self.forget(key).await?;
        }
        Ok(())
    }

    /// Has the issue closed with the record, and opened with the record again.
    async fn queue_state(&mut self) -> Result<(), Trouble> {
        let waiting = self
            .outbox
            .iter()
            .find(|item| item.operation == Operation::SetState);
        let asked = waiting.map_or(self.state.is_closed_by_us, |item| item.body == CLOSED);
        if asked == self.incident.closed {
            return Ok(());
        }
        match waiting.map(|item| (item.key, item.state)) {
            // Its outcome comes first; then this is asked again.
            Some((_, OutboxState::Sending)) => return Ok(()),
            Some((key, OutboxState::Queued | OutboxState::Stuck)) => self.forget(key).await?,
            None => {}
        }
        if self.state.is_closed_by_us == self.incident.closed {
            return Ok(());
        }
        let Some(entry) = self.known.closed_by else {
            return Ok(());
        };
        let word = if self.incident.closed { CLOSED } else { OPEN };
        let key = OutboxKey::state(entry);
        self.put(OutboxItem::queued(
            key,
            Operation::SetState,
            word.to_owned(),
        ))
        .await
    }
}
