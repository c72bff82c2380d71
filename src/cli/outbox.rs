//! `sitroom outbox`: show what is on its way to the issue.

use std::collections::HashMap;

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::ids::EntryId;
use crate::domain::mirror::{Delivery, Operation, OutboxLine, outbox_lines};
use crate::domain::time::{Instant, Zone};
use crate::domain::timeline::describe;
use crate::session::Purpose;

/// Show what is on its way to the issue, and how far it got
///
/// Reads the files of this machine: it works offline, and beside a running screen.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// One operation for scripts; `--json` writes an array of these, the oldest first.
///
/// `operation` is `create-issue`, `comment` or `set-state`; `state` is `queued`, `sending`,
/// `sent` (GitHub took it, and it was not seen on the issue since) or `stuck`; `first_sent` is
/// in UTC.
///
/// ```json
/// {
///   "key": "01JD9W4Q8ZK3M9QD7ZK3M9QDAA", "entries": 1,
///   "operation": "comment", "state": "stuck", "attempts": 3,
///   "first_sent": "2026-11-22T14:02:00Z",
///   "reason": "sent three times and never found on the issue", "words": "fox at the gate"
/// }
/// ```
#[derive(Serialize)]
struct Line<'a> {
    key: String,
    entries: usize,
    operation: Operation,
    state: Delivery,
    attempts: u32,
    first_sent: Option<Instant>,
    reason: &'a str,
    words: &'a str,
}

impl<'a> Line<'a> {
    fn of(line: &'a OutboxLine) -> Self {
        Self {
            key: line.key.to_string(),
            entries: line.entries,
            operation: line.operation,
            state: line.state,
            attempts: line.attempts,
            first_sent: line.first_sent,
            reason: &line.reason,
            words: &line.words,
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    let outbox = record.outbox()?;
    let state = record.load_sync()?;
    for finding in outbox.findings.iter().chain(&state.findings) {
        output::warn(finding);
    }
    let entries = record.entries_after(0)?;
    let said: HashMap<EntryId, String> = entries
        .iter()
        .map(|entry| (entry.id, describe(&entry.event)))
        .collect();
    let text = |id| said.get(&id).cloned().unwrap_or_default();
    let lines = outbox_lines(&outbox.value, &state.value.unwrap_or_default(), text);
    if args.json {
        let lines: Vec<Line<'_>> = lines.iter().map(Line::of).collect();
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        output::tell("sitroom: nothing is on its way");
        return Ok(Exit::Done);
    }
    let zone = record.incident().zone;
    let rows: Vec<Vec<String>> = lines.iter().map(|line| row(line, zone)).collect();
    output::text(&words::columns(&rows))?;
    Ok(Exit::Done)
}

/// Returns the state, what is done, how often it was tried since when, what it says and why it
/// is stuck.
fn row(line: &OutboxLine, zone: Zone) -> Vec<String> {
    let tried = line.first_sent.map(|at| {
        let since = words::instant(at, zone);
        format!("{}x since {since}", line.attempts)
    });
    let said = match line.reason.as_str() {
        "" => line.words.clone(),
        reason => format!("{}: {reason}", line.words),
    };
    vec![
        line.state.word().to_owned(),
        line.operation.word().to_owned(),
        tried.unwrap_or_default(),
        said,
    ]
}
