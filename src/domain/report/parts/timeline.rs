//! What happened when, who did it, and what was understood then.

use std::fmt::Write as _;

use crate::domain::decision;
use crate::domain::event::{Decided, Entry, Event, WorksheetChanged};
use crate::domain::report::source::{Source, line};
use crate::domain::timeline::is_local_only;

/// Returns what happened, in the order in which it happened.
pub(super) fn timeline(source: &Source<'_>) -> String {
    let zone = source.incident.zone;
    let mut out = format!("Times are those of {zone}.\n\n");
    for entry in source.told().filter(|entry| !is_about_report(&entry.event)) {
        happening(&mut out, entry, source);
    }
    out
}

/// Returns whether an entry is about the report itself, which is no part of what happened.
fn is_about_report(event: &Event) -> bool {
    match event {
        Event::WorksheetChanged(changed) => match changed {
            WorksheetChanged::Containment(_) => false,
            WorksheetChanged::ContainmentPicked { .. }
            | WorksheetChanged::Published(_)
            | WorksheetChanged::Part(_)
            | WorksheetChanged::Cause(_)
            | WorksheetChanged::Lesson(_)
            | WorksheetChanged::FollowUpDue(_) => true,
        },
        _ => false,
    }
}

fn happening(out: &mut String, entry: &Entry, source: &Source<'_>) {
    let at = source.happened(entry);
    let local = if is_local_only(&entry.event) {
        " (local)"
    } else {
        ""
    };
    let said = line(&source.said(entry));
    let (by, from) = (line(&entry.actor), source.lines([entry.id]));
    let _ = writeln!(out, "- {at} **{by}**{local}: {said}{from}");
    if let Some(understood) = source.understood(entry.id) {
        let _ = writeln!(out, "  - {}", line(understood));
    }
    if let Event::Decided(decided) = &entry.event {
        for known in decision::lines(decided, source.incident.zone, entry.shown_at()) {
            let _ = writeln!(out, "  - {}", line(&known));
        }
    }
    let whole = long_text(&entry.event);
    let Some(whole) = whole.filter(|whole| whole.contains('\n') || line(whole) != said) else {
        return;
    };
    for text in whole.lines() {
        let _ = writeln!(out, "  > {text}");
    }
}

/// Returns a text that one line may not hold.
fn long_text(event: &Event) -> Option<&str> {
    let text = match event {
        Event::CommentImported { text, .. }
        | Event::MessageSent { text, .. }
        | Event::Decided(Decided { text, .. }) => text.as_str(),
        _ => event.note()?.0,
    };
    Some(text).filter(|text| !text.is_empty())
}
