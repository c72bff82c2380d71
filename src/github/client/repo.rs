//! The name of a repository, checked before it becomes part of an address.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

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
        if !is_segment(owner) || !is_segment(name) {
            return Err(RepoNameError(format!("{owner}/{name}")));
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

/// Returns whether the text is what GitHub allows in a name. Dots alone would climb in the
/// path and reach another endpoint with the token.
fn is_segment(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    !text.is_empty() && text.chars().all(allowed) && text.chars().any(|c| c != '.')
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
