//! The worksheet of the retrospective: what people work out about an incident once it is over,
//! or while it goes on. Instants of containment, published figures, the cause analysis, what
//! surprised, helped and hurt, and the parts of the report as somebody edited them.
//!
//! Opinions have their place here and in the report, not in the log (domain section 11.1).

mod asked;
mod cause;
mod containment;
mod lesson;
mod part;
mod record;

pub use asked::WorksheetAsked;
pub use cause::{Cause, CauseMethod, Causes, Node};
pub use containment::Containment;
pub(super) use containment::contain;
pub use lesson::{Lesson, LessonList};
pub use part::PartEdit;
pub use record::{Published, Worksheet};
pub(super) use record::{apply, describe, keep};
