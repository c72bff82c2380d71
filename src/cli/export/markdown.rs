//! The record for people, as Markdown: the report, and behind it what a report has no place for.

use std::fmt::Write as _;

use super::super::output::line;
use super::super::words;
use super::shared::{Export, Reach};
use crate::domain::checklist::{Checklist, Row, RowState, lists};
use crate::domain::evidence::Evidence;
use crate::domain::report::{Source, report};
use crate::domain::time::Zone;

/// Returns the record as one document.
pub(super) fn text(export: &Export) -> String {
    let incident = &export.state();
    let playbook = export.playbook.as_deref();
    let source = Source::new(incident, &export.entries, playbook, export.now);
    let source = match export.reach {
        Reach::Everything => source.with_local(),
        Reach::Shared => source,
    };
    let mut out = report(&source).markdown();
    out.push('\n');
    if export.reach == Reach::Everything {
        let register = incident.evidence.iter();
        let lines: Vec<String> = register
            .map(|known| evidence(known, incident.zone))
            .collect();
        section(&mut out, "Evidence (local)", &lines.concat());
    }
    if let Some(playbook) = &export.playbook {
        for list in lists(incident, playbook, export.now) {
            let name = format!("Checklist: {}", list.name);
            section(&mut out, &name, &checklist(&list));
        }
    }
    let at = words::instant(export.now, incident.zone);
    let playbook = &incident.playbook;
    let _ = writeln!(
        out,
        "---\n\n{}, {} {}, written {at} by sitroom {}",
        incident.id,
        playbook.id,
        playbook.version,
        env!("CARGO_PKG_VERSION")
    );
    out
}

fn section(out: &mut String, name: &str, text: &str) {
    let text = text.trim_end();
    let text = if text.is_empty() { "None." } else { text };
    let _ = writeln!(out, "## {name}\n\n{text}\n");
}

/// Returns a thing in the register, with a line for each time that it changed hands.
fn evidence(evidence: &Evidence, zone: Zone) -> String {
    let mut out = format!("- **{}** {}\n", evidence.id, line(&evidence.what));
    if let Some(file) = &evidence.file {
        let (path, sha256, bytes) = (line(&file.path), &file.sha256, file.bytes);
        let _ = writeln!(out, "  - {path}, {bytes} bytes, SHA-256 `{sha256}`");
    }
    for handling in &evidence.handlings {
        let at = words::when(handling.when, zone);
        let (step, holder) = (handling.step.word(), line(&handling.holder));
        let (place, by) = (line(&handling.place), line(&handling.by));
        let _ = writeln!(
            out,
            "  - {at} ({zone}): {step}, held by {holder}, at {place} ({by})"
        );
    }
    out
}

fn checklist(list: &Checklist<'_>) -> String {
    let lines: Vec<String> = list.rows.iter().map(item).collect();
    lines.join("\n")
}

fn item(row: &Row<'_>) -> String {
    let (tick, note) = match &row.state {
        RowState::Open => (' ', String::new()),
        RowState::Optional => (' ', " (optional)".to_owned()),
        RowState::Done(tick) => ('x', format!(" ({})", line(&tick.by))),
        RowState::Derived => ('x', String::new()),
        RowState::NotApplicable(tick) => ('x', format!(" (does not apply: {})", line(&tick.by))),
        RowState::Waiting => (' ', " (does not apply yet)".to_owned()),
    };
    format!("- [{tick}] **{}** {}{note}", row.id, line(row.text))
}
