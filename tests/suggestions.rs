//! What people ask for by lines in comments.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use rstest::rstest;
use sitroom::domain::apply::apply;
use sitroom::domain::event::{Entry, Event, Origin};
use sitroom::domain::ids::{CustomId, EntryId, FixId, ItemId};
use sitroom::domain::incident::{FixClass, Incident};
use sitroom::domain::playbook::Playbook;
use sitroom::domain::suggestion::{MOST_SUGGESTIONS, SuggestedAction, names_unknown, suggestions};
use sitroom::domain::time::{Instant, When};

/// A record with the remediation item R3 and the added line C1.
fn incident() -> Incident {
    let mut incident = Incident::default();
    let now = Instant::UNIX_EPOCH;
    let events = [
        Event::FixAdded {
            id: FixId(3),
            text: "mend the fence".to_owned(),
            class: FixClass::Immediate,
            owner: String::new(),
            tag: None,
        },
        Event::ItemAdded {
            id: CustomId(1),
            list: "initiate".to_owned(),
            text: "count the hens".to_owned(),
            tag: None,
        },
    ];
    for (event, seq) in events.into_iter().zip(1..) {
        let _ = apply(
            &mut incident,
            &Entry {
                seq,
                id: EntryId::new(now, u128::from(seq)),
                happened: When::exact(now),
                recorded: now,
                actor: "Farmer Jane".to_owned(),
                device: "barn".to_owned(),
                origin: Origin::Local,
                event,
            },
        );
    }
    incident
}

fn asked(text: &str) -> Vec<(u32, SuggestedAction)> {
    let playbook = Playbook::shipped("cloud-gov-2023").unwrap();
    suggestions(text, &incident(), &playbook)
}

fn lead(text: &str) -> SuggestedAction {
    SuggestedAction::Lead(text.to_owned())
}

fn note(text: &str) -> SuggestedAction {
    SuggestedAction::Note(text.to_owned())
}

fn tick(id: &str) -> SuggestedAction {
    SuggestedAction::Tick(ItemId::new(id))
}

#[rstest]
#[case::lead("/lead who has the key?", Some(lead("who has the key?")))]
#[case::any_case("/LEAD  who has\tthe key? ", Some(lead("who has the key?")))]
#[case::note("/note seen at the brook", Some(note("seen at the brook")))]
#[case::done("/done R3", Some(SuggestedAction::Done(FixId(3))))]
#[case::done_in_any_case("/Done r3", Some(SuggestedAction::Done(FixId(3))))]
#[case::tick("/tick i4", Some(tick("I4")))]
#[case::tick_an_added_line("/tick c1", Some(tick("C1")))]
#[case::indented_a_little("   /note x", Some(note("x")))]
#[case::unknown_fix("/done R4", None)]
#[case::no_fix("/done L1", None)]
#[case::more_than_an_id("/done R3 and R4", None)]
#[case::unknown_line("/tick I99", None)]
#[case::nothing_said("/lead   ", None)]
#[case::no_space("/leadwho", None)]
#[case::unknown_word("/close now", None)]
#[case::in_a_sentence("try /lead who has the key?", None)]
#[case::path("/etc/passwd is gone", None)]
#[case::quoted("> /lead who has the key?", None)]
#[case::code("    /lead who has the key?", None)]
fn line_asks_for_something_or_not(#[case] line: &str, #[case] expected: Option<SuggestedAction>) {
    let expected: Vec<_> = expected.map(|action| (2, action)).into_iter().collect();
    assert_eq!(asked(&format!("Hello.\n{line}\nBye.")), expected);
}

#[test]
fn what_stands_in_a_code_fence_asks_for_nothing() {
    let text =
        "/note one\n```\n/note two\n~~~\n```` \n/note three\n````\n/note four\n~~~ x\n/note five";
    let texts: Vec<_> = asked(text).into_iter().map(|(line, _)| line).collect();
    // The first fence ends at the longer run; the one after it is open to the end.
    assert_eq!(texts, [1, 6]);
}

#[test]
fn work_on_a_comment_is_bounded() {
    let many = "/note x\n".repeat(10_000);
    assert_eq!(asked(&many).len(), MOST_SUGGESTIONS);
    let long = format!("/lead {}", "x".repeat(65_000));
    assert_eq!(asked(&long), []);
    assert_eq!(asked("/lead \u{1b}[31mred\u{202e}"), [(1, lead("[31mred"))]);
}

#[rstest]
#[case::known("/done R3\n/tick I4\n/tick c1", false)]
#[case::fix("seen it\n/Done r4", true)]
#[case::added_line("/tick C2", true)]
#[case::no_number("/done soon\n/tick the hens", false)]
#[case::other_words("/lead R4?\n/note R4", false)]
#[case::quoted("> /done R4\n```\n/done R4\n```\n    /done R4", false)]
fn a_comment_may_name_what_is_not_known(#[case] text: &str, #[case] expected: bool) {
    let playbook = Playbook::shipped("cloud-gov-2023").unwrap();
    assert_eq!(names_unknown(text, &incident(), &playbook), expected);
}
