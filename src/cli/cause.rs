//! `sitroom cause`: the cause analysis, a tree of questions and answers with evidence.

use std::fmt::Write as _;

use clap::Subcommand;
use serde::Serialize;

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output};
use crate::domain::command::Command;
use crate::domain::ids::{CauseId, EntryId};
use crate::domain::worksheet::{CauseMethod, Causes, Node, WorksheetAsked};

/// Work out the causes: questions, what answers each, and what bears it out
///
/// Without a command it shows the trees. Whatever is linked as evidence is named by its line of
/// the journal, or by its id.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
    #[command(subcommand)]
    task: Option<Task>,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Add an answer below a cause, or a question that begins a tree
    Add {
        /// What it says; - reads it from standard input
        #[arg(required = true)]
        text: Vec<String>,
        /// The cause that it stands below
        #[arg(long, value_name = "CAUSE")]
        under: Option<CauseId>,
        /// How a new tree is asked: hows (Infinite Hows) or whys (Five Whys)
        #[arg(long, default_value_t = CauseMethod::InfiniteHows, conflicts_with = "under")]
        method: CauseMethod,
        #[command(flatten)]
        writing: Writing,
    },
    /// Say it in other words
    Reword {
        /// Which one, such as Y2
        id: CauseId,
        /// What it says; - reads it from standard input
        #[arg(required = true)]
        text: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Ask the tree otherwise
    Method {
        /// A cause of the tree
        id: CauseId,
        /// hows (Infinite Hows) or whys (Five Whys)
        method: CauseMethod,
        #[command(flatten)]
        writing: Writing,
    },
    /// Move it with all below it; without --under it begins a tree
    Move {
        /// Which one
        id: CauseId,
        /// The cause that it stands below then
        #[arg(long, value_name = "CAUSE")]
        under: Option<CauseId>,
        /// The cause that it stands before; else it is the last
        #[arg(long, value_name = "CAUSE")]
        before: Option<CauseId>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Link a line of the journal as evidence
    Link {
        /// Which cause
        id: CauseId,
        /// The line, or the id of the entry
        line: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Take such a link away
    Unlink {
        /// Which cause
        id: CauseId,
        /// The line, or the id of the entry
        line: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Take it out with all below it
    Drop {
        /// Which one
        id: CauseId,
        #[command(flatten)]
        writing: Writing,
    },
}

/// A cause for scripts; `--json` writes an array of these, each before what is below it.
///
/// `under` is null for what begins a tree; `evidence` has the ids of entries.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    under: Option<String>,
    depth: usize,
    method: &'static str,
    text: &'a str,
    evidence: Vec<String>,
}

impl<'a> Line<'a> {
    fn of(node: &Node<'a>) -> Self {
        Self {
            id: node.cause.id.to_string(),
            under: node.cause.parent.map(|id| id.to_string()),
            depth: node.depth,
            method: node.method.word(),
            text: &node.cause.text,
            evidence: node
                .cause
                .evidence
                .iter()
                .map(ToString::to_string)
                .collect(),
        }
    }
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    match args.task {
        None => {
            let incident = context.read()?;
            if args.json {
                let nodes = incident.worksheet.causes.in_order();
                let lines: Vec<Line<'_>> = nodes.iter().map(Line::of).collect();
                output::json(&lines)?;
                return Ok(Exit::Done);
            }
            let tree = tree(&incident.worksheet.causes);
            if tree.is_empty() {
                output::tell("sitroom: no causes yet; `sitroom cause add QUESTION` begins a tree");
            }
            output::text(&tree)?;
            Ok(Exit::Done)
        }
        Some(Task::Add {
            text,
            under,
            method,
            writing,
        }) => {
            let text = input::text(&text, "cause")?;
            let asked = WorksheetAsked::AddCause {
                parent: under,
                method,
                text,
            };
            record(context, &writing, |_| Ok(asked))
        }
        Some(Task::Reword { id, text, writing }) => {
            let text = input::text(&text, "cause")?;
            record(context, &writing, |_| {
                Ok(WorksheetAsked::RewordCause { id, text })
            })
        }
        Some(Task::Method {
            id,
            method,
            writing,
        }) => record(context, &writing, |_| {
            Ok(WorksheetAsked::AskCause { id, method })
        }),
        Some(Task::Move {
            id,
            under,
            before,
            writing,
        }) => record(context, &writing, |_| {
            Ok(WorksheetAsked::MoveCause {
                id,
                parent: under,
                before,
            })
        }),
        Some(Task::Link { id, line, writing }) => link(context, &writing, (id, &line), true),
        Some(Task::Unlink { id, line, writing }) => link(context, &writing, (id, &line), false),
        Some(Task::Drop { id, writing }) => {
            record(context, &writing, |_| Ok(WorksheetAsked::DropCause(id)))
        }
    }
}

fn record(
    context: &Context,
    writing: &Writing,
    make: impl FnOnce(&View<'_>) -> Result<WorksheetAsked, CliError>,
) -> Result<Exit, CliError> {
    context.write(writing, |view| {
        Ok(Command::ChangeWorksheet(Box::new(make(view)?)))
    })
}

fn link(
    context: &Context,
    writing: &Writing,
    (id, line): (CauseId, &str),
    linked: bool,
) -> Result<Exit, CliError> {
    record(context, writing, |view| {
        let entry = entry(view, line)?;
        Ok(WorksheetAsked::LinkCause { id, entry, linked })
    })
}

/// Returns the entry that is meant by its line or its id.
fn entry(view: &View<'_>, line: &str) -> Result<EntryId, CliError> {
    let history = view.record.history().map_err(CliError::from)?;
    let seq: Option<u64> = line.trim_start_matches('#').parse().ok();
    let id: Option<EntryId> = line.parse().ok();
    let mut all = history.entries.iter();
    let found = all.find(|entry| Some(entry.seq) == seq || Some(entry.id) == id);
    found
        .map(|entry| entry.id)
        .ok_or_else(|| CliError::UnknownLine {
            asked: line.to_owned(),
        })
}

fn tree(causes: &Causes) -> String {
    let mut out = String::new();
    for node in causes.in_order() {
        let indent = "  ".repeat(node.depth);
        let method = if node.depth == 0 {
            format!(" ({})", node.method.name())
        } else {
            String::new()
        };
        let evidence = match node.cause.evidence.len() {
            0 => String::new(),
            n => format!(" [evidence: {n}]"),
        };
        let text = output::line(&node.cause.text);
        let _ = writeln!(out, "{indent}{} {text}{method}{evidence}", node.cause.id);
    }
    out
}
