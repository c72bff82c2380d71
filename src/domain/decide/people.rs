//! People: who comes and goes, and what is known of them.

use super::refusal::{Decision, Refusal, changed, required_line};
use crate::domain::clock::shift_due;
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Origin, RosterChange, RosterChanged, ShiftStarted};
use crate::domain::incident::{Incident, Shift};
use crate::domain::people::{PersonWish, RosterAsked, named};
use crate::domain::playbook::Playbook;
use crate::domain::text::{clean_line, split_names};
use crate::domain::time::{Instant, Span};

/// Clocks of machines differ a little.
const SLACK: chrono::TimeDelta = chrono::TimeDelta::minutes(5);

/// Decides who comes on shift. What another machine knows is taken as it is.
pub(super) fn start_shift(
    incident: &Incident,
    request: &Request,
    started: &ShiftStarted,
    now: Instant,
) -> Decision {
    let mut started = started.clone();
    started.person = required_line(&started.person, "the name")?;
    let began = request.happened.and_then(|when| when.earliest());
    if request.origin == Origin::Local {
        started.person = named(incident, &started.person);
        // What happens now is no question of times, even after the machine's clock was put back.
        if let Some(began) = began {
            check_start(incident, &started.person, began, now)?;
        }
    }
    // The same shift may have begun earlier than the record has it, and who took command may
    // come from another incident: their clock does not begin anew.
    let tells_hours = |shift: &Shift| {
        let since = started.working_since;
        since.is_some_and(|since| shift.working_since.is_none() && since < shift.from)
    };
    let is_known = incident
        .shift_of(&started.person)
        .is_some_and(|shift| began.is_none_or(|began| began >= shift.from) && !tells_hours(shift));
    Ok(changed(!is_known, Event::ShiftStarted(started)))
}

/// A shift does not begin in one that is over: the hours would count twice.
fn check_start(
    incident: &Incident,
    person: &str,
    at: Instant,
    now: Instant,
) -> Result<(), Refusal> {
    check_past(at, now)?;
    let theirs = incident.shifts.iter().filter(|it| it.person == person);
    let over = theirs
        .filter_map(|shift| shift.to)
        .filter(|to| at < *to)
        .max();
    match over {
        None => Ok(()),
        Some(to) => {
            let to = incident.zone.clock(to, now);
            Err(Refusal::plain(
                format!("{person} was on shift until {to}"),
                "name a later time, or take the end of that shift back",
            ))
        }
    }
}

fn check_past(at: Instant, now: Instant) -> Result<(), Refusal> {
    if at > now + SLACK {
        return Err(Refusal::plain(
            "that time is still to come",
            "name a time that is past",
        ));
    }
    Ok(())
}

/// Decides who goes off shift.
pub(super) fn end_shift(
    incident: &Incident,
    request: &Request,
    person: &str,
    now: Instant,
) -> Decision {
    let mut person = required_line(person, "the name")?;
    if request.origin == Origin::Local {
        person = named(incident, &person);
        if let Some(at) = request.happened.and_then(|when| when.earliest()) {
            check_end(incident, &person, at, now)?;
        }
    }
    let running = incident.shift_of(&person).is_some();
    Ok(changed(running, Event::ShiftEnded { person }))
}

fn check_end(incident: &Incident, person: &str, at: Instant, now: Instant) -> Result<(), Refusal> {
    check_past(at, now)?;
    match incident.shift_of(person) {
        Some(shift) if at < shift.from => {
            let clock = |at| incident.zone.clock(at, now);
            let carried = shift.carried_from();
            let carried =
                carried.map(|at| format!("; it counts from {}, without a break", clock(at)));
            Err(Refusal::plain(
                format!(
                    "{person} came on shift here at {}{}",
                    clock(shift.from),
                    carried.unwrap_or_default()
                ),
                "name a later time",
            ))
        }
        Some(_) | None => Ok(()),
    }
}

/// Stands against calling somebody who rests, and against sending the IC home.
pub(super) fn guard_people(
    incident: &Incident,
    request: &Request,
    now: Instant,
) -> Result<(), Refusal> {
    if request.origin != Origin::Local {
        return Ok(());
    }
    match &request.command {
        Command::StartShift(started) => {
            let person = named(incident, &started.person);
            let at = request.happened.and_then(|when| when.earliest());
            let known = incident.roster.get(&person);
            match known.and_then(|known| known.not_before) {
                Some(until) if at.unwrap_or(now) < until => Err(Refusal::guard(
                    "resting",
                    format!("{person} rests until {}", incident.zone.clock(until, now)),
                    "call somebody else, or say why they come on all the same",
                )),
                Some(_) | None => Ok(()),
            }
        }
        Command::EndShift { person }
            if names_ic(incident, person) && incident.shift_of(&incident.ic).is_some() =>
        {
            guard_leaving(incident)
        }
        Command::ChangeRoster(RosterAsked {
            person,
            wish: PersonWish::SendHome(_),
        }) if names_ic(incident, person) => guard_leaving(incident),
        _ => Ok(()),
    }
}

/// Command is handed over before the IC goes (R90).
fn guard_leaving(incident: &Incident) -> Result<(), Refusal> {
    if !incident.is_active() {
        return Ok(());
    }
    Err(Refusal::guard(
        "ic-leaves",
        format!("{} commands", incident.ic),
        "hand command over first (hand off on the screen, `sitroom handoff offer`), or say why \
         nobody takes it",
    ))
}

fn names_ic(incident: &Incident, people: &str) -> bool {
    let people = split_names(people);
    people.iter().any(|it| named(incident, it) == incident.ic)
}

/// Decides what somebody wants to change of a person.
pub(super) fn change_roster(
    incident: &Incident,
    playbook: &Playbook,
    (asked, request): (&RosterAsked, &Request),
    now: Instant,
) -> Decision {
    let person = required_line(&asked.person, "the name")?;
    let went_at = request.happened.and_then(|when| when.earliest());
    if let PersonWish::SendHome(until) = &asked.wish {
        let people = split_names(&person).into_iter();
        let sent = people.map(|person| {
            let person = named(incident, &person);
            send_home(incident, playbook, (person, *until), (went_at, now))
        });
        return Ok(sent.collect::<Result<Vec<_>, _>>()?.concat());
    }
    let person = named(incident, &person);
    let known = incident.roster.get(&person);
    let change = match &asked.wish {
        PersonWish::Add(role) => return add(incident, playbook, &asked.person, role),
        PersonWish::Remove => remove(incident, &person)?,
        PersonWish::Role(role) => {
            let role = role_key(incident, playbook, &person, role)?;
            if known.and_then(|known| known.role.as_deref()) == Some(role.as_str()) {
                return Ok(Vec::new());
            }
            RosterChange::Role(role)
        }
        PersonWish::Contact(contact) => {
            let contact = clean_line(contact);
            if known.map_or("", |known| known.contact.as_str()) == contact {
                return Ok(Vec::new());
            }
            RosterChange::Contact(contact)
        }
        PersonWish::NotBefore(until) => {
            if known.and_then(|known| known.not_before) == *until {
                return Ok(Vec::new());
            }
            RosterChange::NotBefore(*until)
        }
        PersonWish::SendHome(_) => return Ok(Vec::new()),
        PersonWish::Extend { by, reason } => {
            extend(incident, playbook, &person, (*by, reason), now)?
        }
        PersonWish::StillOn if incident.shift_of(&person).is_none() => {
            return Err(not_on_shift(&person));
        }
        PersonWish::StillOn => RosterChange::StillOn,
    };
    Ok(vec![roster(person, change)])
}

fn roster(person: String, change: RosterChange) -> Event {
    Event::RosterChanged(RosterChanged { person, change })
}

fn not_on_shift(person: &str) -> Refusal {
    Refusal::plain(format!("{person} is not on shift"), "look at the roster")
}

/// A new name is taken as it was typed: it may be a word of somebody else's.
fn add(incident: &Incident, playbook: &Playbook, person: &str, role: &str) -> Decision {
    let person = required_line(person.trim_start_matches('@'), "the name")?;
    let known = incident.roster.get(&person);
    let is_known = known.is_some_and(|known| !known.removed);
    let mut events = changed(!is_known, roster(person.clone(), RosterChange::Added));
    if !clean_line(role).is_empty() {
        let role = role_key(incident, playbook, &person, role)?;
        events.push(roster(person, RosterChange::Role(role)));
    }
    Ok(events)
}

/// Decides to take somebody off the roster who is not needed there.
fn remove(incident: &Incident, person: &str) -> Result<RosterChange, Refusal> {
    let refuse = |why: &str, hint: &str| Err(Refusal::plain(format!("{person} {why}"), hint));
    let known = incident.roster.get(person);
    let is_removed = known.is_some_and(|known| known.removed);
    if person == incident.ic {
        return refuse("commands", "hand command over first");
    }
    if incident.responders.iter().any(|name| name == person) {
        return refuse("is a responder", "take them out of the responders");
    }
    if incident.shift_of(person).is_some() {
        return refuse("is on shift", "end their shift first");
    }
    let mut shifts = incident.shifts.iter();
    if is_removed || (known.is_none() && !shifts.any(|shift| shift.person == person)) {
        return refuse("is not on the roster", "look at the roster");
    }
    Ok(RosterChange::Removed)
}

/// Returns the key of a role by its key or name. Command is handed over, not given.
fn role_key(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    role: &str,
) -> Result<String, Refusal> {
    let role = required_line(role, "the role")?;
    let is_it = |known: &str| known.eq_ignore_ascii_case(&role);
    let roles = playbook.people.given();
    if let Some(known) = roles.iter().find(|it| is_it(&it.id) || is_it(&it.name)) {
        return Ok(known.id.clone());
    }
    let ic = playbook.people.role_of(true, None);
    if ic.is_some_and(|ic| is_it(&ic.id) || is_it(&ic.name)) && person != incident.ic {
        return Err(Refusal::plain(
            "command is handed over, not given as a role",
            "hand off",
        ));
    }
    let all: Vec<&str> = roles.iter().map(|role| role.id.as_str()).collect();
    Err(Refusal::plain(
        format!("there is no role {role}"),
        format!("one of {}", all.join(", ")),
    ))
}

fn send_home(
    incident: &Incident,
    playbook: &Playbook,
    (person, until): (String, Option<Instant>),
    (went_at, now): (Option<Instant>, Instant),
) -> Decision {
    if let Some(at) = went_at {
        check_end(incident, &person, at, now)?;
    }
    let at = went_at.unwrap_or(now);
    let rests = at.checked_add_signed(playbook.people.rest.delta());
    let until = until.or(rests).unwrap_or(at);
    if until <= now {
        return Err(Refusal::plain("that time is past", "name a later one"));
    }
    let ended = Event::ShiftEnded {
        person: person.clone(),
    };
    let mut events = changed(incident.shift_of(&person).is_some(), ended);
    events.push(roster(person, RosterChange::NotBefore(Some(until))));
    Ok(events)
}

fn extend(
    incident: &Incident,
    playbook: &Playbook,
    person: &str,
    (by, reason): (Span, &str),
    now: Instant,
) -> Result<RosterChange, Refusal> {
    let shift = incident.shift_of(person);
    let shift = shift.ok_or_else(|| not_on_shift(person))?;
    if by.as_seconds() <= 0 {
        return Err(Refusal::plain("that is no time at all", "such as 30m"));
    }
    let from = shift_due(shift, playbook).map_or(now, |due| due.max(now));
    let until = from.checked_add_signed(by.delta());
    Ok(RosterChange::Extended {
        until: until.ok_or_else(|| Refusal::plain("that is too long", "such as 30m"))?,
        reason: required_line(reason, "the reason")?,
    })
}
