//! `sitroom doctor`: what works here, what does not, and what mends it.

mod disk;
mod files;
mod terminal;

use serde::Serialize;

use super::checkup::{self, Check, Level, Wanted, of_github, of_repository_name};
use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::github::client::may_be_page_of;
use crate::runtime::look_at_github;
use crate::session::Purpose;

/// Look at token, repository, GitHub, tmux, terminal, files and disk, and say what mends each
///
/// Changes nothing. Ends with 0 when nothing fails, with 1 when something does; what could not be
/// looked at, such as GitHub without network, is a warning.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Ask nothing of the network
    #[arg(long)]
    offline: bool,
    /// Write JSON
    #[arg(long)]
    json: bool,
}

/// The outcome for scripts: how the worst stands, and each with `id`, `level` (`ok`, `warn` or
/// `fail`), what was `found`, and the `fix`, empty where there is nothing to mend.
#[derive(Serialize)]
struct Report<'a> {
    worst: Level,
    checks: &'a [Check],
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    let env = &context.env;
    let mut checks = files::settings(env);
    checks.extend(github(context, args.offline));
    checks.extend(terminal::tmux(env));
    checks.extend(terminal::terminal(env));
    checks.extend(files::directories(&env.home));
    checks.push(disk::free(&env.home.data));
    checks.push(files::last_sync(context));
    let worst = checkup::worst(&checks);
    if args.json {
        let checks = &checks;
        output::json(&Report { worst, checks })?;
    } else {
        output::page(&checkup::lines(&checks))?;
    }
    Ok(match worst {
        Level::Ok | Level::Warn => Exit::Done,
        Level::Fail => Exit::Failed,
    })
}

fn github(context: &Context, offline: bool) -> Vec<Check> {
    let env = &context.env;
    let settings = &env.settings;
    let wanted = match wanted(context) {
        Ok(wanted) => wanted,
        Err(check) => return vec![check],
    };
    if offline {
        return vec![Check::warn("github", "not checked: --offline", "")];
    }
    let name = wanted.as_ref().map(|it| &it.name);
    let seen = look_at_github(&settings.api, name, &env.lookup(), &env.clock());
    of_github(&seen, wanted.as_ref(), settings.allow_public_repository)
}

/// Returns the repository of the settings; without one that of an issue that is synced all the
/// same: of the incident that is meant, else of the newest that has one.
fn wanted(context: &Context) -> Result<Option<Wanted>, Check> {
    let env = &context.env;
    if let Some(name) = &env.settings.repository {
        return Ok(Some(of_repository_name(name)?.into()));
    }
    // The issue of a drill is synced by the pane that plays it.
    if env.is_of_drills() {
        return Ok(None);
    }
    let known = env.home.list().unwrap_or_default().into_iter();
    let open = known.filter(|it| !it.closed && !it.exercise);
    let linked = open.filter_map(|it| it.issue.map(|issue| (it.id, issue)));
    let synced = linked.filter(|(_, issue)| may_be_page_of(&issue.url, &env.settings.api));
    let synced: Vec<_> = synced.collect();
    let meant = env.choose(context.asked.as_deref(), Purpose::Read).ok();
    let chosen = synced.iter().find(|(id, _)| Some(id) == meant.as_ref());
    // They begin with the newest.
    let Some((id, issue)) = chosen.or(synced.first()) else {
        return Ok(None);
    };
    Ok(Some(Wanted {
        name: of_repository_name(&issue.repository)?,
        linked: Some(format!("{}#{} of {id}", issue.repository, issue.number)),
    }))
}
