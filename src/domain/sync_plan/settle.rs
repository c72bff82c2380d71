//! Weighing one value, with the conflicts that wait for a ruling.

use std::fmt::Display;

use super::items::{mark_words, standing_words};
use super::{ConflictValue, Round};
use crate::domain::command::Command;
use crate::domain::document::{Bullet, Document, Fact, LineMark, mode_word, time_words, yes_word};
use crate::domain::event::Field;
use crate::domain::ids::ItemId;
use crate::domain::incident::{FixState, Mark};
use crate::domain::merge::{Merged, merge_first, merge_value};

impl Round<'_> {
    /// Returns what becomes of a value. One that waits for a ruling stays in conflict until
    /// the sides say the same.
    pub(super) fn weigh<T: PartialEq>(
        &mut self,
        subject: &str,
        base: Option<&T>,
        (local, remote): (&T, &T),
        is_default: impl Fn(&T) -> bool,
        words: impl Fn(&T) -> String,
    ) -> Merged {
        let merged = match base {
            Some(base) => merge_value(base, local, remote),
            None => merge_first(local, remote, is_default),
        };
        self.rule(subject, merged, local == remote, || {
            (words(local), words(remote))
        })
    }

    /// Applies the conflicts that wait for a ruling to an outcome, and notes a conflict.
    pub(super) fn rule(
        &mut self,
        subject: &str,
        merged: Merged,
        equal: bool,
        words: impl Fn() -> (String, String),
    ) -> Merged {
        let waits = self.open.contains_key(subject);
        if waits && equal {
            self.settle(subject, words().0);
            return Merged::Agreed;
        }
        if waits || merged == Merged::Conflict {
            let (ours, theirs) = words();
            self.plan.conflicts.push(ConflictValue {
                subject: subject.to_owned(),
                ours,
                theirs,
            });
            return Merged::Conflict;
        }
        merged
    }
}

/// Returns the conflict to raise when the record refuses an import, so that the issue keeps
/// its value and a person decides.
#[must_use]
pub fn refused(command: &Command, local: &Document) -> Option<ConflictValue> {
    let (subject, ours, theirs) = refused_field(command, local)
        .or_else(|| refused_fact(command, local))
        .or_else(|| refused_line(command, local))?;
    Some(ConflictValue {
        subject,
        ours,
        theirs,
    })
}

/// Returns the conflict to raise when an import contradicts what somebody did here since it was
/// taken over before.
#[must_use]
pub fn contradicted(command: &Command, local: &Document) -> Option<ConflictValue> {
    let item = |id: String| local.item(&ItemId(id));
    let owned = |id: String, theirs: &String| {
        let ours = item(id.clone())?.owner.clone();
        Some((format!("{id} owner"), ours, theirs.clone()))
    };
    let values = match command {
        Command::OwnLead { id, owner } => owned(id.to_string(), owner),
        Command::OwnFix { id, owner } => owned(id.to_string(), owner),
        Command::MarkItem { item: id, mark, .. } => {
            let ours = standing_words(&item(id.0.clone())?.standing);
            let theirs = match mark {
                Some(Mark::Done) => LineMark::Ticked,
                Some(Mark::NotApplicable) => LineMark::DoesNotApply,
                Some(Mark::Open) | None => LineMark::Open,
            };
            Some((format!("{id} mark"), ours, mark_words(theirs).to_owned()))
        }
        command => return refused(command, local),
    };
    let (subject, ours, theirs) = values?;
    Some(ConflictValue {
        subject,
        ours,
        theirs,
    })
}

/// A subject with the value here and the one on the issue.
type Values = (String, String, String);

fn refused_field(command: &Command, local: &Document) -> Option<Values> {
    let bullet = |bullet: Bullet, theirs: String| {
        let ours = local.bullets.get(&bullet).cloned().unwrap_or_default();
        Some((bullet.subject().to_owned(), ours, theirs))
    };
    match command {
        Command::SetStatus { to, .. } => bullet(Bullet::Status, to.to_string()),
        Command::SetSeverity { to, .. } => bullet(Bullet::Severity, to.to_string()),
        Command::SetIc { to } => bullet(Bullet::Ic, to.clone()),
        Command::SetField { field, to } => match field {
            Field::Title => Some(("title".into(), local.title.clone(), to.clone())),
            Field::Details => Some(("details".into(), local.details.clone(), to.clone())),
            Field::Reporter => bullet(Bullet::Reporter, to.clone()),
            Field::Responders => bullet(Bullet::Responders, to.clone()),
            Field::DiscoveryMethod | Field::ThreatActions | Field::Folder | Field::Facet(_) => {
                let subject = Fact::Field(*field).to_string();
                let ours = local.state.facts.get(&subject).cloned();
                Some((subject, ours.unwrap_or_default(), to.clone()))
            }
        },
        _ => None,
    }
}

fn refused_fact(command: &Command, local: &Document) -> Option<Values> {
    let (fact, theirs) = match command {
        Command::SetMoment {
            moment,
            when,
            automatic,
        } => (Fact::Time(*moment), time_words(when, *automatic)),
        Command::SetExposure { exposed } => (Fact::Exposure, yes_word(*exposed).to_owned()),
        Command::SetSituation { situation, applies } => {
            let theirs = if *applies { "yes" } else { "" };
            (Fact::Situation(situation.clone()), theirs.to_owned())
        }
        Command::SetWorkingMode { mode, .. } => (Fact::Mode, mode_word(*mode).to_owned()),
        Command::SetClosed { closed, .. } => {
            let theirs = if *closed { "yes" } else { "" };
            (Fact::Closed, theirs.to_owned())
        }
        _ => return None,
    };
    let subject = fact.to_string();
    let ours = local.state.facts.get(&subject).cloned();
    Some((subject, ours.unwrap_or_default(), theirs))
}

fn refused_line(command: &Command, local: &Document) -> Option<Values> {
    let text = |id: String, theirs: &str| {
        let ours = local.item(&ItemId(id.clone()));
        let ours = ours.map(|item| item.text.clone()).unwrap_or_default();
        (format!("{id} text"), ours, theirs.to_owned())
    };
    let state = |id: &dyn Display, from: &dyn Display, to: &dyn Display| {
        (format!("{id} state"), from.to_string(), to.to_string())
    };
    Some(match command {
        Command::RewordLead { id, text: to } => text(id.to_string(), to),
        Command::RewordFix { id, text: to } => text(id.to_string(), to),
        Command::RewordItem { id, text: to } => text(id.to_string(), to),
        Command::MoveLead { id, from, to, .. } => state(id, from, to),
        Command::MoveFix { id, from, to } => state(id, from, to),
        Command::VerifyFix { id, .. } => state(id, &FixState::Done, &FixState::Verified),
        Command::ReclassifyFix { id, class, .. } => {
            let subject = format!("{id} class");
            (subject, class.other().to_string(), class.to_string())
        }
        _ => return None,
    })
}
