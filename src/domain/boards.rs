//! What events do to the checklists and to the two boards; part of applying.

use super::event::{Entry, Event};
use super::ids::ItemId;
use super::incident::{CustomItem, Fix, FixState, Incident, Lead, LeadState, Tick, Verification};
use super::time::Instant;

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
        Event::ItemAdded {
            id,
            list,
            text,
            tag,
        } if incident.custom_items.iter().all(|item| item.id != *id) => {
            incident.custom_items.push(CustomItem {
                id: *id,
                tag: tag.unwrap_or(entry.id),
                list: list.clone(),
                text: text.clone(),
            });
        }
        Event::ItemReworded { id, text } => {
            if let Some(item) = incident.custom_items.iter_mut().find(|item| item.id == *id) {
                item.text.clone_from(text);
            }
        }
        _ => {}
    }
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
            }
            None
        }
    };
    match (event, known) {
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
                incident.fixes.insert(place, fix);
            }
            None
        }
    };
    match (event, known) {
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
        class: *class,
        owner: owner.clone(),
        state,
        verified: None,
        opened_at: at,
        changed_at: at,
    })
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
    incident.checklist.extend(marks);
}
