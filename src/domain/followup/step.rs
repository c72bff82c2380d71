//! What somebody says of a follow-up, as a command to the record of its incident.

use chrono::NaiveDate;
use thiserror::Error;

use super::left::{FollowUp, FollowUpState, follow_ups};
use crate::domain::clock::put_off;
use crate::domain::command::Command;
use crate::domain::event::FollowUpDue;
use crate::domain::ids::IncidentId;
use crate::domain::incident::{FixState, Incident, Mark};
use crate::domain::playbook::Playbook;
use crate::domain::time::Instant;
use crate::domain::worksheet::WorksheetAsked;

/// What somebody says of a follow-up. None of it opens a record that is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowUpStep {
    /// It is done, and who checked that, where somebody did.
    Done {
        /// Who checked; empty when nobody did.
        checked_by: String,
        /// How, or why no more is to be done; may be empty.
        reason: String,
    },
    /// It is put off; for as long as the process says where nobody says until when.
    Later {
        /// Until when.
        until: Option<Instant>,
        /// Why.
        reason: String,
    },
    /// It is to be done by a day, or by none.
    Due(Option<NaiveDate>),
}

/// Nothing of that name is left to be done. The text finishes "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error(
    "find the follow-up `{asked}` in {incident}: nothing of that name is left to be done there"
)]
pub struct NoFollowUp {
    /// What was asked for.
    pub asked: String,
    /// Of which incident.
    pub incident: IncidentId,
}

/// Returns what is left to be done by its number, or by the key of its clock.
pub fn find(
    incident: &Incident,
    playbook: &Playbook,
    asked: &str,
    now: Instant,
) -> Result<FollowUp, NoFollowUp> {
    let wanted = asked.trim();
    let is_meant = |it: &FollowUp| {
        let mut names = [&it.id.0, &it.clock].into_iter();
        names.any(|name| name.eq_ignore_ascii_case(wanted))
    };
    let mut all = follow_ups(incident, playbook, now).into_iter();
    all.find(is_meant).ok_or_else(|| NoFollowUp {
        asked: asked.to_owned(),
        incident: incident.id.clone(),
    })
}

impl FollowUp {
    /// Returns what records a step, in the incident that it belongs to; what is put off and nobody
    /// says until when asks again as after any reminder.
    #[must_use]
    pub fn command(&self, step: FollowUpStep, now: Instant) -> Command {
        match step {
            FollowUpStep::Done { checked_by, reason } => self.done(checked_by, reason),
            FollowUpStep::Later { until, reason } => Command::SnoozeClock {
                until: until.or_else(|| Some(put_off(self.due_at, self.every, now))),
                clock: self.clock.clone(),
                reason,
            },
            FollowUpStep::Due(due) => {
                let item = self.id.clone();
                let asked = WorksheetAsked::SetDue(FollowUpDue { item, due });
                Command::ChangeWorksheet(Box::new(asked))
            }
        }
    }

    fn done(&self, checked_by: String, reason: String) -> Command {
        match self.state {
            FollowUpState::Fix { id, .. } if !checked_by.is_empty() => {
                Command::VerifyFix { id, by: checked_by }
            }
            FollowUpState::Fix { id, state } => Command::MoveFix {
                id,
                from: state,
                to: FixState::Done,
            },
            FollowUpState::Open => Command::MarkItem {
                item: self.id.clone(),
                mark: Some(Mark::Done),
                reason: match (checked_by.is_empty(), reason.is_empty()) {
                    (true, _) => reason,
                    (false, true) => format!("checked by {checked_by}"),
                    (false, false) => format!("{reason}; checked by {checked_by}"),
                },
            },
        }
    }
}
