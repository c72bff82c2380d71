//! A clock that runs, and how the running ones rank.

use super::ask::asks;
use super::away::away;
use super::facts::Facts;
use super::follow_up::follow_ups;
use super::incoming::incoming;
use super::run::running;
use super::snooze::{last_asked, snooze_until};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::playbook::{Clock, Pace, Playbook, Signal};
use crate::domain::time::{Instant, Span};

/// A clock that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The key to settle or snooze it: `K1`, `K7:Farmer Jane` for a person's, `K10:recovery`
    /// for a second deadline, `Q2` for a question.
    pub key: String,
    /// How it comes to its due time.
    pub pace: Pace,
    /// What the clock wall calls it.
    pub name: String,
    /// What the next step says when it is this clock's turn.
    pub ask: String,
    /// What it counts and since when, in words; times in the incident's zone.
    pub reason: String,
    /// When its round began: its start, or the last restart. It may lie in the future.
    pub started_at: Instant,
    /// What of the record began it; none for what is no clock of the playbook.
    pub began_by: Option<Signal>,
    /// The entry that says so, where the record still knows.
    pub began_in: Option<EntryId>,
    /// When it is due.
    pub due_at: Instant,
    /// Whether that is one of fixed times, such as a slot or the end of a day: it is no later for
    /// a round that begins later.
    pub at_fixed_time: bool,
    /// When it begins to ask for attention.
    pub warn_at: Instant,
    /// From when on somebody is called back to the screen for it: once it is overdue, or when
    /// it begins to ask.
    pub calls_at: Instant,
    /// After how long it calls again while it is overdue and nobody saw to it; none calls once.
    pub again: Option<Span>,
    /// Whether a missed deadline is a legal one.
    pub legal: bool,
    /// Whether it only informs: it is never overdue and asks for nothing.
    pub informs: bool,
    /// The command that settles it.
    pub command: String,
    /// The message that the command writes, where it is not named by the command itself.
    pub message: Option<String>,
    /// What of the record settles it or begins its next round, as the playbook says.
    pub settled_by: Vec<Signal>,
    /// Put off until then; [`Instant::MAX_UTC`] when acknowledged for good.
    pub snoozed_until: Option<Instant>,
}

impl Due {
    /// Returns what counts down beside the clocks of the playbook, to a time of its own. What it is
    /// called, what it asks and by which command is for whoever makes it.
    pub(super) fn beside(
        key: String,
        (started_at, warn_at, due_at): (Instant, Instant, Instant),
        facts: Facts<'_>,
    ) -> Self {
        Self {
            snoozed_until: snooze_until(&key, started_at, facts),
            key,
            pace: Pace::Elapsed,
            name: String::new(),
            ask: String::new(),
            reason: String::new(),
            started_at,
            began_by: None,
            began_in: None,
            due_at,
            at_fixed_time: true,
            warn_at,
            calls_at: due_at,
            again: None,
            legal: false,
            informs: false,
            command: String::new(),
            message: None,
            settled_by: Vec::new(),
        }
    }

    /// Returns the time left; negative when overdue.
    #[must_use]
    pub fn left(&self, now: Instant) -> Span {
        Span::between(now, self.due_at)
    }

    /// Returns true strictly after the due time; what only informs is never overdue.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        !self.informs && now > self.due_at
    }

    /// Returns true while it is put off.
    #[must_use]
    pub fn is_snoozed(&self, now: Instant) -> bool {
        self.snoozed_until.is_some_and(|until| now < until)
    }

    /// Returns true while somebody is to be called back to the screen for it.
    #[must_use]
    pub fn calls(&self, now: Instant) -> bool {
        match self.urgency(now) {
            Urgency::Snoozed | Urgency::Calm => false,
            Urgency::Soon => now >= self.calls_at && self.calls_at < self.due_at,
            Urgency::Overdue => true,
        }
    }

    /// Returns when it called last, or is to call first: from when on it calls or its time to be
    /// put off is over, and then as often as the process says.
    #[must_use]
    pub fn called_at(&self, now: Instant) -> Instant {
        last_asked(self.calls_at, self.snoozed_until, self.again, now)
    }

    /// Returns how loudly it asks.
    #[must_use]
    pub fn urgency(&self, now: Instant) -> Urgency {
        if self.is_snoozed(now) {
            Urgency::Snoozed
        } else if self.is_overdue(now) {
            Urgency::Overdue
        } else if now >= self.warn_at && !self.informs {
            Urgency::Soon
        } else {
            Urgency::Calm
        }
    }

    /// Returns whether it comes before another that runs.
    #[must_use]
    pub fn goes_before(&self, other: &Self, now: Instant) -> bool {
        self.rank(now) < other.rank(now)
    }

    /// Returns its place on the wall: what is put off comes last, what only informs before
    /// that, an overdue legal deadline first unless it is put off, and the sooner due before
    /// the later. Of two at one time the legal one comes first, else the playbook's order
    /// decides, because the sorting is stable.
    fn rank(&self, now: Instant) -> (bool, bool, bool, Instant, bool) {
        let is_pressing = self.legal && self.urgency(now) == Urgency::Overdue;
        (
            self.is_snoozed(now),
            self.informs,
            !is_pressing,
            self.due_at,
            !self.legal,
        )
    }
}

/// How loudly a clock asks, quietest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Urgency {
    /// Put off with a reason.
    Snoozed,
    /// Time enough.
    Calm,
    /// Due soon.
    Soon,
    /// Past due.
    Overdue,
}

/// Returns every running clock, every question that waits, whoever comes on shift next, command
/// while the IC is off shift and what outlasts the incident, the most urgent first.
#[must_use]
pub fn due(incident: &Incident, playbook: &Playbook, now: Instant) -> Vec<Due> {
    let facts = Facts::new(incident, playbook, now);
    let clocks = playbook.clocks.iter();
    let mut all: Vec<Due> = clocks.flat_map(|clock| running(clock, facts)).collect();
    all.extend(asks(facts));
    all.extend(incoming(facts));
    all.extend(away(facts));
    all.extend(follow_ups(facts));
    all.sort_by_key(|due| due.rank(now));
    all
}

/// Returns the running clocks of a pace, in the playbook's order.
pub(in crate::domain) fn of_pace<'a>(
    pace: Pace,
    incident: &'a Incident,
    playbook: &'a Playbook,
    now: Instant,
) -> impl Iterator<Item = Due> + 'a {
    let facts = Facts::new(incident, playbook, now);
    let clocks = playbook.clocks.iter();
    let paced = clocks.filter(move |clock| clock.pace == pace);
    paced.flat_map(move |clock| running(clock, facts))
}

/// Returns the running clocks of the process itself, in the playbook's order: neither those of
/// people, nor what only informs, nor questions.
pub(in crate::domain) fn of_process(
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> Vec<Due> {
    let is_of_all = |clock: &&Clock| !clock.is_personal();
    let clocks = judged(playbook).filter(is_of_all);
    let facts = Facts::new(incident, playbook, now);
    clocks.flat_map(|clock| running(clock, facts)).collect()
}

/// Returns the running clocks of people: of their shifts, and of the overlap of a handoff.
pub(in crate::domain) fn of_people(
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> Vec<Due> {
    let clocks = judged(playbook).filter(|clock| clock.is_personal());
    let facts = Facts::new(incident, playbook, now);
    clocks.flat_map(|clock| running(clock, facts)).collect()
}

/// Returns the clocks that are met or missed.
fn judged(playbook: &Playbook) -> impl Iterator<Item = &Clock> {
    let clocks = playbook.clocks.iter();
    clocks.filter(|clock| !clock.informs && clock.pace != Pace::PersonHours)
}
