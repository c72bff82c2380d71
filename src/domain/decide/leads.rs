//! The investigation board.

use super::refusal::{Decision, Refusal, changed, moved, required_line, unknown};
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Origin};
use crate::domain::ids::LeadId;
use crate::domain::incident::{Incident, LeadState};
use crate::domain::text::clean_line;

pub(super) fn decide_lead(incident: &Incident, request: &Request) -> Decision {
    match &request.command {
        Command::AddLead { text, owner } => Ok(vec![Event::LeadAdded {
            id: LeadId(incident.counters.lead.saturating_add(1)),
            text: required_line(text, "the lead")?,
            owner: clean_line(owner),
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
            let owner = clean_line(owner);
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
            finding: finding.to_owned(),
        },
    ))
}
