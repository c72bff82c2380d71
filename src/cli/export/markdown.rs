//! The record for people, as Markdown.

use std::fmt::Write as _;

use super::super::output::line;
use super::shared::{Export, Reach};
use crate::domain::apply::undone_entries;
use crate::domain::checklist::{Checklist, Row, RowState, lists};
use crate::domain::decision;
use crate::domain::event::{Decided, Entry, Event};
use crate::domain::evidence::Evidence;
use crate::domain::incident::{Fix, FixState, Incident, Lead, Moment};
use crate::domain::metrics::metrics;
use crate::domain::time::Zone;
use crate::domain::timeline::{describe, is_local_only};

/// Returns the record as one document.
pub(super) fn text(export: &Export) -> String {
    let incident = &export.state();
    let mut out = String::new();
    let exercise = if incident.exercise { "EXERCISE: " } else { "" };
    let _ = writeln!(out, "# {exercise}{}\n", line(&incident.title));
    fields(&mut out, incident);
    section(&mut out, "Details", &incident.details);
    let zone = incident.zone;
    section(&mut out, &format!("Key times ({zone})"), &times(incident));
    let figures = metrics(incident, export.now).text(zone);
    section(
        &mut out,
        "Metrics",
        &format!("```\n{}\n```", figures.trim_end()),
    );
    section(&mut out, "Leads", &bullets(&incident.leads, lead));
    section(&mut out, "Remediation", &bullets(&incident.fixes, fix));
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
    section(&mut out, &format!("Timeline ({zone})"), &timeline(export));
    let at = zone.stamp(export.now);
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

fn fields(out: &mut String, incident: &Incident) {
    let status = if incident.closed {
        format!("{}, closed", incident.status)
    } else {
        incident.status.to_string()
    };
    let issue = incident.issue.as_ref().map(|issue| issue.url.clone());
    let rows = [
        ("Status", status),
        ("Severity", incident.severity.to_string()),
        ("Reporter", incident.reporter.clone()),
        ("Incident Commander (IC)", incident.ic.clone()),
        ("Responders", incident.responders.join(", ")),
        ("Discovery method", incident.discovery_method.clone()),
        ("Threat actions", incident.threat_actions.join(", ")),
        ("Issue", issue.unwrap_or_default()),
    ];
    for (name, value) in rows {
        let value = line(&value);
        let value = if value.is_empty() { "none" } else { &value };
        let _ = writeln!(out, "- **{name}**: {value}");
    }
    out.push('\n');
}

fn times(incident: &Incident) -> String {
    let mut out = String::new();
    for moment in Moment::ALL {
        let when = incident.moments.get(&moment);
        let when = when.map(|when| incident.zone.plain(when));
        let when = when.unwrap_or_else(|| "not set".to_owned());
        let _ = writeln!(out, "- **{moment}**: {when}");
    }
    out
}

fn bullets<T>(items: &[T], bullet: fn(&T) -> String) -> String {
    let lines: Vec<String> = items.iter().map(bullet).collect();
    lines.join("\n")
}

fn owned(owner: &str) -> String {
    if owner.is_empty() {
        String::new()
    } else {
        format!(" ({})", line(owner))
    }
}

fn lead(lead: &Lead) -> String {
    let tick = if lead.state.is_ended() { 'x' } else { ' ' };
    let mut out = format!(
        "- [{tick}] **{}** {}{}: {}",
        lead.id,
        line(&lead.text),
        owned(&lead.owner),
        lead.state
    );
    if !lead.finding.is_empty() {
        let _ = write!(out, ", {}", line(&lead.finding));
    }
    out
}

fn fix(fix: &Fix) -> String {
    let is_verified = fix.state == FixState::Verified;
    let tick = if is_verified { 'x' } else { ' ' };
    let mut out = format!(
        "- [{tick}] **{}** {}{}: {}, {}",
        fix.id,
        line(&fix.text),
        owned(&fix.owner),
        fix.class,
        fix.state
    );
    if let Some(verified) = &fix.verified {
        let _ = write!(out, " by {}", line(&verified.by));
    }
    out
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
    bullets(&list.rows, item)
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

/// Returns what happened, in the order in which it happened.
fn timeline(export: &Export) -> String {
    let undone = undone_entries(&export.entries);
    let mut entries: Vec<&Entry> = export
        .entries
        .iter()
        .filter(|entry| !undone.contains(&entry.id))
        .filter(|entry| !matches!(entry.event, Event::Undone { .. }))
        .collect();
    entries.sort_by_key(|entry| (entry.shown_at(), entry.seq));
    let mut out = String::new();
    for entry in entries {
        happening(&mut out, entry, &export.incident);
    }
    out
}

fn happening(out: &mut String, entry: &Entry, incident: &Incident) {
    let at = if entry.happened.is_unknown() {
        format!("{}, or before", incident.zone.stamp(entry.recorded))
    } else {
        incident.zone.plain(&entry.happened)
    };
    let local = if is_local_only(&entry.event) {
        " (local)"
    } else {
        ""
    };
    let said = line(&describe(&entry.event, incident.zone));
    let _ = writeln!(out, "- {at} **{}**{local}: {said}", line(&entry.actor));
    if let Event::Decided(decided) = &entry.event {
        for known in decision::lines(decided, incident.zone, entry.shown_at()) {
            let _ = writeln!(out, "  - {}", line(&known));
        }
    }
    let Some(whole) =
        long_text(&entry.event).filter(|whole| whole.contains('\n') || line(whole) != said)
    else {
        return;
    };
    for text in whole.lines() {
        let _ = writeln!(out, "  > {text}");
    }
}

/// Returns a text that one line may not hold.
fn long_text(event: &Event) -> Option<&str> {
    match event {
        Event::Noted { text, .. }
        | Event::CommentImported { text, .. }
        | Event::MessageSent { text, .. }
        | Event::Decided(Decided { text, .. }) => Some(text)
            .filter(|text| !text.is_empty())
            .map(String::as_str),
        _ => None,
    }
}
