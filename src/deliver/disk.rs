//! Files that are whole or not there, for their owner alone.

use std::fs::{self, DirBuilder, File};
use std::io::{self, Write};
use std::os::unix::fs::DirBuilderExt;
use std::path::Path;

use tempfile::NamedTempFile;

/// How files in the making are named, until they get their name.
pub(super) const TEMP: &str = ".sitroom-";

/// Makes a directory that only its owner may enter, and makes its name last.
pub(super) fn make_dir(dir: &Path) -> io::Result<()> {
    if dir.is_dir() {
        return Ok(());
    }
    DirBuilder::new().recursive(true).mode(0o700).create(dir)?;
    dir.parent().map_or(Ok(()), sync_dir)
}

/// Writes a file that must not exist yet; false when it does. After a crash it is whole or
/// not there; after the return it is there.
pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<bool> {
    match in_the_making(path, bytes)?.persist_noclobber(path) {
        Ok(_) => settle(path).map(|()| true),
        Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error.error),
    }
}

/// Replaces a file. A crash leaves the old content or the new; after the return, the new.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    in_the_making(path, bytes)?.persist(path)?;
    settle(path)
}

/// Removes a file, and makes that last.
pub(super) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)?;
    settle(path)
}

/// Writes the content, for its owner alone, beside the file it will be.
fn in_the_making(path: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut temp = tempfile::Builder::new()
        .prefix(TEMP)
        .tempfile_in(dir_of(path))?;
    temp.write_all(bytes)?;
    temp.as_file().sync_all()?;
    Ok(temp)
}

fn settle(path: &Path) -> io::Result<()> {
    sync_dir(dir_of(path))
}

fn dir_of(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

fn sync_dir(dir: &Path) -> io::Result<()> {
    File::open(dir)?.sync_all()
}
