//! The scorecard of a drill: what the clocks promised and what was kept, how long things took.
//!
//! Every figure is one of the metrics or of the chronicle; nothing is worked out twice.

mod words;

use serde::{Serialize, Serializer};

use super::chronicle::{Chronicle, Outcome, Promise};
use super::event::{Entry, Event};
use super::ids::{EntryId, IncidentId};
use super::incident::{Incident, Status};
use super::ledger::{still_to_tell, waiting};
use super::message::believe_it;
use super::metrics::{Metrics, MetricsReport, PromiseReport, metrics};
use super::playbook::{MessageKind, Playbook};
use super::time::{Instant, Span, When, Zone};
use super::undo::{gone_past, undone_entries};

/// What stands over every scorecard.
pub const EXERCISE: &str = "EXERCISE: a drill; no incident happened";

/// How a drill went.
#[derive(Debug, Clone, PartialEq)]
pub struct Scorecard {
    /// The drill.
    pub incident: IncidentId,
    /// The short description.
    pub title: String,
    /// The zone that times are shown in.
    pub zone: Zone,
    /// When the reporter became aware; when the record began, where nobody knows.
    pub aware_at: Instant,
    /// Every round of every clock, in the order in which they were due.
    pub clocks: Vec<Promise>,
    /// The guards, in the order in which they stood in the way.
    pub guards: Vec<GuardUse>,
    /// When each phase was first reached, from awareness.
    pub phases: Vec<PhaseReached>,
    /// The notices that it was a false alarm, which no clock asks for.
    pub all_clear: Vec<NoticeSent>,
    /// The notice that it was a false alarm, where somebody is still to be told.
    pub untold: Option<Untold>,
    /// Cadence, notices, phases, decisions and the rest.
    pub metrics: Metrics,
}

/// A notice that went out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NoticeSent {
    /// Key of the message.
    pub message: String,
    /// What the playbook calls it.
    #[serde(skip)]
    pub name: String,
    /// When, as exactly as it is known.
    #[serde(serialize_with = "earliest")]
    pub at: When,
    /// Who got it.
    pub to: Vec<String>,
    /// The entry that says so.
    pub entry: EntryId,
}

/// A notice that somebody is owed who did not get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Untold {
    /// What the playbook calls it.
    pub name: String,
    /// Who is owed it.
    pub to: Vec<String>,
}

/// Writes a time as all times of the scorecard are.
fn earliest<S: Serializer>(when: &When, serializer: S) -> Result<S::Ok, S::Error> {
    when.earliest().serialize(serializer)
}

/// A guard that stood in the way.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GuardUse {
    /// Which one.
    pub guard: String,
    /// What came of it.
    pub outcome: GuardOutcome,
    /// What stood in the way.
    pub cause: String,
    /// Why it was overridden; empty where it held.
    pub reason: String,
    /// Whether what was done past it was taken back.
    pub taken_back: bool,
    /// When.
    pub at: Instant,
    /// The entry that says so.
    pub entry: EntryId,
}

/// What came of a guard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GuardOutcome {
    /// It held something back.
    Held,
    /// It was overridden with a reason.
    Overridden,
}

/// When a phase was first reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PhaseReached {
    /// Key of the phase.
    pub phase: String,
    /// What a person calls it.
    pub name: String,
    /// When.
    pub at: Instant,
    /// How long after awareness.
    pub after: Span,
}

/// Returns how a drill went; none for a record that is none of a drill.
#[must_use]
pub fn scorecard(
    incident: &Incident,
    entries: &[Entry],
    playbook: Option<&Playbook>,
    now: Instant,
) -> Option<Scorecard> {
    let aware_at = incident.aware_at().filter(|_| incident.exercise)?;
    let chronicle = Chronicle::of(entries, playbook, now);
    let metrics = metrics(incident, &chronicle, playbook, now);
    let mut phases: Vec<PhaseReached> = Vec::new();
    for span in &metrics.phases {
        if phases.iter().all(|known| known.phase != span.phase) {
            phases.push(PhaseReached {
                phase: span.phase.clone(),
                name: span.name.clone(),
                at: span.from,
                after: Span::between(aware_at, span.from),
            });
        }
    }
    Some(Scorecard {
        incident: incident.id.clone(),
        title: incident.title.clone(),
        zone: incident.zone,
        aware_at,
        guards: guards(entries),
        all_clear: playbook.map_or_else(Vec::new, |it| all_clear(incident, it)),
        untold: playbook.and_then(|it| untold(incident, it)),
        clocks: chronicle.promises,
        phases,
        metrics,
    })
}

/// Returns the notices that it was a false alarm, in the order in which they were written.
fn all_clear(incident: &Incident, playbook: &Playbook) -> Vec<NoticeSent> {
    let out = incident.messages.iter().filter(|sent| sent.is_out());
    let notices = out.filter_map(|sent| {
        let message = playbook.message(&sent.message)?;
        (message.kind == MessageKind::FalseAlarm).then(|| NoticeSent {
            message: message.id.clone(),
            name: message.name.clone(),
            at: sent.at,
            to: sent.to.clone(),
            entry: sent.entry,
        })
    });
    notices.collect()
}

/// Returns the notice that it was a false alarm, with those who believe in the incident still:
/// nobody wrote it to them, or it waits to go out.
fn untold(incident: &Incident, playbook: &Playbook) -> Option<Untold> {
    let notice = playbook.message_of(MessageKind::FalseAlarm)?;
    let is_over = incident.status == Status::FalseAlarm;
    let waits = waiting(incident, &notice.id).filter(|_| is_over);
    let waits = waits.map_or_else(Vec::new, still_to_tell);
    let mut to = believe_it(incident, playbook);
    to.extend(waits.into_iter().map(str::to_owned));
    let name = notice.name.clone();
    (!to.is_empty()).then_some(Untold { name, to })
}

/// Returns the guards. What the gate did is not undone itself, nor was any guard in older records,
/// so one counts as taken back when what it stands behind was.
fn guards(entries: &[Entry]) -> Vec<GuardUse> {
    let undone = undone_entries(entries);
    let all: Vec<&Entry> = entries.iter().collect();
    let is_undone = |at| gone_past(&all, at).is_some_and(|it| undone.contains(&it.id));
    let uses = entries.iter().enumerate().filter_map(|(at, entry)| {
        let used = guard(entry)?;
        let taken_back = used.outcome == GuardOutcome::Overridden && is_undone(at);
        Some(GuardUse { taken_back, ..used })
    });
    uses.collect()
}

fn guard(entry: &Entry) -> Option<GuardUse> {
    let (guard, outcome, cause, reason) = match &entry.event {
        Event::Overridden {
            guard,
            cause,
            reason,
        } => (guard.as_str(), GuardOutcome::Overridden, cause, reason),
        Event::LetThrough(it) => ("gate", GuardOutcome::Overridden, &it.what, &it.reason),
        Event::HeldBack(it) => ("gate", GuardOutcome::Held, &it.what, &String::new()),
        _ => return None,
    };
    Some(GuardUse {
        guard: guard.to_owned(),
        outcome,
        cause: cause.clone(),
        reason: reason.clone(),
        taken_back: false,
        at: entry.recorded,
        entry: entry.id,
    })
}

impl Scorecard {
    /// Returns how many of the clocks whose time came were met for certain, and how many there
    /// were.
    #[must_use]
    pub fn met(&self) -> (usize, usize) {
        let due = self.clocks.iter().filter(|it| it.outcome.fell_due());
        let met = due.clone().filter(|it| it.outcome == Outcome::Kept);
        (met.count(), due.count())
    }

    /// Returns the form for scripts.
    #[must_use]
    pub fn report(&self) -> ScorecardReport {
        let (met, due) = self.met();
        ScorecardReport {
            format: 1,
            exercise: true,
            notice: EXERCISE,
            incident: self.incident.clone(),
            title: self.title.clone(),
            aware_at: self.aware_at,
            scored_at: self.metrics.now,
            clocks_met: met,
            clocks_due: due,
            clocks: self.clocks.iter().map(PromiseReport::of).collect(),
            guards: self.guards.clone(),
            phases_reached: self.phases.iter().map(ReachedReport::of).collect(),
            false_alarm_notices: self.all_clear.clone(),
            false_alarm_not_told: self
                .untold
                .as_ref()
                .map_or_else(Vec::new, |it| it.to.clone()),
            metrics: self.metrics.report(),
        }
    }
}

/// The scorecard for scripts.
///
/// Durations are ISO 8601. `clocks` has the form of `notices` of the metrics, and `metrics` is
/// what `sitroom metrics --json` writes: cadence, notices, time in each phase, decisions and how
/// long they waited.
///
/// ```json
/// {
///   "format": 1, "exercise": true, "notice": "EXERCISE: a drill; no incident happened",
///   "incident": "2026-11-26-drill-phishing", "title": "Staff follow a link to a false login",
///   "aware_at": "2026-11-26T15:00:00Z", "scored_at": "2026-11-26T18:00:00Z",
///   "clocks_met": 5, "clocks_due": 7, "clocks": [],
///   "guards": [{ "guard": "order", "outcome": "overridden", "cause": "...", "reason": "...",
///     "taken_back": false, "at": "2026-11-26T16:00:00Z", "entry": "01.." }],
///   "phases_reached": [{ "phase": "initiate", "at": "2026-11-26T15:03:00Z", "after": "PT3M" }],
///   "false_alarm_notices": [{ "message": "false-alarm-notice", "at": "2026-11-26T16:10:00Z",
///     "to": ["GSA"], "entry": "01.." }],
///   "false_alarm_not_told": [],
///   "metrics": {}
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScorecardReport {
    /// Version of the form.
    pub format: u32,
    /// Always true.
    pub exercise: bool,
    /// That it is an exercise, in words.
    pub notice: &'static str,
    /// The drill.
    pub incident: IncidentId,
    /// The short description.
    pub title: String,
    /// When the reporter became aware.
    pub aware_at: Instant,
    /// When it was worked out, by the drill's own clock.
    pub scored_at: Instant,
    /// How many of the clocks whose time came were met for certain.
    pub clocks_met: usize,
    /// How many clocks' time came.
    pub clocks_due: usize,
    /// Every round of every clock.
    pub clocks: Vec<PromiseReport>,
    /// The guards.
    pub guards: Vec<GuardUse>,
    /// When each phase was first reached.
    pub phases_reached: Vec<ReachedReport>,
    /// The notices that it was a false alarm.
    pub false_alarm_notices: Vec<NoticeSent>,
    /// Who is owed such a notice and did not get it.
    pub false_alarm_not_told: Vec<String>,
    /// The metrics.
    pub metrics: MetricsReport,
}

/// When a phase was first reached, for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReachedReport {
    /// Key of the phase.
    pub phase: String,
    /// When.
    pub at: Instant,
    /// How long after awareness.
    pub after: String,
}

impl ReachedReport {
    fn of(reached: &PhaseReached) -> Self {
        Self {
            phase: reached.phase.clone(),
            at: reached.at,
            after: reached.after.iso(),
        }
    }
}
