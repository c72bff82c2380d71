//! The record for scripts.

use serde::Serialize;
use serde_json::{Value, json};

use super::super::error::CliError;
use super::shared::Export;
use crate::domain::event::{Entry, Event, JOURNAL_FORMAT};
use crate::domain::incident::Incident;

/// The whole record for scripts.
///
/// `incident` has the keys of `incident.toml`, `entries` those of the journal without the
/// chain, which holds for the journal alone. An entry of a kind that this version does not
/// know has null for its `data`.
///
/// ```json
/// {
///   "format": 1, "exported_at": "2026-11-22T16:40:00Z", "local_notes": false,
///   "incident": { "id": "2026-11-22-the-chickens-have-escaped", "status": "resolved" },
///   "entries": [{
///     "seq": 1, "id": "01KAP...", "happened": "2026-11-22T14:02:00+00:00",
///     "recorded": "2026-11-22T14:02:00.000Z", "actor": "Farmer Jane", "device": "barn",
///     "origin": "local", "kind": "noted",
///     "data": { "text": "fox at the gate", "visibility": "shared" }
///   }]
/// }
/// ```
#[derive(Serialize)]
pub(super) struct Whole {
    format: u32,
    exported_at: String,
    local_notes: bool,
    incident: Incident,
    entries: Vec<Value>,
}

/// Returns the record in its form for scripts.
pub(super) fn value(export: &Export) -> Result<Whole, CliError> {
    let entries: Result<Vec<Value>, CliError> = export.entries.iter().map(entry).collect();
    Ok(Whole {
        format: JOURNAL_FORMAT,
        exported_at: export
            .now
            .to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        local_notes: export.reach == super::shared::Reach::Everything,
        incident: export.state(),
        entries: entries?,
    })
}

fn entry(entry: &Entry) -> Result<Value, CliError> {
    let event = match &entry.event {
        Event::Unrecognised { .. } => Value::Null,
        event => serde_json::to_value(event).map_err(|source| CliError::Encode { source })?,
    };
    let recorded = entry
        .recorded
        .to_rfc3339_opts(chrono::SecondsFormat::Millis, true);
    Ok(json!({
        "seq": entry.seq,
        "id": entry.id,
        "happened": entry.happened,
        "recorded": recorded,
        "actor": entry.actor,
        "device": entry.device,
        "origin": entry.origin,
        "kind": entry.event.kind(),
        "data": event.get("data").cloned().unwrap_or_default(),
    }))
}
