//! What is left to be done once an incident is over.

use chrono::NaiveDate;

use crate::domain::calendar::end_of_day;
use crate::domain::checklist::{self, Row, RowState};
use crate::domain::clock::{last_asked, of_process};
use crate::domain::ids::{EntryId, FixId, ItemId};
use crate::domain::incident::{Fix, FixState, Incident, Snooze, Status, Tracking};
use crate::domain::playbook::{Playbook, Signal};
use crate::domain::time::{Instant, Span};

/// Something that is still to be done once the incident is over.
#[derive(Debug, Clone, PartialEq)]
pub struct FollowUp {
    /// The remediation item, `R7`, or checklist line, `X10` or `C2`.
    pub id: ItemId,
    /// The key of the clock that asks after it.
    pub clock: String,
    /// What it is.
    pub kind: FollowUpKind,
    /// What is to be done.
    pub text: String,
    /// Who does it; empty when nobody does.
    pub owner: String,
    /// Where it stands.
    pub state: FollowUpState,
    /// Where it is followed up, where somebody said so.
    pub tracked: Option<Tracking>,
    /// When it came up.
    pub since: Instant,
    /// The last day to do it, in the incident's zone, where somebody said one.
    pub due: Option<NaiveDate>,
    /// When it is due: the end of that day, else when the process asks.
    pub due_at: Instant,
    /// When it begins to ask for attention.
    pub warn_at: Instant,
    /// After how long it asks again while it is overdue.
    pub every: Span,
    /// That it was put off, until when and why.
    pub put_off: Option<Snooze>,
}

/// What outlasts an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FollowUpKind {
    /// A remediation item, deferred to the time after it (R42).
    Remediation,
    /// A line of the retrospective (R84).
    Action,
    /// The review of all of them (R87).
    Review,
}

impl FollowUpKind {
    /// Returns the word for people and scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Remediation => "remediation",
            Self::Action => "action",
            Self::Review => "review",
        }
    }
}

/// Where a follow-up stands. One that is done and checked is none any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FollowUpState {
    /// A remediation item that nobody checked.
    Fix {
        /// Its number.
        id: FixId,
        /// Where it stands on the board.
        state: FixState,
    },
    /// A checklist line that is not ticked.
    Open,
}

impl FollowUpState {
    /// Returns the word for people and scripts.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Fix { state, .. } => state.word(),
            Self::Open => "open",
        }
    }
}

impl FollowUp {
    /// Returns how long it is open.
    #[must_use]
    pub fn age(&self, now: Instant) -> Span {
        Span::between(self.since, now)
    }

    /// Returns whether it is put off now.
    #[must_use]
    pub fn is_put_off(&self, now: Instant) -> bool {
        let put_off = self.put_off.as_ref();
        put_off.is_some_and(|it| it.until.is_none_or(|until| now < until))
    }

    /// Returns whether nothing is left but to check it, which nobody is reminded of.
    #[must_use]
    pub fn is_done(&self) -> bool {
        matches!(self.state, FollowUpState::Fix { state, .. } if state.is_done())
    }

    /// Returns whether it is past due and not put off: somebody is to look at it.
    #[must_use]
    pub fn is_overdue(&self, now: Instant) -> bool {
        !self.is_done() && now > self.due_at && !self.is_put_off(now)
    }
}

impl FollowUp {
    /// Returns when somebody was last to be reminded of it: when it was overdue or its time to be
    /// put off was over, and as often since as the process says; none while nobody is.
    #[must_use]
    pub fn asked_at(&self, now: Instant) -> Option<Instant> {
        let put_off = self.put_off.as_ref().and_then(|it| it.until);
        let asked = || last_asked(self.due_at, put_off, Some(self.every), now);
        self.is_overdue(now).then(asked)
    }

    /// Returns when somebody is reminded of it again; none while nobody is reminded at all.
    #[must_use]
    pub fn asks_again_at(&self, now: Instant) -> Option<Instant> {
        let asked = self.asked_at(now).filter(|_| self.every.as_seconds() > 0)?;
        asked.checked_add_signed(self.every.delta())
    }
}

/// Returns what outlasts an incident and nobody checked, the sooner due before the later; nothing
/// while responders still work on it.
#[must_use]
pub fn follow_ups(incident: &Incident, playbook: &Playbook, now: Instant) -> Vec<FollowUp> {
    let mut all = own(incident, playbook, now);
    all.extend(reviews(incident, playbook, now));
    all.sort_by_key(|it| it.due_at);
    all
}

/// Returns those that the process has no clock of its own for, remediation first.
pub(in crate::domain) fn own(
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> Vec<FollowUp> {
    if incident.is_active() {
        return Vec::new();
    }
    let fixes = incident.fixes.iter().filter(|fix| fix.is_left_over());
    let fixes = fixes.map(|fix| of_fix(fix, incident, playbook));
    let reviews = review_items(playbook);
    let lines = open_lines(incident, playbook, now);
    let lines = lines
        .into_iter()
        .filter(|row| !reviews.contains(&row.id.0.as_str()));
    fixes
        .chain(lines.map(|row| of_line(&row, incident, playbook)))
        .collect()
}

fn of_fix(fix: &Fix, incident: &Incident, playbook: &Playbook) -> FollowUp {
    let kind = FollowUpKind::Remediation;
    let id = ItemId(fix.id.to_string());
    FollowUp {
        owner: fix.owner.clone(),
        state: FollowUpState::Fix {
            id: fix.id,
            state: fix.state,
        },
        tracked: fix.tracking.clone(),
        ..plain((id, kind), &fix.text, fix.opened_at, (incident, playbook))
    }
}

/// Returns the lines of the last phase that are open. Before the record is closed the checklist
/// itself asks for those of the process, and only what people added is told here.
fn open_lines<'a>(incident: &'a Incident, playbook: &'a Playbook, now: Instant) -> Vec<Row<'a>> {
    let phases = playbook.phases.iter();
    let last = phases.filter(|phase| phase.statuses.contains(&Status::Resolved));
    let rows = last.flat_map(|phase| checklist::rows(incident, playbook, &phase.id, now));
    let is_real = incident.status != Status::FalseAlarm;
    rows.filter(|row| row.state == RowState::Open)
        .filter(|row| row.item.is_none() || (incident.closed && is_real))
        .collect()
}

fn of_line(row: &Row<'_>, incident: &Incident, playbook: &Playbook) -> FollowUp {
    let mut added = incident.custom_items.iter();
    let added = added.find(|it| ItemId::from(it.id) == row.id);
    // A line of an old journal says nothing of when it was added.
    let added = added.filter(|it| it.tag != EntryId::default());
    let since = added.map_or_else(|| ended(incident), |it| it.tag.recorded());
    plain(
        (row.id.clone(), FollowUpKind::Action),
        row.text,
        since,
        (incident, playbook),
    )
}

fn plain(
    (id, kind): (ItemId, FollowUpKind),
    text: &str,
    since: Instant,
    (incident, playbook): (&Incident, &Playbook),
) -> FollowUp {
    let reminders = &playbook.follow_up;
    let due = incident.worksheet.due.get(&id).copied();
    let from = ended(incident).max(since);
    let asked = from
        .checked_add_signed(reminders.after.delta())
        .unwrap_or(Instant::MAX_UTC);
    let due_at = due
        .and_then(|day| end_of_day(incident.zone, day))
        .unwrap_or(asked);
    FollowUp {
        clock: id.0.clone(),
        kind,
        text: text.to_owned(),
        owner: String::new(),
        state: FollowUpState::Open,
        tracked: None,
        since,
        due,
        due_at,
        warn_at: due_at - reminders.warn.delta(),
        every: reminders.every,
        put_off: incident.snoozes.get(&id.0).cloned(),
        id,
    }
}

/// Returns from when on what is left counts: when the incident was over.
fn ended(incident: &Incident) -> Instant {
    let ended = incident.over().or(incident.opened_at);
    ended.unwrap_or_default()
}

/// Returns the lines that settle a clock which goes on once the record is closed (R87).
fn review_items(playbook: &Playbook) -> Vec<&str> {
    let clocks = playbook
        .clocks
        .iter()
        .filter(|clock| clock.outlasts_closing);
    let signals = clocks.flat_map(|clock| &clock.settles);
    signals
        .filter_map(|signal| match signal {
            Signal::Item(id) => Some(id.as_str()),
            _ => None,
        })
        .collect()
}

/// Returns the reviews whose clock runs, each with the line that settles it.
fn reviews(incident: &Incident, playbook: &Playbook, now: Instant) -> Vec<FollowUp> {
    let items = review_items(playbook);
    let settles = |signal: &Signal| match signal {
        Signal::Item(id) if items.contains(&id.as_str()) => Some(id.clone()),
        _ => None,
    };
    let running = of_process(incident, playbook, now).into_iter();
    let found = running.filter_map(|due| {
        let item = due.settled_by.iter().find_map(settles)?;
        let put_off = due
            .snoozed_until
            .and_then(|_| incident.snoozes.get(&due.key));
        Some(FollowUp {
            id: ItemId(item),
            kind: FollowUpKind::Review,
            clock: due.key,
            text: due.ask,
            owner: String::new(),
            state: FollowUpState::Open,
            tracked: None,
            since: due.started_at,
            due: None,
            due_at: due.due_at,
            warn_at: due.warn_at,
            every: playbook.follow_up.every,
            put_off: put_off.cloned(),
        })
    });
    found.collect()
}

/// Returns what outlasts the incident and nobody said where it is tracked.
#[must_use]
pub fn untracked(incident: &Incident) -> Vec<&Fix> {
    let left = incident.fixes.iter().filter(|fix| fix.is_left_over());
    let is_open = |fix: &&Fix| !fix.tracking.as_ref().is_some_and(Tracking::is_said);
    left.filter(is_open).collect()
}
