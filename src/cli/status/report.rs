//! What a status says, before it is put into a form.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::super::error::CliError;
use super::super::outbox::OnItsWay;
use super::super::{outbox, output};
use crate::domain::checklist::current_phase;
use crate::domain::clock::{Due, Urgency, due};
use crate::domain::handoff::{handed_over, next_step_told};
use crate::domain::ids::{IncidentId, ItemId};
use crate::domain::incident::{
    FixState, Incident, IssueLink, LeadState, OutboundStop, PlaybookRef, Severity, Status,
};
use crate::domain::mirror::{Delivery, OutboxLine, SyncState};
use crate::domain::next::NextStep;
use crate::domain::past::{known_at, state_after};
use crate::domain::suggestion::SuggestionId;
use crate::domain::time::Instant;
use crate::store::Record;

/// Everything a status says.
pub(super) struct Report {
    pub(super) incident: Arc<Incident>,
    pub(super) phase: Option<String>,
    pub(super) next: Option<NextStep>,
    /// To whom the one who asks handed command over, and when.
    pub(super) handed_over: Option<(String, Instant)>,
    pub(super) clocks: Vec<Due>,
    /// What is known of the last sync.
    pub(super) sync: Option<SyncState>,
    /// How many operations wait to be sent by themselves.
    pub(super) waiting: usize,
    /// What will not be sent by itself.
    pub(super) stuck: Vec<OnItsWay>,
    pub(super) now: Instant,
    /// Where the issue is to be opened while there is none.
    pub(super) repository: Option<String>,
    /// How many of how many entries were known, for a time that is past.
    pub(super) known: Option<(usize, usize)>,
}

impl Report {
    /// Returns the status of a record for whoever asks. Without its playbook it has no clocks and no next step.
    pub(super) fn of(record: &Record, me: &str, now: Instant) -> Self {
        let mut report = Self::bare(record, record.incident(), me, now);
        report.look_at_mirror(record);
        report
    }

    /// Returns the most urgent clock: they are ranked. One that was put off asks for nothing.
    pub(super) fn most_urgent(&self) -> Option<&Due> {
        self.clocks.iter().find(|due| !due.is_snoozed(self.now))
    }

    /// Returns whether a clock of this incident asks for more attention than all of another.
    pub(super) fn is_more_urgent_than(&self, other: &Self) -> bool {
        match (self.most_urgent(), other.most_urgent()) {
            (Some(one), Some(other)) => one.goes_before(other, self.now),
            (one, None) => one.is_some(),
            (None, Some(_)) => false,
        }
    }

    /// Says where the issue is to be opened while there is none.
    pub(super) fn mirrored_to(mut self, repository: Option<String>) -> Self {
        self.repository = repository;
        self
    }

    /// Returns the status as it stood at a time: what had been recorded by then. How the
    /// mirror stood then nobody wrote down.
    pub(super) fn as_of(record: &Record, me: &str, then: Instant) -> Result<Self, CliError> {
        let entries = record.history().map_err(CliError::from)?.entries;
        let known = known_at(&entries, then);
        let Some(incident) = state_after(&entries, known) else {
            let opened = entries.first().map(|entry| entry.recorded);
            let zone = record.incident().zone;
            let opened = opened.map_or_else(String::new, |at| zone.stamp(at));
            return Err(CliError::NotYet { opened });
        };
        let mut report = Self::bare(record, Arc::new(incident), me, then);
        report.known = Some((known, entries.len()));
        Ok(report)
    }

    fn bare(record: &Record, incident: Arc<Incident>, me: &str, now: Instant) -> Self {
        let mut report = Self {
            phase: None,
            next: None,
            handed_over: None,
            clocks: Vec::new(),
            sync: None,
            waiting: 0,
            stuck: Vec::new(),
            now,
            repository: None,
            known: None,
            incident,
        };
        if let Some(playbook) = record.playbook() {
            let incident = &report.incident;
            let phase = current_phase(incident, &playbook, now);
            report.phase = phase.map(|phase| phase.name.clone());
            report.next = next_step_told(incident, &playbook, me, now);
            report.handed_over = handed_over(incident, &playbook, me, now);
            report.clocks = due(incident, &playbook, now);
        }
        report
    }

    fn look_at_mirror(&mut self, record: &Record) {
        match record.load_sync() {
            Ok(loaded) => {
                loaded.findings.iter().for_each(output::warn);
                self.sync = loaded.value;
            }
            Err(error) => output::warn(&format!("failed to {error}")),
        }
        match outbox::on_its_way(record) {
            Ok(found) => {
                let is_stuck = |it: &OnItsWay| it.line.state == Delivery::Stuck;
                let (stuck, others): (Vec<_>, Vec<_>) = found.into_iter().partition(is_stuck);
                let waits = |it: &&OnItsWay| it.line.state != Delivery::Sent;
                self.waiting = others.iter().filter(waits).count();
                self.stuck = stuck;
            }
            Err(error) => output::warn(&format!("failed to {error}")),
        }
    }

    /// Returns how many leads stand where, in the order of the board.
    pub(super) fn leads(&self) -> Vec<(LeadState, usize)> {
        let count = |state| {
            self.incident
                .leads
                .iter()
                .filter(|lead| lead.state == state)
                .count()
        };
        LeadState::ALL.map(|state| (state, count(state))).to_vec()
    }

    /// Returns how many remediation items stand where, in the order of the board.
    pub(super) fn fixes(&self) -> Vec<(FixState, usize)> {
        let count = |state| {
            self.incident
                .fixes
                .iter()
                .filter(|fix| fix.state == state)
                .count()
        };
        FixState::ALL.map(|state| (state, count(state))).to_vec()
    }

    /// Returns the form for scripts.
    pub(super) fn json(&self) -> ReportJson<'_> {
        let incident = &self.incident;
        let clock = |due| ClockJson::of(due, self.now);
        ReportJson {
            id: &incident.id,
            title: &incident.title,
            status: incident.status,
            severity: incident.severity,
            closed: incident.closed,
            exercise: incident.exercise,
            ic: &incident.ic,
            reporter: &incident.reporter,
            responders: &incident.responders,
            zone: incident.zone.to_string(),
            playbook: PlaybookJson::of(&incident.playbook),
            phase: self.phase.as_deref(),
            now: self.now,
            known: self.known.map(|(known, _)| known),
            aware_at: incident.aware_at(),
            opened_at: incident.opened_at,
            next: self.next.as_ref().map(|step| NextJson {
                text: &step.text,
                why: &step.why,
                command: &step.command,
                item: step.item.as_ref(),
                conflict: step.conflict.as_deref(),
                suggestion: step.suggestion,
                urgency: urgency(step.urgency),
                clock: step.due.as_ref().map(clock),
            }),
            clocks: self.clocks.iter().map(clock).collect(),
            leads: counts(&self.leads(), LeadState::word),
            fixes: counts(&self.fixes(), FixState::word),
            blocking_fixes: incident.blocking_fixes().count(),
            issue: incident.issue.as_ref(),
            last_pull: self.sync.as_ref().and_then(|sync| sync.last_pull),
            last_push: self.sync.as_ref().and_then(|sync| sync.last_push),
            waiting: self.waiting,
            stuck: self
                .stuck
                .iter()
                .map(|it| StuckJson::of(&it.line))
                .collect(),
            conflicts: incident.conflicts.len(),
            suggestions: incident.suggestions.len(),
            outbound_stop: incident.outbound_stop.as_ref().map(StopJson::of),
        }
    }
}

fn counts<T: Copy>(counted: &[(T, usize)], word: fn(T) -> &'static str) -> BTreeMap<String, usize> {
    let key = |state| word(state).replace(' ', "_");
    counted.iter().map(|(state, n)| (key(*state), *n)).collect()
}

fn urgency(urgency: Urgency) -> &'static str {
    match urgency {
        Urgency::Snoozed => "snoozed",
        Urgency::Calm => "calm",
        Urgency::Soon => "soon",
        Urgency::Overdue => "overdue",
    }
}

/// The status for scripts.
///
/// Times are RFC 3339 in UTC, spans ISO 8601 and negative when overdue. `next`, `issue`
/// and `outbound_stop` may be null, as may every time.
///
/// ```json
/// {
///   "id": "2026-11-22-the-chickens-have-escaped", "title": "The chickens have escaped",
///   "status": "confirmed", "severity": "high", "closed": false, "exercise": false,
///   "ic": "Farmer Jane", "reporter": "Farmer Jane", "responders": ["Farmer Dave"],
///   "zone": "America/New_York", "playbook": { "id": "cloud-gov-2023", "version": "1" },
///   "phase": "Remediate", "now": "2026-11-22T15:10:00Z",
///   "aware_at": "2026-11-22T14:02:00Z", "opened_at": "2026-11-22T14:02:00Z",
///   "next": {
///     "text": "GSA notice", "why": "within 1 h 00 min of becoming aware at 09:02",
///     "command": "notice", "item": null, "conflict": null, "suggestion": null,
///     "urgency": "overdue", "clock": { "key": "K1" }
///   },
///   "clocks": [{
///     "key": "K1", "name": "GSA notice", "reason": "within 1 h 00 min of ...",
///     "due_at": "2026-11-22T15:02:00Z", "left": "-PT8M", "overdue": true,
///     "urgency": "overdue", "legal": true, "snoozed_until": null
///   }],
///   "leads": { "open": 1, "investigating": 0, "answered": 2, "ruled_out": 0 },
///   "fixes": { "open": 0, "assigned": 1, "in_progress": 0, "done": 0, "verified": 2 },
///   "blocking_fixes": 1,
///   "issue": { "repository": "18F/security-incidents", "number": 12, "url": "https://..." },
///   "last_pull": "2026-11-22T15:09:40Z", "last_push": null, "waiting": 0,
///   "stuck": [{ "key": "01M8...", "words": "hens found: 12", "reason": "sent three times ..." }],
///   "conflicts": 0, "suggestions": 1,
///   "outbound_stop": { "cause": "the switch was thrown", "reason": "an insider may read it",
///                      "by": "Farmer Jane", "at": "2026-..." }
/// }
/// ```
///
/// With `--as-of` the time is in `now`, and `known` says how many entries had been recorded.
///
/// `clocks` is ranked, the most urgent first; the clock of `next` has the same form.
#[derive(Serialize)]
pub(super) struct ReportJson<'a> {
    id: &'a IncidentId,
    title: &'a str,
    status: Status,
    severity: Severity,
    closed: bool,
    exercise: bool,
    ic: &'a str,
    reporter: &'a str,
    responders: &'a [String],
    zone: String,
    playbook: PlaybookJson<'a>,
    phase: Option<&'a str>,
    now: Instant,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<usize>,
    aware_at: Option<Instant>,
    opened_at: Option<Instant>,
    next: Option<NextJson<'a>>,
    clocks: Vec<ClockJson<'a>>,
    leads: BTreeMap<String, usize>,
    fixes: BTreeMap<String, usize>,
    blocking_fixes: usize,
    issue: Option<&'a IssueLink>,
    last_pull: Option<Instant>,
    last_push: Option<Instant>,
    waiting: usize,
    stuck: Vec<StuckJson<'a>>,
    conflicts: usize,
    suggestions: usize,
    outbound_stop: Option<StopJson<'a>>,
}

/// What stopped all that leaves, for scripts.
#[derive(Serialize)]
pub(in crate::cli) struct StopJson<'a> {
    cause: &'static str,
    reason: &'a str,
    by: &'a str,
    at: Instant,
}

impl<'a> StopJson<'a> {
    pub(in crate::cli) fn of(stop: &'a OutboundStop) -> Self {
        Self {
            cause: stop.cause.words(),
            reason: &stop.reason,
            by: &stop.by,
            at: stop.at,
        }
    }
}

#[derive(Serialize)]
struct StuckJson<'a> {
    key: String,
    words: &'a str,
    reason: &'a str,
}

impl<'a> StuckJson<'a> {
    fn of(line: &'a OutboxLine) -> Self {
        Self {
            key: line.key.to_string(),
            words: &line.words,
            reason: &line.reason,
        }
    }
}

#[derive(Serialize)]
struct PlaybookJson<'a> {
    id: &'a str,
    version: &'a str,
}

impl<'a> PlaybookJson<'a> {
    fn of(playbook: &'a PlaybookRef) -> Self {
        Self {
            id: &playbook.id,
            version: &playbook.version,
        }
    }
}

#[derive(Serialize)]
struct NextJson<'a> {
    text: &'a str,
    why: &'a str,
    command: &'a str,
    item: Option<&'a ItemId>,
    conflict: Option<&'a str>,
    suggestion: Option<SuggestionId>,
    urgency: &'static str,
    clock: Option<ClockJson<'a>>,
}

#[derive(Serialize)]
struct ClockJson<'a> {
    key: &'a str,
    name: &'a str,
    reason: &'a str,
    due_at: Instant,
    left: String,
    overdue: bool,
    urgency: &'static str,
    legal: bool,
    snoozed_until: Option<Instant>,
}

impl<'a> ClockJson<'a> {
    fn of(due: &'a Due, now: Instant) -> Self {
        // The far future stands for good; no calendar of a script reaches that far.
        let until = due.snoozed_until.filter(|until| *until != Instant::MAX_UTC);
        Self {
            key: &due.key,
            name: &due.name,
            reason: &due.reason,
            due_at: due.due_at,
            left: due.left(now).iso(),
            overdue: due.is_overdue(now),
            urgency: urgency(due.urgency(now)),
            legal: due.legal,
            snoozed_until: until,
        }
    }
}
