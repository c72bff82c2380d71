//! Messages that go out, and what becomes of them.

use super::kept::told;
use super::refusal::{Decision, Refusal, unknown};
use crate::domain::command::{Command, Request, TakenMove};
use crate::domain::event::{Event, Origin};
use crate::domain::ids::EntryId;
use crate::domain::incident::{
    AsTold, Carrier, Incident, MessageRecord, Route, RouteRecord, RouteState, RoutesMoved,
    reached_for,
};
use crate::domain::ledger::name;
use crate::domain::message::stands_for_any;
use crate::domain::playbook::{Playbook, Signal};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;

/// Decides on a message, and with it on what it does beside.
pub(super) fn decide_message(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    let events = decide_alone(incident, playbook, request)?;
    Ok(told((incident, playbook), (request, now), events))
}

fn decide_alone(incident: &Incident, playbook: &Playbook, request: &Request) -> Decision {
    let by = clean_line(&request.sent_by);
    match &request.command {
        Command::RecordMessage {
            message,
            sitrep,
            to,
            text,
        } => Ok(vec![Event::MessageSent {
            message: message.clone(),
            number: if *sitrep {
                incident.counters.sitrep.saturating_add(1)
            } else {
                0
            },
            to: to.iter().map(|name| clean_line(name)).collect(),
            text: clean_text(text),
            routes: Vec::new(),
            by_hand: true,
            by,
        }]),
        Command::SendMessage {
            message,
            to,
            routes,
            text,
        } => send(incident, playbook, (message, text, by), (to, routes)),
        Command::MoveRoutes {
            of,
            routes,
            to,
            by,
            words,
            more,
            attempts,
        } => {
            let record = find(incident, *of)?;
            let moved = RoutesMoved {
                of: *of,
                label: name(record, Some(playbook)),
                routes: routes.clone(),
                names: Vec::new(),
                to: *to,
                by: clean_line(by),
                words: clean_line(words),
                more: more.iter().map(|name| clean_line(name)).collect(),
                attempts: *attempts,
                as_told: None,
            };
            move_routes(record, moved)
        }
        _ => Ok(Vec::new()),
    }
}

fn send(
    incident: &Incident,
    playbook: &Playbook,
    (message, text, by): (&str, &str, String),
    (to, routes): (&[String], &[Route]),
) -> Decision {
    let text = clean_text(text);
    let to: Vec<String> = to.iter().map(|name| clean_line(name)).collect();
    if text.trim().is_empty() {
        return Err(Refusal::plain("the message is empty", "write it first"));
    }
    if routes.is_empty() && to.is_empty() {
        return Err(Refusal::plain(
            "the message is for nobody",
            "choose who gets it",
        ));
    }
    let number = if playbook.is_sitrep(message) {
        incident.counters.sitrep.saturating_add(1)
    } else {
        0
    };
    Ok(vec![Event::MessageSent {
        message: clean_line(message),
        number,
        by_hand: !to.is_empty(),
        to,
        text,
        routes: routes.to_vec(),
        by,
    }])
}

/// Asks when a message that settles a clock of the law is said to have gone to none of those whom
/// it must reach: the hour would count as kept, and they know of nothing (R8). One to nobody named
/// went to all of them.
pub(super) fn guard_reached(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
) -> Result<(), Refusal> {
    let Command::RecordMessage { message, to, .. } = &request.command else {
        return Ok(());
    };
    let signal = Signal::Message(message.clone());
    let mut clocks = playbook.clocks.iter().filter(|clock| clock.legal);
    let is_legal = clocks.any(|clock| clock.settles.contains(&signal));
    let is_first = incident.last_message(message).is_none();
    let Some(known) = playbook.message(message).filter(|_| is_legal && is_first) else {
        return Ok(());
    };
    let mut told = to.iter();
    if request.origin != Origin::Local
        || to.is_empty()
        || told.any(|name| stands_for_any(name, known, playbook))
    {
        return Ok(());
    }
    let must = known.must.iter();
    let must = must.map(|key| playbook.address(key).map_or(key.as_str(), |it| &it.name));
    let must: Vec<&str> = must.collect();
    Err(Refusal::guard(
        "reached-nobody",
        format!(
            "{} has to reach {}, and none of them is {}",
            known.name,
            must.join(", "),
            to.join(", ")
        ),
        "say who of them was told, or for whom this was",
    ))
}

fn find(incident: &Incident, of: EntryId) -> Result<&MessageRecord, Refusal> {
    incident
        .message(of)
        .ok_or_else(|| unknown("message", &"of that entry"))
}

/// Moves the ways that can be moved. Those that stand there already are left out, so that
/// saying a thing twice says it once.
fn move_routes(record: &MessageRecord, mut moved: RoutesMoved) -> Decision {
    let to = moved.to;
    let found: Vec<usize> = moved.routes.clone();
    let to_fill = record.way_to_fill(&moved, &found);
    moved.routes.clear();
    for at in found {
        let Some(route) = record.routes.get(at) else {
            return Err(unknown("way of the message", &at));
        };
        if route.state == to && route.attempts >= moved.attempts {
            continue;
        }
        if !route.state.may_become(to) {
            let cause = format!("{} to {} is {}", moved.label, route.route.name, route.state);
            return Err(Refusal::plain(&cause, hint(route.state)));
        }
        moved.routes.push(at);
        moved.names.push(route.route.name.clone());
    }
    moved
        .more
        .retain(|name| !name.is_empty() && (to_fill.is_some() || !record.names(name)));
    if moved.routes.is_empty() && moved.more.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![Event::RoutesMoved(moved)])
}

fn hint(state: RouteState) -> &'static str {
    match state {
        RouteState::Queued => "wait until it is known what became of it",
        RouteState::InDoubt => "say first whether it arrived",
        RouteState::Mirrored => "the mirror posts it",
        RouteState::ToCarry | RouteState::Failed => "send it, or say that it was sent",
        RouteState::Sent | RouteState::Acknowledged | RouteState::Dropped => "",
    }
}

/// Takes over whom a message reached, as far as that is news. Anybody who may comment can say
/// so: of what was written here it moves only ways on which nobody but a person can say whom they
/// led to, and it has nothing sent again.
pub(super) fn take_move(incident: &Incident, told: &TakenMove) -> Option<Event> {
    use RouteState::{Acknowledged, Dropped, Sent, ToCarry};
    if !matches!(told.moved.to, ToCarry | Sent | Acknowledged | Dropped) {
        return None;
    }
    let record = message_told_of(incident, told)?;
    let mut moved = told.moved();
    moved.as_told = Some(AsTold {
        names: moved.names.clone(),
        more: moved.more.clone(),
    });
    moved.of = record.entry;
    let is_named = |it: &RouteRecord, name: &String| {
        let known = &it.route.name;
        let is_reached = |one: &str, other: &str| reached_for(one, other).is_some();
        known == name || is_reached(known, name) || is_reached(name, known)
    };
    let named = |name: &String| record.routes.iter().any(|it| is_named(it, name));
    // An older version does not say whom it had still to tell.
    let unknown = moved.names.iter().filter(|name| !named(name));
    moved.more.extend(unknown.cloned().collect::<Vec<_>>());
    let ways = record.routes.iter().enumerate().filter(|(_, it)| {
        (record.elsewhere || it.route.is_without_address())
            && it.route.carrier == Carrier::Hand
            && it.state.may_become(moved.to)
            && moved.names.iter().any(|name| is_named(it, name))
    });
    (moved.routes, moved.names) = ways.map(|(at, it)| (at, it.route.name.clone())).unzip();
    let to_fill = record.way_to_fill(&moved, &moved.routes);
    let is_other = |name: &String| !record.names(name) && !named(name);
    let is_news = |name: &String| !name.is_empty() && (to_fill.is_some() || is_other(name));
    moved.more.retain(|name| moved.to.is_out() && is_news(name));
    let said = moved.as_told.take();
    moved.as_told = said.filter(|it| it.names != moved.names || it.more != moved.more);
    let is_news = !moved.routes.is_empty() || !moved.more.is_empty();
    is_news.then_some(Event::RoutesMoved(moved))
}

/// Returns the message that another sitroom means: the one of its time, else the only one of its
/// kind and number. Of several nobody can say which.
fn message_told_of<'i>(incident: &'i Incident, told: &TakenMove) -> Option<&'i MessageRecord> {
    let all = incident.messages.iter().chain(&incident.unsent);
    let same = all.filter(|it| it.message == told.message && it.number == told.number);
    let same: Vec<&MessageRecord> = same.collect();
    let of_time = same.iter().copied().filter(|it| it.written == told.written);
    match (&of_time.collect::<Vec<_>>()[..], &same[..]) {
        ([one], _) | ([], [one]) => Some(one),
        _ => None,
    }
}
