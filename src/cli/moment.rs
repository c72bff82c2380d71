//! `sitroom moment`: the key times that the metrics are made of, and the milestones of the
//! process that start and settle clocks.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::str::FromStr;

use super::context::{Context, View, Writing};
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::domain::command::Command;
use crate::domain::decide::unsaid_awareness;
use crate::domain::event::{ContainmentSet, MilestoneReached};
use crate::domain::ids::FixId;
use crate::domain::incident::{Incident, Moment};
use crate::domain::playbook::Playbook;
use crate::domain::time::{Precision, TimeError, When};
use crate::domain::worksheet::WorksheetAsked;

/// Set a key time of the incident, or show them all
#[derive(Debug, clap::Args)]
#[command(override_usage = "sitroom moment [OPTIONS] [NAME <TIME|--pick <LABEL>>]")]
pub(super) struct Args {
    /// started, discovered, opened, confirmed, contained, resolved or closed; or a milestone of
    /// the process, such as reported or downtime-began
    #[arg(requires = "said", value_name = "NAME")]
    moment: Option<Name>,
    /// When it was, or unknown
    #[arg(allow_hyphen_values = true, group = "said")]
    time: Option<String>,
    /// What of the incident was contained then, such as "token dead": each keeps its time, and
    /// the last one counts
    #[arg(long, requires = "time", value_name = "TEXT")]
    label: Option<String>,
    /// The remediation item that contained it: it counts once that is verified
    #[arg(long, requires = "label", value_name = "ITEM")]
    fix: Option<FixId>,
    /// The instant of containment that counts, by its label; empty lets the last one count
    #[arg(long, group = "said", value_name = "LABEL")]
    pick: Option<String>,
    /// Keep it no more exact than this, if it is known as exactly: second, minute, hour, day, month
    /// or year
    #[arg(long, requires = "time")]
    precision: Option<Precision>,
    /// Who or how, for a milestone
    #[arg(long, requires = "time", value_name = "TEXT")]
    note: Option<String>,
    /// Write JSON; only without a name
    #[arg(long, conflicts_with = "moment")]
    json: bool,
    #[command(flatten)]
    writing: Writing,
}

/// What has a time: a key time of any incident, or a milestone of its process.
#[derive(Debug, Clone)]
enum Name {
    Moment(Moment),
    Milestone(String),
}

impl FromStr for Name {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        // Which milestones there are is known with the incident.
        Ok(match text.parse() {
            Ok(moment) => Self::Moment(moment),
            Err(_) => Self::Milestone(text.to_owned()),
        })
    }
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    if args.label.is_some() || args.pick.is_some() {
        return contain(context, args);
    }
    match (&args.moment, &args.time) {
        (Some(name), Some(time)) => {
            let make = |view: &View<'_>| asked(view, (name, time), args);
            context.write_then(&args.writing, make, |record, recorded| {
                if let Some(playbook) = record.playbook() {
                    tell_awareness(&recorded.incident, &playbook, name);
                }
            })
        }
        _ => show(&*context.read()?, args.json),
    }
}

/// Returns the command that sets a key time, or that of a milestone.
fn asked(view: &View<'_>, (name, time): (&Name, &str), args: &Args) -> Result<Command, CliError> {
    let is_ahead = match name {
        Name::Moment(_) => false,
        Name::Milestone(id) => view.playbook.is_planned(id),
    };
    let when = read(view, (time, is_ahead), args.precision)?;
    Ok(match name {
        Name::Moment(moment) => Command::SetMoment {
            moment: *moment,
            when,
            automatic: false,
        },
        Name::Milestone(id) => Command::ReachMilestone(MilestoneReached {
            milestone: id.clone(),
            when,
            note: args.note.clone().unwrap_or_default(),
        }),
    })
}

/// Says which time stands for an awareness that nobody told, where what was recorded is older.
fn tell_awareness(incident: &Incident, playbook: &Playbook, name: &Name) {
    let Name::Milestone(id) = name else {
        return;
    };
    let at = incident.milestones.get(id).map(|reached| reached.at);
    let aware = at.and_then(|at| unsaid_awareness(incident, playbook, (id, at)));
    let aware = aware.and_then(|aware| aware.earliest());
    if let Some(aware) = aware {
        output::tell(&format!(
            "discovered is {}, when it was opened, and later than that: \
             `sitroom moment discovered TIME` says when anybody first knew",
            incident.zone.stamp(aware)
        ));
    }
}

/// Records one of several instants of containment, or which of them counts.
fn contain(context: &Context, args: &Args) -> Result<Exit, CliError> {
    if !matches!(args.moment, Some(Name::Moment(Moment::Contained))) {
        return Err(CliError::OnlyContained);
    }
    context.write(&args.writing, |view| {
        let asked = match (&args.pick, &args.time) {
            (Some(label), _) => WorksheetAsked::PickContainment(label.clone()),
            (None, time) => WorksheetAsked::Contain(ContainmentSet {
                label: args.label.clone().unwrap_or_default(),
                when: read(
                    view,
                    (time.as_deref().unwrap_or("unknown"), false),
                    args.precision,
                )?,
                fix: args.fix,
            }),
        };
        Ok(Command::ChangeWorksheet(Box::new(asked)))
    })
}

/// Reads a time, past or ahead, cut down to a precision: nothing makes it more exact than it was
/// typed, and who asks for that is told so.
fn read(
    view: &View<'_>,
    (time, is_ahead): (&str, bool),
    precision: Option<Precision>,
) -> Result<When, CliError> {
    let zone = view.incident.zone;
    let typed = match precision {
        _ if is_ahead => zone.read_ahead(time, view.now),
        // Four digits are then no time of day.
        Some(Precision::Year) => zone
            .read(time, view.now)
            .or_else(|_| zone.read_written(time)),
        _ => zone.read(time, view.now),
    }?;
    match (typed, precision) {
        (When::Known { precision, .. }, Some(wanted)) if wanted < precision => {
            Err(CliError::Time(TimeError::TooExact {
                input: time.trim().to_owned(),
                known: precision,
                wanted,
            }))
        }
        (When::Known { at, precision }, Some(wanted)) if wanted > precision => {
            // In the incident's zone, so that a day is a day there.
            let local = zone.local(at.to_utc()).fixed_offset();
            Ok(When::coarse(local, wanted))
        }
        (typed, _) => Ok(typed),
    }
}

/// Returns the milestones that were reached, with their times.
fn reached(incident: &Incident) -> impl Iterator<Item = (&str, Option<When>)> {
    let reached = incident.milestones.iter();
    reached.map(|(id, reached)| (id.as_str(), Some(reached.at)))
}

/// `--json` writes every moment with its time, or null where nobody said anything, and the
/// milestones that were reached. Each time is written as the record does, only as exactly as it is
/// known: one length for all would make a month a midnight.
fn show(incident: &Incident, json: bool) -> Result<Exit, CliError> {
    if json {
        let moments = Moment::ALL.iter();
        let moments = moments.map(|known| (known.word(), incident.moments.get(known).copied()));
        let zone = incident.zone;
        let all = moments.chain(reached(incident));
        let all = all.map(|(name, when)| (name, when.map(|when| zone.here(when))));
        let all: BTreeMap<&str, Option<When>> = all.collect();
        output::json(&all)?;
        return Ok(Exit::Done);
    }
    let moments = Moment::ALL.iter();
    let moments = moments.map(|known| (known.word(), incident.moments.get(known).copied()));
    let mut rows: Vec<Vec<String>> = moments
        .chain(reached(incident))
        .map(|(name, when)| {
            let when = when.map(|when| incident.zone.plain(&when));
            let when = when.unwrap_or_else(|| "not set".to_owned());
            vec![name.to_owned(), when]
        })
        .collect();
    rows.extend(incident.worksheet.containments.iter().map(|it| {
        let when = incident.zone.plain(&it.when);
        let picked = if it.picked { " (picked)" } else { "" };
        let waits = if it.counts(incident) {
            ""
        } else {
            " (not verified)"
        };
        let label = format!("{}{picked}{waits}", it.label);
        vec!["  contained".to_owned(), when, label]
    }));
    output::text(&words::columns(&rows))?;
    Ok(Exit::Done)
}
