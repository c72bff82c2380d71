//! Applying events: the only way a record changes. Total and deterministic.

mod head;

use std::borrow::Borrow;
use std::collections::HashSet;

use super::boards;
use super::duties::{duty, move_routes, send};
use super::event::{Entry, Event};
use super::evidence;
use super::handoff::apply_handoff;
use super::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use super::incident::{Conflict, Incident};
use super::milestones::apply_milestone;
use super::outbound;
use super::people;
use super::rotation;
use super::suggestion::Suggestion;
use super::time::Instant;
use super::undo;
use super::worksheet;

pub use super::undo::undone_entries;

/// The end of the subject of a conflict about a line that was taken back.
const TAKEN_BACK: &str = " taken back";

/// What the caller has to do after applying an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[must_use]
pub enum Applied {
    /// Nothing; the state is current.
    Done,
    /// Fold the whole journal again, because the entry took earlier ones back.
    NeedsFold,
}

/// Returns the state that a whole journal describes.
#[must_use]
pub fn fold<E: Borrow<Entry>>(entries: &[E]) -> Incident {
    fold_seeing(entries.iter().map(Borrow::borrow), &mut |_, _| {})
}

/// Folds a whole journal, and shows each entry that was not taken back with the state right
/// after it.
pub fn fold_seeing<'e, I>(entries: I, see: &mut dyn FnMut(&Incident, &'e Entry)) -> Incident
where
    I: IntoIterator<Item = &'e Entry>,
    I::IntoIter: DoubleEndedIterator + Clone,
{
    let entries = entries.into_iter();
    let undone = undone_entries(entries.clone());
    let mut incident = Incident::default();
    for entry in entries {
        if is_undone(entry, &undone) {
            keep_counters(&mut incident, &entry.event);
            rotation::keep(&mut incident, entry);
            boards::take_back(&mut incident, entry);
        } else {
            let _ = apply(&mut incident, entry);
            see(&incident, entry);
        }
    }
    incident
        .undo
        .retain(|step| !step.entries.iter().any(|id| undone.contains(id)));
    incident
}

/// Returns the entries that hold, in the order of the journal: neither what was taken back, nor
/// the taking back.
#[must_use]
pub fn standing(entries: &[Entry]) -> Vec<&Entry> {
    let undone = undone_entries(entries);
    let is_standing =
        |entry: &&Entry| !matches!(entry.event, Event::Undone { .. }) && !is_undone(entry, &undone);
    entries.iter().filter(is_standing).collect()
}

/// Returns whether an entry was taken back: by its own id or, for a line of a board, by the
/// entry that first recorded the line on another machine.
fn is_undone(entry: &Entry, undone: &HashSet<EntryId>) -> bool {
    undone.contains(&entry.id)
        || boards::line_of(entry).is_some_and(|(_, tag)| undone.contains(&tag))
}

/// Changes the state by one entry. Entries about things that do not exist change nothing.
pub fn apply(incident: &mut Incident, entry: &Entry) -> Applied {
    keep_counters(incident, &entry.event);
    rotation::keep(incident, entry);
    if matches!(entry.event, Event::Undone { .. }) {
        return Applied::NeedsFold;
    }
    change(incident, entry, entry.shown_at());
    people::remember_writer(incident, entry);
    undo::remember(incident, entry);
    Applied::Done
}

/// Hands an entry to the part of the record it is about.
fn change(incident: &mut Incident, entry: &Entry, at: Instant) {
    match &entry.event {
        Event::Opened(opened) => head::open(incident, entry, opened),
        Event::FieldSet { .. }
        | Event::StatusChanged { .. }
        | Event::ClosedSet { .. }
        | Event::SeverityChanged { .. }
        | Event::IcChanged { .. }
        | Event::MomentSet { .. }
        | Event::ExposureSet { .. }
        | Event::SituationSet { .. } => head::apply(incident, entry),
        Event::ItemMarked { .. } | Event::ItemAdded { .. } | Event::ItemReworded { .. } => {
            boards::apply_item(incident, entry);
        }
        Event::LeadAdded { .. }
        | Event::LeadReworded { .. }
        | Event::LeadOwned { .. }
        | Event::LeadMoved { .. } => boards::apply_lead(incident, entry, at),
        Event::FixAdded { .. }
        | Event::FixReworded { .. }
        | Event::FixOwned { .. }
        | Event::FixMoved { .. }
        | Event::FixVerified { .. }
        | Event::FixReclassified { .. } => {
            boards::apply_fix(incident, entry, at);
            // Only what is verified contains anything.
            if !incident.worksheet.containments.is_empty() {
                worksheet::contain(incident);
            }
        }
        Event::MessageSent { .. } => send(incident, entry),
        Event::RoutesMoved(moved) => move_routes(incident, entry, moved),
        Event::Decided(_)
        | Event::WorkingModeSet { .. }
        | Event::ShiftStarted(_)
        | Event::ShiftEnded { .. }
        | Event::ClockSnoozed(_) => duty(incident, entry, at),
        Event::MilestoneReached(_) | Event::TeamLeadTried(_) => {
            apply_milestone(incident, entry, at);
        }
        Event::Renumbered { moves } => {
            boards::renumber(incident, moves);
            people::renumber(incident, moves);
        }
        Event::IssueLinked { .. }
        | Event::Adopted { .. }
        | Event::CommentImported { .. }
        | Event::ConflictFound(_)
        | Event::ConflictSettled { .. }
        | Event::Suggested { .. }
        | Event::SuggestionAnswered { .. } => mirror(incident, entry, at),
        Event::HeldBack(_)
        | Event::LetThrough(_)
        | Event::OutboundSet(_)
        | Event::CodenameSet(_) => outbound::apply(incident, entry, at),
        Event::EvidenceHandled(handled) => evidence::apply(incident, entry, handled),
        Event::RosterChanged(changed) => people::apply_roster(incident, changed, at),
        Event::AskChanged(changed) => people::apply_ask(incident, entry, changed),
        Event::RotationSet(set) => rotation::apply(incident, entry, set),
        Event::WorksheetChanged(_) => worksheet::apply(incident, entry),
        Event::TrackingSet(set) => boards::track(incident, set),
        Event::HandoffMoved(moved) => apply_handoff(incident, entry, moved),
        Event::Noted { .. }
        | Event::NoteImported(_)
        | Event::Overridden { .. }
        | Event::Undone { .. }
        | Event::CommentEdited { .. }
        | Event::IssueTextChanged { .. }
        | Event::IssueStateSeen { .. }
        | Event::EditRecovered { .. }
        | Event::Unrecognised { .. } => {}
    }
}

/// Changes what is known of the issue.
fn mirror(incident: &mut Incident, entry: &Entry, at: Instant) {
    match &entry.event {
        Event::IssueLinked { issue } | Event::Adopted { issue, .. } => {
            incident.issue = Some(issue.clone());
        }
        Event::CommentImported { comment, .. } => {
            incident.imported_comments.insert(*comment);
        }
        Event::ConflictFound(found) => {
            let conflict = Conflict {
                ours: found.ours.clone(),
                ours_by: found.ours_by.clone(),
                ours_at: found.ours_at,
                theirs: found.theirs.clone(),
                theirs_by: entry.actor.clone(),
                at,
            };
            incident.conflicts.insert(found.subject.clone(), conflict);
        }
        Event::ConflictSettled { subject, value } => settle(incident, subject, value),
        Event::Suggested { id, action } => {
            let suggestion = Suggestion {
                action: action.clone(),
                by: entry.actor.clone(),
                at,
            };
            // It may have been answered on another machine before its comment came in here.
            if !incident.answered.contains_key(id) {
                incident.suggestions.insert(*id, suggestion);
            }
        }
        Event::SuggestionAnswered { id, accepted, .. } => {
            incident.suggestions.remove(id);
            incident.answered.insert(*id, *accepted);
        }
        _ => {}
    }
}

/// Ends a conflict. A line that was taken back comes back from the issue when somebody rules
/// against the value here.
fn settle(incident: &mut Incident, subject: &str, value: &str) {
    let Some(conflict) = incident.conflicts.remove(subject) else {
        return;
    };
    let line = subject.strip_suffix(TAKEN_BACK).map(ItemId::new);
    let taken_back = line.and_then(|line| incident.taken_back.get_mut(&line));
    if let Some(taken_back) = taken_back.filter(|_| value != conflict.ours) {
        taken_back.back_as = Some(value.to_owned());
    }
}

/// Keeps the numbers that were handed out, so that an undone `L3` is never given again.
fn keep_counters(incident: &mut Incident, event: &Event) {
    let counters = &mut incident.counters;
    match event {
        Event::LeadAdded { id, .. } => counters.lead = counters.lead.max(id.0),
        Event::FixAdded { id, .. } => counters.fix = counters.fix.max(id.0),
        Event::ItemAdded { id, .. } => counters.custom = counters.custom.max(id.0),
        Event::WorksheetChanged(changed) => worksheet::keep(incident, changed),
        Event::AskChanged(changed) => incident.asked = incident.asked.max(changed.id.0),
        Event::MessageSent { number, .. } => counters.sitrep = counters.sitrep.max(*number),
        Event::Renumbered { moves } => {
            for (_, to) in moves {
                let lead = to.0.parse().map_or(0, |LeadId(n)| n);
                let fix = to.0.parse().map_or(0, |FixId(n)| n);
                let custom = to.0.parse().map_or(0, |CustomId(n)| n);
                counters.lead = counters.lead.max(lead);
                counters.fix = counters.fix.max(fix);
                counters.custom = counters.custom.max(custom);
            }
        }
        _ => {}
    }
}
