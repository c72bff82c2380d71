//! `sitroom sent`: record that a message went out.

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output};
use crate::domain::command::Command;
use crate::domain::message::{gathered, recipients, without_address};
use crate::domain::playbook::Channel;

/// Record that a message of the process went out; nothing is sent
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The playbook's key of the message, such as gsa-notice or update-sitrep
    message: String,
    /// Somebody who got it; may be repeated [default: those the playbook names and has an address for]
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
        addressed(recipients(message, &view.incident, &view.playbook), view)?
    } else {
        gathered(&args.to, message, &view.incident, &view.playbook)
    };
    // One to nobody named went to all whom it must reach.
    let is_somebody =
        |key: &String| (view.playbook.address(key)).is_some_and(|it| it.channel != Channel::Issue);
    if to.is_empty() && message.must.iter().any(is_somebody) {
        return Err(CliError::NobodyHadAny);
    }
    Ok(Command::RecordMessage {
        message: args.message.clone(),
        sitrep: view.playbook.is_sitrep(&args.message),
        to,
        text,
    })
}

/// Returns those of the recipients for whom an address is set; whom the others stand for only a
/// person can say.
fn addressed(all: Vec<String>, view: &View<'_>) -> Result<Vec<String>, CliError> {
    let (unset, set): (Vec<String>, Vec<String>) = all
        .into_iter()
        .partition(|name| without_address(name, &view.playbook));
    let names = unset.join(", ");
    match (set.is_empty(), unset.is_empty()) {
        (true, false) => Err(CliError::NoAddress(names)),
        (_, true) => Ok(set),
        (false, false) => {
            output::warn(&format!(
                "not recorded for {names}: no address is set; say whom you told with --to"
            ));
            Ok(set)
        }
    }
}
