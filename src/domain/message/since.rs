//! What changed since the last sitrep.

use crate::domain::incident::{FixState, Incident, LeadState, Told};
use crate::domain::text::excerpt;

/// How much of a line of a board stands in a sitrep.
const EXCERPT: usize = 200;

/// Returns what changed since the last sitrep was written, a line each; none before the first.
#[must_use]
pub fn changes(incident: &Incident) -> Vec<String> {
    let Some(told) = &incident.told else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    if told.status != incident.status {
        lines.push(format!("Status: {} -> {}", told.status, incident.status));
    }
    if told.severity != incident.severity {
        let (from, to) = (told.severity, incident.severity);
        lines.push(format!("Severity: {from} -> {to}"));
    }
    if told.ic != incident.ic {
        lines.push(format!("IC: {} -> {}", told.ic, incident.ic));
    }
    lines.extend(of_leads(incident, told));
    lines.extend(of_fixes(incident, told));
    let decisions = incident.decisions.iter().skip(told.decisions);
    lines.extend(decisions.map(|decision| {
        let text = excerpt(&decision.text, EXCERPT);
        let authority = match decision.basis.authority.as_str() {
            "" => String::new(),
            authority => format!("; {authority}"),
        };
        format!("Decided ({}): {text}{authority}", decision.about)
    }));
    lines
}

/// Returns the same as a text with numbers, or that there is no change; empty before the
/// first sitrep. `number` is that of the sitrep it is for; zero for another message.
#[must_use]
pub fn since_last(incident: &Incident, number: u32) -> String {
    let Some(told) = &incident.told else {
        return String::new();
    };
    let which = if number > 0 {
        format!("Sitrep #{number}. ")
    } else {
        String::new()
    };
    let at = told.at.earliest();
    let at = at.map_or_else(String::new, |at| {
        format!(" of {}", at.format("%Y-%m-%d %H:%M UTC"))
    });
    let last = format!("sitrep #{}{at}", told.number);
    let changes = changes(incident);
    if changes.is_empty() {
        return format!("{which}No change since {last}.");
    }
    let lines = changes.iter().zip(1..);
    let lines: Vec<String> = lines.map(|(line, n)| format!("{n}. {line}")).collect();
    format!("{which}Since {last}:\n{}", lines.join("\n"))
}

fn of_leads<'a>(incident: &'a Incident, told: &'a Told) -> impl Iterator<Item = String> + 'a {
    incident.leads.iter().filter_map(|lead| {
        let before = told.leads.iter().find(|(id, _)| *id == lead.id);
        let text = excerpt(&lead.text, EXCERPT);
        let came = match before {
            Some((_, state)) if *state == lead.state => return None,
            Some(_) => "Lead",
            None => "New lead",
        };
        let finding = excerpt(&lead.finding, EXCERPT);
        Some(match lead.state {
            LeadState::Open => format!("{came} {}: {text}", lead.id),
            LeadState::Answered | LeadState::RuledOut if !finding.is_empty() => {
                format!("{came} {} {}: {text}: {finding}", lead.id, lead.state)
            }
            state => format!("{came} {} {state}: {text}", lead.id),
        })
    })
}

fn of_fixes<'a>(incident: &'a Incident, told: &'a Told) -> impl Iterator<Item = String> + 'a {
    incident.fixes.iter().filter_map(|fix| {
        let before = told.fixes.iter().find(|(id, _)| *id == fix.id);
        let text = excerpt(&fix.text, EXCERPT);
        match before {
            Some((_, state)) if *state == fix.state => None,
            None if fix.state == FixState::Open => {
                Some(format!("New remediation {}: {text}", fix.id))
            }
            None | Some(_) => Some(format!("Remediation {} {}: {text}", fix.id, fix.state)),
        }
    })
}
