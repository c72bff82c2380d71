//! What the record says of each part.

mod communications;
mod metrics;
mod progression;
mod summary;
mod timeline;
mod work;

use super::outline::PartKind;
use super::source::Source;

/// Returns what the record says of a part, as Markdown; empty where only people can write it.
pub(super) fn write(kind: PartKind, source: &Source<'_>) -> String {
    match kind {
        PartKind::Summary => summary::summary(source),
        PartKind::Timeline => timeline::timeline(source),
        PartKind::Progression => progression::progression(source),
        PartKind::Causes => work::causes(source),
        PartKind::Impact => summary::impact(source),
        PartKind::Response => work::response(source),
        PartKind::Metrics => metrics::metrics(source),
        PartKind::Immediate => work::immediate(source),
        PartKind::LongTerm => work::long_term(source),
        PartKind::Communications => communications::communications(source),
        PartKind::OpenQuestions => work::open_questions(source),
        PartKind::Vulnerabilities | PartKind::Prevention | PartKind::Lessons => String::new(),
    }
}
