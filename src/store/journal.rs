//! The journal file: reading it in whole or from an end, and appending to it.

use std::fs::File;
use std::io::{self, BufRead, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};

use super::error::StoreError;
use super::files::{self, JOURNAL};
use super::finding::Finding;
use super::how_far::HowFar;
use crate::domain::chain::{Digest, LineError, decode_line};
use crate::domain::event::Entry;
use crate::domain::ids::EntryId;
use crate::domain::time::Instant;

/// How many bytes are read at a time on the way back from the end: some fifty entries.
const CHUNK: u64 = 16 * 1024;

/// A position in the journal, always behind a newline, and what the next line builds on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Head {
    /// Bytes before it.
    pub(super) bytes: u64,
    /// Bytes of the last line, without its newline.
    pub(super) last_line: u64,
    /// Number of the last entry, damaged lines counted.
    pub(super) seq: u64,
    /// Hash of the last line.
    pub(super) hash: Digest,
    /// When the last entry was recorded.
    pub(super) recorded: Option<Instant>,
    /// The id of the last entry.
    pub(super) id: Option<EntryId>,
}

impl Head {
    /// Before the first line.
    pub(super) const START: Self = Self {
        bytes: 0,
        last_line: 0,
        seq: 0,
        hash: Digest::ZERO,
        recorded: None,
        id: None,
    };

    /// Returns the position behind one more line.
    pub(super) fn behind(&self, line: &[u8], entry: Option<&Entry>) -> Self {
        let last_line = line.len() as u64;
        let recorded = entry.map(|entry| entry.recorded);
        Self {
            bytes: self.bytes + last_line + 1,
            last_line,
            seq: entry.map_or(self.seq + 1, |entry| entry.seq.max(self.seq + 1)),
            hash: Digest::of(line),
            recorded: recorded.max(self.recorded),
            id: entry.map(|entry| entry.id).or(self.id),
        }
    }
}

/// What a stretch of the journal holds.
#[derive(Debug)]
pub(super) struct Scan {
    /// The entries, in order.
    pub(super) entries: Vec<Entry>,
    /// What is wrong with the lines.
    pub(super) findings: Vec<Finding>,
    /// Behind the last line that counts.
    pub(super) head: Head,
    /// Bytes behind `head` that a crash left: no whole line, or lines that are no JSON.
    pub(super) torn: Vec<u8>,
    /// The latest form met, when it is later than ours.
    pub(super) newer: Option<u32>,
}

/// Reads every line behind `from`; checks numbers, chain and times.
pub(super) fn scan(bytes: &[u8], from: Head) -> Scan {
    scan_telling(bytes, from, |_| {})
}

/// Does what [`scan`] does, and tells now and then how many bytes it has read.
pub(super) fn scan_telling(bytes: &[u8], from: Head, mut tell: impl FnMut(u64)) -> Scan {
    let mut told = 0;
    let mut scan = Scan {
        entries: Vec::with_capacity(bytes.len() / 200),
        findings: Vec::new(),
        head: from,
        torn: Vec::new(),
        newer: None,
    };
    // Lines that are no JSON count as damaged once a good one follows, else as torn.
    let mut behind = scan.head;
    let mut doubtful = Vec::new();
    for line in whole_lines(bytes) {
        let read = behind.bytes - from.bytes;
        if read - told >= HowFar::STEP {
            told = read;
            tell(read);
        }
        let decoded = decode_line(line);
        let line_no = behind.seq + 1;
        if decoded == Err(LineError::NotJson) {
            doubtful.push(damaged(line_no, &LineError::NotJson));
            behind = behind.behind(line, None);
            continue;
        }
        scan.findings.append(&mut doubtful);
        behind = scan.take(line, decoded, behind);
        scan.head = behind;
    }
    let good = usize::try_from(scan.head.bytes - from.bytes).unwrap_or(usize::MAX);
    scan.torn = bytes.get(good..).unwrap_or_default().to_vec();
    scan
}

impl Scan {
    /// Takes one line of JSON; returns the position behind it.
    fn take(
        &mut self,
        line: &[u8],
        decoded: Result<(Entry, Option<Digest>), LineError>,
        before: Head,
    ) -> Head {
        let line_no = before.seq + 1;
        match decoded {
            Ok((entry, prev)) => {
                self.check(&entry, prev, before);
                let behind = before.behind(line, Some(&entry));
                self.entries.push(entry);
                behind
            }
            Err(LineError::Newer { format }) => {
                self.newer = self.newer.max(Some(format));
                before.behind(line, None)
            }
            Err(error @ (LineError::NotAnEntry { .. } | LineError::NotJson)) => {
                self.findings.push(damaged(line_no, &error));
                before.behind(line, None)
            }
        }
    }

    fn check(&mut self, entry: &Entry, prev: Option<Digest>, before: Head) {
        let line = before.seq + 1;
        if prev != Some(before.hash) {
            self.findings.push(Finding::BrokenChain { line });
        }
        if entry.seq != line {
            self.findings.push(Finding::WrongNumber {
                line,
                expected: line,
                found: entry.seq,
            });
        }
        if before.recorded.is_some_and(|last| entry.recorded < last) {
            self.findings.push(Finding::TimeBackwards { line });
        }
    }
}

fn damaged(line: u64, error: &LineError) -> Finding {
    Finding::DamagedLine {
        line,
        cause: error.to_string(),
    }
}

/// Returns the entries among some whole lines, without a look at anything else.
pub(super) fn entries_in(bytes: &[u8]) -> Vec<Entry> {
    whole_lines(bytes)
        .filter_map(|line| decode_line(line).ok())
        .map(|(entry, _)| entry)
        .collect()
}

/// Returns the lines that end in a newline, without it.
fn whole_lines(mut rest: &[u8]) -> impl Iterator<Item = &[u8]> {
    std::iter::from_fn(move || {
        let here = rest;
        let length = rest.skip_until(b'\n').unwrap_or(0);
        here.get(..length)?.strip_suffix(b"\n")
    })
}

/// The open journal of an incident.
#[derive(Debug)]
pub(super) struct Journal {
    path: PathBuf,
    file: File,
}

impl Journal {
    /// Opens the journal for reading; none when it is not there.
    pub(super) fn read(dir: &Path) -> Result<Option<Self>, StoreError> {
        let path = dir.join(JOURNAL);
        match File::open(&path) {
            Ok(file) => Ok(Some(Self { path, file })),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(source) => Err(StoreError::read(&path, source)),
        }
    }

    /// Opens the journal for appending; it must be there.
    ///
    /// It is opened anew for each append: an editor that replaced the file would otherwise
    /// leave us writing to one that no longer has a name.
    pub(super) fn append_to(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(JOURNAL);
        match files::private().read(true).append(true).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(StoreError::JournalGone { path })
            }
            Err(source) => Err(StoreError::not_saved(&path, source)),
        }
    }

    /// Makes the journal of a new incident.
    pub(super) fn create(dir: &Path) -> Result<Self, StoreError> {
        let path = dir.join(JOURNAL);
        let mut options = files::private();
        match options.read(true).append(true).create_new(true).open(&path) {
            Ok(file) => Ok(Self { path, file }),
            Err(source) => Err(StoreError::not_saved(&path, source)),
        }
    }

    /// Returns the length of the file.
    pub(super) fn len(&self) -> Result<u64, StoreError> {
        let meta = self.file.metadata();
        meta.map(|meta| meta.len())
            .map_err(|source| StoreError::read(&self.path, source))
    }

    /// Returns the bytes of a stretch.
    pub(super) fn bytes(&self, from: u64, to: u64) -> Result<Vec<u8>, StoreError> {
        let length = usize::try_from(to.saturating_sub(from)).unwrap_or(usize::MAX);
        let mut bytes = vec![0; length];
        match self.file.read_exact_at(&mut bytes, from) {
            Ok(()) => Ok(bytes),
            Err(source) => Err(StoreError::read(&self.path, source)),
        }
    }

    /// Returns the last `n` lines before `end`, which is behind a newline.
    pub(super) fn last_lines(&self, end: u64, n: usize) -> Result<Vec<u8>, StoreError> {
        if n == 0 {
            return Ok(Vec::new());
        }
        let (mut from, mut lines) = (end, 0);
        while from > 0 {
            let start = from.saturating_sub(CHUNK);
            let chunk = self.bytes(start, from)?;
            for (at, _) in chunk.iter().enumerate().rev().filter(|(_, c)| **c == b'\n') {
                if lines == n {
                    return self.bytes(start + at as u64 + 1, end);
                }
                lines += 1;
            }
            from = start;
        }
        self.bytes(0, end)
    }

    /// Returns the position at `end`, if a line of that hash ends there and is an entry.
    pub(super) fn head_at(&self, end: u64, hash: &Digest) -> Result<Option<Head>, StoreError> {
        if end == 0 || end > self.len()? {
            return Ok(None);
        }
        let bytes = self.last_lines(end, 1)?;
        let Some(line) = bytes.strip_suffix(b"\n") else {
            return Ok(None);
        };
        let found = Digest::of(line) == *hash;
        let decoded = decode_line(line).ok().filter(|_| found);
        Ok(decoded.map(|(entry, _)| Head {
            bytes: end,
            last_line: line.len() as u64,
            seq: entry.seq,
            hash: *hash,
            recorded: Some(entry.recorded),
            id: Some(entry.id),
        }))
    }

    /// Returns true when the line before `head` is still the one it was.
    pub(super) fn still_has(&self, head: &Head) -> Result<bool, StoreError> {
        if head.bytes == 0 {
            return Ok(true);
        }
        if self.len()? < head.bytes {
            return Ok(false);
        }
        let line = self.bytes(head.bytes - head.last_line - 1, head.bytes)?;
        Ok(line
            .strip_suffix(b"\n")
            .is_some_and(|line| Digest::of(line) == head.hash))
    }

    /// Appends lines in one write and makes them last. When that fails, the file is cut back
    /// to what it was. Only under the lock.
    pub(super) fn append(&mut self, head: &Head, text: &str) -> Result<(), StoreError> {
        let written = self
            .file
            .write_all(text.as_bytes())
            .and_then(|()| self.file.sync_data());
        written.map_err(|source| {
            if let Err(error) = self.cut(head.bytes) {
                // What remains is found and set aside at the next append or start.
                tracing::error!(%error, path = %self.path.display(), "cannot cut back the journal");
            }
            StoreError::not_saved(&self.path, source)
        })
    }

    /// Moves what a crash left behind `head` into a file of its own. Only under the lock.
    pub(super) fn set_aside(&self, head: &Head, torn: &[u8]) -> Result<Finding, StoreError> {
        let dir = self.path.parent().unwrap_or(Path::new("."));
        let kept = files::keep_torn(dir, head.seq + 1, torn)
            .and_then(|kept| self.cut(head.bytes).map(|()| kept))
            .map_err(|source| StoreError::not_saved(&self.path, source))?;
        Ok(Finding::Torn {
            bytes: torn.len() as u64,
            at: Some(kept.display().to_string()),
        })
    }

    fn cut(&self, bytes: u64) -> io::Result<()> {
        self.file.set_len(bytes)?;
        self.file.sync_data()
    }
}
