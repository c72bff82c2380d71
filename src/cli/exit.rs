//! The exit codes, which scripts may rely on.
//!
//! | Code | Name | When |
//! |---|---|---|
//! | 0 | [`Exit::Done`] | it is done, or it was so already |
//! | 1 | [`Exit::Failed`] | something failed that has no code of its own |
//! | 2 | [`Exit::Usage`] | the command line cannot be understood, or asks for what cannot be |
//! | 3 | [`Exit::Refused`] | the process speaks against it; `--because REASON` goes past it |
//! | 4 | [`Exit::NotSaved`] | it could not be written to the disk; nothing of it is recorded |
//! | 5 | [`Exit::NoIncident`] | no incident is meant, or several may be |
//! | 6 | [`Exit::Unsound`] | `verify` found something wrong with the record |
//! | 7 | [`Exit::Unreachable`] | GitHub cannot be reached, or does not let us in |
//! | 8 | [`Exit::Syncing`] | another sitroom syncs this incident already |
//! | 9 | [`Exit::Held`] | it may not leave this machine; nothing of it is recorded |
//! | 130 | [`Exit::Interrupted`] | it was stopped with ctrl-c; what it did so far is whole |
//! | 143 | [`Exit::Terminated`] | it was stopped by a signal; what it did so far is whole |

use std::process::ExitCode;

use crate::domain::time::When;

/// How the program ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// It is done, or it was so already.
    Done = 0,
    /// Something failed that has no code of its own.
    Failed = 1,
    /// The command line cannot be understood, or asks for what cannot be.
    Usage = 2,
    /// The process speaks against it.
    Refused = 3,
    /// It could not be written to the disk.
    NotSaved = 4,
    /// No incident is meant, or several may be.
    NoIncident = 5,
    /// The record is not what was written.
    Unsound = 6,
    /// GitHub cannot be reached, or does not let us in.
    Unreachable = 7,
    /// Another program syncs this incident.
    Syncing = 8,
    /// Something in a text may not leave this machine.
    Held = 9,
    /// Somebody stopped it with ctrl-c.
    Interrupted = 130,
    /// It was stopped by another signal.
    Terminated = 143,
}

impl Exit {
    /// Returns how it ended that a signal of a number ended.
    pub(super) fn of_signal(number: i32) -> Self {
        match number {
            2 => Self::Interrupted,
            _ => Self::Terminated,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// Returns what `--help` says below the commands.
pub(super) fn help() -> String {
    let (past, ahead) = (When::FORMS, When::FORMS_AHEAD);
    format!(
        "\
Without --incident, SITROOM_INCIDENT names the incident; without both it is the one that is
open. Of several that are, reading takes the newest and says so; recording asks which.
Times are read in the incident's zone, and written
{past};
those that are still to come {ahead}.

{ENDS}"
    )
}

const ENDS: &str = "\
Environment:
  SITROOM_INCIDENT  the incident of this terminal
  SITROOM_NAME      who you are, as the record names you
  SITROOM_GITHUB_REPOSITORY, SITROOM_GITHUB_API_URL
                    the repository that mirrors incidents, and where its API is
  SITROOM_GITHUB_TOKEN, GH_TOKEN, GITHUB_TOKEN
                    the token for it; else `gh auth login` has one
  SITROOM_SMTP_PASSWORD, SITROOM_SLACK_WEBHOOK
                    the secrets of mail and Slack
  SITROOM_LOG       how much the log says, such as debug
  SITROOM_NOW       fixes the time, for tests and documentation (2026-11-22T14:02:00Z)
  NO_COLOR          no colours
  VISUAL, EDITOR    the editor that ctrl-e opens

Exit codes:
  0  done, or so already
  1  failed
  2  the command line makes no sense, or asks for what cannot be
  3  refused by the process; --because REASON goes past it
  4  not saved: the disk or the file is in the way
  5  no such incident, or several that may be meant
  6  verify found something wrong with the record
  7  GitHub cannot be reached, or does not let us in
  8  another sitroom syncs this incident already
  9  not recorded: it may not leave this machine; --redact, --local or --override REASON
  130, 143  stopped by ctrl-c or a signal; what was done so far is whole";
