//! Files that a user names: a name is that of a file without its ending, in one directory.

use std::io;
use std::path::{Path, PathBuf};

/// Returns every name, the compiled-in ones first.
#[must_use]
pub fn names<'a>(shipped: impl IntoIterator<Item = &'a str>, dir: &Path) -> Vec<String> {
    let mut names: Vec<String> = shipped.into_iter().map(str::to_owned).collect();
    let listing = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let mut own: Vec<String> = listing
        .filter_map(|file| {
            let name = file.file_name();
            Some(name.to_str()?.strip_suffix(".toml")?.to_owned())
        })
        .filter(|name| !names.contains(name))
        .collect();
    own.sort();
    names.append(&mut own);
    names
}

/// Returns path and text of the file of a name, if there is one. A name that leads out of the
/// directory is none. An error comes with the file that cannot be read.
pub fn read(dir: &Path, name: &str) -> Result<Option<(PathBuf, String)>, (PathBuf, io::Error)> {
    if !is_name(name) {
        return Ok(None);
    }
    let path = dir.join(format!("{name}.toml"));
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err((path, error)),
    }
}

fn is_name(name: &str) -> bool {
    let good = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !name.is_empty() && !name.starts_with('.') && name.chars().all(good)
}
