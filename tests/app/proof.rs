//! A whole incident can be proved: each figure of its report leads to lines of the journal, and
//! no byte of the record or of its export changes unnoticed.

mod links;

use rstest::rstest;
use sitroom::domain::chain::{Digest, encode_line};
use sitroom::domain::event::Entry;
use sitroom::domain::export::{RecordExport, read_record, record_json};
use sitroom::domain::mirror::ChainHead;
use sitroom::domain::playbook::Playbook;
use sitroom::store::{Record, verify};
use std::path::{Path, PathBuf};

use crate::program::program;
use crate::screen::Screen;
use crate::stroll::{BOTH, closed};

fn journal(entries: &[Entry]) -> (Vec<Vec<u8>>, Digest) {
    let mut prev = Digest::ZERO;
    let lines = entries.iter().map(|entry| {
        let line = encode_line(entry, &prev).expect("it can be written");
        prev = Digest::of(line.as_bytes());
        line.into_bytes()
    });
    (lines.collect(), prev)
}

#[rstest]
fn export_of_the_whole_incident_holds_and_fails_on_any_flipped_byte(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let (_, last) = journal(&screen.entries);
    let head = ChainHead {
        seq: screen.entries.len() as u64,
        sha256: last.to_string(),
    };
    let text = record_json(&RecordExport {
        incident: &screen.incident,
        entries: &screen.entries,
        local_notes: true,
        journal: &screen.entries,
        head: &head,
        unsound: &[],
        now: screen.now,
    })
    .expect("it can be written");
    let found = read_record(&text).expect("it is a record");
    assert_eq!(found.flaws, []);
    // A byte of each stretch; each costs a reading of the whole.
    let step = text.len() / 120;
    for at in (0..text.len()).step_by(step.max(1)) {
        let mut bytes = text.clone().into_bytes();
        bytes[at] ^= 1 << (at % 7);
        let Ok(flipped) = String::from_utf8(bytes) else {
            continue;
        };
        let is_noticed = read_record(&flipped).is_ok_and(|found| found.flaws.is_empty());
        assert!(
            !is_noticed,
            "byte {at}: {}",
            &text[at.saturating_sub(40)..at]
        );
    }
}

/// Returns a directory with the record of the whole incident, and its journal.
fn on_disk(screen: &Screen) -> (tempfile::TempDir, PathBuf, Vec<u8>) {
    let (lines, _) = journal(&screen.entries);
    let mut bytes = lines.join(&b'\n');
    bytes.push(b'\n');
    let root = tempfile::tempdir().expect("a directory");
    let incidents = root.path().join("data/sitroom/incidents");
    let dir = incidents.join(screen.incident.id.as_str());
    std::fs::create_dir_all(&dir).expect("it is new");
    std::fs::write(dir.join("journal.jsonl"), &bytes).expect("it can be written");
    let read = |_: &_| Some(Playbook::clone(&screen.app.playbook));
    // The state file is written with what the journal says, as at any start.
    let (mut record, _) = Record::open(&dir, "barn", read).expect("it opens");
    record.save_state().expect("it is saved");
    (root, dir, bytes)
}

/// Every byte of the state file that is not as it was written is noticed, and the next start has
/// the state out of the journal again.
#[rstest]
fn state_file_of_the_whole_incident_is_rebuilt_after_any_flipped_byte(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let (_root, dir, _) = on_disk(&screen);
    let path = dir.join("incident.toml");
    let written = std::fs::read(&path).expect("it is there");
    assert_eq!(verify(&dir).expect("it is a record").findings, []);
    for at in (0..written.len()).step_by((written.len() / 60).max(1)) {
        let mut flipped = written.clone();
        flipped[at] ^= 1 << (at % 7);
        std::fs::write(&path, &flipped).expect("it can be written");
        let found = verify(&dir).expect("the journal is whole");
        assert!(!found.findings.is_empty(), "byte {at} is not noticed");
        let read = |_: &_| Some(Playbook::clone(&screen.app.playbook));
        let (mut record, findings) = Record::open(&dir, "barn", read).expect("it opens");
        assert!(!findings.is_empty(), "byte {at} is not told");
        assert_eq!(*record.incident(), screen.incident, "byte {at}");
        record.save_state().expect("it is saved");
        drop(record);
        assert_eq!(std::fs::read(&path).expect("it is there"), written);
    }
}

#[rstest]
fn record_of_the_whole_incident_holds_and_fails_on_any_flipped_byte(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let (_root, dir, bytes) = on_disk(&screen);
    let path = dir.join("journal.jsonl");
    let whole = verify(&dir).expect("it is a record");
    assert_eq!(whole.findings, []);
    assert_eq!(whole.entries, screen.entries.len());
    for at in (0..bytes.len()).step_by((bytes.len() / 60).max(1)) {
        let mut flipped = bytes.clone();
        flipped[at] ^= 1 << (at % 7);
        std::fs::write(&path, &flipped).expect("it can be written");
        let found = verify(&dir);
        let is_noticed = found.map_or(true, |found| !found.findings.is_empty());
        assert!(is_noticed, "byte {at}");
    }
}

/// Flips a bit of the byte in the middle of a file, or of the first of a text in it, while
/// something is done.
fn flipped<T>(path: &Path, text: Option<&str>, while_so: impl FnOnce() -> T) -> T {
    let whole = std::fs::read(path).expect("it is there");
    let at = text.map_or(whole.len() / 2, |text| {
        let mut places = whole.windows(text.len());
        let found = places.position(|place| place == text.as_bytes());
        found.expect("it says so")
    });
    let mut flipped = whole.clone();
    flipped[at] ^= 1;
    std::fs::write(path, &flipped).expect("it can be written");
    let result = while_so();
    std::fs::write(path, &whole).expect("it can be written");
    result
}

#[rstest]
fn the_program_proves_the_whole_incident_and_its_export(
    #[values(BOTH[0], BOTH[1])] playbook: &str,
) {
    const SOUND: Option<i32> = Some(0);
    const UNSOUND: Option<i32> = Some(6);
    let (screen, _) = closed(playbook, Some("farm/backlog"));
    let (root, dir, _) = on_disk(&screen);
    let run = |args: &[&str]| {
        let mut program = program(root.path(), &screen.now.to_rfc3339());
        let program = program.args(["--incident", screen.incident.id.as_str()]);
        program.args(args).output().expect("it runs").status.code()
    };
    let file = root.path().join("record.json");
    let name = file.to_str().expect("a name");
    let (of_record, of_export) = (["verify"], ["verify", name]);
    assert_eq!(run(&of_record), SOUND);
    assert_eq!(run(&["export", "--format", "json", "-o", name]), SOUND);
    assert_eq!(run(&of_export), SOUND);
    for changed in ["journal.jsonl", "incident.toml"] {
        let said = flipped(&dir.join(changed), None, || run(&of_record));
        assert_eq!(said, UNSOUND, "{changed}");
    }
    let said = flipped(&file, Some("it was the wind"), || run(&of_export));
    assert_eq!(said, UNSOUND);
    assert_eq!((run(&of_record), run(&of_export)), (SOUND, SOUND));
}
