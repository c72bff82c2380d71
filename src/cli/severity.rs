//! `sitroom severity`: choose how severe it is.

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use crate::domain::command::Command;
use crate::domain::incident::Severity;

/// Choose how severe it is; it can change later
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// high, medium, low or unknown
    severity: Severity,
    /// Why, for the log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let command = Command::SetSeverity {
        to: args.severity,
        reason: args.writing.reason_or_because(args.reason.as_deref()),
    };
    context.write(&args.writing, |_| Ok(command))
}
