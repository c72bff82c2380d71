//! Reading a keymap from its file, noting all that is wrong with it and where.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::app::action::Action;
use crate::app::key::{KeyPress, KeySequence, names};
use crate::app::mode::Mode;
use crate::domain::problem::slips::{self, Slips};
use crate::domain::problem::{line_column, nearest};
use crate::domain::text::clean_line;

/// A key of an action, with the place where it stands.
pub(super) type Bound = (Action, KeySequence, usize);

/// Returns what the keymap that is compiled in binds. A test reads that as somebody's own, which
/// says what is wrong with it.
pub(super) fn shipped(json: &str) -> Vec<Bound> {
    let tables: BTreeMap<&str, BTreeMap<&str, Keys<'_>>> =
        serde_json::from_str(json).unwrap_or_default();
    let mut bound = Vec::new();
    for action in Action::ALL {
        let table = tables.get(action.mode().word());
        let keys = table.and_then(|table| table.get(action.word()));
        let keys = keys.into_iter().flat_map(Keys::all);
        let keys = keys.filter_map(|keys| keys.parse().ok());
        bound.extend(keys.map(|keys| (*action, keys, 0)));
    }
    bound
}

/// The keys of an action: one, or several.
#[derive(Deserialize)]
#[serde(untagged)]
enum Keys<'t> {
    #[serde(borrow)]
    One(Cow<'t, str>),
    Several(Vec<Cow<'t, str>>),
}

impl Keys<'_> {
    fn all(&self) -> impl Iterator<Item = &str> {
        let all = match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        };
        all.iter().map(AsRef::as_ref)
    }
}

/// What a file binds, in the order of the modes, and what is wrong with it.
pub(super) struct Read<'t> {
    text: &'t str,
    /// The actions that stand in it, those without a key too, with their place.
    named: Vec<(Action, usize)>,
    /// What is bound.
    pub(super) bound: Vec<Bound>,
    /// What is wrong, with its place.
    problems: Vec<(usize, String)>,
    /// What is no TOML.
    slips: Slips,
    /// The actions with a key that is none.
    unread: Vec<Action>,
}

impl<'t> Read<'t> {
    /// Reads a file as far as it can be read.
    pub(super) fn of(text: &'t str) -> Self {
        slips::read(text, |root, slips| {
            let mut read = Self {
                text,
                named: Vec::new(),
                bound: Vec::new(),
                problems: Vec::new(),
                slips,
                unread: Vec::new(),
            };
            read.all(root);
            read
        })
    }

    fn all(&mut self, root: &DeTable<'_>) {
        for error in std::mem::take(&mut self.slips.errors) {
            let at = error.span().map_or(0, |span| span.start);
            self.report(at, clean_line(error.message()));
        }
        // A key of every card is known before those of one kind of it.
        for mode in Mode::ALL {
            if let Some((name, table)) = root.get_key_value(mode.word()) {
                self.table(mode, name.span(), table);
            }
        }
        for (name, value) in root {
            self.unknown(name, value);
        }
    }

    /// Returns whether a key of an action cannot be read, which is told.
    pub(super) fn is_unread(&self, action: Action) -> bool {
        self.slips.hide(action.word()) || self.unread.contains(&action)
    }

    /// Notes what is wrong at a place.
    pub(super) fn report(&mut self, at: usize, what: String) {
        self.problems.push((at, what));
    }

    /// Returns whether the file says which keys an action has.
    pub(super) fn names(&self, action: Action) -> bool {
        self.place_of(action).is_some()
    }

    /// Returns where an action stands in the file.
    pub(super) fn place_of(&self, action: Action) -> Option<usize> {
        let mut named = self.named.iter();
        named.find(|(it, _)| *it == action).map(|(_, at)| *at)
    }

    /// Returns what is wrong, in the order in which it stands in the file.
    pub(super) fn into_problems(mut self) -> Vec<String> {
        self.problems.sort();
        self.problems.dedup();
        let problems = self.problems.iter();
        problems
            .map(|(at, what)| format!("line {}: {what}", line_column(self.text, *at).0))
            .collect()
    }

    fn unknown(&mut self, name: &Spanned<toml::de::DeString<'_>>, value: &Spanned<DeValue<'_>>) {
        if Mode::ALL.iter().any(|mode| mode.word() == name.get_ref()) {
            return;
        }
        let word = clean_line(name.get_ref());
        let at = name.span().start;
        if value.get_ref().is_table() {
            let hint = meant(&word, Mode::ALL.iter().map(|mode| mode.word()));
            self.report(at, format!("[{word}] is no table of keys{hint}"));
        } else {
            let place = Action::from_word(&word).map_or(Mode::Global, Action::mode);
            let place = place.word();
            self.report(
                at,
                format!("`{word}` stands in no table; write [{place}] above it"),
            );
        }
    }

    fn table(&mut self, mode: Mode, name: Range<usize>, table: &Spanned<DeValue<'_>>) {
        let Some(keys) = table.get_ref().as_table() else {
            let place = mode.word();
            let what = format!("`{place}` is a table: write [{place}], then the keys below it");
            return self.report(name.start, what);
        };
        for (word, value) in keys {
            self.action(mode, word, value);
        }
    }

    fn action(
        &mut self,
        mode: Mode,
        name: &Spanned<toml::de::DeString<'_>>,
        value: &Spanned<DeValue<'_>>,
    ) {
        let (word, at) = (name.get_ref(), name.span().start);
        let Some(action) = Action::from_word(word) else {
            let word = clean_line(word);
            let words = Action::ALL.iter().map(|action| action.word());
            let hint = meant(&word, words);
            return self.report(at, format!("`{word}` is no action{hint}"));
        };
        if action.mode() != mode {
            let place = action.mode().word();
            return self.report(at, format!("`{word}` belongs into [{place}]"));
        }
        self.named.push((action, at));
        let keys: Vec<&Spanned<DeValue<'_>>> = match value.get_ref().as_array() {
            Some(several) => several.iter().collect(),
            None => vec![value],
        };
        for key in keys {
            self.key(action, key);
        }
    }

    fn key(&mut self, action: Action, key: &Spanned<DeValue<'_>>) {
        let at = key.span().start;
        let Some(text) = key.get_ref().as_str() else {
            let word = action.word();
            let what = format!("the keys of `{word}` are a text or a list of texts");
            self.unread.push(action);
            return self.report(at, what);
        };
        match text.parse::<KeySequence>() {
            Ok(keys) => self.bound.push((action, keys, at)),
            Err(problem) => {
                let mut words = text.split_whitespace();
                let wrong = words.find(|key| key.parse::<KeySequence>().is_err());
                let hint = wrong.map_or_else(String::new, meant_key);
                self.unread.push(action);
                self.report(at, format!("{}{hint}", clean_line(&problem)));
            }
        }
    }
}

/// Returns the key that was probably meant, with what is held together with it.
fn meant_key(wrong: &str) -> String {
    let small = wrong.to_lowercase();
    if small.parse::<KeyPress>().is_ok() {
        return meant(&small, [small.as_str()]);
    }
    meant(wrong, names())
}

/// Returns the name that was probably meant, as the end of a sentence.
fn meant<'a>(wrong: &str, valid: impl IntoIterator<Item = &'a str>) -> String {
    let found = nearest(wrong, valid);
    found.map_or_else(String::new, |name| format!("; did you mean `{name}`?"))
}
