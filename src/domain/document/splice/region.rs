//! Our region, section by section.

use std::collections::{HashMap, HashSet};

use super::super::body::{Parsed, ParsedItem, Region, Role};
use super::super::identify::Fate;
use super::super::line::{read_note, render, render_note};
use super::super::parse::{begin_line, end_line};
use super::super::state::is_state_line;
use super::super::value::{Document, Item, Kind, LineMark, Note, Section, Standing};
use crate::domain::ids::ItemId;

const PREFIX: &str = "- ";

/// A section on its way out: its heading, and the lines up to the next one.
struct Segment {
    heading: Option<String>,
    section: Option<Section>,
    lines: Vec<String>,
}

/// Returns the whole region, with its marks.
pub(super) fn build_new(document: &Document, state: Option<&str>) -> Vec<String> {
    let mut segments = Vec::new();
    add_missing(&mut segments, document, &Written::of(document));
    let mut lines = vec![begin_line(document.incident.as_str())];
    lines.extend(join(segments, state));
    lines.push(end_line());
    lines
}

/// Returns the lines between the marks.
pub(super) fn build(
    parsed: &Parsed,
    document: &Document,
    fates: &[Fate],
    state: Option<&str>,
) -> Vec<String> {
    let Region::At { begin, end, .. } = parsed.region else {
        return Vec::new();
    };
    let mut segments = vec![Segment {
        heading: None,
        section: Some(Section::Notice),
        lines: Vec::new(),
    }];
    let mut written = Written::of(document);
    for at in begin + 1..end {
        if let Role::Heading(section) = &parsed.roles[at] {
            segments.push(Segment {
                heading: Some(parsed.lines[at].clone()),
                section: section.clone(),
                lines: Vec::new(),
            });
        } else if let (Some(line), Some(segment)) =
            (written.line(parsed, fates, state, at), segments.last_mut())
        {
            segment.lines.push(line);
        }
    }
    drop_unwanted(&mut segments, document);
    add_missing(&mut segments, document, &written);
    join(segments, state.filter(|_| !written.state))
}

/// What is to stand in the region, and what stands there already.
struct Written<'a> {
    by_id: HashMap<&'a ItemId, &'a Item>,
    by_key: HashMap<&'a str, &'a Note>,
    items: HashSet<&'a ItemId>,
    notes: HashSet<&'a str>,
    state: bool,
}

impl<'a> Written<'a> {
    fn of(document: &'a Document) -> Self {
        let (items, notes) = (document.items.iter(), document.notes.iter());
        Self {
            by_id: items.map(|item| (&item.id, item)).collect(),
            by_key: notes.map(|note| (note.key.as_str(), note)).collect(),
            items: HashSet::new(),
            notes: HashSet::new(),
            state: false,
        }
    }

    /// Returns a line as it should be, or none to leave it out.
    fn line(
        &mut self,
        parsed: &Parsed,
        fates: &[Fate],
        state: Option<&str>,
        at: usize,
    ) -> Option<String> {
        let raw = &parsed.lines[at];
        match &parsed.roles[at] {
            Role::State if self.state => None,
            Role::State => {
                self.state = true;
                state.map(str::to_owned)
            }
            Role::Info(key) => self.note(key, raw),
            Role::Item(n) => self.item(&parsed.items[*n], fates.get(*n)?, raw),
            Role::Foreign
            | Role::Title
            | Role::Bullet(_)
            | Role::Details
            | Role::Begin
            | Role::End
            | Role::Heading(_) => Some(raw.clone()),
        }
    }

    fn note(&mut self, key: &str, raw: &str) -> Option<String> {
        let note = *self.by_key.get(key)?;
        if !self.notes.insert(&note.key) {
            return None;
        }
        let same = read_note(raw).is_some_and(|(_, text)| text == note.text);
        Some(if same {
            raw.to_owned()
        } else {
            render_note(note)
        })
    }

    fn item(&mut self, line: &ParsedItem, fate: &Fate, raw: &str) -> Option<String> {
        let id = match fate {
            Fate::Ours(id) => id,
            Fate::Drop => return None,
            Fate::Keep => return Some(raw.to_owned()),
        };
        let item = *self.by_id.get(id)?;
        if is_elsewhere(line, item) {
            return None;
        }
        self.items.insert(&item.id);
        let same = says(line, item);
        Some(if same {
            raw.to_owned()
        } else {
            render(item, &line.prefix, is_outside(line))
        })
    }
}

/// Returns whether a remediation item stands in the other remediation section.
fn is_elsewhere(line: &ParsedItem, item: &Item) -> bool {
    let stands = line.section.as_ref().and_then(Section::class);
    let belongs = item.section.class();
    stands.is_some() && belongs.is_some() && stands != belongs
}

/// Returns whether a line stands below a heading that says nothing of when it is needed.
fn is_outside(line: &ParsedItem) -> bool {
    line.section.as_ref().and_then(Section::class).is_none()
}

/// Returns whether a line says what the item says, ids included.
fn says(line: &ParsedItem, item: &Item) -> bool {
    let owned = line.owner.as_ref() == Some(&item.owner) || Kind::of(&item.id) == Kind::Line;
    let words = match &item.standing {
        Standing::Line(LineMark::Open | LineMark::Ticked) => None,
        Standing::Line(LineMark::DoesNotApply) | Standing::Lead(..) | Standing::Fix(..) => {
            Some(&item.standing)
        }
    };
    let tag = |tag: &super::super::tag::Tag| tag.entry;
    line.marked.as_ref() == Some(&item.id)
        && line.tag.as_ref().map(tag) == item.tag.as_ref().map(tag)
        && line.visible.as_ref() == Some(&item.id)
        && line.text == item.text
        && owned
        && line.words.as_ref() == words
        && line.said_class == item.section.class().filter(|_| is_outside(line))
        && line.ticked == item.standing.is_ticked()
}

/// Takes out headings of ours that nothing stands below any more.
fn drop_unwanted(segments: &mut Vec<Segment>, document: &Document) {
    let wanted = document.sections();
    segments.retain(|segment| {
        let ours = match &segment.section {
            Some(Section::Notice) | None => false,
            Some(section) => !wanted.iter().any(|wanted| wanted.is_same(section)),
        };
        !ours || segment.lines.iter().any(|line| !line.trim().is_empty())
    });
}

/// Adds what does not stand there yet, at the end of each section.
fn add_missing(segments: &mut Vec<Segment>, document: &Document, written: &Written<'_>) {
    let sections = std::iter::once(Section::Notice).chain(document.sections());
    let mut before = None;
    for section in sections {
        let new_items = document
            .items
            .iter()
            .filter(|item| item.section.is_same(&section) && !written.items.contains(&item.id))
            .map(|item| render(item, PREFIX, false));
        let new_notes = document
            .notes
            .iter()
            .filter(|note| note.section.is_same(&section) && !written.notes.contains(&*note.key))
            .map(render_note);
        let new: Vec<String> = new_items.chain(new_notes).collect();
        let found = segments
            .iter()
            .position(|s| s.section.as_ref().is_some_and(|s| s.is_same(&section)));
        let at = found.unwrap_or_else(|| {
            let at = before.map_or(segments.len().min(1), |before: usize| before + 1);
            let at = at.min(segments.len());
            let mut segment = new_segment(&section);
            if let Some(last) = at
                .checked_sub(1)
                .and_then(|before| segments.get_mut(before))
            {
                segment.lines.extend(take_state(&mut last.lines));
            }
            segments.insert(at, segment);
            at
        });
        append(&mut segments[at], new);
        before = Some(at);
    }
}

/// Takes the hidden part away from the end of a section, so that it stays at the end of all.
fn take_state(lines: &mut Vec<String>) -> Vec<String> {
    let at = end_of(lines);
    let taken = lines.split_off(at);
    if !taken.is_empty() {
        lines.push(String::new());
    }
    taken
}

/// Returns where the lines of a section end: before the hidden part, where that is the last.
fn end_of(lines: &[String]) -> usize {
    let last = lines.iter().rposition(|line| !line.trim().is_empty());
    last.filter(|at| is_state_line(&lines[*at]))
        .unwrap_or(lines.len())
}

fn new_segment(section: &Section) -> Segment {
    let notice = *section == Section::Notice;
    Segment {
        heading: (!notice).then(|| format!("### {section}")),
        section: Some(section.clone()),
        lines: vec![String::new()],
    }
}

/// Appends lines to a section, behind its last line that is not blank, so that whatever
/// somebody wrote below a line of ours stays below it.
fn append(segment: &mut Segment, new: Vec<String>) {
    if new.is_empty() {
        return;
    }
    let state = end_of(&segment.lines);
    let last = segment.lines[..state]
        .iter()
        .rposition(|line| !line.trim().is_empty());
    let notice = segment.heading.is_none();
    let at = match last {
        Some(at) => {
            let line = &segment.lines[at];
            let listed = super::super::bullet::after_bullet(line).1 || line.starts_with(' ');
            if listed {
                at + 1
            } else {
                segment.lines.insert(at + 1, String::new());
                at + 2
            }
        }
        None if notice || segment.lines.is_empty() => {
            if !notice {
                segment.lines.push(String::new());
            }
            segment.lines.len()
        }
        None => 1,
    };
    let at = if notice && last.is_none() { 0 } else { at };
    let tail = segment.lines.split_off(at);
    segment.lines.extend(new);
    let spaced = tail.first().is_some_and(|line| line.trim().is_empty());
    if !spaced {
        segment.lines.push(String::new());
    }
    segment.lines.extend(tail);
}

fn join(segments: Vec<Segment>, state: Option<&str>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for segment in segments {
        if let Some(heading) = segment.heading {
            if lines.last().is_some_and(|line| !line.trim().is_empty()) {
                lines.push(String::new());
            }
            lines.push(heading);
        }
        lines.extend(segment.lines);
    }
    if let Some(state) = state {
        if lines.last().is_some_and(|line| !line.trim().is_empty()) {
            lines.push(String::new());
        }
        lines.push(state.to_owned());
    }
    lines
}
