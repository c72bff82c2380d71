//! What events do to the checklists and to the two boards; part of applying.

use super::event::{Entry, Event};
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
        Event::ItemAdded { id, list, text }
            if incident.custom_items.iter().all(|item| item.id != *id) =>
        {
            incident.custom_items.push(CustomItem {
                id: *id,
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
pub(super) fn apply_lead(incident: &mut Incident, event: &Event, at: Instant) {
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
            if let Event::LeadAdded { text, owner, .. } = event {
                let lead = Lead {
                    id: *id,
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
pub(super) fn apply_fix(incident: &mut Incident, event: &Event, at: Instant) {
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
            if let Some(fix) = new_fix(event, at) {
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

fn new_fix(event: &Event, at: Instant) -> Option<Fix> {
    let Event::FixAdded {
        id,
        text,
        class,
        owner,
    } = event
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
