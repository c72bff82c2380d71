//! Applying events: the only way a record changes. Total and deterministic.

use std::collections::HashSet;

use super::event::{Entry, Event, Field, Origin};
use super::ids::EntryId;
use super::incident::{
    CommandTerm, Conflict, CustomItem, Decision, Fix, FixState, Incident, Lead, LeadState,
    MessageRecord, Moment, Shift, Snooze, Status, Tick, UndoStep, Verification,
};
use super::text::split_names;
use super::time::{Instant, When};
use super::timeline::describe;

/// How many commands `undo` can take back.
const UNDO_DEPTH: usize = 100;

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
        if undone.contains(&entry.id) {
            keep_counters(&mut incident, &entry.event);
        } else {
            let _ = apply(&mut incident, entry);
        }
    }
    incident
        .undo
        .retain(|step| !step.entries.iter().any(|id| undone.contains(id)));
    incident
}

/// Returns the ids of all entries that were taken back, by undos that hold themselves.
#[must_use]
pub fn undone_entries(entries: &[Entry]) -> HashSet<EntryId> {
    let mut undone = HashSet::new();
    for entry in entries
        .iter()
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

/// Changes the state by one entry. Entries about things that do not exist change nothing.
pub fn apply(incident: &mut Incident, entry: &Entry) -> Applied {
    let at = entry.shown_at();
    keep_counters(incident, &entry.event);
    match &entry.event {
        Event::Undone { .. } => return Applied::NeedsFold,
        Event::Opened { .. } => open(incident, &entry.event, at),
        Event::FieldSet { field, to, .. } => set_field(incident, *field, to),
        Event::StatusChanged { to, .. } => set_status(incident, *to, entry),
        Event::ClosedSet { closed, .. } => set_closed(incident, *closed, entry),
        Event::SeverityChanged { to, .. } => {
            incident.severity = *to;
            incident.severity_changed_at = Some(at);
        }
        Event::IcChanged { to, .. } => take_command(incident, to, at),
        Event::ItemMarked { .. } | Event::ItemAdded { .. } | Event::ItemReworded { .. } => {
            checklist(incident, entry);
        }
        Event::LeadAdded { .. }
        | Event::LeadReworded { .. }
        | Event::LeadOwned { .. }
        | Event::LeadMoved { .. } => lead(incident, &entry.event, at),
        Event::FixAdded { .. }
        | Event::FixReworded { .. }
        | Event::FixOwned { .. }
        | Event::FixMoved { .. }
        | Event::FixVerified { .. }
        | Event::FixReclassified { .. } => fix(incident, &entry.event, at),
        Event::MomentSet { moment, when } => {
            incident.moments.insert(*moment, *when);
            incident.moments_set.insert(*moment);
        }
        Event::MessageSent {
            message,
            number,
            to,
            ..
        } => incident.messages.push(MessageRecord {
            entry: entry.id,
            message: message.clone(),
            number: *number,
            at: entry.happened,
            by: entry.actor.clone(),
            to: to.clone(),
        }),
        Event::Decided { about, text } => incident.decisions.push(Decision {
            about: about.clone(),
            text: text.clone(),
            by: entry.actor.clone(),
            at,
        }),
        Event::WorkingModeSet { mode, .. } => {
            incident.working_mode = Some(*mode);
            incident.working_mode_at = Some(at);
        }
        Event::ExposureSet { exposed } => incident.exposure = Some(*exposed),
        Event::SituationSet {
            situation,
            applies: true,
        } => {
            incident.situations.insert(situation.clone());
        }
        Event::SituationSet {
            situation,
            applies: false,
        } => {
            incident.situations.remove(situation);
        }
        Event::ShiftStarted { person } => start_shift(incident, person, at),
        Event::ShiftEnded { person } => end_shift(incident, person, at),
        Event::ClockSnoozed {
            clock,
            until,
            reason,
        } => {
            let snooze = Snooze {
                until: *until,
                reason: reason.clone(),
                at,
            };
            incident.snoozes.insert(clock.clone(), snooze);
        }
        Event::IssueLinked { issue } => incident.issue = Some(issue.clone()),
        Event::CommentImported { comment, .. } => {
            incident.imported_comments.insert(*comment);
        }
        Event::ConflictFound {
            subject,
            ours,
            theirs,
        } => {
            let conflict = Conflict {
                ours: ours.clone(),
                theirs: theirs.clone(),
                at,
            };
            incident.conflicts.insert(subject.clone(), conflict);
        }
        Event::ConflictSettled { subject, .. } => {
            incident.conflicts.remove(subject);
        }
        Event::Noted { .. }
        | Event::Overridden { .. }
        | Event::IssueTextChanged { .. }
        | Event::IssueStateSeen { .. }
        | Event::Unrecognised { .. } => {}
    }
    remember_for_undo(incident, entry);
    Applied::Done
}

/// Keeps the numbers that were handed out, so that an undone `L3` is never given again.
fn keep_counters(incident: &mut Incident, event: &Event) {
    let counters = &mut incident.counters;
    match event {
        Event::LeadAdded { id, .. } => counters.lead = counters.lead.max(id.0),
        Event::FixAdded { id, .. } => counters.fix = counters.fix.max(id.0),
        Event::ItemAdded { id, .. } => counters.custom = counters.custom.max(id.0),
        Event::MessageSent { number, .. } => counters.sitrep = counters.sitrep.max(*number),
        _ => {}
    }
}

fn open(incident: &mut Incident, event: &Event, at: Instant) {
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
    } = event
    else {
        return;
    };
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
    incident.moments.insert(Moment::Opened, When::exact(at));
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
    }
}

fn set_status(incident: &mut Incident, to: Status, entry: &Entry) {
    let from = std::mem::replace(&mut incident.status, to);
    let at = entry.shown_at();
    match to {
        Status::Confirmed => {
            incident.confirmed_at = Some(at);
            if from == Status::Resolved || from == Status::FalseAlarm {
                reopen(incident, at);
            }
            reach(incident, Moment::Confirmed, entry.happened);
        }
        Status::Resolved => reach(incident, Moment::Resolved, entry.happened),
        Status::Investigating => reopen(incident, at),
        Status::FalseAlarm => {}
    }
}

/// Sets an anchor from the record, unless somebody set it by hand.
fn reach(incident: &mut Incident, moment: Moment, when: When) {
    if !incident.moments_set.contains(&moment) {
        incident.moments.insert(moment, when);
    }
}

fn reopen(incident: &mut Incident, at: Instant) {
    incident.reopened_at = Some(at);
    incident.working_mode_at = None;
    for moment in [Moment::Resolved, Moment::Closed] {
        incident.moments.remove(&moment);
        incident.moments_set.remove(&moment);
    }
}

fn set_closed(incident: &mut Incident, closed: bool, entry: &Entry) {
    incident.closed = closed;
    if closed {
        reach(incident, Moment::Closed, entry.happened);
    } else {
        incident.moments.remove(&Moment::Closed);
    }
}

fn take_command(incident: &mut Incident, ic: &str, at: Instant) {
    ic.clone_into(&mut incident.ic);
    incident.commands.push(CommandTerm {
        ic: ic.to_owned(),
        from: at,
    });
    start_shift(incident, ic, at);
}

fn start_shift(incident: &mut Incident, person: &str, at: Instant) {
    if incident.shift_of(person).is_none() {
        incident.shifts.push(Shift {
            person: person.to_owned(),
            from: at,
            to: None,
        });
    }
}

fn end_shift(incident: &mut Incident, person: &str, at: Instant) {
    let mut running = incident.shifts.iter_mut().rev();
    if let Some(shift) = running.find(|shift| shift.person == person && shift.to.is_none()) {
        shift.to = Some(at.max(shift.from));
    }
}

fn checklist(incident: &mut Incident, entry: &Entry) {
    match &entry.event {
        Event::ItemMarked {
            item,
            mark: Some(mark),
            ..
        } => {
            let tick = Tick {
                mark: *mark,
                by: entry.actor.clone(),
                at: entry.happened,
            };
            incident.checklist.insert(item.clone(), tick);
        }
        Event::ItemMarked {
            item, mark: None, ..
        } => {
            incident.checklist.remove(item);
        }
        Event::ItemAdded { id, list, text } => {
            if !incident.custom_items.iter().any(|item| item.id == *id) {
                let item = CustomItem {
                    id: *id,
                    list: list.clone(),
                    text: text.clone(),
                };
                incident.custom_items.push(item);
            }
        }
        Event::ItemReworded { id, text } => {
            if let Some(item) = incident.custom_items.iter_mut().find(|item| item.id == *id) {
                item.text.clone_from(text);
            }
        }
        _ => {}
    }
}

fn lead(incident: &mut Incident, event: &Event, at: Instant) {
    let (Event::LeadAdded { id, .. }
    | Event::LeadReworded { id, .. }
    | Event::LeadOwned { id, .. }
    | Event::LeadMoved { id, .. }) = event
    else {
        return;
    };
    let known = incident.leads.iter_mut().find(|lead| lead.id == *id);
    match (event, known) {
        (Event::LeadAdded { text, owner, .. }, None) => incident.leads.push(Lead {
            id: *id,
            text: text.clone(),
            owner: owner.clone(),
            state: LeadState::Open,
            finding: String::new(),
            opened_at: at,
            changed_at: at,
        }),
        (Event::LeadReworded { text, .. }, Some(lead)) => lead.text.clone_from(text),
        (Event::LeadOwned { owner, .. }, Some(lead)) => lead.owner.clone_from(owner),
        (Event::LeadMoved { to, finding, .. }, Some(lead)) => {
            lead.state = *to;
            lead.changed_at = at;
            if !finding.is_empty() {
                lead.finding.clone_from(finding);
            }
        }
        _ => {}
    }
}

fn fix(incident: &mut Incident, event: &Event, at: Instant) {
    let (Event::FixAdded { id, .. }
    | Event::FixReworded { id, .. }
    | Event::FixOwned { id, .. }
    | Event::FixMoved { id, .. }
    | Event::FixVerified { id, .. }
    | Event::FixReclassified { id, .. }) = event
    else {
        return;
    };
    let known = incident.fixes.iter_mut().find(|fix| fix.id == *id);
    match (event, known) {
        (
            Event::FixAdded {
                text, class, owner, ..
            },
            None,
        ) => incident.fixes.push(Fix {
            id: *id,
            text: text.clone(),
            class: *class,
            owner: owner.clone(),
            state: if owner.is_empty() {
                FixState::Open
            } else {
                FixState::Assigned
            },
            verified: None,
            opened_at: at,
            changed_at: at,
        }),
        (Event::FixReworded { text, .. }, Some(fix)) => fix.text.clone_from(text),
        (Event::FixOwned { owner, .. }, Some(fix)) => own_fix(fix, owner),
        (Event::FixMoved { to, .. }, Some(fix)) => {
            fix.state = *to;
            fix.changed_at = at;
            fix.verified = None;
        }
        (Event::FixVerified { by, .. }, Some(fix)) => {
            fix.state = FixState::Verified;
            fix.changed_at = at;
            fix.verified = Some(Verification { by: by.clone(), at });
        }
        (Event::FixReclassified { class, .. }, Some(fix)) => fix.class = *class,
        _ => {}
    }
}

/// Gives an item an owner; an open one is then assigned, an assigned one without owner open.
fn own_fix(fix: &mut Fix, owner: &str) {
    owner.clone_into(&mut fix.owner);
    fix.state = match (fix.state, owner.is_empty()) {
        (FixState::Open, false) => FixState::Assigned,
        (FixState::Assigned, true) => FixState::Open,
        (state, _) => state,
    };
}

/// Puts what a person did here on the undo stack; what came from the issue is not theirs.
fn remember_for_undo(incident: &mut Incident, entry: &Entry) {
    if entry.origin != Origin::Local || !can_undo(&entry.event) {
        return;
    }
    match incident.undo.last_mut() {
        Some(step) if step.recorded == entry.recorded => step.entries.push(entry.id),
        _ => incident.undo.push(UndoStep {
            entries: vec![entry.id],
            recorded: entry.recorded,
            label: describe(&entry.event),
        }),
    }
    if incident.undo.len() > UNDO_DEPTH {
        incident.undo.remove(0);
    }
}

/// Returns true for what a person can take back: not the record itself, nor what was seen
/// elsewhere, nor what was said to get past a guard.
fn can_undo(event: &Event) -> bool {
    match event {
        Event::Opened { .. }
        | Event::Overridden { .. }
        | Event::Undone { .. }
        | Event::IssueLinked { .. }
        | Event::CommentImported { .. }
        | Event::IssueTextChanged { .. }
        | Event::IssueStateSeen { .. }
        | Event::ConflictFound { .. }
        | Event::ConflictSettled { .. }
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
        | Event::MomentSet { .. }
        | Event::MessageSent { .. }
        | Event::Decided { .. }
        | Event::WorkingModeSet { .. }
        | Event::ExposureSet { .. }
        | Event::SituationSet { .. }
        | Event::ShiftStarted { .. }
        | Event::ShiftEnded { .. }
        | Event::ClockSnoozed { .. } => true,
    }
}
