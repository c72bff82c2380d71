//! The calendar file of the rotation, beside the journal.

use std::path::Path;

use super::desk::Inbound;
use crate::deliver::files::write_calendar;

/// Writes the file, over the one before, and says where.
pub(super) fn save_calendar(dir: &Path, text: &str) -> Inbound {
    match write_calendar(dir, text) {
        Ok(path) => Inbound::Done(format!("saved as {}", path.display())),
        Err(error) => Inbound::Told(format!("failed to {error}")),
    }
}
