//! What somebody asks the record to do.

mod again;
mod examined;
mod request;
mod taken;
mod texts;
mod tracking;
mod undo;

use super::event::{
    Decided, Field, MilestoneReached, NoteImported, ShiftStarted, TeamLeadTried, Visibility,
};
use super::evidence::EvidenceAsked;
use super::handoff::HandoffAsked;
use super::ids::{CustomId, EntryId, FixId, ItemId, LeadId};
use super::incident::{
    FixClass, FixState, IssueLink, LeadState, Mark, Moment, Route, RouteState, Severity, Status,
};
use super::mirror::ChainHead;
use super::people::{AskAsked, RosterAsked};
use super::playbook::WorkingMode;
use super::rotation::{CarriedPlan, RotationAsked};
use super::suggestion::{SuggestedAction, SuggestionId};
use super::time::{Instant, When};
use super::worksheet::WorksheetAsked;

pub use examined::ExamineAsked;
pub use request::{Clearance, Opening, Request};
pub use taken::{Passed, TakenEntry, TakenItem, TakenMove};
pub use tracking::TrackingAsked;
pub use undo::{TakenUndo, UndoBefore};

/// What is asked. What changes a state names the one it saw: a key acts on what was seen.
#[derive(Debug, Clone, PartialEq)]
pub enum Command {
    /// Begin the record (T1).
    Open(Box<Opening>),
    /// Give a text field a new value.
    SetField {
        /// Which field.
        field: Field,
        /// Its new value.
        to: String,
    },
    /// Move to another status (T2-T4, T6, T8).
    SetStatus {
        /// The status.
        to: Status,
        /// Why.
        reason: String,
    },
    /// Close the record (T7), or open it again.
    SetClosed {
        /// Whether it is to be closed.
        closed: bool,
        /// Why.
        reason: String,
    },
    /// Choose the severity (T5).
    SetSeverity {
        /// The severity.
        to: Severity,
        /// Why.
        reason: String,
    },
    /// Hand command to somebody (T9).
    SetIc {
        /// Who takes over.
        to: String,
    },
    /// Mark a checklist line, or take the mark away.
    MarkItem {
        /// Which line.
        item: ItemId,
        /// The mark.
        mark: Option<Mark>,
        /// Why, for a line that does not apply.
        reason: String,
    },
    /// Add a checklist line.
    AddItem {
        /// The phase or situation whose list it joins.
        list: String,
        /// What is to be done.
        text: String,
    },
    /// Reword an added checklist line.
    RewordItem {
        /// Which one.
        id: CustomId,
        /// Its new text.
        text: String,
    },
    /// Put a lead on the board.
    AddLead {
        /// The question.
        text: String,
        /// Who runs it down; may be empty.
        owner: String,
    },
    /// Reword a lead.
    RewordLead {
        /// Which one.
        id: LeadId,
        /// Its new text.
        text: String,
    },
    /// Give a lead an owner.
    OwnLead {
        /// Which one.
        id: LeadId,
        /// The owner; empty takes it away.
        owner: String,
    },
    /// Move a lead.
    MoveLead {
        /// Which one.
        id: LeadId,
        /// The state that was seen.
        from: LeadState,
        /// The state it moves to.
        to: LeadState,
        /// What came of it.
        finding: String,
    },
    /// Put a remediation item on the board.
    AddFix {
        /// What is to be done.
        text: String,
        /// Before resolved, or later.
        class: FixClass,
        /// Who does it; may be empty.
        owner: String,
    },
    /// Reword a remediation item.
    RewordFix {
        /// Which one.
        id: FixId,
        /// Its new text.
        text: String,
    },
    /// Give a remediation item an owner.
    OwnFix {
        /// Which one.
        id: FixId,
        /// The owner; empty takes it away.
        owner: String,
    },
    /// Move a remediation item; to `verified` by [`Command::VerifyFix`].
    MoveFix {
        /// Which one.
        id: FixId,
        /// The state that was seen.
        from: FixState,
        /// The state it moves to.
        to: FixState,
    },
    /// Say that a remediation item was checked.
    VerifyFix {
        /// Which one.
        id: FixId,
        /// Who checked.
        by: String,
    },
    /// Say when a remediation item is needed.
    ReclassifyFix {
        /// Which one.
        id: FixId,
        /// When it is needed.
        class: FixClass,
        /// Why.
        reason: String,
    },
    /// Write something down.
    Note {
        /// What.
        text: String,
        /// Who may read it.
        visibility: Visibility,
    },
    /// Write down what was read in, which another machine recorded first.
    ImportNote(Box<NoteImported>),
    /// Set an anchor instant.
    SetMoment {
        /// Which one.
        moment: Moment,
        /// When it was.
        when: When,
        /// Whether another record set it by itself, so that this one still may.
        automatic: bool,
    },
    /// Record that a message went out.
    RecordMessage {
        /// Key of the playbook's message.
        message: String,
        /// Whether it counts as a sitrep and gets a number.
        sitrep: bool,
        /// Who got it.
        to: Vec<String>,
        /// What it said.
        text: String,
    },
    /// Hand a message to whoever carries it to each of its recipients.
    SendMessage {
        /// Key of the playbook's message.
        message: String,
        /// Those whom somebody told by hand already.
        to: Vec<String>,
        /// The ways it has still to take.
        routes: Vec<Route>,
        /// What it says.
        text: String,
    },
    /// Say what became of a message on some of its ways.
    MoveRoutes {
        /// The entry of the message.
        of: EntryId,
        /// The ways, by their places, from zero.
        routes: Vec<usize>,
        /// How far it got.
        to: RouteState,
        /// Who sent it by hand, or acknowledged it; may be empty.
        by: String,
        /// The server's words, or why; may be empty.
        words: String,
        /// Who was told beside those it was addressed to.
        more: Vec<String>,
        /// How often the carrier tried; zero when a person says it.
        attempts: u32,
    },
    /// Record a decision.
    Decide(Box<Decided>),
    /// Decide the working mode.
    SetWorkingMode {
        /// Which one.
        mode: WorkingMode,
        /// Why.
        reason: String,
    },
    /// Say whether information was exposed.
    SetExposure {
        /// Whether it was.
        exposed: bool,
    },
    /// Declare a special situation, or call it off.
    SetSituation {
        /// Key of the playbook's situation.
        situation: String,
        /// Whether it applies.
        applies: bool,
    },
    /// Say when a milestone of the process was reached.
    ReachMilestone(MilestoneReached),
    /// Write down that somebody tried to reach a team lead; the request says when (R50).
    TryTeamLead(TeamLeadTried),
    /// Bring somebody on shift; the request may say since when.
    StartShift(ShiftStarted),
    /// Send somebody off shift; the request may say when they went.
    EndShift {
        /// Who.
        person: String,
    },
    /// Put a clock off, or acknowledge it.
    SnoozeClock {
        /// Key of the clock.
        clock: String,
        /// Until when; none means for good.
        until: Option<Instant>,
        /// Why.
        reason: String,
    },
    /// Take back the last command, or the one that recorded an entry.
    Undo {
        /// An entry of the command; the last command when absent.
        entry: Option<EntryId>,
    },
    /// Take back what was before something that cannot be taken back.
    UndoBefore(UndoBefore),
    /// Link the issue.
    LinkIssue {
        /// Which one.
        issue: IssueLink,
    },
    /// Import a comment of the issue.
    ImportComment {
        /// GitHub's id of the comment.
        comment: u64,
        /// What it says.
        text: String,
    },
    /// Import what a comment says that was imported before and edited since.
    ImportEdit {
        /// GitHub's id of the comment.
        comment: u64,
        /// What it says now.
        text: String,
    },
    /// Record that text on the issue changed.
    ImportText {
        /// The lines that are new.
        added: String,
        /// The lines that are gone.
        removed: String,
    },
    /// Record what else was seen on the issue.
    ImportState {
        /// What was seen, in words.
        seen: String,
    },
    /// Record a conflict.
    RaiseConflict {
        /// Which thing.
        subject: String,
        /// The value here.
        ours: String,
        /// The value on the issue.
        theirs: String,
        /// Who set the value here; empty when nobody knows.
        ours_by: String,
        /// When it was set here.
        ours_at: Option<Instant>,
    },
    /// Record the ruling on a conflict.
    SettleConflict {
        /// Which thing.
        subject: String,
        /// The value that holds.
        value: String,
    },
    /// Take over a line of a board that another sitroom put on the issue, with its number.
    TakeItem(TakenItem),
    /// Take over an entry that another sitroom posted as a comment.
    TakeEntry(TakenEntry),
    /// Take back entries that came in from another sitroom, because it took them back.
    TakeBack(TakenUndo),
    /// Give lines that never stood on the issue other numbers, at once: theirs are taken there.
    Renumber {
        /// From which number to which.
        moves: Vec<(ItemId, ItemId)>,
    },
    /// Record that an edit of the issue was covered by a write of ours, and merged back.
    RecordRecovery {
        /// Name of the file that keeps the covered text.
        kept: String,
    },
    /// Record that this record was made from its issue.
    RecordAdoption {
        /// The issue.
        issue: IssueLink,
        /// Where the journal stood that the issue was last written from, as it says.
        head: Option<ChainHead>,
    },
    /// Stop everything that leaves, or let it leave again.
    SetOutbound {
        /// Whether it is to be stopped.
        stopped: bool,
        /// Why; to let things leave again it takes a reason.
        reason: String,
    },
    /// Call something by another name in all that leaves.
    SetCodename {
        /// The name or the term.
        term: String,
        /// What it is called outside; empty gives it its name back.
        codename: String,
    },
    /// Change what is known of a person.
    ChangeRoster(RosterAsked),
    /// Offer command, take it, or leave it to whoever took it apart (T9).
    HandleHandoff(HandoffAsked),
    /// Put a question to somebody, or say what became of one.
    HandleAsk(AskAsked),
    /// Change what the evidence register says.
    HandleEvidence(Box<EvidenceAsked>),
    /// Make a plan of who works when the one that holds.
    SetRotation(Box<RotationAsked>),
    /// Take over the plan that another machine set.
    TakeRotation(Box<CarriedPlan>),
    /// Say where remediation items are followed up, or are to be.
    SetTracking(TrackingAsked),
    /// Have a text looked through that is to be public.
    ExamineText(Box<ExamineAsked>),
    /// Change something of the worksheet of the retrospective.
    ChangeWorksheet(Box<WorksheetAsked>),
    /// Keep what somebody asked for by a comment, until somebody answers.
    Suggest {
        /// Which one.
        id: SuggestionId,
        /// What was asked for.
        action: SuggestedAction,
    },
    /// Accept or decline what somebody asked for by a comment.
    AnswerSuggestion {
        /// Which one.
        id: SuggestionId,
        /// Whether it is accepted; then it is done at once.
        accept: bool,
    },
}
