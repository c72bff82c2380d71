//! Reading suggestions out of a comment.

use super::SuggestedAction;
use crate::domain::ids::{CustomId, FixId, ItemId};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::text::clean_line;

/// The most suggestions of one comment; what is behind them is only text.
pub const MOST_SUGGESTIONS: usize = 20;

/// The longest text of a suggestion, in characters; what is longer is no line for a board.
const LONGEST: usize = 2_000;

/// Returns what a comment asks for, with the line of each, from 1: lines that begin with
/// `/lead TEXT`, `/done R3`, `/tick ITEM` or `/note TEXT`, whatever the case of the word.
///
/// Quoted lines and code fences are somebody else's words. An id that the record does not know
/// asks for nothing.
#[must_use]
pub fn suggestions(
    text: &str,
    incident: &Incident,
    playbook: &Playbook,
) -> Vec<(u32, SuggestedAction)> {
    let asked = spoken(text).filter_map(|(line, at)| {
        let action = action(line, incident, playbook)?;
        Some((at, action))
    });
    asked.take(MOST_SUGGESTIONS).collect()
}

/// Returns whether a comment names, in a line that asks for something, a number that the record
/// does not know: who wrote it may have seen a line that has not come in yet.
#[must_use]
pub fn names_unknown(text: &str, incident: &Incident, playbook: &Playbook) -> bool {
    spoken(text).any(|(line, _)| {
        let Some((word, rest)) = order(line) else {
            return false;
        };
        match word.as_str() {
            "done" => rest
                .parse::<FixId>()
                .is_ok_and(|id| incident.fix(id).is_none()),
            "tick" => rest.parse::<CustomId>().is_ok() && item(&rest, incident, playbook).is_none(),
            _ => false,
        }
    })
}

/// Returns the lines that are the writer's own words, with the number of each.
fn spoken(text: &str) -> impl Iterator<Item = (&str, u32)> {
    let mut fence = Fence::default();
    let lines = text.lines().zip(1_u32..);
    lines.filter(move |(line, _)| fence.is_outside(line))
}

/// Returns the word of a line that asks for something, in small letters, and what is behind it.
fn order(line: &str) -> Option<(String, String)> {
    // Four blanks make a line of code.
    let indent = line.len() - line.trim_start_matches(' ').len();
    let line = line.get(indent..).filter(|_| indent < 4)?;
    let (word, rest) = line.strip_prefix('/')?.split_once(char::is_whitespace)?;
    let rest = clean_line(rest);
    if rest.is_empty() || rest.chars().count() > LONGEST {
        return None;
    }
    Some((word.to_ascii_lowercase(), rest))
}

/// Returns what a line asks for.
fn action(line: &str, incident: &Incident, playbook: &Playbook) -> Option<SuggestedAction> {
    let (word, rest) = order(line)?;
    match word.as_str() {
        "lead" => Some(SuggestedAction::Lead(rest)),
        "note" => Some(SuggestedAction::Note(rest)),
        "done" => {
            let id: FixId = rest.parse().ok()?;
            incident.fix(id).map(|fix| SuggestedAction::Done(fix.id))
        }
        "tick" => item(&rest, incident, playbook).map(SuggestedAction::Tick),
        _ => None,
    }
}

/// Returns the line of a checklist with this id, whatever its case.
fn item(id: &str, incident: &Incident, playbook: &Playbook) -> Option<ItemId> {
    let of_playbook = playbook.items.iter().map(|item| item.id.clone());
    let added = incident.custom_items.iter().map(|item| item.id.to_string());
    of_playbook
        .chain(added)
        .find(|known| known.eq_ignore_ascii_case(id))
        .map(ItemId)
}

/// Whether a line stands in a code fence.
#[derive(Default)]
struct Fence {
    /// What the open fence is made of, and how much of it.
    open: Option<(char, usize)>,
}

impl Fence {
    /// Takes the next line, and returns whether it stands outside of every fence.
    fn is_outside(&mut self, line: &str) -> bool {
        let line = line.trim_start();
        let mark = line.chars().next().filter(|mark| matches!(mark, '`' | '~'));
        let length = mark.map_or(0, |mark| line.chars().take_while(|c| *c == mark).count());
        let bar = mark.filter(|_| length >= 3);
        match (self.open, bar) {
            (None, None) => true,
            (None, Some(mark)) => {
                self.open = Some((mark, length));
                false
            }
            (Some((open, least)), Some(mark)) => {
                let is_end =
                    mark == open && length >= least && line.trim_end().chars().all(|c| c == mark);
                if is_end {
                    self.open = None;
                }
                false
            }
            (Some(_), None) => false,
        }
    }
}
