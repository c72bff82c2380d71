//! The files beside the journal: the rotation as a calendar, the report, a drill's scorecard.

use std::path::Path;

use super::desk::Inbound;
use crate::app::{Level, SavedReport};
use crate::deliver::files::{write_calendar, write_report, write_scorecard};
use crate::domain::chain::Digest;
use crate::domain::report::{Part, PartState, Report, is_unwritten};
use crate::domain::scorecard::Scorecard;

/// Writes the file, over the one before, and says where.
pub(super) fn save_calendar(dir: &Path, text: &str) -> Inbound {
    match write_calendar(dir, text) {
        Ok(path) => Inbound::Said(Level::Info, format!("saved as {}", path.display())),
        Err(error) => Inbound::Said(Level::Error, format!("failed to {error}")),
    }
}

/// Writes the report, over the one before, and says where, with its SHA-256 and what is missing.
pub(super) fn save_report(dir: &Path, report: &Report) -> Inbound {
    let text = report.markdown();
    match write_report(dir, &text) {
        Ok(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str());
            let name = name.to_string_lossy();
            let digest = Digest::of(text.as_bytes());
            let titles = |is_one: fn(&Part) -> bool| {
                let parts = report.parts.iter().filter(|part| is_one(part));
                parts.map(|part| part.title.clone()).collect()
            };
            Inbound::Reported(SavedReport {
                path: path.display().to_string(),
                note: format!("{name}, SHA-256 {digest}"),
                unwritten: titles(|part| is_unwritten(&part.text)),
                clashing: titles(|part| matches!(part.state, PartState::Clash { .. })),
            })
        }
        Err(error) => Inbound::Said(Level::Error, format!("failed to {error}")),
    }
}

/// Writes the scorecard of a drill, over the one before, and returns what people read.
pub(super) fn save_scorecard(dir: &Path, card: &Scorecard) -> anyhow::Result<String> {
    let (text, mut json) = (
        card.markdown(),
        serde_json::to_string_pretty(&card.report())?,
    );
    json.push('\n');
    write_scorecard(dir, &text, &json)?;
    Ok(text)
}
