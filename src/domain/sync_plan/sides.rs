//! Reading the issue with the lines that it does not show, and finding lines again.

use std::collections::{HashMap, HashSet};

use crate::domain::document::{
    Agreed, Continuation, Document, HiddenLine, Item, LineMark, Parsed, ParsedItem, Part, Section,
    Standing, Tag,
};
use crate::domain::ids::{CustomId, EntryId, FixId, ItemId, LeadId};

/// Where the lines of a text are, by what they are known by.
#[derive(Debug, Default)]
pub(super) struct Places {
    by_entry: HashMap<EntryId, usize>,
    by_id: HashMap<ItemId, usize>,
}

impl Places {
    pub(super) fn of(parsed: &Parsed) -> Self {
        let mut places = Self::default();
        for (at, line) in parsed.items.iter().enumerate() {
            if let Some(tag) = &line.tag {
                places.by_entry.entry(tag.entry).or_insert(at);
            }
            if let Some(id) = &line.marked {
                places.by_id.entry(id.clone()).or_insert(at);
            }
        }
        places
    }

    /// Returns where a line stands that has this entry or, when one side does not say its
    /// entry, this number.
    pub(super) fn find(&self, parsed: &Parsed, id: &ItemId, tag: Option<&Tag>) -> Option<usize> {
        let by_entry = tag.and_then(|tag| self.by_entry.get(&tag.entry));
        by_entry.copied().or_else(|| {
            let at = *self.by_id.get(id)?;
            (tag.is_none() || parsed.items[at].tag.is_none()).then_some(at)
        })
    }
}

/// The highest number that a line of ours can have. What says more is somebody's text, and
/// must not use the numbers up.
pub(super) const HIGHEST: u32 = 99_999;

/// Returns the number in the id of a line that has one: not one of the playbook.
pub(super) fn number_of(id: &ItemId) -> Option<u32> {
    let lead = id.0.parse().map(|LeadId(n)| n).ok();
    let number = lead
        .or_else(|| id.0.parse().map(|FixId(n)| n).ok())
        .or_else(|| id.0.parse().map(|CustomId(n)| n).ok());
    number.filter(|n| *n <= HIGHEST)
}

/// Returns true for the id of a line that has a number: not one of the playbook.
pub(super) fn is_numbered(id: &ItemId) -> bool {
    number_of(id).is_some()
}

/// A comment that holds what the body has no room for, as read.
#[derive(Debug)]
pub(super) struct Rest {
    pub(super) key: String,
    pub(super) comment: u64,
    pub(super) is_gone: bool,
    pub(super) lines: Vec<ParsedItem>,
    pub(super) part: Option<Part>,
}

impl Rest {
    pub(super) fn of(known: &Continuation) -> Self {
        Self {
            key: known.key.clone(),
            comment: known.comment,
            is_gone: known.body.is_none(),
            lines: known.lines(),
            part: known.part(),
        }
    }
}

/// Adds the lines that the issue does not show, as its hidden part tells them: those of hidden
/// checklists, and those that stand in comments.
pub(super) fn with_hidden(mut parsed: Parsed, local: &Document, rest: &[Rest]) -> Parsed {
    let Some(state) = &parsed.state else {
        return parsed;
    };
    let places = Places::of(&parsed);
    let lines = state.lines.iter().filter_map(|(id, line)| {
        let tag = line.tag.and_then(Tag::bare);
        let stands = places.find(&parsed, id, tag.as_ref()).is_some();
        (!stands).then(|| hidden_line(id, line, tag, local))
    });
    let mut lines: Vec<ParsedItem> = lines.collect();
    for (key, ids) in &state.moved {
        let ids: HashSet<&ItemId> = ids.iter().collect();
        let known = rest.iter().find(|known| known.key == *key);
        let moved = known.map_or(&[][..], |known| &known.lines);
        let moved = moved.iter().filter(|line| {
            line.marked.as_ref().is_some_and(|id| {
                ids.contains(id) && places.find(&parsed, id, line.tag.as_ref()).is_none()
            })
        });
        lines.extend(moved.cloned());
    }
    parsed.items.extend(lines);
    parsed
}

fn hidden_line(id: &ItemId, line: &HiddenLine, tag: Option<Tag>, local: &Document) -> ParsedItem {
    let list = local.lists.iter().find(|list| list.id == line.list);
    let known = local.item(id).map(|item| item.section.clone());
    let does_not_apply = line.mark == LineMark::DoesNotApply;
    ParsedItem {
        line: None,
        prefix: String::new(),
        ticked: line.mark == LineMark::Ticked,
        marked: Some(id.clone()),
        tag,
        visible: None,
        repeated: false,
        adoptable: false,
        text: line.text.clone(),
        owner: None,
        said_class: None,
        words: does_not_apply.then_some(Standing::Line(LineMark::DoesNotApply)),
        section: list
            .map(|list| Section::Checklist(list.name.clone()))
            .or(known),
    }
}

/// Returns what stood on the issue, as far as any side tells.
pub(super) fn agreed(base: &Parsed, remote: &Parsed) -> Agreed {
    let mut agreed = Agreed::default();
    for line in &base.items {
        agreed.entries.extend(line.tag.map(|tag| tag.entry));
        agreed.ids.extend(line.marked.clone());
    }
    for state in [&base.state, &remote.state].into_iter().flatten() {
        agreed.entries.extend(state.gone.values());
        agreed.ids.extend(state.gone.keys().cloned());
        agreed.ids.extend(state.moved.values().flatten().cloned());
    }
    agreed
}

/// Returns a line's item in a document that changes, shown or not.
pub(super) fn slot<'a>(
    document: &'a mut Document,
    slots: &HashMap<ItemId, usize>,
    id: &ItemId,
) -> Option<&'a mut Item> {
    let at = *slots.get(id)?;
    let shown = document.items.len();
    if at < shown {
        document.items.get_mut(at)
    } else {
        document.hidden.get_mut(at - shown)
    }
}

/// Returns where each item of a document is, the hidden ones behind the shown ones.
pub(super) fn slots(document: &Document) -> HashMap<ItemId, usize> {
    let all = document.items.iter().chain(&document.hidden);
    all.enumerate()
        .map(|(at, item)| (item.id.clone(), at))
        .collect()
}
