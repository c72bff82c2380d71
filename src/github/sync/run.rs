//! The task: when the next round is due, and how long to stay away after trouble.

use std::time::Duration;

use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

use super::heard::Heard;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::pause::{self, Last, Next};
use super::trouble::Trouble;
use crate::domain::mirror::{MirrorState, MirrorStatus};

/// Why a round may be due earlier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nudge {
    /// The record changed.
    Changed,
    /// Somebody asked for it.
    Now,
    /// Somebody asks to leave the rest of a long thread unread for now.
    Rest,
}

/// Why the task ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stopped {
    /// Nobody is left to nudge it.
    Alone,
    /// Somebody asked for a round after the token was refused: there may be a better one.
    WantsToken,
}

/// How long changes are gathered before they are written.
const GATHER: Duration = Duration::from_millis(800);

/// Goes round after round until nobody is left to nudge it. At most one round waits behind
/// the running one, however often it is nudged.
pub async fn run<L: Ledger>(
    mirror: Mirror<L>,
    poll: Duration,
    nudges: &mut mpsc::UnboundedReceiver<Nudge>,
    moved: &mpsc::UnboundedSender<MirrorStatus>,
) -> Stopped {
    let mut course = Course::new(poll, Instant::now());
    let mut mirror = mirror.telling(moved.clone());
    loop {
        match course.wait(nudges).await {
            None => return Stopped::Alone,
            Some(Due::Noted) => {
                let status = mirror.gather(course.trouble.as_ref()).await;
                let _ = moved.send(course.told(status));
                continue;
            }
            Some(Due::Resting) => {
                if mirror.rest_reading() {
                    course.rested(Instant::now(), mirror.has_more());
                }
                let status = mirror.status(course.trouble.as_ref());
                let _ = moved.send(course.told(status));
                continue;
            }
            Some(Due::Asked) if course.is_without_token() => return Stopped::WantsToken,
            Some(Due::Asked) => {
                tell_syncing(&mut mirror, moved);
                mirror.try_again().await;
            }
            Some(Due::InTime) => tell_syncing(&mut mirror, moved),
        }
        let (status, trouble) = mirror.round().await;
        let went = Went {
            trouble,
            more: mirror.has_more(),
            has_news: mirror.has_news,
            heard: mirror.heard,
        };
        course.after(Instant::now(), went);
        if moved.send(course.told(status)).is_err() {
            return Stopped::Alone;
        }
    }
}

fn tell_syncing<L: Ledger>(mirror: &mut Mirror<L>, moved: &mpsc::UnboundedSender<MirrorStatus>) {
    let before = mirror.status(None);
    let _ = moved.send(MirrorStatus {
        state: MirrorState::Syncing,
        ..before
    });
}

/// Why the wait ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Due {
    /// A person asked for a round.
    Asked,
    /// It is time for one.
    InTime,
    /// The record changed, and it is no time for a round.
    Noted,
    /// A person asked to put off the rest of what is read.
    Resting,
}

/// How a round went.
struct Went {
    trouble: Option<Trouble>,
    /// How soon it goes on because something is left to do.
    more: Option<Duration>,
    /// Whether something had changed on the issue.
    has_news: bool,
    heard: Heard,
}

/// How it went so far, and when it goes on.
struct Course {
    poll: Duration,
    trouble: Option<Trouble>,
    failures: u32,
    /// When something last happened, here or on the issue.
    busy_at: Instant,
    /// When the next round is due; none: when asked.
    due: Option<Instant>,
    /// Whether a change of the record brings the round forward.
    hears_changes: bool,
    /// Whether little is left of the allowance.
    is_sparing: bool,
    /// Whether something changed that no round has seen yet.
    is_changed: bool,
    /// What comes behind what was asked for before that.
    then: Option<Due>,
}

impl Course {
    fn new(poll: Duration, now: Instant) -> Self {
        Self {
            poll,
            trouble: None,
            failures: 0,
            busy_at: now,
            due: Some(now),
            hears_changes: true,
            is_sparing: false,
            is_changed: false,
            then: None,
        }
    }

    /// Waits for the time or a nudge; returns none when nobody is left to nudge. A round that
    /// was asked for is taken at once, whatever the back-off.
    async fn wait(&mut self, nudges: &mut mpsc::UnboundedReceiver<Nudge>) -> Option<Due> {
        if let Some(then) = self.then.take() {
            return Some(then);
        }
        loop {
            let until = self.due;
            let in_time = async {
                match until {
                    Some(due) => sleep_until(due).await,
                    None => std::future::pending().await,
                }
            };
            tokio::select! {
                // Nudges first: a steady poll must not starve the person who asks.
                biased;
                nudge = nudges.recv() => {
                    let nudge = nudge?;
                    let now = Instant::now();
                    self.busy_at = now;
                    match nudge {
                        Nudge::Now => return Some(Due::Asked),
                        Nudge::Rest => return Some(Due::Resting),
                        Nudge::Changed if self.hears_changes => {
                            self.is_changed = true;
                            let soon = now + GATHER;
                            self.due = Some(until.map_or(soon, |due| due.min(soon)));
                        }
                        Nudge::Changed => return Some(self.gathered(nudges, Due::Noted)),
                    }
                }
                () = in_time => return Some(self.gathered(nudges, Due::InTime)),
            }
        }
    }

    /// Takes all nudges that the coming round answers. Who puts the reading off is heard before
    /// the round that is due, and after one that was asked for before.
    fn gathered(&mut self, nudges: &mut mpsc::UnboundedReceiver<Nudge>, mut due: Due) -> Due {
        while let Ok(nudge) = nudges.try_recv() {
            self.busy_at = Instant::now();
            match nudge {
                // Who asks for a round wants the rest read too.
                Nudge::Now => (due, self.then) = (Due::Asked, None),
                Nudge::Rest => match due {
                    Due::InTime | Due::Resting => due = Due::Resting,
                    Due::Asked | Due::Noted => self.then = Some(Due::Resting),
                },
                Nudge::Changed => self.is_changed = true,
            }
        }
        due
    }

    /// Sets when it goes on, now that the rest of a list is put off: nothing is left to hurry
    /// for but what `more` says and what changed. After trouble, and where GitHub asked for a
    /// pause, the time stands.
    fn rested(&mut self, now: Instant, more: Option<Duration>) {
        if self.trouble.is_none() && self.hears_changes && !self.is_changed {
            self.due = Some(now + more.map_or(self.poll, |more| more.min(self.poll)));
        }
    }

    /// Sets when it goes on, after a round that ended now.
    fn after(&mut self, now: Instant, went: Went) {
        self.is_changed = false;
        if went.has_news {
            self.busy_at = now;
        }
        self.failures = match &went.trouble {
            Some(_) => self.failures.saturating_add(1),
            None => 0,
        };
        self.trouble = went.trouble;
        let next = pause::next(
            Last {
                trouble: self.trouble.as_ref(),
                failures: self.failures,
                quiet: now - self.busy_at,
                allowance: went.heard.allowance,
                poll_interval: went.heard.poll_interval,
            },
            self.poll,
        );
        let at = |pause: Duration| Some(now + pause::jittered(pause, fastrand::f64()));
        let is_good = self.trouble.is_none();
        self.is_sparing = is_good && matches!(next, Next::NotBefore(_));
        (self.due, self.hears_changes) = match next {
            // The rest is done at once, or as soon as our own ceilings allow.
            Next::After(pause) if is_good && went.more.is_some() => {
                let more = went.more.unwrap_or_default();
                (Some(now + more.min(pause)), true)
            }
            Next::After(pause) => (at(pause), true),
            Next::NotBefore(pause) => (at(pause), false),
            Next::WhenAsked => (None, false),
        };
    }

    /// Returns what the screen is told: a pause to spare the allowance is none of the
    /// round's.
    fn told(&self, mut status: MirrorStatus) -> MirrorStatus {
        if self.is_sparing && status.state == MirrorState::Synced {
            let left = self.due.map(|due| due - Instant::now());
            let minutes = left.unwrap_or_default().as_secs() / 60 + 1;
            status.state = MirrorState::Limited;
            status.detail = format!(
                "little is left of the hourly allowance of calls to GitHub; syncing goes on in \
                 {minutes} min, or when you press r"
            );
        }
        status
    }

    fn is_without_token(&self) -> bool {
        let state = self.trouble.as_ref().map(Trouble::state);
        state == Some(MirrorState::Token)
    }
}

#[cfg(test)]
#[path = "run_tests.rs"]
mod tests;
