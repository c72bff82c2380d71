//! An incident as the text of its issue, and back.
//!
//! A [`Document`] is what the issue should say; [`parse`] reads what it does say, however
//! people left it; [`splice`] edits that text in place. Lines of ours are known by a hidden
//! marker, and every other line stays byte for byte. Deciding which side is right is not done
//! here but in [`super::sync_plan`].

mod alike;
mod body;
mod bullet;
mod comment;
mod escape;
mod facts;
mod fence;
mod head;
mod identify;
mod line;
mod moved;
mod of;
mod parse;
mod rotation;
mod splice;
mod stamp;
mod state;
mod tag;
mod tracking;
mod value;

pub use body::{Info, Parsed, ParsedItem, Region, Role};
pub use bullet::Bullet;
pub(crate) use comment::Part;
pub use comment::{
    CommentMark, Said, Section as CommentSection, clean_import, comment_for, entry_of, gather,
    join as join_parts, mark_of, read_comment,
};
pub use escape::{neutralise, restore};
pub use facts::{
    Fact, answer_word, mode_word, read_answer, read_mode, read_time, time_words, yes_word,
};
pub use identify::{Agreed, Fate, identify};
pub use moved::{Continuation, Overflow, is_continuation, says_the_item};
pub(crate) use moved::{details_parts, lines_to_move, lines_units, whole_details};
pub use of::{NoteKey, sitrep_number};
pub use parse::{normalise, parse, parse_hinted};
pub use rotation::rotation_set_at;
pub use splice::{render_new, splice, splice_parsed};
pub use state::{HiddenLine, State};
pub use tag::Tag;
pub use tracking::{TrackingIssue, tracked_item};
pub use value::{Document, EXERCISE, Item, Kind, LineMark, List, Note, Section, Standing};

/// The most UTF-16 units that are planned for a body or comment; GitHub refuses more than
/// 65,536.
pub const BUDGET: usize = 60_000;

/// The most UTF-16 units of a body that is still written while what it has no room for is on
/// its way to a comment.
pub const HARD_LIMIT: usize = 65_000;

/// Returns the length of a text as GitHub counts it, in UTF-16 units.
#[must_use]
pub fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// Returns true when a text can be posted whole.
#[must_use]
pub fn fits(text: &str) -> bool {
    units(text) <= BUDGET
}
