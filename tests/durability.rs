//! The record under attack: torn and damaged files, later versions, editors.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;

use std::fs;
use std::path::Path;

use common::{
    TestHome, append, at, findings, journal, lead, lines, minimal_playbook, note, put_lines, sound,
    state, three_leads, undo,
};
use rstest::rstest;
use sitroom::store::{Damage, Finding, ReadOnly, Record, StoreError};

fn leads(record: &Record) -> usize {
    record.incident().leads.len()
}

#[rstest]
#[case::half_a_line(b"{\"format\":1,\"seq\":5,\"id\":\"01")]
#[case::nothing_but_zeros(&[0; 700])]
#[case::a_whole_line_without_its_newline(b"{\"format\":1}")]
#[case::a_line_that_is_no_json(b"{\"format\":1,\"seq\":5,\0\0\0\0\n")]
#[case::several(b"\0\0\0\n\0\0\n{\"for")]
#[case::no_text(b"\xff\xfe\n")]
fn a_torn_end_is_set_aside(#[case] torn: &[u8], #[values(true, false)] with_state: bool) {
    let home = three_leads();
    let whole = fs::read(journal(&home)).unwrap();
    append(&home, torn);
    if !with_state {
        fs::remove_file(state(&home)).unwrap();
    }
    let (mut record, found) = home.reopen();
    let [
        Finding::Torn {
            bytes,
            at: Some(kept),
        },
    ] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!(*bytes, torn.len() as u64);
    assert!(kept.starts_with("torn/"), "{kept}");
    assert_eq!(fs::read(home.dir().join(kept)).unwrap(), torn);
    assert_eq!(fs::read(journal(&home)).unwrap(), whole);
    record.execute(&lead("four"), at(9)).unwrap();
    assert_eq!(leads(&sound(&home)), 4);
    assert_eq!(findings(&home), []);
}

#[test]
fn every_place_to_cut_the_last_line_is_survived() {
    let home = three_leads();
    let whole = fs::read(journal(&home)).unwrap();
    let last = whole.len() - lines(&home).last().unwrap().len() - 1;
    for cut in last..whole.len() {
        fs::write(journal(&home), &whole[..cut]).unwrap();
        let _ = fs::remove_file(state(&home));
        let (record, found) = home.reopen();
        assert_eq!(leads(&record), 2);
        assert_eq!(found.len(), usize::from(cut > last), "{cut}: {found:?}");
        assert_eq!(fs::read(journal(&home)).unwrap(), whole[..last]);
    }
}

#[test]
fn an_end_torn_under_a_running_program_is_set_aside_at_its_next_entry() {
    let home = three_leads();
    let mut record = sound(&home);
    append(&home, b"{\"format\":1,\"se");
    let recorded = record.execute(&lead("four"), at(9)).unwrap();
    assert_eq!((recorded.entries.len(), recorded.own), (1, 1));
    assert!(matches!(
        recorded.findings.as_slice(),
        [Finding::Torn { at: Some(_), .. }]
    ));
    assert_eq!(findings(&home), []);
}

#[test]
fn a_damaged_line_in_the_middle_is_kept_and_skipped() {
    let home = three_leads();
    let mut text = lines(&home);
    text[2] = text[2].replace("\"two\"", "two");
    put_lines(&home, &text);
    fs::remove_file(state(&home)).unwrap();
    let (mut record, found) = home.reopen();
    assert_eq!(leads(&record), 2);
    assert!(matches!(
        found.as_slice(),
        [
            Finding::DamagedLine { line: 3, .. },
            Finding::BrokenChain { line: 4 }
        ]
    ));
    record.execute(&lead("four"), at(9)).unwrap();
    assert_eq!(lines(&home)[..4], text[..], "nothing is taken away");
    assert_eq!(record.incident().leads[2].id.0, 4);
}

#[rstest]
#[case::by_hand("ic = \"Farmer Jane\"", "ic = \"Farmer Dave\"")]
#[case::in_its_head("seq = 4", "seq = 3")]
#[case::out_of_form("[incident]", "[incident")]
#[case::without_a_format("format = 5", "")]
fn a_changed_state_file_is_set_aside(#[case] from: &str, #[case] to: &str) {
    let home = three_leads();
    let text = fs::read_to_string(state(&home)).unwrap();
    assert!(text.contains(from), "{text}");
    let changed = text.replacen(from, to, 1);
    fs::write(state(&home), &changed).unwrap();
    let (mut record, found) = home.reopen();
    let [
        Finding::Damaged {
            name,
            at: Some(kept),
            ..
        },
    ] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    assert_eq!(name, "incident.toml");
    assert!(kept.starts_with("quarantine/incident.toml-"), "{kept}");
    assert_eq!(fs::read_to_string(home.dir().join(kept)).unwrap(), changed);
    assert!(!record.stats().from_state);
    assert_eq!(record.incident().ic, "Farmer Jane");
    record.save_state().unwrap();
    assert_eq!(fs::read_to_string(state(&home)).unwrap(), text);
}

#[test]
fn a_state_file_that_is_behind_is_carried_on() {
    let home = three_leads();
    sound(&home).execute(&lead("four"), at(9)).unwrap();
    let record = sound(&home);
    assert!(record.stats().from_state);
    assert_eq!((record.stats().entries_read, leads(&record)), (1, 4));
    assert!(record.is_dirty());
}

#[test]
fn a_state_file_behind_an_undo_is_folded_anew() {
    let home = three_leads();
    sound(&home).execute(&undo(), at(9)).unwrap();
    let record = sound(&home);
    assert!(!record.stats().from_state);
    assert_eq!(leads(&record), 2);
}

#[test]
fn a_missing_state_file_is_rebuilt() {
    let home = three_leads();
    let before = fs::read(state(&home)).unwrap();
    fs::remove_file(state(&home)).unwrap();
    let mut record = sound(&home);
    assert!(!record.stats().from_state && record.is_dirty());
    record.save_state().unwrap();
    assert_eq!(fs::read(state(&home)).unwrap(), before);
}

#[test]
fn a_state_file_of_a_later_version_is_left_alone() {
    let home = three_leads();
    let text = fs::read_to_string(state(&home)).unwrap();
    let later = text.replace("format = 5", "format = 6");
    fs::write(state(&home), &later).unwrap();
    let (mut record, found) = home.reopen();
    assert!(matches!(
        found.as_slice(),
        [Finding::Newer { format: 6, .. }]
    ));
    record.execute(&lead("four"), at(9)).unwrap();
    record.save_state().unwrap();
    assert_eq!(fs::read_to_string(state(&home)).unwrap(), later);
}

#[test]
fn a_state_file_that_knows_more_than_the_journal_is_kept() {
    let home = three_leads();
    let text = lines(&home);
    put_lines(&home, &text[..2]);
    let (record, found) = home.reopen();
    assert_eq!(leads(&record), 1);
    let [
        Finding::Damaged {
            damage: Damage::Ahead,
            at: Some(kept),
            ..
        },
    ] = found.as_slice()
    else {
        panic!("{found:?}")
    };
    let kept = fs::read_to_string(home.dir().join(kept)).unwrap();
    assert!(kept.contains("three"));
}

#[rstest]
#[case::removed(None)]
#[case::emptied(Some(b"".as_slice()))]
#[case::overwritten(Some([0; 4096].as_slice()))]
fn without_its_journal_a_record_can_still_be_read(#[case] left: Option<&[u8]>) {
    let home = three_leads();
    match left {
        None => fs::remove_file(journal(&home)).unwrap(),
        Some(bytes) => fs::write(journal(&home), bytes).unwrap(),
    }
    let (mut record, found) = home.reopen();
    assert_eq!(leads(&record), 3);
    assert!(
        found.contains(&Finding::ReadOnly(ReadOnly::NoJournal)),
        "{found:?}"
    );
    let error = record.execute(&lead("four"), at(9)).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(ReadOnly::NoJournal)));
    assert!(record.follow().unwrap().is_none());
    record.save_state().unwrap();
    assert_eq!(leads(&home.reopen().0), 3);
}

#[test]
fn a_journal_of_a_later_version_is_read_and_not_written() {
    let home = three_leads();
    let mut open = sound(&home);
    append(&home, b"{\"format\":2,\"something\":[\"else\"]}\n");
    let before = fs::read(journal(&home)).unwrap();
    let later = ReadOnly::NewerJournal { format: 2 };
    let (mut record, found) = home.reopen();
    assert_eq!(found, [Finding::ReadOnly(later.clone())]);
    assert_eq!(leads(&record), 3);
    assert!(!record.is_dirty());
    let error = record.execute(&lead("four"), at(9)).unwrap_err();
    assert!(error.to_string().contains("later version"), "{error}");
    // The same for a program that was running when the later one came.
    let error = open.execute(&lead("four"), at(9)).unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(cause) if cause == later));
    assert_eq!(fs::read(journal(&home)).unwrap(), before);
}

#[test]
fn an_unknown_kind_is_kept_and_shown() {
    let home = three_leads();
    let text: Vec<String> = lines(&home)
        .iter()
        .map(|line| line.replace("lead-added", "moon-phase"))
        .collect();
    put_lines(&home, &text);
    let (mut record, _) = home.reopen();
    assert_eq!(record.tail(1).unwrap()[0].event.kind(), "moon-phase");
    record.execute(&note("x"), at(9)).unwrap();
    assert_eq!(lines(&home)[..4], text[..]);
    let unknown = |finding: &&Finding| matches!(finding, Finding::UnknownKind { .. });
    assert_eq!(findings(&home).iter().filter(unknown).count(), 3);
}

#[test]
fn a_journal_that_was_changed_under_a_running_program_is_read_again() {
    let home = three_leads();
    let mut record = sound(&home);
    let text = lines(&home);
    put_lines(&home, &text[..2]);
    let recorded = record.execute(&lead("four"), at(9)).unwrap();
    assert!(recorded.anew);
    assert_eq!((recorded.entries.len(), recorded.own), (3, 1));
    assert_eq!(recorded.incident.leads.len(), 2);
    let [Finding::Rewritten { at: Some(kept) }] = recorded.findings.as_slice() else {
        panic!("{:?}", recorded.findings)
    };
    let kept = fs::read_to_string(home.dir().join(kept)).unwrap();
    assert!(kept.contains("three"));
}

#[test]
fn files_that_a_crash_left_in_the_making_are_swept_once_they_are_old() {
    let home = three_leads();
    let (old, new) = (home.dir().join(".sitroom-a"), home.dir().join(".sitroom-b"));
    fs::write(&new, "").unwrap();
    let day_before = std::time::SystemTime::now() - std::time::Duration::from_secs(86_400);
    let file = fs::File::create(&old).unwrap();
    file.set_modified(day_before).unwrap();
    sound(&home);
    assert!(!old.exists() && new.exists());
}

#[test]
fn a_journal_that_an_editor_replaced_is_written_to_all_the_same() {
    let home = three_leads();
    let mut record = sound(&home);
    let copy = home.dir().join("copy");
    fs::copy(journal(&home), &copy).unwrap();
    fs::rename(copy, journal(&home)).unwrap();
    record.execute(&lead("four"), at(9)).unwrap();
    assert_eq!(lines(&home).len(), 5);
}

#[test]
fn a_journal_that_went_away_is_an_error_and_nothing_is_made_up() {
    let home = three_leads();
    let mut record = sound(&home);
    fs::remove_file(journal(&home)).unwrap();
    let error = record.execute(&lead("four"), at(9)).unwrap_err();
    assert!(matches!(error, StoreError::JournalGone { .. }), "{error}");
    assert!(record.follow().is_err());
    fs::write(journal(&home), "").unwrap();
    assert!(record.execute(&lead("four"), at(9)).is_err());
    assert_eq!(leads(&record), 3);
}

#[test]
fn a_record_without_its_playbook_can_be_read() {
    let home = three_leads();
    let (mut record, found) = Record::open(&home.dir(), "farm", |_| None).unwrap();
    assert!(matches!(
        found.as_slice(),
        [Finding::ReadOnly(ReadOnly::NoPlaybook { .. })]
    ));
    assert!(record.execute(&lead("four"), at(9)).is_err());
    home.reopen().0.execute(&lead("four"), at(9)).unwrap();
    assert_eq!(record.follow().unwrap().unwrap().entries.len(), 1);
}

#[test]
fn a_directory_without_a_record_says_so() {
    let home = TestHome::new();
    let open = |dir: &Path| Record::open(dir, "farm", |_| Some(minimal_playbook()));
    assert!(matches!(
        open(&home.dir()),
        Err(StoreError::NoRecord { .. })
    ));
    fs::create_dir_all(home.dir()).unwrap();
    assert!(matches!(
        open(&home.dir()),
        Err(StoreError::NoRecord { .. })
    ));
}
