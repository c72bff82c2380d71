//! A long thread is read for the first time: how far it is shows, and it can be stopped.

use portable_pty::CommandBuilder;
use rstest::rstest;
use rustix::process::Signal;
use sitroom::practice::{Fault, FaultRule, Options, PracticeGithub, RequestRecord, World};

use crate::home::{Home, SITROOM};
use crate::terminal::{LIMIT, Terminal};

const THREAD: usize = 250;

/// An issue with a thread whose second page does not come: that is the gate.
fn thread(home: &Home) -> PracticeGithub {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let once = home.command(&["sync", "--once"]).envs(of(&github)).output();
    assert!(once.unwrap().status.success());
    let number = github.issues(Options::REPOSITORY)[0].number;
    for n in 1..=THREAD {
        let text = format!("track {n} leads north");
        let done = github.comment_as("spot-the-dog", Options::REPOSITORY, number, &text);
        done.unwrap();
    }
    github.fault(FaultRule::once(Fault::Hang).path("page=2"));
    github
}

fn of(github: &PracticeGithub) -> [(&'static str, String); 3] {
    [
        ("SITROOM_GITHUB_API_URL", github.url()),
        ("SITROOM_GITHUB_REPOSITORY", Options::REPOSITORY.to_owned()),
        ("GH_TOKEN", Options::TOKEN.to_owned()),
    ]
}

fn command(home: &Home, github: &PracticeGithub, args: &[&str]) -> CommandBuilder {
    let mut command = home.on_terminal(SITROOM, args);
    for (name, value) in of(github) {
        command.env(name, value);
    }
    command
}

fn read(home: &Home) -> usize {
    home.journal().matches("leads north").count()
}

#[rstest]
#[case::interrupt(None, 130)]
#[case::terminate(Some(Signal::TERM), 143)]
fn the_command_is_stopped_and_goes_on_the_next_time(
    #[case] signal: Option<Signal>,
    #[case] code: u32,
) {
    let home = Home::declared();
    let github = thread(&home);
    let mut terminal = Terminal::start(command(&home, &github, &["sync", "--once"]));
    terminal.shows("reading comments: 100 of 250; ctrl-c stops");
    // The gate is used up: whoever asks after this gets the page.
    let asked = |request: &RequestRecord| request.path.contains("page=2");
    let is_asked = |world: &World| world.requests().iter().any(asked);
    github.wait_for_blocking(is_asked, LIMIT).unwrap();
    match signal {
        Some(signal) => terminal.signals(signal),
        None => terminal.types("\u{3}"),
    }
    terminal.shows("stopped at 100 of 250 comments; what was read is in the record");
    assert_eq!(terminal.ends(), code);
    assert_eq!(read(&home), 100);
    home.is_sound();
    let again = home.command(&["sync", "--once"]).envs(of(&github)).output();
    let again = again.unwrap();
    assert!(again.status.success(), "{again:?}");
    assert_eq!(read(&home), THREAD, "each once");
    home.is_sound();
}

#[test]
fn the_screen_shows_how_far_it_is_and_keys_go_on() {
    let home = Home::declared();
    let github = thread(&home);
    let mut terminal = Terminal::start(command(&home, &github, &[]));
    terminal.shows("reading 100 of 250");
    terminal.types("nfeathers at the gate\r");
    terminal.logs("feathers at the gate");
    terminal.shows("reading 100 of 250");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    home.is_sound();
}
