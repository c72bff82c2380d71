//! Reading rules from their files.
//!
//! Ours is compiled in; a user's has the same form, adds rules and kinds, and names under
//! `off` those of ours that do not apply. Everything that is wrong with a file is found at
//! once, and named by file, line and key.

mod errors;
mod pattern;
mod reader;

pub use errors::{Bounds, Cause, Problem, RuleErrors};

use std::collections::BTreeSet;

use super::check::Check;
use super::finding::Level;
use super::rules::{Extend, Near, Pattern, Rule, Rules, Words};
use crate::domain::problem::nearest;
use reader::{Reader, Table};

/// The form of rule files that this program reads.
pub const FORMAT: u32 = 1;

/// The rules that are compiled in.
pub const SHIPPED: &str = include_str!("../../../config/gate.toml");

/// The name of the file they come from.
const SHIPPED_NAME: &str = "gate.toml";

/// How far before a match a word may stand when the rule does not say, in characters.
const WITHIN: u32 = 40;

const TOP: [&str; 6] = [
    "format",
    "version",
    "checked-against",
    "off",
    "kind",
    "rule",
];
const KIND: [&str; 5] = ["id", "name", "level", "why", "do"];
const RULE: [&str; 17] = [
    "id", "kind", "name", "level", "why", "do", "words", "pattern", "near", "not-near", "within",
    "behind", "entropy", "check", "extend", "split", "unless",
];

impl Rules {
    /// Returns the rules that are compiled in.
    #[must_use]
    pub fn shipped() -> Self {
        Self::read(None).expect("a test reads the shipped rules")
    }

    /// Returns the rules that are compiled in and those of the user's file, whose name and
    /// text are given.
    pub fn read(user: Option<(&str, &str)>) -> Result<Self, RuleErrors> {
        let mut book = Book::default();
        book.take(SHIPPED_NAME, SHIPPED, Trust::Tested)?;
        if let Some((file, text)) = user {
            book.take(file, text, Trust::Unknown)?;
        }
        let words = Words::of(&book.rules);
        Ok(Self {
            version: book.versions.join("+"),
            all: book.rules,
            words,
        })
    }
}

/// Whether the patterns of a file are known to be good. Compiling ours takes longer than all
/// else that the program does when it starts, so a test does it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Trust {
    Tested,
    Unknown,
}

struct Kind {
    id: String,
    level: Level,
    why: String,
    advice: String,
}

/// What was read so far.
#[derive(Default)]
struct Book {
    versions: Vec<String>,
    kinds: Vec<Kind>,
    rules: Vec<Rule>,
}

impl Book {
    fn take(&mut self, file: &str, text: &str, trust: Trust) -> Result<(), RuleErrors> {
        let (mut reader, root) = Reader::open(file, text);
        if reader.problems.is_empty() {
            let top = Table {
                name: "",
                start: 0,
                keys: root.get_ref(),
            };
            self.fill(&mut reader, top, trust);
        }
        if reader.problems.is_empty() {
            Ok(())
        } else {
            Err(RuleErrors::new(reader.problems))
        }
    }

    fn fill<'t>(&mut self, reader: &mut Reader<'t>, top: Table<'_, 't>, trust: Trust) {
        let format = top.keys.get("format").and_then(|value| {
            let digits = value.get_ref().as_integer()?.as_str();
            digits.parse::<i64>().ok()
        });
        match format {
            Some(found) if found == i64::from(FORMAT) => {}
            // The keys of another form are not judged by this one.
            Some(found) => return reader.report_in(top, "format", Cause::Format { found }),
            None => reader.report_in(top, "format", Cause::Missing),
        }
        reader.only(top, &TOP);
        reader.texts(top, "checked-against");
        let version = reader.needed(top, "version");
        self.versions.push(version);
        self.switch_off(reader, top);
        for (at, (start, keys)) in reader.tables(top, "kind").into_iter().enumerate() {
            let name = name("kind", keys, at);
            let table = Table {
                name: &name,
                start,
                keys,
            };
            self.kind(reader, table);
        }
        for (at, (start, keys)) in reader.tables(top, "rule").into_iter().enumerate() {
            let name = name("rule", keys, at);
            let table = Table {
                name: &name,
                start,
                keys,
            };
            self.rule(reader, table, trust);
        }
    }

    fn switch_off<'t>(&mut self, reader: &mut Reader<'t>, top: Table<'_, 't>) {
        for name in reader.texts(top, "off") {
            let before = self.rules.len();
            self.rules.retain(|rule| rule.id != name);
            if self.rules.len() == before {
                let hint = nearest(&name, self.rules.iter().map(|rule| rule.id.as_str()));
                let what = "rule";
                reader.report_in(top, "off", Cause::Unknown { what, name, hint });
            }
        }
    }

    fn kind<'t>(&mut self, reader: &mut Reader<'t>, table: Table<'_, 't>) {
        reader.only(table, &KIND);
        let used = self.kinds.iter().map(|kind| kind.id.as_str()).collect();
        let id = id(reader, table, &used);
        // What a kind is called is for whoever reads the file.
        reader.needed(table, "name");
        let level = reader.named(table, "level", &Level::ALL);
        if !table.keys.contains_key("level") {
            reader.report_in(table, "level", Cause::Missing);
        }
        self.kinds.push(Kind {
            id,
            level: level.unwrap_or(Level::Block),
            why: reader.needed(table, "why"),
            advice: reader.needed(table, "do"),
        });
    }

    fn rule<'t>(&mut self, reader: &mut Reader<'t>, table: Table<'_, 't>, trust: Trust) {
        reader.only(table, &RULE);
        let used = self.rules.iter().map(|rule| rule.id.as_str()).collect();
        let id = id(reader, table, &used);
        let kind = reader.needed(table, "kind");
        let known = self.kinds.iter().find(|known| known.id == kind);
        if known.is_none() && !kind.is_empty() {
            let hint = nearest(&kind, self.kinds.iter().map(|kind| kind.id.as_str()));
            let (what, name) = ("kind", kind.clone());
            reader.report_in(table, "kind", Cause::Unknown { what, name, hint });
        }
        let of_kind = |text: fn(&Kind) -> &str| known.map(text).unwrap_or_default().to_owned();
        let pattern = reader.needed(table, "pattern");
        let unless = reader.text(table, "unless");
        if trust == Trust::Unknown {
            check_pattern(reader, table, "pattern", &pattern);
            check_pattern(
                reader,
                table,
                "unless",
                unless.as_deref().unwrap_or_default(),
            );
        }
        self.rules.push(Rule {
            id,
            level: reader
                .named(table, "level", &Level::ALL)
                .or(known.map(|kind| kind.level))
                .unwrap_or(Level::Block),
            name: reader.needed(table, "name"),
            why: reader
                .text(table, "why")
                .unwrap_or_else(|| of_kind(|kind| &kind.why)),
            advice: reader
                .text(table, "do")
                .unwrap_or_else(|| of_kind(|kind| &kind.advice)),
            kind,
            words: words(reader, table, "words"),
            pattern: Pattern::new(&pattern),
            near: near(reader, table),
            entropy: reader.number(table, "entropy", 0..8).unwrap_or(0.0),
            check: reader.named(table, "check", &Check::ALL),
            extend: reader.named(table, "extend", &Extend::ALL),
            split: reader.flag(table, "split"),
            unless: unless.map(|text| Pattern::new(&text)),
        });
    }
}

/// Returns what an element of a list is called in messages: its id, or its number from 1.
fn name(list: &str, keys: &toml::de::DeTable<'_>, at: usize) -> String {
    let id = keys.get("id").and_then(|id| id.get_ref().as_str());
    let id = id.filter(|id| !id.is_empty());
    id.map_or_else(|| format!("{list}.{}", at + 1), |id| format!("{list}.{id}"))
}

fn id<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>, used: &BTreeSet<&str>) -> String {
    let id = reader.needed(table, "id");
    let is_part = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if !id.bytes().all(is_part) {
        reader.report_in(table, "id", Cause::MalformedId);
    } else if used.contains(id.as_str()) {
        reader.report_in(table, "id", Cause::Duplicate { id: id.clone() });
    }
    id
}

fn check_pattern<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>, key: &str, text: &str) {
    if let Some(cause) = Some(text)
        .filter(|text| !text.is_empty())
        .and_then(pattern::fault)
    {
        reader.report_in(table, key, cause);
    }
}

fn near<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>) -> Near {
    let within = reader.number(table, "within", 1..400);
    let behind = reader.number(table, "behind", 0..400);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "both are from 0 to 400"
    )]
    let whole = |number: f64| number as usize;
    Near {
        words: words(reader, table, "near"),
        not: words(reader, table, "not-near"),
        within: whole(within.unwrap_or(f64::from(WITHIN))),
        behind: whole(behind.unwrap_or(0.0)),
    }
}

/// Returns words to look for; they are compared with text in lower case.
fn words<'t>(reader: &mut Reader<'t>, table: Table<'_, 't>, key: &str) -> Vec<String> {
    let words = reader.texts(table, key);
    let is_plain = |word: &String| word.is_ascii() && !word.bytes().any(|b| b.is_ascii_uppercase());
    if !words.iter().all(is_plain) {
        reader.report_in(table, key, Cause::UpperCase);
    }
    words
}
