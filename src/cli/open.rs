//! `sitroom open`: open the screen.

use std::process::ExitCode;

use super::context::{Context, playbook_of};
use super::error::CliError;
use super::output;
use super::seat::seat;
use crate::domain::playbook::Playbook;
use crate::runtime::{self, CarrierSetup, Ending, Launch, MirrorSetup, follow_drill};
use crate::session::{Environment, Warning};

/// Open the screen on an incident; this is what happens without a command
#[derive(Debug, Default, clap::Args)]
pub(super) struct Args {
    /// The incident, by its id or the beginning of it
    #[arg(value_name = "ID", conflicts_with = "incident")]
    id: Option<String>,
}

impl Args {
    /// Returns the incident that was named.
    pub(super) fn asked(&self) -> Option<&str> {
        self.id.as_deref()
    }
}

pub(super) fn run(context: Context, args: Args) -> Result<ExitCode, CliError> {
    let incident = args.id.or(context.asked);
    run_screen(&context.env, incident.as_deref())
}

/// Runs the screen until somebody leaves it. Its keys record, so among several incidents that
/// are open somebody has to say which.
fn run_screen(env: &Environment, asked: Option<&str>) -> Result<ExitCode, CliError> {
    let mut asked = asked.map(str::to_owned);
    start_log(env);
    loop {
        match run_one(env, asked.as_deref())? {
            // The palette led to another incident.
            Ending::Open(incident) => asked = Some(incident.to_string()),
            ending => return Ok(ending.exit_code().into()),
        }
    }
}

fn run_one(env: &Environment, asked: Option<&str>) -> Result<Ending, CliError> {
    let id = env.choose_for_screen(asked)?;
    // The palette leads from one drill to another, and each has its own time and end.
    let env = &env.by_clock_of(&id);
    let opened = env.open_record(&id)?;
    let playbook = env.settings.addressed(&playbook_of(&opened.record)?);
    let (seat, slips) = seat(env);
    let mut told = told(env, &opened.warnings, &playbook);
    told.extend(slips);
    // The GitHub of a drill is played by the program that runs it; nothing else is told.
    let (mirror, carriers) = if env.is_of_drills() {
        (None, CarrierSetup::default())
    } else {
        let mirror = MirrorSetup::of(&env.settings, env.lookup())?;
        (Some(mirror), CarrierSetup::of(&env.settings, env.lookup()))
    };
    let launch = Launch {
        playbook,
        record: opened.record,
        seat,
        me: env.me(),
        clock: env.clock(),
        mirror,
        carriers,
        machine: Some(env.clone()),
        watching: None,
        told,
    };
    Ok(runtime::show(launch, |desk, tasks| {
        follow_drill(env.drill(), desk, tasks);
    })?)
}

/// Returns what a person should know from the beginning.
pub(super) fn told(env: &Environment, warnings: &[Warning], playbook: &Playbook) -> Vec<String> {
    let unknown = env.settings.unknown_addresses(playbook);
    let unknown = unknown.map(|key| format!("[addresses] {key}: this playbook has no such key"));
    let settings = env.problems.iter().cloned();
    settings
        .chain(warnings.iter().map(ToString::to_string))
        .chain(unknown)
        .collect()
}

/// Starts the log. A screen without a log is better than none, so trouble is only said.
pub(super) fn start_log(env: &Environment) {
    let filter = env
        .variable("SITROOM_LOG")
        .unwrap_or_else(|| "sitroom=info".to_owned());
    let path = env.home.state.join("sitroom.log");
    let made = env.home.make_state().map_err(anyhow::Error::from);
    let logging = made.and_then(|()| runtime::log_to(&path, &filter));
    if let Err(error) = logging {
        output::warn(&format!("failed to {error:#}"));
    }
}
