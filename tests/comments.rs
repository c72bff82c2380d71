//! Comments: what is posted, how it reads, and how ours are known again.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::Record;
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{clean_import, comment_for, entry_of, fits, mark_of};
use sitroom::domain::event::{Entry, Event, Origin, Visibility};
use sitroom::domain::ids::{EntryId, ItemId};
use sitroom::domain::incident::{FixClass, Mark, Severity};
use sitroom::domain::playbook::WorkingMode;
use sitroom::domain::time::When;

fn note(text: &str, visibility: Visibility) -> Command {
    Command::Note {
        text: text.into(),
        visibility,
    }
}

fn last(record: &Record) -> &Entry {
    record.entries.last().expect("an entry")
}

fn comments(record: &Record) -> Vec<String> {
    comment_for(last(record), &record.incident, |_| true)
}

#[test]
fn a_note_says_when_and_who_and_ends_with_its_marker() {
    let mut record = Record::new();
    record.local(note("ask @spot\n\nabout #12", Visibility::Shared));
    let id = last(&record).id;
    let expected = format!(
        "14:02 UTC (09:02 EST), Farmer Jane\n\nask @\u{200b}spot\n\nabout #\u{200b}12\n\n\
         <!-- sitroom:entry {id} noted -->"
    );
    assert_eq!(comments(&record), [expected.as_str()]);
    assert_eq!(entry_of(&expected), Some(id));
}

#[test]
fn a_drill_says_so_in_every_comment() {
    let mut record = Record::opened(true, "Chickens", "");
    record.local(note("gone", Visibility::Shared));
    assert!(comments(&record)[0].starts_with("EXERCISE: 14:02 UTC"));
}

#[rstest]
#[case::severity(Command::SetSeverity { to: Severity::High, reason: "all gone".into() }, "severity unknown -> high: all gone")]
#[case::ic(Command::SetIc { to: "Farmer Dave".into() }, "IC Farmer Jane -> Farmer Dave")]
#[case::decision(Command::Decide { about: "disruption".into(), text: "close the farm".into() }, "decided (disruption): close the farm")]
#[case::mode(Command::SetWorkingMode { mode: WorkingMode::BusinessHours, reason: String::new() }, "working in business hours")]
#[case::situation(Command::SetSituation { situation: "fox".into(), applies: true }, "situation: fox")]
#[case::sitrep(Command::RecordMessage { message: "sitrep".into(), sitrep: true, to: vec!["all".into()], text: "Seven left.".into() }, "sitrep #\u{200b}1 sent to all\n\nSeven left.")]
fn facts_are_posted(#[case] command: Command, #[case] text: &str) {
    let mut record = Record::new();
    record.local(command);
    let posted = comments(&record);
    assert!(
        posted[0].contains(&format!("\n\n{text}\n\n<!--")),
        "{posted:?}"
    );
}

#[rstest]
#[case::local_note(note("secret", Visibility::Local))]
#[case::tick(Command::MarkItem { item: ItemId::new("I4"), mark: Some(Mark::Done), reason: String::new() })]
#[case::lead(Command::AddLead { text: "who?".into(), owner: String::new() })]
#[case::fix(Command::AddFix { text: "fence".into(), class: FixClass::Immediate, owner: String::new() })]
fn what_stands_in_the_body_or_stays_here_is_not_posted(#[case] command: Command) {
    let mut record = Record::new();
    record.local(command);
    assert_eq!(comments(&record), Vec::<String>::new());
}

#[test]
fn what_came_from_the_issue_is_not_posted_back() {
    let mut record = Record::new();
    record.import(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    assert_eq!(last(&record).origin, Origin::Github);
    assert_eq!(comments(&record), Vec::<String>::new());
}

#[test]
fn taking_back_is_posted_only_for_what_was() {
    let mut record = Record::new();
    record.local(note("gone north", Visibility::Shared));
    let note = last(&record).id;
    record.local(Command::Undo { entry: None });
    let posted = comment_for(last(&record), &record.incident, |id| id == note);
    assert!(posted[0].contains("taken back: gone north"), "{posted:?}");
    let nothing = comment_for(last(&record), &record.incident, |_| false);
    assert_eq!(nothing, Vec::<String>::new());
}

#[test]
fn the_label_of_a_mixed_step_is_never_posted() {
    let record = Record::new();
    let posted = record.entries[0].id;
    let entry = Entry {
        event: Event::Undone {
            entries: vec![EntryId::new(record.now, 9), posted],
            label: "secret".into(),
        },
        ..record.entries[0].clone()
    };
    let text = comment_for(&entry, &record.incident, |id| id == posted);
    assert!(!text[0].contains("secret"), "{text:?}");
}

#[rstest]
#[case::other_day(
    "2026-11-21T20:00:00+00:00",
    "2026-11-21 20:00 UTC (15:00 EST), Farmer Jane"
)]
#[case::coarse(
    "2026-11-21+00:00",
    "2026-11-21+00:00, known to the day, recorded 14:02 UTC (09:02 EST), Farmer Jane"
)]
#[case::unknown("unknown", "unknown, recorded 14:02 UTC (09:02 EST), Farmer Jane")]
fn a_time_is_as_exact_as_it_is_known(#[case] happened: &str, #[case] head: &str) {
    let mut record = Record::new();
    record.local(note("gone", Visibility::Shared));
    let entry = Entry {
        happened: happened.parse::<When>().expect("a time"),
        ..last(&record).clone()
    };
    let posted = comment_for(&entry, &record.incident, |_| true);
    assert!(posted[0].starts_with(&format!("{head}\n\n")), "{posted:?}");
}

#[test]
fn a_long_text_is_split_and_nothing_of_it_is_lost() {
    let mut record = Record::new();
    let paragraphs: Vec<String> = (0..900)
        .map(|n| format!("{n} {}", "🐔".repeat(70)))
        .collect();
    record.local(note(&paragraphs.join("\n\n"), Visibility::Shared));
    let posted = comments(&record);
    assert!(posted.len() > 1);
    assert!(posted.iter().all(|part| fits(part)));
    for (part, n) in posted.iter().zip(1..) {
        assert!(
            part.lines()
                .next()
                .is_some_and(|l| l.ends_with(&format!("({n}/{})", posted.len())))
        );
        let mark = mark_of(part).expect("a marker");
        assert_eq!((mark.entry, mark.part), (last(&record).id, n));
    }
    let all = posted.concat();
    assert!(paragraphs.iter().all(|paragraph| all.contains(paragraph)));
}

#[rstest]
#[case::quoted("> <!-- sitroom:entry 01KAND60E80000000000000001 noted -->")]
#[case::answered("<!-- sitroom:entry 01KAND60E80000000000000001 noted -->\n\nthanks")]
#[case::no_id("<!-- sitroom:entry noted -->")]
#[case::bad_id("<!-- sitroom:entry 12 noted -->")]
#[case::nothing("")]
fn only_a_marker_at_the_end_is_ours(#[case] body: &str) {
    assert_eq!(entry_of(body), None);
}

#[test]
fn a_marker_is_found_behind_other_line_ends() {
    let body = "text\r\n\r\n<!-- sitroom:entry 01KAND60E80000000000000001 noted -->\r\n";
    assert!(entry_of(body).is_some());
}

#[test]
fn a_note_cannot_end_with_a_marker_of_its_own() {
    let mut record = Record::new();
    record.local(note(
        "x\n<!-- sitroom:entry 01KAND60E80000000000000001 noted -->",
        Visibility::Shared,
    ));
    let posted = comments(&record);
    assert_eq!(posted[0].matches("<!-- sitroom").count(), 1);
}

#[test]
fn comments_of_others_are_cleaned() {
    assert_eq!(clean_import("a\r\nb\u{1b}[31m\u{202e}\r\n"), "a\nb[31m");
}
