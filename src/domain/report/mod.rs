//! The report of an incident, which writes itself from the record (domain section 11.1).
//!
//! [`report`] gives it as a value: parts with a key, a title and Markdown, each with what the
//! record says of it now. A part that somebody edited keeps the edit and what the record said
//! then: what the record says since is merged into it three-way, as the body of the issue is,
//! and a true clash keeps both and says so. Who edited it, and which line of the journal says
//! so, stands above it.
//!
//! The Markdown keeps to headings from the third level on, lists with `-`, quotes and plain
//! paragraphs, so that a terminal can show it and other forms can be made of it.
//!
//! What stays on this machine is left out unless it is asked for ([`Source::with_local`]). Who
//! sends a report away gives it entries and a state as others may have them
//! ([`crate::domain::gate::shared_entries`], [`crate::domain::gate::shared_state`]).
//!
//! Nothing is invented: what the record does not know is said to be unknown, and a part that
//! only people can write says what belongs there.

mod assemble;
mod outline;
mod parts;
mod source;

pub use assemble::{Part, PartState, Report, is_unwritten, report};
pub use outline::{Heading, PartKind, outline};
pub use source::Source;
