//! `sitroom lead`: the investigation board.

use clap::Subcommand;
use serde::Serialize;

use super::context::{Asked, Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output, words};
use crate::domain::command::Command;
use crate::domain::ids::LeadId;
use crate::domain::incident::{Incident, Lead, LeadState};
use crate::domain::time::Instant;

/// Keep the investigation board: what there is to find out
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Put a question on the board
    Add {
        /// The question; - reads it from standard input
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
        /// Who runs it down
        #[arg(
            long,
            value_name = "NAME",
            default_value = "",
            hide_default_value = true
        )]
        owner: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Say where a lead stands
    Move {
        /// Its number, such as L3
        id: LeadId,
        /// open, investigating, answered or ruled-out
        state: LeadState,
        /// What came of it; an ended lead needs one, `nothing` included
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        finding: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Give a lead to somebody
    Own {
        /// Its number, such as L3
        id: LeadId,
        /// Who runs it down; an empty name takes it away
        name: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Show the board
    List {
        /// Write JSON
        #[arg(long)]
        json: bool,
    },
}

/// One lead for scripts; `--json` writes an array of these.
///
/// `state` is `open`, `investigating`, `answered` or `ruled-out`; `owner` and `finding` may be
/// empty.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    text: &'a str,
    owner: &'a str,
    state: LeadState,
    finding: &'a str,
    opened_at: Instant,
    changed_at: Instant,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    match args.task {
        Task::Add {
            text,
            owner,
            writing,
        } => {
            let text = input::text(&text, "lead")?;
            context.write(&writing, |_| Ok(Command::AddLead { text, owner }))
        }
        Task::Move {
            id,
            state,
            finding,
            writing,
        } => context.write(&writing, |view| Ok(moved(view, id, state, finding))),
        Task::Own { id, name, writing } => {
            let command = Command::OwnLead { id, owner: name };
            context.write(&writing, |_| Ok(Asked::or_hint(command, BOARD)))
        }
        Task::List { json } => list(&*context.read()?, json),
    }
}

/// What to type when a number is not on the board.
const BOARD: &str = "`sitroom lead list` shows the board";

fn moved(view: &View<'_>, id: LeadId, to: LeadState, finding: String) -> Asked {
    let lead = view.incident.lead(id);
    let command = Command::MoveLead {
        id,
        from: lead.map_or(to, |lead| lead.state),
        to,
        finding,
    };
    let hint = if lead.is_some() {
        "say what came of it with --finding TEXT"
    } else {
        BOARD
    };
    Asked::or_hint(command, hint)
}

fn list(incident: &Incident, json: bool) -> Result<Exit, CliError> {
    if json {
        output::json(&scripted(incident))?;
    } else {
        let rows: Vec<Vec<String>> = incident.leads.iter().map(row).collect();
        if rows.is_empty() {
            output::tell("sitroom: no leads yet; `sitroom lead add` adds one");
        }
        output::text(&words::columns(&rows))?;
    }
    Ok(Exit::Done)
}

/// Returns the board for scripts.
pub(super) fn scripted(incident: &Incident) -> impl Serialize + '_ {
    incident.leads.iter().map(Line::of).collect::<Vec<_>>()
}

pub(super) fn row(lead: &Lead) -> Vec<String> {
    let owner = if lead.owner.is_empty() {
        "-"
    } else {
        &lead.owner
    };
    let text = if lead.finding.is_empty() {
        lead.text.clone()
    } else {
        format!("{} -> {}", lead.text, lead.finding)
    };
    vec![
        lead.id.to_string(),
        lead.state.to_string(),
        owner.to_owned(),
        text,
    ]
}

impl<'a> Line<'a> {
    fn of(lead: &'a Lead) -> Self {
        Self {
            id: lead.id.to_string(),
            text: &lead.text,
            owner: &lead.owner,
            state: lead.state,
            finding: &lead.finding,
            opened_at: lead.opened_at,
            changed_at: lead.changed_at,
        }
    }
}
