//! What was worked out and mended: causes, lessons, remediation, and what is still open.

use std::fmt::Write as _;

use super::communications::each;
use super::progression::owned;
use crate::domain::incident::{Fix, FixClass, FixState};
use crate::domain::ledger::name;
use crate::domain::measure::Measure;
use crate::domain::metrics::Metric;
use crate::domain::report::source::{Source, below, bullets, line};
use crate::domain::text::excerpt;
use crate::domain::timeline::is_local_only;
use crate::domain::worksheet::{LessonList, Node};

/// How much of an entry stands below the cause it is evidence for.
const EVIDENCE: usize = 160;

/// Returns the cause analysis, each node with its evidence.
pub(super) fn causes(source: &Source<'_>) -> String {
    let mut out = String::new();
    for node in source.incident.worksheet.causes.in_order() {
        cause(&mut out, node, source);
    }
    out
}

fn cause(out: &mut String, node: Node<'_>, source: &Source<'_>) {
    let Node {
        depth,
        cause,
        method,
    } = node;
    let (id, text) = (cause.id, line(&cause.text));
    let from = source.lines([cause.entry]);
    if depth == 0 {
        let gap = if out.is_empty() { "" } else { "\n" };
        let _ = writeln!(
            out,
            "{gap}### {id} {text}{from}\n\nAsked by {}.\n",
            method.name()
        );
    } else {
        let indent = "  ".repeat(depth - 1);
        let _ = writeln!(out, "{indent}- **{id}** {text}{from}");
    }
    let indent = "  ".repeat(depth);
    for entry in &cause.evidence {
        let said = match source.entry(*entry) {
            Some(known) if is_local_only(&known.event) && !source.local => {
                "an entry that stays on this machine".to_owned()
            }
            Some(known) => {
                let said = excerpt(&source.said(known), EVIDENCE);
                format!("{}, {}: {said}", source.happened(known), line(&known.actor))
            }
            None => "an entry that was taken back".to_owned(),
        };
        let from = source.lines([*entry]);
        let _ = writeln!(out, "{indent}- evidence: {said}{from}");
    }
}

/// Returns what surprised, helped and hurt.
pub(super) fn response(source: &Source<'_>) -> String {
    let lessons = &source.incident.worksheet.lessons;
    let all = LessonList::ALL.into_iter();
    all.map(|list| {
        let of = lessons.iter().filter(|lesson| lesson.list == list);
        let of = of.map(|it| format!("{}{}", line(&it.text), source.lines([it.entry])));
        below(list.title(), &bullets(of))
    })
    .collect()
}

/// Returns what was mended, or had to be, before it was resolved.
pub(super) fn immediate(source: &Source<'_>) -> String {
    of_class(source, FixClass::Immediate)
}

/// Returns what was deferred, with owners.
pub(super) fn long_term(source: &Source<'_>) -> String {
    of_class(source, FixClass::LongTerm)
}

fn of_class(source: &Source<'_>, class: FixClass) -> String {
    let mut all = source.incident.fixes.iter().filter(|it| it.class == class);
    if all.clone().next().is_none() {
        return "None.".to_owned();
    }
    bullets(all.by_ref().map(|it| fix(it, source)))
}

fn fix(fix: &Fix, source: &Source<'_>) -> String {
    let tick = if fix.state == FixState::Verified {
        'x'
    } else {
        ' '
    };
    let owner = match owned(&fix.owner) {
        owner if owner.is_empty() => " (NO OWNER)".to_owned(),
        owner => owner,
    };
    let verified = fix.verified.as_ref().map_or_else(String::new, |verified| {
        let (by, at) = (line(&verified.by), source.stamp(verified.at));
        format!(" by {by}, {at}")
    });
    let from = source.lines(source.chronicle.line(fix.tag).iter().copied());
    let tracked = fix.tracking.as_ref().map_or_else(String::new, |tracking| {
        format!(", followed up: {}", line(&tracking.words()))
    });
    let (id, text, state) = (fix.id, line(&fix.text), fix.state);
    format!("[{tick}] **{id}** {text}{owner}: {state}{verified}{tracked}{from}")
}

/// Returns what is still not known.
pub(super) fn open_questions(source: &Source<'_>) -> String {
    let leads = source.incident.leads.iter();
    let leads = leads.filter(|lead| !lead.state.is_ended()).map(|lead| {
        let owner = match owned(&lead.owner) {
            owner if owner.is_empty() => " (nobody tries to find out)".to_owned(),
            owner => owner,
        };
        let from = source.lines(source.chronicle.line(lead.tag).iter().copied());
        format!("**{}** {}{owner}{from}", lead.id, line(&lead.text))
    });
    let unknown = Metric::ALL.into_iter().filter_map(|metric| {
        let measure = source.metrics.measure(metric)?;
        matches!(measure, Measure::Unknown { .. })
            .then(|| format!("{}: {}", metric.name(), measure.words()))
    });
    let incident = source.incident;
    let messages = incident.messages.iter().chain(&incident.unsent);
    let unsent = messages.filter_map(|record| {
        let mut waits = source.unreached(record);
        waits.retain(|it| !it.is_dropped);
        let (name, from) = (
            line(&name(record, source.playbook)),
            source.lines([record.entry]),
        );
        (!waits.is_empty()).then(|| format!("**{name}** to {}{from}", each(&waits)))
    });
    let parts = [
        below("Messages that were not sent", &bullets(unsent)),
        below("Leads without an answer", &bullets(leads)),
        below("Figures that are not known", &bullets(unknown)),
    ];
    match parts.concat() {
        none if none.is_empty() => "None that the record knows of.".to_owned(),
        some => some,
    }
}
