//! A person as the roster shows them: everything that is known, worked out from the record.

use super::elsewhere::{Elsewhere, is_same};
use crate::domain::clock::{sane, shift_due};
use crate::domain::incident::{Incident, Shift};
use crate::domain::playbook::Playbook;
use crate::domain::text::{clean_line, small_words};
use crate::domain::time::{Instant, Span};

/// Somebody on the roster.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name.
    pub name: String,
    /// What the playbook calls their role; may be empty where it has none.
    pub role: String,
    /// Whether they command.
    pub is_ic: bool,
    /// Whether their role lets them take command.
    pub may_command: bool,
    /// Since when they have the role, where that is known.
    pub role_since: Option<Instant>,
    /// How to reach them; may be empty. It stays on this machine.
    pub contact: String,
    /// The shift that runs.
    pub on: Option<OnShift>,
    /// When they are to be called again, if that is still to come.
    pub rests_until: Option<Instant>,
    /// The time they worked on this incident.
    pub here: Span,
    /// The time they worked on all incidents of this machine; hours on two at once count once.
    pub everywhere: Span,
    /// The other incidents they are on shift for now.
    pub also_on: Vec<String>,
}

/// A shift that runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnShift {
    /// Since when they are on this incident.
    pub since: Instant,
    /// Since when its clock counts: earlier if they came from another incident.
    pub counts_from: Instant,
    /// When it is due to end; none where the process has no clock for it, or the incident is
    /// over.
    pub due: Option<Instant>,
    /// Whether it was made longer.
    pub extended: bool,
}

impl OnShift {
    /// Returns since when its clock counts where that is earlier than the shift here.
    #[must_use]
    pub fn carried_from(&self) -> Option<Instant> {
        Some(self.counts_from).filter(|since| *since < self.since)
    }
}

impl Person {
    /// Returns the time left of the shift; negative when it is over.
    #[must_use]
    pub fn left(&self, now: Instant) -> Option<Span> {
        let due = self.on?.due?;
        Some(Span::between(now, due))
    }

    /// Returns whether they can be called on shift.
    #[must_use]
    pub fn is_free(&self) -> bool {
        self.on.is_none() && self.rests_until.is_none() && self.also_on.is_empty()
    }

    /// Returns their place in the list: the IC, who is on shift, who can be called, who rests.
    fn rank(&self) -> (u8, Option<Instant>) {
        match (self.is_ic, self.on, self.rests_until) {
            (true, ..) => (0, None),
            (false, Some(on), _) => (1, Some(on.counts_from)),
            (false, None, None) => (2, None),
            (false, None, Some(until)) => (3, Some(until)),
        }
    }
}

/// Returns everybody on the roster: the IC, who is on shift longest, who can be called, who
/// rests.
#[must_use]
pub fn people(
    incident: &Incident,
    playbook: &Playbook,
    others: &[Elsewhere],
    now: Instant,
) -> Vec<Person> {
    let names = names(incident).into_iter();
    let mut all: Vec<Person> = names
        .map(|name| person(name, (incident, playbook), others, now))
        .collect();
    all.sort_by_key(Person::rank);
    all
}

/// Returns the names that the record knows, each once: who commands and commanded, who
/// responds, who was put on the roster, and who was on shift.
pub(in crate::domain) fn names(incident: &Incident) -> Vec<&str> {
    let known = [incident.ic.as_str()]
        .into_iter()
        .chain(incident.responders.iter().map(String::as_str))
        .chain(incident.roster.keys().map(String::as_str))
        .chain(incident.shifts.iter().map(|shift| shift.person.as_str()));
    let mut names: Vec<&str> = Vec::new();
    let is_removed = |name: &str| {
        let known = incident.roster.get(name);
        known.is_some_and(|known| known.removed)
            && name != incident.ic
            && !incident.responders.iter().any(|one| one == name)
            && incident.shift_of(name).is_none()
    };
    for name in known.filter(|name| !name.is_empty() && !is_removed(name)) {
        if !names.iter().any(|one| is_same(one, name)) {
            names.push(name);
        }
    }
    names
}

fn person(
    name: &str,
    (incident, playbook): (&Incident, &Playbook),
    others: &[Elsewhere],
    now: Instant,
) -> Person {
    let known = incident.roster.get(name);
    let is_ic = name == incident.ic;
    let said = known.and_then(|known| known.role.as_deref());
    let role = playbook.people.role_of(is_ic, said);
    let role_since = if is_ic {
        incident.commands.last().map(|term| sane(term.from))
    } else {
        known.and_then(|known| known.role_since)
    };
    let here = stretches(incident, name, now);
    let elsewhere = others.iter().flat_map(|other| other.stretches(name, now));
    let also_on = others.iter().filter(|other| other.has_on_shift(name));
    Person {
        name: name.to_owned(),
        role: role.map(|role| role.name.clone()).unwrap_or_default(),
        is_ic,
        may_command: role.is_none_or(|role| role.may_command),
        role_since,
        contact: known.map(|known| known.contact.clone()).unwrap_or_default(),
        on: incident
            .shift_of(name)
            .map(|shift| on_shift(shift, incident, playbook)),
        rests_until: known
            .and_then(|known| known.not_before)
            .filter(|until| *until > now),
        everywhere: union(here.iter().copied().chain(elsewhere).collect()),
        here: union(here),
        also_on: also_on.map(|other| other.title.clone()).collect(),
    }
}

/// Nobody is relieved once it is over: a shift that nobody ended is due no more.
fn on_shift(shift: &Shift, incident: &Incident, playbook: &Playbook) -> OnShift {
    OnShift {
        since: sane(shift.from),
        counts_from: sane(shift.counts_from()),
        due: shift_due(shift, playbook).filter(|_| incident.over().is_none()),
        extended: shift.extended_to.is_some(),
    }
}

fn stretches(incident: &Incident, name: &str, now: Instant) -> Vec<(Instant, Instant)> {
    let ended = incident.over();
    let shifts = incident.shifts.iter();
    let theirs = shifts.filter(|it| is_same(&it.person, name));
    theirs.map(|shift| shift.stretch(ended, now)).collect()
}

/// Returns the time that stretches cover together.
fn union(mut stretches: Vec<(Instant, Instant)>) -> Span {
    stretches.sort_unstable();
    let mut seconds = 0_i64;
    let mut covered = Instant::MIN_UTC;
    for (from, to) in stretches {
        let from = from.max(covered);
        if to > from {
            seconds = seconds.saturating_add(Span::between(from, to).as_seconds());
            covered = to;
        }
    }
    Span::seconds(seconds)
}

/// Returns the person whom a text names: the name as it is, in other letters, or one word of
/// it that nobody else has. Who is not known is taken at their word.
#[must_use]
pub fn named(incident: &Incident, text: &str) -> String {
    let text = clean_line(text.trim().trim_start_matches('@'));
    let names = names(incident);
    if names.contains(&text.as_str()) {
        return text;
    }
    if let Some(same) = names.iter().find(|name| is_same(name, &text)) {
        return (*same).to_owned();
    }
    let word = text.to_lowercase();
    let mut having = names
        .iter()
        .filter(|name| small_words(name).contains(&word));
    match (having.next(), having.next()) {
        (Some(only), None) => (*only).to_owned(),
        (Some(_) | None, _) => text,
    }
}
