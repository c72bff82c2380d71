//! The checklists as they stand: what is ticked, by whom or from what, and what is next.

use super::clock;
use super::decision::{DISRUPTION, contingency};
use super::followup::untracked;
use super::ids::{FixId, ItemId};
use super::incident::{Fix, FixClass, Incident, Lead, Mark, Moment, Severity, Status, Tick};
use super::kept;
use super::message::{audience_told, daily_update_sent};
use super::playbook::{Condition, Fact, Item, Pace, Phase, Playbook};
use super::ritual;
use super::text::count;
use super::time::Instant;

/// One list: a phase's, or a special situation's.
#[derive(Debug, Clone, PartialEq)]
pub struct Checklist<'a> {
    /// Key of the phase or situation.
    pub id: &'a str,
    /// What a person calls it.
    pub name: &'a str,
    /// What it is for.
    pub why: &'a str,
    /// Whether it is the current phase.
    pub current: bool,
    /// Its lines.
    pub rows: Vec<Row<'a>>,
}

impl Checklist<'_> {
    /// Returns how many lines are settled, and how many there are.
    #[must_use]
    pub fn progress(&self) -> (usize, usize) {
        (
            self.rows
                .iter()
                .filter(|row| row.state.is_settled())
                .count(),
            self.rows.len(),
        )
    }
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Row<'a> {
    /// Its id, which never changes.
    pub id: ItemId,
    /// What is to be done.
    pub text: &'a str,
    /// Where it stands.
    pub state: RowState,
    /// The playbook's item; none for a line that people added.
    pub item: Option<&'a Item>,
    /// The remediation item that it is kept as.
    pub fix: Option<FixId>,
}

/// Where a line stands.
#[derive(Debug, Clone, PartialEq)]
pub enum RowState {
    /// To be done.
    Open,
    /// To be done if needed; never asked for.
    Optional,
    /// Ticked by somebody.
    Done(Tick),
    /// Ticked by the record itself.
    Derived,
    /// Does not apply, said by somebody.
    NotApplicable(Tick),
    /// Does not apply yet.
    Waiting,
    /// Did not come to apply before the record was closed.
    Needless,
}

impl RowState {
    /// Returns true when nothing is left to do.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        !matches!(self, Self::Open | Self::Optional | Self::Waiting)
    }

    /// Returns true for a box that shows a tick.
    #[must_use]
    pub fn is_ticked(&self) -> bool {
        matches!(self, Self::Done(_) | Self::Derived)
    }
}

/// Returns every list that concerns the incident: the phases in order, then situations that
/// were declared or that the status brings.
#[must_use]
pub fn lists<'a>(
    incident: &'a Incident,
    playbook: &'a Playbook,
    now: Instant,
) -> Vec<Checklist<'a>> {
    let current = current_phase(incident, playbook, now).map(|phase| phase.id.as_str());
    let phases = playbook.phases.iter().map(|phase| Checklist {
        id: &phase.id,
        name: &phase.name,
        why: &phase.why,
        current: current == Some(phase.id.as_str()),
        rows: rows(incident, playbook, &phase.id, now),
    });
    let situations = playbook.situations.iter().filter(|situation| {
        incident.situations.contains(&situation.id) || situation.statuses.contains(&incident.status)
    });
    let situations = situations.map(|situation| Checklist {
        id: &situation.id,
        name: &situation.name,
        why: &situation.why,
        current: true,
        rows: rows(incident, playbook, &situation.id, now),
    });
    phases.chain(situations).collect()
}

/// Returns the current phase: of those with the present status the first with a required line
/// open, else the last of them.
#[must_use]
pub fn current_phase<'a>(
    incident: &'a Incident,
    playbook: &'a Playbook,
    now: Instant,
) -> Option<&'a Phase> {
    let mut possible = playbook
        .phases
        .iter()
        .filter(|phase| phase.statuses.contains(&incident.status));
    let open = possible.clone().find(|phase| {
        let mut rows = each_row(incident, playbook, &phase.id, now);
        rows.any(|row| row.state == RowState::Open)
    });
    open.or_else(|| possible.next_back())
}

/// Returns the required lines that are open now, in the order of doing: declared situations
/// first, then every phase up to the current one; a false alarm owes only what is for it.
pub fn open_required<'a>(
    incident: &'a Incident,
    playbook: &'a Playbook,
    now: Instant,
) -> impl Iterator<Item = Row<'a>> {
    let current = current_phase(incident, playbook, now).map(|phase| &phase.id);
    // Without a current phase only the lists of situations are asked for.
    let up_to_current =
        move |phase: &&'a Phase| current.is_some_and(|current| phase.id != *current);
    // A false alarm never was in the phases between, so it owes them nothing.
    let concerned = |phase: &&Phase| {
        incident.status != Status::FalseAlarm || phase.statuses.contains(&Status::FalseAlarm)
    };
    let before = playbook
        .phases
        .iter()
        .take_while(up_to_current)
        .filter(concerned)
        .map(|phase| &phase.id);
    let situations = playbook.situations.iter().filter(|situation| {
        incident.situations.contains(&situation.id) || situation.statuses.contains(&incident.status)
    });
    situations
        .map(|situation| &situation.id)
        .chain(before)
        .chain(current)
        .flat_map(move |list| rows(incident, playbook, list, now))
        .filter(|row| row.state == RowState::Open)
}

/// Returns the lines of one list: the playbook's, then those that people added.
#[must_use]
pub fn rows<'a>(
    incident: &'a Incident,
    playbook: &'a Playbook,
    list: &str,
    now: Instant,
) -> Vec<Row<'a>> {
    each_row(incident, playbook, list, now).collect()
}

/// Returns the same lines, each worked out when it is asked for.
fn each_row<'a>(
    incident: &'a Incident,
    playbook: &'a Playbook,
    list: &str,
    now: Instant,
) -> impl Iterator<Item = Row<'a>> {
    let in_list = move |item: &&Item| {
        item.phase.as_deref() == Some(list) || item.situation.as_deref() == Some(list)
    };
    let from_playbook = playbook.items.iter().filter(in_list).map(move |item| {
        let id = ItemId::new(&item.id);
        let state = item_state(item, &id, incident, playbook, now);
        Row {
            id,
            text: &item.text,
            state,
            item: Some(item),
            fix: kept::fix_of(item, incident, playbook).map(|fix| fix.id),
        }
    });
    let added = incident
        .custom_items
        .iter()
        .filter(move |item| item.list == list)
        .map(|item| {
            let id = ItemId::from(item.id);
            let state = marked(incident, &id).unwrap_or(RowState::Open);
            Row {
                id,
                text: &item.text,
                state,
                item: None,
                fix: None,
            }
        });
    from_playbook.chain(added)
}

pub(super) fn marked(incident: &Incident, id: &ItemId) -> Option<RowState> {
    let tick = incident.checklist.get(id)?;
    match tick.mark {
        Mark::Done => Some(RowState::Done(tick.clone())),
        Mark::NotApplicable => Some(RowState::NotApplicable(tick.clone())),
        Mark::Open => Some(RowState::Open),
    }
}

pub(super) fn item_state(
    item: &Item,
    id: &ItemId,
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> RowState {
    marked(incident, id).unwrap_or_else(|| unmarked(item, incident, playbook, now))
}

/// Returns where a line of the playbook stands if nobody said anything about it.
#[must_use]
pub fn unmarked(item: &Item, incident: &Incident, playbook: &Playbook, now: Instant) -> RowState {
    if item
        .when
        .is_some_and(|when| !applies(when, incident, playbook, now))
    {
        return if incident.closed {
            RowState::Needless
        } else {
            RowState::Waiting
        };
    }
    let by_fix = kept::fix_of(item, incident, playbook).is_some_and(|fix| fix.state.is_done());
    let by_fact = |fact| holds(fact, item, incident, playbook, now);
    if by_fix || item.derived.is_some_and(by_fact) {
        return RowState::Derived;
    }
    if item.required {
        RowState::Open
    } else {
        RowState::Optional
    }
}

/// Returns whether a condition of the playbook is met.
#[must_use]
pub fn applies(
    condition: Condition,
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> bool {
    match condition {
        Condition::LongRemediation => {
            clock::long_remediation_at(incident, playbook).is_some_and(|at| now > at)
        }
        Condition::Confirmed => incident.confirmed_at.is_some(),
        Condition::Resolved => incident.status == Status::Resolved,
        Condition::SitrepSent => incident.last_sitrep().is_some(),
        Condition::Exposure => incident.exposure == Some(true),
        Condition::Deferred => long_term(incident).next().is_some(),
    }
}

/// Returns whether the record shows the fact that ticks an item.
#[must_use]
pub fn holds(
    fact: Fact,
    item: &Item,
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> bool {
    match fact {
        Fact::IcNamed => !incident.ic.is_empty(),
        Fact::IssueCreated => incident.issue.is_some(),
        Fact::TeamFormed => !incident.responders.is_empty(),
        Fact::RealityDecided => incident.status != Status::Investigating,
        Fact::SeverityChosen => incident.severity != Severity::Unknown,
        Fact::ConfirmationRecorded => {
            incident.confirmed_at.is_some()
                && incident.severity != Severity::Unknown
                && !incident.responders.is_empty()
        }
        Fact::ContingencyDecided => contingency::is_decided(incident),
        Fact::InitialSitrepSent => incident.last_sitrep().is_some(),
        Fact::LeadsTracked => leads_tracked(incident),
        Fact::RemediationTracked => remediation_tracked(incident),
        Fact::ExposureHandled => match incident.exposure {
            Some(true) => incident
                .situations
                .contains(super::decide::EXPOSURE_SITUATION),
            Some(false) => true,
            None => false,
        },
        Fact::DisruptionDecided => incident.decision(DISRUPTION).is_some(),
        Fact::AudienceTold => audience_told(item, incident, playbook),
        Fact::SitrepsOnCadence => {
            let is_sent = || incident.last_sitrep().is_some();
            on_time((Pace::Cadence, is_sent), incident, playbook, now)
        }
        Fact::DailyUpdateSent => {
            let is_sent = || daily_update_sent(incident, playbook);
            on_time((Pace::CalendarDay, is_sent), incident, playbook, now)
        }
        Fact::LongRemediationPlanned => incident.working_mode_at.is_some(),
        Fact::ShiftsRunning => incident.shifts.len() > 1,
        Fact::CommandHandedOver => incident.commands.len() > 1,
        Fact::Resolved => incident.status == Status::Resolved,
        Fact::MessageSent | Fact::EverybodyTold | Fact::MilestoneReached => {
            ritual::said(fact, item, incident, playbook)
        }
        Fact::SituationDeclared => {
            let brings = item.brings.as_deref();
            brings.is_some_and(|situation| incident.situations.contains(situation))
        }
        Fact::FollowedUp => untracked(incident).is_empty(),
        Fact::FalseAlarm => incident.status == Status::FalseAlarm,
        Fact::Closed => incident.closed,
        Fact::MetricsFilled => metrics_filled(incident),
        Fact::LongTermOwned => long_term(incident).all(|fix| !fix.owner.is_empty()),
    }
}

/// Returns whether nothing is left to do in a line, whoever said so.
#[must_use]
pub fn is_settled(id: &str, incident: &Incident, playbook: &Playbook, now: Instant) -> bool {
    let item = playbook.items.iter().find(|item| item.id == id);
    item.is_none_or(|item| item_state(item, &ItemId::new(id), incident, playbook, now).is_settled())
}

fn leads_tracked(incident: &Incident) -> bool {
    !incident.leads.is_empty() && incident.leads.iter().all(Lead::is_tracked)
}

fn remediation_tracked(incident: &Incident) -> bool {
    !incident.fixes.is_empty() && incident.fixes.iter().all(Fix::is_tracked)
}

fn long_term(incident: &Incident) -> impl Iterator<Item = &Fix> {
    let fixes = incident.fixes.iter();
    fixes.filter(|fix| fix.class == FixClass::LongTerm)
}

/// Once it has ended no sitrep or update is owed, so none is overdue. Before the first went out
/// nothing keeps to a cadence.
fn on_time(
    (pace, is_sent): (Pace, impl FnOnce() -> bool),
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> bool {
    if matches!(incident.status, Status::Resolved | Status::FalseAlarm) {
        return true;
    }
    let mut running = clock::of_pace(pace, incident, playbook, now).peekable();
    running.peek().is_some() && running.all(|due| !due.is_overdue(now)) && is_sent()
}

fn metrics_filled(incident: &Incident) -> bool {
    [Moment::Started, Moment::Discovered, Moment::Contained]
        .iter()
        .all(|moment| incident.moments.contains_key(moment))
        && !incident.discovery_method.is_empty()
        && !incident.threat_actions.is_empty()
}

/// Returns a line such as `7/13` with what is missing, for the head of a list.
#[must_use]
pub fn progress_words(list: &Checklist<'_>) -> String {
    let (done, all) = list.progress();
    if done == all {
        "all done".into()
    } else {
        format!("{done}/{all}, {} open", count(all - done, "line"))
    }
}
