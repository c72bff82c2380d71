//! Locks between programs: one that guards each append, one that says who syncs.

use std::fs::{File, TryLockError};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use super::error::StoreError;
use super::files;

const LOCK: &str = "lock";
const SYNC_LOCK: &str = "sync.lock";
/// How long an append waits for another program's.
const PATIENCE: Duration = Duration::from_secs(2);
const LONGEST_NAP: Duration = Duration::from_millis(20);

/// The exclusive right to change the journal; ends when dropped.
#[derive(Debug)]
pub(super) struct JournalLock {
    _file: File,
}

impl JournalLock {
    /// Waits for the lock, at most two seconds.
    ///
    /// It is a file of its own, so that replacing or mending the journal never leaves two
    /// programs holding locks on two different files of that name.
    pub(super) fn acquire(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(LOCK);
        let file = open(&path)?;
        let start = Instant::now();
        let mut nap = Duration::from_micros(100);
        loop {
            match file.try_lock() {
                Ok(()) => break,
                Err(TryLockError::WouldBlock) if start.elapsed() < PATIENCE => {
                    std::thread::sleep(nap);
                    nap = (nap * 2).min(LONGEST_NAP);
                }
                Err(TryLockError::WouldBlock) => {
                    return Err(StoreError::Busy {
                        dir: dir.to_owned(),
                        pid: read_pid(&file),
                    });
                }
                Err(TryLockError::Error(source)) => return Err(StoreError::Lock { path, source }),
            }
        }
        write_pid(&file);
        Ok(Self { _file: file })
    }
}

/// The right to sync an incident with its issue, held as long as the value lives.
#[derive(Debug)]
pub struct SyncLock {
    _file: File,
}

impl SyncLock {
    /// Takes the right; none when another program has it.
    pub fn try_acquire(dir: &Path) -> Result<Option<Self>, StoreError> {
        let path = dir.join(SYNC_LOCK);
        let file = open(&path)?;
        // A second look, because `holder` holds a shared lock for a moment.
        for last in [false, true] {
            match file.try_lock() {
                Ok(()) => {
                    write_pid(&file);
                    return Ok(Some(Self { _file: file }));
                }
                Err(TryLockError::WouldBlock) if last => return Ok(None),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LONGEST_NAP),
                Err(TryLockError::Error(source)) => return Err(StoreError::Lock { path, source }),
            }
        }
        Ok(None)
    }

    /// Returns the number of the process that has the right, as far as it is known.
    #[must_use]
    pub fn holder(dir: &Path) -> Option<u32> {
        let file = File::open(dir.join(SYNC_LOCK)).ok()?;
        match file.try_lock_shared() {
            Err(TryLockError::WouldBlock) => read_pid(&file),
            Ok(()) | Err(TryLockError::Error(_)) => None,
        }
    }
}

fn open(path: &PathBuf) -> Result<File, StoreError> {
    files::private()
        .create(true)
        .truncate(false)
        .read(true)
        .write(true)
        .open(path)
        .map_err(|source| StoreError::not_saved(path, source))
}

/// Writes our number for whoever waits. Of fixed width, so that it works on a full disk, and
/// only a courtesy, so that failing is fine.
fn write_pid(file: &File) {
    let text = format!("{:<10}\n", std::process::id());
    let written: io::Result<()> = file.write_all_at(text.as_bytes(), 0);
    if let Err(error) = written {
        tracing::debug!(%error, "no process number in the lock file");
    }
}

fn read_pid(file: &File) -> Option<u32> {
    let mut text = [0; 10];
    file.read_exact_at(&mut text, 0).ok()?;
    std::str::from_utf8(&text).ok()?.trim().parse().ok()
}
