//! The other incidents on this machine, as far as people are on shift there.

use crate::domain::incident::{Incident, Shift};
use crate::domain::time::{Instant, Span};

/// A pause shorter than this is no rest: the clock of a shift goes on. Ours; the guide says
/// nothing of it.
const BREAK: Span = Span::minutes(15);

/// The shifts of another incident on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Elsewhere {
    /// What people call that incident.
    pub title: String,
    /// Its shifts.
    pub shifts: Vec<Shift>,
    /// When it ended, for shifts that nobody ended; none while it is active.
    pub ended: Option<Instant>,
}

impl Elsewhere {
    /// Returns what of an incident matters for another one.
    #[must_use]
    pub fn of(incident: &Incident) -> Self {
        Self {
            title: incident.title.clone(),
            shifts: incident.shifts.clone(),
            ended: incident.over(),
        }
    }

    /// Returns the stretches in which somebody was on shift, up to `now`.
    pub(super) fn stretches<'a>(
        &'a self,
        person: &'a str,
        now: Instant,
    ) -> impl Iterator<Item = (Instant, Instant)> + 'a {
        let theirs = self
            .shifts
            .iter()
            .filter(move |it| is_same(&it.person, person));
        theirs.map(move |shift| shift.stretch(self.ended, now))
    }

    /// Returns until when somebody worked there last, `now` for who still does.
    #[must_use]
    pub fn worked_until(&self, person: &str, now: Instant) -> Option<Instant> {
        self.stretches(person, now).map(|(_, to)| to).max()
    }

    /// Returns whether somebody is on shift there.
    #[must_use]
    pub fn has_on_shift(&self, person: &str) -> bool {
        let mut shifts = self.shifts.iter();
        self.ended.is_none() && shifts.any(|it| it.to.is_none() && is_same(&it.person, person))
    }
}

/// Returns whether two names are one person's.
pub(super) fn is_same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

/// Returns since when somebody who comes on shift at an instant works without a break on other
/// incidents; none when they come from a rest (domain 17.38).
#[must_use]
pub fn working_since(others: &[Elsewhere], person: &str, at: Instant) -> Option<Instant> {
    let mut stretches: Vec<(Instant, Instant)> = others
        .iter()
        .flat_map(|other| other.stretches(person, at))
        .filter(|(from, _)| *from < at)
        .collect();
    stretches.sort_by_key(|(_, to)| *to);
    let mut since = at;
    for (from, to) in stretches.into_iter().rev() {
        if Span::between(to, since) > BREAK {
            break;
        }
        since = since.min(from);
    }
    (since < at).then_some(since)
}
