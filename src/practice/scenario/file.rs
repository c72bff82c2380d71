//! Reading a scenario from its file: everything that is wrong with it is found, all of it at
//! once, and named by file, line and key.

mod values;

use std::borrow::Cow;

use thiserror::Error;
use toml::de::DeTable;

use self::values::{At, Reader};
use super::super::clock::FASTEST;
use super::{
    Deed, Editing, Inserting, Saying, Scenario, ScenarioEvent, ScenarioOpening, Setting, Ticking,
};
use crate::domain::document::Bullet;
use crate::domain::problem::{Problem, Problems, hinted, nearest};
use crate::domain::time::Span;

/// The form of scenarios that this program reads.
const FORMAT: i64 = 1;

/// Everything that is wrong with a scenario; at least one problem.
pub type ScenarioProblems = Problems<Flaw>;

/// One thing that is wrong with a scenario.
pub type ScenarioProblem = Problem<Flaw>;

/// What is wrong at a key of a scenario, and where exactly.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("{says} (column {column})\n{excerpt}{}", hinted(hint.as_deref()))]
pub struct Flaw {
    /// What is wrong.
    pub says: String,
    /// The column, from 1.
    pub column: usize,
    /// The line with a caret below the place.
    pub excerpt: String,
    /// What was probably meant.
    pub hint: Option<String>,
}

/// One thing that somebody can do.
struct Doing {
    /// The key that names it.
    name: &'static str,
    /// The keys it has.
    keys: &'static [&'static str],
    /// Reads it.
    read: fn(&mut Reader<'_>, &At<'_, '_>) -> Option<Deed>,
}

const DOINGS: [Doing; 6] = [
    Doing {
        name: "chat",
        keys: &["by", "text"],
        read: chat,
    },
    Doing {
        name: "tick",
        keys: &["by", "line"],
        read: tick,
    },
    Doing {
        name: "edit",
        keys: &["by", "find", "replace"],
        read: edit,
    },
    Doing {
        name: "set",
        keys: &["by", "field", "to"],
        read: set,
    },
    Doing {
        name: "insert",
        keys: &["by", "after", "text"],
        read: insert,
    },
    Doing {
        name: "comment",
        keys: &["by", "text"],
        read: comment,
    },
];

const TOP: [&str; 8] = [
    "format", "id", "title", "about", "speed", "begins", "opening", "event",
];
const OPENING: [&str; 4] = ["reporter", "ic", "responders", "details"];

/// Reads a scenario.
pub(super) fn read(file: &str, text: &str) -> Result<Scenario, ScenarioProblems> {
    let text: Cow<'_, str> = if text.contains('\r') {
        text.replace("\r\n", "\n").into()
    } else {
        text.into()
    };
    let (root, errors) = DeTable::parse_recoverable(&text);
    let mut reader = Reader {
        file,
        text: &text,
        problems: Vec::new(),
    };
    for error in errors {
        let at = error.span().map_or(0, |span| span.start);
        let says = error.message().replace('\n', "; ");
        reader.report(at, "file", &says, None);
    }
    if !reader.problems.is_empty() {
        return Err(Problems::new(reader.problems));
    }
    let scenario = reader.scenario(&At::top(root.get_ref()));
    match scenario {
        Some(scenario) if reader.problems.is_empty() => Ok(scenario),
        _ => Err(Problems::new(reader.problems)),
    }
}

impl Reader<'_> {
    fn scenario(&mut self, top: &At<'_, '_>) -> Option<Scenario> {
        self.only(top, &TOP);
        self.format(top);
        let id = self.id(top);
        let title = self.text(top, "title");
        let about = self.text(top, "about");
        let speed = self.speed(top);
        let begins = self.span(top, "begins");
        let opening = self.opening(top);
        let events = self.events(top, begins);
        Some(Scenario {
            id: id?,
            title: title?,
            about: about?,
            speed: speed?,
            begins: begins?,
            opening: opening?,
            events: events?,
        })
    }

    fn format(&mut self, top: &At<'_, '_>) {
        match self.number(top, "format") {
            Some(FORMAT) | None => {}
            Some(other) if other > FORMAT => {
                let says = format!("format {other} is newer than this program reads: {FORMAT}");
                self.report_at(top, "format", &says);
            }
            Some(other) => {
                let says = format!("format {other} does not exist; write `format = {FORMAT}`");
                self.report_at(top, "format", &says);
            }
        }
    }

    fn id(&mut self, top: &At<'_, '_>) -> Option<String> {
        let id = self.text(top, "id")?;
        let is_sound = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if !id.chars().all(is_sound) {
            self.report_at(top, "id", "an id has small letters, digits and hyphens");
            return None;
        }
        Some(id)
    }

    fn speed(&mut self, top: &At<'_, '_>) -> Option<u32> {
        let speed = self.number(top, "speed")?;
        if !(1..=i64::from(FASTEST)).contains(&speed) {
            let says = format!("a drill goes at 1, which is real time, to {FASTEST}");
            self.report_at(top, "speed", &says);
        }
        u32::try_from(speed).ok()
    }

    fn opening(&mut self, top: &At<'_, '_>) -> Option<ScenarioOpening> {
        let opening = self.table(top, "opening")?;
        self.only(&opening, &OPENING);
        let reporter = self.text(&opening, "reporter");
        let ic = self.text(&opening, "ic");
        let responders = self.texts(&opening, "responders");
        let details = self.page(&opening, "details");
        Some(ScenarioOpening {
            reporter: reporter?,
            ic: ic?,
            responders: responders?,
            details: details?,
        })
    }

    fn events(&mut self, top: &At<'_, '_>, begins: Option<Span>) -> Option<Vec<ScenarioEvent>> {
        let Some(found) = top.get("event") else {
            self.report_at(top, "event", "nothing happens: there is no [[event]]");
            return None;
        };
        let Some(all) = found.get_ref().as_array() else {
            self.report_at(top, "event", "write [[event]], once for each");
            return None;
        };
        let mut events = Vec::new();
        let mut before = begins;
        for (item, number) in all.iter().zip(1..) {
            let start = item.span().start;
            let name = format!("event.{number}");
            let Some(keys) = item.get_ref().as_table() else {
                self.report(start, &name, "an event is a table", None);
                continue;
            };
            let event = At { name, start, keys };
            if let Some(event) = self.event(&event, &mut before) {
                events.push(event);
            }
        }
        Some(events)
    }

    fn event(&mut self, event: &At<'_, '_>, last: &mut Option<Span>) -> Option<ScenarioEvent> {
        let names = DOINGS.map(|doing| doing.name);
        let mut known = vec!["at"];
        known.extend(names);
        self.only(event, &known);
        let at = self.span(event, "at");
        if let (Some(at), Some(before)) = (at, *last)
            && at < before
        {
            let says = format!("it happens before what stands above it, at {before}");
            self.report_at(event, "at", &says);
        }
        *last = (*last).max(at);
        let done = DOINGS.iter();
        let done: Vec<&Doing> = done
            .filter(|doing| event.keys.contains_key(doing.name))
            .collect();
        match done.as_slice() {
            [one] => {
                let table = self.table(event, one.name)?;
                self.only(&table, one.keys);
                let deed = (one.read)(self, &table);
                Some(ScenarioEvent {
                    deed: deed?,
                    at: at?,
                })
            }
            [] => {
                let says = format!("it has to do one thing: {}", names.join(", "));
                self.report(event.start, &event.name, &says, None);
                None
            }
            [_, second, ..] => {
                let done: Vec<&str> = done.iter().map(|doing| doing.name).collect();
                let says = format!("it does more than one thing: {}", done.join(", "));
                self.report_at(event, second.name, &says);
                None
            }
        }
    }

    /// Returns the login of who does something on the issue.
    fn login(&mut self, table: &At<'_, '_>) -> Option<String> {
        let by = self.text(table, "by")?;
        let is_sound = |c: char| c.is_ascii_alphanumeric() || c == '-';
        if !by.chars().all(is_sound) {
            let says = "on the issue people go by a login: letters, digits and hyphens";
            self.report_at(table, "by", says);
            return None;
        }
        Some(by)
    }
}

fn chat(reader: &mut Reader<'_>, table: &At<'_, '_>) -> Option<Deed> {
    let by = reader.text(table, "by");
    let text = reader.page(table, "text");
    Some(Deed::Chat(Saying {
        by: by?,
        text: text?,
    }))
}

fn tick(reader: &mut Reader<'_>, table: &At<'_, '_>) -> Option<Deed> {
    let by = reader.login(table);
    let line = reader.text(table, "line");
    Some(Deed::Tick(Ticking {
        by: by?,
        line: line?,
    }))
}

fn edit(reader: &mut Reader<'_>, table: &At<'_, '_>) -> Option<Deed> {
    let by = reader.login(table);
    let find = reader.page(table, "find");
    let replace = reader.maybe_empty(table, "replace");
    Some(Deed::Edit(Editing {
        by: by?,
        find: find?,
        replace: replace?,
    }))
}

fn set(reader: &mut Reader<'_>, table: &At<'_, '_>) -> Option<Deed> {
    let by = reader.login(table);
    let field = field(reader, table);
    let to = reader.text(table, "to");
    Some(Deed::Set(Setting {
        by: by?,
        field: field?,
        to: to?,
    }))
}

/// Returns the field at the head of the issue that is named as it is there.
fn field(reader: &mut Reader<'_>, table: &At<'_, '_>) -> Option<Bullet> {
    let name = reader.text(table, "field")?;
    let found = Bullet::ALL.into_iter().find(|known| known.label() == name);
    if found.is_none() {
        let labels = Bullet::ALL.map(Bullet::label);
        let says = format!(
            "the issue has no such field at its head; there are {}",
            labels.join(", ")
        );
        let hint = nearest(&name, labels);
        reader.report(table.place("field"), &table.path("field"), &says, hint);
    }
    found
}

fn insert(reader: &mut Reader<'_>, table: &At<'_, '_>) -> Option<Deed> {
    let by = reader.login(table);
    let after = reader.text(table, "after");
    let text = reader.text(table, "text");
    Some(Deed::Insert(Inserting {
        by: by?,
        after: after?,
        text: text?,
    }))
}

fn comment(reader: &mut Reader<'_>, table: &At<'_, '_>) -> Option<Deed> {
    let by = reader.login(table);
    let text = reader.page(table, "text");
    Some(Deed::Comment(Saying {
        by: by?,
        text: text?,
    }))
}

#[cfg(test)]
#[path = "file_tests.rs"]
mod tests;
