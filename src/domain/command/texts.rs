//! The words in what the issue brings in, one by one: where codenames are read back.

use super::{Command, TakenEntry, TakenItem};
use crate::domain::event::ShiftStarted;

impl Command {
    /// Hands every text that may come from the issue to `see`.
    pub fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        match self {
            Self::SetField { to, .. } | Self::SetIc { to } => see(to),
            Self::SetStatus { reason, .. }
            | Self::SetClosed { reason, .. }
            | Self::SetSeverity { reason, .. }
            | Self::MarkItem { reason, .. }
            | Self::ReclassifyFix { reason, .. }
            | Self::SetWorkingMode { reason, .. }
            | Self::SnoozeClock { reason, .. } => see(reason),
            Self::AddItem { text, .. }
            | Self::RewordItem { text, .. }
            | Self::RewordLead { text, .. }
            | Self::RewordFix { text, .. }
            | Self::Note { text, .. }
            | Self::ImportComment { text, .. }
            | Self::ImportEdit { text, .. } => see(text),
            Self::Decide(decided) => {
                see(&mut decided.text);
                see(&mut decided.by);
                decided.basis.each_text(see);
            }
            Self::AddLead { text, owner } | Self::AddFix { text, owner, .. } => {
                see(text);
                see(owner);
            }
            Self::OwnLead { owner, .. } | Self::OwnFix { owner, .. } => see(owner),
            Self::MoveLead { finding, .. } => see(finding),
            Self::VerifyFix { by, .. } => see(by),
            Self::RecordMessage { to, text, .. } => {
                to.iter_mut().for_each(&mut *see);
                see(text);
            }
            Self::StartShift(ShiftStarted { person, .. }) | Self::EndShift { person } => {
                see(person);
            }
            Self::ImportText { added, removed } => [added, removed].into_iter().for_each(see),
            Self::ImportState { seen } => see(seen),
            Self::TakeBack(undo) => see(&mut undo.label),
            Self::RaiseConflict { .. } | Self::SettleConflict { .. } => self.conflict_texts(see),
            Self::TakeItem(taken) => taken.each_text(see),
            Self::TakeEntry(taken) => taken.each_text(see),
            Self::TakeRotation(taken) => {
                for slot in &mut taken.rotation.slots {
                    see(&mut slot.person);
                    see(&mut slot.reason);
                }
            }
            Self::Suggest { action, .. } => action.text_mut().into_iter().for_each(see),
            Self::Open(_)
            | Self::SendMessage { .. }
            | Self::MoveRoutes { .. }
            | Self::ReachMilestone(_)
            | Self::TryTeamLead(_)
            | Self::MoveFix { .. }
            | Self::SetMoment { .. }
            | Self::SetExposure { .. }
            | Self::SetSituation { .. }
            | Self::Undo { .. }
            | Self::UndoBefore(_)
            | Self::LinkIssue { .. }
            | Self::Renumber { .. }
            | Self::RecordRecovery { .. }
            | Self::RecordAdoption { .. }
            | Self::SetOutbound { .. }
            | Self::SetCodename { .. }
            | Self::HandleEvidence(_)
            | Self::ChangeRoster(_)
            | Self::HandleAsk(_)
            | Self::SetRotation(_)
            | Self::ChangeWorksheet(_)
            | Self::SetTracking(_)
            | Self::ExamineText(_)
            | Self::ImportNote(_)
            | Self::HandleHandoff(_)
            | Self::AnswerSuggestion { .. } => {}
        }
    }

    fn conflict_texts(&mut self, see: &mut dyn FnMut(&mut String)) {
        match self {
            Self::RaiseConflict {
                subject,
                ours,
                theirs,
                ours_by,
                ..
            } => [subject, ours, theirs, ours_by].into_iter().for_each(see),
            Self::SettleConflict { subject, value } => [subject, value].into_iter().for_each(see),
            _ => {}
        }
    }
}

impl TakenItem {
    fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Lead { text, owner, .. } | Self::Fix { text, owner, .. } => {
                see(text);
                see(owner);
            }
            Self::Line { text, .. } => see(text),
        }
    }
}

impl TakenEntry {
    fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        match self {
            Self::Note { text } => see(text),
            Self::Decision(decided) => {
                see(&mut decided.text);
                see(&mut decided.by);
                decided.basis.each_text(see);
            }
            Self::Milestone(reached) => see(&mut reached.note),
            Self::Tried(tried) => {
                see(&mut tried.lead);
                see(&mut tried.words);
            }
            Self::Handoff(moved) => moved.texts().into_iter().for_each(|(_, text)| see(text)),
            Self::Message { to, by, text, .. } => {
                to.iter_mut().for_each(&mut *see);
                see(by);
                see(text);
            }
            Self::Told(taken) => {
                see(&mut taken.moved.by);
                taken.moved.more.iter_mut().for_each(see);
            }
            Self::Passed(passed) => see(&mut passed.reason),
        }
    }
}
