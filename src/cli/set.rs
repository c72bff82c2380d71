//! `sitroom set`: give a field a new value.

use clap::ValueEnum;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::input;
use crate::domain::command::Command;
use crate::domain::event::Field;

/// Give a field of the record a new value
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Which field
    field: Name,
    /// Its value; names are separated by commas; - reads it from standard input
    value: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Name {
    Title,
    Details,
    Reporter,
    Responders,
    Folder,
}

impl From<Name> for Field {
    fn from(name: Name) -> Self {
        match name {
            Name::Title => Self::Title,
            Name::Details => Self::Details,
            Name::Reporter => Self::Reporter,
            Name::Responders => Self::Responders,
            Name::Folder => Self::Folder,
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let command = Command::SetField {
        field: args.field.into(),
        to: input::optional(&args.value)?,
    };
    context.write(&args.writing, |_| {
        Ok(Asked::or_hint(command, "the title cannot be empty"))
    })
}
