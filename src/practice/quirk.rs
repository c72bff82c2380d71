//! What this GitHub does otherwise than one would wish, until it is told to stop.
//!
//! Unlike a [`super::Fault`], which hits one request, these are states of the server.

use std::time::Duration;

use chrono::TimeDelta;

use super::lag::{Lag, Lags, Stale};
use super::server::PracticeGithub;
use super::world::ALLOWANCE;

/// How the server behaves.
#[derive(Debug, Clone)]
pub(super) struct Quirks {
    pub(super) lags: Lags,
    /// Two edits by one login within this time make one revision.
    pub(super) folds_within: Option<TimeDelta>,
    /// Whether bodies have no history at all.
    pub(super) is_history_purged: bool,
    /// Whether there is GraphQL; some enterprise servers are run without.
    pub(super) graphql: bool,
    /// How far the server's clock is ahead.
    pub(super) skew: TimeDelta,
    /// The pause between two polls that the server asks for.
    pub(super) poll_interval: Option<Duration>,
}

impl Default for Quirks {
    fn default() -> Self {
        Self {
            lags: Lags::default(),
            folds_within: None,
            is_history_purged: false,
            graphql: true,
            skew: TimeDelta::zero(),
            poll_interval: None,
        }
    }
}

impl PracticeGithub {
    /// Lets reads be behind. Answers to writes are not, but for the history in them.
    pub fn set_lag(&self, what: Stale, lag: Lag) {
        self.change_quirks(|quirks| quirks.lags.set(what, lag));
    }

    /// Folds two edits of a body by one login into one revision when they are made within a
    /// time; nothing keeps every edit. Nobody knows whether GitHub does that.
    pub fn set_folding(&self, within: Option<TimeDelta>) {
        self.change_quirks(|quirks| quirks.folds_within = within);
    }

    /// Shows no history of any body, as where somebody removed it.
    pub fn set_history_purged(&self, purged: bool) {
        self.change_quirks(|quirks| quirks.is_history_purged = purged);
    }

    /// Serves GraphQL, or not.
    pub fn set_graphql(&self, graphql: bool) {
        self.change_quirks(|quirks| quirks.graphql = graphql);
    }

    /// Sets the server's clock ahead, or back.
    pub fn set_skew(&self, ahead: TimeDelta) {
        self.change_quirks(|quirks| quirks.skew = ahead);
    }

    /// Asks for a pause between two polls.
    pub fn set_poll_interval(&self, interval: Option<Duration>) {
        self.change_quirks(|quirks| quirks.poll_interval = interval);
    }

    /// Leaves so many calls of the hour to every account.
    pub fn set_calls_left(&self, left: u32) {
        self.shared().change(|world| {
            let used = ALLOWANCE.saturating_sub(left);
            world.used = world
                .tokens
                .keys()
                .map(|token| (token.clone(), used))
                .collect();
        });
    }

    fn change_quirks(&self, change: impl FnOnce(&mut Quirks)) {
        self.shared().change(|world| change(&mut world.quirks));
    }
}
