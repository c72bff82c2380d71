//! The name of a repository, checked before it becomes part of an address.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

use crate::domain::incident::is_repository;

/// A repository's owner and name.
///
/// ```
/// use sitroom::github::client::RepoName;
/// let repo: RepoName = "18F/security-incidents".parse()?;
/// assert_eq!(repo.owner(), "18F");
/// assert!("18F/../user".parse::<RepoName>().is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RepoName {
    owner: String,
    name: String,
}

/// The text is not `owner/name`.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read `{0}` as a repository: it must be like owner/name")]
pub struct RepoNameError(String);

impl RepoName {
    /// Makes the name of a repository of its two parts.
    pub fn new(owner: &str, name: &str) -> Result<Self, RepoNameError> {
        let whole = format!("{owner}/{name}");
        if !is_repository(&whole) {
            return Err(RepoNameError(whole));
        }
        Ok(Self {
            owner: owner.to_owned(),
            name: name.to_owned(),
        })
    }

    /// Returns the account or organization.
    #[must_use]
    pub fn owner(&self) -> &str {
        &self.owner
    }

    /// Returns the repository's own name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns the path of something below the repository.
    pub(super) fn path(&self, below: &str) -> String {
        format!("/repos/{self}{below}")
    }
}

impl fmt::Display for RepoName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.owner, self.name)
    }
}

impl FromStr for RepoName {
    type Err = RepoNameError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.trim().split_once('/') {
            Some((owner, name)) => Self::new(owner, name),
            None => Err(RepoNameError(text.to_owned())),
        }
    }
}
