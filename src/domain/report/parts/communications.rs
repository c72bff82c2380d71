//! Who was told what when, against its deadline.

use std::collections::HashMap;

use crate::domain::chronicle::{Outcome, Promise};
use crate::domain::event::Event;
use crate::domain::ids::EntryId;
use crate::domain::incident::MessageRecord;
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
    let mut sent: Vec<&MessageRecord> = incident.messages.iter().collect();
    sent.sort_by_key(|record| (record.at.earliest(), record.entry));
    let log = bullets(sent.iter().map(|record| {
        let settled = settled.get(&record.entry).map_or(&[][..], Vec::as_slice);
        let against: Vec<String> = settled
            .iter()
            .map(|promise| format!("; {}", against_deadline(promise, source)))
            .collect();
        let dues = settled.iter().flat_map(|promise| promise.sources());
        let from = [record.entry, source.chronicle.went_out(record)];
        let from = source.lines(from.into_iter().chain(dues));
        format!("{}{}{from}", message(record, source), against.concat())
    }));
    let unsent = bullets(incident.unsent.iter().map(|record| {
        let from = source.lines([record.entry]);
        format!("{}; NOT SENT yet{from}", message(record, source))
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

fn message(record: &MessageRecord, source: &Source<'_>) -> String {
    let name = match source.playbook.and_then(|it| it.message(&record.message)) {
        Some(message) if record.number == 0 => message.name.clone(),
        Some(_) | None => record.label(),
    };
    let to = if record.to.is_empty() {
        "nobody named".to_owned()
    } else {
        line(&record.to.join(", "))
    };
    let at = source.words(record.at);
    let (name, by) = (line(&name), line(&record.by));
    format!("{at}: **{name}** to {to}, by {by}")
}

fn against_deadline(promise: &Promise, source: &Source<'_>) -> String {
    let name = line(&promise.name);
    let due = source.stamp(promise.due_at);
    format!("{name} was due {due}: {}", promise.outcome.word())
}
