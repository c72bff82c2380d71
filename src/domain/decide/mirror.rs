//! What the issue brings in.

use super::messages::take_move;
use super::refusal::{Decision, changed, required_line};
use crate::domain::command::{Command, TakenEntry, TakenItem};
use crate::domain::event::{ConflictFound, Event};
use crate::domain::ids::EntryId;
use crate::domain::incident::{Incident, Route};
use crate::domain::playbook::Playbook;
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
        Command::ImportEdit { comment, text } => vec![Event::CommentEdited {
            comment: *comment,
            text: clean_text(text),
        }],
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
        Command::RaiseConflict { .. } => raise(incident, command),
        Command::Renumber { moves } => changed(
            !moves.is_empty(),
            Event::Renumbered {
                moves: moves.clone(),
            },
        ),
        Command::RecordRecovery { kept } => vec![Event::EditRecovered {
            kept: clean_line(kept),
        }],
        Command::RecordAdoption { issue, head } => vec![Event::Adopted {
            issue: issue.clone(),
            head: head.clone(),
        }],
        Command::Suggest { id, action } => changed(
            !incident.suggestions.contains_key(id),
            Event::Suggested {
                id: *id,
                action: action.clone(),
            },
        ),
        Command::SettleConflict { subject, value } => changed(
            incident.conflicts.contains_key(subject),
            Event::ConflictSettled {
                subject: subject.clone(),
                value: clean_text(value),
            },
        ),
        _ => Vec::new(),
    }
}

/// Decides about a conflict that was found; one that is open with these values is known.
fn raise(incident: &Incident, command: &Command) -> Vec<Event> {
    let Command::RaiseConflict {
        subject,
        ours,
        theirs,
        ours_by,
        ours_at,
    } = command
    else {
        return Vec::new();
    };
    let open = incident.conflicts.get(subject);
    let is_known = open.is_some_and(|open| open.ours == *ours && open.theirs == *theirs);
    changed(
        !is_known,
        Event::ConflictFound(ConflictFound {
            subject: subject.clone(),
            ours: ours.clone(),
            theirs: theirs.clone(),
            ours_by: clean_line(ours_by),
            ours_at: *ours_at,
        }),
    )
}

/// Takes back here what another sitroom took back of what it posted.
pub(super) fn take_back(entries: &[EntryId], label: &str) -> Vec<Event> {
    let undone = Event::Undone {
        entries: entries.to_vec(),
        label: clean_line(label),
    };
    changed(!entries.is_empty(), undone)
}

/// Takes over what another sitroom posted.
pub(super) fn take_entry(
    (incident, playbook): (&Incident, &Playbook),
    taken: &TakenEntry,
) -> Vec<Event> {
    match taken {
        TakenEntry::Told(told) => take_move(incident, told).into_iter().collect(),
        taken => {
            let mut event = taken.event();
            if let Event::MessageSent { routes, .. } = &mut event {
                for way in routes {
                    address(way, playbook);
                }
            }
            vec![event]
        }
    }
}

/// Gives a way of another machine the address that is set here.
fn address(way: &mut Route, playbook: &Playbook) {
    if let Some(known) = playbook.address(&way.address) {
        way.to.clone_from(&known.to);
        way.cc.clone_from(&known.cc);
    }
}

/// Decides about a line that another sitroom put on the issue. One of that number and text here
/// is the same line and gets its tag; one of that number and another text is not, and nothing
/// changes.
pub(super) fn take_item(incident: &Incident, taken: &TakenItem) -> Decision {
    Ok(match taken {
        TakenItem::Lead {
            id,
            tag,
            text,
            owner,
        } => changed(
            incident
                .lead(*id)
                .is_none_or(|lead| is_same((&lead.text, lead.tag), text, *tag)),
            Event::LeadAdded {
                id: *id,
                text: required_line(text, "the lead")?,
                owner: clean_line(owner),
                tag: *tag,
            },
        ),
        TakenItem::Fix {
            id,
            tag,
            text,
            class,
            owner,
        } => changed(
            incident
                .fix(*id)
                .is_none_or(|fix| is_same((&fix.text, fix.tag), text, *tag)),
            Event::FixAdded {
                id: *id,
                text: required_line(text, "the remediation item")?,
                class: *class,
                owner: clean_line(owner),
                tag: *tag,
            },
        ),
        TakenItem::Line {
            id,
            tag,
            list,
            text,
        } => changed(
            incident
                .custom_items
                .iter()
                .find(|item| item.id == *id)
                .is_none_or(|item| {
                    let moves = item.list != *list && Some(item.tag) == *tag;
                    is_same((&item.text, item.tag), text, *tag) || moves
                }),
            Event::ItemAdded {
                id: *id,
                list: list.clone(),
                text: required_line(text, "the checklist line")?,
                tag: *tag,
            },
        ),
    })
}

/// Returns whether a line here is one that another machine recorded too, and not known as that
/// yet.
fn is_same((ours, tag): (&str, EntryId), theirs: &str, other: Option<EntryId>) -> bool {
    ours == clean_line(theirs) && other.is_some_and(|other| other != tag)
}
