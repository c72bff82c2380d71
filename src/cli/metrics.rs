//! `sitroom metrics`: how long it took.

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::metrics::metrics;

/// Show how long discovery, containment and the rest took
///
/// With --json durations are ISO 8601; a measure that is not known names what is missing.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let incident = context.read()?;
    let metrics = metrics(&incident, context.env.now());
    if args.json {
        output::json(&metrics.report())?;
    } else {
        output::text(&metrics.text(incident.zone))?;
    }
    Ok(Exit::Done)
}
