//! What events do to messages, decisions, shifts and clocks; part of applying.

use super::event::{ClockSnoozed, Entry, Event, ShiftStarted};
use super::incident::{
    Decision, Incident, MessageRecord, Route, RouteRecord, RouteState, RoutesMoved, Shift, Snooze,
    Told, reached, reached_for, through,
};
use super::playbook::Channel;
use super::time::Instant;

/// Remembers that a message went out, or is to.
pub(super) fn send(incident: &mut Incident, entry: &Entry) {
    let Event::MessageSent {
        message,
        number,
        to,
        routes,
        by,
        ..
    } = &entry.event
    else {
        return;
    };
    let told = (*number > 0).then(|| Box::new(Told::of(incident, *number, entry)));
    let by = if by.is_empty() { &entry.actor } else { by };
    let routes = routes.iter().cloned();
    let record = MessageRecord {
        entry: entry.id,
        message: message.clone(),
        number: *number,
        at: entry.happened,
        written: entry.happened,
        elsewhere: entry.origin.is_elsewhere(),
        by: by.clone(),
        to: to.clone(),
        routes: routes
            .map(|route| RouteRecord::new(route, entry.happened))
            .collect(),
        told,
    };
    if record.is_out() {
        goes_out(incident, record);
    } else {
        incident.unsent.push(record);
    }
}

/// Puts a message among those that reached somebody.
fn goes_out(incident: &mut Incident, mut record: MessageRecord) {
    if let Some(told) = record.told.take() {
        incident.told = Some(told);
    }
    name_told(&mut record);
    incident.messages.push(record);
}

/// Adds those it went out to; the issue has it as soon as anybody has.
fn name_told(record: &mut MessageRecord) {
    for route in &record.routes {
        let has_it = route.state.is_out() || route.state == RouteState::Mirrored;
        let name = route.route.told_as();
        if has_it && !record.to.iter().any(|known| known == name) {
            record.to.push(name.to_owned());
        }
    }
}

/// Remembers what became of a message. It went out when it first reached somebody.
pub(super) fn move_routes(incident: &mut Incident, entry: &Entry, moved: &RoutesMoved) {
    if let Some(at) = incident.unsent.iter().position(|it| it.entry == moved.of) {
        move_each(&mut incident.unsent[at], entry, moved);
        if incident.unsent[at].is_out() {
            let mut record = incident.unsent.remove(at);
            record.at = entry.happened;
            if !moved.by.is_empty() && moved.to == RouteState::Sent {
                record.by.clone_from(&moved.by);
            }
            goes_out(incident, record);
        }
    } else if let Some(record) = incident.messages.iter_mut().find(|it| it.entry == moved.of) {
        move_each(record, entry, moved);
        name_told(record);
    }
}

fn move_each(record: &mut MessageRecord, entry: &Entry, moved: &RoutesMoved) {
    let named = moved.names.iter().map(Some).chain(std::iter::repeat(None));
    let routes = moved.routes.iter().zip(named);
    let routes: Vec<usize> = routes.map(|(at, name)| place(record, *at, name)).collect();
    let fills = moved.to.is_out() && !moved.more.is_empty();
    let to_fill = record.way_to_fill(moved, &routes).filter(|_| fills);
    for at in routes {
        if let Some(route) = record.routes.get_mut(at) {
            route.state = moved.to;
            route.at = entry.happened;
            route.by.clone_from(&moved.by);
            route.words.clone_from(&moved.words);
            route.attempts = route.attempts.max(moved.attempts);
        }
    }
    if let Some(way) = to_fill.and_then(|at| record.routes.get_mut(at)) {
        way.route.name = reached(&way.route.name, &moved.more);
        return;
    }
    for name in &moved.more {
        record.routes.push(RouteRecord {
            state: moved.to,
            by: moved.by.clone(),
            ..RouteRecord::new(named_by_hand(name), entry.happened)
        });
    }
}

/// Returns the place of a way. Older versions gave those a way of their own who were reached for
/// somebody without an address, and with it a place before others; their names tell.
fn place(record: &MessageRecord, at: usize, name: Option<&String>) -> usize {
    let Some(name) = name else { return at };
    let is_it = |it: &RouteRecord| {
        let known = &it.route.name;
        known == name
            || (it.route.is_without_address()
                && (reached_for(known, name).is_some() || through(known).any(|it| it == name)))
    };
    if record.routes.get(at).is_some_and(is_it) {
        return at;
    }
    record.routes.iter().position(is_it).unwrap_or(at)
}

/// Returns the way to somebody whom a person named.
fn named_by_hand(name: &str) -> Route {
    Route {
        address: String::new(),
        name: name.to_owned(),
        channel: Channel::of_name(name),
        to: String::new(),
        cc: Vec::new(),
        apart: true,
        carrier: super::incident::Carrier::Hand,
    }
}

/// Changes what people owe: decisions, shifts and clocks.
pub(super) fn duty(incident: &mut Incident, entry: &Entry, at: Instant) {
    match &entry.event {
        Event::Decided(decided) => incident.decisions.push(Decision {
            entry: entry.id,
            about: decided.about.clone(),
            text: decided.text.clone(),
            by: if decided.by.is_empty() {
                entry.actor.clone()
            } else {
                decided.by.clone()
            },
            at,
            basis: decided.basis.clone(),
        }),
        Event::WorkingModeSet { mode, .. } => {
            incident.working_mode = Some(*mode);
            incident.working_mode_at = Some(at);
        }
        Event::ShiftStarted(started) => start_shift(incident, started, at),
        Event::ShiftEnded { person } => end_shift(incident, person, at),
        Event::ClockSnoozed(ClockSnoozed {
            clock,
            until,
            round,
            reason,
        }) => {
            let snooze = Snooze {
                round: *round,
                until: *until,
                reason: reason.clone(),
                at,
            };
            incident.snoozes.insert(clock.clone(), snooze);
        }
        _ => {}
    }
}

/// Brings somebody on shift; who is already has been since the earlier time.
pub(super) fn start_shift(incident: &mut Incident, started: &ShiftStarted, at: Instant) {
    let ShiftStarted {
        person,
        working_since,
    } = started;
    let mut running = incident.shifts.iter_mut().rev();
    match running.find(|shift| shift.person == *person && shift.to.is_none()) {
        Some(shift) => {
            shift.from = at.min(shift.from);
            shift.working_since = shift.working_since.or(*working_since);
        }
        None => incident.shifts.push(Shift {
            working_since: *working_since,
            ..Shift::since(person, at)
        }),
    }
}

fn end_shift(incident: &mut Incident, person: &str, at: Instant) {
    let mut running = incident.shifts.iter_mut().rev();
    if let Some(shift) = running.find(|shift| shift.person == person && shift.to.is_none()) {
        shift.to = Some(at.max(shift.from));
    }
}
