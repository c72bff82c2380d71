//! What a file of somebody else says happened, on its way into the record.
//!
//! Read are tables (CSV, [`table`]), pasted chat ([`chat`]) and records that sitroom exported
//! ([`record`]). Each gives [`Item`]s, or says of every line what is wrong with it and gives
//! none. [`plan`] then tells what is news from what the record has already, so that reading a
//! file twice adds nothing.
//!
//! An issue that somebody wrote by hand comes in by being attached; [`outlook`] says before what
//! that would do.
//!
//! An item becomes a note of whoever said it, with the time at which it happened; when it was
//! recorded is when it was read in. What a file of ours says of the entry that it was, such as
//! when it was recorded there, is kept with it apart, as that file's word
//! ([`crate::domain::event::FirstRecorded`]), and so it has the same row when it is exported
//! again. What stayed on its machine there stays here too. The text is nobody's word but the file's: it is looked
//! through like any other before it is recorded, and again before it leaves.

mod chat;
mod day;
mod issue;
mod item;
mod plan;
mod record;
mod table;
mod when;

pub use chat::chat;
pub use issue::{IssueOutlook, outlook};
pub use item::{Cause, Item, Problem};
pub use plan::{Plan, plan};
pub use record::record;
pub use table::{table, unread_columns};
pub use when::Reading;
