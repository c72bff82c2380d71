//! How far each entry got on its way to the issue: one view for the screen and for
//! `sitroom outbox`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{Operation, OutboxItem, OutboxKey, OutboxState, PostedState, SyncState};
use crate::domain::ids::EntryId;
use crate::domain::text::shorten;
use crate::domain::time::Instant;

/// How many characters of a text stand for it in a list.
const FIRST_WORDS: usize = 60;

/// How far an entry got on its way to the issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Delivery {
    /// It never goes out.
    Local,
    /// It waits for its turn; nothing was sent.
    Queued,
    /// It was sent, and the outcome is not known yet.
    Sending,
    /// GitHub said that it took it.
    Sent,
    /// It was seen on the issue afterwards.
    Confirmed,
    /// It will not be sent again by itself.
    Stuck,
}

impl Delivery {
    /// Returns the word on the screen and in `sitroom outbox`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Local => "local",
            Self::Queued => "queued",
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Confirmed => "confirmed",
            Self::Stuck => "stuck",
        }
    }

    /// Returns what is to be said of something with a part that got so far and one that got as
    /// far as the other: trouble first, else the one that is behind.
    #[must_use]
    pub fn with(self, other: Self) -> Self {
        match (self, other) {
            (Self::Stuck, _) | (_, Self::Stuck) => Self::Stuck,
            (one, other) => one.min(other),
        }
    }
}

impl From<OutboxState> for Delivery {
    fn from(state: OutboxState) -> Self {
        match state {
            OutboxState::Queued => Self::Queued,
            OutboxState::Sending => Self::Sending,
            OutboxState::Stuck => Self::Stuck,
        }
    }
}

impl From<PostedState> for Delivery {
    fn from(state: PostedState) -> Self {
        match state {
            PostedState::Sent => Self::Sent,
            // It was there; that somebody deleted it is an entry of its own.
            PostedState::Confirmed | PostedState::Gone => Self::Confirmed,
        }
    }
}

/// Returns how far each entry got that goes out, or went. One that is not named never goes
/// out: it is [`Delivery::Local`].
#[must_use]
pub fn deliveries(outbox: &[OutboxItem], state: &SyncState) -> BTreeMap<EntryId, Delivery> {
    let posted = state.posted.iter().map(|(key, posted)| {
        let delivery = Delivery::from(posted.state);
        (key.entry, delivery)
    });
    let waiting = outbox
        .iter()
        .filter(|item| item.operation != Operation::CreateIssue)
        .flat_map(|item| {
            item.keys()
                .map(|key| (key.entry, Delivery::from(item.state)))
        });
    let mut all: BTreeMap<EntryId, Delivery> = BTreeMap::new();
    for (entry, delivery) in posted.chain(waiting) {
        all.entry(entry)
            .and_modify(|known| *known = known.with(delivery))
            .or_insert(delivery);
    }
    all
}

/// Returns why each entry is stuck that is.
#[must_use]
pub fn reasons(outbox: &[OutboxItem]) -> BTreeMap<EntryId, String> {
    let is_stuck = |item: &&OutboxItem| item.state == OutboxState::Stuck;
    let stuck = outbox.iter().filter(is_stuck);
    stuck
        .flat_map(|item| item.keys().map(|key| (key.entry, item.reason.clone())))
        .collect()
}

/// One line of `sitroom outbox`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OutboxLine {
    /// What it carries.
    pub key: OutboxKey,
    /// How many entries it carries.
    pub entries: usize,
    /// What is to be done.
    pub operation: Operation,
    /// How far it got.
    pub state: Delivery,
    /// How often it was sent.
    pub attempts: u32,
    /// When it was first sent, by the local clock.
    pub first_sent: Option<Instant>,
    /// Why it is stuck; empty otherwise.
    pub reason: String,
    /// How it begins, in one line.
    pub words: String,
}

/// Returns what is on its way: what waits, and what GitHub took and was not seen on the issue
/// since, the oldest first. `words` knows how an entry reads.
#[must_use]
pub fn outbox_lines(
    outbox: &[OutboxItem],
    state: &SyncState,
    words: impl Fn(EntryId) -> String,
) -> Vec<OutboxLine> {
    let waiting = outbox.iter().map(|item| OutboxLine {
        key: item.key,
        entries: item.keys().count(),
        operation: item.operation,
        state: item.state.into(),
        attempts: item.attempts,
        first_sent: item.first_sent,
        reason: item.reason.clone(),
        words: first_words(&words(item.key.entry), &item.body),
    });
    let is_open = |state| state == PostedState::Sent;
    let sent = state
        .posted
        .iter()
        .filter(|(_, posted)| is_open(posted.state));
    let sent = sent.map(|(key, posted)| OutboxLine {
        key: *key,
        entries: 1,
        operation: Operation::Comment,
        state: posted.state.into(),
        attempts: 1,
        first_sent: None,
        reason: String::new(),
        words: first_words(&words(key.entry), ""),
    });
    let mut lines: Vec<OutboxLine> = waiting.chain(sent).collect();
    lines.sort_by_key(|line| line.key);
    lines
}

/// Returns the words of an entry, or the beginning of the text that is sent.
fn first_words(words: &str, body: &str) -> String {
    let text = if words.trim().is_empty() { body } else { words };
    let line: Vec<&str> = text.split_whitespace().collect();
    shorten(&line.join(" "), FIRST_WORDS)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::domain::mirror::{Gathered, Posted};

    fn entry(n: u128) -> EntryId {
        EntryId::new(Instant::UNIX_EPOCH, n)
    }

    fn item(key: OutboxKey, state: OutboxState) -> OutboxItem {
        OutboxItem {
            state,
            ..OutboxItem::queued(key, Operation::Comment, "the  fox\nis back".into())
        }
    }

    #[rstest]
    #[case::behind_of_two(Delivery::Confirmed, Delivery::Queued, Delivery::Queued)]
    #[case::stuck_says_more(Delivery::Queued, Delivery::Stuck, Delivery::Stuck)]
    #[case::both_there(Delivery::Confirmed, Delivery::Confirmed, Delivery::Confirmed)]
    fn of_two_parts_the_one_that_is_behind_counts(
        #[case] one: Delivery,
        #[case] other: Delivery,
        #[case] expected: Delivery,
    ) {
        assert_eq!(one.with(other), expected);
        assert_eq!(other.with(one), expected);
    }

    #[test]
    fn entry_is_as_far_as_the_last_thing_that_carries_it() {
        let mut state = SyncState::default();
        let confirmed = Posted {
            comment: 7,
            state: PostedState::Confirmed,
        };
        state.posted.insert(entry(1).into(), confirmed);
        state.posted.insert(entry(2).into(), Posted::sent(8));
        let second = OutboxKey {
            entry: entry(1),
            part: 2,
        };
        let section = |n| Gathered {
            key: entry(n).into(),
            body: String::new(),
        };
        let gathered = OutboxItem {
            sections: vec![section(3), section(4)],
            ..item(entry(3).into(), OutboxState::Sending)
        };
        let closing = OutboxItem {
            operation: Operation::SetState,
            ..item(OutboxKey::state(entry(2)), OutboxState::Stuck)
        };
        let creation = OutboxItem {
            operation: Operation::CreateIssue,
            ..item(entry(9).into(), OutboxState::Queued)
        };
        let outbox = [
            item(second, OutboxState::Queued),
            gathered,
            closing,
            creation,
        ];
        let all = deliveries(&outbox, &state);
        assert_eq!(reasons(&outbox).keys().collect::<Vec<_>>(), [&entry(2)]);
        let expected = [
            (entry(1), Delivery::Queued),
            (entry(2), Delivery::Stuck),
            (entry(3), Delivery::Sending),
            (entry(4), Delivery::Sending),
        ];
        assert_eq!(all, BTreeMap::from(expected));
    }

    #[test]
    fn outbox_shows_what_waits_and_what_nobody_saw_yet() {
        let mut state = SyncState::default();
        let confirmed = Posted {
            comment: 7,
            state: PostedState::Confirmed,
        };
        state.posted.insert(entry(1).into(), confirmed);
        state.posted.insert(entry(2).into(), Posted::sent(8));
        let outbox = [item(entry(3).into(), OutboxState::Queued)];
        let words = |id| {
            if id == entry(2) {
                "hens found".into()
            } else {
                String::new()
            }
        };
        let lines = outbox_lines(&outbox, &state, words);
        let short: Vec<_> = lines
            .iter()
            .map(|line| (line.key.entry, line.state, line.words.as_str()))
            .collect();
        let expected = [
            (entry(2), Delivery::Sent, "hens found"),
            (entry(3), Delivery::Queued, "the fox is back"),
        ];
        assert_eq!(short, expected);
    }

    #[test]
    fn keys_are_read_as_they_are_written() {
        let second = OutboxKey {
            entry: entry(1),
            part: 2,
        };
        for key in [entry(1).into(), second, OutboxKey::state(entry(1))] {
            assert_eq!(OutboxKey::try_from(key.to_string()), Ok(key));
        }
        assert!(OutboxKey::try_from(format!("{}-0", entry(1))).is_err());
    }
}
