//! What is to be public is looked through first: nobody calls it back (R73, R86).

use super::guards::joined;
use super::refusal::{Decision, Refusal, changed, required_line, unknown};
use crate::domain::command::ExamineAsked;
use crate::domain::event::Event;
use crate::domain::incident::{Incident, Mark};
use crate::domain::playbook::{Item, Playbook};
use crate::domain::text::count;

/// Asks while something in a text is sensitive, by the gate or by the playbook.
pub(super) fn guard_text(playbook: &Playbook, asked: &ExamineAsked) -> Result<(), Refusal> {
    let mut said = asked.found.clone();
    said.extend(sensitive(&asked.text, playbook));
    if said.is_empty() {
        return Ok(());
    }
    Err(not_for_all(&said))
}

/// Asks the same of a message that everybody may read, and joins it to what else stands against
/// it: what was changed since it was looked through is looked at too.
pub(super) fn guard_public(
    playbook: &Playbook,
    (message, text): (&str, &str),
    early: Result<(), Refusal>,
) -> Result<(), Refusal> {
    let mut items = playbook.items.iter();
    let is_public = items.any(|item| item.examines.as_deref() == Some(message));
    let said = if is_public {
        sensitive(text, playbook)
    } else {
        Vec::new()
    };
    match (early, said.is_empty()) {
        (early, true) => early,
        (Ok(()), false) => Err(not_for_all(&said)),
        (Err(early), false) => Err(joined(early, Err(not_for_all(&said)))),
    }
}

/// Asks when a line is ticked that looking through a text ticks.
pub(super) fn guard_unexamined(playbook: &Playbook, item: &Item) -> Result<(), Refusal> {
    let Some(message) = &item.examines else {
        return Ok(());
    };
    let name = playbook.message(message).map_or("text", |it| &it.name);
    let id = &item.id;
    Err(Refusal::guard(
        "text-unexamined",
        format!("{id} is ticked by having the text looked through: {name}"),
        format!("`sitroom tick {id} --text FILE`, x on its line, or say who looked through it"),
    ))
}

/// Decides that the line is done whose text was looked through.
pub(super) fn examined(incident: &Incident, playbook: &Playbook, asked: &ExamineAsked) -> Decision {
    let line = playbook.item(&asked.line.0);
    if line.is_none_or(|line| line.examines.is_none()) {
        return Err(unknown("line that looks through a text", &asked.line));
    }
    required_line(&asked.text, "the text")?;
    let found = asked.found.len() + sensitive(&asked.text, playbook).len();
    let reason = match found {
        0 => "looked through, nothing found".to_owned(),
        n => format!("looked through, {} left in it", count(n, "thing")),
    };
    let now = incident.checklist.get(&asked.line).map(|tick| tick.mark);
    let mark = Some(Mark::Done);
    let event = Event::ItemMarked {
        item: asked.line.clone(),
        mark,
        reason,
    };
    Ok(changed(now != mark, event))
}

/// Returns what of a text is not for the public by the words of the playbook, a line each.
fn sensitive(text: &str, playbook: &Playbook) -> Vec<String> {
    let all = playbook.sensitive_words.iter();
    let said = all.filter_map(|words| {
        let word = words.said_in(text)?;
        let (why, rules) = (&words.why, words.rules.join(", "));
        Some(format!("`{word}`: {why} (rule {rules})"))
    });
    said.collect()
}

fn not_for_all(said: &[String]) -> Refusal {
    Refusal::guard(
        "public-text",
        format!("not for the public: {}", said.join("; ")),
        "take it out, or say why everybody may read it",
    )
}
