//! The investigation board.

use super::refusal::{Decision, Refusal, changed, moved, required_line, unknown};
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Origin};
use crate::domain::ids::LeadId;
use crate::domain::incident::{Incident, Lead, LeadState};
use crate::domain::people::named;
use crate::domain::text::clean_line;

pub(super) fn decide_lead(incident: &Incident, request: &Request) -> Decision {
    match &request.command {
        Command::AddLead { text, owner } => Ok(vec![Event::LeadAdded {
            id: LeadId(incident.counters.lead.saturating_add(1)),
            text: required_line(text, "the lead")?,
            owner: owner_of(incident, request, owner),
            tag: None,
        }]),
        Command::RewordLead { id, text } => {
            let text = required_line(text, "the lead")?;
            let lead = incident.lead(*id).ok_or_else(|| unknown("lead", id))?;
            Ok(changed(
                lead.text != text,
                Event::LeadReworded { id: *id, text },
            ))
        }
        Command::OwnLead { id, owner } => {
            let owner = owner_of(incident, request, owner);
            let lead = incident.lead(*id).ok_or_else(|| unknown("lead", id))?;
            Ok(changed(
                lead.owner != owner,
                Event::LeadOwned { id: *id, owner },
            ))
        }
        Command::MoveLead {
            id,
            from,
            to,
            finding,
        } => move_lead(
            incident,
            *id,
            (*from, *to),
            &clean_line(finding),
            request.origin,
        ),
        _ => Ok(Vec::new()),
    }
}

/// Returns who owns something: whoever is known by what a person calls them. What another record
/// or the issue says is taken over as it stands there: the two must say the same.
pub(super) fn owner_of(incident: &Incident, request: &Request, owner: &str) -> String {
    match request.origin {
        Origin::Local => named(incident, owner),
        Origin::Github | Origin::Baton => clean_line(owner),
    }
}

/// Asks before an answered lead is ruled out: what answered it is what the sitreps and the brief
/// told.
pub(super) fn guard_answer(incident: &Incident, request: &Request) -> Result<(), Refusal> {
    let Command::MoveLead { id, to, .. } = &request.command else {
        return Ok(());
    };
    let lead = incident.lead(*id);
    let answered = lead.filter(|lead| lead.state == LeadState::Answered);
    match answered {
        Some(lead) if *to == LeadState::RuledOut && request.origin == Origin::Local => {
            Err(Refusal::guard(
                "lead-answered",
                format!("{id} is answered: {}", lead.finding),
                "its finding is kept behind the new one; say why the answer does not hold",
            ))
        }
        _ => Ok(()),
    }
}

/// Returns what came of a lead: the new finding, and behind it the answer that it takes the place
/// of. What the issue says is taken over as it stands there: the two must say the same.
fn with_answer(lead: &Lead, to: LeadState, finding: &str, origin: Origin) -> String {
    let before = &lead.finding;
    let takes_place =
        lead.state == LeadState::Answered && to == LeadState::RuledOut && origin == Origin::Local;
    if takes_place && !before.is_empty() && !finding.is_empty() && !finding.contains(before) {
        return format!("{finding} (answered before: {before})");
    }
    finding.to_owned()
}

fn move_lead(
    incident: &Incident,
    id: LeadId,
    (from, to): (LeadState, LeadState),
    finding: &str,
    origin: Origin,
) -> Decision {
    let lead = incident.lead(id).ok_or_else(|| unknown("lead", &id))?;
    if lead.state != from {
        return Err(moved(&id, from, lead.state));
    }
    // A person who ticks a line on the issue has no place to type a finding; the board then
    // shows that it is missing.
    if to.is_ended() && finding.is_empty() && lead.finding.is_empty() && origin == Origin::Local {
        return Err(Refusal::plain(
            format!("{id} ends with a finding, `nothing` included (rule R40)"),
            "type what came of it",
        ));
    }
    let changes = from != to || (!finding.is_empty() && finding != lead.finding);
    Ok(changed(
        changes,
        Event::LeadMoved {
            id,
            from,
            to,
            finding: with_answer(lead, to, finding, origin),
        },
    ))
}
