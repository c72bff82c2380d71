//! `sitroom drill`: practise on a made-up incident.

use std::num::NonZeroU32;
use std::process::ExitCode;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::{output, words};
use crate::practice::{SCENARIOS, Scenario};
use crate::session::Environment;

/// Practise on a made-up incident, with an issue and people that only this program plays
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The scenario [default: the first of --list]
    scenario: Option<String>,
    /// How many seconds of the drill pass in one second [default: the scenario's own]
    #[arg(long, value_name = "N")]
    speed: Option<NonZeroU32>,
    /// Show the scenarios and end
    #[arg(long)]
    list: bool,
}

pub(super) fn run(context: Context, args: &Args) -> Result<ExitCode, CliError> {
    if args.list {
        list()?;
        return Ok(Exit::Done.into());
    }
    let scenario = Scenario::shipped(args.scenario.as_deref().unwrap_or(SCENARIOS[0].0))?;
    let speed = args.speed.map_or(scenario.speed, NonZeroU32::get);
    Ok(run_drill(context.env, scenario, speed)?)
}

fn list() -> Result<(), CliError> {
    let mut rows = Vec::new();
    for (id, _) in SCENARIOS {
        let scenario = Scenario::shipped(id)?;
        rows.push(vec![scenario.id, scenario.title, scenario.about]);
    }
    output::text(&words::columns(&rows))
}

/// Runs the screen on a drill until somebody leaves it.
fn run_drill(env: Environment, scenario: Scenario, speed: u32) -> anyhow::Result<ExitCode> {
    let _ = (env, scenario, speed);
    anyhow::bail!("run the drill: it is not built in yet")
}
