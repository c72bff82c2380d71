//! What is left to be done, of several incidents.

use super::left::{FollowUp, follow_ups};
use crate::domain::ids::IncidentId;
use crate::domain::incident::{Incident, IssueLink, Tracking};
use crate::domain::playbook::Playbook;
use crate::domain::text::count;
use crate::domain::time::{Instant, Zone};

/// A follow-up of one incident among several.
#[derive(Debug, Clone, PartialEq)]
pub struct Outstanding {
    /// The incident.
    pub incident: IncidentId,
    /// What people call it.
    pub title: String,
    /// Whether its record is closed.
    pub closed: bool,
    /// Whether it is an exercise.
    pub exercise: bool,
    /// The zone of its days and times.
    pub zone: Zone,
    /// The issue that mirrors it.
    pub issue: Option<IssueLink>,
    /// What is still to be done.
    pub follow_up: FollowUp,
}

impl Outstanding {
    /// Returns what outlasts an incident, with what a list of several needs to know of it.
    pub fn of<'a>(
        incident: &'a Incident,
        playbook: &Playbook,
        now: Instant,
    ) -> impl Iterator<Item = Self> + use<'a> {
        let all = follow_ups(incident, playbook, now).into_iter();
        all.map(|follow_up| Self {
            incident: incident.id.clone(),
            title: incident.title.clone(),
            closed: incident.closed,
            exercise: incident.exercise,
            zone: incident.zone,
            issue: incident.issue.clone(),
            follow_up,
        })
    }

    /// Returns where it is followed up, else the issue of its incident; none without either.
    #[must_use]
    pub fn link(&self) -> Option<String> {
        match &self.follow_up.tracked {
            Some(Tracking::Filed { issue }) => Some(issue.url.clone()),
            Some(tracked) => Some(tracked.words()),
            None => self.issue.as_ref().map(|issue| issue.url.clone()),
        }
    }

    /// Returns in words when somebody is reminded of it again; none while nobody is.
    #[must_use]
    pub fn again_words(&self, now: Instant) -> Option<String> {
        let again = self.follow_up.asks_again_at(now)?;
        let day = self.zone.local(again).date_naive();
        Some(format!("asks again {day}"))
    }

    /// Returns when it is due, in few words: the day that somebody said, or that the process asks
    /// on, and that it is put off.
    #[must_use]
    pub fn due_words(&self, now: Instant) -> String {
        let it = &self.follow_up;
        if it.is_done() {
            return "done, not checked yet".to_owned();
        }
        let day = |at: Instant| self.zone.local(at).date_naive();
        let put_off = it.put_off.as_ref().filter(|_| it.is_put_off(now));
        if let Some(put_off) = put_off {
            return match put_off.until {
                Some(until) => format!("put off to {}", day(until)),
                None => "put off for good".to_owned(),
            };
        }
        let due = it.due.unwrap_or_else(|| day(it.due_at));
        match (it.due, it.is_overdue(now)) {
            (Some(_), true) => format!("overdue since {due}"),
            (Some(_), false) => format!("due {due}"),
            (None, true) => format!("asked since {due}"),
            (None, false) => format!("asked from {due}"),
        }
    }
}

/// Returns in words how many there are, and how many are overdue; none when nothing is left.
#[must_use]
pub fn tally(all: &[Outstanding], now: Instant) -> Option<String> {
    let overdue = all.iter().filter(|it| it.follow_up.is_overdue(now)).count();
    let many = match all.len() {
        0 => return None,
        n => count(n, "follow-up"),
    };
    Some(match overdue {
        0 => many,
        n => format!("{many}, {n} overdue"),
    })
}
