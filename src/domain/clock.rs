//! The clocks of the process (domain section 5): what runs, when it is due, and why.

use chrono::{Datelike, Days, NaiveDate, NaiveTime, Weekday};

use super::incident::{Incident, Status};
use super::playbook::{BusinessHours, Clock, Origin, Playbook, SeverityPolicy, WorkingMode};
use super::time::{Instant, Span, Zone};

/// Key of the message that counts as a daily update.
const DAILY_UPDATE: &str = "fedramp-daily";

/// A clock that runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Due {
    /// The key to settle or snooze it: `K1`, or `K7:Farmer Jane` for a person's.
    pub key: String,
    /// What started it.
    pub origin: Origin,
    /// What the clock wall calls it.
    pub name: String,
    /// What the next step says when it is this clock's turn.
    pub ask: String,
    /// What it counts and since when, in words.
    pub reason: String,
    /// When it started.
    pub started_at: Instant,
    /// When it is due.
    pub due_at: Instant,
    /// When it begins to ask for attention.
    pub warn_at: Instant,
    /// Whether a missed deadline is a legal one.
    pub legal: bool,
    /// The command that settles it.
    pub command: String,
    /// Put off until then; the far future when acknowledged for good.
    pub snoozed_until: Option<Instant>,
}

impl Due {
    /// Returns the time left; negative when overdue.
    #[must_use]
    pub fn left(&self, now: Instant) -> Span {
        Span::between(now, self.due_at)
    }

    /// Returns true strictly after the due time.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        now > self.due_at
    }

    /// Returns true while it is put off.
    #[must_use]
    pub fn is_snoozed(&self, now: Instant) -> bool {
        self.snoozed_until.is_some_and(|until| now < until)
    }

    /// Returns how loudly it asks.
    #[must_use]
    pub fn urgency(&self, now: Instant) -> Urgency {
        if self.is_snoozed(now) {
            Urgency::Snoozed
        } else if self.is_overdue(now) {
            Urgency::Overdue
        } else if now >= self.warn_at {
            Urgency::Soon
        } else {
            Urgency::Calm
        }
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

/// Returns every running clock, the most urgent first.
#[must_use]
pub fn due(incident: &Incident, playbook: &Playbook, now: Instant) -> Vec<Due> {
    let mut running: Vec<Due> = playbook
        .clocks
        .iter()
        .filter(|clock| clock.on && !incident.closed)
        .filter(|clock| clock.statuses.is_empty() || clock.statuses.contains(&incident.status))
        .flat_map(|clock| start(clock, incident, playbook))
        .collect();
    for clock in &mut running {
        let snooze = incident.snoozes.get(&clock.key);
        // A snooze that is older than the clock's start was for an earlier round of it.
        let snooze = snooze.filter(|snooze| snooze.at >= clock.started_at);
        clock.snoozed_until = snooze.map(|snooze| snooze.until.unwrap_or(Instant::MAX_UTC));
    }
    running.sort_by_key(|clock| {
        (
            clock.is_snoozed(now),
            !(clock.legal && clock.is_overdue(now)),
            clock.due_at,
        )
    });
    running
}

/// Returns when the long-remediation clock strikes (R52), settled or not.
#[must_use]
pub fn long_remediation_at(incident: &Incident, playbook: &Playbook) -> Option<Instant> {
    let clock = playbook
        .clocks
        .iter()
        .find(|clock| clock.from == Origin::Opened && clock.on)?;
    let from = incident.reopened_at.or(incident.opened_at)?;
    incident
        .is_active()
        .then(|| from + clock.after.unwrap_or(Span::hours(3)).delta())
}

/// Returns the runs of one clock: none, one, or one for each person on shift.
fn start(clock: &Clock, incident: &Incident, playbook: &Playbook) -> Vec<Due> {
    match clock.from {
        Origin::Aware => notice(clock, incident).into_iter().collect(),
        Origin::LastSitrep => sitrep(clock, incident, playbook).into_iter().collect(),
        Origin::Opened => long_remediation(clock, incident, playbook)
            .into_iter()
            .collect(),
        Origin::LastDailyUpdate => daily_update(clock, incident).into_iter().collect(),
        Origin::ShiftStart => shifts(clock, incident),
        // Their origins are not recorded yet, so these clocks never start.
        Origin::Reported
        | Origin::LeadContact
        | Origin::HandoffAccepted
        | Origin::DisruptionIdentified
        | Origin::DowntimeStart
        | Origin::ContingencyActivated
        | Origin::LastContingencyUpdate
        | Origin::ResponderHours
        | Origin::Identified
        | Origin::Resolved => Vec::new(),
    }
}

fn run(clock: &Clock, from: Instant, due_at: Instant, name: String, reason: String) -> Due {
    let warn = clock.warn.unwrap_or(Span::minutes(10));
    Due {
        key: clock.id.clone(),
        origin: clock.from,
        name,
        ask: clock.ask.clone(),
        reason,
        started_at: from,
        due_at,
        warn_at: due_at - warn.delta(),
        legal: clock.legal,
        command: clock.command.clone(),
        snoozed_until: None,
    }
}

/// K1: from the reporter's awareness, not from the occurrence (R8).
fn notice(clock: &Clock, incident: &Incident) -> Option<Due> {
    if incident.last_message("gsa-notice").is_some() {
        return None;
    }
    let aware = incident.aware_at()?;
    let at = incident.zone.local(aware).format("%H:%M");
    let after = clock.after.unwrap_or(Span::hours(1));
    let reason = format!("within {} of becoming aware at {at}", after.words());
    Some(run(
        clock,
        aware,
        aware + after.delta(),
        clock.name.clone(),
        reason,
    ))
}

/// K3: from the last sitrep, or the confirmation (R56).
fn sitrep(clock: &Clock, incident: &Incident, playbook: &Playbook) -> Option<Due> {
    if incident.status != Status::Confirmed {
        return None;
    }
    // By the time of sending: an earlier one may be written down later.
    let sitreps = incident.messages.iter().filter(|sent| sent.number > 0);
    let last = sitreps.filter_map(|sent| sent.at.earliest()).max();
    // A sitrep from before a re-opening does not count for the new round.
    let from = last.max(incident.confirmed_at)?;
    let policy = cadence_policy(incident, playbook)?;
    let due_at = next_sitrep(policy, incident, playbook, from);
    let number = incident.counters.sitrep.saturating_add(1);
    let reason = format!("{} at {}", policy.cadence, incident.severity);
    let name = format!("{} #{number}", clock.name);
    let mut due = run(clock, from, due_at, name, reason);
    due.ask = format!("{} #{number}", clock.ask);
    Some(due)
}

/// K4: one update in each calendar day of the incident's zone, weekends included (R57). A
/// sitrep is one too: it goes to the same people.
fn daily_update(clock: &Clock, incident: &Incident) -> Option<Due> {
    let updates = incident
        .messages
        .iter()
        .filter(|sent| sent.number > 0 || sent.message == DAILY_UPDATE);
    let last = updates.filter_map(|sent| sent.at.earliest()).max();
    let from = last.max(incident.confirmed_at)?;
    let day = incident.zone.local(from).date_naive();
    // What was sent today covers today; the next is due before tomorrow ends.
    let days = if last == Some(from) { 2 } else { 1 };
    let midnight = day
        .checked_add_days(Days::new(days))?
        .and_time(NaiveTime::MIN);
    let due_at = incident.zone.start_of_day(midnight)?.to_utc();
    let since = incident.zone.local(from).format("%d %b %H:%M");
    let reason = match last {
        Some(_) => format!("owed each calendar day; last {since}"),
        None => format!("owed each calendar day; none since {since}"),
    };
    Some(run(clock, from, due_at, clock.name.clone(), reason))
}

/// Returns the cadence in force. While the severity is unknown that of medium holds, as for
/// every decision that waits for a severity (domain 17.12).
fn cadence_policy<'a>(incident: &Incident, playbook: &'a Playbook) -> Option<&'a SeverityPolicy> {
    let severity = match incident.severity {
        super::incident::Severity::Unknown => super::incident::Severity::Medium,
        known => known,
    };
    playbook
        .severities
        .iter()
        .find(|policy| policy.id == severity)
}

fn next_sitrep(
    policy: &SeverityPolicy,
    incident: &Incident,
    playbook: &Playbook,
    from: Instant,
) -> Instant {
    let mode = incident.working_mode.unwrap_or(policy.mode);
    if mode == WorkingMode::AroundTheClock || policy.sitrep_slots.is_empty() {
        return from + policy.sitrep_every.delta();
    }
    next_slot(
        &policy.sitrep_slots,
        &playbook.business_hours,
        playbook.zone,
        from,
    )
    .unwrap_or(from + policy.sitrep_every.delta())
}

/// Returns the first slot of a working day strictly after an instant.
fn next_slot(
    slots: &[NaiveTime],
    hours: &BusinessHours,
    zone: Zone,
    from: Instant,
) -> Option<Instant> {
    let first = zone.local(from).date_naive();
    (0..30)
        .filter_map(|n| first.checked_add_days(Days::new(n)))
        .filter(|day| is_working_day(*day, hours))
        .flat_map(|day| slots.iter().map(move |slot| day.and_time(*slot)))
        .filter_map(|local| zone.from_local(local))
        .map(|at| at.to_utc())
        .filter(|at| *at > from)
        .min()
}

fn is_working_day(day: NaiveDate, hours: &BusinessHours) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !hours.holidays.contains(&day)
}

/// K6: strictly more than the threshold since the IC took charge, once (R52, domain 17.8).
fn long_remediation(clock: &Clock, incident: &Incident, playbook: &Playbook) -> Option<Due> {
    if incident.working_mode_at.is_some() {
        return None;
    }
    let due_at = long_remediation_at(incident, playbook)?;
    let from = incident.reopened_at.or(incident.opened_at)?;
    let at = incident.zone.local(from).format("%H:%M");
    let reason = format!("24/7 or business hours? IC took charge at {at}");
    Some(run(clock, from, due_at, clock.name.clone(), reason))
}

/// K7: each person's shift; the IC has one too (R54, R55).
fn shifts(clock: &Clock, incident: &Incident) -> Vec<Due> {
    if !incident.is_active() {
        return Vec::new();
    }
    let after = clock.after.unwrap_or(Span::hours(3));
    let running = incident.shifts.iter().filter(|shift| shift.to.is_none());
    running
        .map(|shift| {
            let is_ic = shift.person == incident.ic;
            let role = if is_ic { "IC shift" } else { "shift" };
            let since = incident.zone.local(shift.from).format("%H:%M");
            let name = format!("{role}: {}", shift.person);
            let reason = format!("{} since {since}", after.words());
            let mut due = run(clock, shift.from, shift.from + after.delta(), name, reason);
            due.ask = format!("{} {}", clock.ask, shift.person);
            due.key = format!("{}:{}", clock.id, shift.person);
            if is_ic {
                "handoff".clone_into(&mut due.command);
            }
            due
        })
        .collect()
}
