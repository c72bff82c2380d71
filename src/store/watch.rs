//! Noticing that another program recorded something.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use notify::{RecommendedWatcher, RecursiveMode, Watcher};
use thiserror::Error;
use tokio::sync::mpsc::Sender;

use super::files::JOURNAL;

/// Watches the journal of an incident as long as it lives.
///
/// The directory is watched, not the file: a journal that an editor replaced is still seen.
#[derive(Debug)]
pub struct JournalWatch {
    _watcher: RecommendedWatcher,
}

/// Why changes by other programs are not noticed at once.
#[derive(Debug, Error)]
#[error(
    "watch {}: {source}; what other programs record shows at your next command", dir.display()
)]
pub struct WatchError {
    /// The directory.
    pub dir: PathBuf,
    /// What the system said.
    pub source: notify::Error,
}

impl JournalWatch {
    /// Starts watching; each change sends a tick. A channel of one slot is right: a tick that
    /// finds it full has nothing to add.
    pub fn start(dir: &Path, ticks: Sender<()>) -> Result<Self, WatchError> {
        let failed = |source| WatchError {
            dir: dir.to_owned(),
            source,
        };
        let mut watcher = notify::recommended_watcher(move |event| {
            if concerns_journal(&event) {
                // Full: a tick waits already. Closed: nobody listens any more.
                let _ = ticks.try_send(());
            }
        })
        .map_err(failed)?;
        watcher
            .watch(dir, RecursiveMode::NonRecursive)
            .map_err(failed)?;
        Ok(Self { _watcher: watcher })
    }
}

/// Our own look at the file opens it; that must not count, or looking would never end.
fn concerns_journal(event: &notify::Result<notify::Event>) -> bool {
    match event {
        Ok(event) if event.need_rescan() => true,
        Ok(event) => {
            let journal = Some(OsStr::new(JOURNAL));
            !event.kind.is_access() && event.paths.iter().any(|path| path.file_name() == journal)
        }
        Err(_) => true,
    }
}

#[cfg(test)]
mod tests {
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, ModifyKind};
    use notify::{Event, EventKind};

    use super::*;

    fn concerns(kind: EventKind, name: &str) -> bool {
        concerns_journal(&Ok(Event::new(kind).add_path(Path::new("/x").join(name))))
    }

    #[test]
    fn only_changes_of_the_journal_count() {
        let written = EventKind::Modify(ModifyKind::Data(DataChange::Any));
        let opened = EventKind::Access(AccessKind::Open(AccessMode::Any));
        assert!(concerns(written, JOURNAL));
        assert!(concerns(EventKind::Create(CreateKind::File), JOURNAL));
        assert!(!concerns(opened, JOURNAL));
        assert!(!concerns(written, "lock"));
        assert!(concerns_journal(&Err(notify::Error::generic("lost"))));
    }
}
