//! `sitroom decide`: record a decision with what it stands on.

use clap::ValueEnum;

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::input;
use crate::domain::command::Command;
use crate::domain::event::Decided;
use crate::domain::incident::Basis;

/// Record a decision: on a disruption of the service, the contingency plan, or anything else
///
/// The severity, the attempts to reach the team leads and the authority they give are recorded
/// with it by themselves.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// disruption, contingency, or any other word
    about: String,
    /// What is decided, and why; - reads it from standard input
    #[arg(required = true, value_name = "TEXT")]
    text: Vec<String>,
    /// Whether it goes ahead
    #[arg(long, value_name = "YES|NO", required_if_eq("about", "disruption"))]
    go: Option<YesNo>,
    /// Who asked for the decision
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    asked_by: String,
    /// What else could have been done; may be given several times
    #[arg(long = "option", value_name = "TEXT")]
    options: Vec<String>,
    /// Who agreed or authorised it, such as "Farmer Jane (Director)"
    #[arg(
        long,
        value_name = "NAMES",
        default_value = "",
        hide_default_value = true
    )]
    agreed_by: String,
    /// Who objects strongly, and why
    #[arg(
        long,
        value_name = "TEXT",
        default_value = "",
        hide_default_value = true
    )]
    objections: String,
    /// Who decided; you unless said
    #[arg(
        long,
        value_name = "NAME",
        default_value = "",
        hide_default_value = true
    )]
    by: String,
    #[command(flatten)]
    writing: Writing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum YesNo {
    Yes,
    No,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    let decided = Decided {
        text: input::text(&args.text, "decision")?,
        about: args.about,
        by: args.by,
        basis: Basis {
            goes_ahead: args.go.map(|go| go == YesNo::Yes),
            asked_by: args.asked_by,
            options: args.options,
            agreed_by: args.agreed_by,
            objections: args.objections,
            ..Basis::default()
        },
    };
    let command = Command::Decide(Box::new(decided));
    context.write(&args.writing, |_| Ok(command))
}
