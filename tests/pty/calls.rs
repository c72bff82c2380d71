//! The bytes that call somebody back to the screen.

use crate::home::{Home, SITROOM};
use crate::terminal::{LIMIT, Terminal};

/// A home in which the notice is overdue: it calls once when a screen opens.
fn late() -> Home {
    let home = Home::empty();
    home.says(&["new", "The chickens have escaped", "--aware", "2h ago"]);
    home
}

fn configure(home: &Home, settings: &str) {
    let config = home.root().join("config/sitroom");
    std::fs::create_dir_all(&config).unwrap();
    std::fs::write(config.join("config.toml"), settings).unwrap();
}

fn open(home: &Home, variables: &[(&str, &str)]) -> Terminal {
    let mut command = home.on_terminal(SITROOM, &[]);
    for (name, value) in variables {
        command.env(name, value);
    }
    let mut terminal = Terminal::start(command);
    terminal.shows("overdue");
    terminal
}

/// Puts the notice off for some seconds, and takes in what comes until frames after it asks
/// again: a clock counts on each second.
fn until_it_is_due_again(terminal: &mut Terminal) {
    terminal.types("z");
    terminal.shows("Put off: GSA notice");
    terminal.types("5s they do not answer\r");
    terminal.hides("Put off: GSA notice");
    terminal.shows("running · 1 put off");
    terminal.hides("running · 1 put off");
    let frames = terminal.frames();
    while terminal.frames() < frames + 3 {
        assert!(terminal.takes_in(LIMIT), "the clocks stand still");
    }
}

fn count(terminal: &Terminal, part: &str) -> usize {
    terminal.written().matches(part).count()
}

fn quit(terminal: &mut Terminal) {
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
}

#[test]
fn a_clock_that_is_due_rings_and_notifies_once_on_opening_and_once_when_due_again() {
    let home = late();
    let mut terminal = open(&home, &[]);
    until_it_is_due_again(&mut terminal);
    assert_eq!(count(&terminal, "\x07"), 2);
    let words = "sitroom: GSA notice is due: Send GSA the one-hour notice";
    assert_eq!(count(&terminal, &format!("\x1b]9;{words}\x1b\\")), 2);
    assert_eq!(count(&terminal, "\x1b]777;"), 0);
    quit(&mut terminal);
}

#[test]
fn within_tmux_the_notification_is_passed_on() {
    let home = late();
    let variables = [("TMUX", "/tmp/none,1,0"), ("VTE_VERSION", "7600")];
    let mut terminal = open(&home, &variables);
    until_it_is_due_again(&mut terminal);
    let inner = "\x1b\x1b]777;notify;sitroom;GSA notice is due: Send GSA the one-hour notice";
    let whole = format!("\x1bPtmux;{inner}\x1b\x1b\\\x1b\\");
    assert_eq!(count(&terminal, &whole), 2);
    assert_eq!(count(&terminal, "\x1b]9;"), 0);
    quit(&mut terminal);
}

/// Opens a screen within tmux, copies a lead, and returns what was written to the terminal.
fn copied_within_tmux(settings: &str) -> String {
    let home = Home::empty();
    home.says(&["new", "The chickens have escaped"]);
    home.says(&["lead", "add", "what did Old Rooster see?"]);
    home.says(&["codename", "Old Rooster", "MAPLE"]);
    configure(&home, settings);
    let mut command = home.on_terminal(SITROOM, &[]);
    command.env("TMUX", "/tmp/none,1,0");
    let mut terminal = Terminal::start(command);
    terminal.shows("Old Rooster");
    terminal.types("3y");
    terminal.shows("given to the terminal to copy");
    let written = terminal.written();
    quit(&mut terminal);
    written
}

/// `L1 what did MAPLE see?`, as a terminal is asked to copy it.
const COPIED: &str = "]52;c;TDEgd2hhdCBkaWQgTUFQTEUgc2VlPw==";

#[test]
fn within_tmux_the_clipboard_is_asked_for_twice_and_gets_codenames() {
    let written = copied_within_tmux("");
    let around = format!("\x1bPtmux;\x1b\x1b{COPIED}\x1b\x1b\\\x1b\\");
    assert_eq!(written.matches(&around).count(), 1);
    assert_eq!(written.matches(COPIED).count(), 2);
    assert_eq!(written.matches("]52;").count(), 2);
}

#[test]
fn without_passthrough_tmux_alone_is_asked_for_the_clipboard() {
    let written = copied_within_tmux("[attention]\ntmux-passthrough = false\n");
    assert!(written.contains(&format!("\x1b{COPIED}\x1b\\")));
    assert_eq!(written.matches("]52;").count(), 1);
    assert!(!written.contains("\x1bPtmux;"));
}

#[test]
fn the_window_has_a_title_and_gets_its_own_back() {
    let home = late();
    let mut terminal = open(&home, &[]);
    let title = "\x1b]2;! GSA notice overdue - The chickens have escaped\x1b\\";
    terminal.writes(title);
    assert_eq!(count(&terminal, &format!("\x1b[22;2t{title}")), 1);
    assert_eq!(count(&terminal, "\x1b[23;2t"), 0);
    quit(&mut terminal);
    assert_eq!(count(&terminal, "\x1b]2;"), 1);
    assert_eq!(count(&terminal, "\x1b[23;2t"), 1);
}

#[test]
fn who_wants_no_call_gets_none() {
    let home = late();
    configure(
        &home,
        "[attention]\nbell = false\nnotify = \"off\"\ntitle = false\n",
    );
    let mut terminal = open(&home, &[]);
    until_it_is_due_again(&mut terminal);
    for part in ["\x07", "\x1b]9;", "\x1b]777;", "\x1b]2;", "\x1b[22;2t"] {
        assert_eq!(count(&terminal, part), 0, "{part:?}");
    }
    quit(&mut terminal);
    assert_eq!(count(&terminal, "\x1b[23;2t"), 0);
}
