//! `sitroom tick`: the checklists.

use std::path::PathBuf;

use serde::Serialize;

use super::context::{Asked, Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::note::said;
use super::{input, output, words};
use crate::domain::checklist::{Checklist, Row, RowState, lists, progress_words};
use crate::domain::command::{Command, ExamineAsked};
use crate::domain::decide::check_answer;
use crate::domain::gate::looked_at;
use crate::domain::ids::ItemId;
use crate::domain::incident::Mark;
use crate::session::Purpose;

/// Tick a line of the checklists, or show them all
///
/// In the list `[x]` is done, `[ ]` open, `[ ]?` only if needed, `[-]` set aside because it does
/// not apply, and `...` a line that does not apply yet.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Its id, such as I4
    item: Option<String>,
    /// Take the mark away, or open a line that the record ticks by itself
    #[arg(long, requires = "item", conflicts_with = "not_applicable")]
    undo: bool,
    /// Set it aside, because it does not apply
    #[arg(long, requires = "item", value_name = "REASON")]
    not_applicable: Option<String>,
    /// What the line asks when it is ticked, such as a name: it stands in the log and the report. A
    /// `!` in front keeps it on this machine as a note, `@14:05` says when it was; empty ticks the
    /// line without
    #[arg(long, requires = "item", value_name = "TEXT", conflicts_with_all = ["undo", "not_applicable", "text"])]
    answer: Option<String>,
    /// Have this text looked through for what is not for the public, where the line asks for
    /// that; - reads it from standard input
    #[arg(long, requires = "item", value_name = "FILE", conflicts_with_all = ["undo", "not_applicable"])]
    text: Option<PathBuf>,
    /// Write JSON; only without an item
    #[arg(long, conflicts_with = "item")]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

/// One list for scripts; `--json` writes an array of these. `state` of a line is `open`,
/// `optional`, `done`, `recorded` (the record ticks it by itself), `not-applicable` or
/// `waiting`; `fix` is the remediation item that the line is kept as, such as `R2`, or null.
#[derive(Serialize)]
struct ListLine<'a> {
    id: &'a str,
    name: &'a str,
    current: bool,
    done: usize,
    lines: usize,
    items: Vec<ItemLine<'a>>,
}

#[derive(Serialize)]
struct ItemLine<'a> {
    id: &'a ItemId,
    text: &'a str,
    state: &'static str,
    /// The remediation item that it is kept as.
    fix: Option<String>,
}

/// How a line is ticked that asks something.
const ANSWERS: &str = "`--answer TEXT` says it; `--answer \"\"` ticks the line without";

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    match &args.item {
        Some(item) => {
            let text = args.text.as_deref().map(input::file).transpose()?;
            context.write(&args.writing, |view| {
                let line = ItemId::new(&as_written(view, item));
                let answer = args.answer.as_deref();
                let answer = answer.map(|text| said(view, text)).transpose()?;
                let command = match &text {
                    Some(text) => examine(view, line, text),
                    None => mark(view, line, args, answer.map(|said| said.answer()))?,
                };
                let asked = Asked::or_hint(command, "`sitroom tick` shows the checklists");
                Ok(asked.happened(answer.and_then(|said| said.when)))
            })
        }
        None => show(context, args.json),
    }
}

/// Returns the id as the playbook writes it: `i4` is `I4`.
fn as_written(view: &View<'_>, item: &str) -> String {
    let items = view.playbook.items.iter().map(|known| known.id.clone());
    let added = view.incident.custom_items.iter();
    items
        .chain(added.map(|known| known.id.to_string()))
        .find(|known| known.eq_ignore_ascii_case(item))
        .unwrap_or_else(|| item.to_owned())
}

fn mark(
    view: &View<'_>,
    item: ItemId,
    args: &Args,
    answer: Option<String>,
) -> Result<Command, CliError> {
    let reason = args.not_applicable.as_ref();
    let mark = match (reason, args.undo) {
        (Some(_), _) => Some(Mark::NotApplicable),
        (None, false) => Some(Mark::Done),
        (None, true) => undone(view, &item),
    };
    if mark == Some(Mark::Done) {
        let record = (&*view.incident, &*view.playbook, view.now);
        let answer = answer.as_deref();
        check_answer(record, &item, answer).map_err(|refusal| CliError::Refused {
            refusal,
            hint: answer.is_none().then_some(ANSWERS),
        })?;
    }
    let reason = reason.cloned().or(answer).unwrap_or_default();
    Ok(Command::MarkItem { item, mark, reason })
}

fn examine(view: &View<'_>, line: ItemId, text: &str) -> Command {
    let found = looked_at(text, &view.record.gate());
    let text = text.to_owned();
    Command::ExamineText(Box::new(ExamineAsked { line, text, found }))
}

fn undone(view: &View<'_>, item: &ItemId) -> Option<Mark> {
    if view.incident.checklist.contains_key(item) {
        return None;
    }
    let all = lists(&view.incident, &view.playbook, view.now);
    let mut rows = all.iter().flat_map(|list| &list.rows);
    let is_derived = rows.any(|row| row.id == *item && row.state == RowState::Derived);
    is_derived.then_some(Mark::Open)
}

fn show(context: &Context, json: bool) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    let (incident, playbook) = (record.incident(), record.playbook());
    let all = match &playbook {
        Some(playbook) => lists(&incident, playbook, context.env.now()),
        None => Vec::new(),
    };
    if json {
        output::json(&scripted(&all))?;
    } else {
        let text: Vec<String> = all.iter().map(list_text).collect();
        output::text(&text.join("\n"))?;
    }
    Ok(Exit::Done)
}

fn list_text(list: &Checklist<'_>) -> String {
    let now = if list.current { "  <- now" } else { "" };
    let head = format!("{} ({}){now}\n", list.name, progress_words(list));
    let rows: Vec<Vec<String>> = list.rows.iter().map(row).collect();
    head + &words::columns(&rows)
}

/// Returns the lists for scripts.
pub(super) fn scripted<'a>(all: &'a [Checklist<'a>]) -> impl Serialize + 'a {
    all.iter().map(ListLine::of).collect::<Vec<_>>()
}

pub(super) fn row(row: &Row<'_>) -> Vec<String> {
    let note = match &row.state {
        RowState::Open => "[ ]",
        RowState::Optional => "[ ]?",
        RowState::Done(_) | RowState::Derived => "[x]",
        RowState::NotApplicable(_) | RowState::Needless => "[-]",
        RowState::Waiting => "...",
    };
    let text = match row.fix {
        Some(fix) => format!("{} ({fix})", row.text),
        None => row.text.to_owned(),
    };
    vec![note.to_owned(), row.id.to_string(), text]
}

impl<'a> ListLine<'a> {
    fn of(list: &'a Checklist<'_>) -> Self {
        let (done, lines) = list.progress();
        Self {
            id: list.id,
            name: list.name,
            current: list.current,
            done,
            lines,
            items: list.rows.iter().map(ItemLine::of).collect(),
        }
    }
}

impl<'a> ItemLine<'a> {
    fn of(row: &'a Row<'_>) -> Self {
        Self {
            id: &row.id,
            text: row.text,
            fix: row.fix.map(|fix| fix.to_string()),
            state: match row.state {
                RowState::Open => "open",
                RowState::Optional => "optional",
                RowState::Done(_) => "done",
                RowState::Derived => "recorded",
                RowState::NotApplicable(_) => "not-applicable",
                RowState::Waiting => "waiting",
                RowState::Needless => "not-needed",
            },
        }
    }
}
