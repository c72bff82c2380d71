//! Sections of a comment: written, gathered, and read back.

use super::super::escape::unguard_prose;
use super::super::fits;
use super::super::parse::normalise;
use super::marker::CommentMark;
use super::split::{self, Part};
use crate::domain::command::TakenEntry;
use crate::domain::event::Decided;
use crate::domain::time::When;

/// What stands between two sections.
const RULE: &str = "---";

/// One section of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// What its marker says.
    pub mark: CommentMark,
    /// What it says below its head: the text of a note, a decision or a message, else a
    /// sentence.
    pub text: String,
    /// When it happened, as far as the marker says.
    pub happened: Option<When>,
    /// Who did it; empty when the marker does not say.
    pub actor: String,
    /// The text as it is written, to be put together with other parts.
    raw: Part,
}

/// Reads a comment of a sitroom: one that ends in a marker line. A comment of anybody's that
/// holds a marker anywhere else, as in a quote, has no sections.
#[must_use]
pub fn read_comment(body: &str) -> Vec<Section> {
    let body = normalise(body);
    let mut sections = Vec::new();
    let mut lines: Vec<&str> = Vec::new();
    if super::mark_of(&body).is_none() {
        return sections;
    }
    for line in body.trim_end().split('\n') {
        match CommentMark::read(line) {
            Some(mark) => {
                sections.push(section(mark, &lines, !sections.is_empty()));
                lines.clear();
            }
            None => lines.push(line),
        }
    }
    sections
}

/// Reads one section: its head, then its text.
fn section(mark: CommentMark, lines: &[&str], follows: bool) -> Section {
    let is_blank = |line: &&&str| line.trim().is_empty();
    let mut rest: &[&str] = lines;
    let skip = |rest: &[&str]| rest.iter().take_while(is_blank).count();
    rest = &rest[skip(rest)..];
    if follows && rest.first().is_some_and(|line| line.trim() == RULE) {
        rest = &rest[1..];
        rest = &rest[skip(rest)..];
    }
    // The head says for people what the marker says.
    rest = rest.get(1..).unwrap_or_default();
    rest = &rest[skip(rest)..];
    let end = rest.iter().rposition(|line| !line.trim().is_empty());
    let rest = &rest[..end.map_or(0, |end| end + 1)];
    let raw = Part {
        text: rest.join("\n"),
        cut: mark.said.cut.clone(),
        fence: mark.said.fence.clone(),
    };
    Section {
        text: said(&mark, &raw.text),
        happened: mark.said.happened,
        actor: mark.said.actor.clone(),
        mark,
        raw,
    }
}

/// Returns what the entry says, without what the sentence before it says of it.
fn said(mark: &CommentMark, raw: &str) -> String {
    let lines: Vec<String> = raw.split('\n').map(str::to_owned).collect();
    let text = unguard_prose(&lines);
    match &*mark.kind {
        _ if mark.part > 1 => text,
        "decided" => {
            let about = &mark.said.about;
            // Older versions wrote the word itself.
            let intros = [Decided::intro(about, ""), format!("decided ({about})")];
            let mut behind = intros.iter().filter_map(|intro| {
                let text = text.strip_prefix(intro.as_str())?;
                text.strip_prefix(": ")
            });
            behind.next().map_or(text.clone(), str::to_owned)
        }
        "message-sent" | "handoff-moved" => {
            let after = text.split_once("\n\n").map(|(_, after)| after.to_owned());
            after.unwrap_or_default()
        }
        _ => text,
    }
}

impl Section {
    /// Returns the text as it is written on the issue.
    pub(in super::super) fn raw(&self) -> &str {
        &self.raw.text
    }

    /// Returns the entry that another sitroom posted, to be taken over as what it is; none for
    /// a section that only tells of a change.
    #[must_use]
    pub fn entry(&self) -> Option<TakenEntry> {
        let text = self.text.clone();
        match &*self.mark.kind {
            // What follows of a long message is told as a note of its own.
            "noted" | "decided" | "message-sent" | "handoff-moved" if self.mark.part > 1 => {
                let of = self.mark.said.of.unwrap_or(self.mark.part);
                let text = format!("({}/{of}) {text}", self.mark.part);
                Some(TakenEntry::Note { text })
            }
            "noted" if text.is_empty() => None,
            "noted" => Some(TakenEntry::Note { text }),
            "decided" => Some(TakenEntry::Decision(Box::new(Decided {
                about: self.mark.said.about.clone(),
                text,
                by: self.mark.said.by.clone(),
                basis: self.mark.said.basis.clone(),
            }))),
            "milestone-reached" => self.mark.said.reached.clone().map(TakenEntry::Milestone),
            "team-lead-tried" => self.mark.said.tried.clone().map(TakenEntry::Tried),
            "handoff-moved" => {
                let moved = self.mark.said.handoff.clone();
                moved.map(|moved| TakenEntry::Handoff(moved.with_brief(text)))
            }
            "message-sent" if !self.mark.said.message.is_empty() => Some(TakenEntry::Message {
                message: self.mark.said.message.clone(),
                number: self.mark.said.number.unwrap_or_default(),
                to: self.mark.said.to.clone(),
                by_hand: self.mark.said.by_hand,
                by: self.mark.said.by.clone(),
                open: self.mark.said.open.clone(),
                text,
            }),
            "overridden" => self.mark.said.passed.clone().map(TakenEntry::Passed),
            "routes-moved" => {
                let told = self.mark.said.told.clone();
                told.map(|told| TakenEntry::Told(Box::new(told)))
            }
            _ => None,
        }
    }
}

/// Puts the parts of one entry together, in order, to the text that was recorded; none as long
/// as one is missing.
#[must_use]
pub fn join(parts: &[Section]) -> Option<String> {
    let first = parts.first()?;
    let of = first.mark.said.of.unwrap_or(1);
    let in_order = parts.iter().zip(1..).all(|(part, n)| part.mark.part == n);
    if parts.len() != of || !in_order {
        return None;
    }
    let text = split::join(parts.iter().map(|part| &part.raw));
    Some(said(&first.mark, &text))
}

/// Gathers sections that wait into one comment; none when they do not fit into one.
#[must_use]
pub fn gather<'a>(sections: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let sections: Vec<&str> = sections.into_iter().collect();
    let comment = sections.join(&format!("\n\n{RULE}\n\n"));
    fits(&comment).then_some(comment)
}
