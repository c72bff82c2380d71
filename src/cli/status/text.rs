//! The status for people.

use std::fmt::Write as _;

use super::super::output::line;
use super::super::words;
use super::report::Report;
use crate::domain::clock::{Due, Urgency};
use crate::domain::incident::Age;
use crate::domain::playbook::Signal;
use crate::domain::text::count;
use crate::domain::time::{Instant, Span};

/// Returns the status in some lines.
pub(super) fn text(report: &Report) -> String {
    let incident = &report.incident;
    let mut out = String::new();
    let exercise = if incident.exercise { "EXERCISE: " } else { "" };
    if let Some((known, all)) = report.known {
        let at = incident.zone.stamp(report.now);
        let _ = writeln!(out, "AS OF {at}: {known} of {all} entries known");
    }
    let _ = writeln!(out, "{exercise}{}", line(&incident.title));
    let _ = writeln!(out, "{}", incident.id);
    let _ = writeln!(out, "{}", line(&head(report)));
    if let Some(stop) = &incident.outbound_stop {
        let _ = writeln!(out, "STOPPED, nothing leaves: {}", line(&stop.words()));
    }
    if let Some((to, at)) = &report.handed_over {
        let at = incident.zone.clock(*at, report.now);
        let _ = writeln!(out, "You handed over to {} at {at}", line(to));
    }
    out.push('\n');
    out.push_str(&next(report));
    if !report.clocks.is_empty() {
        out.push_str("\nClocks\n");
        out.push_str(&clocks(&report.clocks, report.now));
    }
    out.push('\n');
    let mut rows = vec![
        vec!["Leads".to_owned(), counted(&report.leads(), "none")],
        vec!["Remediation".to_owned(), remediation(report)],
    ];
    if report.known.is_none() {
        rows.push(vec!["Mirror".to_owned(), mirror(report)]);
    }
    let stuck = report.stuck.iter();
    rows.extend(stuck.map(|it| {
        let why = format!("{}: {}", it.titled, it.line.reason);
        vec!["! stuck".to_owned(), why]
    }));
    let asked = asked(report);
    rows.extend(asked.map(|asked| vec!["To answer".to_owned(), asked]));
    out.push_str(&words::columns(&rows));
    out
}

fn head(report: &Report) -> String {
    let incident = &report.incident;
    let mut parts = vec![
        incident.status.to_string(),
        format!("severity {}", incident.severity),
        format!("IC {}", incident.ic),
    ];
    let contained = incident.contained();
    parts.extend(contained.map(|when| format!("contained {}", incident.zone.plain(when))));
    if let (Some(aware), Some(age)) = (incident.aware_at(), incident.age(report.now)) {
        let since = format!("{}{}", incident.age_bound(), age.span().words());
        let at = match incident.coarse_awareness() {
            Some(aware) => incident.zone.plain(&aware),
            None => incident.zone.stamp(aware),
        };
        parts.push(match age {
            Age::Took(_) => format!("took {since} (from {at} on)"),
            Age::Declared(_) => {
                format!("aware since an unknown time, declared {since} ago ({at})")
            }
            Age::Aware(_) => format!("aware {since} ago ({at})"),
        });
    }
    parts.extend(report.phase.as_ref().map(|phase| format!("phase {phase}")));
    if incident.closed {
        parts.push("closed".to_owned());
    }
    parts.join(", ")
}

fn next(report: &Report) -> String {
    let Some(step) = &report.next else {
        return "Next  nothing is asked for\n".to_owned();
    };
    let due = step
        .due
        .as_ref()
        .map(|due| format!(" ({})", due_words(due, report)));
    let item = step.item.as_ref().map(|item| format!("{item} "));
    let text = format!(
        "{}{}{}",
        item.unwrap_or_default(),
        step.text,
        due.unwrap_or_default()
    );
    let mut out = format!("Next  {}\n", line(&text));
    if !step.why.is_empty() {
        let _ = writeln!(out, "      {}", line(&step.why));
    }
    out
}

fn due_words(due: &Due, report: &Report) -> String {
    let now = report.now;
    let left = due.left(now);
    if due.is_overdue(now) {
        let late = Span::between(due.due_at, now).countdown();
        let is_bound = due.began_by == Some(Signal::Aware);
        let bound = report.incident.coarse_awareness().filter(|_| is_bound);
        let most = bound.map_or("", |_| "at most ");
        format!("{most}{late} late")
    } else {
        format!("due in {}", left.countdown())
    }
}

fn clocks(clocks: &[Due], now: Instant) -> String {
    let row = |due: &Due| {
        let sign = match due.urgency(now) {
            Urgency::Snoozed => "z",
            Urgency::Calm => "",
            Urgency::Soon => "*",
            Urgency::Overdue => "!",
        };
        vec![
            sign.to_owned(),
            due.left(now).countdown(),
            due.name.clone(),
            due.reason.clone(),
        ]
    };
    words::columns(&clocks.iter().map(row).collect::<Vec<_>>())
}

fn counted<T: std::fmt::Display>(counts: &[(T, usize)], none: &str) -> String {
    let some = counts.iter().filter(|(_, n)| *n > 0);
    let words: Vec<String> = some.map(|(state, n)| format!("{n} {state}")).collect();
    if words.is_empty() {
        none.to_owned()
    } else {
        words.join(", ")
    }
}

fn remediation(report: &Report) -> String {
    let counts = counted(&report.fixes(), "none");
    match report.incident.blocking_fixes().count() {
        0 => counts,
        n => format!("{counts}; {n} to verify before it is resolved"),
    }
}

fn mirror(report: &Report) -> String {
    let Some(issue) = &report.incident.issue else {
        let Some(repository) = &report.repository else {
            return "none".to_owned();
        };
        let opens = if report.incident.outbound_stop.is_some() {
            "nothing opens it meanwhile"
        } else {
            "the next sync opens it"
        };
        let queued = queued(report).map(|queued| format!(", {queued}"));
        let queued: String = queued.collect();
        return format!("no issue yet in {repository}; {opens}{queued}");
    };
    // The clock of a drill stands where it ended, and the issue may have been read after that.
    let ago = |at: Instant| {
        let span = Span::between(at.min(report.now), report.now);
        format!("{} ago", span.words())
    };
    let sync = report.sync.as_ref();
    let pull = sync.and_then(|sync| sync.last_pull).map(ago);
    let read = format!("read {}", pull.unwrap_or_else(|| "never".to_owned()));
    let known: Vec<String> = std::iter::once(read).chain(queued(report)).collect();
    format!(
        "{}#{}  {}  ({})",
        issue.repository,
        issue.number,
        issue.url,
        known.join(", ")
    )
}

/// Returns how much is on its way to the issue.
fn queued(report: &Report) -> impl Iterator<Item = String> {
    let counts = [(report.waiting, "waiting"), (report.stuck.len(), "stuck")];
    let some = counts.into_iter().filter(|(n, _)| *n > 0);
    some.map(|(n, word)| format!("{n} {word}"))
}

/// Returns what waits for a word of the Incident Commander; none where nothing does.
fn asked(report: &Report) -> Option<String> {
    let incident = &report.incident;
    let counts = [
        (incident.conflicts.len(), "conflict"),
        (incident.suggestions.len(), "suggestion"),
    ];
    let some = counts.into_iter().filter(|(n, _)| *n > 0);
    let words: Vec<String> = some.map(|(n, word)| count(n, word)).collect();
    (!words.is_empty()).then(|| words.join(", "))
}
