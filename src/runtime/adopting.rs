//! Reading an issue from outside of a mirror, to make a record out of it.

use anyhow::Result;

use super::launch::build_runtime;
use super::mirroring::MirrorSetup;
use crate::github::sync::Trouble;
use crate::github::{WholeIssue, read_whole};

/// Why an issue was not read. The text finishes "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read the issue: {0}")]
pub struct NotRead(String);

/// Reads an issue of the repository that is set up, and waits for it. `progress` hears after
/// each page how many comments were read, and how many there are.
///
/// # Errors
///
/// [`NotRead`] with what went wrong on the way to GitHub and what to do about it; else what is
/// wrong with the address or the token.
pub fn fetch_issue(
    setup: &MirrorSetup,
    number: u64,
    progress: impl FnMut(u64, u64),
) -> Result<WholeIssue> {
    let runtime = build_runtime()?;
    let read = runtime.block_on(async {
        let client = setup.client(setup.find_token().await?)?;
        let read = read_whole(&client, &setup.repository, number, progress).await;
        Ok(read.map_err(|failure| NotRead(Trouble::from(failure).detail()))?)
    });
    runtime.shutdown_background();
    read
}
