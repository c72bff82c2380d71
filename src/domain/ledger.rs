//! The ledger: who was told what, when, by which way, and whether they answered.

use std::collections::BTreeMap;

use super::ids::EntryId;
use super::incident::{Carrier, Incident, MessageRecord, RouteState, reached_for};
use super::message::{Need, addressee, believe_it};
use super::mirror::Delivery;
use super::playbook::{Address, Channel, MessageKind, Playbook};
use super::time::When;

/// One line of the ledger: a message and one of those it was for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerRow {
    /// The entry of the message.
    pub entry: EntryId,
    /// The place of the way among those of the message; none for somebody who was named when
    /// the sending was recorded.
    pub route: Option<usize>,
    /// The message: `sitrep #2`, or what the playbook calls it.
    pub what: String,
    /// Who it was for.
    pub who: String,
    /// What stands for them among the recipients of the record.
    pub told_as: String,
    /// How they are reached.
    pub channel: Channel,
    /// Whether that is all that is known: no address is, so a person told them.
    pub by_hand: bool,
    /// Who carried it.
    pub carrier: Carrier,
    /// How far it got.
    pub state: RouteState,
    /// How far the comment on the issue got, for what the mirror posts.
    pub mirror: Option<Delivery>,
    /// Since when.
    pub at: When,
    /// Who sent it by hand or acknowledged it.
    pub by: String,
    /// The server's words, or why it was not sent.
    pub words: String,
}

impl LedgerRow {
    /// Returns how far it got, in a word.
    #[must_use]
    pub fn state_word(&self) -> &'static str {
        state_word(self.state, self.mirror)
    }

    /// Returns by which way it went, in words.
    #[must_use]
    pub fn way_word(&self) -> &'static str {
        if self.by_hand {
            "by hand"
        } else {
            self.channel.word()
        }
    }

    /// Returns whether somebody has to do something about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state.is_open() || self.mirror == Some(Delivery::Stuck)
    }
}

/// What is said of a comment that there is nothing to post on yet.
pub const WAITS: &str = "waits for the issue";

/// Returns how far a way got, in a word: of what the mirror posts that is how far the comment got.
#[must_use]
pub fn state_word(state: RouteState, comment: Option<Delivery>) -> &'static str {
    match (state, comment) {
        (RouteState::Mirrored, Some(delivery)) => delivery.word(),
        (RouteState::Mirrored, None) => WAITS,
        (state, _) => state.word(),
    }
}

/// Returns the ledger, by the times that stand before its lines, the newest first; what is of one
/// minute by message, and each for those it was for in their order. `deliveries` knows how far
/// comments got.
#[must_use]
pub fn ledger(
    incident: &Incident,
    playbook: &Playbook,
    deliveries: &BTreeMap<EntryId, Delivery>,
) -> Vec<LedgerRow> {
    let mut all: Vec<&MessageRecord> = incident.messages.iter().chain(&incident.unsent).collect();
    all.sort_by_key(|record| std::cmp::Reverse(record.entry));
    let rows = all.into_iter().flat_map(|record| {
        let delivery = deliveries.get(&record.entry).copied();
        rows(record, Some(playbook), delivery)
    });
    let mut rows: Vec<LedgerRow> = rows.collect();
    rows.sort_by_key(|row| std::cmp::Reverse(minute_of(row)));
    rows
}

/// Returns the minute by which a line is put in order; one that nobody knows the time of stands
/// where it was recorded.
fn minute_of(row: &LedgerRow) -> i64 {
    let at = row.at.earliest().unwrap_or(row.entry.recorded());
    at.timestamp().div_euclid(60)
}

/// Returns the rows of a message: one for each way, then one for each who was only named.
fn rows(
    record: &MessageRecord,
    playbook: Option<&Playbook>,
    delivery: Option<Delivery>,
) -> Vec<LedgerRow> {
    let what = name(record, playbook);
    let routes = record.routes.iter().enumerate();
    let of_routes = routes.map(|(at, it)| LedgerRow {
        entry: record.entry,
        route: Some(at),
        what: what.clone(),
        who: it.route.name.clone(),
        told_as: it.route.told_as().to_owned(),
        channel: it.route.channel,
        by_hand: false,
        carrier: it.route.carrier,
        state: it.state,
        mirror: delivery.filter(|_| it.state == RouteState::Mirrored),
        at: it.at,
        by: it.by.clone(),
        words: it.words.clone(),
    });
    let named = record.to.iter().filter(|name| {
        let mut routes = record.routes.iter();
        !routes.any(|it| it.route.told_as() == name.as_str())
    });
    let of_named = named.map(|who| {
        let known = playbook.and_then(|playbook| addressee(who, playbook));
        let known = known.map(|(_, address)| address);
        let channel = known.map_or_else(|| Channel::of_name(who), |it| it.channel);
        // Whoever said that it is on the issue: the mirror is who posts it there.
        let mirror = delivery.filter(|_| channel == Channel::Issue);
        let has_address = known.is_some_and(|it| !it.is_unset_mail()) || who.contains('@');
        let is_reached = |it: &&Address| reached_for(who, &it.name).is_some();
        let name = known.filter(|it| !is_reached(it)).map(|it| &it.name);
        LedgerRow {
            entry: record.entry,
            route: None,
            what: what.clone(),
            who: name.unwrap_or(who).clone(),
            told_as: who.clone(),
            channel,
            by_hand: channel == Channel::Mail && !has_address,
            carrier: mirror.map_or(Carrier::Hand, |_| Carrier::Mirror),
            state: mirror.map_or(RouteState::Sent, |_| RouteState::Mirrored),
            mirror,
            at: record.at,
            by: record.by.clone(),
            words: String::new(),
        }
    });
    of_routes.chain(of_named).collect()
}

/// Somebody whom a message did not reach, as far as is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreached {
    /// Who it was for.
    pub who: String,
    /// What stands for them among the recipients of the record.
    pub told_as: String,
    /// How far it got, in a word.
    pub word: &'static str,
    /// Whether it was decided that it does not go this way.
    pub is_dropped: bool,
}

/// Returns those whom a message did not reach. `deliveries` knows how far comments got; without
/// it the issue has what it was to get, as soon as there is one.
#[must_use]
pub fn unreached(
    record: &MessageRecord,
    incident: &Incident,
    playbook: Option<&Playbook>,
    deliveries: Option<&BTreeMap<EntryId, Delivery>>,
) -> Vec<Unreached> {
    let posted = deliveries.map(|all| all.get(&record.entry).copied());
    let waits = match posted {
        Some(Some(Delivery::Sent | Delivery::Confirmed)) => None,
        Some(Some(delivery)) => Some(delivery.word()),
        Some(None) => Some(WAITS),
        None if incident.issue.is_none() => Some(WAITS),
        None => None,
    };
    // Two ways may lead to the same place.
    let got_it = |told_as: &str| {
        let mut out = record.routes.iter().filter(|it| it.state.is_out());
        out.any(|it| it.route.told_as() == told_as)
    };
    let missed = rows(record, playbook, posted.flatten()).into_iter();
    let missed = missed.filter_map(|row| {
        let word = match row.state {
            _ if got_it(&row.told_as) => return None,
            RouteState::Mirrored => waits?,
            state if state.is_out() => return None,
            state => state.word(),
        };
        Some(Unreached {
            who: row.who,
            told_as: row.told_as,
            word,
            is_dropped: row.state == RouteState::Dropped,
        })
    });
    missed.collect()
}

/// Returns the messages that did not reach everybody they were for, as far as the record alone
/// knows, a line each: what is left to send, or to be called off. Of a false alarm that is the
/// notice of it, too.
#[must_use]
pub fn left_to_send(incident: &Incident, playbook: &Playbook) -> Vec<String> {
    let mut all: Vec<&MessageRecord> = incident.messages.iter().chain(&incident.unsent).collect();
    all.sort_by_key(|record| record.entry);
    let lines = all.into_iter().filter_map(|record| {
        let open = record.routes.iter();
        let open = open.filter(|it| it.state.is_unsent());
        let who: Vec<String> = open
            .map(|it| format!("{} ({})", it.route.name, it.state.word()))
            .collect();
        (!who.is_empty()).then(|| format!("{} to {}", name(record, Some(playbook)), who.join(", ")))
    });
    lines.chain(not_ended(incident, playbook)).collect()
}

/// Returns the line of those who had a notice and were not told that it was a false alarm.
fn not_ended(incident: &Incident, playbook: &Playbook) -> Option<String> {
    let who = believe_it(incident, playbook).into_iter();
    let word = Need::Notice.word();
    let who: Vec<String> = who.map(|who| format!("{who} ({word})")).collect();
    let notice = playbook.message_of(MessageKind::FalseAlarm)?;
    (!who.is_empty()).then(|| format!("{} to {}", notice.name, who.join(", ")))
}

/// Returns the last sending of a message that is still to go out by some way, since the incident
/// was last found active: its key opens that one and no other.
#[must_use]
pub fn waiting<'a>(incident: &'a Incident, message: &str) -> Option<&'a MessageRecord> {
    let since = incident.reopened_at;
    let waits = |record: &&MessageRecord| {
        let mut routes = record.routes.iter();
        record.message == message
            && since.is_none_or(|since| record.entry.recorded() >= since)
            && routes.any(|it| it.state.is_unsent())
    };
    let all = incident.messages.iter().chain(&incident.unsent);
    all.filter(waits).max_by_key(|record| record.entry)
}

/// Returns the names of those by whose ways a message is still to go out.
#[must_use]
pub fn still_to_tell(record: &MessageRecord) -> Vec<&str> {
    let open = record.routes.iter().filter(|it| it.state.is_unsent());
    open.map(|it| it.route.name.as_str()).collect()
}

/// Returns what a person calls a message; one without a number goes by its name in the playbook.
#[must_use]
pub fn name(record: &MessageRecord, playbook: Option<&Playbook>) -> String {
    let known = playbook.and_then(|playbook| playbook.message(&record.message));
    match known {
        Some(message) if record.number == 0 => message.name.clone(),
        Some(_) | None => record.label(),
    }
}
