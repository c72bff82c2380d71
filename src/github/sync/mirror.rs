//! The mirror of one incident, and its round.

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::time::Instant;

use super::heard::Heard;
use super::ledger::Ledger;
use super::trouble::Trouble;
use crate::domain::incident::{Incident, IssueLink};
use crate::domain::mirror::{
    MIRROR_FORMAT, MirrorState, MirrorStatus, OutboxState, Remote, SyncState,
};
use crate::domain::playbook::Playbook;
use crate::github::client::{Client, RepoName};

/// How fast the mirror goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pace {
    /// Least time between two writes.
    pub write_gap: Duration,
    /// Least time between two writes that notify people.
    pub comment_gap: Duration,
    /// How long after a lost answer the server may still be at work on it.
    pub doubt: Duration,
}

impl Pace {
    /// What GitHub asks for: a second between writes, three between those that notify; it
    /// ends requests after ten seconds itself.
    pub const GITHUB: Self = Self {
        write_gap: Duration::from_secs(1),
        comment_gap: Duration::from_secs(3),
        doubt: Duration::from_secs(12),
    };

    /// What a practice server on this machine needs: nothing.
    pub const LOOPBACK: Self = Self {
        write_gap: Duration::ZERO,
        comment_gap: Duration::ZERO,
        doubt: Duration::ZERO,
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
    /// The time of this machine.
    pub clock: Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>,
}

/// The mirror of one incident.
pub struct Mirror<L> {
    pub(super) ledger: L,
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) playbook: Arc<Playbook>,
    pub(super) incident: Arc<Incident>,
    pub(super) state: SyncState,
    pub(super) login: Option<String>,
    pub(super) rounds: u64,
    /// Whether the repository was looked at in this round.
    pub(super) has_looked: bool,
    /// When it was last found fit.
    pub(super) looked_at: Option<DateTime<Utc>>,
    /// Its number, which survives a change of name.
    pub(super) repository_id: Option<u64>,
    /// What the answers said besides their content.
    pub(super) heard: Heard,
    /// Whether the issue was another one in the last round than in the one before.
    pub(super) has_news: bool,
    /// What a person should know of the last round.
    pub(super) remarks: Vec<String>,
    pub(super) last_write: Option<Instant>,
}

impl<L: Ledger> Mirror<L> {
    /// Returns the mirror of the incident that the ledger holds.
    pub async fn new(
        ledger: L,
        client: Client,
        playbook: Arc<Playbook>,
        options: Options,
    ) -> Result<Self, Trouble> {
        let incident = ledger.incident().await?;
        let mut state = ledger.load_sync().await?;
        state.format = MIRROR_FORMAT;
        if state.etag_token != options.token_hash {
            state.etag.clear();
            state.etag_token.clone_from(&options.token_hash);
        }
        Ok(Self {
            ledger,
            client,
            options,
            playbook,
            incident,
            state,
            login: None,
            rounds: 0,
            has_looked: false,
            looked_at: None,
            repository_id: None,
            heard: Heard::default(),
            has_news: false,
            remarks: Vec::new(),
            last_write: None,
        })
    }

    /// Goes one round and returns how the mirror stands after it, with the trouble if any.
    pub async fn round(&mut self) -> (MirrorStatus, Option<Trouble>) {
        self.has_news = false;
        let trouble = match self.try_round().await {
            Ok(()) => {
                self.not_limited().await;
                None
            }
            Err(trouble) => Some(self.explain(trouble).await),
        };
        (self.status(trouble.as_ref()).await, trouble)
    }

    /// Takes note of what the record wants to send, while it is no time for a round.
    pub(super) async fn gather(&mut self, trouble: Option<&Trouble>) -> MirrorStatus {
        if let Err(trouble) = self.take_note().await {
            tracing::warn!(detail = trouble.detail(), "what is new is not queued yet");
        }
        self.status(trouble).await
    }

    async fn take_note(&mut self) -> Result<(), Trouble> {
        self.incident = self.ledger.incident().await?;
        self.queue_comments().await
    }

    /// Gives what is stuck another chance.
    pub async fn try_again(&mut self) {
        if let Err(trouble) = self.try_stuck_again().await {
            tracing::warn!(detail = trouble.detail(), "what is stuck stays so");
        }
    }

    async fn try_round(&mut self) -> Result<(), Trouble> {
        self.take_note().await?;
        self.wait_if_asked()?;
        self.check_access().await?;
        self.check_remote().await?;
        self.rounds += 1;
        if self.state.remote.is_none() {
            self.create_issue().await?;
        } else if self.rounds == 1 || self.incident.issue.is_none() {
            self.finish_creation().await?;
        }
        self.exchange().await?;
        self.send_comments().await
    }

    fn wait_if_asked(&self) -> Result<(), Trouble> {
        let left = self.state.not_before.map(|until| until - self.now());
        match left.and_then(|left| left.to_std().ok()) {
            Some(wait) if !wait.is_zero() => Err(Trouble::Limited {
                wait,
                in_a_row: self.state.limited_in_a_row,
            }),
            _ => Ok(()),
        }
    }

    /// Returns the issue, once it is known.
    #[must_use]
    pub fn issue(&self) -> Option<IssueLink> {
        self.incident.issue.clone()
    }

    /// Returns how the mirror stands.
    pub async fn status(&self, trouble: Option<&Trouble>) -> MirrorStatus {
        let outbox = self.ledger.outbox().await.unwrap_or_default();
        let stuck = outbox
            .iter()
            .filter(|item| item.state == OutboxState::Stuck)
            .count();
        let first_stuck = outbox.iter().find(|item| item.state == OutboxState::Stuck);
        let stuck_reason = first_stuck
            .map(|item| item.reason.clone())
            .unwrap_or_default();
        MirrorStatus {
            state: match trouble {
                Some(trouble) => trouble.state(),
                None if stuck > 0 => MirrorState::Blocked,
                None => MirrorState::Synced,
            },
            detail: trouble.map_or_else(|| self.detail(&stuck_reason), Trouble::detail),
            last_pull: self.state.last_pull,
            last_push: self.state.last_push,
            waiting: outbox.len() - stuck,
            stuck,
            deliveries: std::sync::Arc::default(),
        }
    }

    fn detail(&self, stuck: &str) -> String {
        let stuck = Some(stuck.to_owned()).filter(|reason| !reason.is_empty());
        let all: Vec<String> = stuck
            .into_iter()
            .chain(self.heard.skew_warning())
            .chain(self.remarks.iter().cloned())
            .collect();
        all.join("; ")
    }

    /// Returns the time of this machine.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }

    /// Keeps what was agreed on.
    pub(super) async fn save(&self) -> Result<(), Trouble> {
        Ok(self.ledger.save_sync(self.state.clone()).await?)
    }

    /// Returns the issue, which [`Mirror::create_issue`] made sure of.
    pub(super) fn remote(&self) -> Result<Remote, Trouble> {
        self.state
            .remote
            .clone()
            .ok_or_else(|| Trouble::blocked("there is no issue yet"))
    }

    /// Waits until the next write is welcome.
    pub(super) async fn space_writes(&mut self, gap: Duration) {
        if let Some(last) = self.last_write.filter(|_| !gap.is_zero()) {
            tokio::time::sleep_until(last + gap).await;
        }
        self.last_write = Some(Instant::now());
    }
}
