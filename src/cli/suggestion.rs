//! `sitroom suggestions`, `accept` and `decline`: what people ask for by a comment.

use serde::Serialize;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{handoff, output, words};
use crate::domain::command::Command;
use crate::domain::decide::check_answer;
use crate::domain::incident::Incident;
use crate::domain::suggestion::{SuggestedAction, Suggestion, SuggestionId};
use crate::domain::time::Instant;
use crate::domain::timeline::describe_action;

/// What to type where the line asks something itself.
const ANSWERED_FIRST: &str =
    "`sitroom tick` with `--answer TEXT` ticks the line; accept this after it";
/// What to type when nothing of that id waits.
const WAITING: &str = "`sitroom suggestions` shows what waits for an answer";

/// Show what people suggest by a line in a comment, such as /done R3
#[derive(Debug, clap::Args)]
pub(super) struct ListArgs {
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// Take command that is offered to you, or do what somebody suggests
///
/// With the id of a suggestion that is done at once, and recorded as yours. Without one it takes
/// command: type back the lines that are marked in the brief.
#[derive(Debug, clap::Args)]
pub(super) struct AcceptArgs {
    /// Which suggestion, as `sitroom suggestions` names it, such as 77:2; none takes command
    id: Option<SuggestionId>,
    /// A marked line of the brief, in their order; else they are read from standard input
    #[arg(long, value_name = "TEXT", conflicts_with = "id")]
    read_back: Vec<String>,
    #[command(flatten)]
    writing: Writing,
}

/// Decline what somebody suggests; it stays an entry of the timeline
#[derive(Debug, clap::Args)]
pub(super) struct DeclineArgs {
    /// Which one, as `sitroom suggestions` names it, such as 77:2
    id: SuggestionId,
    #[command(flatten)]
    writing: Writing,
}

/// One suggestion for scripts; `--json` writes an array of these, the oldest first.
///
/// ```json
/// {
///   "id": "77:2", "by": "spot-the-dog", "at": "2026-11-22T14:02:00Z",
///   "action": "done", "on": "R3"
/// }
/// ```
///
/// `action` is `lead` or `note`, and `on` is their text; or `done` or `tick`, and `on` is the
/// number of the line.
#[derive(Serialize)]
struct Line<'a> {
    id: SuggestionId,
    by: &'a str,
    at: Instant,
    action: &'static str,
    on: String,
}

pub(super) fn list(context: &Context, args: &ListArgs) -> Result<Exit, CliError> {
    let incident = context.read()?;
    let waiting = &incident.suggestions;
    if args.json {
        let lines: Vec<Line<'_>> = waiting.iter().map(Line::of).collect();
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    let rows = waiting.iter().map(|waits| row(waits, &incident));
    output::text(&words::columns(&rows.collect::<Vec<_>>()))?;
    if waiting.is_empty() {
        output::tell("sitroom: nobody waits for an answer");
    }
    Ok(Exit::Done)
}

pub(super) fn accept(context: &Context, args: &AcceptArgs) -> Result<Exit, CliError> {
    match args.id {
        Some(id) => answer(context, &args.writing, id, true),
        None => handoff::accept(context, &args.writing, &args.read_back),
    }
}

pub(super) fn decline(context: &Context, args: &DeclineArgs) -> Result<Exit, CliError> {
    answer(context, &args.writing, args.id, false)
}

fn answer(
    context: &Context,
    writing: &Writing,
    id: SuggestionId,
    accept: bool,
) -> Result<Exit, CliError> {
    let command = Command::AnswerSuggestion { id, accept };
    context.write(writing, |view| {
        let waits = view.incident.suggestions.get(&id);
        if let Some(SuggestedAction::Tick(item)) = waits.filter(|_| accept).map(|it| &it.action) {
            let record = (&*view.incident, &*view.playbook, view.now);
            check_answer(record, item, None).map_err(|refusal| CliError::Refused {
                refusal,
                hint: Some(ANSWERED_FIRST),
            })?;
        }
        Ok(Asked::or_hint(command, WAITING))
    })
}

fn row((id, waits): (&SuggestionId, &Suggestion), incident: &Incident) -> Vec<String> {
    vec![
        id.to_string(),
        waits.by.clone(),
        incident.zone.stamp(waits.at),
        describe_action(&waits.action),
    ]
}

impl<'a> Line<'a> {
    fn of((id, waits): (&SuggestionId, &'a Suggestion)) -> Self {
        let (action, on) = in_short(&waits.action);
        Self {
            id: *id,
            by: &waits.by,
            at: waits.at,
            action,
            on,
        }
    }
}

fn in_short(action: &SuggestedAction) -> (&'static str, String) {
    match action {
        SuggestedAction::Lead(text) => ("lead", text.clone()),
        SuggestedAction::Done(fix) => ("done", fix.to_string()),
        SuggestedAction::Tick(item) => ("tick", item.to_string()),
        SuggestedAction::Note(text) => ("note", text.clone()),
    }
}
