//! The record as it stood at an earlier time: what was known then, not what is known of it now.
//!
//! What counts is when something was *recorded*: a time that was entered later for something
//! that happened before was not known then, and what was taken back later stood then.

use std::borrow::Borrow;

use super::apply::fold;
use super::event::Entry;
use super::incident::Incident;
use super::time::Instant;

/// Returns how many entries of a journal had been recorded at a time, in the order of the
/// journal: a clock that was set back does not take anything out again.
#[must_use]
pub fn known_at<E: Borrow<Entry>>(entries: &[E], at: Instant) -> usize {
    let known = |entry: &E| entry.borrow().recorded <= at;
    entries.iter().rposition(known).map_or(0, |last| last + 1)
}

/// Returns the state of the record after so many entries of its journal; none before it was
/// opened.
#[must_use]
pub fn state_after<E: Borrow<Entry>>(entries: &[E], known: usize) -> Option<Incident> {
    let known = entries.get(..known).filter(|known| !known.is_empty())?;
    Some(fold(known))
}
