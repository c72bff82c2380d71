//! The mirror's files: what was agreed with the issue, and what waits to be sent.

use std::fs;
use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::error::{ReadOnly, StoreError};
use super::files::{self, LOST, OUTBOX, SYNC};
use super::finding::{Damage, Finding, Loaded};
use super::record::Record;
use crate::domain::mirror::{MIRROR_FORMAT, OutboxItem, OutboxKey, SyncState};

/// What whoever syncs a record keeps beside it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MirrorFiles {
    /// What both sides last agreed on; none before the first sync.
    pub state: Option<SyncState>,
    /// What waits to be sent, oldest first.
    pub outbox: Vec<OutboxItem>,
}

/// What is done with a damaged file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damaged {
    /// It is set aside, so that a good one takes its place.
    SetAside,
    /// It is left where it is: it is another's, or nothing is to be touched.
    LeftAlone,
}

impl Record {
    /// Returns what both sides last agreed on; none before the first sync.
    pub fn load_sync(&self) -> Result<Loaded<Option<SyncState>>, StoreError> {
        self.read_sync(self.damaged())
    }

    /// Returns what whoever syncs the record keeps, and touches nothing of it.
    pub fn look_at_mirror(&self) -> Result<Loaded<MirrorFiles>, StoreError> {
        let sync = self.read_sync(Damaged::LeftAlone)?;
        let outbox = self.read_outbox(Damaged::LeftAlone)?;
        Ok(Loaded {
            value: MirrorFiles {
                state: sync.value,
                outbox: outbox.value,
            },
            findings: [sync.findings, outbox.findings].concat(),
        })
    }

    /// Returns what is done here with a damaged file.
    pub(super) fn damaged(&self) -> Damaged {
        match self.read_only() {
            Some(ReadOnly::Watched) => Damaged::LeftAlone,
            _ => Damaged::SetAside,
        }
    }

    fn read_sync(&self, damaged: Damaged) -> Result<Loaded<Option<SyncState>>, StoreError> {
        let mut findings = Vec::new();
        let value = read_toml((self.dir(), damaged), SYNC, MIRROR_FORMAT, &mut findings)?;
        Ok(Loaded { value, findings })
    }

    fn read_outbox(&self, damaged: Damaged) -> Result<Loaded<Vec<OutboxItem>>, StoreError> {
        let mut loaded = Loaded {
            value: Vec::new(),
            findings: Vec::new(),
        };
        let root = (self.dir(), damaged);
        for name in list_toml(self.dir(), OUTBOX)? {
            let item = read_toml(root, &name, MIRROR_FORMAT, &mut loaded.findings)?;
            loaded.value.extend(item);
        }
        loaded.value.sort_by_key(|item: &OutboxItem| item.key);
        Ok(loaded)
    }

    /// Keeps what both sides agreed on.
    pub fn save_sync(&self, state: &SyncState) -> Result<(), StoreError> {
        let state = SyncState {
            format: MIRROR_FORMAT,
            ..state.clone()
        };
        write_toml(self.dir(), SYNC, &state)
    }

    /// Keeps a text of the issue that a write of ours covered, for good: a name stands for one
    /// text, so one that is there already is left as it is.
    pub fn keep_lost(&self, name: &str, text: &str) -> Result<(), StoreError> {
        let dir = self.dir().join(LOST);
        let path = dir.join(name);
        if path.exists() {
            return Ok(());
        }
        files::write_atomic_in(&dir, name, text.as_bytes())
            .map_err(|source| StoreError::not_saved(&path, source))
    }

    /// Sets aside what was agreed with an issue that turned out to be the wrong one, and what
    /// waits to be sent to it; the journal says what is to be sent to another.
    pub fn set_sync_aside(&self) -> Result<(), StoreError> {
        files::set_aside(self.dir(), &[SYNC, OUTBOX])
            .map_err(|source| StoreError::not_saved(&self.dir().join(SYNC), source))
    }

    /// Returns what waits to be sent, oldest first.
    pub fn outbox(&self) -> Result<Loaded<Vec<OutboxItem>>, StoreError> {
        self.read_outbox(self.damaged())
    }

    /// Keeps an outgoing operation; it is on the disk after the return.
    pub fn put_outbox(&self, item: &OutboxItem) -> Result<(), StoreError> {
        let item = OutboxItem {
            format: MIRROR_FORMAT,
            ..item.clone()
        };
        write_toml(&self.dir().join(OUTBOX), &file_name(item.key), &item)
    }

    /// Forgets an outgoing operation that is through.
    pub fn remove_outbox(&self, key: OutboxKey) -> Result<(), StoreError> {
        let dir = self.dir().join(OUTBOX);
        let path = dir.join(file_name(key));
        files::remove(&path)
            .and_then(|()| {
                if dir.is_dir() {
                    files::sync_dir(&dir)
                } else {
                    Ok(())
                }
            })
            .map_err(|source| StoreError::not_saved(&path, source))
    }
}

fn file_name(key: OutboxKey) -> String {
    format!("{key}.toml")
}

/// Replaces a file of TOML.
pub(super) fn write_toml<T: Serialize>(
    dir: &Path,
    name: &str,
    value: &T,
) -> Result<(), StoreError> {
    let text = toml::to_string(value).map_err(|source| StoreError::Encode {
        name: name.to_owned(),
        source,
    })?;
    files::write_atomic_in(dir, name, text.as_bytes())
        .map_err(|source| StoreError::not_saved(&dir.join(name), source))
}

/// Reads a file of TOML below `root`; a damaged one is reported, and set aside where it is to
/// be, a newer one is an error.
pub(super) fn read_toml<T: DeserializeOwned>(
    (root, damaged): (&Path, Damaged),
    name: &str,
    known: u32,
    findings: &mut Vec<Finding>,
) -> Result<Option<T>, StoreError> {
    let path = root.join(name);
    let bytes = match files::read_if_there(&path) {
        Ok(Some(bytes)) => bytes,
        Ok(None) => return Ok(None),
        Err(source) => return Err(StoreError::read(&path, source)),
    };
    match parse(&bytes, known) {
        Ok(value) => Ok(Some(value)),
        Err(Fault::Newer(format)) => Err(StoreError::Newer {
            path,
            format,
            known,
        }),
        Err(Fault::Malformed(cause)) => {
            let damage = Damage::Malformed { cause };
            findings.push(match damaged {
                Damaged::SetAside => Finding::damaged(name, damage, files::quarantine(root, name)),
                Damaged::LeftAlone => Finding::left_alone(name, damage),
            });
            Ok(None)
        }
    }
}

enum Fault {
    Newer(u32),
    Malformed(String),
}

fn parse<T: DeserializeOwned>(bytes: &[u8], known: u32) -> Result<T, Fault> {
    #[derive(Deserialize)]
    struct Form {
        format: u32,
    }
    let malformed = |error: &toml::de::Error| Fault::Malformed(error.message().to_owned());
    let form: Form = toml::from_slice(bytes).map_err(|error| malformed(&error))?;
    if form.format > known {
        return Err(Fault::Newer(form.format));
    }
    toml::from_slice(bytes).map_err(|error| malformed(&error))
}

/// Returns the names of the TOML files in a folder, below `root`, in order.
pub(super) fn list_toml(root: &Path, folder: &str) -> Result<Vec<String>, StoreError> {
    let dir = root.join(folder);
    let listing = match fs::read_dir(&dir) {
        Ok(listing) => listing,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(StoreError::read(&dir, source)),
    };
    let mut names: Vec<String> = listing
        .flatten()
        .filter_map(|file| file.file_name().into_string().ok())
        .filter(|name| Path::new(name).extension().is_some_and(|end| end == "toml"))
        .map(|name| format!("{folder}/{name}"))
        .collect();
    names.sort();
    Ok(names)
}
