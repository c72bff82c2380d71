//! How it progressed: phases, status, severity and command, decisions and their authority.

use crate::domain::chronicle::Turn;
use crate::domain::handoff::{Change, How};
use crate::domain::incident::Lead;
use crate::domain::metrics::DecisionWait;
use crate::domain::report::source::{Source, below, bullets, line};

/// Returns how it progressed.
pub(super) fn progression(source: &Source<'_>) -> String {
    let chronicle = &source.chronicle;
    let parts = [
        ("Time in each phase", phases(source)),
        ("Status", turns(source, &chronicle.statuses)),
        ("Severity", turns(source, &chronicle.severities)),
        ("Command", commands(source)),
        ("Decisions", decisions(source)),
        ("Leads", leads(source)),
    ];
    let parts = parts.iter();
    parts.map(|(title, text)| below(title, text)).collect()
}

fn phases(source: &Source<'_>) -> String {
    bullets(source.metrics.phases.iter().map(|span| {
        let until = match span.to {
            Some(to) => format!(" to {}", source.stamp(to)),
            None => " on, and still".to_owned(),
        };
        let from = source.lines([Some(span.began), span.ended].into_iter().flatten());
        format!(
            "**{}**: {}, from {}{until}{from}",
            line(&span.name),
            span.length(source.now).words(),
            source.stamp(span.from),
        )
    }))
}

fn turns<T: std::fmt::Display>(source: &Source<'_>, turns: &[Turn<T>]) -> String {
    bullets(turns.iter().map(|turn| {
        format!(
            "{}: {}, by {}{}",
            source.words(turn.when),
            turn.value,
            line(&turn.by),
            source.lines([turn.entry])
        )
    }))
}

fn commands(source: &Source<'_>) -> String {
    let changes = &source.incident.handoff.changes;
    bullets(source.chronicle.commands.iter().map(|turn| {
        let change = changes.iter().find(|change| change.entry == turn.entry);
        let before =
            change.map_or_else(String::new, |change| format!("{} -> ", line(&change.from)));
        let how = change.map_or_else(|| ", who took charge".to_owned(), how);
        let from = source.lines([turn.entry]);
        let (at, ic) = (source.words(turn.when), line(&turn.value));
        format!("{at}: {before}{ic}{how}{from}")
    }))
}

/// Returns how command changed hands. What another machine did is told as it is known here.
fn how(change: &Change) -> String {
    match (change.how, change.taken) {
        (How::Elsewhere, true) if change.briefed => {
            ", by handoff with a brief, on another machine".to_owned()
        }
        (How::Offered, _) => ", by handoff with a brief".to_owned(),
        (How::Said, _) => ", without an offer".to_owned(),
        (How::Elsewhere, true) => ", without an offer, on another machine".to_owned(),
        (How::Elsewhere, false) => ", as the issue says".to_owned(),
        (How::Yielded, _) => format!(", after both commanded and {} yielded", line(&change.from)),
    }
}

fn decisions(source: &Source<'_>) -> String {
    bullets(source.metrics.decisions.iter().map(|decision| {
        let DecisionWait {
            title, text, by, ..
        } = decision;
        let of = source.incident.decisions.iter();
        let mut of = of.filter(|it| decision.sources.first() == Some(&it.entry));
        let authority = of.next().map(|it| line(&it.basis.authority));
        let authority = match authority.as_deref() {
            None | Some("") => String::new(),
            Some(authority) => format!("; authority: {authority}"),
        };
        let waited = match decision.waited {
            Some(waited) => format!("waited {}", waited.words()),
            None => "how long it waited is unknown".to_owned(),
        };
        let from = source.lines(decision.sources.iter().copied());
        format!(
            "{} ({}): {}, by {}{authority}; {waited}{from}",
            source.stamp(decision.at),
            line(title),
            line(text),
            line(by)
        )
    }))
}

fn leads(source: &Source<'_>) -> String {
    let leads = source.incident.leads.iter();
    bullets(leads.map(|it| {
        let from = source.lines(source.chronicle.line(it.tag).iter().copied());
        format!("{}{from}", lead(it))
    }))
}

fn lead(lead: &Lead) -> String {
    let owner = owned(&lead.owner);
    let finding = match line(&lead.finding) {
        finding if finding.is_empty() => finding,
        finding => format!(", {finding}"),
    };
    let tick = if lead.state.is_ended() { 'x' } else { ' ' };
    let (id, text, state) = (lead.id, line(&lead.text), lead.state);
    format!("[{tick}] **{id}** {text}{owner}: {state}{finding}")
}

/// Returns who has something, in brackets.
pub(super) fn owned(owner: &str) -> String {
    match line(owner) {
        owner if owner.is_empty() => owner,
        owner => format!(" ({owner})"),
    }
}
