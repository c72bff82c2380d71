//! `sitroom drill`: practise on a made-up incident, or on one that was.

use std::path::Path;
use std::process::ExitCode;

use clap::value_parser;

use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::open::{start_log, told};
use super::seat::seat;
use super::{input, output};
use crate::domain::playbook::Playbook;
use crate::domain::scorecard::scorecard;
use crate::practice::{FASTEST, SCENARIOS, Scenario, replay};
use crate::runtime::{self, Drill};
use crate::session::{Environment, Purpose, SessionError};

/// Practise on a made-up incident, with an issue and people that only this program plays
///
/// Keys stop its time, have it go faster or slower, and skip to the next thing that happens; at
/// the end a scorecard says what was kept of what the process promises. It is written beside the
/// record as scorecard.md and scorecard.json.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The scenario, or a .toml file of your own [default: the first of --list]
    scenario: Option<String>,
    /// How many seconds of the drill pass in one second [default: the scenario's own]
    #[arg(long, value_name = "N", value_parser = value_parser!(u32).range(1..=i64::from(FASTEST)))]
    speed: Option<u32>,
    /// Begin with the time stopped
    #[arg(long)]
    paused: bool,
    /// Play a recorded incident or drill: what others did happens again, the rest is yours to do
    #[arg(long, value_name = "INCIDENT", conflicts_with = "scenario")]
    replay: Option<String>,
    /// Show the scenarios and end
    #[arg(long, group = "shows")]
    list: bool,
    /// Show the scorecard of the last drill, or of the one named by --incident, and end
    #[arg(long, group = "shows", conflicts_with_all = ["scenario", "replay"])]
    scorecard: bool,
    /// Write JSON
    #[arg(long, requires = "shows")]
    json: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, CliError> {
    if args.list {
        list(args.json)?;
        return Ok(Exit::Done.into());
    }
    if args.scorecard {
        show_scorecard(context, args.json)?;
        return Ok(Exit::Done.into());
    }
    let env = &context.env;
    let (mut scenario, playbook) = if let Some(asked) = &args.replay {
        recorded(env, asked)?
    } else {
        let scenario = named(args.scenario.as_deref().unwrap_or(SCENARIOS[0].0))?;
        (scenario, env.playbooks().find(&env.settings.playbook)?)
    };
    scenario.speed = args.speed.unwrap_or(scenario.speed);
    Ok(run_drill(env, scenario, playbook, args.paused)?)
}

/// Returns a shipped scenario by its name, or one of a file.
fn named(asked: &str) -> Result<Scenario, CliError> {
    let path = Path::new(asked);
    let is_file = path.extension().is_some_and(|kind| kind == "toml") || asked.contains('/');
    if is_file {
        return Ok(Scenario::parse(asked, &input::file(path)?)?);
    }
    Ok(Scenario::shipped(asked)?)
}

/// Returns a recorded incident or drill as a scenario, with the process it ran on. Its record is
/// only read.
fn recorded(env: &Environment, asked: &str) -> Result<(Scenario, Playbook), CliError> {
    let (env, id) = match env.choose(Some(asked), Purpose::Read) {
        Err(SessionError::NoMatch { .. }) if !env.is_of_drills() => {
            let drills = env.among_drills();
            let id = drills.choose(Some(asked), Purpose::Read)?;
            (drills, id)
        }
        found => (env.clone(), found?),
    };
    let (incident, entries) = env.home.read(&id).map_err(CliError::from)?;
    let scenario = replay(&incident, &entries).ok_or(CliError::NothingToReplay)?;
    let found = env.playbook_for(&incident.playbook);
    for warning in &found.warnings {
        output::warn(&warning.to_string());
    }
    let playbook = match found.playbook {
        Some(playbook) => playbook,
        None => env.playbooks().find(&env.settings.playbook)?,
    };
    Ok((scenario, playbook))
}

fn list(as_json: bool) -> Result<(), CliError> {
    let all = SCENARIOS.iter().map(|(id, _)| Scenario::shipped(id));
    let all = all.collect::<Result<Vec<_>, _>>()?;
    if as_json {
        let rows = all.iter().map(|scenario| {
            serde_json::json!({
                "id": scenario.id,
                "title": scenario.title,
                "about": scenario.about,
                "speed": scenario.speed,
            })
        });
        return output::json(&rows.collect::<Vec<_>>());
    }
    let told = all
        .iter()
        .map(|scenario| format!("{}: {}\n  {}", scenario.id, scenario.title, scenario.about));
    output::page(&told.collect::<Vec<_>>().join("\n"))
}

/// Shows how the last drill went, by its own clock.
fn show_scorecard(context: &Context, as_json: bool) -> Result<(), CliError> {
    let mut env = context.env.among_drills();
    let id = if let Some(asked) = context.asked.as_deref() {
        env.choose(Some(asked), Purpose::Read)?
    } else {
        env.last_drill().map_err(|error| match error {
            SessionError::NoIncident => CliError::NoDrill,
            error => error.into(),
        })?
    };
    env.go_by_drill(Some(id.as_str()));
    let (incident, entries) = env.home.read(&id).map_err(CliError::from)?;
    let playbook = env.playbook_for(&incident.playbook).playbook;
    let card = scorecard(&incident, &entries, playbook.as_ref(), env.now());
    let card = card.ok_or(CliError::NoDrill)?;
    if as_json {
        output::json(&card.report())
    } else {
        output::page(&card.markdown())
    }
}

/// Runs the screen on a drill until somebody leaves it. Its record is kept apart from those
/// of real incidents.
fn run_drill(
    env: &Environment,
    scenario: Scenario,
    playbook: Playbook,
    is_paused: bool,
) -> anyhow::Result<ExitCode> {
    start_log(env);
    let (seat, slips) = seat(env);
    let mut told = told(env, &[], &playbook);
    told.extend(slips);
    let drill = Drill {
        scenario,
        home: if env.is_of_drills() {
            env.home.clone()
        } else {
            env.home.of_drills()
        },
        seat,
        gate: env.gate_of(&playbook),
        playbook,
        device: env.device.clone(),
        now: env.now(),
        is_paused,
        told,
    };
    let end = runtime::run_drill(drill)?;
    match end.scorecard {
        // Where the terminal is gone nobody reads it, and it stands in its file.
        Ok(text) => drop(output::page(&text)),
        Err(error) => output::warn(&format!("failed to write the scorecard: {error:#}")),
    }
    output::tell(&format!(
        "sitroom: the record of the drill is kept; `sitroom --drills --incident {} status` reads it",
        end.incident
    ));
    Ok(end.ending.exit_code().into())
}
