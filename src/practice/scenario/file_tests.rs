use rstest::rstest;

use super::super::{SCENARIOS, Scenario};

/// The shipped scenario with one piece of it put in another way.
fn told(from: &str, to: &str) -> String {
    let shipped = SCENARIOS[0].1;
    assert!(shipped.contains(from), "{from}");
    let text = shipped.replacen(from, to, 1);
    Scenario::parse("mine.toml", &text).unwrap_err().to_string()
}

#[rstest]
#[case::a_key_nobody_knows("title = ", "tilte = ", "tilte: there is no such key", Some("title"))]
#[case::a_deed_nobody_knows("chat = {", "chta = {", "event.1.chta: there is no", Some("chat"))]
#[case::a_key_of_a_deed("line = \"I7 \"", "lien = \"I7 \"", "tick.lien", Some("line"))]
#[case::a_field_nobody_knows(
    "field = \"Status\"",
    "field = \"Statsu\"",
    "set.field: the issue has no such field at its head; there are Status, Severity",
    Some("Status")
)]
#[case::two_deeds(
    "chat = {",
    "comment = { by = \"spot-the-dog\", text = \"x\" }\nchat = {",
    "does more than one thing: chat, comment",
    None
)]
#[case::no_speed("speed = 20", "speed = 0", "real time", None)]
#[case::no_number("speed = 20", "speed = \"fast\"", "a whole number is wanted", None)]
#[case::no_span("begins = \"3m\"", "begins = \"soon\"", "such as 3m", None)]
#[case::a_newer_form("format = 1", "format = 2", "newer than this program reads", None)]
#[case::out_of_order("at = \"7m\"", "at = \"2m\"", "before what stands above it", None)]
#[case::a_name_on_the_issue("by = \"spot-the-dog\"", "by = \"Spot the Dog\"", "login", None)]
#[case::an_id(
    "id = \"multi-secret-leak\"",
    "id = \"Multi Leak\"",
    "small letters",
    None
)]
#[case::empty("reporter = \"Farmer Dave\"", "reporter = \" \"", "it is empty", None)]
#[case::turned_around(
    "by = \"Spot the Dog\"",
    "by = \"\u{202e}Spot\"",
    "control character",
    None
)]
#[case::no_toml("id = ", "id ", "mine.toml:", None)]
fn a_slip_is_told_with_its_place(
    #[case] from: &str,
    #[case] to: &str,
    #[case] says: &str,
    #[case] hint: Option<&str>,
) {
    let error = told(from, to);
    assert!(error.contains(says), "{error}");
    assert!(
        error.contains("mine.toml:") && error.contains('^'),
        "{error}"
    );
    match hint {
        Some(hint) => assert!(
            error.contains(&format!("did you mean `{hint}`?")),
            "{error}"
        ),
        None => assert!(!error.contains("did you mean"), "{error}"),
    }
}

#[test]
fn the_caret_stands_below_the_slip() {
    let error = told("speed = 20", "speed = 0");
    let lines: Vec<&str> = error.lines().collect();
    let at = lines
        .iter()
        .position(|line| line.contains("speed = 0"))
        .expect("it is there");
    let caret = lines[at + 1].find('^').expect("it is there");
    assert_eq!(lines[at].as_bytes()[caret], b'0', "{error}");
}

#[test]
fn all_slips_are_told_together_in_the_order_of_the_file() {
    let text = "format = 1\nid = \"x\"\ntitel = \"Fox\"\nabout = \"a\"\nspeed = 0\n\
                begins = \"soon\"\n[opening]\nreporter = \"Dave\"\nic = \"\"\n\
                responders = \"Spot\"\n[[event]]\nat = \"1m\"\n[[event]]\n\
                tick = { by = \"spot\" }\n";
    let error = Scenario::parse("mine.toml", text).unwrap_err().to_string();
    let places: Vec<&str> = error
        .lines()
        .filter_map(|line| line.strip_prefix("mine.toml:"))
        .map(|rest| rest.split(": ").nth(1).expect("it is there"))
        .collect();
    let wanted = [
        "title",
        "titel",
        "speed",
        "begins",
        "opening.details",
        "opening.ic",
        "opening.responders",
        "event.1",
        "event.2.at",
        "event.2.tick.line",
    ];
    assert_eq!(places, wanted, "{error}");
}

#[test]
fn lines_may_end_as_on_windows() {
    let text = SCENARIOS[0].1.replace('\n', "\r\n");
    let read = Scenario::parse("mine.toml", &text);
    assert_eq!(read, Scenario::shipped(SCENARIOS[0].0));
}

#[test]
fn the_example_of_the_document_can_be_played() {
    let document = include_str!("../../../assets/drills/README.md");
    let (_, rest) = document.split_once("```toml\n").expect("it is there");
    let (example, _) = rest.split_once("```").expect("it is there");
    let scenario = Scenario::parse("README.md", example).expect("it is there");
    assert_eq!(scenario.events.len(), 2);
}
