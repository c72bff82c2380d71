//! `sitroom verify`: prove that the record is what was written.

use std::fmt::Write as _;

use serde::Serialize;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::ids::IncidentId;
use crate::domain::text::count;
use crate::domain::time::Instant;
use crate::session::Purpose;
use crate::store::{Verification, verify};

/// Prove that the record is what was written: its chain, numbers, times and state
///
/// Changes nothing. Whoever keeps the hash it prints can later prove that no entry is missing
/// at the end.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

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
#[derive(Serialize)]
struct Outcome<'a> {
    id: &'a IncidentId,
    sound: bool,
    entries: usize,
    first: Option<Instant>,
    last: Option<Instant>,
    head_hash: String,
    findings: Vec<String>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let id = context
        .env
        .choose(context.asked.as_deref(), Purpose::Read)?;
    let found = verify(&context.env.home.incident(&id))?;
    if args.json {
        output::json(&outcome(&id, &found))?;
    } else {
        output::text(&text(&id, &found))?;
    }
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
    }
}

fn text(id: &IncidentId, found: &Verification) -> String {
    let entries = if found.entries == 1 {
        "1 entry".to_owned()
    } else {
        format!("{} entries", found.entries)
    };
    let mut out = format!("{id}: {entries}, ");
    if found.findings.is_empty() {
        out.push_str("sound\n");
    } else {
        out.push_str(&count(found.findings.len(), "finding"));
        out.push('\n');
    }
    for finding in &found.findings {
        let _ = writeln!(out, "  ! {finding}");
    }
    let _ = writeln!(out, "head {}", found.head_hash);
    out
}
