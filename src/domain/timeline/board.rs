//! What happened on the boards, in one line each.

use super::phrase::{with_owner, with_reason};
use crate::domain::event::{Event, TrackingSet};
use crate::domain::incident::{Mark, Tracking};

pub(super) fn describe_item(event: &Event) -> String {
    match event {
        Event::ItemMarked { item, mark, reason } => {
            let word = match mark {
                Some(Mark::Done) => "done",
                Some(Mark::Open) => "open again",
                Some(Mark::NotApplicable) => "does not apply",
                None => "mark taken away",
            };
            with_reason(format!("{item} {word}"), reason)
        }
        Event::ItemAdded { id, text, .. } => format!("{id} added: {text}"),
        Event::ItemReworded { id, text } => format!("{id} reworded: {text}"),
        _ => String::new(),
    }
}

pub(super) fn describe_lead(event: &Event) -> String {
    match event {
        Event::LeadAdded {
            id, text, owner, ..
        } => with_owner(format!("{id} lead: {text}"), owner),
        Event::LeadReworded { id, text } => format!("{id} reworded: {text}"),
        Event::LeadOwned { id, owner } => owned(&id.to_string(), owner),
        Event::LeadMoved {
            id, to, finding, ..
        } => with_reason(format!("{id} {to}"), finding),
        _ => String::new(),
    }
}

pub(super) fn describe_fix(event: &Event) -> String {
    match event {
        Event::FixAdded {
            id,
            text,
            class,
            owner,
            ..
        } => with_owner(format!("{id} {class} remediation: {text}"), owner),
        Event::FixReworded { id, text } => format!("{id} reworded: {text}"),
        Event::FixOwned { id, owner } => owned(&id.to_string(), owner),
        Event::FixMoved { id, to, .. } => format!("{id} {to}"),
        Event::FixVerified { id, by } => format!("{id} verified by {by}"),
        Event::FixReclassified { id, class, reason } => {
            with_reason(format!("{id} is now {class}"), reason)
        }
        _ => String::new(),
    }
}

pub(super) fn describe_tracking(set: &TrackingSet) -> String {
    let id = set.id;
    match &set.to {
        Some(Tracking::Wanted { repository, public }) => {
            let said = format!("{id} to be followed up as an issue of {repository}");
            with_reason(said, public)
        }
        Some(Tracking::Refused { repository, why }) => {
            with_reason(format!("{id} not filed in {repository}"), why)
        }
        Some(Tracking::Filed { issue }) => {
            format!("{id} followed up as {}#{}", issue.repository, issue.number)
        }
        Some(Tracking::Elsewhere { place }) => format!("{id} followed up elsewhere: {place}"),
        None => format!("{id} not followed up anywhere"),
    }
}

fn owned(id: &str, owner: &str) -> String {
    if owner.is_empty() {
        format!("{id} has no owner")
    } else {
        format!("{id} owner {owner}")
    }
}
