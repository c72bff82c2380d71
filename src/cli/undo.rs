//! `sitroom undo`: take back the last thing.

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::undo::{last, of_another};

/// Take back the last thing that was recorded; the log keeps both
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    context.write(&args.writing, |view| {
        if let Some(step) = of_another(&view.incident, &view.actor) {
            output::warn(&format!(
                "not taken back, it is by {0}: {1}; --as \"{0}\" takes that back",
                step.actor, step.label
            ));
        }
        Ok(last(&view.incident, &view.actor))
    })
}
