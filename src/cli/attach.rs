//! `sitroom attach`: link the issue that mirrors an incident.

use std::fmt::Write as _;

use serde::Serialize;

use super::adopt;
use super::context::{Context, View, Writing, playbook_of};
use super::error::CliError;
use super::exit::Exit;
use super::issue_ref::IssueRef;
use super::output;
use crate::domain::command::Command;
use crate::domain::import::{IssueOutlook, outlook};
use crate::domain::incident::IssueLink;
use crate::domain::mirror::SyncState;
use crate::domain::text::count;
use crate::runtime;
use crate::session::{Purpose, SessionError};

/// Link the issue that mirrors the incident
///
/// The incident has to be there already; `sitroom adopt` makes a record out of an issue. An
/// issue that was attached by mistake can be replaced until something was synced with it. One
/// that was written by hand in the form of the template fills what is open here; where both say
/// something it is asked. --preview shows that before.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The issue: owner/name#12, or the address of its page
    #[arg(value_name = "ISSUE")]
    issue: IssueRef,
    /// Only show what the record would take over, and what would be asked
    #[arg(long)]
    preview: bool,
    /// Write the preview as JSON
    #[arg(long, requires = "preview")]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

/// What attaching would do, for scripts.
#[derive(Serialize)]
struct Preview<'a> {
    taken: &'a [String],
    asked: Vec<Asked<'a>>,
    seen: &'a [String],
    comments: u64,
    rewritten: bool,
}

/// What would be asked: both values of one thing.
#[derive(Serialize)]
struct Asked<'a> {
    subject: &'a str,
    ours: &'a str,
    theirs: &'a str,
}

impl<'a> Preview<'a> {
    fn of(outlook: &'a IssueOutlook, comments: u64) -> Self {
        let asked = outlook.asked.iter();
        let asked = asked.map(|it| Asked {
            subject: &it.subject,
            ours: &it.ours,
            theirs: &it.theirs,
        });
        Self {
            taken: &outlook.taken,
            asked: asked.collect(),
            seen: &outlook.seen,
            comments,
            rewritten: outlook.is_rewritten,
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    if context.env.is_of_drills() {
        return Err(CliError::DrillSync);
    }
    let issue = args.issue.link(&context.env.settings.api)?;
    if args.preview {
        return preview(context, &issue, args.json);
    }
    let done = context.write(&args.writing, |view| link(view, issue));
    if done.is_ok() {
        output::tell(
            "sitroom: the issue was not looked at; the next sync does (`sitroom sync --once`)",
        );
    }
    if let Err(CliError::Session(SessionError::NoIncident)) = &done {
        output::tell(
            "sitroom: declare the incident first; or, if another machine kept the issue, make a \
             record out of it with `sitroom adopt`",
        );
    }
    done
}

/// Reads an issue and says what attaching it would do.
fn preview(context: &Context, link: &IssueLink, json: bool) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    let playbook = playbook_of(&record)?;
    let setup = adopt::setup(&context.env, link)?;
    let found = runtime::fetch_issue(&setup, link)?;
    let issue = adopt::side(&found);
    let now = context.env.now();
    let outlook = outlook(&record.incident(), &playbook, &issue, now);
    if json {
        output::json(&Preview::of(&outlook, found.comments))?;
        return Ok(Exit::Done);
    }
    output::text(&told(&outlook, found.comments))?;
    Ok(Exit::Done)
}

fn told(outlook: &IssueOutlook, comments: u64) -> String {
    let mut out = format!("{} to be taken over\n", outlook.taken.len());
    for line in &outlook.taken {
        let _ = writeln!(out, "  + {}", output::line(line));
    }
    let _ = writeln!(out, "{} to be asked about", outlook.asked.len());
    for asked in &outlook.asked {
        let (ours, theirs) = (output::line(&asked.ours), output::line(&asked.theirs));
        let subject = &asked.subject;
        let _ = writeln!(out, "  ? {subject}: here {ours}, on the issue {theirs}");
    }
    for line in &outlook.seen {
        let _ = writeln!(out, "  ! {}", output::line(line));
    }
    let comments = count(usize::try_from(comments).unwrap_or(usize::MAX), "comment");
    let _ = writeln!(out, "{comments} to be read");
    let text = if outlook.is_rewritten {
        "the text of the issue would be added to; what people wrote there stays"
    } else {
        "the text of the issue would stay as it is"
    };
    let _ = writeln!(out, "{text}");
    out
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
