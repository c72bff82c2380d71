//! `sitroom verify`: prove that the record, or an export of it, is what was written.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::long::Long;
use super::{input, output};
use crate::domain::export::{Chain, read_record};
use crate::domain::ids::IncidentId;
use crate::domain::text::count;
use crate::domain::time::Instant;
use crate::session::Purpose;
use crate::store::{Verification, verify_telling};

/// Prove that the record is what was written: its chain, numbers, times and state
///
/// Changes nothing. Whoever keeps the hash it prints can later prove that no entry is missing
/// at the end. With FILE it does so for a record that was exported as JSON, and says what can be
/// told of the journal it came from; no incident is needed.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// A file that `sitroom export --format json` wrote
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// How many findings are shown to people: a journal that was written anew has one on every line.
const MOST_SHOWN: usize = 20;

/// The outcome for scripts.
///
/// ```json
/// {
///   "id": "2026-11-22-the-chickens-have-escaped",
///   "sound": true, "entries": 12,
///   "first": "2026-11-22T14:02:00Z", "last": "2026-11-22T16:40:00Z",
///   "head_hash": "64 hexadecimal digits",
///   "findings": ["a sentence each"]
/// }
/// ```
///
/// For an export it has `chain` too, as the file does.
#[derive(Serialize)]
struct Outcome<'a> {
    id: &'a IncidentId,
    sound: bool,
    entries: usize,
    first: Option<Instant>,
    last: Option<Instant>,
    head_hash: String,
    findings: Vec<String>,
    /// Of an export: what its lines are a chain of, and what it lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    chain: Option<&'a Chain>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    if let Some(file) = &args.file {
        return exported(file, args.json);
    }
    let id = context
        .env
        .choose(context.asked.as_deref(), Purpose::Read)?;
    let dir = context.env.home.incident(&id);
    let mut long = Long::begin(!args.json)?;
    let found = long.wait_for(move |teller| {
        let tell = |how_far| teller.reads("checking the record", how_far);
        Ok(verify_telling(&dir, tell)?)
    })?;
    let told = if args.json {
        output::json_text(&outcome(&id, &found))?
    } else {
        output::visible(&text(&id, &found))
    };
    // Who reads it may be slow, or stop.
    long.wait_for(move |_| output::content(&told))?;
    Ok(if found.findings.is_empty() {
        Exit::Done
    } else {
        Exit::Unsound
    })
}

fn outcome<'a>(id: &'a IncidentId, found: &Verification) -> Outcome<'a> {
    Outcome {
        id,
        sound: found.findings.is_empty(),
        entries: found.entries,
        first: found.first,
        last: found.last,
        head_hash: found.head_hash.to_string(),
        findings: found.findings.iter().map(ToString::to_string).collect(),
        chain: None,
    }
}

/// Proves an exported record.
fn exported(file: &Path, as_json: bool) -> Result<Exit, CliError> {
    let path = file.to_owned();
    let mut long = Long::begin(!as_json)?;
    let found = long.wait_for(move |teller| {
        let text = input::file(&path)?;
        teller.has(text.len(), "checking the export");
        read_record(&text).map_err(|source| CliError::NotARecord { path, source })
    })?;
    let findings: Vec<String> = found.flaws.iter().map(ToString::to_string).collect();
    let is_sound = findings.is_empty();
    let told = if as_json {
        output::json_text(&Outcome {
            id: &found.incident.id,
            sound: is_sound,
            entries: found.entries.len(),
            first: found.entries.first().map(|entry| entry.recorded),
            last: found.entries.last().map(|entry| entry.recorded),
            head_hash: found.chain.head.clone(),
            findings,
            chain: Some(&found.chain),
        })?
    } else {
        let mut out = headline(&found.incident.id, found.entries.len(), &findings);
        let _ = writeln!(out, "{}", found.chain.words());
        output::visible(&out)
    };
    long.wait_for(move |_| output::content(&told))?;
    Ok(if is_sound { Exit::Done } else { Exit::Unsound })
}

fn text(id: &IncidentId, found: &Verification) -> String {
    let findings: Vec<String> = found.findings.iter().map(ToString::to_string).collect();
    let mut out = headline(id, found.entries, &findings);
    let _ = writeln!(out, "head {}", found.head_hash);
    out
}

fn headline(id: &IncidentId, entries: usize, findings: &[String]) -> String {
    let entries = if entries == 1 {
        "1 entry".to_owned()
    } else {
        format!("{entries} entries")
    };
    let mut out = format!("{id}: {entries}, ");
    if findings.is_empty() {
        out.push_str("sound\n");
    } else {
        out.push_str(&count(findings.len(), "finding"));
        out.push('\n');
    }
    for finding in findings.iter().take(MOST_SHOWN) {
        let _ = writeln!(out, "  ! {finding}");
    }
    let more = findings.len().saturating_sub(MOST_SHOWN);
    if more > 0 {
        let _ = writeln!(out, "  and {more} more, which --json lists");
    }
    out
}
