//! `sitroom report`: the report that writes itself, and the edits of its parts.

use std::path::PathBuf;

use serde::Serialize;

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{input, outbox, output};
use crate::domain::command::Command;
use crate::domain::event::PartEdited;
use crate::domain::report::{Part, Report, Source, report};
use crate::domain::worksheet::WorksheetAsked;
use crate::session::Purpose;

/// Show the report as the record and your edits have it, or edit a part of it
///
/// What stays on this machine is not in it. Names are those of the record: `sitroom export
/// --format markdown` writes it as it may leave. A part that was edited keeps the edit when the
/// record changes; where both changed the same lines, both stand there and it says so.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Show this part alone, by its key, title or number, such as causes
    #[arg(long, value_name = "PART", group = "what")]
    part: Option<String>,
    /// List the parts, and which of them were edited
    #[arg(long, group = "what")]
    list: bool,
    /// Replace this part by the text of --from
    #[arg(long, value_name = "PART", group = "what", requires = "from")]
    edit: Option<String>,
    /// The text; - reads it from standard input
    #[arg(long, value_name = "FILE", requires = "edit")]
    from: Option<PathBuf>,
    /// Let this part read as the record says again
    #[arg(long, value_name = "PART", group = "what")]
    revert: Option<String>,
    /// Write JSON: the parts with `id`, `title`, `state` and `text`
    #[arg(long, conflicts_with_all = ["edit", "revert"])]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

/// A part for scripts; `--json` writes an array of these, with `--part` of one.
#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: &'a str,
    state: &'static str,
    text: &'a str,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    if let (Some(id), Some(path)) = (&args.edit, &args.from) {
        let text = input::file(path)?;
        return write(context, args, id, Some(text));
    }
    if let Some(id) = &args.revert {
        return write(context, args, id, None);
    }
    let record = context.open(Purpose::Read)?;
    let (incident, playbook) = (record.incident(), record.playbook());
    let history = record.history().map_err(CliError::from)?;
    let now = context.env.now();
    let source = Source::new(&incident, &history.entries, playbook.as_deref(), now);
    let deliveries = outbox::how_far(&record)?;
    let report = report(&source.delivered(&deliveries));
    if args.json {
        let parts = match &args.part {
            Some(id) => vec![find(&report, id)?],
            None => report.parts.iter().collect(),
        };
        let lines: Vec<Line<'_>> = parts.into_iter().map(Line::of).collect();
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    let text = match &args.part {
        Some(id) => format!("{}\n", find(&report, id)?.text),
        None if args.list => list(&report),
        None => report.markdown(),
    };
    output::text(&text)?;
    Ok(Exit::Done)
}

impl<'a> Line<'a> {
    fn of(part: &'a Part) -> Self {
        Self {
            id: &part.id,
            title: &part.title,
            state: part.state.word(),
            text: &part.text,
        }
    }
}

fn list(report: &Report) -> String {
    let rows: Vec<Vec<String>> = (1..)
        .zip(&report.parts)
        .map(|(n, part)| {
            vec![
                format!("{n:>2}"),
                part.id.clone(),
                part.state.word().to_owned(),
                part.title.clone(),
            ]
        })
        .collect();
    super::words::columns(&rows)
}

fn find<'a>(report: &'a Report, id: &str) -> Result<&'a Part, CliError> {
    report.find(id).ok_or_else(|| {
        let parts = report.parts.iter();
        let known = parts.map(|part| format!("{} ({})", part.title, part.id));
        CliError::UnknownPart {
            asked: id.to_owned(),
            known: known.collect::<Vec<_>>().join(", "),
        }
    })
}

fn write(context: &Context, args: &Args, id: &str, text: Option<String>) -> Result<Exit, CliError> {
    context.write(&args.writing, |view| {
        let report = as_seen(view)?;
        let part = find(&report, id)?;
        let asked = WorksheetAsked::EditPart(PartEdited {
            part: part.id.clone(),
            generated: part.generated.clone(),
            text,
        });
        Ok(Command::ChangeWorksheet(Box::new(asked)))
    })
}

fn as_seen(view: &View<'_>) -> Result<Report, CliError> {
    let history = view.record.history().map_err(CliError::from)?;
    let playbook = Some(&*view.playbook);
    let source = Source::new(&view.incident, &history.entries, playbook, view.now);
    let deliveries = outbox::how_far(view.record)?;
    Ok(report(&source.delivered(&deliveries)))
}
