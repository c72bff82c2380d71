//! Who is called by a codename on the issue.
//!
//! The hidden part may say nothing that gives a name away. And a person whom another sitroom
//! calls by a codename stays one person here: what is known by when it began, a shift or a term
//! in command, tells who that is to whoever saw it under the name, and to nobody else.

use std::collections::BTreeMap;

use super::{Import, Round};
use crate::domain::command::Command;
use crate::domain::document::{Document, Fact, Parsed, State};
use crate::domain::gate::{Codenames, codenames};

impl Round<'_> {
    /// Notes who is called by a codename there that this record does not know. Returns whether
    /// there was one: then all is to be planned again, and nothing is written before.
    pub(super) fn learn_names(&mut self) -> bool {
        let learned = learned(&self.base, &self.remote, self.local);
        let is_news = !learned.is_empty();
        self.plan.imports.extend(learned);
        is_news
    }

    /// Reads the hidden parts by the codenames of this record. A name in that of the issue is
    /// written over.
    pub(super) fn cover_names(&mut self) {
        cover(&mut self.base, &self.local.key);
        self.is_news |= cover(&mut self.remote, &self.local.key);
    }
}

/// Puts codenames into what the hidden part of a text says of people. Returns whether a name
/// stood there.
fn cover(parsed: &mut Parsed, key: &Codenames) -> bool {
    let Some(state) = parsed.state.as_mut().filter(|_| !key.is_empty()) else {
        return false;
    };
    let before = (state.facts.clone(), state.lines.clone());
    let mut facts: BTreeMap<String, String> = BTreeMap::new();
    for (subject, value) in std::mem::take(&mut state.facts) {
        let value = codenames(&value, key);
        let said = facts.entry(codenames(&subject, key)).or_default();
        // One thing by its name and by its codename: that it ended goes before that it runs.
        if said.is_empty() || (said == "on" && !value.is_empty()) {
            *said = value;
        }
    }
    state.facts = facts;
    for line in state.lines.values_mut() {
        line.text = codenames(&line.text, key);
    }
    before != (state.facts.clone(), state.lines.clone())
}

/// Returns what makes the codenames of another sitroom those of this record: of people who
/// stood on the issue by their names before, and stand there by codenames now.
fn learned(base: &Parsed, remote: &Parsed, local: &Document) -> Vec<Import> {
    let (Some(base), Some(remote)) = (&base.state, &remote.state) else {
        return Vec::new();
    };
    let mut known = local.key.clone();
    let mut learned = Vec::new();
    let is_somebody = |codename: &str| is_among(&local.people, codename);
    for (name, codename) in renamed(base, remote) {
        // One that does not go with those of this record, or is somebody's name here, is left
        // to people.
        let more = known.with(&name, &codename);
        if let Some(more) = more.filter(|_| !is_somebody(&codename)) {
            known = more;
            let term = name;
            learned.push(Command::SetCodename { term, codename }.into());
        }
    }
    learned
}

fn is_among(people: &[String], name: &str) -> bool {
    let name = name.to_lowercase();
    people.iter().any(|person| person.to_lowercase() == name)
}

/// Returns who was called otherwise before: the name then, and the name now.
fn renamed(base: &State, remote: &State) -> Vec<(String, String)> {
    let (before, now) = (people(base), people(remote));
    if before == now {
        return Vec::new();
    }
    let mut renamed: Vec<(String, String)> = Vec::new();
    for (began, name) in &before {
        let at_once = |people: &[(Began, String)]| {
            let same = people.iter().filter(|(other, _)| other == began);
            let names: Vec<String> = same.map(|(_, name)| name.clone()).collect();
            names
        };
        // Of several who began at once nobody can tell who is who.
        let ([_], [other]) = (&at_once(&before)[..], &at_once(&now)[..]) else {
            continue;
        };
        let pair = (name.clone(), other.clone());
        let is_named_still = now.iter().any(|(_, still)| still == name);
        let was_named = before.iter().any(|(_, then)| then == other);
        if !is_named_still && !was_named && !renamed.contains(&pair) {
            renamed.push(pair);
        }
    }
    renamed
}

/// What somebody began, and at which millisecond since 1970.
#[derive(PartialEq, Eq)]
enum Began {
    Shift(i64),
    Term(i64),
}

fn people(state: &State) -> Vec<(Began, String)> {
    let said = state.facts.iter().filter(|(_, value)| !value.is_empty());
    let shifts = said.filter_map(|(subject, _)| match Fact::read(subject)? {
        Fact::Shift(person, from) => Some((Began::Shift(from), person)),
        _ => None,
    });
    let terms = state.terms.iter();
    let terms = terms.map(|(ic, from)| (Began::Term(*from), ic.clone()));
    shifts.chain(terms).collect()
}
