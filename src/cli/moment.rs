//! `sitroom moment`: the key times that the metrics are made of.

use std::collections::BTreeMap;

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::command::Command;
use crate::domain::incident::{Incident, Moment};
use crate::domain::time::{Precision, When};

/// Set a key time of the incident, or show them all
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// started, discovered, opened, confirmed, contained, resolved or closed
    #[arg(requires = "time", value_name = "NAME")]
    moment: Option<Moment>,
    /// When it was, or unknown
    #[arg(allow_hyphen_values = true)]
    time: Option<String>,
    /// Keep it no more exact than this: second, minute, hour, day, month or year
    #[arg(long, requires = "time")]
    precision: Option<Precision>,
    /// Write JSON; only without a name
    #[arg(long, conflicts_with = "moment")]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    match (args.moment, &args.time) {
        (Some(moment), Some(time)) => context.write(&args.writing, |view| {
            let when = read(view, time, args.precision)?;
            Ok(Command::SetMoment {
                moment,
                when,
                automatic: false,
            })
        }),
        _ => show(&*context.read()?, args.json),
    }
}

/// Reads a time, cut down to a precision: nothing makes it more exact than it was typed.
fn read(view: &View<'_>, time: &str, precision: Option<Precision>) -> Result<When, CliError> {
    let typed = view.incident.zone.read(time, view.now)?;
    Ok(match (typed, precision) {
        (When::Known { at, precision }, Some(wanted)) if wanted > precision => {
            // In the incident's zone, so that a day is a day there.
            let local = view.incident.zone.local(at.to_utc()).fixed_offset();
            When::coarse(local, wanted)
        }
        (typed, _) => typed,
    })
}

/// `--json` writes every moment with its time, or null where nobody said anything.
fn show(incident: &Incident, json: bool) -> Result<Exit, CliError> {
    if json {
        let moments: BTreeMap<&str, Option<When>> = Moment::ALL
            .iter()
            .map(|moment| (moment.word(), incident.moments.get(moment).copied()))
            .collect();
        output::json(&moments)?;
        return Ok(Exit::Done);
    }
    let rows: Vec<Vec<String>> = Moment::ALL
        .iter()
        .map(|moment| {
            let when = incident.moments.get(moment);
            let when = when.map(|when| words::when(*when, incident.zone));
            let when = when.unwrap_or_else(|| "not set".to_owned());
            vec![moment.to_string(), when]
        })
        .collect();
    output::text(&words::columns(&rows))?;
    Ok(Exit::Done)
}
