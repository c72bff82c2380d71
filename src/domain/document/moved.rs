//! Comments of ours that hold what the body has no room for. They are never edited once they
//! are posted: what changes afterwards returns to the body.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::body::ParsedItem;
use super::comment::{CommentMark, Part, Said, Section as CommentSection, read_comment, split};
use super::escape::guard_prose;
use super::line::{self, Moved};
use super::parse::heading;
use super::value::{Document, EXERCISE, Item, Section};
use super::{BUDGET, units};
use crate::domain::mirror::OutboxKey;

/// The kinds that markers of such comments name.
const LINES: &str = "moved";
const DETAILS: &str = "details";

/// The most UTF-16 units of the free text in one place. Guarding it can make it half as long
/// again, and the body holds other things too.
const MOST_DETAILS: usize = 20_000;

/// Room for the words around the lines of a comment.
const FRAME: usize = 1_000;

/// A comment of ours that holds what the body has no room for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Continuation {
    /// What it carries, as the outbox and its marker name it.
    pub key: String,
    /// GitHub's id of the comment.
    pub comment: u64,
    /// What it said when it was last read; none once it was deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
}

impl Continuation {
    /// Returns a comment that continues the body of an issue; none for any other.
    #[must_use]
    pub fn read(comment: u64, body: &str) -> Option<Self> {
        let mark = super::mark_of(body)?;
        is_continuation(&mark).then(|| Self {
            key: mark.key().to_string(),
            comment,
            body: Some(body.to_owned()),
        })
    }

    /// Returns the lines that it holds, in order.
    #[must_use]
    pub fn lines(&self) -> Vec<ParsedItem> {
        let section = self.section(LINES);
        section.map_or_else(Vec::new, |section| read_lines(section.raw()))
    }

    /// Returns the part of the free text that it holds.
    pub(crate) fn part(&self) -> Option<Part> {
        let section = self.section(DETAILS)?;
        Some(Part {
            text: section.text.clone(),
            cut: section.mark.said.cut.clone(),
            fence: section.mark.said.fence,
        })
    }

    fn section(&self, kind: &str) -> Option<CommentSection> {
        let sections = read_comment(self.body.as_deref()?);
        sections
            .into_iter()
            .find(|section| section.mark.kind == kind)
    }
}

/// Returns whether a comment continues the body: it is nobody's entry.
#[must_use]
pub fn is_continuation(mark: &CommentMark) -> bool {
    mark.kind == LINES || mark.kind == DETAILS
}

/// What the body has no room for, to be posted as a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overflow {
    /// Whether it is a drill.
    exercise: bool,
    /// What goes there.
    what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum What {
    /// Lines of the boards and checklists.
    Lines(Vec<Item>),
    /// A part of the free text.
    Details(Part),
}

impl Overflow {
    pub(crate) fn lines(document: &Document, items: Vec<Item>) -> Self {
        Self {
            exercise: document.exercise,
            what: What::Lines(items),
        }
    }

    pub(crate) fn details(document: &Document, part: Part) -> Self {
        Self {
            exercise: document.exercise,
            what: What::Details(part),
        }
    }

    /// Returns the comment that holds it, with the key that the outbox gives it.
    #[must_use]
    pub fn comment(&self, key: OutboxKey) -> String {
        let (kind, head, text, said) = match &self.what {
            What::Lines(items) => (
                LINES,
                "The issue is full; these lines stand here instead:",
                render_lines(items),
                Said::default(),
            ),
            What::Details(part) => (
                DETAILS,
                "The issue is full; its text goes on here:",
                guard_prose(&part.text).join("\n"),
                Said {
                    cut: part.cut.clone(),
                    fence: part.fence.clone(),
                    ..Said::default()
                },
            ),
        };
        let mark = CommentMark {
            entry: key.entry,
            part: key.part,
            kind: kind.to_owned(),
            said,
        };
        let drill = if self.exercise { EXERCISE } else { "" };
        format!("{drill}{head}\n\n{text}\n\n{mark}")
    }

    /// Returns the numbers of the lines that it moves.
    #[must_use]
    pub fn ids(&self) -> Vec<String> {
        match &self.what {
            What::Lines(items) => items.iter().map(|item| item.id.0.clone()).collect(),
            What::Details(_) => Vec::new(),
        }
    }
}

fn render_lines(items: &[Item]) -> String {
    let mut sections: Vec<(&Section, Vec<String>)> = Vec::new();
    for item in items {
        let line = line::render_moved(item);
        match sections
            .iter_mut()
            .find(|(section, _)| **section == item.section)
        {
            Some((_, lines)) => lines.push(line),
            None => sections.push((&item.section, vec![line])),
        }
    }
    let sections = sections
        .into_iter()
        .map(|(section, lines)| format!("### {section}\n\n{}", lines.join("\n")));
    sections.collect::<Vec<String>>().join("\n\n")
}

fn read_lines(text: &str) -> Vec<ParsedItem> {
    let mut section = None;
    let mut lines = Vec::new();
    for line in text.split('\n') {
        if let Some(heading) = heading(line) {
            section = Section::of_heading(heading);
        } else if let Some(Moved { said, ticked }) = line::read_moved(line) {
            lines.push(ParsedItem {
                line: None,
                prefix: String::new(),
                ticked,
                marked: said.marked,
                tag: said.tag,
                visible: said.visible,
                repeated: false,
                adoptable: false,
                text: said.text,
                owner: said.owner,
                words: said.words,
                said_class: said.class,
                section: section.clone(),
            });
        }
    }
    lines
}

/// Returns whether a line that was moved says what an item says.
#[must_use]
pub fn says_the_item(line: &ParsedItem, item: &Item) -> bool {
    read_lines(&render_lines(std::slice::from_ref(item)))
        .first()
        .is_some_and(|own| {
            let entry = |line: &ParsedItem| line.tag.map(|tag| tag.entry);
            line.marked == own.marked
                && entry(line) == entry(own)
                && line.text == own.text
                && line.owner == own.owner
                && line.words == own.words
                && line.ticked == own.ticked
                && line.section == own.section
        })
}

/// Returns the lines that go to a comment so that a body of `units` UTF-16 units comes down to
/// `most`, in the order in which they go: ended ones first, the oldest first; then what is only
/// needed later; then the last ones.
#[must_use]
pub(crate) fn lines_to_move(items: &[&Item], units_now: usize, most: usize) -> Vec<Item> {
    let mut ranked: Vec<(u8, i64, usize, &Item)> = items
        .iter()
        .enumerate()
        .map(|(at, item)| {
            let changed = item.tag.map_or(i64::MAX, |tag| tag.changed);
            if item.standing.is_ended() {
                (0, changed, at, *item)
            } else if item.section == Section::LongTerm {
                (1, 0, at, *item)
            } else {
                (2, 0, items.len() - at, *item)
            }
        })
        .collect();
    ranked.sort_by_key(|(rank, changed, at, _)| (*rank, *changed, *at));
    let (mut left, mut filled) = (units_now, FRAME);
    let mut moved = Vec::new();
    for (.., item) in ranked {
        let length = units(&line::render(item, "- ", false)) + 1;
        // A heading goes with each section.
        let room = length + units(&item.section.to_string()) + 8;
        if left <= most || filled + room > BUDGET {
            break;
        }
        left = left.saturating_sub(length);
        filled += room;
        moved.push(item.clone());
    }
    moved
}

/// Returns how many UTF-16 units lines take in the body.
#[must_use]
pub(crate) fn lines_units(items: &[&Item]) -> usize {
    let lines = items
        .iter()
        .map(|item| units(&line::render(item, "- ", false)) + 1);
    lines.sum()
}

/// Returns the free text in the parts that fit: the first stands in the body.
pub(crate) fn details_parts(details: &str) -> Vec<Part> {
    split(details, MOST_DETAILS)
}

/// Returns the free text of an issue whose first part stands in the body.
pub(crate) fn whole_details(head: &str, parts: Vec<Part>) -> String {
    let head = Part {
        text: head.to_owned(),
        ..Part::default()
    };
    let all: Vec<Part> = std::iter::once(head).chain(parts).collect();
    super::comment::join_text(&all)
}

/// Returns a document with as much of it as fits into a new issue. The rest comes with the
/// next rounds, by way of comments.
pub(crate) fn fitting(document: &Document, render: impl Fn(&Document) -> String) -> String {
    let text = render(document);
    if units(&text) <= BUDGET {
        return text;
    }
    let mut smaller = document.clone();
    if let Some(first) = details_parts(&document.details).into_iter().next() {
        smaller.details = first.text;
    }
    for _ in 0..100 {
        let text = render(&smaller);
        let all: Vec<&Item> = smaller.items.iter().collect();
        let moved = lines_to_move(&all, units(&text), BUDGET);
        if units(&text) <= BUDGET || moved.is_empty() {
            return text;
        }
        let moved: BTreeSet<_> = moved.into_iter().map(|item| item.id).collect();
        smaller.items.retain(|item| !moved.contains(&item.id));
    }
    render(&smaller)
}
