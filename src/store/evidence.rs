//! Looking at a file that may be evidence. It is read and never written to.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use thiserror::Error;

use crate::domain::chain::{Digest, Hasher};
use crate::domain::decide::Refusal;
use crate::domain::evidence::FileMark;

/// Why a file cannot be looked at.
#[derive(Debug, Error)]
pub enum EvidenceError {
    /// It is none: a directory, a device, a pipe.
    #[error("hash {}: it is not a regular file", path.display())]
    NotAFile {
        /// Where.
        path: PathBuf,
    },
    /// It cannot be read.
    #[error("hash {}", path.display())]
    Unreadable {
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl EvidenceError {
    /// Returns why the thing does not go into the register.
    #[must_use]
    pub fn into_refusal(self) -> Refusal {
        let mut cause = self.to_string();
        if let Self::Unreadable { source, .. } = &self {
            cause = format!("{cause}: {source}");
        }
        Refusal {
            guard: None,
            cause: format!("failed to {cause}"),
            hint: "look at the path, or say in words what it is".to_owned(),
            found: Vec::new(),
            is_general: false,
        }
    }
}

/// Returns a path with the home directory in place of a `~` at its beginning.
fn at_home(path: &Path, home: Option<PathBuf>) -> PathBuf {
    match (path.strip_prefix("~"), home) {
        (Ok(below), Some(home)) => home.join(below),
        (Ok(_), None) | (Err(_), _) => path.to_owned(),
    }
}

/// Returns what a file is at this moment: its path, SHA-256 and length. Reads all of it, which
/// may take long: not for a thread that draws. `~/` is the home directory, for a path that no
/// shell saw.
pub fn mark_file(path: &Path) -> Result<FileMark, EvidenceError> {
    let unreadable = |source| EvidenceError::Unreadable {
        path: path.to_owned(),
        source,
    };
    let whole = at_home(path, std::env::home_dir())
        .canonicalize()
        .map_err(unreadable)?;
    // Before it is opened: opening a pipe waits for somebody at its other end.
    if !whole.metadata().map_err(unreadable)?.is_file() {
        let path = path.to_owned();
        return Err(EvidenceError::NotAFile { path });
    }
    let file = File::open(&whole).map_err(unreadable)?;
    let (digest, bytes) = hash_of(file).map_err(unreadable)?;
    Ok(FileMark {
        path: whole.display().to_string(),
        sha256: digest.to_string(),
        bytes,
    })
}

/// Returns the hash of all that can be read, and how many bytes that was. It is never in
/// memory as a whole.
fn hash_of(mut reader: impl Read) -> io::Result<(Digest, u64)> {
    let mut hasher = Hasher::default();
    let mut piece = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        match reader.read(&mut piece) {
            Ok(0) => return Ok((hasher.digest(), bytes)),
            Ok(length) => {
                hasher.take(&piece[..length]);
                bytes += length as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_long_file_is_hashed_in_pieces() {
        let long = vec![b'x'; 200_000];
        let read = hash_of(long.as_slice()).expect("memory can be read");
        assert_eq!(read, (Digest::of(&long), 200_000));
    }

    #[rstest]
    #[case::below_home("~/capture.pcap", "/home/jane/capture.pcap")]
    #[case::home_itself("~", "/home/jane")]
    #[case::from_the_root("/barn/capture.pcap", "/barn/capture.pcap")]
    #[case::here("./~/capture.pcap", "./~/capture.pcap")]
    #[case::of_somebody_else("~dave/capture.pcap", "~dave/capture.pcap")]
    #[case::in_the_middle("/barn/~/x", "/barn/~/x")]
    fn tilde_is_home(#[case] path: &str, #[case] whole: &str) {
        let home = PathBuf::from("/home/jane");
        assert_eq!(at_home(Path::new(path), Some(home)), Path::new(whole));
        assert_eq!(at_home(Path::new(path), None), Path::new(path));
    }
}
