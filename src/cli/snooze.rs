//! `sitroom snooze`: put a clock off, with a reason.

use serde::Serialize;

use super::context::{Asked, Context, View, Writing, playbook_of};
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::clock::{Due, due, put_off};
use crate::domain::command::Command;
use crate::domain::incident::Incident;
use crate::domain::time::{Instant, Span, Zone};
use crate::session::Purpose;

/// Put a clock off for a while or for good, with a reason, or show which clocks run
///
/// It counts on: only its asking is put off, until then or until its next round. That, and why,
/// goes into the log.
#[derive(Debug, clap::Args)]
#[command(
    group(clap::ArgGroup::new("how_long").args(["time", "never"])),
    override_usage = "sitroom snooze [OPTIONS] [CLOCK <LENGTH|--never> --reason <TEXT>]"
)]
pub(super) struct Args {
    /// Its key, such as K3 or "K7:Farmer Jane"
    #[arg(requires_all = ["reason", "how_long"])]
    clock: Option<String>,
    /// For how long past its due time, or past now where it is overdue, such as 30m or 1h
    #[arg(value_name = "LENGTH", requires = "clock", conflicts_with = "never")]
    time: Option<Span>,
    /// For good: it does not ask again in this round
    #[arg(long, requires = "clock")]
    never: bool,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "clock")]
    reason: Option<String>,
    /// Write JSON; only without a clock
    #[arg(long, conflicts_with = "clock")]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

/// A clock that runs, for scripts; `--json` writes an array of these, the most urgent first.
///
/// `snoozed` says whether it is put off now; `until` is null for good, and `reason` is null
/// where nobody put it off.
#[derive(Serialize)]
struct Line<'a> {
    key: &'a str,
    name: &'a str,
    due_at: Instant,
    snoozed: bool,
    until: Option<Instant>,
    reason: Option<&'a str>,
}

pub(super) fn run(context: &Context, args: Args) -> Result<Exit, CliError> {
    let Some(clock) = args.clock else {
        return list(context, args.json);
    };
    let (time, reason) = (args.time, args.reason.unwrap_or_default());
    context.write(&args.writing, |view| {
        let command = Command::SnoozeClock {
            until: time.map(|time| put_off(due_at(view, &clock), time, view.now)),
            clock: key_of(view, &clock),
            reason,
        };
        let hint = "`sitroom snooze` shows which clocks run";
        Ok(Asked::or_hint(command, hint))
    })
}

/// Returns when the running clock is due; now, where none of that key runs.
fn due_at(view: &View<'_>, typed: &str) -> Instant {
    let key = key_of(view, typed);
    let running = due(&view.incident, &view.playbook, view.now).into_iter();
    let mut same = running.filter(|due| due.key == key);
    same.next().map_or(view.now, |due| due.due_at)
}

/// Returns the key as the running clock has it, however its letters were typed.
fn key_of(view: &View<'_>, typed: &str) -> String {
    let running = due(&view.incident, &view.playbook, view.now).into_iter();
    let mut same = running.filter(|due| due.key.eq_ignore_ascii_case(typed.trim()));
    same.next().map_or_else(|| typed.to_owned(), |due| due.key)
}

fn list(context: &Context, json: bool) -> Result<Exit, CliError> {
    let record = context.open(Purpose::Read)?;
    let (incident, now) = (record.incident(), context.env.now());
    let clocks = due(&incident, &*playbook_of(&record)?, now);
    let lines = clocks.iter().map(|due| Line::of(due, &incident, now));
    let lines: Vec<Line<'_>> = lines.collect();
    if json {
        output::json(&lines)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = lines.iter().map(|line| line.row(incident.zone)).collect();
    output::text(&words::columns(&rows))?;
    Ok(Exit::Done)
}

impl<'a> Line<'a> {
    fn of(due: &'a Due, incident: &'a Incident, now: Instant) -> Self {
        let snooze = incident.snoozes.get(&due.key);
        let snooze = snooze.filter(|_| due.is_snoozed(now));
        Self {
            key: &due.key,
            name: &due.name,
            due_at: due.due_at,
            snoozed: snooze.is_some(),
            until: snooze.and_then(|snooze| snooze.until),
            reason: snooze.map(|snooze| snooze.reason.as_str()),
        }
    }

    fn row(&self, zone: Zone) -> Vec<String> {
        let put_off = match (self.reason, self.until) {
            (None, _) => String::new(),
            (Some(why), None) => format!("put off for good: {why}"),
            (Some(why), Some(until)) => {
                format!("put off to {}: {why}", zone.stamp(until))
            }
        };
        vec![
            self.key.to_owned(),
            self.name.to_owned(),
            format!("due {}", zone.stamp(self.due_at)),
            put_off,
        ]
    }
}
