//! `sitroom adopt`: make a record out of the issue that another machine kept.

use super::context::{Context, playbook_of, save_state};
use super::error::CliError;
use super::exit::Exit;
use super::issue_ref::IssueRef;
use super::{output, sync};
use crate::domain::adoption::adopt;
use crate::domain::incident::IssueLink;
use crate::domain::sync_plan::Issue;
use crate::github::wire;
use crate::runtime::{self, MirrorSetup};
use crate::session::Environment;
use crate::store::Record;

/// Make a record out of the issue that another machine kept, and go on from there
///
/// Prints the id of the record. What the issue says of the incident is in it: fields, boards
/// with their numbers, ticks, times, comments. The issue is not changed by that.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// The issue: owner/name#12, or the address of its page
    #[arg(value_name = "ISSUE")]
    issue: IssueRef,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let env = &context.env;
    let link = args.issue.link(&env.settings.api)?;
    let setup = setup(env, &link)?;
    let found = runtime::fetch_issue(&setup, link.number)?;
    let link = IssueLink {
        url: found.html_url.clone(),
        ..link
    };
    let record = make(env, &side(&found), link)?;
    output::text(&format!("{}\n", record.incident().id))?;
    // What the issue says beyond the beginning comes as with any sync.
    let playbook = playbook_of(&record)?;
    let round = runtime::run_once(record, playbook, env.clock(), &setup)?;
    output::tell(&format!("sitroom: {}", sync::said(&round)));
    Ok(sync::ended(&round))
}

/// Returns the way to the issue's own repository, whatever the settings name.
fn setup(env: &Environment, link: &IssueLink) -> Result<MirrorSetup, CliError> {
    let mut settings = env.settings.clone();
    settings.repository = Some(link.repository.clone());
    let setup = MirrorSetup::of(&settings, Some(link), env.lookup())?;
    setup.ok_or(CliError::NoRepository)
}

fn side(issue: &wire::Issue) -> Issue {
    Issue {
        title: issue.title.clone(),
        body: issue.body.clone(),
        closed: issue.state == wire::IssueState::Closed,
    }
}

/// Begins the record, with everything that has to be there before the first sync.
fn make(env: &Environment, issue: &Issue, link: IssueLink) -> Result<Record, CliError> {
    let name = format!("{}#{}", link.repository, link.number);
    let adoption = adopt(issue, link).map_err(|source| CliError::NotAdoptable {
        issue: name,
        source,
    })?;
    let found = env.playbooks().of_incident(&adoption.playbook);
    for warning in &found.warnings {
        output::warn(warning);
    }
    let playbook = match found.playbook {
        Some(playbook) => playbook,
        None => env.playbooks().find(&adoption.playbook.id)?,
    };
    let adopted = Record::adopt(
        &env.home,
        &env.gate,
        playbook,
        &adoption,
        issue,
        &env.device,
        env.now(),
    )?;
    for (_, refusal) in &adopted.refused {
        output::warn(&format!("not taken over from the issue: {refusal}"));
    }
    let mut record = adopted.record;
    save_state(&mut record);
    Ok(record)
}
