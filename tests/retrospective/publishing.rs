//! The public postmortem: its text is looked through before the line for that is ticked, and
//! again when it is posted; a reason goes past that, and is in the journal.

use rstest::rstest;
use sitroom::domain::checklist::RowState;
use sitroom::domain::command::{Command, ExamineAsked, Request};
use sitroom::domain::event::Event;
use sitroom::domain::ids::ItemId;
use sitroom::domain::incident::Mark;

use crate::night::{JANE, minute};
use crate::record::Record;
use crate::ritual::{BOTH, resolved, state};

fn examine(text: &str, found: &[&str]) -> Request {
    let asked = ExamineAsked {
        line: ItemId::new("PP1"),
        text: text.to_owned(),
        found: found.iter().map(|it| (*it).to_owned()).collect(),
    };
    Request::local(Command::ExamineText(Box::new(asked)), JANE)
}

const HARMLESS: &str = "The chickens were out for an hour. You have nothing to do.";

/// Returns with which reason the line was marked last.
fn marked(record: &Record) -> &str {
    let mut entries = record.entries.iter().rev();
    let found = entries.find_map(|entry| match &entry.event {
        Event::ItemMarked { item, reason, .. } if item.0 == "PP1" => Some(reason.as_str()),
        _ => None,
    });
    found.expect("it was marked")
}

fn publishing() -> Record {
    let mut record = resolved(BOTH[0]);
    let situation = "public-postmortem".to_owned();
    let applies = true;
    record.run(Command::SetSituation { situation, applies }, minute(110));
    record
}

#[test]
fn text_for_the_public_is_looked_through_before_its_line_is_ticked() {
    let mut record = publishing();
    let tick = Command::MarkItem {
        item: ItemId::new("PP1"),
        mark: Some(Mark::Done),
        reason: String::new(),
    };
    let refusal = record.ask(&Request::local(tick.clone(), JANE), minute(111));
    let refusal = refusal.expect_err("nobody looked through it");
    assert_eq!(refusal.guard, Some("text-unexamined"));
    assert!(
        refusal.hint.contains("sitroom tick PP1 --text"),
        "{refusal}"
    );
    let done = record.ask(&examine(HARMLESS, &[]), minute(112));
    assert!(done.is_ok(), "{done:?}");
    assert_eq!(marked(&record), "looked through, nothing found");
    // What is ticked may be ticked again.
    let again = Command::MarkItem {
        item: ItemId::new("PP1"),
        mark: Some(Mark::Done),
        reason: String::new(),
    };
    assert!(
        record
            .ask(&Request::local(again, JANE), minute(113))
            .is_ok()
    );
}

#[rstest]
#[case::a_flaw("A vulnerability in the gate let them out.", &[], "`vulnerability`")]
#[case::how_it_is_built("They left through the bastion.", &[], "`bastion`")]
#[case::a_secret_by_word("The token was in the hay.", &[], "`token`")]
#[case::what_the_gate_finds(HARMLESS, &["private address in the text, line 1"], "private address")]
fn sensitive_text_for_the_public_asks_for_a_reason_which_is_in_the_journal(
    #[case] text: &str,
    #[case] found: &[&str],
    #[case] told: &str,
) {
    let mut record = publishing();
    let asked = examine(text, found);
    let refusal = record
        .ask(&asked, minute(111))
        .expect_err("it is sensitive");
    assert_eq!(refusal.guard, Some("public-text"));
    assert!(refusal.cause.contains(told), "{refusal}");
    assert_eq!(state(&record, "PP1"), RowState::Open);
    let asked = asked.overriding("the gate is mended, and the press knows");
    record.ask(&asked, minute(112)).expect("a reason is enough");
    assert_eq!(marked(&record), "looked through, 1 thing left in it");
    let overridden = record.entries.iter().any(|entry| {
        matches!(&entry.event, Event::Overridden { guard, reason, cause }
            if guard == "public-text" && reason.contains("press knows") && cause.contains(told))
    });
    assert!(overridden, "{:?}", record.entries.last());
}

#[test]
fn text_that_was_changed_since_is_looked_at_when_it_is_posted() {
    let mut record = publishing();
    record
        .ask(&examine(HARMLESS, &[]), minute(111))
        .expect("it may");
    for line in ["PP2", "PP3"] {
        let (item, mark) = (ItemId::new(line), Some(Mark::Done));
        let reason = String::new();
        record.run(Command::MarkItem { item, mark, reason }, minute(112));
    }
    let post = |text: &str| {
        let command = Command::RecordMessage {
            message: "public-postmortem".into(),
            sitrep: false,
            to: Vec::new(),
            text: text.into(),
        };
        Request::local(command, JANE)
    };
    let refusal = record.ask(&post("An exploit opened the gate."), minute(113));
    assert_eq!(refusal.expect_err("it is new").guard, Some("public-text"));
    assert!(record.ask(&post(HARMLESS), minute(114)).is_ok());
}
