//! Playbooks by name: the user's own files, then those that are compiled in.

use std::io;
use std::path::{Path, PathBuf};

use thiserror::Error;

use super::opened::Warning;
use super::shelf;
use crate::domain::incident::PlaybookRef;
use crate::domain::playbook::Playbook;
use crate::domain::playbook::file::{PlaybookErrors, SHIPPED};

/// Where playbooks are found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Playbooks {
    dir: PathBuf,
}

/// Why a playbook cannot be used. The text finishes "failed to ...".
#[derive(Debug, Error)]
pub enum PlaybookError {
    /// There is none of that name.
    #[error(
        "find the playbook `{id}`: there are {}; your own go to {}/NAME.toml",
        known.join(", "), dir.display()
    )]
    Unknown {
        /// The name that was asked for.
        id: String,
        /// The names there are.
        known: Vec<String>,
        /// Where the user's own lie.
        dir: PathBuf,
    },
    /// The file cannot be read.
    #[error("read the playbook {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The file is not a whole playbook.
    #[error("use a playbook that has mistakes\n{0}")]
    Invalid(PlaybookErrors),
    /// The file would not be found again by the id that incidents record.
    #[error("use the playbook {}: its id is `{id}`; call the file {id}.toml", path.display())]
    Misnamed {
        /// The file.
        path: PathBuf,
        /// The id it gives itself.
        id: String,
    },
}

/// The playbook of an incident, and what to say about it.
#[derive(Debug, Default)]
pub struct FoundPlaybook {
    /// The playbook; none when nothing of its name is known here.
    pub playbook: Option<Playbook>,
    /// What is not as it was when the incident was declared.
    pub warnings: Vec<Warning>,
}

impl Playbooks {
    /// Returns the playbooks of a user whose settings lie in a directory.
    #[must_use]
    pub fn of_user(config: &Path) -> Self {
        Self {
            dir: config.join("playbooks"),
        }
    }

    /// Returns every name, the compiled-in ones first.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        shelf::names(SHIPPED.iter().map(|it| it.id), &self.dir)
    }

    /// Returns the playbook of a name; a file of the user's goes before one compiled in.
    pub fn find(&self, id: &str) -> Result<Playbook, PlaybookError> {
        if let Some(own) = self.own(id)? {
            return Ok(own);
        }
        Playbook::shipped(id).ok_or_else(|| PlaybookError::Unknown {
            id: id.to_owned(),
            known: self.names(),
            dir: self.dir.clone(),
        })
    }

    /// Returns the playbook that an incident runs on: the very version where there is one,
    /// else another version of the same name, because a changed process is better than none
    /// in the middle of an incident.
    #[must_use]
    pub fn of_incident(&self, wanted: &PlaybookRef) -> FoundPlaybook {
        let mut found = FoundPlaybook::default();
        let own = self.own(&wanted.id).unwrap_or_else(|error| {
            found.warnings.push(Warning::Playbook(error));
            None
        });
        let mut known: Vec<Playbook> = own
            .into_iter()
            .chain(Playbook::shipped(&wanted.id))
            .collect();
        let exact = known.iter().position(|book| book.version == wanted.version);
        if exact.is_none()
            && let Some(other) = known.first()
        {
            found.warnings.push(Warning::OtherVersion {
                id: wanted.id.clone(),
                declared: wanted.version.clone(),
                here: other.version.clone(),
            });
        }
        found.playbook = (!known.is_empty()).then(|| known.swap_remove(exact.unwrap_or(0)));
        found
    }

    /// Returns the user's own playbook of a name, if there is one.
    fn own(&self, id: &str) -> Result<Option<Playbook>, PlaybookError> {
        let file = shelf::read(&self.dir, id)
            .map_err(|(path, source)| PlaybookError::Unreadable { path, source })?;
        let Some((path, text)) = file else {
            return Ok(None);
        };
        let playbook =
            Playbook::parse(&path.display().to_string(), &text).map_err(PlaybookError::Invalid)?;
        if playbook.id != id {
            let id = playbook.id;
            return Err(PlaybookError::Misnamed { path, id });
        }
        Ok(Some(playbook))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::playbook::file::DEFAULT_PLAYBOOK;

    fn with_own(name: &str, text: &str) -> (tempfile::TempDir, Playbooks) {
        let config = tempfile::tempdir().unwrap();
        let playbooks = Playbooks::of_user(config.path());
        std::fs::create_dir_all(&playbooks.dir).unwrap();
        std::fs::write(playbooks.dir.join(name), text).unwrap();
        (config, playbooks)
    }

    fn shipped_text() -> &'static str {
        SHIPPED[0].toml
    }

    fn reference(version: &str) -> PlaybookRef {
        PlaybookRef {
            id: DEFAULT_PLAYBOOK.to_owned(),
            version: version.to_owned(),
        }
    }

    #[test]
    fn mistakes_are_named_by_file_line_and_key() {
        let (_config, playbooks) = with_own("farm.toml", "format = 1\nid = 7\n");
        let error = playbooks.find("farm").unwrap_err().to_string();
        assert!(error.contains("farm.toml:2: id:"), "{error}");
        assert_eq!(playbooks.names().last().unwrap(), "farm");
    }

    #[test]
    fn a_file_has_the_name_of_its_id() {
        let (_config, playbooks) = with_own("farm.toml", shipped_text());
        let error = playbooks.find("farm").unwrap_err().to_string();
        assert!(
            error.contains("call the file cloud-gov-2023.toml"),
            "{error}"
        );
    }

    #[test]
    fn no_name_leads_out_of_the_directory() {
        let (_config, playbooks) = with_own("farm.toml", "");
        for name in ["../farm", "", ".", "playbooks/farm", "/etc/passwd"] {
            let error = playbooks.find(name).unwrap_err();
            assert!(matches!(error, PlaybookError::Unknown { .. }), "{error}");
        }
    }

    #[test]
    fn another_version_is_used_and_said() {
        let (_config, playbooks) = with_own("other.toml", "");
        let version = Playbook::shipped(DEFAULT_PLAYBOOK).unwrap().version;
        assert!(
            playbooks
                .of_incident(&reference(&version))
                .warnings
                .is_empty()
        );
        let found = playbooks.of_incident(&reference("0.0.1"));
        assert!(found.playbook.is_some());
        let warning = found.warnings[0].to_string();
        assert!(warning.contains("0.0.1"), "{warning}");
    }

    #[test]
    fn a_broken_file_gives_way_to_the_one_compiled_in() {
        let (_config, playbooks) = with_own("cloud-gov-2023.toml", "format = ");
        let found = playbooks.of_incident(&reference("0"));
        assert!(found.playbook.is_some());
        assert!(
            found.warnings[0]
                .to_string()
                .contains("cloud-gov-2023.toml:1")
        );
        let unknown = PlaybookRef::default();
        assert!(playbooks.of_incident(&unknown).playbook.is_none());
    }
}
