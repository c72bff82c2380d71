//! What a typed text becomes for somebody who handed command over: the same as its command, which
//! is only known once all of it is typed.

use super::handoff::HandoffText;
use super::people::PeopleText;
use super::purpose::Purpose;

/// Whose a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// What only the IC writes.
    Command,
    /// What anybody writes who works on the incident.
    Work,
    /// What anybody may write at any time.
    Free,
}

impl Purpose {
    /// Returns whose a text is.
    pub(super) fn sort(&self) -> Sort {
        match self {
            Self::Severity(_)
            | Self::Status(_)
            | Self::Closed(_)
            | Self::Decision(_)
            | Self::WorkingMode(_)
            | Self::Message { .. }
            | Self::Examine(..)
            | Self::VerifiedBy(_)
            | Self::Defer(_)
            | Self::Snooze { .. }
            | Self::Handoff(HandoffText::To | HandoffText::Brief(_)) => Sort::Command,
            Self::AddLead
            | Self::AddFix(_)
            | Self::AddLine(_)
            | Self::RewordLead(_)
            | Self::RewordFix(_)
            | Self::RewordLine(_)
            | Self::OwnLead(_)
            | Self::OwnFix(_)
            | Self::Finding { .. }
            | Self::SetAside(_)
            | Self::Tick(_)
            | Self::Field(_)
            | Self::Moment(_)
            | Self::Milestone(_)
            | Self::Tracking(_)
            | Self::TriedLead(..)
            | Self::Codename
            | Self::Evidence
            | Self::HandOver(_)
            | Self::Worksheet(_)
            | Self::People(
                PeopleText::Ask { .. }
                | PeopleText::Answer(_)
                | PeopleText::Longer(_)
                | PeopleText::Drop(_),
            ) => Sort::Work,
            Self::Note
            | Self::Handoff(_)
            | Self::People(_)
            | Self::Carried { .. }
            | Self::Acknowledged { .. }
            | Self::NotTold { .. }
            | Self::Settle(_)
            | Self::Override
            | Self::ShiftReason
            | Self::PastTime
            | Self::LetThrough
            | Self::FollowUp(_)
            | Self::Outbound { .. } => Sort::Free,
        }
    }
}
