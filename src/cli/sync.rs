//! `sitroom sync`: bring the record and its issue together.

use std::process::ExitCode;

use super::context::Context;
use super::error::CliError;
use crate::session::Environment;

/// Bring the record and its issue together without opening the screen
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Do one round and end
    #[arg(long, required = true)]
    once: bool,
}

pub(super) fn run(context: Context, args: &Args) -> Result<ExitCode, CliError> {
    debug_assert!(args.once, "clap requires it");
    Ok(run_sync(context.env, context.asked)?)
}

/// Does one round of syncing.
fn run_sync(env: Environment, incident: Option<String>) -> anyhow::Result<ExitCode> {
    let _ = (env, incident);
    anyhow::bail!("sync with the issue: it is not built in yet")
}
