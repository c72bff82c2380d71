//! What a typed text is for, and the command it becomes.

use super::across::FollowUpText;
use super::handoff::HandoffText;
use super::people::PeopleText;
use super::told::not_told;
use super::tracking::TrackingText;
use super::typed::{Came, answer, attempt, codename, evidence, milestone, note, snooze};
use super::worksheet::WorksheetText;
use crate::domain::command::{Command, Request};
use crate::domain::decision::read_form;
use crate::domain::document::Fact;
use crate::domain::event::Field;
use crate::domain::ids::{CustomId, EntryId, EvidenceId, FixId, ItemId, LeadId};
use crate::domain::incident::{
    FixClass, Incident, LeadState, Mark, Moment, Route, Severity, Status,
};
use crate::domain::playbook::{Channel, Playbook, WorkingMode};
use crate::domain::text::{clean_line, split_names};
use crate::domain::time::Instant;

/// What a typed text is for.
#[derive(Debug, Clone, PartialEq)]
pub enum Purpose {
    /// A note.
    Note,
    /// A new lead.
    AddLead,
    /// A new remediation item.
    AddFix(FixClass),
    /// A new checklist line in a list.
    AddLine(String),
    /// New words for a lead.
    RewordLead(LeadId),
    /// New words for a remediation item.
    RewordFix(FixId),
    /// New words for an added checklist line.
    RewordLine(CustomId),
    /// The owner of a lead.
    OwnLead(LeadId),
    /// The owner of a remediation item.
    OwnFix(FixId),
    /// What came of a lead, which thereby ends.
    Finding {
        /// The lead.
        id: LeadId,
        /// The state that was seen.
        from: LeadState,
        /// The state it ends in.
        to: LeadState,
    },
    /// Who verified a remediation item.
    VerifiedBy(FixId),
    /// Why a remediation item can wait.
    Defer(FixId),
    /// Why a checklist line does not apply.
    SetAside(ItemId),
    /// The answer to what a checklist line asks, which is thereby ticked.
    Tick(ItemId),
    /// A new value of a field.
    Field(Field),
    /// Why the severity changes.
    Severity(Severity),
    /// Why the status changes.
    Status(Status),
    /// Why the record is closed or reopened.
    Closed(bool),
    /// Something about a handoff of command.
    Handoff(HandoffText),
    /// Something about people.
    People(PeopleText),
    /// Something of the Report view.
    Worksheet(WorksheetText),
    /// When something was.
    Moment(Moment),
    /// Where what is left to do is followed up.
    Tracking(TrackingText),
    /// When a milestone of the playbook was reached, and who or how.
    Milestone(String),
    /// Which team lead was tried, by what, and how that went.
    TriedLead(Channel, Came),
    /// A decision about a matter.
    Decision(&'static str),
    /// Why a working mode was chosen.
    WorkingMode(WorkingMode),
    /// How long a clock is put off, and why.
    Snooze {
        /// The key of the clock.
        clock: String,
        /// When it is due.
        due_at: Instant,
    },
    /// What becomes of something that outlasts an incident.
    FollowUp(Box<FollowUpText>),
    /// The text of a message.
    Message {
        /// Key of the playbook's message.
        message: String,
    },
    /// The text of a message that is to be public, for the line that has it looked through.
    Examine(ItemId, String),
    /// When a message was sent by hand, by whom, and to whom else.
    Carried {
        /// The entry of the message, if it is in the record.
        of: Option<EntryId>,
        /// Key of the playbook's message.
        message: String,
        /// Whether it counts as a sitrep.
        sitrep: bool,
        /// The ways that somebody carried, by their places.
        routes: Vec<usize>,
        /// Those it was for.
        to: Vec<String>,
        /// The name of the only one it was for, where nobody set an address.
        unset: Option<String>,
        /// The ways to those who are still to be told, if it is not in the record.
        rest: Vec<Route>,
        /// What it says.
        text: String,
    },
    /// Who acknowledged a message.
    Acknowledged {
        /// The entry of the message.
        of: EntryId,
        /// The way, by its place.
        route: usize,
    },
    /// Why a message does not go to somebody.
    NotTold {
        /// The entry of the message.
        of: EntryId,
        /// The way, by its place.
        route: usize,
    },
    /// The value that a conflict is settled with.
    Settle(String),
    /// The reason to go past a guard.
    Override,
    /// Why a planned shift is too long, or comes too soon.
    ShiftReason,
    /// Which earlier time is looked at.
    PastTime,
    /// The reason to let something leave that the gate held up.
    LetThrough,
    /// Why everything that leaves is stopped, or may leave again.
    Outbound {
        /// Whether it is to be stopped.
        stopped: bool,
    },
    /// A name or term, and what it is called outside.
    Codename,
    /// What may be evidence, where it is kept and who holds it, or who took it over.
    Evidence,
    /// Who took over something of the register.
    HandOver(EvidenceId),
}

/// What is said of a text that nothing is made of; it must not become a note by mistake.
const UNFIT: &str = "nothing is made of this text";

impl Purpose {
    /// Returns the request that a text becomes for a record and its process, or what is wrong with
    /// it. `people` are those whose name alone says who sent a message.
    pub(in crate::app) fn request(
        &self,
        text: &str,
        (me, people): (&str, &[String]),
        record: (&Incident, &Playbook),
        now: Instant,
    ) -> Result<Request, String> {
        let zone = record.0.zone;
        let command = match self {
            Self::Note => return note(text, me, zone, now),
            Self::Moment(moment) => {
                let when = zone.read(text, now).map_err(failed)?;
                Command::SetMoment {
                    moment: *moment,
                    when,
                    automatic: false,
                }
            }
            Self::Snooze { clock, due_at } => snooze((clock, *due_at), text, now)?,
            Self::FollowUp(of) => of.command(text, now)?,
            Self::Tracking(about) => about.command(text),
            Self::Milestone(id) => milestone(id, text, record, now)?,
            Self::TriedLead(channel, came) => {
                return attempt((*channel, *came), text, me, (zone, now));
            }
            Self::Message { .. } | Self::Examine(..) => {
                return Err("a message is sent, not saved".into());
            }
            Self::NotTold { of, route } => not_told((*of, *route), text)?,
            Self::Carried { .. } | Self::Acknowledged { .. } => {
                return self.told(text, (me, people), zone, now);
            }
            Self::People(about) => return about.request(text, me, zone, now),
            Self::Worksheet(about) => return about.request(text, me, (zone, now)),
            Self::Handoff(about) => return about.request(text, me),
            Self::Tick(item) => return answer(item, text, me, (zone, now)),
            Self::Settle(subject) => {
                // A time is typed as anywhere else.
                let value = match Fact::read(subject) {
                    Some(Fact::Time(_)) => {
                        let when = zone.read(text, now).map_err(failed)?;
                        when.to_string()
                    }
                    _ => text.trim().to_owned(),
                };
                let subject = subject.clone();
                Command::SettleConflict { subject, value }
            }
            Self::AddLead | Self::AddFix(_) | Self::AddLine(_) => self.addition(text),
            Self::RewordLead(_)
            | Self::RewordFix(_)
            | Self::RewordLine(_)
            | Self::OwnLead(_)
            | Self::OwnFix(_)
            | Self::Finding { .. }
            | Self::VerifiedBy(_)
            | Self::Defer(_)
            | Self::SetAside(_) => self.board_change(text).ok_or(UNFIT)?,
            Self::Field(_)
            | Self::Severity(_)
            | Self::Status(_)
            | Self::Closed(_)
            | Self::WorkingMode(_) => self.record_change(text).ok_or(UNFIT)?,
            Self::Decision(about) => Command::Decide(Box::new(read_form(about, text)?)),
            Self::Outbound { stopped } => Command::SetOutbound {
                stopped: *stopped,
                reason: text.to_owned(),
            },
            Self::Codename => codename(text)?,
            Self::Evidence | Self::HandOver(_) => {
                Command::HandleEvidence(Box::new(evidence(text)?))
            }
            Self::Override | Self::ShiftReason | Self::LetThrough | Self::PastTime => {
                return Err("nothing is to be overridden".into());
            }
        };
        Ok(Request::local(command, me))
    }

    fn addition(&self, text: &str) -> Command {
        if let Self::AddLine(list) = self {
            // A checklist line has no owner: a name at its end belongs to its text.
            return Command::AddItem {
                list: list.clone(),
                text: text.to_owned(),
            };
        }
        let (text, owner) = split_owner(text);
        match self {
            Self::AddFix(class) => Command::AddFix {
                text,
                class: *class,
                owner,
            },
            _ => Command::AddLead { text, owner },
        }
    }

    fn board_change(&self, text: &str) -> Option<Command> {
        let text = text.to_owned();
        Some(match self {
            Self::RewordFix(id) => Command::RewordFix { id: *id, text },
            Self::RewordLine(id) => Command::RewordItem { id: *id, text },
            Self::OwnLead(id) => Command::OwnLead {
                id: *id,
                owner: name(&text),
            },
            Self::OwnFix(id) => Command::OwnFix {
                id: *id,
                owner: name(&text),
            },
            Self::Finding { id, from, to } => Command::MoveLead {
                id: *id,
                from: *from,
                to: *to,
                finding: text,
            },
            Self::VerifiedBy(id) => Command::VerifyFix {
                id: *id,
                by: name(&text),
            },
            Self::Defer(id) => Command::ReclassifyFix {
                id: *id,
                class: FixClass::LongTerm,
                reason: text,
            },
            Self::SetAside(item) => Command::MarkItem {
                item: item.clone(),
                mark: Some(Mark::NotApplicable),
                reason: text,
            },
            Self::RewordLead(id) => Command::RewordLead { id: *id, text },
            _ => return None,
        })
    }

    fn record_change(&self, text: &str) -> Option<Command> {
        let text = text.to_owned();
        Some(match self {
            Self::Field(Field::Responders) => {
                let names: Vec<String> = split_names(&text).iter().map(|n| name(n)).collect();
                Command::SetField {
                    field: Field::Responders,
                    to: names.join(", "),
                }
            }
            Self::Field(field) => Command::SetField {
                field: *field,
                to: text,
            },
            Self::Severity(to) => Command::SetSeverity {
                to: *to,
                reason: text,
            },
            Self::Status(to) => Command::SetStatus {
                to: *to,
                reason: text,
            },
            Self::Closed(closed) => Command::SetClosed {
                closed: *closed,
                reason: text,
            },
            Self::WorkingMode(mode) => Command::SetWorkingMode {
                mode: *mode,
                reason: text,
            },
            _ => return None,
        })
    }
}

/// Splits `which token? @Farmer Dave` into the text and the owner.
#[must_use]
fn split_owner(text: &str) -> (String, String) {
    let line = clean_line(text);
    match line.rsplit_once(" @") {
        Some((text, owner)) if !owner.starts_with([' ', '@']) && is_name(owner) => {
            (text.trim_end().to_owned(), name(owner))
        }
        _ => (line, String::new()),
    }
}

/// Says of an error what was attempted: its text finishes "failed to ...".
pub(in crate::app) fn failed(error: impl std::fmt::Display) -> String {
    format!("failed to {error}")
}

/// Returns whether a text may be somebody's name rather than the rest of a sentence.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.split(' ').count() <= 3
}

/// Returns responders as they stand in their editor: the next name is typed behind a comma.
pub(in crate::app) fn responders_line(names: &[String]) -> String {
    let line = names.join(", ");
    if line.is_empty() { line } else { line + ", " }
}

/// Returns a name without the `@` that people put before it.
fn name(text: &str) -> String {
    clean_line(text).trim_start_matches('@').to_owned()
}
