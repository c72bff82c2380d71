//! What an entry says.

use serde::{Deserialize, Serialize};

use super::conflict::ConflictFound;
use super::decision::Decided;
use super::duty::{ClockSnoozed, MilestoneReached, TeamLeadTried};
use super::entry::Visibility;
use super::field::Field;
use super::gate::{CodenameSet, HeldBack, LetThrough, OutboundSet};
use super::opened::Opened;
use super::people::{AskChanged, RosterChanged, ShiftStarted};
use crate::domain::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use crate::domain::incident::{FixClass, FixState, IssueLink, LeadState, Mark, Moment};
use crate::domain::incident::{Route, RoutesMoved, Severity, Status};
use crate::domain::mirror::ChainHead;
use crate::domain::playbook::WorkingMode;
use crate::domain::suggestion::{SuggestedAction, SuggestionId};
use crate::domain::time::When;

/// What an entry says. A reader keeps the line of a kind it does not know, and says so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "kebab-case")]
#[serde(rename_all_fields = "kebab-case")]
pub enum Event {
    /// The record began (T1).
    Opened(Opened),
    /// A text field has a new value.
    FieldSet {
        /// Which field.
        field: Field,
        /// What it was.
        from: String,
        /// What it is.
        to: String,
    },
    /// The incident stands elsewhere (T2-T4, T6, T8).
    StatusChanged {
        /// Where it stood.
        from: Status,
        /// Where it stands.
        to: Status,
        /// Why.
        reason: String,
    },
    /// The record was closed (T7) or opened again.
    ClosedSet {
        /// Whether it is closed now.
        closed: bool,
        /// Why.
        reason: String,
    },
    /// The severity changed (T5).
    SeverityChanged {
        /// What it was.
        from: Severity,
        /// What it is.
        to: Severity,
        /// Why.
        reason: String,
    },
    /// Command changed hands (T9).
    IcChanged {
        /// Who commanded.
        from: String,
        /// Who commands.
        to: String,
    },
    /// A checklist line got a mark, or lost it.
    ItemMarked {
        /// Which line.
        item: ItemId,
        /// The mark; none takes it away again.
        mark: Option<Mark>,
        /// Why, for a line that does not apply.
        reason: String,
    },
    /// A checklist line was added to this incident.
    ItemAdded {
        /// Its number.
        id: CustomId,
        /// The phase or situation whose list it stands in.
        list: String,
        /// What is to be done.
        text: String,
        /// The entry that first recorded it, when that was another sitroom's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<EntryId>,
    },
    /// An added checklist line was reworded.
    ItemReworded {
        /// Which one.
        id: CustomId,
        /// Its new text.
        text: String,
    },
    /// A lead came up.
    LeadAdded {
        /// Its number.
        id: LeadId,
        /// The question.
        text: String,
        /// Who runs it down; may be empty.
        owner: String,
        /// The entry that first recorded it, when that was another sitroom's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<EntryId>,
    },
    /// A lead was reworded.
    LeadReworded {
        /// Which one.
        id: LeadId,
        /// Its new text.
        text: String,
    },
    /// A lead has another owner.
    LeadOwned {
        /// Which one.
        id: LeadId,
        /// The owner; may be empty.
        owner: String,
    },
    /// A lead stands elsewhere.
    LeadMoved {
        /// Which one.
        id: LeadId,
        /// Where it stood.
        from: LeadState,
        /// Where it stands.
        to: LeadState,
        /// What came of it; empty keeps what is there.
        finding: String,
    },
    /// A remediation item came up.
    FixAdded {
        /// Its number.
        id: FixId,
        /// What is to be done.
        text: String,
        /// Before resolved, or later.
        class: FixClass,
        /// Who does it; may be empty.
        owner: String,
        /// The entry that first recorded it, when that was another sitroom's.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tag: Option<EntryId>,
    },
    /// A remediation item was reworded.
    FixReworded {
        /// Which one.
        id: FixId,
        /// Its new text.
        text: String,
    },
    /// A remediation item has another owner.
    FixOwned {
        /// Which one.
        id: FixId,
        /// The owner; may be empty.
        owner: String,
    },
    /// A remediation item stands elsewhere; `verified` is [`Event::FixVerified`].
    FixMoved {
        /// Which one.
        id: FixId,
        /// Where it stood.
        from: FixState,
        /// Where it stands.
        to: FixState,
        /// Whether what a carrier brought did it: that is nobody's act, and not taken back.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        carried: bool,
    },
    /// A remediation item was checked.
    FixVerified {
        /// Which one.
        id: FixId,
        /// Who checked.
        by: String,
    },
    /// A remediation item is needed at another time (R42).
    FixReclassified {
        /// Which one.
        id: FixId,
        /// When it is needed now.
        class: FixClass,
        /// Why.
        reason: String,
    },
    /// Somebody wrote something down.
    Noted {
        /// What.
        text: String,
        /// Who may read it.
        visibility: Visibility,
    },
    /// An anchor instant became known, or is unknown after all.
    MomentSet {
        /// Which one.
        moment: Moment,
        /// When it was.
        when: When,
        /// Whether another record set it by itself, so that this one still may.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        automatic: bool,
    },
    /// A message went out.
    MessageSent {
        /// Key of the playbook's message.
        message: String,
        /// Running number for sitreps, from 1; zero for other messages.
        number: u32,
        /// Who got it already.
        to: Vec<String>,
        /// What it said; may be empty when only the sending is known.
        text: String,
        /// The ways it takes; none when it went out already and only that is recorded.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        routes: Vec<Route>,
        /// Whether somebody said of those it names that they were told by hand.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        by_hand: bool,
        /// Who sent it, where that was not who recorded it; else empty.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        by: String,
    },
    /// A message got somewhere, or did not.
    RoutesMoved(RoutesMoved),
    /// Something was decided.
    Decided(Decided),
    /// The working mode was decided (R53).
    WorkingModeSet {
        /// Which one.
        mode: WorkingMode,
        /// Why.
        reason: String,
    },
    /// It became known whether information was exposed (R43).
    ExposureSet {
        /// Whether it was.
        exposed: bool,
    },
    /// A special situation was declared, or called off.
    SituationSet {
        /// Key of the playbook's situation.
        situation: String,
        /// Whether it applies.
        applies: bool,
    },
    /// A milestone of the process was reached.
    MilestoneReached(MilestoneReached),
    /// Somebody tried to reach a team lead (R50).
    TeamLeadTried(TeamLeadTried),
    /// Somebody came on shift.
    ShiftStarted(ShiftStarted),
    /// Somebody went off shift.
    ShiftEnded {
        /// Who.
        person: String,
    },
    /// A clock was put off.
    ClockSnoozed(ClockSnoozed),
    /// A guard was overridden.
    Overridden {
        /// Which guard.
        guard: String,
        /// What stood against it.
        #[serde(default)]
        cause: String,
        /// Why.
        reason: String,
    },
    /// Entries were taken back.
    Undone {
        /// Which ones.
        entries: Vec<EntryId>,
        /// What they did, in words.
        label: String,
    },
    /// The issue that mirrors the record is known.
    IssueLinked {
        /// Which one.
        issue: IssueLink,
    },
    /// Somebody commented on the issue.
    CommentImported {
        /// GitHub's id of the comment.
        comment: u64,
        /// What it says.
        text: String,
    },
    /// A comment of the issue was edited.
    CommentEdited {
        /// GitHub's id of the comment.
        comment: u64,
        /// What it says now.
        text: String,
    },
    /// Somebody wrote text on the issue outside what this program keeps.
    IssueTextChanged {
        /// The lines that are new, as written.
        added: String,
        /// The lines that are gone.
        removed: String,
    },
    /// Something else changed on the issue: closed, reopened, locked, renamed.
    IssueStateSeen {
        /// What was seen, in words.
        seen: String,
    },
    /// Both sides changed the same thing apart; both values are kept.
    ConflictFound(ConflictFound),
    /// A conflict was ruled on.
    ConflictSettled {
        /// Which thing.
        subject: String,
        /// The value that holds.
        value: String,
    },
    /// Lines that never stood on the issue got other numbers, because theirs were taken there.
    Renumbered {
        /// From which number to which, all at once.
        moves: Vec<(ItemId, ItemId)>,
    },
    /// An edit of the issue that a write of ours covered was merged back; the actor made it.
    EditRecovered {
        /// Name of the file that keeps the covered text.
        kept: String,
    },
    /// This record was made from its issue, which another machine kept before.
    Adopted {
        /// The issue.
        issue: IssueLink,
        /// Where the journal stood that the issue was last written from, as it says.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        head: Option<ChainHead>,
    },
    /// The actor asked for something by a line in a comment.
    Suggested {
        /// Which one.
        id: SuggestionId,
        /// What was asked for.
        action: SuggestedAction,
    },
    /// What somebody asked for was accepted or declined.
    SuggestionAnswered {
        /// Which one.
        id: SuggestionId,
        /// Whether it was accepted.
        accepted: bool,
        /// What was asked for; earlier versions did not say.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        action: Option<SuggestedAction>,
        /// Whether it was so already, and nothing was done about it.
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        already: bool,
    },
    /// A piece of a text was kept on this machine; `[held: H3]` stands in its place.
    HeldBack(HeldBack),
    /// The gate found something, and it leaves all the same.
    LetThrough(LetThrough),
    /// Nothing leaves this machine any more, or things may leave again.
    OutboundSet(OutboundSet),
    /// Something is called by another name in all that leaves. Stays on this machine.
    CodenameSet(CodenameSet),
    /// Something that may be evidence was collected or handed over. Stays on this machine.
    EvidenceHandled(super::EvidenceHandled),
    /// What is known of a person changed. Stays on this machine.
    RosterChanged(RosterChanged),
    /// Something became of a handoff of command.
    HandoffMoved(super::HandoffMoved),
    /// Something became of a question to somebody. Stays on this machine.
    AskChanged(AskChanged),
    /// Who works when was planned, and the plan accepted (R54).
    RotationSet(super::RotationSet),
    /// Something of the worksheet of the retrospective changed.
    WorksheetChanged(super::WorksheetChanged),
    /// A remediation item is tracked somewhere, or is to be.
    #[serde(rename = "followup-set")]
    TrackingSet(super::TrackingSet),
    /// Something was read in that another machine recorded first.
    NoteImported(super::NoteImported),
    /// A kind this version does not know; never written, only read.
    #[serde(skip)]
    Unrecognised {
        /// The kind as written.
        kind: String,
    },
}
