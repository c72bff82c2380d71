//! What is known of a person beyond name and shifts, and what somebody wants to change of it.

use serde::{Deserialize, Serialize};

use crate::domain::clock::sane;
use crate::domain::event::{RosterChange, RosterChanged};
use crate::domain::incident::Incident;
use crate::domain::time::{Instant, Span, Zone};

/// What is known of a person. It never leaves this machine.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct RosterEntry {
    /// Their role, by the playbook's key; none until somebody said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Since when they have it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_since: Option<Instant>,
    /// How to reach them; may be empty.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub contact: String,
    /// They rest until then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub not_before: Option<Instant>,
    /// They were taken off the roster; their shifts stay in the record.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
}

/// What somebody wants to change of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterAsked {
    /// Who: the name, or enough of it to know them by; several with commas where they are sent
    /// home.
    pub person: String,
    /// What is to change.
    pub wish: PersonWish,
}

/// What can be wanted of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PersonWish {
    /// Put them on the roster, with a role by the playbook's key or name; may be empty.
    Add(String),
    /// Take them off the roster: put there by mistake, or known by another name.
    Remove,
    /// Give them another role, by the playbook's key or name.
    Role(String),
    /// Keep how to reach them; empty forgets it.
    Contact(String),
    /// They are not to be called before; none: they may be.
    NotBefore(Option<Instant>),
    /// Send them home, off shift and resting until then; none is the rest of the playbook.
    SendHome(Option<Instant>),
    /// Let them stay longer than a shift (domain 17.9).
    Extend {
        /// By how much, from when they are due off or from now, whichever is later.
        by: Span,
        /// Why.
        reason: String,
    },
    /// They were seen: they are still on shift.
    StillOn,
}

/// Changes what is known of a person.
pub(in crate::domain) fn apply_roster(
    incident: &mut Incident,
    changed: &RosterChanged,
    at: Instant,
) {
    let RosterChanged { person, change } = changed;
    let running = |incident: &mut Incident, set: &dyn Fn(&mut crate::domain::incident::Shift)| {
        let mut shifts = incident.shifts.iter_mut().rev();
        if let Some(shift) = shifts.find(|it| it.person == *person && it.to.is_none()) {
            set(shift);
        }
    };
    match change {
        RosterChange::Extended { until, .. } => {
            running(incident, &|shift| shift.extended_to = Some(sane(*until)));
        }
        RosterChange::StillOn => running(incident, &|shift| shift.seen_at = Some(sane(at))),
        RosterChange::Added => {
            incident.roster.entry(person.clone()).or_default().removed = false;
        }
        // How to reach them goes too.
        RosterChange::Removed => {
            let known = incident.roster.entry(person.clone()).or_default();
            *known = RosterEntry {
                removed: true,
                ..RosterEntry::default()
            };
        }
        RosterChange::Role(role) => {
            let known = incident.roster.entry(person.clone()).or_default();
            known.role = Some(role.clone());
            known.role_since = Some(sane(at));
        }
        RosterChange::Contact(contact) => {
            let known = incident.roster.entry(person.clone()).or_default();
            known.contact.clone_from(contact);
        }
        RosterChange::NotBefore(until) => {
            incident
                .roster
                .entry(person.clone())
                .or_default()
                .not_before = until.map(sane);
        }
    }
}

/// Returns what changed, in a line. How to reach somebody is not said: a line may be read out.
pub(in crate::domain) fn describe_roster(changed: &RosterChanged, zone: Zone) -> String {
    let RosterChanged { person, change } = changed;
    let time = |at: &Instant| zone.stamp(*at);
    match change {
        RosterChange::Added => format!("{person} on the roster"),
        RosterChange::Removed => format!("{person} off the roster"),
        RosterChange::Role(role) => format!("{person} is {role}"),
        RosterChange::Contact(contact) if contact.is_empty() => {
            format!("contact of {person} forgotten")
        }
        RosterChange::Contact(_) => format!("contact of {person} kept on this machine"),
        RosterChange::NotBefore(Some(until)) => format!("{person} rests until {}", time(until)),
        RosterChange::NotBefore(None) => format!("{person} may be called again"),
        RosterChange::Extended { until, reason } => {
            format!("{person} stays until {}: {reason}", time(until))
        }
        RosterChange::StillOn => format!("{person} is still on shift"),
    }
}
