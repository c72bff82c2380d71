//! Where long-term remediation is tracked.

use super::fixes::find_fix;
use super::refusal::{Decision, Refusal, required_line};
use crate::domain::event::{Event, TrackingSet};
use crate::domain::ids::FixId;
use crate::domain::incident::{Incident, Tracking};
use crate::domain::text::clean_line;

/// Decides where items are followed up. One that has an issue keeps it: there is never a
/// second.
pub(super) fn track(incident: &Incident, ids: &[FixId], to: Option<&Tracking>) -> Decision {
    let to = to.map(checked).transpose()?;
    let mut events = Vec::new();
    for id in ids {
        let known = find_fix(incident, *id)?.tracking.as_ref();
        if let Some(Tracking::Filed { issue }) = known {
            if matches!(to, Some(Tracking::Elsewhere { .. }) | None) {
                return Err(Refusal::plain(
                    format!("{id} has an issue, {}#{}", issue.repository, issue.number),
                    "say there that it is tracked elsewhere",
                ));
            }
        } else if known != to.as_ref() {
            let set = TrackingSet {
                id: *id,
                to: to.clone(),
            };
            events.push(Event::TrackingSet(set));
        }
    }
    Ok(events)
}

fn checked(to: &Tracking) -> Result<Tracking, Refusal> {
    Ok(match to {
        Tracking::Wanted { repository, public } => Tracking::Wanted {
            repository: repository_name(repository)?,
            public: clean_line(public),
        },
        Tracking::Elsewhere { place } => Tracking::Elsewhere {
            place: required_line(place, "where it is tracked")?,
        },
        Tracking::Refused { .. } | Tracking::Filed { .. } => to.clone(),
    })
}

/// Returns a name of the form `owner/name`.
fn repository_name(text: &str) -> Result<String, Refusal> {
    let name = clean_line(text);
    let parts: Vec<&str> = name.split('/').collect();
    let is_part = |part: &&str| !part.is_empty() && !part.contains(char::is_whitespace);
    if parts.len() == 2 && parts.iter().all(is_part) {
        return Ok(name);
    }
    Err(Refusal::plain(
        format!("`{name}` is no repository"),
        "write it as owner/name",
    ))
}
