//! Milestones and attempts to reach a team lead.

use super::refusal::{Decision, Refusal, changed, required_line};
use crate::domain::event::{Event, MilestoneReached, TeamLeadTried};
use crate::domain::incident::{Incident, Moment, Status};
use crate::domain::playbook::{Item, Milestone, Playbook};
use crate::domain::text::clean_line;
use crate::domain::time::When;

pub(super) fn reach(
    incident: &Incident,
    playbook: &Playbook,
    asked: &MilestoneReached,
) -> Decision {
    let milestone = find(playbook, &asked.milestone)?;
    let reached = MilestoneReached {
        milestone: milestone.id.clone(),
        when: asked.when,
        note: clean_line(&asked.note),
    };
    let known = incident.milestones.get(&milestone.id);
    let changes = known.is_none_or(|known| known.at != reached.when || known.note != reached.note);
    Ok(changed(changes, Event::MilestoneReached(reached)))
}

pub(super) fn try_lead(asked: &TeamLeadTried) -> Decision {
    let lead = required_line(&asked.lead, "the name of the team lead")?;
    Ok(vec![Event::TeamLeadTried(TeamLeadTried {
        lead,
        words: clean_line(&asked.words),
        // Who says something was reached.
        reached: asked.reached || asked.answer.is_some(),
        ..asked.clone()
    })])
}

/// Asks when a milestone is said to come before the one it follows: then one of the two times
/// is wrong, or the first was never written down and its clocks did not run.
pub(super) fn guard_order(
    incident: &Incident,
    playbook: &Playbook,
    asked: &MilestoneReached,
) -> Result<(), Refusal> {
    let milestone = find(playbook, &asked.milestone)?;
    let begins = || lines_of(playbook, milestone).find_map(|line| line.begins.as_deref());
    let Some(first) = milestone.follows.as_deref().or_else(begins) else {
        return Ok(());
    };
    let name = playbook.milestone(first).map_or(first, |first| &first.name);
    let Some(known) = incident.milestones.get(first) else {
        // What a line asks for first may never have been told; its clock counts from elsewhere.
        if milestone.follows.is_none() {
            return Ok(());
        }
        return Err(Refusal::guard(
            "milestone-order",
            format!("{name}: no time is recorded for that yet"),
            "set that time first",
        ));
    };
    let is_before = asked.when.latest().zip(known.at.earliest());
    if is_before.is_some_and(|(this, first)| this < first) {
        return Err(Refusal::guard(
            "milestone-order",
            format!(
                "that is before {}, when it was: {name}",
                incident.zone.plain(&known.at)
            ),
            "look at the date and the zone",
        ));
    }
    Ok(())
}

/// Asks when a milestone of the retrospective is said to come before the incident was resolved:
/// one of the two times is wrong, often by a day, or nobody said that it is resolved.
pub(super) fn guard_retrospective(
    incident: &Incident,
    playbook: &Playbook,
    asked: &MilestoneReached,
) -> Result<(), Refusal> {
    let milestone = find(playbook, &asked.milestone)?;
    if !comes_after_all(playbook, milestone) {
        return Ok(());
    }
    let resolved = incident.moments.get(&Moment::Resolved);
    match asked.when.latest().zip(resolved.and_then(When::earliest)) {
        Some((this, resolved)) if this < resolved => Err(Refusal::guard(
            "milestone-order",
            format!(
                "{}: {} is before the {} was resolved, at {}",
                milestone.name,
                incident.zone.plain(&asked.when),
                incident.noun(),
                incident.zone.plain(&When::exact(resolved)),
            ),
            "look at the time and its day",
        )),
        _ if resolved.is_none() && incident.is_active() && is_asked_for(playbook, milestone) => {
            Err(Refusal::guard(
                "milestone-order",
                format!(
                    "{}: the {} is still {}, and that comes once it is resolved",
                    milestone.name,
                    incident.noun(),
                    incident.status
                ),
                "set it to resolved first, or say why it came before",
            ))
        }
        _ => Ok(()),
    }
}

/// Returns whether a line asks for the time of what happened. An appointment may be made early,
/// and what a command does, such as writing a report, has its time from that.
fn is_asked_for(playbook: &Playbook, milestone: &Milestone) -> bool {
    let mut lines = lines_of(playbook, milestone);
    !milestone.planned && lines.any(|line| line.command.as_deref() == Some("moment"))
}

/// Returns whether a milestone belongs to what comes once the incident is resolved: it ticks a line
/// of the retrospective, or is an appointment that counts from the resolution.
fn comes_after_all(playbook: &Playbook, milestone: &Milestone) -> bool {
    let is_last = |id: &str| {
        let phase = playbook.phase(id);
        phase.is_some_and(|phase| phase.statuses == [Status::Resolved])
    };
    let mut lines = lines_of(playbook, milestone);
    milestone.suggest.is_some() || lines.any(|line| line.phase.as_deref().is_some_and(is_last))
}

/// Returns the lines of the checklists that a milestone ticks.
fn lines_of<'a>(
    playbook: &'a Playbook,
    milestone: &'a Milestone,
) -> impl Iterator<Item = &'a Item> {
    let lines = playbook.items.iter();
    lines.filter(|line| line.milestone.as_ref() == Some(&milestone.id))
}

fn find<'a>(playbook: &'a Playbook, id: &str) -> Result<&'a Milestone, Refusal> {
    playbook.milestone(id.trim()).ok_or_else(|| {
        let known = playbook.milestones.iter().map(|known| known.id.as_str());
        let known: Vec<&str> = known.collect();
        let hint = if known.is_empty() {
            "this playbook has none".to_owned()
        } else {
            format!("this playbook has {}", known.join(", "))
        };
        Refusal::plain(format!("there is no milestone {}", clean_line(id)), hint)
    })
}
