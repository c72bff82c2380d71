//! `sitroom drill`: practise on a made-up incident.

use std::num::NonZeroU32;
use std::process::ExitCode;

use super::attention;
use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::open::{keymap, start_log};
use super::theme::theme;
use super::{output, words};
use crate::practice::{SCENARIOS, Scenario};
use crate::runtime::{self, Drill};
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

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, CliError> {
    if args.list {
        list()?;
        return Ok(Exit::Done.into());
    }
    let mut scenario = Scenario::shipped(args.scenario.as_deref().unwrap_or(SCENARIOS[0].0))?;
    scenario.speed = args.speed.map_or(scenario.speed, NonZeroU32::get);
    Ok(run_drill(&context.env, scenario)?)
}

fn list() -> Result<(), CliError> {
    let mut rows = Vec::new();
    for (id, _) in SCENARIOS {
        let scenario = Scenario::shipped(id)?;
        rows.push(vec![scenario.id, scenario.title, scenario.about]);
    }
    output::text(&words::columns(&rows))
}

/// Runs the screen on a drill until somebody leaves it. Its record is kept apart from those
/// of real incidents.
fn run_drill(env: &Environment, scenario: Scenario) -> anyhow::Result<ExitCode> {
    let home = env.home.of_drills();
    start_log(env);
    let playbook = env.playbooks().find(&env.settings.playbook)?;
    let (theme, unused) = theme(env);
    if let Some(problem) = unused {
        output::warn(&problem);
    }
    let drill = Drill {
        scenario,
        home,
        keymap: keymap(env)?,
        theme,
        attention: attention::rules(env),
        notifier: attention::notifier(env),
        gate: env.gate_of(&playbook),
        playbook,
        device: env.device.clone(),
        now: env.now(),
    };
    let ending = runtime::run_drill(drill)?;
    output::tell("sitroom: the record of the drill is kept; `sitroom --drills status` reads it");
    Ok(ending.exit_code().into())
}
