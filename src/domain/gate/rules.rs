//! The rules of the gate, ready to be searched for.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;
use regex::bytes::{Regex, RegexBuilder};

use super::check::Check;
use super::finding::Level;

/// The name of the group that holds the secret when a pattern needs words around it.
pub(super) const SECRET: &str = "secret";

/// The most memory a compiled pattern may take, in bytes. It bounds what one byte of text costs.
const LARGEST: usize = 4 << 20;

/// What may not leave the machine, as read from `config/gate.toml` and the user's file.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(super) version: String,
    pub(super) all: Vec<Rule>,
    pub(super) words: Words,
}

impl Rules {
    /// Returns the version of the rules, and behind a plus sign that of the user's: for the
    /// record of what a text was checked against.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the id, the level and the name of each rule, in order.
    pub fn list(&self) -> impl Iterator<Item = (&str, Level, &str)> {
        let rules = self.all.iter();
        rules.map(|rule| (rule.id.as_str(), rule.level, rule.name.as_str()))
    }
}

/// A shape, what it means, and how to tell it from what only looks like it.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub(super) id: String,
    pub(super) kind: String,
    pub(super) level: Level,
    pub(super) name: String,
    pub(super) why: String,
    pub(super) advice: String,
    /// Words in lower case, one of which is in every text that the pattern fits; any text
    /// will do when there are none.
    pub(super) words: Vec<String>,
    pub(super) pattern: Pattern,
    pub(super) near: Near,
    /// The least entropy, in bits a character.
    pub(super) entropy: f64,
    pub(super) check: Option<Check>,
    pub(super) extend: Option<Extend>,
    /// Whether it is looked for across line breaks too.
    pub(super) split: bool,
    /// Matches that this fits are something else.
    pub(super) unless: Option<Pattern>,
}

impl Rule {
    /// Returns the beginning of a match that every match of the rule has and that therefore
    /// tells nothing.
    pub(super) fn common_head<'a>(&self, found: &'a [u8]) -> &'a [u8] {
        if self.pattern.has_secret() {
            return &[];
        }
        let is_head = |word: &&String| {
            let head = found.get(..word.len());
            head.is_some_and(|head| head.eq_ignore_ascii_case(word.as_bytes()))
        };
        let longest = self.words.iter().filter(is_head).map(String::len).max();
        &found[..longest.unwrap_or(0)]
    }
}

/// What has to stand before a match, and what must not.
#[derive(Debug, Clone, Default)]
pub(super) struct Near {
    /// In lower case; one of them has to be there, if there are any.
    pub(super) words: Vec<String>,
    /// In lower case; none of them may be there, unless one of the others is nearer.
    pub(super) not: Vec<String>,
    /// How far before the match, in characters.
    pub(super) within: usize,
    /// How far behind it.
    pub(super) behind: usize,
}

/// How a match grows once it is one. Keys and tokens may be longer than any pattern should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Extend {
    /// To the last character that tokens are made of.
    Token,
    /// To the end of the line.
    Line,
    /// To the end of an armoured block; a match without a body is none.
    Armour,
}

impl Extend {
    /// Every way with the name that rules call it by.
    pub(super) const ALL: [(&'static str, Self); 3] = [
        ("token", Self::Token),
        ("line", Self::Line),
        ("armour", Self::Armour),
    ];
}

/// A pattern, compiled when it is first needed: most texts hold none of the words that most
/// patterns wait for.
#[derive(Debug, Clone)]
pub(super) struct Pattern {
    text: String,
    compiled: OnceLock<Regex>,
}

impl Pattern {
    /// Takes a pattern whose text was checked.
    pub(super) fn new(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            compiled: OnceLock::new(),
        }
    }

    /// Compiles a pattern; the error is that of the pattern's text.
    pub(super) fn compile(text: &str) -> Result<Regex, regex::Error> {
        RegexBuilder::new(text)
            .unicode(false)
            .size_limit(LARGEST)
            .build()
    }

    pub(super) fn regex(&self) -> &Regex {
        self.compiled.get_or_init(|| {
            Self::compile(&self.text).expect("a pattern is checked when its file is read")
        })
    }

    pub(super) fn has_secret(&self) -> bool {
        self.text.contains("(?P<secret>")
    }
}

/// The words of all rules, looked for together.
#[derive(Debug, Clone)]
pub(super) struct Words {
    list: Vec<String>,
    /// The rules that wait for each word.
    waiting: Vec<Vec<usize>>,
    /// The rules that wait for none.
    always: Vec<usize>,
    search: OnceLock<AhoCorasick>,
}

impl Words {
    pub(super) fn of(rules: &[Rule]) -> Self {
        let mut found = Self {
            list: Vec::new(),
            waiting: Vec::new(),
            always: Vec::new(),
            search: OnceLock::new(),
        };
        for (at, rule) in rules.iter().enumerate() {
            if rule.words.is_empty() {
                found.always.push(at);
            }
            for word in &rule.words {
                found.wait(word, at);
            }
        }
        found
    }

    fn wait(&mut self, word: &str, rule: usize) {
        if let Some(at) = self.list.iter().position(|known| known == word) {
            self.waiting[at].push(rule);
        } else {
            self.list.push(word.to_owned());
            self.waiting.push(vec![rule]);
        }
    }

    /// Returns the rules that may fit somewhere in a text, in order, each once.
    pub(super) fn rules_for(&self, text: &[u8]) -> Vec<usize> {
        let search = self.search.get_or_init(|| {
            AhoCorasick::builder()
                .ascii_case_insensitive(true)
                .build(&self.list)
                .expect("so few words can be searched for together")
        });
        let found = search.find_overlapping_iter(text);
        let waiting = found.flat_map(|found| &self.waiting[found.pattern().as_usize()]);
        let mut rules: Vec<usize> = self.always.iter().chain(waiting).copied().collect();
        rules.sort_unstable();
        rules.dedup();
        rules
    }
}
