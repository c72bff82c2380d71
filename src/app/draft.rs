//! The texts that somebody left unfinished, as a list.

use std::collections::HashSet;

use super::action::Action;
use super::handoff::HandoffText;
use super::model::App;
use super::purpose::Purpose;
use crate::domain::event::Event;
use crate::domain::incident::FixClass;
use crate::domain::text::{clean_line, count, first_of, shorten};

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

/// Returns what becomes of the texts of messages and briefs that were taken back, the newest first:
/// each is the draft of its form again, with its key; none where a newer draft stays, one that is
/// known already or that of a newer message.
pub fn drafts_again<'e>(
    undone: impl IntoIterator<Item = &'e Event>,
    is_known: impl Fn(&str) -> bool,
) -> Vec<Option<(String, String)>> {
    let mut kept = HashSet::new();
    let texts = undone.into_iter().filter_map(text_of);
    texts
        .map(|(key, text)| {
            let is_newest = !is_known(&key) && kept.insert(key.clone());
            is_newest.then_some((key, text))
        })
        .collect()
}

/// Returns the text of a message or of a brief with the key of its draft; none of what is neither,
/// or of a message of which only the sending is known.
fn text_of(event: &Event) -> Option<(String, String)> {
    let (purpose, text) = match event {
        Event::MessageSent { message, text, .. } => {
            let message = message.clone();
            (Purpose::Message { message }, text.as_str())
        }
        Event::HandoffMoved(moved) => {
            let to = moved.to.clone();
            (Purpose::Handoff(HandoffText::Brief(to)), moved.brief()?)
        }
        _ => return None,
    };
    let is_known = !text.trim().is_empty();
    is_known.then(|| (purpose.draft_key(), text.to_owned()))
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

    /// Returns what is said of drafts that were found: the first few by what they are for. Nobody
    /// wrote down whose they are.
    pub(super) fn tell_of_drafts(&self, found: &[(String, String)]) -> String {
        const NAMED: usize = 3;
        let names = found.iter().map(|(key, _)| self.about_draft(key));
        let names: Vec<String> = names.map(|name| shorten(&name, 40)).collect();
        let (many, names) = (count(found.len(), "draft"), first_of(&names, NAMED, ", "));
        let key = self.keymap.key(Action::Drafts);
        format!("{many} kept on this machine: {names}; {key} lists them")
    }

    /// Returns what a draft is for: in words, or those of the thing it is about.
    fn about_draft(&self, key: &str) -> String {
        let incident = &self.incident;
        match Purpose::from_draft_key(key, incident) {
            Some(Purpose::Note) => "a note".to_owned(),
            Some(Purpose::AddLead) => "a lead".to_owned(),
            Some(Purpose::AddFix(FixClass::Immediate)) => "a remediation item".to_owned(),
            Some(Purpose::AddFix(FixClass::LongTerm)) => "a long-term remediation item".to_owned(),
            Some(Purpose::Codename) => "a codename".to_owned(),
            Some(Purpose::HandOver(id)) => {
                let known = incident.evidence.iter().find(|it| it.id == id);
                let what = known.map(|it| clean_line(&it.what)).unwrap_or_default();
                format!("hand over {id}: {what}")
            }
            Some(Purpose::Message { message: id }) => {
                let message = self.playbook.message(&id);
                message.map_or(id, |message| message.name.clone())
            }
            Some(Purpose::Milestone(id)) => {
                let milestone = self.playbook.milestone(&id);
                milestone.map_or(id, |milestone| milestone.name.clone())
            }
            _ => self
                .about_sending(key)
                .unwrap_or_else(|| self.about_key(key)),
        }
    }

    /// Returns what a draft is for that says what became of a message.
    fn about_sending(&self, key: &str) -> Option<String> {
        let (verb, of) = key.split_once('-')?;
        match verb {
            "carried" => {
                let message = self.playbook.message(of)?;
                Some(format!("when {} was sent", message.name))
            }
            "acknowledged" => Some("who acknowledged a message".to_owned()),
            "not" => Some("why somebody does not get a message".to_owned()),
            _ => None,
        }
    }

    /// Returns the words of the key of a draft, and those of the thing it is about.
    fn about_key(&self, key: &str) -> String {
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
