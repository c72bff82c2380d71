//! One sitroom: a machine with a disk, a wire, and a mirror that can stand still or end
//! between any two steps.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use sitroom::domain::document::Document;
use sitroom::domain::mirror::MirrorStatus;
use sitroom::domain::playbook::Playbook;
use sitroom::github::client::{Client, Transport};
use sitroom::github::sync::{Mirror, Options, Pace, Trouble};

use super::disk::{Disk, DiskLedger};
use super::step::VirtualClock;
use super::wire::Wire;

/// No gaps between writes, so that nothing waits by the clock of the machine; the doubt is in
/// the simulation's time.
const PACE: Pace = Pace {
    doubt: Duration::from_secs(12),
    ..Pace::LOOPBACK
};

type Round = Pin<Box<dyn Future<Output = (Option<Mirror<DiskLedger>>, Ended)>>>;

/// How a round ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ended {
    /// How the mirror stands.
    pub(crate) status: MirrorStatus,
    /// What kept it from going through.
    pub(crate) trouble: Option<Trouble>,
}

/// A sitroom.
pub(crate) struct Room {
    pub(crate) number: usize,
    /// Who commands here.
    pub(crate) ic: String,
    pub(crate) disk: Arc<Disk>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) playbook: Arc<Playbook>,
    pub(crate) clock: VirtualClock,
    /// The mirror between two rounds; none after a crash.
    mirror: Option<Mirror<DiskLedger>>,
    /// The round under way.
    round: Option<Round>,
}

impl Room {
    pub(crate) fn new(
        number: usize,
        ic: &str,
        disk: Arc<Disk>,
        wire: Arc<Wire>,
        playbook: Arc<Playbook>,
        clock: VirtualClock,
    ) -> Self {
        Self {
            number,
            ic: ic.to_owned(),
            disk,
            wire,
            playbook,
            clock,
            mirror: None,
            round: None,
        }
    }

    /// Goes one step; begins a round where none is under way. Returns how the round ended,
    /// once it has.
    pub(crate) fn step(&mut self) -> Option<Ended> {
        let before = self.disk.steps.taken();
        let mut round = match self.round.take() {
            Some(round) => round,
            None => self.begin(false),
        };
        match round.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            Poll::Ready((mirror, ended)) => {
                self.mirror = mirror;
                Some(ended)
            }
            Poll::Pending => {
                let moved = self.disk.steps.taken() > before;
                assert!(moved, "the mirror waits for something that never comes");
                self.round = Some(round);
                None
            }
        }
    }

    /// Ends the round under way, if any, and begins one that a person asked for.
    pub(crate) fn ask(&mut self) {
        self.round = Some(self.begin(true));
    }

    fn begin(&mut self, asked: bool) -> Round {
        let kept = self.mirror.take();
        let wire: Arc<dyn Transport> = self.wire.clone();
        let client = Client::over(wire);
        let ledger = DiskLedger(Arc::clone(&self.disk));
        let (playbook, options) = (Arc::clone(&self.playbook), self.options());
        Box::pin(async move {
            let made = match kept {
                Some(mirror) => Ok(mirror),
                None => Mirror::new(ledger, client, playbook, options).await,
            };
            match made {
                Ok(mut mirror) => {
                    if asked {
                        mirror.try_again().await;
                    }
                    let (status, trouble) = mirror.round().await;
                    (Some(mirror), Ended { status, trouble })
                }
                Err(trouble) => {
                    let status = MirrorStatus::default();
                    let trouble = Some(trouble);
                    (None, Ended { status, trouble })
                }
            }
        })
    }

    fn options(&self) -> Options {
        let clock = self.clock.clone();
        Options {
            repository: sitroom::practice::Options::REPOSITORY
                .parse()
                .expect("a good name"),
            api: self.wire.github.url(),
            token_hash: self.wire.token.clone(),
            pace: PACE,
            allow_public: false,
            gate: sitroom::domain::gate::Gate::shipped(),
            suggestions: true,
            only_reads: false,
            clock: Arc::new(move || clock.now()),
        }
    }

    /// The machine stops; what is on its disk is all there is afterwards.
    pub(crate) fn crash(&mut self) {
        self.round = None;
        self.mirror = None;
    }

    /// Returns whether a round is under way.
    pub(crate) fn is_under_way(&self) -> bool {
        self.round.is_some()
    }

    /// Returns what the issue should say, as this sitroom sees it.
    pub(crate) fn document(&self) -> Document {
        Document::of(&self.disk.incident(), &self.playbook, self.clock.now())
    }
}
