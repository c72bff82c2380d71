//! An entry as a line of the journal: nothing is lost on the way there and back.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod common;
#[path = "common/every.rs"]
mod every;

use chrono::FixedOffset;
use common::at;
use every::{Draw, every_event, kinds};
use proptest::prelude::*;
use sitroom::domain::chain::{Digest, LineError, decode_line, encode_line};
use sitroom::domain::event::{Decided, Entry, Event, Origin, TeamLeadTried, Visibility};
use sitroom::domain::ids::EntryId;
use sitroom::domain::playbook::Channel;
use sitroom::domain::time::{Precision, When, Zone};
use sitroom::domain::timeline::describe;

fn entry(event: Event) -> Entry {
    Entry {
        seq: 7,
        id: EntryId::new(at(5), 42),
        happened: When::exact(at(3)),
        recorded: at(5),
        actor: "Farmer Jane".to_owned(),
        device: "farm".to_owned(),
        origin: Origin::Local,
        event,
    }
}

fn round_trip(entry: &Entry) -> Entry {
    let prev = Digest::of(b"the line before");
    let line = encode_line(entry, &prev).unwrap();
    assert!(!line.contains('\n'));
    let (read, read_prev) = decode_line(line.as_bytes()).unwrap();
    assert_eq!(read_prev, Some(prev));
    read
}

fn text() -> String {
    "a \"quoted\" \\ line\nand é 🐔 \u{7}".to_owned()
}

#[test]
fn every_kind_reads_back_as_it_was() {
    let west = FixedOffset::east_opt(-5 * 3600).unwrap();
    let month = When::coarse(at(0).with_timezone(&west), Precision::Month);
    let times = vec![When::exact(at(3)), When::Unknown, month];
    for event in every_event(&Draw::of(vec![text(), String::new()], times)) {
        let entry = entry(event);
        assert_eq!(round_trip(&entry), entry);
    }
}

#[test]
fn no_kind_is_missing_from_the_list_of_them() {
    let listed = Event::KINDS.map(str::to_owned);
    assert_eq!(std::collections::BTreeSet::from(listed), kinds());
}

#[test]
fn a_line_has_its_keys_in_the_order_that_was_promised() {
    let note = entry(Event::Noted {
        text: "hello".to_owned(),
        visibility: Visibility::Shared,
    });
    let line = encode_line(&note, &Digest::ZERO).unwrap();
    let id = note.id;
    assert_eq!(
        line,
        format!(
            "{{\"format\":1,\"seq\":7,\"id\":\"{id}\",\"happened\":\"2026-11-22T14:02:03+00:00\",\
             \"recorded\":\"2026-11-22T14:02:05.000Z\",\"actor\":\"Farmer Jane\",\
             \"device\":\"farm\",\"origin\":\"local\",\"kind\":\"noted\",\
             \"data\":{{\"text\":\"hello\",\"visibility\":\"shared\"}},\"prev\":\"{}\"}}",
            "0".repeat(64)
        )
    );
}

#[test]
fn an_unknown_kind_is_read_as_such() {
    let line = encode_line(&entry(Event::ExposureSet { exposed: true }), &Digest::ZERO).unwrap();
    let unknown = line.replace("exposure-set", "moon-phase");
    let kind = "moon-phase".to_owned();
    let (read, _) = decode_line(unknown.as_bytes()).unwrap();
    assert_eq!(read.event, Event::Unrecognised { kind });
    let undecodable = line.replace("\"exposed\":true", "\"exposed\":7");
    let (read, _) = decode_line(undecodable.as_bytes()).unwrap();
    assert_eq!(read.event.kind(), "exposure-set");
    assert!(matches!(read.event, Event::Unrecognised { .. }));
}

#[test]
fn what_older_versions_wrote_of_decisions_and_attempts_still_reads() {
    let plain = Event::Decided(Decided::said("disruption", "close the road"));
    let line = encode_line(&entry(plain.clone()), &Digest::ZERO).unwrap();
    let data = "\"data\":{\"about\":\"disruption\",\"text\":\"close the road\"}";
    assert!(line.contains(data), "{line}");
    assert_eq!(decode_line(line.as_bytes()).unwrap().0.event, plain);
    let tried = Event::TeamLeadTried(TeamLeadTried {
        lead: "Farmer Dave".to_owned(),
        channel: Channel::Chat,
        reached: true,
        answer: None,
        words: String::new(),
    });
    let line = encode_line(&entry(tried.clone()), &Digest::ZERO).unwrap();
    let data = "\"data\":{\"lead\":\"Farmer Dave\",\"channel\":\"chat\",\"reached\":true}";
    assert!(line.contains(data), "{line}");
    assert_eq!(decode_line(line.as_bytes()).unwrap().0.event, tried);
}

#[test]
fn what_older_versions_wrote_of_an_answer_still_reads() {
    let old = r#"{"kind":"suggestion-answered","data":{"id":"4:2","accepted":false}}"#;
    let event: Event = serde_json::from_str(old).unwrap();
    assert_eq!(serde_json::to_string(&event).unwrap(), old);
    let said = describe(&event, Zone::default());
    assert_eq!(said, "suggestion 4:2 declined");
}

#[test]
fn a_line_that_is_no_entry_says_why() {
    let line = encode_line(&entry(Event::ExposureSet { exposed: true }), &Digest::ZERO).unwrap();
    let newer = line.replace("\"format\":1", "\"format\":2");
    assert_eq!(
        decode_line(newer.as_bytes()),
        Err(LineError::Newer { format: 2 })
    );
    let other_shape = b"{\"format\":3,\"what\":[]}";
    assert_eq!(
        decode_line(other_shape),
        Err(LineError::Newer { format: 3 })
    );
    for torn in [&line.as_bytes()[..line.len() / 2], b"", b"\0\0\0", b"\xff"] {
        assert_eq!(decode_line(torn), Err(LineError::NotJson));
    }
    assert!(matches!(
        decode_line(b"{\"format\":1}"),
        Err(LineError::NotAnEntry { .. })
    ));
}

proptest! {
    #[test]
    fn any_text_reads_back(text in any::<String>(), actor in any::<String>(), device in any::<String>()) {
        let mut entry = entry(Event::Noted { text, visibility: Visibility::Shared });
        entry.actor = actor;
        entry.device = device;
        prop_assert_eq!(round_trip(&entry), entry);
    }

    #[test]
    fn any_bytes_are_an_entry_or_an_error(bytes in any::<Vec<u8>>()) {
        let _ = decode_line(&bytes);
    }
}
