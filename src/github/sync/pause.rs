//! How long to stay away between two rounds, as a function of how the last one went.

use std::time::Duration;

use super::heard::Allowance;
use super::trouble::Trouble;

/// The shortest and the longest wait after trouble.
const BACK_OFF: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(300));

/// The first and the longest wait after a limit that names no time.
const LIMITED: (Duration, Duration) = (Duration::from_secs(60), Duration::from_secs(15 * 60));

/// More than GitHub ever asks for: its allowance is by the hour.
const LONGEST_LIMIT: Duration = Duration::from_secs(3660);

/// With fewer calls left than this, nothing is asked unasked: they are for the person.
const RESERVE: u32 = 100;

/// What the pause after a round depends on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Last<'a> {
    /// What kept the round from going through.
    pub(super) trouble: Option<&'a Trouble>,
    /// How many rounds in a row did not go through, this one included.
    pub(super) failures: u32,
    /// How long nothing has happened, here or on the issue.
    pub(super) quiet: Duration,
    /// What is left of the allowance.
    pub(super) allowance: Option<Allowance>,
    /// The pause the server asks for.
    pub(super) poll_interval: Option<Duration>,
}

/// When the next round is due.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Next {
    /// After so long, or sooner when the record changes or a person asks.
    After(Duration),
    /// After so long whatever changes here, or when a person asks.
    NotBefore(Duration),
    /// When a person asks.
    WhenAsked,
}

/// Returns when the next round is due; `poll` is how often the issue is read while people are
/// at work on it.
pub(super) fn next(last: Last<'_>, poll: Duration) -> Next {
    match last.trouble {
        None => after_good(last, poll),
        Some(trouble) if trouble.waits_for_a_person() => Next::WhenAsked,
        Some(Trouble::Limited { wait, .. } | Trouble::InDoubt { wait }) => Next::NotBefore(*wait),
        Some(Trouble::Blocked { .. } | Trouble::Record { .. }) => Next::After(BACK_OFF.1),
        Some(Trouble::Call(failure)) if failure.is_permanent() => Next::After(BACK_OFF.1),
        Some(Trouble::Call(_) | Trouble::Unfinished { .. }) => {
            let doubled = BACK_OFF.0 * 2_u32.saturating_pow(last.failures.saturating_sub(1).min(8));
            Next::After(doubled.min(BACK_OFF.1))
        }
    }
}

fn after_good(last: Last<'_>, poll: Duration) -> Next {
    let mut pause = poll * idle_factor(last.quiet);
    if let Some(allowance) = last.allowance {
        if allowance.is_reserve() {
            return Next::NotBefore(allowance.full_in.max(poll));
        }
        if allowance.is_low() {
            pause *= 4;
        }
    }
    Next::After(pause.max(last.poll_interval.unwrap_or_default()))
}

/// Returns how many times longer the pause is when nothing happens: nobody misses a minute
/// at night, and the allowance is shared with all of the user's tools.
fn idle_factor(quiet: Duration) -> u32 {
    const MINUTE: u64 = 60;
    match quiet.as_secs() {
        seconds if seconds >= 60 * MINUTE => 4,
        seconds if seconds >= 10 * MINUTE => 2,
        _ => 1,
    }
}

impl Allowance {
    /// Returns whether what is left is kept for what a person asks.
    pub(super) fn is_reserve(self) -> bool {
        self.remaining < RESERVE && !self.full_in.is_zero()
    }

    fn is_low(self) -> bool {
        u64::from(self.remaining) * 5 < u64::from(self.limit)
    }
}

/// Returns how long to stay away when GitHub asked to for the `in_a_row`th time: at least
/// what it asked for, and longer each time, because it asks who does not listen to leave.
pub(super) fn limited(asked: Option<Duration>, in_a_row: u32) -> Duration {
    let doubled = |times: u32| (LIMITED.0 * 2_u32.saturating_pow(times.min(8))).min(LIMITED.1);
    let grown = match (asked, in_a_row) {
        (None, _) => doubled(in_a_row.saturating_sub(1)),
        (Some(asked), 0 | 1) => asked,
        (Some(asked), _) => asked.max(doubled(in_a_row - 2)),
    };
    grown.min(LONGEST_LIMIT)
}

/// Returns the pause made up to a tenth longer by `luck` from 0 to 1, so that a thousand panes
/// do not ask at once.
pub(super) fn jittered(pause: Duration, luck: f64) -> Duration {
    pause.mul_f64(1.0 + luck / 10.0)
}

#[cfg(test)]
#[path = "pause_tests.rs"]
mod tests;
