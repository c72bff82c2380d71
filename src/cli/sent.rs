//! `sitroom sent`: record that a message went out.

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::input;
use crate::domain::command::Command;
use crate::domain::message::recipients;

/// Record that a message of the process went out; nothing is sent
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The playbook's key of the message, such as gsa-notice or update-sitrep
    message: String,
    /// Somebody who got it; may be repeated [default: those the playbook names]
    #[arg(long, value_name = "NAME")]
    to: Vec<String>,
    /// What it said; - reads it from standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let text = args.text.as_deref().map(input::optional).transpose()?;
    context.write(&args.writing, |view| {
        command(view, args, text.unwrap_or_default())
    })
}

fn command(view: &View<'_>, args: &Args, text: String) -> Result<Command, CliError> {
    let Some(message) = view.playbook.message(&args.message) else {
        let known = view.playbook.messages.iter();
        return Err(CliError::UnknownMessage {
            key: args.message.clone(),
            known: known.map(|message| message.id.clone()).collect(),
        });
    };
    let to = if args.to.is_empty() {
        recipients(message, &view.incident, &view.playbook)
    } else {
        args.to.clone()
    };
    Ok(Command::RecordMessage {
        message: args.message.clone(),
        sitrep: view.playbook.is_sitrep(&args.message),
        to,
        text,
    })
}
