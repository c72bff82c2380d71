//! What a line of a checklist and the remediation item that it is kept as do to each other, at
//! the word of somebody here. What comes from the issue says both by itself.

use super::refusal::{Decision, Refusal};
use crate::domain::apply::apply;
use crate::domain::checklist::holds;
use crate::domain::command::Request;
use crate::domain::event::{Entry, Event, Origin};
use crate::domain::ids::{FixId, ItemId};
use crate::domain::incident::{FixState, Incident, Mark};
use crate::domain::kept::{fix_of, is_of, lines_of};
use crate::domain::playbook::{Item, Playbook, Situation};
use crate::domain::time::Instant;
use crate::domain::undo::is_passed;

/// Decides on the mark of a line that is kept as a remediation item: the item is what moves, and
/// the line follows. None for any other line, and where the line does not apply.
pub(super) fn mark(
    (incident, playbook): (&Incident, &Playbook),
    line: &Item,
    (mark, reason): (Option<Mark>, &str),
) -> Option<Decision> {
    let fix = fix_of(line, incident, playbook)?;
    if mark == Some(Mark::Done) && !reason.trim().is_empty() {
        return Some(Err(Refusal::plain(
            format!(
                "{} is kept as {}, whose moves say nothing else",
                line.id, fix.id
            ),
            "tick it without, and write it down as a note",
        )));
    }
    let id = ItemId::new(&line.id);
    let marked = incident.checklist.get(&id).map(|tick| tick.mark);
    let mut events = match mark {
        Some(Mark::NotApplicable) => return None,
        Some(Mark::Done) if fix.state.is_done() => Vec::new(),
        Some(Mark::Done) => vec![fix_moved(fix.id, fix.state, FixState::Done)],
        // What was set aside is open again, and nothing else was said.
        Some(Mark::Open) | None if marked == Some(Mark::NotApplicable) => Vec::new(),
        Some(Mark::Open) | None if fix.state == FixState::Verified => {
            return Some(Err(Refusal::plain(
                format!("{} is kept as {}, which is verified", line.id, fix.id),
                "take it back on the remediation board",
            )));
        }
        Some(Mark::Open) | None if fix.state.is_done() => {
            vec![fix_moved(fix.id, fix.state, FixState::InProgress)]
        }
        // It was ticked by the message that went out, or by hand.
        Some(Mark::Open) if marked.is_none() => return None,
        Some(Mark::Open) | None => Vec::new(),
    };
    if marked.is_some() {
        events.push(follows(id));
    }
    Some(Ok(events))
}

/// Adds to a move of a remediation item that its lines follow it again, whatever was said of them.
pub(super) fn followed(
    (incident, playbook): (&Incident, &Playbook),
    request: &Request,
    id: FixId,
    mut events: Vec<Event>,
) -> Vec<Event> {
    let fix = incident.fix(id).filter(|_| !events.is_empty());
    if let (Some(fix), Origin::Local) = (fix, request.origin) {
        let lines = lines_of(fix, incident, playbook).map(|line| ItemId::new(&line.id));
        let said = |id: &ItemId| {
            let tick = incident.checklist.get(id);
            tick.is_some_and(|tick| tick.mark != Mark::NotApplicable)
        };
        events.extend(lines.filter(said).map(follows));
    }
    events
}

/// Adds to a message that goes out, or on its way, that the items of the lines that it ticks are
/// done.
///
/// The item gets an event of its own, and does not count as done by the fact alone: where it
/// stands is what an edit on the issue, another machine and a move by hand start from, and a state
/// that nobody recorded cannot be changed by any of them. What a carrier brings about is marked
/// as that, so that `undo` passes it over as it does the delivery.
pub(super) fn told(
    (incident, playbook): (&Incident, &Playbook),
    (request, now): (&Request, Instant),
    mut events: Vec<Event>,
) -> Vec<Event> {
    let open = playbook.items.iter().filter_map(|line| {
        let fix = fix_of(line, incident, playbook).filter(|fix| !fix.state.is_done())?;
        let fact = line.derived?;
        (!holds(fact, line, incident, playbook, now)).then_some((line, fact, fix))
    });
    let open: Vec<_> = open.collect();
    if open.is_empty() || events.is_empty() || request.origin != Origin::Local {
        return events;
    }
    let mut after = incident.clone();
    for event in &events {
        let _ = apply(&mut after, &Entry::unrecorded(event.clone(), request, now));
    }
    let ticked = open
        .iter()
        .filter(|(line, fact, _)| holds(*fact, line, &after, playbook, now));
    let carried = events.iter().all(is_passed);
    events.extend(ticked.map(|(_, _, fix)| Event::FixMoved {
        id: fix.id,
        from: fix.state,
        to: FixState::Done,
        carried,
    }));
    events
}

/// Puts the items of a situation that is declared on the board, those that are not there. One
/// whose line the record ticks already is done: the notice may have gone out first.
pub(super) fn seeded(
    (incident, playbook): (&Incident, &Playbook),
    situation: &Situation,
    now: Instant,
) -> Vec<Event> {
    let mut events = Vec::new();
    let mut last = incident.counters.fix;
    for seed in &situation.seeds {
        let known = incident.fixes.iter().find(|fix| is_of(fix, seed));
        let (id, from) = known.map_or_else(
            || {
                last = last.saturating_add(1);
                (FixId(last), FixState::Open)
            },
            |fix| (fix.id, fix.state),
        );
        if known.is_none() {
            events.push(Event::FixAdded {
                id,
                text: seed.text.clone(),
                class: seed.class,
                owner: String::new(),
                tag: None,
            });
        }
        let line = seed.line.as_ref().and_then(|line| playbook.item(line));
        let told = line.and_then(|line| Some(holds(line.derived?, line, incident, playbook, now)));
        if told == Some(true) && !from.is_done() {
            events.push(fix_moved(id, from, FixState::Done));
        }
    }
    events
}

/// Returns a move of a remediation item that somebody asked for.
pub(super) fn fix_moved(id: FixId, from: FixState, to: FixState) -> Event {
    Event::FixMoved {
        id,
        from,
        to,
        carried: false,
    }
}

fn follows(item: ItemId) -> Event {
    Event::ItemMarked {
        item,
        mark: None,
        reason: String::new(),
    }
}
