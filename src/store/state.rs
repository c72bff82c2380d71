//! The state file: `incident.toml`, to start quickly and for people to read.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::files::{self, STATE};
use super::finding::Damage;
use super::journal::Head;
use crate::domain::chain::Digest;
use crate::domain::incident::Incident;

/// A lower one lacks what this version folds out of the journal, so it is folded again.
const FORMAT: u32 = 5;
/// Another version may fold the journal otherwise, so its state is not taken over.
const PROGRAM: &str = env!("CARGO_PKG_VERSION");

const NOTE: &str = "\
# Where this incident stands, written by sitroom from journal.jsonl after every change.
# The journal is the truth: this file is rebuilt from it whenever the two differ, so changes
# made here by hand are noticed, kept aside and not taken over.
";

/// What the state file says.
#[derive(Debug)]
pub(super) struct State {
    /// Length of the journal it was written from.
    pub(super) bytes: u64,
    /// Hash of the last line of that.
    pub(super) hash: Digest,
    /// Whether this very version wrote it.
    pub(super) is_ours: bool,
    /// The state.
    pub(super) incident: Incident,
}

/// What became of reading the state file.
#[derive(Debug)]
pub(super) enum StateFile {
    /// There is none.
    Missing,
    /// A later version wrote it.
    Newer(u32),
    /// It cannot be relied on.
    Damaged(Damage),
    /// It is as it was written.
    Good(Box<State>),
}

/// Writes the state as it stands at `head`.
pub(super) fn write(dir: &Path, head: &Head, incident: &Incident) -> Result<(), StoreError> {
    #[derive(Serialize)]
    struct Body<'a> {
        incident: &'a Incident,
    }
    let body = toml::to_string(&Body { incident }).map_err(|source| StoreError::Encode {
        name: STATE.to_owned(),
        source,
    })?;
    let header = format!(
        "{NOTE}format = {FORMAT}\nprogram = \"{PROGRAM}\"\nseq = {}\njournal-bytes = {}\n\
         journal-hash = \"{}\"\n",
        head.seq, head.bytes, head.hash
    );
    let checksum = Digest::of_parts(&[header.as_bytes(), body.as_bytes()]);
    let text = format!("{header}checksum = \"{checksum}\"\n\n{body}");
    files::write_atomic(&dir.join(STATE), text.as_bytes())
        .map_err(|source| StoreError::not_saved(&dir.join(STATE), source))
}

/// Reads the state file.
pub(super) fn read(dir: &Path) -> StateFile {
    match files::read_if_there(&dir.join(STATE)) {
        Ok(None) => StateFile::Missing,
        Ok(Some(bytes)) => match String::from_utf8(bytes) {
            Ok(text) => parse(&text),
            Err(error) => malformed(&error),
        },
        Err(error) => malformed(&error),
    }
}

fn malformed(error: &impl ToString) -> StateFile {
    let cause = error.to_string();
    StateFile::Damaged(Damage::Malformed {
        cause: cause.lines().next().unwrap_or_default().to_owned(),
    })
}

fn parse(text: &str) -> StateFile {
    #[derive(Deserialize)]
    #[serde(rename_all = "kebab-case")]
    struct Whole {
        program: String,
        journal_bytes: u64,
        journal_hash: String,
        incident: Incident,
    }
    let format = match header(text, "format").map(str::parse) {
        Some(Ok(format)) if format > FORMAT => return StateFile::Newer(format),
        Some(Ok(format)) => format,
        Some(Err(_)) | None => return malformed(&"no `format` at its start"),
    };
    if !is_untouched(text) {
        return StateFile::Damaged(Damage::Checksum);
    }
    let whole: Whole = match toml::from_str(text) {
        Ok(whole) => whole,
        Err(error) => return malformed(&error.message()),
    };
    let Ok(hash) = whole.journal_hash.parse() else {
        return malformed(&"no hash of the journal");
    };
    StateFile::Good(Box::new(State {
        bytes: whole.journal_bytes,
        hash,
        is_ours: whole.program == PROGRAM && format == FORMAT,
        incident: whole.incident,
    }))
}

/// Returns the value of a key of the header.
fn header<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    text.lines()
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| line.strip_prefix(key)?.strip_prefix(" = "))
}

/// Returns true when the text is the one its checksum was made of.
fn is_untouched(text: &str) -> bool {
    let Some(sum) = header(text, "checksum") else {
        return false;
    };
    let line = format!("checksum = {sum}\n\n");
    let Some((header, body)) = text.split_once(&line) else {
        return false;
    };
    let found = Digest::of_parts(&[header.as_bytes(), body.as_bytes()]);
    sum.trim_matches('"') == found.as_str()
}
