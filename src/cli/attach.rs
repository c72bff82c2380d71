//! `sitroom attach`: link the issue that mirrors an incident.

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::issue_ref::IssueRef;
use super::output;
use crate::domain::command::Command;
use crate::session::SessionError;

/// Link the issue that mirrors the incident
///
/// The incident has to be there already; `sitroom adopt` makes a record out of an issue.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The issue: owner/name#12, or the address of its page
    #[arg(value_name = "ISSUE")]
    issue: IssueRef,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let issue = args.issue.link(&context.env.settings.api)?;
    let done = context.write(&args.writing, |view| match &view.incident.issue {
        Some(known) if (&known.repository, known.number) != (&issue.repository, issue.number) => {
            Err(CliError::Mirrored {
                issue: format!("{}#{}", known.repository, known.number),
            })
        }
        Some(known) => Ok(Command::LinkIssue {
            issue: known.clone(),
        }),
        None => Ok(Command::LinkIssue { issue }),
    });
    if let Err(CliError::Session(SessionError::NoIncident)) = &done {
        output::tell(
            "sitroom: declare the incident first; or, if another machine kept the issue, make a \
             record out of it with `sitroom adopt`",
        );
    }
    done
}
