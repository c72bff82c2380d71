//! The client and the practice GitHub, over HTTP: what each promises, seen through the other.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::DateTime;
use secrecy::SecretString;
use sitroom::domain::gate::{Gate, Released, release};
use sitroom::domain::incident::Incident;
use sitroom::github::client::{Client, ClientConfig, Failure, Outcome, RepoName};
use sitroom::github::wire::Comment;
use sitroom::practice::{Options, PracticeGithub};

mod calls;
mod edge;
mod faults;
mod memory;
mod playing;
mod quirks;
mod serving;
mod unreachable;
mod world;

type Checked = Result<(), Box<dyn std::error::Error>>;

const REPO: &str = Options::REPOSITORY;
const SOON: Duration = Duration::from_secs(5);

fn repo() -> RepoName {
    REPO.parse()
        .expect("the default repository has a good name")
}

/// What the gate lets out: the client takes nothing else.
fn released(text: &str) -> Released {
    release(text, &Gate::shipped(), &Incident::default()).expect("there is nothing in it")
}

fn client_at(base: &str) -> Client {
    let token = SecretString::from(Options::TOKEN);
    Client::new(&ClientConfig::new(base, token)).expect("a client for this machine can be made")
}

/// A client that gives up soon, for answers that never come.
fn hasty_client(github: &PracticeGithub) -> Client {
    let mut config = ClientConfig::new(github.url(), SecretString::from(Options::TOKEN));
    config.timeouts.total = Duration::from_millis(300);
    Client::new(&config).expect("a client for this machine can be made")
}

fn started() -> (PracticeGithub, Client) {
    let github = PracticeGithub::start(Options::default()).expect("a port is free");
    let client = client_at(&github.url());
    (github, client)
}

/// Starts with one issue of somebody else's in place.
fn started_with_issue(body: &str) -> (PracticeGithub, Client, u64) {
    let (github, client) = started();
    let number = github.open_issue_as("farmer-dave", REPO, "The chickens have escaped", body);
    (github, client, number.expect("the repository is there"))
}

/// A clock that stands still until it is moved.
fn stopped_clock() -> (Arc<AtomicI64>, Options) {
    let seconds = Arc::new(AtomicI64::new(1_793_872_800));
    let hand = Arc::clone(&seconds);
    let now = move || DateTime::from_timestamp(hand.load(Ordering::SeqCst), 0).unwrap_or_default();
    (seconds, Options::default().clock(Arc::new(now)))
}

fn bodies(comments: &[Comment]) -> Vec<&str> {
    comments
        .iter()
        .map(|comment| comment.body.as_str())
        .collect()
}

fn failure<T: std::fmt::Debug>(outcome: Outcome<T>) -> Failure {
    outcome.expect_err("the call was to fail")
}
