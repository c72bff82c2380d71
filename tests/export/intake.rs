//! What comes in by file: tables, pasted chat, exported records.

use proptest::prelude::*;
use rstest::rstest;
use sitroom::domain::apply::fold;
use sitroom::domain::command::Clearance;
use sitroom::domain::decide::decide;
use sitroom::domain::event::{Entry, Visibility};
use sitroom::domain::export::{Columns, Row, rows, table as written};
use sitroom::domain::ids::EntryId;
use sitroom::domain::import::{Cause, Item, Problem, Reading, chat, plan, record, table};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::text::{clean_line, clean_text, visible};
use sitroom::domain::time::{Instant, When};

use crate::made::{entry, journals, note, small, start};

fn reading() -> Reading {
    Reading {
        zone: None,
        day: None,
        now: start(),
    }
}

/// Times that name no zone are those of New York, and begin on the day of the story.
fn on_the_farm() -> Reading {
    Reading {
        zone: Some("America/New_York".parse().unwrap()),
        day: "2026-11-22".parse().ok(),
        now: start(),
    }
}

/// When the other machine reads a file.
fn later() -> Instant {
    "2026-11-30T08:00:00Z".parse().unwrap()
}

/// Records what a file says in a record that has nothing yet, by the commands that the command
/// line gives, and returns the rows that this record has then.
fn read_in(items: Vec<Item>) -> Vec<Row> {
    let playbook = Playbook::shipped("cloud-gov-2023").unwrap();
    let incident = fold(&small());
    let plan = plan(items, &[], "Farmer Jane");
    assert_eq!(plan.known, vec![]);
    let mut entries = Vec::new();
    for (item, seq) in plan.news.iter().zip(1..) {
        let request = item.request(Visibility::Shared, &Clearance::Unasked);
        let events = decide(&incident, &playbook, &request, later()).unwrap();
        for event in events {
            entries.push(Entry {
                id: EntryId::new(later(), u128::from(seq)),
                recorded: later(),
                happened: request.happened.unwrap(),
                actor: request.actor.clone(),
                ..entry(seq, event)
            });
        }
    }
    rows(&entries)
}

/// A row as any record has it that reads it in: with the text as texts are recorded, by somebody,
/// and with when it was read in.
fn as_recorded(row: &Row) -> Row {
    let text = visible(&clean_text(&row.text));
    let actor = visible(&clean_line(&row.actor));
    let or = |text: String, other: &str| match text.trim() {
        "" => other.to_owned(),
        _ => text,
    };
    Row {
        text: or(text, "(no text)"),
        actor: or(actor, "Farmer Jane"),
        device: visible(&clean_line(&row.device)),
        read_in: Some(later()),
        noted: None,
        ..row.clone()
    }
}

/// Items as `happened|actor|text`.
fn said(items: &[Item]) -> Vec<String> {
    let line = |it: &Item| format!("{}|{}|{}", it.happened, it.actor, it.text);
    items.iter().map(line).collect()
}

fn lines(read: Result<Vec<Item>, Vec<Problem>>) -> Vec<String> {
    said(&read.unwrap())
}

fn causes(read: Result<Vec<Item>, Vec<Problem>>) -> Vec<(u64, Cause)> {
    let problems = read.unwrap_err();
    problems.into_iter().map(|it| (it.line, it.cause)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn every_table_that_was_written_is_read_back_without_loss(entries in journals()) {
        let rows = rows(&entries);
        prop_assume!(!rows.is_empty());
        for columns in Columns::ALL {
            let items = table(&written(&rows, columns).unwrap(), &reading()).unwrap();
            prop_assert_eq!(items.len(), rows.len());
            for (item, row) in items.iter().zip(&rows) {
                prop_assert_eq!(item.first.as_ref(), Some(&row.first()));
                prop_assert_eq!(item.happened, row.happened);
                // The same instant in another zone, or as exact, is not the same.
                prop_assert_eq!(item.happened.to_string(), row.happened.to_string());
                prop_assert_eq!(item.visibility, row.visibility);
                prop_assert_eq!(&item.actor, &row.actor);
                prop_assert_eq!(&item.text, &row.text);
            }
        }
    }

    #[test]
    fn what_the_record_has_is_no_news(entries in journals()) {
        let plan = plan(record(&entries), &entries, "Farmer Jane");
        prop_assert_eq!(plan.news, vec![]);
    }

    #[test]
    fn reading_a_file_again_adds_nothing(entries in journals(), others in journals()) {
        // Of another machine: nothing has the same id.
        let foreign: Vec<Item> = record(&others)
            .into_iter()
            .map(|item| Item { first: None, ..item })
            .collect();
        let first = plan(foreign.clone(), &entries, "Farmer Jane");
        let mut after = entries.clone();
        for item in first.news {
            let seq = after.len() as u64 + 100;
            let text = sitroom::domain::text::clean_text(&item.text);
            let text = if text.trim().is_empty() { "(no text)".to_owned() } else { text };
            let actor = sitroom::domain::text::clean_line(&item.actor);
            let actor = if actor.is_empty() { "Farmer Jane".to_owned() } else { actor };
            after.push(Entry { happened: item.happened, actor, ..note(seq, &text) });
        }
        prop_assert_eq!(plan(foreign, &after, "Farmer Jane").news, vec![]);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn on_another_machine_every_row_is_the_same(entries in journals()) {
        let mut rows = rows(&entries);
        prop_assume!(!rows.is_empty());
        for columns in Columns::ALL {
            let there = read_in(table(&written(&rows, columns).unwrap(), &reading()).unwrap());
            prop_assert_eq!(&there, &rows.iter().map(as_recorded).collect::<Vec<_>>());
        }
        prop_assert_eq!(read_in(record(&entries)), rows.iter().map(as_recorded).collect::<Vec<_>>());
        // And on the one after that, whose own reading is news again.
        rows = rows.iter().map(as_recorded).collect();
        let after = read_in(table(&written(&rows, Columns::Plain).unwrap(), &reading()).unwrap());
        prop_assert_eq!(after, rows);
    }
}

#[test]
fn what_stands_twice_is_two_things_unless_it_is_one_entry() {
    let item = |first| Item {
        line: 1,
        first,
        visibility: Visibility::Shared,
        happened: When::exact(start()),
        actor: "Farmer Dave".to_owned(),
        text: "ok".to_owned(),
    };
    let id = rows(&small()).first().map(Row::first);
    let counts = |items, entries: &[Entry]| {
        let plan = plan(items, entries, "Farmer Jane");
        (plan.news.len(), plan.known.len())
    };
    assert_eq!(counts(vec![item(None), item(None)], &[]), (2, 0));
    assert_eq!(counts(vec![item(id.clone()), item(id)], &[]), (1, 1));
    let there = Entry {
        happened: When::exact(start()),
        actor: "Farmer Dave".to_owned(),
        ..note(1, "ok")
    };
    assert_eq!(counts(vec![item(None), item(None)], &[there]), (1, 1));
}

#[rstest]
#[case::ours(
    "happened,actor,text\r\n2026-11-22T09:02-05:00,Farmer Dave,fox",
    "2026-11-22T09:02-05:00|Farmer Dave|fox"
)]
#[case::semicolons(
    "Zeit;when;what\n1;2026-11-22 09:02Z;fox",
    "2026-11-22T09:02+00:00||fox"
)]
#[case::tabs(
    "date\ttime\tnote\n2026-11-22\t09:02:31\tfox",
    "2026-11-22T09:02:31-05:00||fox"
)]
#[case::zone_column(
    "datetime,timezone,message\n2026-11-22 09:02,Europe/Berlin,fox",
    "2026-11-22T09:02+01:00||fox"
)]
#[case::offset_column(
    "event_date,event_tz,event_title\n2026-11-22T09:02:00.000,+02:00,fox",
    "2026-11-22T09:02:00+02:00||fox"
)]
#[case::of_dfir_iris(
    "event_date,event_tz,event_title,event_content\n2026-11-22T09:02:00.000,+00:00,fox,at the gate",
    "2026-11-22T09:02:00+00:00||fox\nat the gate"
)]
#[case::of_timesketch(
    "message,datetime,timestamp_desc,user\nfox,2026-11-22T09:02:00.000000+00:00,seen,dave",
    "2026-11-22T09:02:00+00:00|dave|fox"
)]
#[case::names_in_capitals(
    "When,Who,What\n2026-11-22T09:02Z,Dave,fox",
    "2026-11-22T09:02+00:00|Dave|fox"
)]
#[case::other_spelling(
    "time,event\n2026/11/22 09:02:31 +0100,fox",
    "2026-11-22T09:02:31+01:00||fox"
)]
#[case::coarse("when,what\n2026-11,fox", "2026-11-04:00||fox")]
#[case::unknown("when,what\nunknown,fox", "unknown||fox")]
#[case::mark_of_bytes(
    "\u{feff}when,what\n2026-11-22T09:02Z,fox",
    "2026-11-22T09:02+00:00||fox"
)]
#[case::day_by_option("time,person,what\n13:10,Dave,fox", "2026-11-22T13:10-05:00|Dave|fox")]
#[case::day_by_option_and_zone_column(
    "time,tz,what\n13:10,Europe/Berlin,fox",
    "2026-11-22T13:10+01:00||fox"
)]
#[case::guarded("when,what\n2026-11-22T09:02Z,'=1+1", "2026-11-22T09:02+00:00||=1+1")]
#[case::lines_in_a_cell(
    "when,what\n2026-11-22T09:02Z,\"a\nb\"",
    "2026-11-22T09:02+00:00||a\nb"
)]
fn tables_of_others_are_read_by_the_names_of_their_columns(
    #[case] text: &str,
    #[case] expected: &str,
) {
    assert_eq!(lines(table(text, &on_the_farm())), [expected]);
}

#[rstest]
#[case::no_zone(
    "when,what\n2026-11-22T09:02Z,a\n2026-11-22 09:02,b",
    3, Cause::NoZone("2026-11-22 09:02".to_owned())
)]
#[case::no_text("when,what\n2026-11-22T09:02Z, ", 2, Cause::NoText)]
#[case::no_time("when,what\n,fox", 2, Cause::NoTime)]
#[case::no_day("when,what\n13:10,fox", 2, Cause::NoDayNorZone("13:10".to_owned()))]
#[case::no_day_but_a_zone("when,tz,what\n13:10,UTC,fox", 2, Cause::NoDay("13:10".to_owned()))]
#[case::nothing("when,what\n", 1, Cause::Nothing)]
#[case::no_such_column(
    "when,colour\n2026-11-22T09:02Z,red",
    1, Cause::NoColumn { wanted: "text, message, event or note", found: "when, colour".to_owned() }
)]
fn a_table_names_line_and_cause(#[case] text: &str, #[case] line: u64, #[case] cause: Cause) {
    assert_eq!(causes(table(text, &reading())), [(line, cause)]);
}

#[test]
fn every_bad_line_is_named() {
    let text = "when,what\nsoon,a\n2026-11-22T09:02Z,b\n\"2026-11-22T09:02Z\",\n2026-13-01,d\n";
    let found = causes(table(text, &reading()));
    let lines: Vec<u64> = found.iter().map(|(line, _)| *line).collect();
    assert_eq!(lines, [2, 4, 5], "{found:?}");
}

#[rstest]
#[case::irc("[14:02] <jane> fox\n[14:03:31] <@dave> gone", &[
    "2026-11-22T14:02-05:00|jane|fox", "2026-11-22T14:03:31-05:00|dave|gone",
])]
#[case::matrix("[14:02] Farmer Jane: fox: a red one", &[
    "2026-11-22T14:02-05:00|Farmer Jane|fox: a red one",
])]
#[case::bare("14:02 <jane> fox\n14:03 * jane waves", &[
    "2026-11-22T14:02-05:00|jane|fox", "2026-11-22T14:03-05:00|jane|jane waves",
])]
#[case::dated("2026-11-22T14:02:31Z jane: fox\n2026-11-22 14:03 jane: gone", &[
    "2026-11-22T14:02:31+00:00|jane|fox", "2026-11-22T14:03-05:00|jane|gone",
])]
#[case::dated_in_brackets("[2026-11-22 14:02:31] <jane> fox", &[
    "2026-11-22T14:02:31-05:00|jane|fox",
])]
#[case::columns("2026-11-22 14:02:31\tjane\tfox", &["2026-11-22T14:02:31-05:00|jane|fox"])]
#[case::over_midnight("[23:58] <a> x\n[23:57] <b> y\n[00:03] <a> z", &[
    "2026-11-22T23:58-05:00|a|x", "2026-11-22T23:57-05:00|b|y", "2026-11-23T00:03-05:00|a|z",
])]
#[case::day_changed("[23:58] <a> x\n--- Day changed Mon Nov 23 2026\n[00:03] <a> y", &[
    "2026-11-22T23:58-05:00|a|x", "2026-11-23T00:03-05:00|a|y",
])]
#[case::goes_on("[14:02] <a> x\n  y\n\nz\n[14:03] <b> w", &[
    "2026-11-22T14:02-05:00|a|x\n  y\n\nz", "2026-11-22T14:03-05:00|b|w",
])]
#[case::nobody_named("14:02 fox at the gate", &["2026-11-22T14:02-05:00||fox at the gate"])]
#[case::slack(
    "Farmer Jane\n  9:02 AM\nfox at the gate\n9:03\nit is gone\nFarmer Dave  9:05 PM\nback again\n9:06\nx",
    &[
        "2026-11-22T09:02-05:00|Farmer Jane|fox at the gate",
        "2026-11-22T09:03-05:00|Farmer Jane|it is gone",
        "2026-11-22T21:05-05:00|Farmer Dave|back again",
        "2026-11-22T21:06-05:00|Farmer Dave|x",
    ]
)]
#[case::slack_in_one_line("Farmer Jane [9:02 AM]\nfox", &["2026-11-22T09:02-05:00|Farmer Jane|fox"])]
#[case::slack_days(
    "Saturday, November 21st\nFarmer Jane  9:02 AM\nfox\nSunday, November 22nd\nFarmer Dave  8:00 AM\ngone",
    &["2026-11-21T09:02-05:00|Farmer Jane|fox", "2026-11-22T08:00-05:00|Farmer Dave|gone"]
)]
#[case::list(
    "- 2026-11-22 14:02 Farmer Jane: fox\n* 14:03 dave: gone\n  to the north\n1. 14:04 jane: ok\n- a bullet",
    &[
        "2026-11-22T14:02-05:00|Farmer Jane|fox",
        "2026-11-22T14:03-05:00|dave|gone\n  to the north",
        "2026-11-22T14:04-05:00|jane|ok\n- a bullet",
    ]
)]
#[case::today("Today\n9:02 AM <a> x", &["2026-11-22T09:02-05:00|a|x"])]
#[case::text_with_a_time("[14:02] <a> meet at 14:30\nor at  15:00 sharp", &[
    "2026-11-22T14:02-05:00|a|meet at 14:30\nor at  15:00 sharp",
])]
fn chat_is_read_as_it_was_pasted(#[case] text: &str, #[case] expected: &[&str]) {
    assert_eq!(lines(chat(text, &on_the_farm())), expected);
    let windows = text.replace('\n', "\r\n");
    assert_eq!(lines(chat(&windows, &on_the_farm())), expected);
}

#[rstest]
#[case::no_zone("2026-11-22 14:02 a: x", 1, Cause::NoZone("2026-11-22 14:02".to_owned()))]
#[case::neither_day_nor_zone("[14:02] <a> x", 1, Cause::NoDayNorZone("14:02".to_owned()))]
#[case::before_any_time("hello\n", 1, Cause::Orphan)]
#[case::no_text("\n2026-11-22T14:02Z a:\n", 2, Cause::NoText)]
#[case::nothing("\n\n", 1, Cause::Nothing)]
fn chat_names_line_and_cause(#[case] text: &str, #[case] line: u64, #[case] cause: Cause) {
    assert_eq!(causes(chat(text, &reading())), [(line, cause)]);
}

proptest! {
    #[test]
    fn no_chat_is_too_odd_to_be_read_or_refused(text in "[\\[\\]<>: a-z0-9\\n\\t@-]{0,80}") {
        let _ = chat(&text, &on_the_farm());
        let _ = table(&text, &on_the_farm());
    }
}

/// What a file says of an entry is not repeated unless an entry can have said it.
#[rstest]
#[case::known("noted", "barn", true)]
#[case::token("3f786850e387550fdab836ed7e6dc881de23001b", "barn", false)]
#[case::word("fox", "barn", false)]
#[case::long_name("noted", "barn-barn-barn-barn", true)]
#[case::text_for_a_name("noted", &"barn ".repeat(52), false)]
fn what_no_entry_can_have_said_is_read_as_a_plain_note(
    #[case] kind: &str,
    #[case] device: &str,
    #[case] is_kept: bool,
) {
    let text = format!(
        "happened,actor,text,entry_id,seq,recorded,device,origin,kind\n\
         2026-11-22T09:02Z,Farmer Dave,fox,01K00000000000000000000000,7,2026-11-22T09:03:00Z,\
         {device},local,{kind}\n"
    );
    let items = table(&text, &reading()).unwrap();
    assert_eq!(items[0].first.is_some(), is_kept);
    assert_eq!(said(&items), ["2026-11-22T09:02+00:00|Farmer Dave|fox"]);
}
