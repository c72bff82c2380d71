//! The record for people, as Markdown: the report, and behind it what a report has no place for.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::inert::inert;
use crate::domain::checklist::{Checklist, Row, RowState, lists};
use crate::domain::event::Entry;
use crate::domain::evidence::Evidence;
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::mirror::Delivery;
use crate::domain::playbook::Playbook;
use crate::domain::report::{Report, Source, report};
use crate::domain::text::visible;
use crate::domain::time::{Instant, Zone};

/// What a document is made of.
#[derive(Debug, Clone, Copy)]
pub struct MarkdownExport<'a> {
    /// The state that leaves.
    pub incident: &'a Incident,
    /// The process that it runs on, where that is known: without it there are no checklists.
    pub playbook: Option<&'a Playbook>,
    /// The entries that leave, in the order of the journal.
    pub entries: &'a [Entry],
    /// How far comments on the issue got, where that is known.
    pub deliveries: Option<&'a BTreeMap<EntryId, Delivery>>,
    /// Whether what stays on this machine otherwise leaves too.
    pub local_notes: bool,
    /// When it is written.
    pub now: Instant,
}

impl MarkdownExport<'_> {
    /// Returns the report that the document begins with.
    #[must_use]
    pub fn report(&self) -> Report {
        let source = Source::new(self.incident, self.entries, self.playbook, self.now);
        let source = match self.deliveries {
            Some(deliveries) => source.delivered(deliveries),
            None => source,
        };
        if self.local_notes {
            report(&source.with_local())
        } else {
            report(&source)
        }
    }
}

/// Returns the record as one document, which can be shown as it is, with nothing in it that runs,
/// fetches, or leads elsewhere than to a page.
#[must_use]
pub fn markdown(export: &MarkdownExport<'_>) -> String {
    let incident = export.incident;
    let mut out = export.report().markdown();
    out.push('\n');
    if export.local_notes {
        let register = incident.evidence.iter();
        let lines: Vec<String> = register
            .map(|known| evidence(known, incident.zone))
            .collect();
        section(&mut out, "Evidence (local)", &lines.concat());
    }
    if let Some(playbook) = export.playbook {
        for list in lists(incident, playbook, export.now) {
            let name = format!("Checklist: {}", list.name);
            section(&mut out, &name, &checklist(&list));
        }
    }
    let at = incident.zone.stamp(export.now);
    let playbook = &incident.playbook;
    let _ = writeln!(
        out,
        "---\n\n{}, {} {}, written {at} by sitroom {}",
        incident.id,
        playbook.id,
        playbook.version,
        env!("CARGO_PKG_VERSION")
    );
    inert(&visible(&out))
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
        let at = zone.plain(&handling.when);
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
        RowState::Needless => ('x', " (was not needed)".to_owned()),
    };
    format!("- [{tick}] **{}** {}{note}", row.id, line(row.text))
}

/// Returns a text as one line.
fn line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ")
}
