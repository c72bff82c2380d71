//! The metrics, each with the lines of the journal that it comes from.

use crate::domain::metrics::Metric;
use crate::domain::report::source::{Source, below, bullets, line};

/// Returns the metrics.
pub(super) fn metrics(source: &Source<'_>) -> String {
    let metrics = &source.metrics;
    let figures = Metric::ALL.map(|metric| {
        let from = source.lines(metrics.sources(metric).iter().copied());
        let value = line(&metrics.value_words(metric));
        format!("**{}**: {value}{from}", metric.name())
    });
    let parts = [
        ("Containment", containments(source)),
        ("Corrected times", corrected(source)),
        ("Published figures", published(source)),
        (
            "To look at",
            bullets(metrics.flags.iter().map(ToString::to_string)),
        ),
    ];
    let parts: String = parts
        .iter()
        .map(|(title, text)| below(title, text))
        .collect();
    format!("{}\n{parts}", bullets(figures))
}

fn containments(source: &Source<'_>) -> String {
    bullets(source.metrics.containments.iter().map(|it| {
        let by = it.fix.map_or_else(String::new, |fix| format!(", by {fix}"));
        let picked = if it.picked { ", which counts" } else { "" };
        let waits = if it.counts(source.incident) {
            ""
        } else {
            ", not verified"
        };
        let (when, label) = (source.words(it.when), line(&it.label));
        format!(
            "{when}: {label}{by}{picked}{waits}{}",
            source.lines([it.entry])
        )
    }))
}

/// What times were before somebody corrected them.
fn corrected(source: &Source<'_>) -> String {
    let all = source.metrics.earlier.iter();
    bullets(all.flat_map(|(moment, turns)| {
        turns.iter().map(move |turn| {
            let was = turn.value;
            let was = was.map_or_else(|| "not set".to_owned(), |when| source.words(when));
            let from = source.lines([turn.entry]);
            format!("**{moment}** was {was}, as {} said{from}", line(&turn.by))
        })
    }))
}

fn published(source: &Source<'_>) -> String {
    bullets(source.metrics.published.iter().map(|it| {
        let place = match line(&it.source) {
            place if place.is_empty() => place,
            place => format!(" ({place})"),
        };
        let computed = source.metrics.sources(it.metric).iter().copied();
        let from = source.lines(computed.chain([it.entry]));
        format!(
            "**{}**: published {}{place}, computed {}: {}{from}",
            it.metric.name(),
            line(&it.figure),
            line(&it.computed),
            it.verdict.words()
        )
    }))
}
