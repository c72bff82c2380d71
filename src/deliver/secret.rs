//! Passwords and addresses that open something: from the environment or from a command, kept
//! in memory alone.
//!
//! Nothing here quotes a secret or what a command said, and none is ever written down.

use std::io;
use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};
use secrecy::SecretString;
use thiserror::Error;
use tokio::io::AsyncReadExt;
use tokio::process::{Child, Command};

use crate::domain::outgoing::SecretSource;

/// How long a command may take, such as one that asks for a passphrase in a window.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// The most that is read of what a command says.
const LONGEST_OUTPUT: u64 = 64 * 1024;

/// Why there is no secret. Never quotes one.
#[derive(Debug, Error)]
pub enum SecretError {
    /// Nothing says where it is.
    #[error("find a secret: set ${variable}, or the command that prints it")]
    NotSet {
        /// The environment variable that was looked at.
        variable: &'static str,
    },
    /// The command does not start.
    #[error("run `{program}` for a secret")]
    NotStarted {
        /// The program.
        program: String,
        /// What the system said.
        source: io::Error,
    },
    /// The command failed.
    #[error("get a secret from `{program}`: it ended with {status}")]
    Failed {
        /// The program.
        program: String,
        /// How it ended.
        status: ExitStatus,
    },
    /// The command took too long.
    #[error("get a secret from `{program}`: it did not answer within {} s", after.as_secs())]
    TimedOut {
        /// The program.
        program: String,
        /// How long it was waited for.
        after: Duration,
    },
    /// What was found cannot be one.
    #[error("use the secret from {found_in}: {fault}")]
    Malformed {
        /// Where it was found.
        found_in: String,
        /// What is wrong with it.
        fault: SecretFault,
    },
}

/// What is wrong with a text that should be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum SecretFault {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It has a character that no secret has.
    #[error("it contains a line break or another control character")]
    Control,
    /// It is not text.
    #[error("it is not text")]
    NotText,
}

/// Finds a secret. `env` gives the value of an environment variable; a blank one counts as
/// not set. The command runs without a shell and without a terminal to ask on, and the first
/// line of what it prints is the secret.
pub async fn find_secret(
    source: &SecretSource,
    env: &impl Fn(&str) -> Option<String>,
) -> Result<SecretString, SecretError> {
    find_within(source, env, PATIENCE).await
}

/// Finds a secret, with another patience than usual.
pub async fn find_within(
    source: &SecretSource,
    env: &impl Fn(&str) -> Option<String>,
    patience: Duration,
) -> Result<SecretString, SecretError> {
    let variable = source.variable;
    if let Some(value) = env(variable).filter(|value| !value.trim().is_empty()) {
        return checked(&value, || format!("${variable}"));
    }
    let Some((program, arguments)) = source.command.split_first() else {
        return Err(SecretError::NotSet { variable });
    };
    let output = ask(program, arguments, patience).await?;
    let found_in = || format!("`{program}`");
    let text = std::str::from_utf8(&output).map_err(|_| SecretError::Malformed {
        found_in: found_in(),
        fault: SecretFault::NotText,
    })?;
    // As `pass` keeps it: the secret, and below it what else belongs to it.
    checked(text.lines().next().unwrap_or_default(), found_in)
}

fn checked(text: &str, found_in: impl Fn() -> String) -> Result<SecretString, SecretError> {
    let text = text.trim();
    let fault = if text.is_empty() {
        SecretFault::Empty
    } else if text.chars().any(char::is_control) {
        SecretFault::Control
    } else {
        return Ok(SecretString::from(text));
    };
    Err(SecretError::Malformed {
        found_in: found_in(),
        fault,
    })
}

async fn ask(
    program: &str,
    arguments: &[String],
    patience: Duration,
) -> Result<Vec<u8>, SecretError> {
    let mut command = Command::new(program);
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        // A group of its own: it cannot take keys from the screen, and ends as a whole.
        .process_group(0)
        .kill_on_drop(true);
    let not_started = |source| SecretError::NotStarted {
        program: program.to_owned(),
        source,
    };
    let mut child = command.spawn().map_err(not_started)?;
    let group = child.id();
    let answer = tokio::time::timeout(patience, answer(&mut child)).await;
    let Ok(answer) = answer else {
        end_group(group);
        return Err(SecretError::TimedOut {
            program: program.to_owned(),
            after: patience,
        });
    };
    let (output, status) = answer.map_err(not_started)?;
    if status.success() {
        Ok(output)
    } else {
        Err(SecretError::Failed {
            program: program.to_owned(),
            status,
        })
    }
}

async fn answer(child: &mut Child) -> io::Result<(Vec<u8>, ExitStatus)> {
    let mut output = Vec::new();
    if let Some(stdout) = child.stdout.take() {
        stdout.take(LONGEST_OUTPUT).read_to_end(&mut output).await?;
    }
    Ok((output, child.wait().await?))
}

/// Ends the command and whatever it started, all of which we started.
fn end_group(group: Option<u32>) {
    let pid = group.and_then(|id| i32::try_from(id).ok());
    if let Some(pid) = pid.and_then(Pid::from_raw) {
        let _ = kill_process_group(pid, Signal::KILL);
    }
}
