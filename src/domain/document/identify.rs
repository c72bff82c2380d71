//! Finding out which line of ours a line with a box is, when people lost or doubled its marker.

use std::collections::BTreeSet;

use super::body::{Parsed, ParsedItem};
use super::value::{Document, Item, Kind, Section};
use crate::domain::ids::ItemId;

/// How alike two texts must be to count as one text that was reworded.
const ALIKE: f64 = 0.9;

/// Texts longer than this are only compared whole, because comparing takes the square of it.
const LONGEST: usize = 400;

/// What a line with a box is to a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It is this line of ours.
    Ours(ItemId),
    /// It was ours and is no longer wanted.
    Drop,
    /// It is somebody's, so far.
    Keep,
}

/// Returns what each line with a box is: by its marker, by the id at its beginning, by the
/// same text, by nearly the same text, in this order.
#[must_use]
pub fn identify(parsed: &Parsed, document: &Document) -> Vec<Fate> {
    let known: Vec<&Item> = document.items.iter().chain(&document.hidden).collect();
    let mut matching = Matching {
        fates: vec![Fate::Keep; parsed.items.len()],
        taken: BTreeSet::new(),
        known,
    };
    matching.pass(parsed, |line, item| line.marked.as_ref() == Some(&item.id));
    for (fate, line) in matching.fates.iter_mut().zip(&parsed.items) {
        let gone = line
            .marked
            .as_ref()
            .is_some_and(|id| Kind::of(id) == Kind::Line);
        if *fate == Fate::Keep && gone {
            *fate = Fate::Drop;
        }
    }
    matching.pass(parsed, |line, item| {
        line.marked.is_none() && !line.repeated && line.visible.as_ref() == Some(&item.id)
    });
    matching.pass(parsed, |line, item| {
        same_section(line, item) && is_text(line, &item.text)
    });
    matching.pass(parsed, |line, item| {
        same_kind(line, item) && is_text(line, &item.text)
    });
    matching.pass(parsed, |line, item| {
        !line.repeated && same_kind(line, item) && are_alike(&line.text, &item.text)
    });
    matching.fates
}

struct Matching<'a> {
    fates: Vec<Fate>,
    taken: BTreeSet<&'a ItemId>,
    known: Vec<&'a Item>,
}

impl Matching<'_> {
    fn pass(&mut self, parsed: &Parsed, fits: impl Fn(&ParsedItem, &Item) -> bool) {
        for (fate, line) in self.fates.iter_mut().zip(&parsed.items) {
            if *fate != Fate::Keep {
                continue;
            }
            let free = |item: &&&Item| !self.taken.contains(&item.id) && fits(line, item);
            if let Some(item) = self.known.iter().find(free) {
                self.taken.insert(&item.id);
                *fate = Fate::Ours(item.id.clone());
            }
        }
    }
}

fn is_text(line: &ParsedItem, text: &str) -> bool {
    line.text == text || line.whole_text() == text
}

fn same_section(line: &ParsedItem, item: &Item) -> bool {
    line.section
        .as_ref()
        .is_some_and(|section| section.is_same(&item.section))
}

fn same_kind(line: &ParsedItem, item: &Item) -> bool {
    line.section.as_ref().and_then(Section::kind) == Some(Kind::of(&item.id))
}

/// Returns whether two texts differ in at most a tenth of their characters.
fn are_alike(a: &str, b: &str) -> bool {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let longest = a.len().max(b.len());
    let too_far = a.len().abs_diff(b.len()) * 10 > longest;
    if longest == 0 || longest > LONGEST || too_far {
        return false;
    }
    #[expect(clippy::cast_precision_loss, reason = "lengths are at most 400")]
    let share = 1.0 - distance(&a, &b) as f64 / longest as f64;
    share >= ALIKE
}

/// Returns the number of characters to insert, remove or replace to get from one to the other.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
