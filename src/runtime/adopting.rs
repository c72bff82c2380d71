//! Reading an issue from outside of a mirror, to make a record out of it.

use anyhow::Result;

use super::launch::build_runtime;
use super::mirroring::MirrorSetup;
use crate::domain::incident::IssueLink;
use crate::github::sync::Trouble;
use crate::github::wire::Issue;

/// Why an issue was not read. The text finishes "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read the issue: {0}")]
pub struct NotRead(String);

/// Reads an issue of the repository that is set up, else of its own, and waits for it.
///
/// # Errors
///
/// [`NotRead`] with what went wrong on the way to GitHub and what to do about it; else what is
/// wrong with the address or the token.
pub fn fetch_issue(setup: &MirrorSetup, link: &IssueLink) -> Result<Issue> {
    let runtime = build_runtime()?;
    let read = runtime.block_on(async {
        let repository = setup.repository_of(Some(link))?;
        let client = setup.client(setup.find_token().await?)?;
        let read = client.issue(&repository, link.number, None).await;
        let read = read.map_err(|failure| NotRead(Trouble::from(failure).detail()))?;
        Ok(read.value)
    });
    runtime.shutdown_background();
    read
}
