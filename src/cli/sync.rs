//! `sitroom sync`: bring the record and its issue together.

use std::sync::Arc;

use super::context::{Context, playbook_of};
use super::error::{CliError, LET_OUT};
use super::exit::Exit;
use super::output;
use crate::domain::mirror::{MirrorState, MirrorStatus};
use crate::domain::playbook::Playbook;
use crate::runtime::{self, MirrorSetup, Round};
use crate::session::Purpose;
use crate::store::{Clock, Record};

/// Bring the record and its issue together without opening the screen
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Do one round and end
    #[arg(long, required = true)]
    once: bool,
}

pub(super) fn run(context: &Context, args: &Args) -> Result<Exit, CliError> {
    debug_assert!(args.once, "clap requires it");
    run_sync(context)
}

/// Does one round of syncing.
fn run_sync(context: &Context) -> Result<Exit, CliError> {
    let env = &context.env;
    if env.is_of_drills() {
        return Err(CliError::DrillSync);
    }
    let record = context.open(Purpose::Write)?;
    let playbook = playbook_of(&record)?;
    let setup = MirrorSetup::of(&env.settings, env.lookup())?;
    if setup.repository.is_none() && record.incident().issue.is_none() {
        return Err(CliError::NoRepository);
    }
    let round = go_round(record, playbook, env.clock(), &setup)?;
    output::text(&format!("{}\n", said(&round)))?;
    Ok(ended(&round))
}

/// Does one round, and shows how far a long thread is read.
pub(super) fn go_round(
    record: Record,
    playbook: Arc<Playbook>,
    clock: Clock,
    setup: &MirrorSetup,
) -> anyhow::Result<Round> {
    let mut shown = output::Progress::default();
    runtime::run_once(record, playbook, clock, setup, |status| {
        if let Some(read) = status.reading_words() {
            shown.show(&format!("sitroom: reading comments: {read}; ctrl-c stops"));
        }
    })
}

/// Returns how the mirror stands after a round, in a line.
pub(super) fn said(round: &Round) -> String {
    let status = &round.status;
    if round.signal.is_some() {
        let read = status.reading_words();
        let read = read.map_or_else(String::new, |read| format!(" at {read} comments"));
        return format!(
            "stopped{read}; what was read is in the record, the next sync goes on from there"
        );
    }
    let url = round.issue.as_ref().map(|issue| format!(" {}", issue.url));
    let url = url.unwrap_or_default();
    output::line(&format!("{}{url}{}", status.state.word(), waiting(status)))
}

/// Tells what kept a round from going through, and returns the exit code of it.
pub(super) fn ended(round: &Round) -> Exit {
    if let Some(number) = round.signal {
        return Exit::of_signal(number);
    }
    // The issue was read, and nothing was written.
    let is_stopped = round.status.state == MirrorState::Stopped;
    if let Some(trouble) = &round.trouble {
        output::tell(&format!("sitroom: {}", trouble.detail()));
    } else if is_stopped {
        output::tell(&format!("sitroom: {}", round.status.detail));
    }
    if is_stopped {
        output::tell(&format!("Hint: {LET_OUT}"));
    }
    if round.trouble.is_some() || is_stopped || round.status.stuck > 0 {
        Exit::Unreachable
    } else {
        Exit::Done
    }
}

fn waiting(status: &MirrorStatus) -> String {
    match (status.waiting, status.stuck) {
        (0, 0) => String::new(),
        (waiting, 0) => format!(", {waiting} waiting"),
        (waiting, stuck) => format!(", {waiting} waiting, {stuck} stuck: {}", status.detail),
    }
}
