//! `sitroom export`: the whole record in one file.

mod json;
mod shared;

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::export::{
    Columns, FedrampReport, Page, RECORD_SCHEMA, Row, fedramp, html, ics_201, ics_214, markdown,
    rows, rows_in, table, veris,
};
use crate::domain::gate::may_leave;
use crate::domain::incident::Incident;
use crate::domain::rotation::calendar;
use crate::domain::time::Instant;
use crate::session::Purpose;
use crate::store::Record;

use self::shared::{Export, Reach};

/// Write the whole record to a file
///
/// What was noted with --local stays out of it, wherever the record repeats it, and so do the
/// register of evidence, what is known of people, and what they were asked; all come with
/// --include-local. Markdown leaves out what was taken back; JSON has it, beside the entry that
/// took it back. ICS has the rotation alone, as it may leave: a calendar that had it before
/// takes the changes. Nothing is written while `sitroom outbound stop` holds.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// For whom
    #[arg(long, value_enum, required_unless_present = "schema")]
    format: Option<Format>,
    /// Where to; standard output unless given
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Write too what stays on this machine: local-only notes, evidence, people
    #[arg(long)]
    include_local: bool,
    /// Write the JSON Schema of the form json instead; no incident is needed
    #[arg(long, conflicts_with_all = ["format", "include_local"])]
    schema: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A report for people
    Markdown,
    /// The report as a page that needs nothing else, with the timeline drawn
    Html,
    /// The state and every entry, with what proves them
    Json,
    /// The timeline as a table that `sitroom import` reads back
    Csv,
    /// The timeline as a table for a case in DFIR-IRIS
    CsvIris,
    /// The timeline as a table for Timesketch
    CsvTimesketch,
    /// The classification of VERIS 1.4, as JSON
    Veris,
    /// The first FedRAMP incident report, as JSON; needs [fedramp] in the settings
    FedrampInitial,
    /// A FedRAMP incident report while it lasts
    FedrampOngoing,
    /// The last FedRAMP incident report
    FedrampFinal,
    /// The incident briefing form ICS 201, as text
    #[value(name = "ics-201")]
    Ics201,
    /// The activity log form ICS 214, as text
    #[value(name = "ics-214")]
    Ics214,
    /// The rotation alone, as a file for calendars
    Ics,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let Some(format) = args.format else {
        return hand_out(args, RECORD_SCHEMA, output::content);
    };
    let record = context.open(Purpose::Read)?;
    may_leave(&record.incident())?;
    let reach = if args.include_local {
        Reach::Everything
    } else {
        Reach::Shared
    };
    let text = written(context, format, &record, reach)?;
    // Each has been made visible in the way of its form.
    hand_out(args, &text, output::content)
}

fn written(
    context: &Context,
    format: Format,
    record: &Record,
    reach: Reach,
) -> Result<String, CliError> {
    let now = context.env.now();
    let export = || -> Result<Export, CliError> {
        Ok(Export::of(record, record.history()?.entries, reach, now)?)
    };
    let table =
        |columns| -> Result<String, CliError> { Ok(table(&rows(&export()?.entries), columns)?) };
    let fedramp = |report| {
        let provider = context.env.settings.fedramp.as_ref();
        let provider = provider.ok_or(CliError::NoProvider)?;
        let export = export()?;
        let state = export.state();
        let document = export.document(&state);
        let (written, playbook) = (document.report(), document.playbook);
        output::json_text(&fedramp(&state, &written, playbook, provider, report)?)
    };
    let form = |form: fn(&Incident, &[Row], Instant) -> String| -> Result<String, CliError> {
        let export = export()?;
        let state = export.state();
        let text = form(&state, &rows_in(&export.entries, state.zone), now);
        Ok(output::visible(&text))
    };
    match format {
        Format::Json => json::text(record, reach, now),
        Format::Markdown => {
            let export = export()?;
            Ok(markdown(&export.document(&export.state())))
        }
        Format::Html => {
            let export = export()?;
            let state = export.state();
            Ok(html(&Page {
                incident: &state,
                entries: &export.entries,
                report: &markdown(&export.document(&state)),
            }))
        }
        Format::Csv => table(Columns::Plain),
        Format::CsvIris => table(Columns::Iris),
        Format::CsvTimesketch => table(Columns::Timesketch),
        Format::Veris => output::json_text(&veris(&export()?.state(), now)),
        Format::FedrampInitial => fedramp(FedrampReport::Initial),
        Format::FedrampOngoing => fedramp(FedrampReport::Ongoing),
        Format::FedrampFinal => fedramp(FedrampReport::Final),
        Format::Ics201 => form(ics_201),
        Format::Ics214 => form(ics_214),
        Format::Ics => Ok(calendar(&record.incident(), &record.gate(), now)?),
    }
}

/// Writes a text into the file that was asked for, else to standard output.
fn hand_out(
    args: &Args,
    text: &str,
    show: impl FnOnce(&str) -> Result<(), CliError>,
) -> Result<Exit, CliError> {
    match &args.output {
        None => show(text)?,
        Some(path) => {
            write(path, text).map_err(|source| CliError::File {
                path: path.clone(),
                source,
            })?;
        }
    }
    Ok(Exit::Done)
}

/// Replaces a file as a whole, for its owner alone; anything else, such as a pipe, is written
/// to as it is.
pub(super) fn write(path: &Path, text: &str) -> std::io::Result<()> {
    let is_file = fs::metadata(path).map_or(true, |found| found.is_file());
    if !is_file {
        return fs::OpenOptions::new()
            .write(true)
            .open(path)?
            .write_all(text.as_bytes());
    }
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let mut temp = tempfile::NamedTempFile::new_in(dir.unwrap_or(Path::new(".")))?;
    temp.write_all(text.as_bytes())?;
    temp.as_file().sync_all()?;
    temp.persist(path)?;
    Ok(())
}
