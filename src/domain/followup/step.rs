//! What somebody says of a follow-up, as a command to the record of its incident.

use chrono::NaiveDate;
use thiserror::Error;

use super::left::{FollowUp, follow_ups};
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

/// Returns what records a step, in the incident that the follow-up belongs to.
pub fn command(
    incident: &Incident,
    playbook: &Playbook,
    (asked, step): (&str, &FollowUpStep),
    now: Instant,
) -> Result<Command, NoFollowUp> {
    let mut all = follow_ups(incident, playbook, now).into_iter();
    let wanted = asked.trim();
    let found = all.find(|it| {
        [&it.id.0, &it.clock]
            .iter()
            .any(|id| id.eq_ignore_ascii_case(wanted))
    });
    let it = found.ok_or_else(|| NoFollowUp {
        asked: asked.to_owned(),
        incident: incident.id.clone(),
    })?;
    Ok(match step {
        FollowUpStep::Done { checked_by, reason } => done(incident, it, checked_by, reason),
        FollowUpStep::Later { until, reason } => Command::SnoozeClock {
            until: until.or_else(|| Some(put_off(it.due_at, playbook.follow_up.every, now))),
            clock: it.clock,
            reason: reason.clone(),
        },
        FollowUpStep::Due(due) => {
            let asked = WorksheetAsked::SetDue(FollowUpDue {
                item: it.id,
                due: *due,
            });
            Command::ChangeWorksheet(Box::new(asked))
        }
    })
}

fn done(incident: &Incident, it: FollowUp, checked_by: &str, reason: &str) -> Command {
    let fix = incident
        .fixes
        .iter()
        .find(|fix| fix.id.to_string() == it.id.0);
    match fix {
        Some(fix) if checked_by.is_empty() => Command::MoveFix {
            id: fix.id,
            from: fix.state,
            to: FixState::Done,
        },
        Some(fix) => Command::VerifyFix {
            id: fix.id,
            by: checked_by.to_owned(),
        },
        None => Command::MarkItem {
            item: it.id,
            mark: Some(Mark::Done),
            reason: reason.to_owned(),
        },
    }
}
