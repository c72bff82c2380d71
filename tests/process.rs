//! The record and the limits of a process: a full disk, a directory nobody may write, a kill.
//!
//! These tests run this very binary again as a child, because limits and rights are those of
//! a process; the child's part is marked `#[ignore]` and finds its directory in the
//! environment.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command as Process, Stdio};

use common::{
    TestHome, append, at, by_jane, findings, journal, lead, minimal_playbook, note, sound,
    three_leads,
};
use sitroom::domain::command::Command;
use sitroom::domain::incident::Status;
use sitroom::store::{Finding, NotSavedCause, Record, StoreError};

/// Environment variable that tells a child where to work.
const CHILD_DIR: &str = "SITROOM_TEST_DIR";

fn leads(record: &Record) -> usize {
    record.incident().leads.len()
}

/// Runs one of the ignored tests below in a process of its own.
fn child(test: &str, dir: &Path, shell: &str) -> Process {
    let mut child = Process::new("/bin/sh");
    child
        .arg("-c")
        .arg(format!(
            "{shell} exec \"$0\" --exact --ignored --nocapture {test}"
        ))
        .arg(std::env::current_exe().unwrap())
        .env(CHILD_DIR, dir);
    child
}

fn expect_success(mut child: Process) {
    let output = child.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout);
    let cried = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{cried}");
    assert!(said.contains("1 passed"), "the child ran nothing: {said}");
}

#[test]
fn an_entry_that_does_not_fit_on_the_disk_is_not_half_written() {
    let home = three_leads();
    // Blocks of 512 bytes: the entry, longer than that, is written in part and then fails.
    expect_success(child(
        "child_meets_a_full_disk",
        &home.dir(),
        "trap '' XFSZ; ulimit -f 16;",
    ));
    assert_eq!(findings(&home), []);
    let record = sound(&home);
    assert_eq!(leads(&record), 4, "the short entry of afterwards is there");
    assert!(!home.dir().join("torn").exists());
}

#[test]
#[ignore = "run as a child with a limit on file sizes"]
fn child_meets_a_full_disk() {
    let Some(dir) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else {
        return;
    };
    let (mut record, _) = Record::open(&dir, "farm", |_| Some(minimal_playbook())).unwrap();
    let journal = dir.join("journal.jsonl");
    let before = fs::read(&journal).unwrap();
    let incident = record.incident();
    let error = record
        .execute(&note(&"x".repeat(9000)), at(20))
        .unwrap_err();
    let StoreError::NotSaved { cause, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(*cause, NotSavedCause::DiskFull);
    let text = error.to_string();
    assert!(
        text.contains("disk is full") && text.contains("free some space"),
        "{text}"
    );
    assert!(text.contains("nothing that was saved is lost"), "{text}");
    assert_eq!(fs::read(&journal).unwrap(), before);
    assert_eq!(record.incident(), incident);
    assert!(record.follow().unwrap().is_none());
    record.execute(&lead("short"), at(21)).unwrap();
}

#[test]
fn a_directory_that_may_not_be_written_can_still_be_read() {
    let home = three_leads();
    append(&home, b"{\"torn");
    let before = fs::read(journal(&home)).unwrap();
    let may = |path: &Path, mode| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    for file in fs::read_dir(home.dir()).unwrap() {
        may(&file.unwrap().path(), 0o444);
    }
    may(home.root.path(), 0o755);
    may(&home.root.path().join("data"), 0o755);
    may(&home.home.incidents(), 0o755);
    may(&home.dir(), 0o555);
    let mut child = child("child_meets_a_read_only_directory", &home.dir(), "");
    // To root no directory is read-only, so the child becomes somebody else. The binary may
    // lie where only root may go: the child gets a link to it, or a copy.
    if rustix::process::geteuid().is_root() {
        let copy = home.root.path().join("child");
        let binary = std::env::current_exe().unwrap();
        if fs::hard_link(&binary, &copy).is_err() {
            fs::copy(&binary, &copy).unwrap();
            may(&copy, 0o755);
        }
        child = Process::new(&copy);
        child
            .args(["--exact", "--ignored", "--nocapture"])
            .arg("child_meets_a_read_only_directory")
            .env(CHILD_DIR, home.dir())
            .current_dir("/")
            .uid(65534)
            .gid(65534);
    }
    expect_success(child);
    assert_eq!(fs::read(journal(&home)).unwrap(), before);
    may(&home.dir(), 0o755);
}

#[test]
#[ignore = "run as a child that may not write"]
fn child_meets_a_read_only_directory() {
    let Some(dir) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else {
        return;
    };
    let (mut record, found) = Record::open(&dir, "farm", |_| Some(minimal_playbook())).unwrap();
    assert_eq!(leads(&record), 3);
    assert!(matches!(
        found.as_slice(),
        [Finding::Torn { at: None, .. }, Finding::NotWritable { .. }]
    ));
    let error = record.execute(&lead("four"), at(9)).unwrap_err();
    let StoreError::NotSaved { cause, .. } = &error else {
        panic!("{error}")
    };
    assert_eq!(*cause, NotSavedCause::ReadOnly);
    assert!(
        error.to_string().contains("make that directory writable"),
        "{error}"
    );
    assert!(record.follow().unwrap().is_none());
    let status = by_jane(Command::SetStatus {
        to: Status::FalseAlarm,
        reason: "a drill".to_owned(),
    });
    assert!(record.execute(&status, at(10)).is_err());
    assert_eq!(record.incident().status, Status::Investigating);
}

#[test]
fn what_was_said_to_be_saved_survives_a_kill() {
    let home = TestHome::new();
    home.declare();
    let mut saved = 0;
    for round in 1..=5 {
        let mut child = child("child_records_until_killed", &home.dir(), "");
        let mut child = child.stdout(Stdio::piped()).spawn().unwrap();
        let said = BufReader::new(child.stdout.take().unwrap()).lines();
        let numbers = said.map_while(Result::ok).filter_map(|line| {
            let number = line.strip_prefix("saved ")?;
            number.parse::<usize>().ok()
        });
        saved = numbers.take(20 * round).last().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(leads(&home.reopen().0) >= saved);
        assert_eq!(findings(&home), []);
    }
    assert!(saved >= 300, "{saved}");
}

#[test]
#[ignore = "run as a child that is killed"]
fn child_records_until_killed() {
    let Some(dir) = std::env::var_os(CHILD_DIR).map(PathBuf::from) else {
        return;
    };
    let (mut record, _) = Record::open(&dir, "farm", |_| Some(minimal_playbook())).unwrap();
    let mut out = std::io::stdout();
    loop {
        let recorded = record.execute(&lead("still here"), at(1)).unwrap();
        record.save_state().unwrap();
        // A line of its own: the test runner has begun one already.
        writeln!(out, "\nsaved {}", recorded.incident.leads.len()).unwrap();
        out.flush().unwrap();
    }
}
