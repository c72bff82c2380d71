//! The calendar file, read by a parser that is not its writer.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use sitroom::domain::command::Command;
use sitroom::domain::gate::{Gate, NotReleased};
use sitroom::domain::rotation::{Rotation, Slot, calendar};
use sitroom::domain::time::{Instant, Span};
use vparser::Parser;

use crate::farm::{DAVE, Farm, JANE};
use crate::record::{accept, asked, planned};

type Fields = BTreeMap<String, String>;

/// Returns the fields of the calendar, and those of each event by its UID.
fn read(file: &str) -> (Fields, BTreeMap<String, Fields>) {
    let (mut head, mut events, mut open) = (Fields::new(), BTreeMap::new(), None);
    for line in Parser::new(file) {
        let (name, value) = (line.name().into_owned(), line.value().into_owned());
        match (name.as_str(), value.as_str()) {
            ("BEGIN", "VEVENT") => open = Some(Fields::new()),
            ("END", "VEVENT") => {
                let event = open.take().expect("an event is open");
                let uid: &String = &event["UID"];
                let before = events.insert(uid.clone(), event);
                assert_eq!(before, None, "a UID comes twice");
            }
            _ => {
                let fields = open.as_mut().unwrap_or(&mut head);
                let before = fields.insert(name.clone(), value);
                assert!(before.is_none() || name == "BEGIN", "{name} comes twice");
            }
        }
    }
    (head, events)
}

fn exported(farm: &Farm) -> String {
    calendar(&farm.incident, &Gate::shipped(), farm.now).expect("it may leave")
}

fn of_person<'a>(events: &'a BTreeMap<String, Fields>, name: &str) -> Vec<&'a Fields> {
    let summary = format!("On shift: {name}");
    let own = events.values().filter(|event| event["SUMMARY"] == summary);
    own.collect()
}

#[test]
fn each_shift_is_an_event_in_utc() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    let (head, events) = read(&exported(&farm));
    assert_eq!(head["VERSION"], "2.0");
    assert_eq!(head["METHOD"], "PUBLISH");
    assert_eq!(head["END"], "VCALENDAR");
    assert_eq!(events.len(), plan.slots.len());
    let dave = of_person(&events, DAVE)[0];
    assert_eq!(dave["DTSTART"], "20261122T150000Z");
    assert_eq!(dave["DTEND"], "20261122T180000Z");
    assert_eq!(dave["DTSTAMP"], "20261122T140401Z");
    assert_eq!(dave["SEQUENCE"], "217519441");
    assert_eq!(dave["STATUS"], "CONFIRMED");
    assert_eq!(
        dave["URL"],
        "https://github.com/18F/security-incidents/issues/12345"
    );
}

#[test]
fn lines_end_as_they_should_and_none_is_longer_than_75_octets() {
    let (mut farm, mut plan) = planned();
    plan.slots[0].person =
        "Fräulein Hühnerbein-Übermütig, of the farm; \\the one\\ 🐔🐔🐔🐔🐔🐔".to_owned();
    plan.slots[0].reason = "nobody, nobody at all; the others sleep ".repeat(9);
    accept(&mut farm, &plan);
    let file = exported(&farm);
    assert!(file.ends_with("END:VCALENDAR\r\n"));
    assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
    for line in file.split("\r\n") {
        assert!(line.len() <= 75, "{} octets: {line}", line.len());
    }
    assert!(file.contains("\r\n "), "something is folded");
    let (_, events) = read(&file);
    let reason = plan.slots[0]
        .reason
        .trim()
        .replace(';', "\\;")
        .replace(',', "\\,");
    assert!(events.values().any(|event| {
        event["SUMMARY"]
            == "On shift: Fräulein Hühnerbein-Übermütig\\, of the farm\\; \\\\the one\\\\ 🐔🐔🐔🐔🐔🐔"
            && event["DESCRIPTION"].ends_with(&format!("\\n{reason}"))
    }));
}

#[test]
fn an_updated_file_replaces_and_says_what_is_off() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    let (_, before) = read(&exported(&farm));
    farm.now += Span::minutes(20).delta();
    let mut next: Rotation = plan.clone();
    next.slots.truncate(3);
    next.slots[1].to += Span::minutes(30).delta();
    next.slots[2].from += Span::minutes(30).delta();
    accept(&mut farm, &next);
    let (_, after) = read(&exported(&farm));
    assert!(before.keys().eq(after.keys()), "the same shifts, each once");
    for (uid, event) in &after {
        let old = &before[uid];
        let number = |fields: &Fields| fields["SEQUENCE"].parse::<u32>().expect("a number");
        assert!(number(event) > number(old));
        assert!(event["DTSTAMP"] > old["DTSTAMP"]);
    }
    assert_eq!(of_person(&after, DAVE)[0]["DTEND"], "20261122T183000Z");
    let off: Vec<&Fields> = after
        .values()
        .filter(|it| it["STATUS"] == "CANCELLED")
        .collect();
    assert_eq!(off.len(), 1);
    assert_eq!(off[0]["SUMMARY"], "On shift: Farmer Jane");
    assert_eq!(off[0]["DTSTART"], "20261122T230000Z");
}

#[test]
fn what_is_undone_or_called_off_is_cancelled_for_those_who_have_it() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    let (_, before) = read(&exported(&farm));
    farm.now += Span::minutes(1).delta();
    farm.says(JANE, Command::Undo { entry: None });
    let (_, undone) = read(&exported(&farm));
    assert!(before.keys().eq(undone.keys()));
    assert!(undone.values().all(|event| event["STATUS"] == "CANCELLED"));
    assert!(
        undone
            .values()
            .all(|event| event["SEQUENCE"] == "217519501")
    );
    accept(&mut farm, &plan);
    let mut none = plan.clone();
    none.slots.clear();
    farm.says(JANE, asked(&farm, &none));
    let (_, off) = read(&exported(&farm));
    assert!(off.values().all(|event| event["STATUS"] == "CANCELLED"));
    assert_eq!(
        off.len(),
        8,
        "those of the undone plan, and those of the next"
    );
}

#[test]
fn people_leave_by_their_codenames_and_secrets_stay() {
    let (mut farm, mut plan) = planned();
    plan.slots[0].reason = "the password is oats4all!barn".to_owned();
    accept(&mut farm, &plan);
    let (term, codename) = (DAVE.to_owned(), "BADGER".to_owned());
    let request =
        sitroom::domain::command::Request::local(Command::SetCodename { term, codename }, JANE);
    farm.request(&request.overriding("it stands in the title of nothing"));
    let file = exported(&farm);
    let (_, events) = read(&file);
    assert_eq!(of_person(&events, "BADGER").len(), 1);
    assert!(!file.contains(DAVE) && !file.contains("oats4all"), "{file}");
    assert!(file.contains("[held: H0]"));
}

#[test]
fn nothing_leaves_while_everything_is_stopped() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    let (stopped, reason) = (true, "a marking".to_owned());
    farm.says(JANE, Command::SetOutbound { stopped, reason });
    let file = calendar(&farm.incident, &Gate::shipped(), farm.now);
    assert!(matches!(file, Err(NotReleased::Stopped(_))));
}

/// Reads a text of RFC 5545 as its section 3.3.11 has it.
fn unescaped(text: &str) -> String {
    let (mut out, mut chars) = (String::new(), text.chars());
    while let Some(c) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some('n' | 'N') => out.push('\n'),
                Some(c @ ('\\' | ',' | ';')) => out.push(c),
                other => panic!("{other:?} is not to be escaped: {text}"),
            },
            ',' | ';' => panic!("{c} has to be escaped: {text}"),
            c => out.push(c),
        }
    }
    out
}

/// A text with what has a meaning in a calendar file, and what takes several octets.
fn texts() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => "[a-zA-Z]{1,9}".prop_map(String::from),
        2 => Just(" ".to_owned()),
        1 => prop::sample::select(vec![
            ",", ";", ":", "\\", "\\n", "\n", "\r\n", "\"", "'", "=", "🐔", "ä", "e\u{301}",
            "\u{2028}", "BEGIN:VEVENT", "\nEND:VEVENT\n", "\t",
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(part, 1..30).prop_map(|parts| format!("x{}", parts.concat()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_stands_in_the_plan_is_read_back_as_it_is_and_its_lines_are_folded(
        said in prop::collection::vec((texts(), texts(), 0_i64..100_000, 1_i64..2_000), 1..4),
    ) {
        let (mut farm, mut plan) = planned();
        let slot = plan.slots[0].clone();
        plan.slots = said
            .iter()
            .map(|(person, reason, start, minutes)| {
                let from = farm.now + Span::minutes(*start).delta();
                Slot {
                    person: person.clone(),
                    reason: reason.clone(),
                    from,
                    to: from + Span::minutes(*minutes).delta(),
                    ..slot.clone()
                }
            })
            .collect();
        accept(&mut farm, &plan);
        let file = exported(&farm);
        prop_assert!(!file.replace("\r\n", "").contains(['\r', '\n']));
        for line in file.split("\r\n") {
            prop_assert!(line.len() <= 75, "{} octets: {}", line.len(), line);
        }
        let (_, events) = read(&file);
        let read: BTreeSet<_> = events
            .values()
            .map(|event| {
                let (summary, details) = (&event["SUMMARY"], &event["DESCRIPTION"]);
                let times = [&event["DTSTART"], &event["DTEND"]].map(Clone::clone);
                (unescaped(summary), unescaped(details), times)
            })
            .collect();
        let incident = &farm.incident;
        let held = incident.rotation.accepted.as_ref().expect("a plan holds");
        let wanted: BTreeSet<_> = held
            .rotation
            .slots
            .iter()
            .map(|slot| {
                let time = |at: Instant| at.format("%Y%m%dT%H%M%SZ").to_string();
                let details = format!("incident {}\n{}", incident.id, slot.reason);
                let summary = format!("On shift: {}", slot.person);
                (summary, details, [time(slot.from), time(slot.to)])
            })
            .collect();
        prop_assert_eq!(read, wanted);
    }
}
