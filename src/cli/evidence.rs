//! `sitroom evidence`: what may be evidence, and who holds it.

use std::path::PathBuf;

use clap::Subcommand;
use serde::Serialize;

use super::context::{Asked, Context, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::command::Command;
use crate::domain::evidence::{Custody, Evidence, EvidenceAsked, Handling};
use crate::domain::ids::EvidenceId;
use crate::domain::incident::Incident;
use crate::domain::time::{When, Zone};
use crate::store::mark_file;

/// Keep the register of evidence: what, where, who holds it; it stays on this machine
///
/// Without a task it shows the register.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(subcommand)]
    task: Option<Task>,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Take something into the register; a file is hashed where it lies
    Add {
        /// The file that it is, if it is one
        path: Option<PathBuf>,
        /// What it is, with what it is known by; the path if left out and there is one
        #[arg(
            long,
            value_name = "TEXT",
            default_value = "",
            hide_default_value = true
        )]
        what: String,
        /// Where it is kept; the path if left out and there is one
        #[arg(long = "where", value_name = "PLACE", id = "place")]
        place: Option<String>,
        /// Who holds it; you if left out
        #[arg(
            long,
            value_name = "NAME",
            default_value = "",
            hide_default_value = true
        )]
        holder: String,
        #[command(flatten)]
        writing: Writing,
    },
    /// Write down that it was handed over
    HandOver {
        /// Its number, such as E1
        id: EvidenceId,
        /// To whom
        #[arg(long, value_name = "NAME")]
        to: String,
        /// Where it is kept from now on, if elsewhere
        #[arg(
            long = "where",
            value_name = "PLACE",
            default_value = "",
            hide_default_value = true
        )]
        place: String,
        #[command(flatten)]
        writing: Writing,
    },
}

/// Something in the register for scripts; `--json` writes an array of these.
///
/// `path`, `sha256` and `bytes` are null for what was no file. `handlings` has each time it
/// changed hands, the collection first; `step` is `collected` or `handed-over`.
#[derive(Serialize)]
struct Line<'a> {
    id: String,
    what: &'a str,
    path: Option<&'a str>,
    sha256: Option<&'a str>,
    bytes: Option<u64>,
    handlings: Vec<Handled<'a>>,
}

#[derive(Serialize)]
struct Handled<'a> {
    step: Custody,
    when: When,
    place: &'a str,
    holder: &'a str,
    by: &'a str,
}

/// What makes a thing known that is no file.
const LACKING: &str = "name the PATH of a file, or say what it is with --what TEXT and where it is \
                       kept with --where PLACE";

/// What helps where the first word is no file that can be read, such as what the screen takes on
/// one line.
const NO_FILE: &str = "look at the path; what is no file is said with --what TEXT, where it is kept \
                       with --where PLACE, and who holds it with --holder NAME";

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    let (asked, writing) = match args.task {
        None => return list(&*context.read()?, args.json),
        Some(Task::Add {
            path,
            what,
            place,
            holder,
            writing,
        }) => (collected(path, what, place, holder)?, writing),
        Some(Task::HandOver {
            id,
            to,
            place,
            writing,
        }) => (EvidenceAsked::HandOver { id, to, place }, writing),
    };
    let hint = match &asked {
        EvidenceAsked::Collect { .. } => LACKING,
        EvidenceAsked::HandOver { .. } => "`sitroom evidence` shows the register",
    };
    let command = Command::HandleEvidence(Box::new(asked));
    context.write(&writing, |_| Ok(Asked::or_hint(command, hint)))
}

fn collected(
    path: Option<PathBuf>,
    what: String,
    place: Option<String>,
    holder: String,
) -> Result<EvidenceAsked, CliError> {
    let file = path.map(|path| mark_file(&path)).transpose();
    let file = file.map_err(|error| CliError::Refused {
        refusal: error.into_refusal(),
        hint: Some(NO_FILE),
    })?;
    Ok(EvidenceAsked::Collect {
        what,
        place: place.unwrap_or_default(),
        holder,
        path: file
            .as_ref()
            .map(|file| file.path.clone())
            .unwrap_or_default(),
        file,
    })
}

fn list(incident: &Incident, json: bool) -> Result<Exit, CliError> {
    if json {
        let lines: Vec<Line<'_>> = incident.evidence.iter().map(Line::of).collect();
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    let zone = incident.zone;
    let rows: Vec<Vec<String>> = incident
        .evidence
        .iter()
        .flat_map(|it| rows(it, zone))
        .collect();
    if rows.is_empty() {
        output::tell("sitroom: the register is empty; `sitroom evidence add` takes something in");
    }
    output::text(&words::columns(&rows))?;
    Ok(Exit::Done)
}

/// Returns a line for each time that it changed hands, and one for its file.
fn rows(evidence: &Evidence, zone: Zone) -> Vec<Vec<String>> {
    let mut rows = Vec::new();
    for (at, handling) in evidence.handlings.iter().enumerate() {
        let (id, what) = if at == 0 {
            (evidence.id.to_string(), evidence.what.clone())
        } else {
            Default::default()
        };
        rows.push(vec![
            id,
            zone.plain(&handling.when),
            handling.step.word().to_owned(),
            handling.holder.clone(),
            handling.place.clone(),
            what,
        ]);
    }
    if let Some(file) = &evidence.file {
        let mut row = vec![String::new(); 5];
        row.push(format!("SHA-256 {}, {} bytes", file.sha256, file.bytes));
        rows.push(row);
    }
    rows
}

impl<'a> Line<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        let file = evidence.file.as_ref();
        Self {
            id: evidence.id.to_string(),
            what: &evidence.what,
            path: file.map(|file| file.path.as_str()),
            sha256: file.map(|file| file.sha256.as_str()),
            bytes: file.map(|file| file.bytes),
            handlings: evidence.handlings.iter().map(Handled::of).collect(),
        }
    }
}

impl<'a> Handled<'a> {
    fn of(handling: &'a Handling) -> Self {
        Self {
            step: handling.step,
            when: handling.when,
            place: &handling.place,
            holder: &handling.holder,
            by: &handling.by,
        }
    }
}
