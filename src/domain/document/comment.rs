//! Comments: which entries become one, what it says, and how ours are known again.
//!
//! A comment of ours is one section or several, each ended by a hidden marker line:
//!
//! ```text
//! 14:02 UTC (10:02 EDT), Farmer Jane
//!
//! The fox was red.
//!
//! <!-- sitroom:entry 01J... noted {"happened":"...","actor":"Farmer Jane"} -->
//!
//! ---
//!
//! 14:05 UTC (10:05 EDT), Farmer Dave
//! ...
//! ```
//!
//! Several short notes that wait go out in one comment, see [`gather`]; a long text goes out in
//! several, see [`split`]. [`read_comment`] gives back what each section says.

mod marker;
mod posted;
mod section;
mod split;

pub use marker::{CommentMark, Said, entry_of, mark_of};
pub use posted::comment_for;
pub use section::{Section, gather, join, read_comment};
pub(crate) use split::Part;
pub(super) use split::{join as join_text, split};

use crate::domain::text::clean_text;

/// Returns somebody's comment for the timeline, with LF line ends and without control
/// characters.
#[must_use]
pub fn clean_import(body: &str) -> String {
    clean_text(body)
}
