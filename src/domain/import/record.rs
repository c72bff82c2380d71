//! Records that sitroom exported: what stood in their timeline.

use super::item::Item;
use crate::domain::event::{Entry, FirstRecorded};
use crate::domain::export::rows;

/// Returns what the entries of an exported record say happened. What was taken back there does
/// not come, and a line is the place among the entries.
#[must_use]
pub fn record(entries: &[Entry]) -> Vec<Item> {
    rows(entries)
        .into_iter()
        .zip(1..)
        .map(|(row, line)| Item {
            line,
            first: Some(row.first()).filter(FirstRecorded::is_sound),
            visibility: row.visibility,
            happened: row.happened,
            actor: row.actor,
            text: row.text,
        })
        .collect()
}
