//! The words of a running clock: the playbook's, with what the record knows put in.

use super::facts::{Facts, later};
use super::mark::missing;
use super::pace::{hours_used, hurry, is_at_fixed_time};
use super::round::{Round, sent_since};
use crate::domain::decision::disruption::authority;
use crate::domain::playbook::{Clock, Pace, Signal, Template};
use crate::domain::text::count;
use crate::domain::time::{Instant, Span};

/// What the words of a running clock are filled from.
pub(super) struct Words<'a> {
    clock: &'a Clock,
    round: &'a Round<'a>,
    after: Option<Span>,
    due_at: Instant,
    facts: Facts<'a>,
}

impl<'a> Words<'a> {
    pub(super) fn new(
        clock: &'a Clock,
        round: &'a Round<'a>,
        after: Option<Span>,
        due_at: Instant,
        facts: Facts<'a>,
    ) -> Self {
        Self {
            clock,
            round,
            after,
            due_at,
            facts,
        }
    }

    /// Returns a text of the playbook with its placeholders filled.
    pub(super) fn fill(&self, text: &str) -> String {
        let template = Template {
            subject: None,
            body: text.to_owned(),
        };
        template.fill(&|name| self.value(name)).body
    }

    /// Returns the reason, and behind it what the playbook cannot know beforehand.
    pub(super) fn reason(&self, text: &str) -> String {
        let mut parts = vec![self.fill(text)];
        parts.extend(self.hurried());
        parts.extend(self.slot());
        parts.extend(self.old());
        if self.is_late_at_birth() {
            parts.push("it was overdue when the record began".to_owned());
        }
        if self.round.from.at > self.facts.now && !self.is_planned() {
            parts.push("that is in the future: look at the clock of this machine".to_owned());
        }
        parts.join("; ")
    }

    fn value(&self, name: &str) -> Option<String> {
        let policy = self.facts.policy();
        match name {
            "after" => self.after.map(Span::words),
            "since" => Some(self.since()),
            "last" => Some(self.last()),
            "earliest" => {
                let warn = self.clock.warn.unwrap_or_default();
                let earliest = self.after?.as_seconds() - warn.as_seconds();
                Some(Span::seconds(earliest).words())
            }
            "person" => self.round.from.person.map(str::to_owned),
            "number" => {
                let number = self.facts.incident.counters.sitrep.saturating_add(1);
                Some(number.to_string())
            }
            "cadence" => policy.map(|policy| policy.cadence.clone()),
            "severity" => Some(self.facts.incident.severity.to_string()),
            "used" => Some(hours_used(self.facts).in_hours()),
            "tries" => {
                Some(authority(self.facts.incident, self.facts.playbook, self.facts.now).tries())
            }
            "missing" => Some(self.missing()),
            _ => None,
        }
    }

    /// Returns a time in the incident's zone, with the day when that is not today.
    fn local(&self, at: Instant) -> String {
        self.facts.incident.zone.clock(at, self.facts.now)
    }

    /// Returns since when it counts. Where nobody knows when they became aware, the time is that
    /// of the declaration, and is called so.
    fn since(&self) -> String {
        let at = self.local(self.round.from.at);
        let is_awareness = *self.round.from.signal == Signal::Aware;
        if is_awareness && self.facts.incident.is_awareness_unknown() {
            format!("an unknown time; counted from the declaration at {at}")
        } else if let Some(coarse) = &self.round.from.coarse {
            let known = self.facts.incident.zone.plain(coarse);
            if self.clock.pace == Pace::Date {
                known
            } else {
                format!("{at} at the earliest ({known} is all that is known)")
            }
        } else if let Some(here) = self.came_from_elsewhere() {
            format!("{at}, without a break; here since {}", self.local(here))
        } else {
            at
        }
    }

    /// Returns since when somebody is here whose shift counts from another incident.
    fn came_from_elsewhere(&self) -> Option<Instant> {
        if *self.round.from.signal != Signal::Shift {
            return None;
        }
        let shift = self.facts.incident.shift_of(self.round.from.person?)?;
        shift.carried_from().map(|_| shift.from)
    }

    fn last(&self) -> String {
        let at = self.local(self.round.from.at);
        if self.round.restarted {
            format!("last {at}")
        } else {
            format!("none since {at}")
        }
    }

    /// Who was not told yet, of those that what settles the clock must reach.
    fn missing(&self) -> String {
        let mut settles = self.clock.settles.iter();
        let reached = settles.find_map(|signal| {
            let Signal::Reached(id) = signal else {
                return None;
            };
            Some((signal, id))
        });
        let Some((signal, id)) = reached else {
            return String::new();
        };
        let sent = sent_since(id, signal, &self.round.from, self.facts);
        let missing = missing(&sent, id, self.facts.playbook);
        match missing.as_slice() {
            [] => "everybody told".to_owned(),
            few if few.len() <= 2 => format!("to tell: {}", few.join(", ")),
            many => format!("{} to tell", count(many.len(), "audience")),
        }
    }

    fn hurried(&self) -> Option<String> {
        let span = hurry(self.clock, self.facts)?;
        let other = self.facts.playbook.clock(self.clock.at_most.as_deref()?)?;
        Some(format!("every {} while {} runs", span.words(), other.name))
    }

    /// Returns at which of its fixed times of the day it is due.
    fn slot(&self) -> Option<String> {
        let has_slots =
            self.clock.pace == Pace::Cadence && is_at_fixed_time(self.clock, self.facts);
        has_slots.then(|| format!("the slot of {}", self.local(self.due_at)))
    }

    fn old(&self) -> Option<String> {
        let after = self.clock.after?;
        let is_old = self.clock.pace == Pace::CalendarDay
            && self.round.restarted
            && self.facts.now > later(self.round.from.at, after);
        is_old.then(|| format!("over {} ago", after.words()))
    }

    /// Returns whether it counts from an appointment, which is to come.
    fn is_planned(&self) -> bool {
        let Signal::Milestone(id) = self.round.from.signal else {
            return false;
        };
        self.facts.playbook.is_planned(id)
    }

    fn is_late_at_birth(&self) -> bool {
        let began_at = self.facts.incident.opened_at;
        !self.clock.informs && began_at.is_some_and(|began| self.due_at < began)
    }
}
