//! Looking at what is around the program, for `init` and `doctor`; nothing is changed.

use std::time::Duration;

use tokio::process::Command;

use super::launch::build_runtime;
use crate::github::client::{Client, ClientConfig, Failure, RepoName, token_host_of};
use crate::github::look::{Sight, look};
use crate::github::token::{TokenSource, find_token};
use crate::session::Lookup;
use crate::store::Clock;

/// What a look at GitHub found.
#[derive(Debug)]
pub enum Seen {
    /// There is no token to look with; why not, in words.
    NoToken(String),
    /// There is no way to ask; why not, in words.
    NoWay(String),
    /// GitHub did not answer as it should, or refused the token.
    Failed(TokenSource, Failure),
    /// What is there.
    There(TokenSource, Box<Sight>),
}

/// Looks for a token, and at GitHub with it. The token itself goes nowhere else.
#[must_use]
pub fn look_at_github(
    api: &str,
    repository: Option<&RepoName>,
    env: &Lookup,
    clock: &Clock,
) -> Seen {
    let runtime = match build_runtime() {
        Ok(runtime) => runtime,
        Err(error) => return Seen::NoWay(format!("failed to {error:#}")),
    };
    let seen = runtime.block_on(async {
        let host = match token_host_of(api) {
            Ok(host) => host,
            Err(error) => return Seen::NoWay(format!("failed to {error}")),
        };
        let lookup = |name: &str| env(name);
        let (token, source) = match find_token(&lookup, &host).await {
            Ok(found) => found,
            Err(error) => return Seen::NoToken(error.to_string()),
        };
        let client = match Client::new(&ClientConfig::new(api, token)) {
            Ok(client) => client,
            Err(error) => return Seen::NoWay(format!("failed to {error}")),
        };
        match look(&client, repository, &**clock).await {
            Ok(sight) => Seen::There(source, Box::new(sight)),
            Err(failure) => Seen::Failed(source, failure),
        }
    });
    runtime.shutdown_background();
    seen
}

/// Returns the first line of what a program prints, if it ends well and soon.
#[must_use]
pub fn ask_program(program: &str, args: &[&str]) -> Option<String> {
    const PATIENCE: Duration = Duration::from_secs(2);
    let runtime = build_runtime().ok()?;
    let output = runtime.block_on(async {
        let mut command = Command::new(program);
        command.args(args).stdin(std::process::Stdio::null());
        command.kill_on_drop(true);
        tokio::time::timeout(PATIENCE, command.output()).await
    });
    runtime.shutdown_background();
    let output = output.ok()?.ok().filter(|output| output.status.success())?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    Some(text.lines().next().unwrap_or_default().trim().to_owned())
}
