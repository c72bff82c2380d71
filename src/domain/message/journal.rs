//! What a message says out of the whole journal: the report, and whom to thank.

use super::draft::Draft;
use crate::domain::event::{Entry, Origin};
use crate::domain::incident::Incident;
use crate::domain::people::named;
use crate::domain::playbook::Playbook;
use crate::domain::report::{Source, report};
use crate::domain::text::small_words;
use crate::domain::time::Instant;

const REPORT: &str = "report";
const THANKED: &str = "thanked";

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
    if asks(&draft, REPORT) {
        let source = Source::new(incident, entries, Some(playbook), now);
        draft.fill(REPORT, report(&source).markdown().trim_end());
    }
    draft
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
    let wrote = entries.filter(|entry| entry.origin == Origin::Github);
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
