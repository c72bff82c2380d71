//! `sitroom adopt`: make a record out of the issue that another machine kept.

use std::path::{Path, PathBuf};

use super::context::{Context, playbook_of, save_state};
use super::error::CliError;
use super::exit::Exit;
use super::issue_ref::IssueRef;
use super::{output, sync};
use crate::domain::adoption::{Adoption, adopt};
use crate::domain::incident::IssueLink;
use crate::domain::playbook::Playbook;
use crate::domain::sync_plan::Issue;
use crate::github::wire;
use crate::runtime::{self, MirrorSetup};
use crate::session::Environment;
use crate::store::{Adopted, Record, read_baton};

/// Make a record out of the issue that another machine kept, and go on from there
///
/// Prints the id of the record. What the issue says of the incident is in it: fields, boards
/// with their numbers, ticks, times, comments. The issue is not changed by that.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The issue: owner/name#12, or the address of its page
    #[arg(value_name = "ISSUE", required_unless_present = "baton")]
    issue: Option<IssueRef>,
    /// Make it out of the baton of whoever hands command over; no network is needed
    #[arg(long, value_name = "FILE", conflicts_with = "issue")]
    baton: Option<PathBuf>,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    match (&args.baton, &args.issue) {
        (Some(path), _) => adopt_baton(&context.env, path),
        (None, Some(issue)) => adopt_issue(context, issue),
        (None, None) => Ok(Exit::Usage),
    }
}

fn adopt_issue(context: &Context, issue: &IssueRef) -> Result<Exit, CliError> {
    let env = &context.env;
    let link = issue.link(&env.settings.api)?;
    let setup = setup(env, &link)?;
    let found = runtime::fetch_issue(&setup, &link)?;
    let link = IssueLink {
        url: found.html_url.clone(),
        ..link
    };
    let record = make(env, &side(&found), link)?;
    output::text(&format!("{}\n", record.incident().id))?;
    // What the issue says beyond the beginning comes as with any sync.
    let playbook = playbook_of(&record)?;
    let round = sync::go_round(record, playbook, env.clock(), &setup)?;
    output::tell(&format!("sitroom: {}", sync::said(&round)));
    Ok(sync::ended(&round))
}

/// Makes a record out of a baton; what it has beyond the issue comes with it. That of a drill is
/// kept among the drills wherever it is taken: nothing of it may leave as if it were real.
fn adopt_baton(env: &Environment, path: &Path) -> Result<Exit, CliError> {
    let baton = read_baton(path)?;
    let env = &if baton.drill {
        env.among_drills()
    } else {
        env.clone()
    };
    let adoption = baton.adoption().map_err(|source| CliError::NotAdoptable {
        issue: path.display().to_string(),
        source,
    })?;
    let playbook = playbook_for(env, &adoption)?;
    let adopted = Record::adopt_baton(
        &env.home,
        &env.gate,
        playbook,
        (&baton, &adoption),
        &env.device,
        env.now(),
    )?;
    let record = keep(adopted);
    output::text(&format!("{}\n", record.incident().id))?;
    output::tell(if env.is_of_drills() {
        "sitroom: it is of a drill and kept among the drills; `sitroom --drills accept` takes command"
    } else {
        "sitroom: `sitroom accept` takes command"
    });
    Ok(Exit::Done)
}

/// Returns the way to the issue's own repository, whatever the settings name.
pub(super) fn setup(env: &Environment, link: &IssueLink) -> Result<MirrorSetup, CliError> {
    let mut settings = env.settings.clone();
    settings.repository = Some(link.repository.clone());
    Ok(MirrorSetup::of(&settings, env.lookup())?)
}

pub(super) fn side(issue: &wire::Issue) -> Issue {
    Issue {
        title: issue.title.clone(),
        body: issue.body.clone(),
        closed: issue.state == wire::IssueState::Closed,
    }
}

/// Begins the record, with everything that has to be there before the first sync.
pub(super) fn make(env: &Environment, issue: &Issue, link: IssueLink) -> Result<Record, CliError> {
    let name = format!("{}#{}", link.repository, link.number);
    let adoption = adopt(issue, Some(link)).map_err(|source| CliError::NotAdoptable {
        issue: name,
        source,
    })?;
    let playbook = playbook_for(env, &adoption)?;
    let adopted = Record::adopt(
        &env.home,
        &env.gate,
        playbook,
        &adoption,
        issue,
        &env.device,
        env.now(),
    )?;
    Ok(keep(adopted))
}

/// Returns the playbook that a record goes on with.
fn playbook_for(env: &Environment, adoption: &Adoption) -> Result<Playbook, CliError> {
    let found = env.playbooks().of_incident(&adoption.playbook);
    for warning in &found.warnings {
        output::warn(warning);
    }
    Ok(match found.playbook {
        Some(playbook) => playbook,
        None => env.playbooks().find(&adoption.playbook.id)?,
    })
}

/// Tells what was not taken over, and writes the state file.
fn keep(adopted: Adopted) -> Record {
    for (_, refusal) in &adopted.refused {
        output::warn(&format!("not taken over: {refusal}"));
    }
    let mut record = adopted.record;
    save_state(&mut record);
    record
}
