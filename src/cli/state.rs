//! `sitroom state`: say where the incident stands.

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::command::Command;
use crate::domain::incident::{Status, WordError};

/// Say where the incident stands
///
/// `closed` closes the record at the very end, `reopened` opens it again; a resolved incident
/// that flares up is `confirmed` once more. The report of where it stands is `sitroom status`.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// investigating, confirmed, resolved, false alarm, closed or reopened
    #[arg(required = true, value_name = "STATE")]
    state: Vec<String>,
    /// Why, for the log
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let reason = args.writing.reason_or_because(args.reason.as_deref());
    let command = command(&args.state.join(" "), reason)?;
    let reopens = matches!(command, Command::SetClosed { closed: false, .. });
    let exit = context.write(&args.writing, |_| {
        Ok(Asked::or_hint(command, "say why with --reason TEXT"))
    })?;
    let status = context.read()?.status;
    if reopens && matches!(status, Status::Resolved | Status::FalseAlarm) {
        output::tell(&format!(
            "sitroom: the record is open again, and it is still {status}: `sitroom state \
             confirmed --reason TEXT` says that it is not over"
        ));
    }
    Ok(exit)
}

fn command(word: &str, reason: String) -> Result<Command, CliError> {
    let closed = match word.trim().to_ascii_lowercase().as_str() {
        "closed" | "close" => Some(true),
        "reopened" | "reopen" => Some(false),
        _ => None,
    };
    if let Some(closed) = closed {
        return Ok(Command::SetClosed { closed, reason });
    }
    let to: Status = word.parse().map_err(|error: WordError| WordError {
        choices: "investigating, confirmed, resolved, false alarm, closed, reopened",
        ..error
    })?;
    Ok(Command::SetStatus { to, reason })
}
