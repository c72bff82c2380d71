//! Work on a long record at the command line: how far it is shows, and it can be stopped.

use std::fmt::Write as _;
use std::fs::File;

use rstest::rstest;
use rustix::fs::{CWD, FileType, Mode, mknodat};

use crate::home::{Home, SITROOM};
use crate::terminal::Terminal;

/// A record that is long enough to be told how far the reading of it is.
fn long_record() -> Home {
    let home = Home::declared();
    let note = "the fox was seen at the gate of the barn".repeat(4);
    let mut text = "happened,actor,text\n".to_owned();
    for n in 0..1500 {
        writeln!(text, "2026-11-22T09:02Z,Farmer Dave,{n} {note}").unwrap();
    }
    std::fs::write(home.root().join("notes.csv"), text).unwrap();
    home.says(&["import", "notes.csv", "--yes"]);
    home
}

fn on_terminal(home: &Home, args: &[&str]) -> Terminal {
    Terminal::start(home.on_terminal(SITROOM, args))
}

#[test]
fn how_far_it_is_shows_on_a_terminal_alone_and_goes_away() {
    let home = long_record();
    let mut terminal = on_terminal(&home, &["verify"]);
    assert_eq!(terminal.ends(), 0);
    let written = terminal.written();
    let line = "checking the record: 0%; ctrl-c stops";
    assert!(written.contains(line), "{written:?}");
    let told = written.matches("checking the record: ").count();
    assert!(told > 3, "{written:?}");
    let text = terminal.text();
    assert!(text.contains("1502 entries, sound"), "{text}");
    assert!(!text.contains("ctrl-c"), "{text}");

    let mut terminal = on_terminal(&home, &["verify", "--json"]);
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.written().contains("ctrl-c"));
    let output = home.command(&["verify"]).output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
    let short = Home::declared();
    let mut terminal = on_terminal(&short, &["verify"]);
    assert_eq!(terminal.ends(), 0);
    assert!(!terminal.written().contains("ctrl-c"), "a short one");
}

#[test]
fn how_far_an_export_is_shows_and_the_export_proves_itself_with_no_less() {
    let home = long_record();
    let export = ["export", "--format", "json", "--output", "record.json"];
    let mut terminal = on_terminal(&home, &export);
    assert_eq!(terminal.ends(), 0);
    let written = terminal.written();
    for line in [
        "reading the record: ",
        "making the export; ctrl-c stops",
        "writing the export",
    ] {
        assert!(written.contains(line), "{line}: {written:?}");
    }
    assert_eq!(terminal.text(), "");
    let mut terminal = on_terminal(&home, &["verify", "record.json"]);
    assert_eq!(terminal.ends(), 0);
    assert!(
        terminal
            .written()
            .contains("checking the export; ctrl-c stops")
    );
    assert!(terminal.text().contains("sound"));
}

#[rstest]
#[case::the_proof_of_a_record(&["verify"], "checking the record: 0%")]
#[case::an_export_into_a_pipe(&["export", "--format", "json", "-o", "pipe"], "writing the export")]
fn ctrl_c_stops_it_and_leaves_nothing(#[case] args: &[&str], #[case] at: &str) {
    let home = long_record();
    // The proof waits for who writes to the record, and the export for who reads from the pipe.
    let lock = File::open(home.dir().join("lock")).unwrap();
    if args == ["verify"] {
        lock.lock().unwrap();
    }
    let (pipe, mode) = (home.root().join("pipe"), Mode::RUSR | Mode::WUSR);
    mknodat(CWD, pipe, FileType::Fifo, mode, 0).unwrap();
    let before = files(&home);
    let mut terminal = on_terminal(&home, args);
    terminal.shows(at);
    terminal.types("\x03");
    assert_eq!(terminal.ends(), 130);
    let text = terminal.text();
    let said = "sitroom: failed to finish: it was stopped, and no file was changed";
    assert_eq!(text.trim(), said);
    assert_eq!(files(&home), before);
    drop(lock);
    home.is_sound();
}

fn files(home: &Home) -> Vec<String> {
    let all = [home.root().to_owned(), home.dir()];
    let found = all.iter().flat_map(|dir| std::fs::read_dir(dir).unwrap());
    let mut names: Vec<String> = found
        .map(|file| file.unwrap().path().display().to_string())
        .collect();
    names.sort();
    names
}
