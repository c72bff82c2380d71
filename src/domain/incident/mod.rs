//! The state of an incident: the fold of its journal, as a person would read it.

mod basis;
mod duty;
mod fix;
mod lead;
mod line;
mod moment;
mod outbound;
mod over;
mod record;
mod route;
mod status;
mod texts;
mod told;
mod tracking;
mod undo_step;
mod word;

pub use basis::Basis;
pub use duty::{
    CommandTerm, ContactTry, Decision, LeadAnswer, MessageRecord, Reached, Shift, Snooze,
};
pub use fix::{Fix, FixClass, FixState, Verification};
pub use lead::{Lead, LeadState};
pub use line::{CustomItem, Mark, Tick};
pub use moment::Moment;
pub use outbound::{OutboundStop, StopCause};
pub use over::{Age, OverBy};
pub use record::{Conflict, Counters, Incident, IssueLink, PlaybookRef, TakenBack};
pub use route::{
    AsTold, Carrier, Route, RouteRecord, RouteState, RoutesMoved, reached, reached_for, through,
    told_as,
};
pub use status::{Severity, Status};
pub use told::Told;
pub use tracking::{Tracking, is_repository};
pub use undo_step::{Lasting, UndoStep};
pub use word::WordError;
