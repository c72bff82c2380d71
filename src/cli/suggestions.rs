//! `sitroom suggestions`, `accept` and `decline`: what people asked for by a comment.

use serde::Serialize;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::command::Command;
use crate::domain::suggestion::{Suggestion, SuggestionId};
use crate::domain::time::Instant;
use crate::domain::timeline::describe_action;

/// Show what people asked for by a comment and nobody answered yet
///
/// A line in a comment asks for something when it begins with /lead TEXT, /done R3,
/// /tick ITEM or /note TEXT.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Answer what somebody asked for by a comment
#[derive(Debug, clap::Args)]
pub(super) struct AnswerArgs {
    /// Which one, such as 77:2, as `sitroom suggestions` shows it
    #[arg(value_name = "ID")]
    id: SuggestionId,
    #[command(flatten)]
    writing: Writing,
}

/// One suggestion for scripts; `--json` writes an array of these.
///
/// ```json
/// { "id": "77:2", "by": "spot-the-dog", "at": "2026-11-22T14:02:00Z", "asks": "R3 is done" }
/// ```
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    by: &'a str,
    at: Instant,
    asks: String,
}

impl<'a> Line<'a> {
    fn of((id, suggestion): (&SuggestionId, &'a Suggestion)) -> Self {
        Self {
            id: id.to_string(),
            by: &suggestion.by,
            at: suggestion.at,
            asks: describe_action(&suggestion.action),
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let incident = context.read()?;
    let lines: Vec<Line<'_>> = incident.suggestions.iter().map(Line::of).collect();
    if args.json {
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    if lines.is_empty() {
        output::tell("sitroom: nobody waits for an answer");
        return Ok(Exit::Done);
    }
    let rows = lines.into_iter().map(|line| {
        let at = words::instant(line.at, incident.zone);
        vec![line.id, at, line.by.to_owned(), line.asks]
    });
    output::text(&words::columns(&rows.collect::<Vec<_>>()))?;
    Ok(Exit::Done)
}

/// Accepts or declines a suggestion.
pub(super) fn answer(context: &Context, args: &AnswerArgs, accept: bool) -> Result<Exit, CliError> {
    let command = Command::AnswerSuggestion {
        id: args.id,
        accept,
    };
    let hint = "`sitroom suggestions` shows what waits";
    context.write(&args.writing, |_| Ok(Asked::or_hint(command, hint)))
}
