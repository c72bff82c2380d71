//! What is held is out of the text and can be put back here.

use sitroom::domain::gate::{Held, Level, redact, restore, scan};
use sitroom::domain::ids::HeldId;

use crate::mint::{alnum, join};
use crate::{RULES, found, held};

fn token(length: usize) -> String {
    join(&["gh", "p_", &alnum(length)])
}

#[test]
fn numbers_count_up_from_the_first() {
    let text = format!("a {} b {} c", token(36), token(40));
    let redacted = redact(&text, &held(&text), HeldId(7));
    assert_eq!(redacted.text, "a [held: H7] b [held: H8] c");
    let originals: Vec<&str> = redacted
        .held
        .iter()
        .map(|held| held.original.as_str())
        .collect();
    assert_eq!(originals, [token(36), token(40)]);
    assert_eq!(restore(&redacted.text, &redacted.held), text);
}

#[test]
fn the_same_original_has_one_number() {
    let text = format!("{0} {1} {0}", token(36), token(40));
    let redacted = redact(&text, &held(&text), HeldId(1));
    assert_eq!(redacted.text, "[held: H1] [held: H2] [held: H1]");
    assert_eq!(redacted.held.len(), 2);
    assert_eq!(restore(&redacted.text, &redacted.held), text);
}

#[test]
fn what_overlaps_is_one_piece() {
    let text = "abcdefgh 10.0.0.1 and 10.0.0.2";
    let mut findings = found(text);
    findings[0].range = 2..12;
    findings[1].range = 10..20;
    let redacted = redact(text, &findings, HeldId(1));
    assert_eq!(redacted.text, format!("ab[held: H1]{}", &text[20..]));
    assert_eq!(redacted.held[0].original, &text[2..20]);
}

#[test]
fn nothing_found_is_nothing_held() {
    let redacted = redact("The gate is closed.", &[], HeldId(1));
    assert_eq!(
        (redacted.text.as_str(), redacted.held.len()),
        ("The gate is closed.", 0)
    );
}

#[test]
fn findings_of_another_text_do_no_harm() {
    let text = format!("éééé {}", token(36));
    let findings = held(&text);
    let redacted = redact("éé", &findings, HeldId(1));
    assert_eq!(redacted.text, "éé");
}

#[test]
fn originals_are_not_logged() {
    let held = Held {
        id: HeldId(3),
        original: token(36),
    };
    assert_eq!(format!("{held:?}"), "Held { id: H3, .. }");
    let text = token(36);
    let redacted = redact(&text, &found(&text), HeldId(3));
    assert!(!format!("{redacted:?}").contains(&text));
}

#[test]
fn something_may_begin_where_something_else_ended() {
    // As it stands neither begins a word; without the first, the second does.
    let ssn = join(&["212-", "45-", "6789"]);
    let text = format!("{}-{ssn}", token(36));
    let findings = scan(&text, &RULES, &sitroom::domain::gate::Allowed::default());
    assert!(findings.iter().all(|finding| finding.level == Level::Block));
    let redacted = redact(&text, &findings, HeldId(1)).text;
    assert!(!redacted.contains(&ssn), "{redacted}");
    assert!(held(&redacted).is_empty());
}
