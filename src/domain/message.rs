//! Messages: filling the playbook's templates from the record.

use std::collections::BTreeMap;

use super::incident::{FixState, Incident};
use super::playbook::{Message, Playbook, Template};
use super::time::Instant;

/// Returns the value of every placeholder that the record knows.
fn values(incident: &Incident, now: Instant) -> BTreeMap<&'static str, String> {
    let title = if incident.exercise {
        format!("EXERCISE: {}", incident.title)
    } else {
        incident.title.clone()
    };
    let url = incident.issue.as_ref().map(|issue| issue.url.clone());
    let open_leads = incident.leads.iter().filter(|lead| !lead.state.is_ended());
    let leads = open_leads.map(|lead| format!("{} {}", lead.id, lead.text));
    let open_fixes = incident
        .fixes
        .iter()
        .filter(|fix| fix.state != FixState::Verified);
    let fixes = open_fixes.map(|fix| format!("{} {} ({})", fix.id, fix.text, fix.state));
    let aware = incident
        .aware_at()
        .map(|at| at.format("%Y-%m-%d %H:%M UTC").to_string());
    BTreeMap::from([
        ("title", title),
        ("issue_url", url.unwrap_or_else(|| "(no issue)".into())),
        ("status", incident.status.to_string()),
        ("severity", incident.severity.to_string()),
        ("ic", incident.ic.clone()),
        ("reporter", incident.reporter.clone()),
        ("responders", incident.responders.join(", ")),
        ("details", incident.details.clone()),
        ("noun", incident.noun().to_owned()),
        ("aware", aware.unwrap_or_else(|| "unknown".into())),
        ("now", now.format("%Y-%m-%d %H:%M UTC").to_string()),
        ("number", (incident.counters.sitrep + 1).to_string()),
        ("leads", leads.collect::<Vec<_>>().join("\n")),
        ("remediation", fixes.collect::<Vec<_>>().join("\n")),
    ])
}

/// Returns a template as a person edits it: the subject in the first line, then the text. What
/// the record does not know is left as `{name}`, so that the writer sees what to fill in.
#[must_use]
pub fn draft(template: &Template, incident: &Incident, now: Instant) -> String {
    let values = values(incident, now);
    let filled = template.fill(&|name| values.get(name).cloned());
    match filled.subject {
        Some(subject) => format!("Subject: {subject}\n\n{}", filled.body),
        None => filled.body,
    }
}

/// Returns what a person has still to fill in, in the order it stands.
#[must_use]
pub fn unfilled(text: &str) -> Vec<String> {
    let body = text.to_owned();
    Template {
        subject: None,
        body,
    }
    .placeholders()
}

/// Returns the names of those a message must reach, and with it everybody who got a sitrep
/// before where the process asks for that (R32, R58).
#[must_use]
pub fn recipients(message: &Message, incident: &Incident, playbook: &Playbook) -> Vec<String> {
    let name = |key: &String| match playbook.addresses.get(key) {
        Some(address) if address.to.is_empty() => address.name.clone(),
        Some(address) => address.to.clone(),
        None => key.clone(),
    };
    let mut names: Vec<String> = message.must.iter().map(name).collect();
    if message.to_previous_recipients {
        let sitreps = incident.messages.iter().filter(|sent| sent.number > 0);
        for earlier in sitreps.flat_map(|sent| sent.to.iter()) {
            if !names.contains(earlier) {
                names.push(earlier.clone());
            }
        }
    }
    names
}
