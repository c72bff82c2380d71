//! `sitroom outbox`: what is on its way to the issue.

use std::collections::BTreeMap;

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::event::Entry;
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::mirror::{
    Delivery, Operation, OutboxItem, OutboxLine, SyncState, deliveries, outbox_lines,
};
use crate::domain::text::count;
use crate::domain::time::Instant;
use crate::domain::timeline::{describe, describe_titled};
use crate::session::Purpose;
use crate::store::{Record, StoreError};

/// Show what waits to be sent to the issue, how far it got, and why it is stuck
///
/// Asks nobody but the disk. `sitroom sync --once`, or r on the screen, tries again what is
/// stuck.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Something on its way, for scripts; `--json` writes an array of these, the oldest first.
///
/// ```json
/// {
///   "key": "01M8AGNNPP74D0GM1ZW1J2P0JD", "operation": "comment", "state": "stuck",
///   "entries": 1, "attempts": 3,
///   "since": "2026-11-22T14:02:00Z", "first_sent": "2026-11-22T14:02:03Z",
///   "reason": "sent three times and never found on the issue",
///   "words": "fox tracked to the north field"
/// }
/// ```
///
/// `operation` is `create-issue`, `comment` or `set-state`; `state` is `queued`, `sending`,
/// `sent` (taken, and not seen on the issue since) or `stuck`. `since` is when the entry was
/// recorded and may be null, as may `first_sent`; `reason` is empty unless it is stuck.
#[derive(Serialize)]
struct Line<'a> {
    key: String,
    operation: Operation,
    state: Delivery,
    entries: usize,
    attempts: u32,
    since: Option<Instant>,
    first_sent: Option<Instant>,
    reason: &'a str,
    words: &'a str,
}

/// What is on its way, and when its entry was recorded.
pub(super) struct OnItsWay {
    pub(super) line: OutboxLine,
    /// Its words for a person: a message by its title. Scripts are given what the record says.
    pub(super) titled: String,
    since: Option<Instant>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    let found = on_its_way(&record)?;
    if args.json {
        let lines: Vec<Line<'_>> = found.iter().map(Line::of).collect();
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    let incident = record.incident();
    let rows: Vec<Vec<String>> = found.iter().flat_map(|it| rows(it, &incident)).collect();
    output::text(&words::columns(&rows))?;
    if found.is_empty() {
        output::tell("sitroom: nothing is on its way to the issue");
    }
    Ok(Exit::Done)
}

/// Returns how far each entry got on its way to the issue. What is wrong with the files is told.
pub(super) fn how_far(record: &Record) -> Result<BTreeMap<EntryId, Delivery>, StoreError> {
    let (outbox, state) = read(record)?;
    Ok(deliveries(&outbox, &state))
}

/// Returns the outbox and what was agreed with the issue. What is wrong with the files is told.
fn read(record: &Record) -> Result<(Vec<OutboxItem>, SyncState), StoreError> {
    let outbox = record.outbox()?;
    let sync = record.load_sync()?;
    outbox.findings.iter().for_each(output::warn);
    sync.findings.iter().for_each(output::warn);
    Ok((outbox.value, sync.value.unwrap_or_default()))
}

/// Returns what is on its way, the oldest first. What is wrong with the files is told.
pub(super) fn on_its_way(record: &Record) -> Result<Vec<OnItsWay>, StoreError> {
    let (outbox, state) = read(record)?;
    let carried = outbox_lines(&outbox, &state, |_| String::new());
    if carried.is_empty() {
        return Ok(Vec::new());
    }
    // The journal is only read where something is to be named.
    let wanted = carried.iter().map(|line| line.key.entry);
    let mut entries: BTreeMap<EntryId, Option<Entry>> = wanted.map(|id| (id, None)).collect();
    for entry in record.history()?.entries {
        if let Some(slot) = entries.get_mut(&entry.id) {
            *slot = Some(entry);
        }
    }
    let known = |id: EntryId| entries.get(&id).and_then(Option::as_ref);
    let zone = record.incident().zone;
    let words = |id| known(id).map_or_else(String::new, |entry| describe(&entry.event, zone));
    let playbook = record.playbook();
    let words_titled = |id| match (known(id), &playbook) {
        (Some(entry), Some(playbook)) => describe_titled(&entry.event, zone, playbook),
        _ => words(id),
    };
    let titled = outbox_lines(&outbox, &state, words_titled).into_iter();
    let lines = outbox_lines(&outbox, &state, words).into_iter();
    Ok(lines
        .zip(titled)
        .map(|(line, titled)| OnItsWay {
            since: known(line.key.entry).map(|entry| entry.recorded),
            titled: titled.words,
            line,
        })
        .collect())
}

/// Returns a line for something on its way, and one more for why it is stuck.
fn rows(found: &OnItsWay, incident: &Incident) -> Vec<Vec<String>> {
    let line = &found.line;
    let since = found.since.map(|at| incident.zone.stamp(at));
    let what = match line.operation {
        Operation::CreateIssue => "the issue",
        Operation::Comment => "comment",
        Operation::SetState => "open or closed",
        Operation::Track => "an issue of its own",
    };
    let more = match line.entries {
        0 | 1 => String::new(),
        n => format!(" (and {} more)", n - 1),
    };
    let tries = match line.attempts {
        0 => "not sent yet".to_owned(),
        n => format!("sent {}", count(n as usize, "time")),
    };
    let mut rows = vec![vec![
        line.state.word().to_owned(),
        what.to_owned(),
        since.unwrap_or_default(),
        tries,
        format!("{}{more}", found.titled),
    ]];
    if !line.reason.is_empty() {
        let because = format!("! {}", line.reason);
        rows.push(vec![
            String::new(),
            String::new(),
            String::new(),
            String::new(),
            because,
        ]);
    }
    rows
}

impl<'a> Line<'a> {
    fn of(found: &'a OnItsWay) -> Self {
        let line = &found.line;
        Self {
            key: line.key.to_string(),
            operation: line.operation,
            state: line.state,
            entries: line.entries,
            attempts: line.attempts,
            since: found.since,
            first_sent: line.first_sent,
            reason: &line.reason,
            words: &line.words,
        }
    }
}
