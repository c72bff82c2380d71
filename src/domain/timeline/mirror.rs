//! What came of the issue, in one line each.

use super::phrase::excerpt;
use crate::domain::event::{ConflictFound, Event};
use crate::domain::ruling::{self, Matter};
use crate::domain::suggestion::SuggestedAction;
use crate::domain::time::Zone;

pub(super) fn describe_mirror(event: &Event) -> String {
    match event {
        Event::Renumbered { moves } => {
            let moves = moves.iter().map(|(from, to)| format!("{from} is now {to}"));
            let moves: Vec<String> = moves.collect();
            format!("{}: taken on the issue", moves.join(", "))
        }
        Event::EditRecovered { kept } => {
            format!("covered by ours and merged back; the covered text is kept in {kept}")
        }
        Event::Adopted { issue, .. } => {
            format!("made from the issue {}#{}", issue.repository, issue.number)
        }
        Event::Suggested { action, .. } => format!("suggests: {}", describe_action(action)),
        Event::SuggestionAnswered {
            id,
            accepted,
            action,
            already,
        } => {
            let word = match (accepted, already) {
                (_, true) => "done already",
                (true, false) => "accepted",
                (false, false) => "declined",
            };
            match action {
                Some(action) => format!("{word}: {}", excerpt(&action.line())),
                None => format!("suggestion {id} {word}"),
            }
        }
        _ => String::new(),
    }
}

/// Returns what a suggestion asks for, as a person would say it.
#[must_use]
pub fn describe_action(action: &SuggestedAction) -> String {
    match action {
        SuggestedAction::Lead(text) => format!("a lead: {}", excerpt(text)),
        SuggestedAction::Done(id) => format!("{id} is done"),
        SuggestedAction::Tick(item) => format!("tick {item}"),
        SuggestedAction::Note(text) => format!("a note: {}", excerpt(text)),
    }
}

pub(super) fn text_changed(added: &str, removed: &str) -> String {
    match (added.is_empty(), removed.is_empty()) {
        (false, true) => format!("wrote on the issue: {}", excerpt(added)),
        (true, false) => format!("removed from the issue: {}", excerpt(removed)),
        _ => format!(
            "changed on the issue: {} -> {}",
            excerpt(removed),
            excerpt(added)
        ),
    }
}

pub(super) fn clash(found: &ConflictFound, zone: Zone) -> String {
    let said = |value| excerpt(&ruling::value_words(&found.subject, value, zone));
    let (ours, theirs) = (said(&found.ours), said(&found.theirs));
    match Matter::of(&found.subject) {
        Matter::Value => {
            let about = ruling::about(&found.subject);
            format!("conflict on {about}: here {ours}, issue {theirs}")
        }
        Matter::Removed(id) => format!("conflict on {id}: removed on the issue, here {ours}"),
        Matter::TakenBack(id) => format!("conflict on {id}: taken back here, issue {theirs}"),
    }
}

pub(super) fn settled(subject: &str, value: &str, zone: Zone) -> String {
    let about = match Matter::of(subject) {
        Matter::Value => ruling::about(subject),
        Matter::Removed(id) | Matter::TakenBack(id) => id.to_string(),
    };
    let value = ruling::value_words(subject, value, zone);
    format!("conflict on {about} settled: {}", excerpt(&value))
}
