//! What the issue brings in.

use super::refusal::changed;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::incident::Incident;
use crate::domain::text::{clean_line, clean_text};

pub(super) fn decide_mirror(incident: &Incident, command: &Command) -> Vec<Event> {
    match command {
        Command::LinkIssue { issue } => changed(
            incident.issue.as_ref() != Some(issue),
            Event::IssueLinked {
                issue: issue.clone(),
            },
        ),
        Command::ImportComment { comment, text } => changed(
            !incident.imported_comments.contains(comment),
            Event::CommentImported {
                comment: *comment,
                text: clean_text(text),
            },
        ),
        Command::ImportText { added, removed } => changed(
            added != removed,
            Event::IssueTextChanged {
                added: clean_text(added),
                removed: clean_text(removed),
            },
        ),
        Command::ImportState { seen } => {
            vec![Event::IssueStateSeen {
                seen: clean_line(seen),
            }]
        }
        Command::RaiseConflict {
            subject,
            ours,
            theirs,
        } => {
            let known = incident
                .conflicts
                .get(subject)
                .is_some_and(|c| c.ours == *ours && c.theirs == *theirs);
            changed(
                !known,
                Event::ConflictFound {
                    subject: subject.clone(),
                    ours: ours.clone(),
                    theirs: theirs.clone(),
                },
            )
        }
        Command::SettleConflict { subject, value } => changed(
            incident.conflicts.contains_key(subject),
            Event::ConflictSettled {
                subject: subject.clone(),
                value: value.clone(),
            },
        ),
        _ => Vec::new(),
    }
}
