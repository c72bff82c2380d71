//! The journal's entries: what happened, when, by whom, and the events they carry.

mod conflict;
mod decision;
mod duty;
mod entry;
mod evidence;
mod field;
mod gate;
mod guards;
mod handoff;
mod imported;
mod kind;
mod opened;
mod people;
mod rotation;
mod texts;
mod tracking;
mod word;
mod worksheet;

pub use conflict::ConflictFound;
pub use decision::Decided;
pub use duty::{ClockSnoozed, MilestoneReached, TeamLeadTried};
pub use entry::{Entry, JOURNAL_FORMAT, Origin, Visibility};
pub use evidence::EvidenceHandled;
pub use field::Field;
pub use gate::{CodenameSet, HeldBack, LetThrough, OutboundSet};
pub use guards::guard_title;
pub use handoff::{HandoffMoved, HandoffStep};
pub use imported::{FirstRecorded, NoteImported};
pub use kind::Event;
pub use opened::Opened;
pub use people::{AskChanged, AskStep, RosterChange, RosterChanged, ShiftStarted};
pub use rotation::RotationSet;
pub use texts::{Said, Visitor};
pub use tracking::TrackingSet;
pub use worksheet::{
    CauseChanged, CauseStep, ContainmentSet, FigurePublished, FollowUpDue, LessonChanged,
    PartEdited, WorksheetChanged,
};
