//! Text that is being typed (`drafts/`) or held back (`held/`), one file a key.

use std::path::Path;

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::files::{self, DRAFTS, HELD};
use super::finding::{Finding, Loaded};
use super::mirror::{Damaged, list_toml, read_toml, write_toml};
use super::record::Record;
use crate::domain::chain::Digest;
use crate::domain::time::Instant;

const FORMAT: u32 = 1;

/// A text that is not in the record (yet), and where it belongs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Draft {
    /// What it is the text of, such as `note` or `lead:L3`.
    pub key: String,
    /// When it was kept.
    pub saved_at: Instant,
    /// The text.
    pub text: String,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    format: u32,
    #[serde(flatten)]
    draft: Draft,
}

impl Record {
    /// Keeps text that is being typed; one text a key.
    pub fn save_draft(&self, draft: &Draft) -> Result<(), StoreError> {
        save(&self.dir().join(DRAFTS), draft)
    }

    /// Forgets the text of a key.
    pub fn remove_draft(&self, key: &str) -> Result<(), StoreError> {
        remove(&self.dir().join(DRAFTS), key)
    }

    /// Returns what was being typed, by key.
    pub fn drafts(&self) -> Result<Loaded<Vec<Draft>>, StoreError> {
        load((self.dir(), self.damaged()), DRAFTS)
    }

    /// Keeps text that must not leave this machine as it is.
    pub fn save_held(&self, held: &Draft) -> Result<(), StoreError> {
        save(&self.dir().join(HELD), held)
    }

    /// Forgets the held text of a key.
    pub fn remove_held(&self, key: &str) -> Result<(), StoreError> {
        remove(&self.dir().join(HELD), key)
    }

    /// Returns what is held back, by key.
    pub fn held(&self) -> Result<Loaded<Vec<Draft>>, StoreError> {
        load((self.dir(), self.damaged()), HELD)
    }
}

fn save(dir: &Path, draft: &Draft) -> Result<(), StoreError> {
    let stored = Stored {
        format: FORMAT,
        draft: draft.clone(),
    };
    write_toml(dir, &file_name(&draft.key), &stored)
}

fn remove(dir: &Path, key: &str) -> Result<(), StoreError> {
    let path = dir.join(file_name(key));
    files::remove(&path).map_err(|source| StoreError::not_saved(&path, source))
}

fn load(root: (&Path, Damaged), folder: &str) -> Result<Loaded<Vec<Draft>>, StoreError> {
    let mut loaded = Loaded {
        value: Vec::new(),
        findings: Vec::new(),
    };
    for name in list_toml(root.0, folder)? {
        match read_toml::<Stored>(root, &name, FORMAT, &mut loaded.findings) {
            Ok(stored) => loaded.value.extend(stored.map(|stored| stored.draft)),
            // One text of a later version is no reason to hide the others.
            Err(StoreError::Newer { format, .. }) => {
                loaded.findings.push(Finding::Newer { name, format });
            }
            Err(error) => return Err(error),
        }
    }
    loaded.value.sort_by(|a, b| a.key.cmp(&b.key));
    Ok(loaded)
}

/// Returns a file name that no key can lead astray: letters, digits and a few signs stay.
fn file_name(key: &str) -> String {
    let mut name = String::new();
    if key.is_empty() {
        name.push('%');
    }
    for byte in key.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            name.push(char::from(byte));
        } else {
            name.push('%');
            name.extend(
                [byte >> 4, byte & 15]
                    .map(|half| char::from_digit(u32::from(half), 16).unwrap_or('0')),
            );
        }
    }
    if name.len() > 150 {
        name = Digest::of(key.as_bytes()).to_string();
    }
    name + ".toml"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_key_leaves_the_directory() {
        assert_eq!(file_name("note"), "note.toml");
        assert_eq!(file_name("../x"), "%2e%2e%2fx.toml");
        assert_eq!(file_name(""), "%.toml");
        assert!(file_name(&"é".repeat(100)).len() < 80);
    }
}
