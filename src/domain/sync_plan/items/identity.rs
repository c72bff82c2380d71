//! What the marker of a line says: which line it is, and since when.

use super::read::standing_of;
use crate::domain::document::{Item, ParsedItem, Tag};

/// Returns whether a line of the issue is known to be an item's, by what first recorded it.
pub(super) fn is_same_line(item: &Item, line: &ParsedItem) -> bool {
    let entry = |tag: Option<Tag>| tag.map(|tag| tag.entry);
    item.tag.is_some() && entry(item.tag) == entry(line.tag)
}

pub(super) fn was_changed(item: &Item) -> bool {
    item.tag.is_some_and(|tag| tag.changed > tag.opened)
}

/// Returns when another sitroom moved a line, as its marker says; none for somebody's edit.
pub(super) fn moved_at(line: &ParsedItem, base: Option<&ParsedItem>) -> Option<i64> {
    let tag = line.tag?;
    let before = base.and_then(|base| base.tag).map(|tag| tag.changed);
    (before != Some(tag.changed)).then_some(tag.changed)
}

/// Returns what the marker of a line says after the round: the entry and the beginning that
/// stand there, and the time of the last change of whoever made it.
pub(super) fn merged_tag(
    item: &Item,
    line: &ParsedItem,
    base: Option<&ParsedItem>,
    merged: &Item,
) -> Option<Tag> {
    let (Some(ours), Some(theirs)) = (item.tag, line.tag) else {
        return line.tag.or(item.tag);
    };
    let agreed = base.and_then(|base| standing_of(base, None, &item.standing));
    let changed_here = agreed.as_ref() != Some(&item.standing) && merged.standing == item.standing;
    Some(Tag {
        changed: if changed_here {
            ours.changed
        } else {
            theirs.changed
        },
        ..theirs
    })
}
