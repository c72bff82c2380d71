//! The record for scripts, with what proves it.

use super::super::error::CliError;
use super::shared::{Export, Reach};
use crate::domain::export::{RecordExport, record_json};
use crate::domain::mirror::ChainHead;
use crate::store::History;

/// Returns the record in its form for scripts; `history` is all of the journal, and `head` where
/// it stands.
pub(super) fn text(
    export: &Export,
    history: &History,
    head: &ChainHead,
) -> Result<String, CliError> {
    let unsound: Vec<String> = history.findings.iter().map(ToString::to_string).collect();
    let record = RecordExport {
        incident: &export.state(),
        entries: &export.entries,
        local_notes: export.reach == Reach::Everything,
        journal: &history.entries,
        head,
        unsound: &unsound,
        now: export.now,
    };
    record_json(&record).map_err(|source| CliError::Encode { source })
}
