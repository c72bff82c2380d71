//! What a suggestion says to the person who answers it.

use super::or_somebody;
use crate::domain::ids::{ItemId, LeadId};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::suggestion::{SuggestedAction, Suggestion};
use crate::domain::time::Instant;

/// What a suggestion says to the person who answers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Who asks for what, in a sentence.
    pub told: String,
    /// The words it is about.
    pub text: String,
    /// What accepting it does.
    pub accept: String,
}

/// Returns what a suggestion says to the person who answers it.
#[must_use]
pub fn asked(
    suggestion: &Suggestion,
    incident: &Incident,
    playbook: &Playbook,
    now: Instant,
) -> Asked {
    let by = or_somebody(&suggestion.by);
    let (told, text, accept) = match &suggestion.action {
        SuggestedAction::Lead(text) => {
            let id = LeadId(incident.counters.lead.saturating_add(1));
            let accept = format!("it goes on the board as {id}");
            (format!("{by} asks for a lead"), text.clone(), accept)
        }
        SuggestedAction::Done(id) => {
            let fix = incident.fix(*id);
            let accept = if suggestion.action.is_so(incident, playbook, now) {
                "it is done already".to_owned()
            } else {
                format!("{id} is done, to verify")
            };
            let text = fix.map_or_else(
                || format!("there is no {id} here by now"),
                |fix| format!("{id} {}", fix.text),
            );
            (format!("{by} says that {id} is done"), text, accept)
        }
        SuggestedAction::Tick(item) => {
            let custom = incident.custom_items.iter();
            let custom = custom.filter(|line| ItemId::from(line.id) == *item);
            let known = playbook.items.iter().filter(|line| line.id == item.0);
            let text = known
                .map(|line| &line.text)
                .chain(custom.map(|line| &line.text));
            let text = text.map(|text| format!("{item} {text}")).next();
            let text = text.unwrap_or_else(|| format!("there is no {item} here by now"));
            let accept = if suggestion.action.is_so(incident, playbook, now) {
                "it is done already".to_owned()
            } else {
                format!("{item} is ticked")
            };
            (format!("{by} says that {item} is done"), text, accept)
        }
        SuggestedAction::Note(text) => {
            let accept = "it is noted, with who suggested it".to_owned();
            (format!("{by} suggests a note"), text.clone(), accept)
        }
    };
    Asked { told, text, accept }
}
