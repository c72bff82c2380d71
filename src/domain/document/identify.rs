//! Finding out which line of ours a line with a box is, when people lost or doubled its marker.

use std::collections::{BTreeSet, HashMap, HashSet, VecDeque};

use super::alike::Comparison;
use super::body::{Parsed, ParsedItem};
use super::value::{Document, Item, Kind, Section};
use crate::domain::ids::{EntryId, ItemId};

/// How many lines of ours with the same text are looked at for one of another sitroom.
const TWINS: usize = 100;

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

/// What both sides agreed on before, as far as it tells lines apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agreed {
    /// The entries of the lines that stood on the issue.
    pub entries: BTreeSet<EntryId>,
    /// The numbers that stood on the issue.
    pub ids: BTreeSet<ItemId>,
}

/// Returns what each line with a box is: by the entry in its marker, by the number in one
/// without entry, by the number at its beginning, by the same text, by nearly the same text,
/// in this order.
///
/// A marked line with an entry that is not known here is another sitroom's. It is one of ours
/// only if ours never stood on the issue and says the same: then both took over what one
/// person wrote.
#[must_use]
pub fn identify(parsed: &Parsed, document: &Document, agreed: &Agreed) -> Vec<Fate> {
    let mut matching = Matching::new(parsed, document, agreed);
    matching.by_entry();
    matching.by_marked_number();
    matching.by_same_text_elsewhere();
    matching.by_visible_number();
    matching.by_text();
    matching.by_similar_text();
    matching.fates
}

struct Matching<'a> {
    parsed: &'a Parsed,
    agreed: &'a Agreed,
    known: Vec<&'a Item>,
    by_id: HashMap<&'a ItemId, &'a Item>,
    by_text: HashMap<&'a str, Vec<&'a Item>>,
    taken: HashSet<&'a ItemId>,
    fates: Vec<Fate>,
}

impl<'a> Matching<'a> {
    fn new(parsed: &'a Parsed, document: &'a Document, agreed: &'a Agreed) -> Self {
        let known: Vec<&Item> = document.items.iter().chain(&document.hidden).collect();
        let mut by_text: HashMap<&str, Vec<&Item>> = HashMap::new();
        for item in &known {
            by_text.entry(&item.text).or_default().push(item);
        }
        Self {
            parsed,
            agreed,
            by_id: known.iter().map(|item| (&item.id, *item)).collect(),
            by_text,
            known,
            taken: HashSet::new(),
            fates: vec![Fate::Keep; parsed.items.len()],
        }
    }

    /// Gives every line that is nobody's yet the item that is found for it.
    fn pass(&mut self, find: impl Fn(&Self, &'a ParsedItem) -> Option<&'a Item>) {
        let parsed = self.parsed;
        for (at, line) in parsed.items.iter().enumerate() {
            if self.fates[at] != Fate::Keep {
                continue;
            }
            if let Some(item) = find(self, line).filter(|item| self.is_free(item)) {
                self.taken.insert(&item.id);
                self.fates[at] = Fate::Ours(item.id.clone());
            }
        }
    }

    fn is_free(&self, item: &Item) -> bool {
        !self.taken.contains(&item.id)
    }

    fn by_entry(&mut self) {
        let tagged = self.known.iter().filter_map(|item| {
            let tag = item.tag?;
            Some((tag.entry, *item))
        });
        let by_entry: HashMap<EntryId, &Item> = tagged.collect();
        self.pass(|_, line| {
            let tag = line.tag.filter(|_| line.marked.is_some())?;
            let item = by_entry.get(&tag.entry).copied()?;
            let same_kind = line.marked.as_ref().map(Kind::of) == Some(Kind::of(&item.id));
            same_kind.then_some(item)
        });
    }

    /// A marker without entry is one that somebody mangled, or one of a line of the playbook.
    fn by_marked_number(&mut self) {
        self.pass(|all, line| {
            let item = all.by_id.get(line.marked.as_ref()?).copied()?;
            (line.tag.is_none() || item.tag.is_none()).then_some(item)
        });
    }

    fn by_same_text_elsewhere(&mut self) {
        self.pass(|all, line| {
            let marked = line.marked.as_ref()?;
            let entry = line.tag?.entry;
            if all.agreed.entries.contains(&entry) {
                return None;
            }
            let same = |item: &&Item| {
                Kind::of(&item.id) == Kind::of(marked)
                    && all.is_free(item)
                    && all.agreed.is_new(item)
                    && is_place_of(line, item)
            };
            let items = all.by_text.get(line.text.as_str())?;
            let number = items.iter().copied().take(TWINS);
            let mut number = number.filter(|item| item.id == *marked);
            let number = number.next();
            let number = number.filter(same);
            number.or_else(|| items.iter().copied().take(TWINS).find(same))
        });
    }

    fn by_visible_number(&mut self) {
        self.pass(|all, line| {
            if line.marked.is_some() || line.repeated {
                return None;
            }
            let item = all.by_id.get(line.visible.as_ref()?).copied()?;
            let stood = !all.agreed.is_new(item) || is_text(line, &item.text);
            stood.then_some(item)
        });
    }

    fn by_text(&mut self) {
        let section = |section: &Section| Some(section.to_string().to_lowercase());
        let kind = |section: &Section| section.kind().map(|kind| format!("{kind:?}"));
        self.by_text_in(section);
        self.by_text_in(kind);
    }

    /// Gives lines without a marker the items of the same text in the same place, in order.
    fn by_text_in(&mut self, place: impl Fn(&Section) -> Option<String>) {
        let mut waiting: HashMap<(String, String), VecDeque<&'a Item>> = HashMap::new();
        for item in self.known.iter().filter(|item| self.is_free(item)) {
            if let Some(place) = place(&item.section) {
                let key = (place, item.text.clone());
                waiting.entry(key).or_default().push_back(item);
            }
        }
        let parsed = self.parsed;
        for (at, line) in parsed.items.iter().enumerate() {
            let place = line.section.as_ref().and_then(&place);
            let (Fate::Keep, None, Some(place)) = (&self.fates[at], &line.marked, place) else {
                continue;
            };
            let mut texts = [line.text.clone(), line.whole_text()].into_iter();
            let found = texts.find_map(|text| {
                let items = waiting.get_mut(&(place.clone(), text))?;
                items.pop_front()
            });
            if let Some(item) = found {
                self.taken.insert(&item.id);
                self.fates[at] = Fate::Ours(item.id.clone());
            }
        }
    }

    fn by_similar_text(&mut self) {
        let mut comparison = Comparison::default();
        let parsed = self.parsed;
        for (at, line) in parsed.items.iter().enumerate() {
            if self.fates[at] != Fate::Keep || line.marked.is_some() || line.repeated {
                continue;
            }
            let found = self.known.iter().copied().find(|item| {
                self.is_free(item)
                    && same_kind(line, item)
                    && comparison.are_alike(&line.text, &item.text)
            });
            if let Some(item) = found {
                self.taken.insert(&item.id);
                self.fates[at] = Fate::Ours(item.id.clone());
            }
        }
    }
}

impl Agreed {
    /// Returns true for a line of ours that never stood on the issue.
    #[must_use]
    pub fn is_new(&self, item: &Item) -> bool {
        match &item.tag {
            Some(tag) => !self.entries.contains(&tag.entry),
            None => !self.ids.contains(&item.id),
        }
    }
}

fn is_text(line: &ParsedItem, text: &str) -> bool {
    line.text == text || line.whole_text() == text
}

/// Returns whether a line of a checklist stands in the list of the item.
fn is_place_of(line: &ParsedItem, item: &Item) -> bool {
    Kind::of(&item.id) != Kind::Line || same_section(line, item)
}

fn same_section(line: &ParsedItem, item: &Item) -> bool {
    line.section
        .as_ref()
        .is_some_and(|section| section.is_same(&item.section))
}

fn same_kind(line: &ParsedItem, item: &Item) -> bool {
    line.section.as_ref().and_then(Section::kind) == Some(Kind::of(&item.id))
}
