//! `sitroom import`: read into the record what a file says happened.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use chrono::NaiveDate;
use clap::ValueEnum;
use serde::Serialize;

use super::context::{Context, save_state};
use super::error::CliError;
use super::exit::Exit;
use super::{input, output};
use crate::domain::chain::Digest;
use crate::domain::command::{Clearance, Command, Request};
use crate::domain::event::{Entry, Visibility};
use crate::domain::export::{ChainOf, ReadRecord, read_record};
use crate::domain::gate::{self, Held};
use crate::domain::import::{
    Item, Plan, Problem, Reading, chat, plan, record, table, unread_columns,
};
use crate::domain::text::{clean_line, count, excerpt};
use crate::domain::time::{When, Zone};
use crate::session::Purpose;
use crate::store::{NotAll, Record, restore};

/// How many lines the preview shows of what is news, and of what is there already.
const SHOWN: usize = 40;

/// Read into the record what a file says happened
///
/// Shows what would be recorded and records nothing, unless --yes is given. Each thing becomes a
/// note of whoever said it, with the time at which it happened; what the record has already is
/// left alone, so that the same file can be read again. Either all of it is recorded or nothing.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of the command line"
)]
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The file; - reads standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// What it is; by the ending of its name unless given
    #[arg(long, value_enum)]
    from: Option<From>,
    /// The zone of times that name none
    #[arg(long, value_name = "ZONE")]
    zone: Option<Zone>,
    /// The day of times that name none; in chat of the first, and the next day follows by itself
    #[arg(long, value_name = "YYYY-MM-DD")]
    day: Option<NaiveDate>,
    /// Make the record itself, on a machine that does not have it, out of a JSON export
    #[arg(long, conflicts_with_all = ["from", "zone", "day", "actor", "local", "redact", "let_through"])]
    as_record: bool,
    /// Only show what would be recorded
    #[arg(long, conflicts_with = "yes")]
    preview: bool,
    /// Write what would be recorded as JSON
    #[arg(long, conflicts_with_all = ["yes", "as_record"])]
    json: bool,
    /// Record it
    #[arg(long)]
    yes: bool,
    /// Who said what the file names nobody for, if not you
    #[arg(long = "as", value_name = "NAME")]
    actor: Option<String>,
    /// Keep all of it on this machine, as local notes
    #[arg(long)]
    local: bool,
    /// Hold back what may not leave this machine; [held: H1] leaves in its place
    #[arg(long, conflicts_with_all = ["local", "let_through"])]
    redact: bool,
    /// Let it leave all the same; the reason goes into the log
    #[arg(long = "override", value_name = "REASON", conflicts_with = "local")]
    let_through: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum From {
    /// A table with a first line of names
    Csv,
    /// Chat, as it is pasted
    Chat,
    /// A record that `sitroom export --format json` wrote
    Json,
}

impl From {
    fn word(self) -> &'static str {
        match self {
            Self::Csv => "CSV",
            Self::Chat => "chat",
            Self::Json => "JSON",
        }
    }
}

/// What would be recorded, and what is there already, for scripts; `happened` is as the record
/// writes times.
#[derive(Serialize)]
struct Preview<'a> {
    news: Vec<Shown<'a>>,
    known: Vec<Shown<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    line: u64,
    happened: When,
    actor: &'a str,
    text: &'a str,
}

impl<'a> Preview<'a> {
    fn of(plan: &'a Plan) -> Self {
        let line = |item: &'a Item| Shown {
            line: item.line,
            happened: item.happened,
            actor: &item.actor,
            text: &item.text,
        };
        Self {
            news: plan.news.iter().map(line).collect(),
            known: plan.known.iter().map(line).collect(),
        }
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let text = input::file(&args.file)?;
    if args.as_record {
        return make_record(context, args, &text);
    }
    // What is shown to be recorded next is shown of the record that it would go into.
    let purpose = if args.preview || args.json {
        Purpose::Read
    } else {
        Purpose::Write
    };
    let mut open = context.open(purpose)?;
    let items = items(context, args, &text)?;
    let me = args.actor.as_deref().map(clean_line);
    let me = me.filter(|name| !name.is_empty());
    let me = me.unwrap_or_else(|| context.env.me());
    let plan = plan(items, &history(&open)?, &me);
    let requests = requests(args, &plan, &text, &me);
    if args.yes {
        return record_all(context, &mut open, &plan, &requests);
    }
    if args.json {
        output::json(&Preview::of(&plan))?;
    } else {
        output::text(&preview(&plan, open.incident().zone))?;
    }
    let found = open
        .rehearse(&requests, context.env.now())
        .map_err(|error| of_line(&plan, error))?;
    for found in found {
        output::warn(&format!("it leaves, so look twice: {found}"));
    }
    if !plan.news.is_empty() && !args.preview {
        output::tell("sitroom: nothing is recorded yet; repeat it with --yes");
    }
    Ok(Exit::Done)
}

/// Reads the file.
fn items(context: &Context, args: &Args, text: &str) -> Result<Vec<Item>, CliError> {
    let reading = Reading {
        zone: args.zone,
        day: args.day,
        now: context.env.now(),
    };
    let form = args.from.unwrap_or_else(|| by_name(&args.file));
    let unreadable = |problems: Vec<Problem>| CliError::NotImported {
        path: args.file.clone(),
        form: form.word(),
        is_guessed: args.from.is_none(),
        problems,
    };
    match form {
        From::Csv => {
            let items = table(text, &reading).map_err(unreadable)?;
            let left = unread_columns(text);
            if !left.is_empty() {
                output::warn(&format!(
                    "nothing is taken of what is not understood: {}",
                    left.join(", ")
                ));
            }
            Ok(items)
        }
        From::Chat => chat(text, &reading).map_err(unreadable),
        From::Json => Ok(record(&exported(&args.file, text)?.entries)),
    }
}

/// Reads an exported record, which has to be what was written.
fn exported(path: &Path, text: &str) -> Result<ReadRecord, CliError> {
    let path = path.to_owned();
    let mut found = match read_record(text) {
        Ok(found) => found,
        Err(source) => return Err(CliError::NotARecord { path, source }),
    };
    if found.flaws.is_empty() {
        return Ok(found);
    }
    let flaw = found.flaws.swap_remove(0);
    Err(CliError::Flawed { path, flaw })
}

/// Makes the record that a JSON export carries.
fn make_record(context: &Context, args: &Args, text: &str) -> Result<Exit, CliError> {
    let found = exported(&args.file, text)?;
    let (id, entries) = (&found.incident.id, found.entries.len());
    if !args.yes {
        output::text(&format!(
            "{id}: a record of {entries} entries would be made\n{}\n",
            found.chain.words()
        ))?;
        if !args.preview {
            output::tell("sitroom: nothing is made yet; repeat it with --yes");
        }
        return Ok(Exit::Done);
    }
    restore(&context.env.home, &found)?;
    let opened = context.env.open_record(id)?;
    for warning in &opened.warnings {
        output::warn(warning);
    }
    let mut made = opened.record;
    if found.chain.of == ChainOf::Export {
        let text = format!(
            "made from an export of {}: {} of its journal were left out, {} changed",
            found.exported_at.format("%Y-%m-%d %H:%M UTC"),
            found.chain.left_out,
            found.chain.covered,
        );
        let visibility = Visibility::Local;
        let note = Command::Note { text, visibility };
        made.execute(&Request::local(note, &context.env.me()), context.env.now())?;
    }
    save_state(&mut made);
    output::text(&format!("{id}\n"))?;
    Ok(Exit::Done)
}

fn by_name(path: &Path) -> From {
    match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv" | "tsv") => From::Csv,
        Some("json") => From::Json,
        Some(_) | None => From::Chat,
    }
}

/// Returns the entries of the record as they were said: what was held back out of a note counts
/// when a file says it again.
fn history(record: &Record) -> Result<Vec<Entry>, CliError> {
    let mut entries = record.history()?.entries;
    let pieces = record.held()?.value.into_iter();
    let held: Vec<Held> = pieces
        .filter_map(|piece| {
            Some(Held {
                id: piece.key.parse().ok()?,
                original: piece.text,
            })
        })
        .collect();
    for entry in &mut entries {
        if let Some((text, _)) = entry.event.note_mut()
            && text.contains("[held: ")
        {
            *text = gate::restore(text, &held);
        }
    }
    Ok(entries)
}

/// Returns what is to be recorded: first where it comes from, which one `undo` of the reader then
/// takes back with all the rest.
fn requests(args: &Args, plan: &Plan, text: &str, me: &str) -> Vec<Request> {
    if plan.news.is_empty() {
        return Vec::new();
    }
    let visibility = if args.local {
        Visibility::Local
    } else {
        Visibility::Shared
    };
    let clearance = match &args.let_through {
        Some(reason) => Clearance::LetThrough(reason.clone()),
        None if args.redact => Clearance::HoldPieces,
        None => Clearance::Unasked,
    };
    let file = args.file.file_name().unwrap_or(args.file.as_os_str());
    let source = Command::Note {
        text: format!(
            "read in {} from {}, SHA-256 {}",
            count(plan.news.len(), "note"),
            file.display(),
            Digest::of(text.as_bytes()),
        ),
        // Of use to whoever has the file, which is this machine.
        visibility: Visibility::Local,
    };
    let news = plan.news.iter();
    let news = news.map(|item| item.request(visibility, &clearance));
    std::iter::once(Request::local(source, me))
        .chain(news)
        .collect()
}

fn record_all(
    context: &Context,
    open: &mut Record,
    plan: &Plan,
    requests: &[Request],
) -> Result<Exit, CliError> {
    if requests.is_empty() {
        output::tell("sitroom: nothing to record, the record has all of it already");
        return Ok(Exit::Done);
    }
    let recorded = open
        .execute_all(requests, context.env.now())
        .map_err(|error| of_line(plan, error))?;
    save_state(open);
    for finding in &recorded.findings {
        output::warn(finding);
    }
    for found in &recorded.warnings {
        output::warn(&format!("it leaves, so look twice: {found}"));
    }
    let (news, known) = (plan.news.len(), plan.known.len());
    output::text(&format!(
        "read in {}, {known} already there; `sitroom undo` takes all of it back\n",
        count(news, "note")
    ))?;
    Ok(Exit::Done)
}

/// Names the line that stands in the way.
fn of_line(plan: &Plan, error: NotAll) -> CliError {
    // The first says where they come from.
    let place = error.place.checked_sub(1);
    match place.and_then(|place| plan.news.get(place)) {
        Some(item) => CliError::OfLine {
            line: item.line,
            source: Box::new(error.source.into()),
        },
        None => error.source.into(),
    }
}

fn preview(plan: &Plan, zone: Zone) -> String {
    let mut out = String::new();
    for (title, sign, items) in [
        ("to be recorded", '+', &plan.news),
        ("already there", '=', &plan.known),
    ] {
        let _ = writeln!(out, "{} {title}", items.len());
        for item in items.iter().take(SHOWN) {
            let _ = writeln!(out, "  {sign} {}", line(item, zone));
        }
        if items.len() > SHOWN {
            let _ = writeln!(out, "  … and {} more", items.len() - SHOWN);
        }
    }
    out
}

fn line(item: &Item, zone: Zone) -> String {
    let at = if item.happened.is_unknown() {
        "unknown".to_owned()
    } else {
        zone.plain(&item.happened)
    };
    let said = excerpt(&item.text, 100);
    output::line(&format!("line {}, {at} {}: {said}", item.line, item.actor))
}
