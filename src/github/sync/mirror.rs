//! The mirror of one incident, and its round.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use tokio::sync::mpsc;
use tokio::time::Instant;

use super::comments::Early;
use super::heard::Heard;
use super::known::Known;
use super::ledger::Ledger;
use super::options::Options;
use super::reading::Reading;
use super::trouble::Trouble;
use crate::domain::ids::EntryId;
use crate::domain::incident::{Incident, IssueLink};
use crate::domain::mirror::{
    ChainHead, Delivery, MIRROR_FORMAT, MirrorState, MirrorStatus, OutboxItem, OutboxKey,
    OutboxState, Remote, SyncState, deliveries, reasons,
};
use crate::domain::playbook::Playbook;
use crate::github::client::Client;

/// How long after a write the history is asked again when it was behind.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// The mirror of one incident.
pub struct Mirror<L> {
    pub(super) ledger: L,
    pub(super) client: Client,
    pub(super) options: Options,
    pub(super) playbook: Arc<Playbook>,
    pub(super) incident: Arc<Incident>,
    pub(super) state: SyncState,
    /// What waits to be sent, as it is on disk; nobody else writes there.
    pub(super) outbox: Vec<OutboxItem>,
    pub(super) known: Known,
    /// Where the journal stands: the issue says what it was written from, so that a text is
    /// known by it.
    pub(super) head: Option<ChainHead>,
    pub(super) login: Option<String>,
    pub(super) rounds: u64,
    /// Since when the repository is known to take writes, in this round.
    pub(super) fit_since: Option<Instant>,
    /// When it was last found fit.
    pub(super) looked_at: Option<DateTime<Utc>>,
    /// The tag of the answer that found it fit.
    pub(super) repository_tag: Option<String>,
    /// Its number, which survives a change of name.
    pub(super) repository_id: Option<u64>,
    /// What the answers said besides their content.
    pub(super) heard: Heard,
    /// Whether the issue was another one in the last round than in the one before.
    pub(super) has_news: bool,
    /// What a person should know of the last round.
    pub(super) remarks: Vec<String>,
    pub(super) last_write: Option<Instant>,
    /// The comments of people that name what the record does not know yet, for some rounds.
    pub(super) early: Vec<Early>,
    /// The list of comments that is being read.
    pub(super) reading: Option<Reading>,
    /// Who hears how far it is read.
    progress: Option<mpsc::UnboundedSender<MirrorStatus>>,
    /// How often a list of comments was shorter than the issue says, in a row.
    pub(super) short_lists: u32,
    /// How long nothing may be created, by our own ceilings.
    pub(super) hold: Option<Duration>,
    /// Whether nothing may be written, and reading goes on.
    pub(super) is_reading_only: bool,
    /// How many texts of the issue lack something that may not leave.
    pub(super) texts_held: usize,
    deliveries: Arc<BTreeMap<EntryId, Delivery>>,
    reasons: Arc<BTreeMap<EntryId, String>>,
    /// Whether something went on its way since the deliveries were worked out.
    has_moved: bool,
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
        let outbox = ledger.outbox().await?;
        state.format = MIRROR_FORMAT;
        if state.etag_token != options.token_hash {
            state.etag.clear();
            if let Some(unread) = &mut state.unread {
                unread.etag.clear();
            }
            state.etag_token.clone_from(&options.token_hash);
        }
        Ok(Self {
            ledger,
            client,
            options,
            playbook,
            incident,
            state,
            outbox,
            known: Known::default(),
            head: None,
            login: None,
            rounds: 0,
            fit_since: None,
            looked_at: None,
            repository_tag: None,
            repository_id: None,
            heard: Heard::default(),
            has_news: false,
            remarks: Vec::new(),
            last_write: None,
            early: Vec::new(),
            reading: None,
            progress: None,
            short_lists: 0,
            hold: None,
            is_reading_only: false,
            texts_held: 0,
            deliveries: Arc::default(),
            reasons: Arc::default(),
            has_moved: true,
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
        (self.status(trouble.as_ref()), trouble)
    }

    /// Takes note of what the record wants to send, while it is no time for a round.
    pub(super) async fn gather(&mut self, trouble: Option<&Trouble>) -> MirrorStatus {
        if let Err(trouble) = self.take_note().await {
            tracing::warn!(detail = trouble.detail(), "what is new is not queued yet");
        }
        self.status(trouble)
    }

    async fn take_note(&mut self) -> Result<(), Trouble> {
        self.incident = self.ledger.incident().await?;
        self.look_where_the_journal_stands().await?;
        self.queue().await
    }

    pub(super) async fn look_where_the_journal_stands(&mut self) -> Result<(), Trouble> {
        self.head = Some(self.ledger.chain_head().await?);
        Ok(())
    }

    /// Has somebody told how far a long thread is read, page by page.
    #[must_use]
    pub fn telling(mut self, progress: mpsc::UnboundedSender<MirrorStatus>) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Leaves the rest of a long thread unread until somebody asks for a round; returns false
    /// when nothing is being read.
    pub(super) fn rest_reading(&mut self) -> bool {
        let reading = self.reading.as_mut().filter(|reading| !reading.rests);
        let Some(reading) = reading else {
            return false;
        };
        reading.rests = true;
        self.remark("the rest of the comments is left unread until you press r");
        true
    }

    pub(super) fn tell_progress(&mut self) {
        let status = MirrorStatus {
            state: MirrorState::Syncing,
            ..self.status(None)
        };
        if let Some(progress) = &self.progress {
            let _ = progress.send(status);
        }
    }

    /// Gives what is stuck another chance.
    pub async fn try_again(&mut self) {
        if let Some(reading) = &mut self.reading {
            reading.rests = false;
        }
        if let Err(trouble) = self.try_stuck_again().await {
            tracing::warn!(detail = trouble.detail(), "what is stuck stays so");
        }
    }

    async fn try_round(&mut self) -> Result<(), Trouble> {
        self.remarks.clear();
        self.hold = None;
        self.take_note().await?;
        let may_write = self.may_write()?;
        self.tell_held_back();
        self.wait_if_asked()?;
        self.check_access().await?;
        self.check_remote().await?;
        self.rounds += 1;
        if self.state.remote.is_none() {
            self.create_issue().await?;
        } else if self.rounds == 1 || self.incident.issue.is_none() {
            self.finish_creation().await?;
        }
        if !may_write {
            self.look_only().await?;
            return self.answer_what_is_so().await;
        }
        self.exchange().await?;
        self.answer_what_is_so().await?;
        self.send_waiting().await?;
        self.file_tracked().await
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

    /// Returns how soon the next round is due because this one left something to do; none when
    /// it did not. Our own ceilings are kept.
    #[must_use]
    pub fn has_more(&self) -> Option<Duration> {
        let waits = |item: &OutboxItem| item.state != OutboxState::Stuck;
        let sends = !self.is_reading_only && self.outbox.iter().any(waits);
        let reads = self.reading.as_ref().is_some_and(|it| !it.rests);
        let looks = self.state.in_doubt.is_some();
        [
            reads.then_some(Duration::ZERO),
            sends.then(|| self.hold.unwrap_or_default()),
            looks.then_some(LOOK_AGAIN),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Returns how the mirror stands.
    pub fn status(&mut self, trouble: Option<&Trouble>) -> MirrorStatus {
        if std::mem::take(&mut self.has_moved) {
            self.deliveries = Arc::new(deliveries(&self.outbox, &self.state));
            self.reasons = Arc::new(reasons(&self.outbox));
        }
        let is_stuck = |item: &&OutboxItem| item.state == OutboxState::Stuck;
        let stuck = self.outbox.iter().filter(is_stuck).count();
        let first_stuck = self.outbox.iter().find(is_stuck);
        let mut all_stuck = self.outbox.iter().filter(is_stuck);
        let is_only_held = all_stuck.all(Self::is_held);
        let stuck_reason = first_stuck.map(|item| item.reason.clone());
        MirrorStatus {
            state: match trouble {
                Some(trouble) => trouble.state(),
                None if self.is_reading_only && !self.options.only_reads => MirrorState::Stopped,
                None if stuck > 0 && !is_only_held => MirrorState::Blocked,
                None if stuck > 0 || self.texts_held > 0 => MirrorState::Held,
                None if self.state.unverified => MirrorState::Unverified,
                None => MirrorState::Synced,
            },
            detail: trouble.map_or_else(|| self.detail(stuck_reason), Trouble::detail),
            last_pull: self.state.last_pull,
            last_push: self.state.last_push,
            waiting: self.outbox.len() - stuck,
            stuck,
            unread: self.reading.as_ref().map_or(0, Reading::left),
            comments: self.reading.as_ref().map_or(0, |reading| reading.count),
            deliveries: Arc::clone(&self.deliveries),
            reasons: Arc::clone(&self.reasons),
        }
    }

    fn detail(&self, stuck: Option<String>) -> String {
        let all: Vec<String> = stuck
            .into_iter()
            .chain(self.heard.skew_warning())
            .chain(self.remarks.iter().cloned())
            .collect();
        all.join("; ")
    }

    /// Says something about this round, once.
    pub(super) fn remark(&mut self, text: impl Into<String>) {
        let text = text.into();
        if !self.remarks.contains(&text) {
            self.remarks.push(text);
        }
    }

    /// Returns the time of this machine.
    pub(super) fn now(&self) -> DateTime<Utc> {
        (self.options.clock)()
    }

    /// Keeps what was agreed on.
    pub(super) async fn save(&self) -> Result<(), Trouble> {
        Ok(self.ledger.save_sync(self.state.clone()).await?)
    }

    /// Keeps an outgoing operation, or its new state.
    pub(super) async fn put(&mut self, item: OutboxItem) -> Result<(), Trouble> {
        self.ledger.put_outbox(item.clone()).await?;
        self.has_moved = true;
        match self
            .outbox
            .binary_search_by_key(&item.key, |known| known.key)
        {
            Ok(at) => self.outbox[at] = item,
            Err(at) => self.outbox.insert(at, item),
        }
        Ok(())
    }

    /// Forgets an outgoing operation.
    pub(super) async fn forget(&mut self, key: OutboxKey) -> Result<(), Trouble> {
        self.ledger.remove_outbox(key).await?;
        self.has_moved = true;
        self.outbox.retain(|item| item.key != key);
        Ok(())
    }

    /// Has the deliveries worked out again.
    pub(super) fn moved(&mut self) {
        self.has_moved = true;
    }

    /// Replaces the state of the record, after somebody else may have changed it.
    pub(super) fn follow(&mut self, incident: Arc<Incident>) {
        self.incident = incident;
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

    /// Waits a moment; not at all where writes have no gap either.
    pub(super) async fn rest(&self, gaps: f64) {
        let gap = self.options.pace.write_gap;
        if !gap.is_zero() {
            tokio::time::sleep(gap.mul_f64(gaps)).await;
        }
    }
}
