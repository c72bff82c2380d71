//! What entries do to the head of the record: its fields, where it stands, its key moments,
//! and who commands.

use crate::domain::duties::start_shift;
use crate::domain::event::{Entry, Event, Field, Opened, ShiftStarted};
use crate::domain::handoff::change_command;
use crate::domain::incident::{CommandTerm, Incident, Moment, Status};
use crate::domain::text::split_names;
use crate::domain::time::{Instant, When};

/// Begins the record.
pub(super) fn open(incident: &mut Incident, entry: &Entry, opened: &Opened) {
    let at = entry.shown_at();
    incident.id = opened.incident.clone();
    incident.playbook = opened.playbook.clone();
    incident.exercise = opened.exercise;
    incident.zone = opened.zone;
    incident.title.clone_from(&opened.title);
    incident.details.clone_from(&opened.details);
    incident.reporter.clone_from(&opened.reporter);
    incident.responders.clone_from(&opened.responders);
    incident.opened_at = Some(at);
    incident.moments.insert(Moment::Discovered, opened.aware);
    let took_charge = match entry.happened {
        When::Unknown => When::exact(at),
        known @ When::Known { .. } => known,
    };
    incident.moments.insert(Moment::Opened, took_charge);
    take_command(incident, &opened.ic, at);
}

/// Changes what the head of the record says.
pub(super) fn apply(incident: &mut Incident, entry: &Entry) {
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

fn set_field(incident: &mut Incident, field: Field, to: &str) {
    match field {
        Field::Title => to.clone_into(&mut incident.title),
        Field::Details => to.clone_into(&mut incident.details),
        Field::Reporter => to.clone_into(&mut incident.reporter),
        Field::Responders => incident.responders = split_names(to),
        Field::DiscoveryMethod => to.clone_into(&mut incident.discovery_method),
        Field::ThreatActions => incident.threat_actions = split_names(to),
        Field::Folder => to.clone_into(&mut incident.folder),
        Field::Facet(facet) => {
            let words = split_names(to);
            if words.is_empty() {
                incident.facets.remove(&facet);
            } else {
                incident.facets.insert(facet, words);
            }
        }
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
        Status::FalseAlarm => incident.false_alarm_at = Some(at),
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
