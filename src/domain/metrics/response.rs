//! The metrics of the response itself: what was promised and kept, and how long things waited.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::domain::chronicle::{Chronicle, Outcome, Promise};
use crate::domain::decision::DISRUPTION;
use crate::domain::ids::EntryId;
use crate::domain::incident::{Decision, Incident, MessageRecord, Moment};
use crate::domain::message::Addressee;
use crate::domain::playbook::{MessageKind, Pace, Playbook, Signal};
use crate::domain::time::{Instant, Span, When};

/// How many of the things that fell due were done in time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Kept {
    /// Done in time.
    pub on_time: usize,
    /// Done, and nobody can tell whether in time.
    pub perhaps: usize,
    /// Fell due.
    pub due: usize,
}

impl Kept {
    pub(super) fn of<'a>(promises: impl Iterator<Item = &'a Promise>) -> Self {
        let mut kept = Self::default();
        for promise in promises.filter(|promise| promise.outcome.fell_due()) {
            kept.due += 1;
            kept.on_time += usize::from(promise.outcome == Outcome::Kept);
            kept.perhaps += usize::from(promise.outcome == Outcome::Perhaps);
        }
        kept
    }

    /// Returns what a person reads: `3 of 4`.
    #[must_use]
    pub fn words(&self) -> String {
        let Self {
            on_time,
            perhaps,
            due,
        } = self;
        match (due, perhaps) {
            (0, _) => "none fell due".to_owned(),
            (_, 0) => format!("{on_time} of {due}"),
            _ => format!("{on_time} of {due}, and {perhaps} perhaps"),
        }
    }
}

/// The longest time without an update that is owed each calendar day (R57).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateGap {
    /// How long it was.
    pub span: Span,
    /// Since when.
    pub from: Instant,
    /// Until when; none while it goes on.
    pub to: Option<Instant>,
    /// The calendar days, in the incident's zone, without any update.
    pub days_without: Vec<NaiveDate>,
    /// The entries of the updates at its ends.
    pub sources: Vec<EntryId>,
}

impl UpdateGap {
    /// Returns what a person reads.
    #[must_use]
    pub fn words(&self) -> String {
        let days: Vec<String> = self.days_without.iter().map(NaiveDate::to_string).collect();
        let without = match days.as_slice() {
            [] => String::new(),
            days => format!("; no update on {}", days.join(", ")),
        };
        let on = if self.to.is_none() { " so far" } else { "" };
        format!("{}{on}{without}", self.span.words())
    }
}

/// A decision, and how long it waited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionWait {
    /// What it is about.
    pub about: String,
    /// What it is about, and that it was decided against where it was.
    pub title: String,
    /// What was decided.
    pub text: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at: Instant,
    /// How long it waited: since somebody first asked or was asked, or the process asked for it.
    /// None when the record knows of no question before it.
    pub waited: Option<Span>,
    /// The entries it comes from: the decision, and what it waited since.
    pub sources: Vec<EntryId>,
}

/// Returns the promises to send a sitrep.
pub(super) fn cadence(chronicle: &Chronicle) -> impl Iterator<Item = &Promise> + Clone {
    let all = chronicle.promises.iter();
    all.filter(|promise| promise.pace == Pace::Cadence)
}

/// Returns the promises to tell somebody something by a deadline, but for the sitrep cadence.
pub(super) fn notices(chronicle: &Chronicle) -> impl Iterator<Item = &Promise> + Clone {
    let all = chronicle.promises.iter();
    all.filter(|promise| {
        let mut signals = promise.settled_by.iter();
        let tells = signals.any(|signal| {
            matches!(
                signal,
                Signal::Sitrep | Signal::Message(_) | Signal::Reached(_) | Signal::Told(_)
            )
        });
        promise.pace != Pace::Cadence && tells
    })
}

/// Returns the longest time without a daily update, from the first one owed to the end of the
/// incident; none when none is owed, or before one was.
pub(super) fn update_gap(
    incident: &Incident,
    chronicle: &Chronicle,
    playbook: &Playbook,
    now: Instant,
) -> Option<UpdateGap> {
    let mut clocks = playbook.clocks.iter();
    let clock = clocks.find(|clock| clock.on && clock.pace == Pace::CalendarDay)?;
    let updates = |sent: &&MessageRecord| {
        let mut signals = clock.restarts.iter();
        signals.any(|signal| match signal {
            Signal::Sitrep => sent.number > 0,
            Signal::Message(id) | Signal::Reached(id) => sent.message == *id,
            Signal::Told(key) => Addressee::of(key, playbook).is_told_by(sent),
            _ => false,
        })
    };
    let confirmed = chronicle.moments.get(&Moment::Confirmed)?.last()?;
    let start = confirmed.value?.earliest()?;
    let sent = incident.messages.iter().filter(updates);
    let mut marks: Vec<(Instant, EntryId)> = sent
        .filter_map(|sent| Some((sent.at.earliest()?, chronicle.went_out(sent))))
        .filter(|(at, _)| *at >= start)
        .collect();
    marks.push((start, confirmed.entry));
    marks.sort_unstable();
    // The last update comes after the incident was resolved, so until then it is owed.
    let resolved = incident.moments.get(&Moment::Resolved);
    let resolved = resolved.and_then(When::earliest);
    let is_over = marks
        .last()
        .is_some_and(|(last, _)| resolved.is_some_and(|resolved| *last >= resolved));
    let end = (!is_over).then_some(now);
    let ends = marks.iter().skip(1).map(|(at, entry)| (*at, Some(*entry)));
    let ends = ends.chain(end.map(|end| (end, None)));
    let gaps = marks.iter().zip(ends);
    let (from, to) = gaps.max_by_key(|((from, _), (to, _))| *to - *from)?;
    let days_without = days_without(incident, &marks, end);
    Some(UpdateGap {
        span: Span::between(from.0, to.0),
        from: from.0,
        to: to.1.map(|_| to.0),
        days_without,
        sources: [Some(from.1), to.1].into_iter().flatten().collect(),
    })
}

/// Returns the whole calendar days between the first mark and the last without any.
fn days_without(
    incident: &Incident,
    marks: &[(Instant, EntryId)],
    end: Option<Instant>,
) -> Vec<NaiveDate> {
    /// More days are not named.
    const MOST: usize = 60;
    let day = |at: Instant| incident.zone.local(at).date_naive();
    let days: BTreeSet<NaiveDate> = marks.iter().map(|(at, _)| day(*at)).collect();
    let (Some(first), Some(last)) = (marks.first(), marks.last()) else {
        return Vec::new();
    };
    let last = end.map_or_else(|| day(last.0), day);
    let all = day(first.0).iter_days().take_while(|day| *day < last);
    all.filter(|day| !days.contains(day)).take(MOST).collect()
}

/// Returns every decision with how long it waited.
pub(super) fn decisions(
    incident: &Incident,
    chronicle: &Chronicle,
    playbook: Option<&Playbook>,
) -> Vec<DecisionWait> {
    let all = incident.decisions.iter();
    all.map(|decision| {
        let asked = asked((incident, chronicle), playbook, decision);
        let (waited, since) = match asked {
            Some((at, entry)) => (Some(Span::between(at, decision.at)), Some(entry)),
            None => (None, None),
        };
        DecisionWait {
            about: decision.about.clone(),
            title: decision.title(),
            text: decision.text.clone(),
            by: decision.by.clone(),
            at: decision.at,
            waited,
            sources: [Some(decision.entry), since]
                .into_iter()
                .flatten()
                .collect(),
        }
    })
    .collect()
}

/// Returns since when a decision was waited for, and the entry that says so.
fn asked(
    (incident, chronicle): (&Incident, &Chronicle),
    playbook: Option<&Playbook>,
    decision: &Decision,
) -> Option<(Instant, EntryId)> {
    let before = incident.decisions.iter().filter(|other| {
        other.about == decision.about && other.at < decision.at && other.entry != decision.entry
    });
    let after = before.map(|other| other.at).max();
    let is_since = |at: Instant| at <= decision.at && after.is_none_or(|after| at > after);
    let contacts = incident.contacts.iter();
    let contacts = contacts
        .filter(|_| decision.about == DISRUPTION)
        .map(|tried| (tried.at, tried.entry));
    let promises = chronicle.promises.iter();
    let promises = promises
        .filter(|promise| promise.ended == Some(decision.entry))
        .map(|promise| (promise.started_at, promise.began));
    let consults = incident.messages.iter().filter(|sent| {
        let message = playbook.and_then(|playbook| playbook.message(&sent.message));
        decision.about == DISRUPTION
            && message.is_some_and(|message| message.kind == MessageKind::DisruptionConsult)
    });
    let consults =
        consults.filter_map(|sent| Some((sent.at.earliest()?, chronicle.went_out(sent))));
    let all = contacts.chain(promises).chain(consults);
    all.filter(|(at, _)| is_since(*at)).min()
}
