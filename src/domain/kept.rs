//! Lines of a checklist that are kept as a remediation item: both say the same, and it is done once.

use super::incident::{Fix, Incident};
use super::playbook::{Item, Playbook, Seed};

/// Returns the remediation item that a line is kept as; none where the process has none for it,
/// or where it is not on the board.
#[must_use]
pub fn fix_of<'a>(item: &Item, incident: &'a Incident, playbook: &Playbook) -> Option<&'a Fix> {
    let seed = playbook.seed_of(item)?;
    incident.fixes.iter().find(|fix| is_of(fix, seed))
}

/// Returns the lines that a remediation item keeps.
pub fn lines_of<'a>(
    fix: &Fix,
    incident: &Incident,
    playbook: &'a Playbook,
) -> impl Iterator<Item = &'a Item> {
    let is_it = move |item: &&Item| {
        let kept = fix_of(item, incident, playbook);
        kept.is_some_and(|kept| kept.id == fix.id)
    };
    playbook.items.iter().filter(is_it)
}

/// Returns whether a remediation item is the one that a situation puts on the board. New words do
/// not make it another item where they were given: an issue has the words of today alone, so that
/// a record made out of one has such an item and its line apart.
#[must_use]
pub fn is_of(fix: &Fix, seed: &Seed) -> bool {
    fix.text == seed.text || fix.first_text == seed.text
}
