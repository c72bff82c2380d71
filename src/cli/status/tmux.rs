//! The status for the status bar of tmux: one short line.

use super::super::output::line as one_line;
use super::report::Report;
use crate::domain::clock::{Due, Urgency};
use crate::domain::gate::{Gate, seen_outside};
use crate::domain::incident::Severity;
use crate::domain::text::shorten;
use crate::domain::time::{Instant, Span};

/// How much of a name fits beside the rest of a status bar.
const NAME: usize = 28;

/// How much of the short description.
const TITLE: usize = 24;

/// Returns which incident it is, where it stands, the most urgent clock, and what is not sent,
/// in the colours of tmux. It is read over a shoulder and on a shared screen, so its words are
/// those that leave: by codenames. `others` is how many more are open.
pub(super) fn line(report: &Report, gate: &Gate, others: usize) -> String {
    let incident = &report.incident;
    let shown = |text: &str, most: usize| {
        let seen = seen_outside(&one_line(text), gate, incident);
        escaped(&shorten(&seen, most))
    };
    let mut parts = Vec::new();
    if incident.exercise {
        parts.push("EXERCISE".to_owned());
    }
    if incident.outbound_stop.is_some() {
        parts.push("#[fg=red,bold]STOPPED#[default]".to_owned());
    }
    parts.extend(
        report
            .most_urgent()
            .map(|due| clock(due, &shown(&due.name, NAME), report.now)),
    );
    parts.extend(asked(report));
    if incident.closed {
        parts.push("closed".to_owned());
    }
    parts.push(format!(
        "{} {}",
        incident.status,
        severity(incident.severity)
    ));
    parts.push(shown(&incident.title, TITLE));
    if others > 0 {
        parts.push(format!("#[fg=yellow]+{others} open#[default]"));
    }
    parts.join(" ") + "\n"
}

/// Returns what waits to be sent or for a person, by its number alone: words of others stay out of here.
fn asked(report: &Report) -> Option<String> {
    let counts = [
        (report.waiting, "unsent"),
        (report.incident.conflicts.len(), "to rule on"),
        (report.incident.suggestions.len(), "to answer"),
        (report.stuck.len(), "stuck"),
    ];
    let some = counts.into_iter().filter(|(n, _)| *n > 0);
    let words: Vec<String> = some.map(|(n, word)| format!("{n} {word}")).collect();
    (!words.is_empty()).then(|| format!("#[fg=yellow]{}#[default]", words.join(", ")))
}

/// Returns the severity in its word and its colour; one that nobody knows yet has none.
fn severity(severity: Severity) -> String {
    let colour = match severity {
        Severity::High => "#[fg=red]",
        Severity::Medium => "#[fg=yellow]",
        Severity::Low => "#[fg=green]",
        Severity::Unknown => return severity.to_string(),
    };
    format!("{colour}{severity}#[default]")
}

fn clock(due: &Due, name: &str, now: Instant) -> String {
    let style = match due.urgency(now) {
        Urgency::Overdue => "#[fg=red,bold]",
        Urgency::Soon => "#[fg=yellow]",
        Urgency::Calm | Urgency::Snoozed => "#[fg=green]",
    };
    // A word and a sign beside the colour, which not everybody sees.
    let text = if due.is_overdue(now) {
        format!("! {name} late {}", Span::between(due.due_at, now).short())
    } else {
        format!("{name} in {}", due.left(now).short())
    };
    format!("{style}{text}#[default]")
}

/// Returns text that tmux does not read as a format: names are typed by people.
fn escaped(text: &str) -> String {
    text.replace('#', "##")
}
