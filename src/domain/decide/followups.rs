//! Where long-term remediation is followed up.

use super::fixes::find_fix;
use super::refusal::{Decision, Refusal, changed, required_line};
use crate::domain::event::{Event, FollowupSet};
use crate::domain::incident::{Followup, Incident};
use crate::domain::text::clean_line;

/// Decides where an item is followed up. One that has an issue keeps it: there is never a
/// second.
pub(super) fn follow_up(incident: &Incident, set: &FollowupSet) -> Decision {
    let fix = find_fix(incident, set.id)?;
    if let Some(Followup::Filed { issue }) = &fix.followup {
        let is_known = set.to == fix.followup || matches!(set.to, Some(Followup::Wanted { .. }));
        if is_known {
            return Ok(Vec::new());
        }
        return Err(Refusal::plain(
            format!(
                "{} has an issue, {}#{}",
                set.id, issue.repository, issue.number
            ),
            "say there that it is tracked elsewhere",
        ));
    }
    let to = match &set.to {
        Some(Followup::Wanted { repository, public }) => Some(Followup::Wanted {
            repository: repository_name(repository)?,
            public: clean_line(public),
        }),
        Some(Followup::Elsewhere { place }) => Some(Followup::Elsewhere {
            place: required_line(place, "where it is tracked")?,
        }),
        filed @ (Some(Followup::Filed { .. }) | None) => filed.clone(),
    };
    let event = FollowupSet {
        id: set.id,
        to: to.clone(),
    };
    Ok(changed(fix.followup != to, Event::FollowupSet(event)))
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
