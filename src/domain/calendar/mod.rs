//! Working days and local times: what the calendar on the wall says.
//!
//! Dates and times of day are local to a zone that the caller names; instants are UTC.

mod holiday;
mod hours;
mod local;
mod quiet;

pub use holiday::Holiday;
pub use hours::BusinessHours;
pub use local::{end_of_day, instant_of};
pub use quiet::{QuietHours, QuietHoursError};
