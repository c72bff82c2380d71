//! Checklist lines.

use super::kept;
use super::refusal::{Decision, Refusal, changed, required_line, unknown};
use crate::domain::command::{Command, Request};
use crate::domain::event::{Event, Origin, Visibility};
use crate::domain::ids::{CustomId, ItemId};
use crate::domain::incident::{Incident, Mark};
use crate::domain::playbook::{Item, Playbook};
use crate::domain::question::question;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;

/// Stands against a tick that leaves out what a line asks, and against an answer that nobody asked
/// for: no place would have it. An answer may be empty.
///
/// # Errors
///
/// What the line asks, or why it takes no answer.
pub fn check_answer(
    (incident, playbook, now): (&Incident, &Playbook, Instant),
    item: &ItemId,
    answer: Option<&str>,
) -> Result<(), Refusal> {
    let asks = playbook.item(&item.0).and_then(|line| line.ask.as_ref());
    let question = question(item, incident, playbook, now);
    let is_said = answer.is_some_and(|answer| !answer.trim().is_empty());
    match (answer, question) {
        (None, Some(question)) => Err(Refusal::plain(
            format!("{item} asks: {question}"),
            "tick it yourself and answer; then it is done already",
        )),
        (Some(_), None) if asks.is_none() => Err(Refusal::plain(
            format!("{item} asks nothing, so that an answer stands nowhere"),
            "tick it without, and write it down as a note",
        )),
        (Some(_), None) if is_said => Err(answered_late(item)),
        _ => Ok(()),
    }
}

fn answered_late(item: &ItemId) -> Refusal {
    Refusal::plain(
        format!("{item} is ticked already"),
        "take the tick back first, then answer",
    )
}

pub(super) fn decide_item(incident: &Incident, playbook: &Playbook, request: &Request) -> Decision {
    match &request.command {
        Command::MarkItem { item, mark, reason } => {
            let line = playbook.item(&item.0);
            let line = line.filter(|_| request.origin == Origin::Local);
            let record = (incident, playbook);
            if let Some(decided) = line.and_then(|line| kept::mark(record, line, (*mark, reason))) {
                return decided;
            }
            let kept = own_words(line, *mark, reason);
            let said = if kept.is_some() { "" } else { reason };
            let mut events = mark_item(incident, playbook, item, *mark, &clean_line(said))?;
            let is_lost = events.is_empty() && *mark == Some(Mark::Done);
            if is_lost && !reason.trim().is_empty() && line.is_some_and(|it| it.ask.is_some()) {
                return Err(answered_late(item));
            }
            let text = kept.filter(|text| !text.is_empty() && !events.is_empty());
            events.extend(text.map(|text| Event::Noted {
                text: format!("{item}: {text}"),
                visibility: Visibility::Local,
            }));
            Ok(events)
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

/// Returns what an answer with a `!` in front says: it is kept on this machine, as a note with one
/// is, and the reason of a mark is not. None where the answer may be read by all.
fn own_words(line: Option<&Item>, mark: Option<Mark>, reason: &str) -> Option<String> {
    let asks = line.is_some_and(|line| line.ask.is_some()) && mark == Some(Mark::Done);
    let text = reason.trim_start().strip_prefix('!').filter(|_| asks)?;
    Some(clean_text(text).trim().to_owned())
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
