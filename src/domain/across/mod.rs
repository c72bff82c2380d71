//! What several incidents say together: medians and ranges of their metrics by severity, notices
//! that were late, and causes that came back.
//!
//! A figure is as exact as what it is made of: of lengths that are known between two ends, the
//! median lies between the medians of the ends. What is unknown is counted and never guessed;
//! lengths between times in the wrong order are counted apart and left out. False alarms and
//! exercises do not count, and are told by number.

mod case;
mod figure;
mod repeat;
mod scripts;
mod stretch;
mod survey;
mod table;
mod words;

pub use case::Case;
pub use figure::{Figure, SitrepTally, Tally};
pub use repeat::{Repeat, RepeatKind, repeats};
pub use scripts::AcrossReport;
pub use stretch::{Stretch, Summary, summary};
pub use survey::{Across, Group, LateNotice, across};
