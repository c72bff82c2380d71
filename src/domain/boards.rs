//! What events do to the checklists and to the two boards; part of applying.

use super::event::{Entry, Event, TrackingSet};
use super::ids::{EntryId, ItemId};
use super::incident::{
    CustomItem, Fix, FixState, Incident, Lead, LeadState, TakenBack, Tick, Tracking, Verification,
};
use super::suggestion::SuggestedAction;
use super::time::Instant;

/// Returns the line that an entry adds, with the entry that first recorded it anywhere.
pub(super) fn line_of(entry: &Entry) -> Option<(ItemId, EntryId)> {
    let (id, tag) = match &entry.event {
        Event::LeadAdded { id, tag, .. } => (ItemId(id.to_string()), tag),
        Event::FixAdded { id, tag, .. } => (ItemId(id.to_string()), tag),
        Event::ItemAdded { id, tag, .. } => (ItemId::from(*id), tag),
        _ => return None,
    };
    Some((id, tag.unwrap_or(entry.id)))
}

/// Remembers that a line was taken back. An entry that only said that the line here is one of
/// another machine's takes that line with it: it is known by the other's entry since then.
pub(super) fn take_back(incident: &mut Incident, entry: &Entry) {
    if let Some((id, tag)) = line_of(entry) {
        match &entry.event {
            Event::LeadAdded { id, text, .. } => {
                incident
                    .leads
                    .retain(|lead| lead.id != *id || lead.text != *text);
            }
            Event::FixAdded { id, text, .. } => {
                incident
                    .fixes
                    .retain(|fix| fix.id != *id || fix.text != *text);
            }
            Event::ItemAdded { id, text, .. } => {
                let lines = &mut incident.custom_items;
                lines.retain(|item| item.id != *id || item.text != *text);
            }
            _ => {}
        }
        let back_as = None;
        incident.taken_back.insert(id, TakenBack { tag, back_as });
    }
}

/// Changes a line of a checklist.
pub(super) fn apply_item(incident: &mut Incident, entry: &Entry) {
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
        Event::ItemAdded { .. } => add_item(incident, entry),
        Event::ItemReworded { id, text } => {
            if let Some(item) = incident.custom_items.iter_mut().find(|item| item.id == *id) {
                item.text.clone_from(text);
            }
        }
        _ => {}
    }
}

fn add_item(incident: &mut Incident, entry: &Entry) {
    let Event::ItemAdded {
        id,
        list,
        text,
        tag,
    } = &entry.event
    else {
        return;
    };
    let mut known = incident.custom_items.iter_mut();
    if let Some(item) = known.find(|item| item.id == *id) {
        // Another sitroom's word on a line that is here already: which entry it is, which list
        // it is of.
        if item.text == *text {
            item.tag = tag.unwrap_or(item.tag);
            item.list.clone_from(list);
        }
        return;
    }
    incident.taken_back.remove(&ItemId::from(*id));
    incident.custom_items.push(CustomItem {
        id: *id,
        tag: tag.unwrap_or(entry.id),
        list: list.clone(),
        text: text.clone(),
    });
    incident.custom_items.sort_by_key(|item| item.id);
}

/// Changes a lead.
pub(super) fn apply_lead(incident: &mut Incident, entry: &Entry, at: Instant) {
    let event = &entry.event;
    let (Event::LeadAdded { id, .. }
    | Event::LeadReworded { id, .. }
    | Event::LeadOwned { id, .. }
    | Event::LeadMoved { id, .. }) = event
    else {
        return;
    };
    let place = incident.leads.binary_search_by_key(id, |lead| lead.id);
    let known = match place {
        Ok(place) => Some(&mut incident.leads[place]),
        Err(place) => {
            if let Event::LeadAdded {
                text, owner, tag, ..
            } = event
            {
                let lead = Lead {
                    id: *id,
                    tag: tag.unwrap_or(entry.id),
                    text: text.clone(),
                    owner: owner.clone(),
                    state: LeadState::Open,
                    finding: String::new(),
                    opened_at: at,
                    changed_at: at,
                };
                incident.leads.insert(place, lead);
                incident.taken_back.remove(&ItemId(id.to_string()));
            }
            None
        }
    };
    match (event, known) {
        // The same line of another machine: from here on it is known by the entry there.
        (
            Event::LeadAdded {
                text,
                tag: Some(tag),
                ..
            },
            Some(lead),
        ) if lead.text == *text => {
            lead.tag = *tag;
            since((&mut lead.opened_at, &mut lead.changed_at), at);
        }
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

/// Makes a line as old as the issue says that it is.
fn since((opened, changed): (&mut Instant, &mut Instant), at: Instant) {
    if changed == opened {
        *changed = at;
    }
    *opened = at;
}

/// Changes a remediation item.
pub(super) fn apply_fix(incident: &mut Incident, entry: &Entry, at: Instant) {
    let event = &entry.event;
    let (Event::FixAdded { id, .. }
    | Event::FixReworded { id, .. }
    | Event::FixOwned { id, .. }
    | Event::FixMoved { id, .. }
    | Event::FixVerified { id, .. }
    | Event::FixReclassified { id, .. }) = event
    else {
        return;
    };
    let place = incident.fixes.binary_search_by_key(id, |fix| fix.id);
    let known = match place {
        Ok(place) => Some(&mut incident.fixes[place]),
        Err(place) => {
            if let Some(fix) = new_fix(entry, at) {
                incident.taken_back.remove(&ItemId(id.to_string()));
                incident.fixes.insert(place, fix);
            }
            None
        }
    };
    match (event, known) {
        (
            Event::FixAdded {
                text,
                tag: Some(tag),
                ..
            },
            Some(fix),
        ) if fix.text == *text => {
            fix.tag = *tag;
            since((&mut fix.opened_at, &mut fix.changed_at), at);
        }
        (Event::FixReworded { text, .. }, Some(fix)) => {
            let before = std::mem::replace(&mut fix.text, text.clone());
            if fix.first_text.is_empty() {
                fix.first_text = before;
            }
        }
        (Event::FixOwned { owner, .. }, Some(fix)) => own_fix(fix, owner, at),
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

fn new_fix(entry: &Entry, at: Instant) -> Option<Fix> {
    let Event::FixAdded {
        id,
        text,
        class,
        owner,
        tag,
    } = &entry.event
    else {
        return None;
    };
    let state = if owner.is_empty() {
        FixState::Open
    } else {
        FixState::Assigned
    };
    Some(Fix {
        id: *id,
        tag: tag.unwrap_or(entry.id),
        text: text.clone(),
        first_text: String::new(),
        class: *class,
        owner: owner.clone(),
        state,
        verified: None,
        tracking: None,
        opened_at: at,
        changed_at: at,
        assigned_at: None,
    })
}

/// Says where an item is followed up. One that has an issue keeps it.
pub(super) fn track(incident: &mut Incident, set: &TrackingSet) {
    let mut fixes = incident.fixes.iter_mut();
    if let Some(fix) = fixes.find(|fix| fix.id == set.id)
        && !matches!(fix.tracking, Some(Tracking::Filed { .. }))
    {
        fix.tracking.clone_from(&set.to);
    }
}

/// Gives an item an owner; an open one is then assigned, an assigned one without owner open.
fn own_fix(fix: &mut Fix, owner: &str, at: Instant) {
    owner.clone_into(&mut fix.owner);
    fix.state = match (fix.state, owner.is_empty()) {
        (FixState::Open, false) => FixState::Assigned,
        (FixState::Assigned, true) => FixState::Open,
        _ => return,
    };
    fix.assigned_at = Some(at);
}

/// Gives lines other numbers, all at once; a number that nothing has, and one that something
/// else keeps, changes nothing.
pub(super) fn renumber(incident: &mut Incident, moves: &[(ItemId, ItemId)]) {
    let to = |id: String| {
        let found = moves.iter().find(|(from, _)| from.0 == id);
        found.map(|(_, to)| to.0.clone())
    };
    for lead in &mut incident.leads {
        if let Some(id) = to(lead.id.to_string()).and_then(|id| id.parse().ok()) {
            lead.id = id;
        }
    }
    incident.leads.sort_by_key(|lead| lead.id);
    for fix in &mut incident.fixes {
        if let Some(id) = to(fix.id.to_string()).and_then(|id| id.parse().ok()) {
            fix.id = id;
        }
    }
    incident.fixes.sort_by_key(|fix| fix.id);
    let mut marks = Vec::new();
    for item in &mut incident.custom_items {
        if let Some(id) = to(item.id.to_string()).and_then(|id| id.parse().ok()) {
            let mark = incident.checklist.remove(&ItemId::from(item.id));
            item.id = id;
            marks.extend(mark.map(|mark| (ItemId::from(id), mark)));
        }
    }
    incident.custom_items.sort_by_key(|item| item.id);
    incident.checklist.extend(marks);
    rename(incident, &to);
}

/// Gives what waits for a person about lines the lines' other numbers.
fn rename(incident: &mut Incident, to: &impl Fn(String) -> Option<String>) {
    let conflicts = std::mem::take(&mut incident.conflicts).into_iter();
    let renamed = conflicts.map(|(subject, conflict)| {
        let new = subject
            .split_once(' ')
            .and_then(|(id, attribute)| Some(format!("{} {attribute}", to(id.to_owned())?)));
        (new.unwrap_or(subject), conflict)
    });
    incident.conflicts = renamed.collect();
    let taken_back = std::mem::take(&mut incident.taken_back).into_iter();
    let renamed = taken_back.map(|(id, line)| (to(id.0.clone()).map_or(id, ItemId), line));
    incident.taken_back = renamed.collect();
    for suggestion in incident.suggestions.values_mut() {
        match &mut suggestion.action {
            SuggestedAction::Done(id) => {
                if let Some(new) = to(id.to_string()).and_then(|new| new.parse().ok()) {
                    *id = new;
                }
            }
            SuggestedAction::Tick(item) => {
                if let Some(new) = to(item.0.clone()) {
                    *item = ItemId(new);
                }
            }
            SuggestedAction::Lead(_) | SuggestedAction::Note(_) => {}
        }
    }
}
