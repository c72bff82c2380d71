//! What a message says out of the whole journal: the report, and whom to thank.

use super::draft::Draft;
use crate::domain::event::{Entry, Event};
use crate::domain::incident::{Incident, Status};
use crate::domain::people::named;
use crate::domain::playbook::{MessageKind, Playbook};
use crate::domain::report::{Source, report};
use crate::domain::text::small_words;
use crate::domain::time::Instant;

const REPORT: &str = "report";
const THANKED: &str = "thanked";
const REASON: &str = "reason";

/// Fills in what a draft asks of the journal, oldest entry first. What stays on this machine is
/// no part of it.
#[must_use]
pub fn from_journal<'a, I>(
    mut draft: Draft,
    (incident, playbook): (&'a Incident, &'a Playbook),
    entries: I,
    now: Instant,
) -> Draft
where
    I: IntoIterator<Item = &'a Entry>,
    I::IntoIter: DoubleEndedIterator + Clone,
{
    let entries = entries.into_iter();
    let asks = |draft: &Draft, name: &str| draft.blanks.iter().any(|blank| blank == name);
    if asks(&draft, THANKED) {
        let names = thanked(incident, entries.clone());
        draft.fill(THANKED, &names.join(", "));
    }
    if asks(&draft, REASON)
        && let Some(reason) = reason(&draft, incident, entries.clone().rev())
    {
        draft.fill(REASON, &reason);
    }
    if asks(&draft, REPORT) {
        let source = Source::new(incident, entries, Some(playbook), now);
        draft.fill(REPORT, report(&source).markdown().trim_end());
    }
    draft
}

/// Returns why it came to what a message tells of, where somebody said so; `latest` are the
/// entries, the newest first.
fn reason<'a>(
    draft: &Draft,
    incident: &Incident,
    mut latest: impl Iterator<Item = &'a Entry>,
) -> Option<String> {
    let said = latest.find_map(|entry| match (&entry.event, draft.kind) {
        (Event::StatusChanged { to, reason, .. }, MessageKind::FalseAlarm)
            if *to == Status::FalseAlarm && incident.status == *to =>
        {
            Some(reason)
        }
        (Event::SeverityChanged { to, reason, .. }, MessageKind::SeverityChange)
            if *to == incident.severity =>
        {
            Some(reason)
        }
        _ => None,
    });
    said.filter(|reason| !reason.is_empty()).cloned()
}

/// Returns everybody to thank, each once: who commanded, who came on shift, who responded, whose
/// leads and remediation it was, and who wrote on the issue.
#[must_use]
pub fn thanked<'a>(
    incident: &'a Incident,
    entries: impl Iterator<Item = &'a Entry>,
) -> Vec<String> {
    let commanded = incident.commands.iter().map(|term| &term.ic);
    let on_shift = incident.shifts.iter().map(|shift| &shift.person);
    let leads = incident.leads.iter().map(|lead| &lead.owner);
    let fixes = incident.fixes.iter().map(|fix| &fix.owner);
    let wrote = entries.filter(|entry| entry.origin.is_elsewhere());
    let wrote = wrote.map(|entry| &entry.actor);
    let all = std::iter::once(&incident.reporter)
        .chain(commanded)
        .chain(on_shift)
        .chain(&incident.responders)
        .chain(leads)
        .chain(fixes)
        .chain(wrote);
    let mut names: Vec<String> = Vec::new();
    for name in all.map(|name| named(incident, name)) {
        // A login is the name with hyphens, and others write it in small letters.
        let words = small_words(&name);
        let is_known = names.iter().any(|known| small_words(known) == words);
        if !name.is_empty() && !is_known {
            names.push(name);
        }
    }
    names
}
