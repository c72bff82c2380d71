//! The screen as a pure state machine: events in, effects out.
//!
//! Nothing here draws, reads a clock or touches a file. A test sends events and looks at the
//! state and the effects. What the screen looks like is in `tui`, what effects do in `runtime`.

mod across;
mod act;
mod action;
mod attention;
mod card;
mod draft;
mod draft_key;
mod drill;
mod event;
mod handoff;
mod key;
mod keymap;
mod layer;
mod messages;
mod mode;
mod model;
mod palette;
mod past;
mod pending;
mod people;
mod picks;
mod planner;
mod purpose;
mod repeat;
mod report_work;
mod rows;
mod sending;
mod sort;
mod told;
mod tracking;
mod typed;
mod update;
mod worksheet;

pub use across::{AcrossPage, AcrossView, Together};
pub use act::Target;
pub use action::Action;
pub use attention::{Alert, Attention};
pub use card::{Card, HeldUp, Waiting};
pub use draft::{DraftLine, DraftsView, drafts_again};
pub use drill::{DrillAsk, Exercise, Holder, why_not_synced};
pub use event::{Effect, Event, NotSaved, Spot};
pub use handoff::HandoffText;
pub use key::{Key, KeyPress, KeySequence};
pub use keymap::{Keymap, KeymapError, Meaning};
pub use layer::{Choice, Choices, Editor, EditorKind, Layer, Outcome, Palette};
pub use messages::{Level, Log, LogView, Message, Toast};
pub use mode::Mode;
pub use model::{App, Pane, Selection, Setup, Split, View};
pub use palette::{Goal, KnownIncident, PaletteEntry};
pub use past::{Past, PastAsk};
pub use pending::Pending;
pub use people::{PeopleId, PeopleRow, PeopleText};
pub use picks::{Pick, PickSubject, Picks};
pub use planner::Planner;
pub use purpose::Purpose;
pub use report_work::{ReportAsk, SavedReport};
pub use rows::{ChecklistLine, EvidenceLine, EvidencePart, Rows};
pub use sending::{SendRow, Sending};
pub use tracking::TrackingText;
pub use typed::Came;
pub use update::update;
pub use worksheet::{Figures, ReportRow, Section, WorksheetText};
