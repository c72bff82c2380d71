//! The words that people put into an event, one by one: what the gate looks through, and what
//! codenames are put into.

use super::conflict::ConflictFound;
use super::decision::Decided;
use super::duty::{ClockSnoozed, TeamLeadTried};
use super::entry::Visibility;
use super::field::Field;
use super::gate::{LetThrough, OutboundSet};
use super::kind::Event;
use super::opened::Opened;
use super::people::ShiftStarted;
use crate::domain::incident::{Route, RoutesMoved};
use crate::domain::suggestion::SuggestedAction;

/// What a text of an event is, and whether it is news.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Said {
    /// Somebody says it now; the name of the place is for people, such as `the note`.
    Now(&'static str),
    /// It repeats what another entry said.
    Before,
    /// It never leaves this machine.
    Here,
}

/// Takes each text of an event.
pub type Visitor<'v> = dyn FnMut(Said, &mut String) + 'v;

impl Event {
    /// Hands every text that people wrote to `see`, in the order of the fields.
    pub fn each_text(&mut self, see: &mut Visitor<'_>) {
        match self {
            Self::Opened(opened) => opened_texts(opened, see),
            Self::FieldSet { field, from, to } => {
                see(Said::Before, from);
                see(Said::Now(place_of(*field)), to);
            }
            Self::StatusChanged { reason, .. }
            | Self::ClosedSet { reason, .. }
            | Self::SeverityChanged { reason, .. }
            | Self::ItemMarked { reason, .. }
            | Self::FixReclassified { reason, .. }
            | Self::WorkingModeSet { reason, .. } => see(Said::Now("the reason"), reason),
            Self::IcChanged { from, to } => {
                see(Said::Before, from);
                see(Said::Now("the name"), to);
            }
            Self::ShiftStarted(ShiftStarted { person, .. })
            | Self::ShiftEnded { person }
            | Self::FixVerified { by: person, .. } => see(Said::Now("the name"), person),
            Self::ItemAdded { .. }
            | Self::ItemReworded { .. }
            | Self::LeadAdded { .. }
            | Self::LeadReworded { .. }
            | Self::LeadOwned { .. }
            | Self::LeadMoved { .. }
            | Self::FixAdded { .. }
            | Self::FixReworded { .. }
            | Self::FixOwned { .. } => self.board_texts(see),
            Self::Noted { .. } | Self::MessageSent { .. } => self.message_texts(see),
            Self::Decided(decided) => decision_texts(decided, see),
            Self::RoutesMoved(moved) => routes_texts(moved, see),
            Self::MilestoneReached(reached) => see(Said::Now("the note"), &mut reached.note),
            Self::TeamLeadTried(tried) => tried_texts(tried, see),
            Self::ClockSnoozed(ClockSnoozed { clock, reason, .. }) => {
                see(Said::Before, clock);
                see(Said::Now("the reason"), reason);
            }
            Self::Overridden { cause, reason, .. } => {
                see(Said::Before, cause);
                see(Said::Now("the reason"), reason);
            }
            Self::Undone { label, .. } => see(Said::Before, label),
            Self::HandoffMoved(moved) => {
                for (place, text) in moved.texts() {
                    see(Said::Now(place), text);
                }
            }
            Self::CommentImported { .. }
            | Self::CommentEdited { .. }
            | Self::IssueTextChanged { .. }
            | Self::IssueStateSeen { .. }
            | Self::ConflictFound(_)
            | Self::ConflictSettled { .. }
            | Self::Suggested { .. }
            | Self::SuggestionAnswered { .. } => self.issue_texts(see),
            Self::RotationSet(set) => set.each_text(see),
            Self::WorksheetChanged(changed) => changed.each_text(see),
            Self::TrackingSet(set) => set.each_text(see),
            Self::NoteImported(note) => note.each_text(see),
            Self::LetThrough(_)
            | Self::OutboundSet(_)
            | Self::EvidenceHandled(_)
            | Self::RosterChanged(_)
            | Self::AskChanged(_) => self.local_texts(see),
            Self::MomentSet { .. }
            | Self::ExposureSet { .. }
            | Self::SituationSet { .. }
            | Self::FixMoved { .. }
            | Self::IssueLinked { .. }
            | Self::Renumbered { .. }
            | Self::EditRecovered { .. }
            | Self::Adopted { .. }
            | Self::HeldBack(_)
            | Self::CodenameSet(_)
            | Self::Unrecognised { .. } => {}
        }
    }

    /// What never leaves this machine.
    fn local_texts(&mut self, see: &mut Visitor<'_>) {
        let mut here = |text: &mut String| see(Said::Here, text);
        match self {
            Self::LetThrough(LetThrough { reason, .. })
            | Self::OutboundSet(OutboundSet { reason, .. }) => here(reason),
            Self::EvidenceHandled(handled) => handled.texts().for_each(here),
            Self::RosterChanged(changed) => changed.texts().for_each(here),
            Self::AskChanged(changed) => changed.texts().for_each(here),
            _ => {}
        }
    }

    fn board_texts(&mut self, see: &mut Visitor<'_>) {
        match self {
            Self::ItemAdded { text, .. } | Self::ItemReworded { text, .. } => {
                see(Said::Now("the checklist line"), text);
            }
            Self::LeadAdded { text, owner, .. } => {
                see(Said::Now("the lead"), text);
                see(Said::Now("the owner"), owner);
            }
            Self::LeadReworded { text, .. } => see(Said::Now("the lead"), text),
            Self::FixAdded { text, owner, .. } => {
                see(Said::Now("the remediation item"), text);
                see(Said::Now("the owner"), owner);
            }
            Self::FixReworded { text, .. } => see(Said::Now("the remediation item"), text),
            Self::LeadOwned { owner, .. } | Self::FixOwned { owner, .. } => {
                see(Said::Now("the owner"), owner);
            }
            Self::LeadMoved { finding, .. } => see(Said::Now("the finding"), finding),
            _ => {}
        }
    }

    fn message_texts(&mut self, see: &mut Visitor<'_>) {
        match self {
            Self::Noted {
                text,
                visibility: Visibility::Shared,
            } => see(Said::Now("the note"), text),
            Self::Noted {
                text,
                visibility: Visibility::Local,
            } => see(Said::Here, text),
            Self::MessageSent {
                to,
                by,
                text,
                routes,
                ..
            } => {
                see(Said::Now("the name"), by);
                // Whom they lead to stands in the settings, or was named with the message.
                let ways = routes.iter_mut().flat_map(Route::texts);
                ways.for_each(|text| see(Said::Before, text));
                for name in to {
                    see(Said::Now("the recipients"), name);
                }
                see(Said::Now("the message"), text);
            }
            _ => {}
        }
    }

    fn issue_texts(&mut self, see: &mut Visitor<'_>) {
        match self {
            Self::CommentImported { text, .. } | Self::CommentEdited { text, .. } => {
                see(Said::Now("the comment"), text);
            }
            Self::IssueTextChanged { added, removed } => {
                see(Said::Now("the text of the issue"), added);
                see(Said::Before, removed);
            }
            Self::IssueStateSeen { seen } => see(Said::Before, seen),
            Self::ConflictFound(found) => conflict_texts(found, see),
            Self::ConflictSettled { subject, value } => {
                see(Said::Before, subject);
                see(Said::Now("the ruling"), value);
            }
            Self::Suggested { action, .. } => {
                if let Some(text) = action.text_mut() {
                    see(Said::Now("the suggestion"), text);
                }
            }
            Self::SuggestionAnswered { action, .. } => {
                let text = action.as_mut().and_then(SuggestedAction::text_mut);
                if let Some(text) = text {
                    see(Said::Before, text);
                }
            }
            _ => {}
        }
    }
}

fn opened_texts(opened: &mut Opened, see: &mut Visitor<'_>) {
    see(Said::Now(place_of(Field::Title)), &mut opened.title);
    see(Said::Now(place_of(Field::Details)), &mut opened.details);
    see(Said::Now(place_of(Field::Reporter)), &mut opened.reporter);
    see(Said::Now("the name"), &mut opened.ic);
    for name in &mut opened.responders {
        see(Said::Now(place_of(Field::Responders)), name);
    }
}

fn conflict_texts(found: &mut ConflictFound, see: &mut Visitor<'_>) {
    see(Said::Before, &mut found.subject);
    see(Said::Before, &mut found.ours);
    see(Said::Now("the text of the issue"), &mut found.theirs);
    see(Said::Before, &mut found.ours_by);
}

fn tried_texts(tried: &mut TeamLeadTried, see: &mut Visitor<'_>) {
    see(Said::Now("the name"), &mut tried.lead);
    see(Said::Now("the answer"), &mut tried.words);
}

fn routes_texts(moved: &mut RoutesMoved, see: &mut Visitor<'_>) {
    see(Said::Before, &mut moved.label);
    see(Said::Now("the name"), &mut moved.by);
    // What a server answered is never sent on.
    see(Said::Here, &mut moved.words);
    for name in &mut moved.names {
        see(Said::Before, name);
    }
    for name in moved.as_told.iter_mut().flat_map(|told| &mut told.names) {
        see(Said::Before, name);
    }
    let as_told = moved.as_told.iter_mut().flat_map(|told| &mut told.more);
    for name in moved.more.iter_mut().chain(as_told) {
        see(Said::Now("the recipients"), name);
    }
}

fn decision_texts(decided: &mut Decided, see: &mut Visitor<'_>) {
    see(Said::Before, &mut decided.about);
    see(Said::Now("the decision"), &mut decided.text);
    see(Said::Now("the name"), &mut decided.by);
    let basis = &mut decided.basis;
    see(Said::Now("who asked"), &mut basis.asked_by);
    for option in &mut basis.options {
        see(Said::Now("the options"), option);
    }
    see(Said::Now("who agreed"), &mut basis.agreed_by);
    see(Said::Now("the objections"), &mut basis.objections);
    // What is known of the attempts was said when they were recorded.
    see(Said::Before, &mut basis.authority);
    for contact in &mut basis.contacts {
        for text in [&mut contact.lead, &mut contact.words, &mut contact.by] {
            see(Said::Before, text);
        }
    }
}

fn place_of(field: Field) -> &'static str {
    match field {
        Field::Title => "the short description",
        Field::Details => "the details",
        Field::Reporter => "the reporter",
        Field::Responders => "the responders",
        Field::DiscoveryMethod => "the discovery method",
        Field::ThreatActions => "the threat actions",
        Field::Folder => "the sensitive folder",
        Field::Facet(_) => "the classification",
    }
}
