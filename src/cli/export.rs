//! `sitroom export`: the whole record in one file.

mod json;
mod shared;

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use tempfile::NamedTempFile;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::long::{Long, Teller};
use super::output;
use crate::domain::export::{
    Columns, FedrampProvider, FedrampReport, Page, RECORD_SCHEMA, Row, fedramp, html, ics_201,
    ics_214, markdown, table, veris,
};
use crate::domain::gate::may_leave;
use crate::domain::incident::Incident;
use crate::domain::rotation::calendar;
use crate::domain::time::{Instant, Zone};
use crate::session::Purpose;
use crate::store::{History, Record};

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

/// What is told while the text goes out.
const WRITING: &str = "writing the export";

/// What is to be written of a record.
struct Wanted {
    format: Format,
    reach: Reach,
    now: Instant,
    provider: Option<FedrampProvider>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let Some(format) = args.format else {
        return hand_out(&mut Long::begin(true)?, args, RECORD_SCHEMA.to_owned());
    };
    let record = context.open(Purpose::Read)?;
    may_leave(&record.incident())?;
    let wanted = Wanted {
        format,
        reach: if args.include_local {
            Reach::Everything
        } else {
            Reach::Shared
        },
        now: context.env.now(),
        provider: context.env.settings.fedramp.clone(),
    };
    let mut long = Long::begin(true)?;
    let text = long.wait_for(move |teller| wanted.written(&record, teller))?;
    // Each has been made visible in the way of its form.
    hand_out(&mut long, args, text)
}

impl Wanted {
    fn written(&self, record: &Record, teller: &mut Teller<'_>) -> Result<String, CliError> {
        let mut export = || self.export(record, teller);
        match self.format {
            Format::Json => json::text(record, &history(record, teller)?, self.reach, self.now),
            Format::Markdown => {
                let export = export()?.knowing_deliveries(record)?;
                Ok(markdown(&export.document(&export.state())))
            }
            Format::Html => {
                let export = export()?.knowing_deliveries(record)?;
                let state = export.state();
                Ok(html(&Page {
                    incident: &state,
                    entries: &export.entries,
                    report: &markdown(&export.document(&state)),
                }))
            }
            Format::Csv => Ok(table(&export()?.rows(Zone::UTC), Columns::Plain)?),
            Format::CsvIris => Ok(table(&export()?.rows(Zone::UTC), Columns::Iris)?),
            Format::CsvTimesketch => Ok(table(&export()?.rows(Zone::UTC), Columns::Timesketch)?),
            Format::Veris => output::json_text(&veris(&export()?.state(), self.now)),
            Format::FedrampInitial => self.fedramp(FedrampReport::Initial, record, export),
            Format::FedrampOngoing => self.fedramp(FedrampReport::Ongoing, record, export),
            Format::FedrampFinal => self.fedramp(FedrampReport::Final, record, export),
            Format::Ics201 => Ok(self.form(&export()?, ics_201)),
            Format::Ics214 => Ok(self.form(&export()?, ics_214)),
            Format::Ics => Ok(calendar(&record.incident(), &record.gate(), self.now)?),
        }
    }

    fn export(&self, record: &Record, teller: &mut Teller<'_>) -> Result<Export, CliError> {
        let entries = history(record, teller)?.entries;
        Ok(Export::of(record, entries, self.reach, self.now))
    }

    fn fedramp(
        &self,
        report: FedrampReport,
        record: &Record,
        export: impl FnOnce() -> Result<Export, CliError>,
    ) -> Result<String, CliError> {
        let provider = self.provider.as_ref().ok_or(CliError::NoProvider)?;
        let export = export()?.knowing_deliveries(record)?;
        let state = export.state();
        let document = export.document(&state);
        let (written, playbook) = (document.report(), document.playbook);
        output::json_text(&fedramp(&state, &written, playbook, provider, report)?)
    }

    fn form(&self, export: &Export, form: fn(&Incident, &[Row], Instant) -> String) -> String {
        let state = export.state();
        let text = form(&state, &export.rows(state.zone), self.now);
        output::visible(&text)
    }
}

/// Returns the whole journal, which much is made of from then on.
fn history(record: &Record, teller: &mut Teller<'_>) -> Result<History, CliError> {
    let history = record.history_telling(|how_far| teller.reads("reading the record", how_far))?;
    teller.goes_on("making the export");
    Ok(history)
}

/// Writes a text into the file that was asked for, else to standard output.
fn hand_out(long: &mut Long, args: &Args, text: String) -> Result<Exit, CliError> {
    match &args.output {
        None => long.wait_for(move |_| output::content(&text))?,
        Some(path) => write(long, path, text)?,
    }
    Ok(Exit::Done)
}

/// Replaces a file as a whole, for its owner alone; anything else, such as a pipe, is written
/// to as it is.
pub(super) fn write(long: &mut Long, path: &Path, text: String) -> Result<(), CliError> {
    let is_file = fs::metadata(path).map_or(true, |found| found.is_file());
    if is_file {
        return replace(long, path, move |file, teller| {
            teller.has(text.len(), WRITING);
            file.write_all(text.as_bytes())
        });
    }
    let pipe = path.to_owned();
    let written = long.wait_for(move |teller| {
        teller.has(text.len(), WRITING);
        let pipe = OpenOptions::new().write(true).open(pipe);
        Ok(pipe.and_then(|mut pipe| pipe.write_all(text.as_bytes())))
    })?;
    written.map_err(|source| in_file(path, source))
}

/// Replaces a file by what is written; when that is given up, the file is as it was.
fn replace(
    long: &mut Long,
    path: &Path,
    write: impl FnOnce(&mut File, &mut Teller<'_>) -> io::Result<()> + Send + 'static,
) -> Result<(), CliError> {
    let failed = |source| in_file(path, source);
    let dir = path.parent().filter(|dir| !dir.as_os_str().is_empty());
    let dir = dir.unwrap_or(Path::new("."));
    // The error names a file of a name that nobody gave.
    let temp = NamedTempFile::new_in(dir).map_err(|source| failed(of_dir(dir, &source)))?;
    let mut file = temp.as_file().try_clone().map_err(failed)?;
    let written = long.wait_for(move |teller| {
        let written = write(&mut file, teller);
        Ok(written.and_then(|()| file.sync_all()))
    })?;
    written.map_err(failed)?;
    temp.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

/// Returns why nothing can be written in a directory, without the name of what was to be.
fn of_dir(dir: &Path, source: &io::Error) -> io::Error {
    let kind = source.kind();
    if kind == io::ErrorKind::NotFound {
        return io::Error::new(kind, format!("there is no directory {}", dir.display()));
    }
    kind.into()
}

fn in_file(path: &Path, source: io::Error) -> CliError {
    CliError::File {
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use rustix::process::{Signal, getpid, kill_process};

    use super::*;

    #[test]
    fn a_file_is_as_it_was_when_the_writing_of_it_is_given_up() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("record.json");
        fs::write(&path, "as it was").unwrap();
        let mut long = Long::begin(false).unwrap();
        let (never, wait) = mpsc::channel::<()>();
        let given_up = replace(&mut long, &path, move |file, _| {
            file.write_all(b"half of ")?;
            kill_process(getpid(), Signal::INT)?;
            let _ = wait.recv();
            Ok(())
        });
        assert_eq!(given_up.unwrap_err().exit(), Exit::Interrupted);
        assert_eq!(fs::read_to_string(&path).unwrap(), "as it was");
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 1);
        drop(never);
    }
}
