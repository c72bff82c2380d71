//! `sitroom watch`: the screen for somebody who only looks.

use std::process::ExitCode;

use tempfile::TempDir;

use super::adopt;
use super::context::{Context, playbook_of};
use super::error::CliError;
use super::issue_ref::IssueRef;
use super::open::start_log;
use super::seat::seat;
use crate::app::Attention;
use crate::domain::incident::IssueLink;
use crate::runtime::{self, CarrierSetup, Launch, MirrorSetup, follow_drill};
use crate::session::{Environment, Purpose};
use crate::store::Record;

/// Open the screen to look on: nothing is recorded and nothing is written to the issue
///
/// On a machine that has the record it follows its files and touches none of them. With an issue,
/// such as owner/name#12, it needs no record: it reads the issue again and again, keeps what it
/// reads in a directory of its own that goes with it, and leaves no trace on the issue.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The incident, by its id or the beginning of it; or the issue: owner/name#12, or its address
    #[arg(value_name = "ID|ISSUE", conflicts_with = "incident")]
    what: Option<String>,
}

impl Args {
    /// Returns the incident that was named; an issue is none of this machine.
    pub(super) fn asked(&self) -> Option<&str> {
        self.what.as_deref().filter(|what| !is_issue(what))
    }
}

/// No id has these in it.
fn is_issue(what: &str) -> bool {
    what.contains(['#', '/'])
}

pub(super) fn run(context: &Context, args: &Args) -> Result<ExitCode, CliError> {
    match &args.what {
        Some(what) if is_issue(what) => watch_issue(&context.env, &what.parse()?),
        _ => watch_files(context, args.asked()),
    }
}

fn watch_files(context: &Context, asked: Option<&str>) -> Result<ExitCode, CliError> {
    let env = &context.env;
    let asked = asked.or(context.asked.as_deref());
    let id = env.choose(asked, Purpose::Read)?;
    let opened = env.watch_record(&id)?;
    let warnings = opened.warnings.iter().map(ToString::to_string);
    let told = env.problems.iter().cloned().chain(warnings).collect();
    let records_by = if env.is_of_drills() {
        "sitroom --drills open"
    } else {
        "sitroom open"
    };
    show(env, opened.record, None, told, records_by)
}

fn watch_issue(env: &Environment, issue: &IssueRef) -> Result<ExitCode, CliError> {
    let link = issue.link(&env.settings.api)?;
    let mut setup = adopt::setup(env, &link)?;
    setup.only_reads = true;
    let found = runtime::fetch_issue(&setup, &link)?;
    let link = IssueLink {
        url: found.html_url.clone(),
        ..link
    };
    // Goes when this function ends, on every way out but a kill.
    let place = place(env)?;
    let apart = env.with_records_in(place.path());
    let record = adopt::make(&apart, &adopt::side(&found), link)?;
    show(&apart, record, Some(setup), Vec::new(), "sitroom adopt")
}

/// Makes a directory for what is read, for its owner alone: in memory where the system has one.
fn place(env: &Environment) -> Result<TempDir, CliError> {
    let runtime_dir = env.variable("XDG_RUNTIME_DIR");
    let parent = runtime_dir.map_or_else(std::env::temp_dir, Into::into);
    let made = tempfile::Builder::new()
        .prefix("sitroom-watch-")
        .tempdir_in(&parent);
    made.map_err(|source| CliError::File {
        path: parent,
        source,
    })
}

fn show(
    env: &Environment,
    record: Record,
    mirror: Option<MirrorSetup>,
    mut told: Vec<String>,
    records_by: &'static str,
) -> Result<ExitCode, CliError> {
    let playbook = env.settings.addressed(&playbook_of(&record)?);
    start_log(env);
    let (mut seat, slips) = seat(env);
    told.extend(slips);
    // Whoever commands is called; who looks on is not.
    seat.attention = Attention {
        bell: false,
        notify: false,
        title: false,
        quiet: None,
    };
    let launch = Launch {
        playbook,
        record,
        seat,
        me: env.me(),
        clock: env.clock(),
        mirror,
        carriers: CarrierSetup::default(),
        machine: None,
        watching: Some(records_by),
        told,
    };
    let ending = runtime::show(launch, |desk, tasks| {
        follow_drill(env.drill(), desk, tasks);
    })?;
    Ok(ending.exit_code().into())
}
