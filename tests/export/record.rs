//! The record as JSON: its schema, its chain, its seal.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use proptest::prelude::*;
use rstest::rstest;
use serde_json::Value;
use sitroom::domain::apply::fold;
use sitroom::domain::chain::Digest;
use sitroom::domain::event::{Entry, Event};
use sitroom::domain::export::{
    ChainOf, Flaw, NotARecord, RECORD_SCHEMA, ReadRecord, RecordExport, read_record, record_json,
};
use sitroom::domain::gate::{Gate, shared_entries, shared_state};
use sitroom::domain::time::When;

use crate::every::{Draw, every_event, kinds};
use crate::made::{head, journals, note, small, start};

fn whole(entries: &[Entry]) -> String {
    let export = RecordExport {
        incident: &fold(entries),
        entries,
        local_notes: true,
        journal: entries,
        head: &head(entries),
        unsound: &[],
        now: start(),
    };
    record_json(&export).unwrap()
}

fn shared(entries: &[Entry]) -> String {
    let (incident, gate) = (fold(entries), Gate::shipped());
    let leaving = shared_entries(entries.to_vec(), &incident, &gate);
    let export = RecordExport {
        incident: &shared_state(&incident, &gate),
        entries: &leaving,
        local_notes: false,
        journal: entries,
        head: &head(entries),
        unsound: &[],
        now: start(),
    };
    record_json(&export).unwrap()
}

fn read(text: &str) -> ReadRecord {
    read_record(text).unwrap()
}

/// Puts a fitting seal on a text that was changed, as whoever changes it can.
fn sealed_anew(text: &str) -> String {
    let end = text.len() - "\"\n}\n".len();
    let body = &text[..end - 64];
    format!("{body}{}{}", Digest::of(body.as_bytes()), &text[end..])
}

static RECORD: LazyLock<jsonschema::Validator> = LazyLock::new(|| {
    let schema: Value = serde_json::from_str(RECORD_SCHEMA).unwrap();
    jsonschema::meta::validate(&schema).unwrap();
    jsonschema::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap()
});

fn assert_fits(text: &str) {
    let value: Value = serde_json::from_str(text).unwrap();
    let errors: Vec<String> = RECORD
        .iter_errors(&value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, Vec::<String>::new(), "{text}");
}

#[test]
fn the_schema_refuses_what_is_no_record() {
    let value: Value = serde_json::from_str(&whole(&small())).unwrap();
    assert!(RECORD.is_valid(&value));
    let changes: [fn(&mut Value); 6] = [
        |it| it["format"] = 2.into(),
        |it| it["seal"] = "x".into(),
        |it| it["more"] = 1.into(),
        |it| it["entries"][1]["happened"] = "yesterday".into(),
        |it| it["entries"][1]["data"]["visibility"] = "public".into(),
        |it| it["incident"]["status"] = "over".into(),
    ];
    for (change, n) in changes.iter().zip(0..) {
        let mut other = value.clone();
        change(&mut other);
        assert!(!RECORD.is_valid(&other), "change {n}");
    }
}

/// A record in which one entry has another event.
fn with_event(record: &Value, event: &Value) -> Value {
    let mut other = record.clone();
    for key in ["kind", "data"] {
        other["entries"][1][key] = event[key].clone();
    }
    other
}

#[test]
fn the_schema_says_what_every_kind_says() {
    let schema: Value = serde_json::from_str(RECORD_SCHEMA).unwrap();
    let rules = schema["$defs"]["entry"]["allOf"].as_array().unwrap();
    let named: BTreeSet<String> = rules
        .iter()
        .map(|rule| {
            let kind = &rule["if"]["properties"]["kind"]["const"];
            kind.as_str().unwrap().to_owned()
        })
        .collect();
    assert_eq!(named, kinds());
}

#[test]
fn of_every_kind_the_schema_refuses_what_the_reader_refuses() {
    let record: Value = serde_json::from_str(&whole(&small())).unwrap();
    let draw = Draw::of(vec!["x".to_owned()], vec![When::exact(start())]);
    for event in every_event(&draw) {
        let event = serde_json::to_value(&event).unwrap();
        assert!(RECORD.is_valid(&with_event(&record, &event)), "{event}");
        let mut other = event.clone();
        other["data"] = "x".into();
        assert!(!RECORD.is_valid(&with_event(&record, &other)), "{other}");
        let mut refused = 0;
        for key in event["data"].as_object().unwrap().keys() {
            let mut without = event.clone();
            without["data"].as_object_mut().unwrap().remove(key);
            if serde_json::from_value::<Event>(without.clone()).is_err() {
                let value = with_event(&record, &without);
                assert!(!RECORD.is_valid(&value), "without {key}: {without}");
                refused += 1;
            }
            let mut other = event.clone();
            other["data"][key] = serde_json::json!([[7]]);
            assert!(
                !RECORD.is_valid(&with_event(&record, &other)),
                "{key}: {other}"
            );
        }
        assert!(refused > 0, "nothing of it is required: {event}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_whole_record_is_read_back_as_it_was(entries in journals()) {
        let text = whole(&entries);
        let found = read(&text);
        prop_assert_eq!(&found.flaws, &vec![]);
        prop_assert_eq!(found.chain.of, ChainOf::Journal);
        prop_assert_eq!(&found.chain.head, &head(&entries).sha256);
        prop_assert_eq!(&found.incident, &fold(&entries));
        prop_assert_eq!(&found.entries, &entries);
        assert_fits(&text);
    }

    #[test]
    fn what_leaves_is_a_chain_of_its_own_when_something_stays(entries in journals()) {
        let text = shared(&entries);
        let found = read(&text);
        prop_assert_eq!(&found.flaws, &vec![]);
        let is_whole = found.chain.left_out == 0 && found.chain.covered == 0;
        prop_assert_eq!(found.chain.of == ChainOf::Journal, is_whole);
        prop_assert_eq!(found.entries.len() + found.chain.left_out, entries.len());
        assert_fits(&text);
    }
}

#[test]
fn any_flipped_bit_is_noticed() {
    for text in [whole(&small()), shared(&small())] {
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << (at % 7);
            let Ok(flipped) = String::from_utf8(bytes) else {
                continue;
            };
            let is_noticed = read_record(&flipped).is_ok_and(|found| found.flaws.is_empty());
            assert!(!is_noticed, "byte {at} of\n{flipped}");
        }
    }
}

#[test]
fn no_hash_of_the_journal_leaves_where_something_stays_behind() {
    let mut entries = small();
    entries.push(note(4, "key AKIAIOSFODNN7EXAMPLQ"));
    entries.push(note(5, "later"));
    let text = shared(&entries);
    assert!(!text.contains("AKIA"), "{text}");
    let found = read(&text);
    assert_eq!((found.chain.of, found.chain.covered), (ChainOf::Export, 1));
    let mut hash = Digest::ZERO;
    let mut after = Vec::new();
    for entry in &entries {
        let line = sitroom::domain::chain::encode_line(entry, &hash).unwrap();
        hash = Digest::of(line.as_bytes());
        after.push(hash.to_string());
    }
    for hash in &after[3..] {
        assert!(!text.contains(hash), "{hash} in\n{text}");
    }
}

type Change = fn(&str) -> String;

/// Without the line of an entry.
fn without(text: &str, seq: u64) -> String {
    let is_entry = |line: &&str| !line.contains(&format!("\"seq\":{seq},"));
    let lines: Vec<&str> = text.lines().filter(is_entry).collect();
    lines.join("\n") + "\n"
}

#[rstest]
#[case::reworded(|text: &str| text.replace("fox at", "dog at"), Flaw::Chain { seq: 3 })]
#[case::last_reworded(|text: &str| text.replace("=cmd", "=bmd"), Flaw::Head)]
#[case::removed(|text: &str| without(text, 2), Flaw::Number { seq: 3 })]
#[case::not_counted(|text: &str| without(text, 2), Flaw::Count { found: 2, named: 3 })]
#[case::other_state(
    |text: &str| text.replace("\"severity\": \"unknown\"", "\"severity\": \"high\""), Flaw::State
)]
#[case::other_time(
    |text: &str| text.replace("\"recorded\":\"2026-11-22T14:02:03", "\"recorded\":\"2026-11-22T14:02:01"),
    Flaw::Backwards { seq: 3 }
)]
#[case::other_id_time(
    |text: &str| text.replace("\"recorded\":\"2026-11-22T14:02:03", "\"recorded\":\"2026-11-22T14:02:09"),
    Flaw::Id { seq: 3 }
)]
fn a_change_under_a_new_seal_is_noticed(#[case] change: Change, #[case] flaw: Flaw) {
    let text = whole(&small());
    let changed = change(&text);
    assert_ne!(changed, text);
    let found = read(&sealed_anew(&changed));
    assert!(!found.flaws.contains(&Flaw::Seal), "{:?}", found.flaws);
    assert!(found.flaws.contains(&flaw), "{:?}", found.flaws);
}

#[test]
fn a_file_that_was_laid_out_anew_still_has_its_chain() {
    let text = whole(&small());
    let spaced = text.replace("\"format\": 1", "\"format\":  1");
    assert_eq!(read(&spaced).flaws, [Flaw::Seal]);
}

#[test]
fn what_was_wrong_with_the_journal_is_still_said() {
    let entries = small();
    let unsound = ["line 2 of the journal is damaged".to_owned()];
    let export = RecordExport {
        incident: &fold(&entries),
        entries: &entries,
        local_notes: true,
        journal: &entries,
        head: &head(&entries),
        unsound: &unsound,
        now: start(),
    };
    let found = read(&record_json(&export).unwrap());
    assert_eq!(found.chain.of, ChainOf::Export);
    assert_eq!(found.flaws, [Flaw::Unsound(unsound[0].clone())]);
}

#[test]
fn other_files_and_later_ones_are_told_apart() {
    for text in ["", "{}", "[]", "{\"format\":1}", "happened,text\r\n"] {
        assert!(
            matches!(read_record(text), Err(NotARecord::Malformed(_))),
            "{text}"
        );
    }
    let later = read_record("{\"format\":2,\"of\":\"the future\"}");
    assert!(matches!(later, Err(NotARecord::Newer(2))));
}
