//! `sitroom lesson`: what surprised, what helped, what hurt.

use clap::Subcommand;
use serde::Serialize;

use super::context::{Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output, words};
use crate::domain::command::Command;
use crate::domain::ids::LessonId;
use crate::domain::worksheet::{LessonList, WorksheetAsked};

/// Write down what surprised us, what helped and what hurt
///
/// Without a command it shows them.
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
    /// Write one down
    Add {
        /// surprised, helped or hurt
        list: LessonList,
        /// What it was; - reads it from standard input
        #[arg(required = true)]
        text: Vec<String>,
        #[command(flatten)]
        writing: Writing,
    },
    /// Say it in other words; an empty text takes it away
    Reword {
        /// Which one, such as N2
        id: LessonId,
        /// What it says
        text: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// A lesson for scripts; `--json` writes an array of these.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    list: String,
    text: &'a str,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    let (asked, writing) = match args.task {
        None => {
            let incident = context.read()?;
            if args.json {
                let all = incident.worksheet.lessons.iter();
                let lines = all.map(|it| Line {
                    id: it.id.to_string(),
                    list: it.list.to_string(),
                    text: &it.text,
                });
                output::json(&lines.collect::<Vec<_>>())?;
                return Ok(Exit::Done);
            }
            let lessons = incident.worksheet.lessons.iter();
            let rows: Vec<Vec<String>> = lessons
                .map(|it| vec![it.id.to_string(), it.list.to_string(), it.text.clone()])
                .collect();
            if rows.is_empty() {
                output::tell("sitroom: no lessons yet; `sitroom lesson add` keeps one");
            }
            output::text(&words::columns(&rows))?;
            return Ok(Exit::Done);
        }
        Some(Task::Add {
            list,
            text,
            writing,
        }) => {
            let text = input::text(&text, "lesson")?;
            (WorksheetAsked::AddLesson { list, text }, writing)
        }
        Some(Task::Reword { id, text, writing }) => {
            let text = input::optional(&text)?;
            (WorksheetAsked::RewordLesson { id, text }, writing)
        }
    };
    context.write(&writing, |_| Ok(Command::ChangeWorksheet(Box::new(asked))))
}
