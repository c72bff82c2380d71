//! Codenames for what may not be named in what leaves.

use std::collections::BTreeMap;
use std::fmt;

use thiserror::Error;

/// The local key: names and terms, and what each is called outside.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Codenames {
    /// The longest term first.
    pairs: Vec<Pair>,
}

impl fmt::Debug for Codenames {
    /// Leaves out both sides: what is debugged is logged.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Codenames({})", self.pairs.len())
    }
}

#[derive(Clone, PartialEq, Eq)]
struct Pair {
    term: String,
    codename: String,
}

/// Why a list of codenames cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CodenameError {
    /// One of the two has no letter or digit at its ends.
    #[error("give `{0}` a letter or a digit at its beginning and at its end")]
    Bare(String),
    /// Two entries have one name in common, so that it could not be read back.
    #[error("`{0}` stands for two things")]
    Twice(String),
    /// A codename has one of the terms in it and would give it away.
    #[error("the codename `{codename}` has the term `{term}` in it")]
    Telling {
        /// The codename.
        codename: String,
        /// The term.
        term: String,
    },
}

impl Codenames {
    /// Makes the key from terms and their codenames; everything that is wrong is told.
    pub fn new<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, Vec<CodenameError>> {
        let mut key = Self::default();
        let mut errors = Vec::new();
        for (term, codename) in pairs {
            let (term, codename) = (term.trim().to_owned(), codename.trim().to_owned());
            for name in [&term, &codename] {
                let is_held = |c: char| !c.is_alphanumeric();
                if name.is_empty() || name.starts_with(is_held) || name.ends_with(is_held) {
                    errors.push(CodenameError::Bare(name.clone()));
                }
            }
            key.pairs.push(Pair { term, codename });
        }
        if errors.is_empty() {
            errors = key.clashes();
        }
        key.pairs
            .sort_by_key(|pair| std::cmp::Reverse(folded(&pair.term).len()));
        if errors.is_empty() {
            Ok(key)
        } else {
            Err(errors)
        }
    }

    /// Returns the key of a record, which was checked when it was recorded; of one that was
    /// not, what can be used.
    #[must_use]
    pub fn of(codenames: &BTreeMap<String, String>) -> Self {
        let pairs = || codenames.iter().map(|(term, name)| (&**term, &**name));
        Self::new(pairs()).unwrap_or_else(|_| {
            let mut key = Self::default();
            for pair in pairs() {
                key = key.with(pair.0, pair.1).unwrap_or(key);
            }
            key
        })
    }

    /// Returns the key with one more codename; none when it has the name or the codename
    /// already, or cannot take it.
    #[must_use]
    pub fn with(&self, term: &str, codename: &str) -> Option<Self> {
        let pairs = self.pairs.iter().map(|p| (&*p.term, &*p.codename));
        Self::new(pairs.chain([(term, codename)])).ok()
    }

    /// Returns whether nothing is called by another name.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    fn clashes(&self) -> Vec<CodenameError> {
        let mut errors = Vec::new();
        for (at, pair) in self.pairs.iter().enumerate() {
            let is_same = |a: &str, b: &str| folded(a) == folded(b);
            if self.pairs[..at]
                .iter()
                .any(|other| is_same(&other.term, &pair.term))
            {
                errors.push(CodenameError::Twice(pair.term.clone()));
            }
            if self.pairs[..at]
                .iter()
                .any(|other| is_same(&other.codename, &pair.codename))
            {
                errors.push(CodenameError::Twice(pair.codename.clone()));
            }
            let terms = self.pairs.iter().map(|other| (other.term.as_str(), ""));
            let text = &pair.codename;
            let telling = terms.filter(|term| replaced(text, &[*term]) != *text);
            errors.extend(telling.map(|(term, _)| CodenameError::Telling {
                codename: pair.codename.clone(),
                term: term.to_owned(),
            }));
        }
        errors
    }
}

/// Returns a text in which every term is called by its codename: whole words, in any case and
/// however they are spaced, the longest first.
#[must_use]
pub fn codenames(text: &str, key: &Codenames) -> String {
    let pairs = key.pairs.iter();
    let pairs: Vec<(&str, &str)> = pairs
        .map(|p| (p.term.as_str(), p.codename.as_str()))
        .collect();
    replaced(text, &pairs)
}

/// Returns a text with every codename read back, for the eyes of this machine. Terms come out
/// as they are written in the key.
#[must_use]
pub fn reveal(text: &str, key: &Codenames) -> String {
    let pairs = key.pairs.iter();
    let mut pairs: Vec<(&str, &str)> = pairs
        .map(|p| (p.codename.as_str(), p.term.as_str()))
        .collect();
    pairs.sort_by_key(|(codename, _)| std::cmp::Reverse(folded(codename).len()));
    replaced(text, &pairs)
}

/// A character as it is compared, and where it begins.
#[derive(Clone, Copy)]
struct Letter {
    folded: char,
    start: usize,
    end: usize,
}

/// Returns the characters of a text as they are compared: small, one space for any run of
/// them, and without what is not there to the eye.
fn letters(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::new();
    for (start, c) in text.char_indices() {
        let end = start + c.len_utf8();
        let is_space = c.is_whitespace();
        match letters.last_mut() {
            _ if is_invisible(c) => {}
            Some(last) if is_space && last.folded == ' ' => last.end = end,
            Some(_) | None => {
                let small = c.to_lowercase().next().unwrap_or(c);
                let folded = if is_space { ' ' } else { small };
                letters.push(Letter { folded, start, end });
            }
        }
    }
    letters
}

fn is_invisible(c: char) -> bool {
    super::fold::fold(c, None).is_none() && !c.is_whitespace()
}

fn folded(text: &str) -> Vec<char> {
    letters(text)
        .into_iter()
        .map(|letter| letter.folded)
        .collect()
}

/// Replaces whole words, the first that fits at each place.
fn replaced(text: &str, pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<(Vec<char>, &str)> =
        pairs.iter().map(|(from, to)| (folded(from), *to)).collect();
    let letters = letters(text);
    let is_letter = |at: Option<usize>| {
        let letter = at.and_then(|at| letters.get(at));
        letter.is_some_and(|letter| letter.folded.is_alphanumeric())
    };
    let fits = |at: usize, from: &[char]| {
        let end = at + from.len();
        !from.is_empty()
            && end <= letters.len()
            && letters[at..end]
                .iter()
                .zip(from)
                .all(|(letter, c)| letter.folded == *c)
            && !is_letter(at.checked_sub(1))
            && !is_letter(Some(end))
    };
    let mut out = String::with_capacity(text.len());
    let (mut at, mut copied) = (0, 0);
    while at < letters.len() {
        let found = pairs.iter().find(|(from, _)| fits(at, from));
        if let Some((from, to)) = found {
            out.push_str(&text[copied..letters[at].start]);
            out.push_str(to);
            at += from.len();
            copied = letters[at - 1].end;
        } else {
            at += 1;
        }
    }
    out.push_str(&text[copied..]);
    out
}
