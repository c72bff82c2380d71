//! Files as a crash leaves them: whole, or as they were.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub(super) const JOURNAL: &str = "journal.jsonl";
pub(super) const STATE: &str = "incident.toml";
pub(super) const BATON: &str = "baton.json";
pub(super) const SYNC: &str = "sync.toml";
pub(super) const OUTBOX: &str = "outbox";
pub(super) const DRAFTS: &str = "drafts";
pub(super) const HELD: &str = "held";
pub(super) const LOST: &str = "lost";
pub(super) const ASIDE: &str = "aside";
/// How files in the making are named, until they get their name.
const TEMP: &str = ".sitroom-";
/// A file in the making that is older was left by a crash.
const TEMP_LASTS: Duration = Duration::from_secs(3600);
const QUARANTINE: &str = "quarantine";
const TORN: &str = "torn";

/// Makes a directory, and those above it, that only its owner may enter.
pub(super) fn make_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Makes a directory that must not exist yet.
pub(super) fn make_new_dir(path: &Path) -> io::Result<()> {
    DirBuilder::new().mode(0o700).create(path)
}

/// Makes the names in a directory last: without this a crash may forget a new file.
pub(super) fn sync_dir(path: &Path) -> io::Result<()> {
    File::open(path)?.sync_all()
}

/// Returns options that make a file only its owner may read.
pub(super) fn private() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.mode(0o600);
    options
}

/// Replaces a file. A crash leaves the old content or the new; after the return, the new.
pub(super) fn write_atomic(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let dir = path.parent().unwrap_or(Path::new("."));
    let mut temp = tempfile::Builder::new().prefix(TEMP).tempfile_in(dir)?;
    temp.write_all(bytes)?;
    temp.as_file().sync_all()?;
    temp.persist(path)?;
    sync_dir(dir)
}

/// Removes what crashes left of files in the making. Their content never counted as saved.
pub(super) fn sweep(dir: &Path) -> io::Result<()> {
    for file in fs::read_dir(dir)?.flatten() {
        let is_temp = file
            .file_name()
            .as_encoded_bytes()
            .starts_with(TEMP.as_bytes());
        let age = file.metadata()?.modified()?.elapsed().unwrap_or_default();
        if is_temp && age > TEMP_LASTS {
            fs::remove_file(file.path())?;
        }
    }
    Ok(())
}

/// Replaces a file in a directory that may have to be made first.
pub(super) fn write_atomic_in(dir: &Path, name: &str, bytes: &[u8]) -> io::Result<()> {
    if !dir.is_dir() {
        make_dir(dir)?;
        if let Some(parent) = dir.parent() {
            sync_dir(parent)?;
        }
    }
    write_atomic(&dir.join(name), bytes)
}

/// Removes a file; one that is not there is fine.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Reads a file; one that is not there is none.
pub(super) fn read_if_there(path: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Moves a damaged file of an incident out of the way; returns where to, below `dir`.
pub(super) fn quarantine(dir: &Path, name: &str) -> io::Result<PathBuf> {
    let folder = dir.join(QUARANTINE);
    make_dir(&folder)?;
    let file = name.replace('/', "-");
    let at = free_name(&folder, &format!("{file}-{}", stamp()))?;
    fs::rename(dir.join(name), folder.join(&at))?;
    sync_dir(&folder)?;
    sync_dir(dir)?;
    Ok(Path::new(QUARANTINE).join(at))
}

/// Moves what belongs to another issue out of the way, into a folder of its own.
pub(super) fn set_aside(dir: &Path, names: &[&str]) -> io::Result<()> {
    let there: Vec<&&str> = names
        .iter()
        .filter(|name| dir.join(name).exists())
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    let aside = dir.join(ASIDE);
    make_dir(&aside)?;
    let folder = aside.join(free_name(&aside, &stamp())?);
    make_new_dir(&folder)?;
    for name in there {
        fs::rename(dir.join(name), folder.join(name))?;
    }
    sync_dir(&folder)?;
    sync_dir(&aside)?;
    sync_dir(dir)
}

/// Keeps bytes that were cut off the end of the journal; returns where, below `dir`.
pub(super) fn keep_torn(dir: &Path, seq: u64, bytes: &[u8]) -> io::Result<PathBuf> {
    let folder = dir.join(TORN);
    make_dir(&folder)?;
    let at = free_name(&folder, &format!("{}-{seq}.txt", stamp()))?;
    write_atomic(&folder.join(&at), bytes)?;
    sync_dir(dir)?;
    Ok(Path::new(TORN).join(at))
}

/// Returns the present time as part of a file name; it means nothing to the record.
fn stamp() -> String {
    chrono::Utc::now().format("%Y%m%dT%H%M%S%.3fZ").to_string()
}

/// Returns the name, or the name with a number behind it when it is taken.
fn free_name(folder: &Path, name: &str) -> io::Result<String> {
    let numbered = (2..1000).map(|n| format!("{name}-{n}"));
    std::iter::once(name.to_owned())
        .chain(numbered)
        .find(|name| !folder.join(name).exists())
        .ok_or_else(|| io::Error::from(io::ErrorKind::AlreadyExists))
}
