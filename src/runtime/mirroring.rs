//! Setting the mirror up: repository, token, lock, client; then its task.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{mpsc, watch};

use super::desk::{Desk, Inbound};
use super::launch::build_runtime;
use super::ledger::StoreLedger;
use super::mirror_of_others::{self, LOOK_FOR_LOCK, MirrorOfOthers};
use super::signals::Ends;
use super::tasks::Tasks;
use crate::domain::chain::Digest;
use crate::domain::gate::Gate;
use crate::domain::incident::{Incident, IssueLink};
use crate::domain::mirror::{MirrorState, MirrorStatus};
use crate::domain::playbook::Playbook;
use crate::github::client::{Client, ClientConfig, RepoName, may_be_page_of, token_host_of};
use crate::github::sync::{self, Mirror, Nudge, Options, Pace, Stopped, Trouble};
use crate::github::token;
use crate::session::Lookup;
use crate::settings::Settings;
use crate::store::{Clock, Record, SyncLock};

/// How a repository is configured, for whoever has none.
pub const SET_REPOSITORY: &str = "write [github] repository = \"owner/name\" into config.toml, or \
                                  set SITROOM_GITHUB_REPOSITORY";

/// Where the mirror goes.
#[derive(Clone)]
pub struct MirrorSetup {
    /// The repository; without one it is that of the issue the record is linked to, once it is.
    pub repository: Option<RepoName>,
    /// Base URL of the API.
    pub api: String,
    /// The token, when it is known already; else it is looked for.
    pub token: Option<SecretString>,
    /// How often the issue is read.
    pub poll: Duration,
    /// Whether a public repository is allowed.
    pub allow_public: bool,
    /// Whether lines such as `/lead TEXT` in people's comments are suggestions.
    pub suggestions: bool,
    /// Whether nothing is ever written: the issue is watched from afar.
    pub only_reads: bool,
    /// How the token is looked for.
    pub env: Lookup,
}

impl MirrorSetup {
    /// Returns the setup by the settings, which may name no repository.
    pub fn of(settings: &Settings, env: Lookup) -> Result<Self> {
        let poll = u64::try_from(settings.poll.as_seconds()).unwrap_or(30);
        Ok(Self {
            repository: settings.repository.as_deref().map(read).transpose()?,
            api: settings.api.clone(),
            token: None,
            poll: Duration::from_secs(poll.max(1)),
            allow_public: settings.allow_public_repository,
            suggestions: settings.suggestions,
            only_reads: false,
            env,
        })
    }

    /// Returns the repository, else that of the issue.
    pub(super) fn repository_of(&self, issue: Option<&IssueLink>) -> Result<RepoName> {
        match (&self.repository, issue) {
            (Some(repository), _) => Ok(repository.clone()),
            (None, Some(issue)) => read(&issue.repository),
            (None, None) => anyhow::bail!("find the repository: {SET_REPOSITORY}"),
        }
    }

    /// Returns the token that was given, or looks for one.
    pub(super) async fn find_token(&self) -> Result<SecretString> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let host = token_host_of(&self.api)?;
        let env = |name: &str| (self.env)(name);
        Ok(token::find_token(&env, &host).await?.0)
    }

    /// Returns a client for the server. Inside of a runtime only.
    pub(super) fn client(&self, token: SecretString) -> Result<Client> {
        Ok(Client::new(&ClientConfig::new(self.api.clone(), token))?)
    }
}

fn read(repository: &str) -> Result<RepoName> {
    let name = repository.parse();
    name.with_context(|| format!("read the repository `{repository}`"))
}

/// Starts the mirror, or says why there is none. Without a repository it begins once the record
/// has an issue, whoever linked it.
pub fn set_up(desk: &mut Desk, setup: Option<MirrorSetup>, tasks: &mut Tasks) {
    let Some(mut nudges) = desk.nudge_queue.take() else {
        return;
    };
    let Some(setup) = setup else {
        return mirror_of_others::look(desk, tasks);
    };
    let (moved, mut statuses) = mpsc::unbounded_channel();
    let outbox = desk.outbox.clone();
    tasks.start("mirror status", async move {
        while let Some(status) = statuses.recv().await {
            let _ = outbox.send(Inbound::Mirror(status));
        }
    });
    let mut parts = Parts::of(desk);
    let others = MirrorOfOthers::of(desk);
    tasks.start("mirror", async move {
        if setup.repository.is_none() {
            let linked = parts.incident.wait_for(|it| it.issue.is_some()).await;
            if linked.is_err() {
                return;
            }
            // What was asked for before is all in the first round.
            while nudges.try_recv().is_ok() {}
        }
        let lock = match wait_for_lock(others, &moved, setup.poll).await {
            Ok(lock) => lock,
            Err(error) => {
                let why = format!("failed to {error:#}");
                return tell(&moved, MirrorState::Blocked, why);
            }
        };
        keep_true(&parts, &setup, nudges, &moved).await;
        drop(lock);
    });
}

/// Runs the mirror until nobody is left to nudge it, each time with the token that is to be
/// had by then.
async fn keep_true(
    parts: &Parts,
    setup: &MirrorSetup,
    mut nudges: mpsc::UnboundedReceiver<Nudge>,
    moved: &mpsc::UnboundedSender<MirrorStatus>,
) {
    loop {
        let stopped = match parts.mirror(setup).await {
            Ok(mirror) => sync::run(mirror, setup.poll, &mut nudges, moved).await,
            Err(error) => {
                let (state, step) = if error.is::<token::TokenError>() {
                    let step = "run `gh auth login` and press r, or start again with GH_TOKEN";
                    (MirrorState::Token, step)
                } else if error.is::<OnAnotherServer>() {
                    (MirrorState::Blocked, "then start again")
                } else {
                    (MirrorState::Blocked, "press r to try again")
                };
                tell(moved, state, format!("failed to {error:#}; {step}"));
                wait_to_be_asked(&mut nudges).await
            }
        };
        if stopped == Stopped::Alone {
            return;
        }
    }
}

async fn wait_to_be_asked(nudges: &mut mpsc::UnboundedReceiver<Nudge>) -> Stopped {
    while let Some(nudge) = nudges.recv().await {
        if nudge == Nudge::Now {
            return Stopped::WantsToken;
        }
    }
    Stopped::Alone
}

/// Why a round was not begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sync: another sitroom on this machine syncs this incident already")]
pub struct AlreadySyncing;

/// Why nothing is synced with the issue that a record names.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "sync: the issue is {page}, which is not on {api}; nothing is sent. That of a drill needs no \
     sync; for any other set [github] api to its server"
)]
pub struct OnAnotherServer {
    page: String,
    api: String,
}

/// What came of one round.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Round {
    /// How the mirror stands after it.
    pub status: MirrorStatus,
    /// The issue, once there is one.
    pub issue: Option<IssueLink>,
    /// What kept it from going through.
    pub trouble: Option<Trouble>,
    /// The signal that ended it before it was through.
    pub signal: Option<i32>,
}

/// Goes round after round: one reads and sends some of what there is, the next ones do the rest,
/// unless our own ceilings put it off.
async fn rounds(mirror: &mut Mirror<StoreLedger>) -> (MirrorStatus, Option<Trouble>) {
    mirror.try_again().await;
    loop {
        let (status, trouble) = mirror.round().await;
        if trouble.is_some() || mirror.has_more() != Some(Duration::ZERO) {
            return (status, trouble);
        }
    }
}

/// Opens a record, goes one round, and closes it again. `told` hears how far a long thread is
/// read. An interrupt ends it where it is: what was taken over is in the record, and what was
/// not is there the next time.
pub fn run_once(
    record: Record,
    playbook: Arc<Playbook>,
    clock: Clock,
    setup: &MirrorSetup,
    mut told: impl FnMut(&MirrorStatus),
) -> Result<Round> {
    let runtime = build_runtime()?;
    let outcome = runtime.block_on(async {
        let mut tasks = Tasks::here();
        let desk = Desk::open(record, playbook, clock, &mut tasks);
        let Some(lock) = SyncLock::try_acquire(&desk.dir)? else {
            return Err(AlreadySyncing.into());
        };
        let (moved, mut progress) = mpsc::unbounded_channel();
        let mirror = Parts::of(&desk).mirror(setup).await?;
        let mut mirror = mirror.telling(moved);
        let mut ends = Ends::listen()?;
        let (mut last, mut signal) = (None, None);
        let ended = {
            let mut rounds = std::pin::pin!(rounds(&mut mirror));
            loop {
                tokio::select! {
                    biased;
                    number = ends.next() => {
                        signal = Some(number);
                        break None;
                    }
                    Some(status) = progress.recv() => {
                        told(&status);
                        last = Some(status);
                    }
                    ended = &mut rounds => break Some(ended),
                }
            }
        };
        desk.store.shutdown().await?;
        drop(lock);
        let (status, trouble) = match ended {
            Some(ended) => ended,
            None => (last.unwrap_or_else(|| mirror.status(None)), None),
        };
        Ok(Round {
            status,
            issue: mirror.issue(),
            trouble,
            signal,
        })
    });
    runtime.shutdown_background();
    outcome
}

fn tell(moved: &mpsc::UnboundedSender<MirrorStatus>, state: MirrorState, detail: String) {
    let _ = moved.send(MirrorStatus {
        state,
        detail,
        ..MirrorStatus::default()
    });
}

/// Waits until no other sitroom syncs this incident, and tells meanwhile how that goes.
async fn wait_for_lock(
    mut others: MirrorOfOthers,
    moved: &mpsc::UnboundedSender<MirrorStatus>,
    poll: Duration,
) -> Result<SyncLock> {
    loop {
        if let Some(lock) = SyncLock::try_acquire(others.dir())? {
            return Ok(lock);
        }
        if let Some(status) = others.look_while_held().await {
            let _ = moved.send(status);
        }
        tokio::time::sleep(LOOK_FOR_LOCK.min(poll)).await;
    }
}

/// What the mirror's task needs of the desk.
struct Parts {
    ledger: StoreLedger,
    incident: watch::Receiver<Arc<Incident>>,
    playbook: Arc<Playbook>,
    gate: Arc<Gate>,
    clock: Clock,
}

impl Parts {
    fn of(desk: &Desk) -> Self {
        Self {
            ledger: StoreLedger::new(desk.store.clone(), Arc::clone(&desk.gate)),
            incident: desk.incident.clone(),
            playbook: Arc::clone(&desk.playbook),
            gate: Arc::clone(&desk.gate),
            clock: Arc::clone(&desk.clock),
        }
    }

    async fn mirror(&self, setup: &MirrorSetup) -> Result<Mirror<StoreLedger>> {
        let host = token_host_of(&setup.api)?;
        // A repository of that name on another server is another one: an issue of a drill, say,
        // that came with a baton, has the number of somebody's real one.
        let linked = self.incident.borrow().issue.clone();
        let elsewhere = |link: &&IssueLink| !may_be_page_of(&link.url, &setup.api);
        if let Some(link) = linked.as_ref().filter(elsewhere) {
            let (page, api) = (link.url.clone(), setup.api.clone());
            return Err(OnAnotherServer { page, api }.into());
        }
        let token = setup.find_token().await?;
        let options = Options {
            repository: setup.repository_of(linked.as_ref())?,
            api: setup.api.clone(),
            token_hash: Digest::of(token.expose_secret().as_bytes()).to_string(),
            pace: if token::is_loopback(&host) {
                Pace::LOOPBACK
            } else {
                Pace::GITHUB
            },
            allow_public: setup.allow_public,
            suggestions: setup.suggestions,
            only_reads: setup.only_reads,
            gate: Arc::clone(&self.gate),
            clock: Arc::clone(&self.clock),
        };
        let client = setup.client(token)?;
        let (ledger, playbook) = (self.ledger.clone(), Arc::clone(&self.playbook));
        let mirror = Mirror::new(ledger, client, playbook, options).await;
        mirror.map_err(|trouble| anyhow::anyhow!(trouble.detail()))
    }
}
