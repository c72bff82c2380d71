//! Comments as they come in: our own are recognised, those of other sitrooms and of people are
//! taken over once.

use std::sync::Arc;

use super::digest::digest;
use super::ledger::{Ledger, LedgerError};
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::command::{Command, Request, TakenEntry, TakenUndo};
use crate::domain::document::{CommentSection, clean_import, read_comment};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::mirror::{OutboxKey, Posted, PostedState};
use crate::domain::suggestion::{SuggestionId, names_unknown, suggestions};
use crate::domain::time::{Instant, When};
use crate::github::wire::Comment;

/// How often a comment is looked at again that names what the record does not know: the issue
/// is read before its comments, and by then what was written first stands there too. Behind that
/// it is a number that somebody made up, and must not fall upon a line of later.
const MOST_LOOKS: u32 = 10;

/// How many comments are looked at again; the newest are.
const MOST_EARLY: usize = 20;

/// A comment that names what the record does not know yet.
#[derive(Debug, Clone)]
pub(super) struct Early {
    comment: Comment,
    /// When what it says was written.
    at: Instant,
    /// How often it is still looked at.
    looks: u32,
}

impl<L: Ledger> Mirror<L> {
    /// Takes a comment of the issue in.
    pub(super) async fn take_comment(&mut self, comment: &Comment) -> Result<(), Trouble> {
        let sections = read_comment(&comment.body);
        let keys: Vec<OutboxKey> = sections.iter().map(|section| section.mark.key()).collect();
        let continues = self.take_continuation(comment);
        if !keys.is_empty() && self.is_ours(&keys, comment) {
            self.recognise(&keys, comment);
            return Ok(());
        }
        if continues {
            let digest = digest(&clean_import(&comment.body));
            self.state.others.insert(comment.id.to_string(), digest);
            return Ok(());
        }
        if self.state.others.contains_key(&comment.id.to_string()) || sections.is_empty() {
            return self.take_of_people(comment).await;
        }
        self.take_of_sitroom(&sections, comment).await
    }

    /// Returns whether a comment is of this record: whoever posted it, its entry is known here.
    /// What somebody else pasted of a comment that is there already is theirs.
    fn is_ours(&self, keys: &[OutboxKey], comment: &Comment) -> bool {
        let is_known = |key: &OutboxKey| {
            self.known.has_entry(key.entry) || self.state.posted.contains_key(key)
        };
        let is_pasted = |key: &OutboxKey| {
            let posted = self.state.posted.get(key);
            posted.is_some_and(|posted| posted.comment != comment.id)
                && comment.user.login != self.login()
        };
        keys.iter().any(is_known) && !keys.iter().any(is_pasted)
    }

    /// Remembers a comment of ours as seen on the issue. Of two that carry the same the lower
    /// id counts: whoever looks finds the same one.
    fn recognise(&mut self, keys: &[OutboxKey], comment: &Comment) {
        for key in keys {
            let known = self.state.posted.get(key).copied();
            let first = known.map_or(comment.id, |known| known.comment.min(comment.id));
            if let Some(known) = known.filter(|known| known.comment != comment.id)
                && known.state != PostedState::Gone
            {
                self.state.doubles.insert(known.comment.max(comment.id));
            }
            let seen = Posted {
                comment: first,
                state: PostedState::Confirmed,
            };
            self.state.posted.insert(*key, seen);
        }
    }

    /// Takes over what another sitroom posted, each entry as what it is, with its author and
    /// its time; what only tells of a change of its comes in as a comment.
    async fn take_of_sitroom(
        &mut self,
        sections: &[CommentSection],
        comment: &Comment,
    ) -> Result<(), Trouble> {
        let mut told: Vec<&CommentSection> = Vec::new();
        for section in sections {
            match section.entry() {
                Some(taken) => self.take_entry(section, taken, comment).await?,
                None if self.take_back(section, comment).await? => {}
                None => told.push(section),
            }
        }
        if let Some(first) = told.first() {
            let texts: Vec<&str> = told.iter().map(|section| section.text.as_str()).collect();
            let import = Command::ImportComment {
                comment: comment.id,
                text: texts.join("\n\n"),
            };
            let (actor, happened) = said_by(first, comment);
            self.import_at(import, &actor, happened).await?;
        }
        let digest = digest(&clean_import(&comment.body));
        self.state.others.insert(comment.id.to_string(), digest);
        Ok(())
    }

    /// Takes over an entry of another sitroom, unless it came in already: the journal says so,
    /// whatever else was lost.
    async fn take_entry(
        &mut self,
        section: &CommentSection,
        taken: TakenEntry,
        comment: &Comment,
    ) -> Result<(), Trouble> {
        let (actor, happened) = said_by(section, comment);
        let event = taken.event();
        if self.known.has_come_in(&actor, &happened, &event) {
            return Ok(());
        }
        let take = Command::TakeEntry(taken);
        self.import_at(take, &actor, happened).await?;
        self.known.came_in(&actor, &happened, &event);
        Ok(())
    }

    /// Takes back what another sitroom took back of its entries. Returns false when not all of
    /// them came in here: then what it says of them is to be told.
    async fn take_back(
        &mut self,
        section: &CommentSection,
        comment: &Comment,
    ) -> Result<bool, Trouble> {
        let names = &section.mark.said.took_back;
        if names.is_empty() {
            return Ok(false);
        }
        self.catch_up().await?;
        let known: Vec<EntryId> = names
            .iter()
            .filter_map(|name| self.known.entry_named(name))
            .collect();
        let is_all = known.len() == names.len();
        let left = known
            .into_iter()
            .filter(|id| !self.known.is_taken_back(*id));
        let entries: Vec<EntryId> = left.collect();
        if !entries.is_empty() {
            let label = section.text.trim_start_matches("correction: ").to_owned();
            let (actor, happened) = said_by(section, comment);
            let take_back = Command::TakeBack(TakenUndo { entries, label });
            self.import_at(take_back, &actor, happened).await?;
        }
        Ok(is_all)
    }

    /// Imports what somebody wrote, and what it asks for; once more when it was edited.
    async fn take_of_people(&mut self, comment: &Comment) -> Result<(), Trouble> {
        let text = clean_import(&comment.body);
        let digest = digest(&text);
        let id = comment.id.to_string();
        if self.state.others.get(&id) == Some(&digest) {
            return Ok(());
        }
        let author = &comment.user.login;
        let known = self.known.comment(comment.id);
        let was_imported = self.state.others.contains_key(&id)
            || self.incident.imported_comments.contains(&comment.id);
        match known.map(|known| known.digest.clone()) {
            Some(known) if known == digest => {}
            known if known.is_some() || was_imported => {
                self.suggest(comment, &text, comment.updated_at).await?;
                let edit = Command::ImportEdit {
                    comment: comment.id,
                    text,
                };
                self.import_at(edit, author, When::exact(comment.updated_at))
                    .await?;
            }
            _ => {
                // First, so that nothing is asked for in vain when the program ends in between.
                self.suggest(comment, &text, comment.created_at).await?;
                let import = Command::ImportComment {
                    comment: comment.id,
                    text,
                };
                self.import_at(import, author, When::exact(comment.created_at))
                    .await?;
            }
        }
        self.state.others.insert(id, digest);
        Ok(())
    }

    /// Keeps what a comment asks for, for the Incident Commander to answer; and the comment
    /// itself where it may be ahead of the record.
    async fn suggest(&mut self, comment: &Comment, text: &str, at: Instant) -> Result<(), Trouble> {
        if !self.options.suggestions {
            return Ok(());
        }
        self.suggest_known(comment, text, at).await?;
        self.early.retain(|early| early.comment.id != comment.id);
        if names_unknown(text, &self.incident, &self.playbook) {
            self.early.push(Early {
                comment: comment.clone(),
                at,
                looks: MOST_LOOKS,
            });
            let extra = self.early.len().saturating_sub(MOST_EARLY);
            self.early.drain(..extra);
        }
        Ok(())
    }

    async fn suggest_known(
        &mut self,
        comment: &Comment,
        text: &str,
        at: Instant,
    ) -> Result<(), Trouble> {
        for (line, action) in suggestions(text, &self.incident, &self.playbook) {
            let id = SuggestionId {
                comment: comment.id,
                line,
            };
            if !self.known.is_suggested(id) {
                let suggest = Command::Suggest { id, action };
                self.import_at(suggest, &comment.user.login, When::exact(at))
                    .await?;
            }
        }
        Ok(())
    }

    /// Looks once more at the comments that were ahead of the record, after the issue was
    /// merged.
    pub(super) async fn suggest_again(&mut self) -> Result<(), Trouble> {
        if self.early.is_empty() {
            return Ok(());
        }
        self.catch_up().await?;
        for Early { comment, at, .. } in self.early.clone() {
            self.suggest_known(&comment, &clean_import(&comment.body), at)
                .await?;
        }
        let (incident, playbook) = (Arc::clone(&self.incident), Arc::clone(&self.playbook));
        self.early.retain_mut(|early| {
            early.looks -= 1;
            let text = clean_import(&early.comment.body);
            early.looks > 0 && names_unknown(&text, &incident, &playbook)
        });
        Ok(())
    }

    /// Puts something of the issue to the record. What the record refuses stays on the issue.
    pub(super) async fn import_at(
        &mut self,
        command: Command,
        actor: &str,
        happened: When,
    ) -> Result<(), Trouble> {
        let request = Request::from_issue(command, actor, Some(happened));
        let done = self.ledger.execute(request).await;
        self.recorded(done)
    }

    /// Answers what people ask for that is so by now: there is nothing left for the Incident
    /// Commander to do about it, and that it is done already is told. What moved since it was
    /// seen is left for the next round: to accept what was taken back meanwhile would do it.
    pub(super) async fn answer_what_is_so(&mut self) -> Result<(), Trouble> {
        let now = self.now();
        let waiting = self.incident.suggestions.iter();
        let so =
            waiting.filter(|(_, waits)| waits.action.is_so(&self.incident, &self.playbook, now));
        let so: Vec<SuggestionId> = so.map(|(id, _)| *id).collect();
        for id in so {
            let answer = Command::AnswerSuggestion { id, accept: true };
            let answer = Request::local(answer, "sitroom");
            let seen = Arc::clone(&self.incident);
            let done = self.ledger.execute_seen(answer, seen).await;
            if matches!(done, Err(LedgerError::Moved)) {
                return Ok(());
            }
            self.recorded(done)?;
        }
        Ok(())
    }

    fn recorded(&mut self, done: Result<Arc<Incident>, LedgerError>) -> Result<(), Trouble> {
        match done {
            Ok(incident) => {
                self.follow(incident);
                Ok(())
            }
            Err(LedgerError::Refused(refusal)) => {
                tracing::warn!(%refusal, "a comment was not taken over");
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }
}

/// Returns who said what a section says, and when: its marker knows, else its comment.
fn said_by(section: &CommentSection, comment: &Comment) -> (String, When) {
    let actor = if section.actor.is_empty() {
        comment.user.login.clone()
    } else {
        section.actor.clone()
    };
    let written = When::exact(comment.created_at);
    (actor, section.happened.unwrap_or(written))
}

/// Returns what a comment of a sitroom carries; nothing for any other.
pub(super) fn keys_of(body: &str) -> Vec<OutboxKey> {
    let sections = read_comment(body).into_iter();
    sections.map(|section| section.mark.key()).collect()
}
