//! The kinds as written in the journal.

use super::kind::Event;

impl Event {
    /// Returns the kind as written in the journal.
    #[must_use]
    pub fn kind(&self) -> &str {
        match self {
            Self::Opened { .. } => "opened",
            Self::FieldSet { .. } => "field-set",
            Self::StatusChanged { .. } => "status-changed",
            Self::ClosedSet { .. } => "closed-set",
            Self::SeverityChanged { .. } => "severity-changed",
            Self::IcChanged { .. } => "ic-changed",
            Self::ItemMarked { .. } => "item-marked",
            Self::ItemAdded { .. } => "item-added",
            Self::ItemReworded { .. } => "item-reworded",
            Self::LeadAdded { .. } => "lead-added",
            Self::LeadReworded { .. } => "lead-reworded",
            Self::LeadOwned { .. } => "lead-owned",
            Self::LeadMoved { .. } => "lead-moved",
            Self::FixAdded { .. } => "fix-added",
            Self::FixReworded { .. } => "fix-reworded",
            Self::FixOwned { .. } => "fix-owned",
            Self::FixMoved { .. } => "fix-moved",
            Self::FixVerified { .. } => "fix-verified",
            Self::FixReclassified { .. } => "fix-reclassified",
            Self::Noted { .. } => "noted",
            Self::MomentSet { .. } => "moment-set",
            Self::MessageSent { .. } => "message-sent",
            Self::RoutesMoved(_) => "routes-moved",
            Self::Decided(_) => "decided",
            Self::WorkingModeSet { .. } => "working-mode-set",
            Self::ExposureSet { .. } => "exposure-set",
            Self::SituationSet { .. } => "situation-set",
            Self::MilestoneReached(_) => "milestone-reached",
            Self::TeamLeadTried(_) => "team-lead-tried",
            Self::ShiftStarted { .. } => "shift-started",
            Self::ShiftEnded { .. } => "shift-ended",
            Self::ClockSnoozed(_) => "clock-snoozed",
            Self::Overridden { .. } => "overridden",
            Self::Undone { .. } => "undone",
            Self::IssueLinked { .. } => "issue-linked",
            Self::CommentImported { .. } => "comment-imported",
            Self::CommentEdited { .. } => "comment-edited",
            Self::IssueTextChanged { .. } => "issue-text-changed",
            Self::IssueStateSeen { .. } => "issue-state-seen",
            Self::ConflictFound { .. } => "conflict-found",
            Self::ConflictSettled { .. } => "conflict-settled",
            Self::Renumbered { .. } => "renumbered",
            Self::EditRecovered { .. } => "edit-recovered",
            Self::Adopted { .. } => "adopted",
            Self::Suggested { .. } => "suggested",
            Self::SuggestionAnswered { .. } => "suggestion-answered",
            Self::HeldBack(_) => "held-back",
            Self::LetThrough(_) => "let-through",
            Self::OutboundSet(_) => "outbound-set",
            Self::CodenameSet(_) => "codename-set",
            Self::EvidenceHandled(_) => "evidence-handled",
            Self::Unrecognised { kind } => kind,
        }
    }
}
