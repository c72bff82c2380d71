//! `sitroom open`: open the screen.

use std::process::ExitCode;

use super::context::Context;
use super::error::CliError;
use crate::session::Environment;

/// Open the screen on an incident; this is what happens without a command
#[derive(Debug, Default, clap::Args)]
pub(super) struct Args {
    /// The incident, by its id or the beginning of it
    #[arg(value_name = "ID", conflicts_with = "incident")]
    id: Option<String>,
}

pub(super) fn run(context: Context, args: Args) -> Result<ExitCode, CliError> {
    let incident = args.id.or(context.asked);
    Ok(run_screen(context.env, incident)?)
}

/// Runs the screen until somebody leaves it.
fn run_screen(env: Environment, incident: Option<String>) -> anyhow::Result<ExitCode> {
    let _ = (env, incident);
    anyhow::bail!("open the screen: it is not built in yet")
}
