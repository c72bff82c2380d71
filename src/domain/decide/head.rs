//! What stands at the head of the record: the opening, fields, status, command, notes, situations.

use super::kept::seeded;
use super::refusal::{Decision, Refusal, changed, required_line, unknown};
use crate::domain::command::{Command, Opening, Request};
use crate::domain::event::{Event, Field, FirstRecorded, NoteImported, Opened, Origin, Visibility};
use crate::domain::incident::{Incident, Moment, Severity, Status};
use crate::domain::playbook::Playbook;
use crate::domain::ritual::begun_again;
use crate::domain::text::{clean_line, clean_text, split_names};
use crate::domain::time::{Instant, When};
use crate::domain::vocabulary::{Facet, vocabulary};

/// The situation that an exposure of information brings (R43); a playbook that has none of
/// this name seeds nothing.
pub const EXPOSURE_SITUATION: &str = "information-exposure";

pub(super) fn open(opening: &Opening) -> Decision {
    Ok(vec![Event::Opened(Opened {
        incident: opening.incident.clone(),
        playbook: opening.playbook.clone(),
        exercise: opening.exercise,
        zone: opening.zone,
        title: required_line(&opening.title, "the short description")?,
        details: clean_text(&opening.details),
        reporter: clean_line(&opening.reporter),
        ic: required_line(&opening.ic, "the name of the IC")?,
        responders: split_names(&opening.responders.join(",")),
        aware: opening.aware,
    })])
}

/// Gives a field a new value. What came from the issue stands there already, in whatever words.
pub(super) fn set_field(
    incident: &Incident,
    (field, to): (Field, &str),
    origin: Origin,
) -> Decision {
    let (from, to) = match field {
        Field::Title => (
            incident.title.clone(),
            required_line(to, "the short description")?,
        ),
        Field::Details => (incident.details.clone(), clean_text(to)),
        Field::Reporter => (incident.reporter.clone(), clean_line(to)),
        Field::Responders => (incident.responders.join(", "), split_names(to).join(", ")),
        Field::Folder => (incident.folder.clone(), clean_line(to)),
        Field::DiscoveryMethod if origin.is_elsewhere() => {
            (incident.discovery_method.clone(), clean_line(to))
        }
        Field::ThreatActions | Field::Facet(_) if origin.is_elsewhere() => {
            (said(incident, field), split_names(to).join(", "))
        }
        Field::DiscoveryMethod | Field::ThreatActions | Field::Facet(_) => {
            (said(incident, field), classified(field, to)?)
        }
    };
    Ok(changed(from != to, Event::FieldSet { field, from, to }))
}

fn said(incident: &Incident, field: Field) -> String {
    let values = Facet::of(field).map(|facet| facet.values(incident));
    values.unwrap_or_default().join(", ")
}

/// Returns the words of the list for what was typed.
fn classified(field: Field, to: &str) -> Result<String, Refusal> {
    let Some(facet) = Facet::of(field) else {
        return Ok(clean_line(to));
    };
    let words = vocabulary().read(facet, to);
    let words = words.map_err(|error| Refusal::plain(error.to_string(), error.choices))?;
    Ok(words.join(", "))
}

/// Returns whether a change of the status is recorded with a reason only: one that says that it
/// was not so before (T3, T4, T8).
#[must_use]
pub fn needs_reason(from: Status, to: Status) -> bool {
    to == Status::FalseAlarm
        || matches!(from, Status::Resolved | Status::FalseAlarm)
        || (from == Status::Confirmed && to == Status::Investigating)
}

pub(super) fn set_status(
    incident: &Incident,
    (playbook, origin): (&Playbook, Origin),
    to: Status,
    reason: &str,
) -> Decision {
    let from = incident.status;
    let reason = clean_line(reason);
    if from == to {
        return Ok(Vec::new());
    }
    if needs_reason(from, to) && reason.is_empty() {
        return Err(Refusal::plain(
            format!("{from} -> {to} needs a reason"),
            "one line for the log and the report",
        ));
    }
    let mut events = vec![Event::StatusChanged { from, to, reason }];
    let is_active = matches!(to, Status::Investigating | Status::Confirmed);
    let is_reopened = is_active && matches!(from, Status::Resolved | Status::FalseAlarm);
    // What another sitroom reopened comes with the marks it took away.
    if is_reopened && origin == Origin::Local {
        events.extend(begun_again(incident, playbook));
    }
    Ok(events)
}

pub(super) fn set_severity(incident: &Incident, to: Severity, reason: &str) -> Vec<Event> {
    let (from, reason) = (incident.severity, clean_line(reason));
    changed(from != to, Event::SeverityChanged { from, to, reason })
}

pub(super) fn set_closed(incident: &Incident, closed: bool, reason: &str) -> Vec<Event> {
    let reason = clean_line(reason);
    let is_news = incident.closed != closed;
    changed(is_news, Event::ClosedSet { closed, reason })
}

pub(super) fn set_ic(incident: &Incident, to: &str) -> Decision {
    let to = required_line(to, "the name of the IC")?;
    let from = incident.ic.clone();
    Ok(changed(from != to, Event::IcChanged { from, to }))
}

pub(super) fn note(text: &str, visibility: Visibility) -> Decision {
    let text = noted(text)?;
    Ok(vec![Event::Noted { text, visibility }])
}

/// Decides on what was read in. What no entry can have said is not repeated, and the name of a
/// machine is one line.
pub(super) fn import_note(asked: &NoteImported) -> Decision {
    let first = &asked.first;
    if !first.is_sound() {
        return Err(Refusal::plain(
            "where it was first recorded is not said as a journal says it",
            "read it in as a plain note",
        ));
    }
    let first = FirstRecorded {
        device: clean_line(&first.device),
        ..first.clone()
    };
    let (text, visibility) = (noted(&asked.text)?, asked.visibility);
    let note = NoteImported {
        text,
        visibility,
        first,
    };
    Ok(vec![Event::NoteImported(note)])
}

fn noted(text: &str) -> Result<String, Refusal> {
    let text = clean_text(text);
    if text.trim().is_empty() {
        return Err(Refusal::plain("the note is empty", "type it, or press esc"));
    }
    Ok(text)
}

/// Decides on a special case, and on the one that an exposure brings.
pub(super) fn decide_situation(
    incident: &Incident,
    playbook: &Playbook,
    request: &Request,
    now: Instant,
) -> Decision {
    let (record, said) = ((incident, playbook), (request.origin, now));
    match &request.command {
        Command::SetSituation { situation, applies } => {
            set_situation(record, (situation, *applies), said)
        }
        Command::SetExposure { exposed } => set_exposure(record, *exposed, said),
        _ => Ok(Vec::new()),
    }
}

fn set_situation(
    (incident, playbook): (&Incident, &Playbook),
    (key, applies): (&str, bool),
    (origin, now): (Origin, Instant),
) -> Decision {
    let found = playbook.situation(key);
    let situation = found.ok_or_else(|| unknown("situation", &key))?;
    if incident.situations.contains(key) == applies {
        return Ok(Vec::new());
    }
    let mut events = vec![Event::SituationSet {
        situation: key.to_owned(),
        applies,
    }];
    // Where another sitroom declared it, its items are on the issue, in whatever words by now.
    if applies && origin == Origin::Local {
        events.extend(seeded((incident, playbook), situation, now));
    }
    Ok(events)
}

fn set_exposure(
    (incident, playbook): (&Incident, &Playbook),
    exposed: bool,
    said: (Origin, Instant),
) -> Decision {
    if incident.exposure == Some(exposed) {
        return Ok(Vec::new());
    }
    let mut events = vec![Event::ExposureSet { exposed }];
    if playbook.situation(EXPOSURE_SITUATION).is_some() {
        let record = (incident, playbook);
        events.extend(set_situation(record, (EXPOSURE_SITUATION, exposed), said)?);
    }
    Ok(events)
}

pub(super) fn set_moment(incident: &Incident, request: &Request) -> Vec<Event> {
    let Command::SetMoment {
        moment,
        when,
        automatic,
    } = request.command
    else {
        return Vec::new();
    };
    changed(
        sets_moment(incident, (moment, when, automatic), request.origin),
        Event::MomentSet {
            moment,
            when,
            automatic,
        },
    )
}

/// Returns whether an anchor instant becomes another one. From the issue it also matters whether
/// it was set by hand, and a time nobody set and nobody knows is one that was taken away.
fn sets_moment(
    incident: &Incident,
    (moment, when, automatic): (Moment, When, bool),
    origin: Origin,
) -> bool {
    let now = incident.moments.get(&moment);
    if automatic && when.is_unknown() {
        return now.is_some();
    }
    let was_automatic = !incident.moments_set.contains(&moment);
    now != Some(&when) || (origin.is_elsewhere() && automatic != was_automatic)
}
