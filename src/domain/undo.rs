//! What can be taken back, and what was.

use std::collections::HashSet;

use super::event::{Entry, Event, Origin};
use super::ids::EntryId;
use super::incident::{Carrier, Incident, RouteState, Tracking, UndoStep};
use super::timeline::describe;

/// How many commands `undo` can take back.
const UNDO_DEPTH: usize = 100;

/// Returns the ids of all entries that were taken back, by undos that hold themselves.
#[must_use]
pub fn undone_entries<'e, I>(entries: I) -> HashSet<EntryId>
where
    I: IntoIterator<Item = &'e Entry>,
    I::IntoIter: DoubleEndedIterator,
{
    let mut undone = HashSet::new();
    for entry in entries
        .into_iter()
        .rev()
        .filter(|entry| matches!(entry.event, Event::Undone { .. }))
    {
        if let Event::Undone { entries, .. } = &entry.event
            && !undone.contains(&entry.id)
        {
            undone.extend(entries.iter().copied());
        }
    }
    undone
}

/// Puts what a person did here on the undo stack; what came from the issue is not theirs.
pub(super) fn remember(incident: &mut Incident, entry: &Entry) {
    if entry.origin != Origin::Local || !can_undo(&entry.event) {
        return;
    }
    match incident.undo.last_mut() {
        Some(step) if step.recorded == entry.recorded => step.entries.push(entry.id),
        _ => incident.undo.push(UndoStep {
            entries: vec![entry.id],
            recorded: entry.recorded,
            actor: entry.actor.clone(),
            label: describe(&entry.event, incident.zone),
        }),
    }
    if incident.undo.len() > UNDO_DEPTH {
        incident.undo.remove(0);
    }
}

fn is_carried(carrier: Carrier) -> bool {
    matches!(carrier, Carrier::Smtp | Carrier::Webhook)
}

/// Returns true for what a person can take back: not the record itself, nor what was seen
/// elsewhere, nor what was said to get past a guard.
fn can_undo(event: &Event) -> bool {
    match event {
        // What a carrier may have taken cannot be called back, nor what became of it.
        Event::MessageSent { routes, .. } => !routes.iter().any(|route| is_carried(route.carrier)),
        Event::RoutesMoved(moved) => {
            let is_said = matches!(
                moved.to,
                RouteState::Sent | RouteState::Acknowledged | RouteState::Dropped
            );
            is_said && moved.attempts == 0
        }
        // An issue that was filed is there, whatever is said of it here.
        Event::TrackingSet(set) => !matches!(set.to, Some(Tracking::Filed { .. })),
        Event::Opened(_)
        | Event::Overridden { .. }
        | Event::Undone { .. }
        | Event::IssueLinked { .. }
        | Event::CommentImported { .. }
        | Event::CommentEdited { .. }
        | Event::IssueTextChanged { .. }
        | Event::IssueStateSeen { .. }
        | Event::ConflictFound(_)
        | Event::ConflictSettled { .. }
        | Event::Renumbered { .. }
        | Event::EditRecovered { .. }
        | Event::Adopted { .. }
        | Event::Suggested { .. }
        | Event::HeldBack(_)
        | Event::LetThrough(_)
        | Event::OutboundSet(_)
        | Event::CodenameSet(_)
        | Event::EvidenceHandled(_)
        | Event::Unrecognised { .. } => false,
        Event::FieldSet { .. }
        | Event::StatusChanged { .. }
        | Event::ClosedSet { .. }
        | Event::SeverityChanged { .. }
        | Event::IcChanged { .. }
        | Event::ItemMarked { .. }
        | Event::ItemAdded { .. }
        | Event::ItemReworded { .. }
        | Event::LeadAdded { .. }
        | Event::LeadReworded { .. }
        | Event::LeadOwned { .. }
        | Event::LeadMoved { .. }
        | Event::FixAdded { .. }
        | Event::FixReworded { .. }
        | Event::FixOwned { .. }
        | Event::FixMoved { .. }
        | Event::FixVerified { .. }
        | Event::FixReclassified { .. }
        | Event::Noted { .. }
        | Event::NoteImported(_)
        | Event::MomentSet { .. }
        | Event::Decided(_)
        | Event::WorkingModeSet { .. }
        | Event::ExposureSet { .. }
        | Event::SituationSet { .. }
        | Event::MilestoneReached(_)
        | Event::TeamLeadTried(_)
        | Event::ShiftStarted(_)
        | Event::ShiftEnded { .. }
        | Event::ClockSnoozed(_)
        | Event::RosterChanged(_)
        | Event::AskChanged(_)
        | Event::RotationSet(_)
        | Event::HandoffMoved(_)
        | Event::WorksheetChanged(_)
        | Event::SuggestionAnswered { .. } => true,
    }
}
