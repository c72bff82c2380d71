//! `sitroom doctor`: what works here, what does not, and what mends it.

mod disk;
mod files;
mod terminal;

use serde::Serialize;

use super::checkup::{self, Check, Level, of_github, of_repository_name};
use super::context::Context;
use super::error::CliError;
use super::exit::Exit;
use super::output;
use crate::runtime::look_at_github;

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
    let named = settings.repository.as_deref().map(of_repository_name);
    let name = match named.transpose() {
        Ok(name) => name,
        Err(check) => return vec![check],
    };
    if offline {
        return vec![Check::warn("github", "not checked: --offline", "")];
    }
    let seen = look_at_github(&settings.api, name.as_ref(), &env.lookup(), &env.clock());
    of_github(&seen, name.as_ref(), settings.allow_public_repository)
}
