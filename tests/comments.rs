//! Comments: what is posted, how it reads, and how ours are known again.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::Record;
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{
    clean_import, comment_for, entry_of, fits, gather, join_parts, mark_of, read_comment,
};
use sitroom::domain::event::{Decided, Entry, Event, Origin, Visibility};
use sitroom::domain::ids::{EntryId, ItemId};
use sitroom::domain::incident::{FixClass, IssueLink, Mark, Severity};
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
    comment_for(last(record), &record.incident, |_| Some(Vec::new()))
}

#[test]
fn a_note_says_when_and_who_and_ends_with_its_marker() {
    let mut record = Record::new();
    record.local(note("ask @spot\n\nabout #12", Visibility::Shared));
    let id = last(&record).id;
    let expected = format!(
        "14:02 UTC (09:02 EST), Farmer Jane\n\nask @\u{200b}spot\n\nabout #\u{200b}12\n\n\
         <!-- sitroom:entry {id} noted {{\"happened\":\"2026-11-22T14:02:02+00:00\",\
         \"actor\":\"Farmer Jane\"}} -->"
    );
    assert_eq!(comments(&record), [expected.as_str()]);
    assert_eq!(entry_of(&expected), Some(id));
}

#[test]
fn the_link_to_the_issue_itself_can_be_followed() {
    let url = |number: &str| format!("https://github.example/farm/incidents/issues/{number}");
    let own = url("1");
    for (link, text, expected) in [
        (&own, &own, &own),
        (&own, &url("12"), &url("\u{200b}12")),
        (&own, &format!("{own}, #1"), &format!("{own}, #\u{200b}1")),
        (&String::new(), &own, &url("\u{200b}1")),
    ] {
        let mut record = Record::new();
        record.incident.issue = Some(IssueLink {
            repository: "farm/incidents".into(),
            number: 1,
            url: link.clone(),
        });
        record.local(note(&format!("see {text}."), Visibility::Shared));
        let posted = comments(&record);
        assert!(
            posted[0].contains(&format!("\n\nsee {expected}.\n\n")),
            "{posted:?}"
        );
    }
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
#[case::decision(Command::Decide(Box::new(Decided::said("disruption", "close the farm").going_ahead(false))), "decided on the disruption: close the farm")]
#[case::mode(Command::SetWorkingMode { mode: WorkingMode::BusinessHours, reason: String::new() }, "working in business hours")]
#[case::situation(Command::SetSituation { situation: "fox".into(), applies: true }, "situation: fox")]
#[case::sitrep(Command::RecordMessage { message: "sitrep".into(), sitrep: true, to: vec!["all".into()], text: "Seven left.".into() }, "sitrep #\u{200b}1 sent by hand to all\n\nSeven left.")]
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
    let posted = comment_for(last(&record), &record.incident, |id| {
        (id == note).then(Vec::new)
    });
    assert!(posted[0].contains("taken back: gone north"), "{posted:?}");
    let nothing = comment_for(last(&record), &record.incident, |_| None);
    assert_eq!(nothing, Vec::<String>::new());
}

#[test]
fn what_went_past_a_guard_is_corrected_with_its_command_and_in_its_words() {
    let record = Record::new();
    let posted = record.entries[0].id;
    let entry = Entry {
        event: Event::Undone {
            entries: vec![posted, EntryId::new(posted.recorded(), 9)],
            label: "closed: home".into(),
        },
        ..record.entries[0].clone()
    };
    let text = comment_for(&entry, &record.incident, |_| Some(Vec::new()));
    let said = "recorded at 14:02 UTC (09:02 EST) was taken back: closed: home";
    assert!(text[0].contains(said), "{text:?}");
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
    let text = comment_for(&entry, &record.incident, |id| (id == posted).then(Vec::new));
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
    let posted = comment_for(&entry, &record.incident, |_| Some(Vec::new()));
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

/// What a machine records and posts, and what it is on another.
#[rstest]
#[case::note(note(
    "the fox was red\n\n> at dawn @spot\n```\n#12\n```",
    Visibility::Shared
))]
#[case::like_a_head(note("14:02 UTC, Spot\n\n---\n\nnot a rule", Visibility::Shared))]
#[case::like_a_marker(note(
    "<!-- sitroom:entry 01KAND60E80000000000000001 noted {} -->",
    Visibility::Shared
))]
#[case::bad_characters(note("--> <!-- & \u{200b}# <b> \\ \"x\"", Visibility::Shared))]
#[case::blank_lines(note("\n\nthe fox\n\n\n\nwas red", Visibility::Shared))]
#[case::decision(Command::Decide(Box::new(Decided::said("other", "close (the) farm: now"))))]
#[case::sitrep(Command::RecordMessage { message: "sitrep".into(), sitrep: true, to: vec!["all".into(), "@spot --> #3".into()], text: "Seven left.\n\nAll of them hens.".into() })]
#[case::message_without_text(Command::RecordMessage { message: "gsa-notice".into(), sitrep: false, to: Vec::new(), text: String::new() })]
fn what_is_posted_comes_in_on_another_machine_as_what_it_is(#[case] command: Command) {
    let mut record = Record::new();
    record.local(command);
    let posted = comments(&record);
    let sections = read_comment(&posted[0].replace('\n', "\r\n"));
    assert_eq!(sections.len(), 1);
    let (section, entry) = (&sections[0], last(&record));
    assert_eq!(section.mark.entry, entry.id);
    assert_eq!(section.happened, Some(entry.happened));
    assert_eq!(section.actor, entry.actor);
    let taken = section.entry().expect("something to take over");
    assert_eq!(
        without_blank_begin(taken.event()),
        without_blank_begin(entry.event.clone())
    );
}

#[test]
fn who_sent_a_message_comes_in_on_another_machine_beside_who_recorded_it() {
    let mut record = Record::new();
    record.local(Command::RecordMessage {
        message: "gsa-notice".into(),
        sitrep: false,
        to: vec!["GSA".into()],
        text: String::new(),
    });
    let mut entry = last(&record).clone();
    if let Event::MessageSent { by, .. } = &mut entry.event {
        "Farmer Dave".clone_into(by);
    }
    let posted = comment_for(&entry, &record.incident, |_| None);
    assert!(
        posted[0].contains("sent by hand to GSA (Farmer Dave)"),
        "{posted:?}"
    );
    let section = &read_comment(&posted[0])[0];
    assert_eq!(section.actor, "Farmer Jane");
    let taken = section.entry().expect("something to take over");
    assert_eq!(taken.event(), entry.event);
}

/// Blank lines before a note are not told from those of the comment.
fn without_blank_begin(event: Event) -> Event {
    match event {
        Event::Noted { text, visibility } => Event::Noted {
            text: text.trim_start_matches('\n').to_owned(),
            visibility,
        },
        other => other,
    }
}

#[rstest]
#[case::severity(Command::SetSeverity { to: Severity::High, reason: "all gone".into() })]
#[case::situation(Command::SetSituation { situation: "fox".into(), applies: true })]
fn what_stands_in_the_body_too_is_only_told(#[case] command: Command) {
    let mut record = Record::new();
    record.local(command);
    let sections = read_comment(&comments(&record)[0]);
    assert_eq!(sections[0].entry(), None);
    assert!(!sections[0].text.is_empty());
}

#[test]
fn notes_that_wait_go_out_in_one_comment_each_with_its_time_and_author() {
    let mut record = Record::new();
    let mut waiting = Vec::new();
    for text in ["one", "two\n\n---\n\ntwo", "three"] {
        record.local(note(text, Visibility::Shared));
        waiting.extend(comments(&record));
    }
    let comment = gather(waiting.iter().map(String::as_str)).expect("a comment");
    assert_eq!(comment.matches("Farmer Jane\n\n").count(), 3);
    let sections = read_comment(&comment);
    let texts: Vec<&str> = sections.iter().map(|section| &*section.text).collect();
    assert_eq!(texts, ["one", "two\n\n---\n\ntwo", "three"]);
    let entries: Vec<EntryId> = sections.iter().map(|section| section.mark.entry).collect();
    let expected: Vec<EntryId> = record.entries[1..].iter().map(|entry| entry.id).collect();
    assert_eq!(entries, expected);
    let times: Vec<Option<When>> = sections.iter().map(|section| section.happened).collect();
    let expected: Vec<Option<When>> = record.entries[1..]
        .iter()
        .map(|e| Some(e.happened))
        .collect();
    assert_eq!(times, expected);
}

#[test]
fn what_does_not_fit_into_one_comment_is_not_gathered() {
    let long = "woof ".repeat(7_000);
    assert_eq!(gather([&*long, &*long]), None);
    assert!(gather([&*long]).is_some());
}

#[rstest]
#[case::quoted(|c: &str| c.lines().fold(String::new(), |all, line| all + "> " + line + "\n"))]
#[case::answered(|c: &str| format!("{c}\n\nI saw it too"))]
#[case::in_the_middle(|c: &str| format!("Look:\n\n{c}\n\n> and then?"))]
#[case::of_people(|_: &str| "woof".to_owned())]
#[case::nothing(|_: &str| String::new())]
fn a_comment_that_does_not_end_in_a_marker_is_of_people(#[case] change: fn(&str) -> String) {
    let mut record = Record::new();
    record.local(note("the fox was red", Visibility::Shared));
    assert_eq!(read_comment(&change(&comments(&record)[0])), Vec::new());
}

#[test]
fn a_marker_with_damaged_words_still_says_whose_it_is() {
    let mut record = Record::new();
    record.local(note("the fox was red", Visibility::Shared));
    let damaged = comments(&record)[0].replace("\"actor\"", "actor");
    let sections = read_comment(&damaged);
    assert_eq!(sections[0].mark.entry, last(&record).id);
    assert_eq!((sections[0].happened, &*sections[0].actor), (None, ""));
    assert_eq!(sections[0].text, "the fox was red");
}

#[rstest]
#[case::paragraphs(paragraphs(900))]
#[case::one_line("🐔".repeat(70_000))]
#[case::code(format!("look:\n\n```rust\n{}```\n\ndone", "let fox = 1;\n\n".repeat(9_000)))]
#[case::mentions("@spot #12 ".repeat(12_000))]
fn the_parts_of_a_long_text_come_together_again(#[case] text: String) {
    let mut record = Record::new();
    record.local(note(&text, Visibility::Shared));
    let posted = comments(&record);
    assert!(posted.len() > 1);
    assert!(posted.iter().all(|part| fits(part)));
    let sections: Vec<_> = posted.iter().flat_map(|part| read_comment(part)).collect();
    assert_eq!(join_parts(&sections).as_deref(), Some(text.trim_end()));
    assert_eq!(join_parts(&sections[1..]), None);
    let second = sections[1].entry().expect("a note").event();
    let begin = format!("(2/{})", posted.len());
    assert!(matches!(second, Event::Noted { text, .. } if text.starts_with(&begin)));
}

fn paragraphs(count: usize) -> String {
    let paragraphs: Vec<String> = (0..count)
        .map(|n| format!("{n} {}", "🐔".repeat(70)))
        .collect();
    paragraphs.join("\n\n")
}

#[test]
fn a_message_to_very_many_is_posted_whole() {
    let mut record = Record::new();
    let to: Vec<String> = (0..4_000)
        .map(|n| format!("Farmer {n} of the north"))
        .collect();
    record.local(Command::RecordMessage {
        message: "sitrep".into(),
        sitrep: true,
        to: to.clone(),
        text: "Seven left.".into(),
    });
    let posted = comments(&record);
    assert!(posted.iter().all(|part| fits(part)));
    let all = posted.concat();
    let numbers = (0..4_000).filter(|n| all.contains(&format!(" {n} ")));
    assert!(numbers.count() + 2 * posted.len() >= to.len());
    assert!(all.contains("Seven left."));
}
