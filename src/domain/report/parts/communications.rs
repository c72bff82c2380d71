//! Who was told what when, against its deadline.

use std::collections::HashMap;

use crate::domain::chronicle::{Outcome, Promise};
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Carrier, MessageRecord, RouteRecord, RouteState};
use crate::domain::ledger::{Unreached, name};
use crate::domain::report::source::{Source, below, bullets, line};

/// Returns the log of communications.
pub(super) fn communications(source: &Source<'_>) -> String {
    let metrics = &source.metrics;
    let promises = || metrics.notices.iter().chain(&metrics.sitreps);
    let mut settled: HashMap<EntryId, Vec<&Promise>> = HashMap::new();
    let moved: HashMap<EntryId, EntryId> = source
        .entries
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::RoutesMoved(moved) => Some((entry.id, moved.of)),
            _ => None,
        })
        .collect();
    for promise in promises() {
        if let Some(ended) = promise.ended {
            let of = moved.get(&ended).copied().unwrap_or(ended);
            settled.entry(of).or_default().push(promise);
        }
    }
    let incident = source.incident;
    // What is for the issue alone counts as told once the mirror has it; a reader of the report
    // is told when the issue has it.
    let is_sent = |record: &&MessageRecord| {
        let is_named = !names(record, &source.unreached(record)).is_empty();
        is_named || (record.to.is_empty() && record.routes.is_empty())
    };
    let (mut sent, mut unsent): (Vec<_>, Vec<_>) = incident.messages.iter().partition(is_sent);
    unsent.extend(&incident.unsent);
    for records in [&mut sent, &mut unsent] {
        records.sort_by_key(|record| (record.at.earliest(), record.entry));
    }
    let log = bullets(sent.iter().map(|record| {
        let settled = settled.get(&record.entry).map_or(&[][..], Vec::as_slice);
        let against: Vec<String> = settled
            .iter()
            .map(|promise| format!("; {}", against_deadline(promise, source)))
            .collect();
        let dues = settled.iter().flat_map(|promise| promise.sources());
        let from = [record.entry, source.chronicle.went_out(record)];
        let told_later = record.routes.iter().any(|way| is_later(way, record));
        let later = source.entries.iter();
        let later = later.filter(|entry| told_later && says_sent(entry, record));
        let later = later.map(|entry| entry.id);
        let from = source.lines(from.into_iter().chain(later).chain(dues));
        format!("{}{}{from}", message(record, source), against.concat())
    }));
    let unsent = bullets(unsent.iter().map(|record| {
        let from = source.lines([record.entry]);
        format!("{}{from}", message(record, source))
    }));
    let missed = promises().filter(|promise| {
        matches!(
            promise.outcome,
            Outcome::Missed | Outcome::Overdue | Outcome::Running
        )
    });
    let missed = bullets(missed.map(|promise| {
        let from = source.lines(promise.sources());
        format!("{}{from}", against_deadline(promise, source))
    }));
    let parts = [
        (
            "Sent",
            if log.is_empty() {
                "Nothing.".to_owned()
            } else {
                log
            },
        ),
        ("To be sent", unsent),
        ("Deadlines without a message", missed),
    ];
    let parts = parts.iter();
    parts.map(|(title, text)| below(title, text)).collect()
}

/// Returns whether an entry says of a message that it was sent, behind that of the message.
fn says_sent(entry: &Entry, record: &MessageRecord) -> bool {
    match &entry.event {
        Event::RoutesMoved(moved) => moved.of == record.entry && moved.to == RouteState::Sent,
        _ => false,
    }
}

/// Returns a message with those it reached, and those it did not, each with how far it got.
fn message(record: &MessageRecord, source: &Source<'_>) -> String {
    let unreached = source.unreached(record);
    let names = names(record, &unreached);
    let at = source.words(record.at);
    let (name, by) = (line(&name(record, source.playbook)), line(&record.by));
    let rest = if unreached.is_empty() {
        String::new()
    } else {
        format!("; NOT SENT to {}", each(&unreached))
    };
    match names.is_empty() {
        true if !rest.is_empty() => format!("{at}: **{name}**, by {by}{rest}"),
        true => format!("{at}: **{name}** to nobody named, by {by}"),
        false => {
            let to = names.iter().map(|name| with_time(name, record, source));
            let to = line(&to.collect::<Vec<_>>().join(", "));
            format!("{at}: **{name}** to {to}, by {by}{rest}")
        }
    }
}

/// Returns those whom a message reached.
fn names<'a>(record: &'a MessageRecord, unreached: &[Unreached]) -> Vec<&'a str> {
    let waits = |name: &str| unreached.iter().any(|it| it.told_as == name);
    let named = record.to.iter().map(String::as_str);
    named.filter(|name| !waits(name)).collect()
}

/// Returns whom a message reached, with when and by whom where a person told them later than the
/// others.
fn with_time(name: &str, record: &MessageRecord, source: &Source<'_>) -> String {
    let mut ways = record.routes.iter();
    let way = ways.find(|way| way.route.told_as() == name && is_later(way, record));
    match way.map(|way| (source.words(way.at), way.by.as_str())) {
        None => name.to_owned(),
        Some((at, "")) => format!("{name} at {at}"),
        Some((at, by)) => format!("{name} at {at} by {by}"),
    }
}

fn is_later(way: &RouteRecord, record: &MessageRecord) -> bool {
    let is_told = way.state == RouteState::Sent && way.route.carrier == Carrier::Hand;
    is_told && way.at.earliest() > record.at.latest()
}

/// Returns those whom a message did not reach, each with how far it got.
pub(super) fn each(unreached: &[Unreached]) -> String {
    let words = unreached.iter();
    let words = words.map(|it| format!("{} ({})", it.who, it.word));
    line(&words.collect::<Vec<_>>().join(", "))
}

fn against_deadline(promise: &Promise, source: &Source<'_>) -> String {
    let name = line(&promise.name);
    let due = source.stamp(promise.due_at);
    format!("{name} was due {due}: {}", promise.outcome.word())
}
