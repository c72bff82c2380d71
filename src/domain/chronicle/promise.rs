//! What the clocks of the process promised, and what came of it.
//!
//! While the record is played once more, what the clocks said before an entry is compared with
//! what they say after it.

use std::collections::BTreeMap;

use super::walk::{Step, anchored};
use crate::domain::clock::{Due, of_people, of_process};
use crate::domain::event::{Entry, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::playbook::{Pace, Playbook, Signal};
use crate::domain::time::{Instant, Span, When};

/// One round of a clock: something that was due, and what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Promise {
    /// The key of the clock, such as `K3` or `K10:recovery`.
    pub key: String,
    /// What the clock wall called it.
    pub name: String,
    /// How it comes to its due time.
    pub pace: Pace,
    /// Whether a missed deadline is a legal one.
    pub legal: bool,
    /// What of the record settles it.
    pub settled_by: Vec<Signal>,
    /// When its round began.
    pub started_at: Instant,
    /// What of the record began it.
    pub began_by: Option<Signal>,
    /// The entry that says so, where the record still knows.
    pub began_in: Option<EntryId>,
    /// When it was due.
    pub due_at: Instant,
    /// The entry that began the round.
    pub began: EntryId,
    /// The entry that settled it, or made it needless.
    pub ended: Option<EntryId>,
    /// When that was, as exactly as it is known.
    pub ended_at: When,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of something that was due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done in time.
    Kept,
    /// Done, too late.
    Late,
    /// Done; whether in time cannot be told, because the time is known too coarsely.
    Perhaps,
    /// Not done when it was due, and then no longer needed.
    Missed,
    /// No longer needed before it was due.
    Needless,
    /// Not done, and past due.
    Overdue,
    /// Not due yet.
    Running,
}

impl Outcome {
    /// Returns the word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Kept => "in time",
            Self::Late => "late",
            Self::Perhaps => "perhaps in time",
            Self::Missed => "missed",
            Self::Needless => "not needed any more",
            Self::Overdue => "overdue",
            Self::Running => "not due yet",
        }
    }

    /// Returns whether its time came.
    #[must_use]
    pub fn fell_due(self) -> bool {
        match self {
            Self::Kept | Self::Late | Self::Perhaps | Self::Missed | Self::Overdue => true,
            Self::Needless | Self::Running => false,
        }
    }
}

impl Promise {
    /// Returns how long it took, from the start of the round; none while it is not done.
    #[must_use]
    pub fn took(&self) -> Option<Span> {
        let at = self.ended_at.earliest()?;
        let is_done = matches!(
            self.outcome,
            Outcome::Kept | Outcome::Late | Outcome::Perhaps
        );
        is_done.then(|| Span::between(self.started_at, at))
    }

    /// Returns whether it is about one person, whom it asks to relieve or to let go.
    fn is_of_person(&self) -> bool {
        self.began_by.as_ref().is_some_and(Signal::is_personal)
    }

    /// Returns the entries it comes from.
    pub fn sources(&self) -> impl Iterator<Item = EntryId> {
        [Some(self.began), self.ended].into_iter().flatten()
    }
}

/// Returns whether an entry may start, settle or re-time a clock.
pub(super) fn moves_clocks(event: &Event) -> bool {
    settles(event)
        || matches!(
            event,
            Event::Opened(_)
                | Event::StatusChanged { .. }
                | Event::ClosedSet { .. }
                | Event::SeverityChanged { .. }
                | Event::MomentSet { .. }
                | Event::TeamLeadTried(_)
                | Event::SituationSet { .. }
        )
}

/// Returns whether an entry is of a kind that settles clocks.
fn settles(event: &Event) -> bool {
    matches!(
        event,
        Event::MessageSent { .. }
            | Event::RoutesMoved(_)
            | Event::Decided(_)
            | Event::WorkingModeSet { .. }
            | Event::MilestoneReached(_)
            | Event::ItemMarked { .. }
    )
}

/// Returns whether an entry may start, settle or re-time the clock of a person.
fn moves_people(event: &Event) -> bool {
    matches!(
        event,
        Event::ShiftStarted(_)
            | Event::ShiftEnded { .. }
            | Event::RosterChanged(_)
            | Event::IcChanged { .. }
            | Event::HandoffMoved(_)
    )
}

/// Returns whether an entry is what a clock asks for.
fn answers(event: &Event, promise: &Promise) -> bool {
    let mut signals = promise.settled_by.iter();
    match event {
        Event::MessageSent { .. } | Event::RoutesMoved(_) => signals.any(|signal| {
            matches!(
                signal,
                Signal::Sitrep | Signal::Message(_) | Signal::Reached(_) | Signal::Told(_)
            )
        }),
        Event::Decided(decided) => signals.any(|signal| match signal {
            Signal::Decision(about) | Signal::GoAhead(about) => *about == decided.about,
            _ => false,
        }),
        Event::WorkingModeSet { .. } => signals.any(|signal| *signal == Signal::WorkingMode),
        Event::MilestoneReached(reached) => {
            signals.any(|signal| *signal == Signal::Milestone(reached.milestone.clone()))
        }
        Event::ItemMarked { item, .. } => {
            signals.any(|signal| matches!(signal, Signal::Item(id) if *id == item.0))
        }
        // Whoever is to be relieved, or let go, went.
        Event::ShiftEnded { .. } => promise.is_of_person(),
        _ => false,
    }
}

/// The promises of a record that is played once more.
#[derive(Default)]
pub(super) struct Promises {
    /// The rounds that run, by the key of the clock.
    open: BTreeMap<String, Promise>,
    done: Vec<Promise>,
}

impl Promises {
    /// Compares what the clocks said before an entry with what they say after it.
    pub(super) fn see(&mut self, incident: &Incident, playbook: &Playbook, step: Step<'_>) {
        let Step { entry, at } = step;
        let of_all = moves_clocks(&entry.event);
        if !of_all && !moves_people(&entry.event) {
            return;
        }
        let mut runs = of_people(incident, playbook, at);
        if of_all {
            runs.extend(of_process(incident, playbook, at));
        }
        let is_gone = |promise: &Promise| {
            let mut runs = runs.iter();
            (of_all || promise.is_of_person()) && runs.all(|run| run.key != promise.key)
        };
        let open = self.open.values();
        let gone: Vec<String> = open
            .filter(|promise| is_gone(promise))
            .map(|promise| promise.key.clone())
            .collect();
        for key in gone {
            if let Some(promise) = self.open.remove(&key) {
                self.done.push(ended(promise, entry, at));
            }
        }
        for run in runs {
            let clock = playbook.clock(run.key.split(':').next().unwrap_or_default());
            // What begins such a clock again is not what it asks for.
            let asks_on = clock.is_some_and(|clock| clock.once);
            self.follow(run, asks_on, entry, at);
        }
    }

    fn follow(&mut self, run: Due, asks_on: bool, entry: &Entry, at: Instant) {
        let before = self.open.remove(&run.key);
        let kept = match before {
            Some(before)
                if is_next(&before, &run)
                    && !is_judged(&before, &run)
                    && !asks_on
                    && answers(&entry.event, &before) =>
            {
                self.done.push(ended(before, entry, at));
                None
            }
            before => before,
        };
        // A sitrep that waits to go out has its number already, and the next one is not due yet.
        // The shift of whoever commands no more is that of anybody.
        let (began, name) = match kept {
            Some(known) if known.is_of_person() => (known.began, run.name.clone()),
            Some(known) => (known.began, known.name),
            None => (entry.id, run.name.clone()),
        };
        let key = run.key.clone();
        self.open.insert(key, begun(Due { name, ..run }, began));
    }

    /// Returns every promise, in the order in which they were due.
    pub(super) fn end(self, now: Instant) -> Vec<Promise> {
        let Self { open, mut done } = self;
        for (_, promise) in open {
            let outcome = if now > promise.due_at {
                Outcome::Overdue
            } else {
                Outcome::Running
            };
            done.push(Promise { outcome, ..promise });
        }
        done.sort_by_key(|promise| (promise.due_at, promise.began));
        done
    }
}

/// Returns whether a clock is in another round. Times are often typed to the minute, and those of
/// a drill stand while it is paused, so that one may begin in the very moment in which the one
/// before it did.
fn is_next(before: &Promise, run: &Due) -> bool {
    before.started_at != run.started_at
        || before.began_by != run.began_by
        || before.began_in != run.began_in
}

/// Returns whether what began the round before was done once more, and the deadline is the one that
/// was set then: it was settled by the first, and the next one is not met by more of the same. Where
/// each begins a time of its own, two of one moment have one deadline and are two.
fn is_judged(before: &Promise, run: &Due) -> bool {
    let is_own = !run.at_fixed_time && before.began_in != run.began_in;
    before.began_by == run.began_by && before.due_at == run.due_at && !is_own
}

fn begun(run: Due, began: EntryId) -> Promise {
    Promise {
        key: run.key,
        name: run.name,
        pace: run.pace,
        legal: run.legal,
        settled_by: run.settled_by,
        started_at: run.started_at,
        began_by: run.began_by,
        began_in: run.began_in,
        due_at: run.due_at,
        began,
        ended: None,
        ended_at: When::Unknown,
        outcome: Outcome::Running,
    }
}

fn ended(promise: Promise, entry: &Entry, at: Instant) -> Promise {
    let is_done = answers(&entry.event, &promise);
    let when = match anchored(entry) {
        Some((_, when)) => when,
        None => entry.happened,
    };
    let (first, last) = (when.earliest().unwrap_or(at), when.latest().unwrap_or(at));
    let outcome = match (is_done, promise.due_at) {
        (false, due) if at > due => Outcome::Missed,
        (false, _) => Outcome::Needless,
        (true, due) if last <= due => Outcome::Kept,
        (true, due) if first > due => Outcome::Late,
        (true, _) => Outcome::Perhaps,
    };
    Promise {
        ended: Some(entry.id),
        ended_at: if when.is_unknown() {
            When::exact(at)
        } else {
            when
        },
        outcome,
        ..promise
    }
}
