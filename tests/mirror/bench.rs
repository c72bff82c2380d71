//! A bench to work at the mirror: one machine or two, one GitHub, one clock.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use sitroom::domain::adoption::adopt;
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::event::{Entry, Event, Visibility};
use sitroom::domain::ids::IncidentId;
use sitroom::domain::incident::{Incident, IssueLink, PlaybookRef};
use sitroom::domain::mirror::MirrorStatus;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::sync_plan::Issue as Side;
use sitroom::domain::time::{When, Zone};
use sitroom::github::client::Client;
use sitroom::github::sync::{Mirror, Options, Pace, Trouble};
use sitroom::practice::{Issue, Options as Practice, PracticeGithub};
use tokio::sync::Notify;

use super::disk::{Disk, DiskLedger};
use super::wire::{Happening, Plug, Which, Wire};

pub(crate) const JANE: &str = "Farmer Jane";
pub(crate) const DAVE: &str = "farmer-dave";
pub(crate) const SPOT: &str = "spot-the-dog";
pub(crate) const REPO: &str = Practice::REPOSITORY;

/// 2026-11-22 14:02 UTC, in milliseconds.
const START: i64 = 1_795_356_120_000;

/// The most rounds until everything is quiet.
const MOST_ROUNDS: usize = 60;

/// How fast it goes: nothing waits by the clock of this machine, and the doubt is in the time
/// of the bench.
pub(crate) const PACE: Pace = Pace {
    doubt: Duration::from_secs(12),
    ..Pace::LOOPBACK
};

/// The time of the bench.
#[derive(Debug, Clone)]
pub(crate) struct Clock(Arc<AtomicI64>);

impl Clock {
    fn new() -> Self {
        Self(Arc::new(AtomicI64::new(START)))
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        let millis = self.0.load(Ordering::Relaxed);
        DateTime::from_timestamp_millis(millis).expect("a time near the story's")
    }

    pub(crate) fn pass(&self, by: TimeDelta) {
        self.0.fetch_add(by.num_milliseconds(), Ordering::Relaxed);
    }
}

/// How many steps a machine goes before it stops.
#[derive(Debug)]
pub(crate) struct Life {
    left: AtomicUsize,
    taken: AtomicUsize,
    ended: Notify,
}

impl Life {
    fn new() -> Self {
        Self {
            left: AtomicUsize::new(usize::MAX),
            taken: AtomicUsize::new(0),
            ended: Notify::new(),
        }
    }

    /// Goes a step; a machine that stops never comes back from it.
    pub(crate) async fn step(&self) {
        self.taken.fetch_add(1, Ordering::Relaxed);
        if self.left.load(Ordering::Relaxed) == 0 {
            self.ended.notify_one();
            std::future::pending::<()>().await;
        }
        self.left.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A machine with a record and a mirror.
pub(crate) struct Bench {
    pub(crate) clock: Clock,
    pub(crate) github: PracticeGithub,
    pub(crate) disk: Arc<Disk>,
    pub(crate) wire: Arc<Wire>,
    pub(crate) pace: Pace,
    pub(crate) suggestions: bool,
    pub(crate) playbook: Arc<Playbook>,
    life: Arc<Life>,
    /// The mirror between two rounds; none after a stop.
    mirror: Option<Mirror<DiskLedger>>,
}

impl Bench {
    /// A farm whose chickens have escaped; nothing is on GitHub yet.
    pub(crate) fn new() -> Self {
        Self::with(|options| options)
    }

    pub(crate) fn with(adjust: impl FnOnce(Practice) -> Practice) -> Self {
        let clock = Clock::new();
        let of_github = clock.clone();
        let options = Practice::default().clock(Arc::new(move || of_github.now()));
        let github = PracticeGithub::in_memory(adjust(options));
        Self::at(clock, github, Practice::TOKEN, 1)
    }

    /// A machine of somebody else's with a record of the same incident, linked to its issue.
    pub(crate) fn beside(&self, login: &str) -> Self {
        self.github.grant_token(login, login);
        let bench = Self::at(self.clock.clone(), self.github.clone(), login, 2);
        let number = self.issue().number;
        let issue = IssueLink {
            repository: REPO.to_owned(),
            number,
            url: String::new(),
        };
        bench.does(Command::LinkIssue { issue });
        bench
    }

    /// A machine of somebody else's whose record is made out of the issue alone.
    pub(crate) fn adopting(&self, login: &str) -> Self {
        self.github.grant_token(login, login);
        let bench = Self::machine(self.clock.clone(), self.github.clone(), login, 3);
        let issue = self.issue();
        let link = IssueLink {
            repository: REPO.to_owned(),
            number: issue.number,
            url: String::new(),
        };
        let side = Side {
            title: issue.title,
            body: issue.body,
            closed: !issue.open,
        };
        let adoption = adopt(&side, Some(link)).expect("a sitroom keeps it");
        for request in std::iter::once(&adoption.opening).chain(&adoption.requests) {
            bench.disk.execute(request).expect("it is taken over");
        }
        bench.disk.agrees_as_adopted(&side);
        bench
    }

    fn at(clock: Clock, github: PracticeGithub, token: &str, salt: u128) -> Self {
        let bench = Self::machine(clock, github, token, salt);
        let opening = bench.opening();
        bench.does(Command::Open(Box::new(opening)));
        bench
    }

    fn machine(clock: Clock, github: PracticeGithub, token: &str, salt: u128) -> Self {
        let playbook = Arc::new(Playbook::shipped("cloud-gov-2023").expect("it ships"));
        let life = Arc::new(Life::new());
        let disk = Disk::new(
            Arc::clone(&playbook),
            clock.clone(),
            Arc::clone(&life),
            salt,
        );
        let wire = Wire::new(github.clone(), token, Arc::clone(&life));
        Self {
            clock,
            github,
            disk: Arc::new(disk),
            wire: Arc::new(wire),
            pace: PACE,
            suggestions: true,
            playbook,
            life,
            mirror: None,
        }
    }

    /// A farm whose issue stands and says everything.
    pub(crate) async fn synced() -> Self {
        let mut bench = Self::new();
        bench.lead("which way did the fox go?");
        bench.settle().await;
        bench.wire.take_log();
        bench
    }

    fn opening(&self) -> Opening {
        let title = "The chickens have escaped";
        Opening {
            incident: IncidentId::for_title(title, self.clock.now()),
            playbook: PlaybookRef {
                id: self.playbook.id.clone(),
                version: self.playbook.version.clone(),
            },
            exercise: false,
            zone: Zone::UTC,
            title: title.to_owned(),
            details: String::new(),
            reporter: "Farmer Dave".to_owned(),
            ic: JANE.to_owned(),
            responders: vec!["Spot the Dog".to_owned()],
            aware: When::exact(self.clock.now() - TimeDelta::minutes(5)),
        }
    }

    /// Records what somebody at the keys does.
    pub(crate) fn does(&self, command: Command) {
        self.clock.pass(TimeDelta::milliseconds(1));
        let request = Request::local(command, JANE);
        self.disk.execute(&request).expect("it is recorded");
    }

    /// Closes the record, or opens it again, past every guard.
    pub(crate) fn close(&self, closed: bool) {
        self.clock.pass(TimeDelta::milliseconds(1));
        let reason = "the hens are back".to_owned();
        let request = Request::local(Command::SetClosed { closed, reason }, JANE);
        let request = request.overriding("the hens are back");
        self.disk.execute(&request).expect("it is recorded");
    }

    pub(crate) fn lead(&self, text: &str) {
        self.does(Command::AddLead {
            text: text.to_owned(),
            owner: String::new(),
        });
    }

    pub(crate) fn note(&self, text: &str) {
        self.does(Command::Note {
            text: text.to_owned(),
            visibility: Visibility::Shared,
        });
    }

    /// Something is recorded that no request asks for.
    pub(crate) fn happens(&self, event: Event) {
        self.disk.record(event);
    }

    /// Goes one round; none when the machine stopped in it.
    pub(crate) async fn try_round(&mut self) -> Option<(MirrorStatus, Option<Trouble>)> {
        self.clock.pass(TimeDelta::seconds(1));
        let life = Arc::clone(&self.life);
        let round = async {
            let mut mirror = match self.mirror.take() {
                Some(mirror) => mirror,
                None => self.start().await.expect("a mirror"),
            };
            let ended = mirror.round().await;
            (mirror, ended)
        };
        tokio::select! {
            biased;
            (mirror, ended) = round => {
                self.mirror = Some(mirror);
                Some(ended)
            }
            () = life.ended.notified() => None,
        }
    }

    async fn start(&self) -> Result<Mirror<DiskLedger>, Trouble> {
        let client = Client::over(Arc::new(Plug(Arc::clone(&self.wire))));
        let ledger = DiskLedger(Arc::clone(&self.disk));
        let clock = self.clock.clone();
        let options = Options {
            repository: REPO.parse().expect("a repository"),
            api: self.github.url(),
            token_hash: "of the token".to_owned(),
            pace: self.pace,
            allow_public: false,
            gate: sitroom::domain::gate::Gate::shipped(),
            suggestions: self.suggestions,
            only_reads: false,
            clock: Arc::new(move || clock.now()),
        };
        Mirror::new(ledger, client, Arc::clone(&self.playbook), options).await
    }

    /// Goes one round that the machine survives.
    pub(crate) async fn round(&mut self) -> (MirrorStatus, Option<Trouble>) {
        self.try_round().await.expect("the machine does not stop")
    }

    /// Goes one round that does not go through.
    pub(crate) async fn bad_round(&mut self) -> Trouble {
        let (_, trouble) = self.round().await;
        trouble.expect("something is wrong")
    }

    /// Goes one round that goes through.
    pub(crate) async fn good_round(&mut self) -> MirrorStatus {
        let (status, trouble) = self.round().await;
        assert_eq!(trouble, None, "{}", status.detail);
        status
    }

    /// Goes on until a round goes through and leaves nothing to do. Time passes as the mirror
    /// asks.
    pub(crate) async fn settle(&mut self) -> MirrorStatus {
        for _ in 0..MOST_ROUNDS {
            let (status, trouble) = self.round().await;
            match trouble {
                None if self.has_more().is_none() => return status,
                None => self.wait(self.has_more().unwrap_or_default()),
                Some(Trouble::InDoubt { wait } | Trouble::Limited { wait, .. }) => self.wait(wait),
                Some(_) => self.wait(Duration::from_secs(5)),
            }
        }
        panic!("it never comes to rest: {:?}", self.wire.take_log());
    }

    pub(crate) fn has_more(&self) -> Option<Duration> {
        self.mirror.as_ref().and_then(Mirror::has_more)
    }

    pub(crate) fn wait(&self, time: Duration) {
        self.clock
            .pass(TimeDelta::from_std(time).expect("a short time"));
    }

    /// A person asks for a round.
    pub(crate) async fn ask(&mut self) {
        if let Some(mirror) = &mut self.mirror {
            mirror.try_again().await;
        }
    }

    /// The machine stops and is started again; what is on its disk is all there is.
    pub(crate) fn restart(&mut self) {
        self.mirror = None;
        self.life.left.store(usize::MAX, Ordering::Relaxed);
    }

    /// Has the machine stop after so many steps.
    pub(crate) fn stop_after(&self, steps: usize) {
        self.life.left.store(steps, Ordering::Relaxed);
    }

    /// Returns how many steps were taken so far.
    pub(crate) fn steps(&self) -> usize {
        self.life.taken.load(Ordering::Relaxed)
    }

    /// Has somebody do something just before a call arrives.
    pub(crate) fn before(&self, which: Which, deed: impl FnOnce(&PracticeGithub) + Send + 'static) {
        self.wire.plan(which, 0, Happening::Before(Box::new(deed)));
    }

    /// Returns the only issue.
    pub(crate) fn issue(&self) -> Issue {
        let issues = self.github.issues(REPO);
        assert_eq!(issues.len(), 1, "there is exactly one issue");
        issues.into_iter().next().expect("there is one")
    }

    /// Returns whether there is no issue yet, or it is open.
    pub(crate) fn issue_is_open(&self) -> bool {
        let issues = self.github.issues(REPO);
        issues.iter().all(|issue| issue.open)
    }

    pub(crate) fn incident(&self) -> Arc<Incident> {
        Arc::clone(&self.disk.kept().incident)
    }

    pub(crate) fn entries(&self) -> Vec<Arc<Entry>> {
        self.disk.kept().entries.clone()
    }

    /// Returns how many entries are of a kind.
    pub(crate) fn count(&self, is_so: impl Fn(&Event) -> bool) -> usize {
        let entries = self.entries();
        entries.iter().filter(|entry| is_so(&entry.event)).count()
    }

    /// Has somebody edit the body in the browser.
    pub(crate) fn edit(&self, login: &str, from: &str, to: &str) {
        edit(&self.github, login, from, to);
    }
}

/// Has somebody edit the body in the browser.
pub(crate) fn edit(github: &PracticeGithub, login: &str, from: &str, to: &str) {
    let edited = github.browser_save_as(login, REPO, 1, |body| {
        let body = body.replace("\r\n", "\n");
        assert!(body.contains(from), "`{from}` is not on the issue:\n{body}");
        body.replacen(from, to, 1)
    });
    edited.expect("the issue is there");
}
