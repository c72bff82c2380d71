//! A record that was opened, and what a person should know of that.

use std::fmt;

use super::playbooks::PlaybookError;
use crate::store::{Finding, Record};

/// An open record, and what was found wrong on the way.
#[derive(Debug)]
pub struct Opened {
    /// The record.
    pub record: Record,
    /// What a person should know; never a reason not to go on.
    pub warnings: Vec<Warning>,
}

/// Something that is not as it should be and does not stop the work.
#[derive(Debug)]
pub enum Warning {
    /// Something about the files of the record.
    Finding(Finding),
    /// The user's own playbook cannot be used.
    Playbook(PlaybookError),
    /// The incident was declared on another version of its playbook.
    OtherVersion {
        /// The playbook's id.
        id: String,
        /// The version it was declared on.
        declared: String,
        /// The version that is used.
        here: String,
    },
}

impl fmt::Display for Warning {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Finding(finding) => finding.fmt(f),
            Self::Playbook(error) => write!(f, "failed to {error}"),
            Self::OtherVersion { id, declared, here } => write!(
                f,
                "the incident was declared on {id} {declared}; version {here} is used, the \
                 only one known here"
            ),
        }
    }
}
