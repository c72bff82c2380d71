//! Which line it is on every machine, and since when: the rest of a line's marker.

use std::fmt;

use crate::domain::ids::EntryId;
use crate::domain::time::Instant;

/// The entry that first recorded a line, and the times of the line.
///
/// Written `01J...`, with the milliseconds since 1970 when it came up behind it where the id
/// says another time, and with those of its last change where it changed since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tag {
    /// The entry that first recorded it, on whatever machine.
    pub entry: EntryId,
    /// When it came up, in milliseconds since 1970.
    pub opened: i64,
    /// When its state last changed, in milliseconds since 1970.
    pub changed: i64,
}

impl Tag {
    /// Returns the tag of a line; none for one of which the first entry is not known.
    #[must_use]
    pub fn new(entry: EntryId, opened: Instant, changed: Instant) -> Option<Self> {
        (entry != EntryId::default()).then(|| Self {
            entry,
            opened: opened.timestamp_millis(),
            changed: changed.timestamp_millis(),
        })
    }

    /// Returns the tag of a line of which no times are known but that of its first entry.
    #[must_use]
    pub fn bare(entry: EntryId) -> Option<Self> {
        let at = millis(entry);
        (entry != EntryId::default()).then_some(Self {
            entry,
            opened: at,
            changed: at,
        })
    }

    /// Reads the words behind the number in a marker. What cannot be read says nothing.
    pub(super) fn read<'a>(words: impl IntoIterator<Item = &'a str>) -> Option<Self> {
        let mut words = words.into_iter();
        let tag = Self::bare(words.next()?.parse().ok()?)?;
        let mut time = || words.next().and_then(|word| word.parse().ok());
        let opened = time().unwrap_or(tag.opened);
        Some(Self {
            opened,
            changed: time().unwrap_or(opened),
            ..tag
        })
    }
}

impl fmt::Display for Tag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            entry,
            opened,
            changed,
        } = self;
        write!(f, "{entry}")?;
        if changed != opened {
            write!(f, " {opened} {changed}")
        } else if *opened != millis(*entry) {
            write!(f, " {opened}")
        } else {
            Ok(())
        }
    }
}

/// Returns the time an entry's id says, in milliseconds since 1970.
fn millis(entry: EntryId) -> i64 {
    i64::try_from(entry.0.timestamp_ms()).unwrap_or_default()
}
