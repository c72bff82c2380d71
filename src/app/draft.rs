//! The texts that somebody left unfinished, as a list.

use super::model::App;
use crate::domain::text::clean_line;

/// The list of drafts over the screen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DraftsView {
    /// The key of the marked draft, so that another one that goes moves no mark.
    pub marked: Option<String>,
}

/// A draft as it is listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DraftLine<'a> {
    /// What it is for, as it is kept.
    pub key: &'a str,
    /// What it is for, in words.
    pub about: String,
    /// The text.
    pub text: &'a str,
}

impl DraftsView {
    /// Returns the position of the mark: the first one where what was marked is gone.
    #[must_use]
    pub fn at(&self, all: &[DraftLine<'_>]) -> usize {
        let marked = self.marked.as_deref();
        let found = all.iter().position(|line| Some(line.key) == marked);
        found.unwrap_or(0)
    }
}

impl App {
    /// Returns the drafts as they are listed.
    #[must_use]
    pub fn draft_lines(&self) -> Vec<DraftLine<'_>> {
        let drafts = self.drafts.iter();
        drafts
            .map(|(key, text)| DraftLine {
                key,
                about: self.about_draft(key),
                text,
            })
            .collect()
    }

    /// Returns what a draft is for: the words of its key, and those of the thing it is about.
    fn about_draft(&self, key: &str) -> String {
        if let Some(id) = key.strip_prefix("message-") {
            let messages = &self.playbook.messages;
            let message = messages.iter().find(|message| message.id == id);
            return message.map_or_else(|| id.to_owned(), |message| message.name.clone());
        }
        let (verb, id) = key.rsplit_once('-').unwrap_or((key, ""));
        let text = id.parse().ok().and_then(|id| self.incident.lead(id));
        let text = text.map(|lead| &lead.text);
        let text = text.or_else(|| {
            let fix = id.parse().ok().and_then(|id| self.incident.fix(id));
            fix.map(|fix| &fix.text)
        });
        match text {
            Some(text) => format!("{} {id}: {}", verb.replace('-', " "), clean_line(text)),
            None => key.replace('-', " "),
        }
    }
}
