//! What can be taken back, and what was.

use std::collections::HashSet;

use super::command::{Command, UndoBefore};
use super::event::{Entry, Event, Origin};
use super::ids::EntryId;
use super::incident::{Carrier, Incident, Lasting, RouteState, RoutesMoved, Tracking, UndoStep};
use super::timeline::describe;

/// How many commands `undo` can take back: more than anybody takes back one by one. They stand in
/// the state file, which every start reads.
const UNDO_DEPTH: usize = 32;

/// Who the program says it is, where nobody asked.
const MACHINE: &str = "sitroom";

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

/// Returns the entry that one of a guard stands behind: the last before it, of the same request,
/// that counts for undo. The time alone does not tell requests apart, since what is read in
/// together has one.
pub(super) fn gone_past<'e>(entries: &[&'e Entry], at: usize) -> Option<&'e Entry> {
    let (before, guard) = (entries.get(..at)?, entries.get(at)?);
    let is_override = |entry: &Entry| matches!(entry.event, Event::Overridden { .. });
    // An override ends its request, but for what the gate says of its reason.
    let mut may_pass_override = !is_override(guard);
    let mut behind = before.iter().copied().rev().take_while(|entry| {
        let is_with = entry.recorded == guard.recorded && entry.actor == guard.actor;
        let is_undo = matches!(entry.event, Event::Undone { .. });
        let is_end = is_override(entry) && !std::mem::take(&mut may_pass_override);
        is_with && !is_undo && !is_end
    });
    behind.find(|entry| !is_passed(&entry.event))
}

/// What `undo` does about an entry.
enum Recall {
    /// It takes the entry back.
    Possible,
    /// It says that the entry cannot be taken back.
    Never(Lasting),
    /// It takes the entry back with the command that it stands behind, and else passes it over:
    /// that a guard was gone past.
    Along,
    /// It passes the entry over: the record itself, what was seen elsewhere, and what the gate did.
    Passed,
}

/// Puts what a person did here on the undo stack; what came from the issue is not theirs.
///
/// What cannot be taken back is put there too: else `undo` would take back something older than
/// the person has in mind.
pub(super) fn remember(incident: &mut Incident, entry: &Entry) {
    if entry.origin != Origin::Local {
        return;
    }
    let lasting = match recall(&entry.event) {
        Recall::Passed => return,
        Recall::Along => return take_along(incident, entry),
        Recall::Possible => None,
        Recall::Never(lasting) => Some(lasting),
    };
    let label = || describe(&entry.event, incident.zone);
    match (incident.undo.last_mut(), lasting) {
        (Some(step), None) if step.recorded == entry.recorded => {
            step.entries.push(entry.id);
            if step.lasting.is_some_and(Lasting::comes_along) {
                (step.lasting, step.label) = (None, label());
            }
        }
        // What a command brings about beside it keeps nobody from taking it back.
        (Some(step), Some(it)) if step.recorded == entry.recorded && it.comes_along() => {}
        (Some(step), Some(_)) if step.recorded == entry.recorded => {
            (step.lasting, step.label) = (lasting, label());
        }
        _ => incident.undo.push(UndoStep {
            entries: vec![entry.id],
            recorded: entry.recorded,
            actor: entry.actor.clone(),
            label: label(),
            lasting,
        }),
    }
    if incident.undo.len() > UNDO_DEPTH {
        incident.undo.remove(0);
    }
}

/// Puts that a guard was gone past to the step of the command that went past it: no guard was
/// gone past for something that does not stand. What went past one to take something back has none.
fn take_along(incident: &mut Incident, entry: &Entry) {
    let step = incident.undo.last_mut();
    let is_of_it = |step: &&mut UndoStep| step.recorded == entry.recorded;
    if let Some(step) = step.filter(is_of_it) {
        step.entries.push(entry.id);
    }
}

/// Returns the command that takes back what a person did last or, where that lasts, what they did
/// before it.
#[must_use]
pub fn last(incident: &Incident, actor: &str) -> Command {
    let mut steps = steps_of(incident, actor);
    let last = steps.next();
    let entry_of = |step: &UndoStep| step.entries.last().copied();
    let entry = last.and_then(entry_of);
    let lasting = entry.filter(|_| last.is_some_and(|step| step.lasting.is_some()));
    let before = steps.find(|step| step.lasting.is_none());
    match lasting.zip(before.and_then(entry_of)) {
        Some((lasting, entry)) => Command::UndoBefore(UndoBefore { lasting, entry }),
        None => Command::Undo { entry },
    }
}

/// Returns what was recorded here last, where that was by somebody else: `undo` passes it over.
/// What the program did by itself is nobody's.
#[must_use]
pub fn of_another<'i>(incident: &'i Incident, actor: &str) -> Option<&'i UndoStep> {
    let mut by_people = incident.undo.iter().rev();
    let last = by_people.find(|step| step.actor != MACHINE)?;
    (last.actor != actor).then_some(last)
}

/// Returns what a person did, the last first.
pub(super) fn steps_of<'i>(
    incident: &'i Incident,
    actor: &str,
) -> impl Iterator<Item = &'i UndoStep> {
    let steps = incident.undo.iter().rev();
    steps.filter(move |step| step.actor == actor)
}

/// Returns why what a command is to take back cannot be; none where it can, or where the command
/// takes nothing back.
#[must_use]
pub fn lasting_of(incident: &Incident, command: &Command) -> Option<Lasting> {
    let entry = match command {
        Command::UndoBefore(UndoBefore { lasting, .. }) => *lasting,
        Command::Undo { entry: Some(entry) } => *entry,
        _ => return None,
    };
    step_with(incident, entry)?.lasting
}

/// Returns the step that an entry is part of.
pub(super) fn step_with(incident: &Incident, entry: EntryId) -> Option<&UndoStep> {
    let mut steps = incident.undo.iter().rev();
    steps.find(|step| step.entries.contains(&entry))
}

/// Returns whether an event is nothing that somebody did and could take back.
pub(super) fn is_passed(event: &Event) -> bool {
    matches!(recall(event), Recall::Passed | Recall::Along)
}

fn is_carried(carrier: Carrier) -> bool {
    matches!(carrier, Carrier::Smtp | Carrier::Webhook)
}

/// Returns true for how far a message got on a person's word.
fn is_said(moved: &RoutesMoved) -> bool {
    let by_word = matches!(
        moved.to,
        RouteState::Sent | RouteState::Acknowledged | RouteState::Dropped
    );
    by_word && moved.attempts == 0
}

fn recall(event: &Event) -> Recall {
    match event {
        // What a carrier may have taken cannot be called back, nor what became of it.
        Event::MessageSent { routes, .. } if routes.iter().any(|it| is_carried(it.carrier)) => {
            Recall::Never(Lasting::Delivery)
        }
        Event::RoutesMoved(moved) if !is_said(moved) => Recall::Passed,
        // An issue that was filed is there, whatever is said of it here.
        Event::TrackingSet(set) if matches!(set.to, Some(Tracking::Filed { .. })) => {
            Recall::Never(Lasting::FiledIssue)
        }
        Event::IssueLinked { .. } => Recall::Never(Lasting::Issue),
        Event::ConflictSettled { .. } => Recall::Never(Lasting::Ruling),
        Event::OutboundSet(_) => Recall::Never(Lasting::Outbound),
        Event::CodenameSet(_) => Recall::Never(Lasting::Codename),
        Event::EvidenceHandled(_) => Recall::Never(Lasting::Evidence),
        Event::Overridden { .. } => Recall::Along,
        Event::Opened(_)
        | Event::Undone { .. }
        | Event::CommentImported { .. }
        | Event::CommentEdited { .. }
        | Event::IssueTextChanged { .. }
        | Event::IssueStateSeen { .. }
        | Event::ConflictFound(_)
        | Event::Renumbered { .. }
        | Event::EditRecovered { .. }
        | Event::Adopted { .. }
        | Event::Suggested { .. }
        | Event::HeldBack(_)
        | Event::LetThrough(_)
        // What a carrier did is not what somebody has in mind to take back.
        | Event::FixMoved { carried: true, .. }
        | Event::Unrecognised { .. } => Recall::Passed,
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
        | Event::SuggestionAnswered { .. }
        | Event::MessageSent { .. }
        | Event::RoutesMoved(_)
        | Event::TrackingSet(_) => Recall::Possible,
    }
}
