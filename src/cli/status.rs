//! `sitroom status`: where the incident stands, what is next, and by when.

mod report;
mod text;
mod tmux;

use clap::ValueEnum;

use self::report::Report;
pub(super) use self::report::StopJson;
use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::domain::ids::IncidentId;
use crate::domain::time::Instant;
use crate::session::{Environment, SessionError};
use crate::store::Record;

/// Show where the incident stands, what is next, and by when
///
/// For tmux: set -g status-right '#(sitroom status --format tmux)'
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// For whom
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// Write JSON; the same as --format json
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// As it stood at an earlier time: what was known then, and which clocks ran
    #[arg(long, value_name = "TIME", allow_hyphen_values = true)]
    as_of: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// Some lines for people
    Text,
    /// One object for scripts
    Json,
    /// One short line for the status bar of tmux
    Tmux,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let format = if args.json { Format::Json } else { args.format };
    let (record, open) = match context.open_to_read() {
        // A status bar has nothing to say on a quiet day, which is no error.
        Err(CliError::Session(SessionError::NoIncident)) if format == Format::Tmux => {
            output::text("\n")?;
            return Ok(Exit::Done);
        }
        opened => opened?,
    };
    let now = context.env.now();
    let me = context.env.me();
    let report = match &args.as_of {
        None => Report::of(&record, &me, now).mirrored_to(repository(&context.env)),
        Some(time) => Report::as_of(&record, &me, earlier(&record, time, now)?)?,
    };
    match format {
        Format::Text => {
            output::page(&text::text(&report))?;
        }
        Format::Json => output::json(&report.json())?,
        Format::Tmux => output::text(&most_urgent(&context.env, (record, report), &open))?,
    }
    Ok(Exit::Done)
}

/// Returns the line for tmux of the incident whose clock is the most urgent of those that are open,
/// and how many others are: a status bar has no room to ask which.
fn most_urgent(env: &Environment, mut best: (Record, Report), open: &[IncidentId]) -> String {
    let open = if best.1.known.is_none() { open } else { &[] };
    for id in open {
        let Ok(opened) = env.open_record(id) else {
            continue;
        };
        // Each drill has a clock of its own.
        let now = env.by_clock_of(id).now();
        let report = Report::of(&opened.record, &env.me(), now);
        if report.is_more_urgent_than(&best.1) {
            best = (opened.record, report);
        }
    }
    tmux::line(&best.1, &best.0.gate(), open.len().saturating_sub(1))
}

/// Returns the status for people, on a page for all of them: who handed over is not told so.
pub(super) fn plain(record: &Record, env: &Environment, now: Instant) -> String {
    let report = Report::of(record, &env.me(), now).mirrored_to(repository(env));
    text::text(&Report {
        handed_over: None,
        ..report
    })
}

/// Returns the repository that incidents without an issue are mirrored to; of a drill nothing
/// leaves.
fn repository(env: &Environment) -> Option<String> {
    let repository = env.settings.repository.clone();
    repository.filter(|_| !env.is_of_drills())
}

/// Returns the status for scripts.
pub(super) fn scripted(
    record: &Record,
    me: &str,
    now: Instant,
) -> Result<serde_json::Value, CliError> {
    let report = Report::of(record, me, now);
    serde_json::to_value(report.json()).map_err(|source| CliError::Encode { source })
}

/// Reads the time that is to be looked at, in the zone of the incident.
fn earlier(record: &Record, time: &str, now: Instant) -> Result<Instant, CliError> {
    Ok(record.incident().zone.read_known(time, now)?)
}
