//! `sitroom fix`: the remediation board.

use clap::Subcommand;
use serde::Serialize;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output, words};
use crate::domain::command::Command;
use crate::domain::ids::FixId;
use crate::domain::incident::{Fix, FixClass, FixState, Incident, Verification};
use crate::domain::time::Instant;

/// Keep the remediation board: what there is to mend
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Put something to mend on the board
    Add {
        /// What is to be done; - reads it from standard input
        #[arg(required = true, value_name = "TEXT")]
        text: Vec<String>,
        /// It can wait until after the incident is resolved
        #[arg(long)]
        long_term: bool,
        /// Who does it
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
    /// Say where an item stands
    Move {
        /// Its number, such as R1
        id: FixId,
        /// open, assigned, in-progress or done
        state: FixState,
        #[command(flatten)]
        writing: Writing,
    },
    /// Say that an item was checked and works
    Verify {
        /// Its number, such as R1
        id: FixId,
        /// Who checked [default: you]
        #[arg(long, value_name = "NAME")]
        by: Option<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Give an item to somebody
    Own {
        /// Its number, such as R1
        id: FixId,
        /// Who does it; an empty name takes it away
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

/// One remediation item for scripts; `--json` writes an array of these.
///
/// `class` is `immediate` or `long-term`; `state` is `open`, `assigned`, `in-progress`, `done`
/// or `verified`; `verified` is null, or who checked and when.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    text: &'a str,
    class: FixClass,
    owner: &'a str,
    state: FixState,
    verified: Option<&'a Verification>,
    opened_at: Instant,
    changed_at: Instant,
}

/// What to type when a number is not on the board.
const BOARD: &str = "`sitroom fix list` shows the board";

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    match args.task {
        Task::Add {
            text,
            long_term,
            owner,
            writing,
        } => {
            let text = input::text(&text, "remediation item")?;
            let class = if long_term {
                FixClass::LongTerm
            } else {
                FixClass::Immediate
            };
            context.write(&writing, |_| Ok(Command::AddFix { text, class, owner }))
        }
        Task::Move { id, state, writing } => context.write(&writing, |view| {
            let known = view.incident.fix(id);
            Ok(moved(known, id, state))
        }),
        Task::Verify { id, by, writing } => context.write(&writing, |view| {
            let by = by.unwrap_or_else(|| view.actor.clone());
            Ok(Asked::or_hint(Command::VerifyFix { id, by }, BOARD))
        }),
        Task::Own { id, name, writing } => {
            let command = Command::OwnFix { id, owner: name };
            context.write(&writing, |_| Ok(Asked::or_hint(command, BOARD)))
        }
        Task::List { json } => list(&*context.read()?, json),
    }
}

fn moved(known: Option<&Fix>, id: FixId, to: FixState) -> Asked {
    let from = known.map_or(to, |fix| fix.state);
    let hint = if known.is_some() {
        "say who checked it with `sitroom fix verify R1 --by NAME`"
    } else {
        BOARD
    };
    Asked::or_hint(Command::MoveFix { id, from, to }, hint)
}

fn list(incident: &Incident, json: bool) -> Result<Exit, CliError> {
    if json {
        output::json(&scripted(incident))?;
    } else {
        let rows: Vec<Vec<String>> = incident.fixes.iter().map(row).collect();
        if rows.is_empty() {
            output::tell("sitroom: no remediation yet; `sitroom fix add` adds an item");
        }
        output::text(&words::columns(&rows))?;
    }
    Ok(Exit::Done)
}

/// Returns the board for scripts.
pub(super) fn scripted(incident: &Incident) -> impl Serialize + '_ {
    incident.fixes.iter().map(Line::of).collect::<Vec<_>>()
}

pub(super) fn row(fix: &Fix) -> Vec<String> {
    let owner = if fix.owner.is_empty() {
        "-"
    } else {
        &fix.owner
    };
    vec![
        fix.id.to_string(),
        fix.state.to_string(),
        fix.class.to_string(),
        owner.to_owned(),
        fix.text.clone(),
    ]
}

impl<'a> Line<'a> {
    fn of(fix: &'a Fix) -> Self {
        Self {
            id: fix.id.to_string(),
            text: &fix.text,
            class: fix.class,
            owner: &fix.owner,
            state: fix.state,
            verified: fix.verified.as_ref(),
            opened_at: fix.opened_at,
            changed_at: fix.state_since(),
        }
    }
}
