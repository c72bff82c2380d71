//! Where the panes are: a home, a practice GitHub, one clock for all.

use std::path::PathBuf;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use chrono::{TimeDelta, Utc};
use sitroom::domain::command::{Command, Opening, Request};
use sitroom::domain::gate::Gate;
use sitroom::domain::ids::IncidentId;
use sitroom::domain::incident::PlaybookRef;
use sitroom::domain::mirror::MirrorState;
use sitroom::domain::playbook::Playbook;
use sitroom::domain::time::{Instant, When, Zone};
use sitroom::practice::{Comment, Issue, Options, PracticeGithub, World};
use sitroom::runtime::{CarrierSetup, MirrorSetup};
use sitroom::store::{Clock, Finding, Home, Record};

use crate::harness::{PATIENCE, Pane};

pub(crate) const JANE: &str = "Farmer Jane";
pub(crate) const DAVE: &str = "farmer-dave";
pub(crate) const SPOT: &str = "spot-the-dog";
pub(crate) const TITLE: &str = "The chickens have escaped";
pub(crate) const REPO: &str = Options::REPOSITORY;

/// One incident, its home and the GitHub it goes to.
pub(crate) struct Farm {
    root: tempfile::TempDir,

    dir: PathBuf,
    ahead: Arc<AtomicI64>,
    pub(crate) playbook: Arc<Playbook>,
    pub(crate) github: PracticeGithub,
    /// What the path of the API's address is; empty for github.com.
    base: &'static str,
    /// What `GH_TOKEN` holds.
    token: Arc<Mutex<Option<String>>>,
    /// What carries messages beside the mirror.
    carriers: Mutex<CarrierSetup>,
}

impl Farm {
    /// Declares the incident; nothing is on GitHub yet.
    pub(crate) fn new() -> Self {
        Self::with(|options| options)
    }

    pub(crate) fn with(adjust: impl FnOnce(Options) -> Options) -> Self {
        Self::of("cloud-gov-2023", Utc::now(), adjust)
    }

    /// Declares the incident on another process.
    pub(crate) fn on(playbook: &str) -> Self {
        Self::of(playbook, Utc::now(), |options| options)
    }

    /// Declares the incident at a time of its own.
    pub(crate) fn since(start: Instant, adjust: impl FnOnce(Options) -> Options) -> Self {
        Self::of("cloud-gov-2023", start, adjust)
    }

    fn of(playbook: &str, start: Instant, adjust: impl FnOnce(Options) -> Options) -> Self {
        let ahead = (start - Utc::now()).num_seconds();
        let ahead = Arc::new(AtomicI64::new(ahead));
        let clock = clock(&ahead);
        let options = adjust(Options::default().clock(Arc::clone(&clock)));
        let github = PracticeGithub::start_blocking(options).expect("a port is free");
        let root = tempfile::tempdir().expect("a directory");
        let home = Home::at(root.path());
        let playbook = Arc::new(Playbook::shipped(playbook).expect("it ships"));
        let dir = declare(&home, &playbook, &clock, TITLE).dir().to_owned();
        Self {
            root,

            dir,
            ahead,
            playbook,
            github,
            base: "",
            token: Arc::new(Mutex::new(Some(Options::TOKEN.to_owned()))),
            carriers: Mutex::default(),
        }
    }

    /// Another machine on the same GitHub, whose home is empty until its record is made there.
    pub(crate) fn elsewhere(&self, token: &str, make: impl FnOnce(&Home) -> Record) -> Self {
        let root = tempfile::tempdir().expect("a directory");
        let dir = make(&Home::at(root.path())).dir().to_owned();
        Self {
            root,
            dir,
            ahead: Arc::clone(&self.ahead),
            playbook: Arc::clone(&self.playbook),
            github: self.github.clone(),
            base: self.base,
            token: Arc::new(Mutex::new(Some(token.to_owned()))),
            carriers: Mutex::default(),
        }
    }

    /// Declares another incident in the same home.
    pub(crate) fn beside(&self, title: &str) -> Record {
        declare(&self.home(), &self.playbook, &self.clock(), title)
    }

    /// Returns the home of the incident, with those beside it.
    pub(crate) fn home(&self) -> Home {
        Home::at(self.root.path())
    }

    /// Returns where a file of the incident is.
    pub(crate) fn file(&self, name: &str) -> PathBuf {
        self.dir.join(name)
    }

    /// Sets what the settings say of mail and webhook.
    pub(crate) fn set_carriers(&self, setup: CarrierSetup) {
        *self.carriers.lock().expect("nobody broke it") = setup;
    }

    pub(crate) fn carriers(&self) -> CarrierSetup {
        self.carriers.lock().expect("nobody broke it").clone()
    }

    /// Returns whether a text stands in any file of the incident.
    pub(crate) fn holds(&self, text: &str) -> bool {
        holds(&self.dir, text)
    }

    /// Declares the incident where GitHub is below a path.
    pub(crate) fn behind(mount: &str, base: &'static str) -> Self {
        let farm = Self::with(|options| Options {
            prefix: mount.to_owned(),
            ..options
        });
        Self { base, ..farm }
    }

    /// Sets what the program finds when it looks for a token.
    pub(crate) fn set_token(&self, token: Option<&str>) {
        let mut held = self.token.lock().expect("nobody broke it");
        *held = token.map(str::to_owned);
    }

    /// Opens the record once more, as any program on this machine may.
    pub(crate) fn record(&self) -> Record {
        let playbook = (*self.playbook).clone();
        let (record, _) = Record::open(&self.dir, "barn", |_| Some(playbook)).expect("a record");
        record
    }

    pub(crate) fn clock(&self) -> Clock {
        clock(&self.ahead)
    }

    /// Lets time go by, for everybody.
    pub(crate) fn pass(&self, time: Duration) {
        let seconds = i64::try_from(time.as_secs()).expect("a short time");
        self.ahead.fetch_add(seconds, Ordering::SeqCst);
    }

    pub(crate) fn mirror_to(&self, repository: Option<&str>) -> MirrorSetup {
        let repository = repository.unwrap_or(REPO);
        let token = Arc::clone(&self.token);
        let env = move |name: &str| match name {
            "GH_TOKEN" => token.lock().expect("nobody broke it").clone(),
            // Never the one of this machine.
            "GH_PATH" => Some("/nonexistent/gh".to_owned()),
            _ => None,
        };
        MirrorSetup {
            repository: Some(repository.parse().expect("a repository")),
            api: format!("{}{}", self.github.url(), self.base),
            token: None,
            poll: Duration::from_millis(100),
            allow_public: false,
            suggestions: true,
            only_reads: false,
            env: Arc::new(env),
        }
    }

    /// Records something as another process would.
    pub(crate) fn execute(&self, command: Command) {
        self.execute_as(JANE, command);
    }

    pub(crate) fn execute_as(&self, who: &str, command: Command) {
        let request = Request::local(command, who);
        let now = self.clock()();
        self.record()
            .execute(&request, now)
            .expect("it is recorded");
    }

    /// Waits until GitHub is so.
    pub(crate) fn wait(&self, what: &str, is_so: impl Fn(&World) -> bool) -> &Self {
        let seen = self.github.wait_for_blocking(is_so, PATIENCE);
        if let Err(error) = seen {
            let issues = self.github.issues(REPO);
            let bodies: Vec<_> = issues.iter().map(|issue| issue.body.as_str()).collect();
            panic!(
                "did not see {what}: failed to {error}\n{}",
                bodies.join("\n=====\n")
            );
        }
        self
    }

    /// Waits until the body of the only issue is so.
    pub(crate) fn wait_body(&self, what: &str, is_so: impl Fn(&str) -> bool) -> &Self {
        self.wait(what, |world| {
            the_issue(world).is_some_and(|issue| is_so(&issue.body))
        })
    }

    /// Waits until the comments of the only issue are so.
    pub(crate) fn wait_comments(&self, what: &str, is_so: impl Fn(&[Comment]) -> bool) -> &Self {
        self.wait(what, |world| {
            the_issue(world).is_some_and(|issue| is_so(&issue.comments))
        })
    }

    /// Waits until there is an issue, and returns its number.
    pub(crate) fn number(&self) -> u64 {
        self.wait("an issue", |world| the_issue(world).is_some());
        self.issue().number
    }

    /// Returns the only issue.
    pub(crate) fn issue(&self) -> Issue {
        let issues = self.github.issues(REPO);
        assert_eq!(issues.len(), 1, "there is exactly one issue");
        issues.into_iter().next().expect("there is one")
    }

    /// Opens a pane with one lead and one remediation item, and waits until all is on GitHub.
    pub(crate) fn with_boards(&self) -> Pane {
        let pane = Pane::open(self);
        pane.keys("L").typed("which way did the fox go?").enter();
        pane.keys("R")
            .typed("mend the fence")
            .enter()
            .wait_incident("a fix", |i| i.fixes.len() == 1);
        pane.keys("r");
        self.wait_body("the boards", |body| {
            body.contains("which way did the fox go?") && body.contains("mend the fence")
        });
        pane.wait("all synced", |shown| {
            let good = [MirrorState::Synced, MirrorState::Unverified];
            good.contains(&shown.mirror.state) && shown.incident.issue.is_some()
        });
        pane
    }

    /// Waits until a draft is on the disk.
    pub(crate) fn wait_draft(&self, text: &str) -> &Self {
        let end = std::time::Instant::now() + PATIENCE;
        let is_there = || {
            let drafts = self.record().drafts().expect("drafts");
            drafts.value.iter().any(|draft| draft.text == text)
        };
        while !is_there() {
            assert!(std::time::Instant::now() < end, "no draft `{text}`");
            std::thread::park_timeout(Duration::from_millis(5));
        }
        self
    }

    /// Removes a file of the record, as no program should.
    pub(crate) fn lose(&self, name: &str) -> &Self {
        std::fs::remove_file(self.dir.join(name)).expect("the file is there");
        self
    }

    /// Returns what is wrong with the journal.
    pub(crate) fn findings(&self) -> Vec<Finding> {
        sitroom::store::verify(&self.dir)
            .expect("a journal")
            .findings
    }

    /// Edits the body as somebody does in the browser.
    pub(crate) fn edit(&self, login: &str, from: &str, to: &str) -> &Self {
        let number = self.issue().number;
        let edited = self.github.browser_save_as(login, REPO, number, |body| {
            let body = body.replace("\r\n", "\n");
            assert!(body.contains(from), "`{from}` is not on the issue:\n{body}");
            body.replacen(from, to, 1)
        });
        edited.expect("the issue is there");
        self
    }
}

fn the_issue(world: &World) -> Option<&Issue> {
    world.repository(REPO)?.issues().next()
}

fn clock(ahead: &Arc<AtomicI64>) -> Clock {
    let ahead = Arc::clone(ahead);
    Arc::new(move || Utc::now() + TimeDelta::seconds(ahead.load(Ordering::SeqCst)))
}

fn declare(home: &Home, playbook: &Arc<Playbook>, clock: &Clock, title: &str) -> Record {
    let request = Request::local(opening(playbook, clock, title), JANE);
    let gate = Gate::shipped();
    let playbook = Arc::clone(playbook);
    Record::create(home, &gate, playbook, &request, "barn", clock()).expect("a record")
}

fn opening(playbook: &Playbook, clock: &Clock, title: &str) -> Command {
    let now = clock();
    Command::Open(Box::new(Opening {
        incident: IncidentId::for_title(title, now),
        playbook: PlaybookRef {
            id: playbook.id.clone(),
            version: playbook.version.clone(),
        },
        exercise: false,
        zone: Zone::UTC,
        title: title.to_owned(),
        details: String::new(),
        reporter: "Farmer Dave".to_owned(),
        ic: JANE.to_owned(),
        responders: vec!["Spot the Dog".to_owned()],
        aware: When::exact(now - TimeDelta::minutes(5)),
    }))
}

fn holds(dir: &std::path::Path, text: &str) -> bool {
    let files = std::fs::read_dir(dir).expect("the directory of the incident");
    files.map(|file| file.expect("a file").path()).any(|path| {
        if path.is_dir() {
            return holds(&path, text);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        String::from_utf8_lossy(&bytes).contains(text)
    })
}
