//! All that there is to say of a row of the Report view.

use std::fmt::Write as _;

use crate::app::{Figures, ReportRow};
use crate::domain::metrics::Metric;
use crate::domain::vocabulary::{Facet, vocabulary};
use crate::domain::worksheet::Cause;
use crate::tui::view::Cx;

/// Returns the title of a row, and all that there is to say of it.
pub(super) fn whole(cx: Cx<'_>, row: &ReportRow, figures: &Figures) -> (String, String) {
    let app = cx.app;
    let (zone, sheet) = (app.incident.zone, &app.incident.worksheet);
    match row {
        ReportRow::Part(id) => match figures.report.part(id) {
            // Its text is laid out once for many frames.
            Some(part) => (part.title.clone(), String::new()),
            None => Default::default(),
        },
        ReportRow::Moment(moment) => {
            let now = app.incident.moments.get(moment);
            let now = now.map_or_else(|| "not set".to_owned(), |when| zone.plain(when));
            let before = figures.metrics.earlier.get(moment).into_iter().flatten();
            let before = before.map(|turn| {
                let was = turn.value;
                let was = was.map_or_else(|| "not set".to_owned(), |when| zone.plain(&when));
                let (by, at) = (&turn.by, zone.stamp(turn.recorded));
                format!("\nbefore: {was}, as {by} said, written down {at}")
            });
            (
                moment.to_string(),
                format!("{now}{}", before.collect::<String>()),
            )
        }
        ReportRow::Containment(label) => {
            let mut all = sheet.containments.iter();
            let Some(it) = all.find(|it| it.label == *label) else {
                return Default::default();
            };
            let counts = if it.counts(&app.incident) {
                "the last of these that counts is when it was contained, unless one is picked"
            } else {
                "it does not count: its remediation item is not verified, or not immediate"
            };
            let when = zone.plain(&it.when);
            (
                label.clone(),
                format!("{when}\n{counts}; enter picks this one"),
            )
        }
        ReportRow::Metric(metric) => (metric.name().to_owned(), of_metric(cx, *metric, figures)),
        ReportRow::Facet(facet) => of_facet(cx, *facet),
        ReportRow::Cause(id) => match sheet.causes.get(*id) {
            Some(cause) => (id.to_string(), of_cause(cx, cause)),
            None => Default::default(),
        },
        ReportRow::FirstCause => (
            "Causes".to_owned(),
            "Infinite Hows: how did it come to be so, how did it make sense, how was it noticed? \
             Several conditions together, no single root.\nFive Whys: why, and why again, until \
             something of the process can be changed.\nEach with its evidence."
                .to_owned(),
        ),
        ReportRow::Lesson(id) => {
            let mut all = sheet.lessons.iter();
            let known = all.find(|lesson| lesson.id == *id);
            known.map_or_else(Default::default, |lesson| {
                (lesson.list.title().to_owned(), lesson.text.clone())
            })
        }
        ReportRow::FirstLesson(list) => (list.title().to_owned(), "Nothing yet.".to_owned()),
    }
}

fn of_metric(cx: Cx<'_>, metric: Metric, figures: &Figures) -> String {
    let metrics = &figures.metrics;
    let mut out = metrics.value_words(metric);
    for published in metrics.published.iter().filter(|it| it.metric == metric) {
        let _ = write!(
            out,
            "\npublished {}: {} ({})",
            published.source,
            published.figure,
            published.verdict.words()
        );
    }
    out.push_str("\n\nIt comes from");
    let sources = metrics.sources(metric);
    let entries = cx.app.entries.iter();
    for entry in entries.filter(|entry| sources.contains(&entry.id)) {
        let _ = write!(
            out,
            "\nline {}: {}, {}",
            entry.seq,
            entry.actor,
            cx.app.words_of(entry)
        );
    }
    if sources.is_empty() {
        out.push_str(" nothing in the record.");
    }
    out
}

fn of_facet(cx: Cx<'_>, facet: Facet) -> (String, String) {
    let Some(list) = vocabulary().list(facet) else {
        return Default::default();
    };
    let values = facet.values(&cx.app.incident);
    let said = if values.is_empty() {
        "unknown".to_owned()
    } else {
        values.join(", ")
    };
    let text = format!("{said}\n\n{}\n{}", list.about, list.source);
    (list.name.clone(), text)
}

fn of_cause(cx: Cx<'_>, cause: &Cause) -> String {
    let causes = &cx.app.incident.worksheet.causes;
    let method = causes.root(cause.id).map(|root| root.method.name());
    let mut out = format!(
        "{}\n\nAsked by {}. Evidence:",
        cause.text,
        method.unwrap_or_default()
    );
    for id in &cause.evidence {
        match cx.app.entry(*id) {
            Some(entry) => {
                let _ = write!(
                    out,
                    "\n{} {}: {}",
                    cx.app.incident.zone.stamp(entry.shown_at()),
                    entry.actor,
                    cx.app.words_of(entry)
                );
            }
            None => out.push_str("\nan entry that was taken back"),
        }
    }
    if cause.evidence.is_empty() {
        out.push_str(" none yet.");
    }
    out
}
