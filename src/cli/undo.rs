//! `sitroom undo`: take back the last thing.

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use crate::domain::undo::last;

/// Take back the last thing that was recorded; the log keeps both
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    context.write(&args.writing, |view| Ok(last(&view.incident, &view.actor)))
}
