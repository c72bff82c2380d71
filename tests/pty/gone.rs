//! The terminal goes away: a closed window, a killed multiplexer, a lost connection.

use std::fs;
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;

use crate::home::{Home, SITROOM};
use crate::terminal::{LIMIT, Terminal};

/// Runs the program as `nohup` does, and leaves its exit code and the time it took behind.
const DEAF: &str = r#"trap '' HUP; "$0"; echo $? >code; times >times; mv code ended"#;

fn deaf(home: &Home) -> Terminal {
    let mut command = home.on_terminal("/bin/sh", &["-c", DEAF, SITROOM]);
    command.set_controlling_tty(false);
    seen(command)
}

fn seen(command: CommandBuilder) -> Terminal {
    let mut terminal = Terminal::start(command);
    terminal.shows("NEXT");
    terminal
}

/// Waits for the end of a program that nobody can see any more.
fn exit_code(home: &Home) -> String {
    let limit = Instant::now() + LIMIT;
    let file = home.root().join("ended");
    loop {
        if let Ok(code) = fs::read_to_string(&file) {
            return code.trim().to_owned();
        }
        assert!(Instant::now() < limit, "it does not end");
        std::thread::yield_now();
    }
}

/// Returns what the last line of `times` says in total, such as `0m0.03s 0m0.01s`.
fn children_took(times: &str) -> Duration {
    let seconds = |text: &str| {
        let (minutes, rest) = text.split_once('m').unwrap();
        let rest: f64 = rest.trim_end_matches('s').parse().unwrap();
        Duration::from_secs_f64(minutes.parse::<f64>().unwrap() * 60.0 + rest)
    };
    let last = times.lines().last().unwrap();
    last.split_whitespace().map(seconds).sum()
}

#[test]
fn without_a_signal_it_saves_and_ends_without_spinning() {
    let home = Home::declared();
    let mut terminal = deaf(&home);
    terminal.types("nfeathers at the gate\r");
    terminal.logs("feathers at the gate");
    terminal.goes_away("2");
    assert_eq!(exit_code(&home), "129");
    let times = fs::read_to_string(home.root().join("times")).unwrap();
    // Starting takes most of it; a program that spins takes all there is.
    assert!(children_took(&times) < Duration::from_secs(3), "{times}");
    home.is_sound();
    assert!(home.journal().contains("feathers at the gate"));
    let state = fs::read_to_string(home.dir().join("incident.toml")).unwrap();
    assert!(!state.is_empty());
}

#[test]
fn the_text_being_typed_is_kept() {
    let home = Home::declared();
    let mut terminal = deaf(&home);
    terminal.types("ntracks in the mud");
    terminal.shows("tracks in the mud");
    terminal.goes_away("!");
    assert_eq!(exit_code(&home), "129");
    let mut again = home.screen();
    again.shows("draft");
    again.types("n");
    again.shows("tracks in the");
}

#[test]
fn with_a_signal_it_ends_as_well() {
    let home = Home::declared();
    let script = r#""$0"; echo $? >code; mv code ended"#;
    let ignoring = format!("trap ':' HUP; {script}");
    let mut terminal = seen(home.on_terminal("/bin/sh", &["-c", &ignoring, SITROOM]));
    terminal.goes_away("2");
    assert_eq!(exit_code(&home), "129");
    home.is_sound();
}
