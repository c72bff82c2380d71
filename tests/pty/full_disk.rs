//! The disk takes nothing more, or may not be written at all.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// The variable that tells the child which program to become.
const PROGRAM: &str = "SITROOM_TEST_PROGRAM";

/// Somebody who may do nothing here.
const NOBODY: u32 = 65534;

/// Files end where the journal ends already; drafts and the state file still fit.
#[cfg(target_os = "linux")]
const FULL: &str = r#"trap '' XFSZ; ulimit -S -f 16; exec "$0""#;

#[cfg(target_os = "linux")]
fn lift(terminal: &Terminal) {
    use rustix::process::{Resource, Rlimit, prlimit};
    let none = Rlimit {
        current: None,
        maximum: None,
    };
    prlimit(Some(terminal.pid()), Resource::Fsize, none).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_text_that_cannot_be_saved_stays_in_its_editor_until_it_can() {
    let home = Home::declared();
    for _ in 0..5 {
        home.says(&["note", &"The hens. ".repeat(400)]);
    }
    let before = home.journal();
    assert!(before.len() > 16 * 1024);
    let mut terminal = Terminal::start(home.on_terminal("/bin/sh", &["-c", FULL, SITROOM]));
    terminal.shows("NEXT");
    terminal.types("nfeathers at the gate\r");
    terminal.shows("NOT SAVED");
    terminal.shows("the disk is full");
    terminal.shows("free some space");
    terminal.shows("feathers at the gate");
    terminal.shows("─ Note");
    assert_eq!(home.journal(), before);
    lift(&terminal);
    terminal.types("\r");
    terminal.logs("feathers at the gate");
    terminal.hides("NOT SAVED");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    assert_eq!(home.journal().matches("feathers at the gate").count(), 1);
    home.is_sound();
}

#[cfg(target_os = "linux")]
#[test]
fn a_text_that_was_never_saved_is_there_at_the_next_start() {
    let home = Home::declared();
    for _ in 0..5 {
        home.says(&["note", &"The hens. ".repeat(400)]);
    }
    let mut terminal = Terminal::start(home.on_terminal("/bin/sh", &["-c", FULL, SITROOM]));
    terminal.shows("NEXT");
    terminal.types("nfeathers at the gate\r");
    terminal.shows("NOT SAVED");
    terminal.types("\x03");
    terminal.hides("─ Note ─");
    terminal.types("q");
    terminal.shows("quit again");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    let mut again = home.screen();
    again.types("n");
    again.shows("feathers at the gate");
    again.types("\r");
    again.logs("feathers at the gate");
    home.is_sound();
}

fn may(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Lets everybody read what is there and nobody write it.
fn freeze(dir: &Path) {
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            freeze(&path);
        } else {
            may(&path, 0o444);
        }
    }
    may(dir, 0o555);
}

fn thaw(dir: &Path) {
    may(dir, 0o755);
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            thaw(&path);
        }
    }
}

#[test]
fn a_record_that_may_not_be_written_can_still_be_looked_at() {
    let home = Home::declared();
    home.says(&["note", "feathers at the gate"]);
    let copy = home.root().join("program");
    fs::copy(SITROOM, &copy).unwrap();
    freeze(home.root());
    may(&copy, 0o555);
    let child = "full_disk::child_becomes_nobody";
    let args = ["--exact", "--ignored", "--nocapture", child];
    let program = std::env::current_exe().unwrap().display().to_string();
    let mut command = home.on_terminal(&program, &args);
    command.env(PROGRAM, &copy);
    let mut terminal = Terminal::start(command);
    terminal.shows("NEXT");
    terminal.logs("feathers at the gate");
    terminal.shows("the directory cannot be written");
    terminal.types("n");
    terminal.shows("─ Note");
    terminal.types("tracks in the mud\r");
    terminal.shows("NOT SAVED");
    terminal.shows("the-chickens-have-escaped is read-only; make");
    terminal.types("\x03");
    terminal.hides("─ Note ─");
    terminal.types("q");
    terminal.shows("quit again");
    terminal.types("q");
    assert_eq!(terminal.ends(), 0);
    terminal.is_given_back();
    thaw(home.root());
    assert!(!home.journal().contains("tracks"));
}

/// To root no directory is read-only, so root becomes somebody else.
#[test]
#[ignore = "run as a child on a terminal"]
fn child_becomes_nobody() {
    let Some(program) = std::env::var_os(PROGRAM) else {
        return;
    };
    let mut command = Command::new(program);
    if rustix::process::geteuid().is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    panic!("{}", command.exec());
}
