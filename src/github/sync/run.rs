//! The task: when the next round is due, and how long to stay away after trouble.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::mirror::{MirrorState, MirrorStatus};

/// Why a round may be due earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nudge {
    /// The record changed.
    Changed,
    /// Somebody asked for it.
    Now,
}

/// How long changes are gathered before they are written.
const GATHER: Duration = Duration::from_millis(800);
/// The shortest and the longest wait after trouble.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(300));

/// Goes round after round until nobody is left to nudge it. At most one round waits behind
/// the running one, however often it is nudged.
pub async fn run<L: Ledger>(
    mut mirror: Mirror<L>,
    poll: Duration,
    mut nudges: mpsc::UnboundedReceiver<Nudge>,
    moved: mpsc::UnboundedSender<MirrorStatus>,
) {
    let mut failures = 0_u32;
    let mut due = Instant::now();
    loop {
        let Some(why) = wait(&mut nudges, due).await else {
            return;
        };
        let before = mirror.status(None).await;
        let _ = moved.send(MirrorStatus {
            state: MirrorState::Syncing,
            ..before
        });
        if why == Due::Asked {
            mirror.try_again().await;
        }
        let (status, trouble) = mirror.round().await;
        let more = mirror.has_more().filter(|_| trouble.is_none());
        if moved.send(status).is_err() {
            return;
        }
        failures = if trouble.is_some() {
            failures.saturating_add(1)
        } else {
            0
        };
        let pause = pause(trouble.as_ref(), failures, poll);
        due = Instant::now() + more.map_or(pause, |more| more.min(pause));
    }
}

/// Why a round begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// A person asked for it.
    Asked,
    /// It was time.
    InTime,
}

/// Waits for the time or a nudge; returns none when nobody is left to nudge. A round that
/// was asked for is taken at once, whatever the back-off.
async fn wait(nudges: &mut mpsc::UnboundedReceiver<Nudge>, mut due: Instant) -> Option<Due> {
    loop {
        tokio::select! {
            // Nudges first: a steady poll must not starve the person who asks.
            biased;
            nudge = nudges.recv() => match nudge {
                None => return None,
                Some(Nudge::Now) => return Some(Due::Asked),
                Some(Nudge::Changed) => due = due.min(Instant::now() + GATHER),
            },
            () = sleep_until(due) => {
                return Some(gathered(nudges));
            }
        }
    }
}

/// Takes all nudges that the coming round answers.
fn gathered(nudges: &mut mpsc::UnboundedReceiver<Nudge>) -> Due {
    let mut why = Due::InTime;
    while let Ok(nudge) = nudges.try_recv() {
        if nudge == Nudge::Now {
            why = Due::Asked;
        }
    }
    why
}

/// Returns how long to stay away: what was asked for, else doubled, jittered and capped.
fn pause(trouble: Option<&Trouble>, failures: u32, poll: Duration) -> Duration {
    match trouble {
        None => jittered(poll),
        Some(Trouble::Limited { wait } | Trouble::InDoubt { wait }) => *wait,
        Some(Trouble::Blocked { .. } | Trouble::Record { .. }) => jittered(BACK_OFF.1),
        Some(Trouble::Offline { .. }) => {
            let doubled = BACK_OFF.0 * 2_u32.saturating_pow(failures.saturating_sub(1).min(8));
            jittered(doubled.min(BACK_OFF.1))
        }
    }
}

/// Returns a time up to a tenth shorter, so that a thousand panes do not ask at once.
fn jittered(time: Duration) -> Duration {
    time.mul_f64(1.0 - fastrand::f64() / 10.0)
}
