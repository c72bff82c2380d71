//! The whole record as JSON, with what proves it.
//!
//! ```json
//! {
//!   "format": 1,
//!   "written_by": "sitroom 0.1.0",
//!   "exported_at": "2026-11-22T16:40:00Z",
//!   "local_notes": false,
//!   "chain": { "of": "journal", "entries": 1, "head": "64 hexadecimal digits" },
//!   "incident": { "id": "2026-11-22-the-chickens-have-escaped", "status": "resolved" },
//!   "entries": [
//!     {
//!       "format": 1, "seq": 1, "id": "01KAP...", "happened": "2026-11-22T14:02:00+00:00",
//!       "recorded": "2026-11-22T14:02:00.000Z", "actor": "Farmer Jane", "device": "barn",
//!       "origin": "local", "kind": "noted",
//!       "data": { "text": "fox at the gate", "visibility": "shared" },
//!       "prev": "0000..."
//!     }
//!   ],
//!   "seal": "64 hexadecimal digits"
//! }
//! ```
//!
//! `incident` has the keys of `incident.toml`, and each of the `entries` is a line: those of the
//! journal as they are, when all of them leave and none is changed on the way. Then the chain is
//! the journal's (`"of": "journal"`), and its `head` is what `sitroom verify` prints on the
//! machine that has it. Else the lines that leave are a chain of their own (`"of": "export"`),
//! which says how many were left out and how many changed; no hash of the journal leaves with
//! them, because whoever has all but one word of a line could try words until it fits. The
//! numbers stay those of the journal, so that gaps are seen.
//!
//! `seal` is the SHA-256 of the file up to its first digit. It tells a damaged file, and is no
//! signature: who can change the file can seal it anew. The head can be compared with one that
//! was kept elsewhere.
//!
//! The form is published as `assets/schemas/sitroom-record-1.json`.

use std::collections::HashMap;
use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::domain::chain::{Digest, encode_exported};
use crate::domain::event::Entry;
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::mirror::ChainHead;
use crate::domain::text::visible_json;
use crate::domain::time::Instant;

/// The form of the file that this program writes.
pub const RECORD_FORMAT: u32 = 1;

/// The schema of that form (JSON Schema, draft 2020-12).
pub const RECORD_SCHEMA: &str = include_str!("../../../assets/schemas/sitroom-record-1.json");

/// What stands before the digits of the seal, and behind them.
pub(super) const SEAL: (&str, &str) = ("\"seal\": \"", "\"\n}\n");

/// A record on its way into a file.
#[derive(Debug, Clone, Copy)]
pub struct RecordExport<'a> {
    /// The state that leaves.
    pub incident: &'a Incident,
    /// The entries that leave, in the order of the journal, as they leave.
    pub entries: &'a [Entry],
    /// Whether what stays on this machine otherwise leaves too.
    pub local_notes: bool,
    /// Every entry of the journal.
    pub journal: &'a [Entry],
    /// Where the journal stands.
    pub head: &'a ChainHead,
    /// What is wrong with the journal.
    pub unsound: &'a [String],
    /// When it is written.
    pub now: Instant,
}

/// What the lines of an export are a chain of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChainOf {
    /// The lines of the journal, all of them and unchanged.
    Journal,
    /// The lines that leave, which are not all, or not as the journal has them.
    Export,
}

/// What is said of the chain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Chain {
    /// What the lines are a chain of.
    pub of: ChainOf,
    /// How many lines there are.
    pub entries: usize,
    /// SHA-256 of the last line, in hexadecimal.
    pub head: String,
    /// How many entries of the journal were left out.
    #[serde(default, skip_serializing_if = "is_none")]
    pub left_out: usize,
    /// How many entries were changed to leave: by codenames, or by pieces held back.
    #[serde(default, skip_serializing_if = "is_none")]
    pub covered: usize,
    /// What was wrong with the journal, a sentence each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unsound: Vec<String>,
}

impl Chain {
    /// Says in a line or two what can be proved by it, and what cannot.
    #[must_use]
    pub fn words(&self) -> String {
        let head = &self.head;
        if self.of == ChainOf::Journal {
            return format!(
                "all of the journal, unchanged; compare with the head that was kept elsewhere\n\
                 head {head}"
            );
        }
        let mut parts = Vec::new();
        if self.left_out > 0 {
            parts.push(format!("{} of the journal left out", self.left_out));
        }
        if self.covered > 0 {
            parts.push(format!("{} changed to leave", self.covered));
        }
        if parts.is_empty() {
            parts.push("not the journal line by line".to_owned());
        }
        format!(
            "a chain of what was exported: {}; that it fits the journal can be told only where \
             the journal is\nhead of the export {head}",
            parts.join(", ")
        )
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_none(n: &usize) -> bool {
    *n == 0
}

/// Returns the record as the text of a file.
///
/// # Errors
///
/// That of a value that has no form as JSON.
pub fn record_json(export: &RecordExport<'_>) -> Result<String, serde_json::Error> {
    let (lines, head) = lines(export.entries)?;
    let chain = chain(export, head);
    let mut out = String::from("{\n");
    field(&mut out, "format", &RECORD_FORMAT)?;
    let program = format!("sitroom {}", env!("CARGO_PKG_VERSION"));
    field(&mut out, "written_by", &program)?;
    let at = export.now;
    let at = at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true);
    field(&mut out, "exported_at", &at)?;
    field(&mut out, "local_notes", &export.local_notes)?;
    field(&mut out, "chain", &chain)?;
    field(&mut out, "incident", export.incident)?;
    let lines: Vec<String> = lines.iter().map(|line| format!("    {line}")).collect();
    let _ = writeln!(out, "  \"entries\": [\n{}\n  ],", lines.join(",\n"));
    let mut out = visible_json(&out);
    let (before, behind) = SEAL;
    let _ = write!(out, "  {before}");
    let seal = Digest::of(out.as_bytes());
    let _ = write!(out, "{seal}{behind}");
    Ok(out)
}

fn field<T: Serialize>(out: &mut String, name: &str, value: &T) -> Result<(), serde_json::Error> {
    let text = serde_json::to_string_pretty(value)?.replace('\n', "\n  ");
    let _ = writeln!(out, "  \"{name}\": {text},");
    Ok(())
}

/// Returns the lines of some entries as a chain, and the hash of the last.
fn lines(entries: &[Entry]) -> Result<(Vec<String>, Digest), serde_json::Error> {
    let mut head = Digest::ZERO;
    let mut lines = Vec::with_capacity(entries.len());
    for entry in entries {
        let line = encode_exported(entry, &head)?;
        head = Digest::of(line.as_bytes());
        lines.push(line);
    }
    Ok((lines, head))
}

/// Says what the lines are a chain of. Where they are the journal's, so is the hash of the last:
/// each is made of the one before.
fn chain(export: &RecordExport<'_>, head: Digest) -> Chain {
    let whole = export.unsound.is_empty() && export.head.sha256 == head.as_str();
    let there: HashMap<EntryId, &Entry> = export
        .journal
        .iter()
        .map(|entry| (entry.id, entry))
        .collect();
    let is_covered = |entry: &&Entry| there.get(&entry.id).is_none_or(|known| *known != *entry);
    Chain {
        of: if whole {
            ChainOf::Journal
        } else {
            ChainOf::Export
        },
        entries: export.entries.len(),
        head: head.to_string(),
        left_out: export.journal.len().saturating_sub(export.entries.len()),
        covered: export.entries.iter().filter(is_covered).count(),
        unsound: export.unsound.to_vec(),
    }
}
