//! Sends on disk, one file each, written before every step.
//!
//! A file says `sending` before the first byte leaves, so what a crash interrupts is found as
//! `sending` that nobody works on, and becomes `unknown`: a person settles it, and nothing is
//! sent again by itself. A send stays on disk when it is through, because its file is what
//! keeps the same key from being sent twice; for the same reason a file that cannot be read
//! stays where it is and blocks its key.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use super::claim::Claim;
use super::disk;
use crate::domain::outgoing::{
    DISPATCH_FORMAT, Dispatch, DispatchError, Outcome, Outgoing, Ruling, SendKey, SendState,
};
use crate::domain::time::Instant;

/// Why a step was not taken. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub enum QueueError {
    /// The state of the send speaks against it.
    #[error(transparent)]
    State(#[from] DispatchError),
    /// There is no such send.
    #[error("find the send {key}")]
    Missing {
        /// Which.
        key: SendKey,
    },
    /// Another program works on it.
    #[error("get hold of the send {key}: another sitroom works on it")]
    Busy {
        /// Which.
        key: SendKey,
    },
    /// The same key was used for another text.
    #[error("queue {key}: another text was queued under that key")]
    Differs {
        /// Which.
        key: SendKey,
    },
    /// A file is in a form of a later version.
    #[error(
        "read {}: it has format {format} and this version reads up to {DISPATCH_FORMAT}; use \
         the version that wrote it", path.display()
    )]
    Newer {
        /// The file.
        path: PathBuf,
        /// The form it is in.
        format: u32,
    },
    /// A file cannot be understood. It stays, so that what it was of is not sent twice.
    #[error("read {}: it is damaged: {problem}; look into it, then move it away", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A send cannot be put in the form of its file.
    #[error("write down the send {key}")]
    Encode {
        /// Which.
        key: SendKey,
        /// What the encoder said.
        source: toml::ser::Error,
    },
    /// The disk does not do what it should.
    #[error("use {}: {source}", path.display())]
    Disk {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It was tried, and how it ended could not be written down; it counts as in doubt.
    #[error("write down how the send ended ({}): {source}", outcome.words())]
    NotRecorded {
        /// How it ended.
        outcome: Outcome,
        /// Why that is not on disk.
        source: Box<QueueError>,
    },
}

/// What became of a message that was put in the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Put {
    /// It waits for its turn.
    New(Dispatch),
    /// It was there already, and stands as it is.
    Already(Dispatch),
}

/// What the queue holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// Every send that can be read, oldest entry first.
    pub sends: Vec<Dispatch>,
    /// What cannot be read, and why.
    pub unreadable: Vec<QueueError>,
}

/// The sends of one incident, in a directory of their own.
#[derive(Debug, Clone)]
pub struct Queue {
    dir: PathBuf,
}

/// A send that is under way, and the right to it. When it is dropped instead of ended it is
/// left `sending`, as a crash leaves it.
#[derive(Debug)]
pub struct Sending {
    queue: Queue,
    dispatch: Dispatch,
    _claim: Claim,
}

impl Queue {
    /// Returns the queue in a directory, which is made when the first message comes.
    pub fn at(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into() }
    }

    /// Puts a message in. One that is there already is not put in again, whatever became of
    /// it; the same key with another text is an error.
    pub fn put(&self, outgoing: Outgoing, now: Instant) -> Result<Put, QueueError> {
        let dispatch = Dispatch::queued(outgoing, now);
        let key = dispatch.outgoing.key;
        let path = self.path(key);
        let text = encode(&dispatch)?;
        let written = disk::make_dir(&self.dir).and_then(|()| disk::write_new(&path, &text));
        if written.map_err(at(&path))? {
            return Ok(Put::New(dispatch));
        }
        let known = self.get(key)?.ok_or(QueueError::Missing { key })?;
        if known.outgoing == dispatch.outgoing {
            Ok(Put::Already(known))
        } else {
            Err(QueueError::Differs { key })
        }
    }

    /// Returns a send; none when there is none of that key.
    pub fn get(&self, key: SendKey) -> Result<Option<Dispatch>, QueueError> {
        read(&self.path(key))
    }

    /// Returns every send.
    pub fn list(&self) -> Result<Listing, QueueError> {
        let mut listing = Listing::default();
        for path in self.files()? {
            match read(&path) {
                Ok(dispatch) => listing.sends.extend(dispatch),
                Err(error) => listing.unreadable.push(error),
            }
        }
        listing.sends.sort_by_key(|dispatch| dispatch.outgoing.key);
        Ok(listing)
    }

    /// Finds what was being sent by a program that is gone, and puts it in doubt. Returns
    /// those; what another program is sending at this moment is left alone.
    pub fn recover(&self, now: Instant) -> Result<Vec<Dispatch>, QueueError> {
        let mut found = Vec::new();
        for dispatch in self.list()?.sends {
            if dispatch.state != SendState::Sending {
                continue;
            }
            let key = dispatch.outgoing.key;
            match self.step(key, |dispatch| dispatch.interrupted(now)) {
                Ok(dispatch) => found.push(dispatch),
                // Either it is being sent, or it ended since the list was made.
                Err(QueueError::Busy { .. } | QueueError::State(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(found)
    }

    /// Takes a send up. When this returns, the disk says that it is being sent.
    pub fn begin(&self, key: SendKey, now: Instant) -> Result<Sending, QueueError> {
        let (claim, dispatch) = self.claim(key)?;
        let dispatch = dispatch.begin(now)?;
        self.write(&dispatch)?;
        Ok(Sending {
            queue: self.clone(),
            dispatch,
            _claim: claim,
        })
    }

    /// Queues what failed once more.
    pub fn again(&self, key: SendKey) -> Result<Dispatch, QueueError> {
        self.step(key, Dispatch::again)
    }

    /// Ends a doubt by what a person found out.
    pub fn settle(
        &self,
        key: SendKey,
        ruling: Ruling,
        now: Instant,
    ) -> Result<Dispatch, QueueError> {
        self.step(key, |dispatch| dispatch.settle(ruling, now))
    }

    /// Takes out what never went out.
    pub fn forget(&self, key: SendKey) -> Result<(), QueueError> {
        let (_claim, dispatch) = self.claim(key)?;
        dispatch.may_be_forgotten()?;
        let path = self.path(key);
        disk::remove(&path).map_err(at(&path))
    }

    fn step(
        &self,
        key: SendKey,
        step: impl FnOnce(Dispatch) -> Result<Dispatch, DispatchError>,
    ) -> Result<Dispatch, QueueError> {
        let (_claim, dispatch) = self.claim(key)?;
        let dispatch = step(dispatch)?;
        self.write(&dispatch)?;
        Ok(dispatch)
    }

    /// Takes the right to a send and reads it, in this order, so that it stays as read.
    fn claim(&self, key: SendKey) -> Result<(Claim, Dispatch), QueueError> {
        let path = self.path(key);
        if !path.exists() {
            return Err(QueueError::Missing { key });
        }
        let lock = self.dir.join(format!("{key}.lock"));
        let claim = Claim::take(&lock).map_err(at(&lock))?;
        let claim = claim.ok_or(QueueError::Busy { key })?;
        let dispatch = read(&path)?.ok_or(QueueError::Missing { key })?;
        Ok((claim, dispatch))
    }

    fn write(&self, dispatch: &Dispatch) -> Result<(), QueueError> {
        let path = self.path(dispatch.outgoing.key);
        disk::replace(&path, &encode(dispatch)?).map_err(at(&path))
    }

    fn path(&self, key: SendKey) -> PathBuf {
        self.dir.join(format!("{key}.toml"))
    }

    fn files(&self) -> Result<Vec<PathBuf>, QueueError> {
        let listing = match fs::read_dir(&self.dir) {
            Ok(listing) => listing,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(at(&self.dir)(error)),
        };
        let paths = listing.map(|file| file.map(|file| file.path()));
        let mut paths: Vec<PathBuf> = paths.collect::<io::Result<_>>().map_err(at(&self.dir))?;
        paths.retain(|path| path.extension().is_some_and(|end| end == "toml"));
        paths.sort();
        Ok(paths)
    }
}

impl Sending {
    /// Returns what is to be sent.
    #[must_use]
    pub fn outgoing(&self) -> &Outgoing {
        &self.dispatch.outgoing
    }

    /// Writes down how it ended.
    pub fn end(self, outcome: &Outcome, now: Instant) -> Result<Dispatch, QueueError> {
        let ended = self.dispatch.end(outcome, now).map_err(QueueError::from);
        let written = ended.and_then(|ended| self.queue.write(&ended).map(|()| ended));
        written.map_err(|source| QueueError::NotRecorded {
            outcome: outcome.clone(),
            source: Box::new(source),
        })
    }
}

/// Carries one send out: takes it up, sends it once, writes down how it ended.
pub async fn carry<F>(
    queue: &Queue,
    key: SendKey,
    now: impl Fn() -> Instant,
    send: impl FnOnce(Outgoing) -> F,
) -> Result<Dispatch, QueueError>
where
    F: Future<Output = Outcome>,
{
    let sending = queue.begin(key, now())?;
    let outcome = send(sending.outgoing().clone()).await;
    sending.end(&outcome, now())
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> QueueError {
    let path = path.to_owned();
    move |source| QueueError::Disk { path, source }
}

fn encode(dispatch: &Dispatch) -> Result<Vec<u8>, QueueError> {
    let text = toml::to_string(dispatch).map_err(|source| QueueError::Encode {
        key: dispatch.outgoing.key,
        source,
    })?;
    Ok(text.into_bytes())
}

#[derive(Deserialize)]
struct Form {
    format: u32,
}

fn read(path: &Path) -> Result<Option<Dispatch>, QueueError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(damaged(path, "it is not UTF-8"));
        }
        Err(error) => return Err(at(path)(error)),
    };
    let form: Form = toml::from_str(&text).map_err(|error| damaged(path, error.message()))?;
    if form.format > DISPATCH_FORMAT {
        return Err(QueueError::Newer {
            path: path.to_owned(),
            format: form.format,
        });
    }
    let dispatch: Dispatch =
        toml::from_str(&text).map_err(|error| damaged(path, error.message()))?;
    // A file that was copied or renamed would be sent under another's name.
    let name = path.file_stem().map(|name| name.to_string_lossy());
    if name.as_deref() == Some(dispatch.outgoing.key.to_string().as_str()) {
        Ok(Some(dispatch))
    } else {
        Err(damaged(path, "it is of another send than its name says"))
    }
}

fn damaged(path: &Path, problem: &str) -> QueueError {
    QueueError::Damaged {
        path: path.to_owned(),
        problem: problem.to_owned(),
    }
}
