//! The book of what was said: which edits were acknowledged, and which of them their readers
//! replaced.

use std::collections::{BTreeMap, BTreeSet};

use super::choice::Ballot;
use super::token::{Token, tokens};

/// An edit that somebody was told is saved.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    /// The sitroom it was made at; none for one made on the issue.
    pub(crate) room: Option<usize>,
    /// Who did what.
    pub(crate) what: String,
    /// Whether it must never leave the machine.
    pub(crate) local: bool,
}

/// Everything acknowledged so far.
#[derive(Debug, Default)]
pub(crate) struct Book {
    edits: BTreeMap<Token, Edit>,
    /// What somebody who had it before their eyes took out or wrote over, and who.
    replaced: BTreeMap<Token, String>,
    /// What was chosen.
    pub(crate) ballot: Ballot,
    /// Text of people that nobody changed since, with LF line ends.
    blocks: Vec<String>,
}

impl Book {
    /// Enters an edit by what a person had before their eyes and what they left there.
    pub(crate) fn edited(&mut self, edit: &Edit, before: &str, after: &str) {
        let (seen, left) = (tokens(before), tokens(after));
        for token in left.difference(&seen) {
            self.edits.entry(*token).or_insert_with(|| edit.clone());
        }
        // Of a line that stands twice each may be written over by somebody else.
        let times = |text: &str, token: Token| text.matches(&token.to_string()).count();
        for token in seen {
            if times(before, token) > times(after, token) {
                self.replaced.insert(token, edit.what.clone());
            }
        }
    }

    /// Keeps the book of people's blocks true to a body that a person saved.
    pub(crate) fn saved_body(&mut self, body: &str, new_block: Option<String>) {
        let body = lf(body);
        self.blocks.extend(new_block);
        self.blocks.retain(|block| body.contains(block));
    }

    /// Returns the blocks of people that must be on the issue as they are.
    pub(crate) fn blocks(&self) -> &[String] {
        &self.blocks
    }

    /// Returns a block that somebody may rewrite.
    pub(crate) fn any_block(&self, pick: usize) -> Option<&str> {
        let at = pick.checked_rem(self.blocks.len())?;
        self.blocks.get(at).map(String::as_str)
    }

    /// Returns the edits that nobody replaced.
    pub(crate) fn standing(&self) -> impl Iterator<Item = (Token, &Edit)> {
        let all = self.edits.iter().map(|(token, edit)| (*token, edit));
        all.filter(|(token, _)| !self.replaced.contains_key(token))
    }

    /// Returns the tokens that must never leave their machine.
    pub(crate) fn secrets(&self) -> BTreeSet<Token> {
        let local = self.edits.iter().filter(|(_, edit)| edit.local);
        local.map(|(token, _)| *token).collect()
    }
}

/// Returns text with LF line ends.
pub(crate) fn lf(text: &str) -> String {
    text.replace("\r\n", "\n")
}
