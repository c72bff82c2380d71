//! Checklist lines.

use super::kept;
use super::refusal::{Decision, Refusal, changed, required_line, unknown};
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Origin};
use crate::domain::ids::{CustomId, ItemId};
use crate::domain::incident::{Incident, Mark};
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;

pub(super) fn decide_item(incident: &Incident, playbook: &Playbook, request: &Request) -> Decision {
    match &request.command {
        Command::MarkItem { item, mark, reason } => {
            let line = playbook.item(&item.0);
            let line = line.filter(|_| request.origin == Origin::Local);
            let record = (incident, playbook);
            if let Some(decided) = line.and_then(|line| kept::mark(record, line, *mark)) {
                return decided;
            }
            mark_item(incident, playbook, item, *mark, &clean_line(reason))
        }
        Command::AddItem { list, text } => Ok(vec![Event::ItemAdded {
            id: CustomId(incident.counters.custom.saturating_add(1)),
            list: list.clone(),
            text: required_line(text, "the checklist line")?,
            tag: None,
        }]),
        Command::RewordItem { id, text } => {
            let text = required_line(text, "the checklist line")?;
            let item = incident.custom_items.iter().find(|item| item.id == *id);
            let item = item.ok_or_else(|| unknown("checklist line", id))?;
            Ok(changed(
                item.text != text,
                Event::ItemReworded { id: *id, text },
            ))
        }
        _ => Ok(Vec::new()),
    }
}

fn mark_item(
    incident: &Incident,
    playbook: &Playbook,
    item: &ItemId,
    mark: Option<Mark>,
    reason: &str,
) -> Decision {
    let known = playbook.items.iter().any(|known| known.id == item.0)
        || incident
            .custom_items
            .iter()
            .any(|custom| ItemId::from(custom.id) == *item);
    if !known {
        return Err(unknown("checklist line", item));
    }
    if mark == Some(Mark::NotApplicable) && reason.is_empty() {
        return Err(Refusal::plain(
            format!("{item} needs a reason to be set aside"),
            "one line for the log and the report",
        ));
    }
    let now = incident.checklist.get(item).map(|tick| tick.mark);
    let event = Event::ItemMarked {
        item: item.clone(),
        mark,
        reason: reason.to_owned(),
    };
    Ok(changed(now != mark, event))
}
