//! How the mirror is set up.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::domain::gate::Gate;
use crate::github::client::RepoName;

/// How fast the mirror goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Least time between two writes.
    pub write_gap: Duration,
    /// Least time between two writes that notify people.
    pub comment_gap: Duration,
    /// How long after a lost answer the server may still be at work on it.
    pub doubt: Duration,
    /// How long a look at the repository is good for the writes behind it.
    ///
    /// GitHub has no "write only if private", so every look is older than its write by a round
    /// trip at least; this bounds by how much. It is less than the gap between two comments and
    /// more than that between two changes of the issue: each comment has a look of its own,
    /// title and body share one. A look that finds it "as before" costs nothing of the hourly
    /// allowance.
    pub look_good_for: Duration,
    /// The most issues and comments created in a minute.
    pub per_minute: usize,
    /// The most issues and comments created in an hour.
    pub per_hour: usize,
}

impl Pace {
    /// What GitHub asks for: a second between writes, three between those that notify; it
    /// ends requests after ten seconds itself. The ceilings are a quarter and less of what it
    /// allows an account, which has other tools and a person at a browser.
    pub const GITHUB: Self = Self {
        write_gap: Duration::from_secs(1),
        comment_gap: Duration::from_secs(3),
        doubt: Duration::from_secs(12),
        look_good_for: Duration::from_secs(2),
        per_minute: 20,
        per_hour: 200,
    };

    /// What a practice server on this machine needs: nothing.
    pub const LOOPBACK: Self = Self {
        write_gap: Duration::ZERO,
        comment_gap: Duration::ZERO,
        doubt: Duration::ZERO,
        look_good_for: Duration::MAX,
        per_minute: usize::MAX,
        per_hour: usize::MAX,
    };
}

/// How the mirror is set up.
#[derive(Clone)]
pub struct Options {
    /// The repository that holds the issue.
    pub repository: RepoName,
    /// Base URL of the API, to recognise an issue of another server.
    pub api: String,
    /// SHA-256 of the token: `ETag`s are good for one token only.
    pub token_hash: String,
    /// How fast it goes.
    pub pace: Pace,
    /// Whether a public repository is allowed.
    pub allow_public: bool,
    /// What texts are looked through with before they leave.
    pub gate: Arc<Gate>,
    /// Whether lines such as `/lead TEXT` in people's comments are suggestions.
    pub suggestions: bool,
    /// Whether nothing is ever written: the issue is watched from afar.
    pub only_reads: bool,
    /// The time of this machine.
    pub clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}
