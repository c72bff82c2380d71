//! `sitroom note`: write something down.

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::input;
use crate::domain::command::Command;
use crate::domain::event::Visibility;

/// Write something down in the timeline
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The note; - reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let text = input::text(&args.text, "note")?;
    let visibility = if args.writing.local {
        Visibility::Local
    } else {
        Visibility::Shared
    };
    context.write(&args.writing, |_| Ok(Command::Note { text, visibility }))
}
