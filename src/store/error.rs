//! What can go wrong with the record's files, each with what to do about it.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::decide::Refusal;
use crate::domain::ids::IncidentId;

/// Why something was not recorded, read or kept. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub enum StoreError {
    /// The process speaks against it; nothing was written.
    #[error("record it: {0}")]
    Refused(Refusal),
    /// It was asked for the record as it was seen, and that has changed; nothing was written.
    #[error("record it: the record changed meanwhile")]
    Moved,
    /// It could not be written; files and record stand as before.
    #[error("write {}: {cause}; nothing that was saved is lost: {hint}", path.display())]
    NotSaved {
        /// The file.
        path: PathBuf,
        /// What stands in the way.
        cause: NotSavedCause,
        /// What to do.
        hint: &'static str,
        /// What the system said.
        source: io::Error,
    },
    /// Another program holds the record and does not let go.
    #[error(
        "get hold of {}: {} has been writing to it for two seconds; look whether it hangs, \
         then try again", dir.display(), Holder(*pid)
    )]
    Busy {
        /// The incident's directory.
        dir: PathBuf,
        /// Who holds it, when known.
        pid: Option<u32>,
    },
    /// The record was opened for reading only.
    #[error("write to this record: {0}")]
    ReadOnly(ReadOnly),
    /// A file is in a form of a later version.
    #[error(
        "read {}: it has format {format} and this version reads up to {known}; use the \
         version that wrote it", path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The form it is in.
        format: u32,
        /// The last form known here.
        known: u32,
    },
    /// The directory holds no record.
    #[error("find a record in {}: list the incidents with `sitroom list`", dir.display())]
    NoRecord {
        /// The directory.
        dir: PathBuf,
    },
    /// The journal went away under the running program.
    #[error(
        "find {}: it was there a moment ago; put it back, or copy incident.toml to a safe \
         place before anything else", path.display()
    )]
    JournalGone {
        /// Where it was.
        path: PathBuf,
    },
    /// The environment names no place for files.
    #[error(
        "find a place for files: set HOME, or XDG_DATA_HOME, XDG_CONFIG_HOME and XDG_STATE_HOME"
    )]
    NoHome,
    /// Every name of this kind is taken.
    #[error("make a directory for {id}: there are too many of that name; choose another title")]
    NoFreeName {
        /// The name.
        id: IncidentId,
    },
    /// There is a record of that incident already.
    #[error("make a record of {id}: there is one here already; open it with `sitroom open {id}`")]
    AlreadyHere {
        /// The incident.
        id: IncidentId,
    },
    /// A file cannot be read.
    #[error("read {}: {source}; look at its owner and permissions", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file system cannot lock files.
    #[error(
        "lock {}: {source}; keep the record on a local file system", path.display()
    )]
    Lock {
        /// The lock file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// An entry would not read back as it is.
    #[error("write the entry down: it would not read back as it is; word it differently")]
    Unwritable {
        /// What the encoder said.
        source: Option<serde_json::Error>,
    },
    /// A file's content cannot be put in its form.
    #[error("put {name} into its form: {source}; the journal has everything")]
    Encode {
        /// The file.
        name: String,
        /// What the encoder said.
        source: toml::ser::Error,
    },
    /// The task that keeps the record has ended.
    #[error("reach the record: the part that keeps it has ended; leave and start again")]
    Ended,
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl StoreError {
    /// Returns the error for a file that could not be written.
    pub(super) fn not_saved(path: &Path, source: io::Error) -> Self {
        let cause = NotSavedCause::of(&source);
        Self::NotSaved {
            path: path.to_owned(),
            cause,
            hint: cause.hint(),
            source,
        }
    }

    /// Returns the error for a file that could not be read.
    pub(super) fn read(path: &Path, source: io::Error) -> Self {
        Self::Read {
            path: path.to_owned(),
            source,
        }
    }

    /// Returns true when the same request may well succeed later without anybody's doing.
    #[must_use]
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Busy { .. })
    }
}

/// What stands in the way of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotSavedCause {
    /// No space is left, or a quota or a limit on file sizes is reached.
    DiskFull,
    /// The disk or the file may not be written.
    ReadOnly,
    /// Anything else.
    Other,
}

impl NotSavedCause {
    fn of(error: &io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::DiskFull,
            io::ErrorKind::ReadOnlyFilesystem | io::ErrorKind::PermissionDenied => Self::ReadOnly,
            _ => Self::Other,
        }
    }

    /// Returns what the IC can do about it.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            Self::DiskFull => {
                "free some space on that disk (`df -h` shows which one is full), then save again"
            }
            Self::ReadOnly => {
                "make that directory writable for you (`ls -ld` shows its owner), then save again"
            }
            Self::Other => "copy your text to a safe place, look at that disk, then save again",
        }
    }
}

impl fmt::Display for NotSavedCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::DiskFull => "the disk is full",
            Self::ReadOnly => "it is read-only",
            Self::Other => "the disk reports an error",
        })
    }
}

/// Why a record takes no entries.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ReadOnly {
    /// A later version wrote to the journal.
    #[error(
        "its journal has entries of format {format} from a later version; use that version, \
         this one only reads"
    )]
    NewerJournal {
        /// The form it met.
        format: u32,
    },
    /// It is only watched, and not one file of it is touched.
    #[error("it is only watched here; `sitroom open` records")]
    Watched,
    /// Only the state file is left.
    #[error("its journal.jsonl is missing or empty; put the file back to go on recording")]
    NoJournal,
    /// Its playbook is not known here.
    #[error("its playbook {id} {version} is not known here; install it to go on recording")]
    NoPlaybook {
        /// The playbook's id.
        id: String,
        /// The playbook's version.
        version: String,
    },
}

/// A process for people, when its number is known.
struct Holder(Option<u32>);

impl fmt::Display for Holder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(pid) => write!(f, "process {pid}"),
            None => f.write_str("another program"),
        }
    }
}
