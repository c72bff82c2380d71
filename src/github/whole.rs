//! An issue with everything on it, read once.

use super::client::{Client, Failure, RepoName};
use super::wire::{Comment, Issue, Repository};

/// An issue with everything on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeIssue {
    /// The repository it is in, as GitHub spells it today.
    pub repository: Repository,
    /// The issue.
    pub issue: Issue,
    /// Its comments, the oldest first.
    pub comments: Vec<Comment>,
}

impl WholeIssue {
    /// Returns how many comments the issue counts that the list did not have; more than none
    /// when the list was behind.
    #[must_use]
    pub fn missing(&self) -> u64 {
        self.issue
            .comments
            .saturating_sub(self.comments.len() as u64)
    }
}

/// Reads an issue and all pages of its comments. `progress` hears after each page how many
/// comments were read, and how many the issue counts.
///
/// # Errors
///
/// The first call that fails; nothing is concluded from the pages before it.
pub async fn read_whole(
    client: &Client,
    repository: &RepoName,
    number: u64,
    mut progress: impl FnMut(u64, u64),
) -> Result<WholeIssue, Failure> {
    let found = client.repository(repository).await?.value;
    let issue = client.issue(repository, number, None).await?.value;
    let (mut comments, mut next) = (Vec::new(), None::<String>);
    loop {
        let page = client
            .comments_page(repository, number, None, next.as_deref())
            .await?;
        comments.extend(page.value);
        progress(comments.len() as u64, issue.comments);
        next = page.meta.next;
        if next.is_none() {
            break;
        }
    }
    Ok(WholeIssue {
        repository: found,
        issue,
        comments,
    })
}
