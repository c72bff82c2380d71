//! What a line of the checklist asks for, and the clock that runs for it.

use super::NextStep;
use crate::domain::checklist::Row;
use crate::domain::clock::{Due, Urgency};
use crate::domain::decision::contingency::why;
use crate::domain::incident::{Fix, FixState, Incident, Lead, Severity};
use crate::domain::ledger::{still_to_tell, waiting};
use crate::domain::playbook::{Fact, Item, MessageKind, Playbook, Signal};
use crate::domain::question::milestone_asked;
use crate::domain::text::{count, first_of};
use crate::domain::time::Instant;

/// Returns what stands against a line that resolves the incident: immediate remediation that
/// nobody verified (R42). The line would only be refused.
pub(super) fn from_guard(incident: &Incident, row: &Row<'_>) -> Option<NextStep> {
    let command = row.item.and_then(|item| item.command.as_deref());
    if command != Some("resolve") {
        return None;
    }
    let fix = incident.blocking_fixes().next()?;
    let verb = if fix.state == FixState::Done {
        "Verify"
    } else {
        "Finish"
    };
    let rest = match incident.blocking_fixes().count() {
        1 => String::new(),
        all => format!("; {} wait", count(all, "item")),
    };
    Some(NextStep {
        text: format!("{verb} {}: {}", fix.id, fix.text),
        why: format!("needed and verified before it is resolved{rest}"),
        command: "fix".into(),
        due: None,
        item: Some(row.id.clone()),
        conflict: None,
        suggestion: None,
        urgency: Urgency::Calm,
    })
}

/// Returns the line of the severity, where a line that decides whether it is real comes before it
/// and none is known: the confirmation without one would only be refused (R33).
pub(super) fn severity_first<'r, 'a>(
    incident: &Incident,
    row: &Row<'_>,
    rows: &'r [Row<'a>],
) -> Option<&'r Row<'a>> {
    let fact = |row: &Row<'_>| row.item.and_then(|item| item.derived);
    let decides = fact(row) == Some(Fact::RealityDecided);
    if !decides || incident.severity != Severity::Unknown {
        return None;
    }
    rows.iter()
        .find(|row| fact(row) == Some(Fact::SeverityChosen))
}

/// Returns the keys of those who are told by what a line asks for.
pub(super) fn told_by<'a>(row: &Row<'a>, playbook: &'a Playbook) -> Vec<&'a str> {
    let Some(item) = row.item else {
        return Vec::new();
    };
    match item.derived {
        Some(Fact::AudienceTold) => playbook.told_by(item),
        Some(Fact::InitialSitrepSent) => {
            let message = playbook.message_of(MessageKind::Initial);
            let keys = message.into_iter().flat_map(|message| &message.must);
            keys.map(String::as_str).collect()
        }
        _ => Vec::new(),
    }
}

pub(super) fn tells(due: &Due, told: &[&str]) -> bool {
    let mut settles = due.settled_by.iter();
    settles.any(|signal| matches!(signal, Signal::Told(key) if told.contains(&key.as_str())))
}

pub(super) fn ticks(row: &Row<'_>, due: &Due) -> bool {
    due.settled_by.contains(&Signal::Item(row.id.0.clone()))
}

/// Returns the step of a checklist line. A line that the record ticks by itself is settled by
/// its command; any other is ticked by hand once it is done.
pub(super) fn from_line(
    row: &Row<'_>,
    incident: &Incident,
    playbook: &Playbook,
    clocks: &[Due],
    now: Instant,
) -> NextStep {
    let derived = row.item;
    let ticks_itself = |item: &&Item| item.derived.is_some() || item.examines.is_some();
    let derived = derived.filter(ticks_itself);
    let own = derived.and_then(|item| item.command.as_deref());
    let command = own.unwrap_or("tick");
    let told = told_by(row, playbook);
    // The next sitrep is another than the one that these wait for.
    let is_delivery = derived.is_some_and(|item| item.derived == Some(Fact::AudienceTold));
    let milestone = derived.and_then(|item| item.milestone.as_ref());
    let is_its_own = |due: &Due| match milestone {
        // Many clocks ask for some time or other.
        Some(id) => due.settled_by.contains(&Signal::Milestone(id.clone())),
        None => !is_delivery && own == Some(due.command.as_str()),
    };
    let runs_for_it = |due: &&Due| ticks(row, due) || tells(due, &told) || is_its_own(due);
    let due = clocks
        .iter()
        .find(|due| runs_for_it(due) && !due.is_snoozed(now));
    let (text, why) = words(incident, playbook, row, now);
    NextStep {
        text,
        why,
        command: command.to_owned(),
        due: due.cloned(),
        item: Some(row.id.clone()),
        conflict: None,
        suggestion: None,
        urgency: due.map_or(Urgency::Calm, |due| due.urgency(now)),
    }
}

/// Returns what a line asks for and why, as the record stands: whom a message is still to reach,
/// what the time that is asked for first is of, and why what was decided is to be decided again.
fn words(
    incident: &Incident,
    playbook: &Playbook,
    row: &Row<'_>,
    now: Instant,
) -> (String, String) {
    let Some(item) = row.item else {
        return (row.text.to_owned(), String::new());
    };
    let message = item.message.as_deref();
    let message = message.filter(|_| item.derived == Some(Fact::EverybodyTold));
    if let Some(record) = message.and_then(|id| waiting(incident, id)) {
        let names = still_to_tell(record).join(", ");
        return (
            format!("Send {} to {names} too", record.label()),
            "it did not reach them; on its card each can be called off".to_owned(),
        );
    }
    let asked = milestone_asked(item, incident, playbook, now);
    let first = asked.filter(|id| item.begins.as_deref() == Some(*id));
    let first = first.and_then(|id| playbook.milestone(id));
    let why = first
        .map(|first| first.why.clone())
        .or_else(|| lacking(item, incident))
        .unwrap_or_else(|| why(item, incident, now));
    (row.text.to_owned(), why)
}

/// How many of several are named in the line.
const SHOWN: usize = 3;

/// Returns what the boards lack for a line that asks to track them, where something is on them.
fn lacking(item: &Item, incident: &Incident) -> Option<String> {
    let all: Vec<String> = match item.derived? {
        Fact::LeadsTracked => incident.leads.iter().filter_map(Lead::lacking).collect(),
        Fact::RemediationTracked => incident.fixes.iter().filter_map(Fix::lacking).collect(),
        _ => Vec::new(),
    };
    (!all.is_empty()).then(|| first_of(&all, SHOWN, "; "))
}
