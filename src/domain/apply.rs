//! Applying events: the only way a record changes. Total and deterministic.

use std::collections::HashSet;

use super::boards;
use super::duties::{duty, move_routes, send, start_shift};
use super::event::{Entry, Event, Field, ShiftStarted};
use super::evidence;
use super::handoff::{apply_handoff, change_command};
use super::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use super::incident::{CommandTerm, Conflict, Incident, Moment, Status};
use super::milestones::apply_milestone;
use super::outbound;
use super::people;
use super::rotation;
use super::suggestion::Suggestion;
use super::text::split_names;
use super::time::{Instant, When};
use super::undo;

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
pub fn fold(entries: &[Entry]) -> Incident {
    let undone = undone_entries(entries);
    let mut incident = Incident::default();
    for entry in entries {
        if is_undone(entry, &undone) {
            keep_counters(&mut incident, &entry.event);
            rotation::keep(&mut incident, entry);
            boards::take_back(&mut incident, entry);
        } else {
            let _ = apply(&mut incident, entry);
        }
    }
    incident
        .undo
        .retain(|step| !step.entries.iter().any(|id| undone.contains(id)));
    incident
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
        Event::Opened { .. } => open(incident, entry),
        Event::FieldSet { .. }
        | Event::StatusChanged { .. }
        | Event::ClosedSet { .. }
        | Event::SeverityChanged { .. }
        | Event::IcChanged { .. }
        | Event::MomentSet { .. }
        | Event::ExposureSet { .. }
        | Event::SituationSet { .. } => head(incident, entry),
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
        | Event::FixReclassified { .. } => boards::apply_fix(incident, entry, at),
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
        | Event::ConflictFound { .. }
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
        Event::HandoffMoved(moved) => apply_handoff(incident, entry, moved),
        Event::Noted { .. }
        | Event::Overridden { .. }
        | Event::Undone { .. }
        | Event::CommentEdited { .. }
        | Event::IssueTextChanged { .. }
        | Event::IssueStateSeen { .. }
        | Event::EditRecovered { .. }
        | Event::Unrecognised { .. } => {}
    }
}

/// Changes what the head of the record says.
fn head(incident: &mut Incident, entry: &Entry) {
    match &entry.event {
        Event::FieldSet { field, to, .. } => set_field(incident, *field, to),
        Event::StatusChanged { to, .. } => set_status(incident, *to, entry),
        Event::ClosedSet { closed, .. } => set_closed(incident, *closed, entry),
        Event::SeverityChanged { to, .. } => {
            incident.severity = *to;
            incident.severity_changed_at = Some(entry.shown_at());
        }
        Event::IcChanged { to, .. } => {
            change_command(incident, entry, to);
            take_command(incident, to, entry.shown_at());
        }
        Event::MomentSet {
            moment,
            when,
            automatic,
        } => {
            if *automatic && when.is_unknown() {
                forget(incident, *moment);
            } else {
                set_moment(incident, *moment, *when, *automatic);
            }
        }
        Event::ExposureSet { exposed } => incident.exposure = Some(*exposed),
        Event::SituationSet { situation, applies } => {
            if *applies {
                incident.situations.insert(situation.clone());
            } else {
                incident.situations.remove(situation);
            }
        }
        _ => {}
    }
}

fn set_moment(incident: &mut Incident, moment: Moment, when: When, automatic: bool) {
    incident.moments.insert(moment, when);
    if automatic {
        incident.moments_set.remove(&moment);
    } else {
        incident.moments_set.insert(moment);
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
        Event::ConflictFound {
            subject,
            ours,
            theirs,
            ours_by,
            ours_at,
        } => {
            let conflict = Conflict {
                ours: ours.clone(),
                ours_by: ours_by.clone(),
                ours_at: *ours_at,
                theirs: theirs.clone(),
                theirs_by: entry.actor.clone(),
                at,
            };
            incident.conflicts.insert(subject.clone(), conflict);
        }
        Event::ConflictSettled { subject, value } => settle(incident, subject, value),
        Event::Suggested { id, action } => {
            let suggestion = Suggestion {
                action: action.clone(),
                by: entry.actor.clone(),
                at,
            };
            incident.suggestions.insert(*id, suggestion);
        }
        Event::SuggestionAnswered { id, .. } => {
            incident.suggestions.remove(id);
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

fn open(incident: &mut Incident, entry: &Entry) {
    let Event::Opened {
        incident: id,
        playbook,
        exercise,
        zone,
        title,
        details,
        reporter,
        ic,
        responders,
        aware,
    } = &entry.event
    else {
        return;
    };
    let at = entry.shown_at();
    incident.id = id.clone();
    incident.playbook = playbook.clone();
    incident.exercise = *exercise;
    incident.zone = *zone;
    incident.title.clone_from(title);
    incident.details.clone_from(details);
    incident.reporter.clone_from(reporter);
    incident.responders.clone_from(responders);
    incident.opened_at = Some(at);
    incident.moments.insert(Moment::Discovered, *aware);
    let opened = match entry.happened {
        When::Unknown => When::exact(at),
        known @ When::Known { .. } => known,
    };
    incident.moments.insert(Moment::Opened, opened);
    take_command(incident, ic, at);
}

fn set_field(incident: &mut Incident, field: Field, to: &str) {
    match field {
        Field::Title => to.clone_into(&mut incident.title),
        Field::Details => to.clone_into(&mut incident.details),
        Field::Reporter => to.clone_into(&mut incident.reporter),
        Field::Responders => incident.responders = split_names(to),
        Field::DiscoveryMethod => to.clone_into(&mut incident.discovery_method),
        Field::ThreatActions => incident.threat_actions = split_names(to),
        Field::Folder => to.clone_into(&mut incident.folder),
    }
}

fn set_status(incident: &mut Incident, to: Status, entry: &Entry) {
    let from = std::mem::replace(&mut incident.status, to);
    let at = entry.shown_at();
    match to {
        Status::Confirmed => {
            incident.confirmed_at = Some(at);
            let reopened = reopen(incident, from, at);
            // It is confirmed once; finding it active again does not move that.
            if !(reopened && incident.moments.contains_key(&Moment::Confirmed)) {
                reach(incident, Moment::Confirmed, entry.happened);
            }
        }
        Status::Resolved => reach(incident, Moment::Resolved, entry.happened),
        Status::Investigating => {
            reopen(incident, from, at);
        }
        Status::FalseAlarm => {}
    }
}

/// Sets an anchor from the record, unless somebody set it by hand.
fn reach(incident: &mut Incident, moment: Moment, when: When) {
    if !incident.moments_set.contains(&moment) {
        incident.moments.insert(moment, when);
    }
}

/// Makes an ended incident active again (T8), and returns whether it had ended.
fn reopen(incident: &mut Incident, from: Status, at: Instant) -> bool {
    let had_ended = matches!(from, Status::Resolved | Status::FalseAlarm);
    if had_ended {
        incident.reopened_at = Some(at);
        incident.working_mode_at = None;
        incident.closed = false;
        forget(incident, Moment::Resolved);
        forget(incident, Moment::Closed);
    }
    had_ended
}

fn forget(incident: &mut Incident, moment: Moment) {
    incident.moments.remove(&moment);
    incident.moments_set.remove(&moment);
}

fn set_closed(incident: &mut Incident, closed: bool, entry: &Entry) {
    incident.closed = closed;
    if closed {
        reach(incident, Moment::Closed, entry.happened);
    } else {
        forget(incident, Moment::Closed);
    }
}

fn take_command(incident: &mut Incident, ic: &str, at: Instant) {
    ic.clone_into(&mut incident.ic);
    incident.commands.push(CommandTerm {
        ic: ic.to_owned(),
        from: at,
    });
    start_shift(incident, &ShiftStarted::of(ic), at);
}
