//! `sitroom outbound` and `codename`: what leaves, and by which names.

use clap::Subcommand;
use serde::Serialize;

use super::context::{Context, Writing};
use super::error::{CliError, LET_OUT};
use super::exit::Exit;
use super::status::StopJson;
use super::{output, words};
use crate::domain::command::Command;
use crate::domain::decide::left_before;

/// Stop everything that leaves this machine, or let things leave again
///
/// Without a task it says whether things leave.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct OutboundArgs {
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Stop syncing, copying and sending at once
    Stop {
        /// Why, for the log
        #[arg(value_name = "REASON", default_value = "", hide_default_value = true)]
        reason: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Let things leave again, with the reason: `sitroom outbound resume "the insider is out"`
    Resume {
        /// Why they may, for the log
        #[arg(value_name = "REASON")]
        reason: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Call somebody or something by another name in all that leaves; the key stays here
///
/// Without a name it lists the codenames of the incident.
#[derive(Debug, clap::Args)]
pub(super) struct CodenameArgs {
    /// The name or the term
    #[arg(requires = "codename")]
    term: Option<String>,
    /// What it is called outside; an empty text gives it its name back
    codename: Option<String>,
    /// Write JSON; only without a name
    #[arg(long, conflicts_with = "term")]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

/// A codename for scripts; `--json` writes an array of these. It is the key: it stays here.
#[derive(Serialize)]
struct Line<'a> {
    term: &'a str,
    codename: &'a str,
}

/// Whether things leave, for scripts; null where they do.
#[derive(Serialize)]
struct Outbound<'a> {
    outbound_stop: Option<StopJson<'a>>,
}

pub(super) fn outbound(context: &Context, args: OutboundArgs) -> Result<Exit, CliError> {
    let (stopped, reason, writing) = match args.task {
        None => return whether_things_leave(context, args.json),
        Some(Task::Stop { reason, writing }) => (true, reason, writing),
        Some(Task::Resume { reason, writing }) => (false, reason, writing),
    };
    context.write(&writing, |_| Ok(Command::SetOutbound { stopped, reason }))
}

fn whether_things_leave(context: &Context, json: bool) -> Result<Exit, CliError> {
    let incident = context.read()?;
    let stop = incident.outbound_stop.as_ref();
    if json {
        output::json(&Outbound {
            outbound_stop: stop.map(StopJson::of),
        })?;
        return Ok(Exit::Done);
    }
    let said = match stop {
        None => "things leave; `sitroom outbound stop REASON` stops them".to_owned(),
        Some(stop) => {
            let since = incident.zone.stamp(stop.at);
            let why = output::line(&stop.words());
            format!("STOPPED since {since}, nothing leaves: {why}\n{LET_OUT}")
        }
    };
    output::text(&format!("{said}\n"))?;
    Ok(Exit::Done)
}

pub(super) fn codename(context: &Context, args: CodenameArgs) -> Result<Exit, CliError> {
    if let (Some(term), Some(codename)) = (args.term, args.codename) {
        let is_given = !codename.trim().is_empty();
        let command = Command::SetCodename { term, codename };
        let exit = context.write(&args.writing, |_| Ok(command))?;
        if is_given && let Some(warning) = left_before(&*context.read()?) {
            output::warn(&warning);
        }
        return Ok(exit);
    }
    let incident = context.read()?;
    let all = incident.codenames.iter();
    if args.json {
        let lines = all.map(|(term, codename)| Line { term, codename });
        output::json(&lines.collect::<Vec<_>>())?;
        return Ok(Exit::Done);
    }
    let rows = all.map(|(term, codename)| vec![term.clone(), codename.clone()]);
    if incident.codenames.is_empty() {
        output::tell("sitroom: no codenames yet; `sitroom codename NAME CODENAME` gives one");
    }
    output::text(&words::columns(&rows.collect::<Vec<_>>()))?;
    Ok(Exit::Done)
}
