//! Proving a record: whatever is changed in the journal shows.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;

use common::{at, findings, journal, lines, put_lines, state, three_leads};
use rstest::rstest;
use sitroom::store::{Finding, verify};

#[rstest]
#[case::of_the_journal(journal)]
#[case::of_the_state_file(state)]
fn any_flipped_byte_is_noticed(#[case] file: fn(&common::TestHome) -> std::path::PathBuf) {
    let home = three_leads();
    let path = file(&home);
    let written = fs::read(&path).unwrap();
    assert_eq!(findings(&home), []);
    for at in 0..written.len() {
        let mut flipped = written.clone();
        flipped[at] ^= 1 << (at % 8);
        fs::write(&path, &flipped).unwrap();
        let found = verify(&home.dir());
        let is_noticed = found.map_or(true, |found| !found.findings.is_empty());
        assert!(is_noticed, "byte {at}: {:?}", char::from(written[at]));
    }
    fs::write(&path, &written).unwrap();
    assert_eq!(findings(&home), [], "it is the flip that was noticed");
}

#[test]
fn a_sound_record_is_verified() {
    let home = three_leads();
    let verified = verify(&home.dir()).unwrap();
    assert_eq!(verified.findings, []);
    assert_eq!(verified.entries, 4);
    assert_eq!((verified.first, verified.last), (Some(at(0)), Some(at(3))));
    let last = sitroom::domain::chain::Digest::of(lines(&home)[3].as_bytes());
    assert_eq!(verified.head_hash, last);
}

#[test]
fn a_changed_line_is_detected() {
    let home = three_leads();
    let mut text = lines(&home);
    text[1] = text[1].replace("one", "0ne");
    put_lines(&home, &text);
    assert_eq!(
        findings(&home),
        [Finding::BrokenChain { line: 3 }, Finding::StateDiffers]
    );
}

#[test]
fn a_removed_line_is_detected() {
    let home = three_leads();
    let mut text = lines(&home);
    text.remove(1);
    put_lines(&home, &text);
    let found = findings(&home);
    assert!(
        found.contains(&Finding::BrokenChain { line: 2 }),
        "{found:?}"
    );
    let gap = Finding::WrongNumber {
        line: 2,
        expected: 2,
        found: 3,
    };
    assert!(found.contains(&gap), "{found:?}");
    assert!(found.contains(&Finding::StateAhead), "{found:?}");
}

#[test]
fn an_inserted_line_is_detected() {
    let home = three_leads();
    let mut text = lines(&home);
    text.insert(2, text[1].clone());
    put_lines(&home, &text);
    let found = findings(&home);
    assert!(
        found.contains(&Finding::BrokenChain { line: 3 }),
        "{found:?}"
    );
    assert!(found.contains(&Finding::WrongId { line: 2 }), "{found:?}");
}

#[test]
fn a_missing_end_is_detected_by_the_state_file() {
    let home = three_leads();
    let text = lines(&home);
    put_lines(&home, &text[..3]);
    assert_eq!(findings(&home), [Finding::StateAhead]);
}

#[test]
fn a_changed_time_is_detected() {
    let home = three_leads();
    let mut text = lines(&home);
    text[3] = text[3].replace(
        "\"recorded\":\"2026-11-22T14:02:03.000Z",
        "\"recorded\":\"2026-11-22T14:02:01.000Z",
    );
    put_lines(&home, &text);
    let found = findings(&home);
    assert!(
        found.contains(&Finding::TimeBackwards { line: 4 }),
        "{found:?}"
    );
    assert!(found.contains(&Finding::WrongId { line: 4 }), "{found:?}");
}
