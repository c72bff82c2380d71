//! The record for scripts, with what proves it.

use super::super::error::CliError;
use super::shared::{Export, Reach};
use crate::domain::export::{RecordExport, record_json};
use crate::domain::time::Instant;
use crate::store::{History, Record};

/// Returns the record in its form for scripts.
pub(super) fn text(
    record: &Record,
    history: &History,
    reach: Reach,
    now: Instant,
) -> Result<String, CliError> {
    let export = Export::of(record, history.entries.clone(), reach, now);
    let unsound: Vec<String> = history.findings.iter().map(ToString::to_string).collect();
    let record = RecordExport {
        incident: &export.state(),
        entries: &export.entries,
        local_notes: export.reach == Reach::Everything,
        journal: &history.entries,
        head: &record.chain_head(),
        unsound: &unsound,
        now: export.now,
    };
    record_json(&record).map_err(|source| CliError::Encode { source })
}
