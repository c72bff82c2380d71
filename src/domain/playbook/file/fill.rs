//! Filling templates.
//!
//! A placeholder is a word of small letters and underscores in braces. All other braces are
//! text, so that code and JSON can be pasted into a template.

use crate::domain::playbook::Template;

/// A template with its values in place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filled {
    /// The subject line, for mail; always one line.
    pub subject: Option<String>,
    /// The text.
    pub body: String,
    /// The placeholders without a value, each once, in the order they stand; they stay in the
    /// text in their braces, so that nobody overlooks them.
    pub missing: Vec<String>,
}

impl Template {
    /// Returns the template with values in place. Values are not searched for placeholders,
    /// and line breaks in a value become spaces in the subject.
    pub fn fill(&self, values: &impl Fn(&str) -> Option<String>) -> Filled {
        let mut missing = Vec::new();
        let subject = self
            .subject
            .as_deref()
            .map(|text| one_line(&fill(text, values, &mut missing)));
        let body = fill(&self.body, values, &mut missing);
        Filled {
            subject,
            body,
            missing,
        }
    }

    /// Returns the placeholders of the template, each once, in the order they stand.
    #[must_use]
    pub fn placeholders(&self) -> Vec<String> {
        self.fill(&|_| None).missing
    }
}

/// One piece of a template.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'a> {
    /// Text that stays.
    Text(&'a str),
    /// The name of a placeholder.
    Placeholder(&'a str),
}

/// Returns the pieces of a text, in order.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let (mut start, mut from) = (0, 0);
    while let Some(open) = text[from..].find('{').map(|at| from + at) {
        from = open + 1;
        let Some(name) = placeholder(&text[from..]) else {
            continue;
        };
        if start < open {
            pieces.push(Piece::Text(&text[start..open]));
        }
        pieces.push(Piece::Placeholder(name));
        from += name.len() + 1;
        start = from;
    }
    if start < text.len() {
        pieces.push(Piece::Text(&text[start..]));
    }
    pieces
}

/// Returns the name of the placeholder whose opening brace was just read.
fn placeholder(rest: &str) -> Option<&str> {
    let (name, _) = rest.split_once('}')?;
    let is_name = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    is_name.then_some(name)
}

fn fill(text: &str, values: &impl Fn(&str) -> Option<String>, missing: &mut Vec<String>) -> String {
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(text),
            Piece::Placeholder(name) => {
                if let Some(value) = values(name) {
                    out.push_str(&value);
                } else {
                    out.extend(["{", name, "}"]);
                    if !missing.iter().any(|m| m == name) {
                        missing.push(name.to_owned());
                    }
                }
            }
        }
    }
    out
}

/// Returns a text as one line; a line break in a mail header would begin another header.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).collect::<Vec<_>>().join(" ")
}
