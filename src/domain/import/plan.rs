//! What of a file is news.

use std::collections::{HashMap, HashSet};

use super::item::Item;
use crate::domain::command::{Clearance, Command, Request};
use crate::domain::event::{Entry, NoteImported, Visibility};
use crate::domain::export::{Row, rows};
use crate::domain::ids::EntryId;
use crate::domain::text::{clean_line, clean_text, visible};
use crate::domain::time::{Instant, Precision, When};

/// Stands where an entry has no text.
const NO_TEXT: &str = "(no text)";

/// What of a file is news, and what the record has already.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// What is to be recorded, in the order of the file.
    pub news: Vec<Item>,
    /// What is there already.
    pub known: Vec<Item>,
}

/// What tells two things that happened apart: when, who, what.
type Said = (Option<Instant>, Option<Precision>, String, String);

/// Tells what is news. The same is the entry itself, by its id, or what happened at the same
/// time, was said by the same person, and reads the same; where a file does not say who, the
/// reader is meant, `me`. What stands twice in a file is two things, unless it is one entry.
#[must_use]
pub fn plan(items: Vec<Item>, entries: &[Entry], me: &str) -> Plan {
    let standing = rows(entries);
    // What was read in is known by the id it had first, as long as it stands.
    let mut ids: HashSet<EntryId> = standing.iter().map(|row| row.id).collect();
    ids.extend(entries.iter().map(|entry| entry.id));
    let mut there: HashMap<Said, usize> = HashMap::new();
    for row in &standing {
        *there.entry(of_row(row)).or_default() += 1;
    }
    let mut plan = Plan {
        news: Vec::new(),
        known: Vec::new(),
    };
    let mut seen: HashSet<EntryId> = HashSet::new();
    for mut item in items {
        item.actor = clean_line(&item.actor);
        if item.actor.is_empty() {
            me.clone_into(&mut item.actor);
        }
        let id = item.first.as_ref().map(|first| first.id);
        let is_again = id.is_some_and(|id| !seen.insert(id));
        let is_entry = id.is_some_and(|id| ids.contains(&id));
        let said = there.get_mut(&of_item(&item)).filter(|count| **count > 0);
        let is_said = said.is_some();
        if let Some(count) = said.filter(|_| !is_again) {
            *count -= 1;
        }
        if is_again || is_entry || is_said {
            plan.known.push(item);
        } else {
            plan.news.push(item);
        }
    }
    plan
}

fn of_row(row: &Row) -> Said {
    said(row.happened, &row.actor, &row.text)
}

fn of_item(item: &Item) -> Said {
    said(item.happened, &item.actor, &item.text)
}

fn said(when: When, actor: &str, text: &str) -> Said {
    // Rows are as they may be shown.
    let (actor, text) = (visible(&clean_line(actor)), visible(&written(text)));
    let text = text.trim().to_owned();
    (when.earliest(), when.precision(), actor, text)
}

/// Returns a text as it is recorded. What said nothing was an entry all the same.
fn written(text: &str) -> String {
    let text = clean_text(text);
    if text.trim().is_empty() {
        NO_TEXT.to_owned()
    } else {
        text
    }
}

impl Item {
    /// Returns the request that records it, with who may read what the file leaves open.
    #[must_use]
    pub fn request(&self, visibility: Visibility, clearance: &Clearance) -> Request {
        let text = written(&self.text);
        let visibility = match self.visibility {
            Visibility::Local => Visibility::Local,
            Visibility::Shared => visibility,
        };
        let command = match &self.first {
            Some(first) => Command::ImportNote(Box::new(NoteImported {
                text,
                visibility,
                first: first.clone(),
            })),
            None => Command::Note { text, visibility },
        };
        Request::local(command, &clean_line(&self.actor))
            .happened(self.happened)
            .cleared(clearance.clone())
    }
}
