//! What TOML cannot check: that a playbook is whole and points only to what it has.

mod clocks;
mod hours;
mod items;

use std::collections::BTreeMap;

use toml::de::{DeTable, DeValue};

use super::FORMAT;
use super::errors::{Cause, Kind, PlaybookErrors, Problem};
use super::fill::{Piece, pieces};
use super::position::Source;
use super::position::Step::{self, At, Key};
use super::words::{COMMANDS, NEEDED_TEMPLATES, PLACEHOLDERS};
use crate::domain::ids::{CustomId, FixId, LeadId};
use crate::domain::incident::Severity;
use crate::domain::playbook::Playbook;
use crate::domain::problem::{is_unsafe, nearest};
use crate::domain::time::Span;

/// Keys whose texts may have several lines.
const LONG_TEXTS: [&str; 4] = ["body", "why", "prompt", "note"];
/// Keys whose texts may be empty: an address that has to be configured, and its note.
const MAY_BE_EMPTY: [&str; 2] = ["to", "note"];

/// Refuses a file of another form before its keys are judged by this one.
pub(super) fn format(source: &Source<'_>) -> Result<(), PlaybookErrors> {
    let found = source
        .table()
        .get("format")
        .and_then(|format| format.get_ref().as_integer())
        .and_then(|n| i64::from_str_radix(&n.as_str().replace('_', ""), n.radix()).ok());
    let cause = match found {
        Some(found) if found > i64::from(FORMAT) => Cause::NewerFormat { found },
        Some(found) if found < i64::from(FORMAT) => Cause::NoFormat { found },
        // The typed reading says what is wrong with a format that is missing or no number.
        Some(_) | None => return Ok(()),
    };
    let problem = source.problem(&[Key("format")], cause);
    Err(PlaybookErrors::new(vec![problem]))
}

/// Returns everything that is wrong with a playbook that could be read.
pub(super) fn problems(source: &Source<'_>, playbook: &Playbook) -> Vec<Problem> {
    let mut check = Check {
        source,
        playbook,
        problems: Vec::new(),
    };
    check.texts();
    check.ids();
    check.items();
    check.severities();
    check.clocks();
    check.messages();
    check.templates();
    check.milestones();
    check.contingency();
    check.hours();
    check.problems
}

struct Check<'a> {
    source: &'a Source<'a>,
    playbook: &'a Playbook,
    problems: Vec<Problem>,
}

impl Check<'_> {
    fn report(&mut self, path: &[Step<'_>], cause: Cause) {
        self.problems.push(self.source.problem(path, cause));
    }

    fn report_in(&mut self, path: &[Step<'_>], word: &str, cause: Cause) {
        self.problems
            .push(self.source.problem_in(path, word, cause));
    }

    /// Every text of the file, whatever key it stands under.
    fn texts(&mut self) {
        let mut found = Vec::new();
        texts_of_table(self.source.table(), &mut Vec::new(), &mut found);
        for (path, word, cause) in found {
            self.report_in(&path, &word, cause);
        }
    }

    fn ids(&mut self) {
        let playbook = self.playbook;
        self.id(&[Key("id")], &playbook.id);
        // Added lines name the list they join, so phases and situations share their ids.
        let lists = (0..playbook.phases.len())
            .map(|at| ("phase", at, playbook.phases[at].id.as_str()))
            .chain(
                (0..playbook.situations.len())
                    .map(|at| ("situation", at, playbook.situations[at].id.as_str())),
            );
        self.unique(lists);
        self.unique(numbered(
            "item",
            playbook.items.iter().map(|i| i.id.as_str()),
        ));
        self.unique(numbered(
            "clock",
            playbook.clocks.iter().map(|c| c.id.as_str()),
        ));
        self.unique(numbered(
            "milestone",
            playbook.milestones.iter().map(|m| m.id.as_str()),
        ));
        self.unique(numbered(
            "message",
            playbook.messages.iter().map(|m| m.id.as_str()),
        ));
        self.unique(numbered(
            "report-part",
            playbook.report.iter().map(|r| r.id.as_str()),
        ));
        let people = [Key("people")];
        let roles = playbook.people.roles.iter().map(|role| role.id.as_str());
        self.unique_in(&people, numbered("role", roles));
        let severities = playbook.severities.iter().map(|s| s.id.word());
        self.unique(numbered("severity", severities));
        for key in playbook.addresses.keys() {
            self.id(&[Key("address"), Key(key)], key);
        }
        for key in playbook.templates.keys() {
            self.id(&[Key("template"), Key(key)], key);
        }
    }

    fn unique<'p>(&mut self, ids: impl Iterator<Item = (&'p str, usize, &'p str)>) {
        self.unique_in(&[], ids);
    }

    fn unique_in<'p>(
        &mut self,
        table_of: &[Step<'p>],
        ids: impl Iterator<Item = (&'p str, usize, &'p str)>,
    ) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (table, at, id) in ids {
            let path = [table_of, &[Key(table), At(at), Key("id")]].concat();
            self.id(&path, id);
            let line = self.source.line(&path);
            if let Some(first) = seen.get(id) {
                let (id, first) = (id.replace(is_unsafe, "?"), *first);
                self.report(&path, Cause::Duplicate { id, first });
            } else {
                seen.insert(id, line);
            }
        }
    }

    fn id(&mut self, path: &[Step<'_>], id: &str) {
        let is_wellformed =
            !id.is_empty() && id.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        // An empty id is reported with the empty texts, a control character with those.
        if !is_wellformed && !id.trim().is_empty() && !id.contains(is_unsafe) {
            let id = id.to_owned();
            self.report(path, Cause::MalformedId { id });
        }
    }

    fn severities(&mut self) {
        for severity in Severity::ALL.into_iter().rev() {
            let at = self
                .playbook
                .severities
                .iter()
                .position(|s| s.id == severity);
            match (severity, at) {
                (Severity::Unknown, Some(at)) => {
                    let path = [Key("severity"), At(at), Key("id")];
                    self.report(&path, Cause::UnknownSeverity);
                }
                (Severity::Low | Severity::Medium | Severity::High, None) => {
                    let name = severity.word().to_owned();
                    let kind = Kind::Severity;
                    self.report(&[Key("severity")], Cause::Missing { kind, name });
                }
                (Severity::Unknown, None)
                | (Severity::Low | Severity::Medium | Severity::High, Some(_)) => {}
            }
        }
        for (at, policy) in self.playbook.severities.iter().enumerate() {
            let path = [Key("severity"), At(at), Key("sitrep-every")];
            self.span(&path, policy.sitrep_every);
        }
    }

    fn messages(&mut self) {
        let playbook = self.playbook;
        for (at, message) in playbook.messages.iter().enumerate() {
            let path = [Key("message"), At(at), Key("template")];
            let known = playbook.templates.keys().map(String::as_str);
            self.known(&path, Kind::Template, &message.template, known);
            for (key, addresses) in [("must", &message.must), ("should", &message.should)] {
                for (place, address) in addresses.iter().enumerate() {
                    self.address(&[Key("message"), At(at), Key(key), At(place)], address);
                }
            }
            for (place, item) in message.after.iter().enumerate() {
                let path = [Key("message"), At(at), Key("after"), At(place)];
                let known = playbook.items.iter().map(|item| item.id.as_str());
                self.known(&path, Kind::Item, item, known);
            }
        }
    }

    fn templates(&mut self) {
        let playbook = self.playbook;
        for name in NEEDED_TEMPLATES {
            if !playbook.templates.contains_key(name) {
                let (kind, name) = (Kind::Template, name.to_owned());
                self.report(&[Key("template")], Cause::Missing { kind, name });
            }
        }
        for (id, template) in &playbook.templates {
            let subject = template.subject.as_deref().unwrap_or_default();
            let known = PLACEHOLDERS.map(|(name, _)| name);
            self.placeholders(&[Key("template"), Key(id), Key("subject")], subject, &known);
            let body = [Key("template"), Key(id), Key("body")];
            self.placeholders(&body, &template.body, &known);
        }
    }

    fn placeholders(&mut self, path: &[Step<'_>], text: &str, known: &[&str]) {
        let mut seen = Vec::new();
        for piece in pieces(text) {
            match piece {
                Piece::Placeholder(name) if !known.contains(&name) && !seen.contains(&name) => {
                    seen.push(name);
                    let cause = unknown(Kind::Placeholder, name, known.iter().copied());
                    self.report_in(path, &format!("{{{name}}}"), cause);
                }
                Piece::Placeholder(_) | Piece::Text(_) => {}
            }
        }
    }

    fn span(&mut self, path: &[Step<'_>], span: Span) {
        if span.as_seconds() <= 0 {
            self.report(path, Cause::NoTime);
        }
    }

    fn command(&mut self, path: &[Step<'_>], name: &str) {
        self.known(path, Kind::Command, name, COMMANDS);
    }

    fn address(&mut self, path: &[Step<'_>], name: &str) {
        let playbook = self.playbook;
        let known = playbook.addresses.keys().map(String::as_str);
        self.known(path, Kind::Address, name, known);
    }

    fn message(&mut self, path: &[Step<'_>], id: &str) {
        let known = self.playbook.messages.iter().map(|m| m.id.as_str());
        self.known(path, Kind::Message, id, known);
    }

    fn known<'p>(
        &mut self,
        path: &[Step<'_>],
        kind: Kind,
        name: &str,
        known: impl IntoIterator<Item = &'p str> + Clone,
    ) {
        if !known.clone().into_iter().any(|known| known == name) {
            self.report(path, unknown(kind, name, known));
        }
    }
}

fn unknown<'p>(kind: Kind, name: &str, known: impl IntoIterator<Item = &'p str>) -> Cause {
    Cause::Unknown {
        kind,
        // The name may hold what the terminal obeys; that is a problem of its own.
        name: name.replace(is_unsafe, "?"),
        hint: nearest(name, known),
    }
}

fn numbered<'p>(
    table: &'p str,
    ids: impl Iterator<Item = &'p str>,
) -> impl Iterator<Item = (&'p str, usize, &'p str)> {
    ids.enumerate().map(move |(at, id)| (table, at, id))
}

/// Returns true for ids that would be read as a line of the boards in the issue.
fn is_reserved(id: &str) -> bool {
    id.parse::<LeadId>().is_ok() || id.parse::<FixId>().is_ok() || id.parse::<CustomId>().is_ok()
}

/// A path, the word in its value that is wrong, and what is wrong with it.
type Found<'s> = (Vec<Step<'s>>, String, Cause);

fn texts_of_table<'s>(
    table: &'s DeTable<'_>,
    path: &mut Vec<Step<'s>>,
    found: &mut Vec<Found<'s>>,
) {
    for (name, value) in table {
        let name: &str = name.get_ref();
        path.push(Key(name));
        if let Some(character) = name.chars().find(|c| is_unsafe(*c)) {
            found.push((path.clone(), String::new(), Cause::Control { character }));
        }
        texts_of_value(name, value.get_ref(), path, found);
        path.pop();
    }
}

fn texts_of_value<'s>(
    name: &'s str,
    value: &'s DeValue<'_>,
    path: &mut Vec<Step<'s>>,
    found: &mut Vec<Found<'s>>,
) {
    match value {
        DeValue::String(text) => {
            if let Some((word, cause)) = text_problem(name, text) {
                found.push((path.clone(), word, cause));
            }
        }
        DeValue::Table(table) => texts_of_table(table, path, found),
        DeValue::Array(array) => {
            for (at, value) in array.iter().enumerate() {
                path.push(At(at));
                texts_of_value(name, value.get_ref(), path, found);
                path.pop();
            }
        }
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Datetime(_) => {}
    }
}

/// Returns what is wrong with a text, and the word where it is.
fn text_problem(name: &str, text: &str) -> Option<(String, Cause)> {
    let is_long = LONG_TEXTS.contains(&name);
    if let Some(character) = text
        .chars()
        .find(|c| is_unsafe(*c) && !matches!(c, '\n' | '\t'))
    {
        return Some((character.to_string(), Cause::Control { character }));
    }
    if !is_long && text.contains('\n') {
        return Some((String::new(), Cause::SeveralLines));
    }
    if text.trim().is_empty() && !MAY_BE_EMPTY.contains(&name) {
        return Some((String::new(), Cause::Empty));
    }
    None
}
