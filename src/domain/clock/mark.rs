//! Signals as marks on the line of time: what the record shows, and when it was.

use chrono::TimeDelta;

use super::facts::{Facts, sane};
use crate::domain::decision::disruption::asks;
use crate::domain::ids::{EntryId, ItemId};
use crate::domain::incident::{Decision, Incident, Mark as Said, MessageRecord, Moment};
use crate::domain::message::{Addressee, got};
use crate::domain::playbook::{Playbook, Signal};
use crate::domain::time::{Instant, Precision, When};

/// A signal that the record shows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mark<'a> {
    /// What it is a mark of.
    pub(super) signal: &'a Signal,
    /// The first instant it can have been.
    pub(super) at: Instant,
    /// The last instant it can have been.
    pub(super) latest: Instant,
    /// What is known of the time where that is no point.
    pub(super) coarse: Option<When>,
    /// The entry that records it, where the record still knows.
    pub(super) entry: Option<EntryId>,
    /// Whom it is about.
    pub(super) person: Option<&'a str>,
}

impl<'a> Mark<'a> {
    fn exact(signal: &'a Signal, at: Instant) -> Self {
        let at = sane(at);
        Self {
            signal,
            at,
            latest: at,
            coarse: None,
            entry: None,
            person: None,
        }
    }

    /// Returns a mark of a time that may be coarse, and of `said_at` when it is not known.
    fn of(signal: &'a Signal, when: When, said_at: Instant) -> Self {
        let known = match when {
            When::Unknown => None,
            When::Known { precision, .. } => when.earliest().zip(Some(precision)),
        };
        let Some((at, precision)) = known else {
            return Self::exact(signal, said_at);
        };
        let latest = match precision {
            Precision::Second => at,
            // A point to the eye, but a confirmation at 10:02:30 is not after a sitrep at 10:02.
            Precision::Minute => at.checked_add_signed(TimeDelta::seconds(59)).unwrap_or(at),
            Precision::Hour | Precision::Day | Precision::Month | Precision::Year => {
                when.latest().unwrap_or(at)
            }
        };
        Self {
            latest: sane(latest),
            coarse: precision.is_coarse().then_some(when),
            ..Self::exact(signal, at)
        }
    }

    fn recorded_by(self, entry: EntryId) -> Self {
        Self {
            entry: Some(entry),
            ..self
        }
    }

    fn about(self, person: &'a str) -> Self {
        Self {
            person: Some(person),
            ..self
        }
    }

    /// Returns whether it can have been since a start.
    pub(super) fn is_since(&self, start: &Self, now: Instant) -> bool {
        self.latest >= start.at || (start.at > now && self.was_recorded_after(start))
    }

    /// Returns whether it was written down later; what the record does not know the entry of
    /// is taken for a start that came first, or for the last word on it.
    pub(super) fn was_recorded_after(&self, other: &Self) -> bool {
        match (self.entry, other.entry) {
            (Some(this), Some(other)) => this > other,
            (None, _) | (_, None) => true,
        }
    }
}

/// Marks, each worked out when it is asked for: a long record has many, and most questions are
/// answered by the first.
type Marks<'a> = Box<dyn Iterator<Item = Mark<'a>> + 'a>;

/// Returns every mark of a signal that the record shows.
pub(super) fn marks<'a>(signal: &'a Signal, facts: Facts<'a>) -> Marks<'a> {
    let incident = facts.incident;
    let at = |at: Option<Instant>| Box::new(at.map(|at| Mark::exact(signal, at)).into_iter());
    match signal {
        Signal::Aware => anchor(signal, incident, Moment::Discovered, incident.opened_at),
        Signal::Opened => anchor(signal, incident, Moment::Opened, incident.opened_at),
        Signal::Reopened => at(incident.reopened_at),
        Signal::Confirmed => confirmed(signal, incident),
        Signal::Resolved => anchor(signal, incident, Moment::Resolved, None),
        Signal::Closed => anchor(signal, incident, Moment::Closed, None),
        Signal::Sitrep => sent(signal, incident, |sent| sent.number > 0),
        Signal::Message(id) => sent(signal, incident, |sent| sent.message == *id),
        // In one sending; several are added up by `settles`.
        Signal::Reached(id) => sent(signal, incident, move |sent| {
            sent.message == *id && missing(&[sent], id, facts.playbook).is_empty()
        }),
        Signal::Told(key) => told(signal, facts, key),
        Signal::WorkingMode => at(incident.working_mode_at),
        Signal::TeamLeadTried => {
            let tries = incident.contacts.iter();
            let tries = tries.filter(move |tried| asks(tried, incident, facts.playbook));
            Box::new(tries.map(|tried| Mark::exact(signal, tried.at).recorded_by(tried.entry)))
        }
        Signal::Shift => shifts(signal, incident),
        Signal::Handoff => handoffs(signal, incident),
        Signal::Milestone(id) => {
            let reached = incident.milestones.get(id).into_iter();
            Box::new(reached.map(|it| Mark::of(signal, it.at, it.said_at).recorded_by(it.entry)))
        }
        Signal::Decision(about) => decided(signal, incident, |decision| decision.about == *about),
        Signal::GoAhead(about) => decided(signal, incident, |decision| {
            decision.about == *about && decision.basis.goes_ahead == Some(true)
        }),
        Signal::Item(id) => {
            let tick = incident.checklist.get(&ItemId::new(id));
            let settled = tick.filter(|tick| tick.mark != Said::Open).into_iter();
            Box::new(settled.map(move |tick| Mark::of(signal, tick.at, facts.now)))
        }
    }
}

/// Returns whether the record shows a signal.
pub(super) fn shows(signal: &Signal, facts: Facts<'_>) -> bool {
    marks(signal, facts).next().is_some()
}

fn anchor<'a>(
    signal: &'a Signal,
    incident: &Incident,
    moment: Moment,
    otherwise: Option<Instant>,
) -> Marks<'a> {
    let known = incident.moments.get(&moment).filter(|at| !at.is_unknown());
    let mark = match (known, otherwise) {
        (Some(when), _) => Some(Mark::of(signal, *when, Instant::UNIX_EPOCH)),
        (None, at) => at.map(|at| Mark::exact(signal, at)),
    };
    Box::new(mark.into_iter())
}

/// The anchor keeps the first confirmation; after a re-opening the latest counts (T8).
fn confirmed<'a>(signal: &'a Signal, incident: &Incident) -> Marks<'a> {
    let Some(at) = incident.confirmed_at else {
        return Box::new(std::iter::empty());
    };
    if incident.reopened_at.is_some() {
        return Box::new(std::iter::once(Mark::exact(signal, at)));
    }
    anchor(signal, incident, Moment::Confirmed, Some(at))
}

fn sent<'a>(
    signal: &'a Signal,
    incident: &'a Incident,
    counts: impl Fn(&MessageRecord) -> bool + 'a,
) -> Marks<'a> {
    let messages = incident.messages.iter().filter(move |sent| counts(sent));
    Box::new(messages.map(|sent| message(signal, sent)))
}

/// Returns the marks of what somebody got, each from when they did: others may have had it
/// before them.
fn told<'a>(signal: &'a Signal, facts: Facts<'a>, key: &'a str) -> Marks<'a> {
    let addressee = Addressee::of(key, facts.playbook);
    let messages = facts.incident.messages.iter();
    let theirs = messages.filter(move |sent| addressee.is_told_by(sent));
    Box::new(theirs.map(move |sent| {
        let mut ways = sent.routes.iter();
        let way = ways.find(|it| it.route.address == key && it.state.is_out());
        let at = way.map_or(sent.at, |way| way.at);
        Mark::of(signal, at, sent.entry.recorded()).recorded_by(sent.entry)
    }))
}

/// Returns the mark of a message. One sent at an unknown time was sent when it was recorded.
pub(super) fn message<'a>(signal: &'a Signal, sent: &MessageRecord) -> Mark<'a> {
    Mark::of(signal, sent.at, sent.entry.recorded()).recorded_by(sent.entry)
}

fn decided<'a>(
    signal: &'a Signal,
    incident: &'a Incident,
    counts: impl Fn(&Decision) -> bool + 'a,
) -> Marks<'a> {
    let decisions = incident.decisions.iter().filter(move |it| counts(it));
    Box::new(decisions.map(|it| Mark::exact(signal, it.at).recorded_by(it.entry)))
}

fn shifts<'a>(signal: &'a Signal, incident: &'a Incident) -> Marks<'a> {
    let running = incident.shifts.iter().filter(|shift| shift.to.is_none());
    Box::new(running.map(|shift| Mark::exact(signal, shift.counts_from()).about(&shift.person)))
}

/// Each handoff whose outgoing IC has not gone since, and did not take command again.
fn handoffs<'a>(signal: &'a Signal, incident: &'a Incident) -> Marks<'a> {
    let terms = incident.commands.windows(2);
    Box::new(terms.filter_map(|terms| {
        let (outgoing, at) = (&terms[0].ic, terms[1].from);
        let stays = incident.shift_of(outgoing)?.from <= at && *outgoing != incident.ic;
        stays.then(|| Mark::exact(signal, at).about(outgoing))
    }))
}

/// Returns the names of those a message must reach and did not, in the playbook's order.
pub(super) fn missing<'a>(
    sent: &[&MessageRecord],
    message: &str,
    playbook: &'a Playbook,
) -> Vec<&'a str> {
    let Some(message) = playbook.message(message) else {
        return Vec::new();
    };
    let must = message.must.iter();
    must.map(|key| (key, playbook.address(key)))
        .filter(|(key, address)| !sent.iter().any(|sent| got(sent, key, *address)))
        .map(|(key, address)| address.map_or(key.as_str(), |address| &address.name))
        .collect()
}
