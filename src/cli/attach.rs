//! `sitroom attach`: link the issue that mirrors an incident.

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::issue_ref::IssueRef;
use super::output;
use crate::domain::command::Command;
use crate::domain::incident::IssueLink;
use crate::domain::mirror::SyncState;
use crate::session::SessionError;

/// Link the issue that mirrors the incident
///
/// The incident has to be there already; `sitroom adopt` makes a record out of an issue. An
/// issue that was attached by mistake can be replaced until something was synced with it.
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
    let done = context.write(&args.writing, |view| link(view, issue));
    if let Err(CliError::Session(SessionError::NoIncident)) = &done {
        output::tell(
            "sitroom: declare the incident first; or, if another machine kept the issue, make a \
             record out of it with `sitroom adopt`",
        );
    }
    done
}

/// Returns the command that links an issue. One that was attached by mistake gives way, as long
/// as nothing was agreed on there; from then on record and issue belong together.
fn link(view: &View<'_>, issue: IssueLink) -> Result<Command, CliError> {
    let named = |repository: &str, number: u64| {
        (repository, number) == (issue.repository.as_str(), issue.number)
    };
    let linked = view.incident.issue.as_ref();
    if let Some(same) = linked.filter(|link| named(&link.repository, link.number)) {
        let issue = same.clone();
        return Ok(Command::LinkIssue { issue });
    }
    let synced = view.record.load_sync()?.value.filter(SyncState::has_agreed);
    match synced.and_then(|state| state.remote) {
        Some(remote) if !named(&remote.repository, remote.number) => Err(CliError::Mirrored {
            issue: format!("{}#{}", remote.repository, remote.number),
        }),
        Some(_) | None => Ok(Command::LinkIssue { issue }),
    }
}
