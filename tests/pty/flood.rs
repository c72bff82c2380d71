//! How late a frame is while a long thread and a full body come in: measured, not tested.
//!
//! `cargo test --release --test pty -- --ignored --nocapture frames_while_syncing`

use std::io::Write;
use std::time::{Duration, Instant};

use sitroom::practice::{Options, PracticeGithub};

use crate::home::{Home, SITROOM};
use crate::terminal::{LIMIT, Terminal};

/// How many comments GitHub lets an issue have.
const THREAD: usize = 2_500;

/// How long a body may be, in UTF-16 units of which all are ASCII here.
const FULL: usize = 65_536;

/// How many more keys are pressed when everything is there, to compare with.
const QUIET: usize = 500;

#[test]
#[ignore = "a measurement: see the top of this file"]
fn frames_while_syncing() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let home = Home::declared();
    let settings = [
        ("SITROOM_GITHUB_API_URL", github.url()),
        ("SITROOM_GITHUB_REPOSITORY", Options::REPOSITORY.to_owned()),
        ("GH_TOKEN", Options::TOKEN.to_owned()),
    ];
    let mut once = home.command(&["sync", "--once"]);
    assert!(once.envs(settings.clone()).status().unwrap().success());
    fill(&github);

    let mut command = home.on_terminal(SITROOM, &[]);
    for (name, value) in settings {
        command.env(name, value);
    }
    let mut terminal = Terminal::start(command);
    terminal.shows("NEXT");
    let started = Instant::now();
    let mut syncing = Vec::new();
    while home.journal().matches("\"comment-imported\"").count() < THREAD {
        syncing.extend((0..10).map(|_| key_to_frame(&mut terminal)));
    }
    let took = started.elapsed();
    let quiet = (0..QUIET).map(|_| key_to_frame(&mut terminal)).collect();
    let report = format!(
        "{THREAD} comments and {FULL} characters in {took:.1?}\nwhile syncing: {}\nafterwards:    \
         {}\n",
        described(syncing),
        described(quiet)
    );
    std::io::stdout().write_all(report.as_bytes()).unwrap();
}

/// Fills the body with somebody's text, and the thread.
fn fill(github: &PracticeGithub) {
    let issue = &github.issues(Options::REPOSITORY)[0];
    let (repository, number) = (Options::REPOSITORY, issue.number);
    let line = "The hens of the north field were counted twice, and two were missing.\n";
    let room = FULL - issue.body.len() - 2;
    let prose = line.repeat(room / line.len());
    let body = format!("{}\n\n{prose}", issue.body);
    github
        .edit_body_as("farmer-dave", repository, number, |_| body)
        .unwrap();
    for n in 0..THREAD {
        let text = format!("Hen {n} was seen at the pond.\n\n{}", line.repeat(5));
        github
            .comment_as("farmer-dave", repository, number, &text)
            .unwrap();
    }
}

/// Presses a key that moves the selection, and returns how late the next frame is.
fn key_to_frame(terminal: &mut Terminal) -> Duration {
    let before = terminal.frames();
    let pressed = Instant::now();
    terminal.types(if before.is_multiple_of(2) { "j" } else { "k" });
    while terminal.frames() == before {
        assert!(terminal.takes_in(LIMIT), "{}", terminal.text());
    }
    pressed.elapsed()
}

fn described(mut all: Vec<Duration>) -> String {
    all.sort_unstable();
    let at = |part: usize| all[(all.len() - 1) * part / 1000];
    format!(
        "{} keys, p50 {:.1?}, p99 {:.1?}, p99.9 {:.1?}, latest {:.1?}",
        all.len(),
        at(500),
        at(990),
        at(999),
        at(1000)
    )
}
