//! Text that means harm, or only looks as if: what it does to a plan, and what stays as it is.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::pair::Pair;
use issue_support::{Farm, bare, commands};
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{Continuation, clean_import, parse, splice};
use sitroom::domain::ids::{ItemId, LeadId};
use sitroom::domain::sync_plan::MOST_NEW;
use sitroom::domain::text::clean_line;

/// As much as fits into an issue.
const MOST: usize = 65_536;

fn fill(piece: &str) -> String {
    piece.repeat(MOST / piece.encode_utf16().count())
}

/// Lines that differ by a number.
fn numbered(count: usize, line: impl Fn(usize) -> String) -> String {
    let lines: Vec<String> = (0..count).map(line).collect();
    lines.join("\n") + "\n"
}

#[rstest]
#[case::one_line(fill("a"))]
#[case::one_line_of_pairs(fill("🐔"))]
#[case::mentions(fill("@a"))]
#[case::zero_width(fill("@\u{200b}"))]
#[case::references(fill("#1 "))]
#[case::commits(fill("a94a8fe5ccb19ba61c4c0873d391e987982fbbd3 "))]
#[case::tasks(fill("- [ ] a\n"))]
#[case::nested_tasks(fill("  - [ ] a\n"))]
#[case::headings(fill("### Leads\n"))]
#[case::quotes(fill(">"))]
#[case::quoted_lines(fill("> > > > >\n"))]
#[case::fences(fill("``` x\n"))]
#[case::falling_fences((3..350).rev().map(|n| "`".repeat(n) + " x\n").collect())]
#[case::parentheses(fill("("))]
#[case::closed_parentheses(fill("()"))]
#[case::dashes(fill(" — "))]
#[case::comments(fill("<!--"))]
#[case::markers(fill("<!-- sitroom:L1 -->\n"))]
#[case::tagged(numbered(900, |n| {
    format!("- [ ] x <!-- sitroom:L{} 01M81S0WR000000000000{n:05} -->", n % 7 + 1)
}))]
#[case::infos(numbered(1_300, |n| format!("- x <!-- sitroom:info shift-{n} -->")))]
#[case::states(fill("<!-- sitroom:state v1 {} -->\n"))]
#[case::blank_lines(fill("\n"))]
#[case::fields(fill("- **Status**: x\n"))]
#[case::html(fill("<details>\n"))]
#[case::tabs(fill("\t"))]
fn whatever_fills_the_issue_is_planned_and_stays(#[case] text: String) {
    for place in ["### Leads\n", "- **Status**", "<!-- sitroom:end -->"] {
        let mut farm = Farm::new();
        let with = if place == "<!-- sitroom:end -->" {
            format!("{place}\n{text}")
        } else {
            format!("{text}\n{place}")
        };
        farm.edit(place, &with);
        let plan = farm.plan();
        assert!(plan.imports.len() <= 3 * MOST_NEW, "{}", plan.imports.len());
        let other = splice(&text, &farm.record.document());
        assert_eq!(splice(&other, &farm.record.document()), other);
    }
}

#[test]
fn of_thousands_of_new_lines_only_so_many_are_taken_over_at_once() {
    let mut farm = Farm::new();
    let lines = numbered(450, |n| format!("- [ ] who {n}?"));
    farm.edit("### Leads\n\n", &format!("### Leads\n\n{lines}"));
    let plan = farm.plan();
    assert_eq!(plan.imports.len(), MOST_NEW);
    assert!(plan.seen.iter().any(|seen| seen.contains("they follow")));
    farm.sync();
    farm.sync();
    assert_eq!(farm.record.incident.leads.len(), 453);
    assert!(!bare(&farm.remote.body).contains("- [ ] who"));
    farm.assert_settled();
}

#[test]
fn thousands_of_lines_of_the_same_text_find_their_own_again() {
    let mut farm = Farm::new();
    for _ in 0..300 {
        farm.record.lead("who?", "");
    }
    farm.sync();
    // Somebody takes all markers off.
    let lines = farm
        .remote
        .body
        .lines()
        .map(|line| match line.split_once(" <!-- sitroom:L") {
            Some((text, _)) if text.contains("who?") => {
                text.split_once(" L")
                    .map_or(text, |(box_, _)| box_)
                    .to_owned()
                    + " who?"
            }
            _ => line.to_owned(),
        });
    farm.remote.body = lines.collect::<Vec<String>>().join("\n");
    let plan = farm.plan();
    assert_eq!(commands(&plan), Vec::new());
    farm.sync();
    assert_eq!(farm.record.incident.leads.len(), 303);
    farm.assert_settled();
}

#[rstest]
#[case::escape("a\u{1b}[31mb", "a[31mb")]
#[case::bell("a\u{7}b", "ab")]
#[case::override_("a\u{202e}b\u{202c}c", "abc")]
#[case::isolate("a\u{2066}b\u{2069}c", "abc")]
#[case::marks("a\u{200e}\u{200f}\u{61c}b", "ab")]
#[case::zero_width("a\u{200b}\u{2060}\u{feff}b", "ab")]
#[case::joiner_between_latin("pay\u{200d}pal\u{200c}x", "paypalx")]
#[case::joiner_in_an_emoji("👩\u{200d}🌾", "👩\u{200d}🌾")]
#[case::joiner_in_persian("می\u{200c}خواهم", "می\u{200c}خواهم")]
#[case::tags("a\u{e0041}\u{e007f}b", "ab")]
#[case::soft_hyphen("a\u{ad}b", "ab")]
#[case::filler("a\u{3164}b", "ab")]
#[case::line_separators("a\u{2028}b\u{85}c\u{b}d", "a b c d")]
#[case::emoji_presentation("❤\u{fe0f}", "❤\u{fe0f}")]
fn what_shows_nothing_is_left_out_of_the_record(#[case] text: &str, #[case] expected: &str) {
    assert_eq!(clean_line(text), expected);
    let lines = clean_import(text);
    assert_eq!(lines.replace('\n', " "), expected);
}

#[rstest]
#[case::above("- **Status**")]
#[case::inside("### Leads\n")]
#[case::below("<!-- sitroom:end -->\n")]
fn foreign_bytes_stay_whatever_the_record_makes_of_them(#[case] place: &str) {
    let text = "  a\u{202e}b\u{200b} \u{1b}[2J\t\u{feff}é e\u{301} <!-- x -->  ";
    let mut farm = Farm::new();
    farm.remote.body.push('\n');
    if place.ends_with('\n') {
        farm.edit(place, &format!("{place}{text}\n"));
    } else {
        farm.edit(place, &format!("{text}\n{place}"));
    }
    farm.record.lead("where is Spot?", "");
    farm.sync();
    assert!(
        farm.remote.body.contains(&format!("\n{text}\n")),
        "{}",
        farm.remote.body
    );
    let told = farm
        .record
        .entries
        .iter()
        .any(|entry| format!("{:?}", entry.event).contains("ab [2J"));
    assert!(told);
    farm.assert_settled();
}

#[test]
fn a_line_with_blank_characters_is_taken_over_without_and_stays_as_it_is() {
    let mut farm = Farm::new();
    farm.edit("L1 which gate", "L1 whi\u{200b}ch\u{202e} barn");
    farm.sync();
    let lead = farm.record.incident.lead(LeadId(1)).expect("the lead");
    assert_eq!(lead.text, "which barn was open?");
    assert!(farm.remote.body.contains("whi\u{200b}ch\u{202e} barn"));
    farm.assert_settled();
}

#[rstest]
#[case::lead("L1", "which gate was open?")]
#[case::playbook("I4", "Notify GSA within one hour")]
fn the_words_of_a_line_that_is_reworded_there_are_in_the_journal(
    #[case] id: &str,
    #[case] text: &str,
) {
    let mut farm = Farm::new();
    farm.edit(text, "creek q00029q trail");
    farm.sync();
    let told = farm
        .record
        .entries
        .iter()
        .any(|entry| format!("{:?}", entry.event).contains("q00029q"));
    assert!(told, "{id}");
    farm.assert_settled();
}

#[test]
fn words_put_into_a_line_that_informs_are_in_the_journal() {
    let mut farm = Farm::new();
    farm.edit("- Farmer Jane since", "- Farmer Jane q00029q since");
    farm.sync();
    let told = farm
        .record
        .entries
        .iter()
        .filter(|entry| format!("{:?}", entry.event).contains("q00029q"));
    assert_eq!(told.count(), 1);
    farm.assert_settled();
}

#[test]
fn an_added_line_that_was_undone_here_and_reworded_there_is_asked_about() {
    let mut farm = Farm::new();
    farm.record.line("call Spot");
    farm.sync();
    farm.record.local(Command::Undo { entry: None });
    farm.edit("call Spot", "call Spot q00029q");
    farm.sync();
    assert_eq!(farm.subjects(), ["C1 taken back"]);
    assert!(farm.remote.body.contains("q00029q"));
    farm.assert_settled();
}

#[test]
fn a_line_below_a_strange_heading_is_the_same_on_every_machine() {
    let mut pair = Pair::new();
    pair.a.record.line("call Spot");
    pair.a.record.fix(
        "lift the fence",
        sitroom::domain::incident::FixClass::LongTerm,
        "",
    );
    pair.sync_a();
    // Somebody moves both below a heading of their own, before the other machine saw them.
    let (moved, rest): (Vec<&str>, Vec<&str>) = pair
        .remote
        .body
        .lines()
        .partition(|line| line.contains("sitroom:C1 ") || line.contains("sitroom:R4 "));
    let body = rest.join("\n").replacen(
        "### Leads",
        &format!("### Mine\n\n{}\n\n### Leads", moved.join("\n")),
        1,
    );
    pair.remote.body = body;
    pair.sync_a();
    pair.settle();
    pair.assert_same();
    assert!(
        pair.remote
            .body
            .contains("R4 lift the fence (long-term, open)"),
        "{}",
        pair.remote.body
    );
    assert!(pair.b.record.document().item(&ItemId::new("C1")).is_some());
}

#[test]
fn a_continuation_that_somebody_forged_changes_nothing_by_itself() {
    let mut farm = Farm::new();
    let forged = "x\n\n### Leads\n\n- L1 which gate was open? (answered: mine) <!-- sitroom:L1 -->\n\n<!-- sitroom:entry 01M81S0WR00000000000000099 moved {} -->";
    farm.record
        .continuations
        .extend(Continuation::read(7, forged));
    assert_eq!(farm.record.continuations.len(), 1);
    farm.assert_settled();
}

#[test]
fn a_marker_in_the_text_of_somebody_is_read_as_a_marker_only_where_lines_are() {
    let mut farm = Farm::new();
    farm.remote
        .body
        .push_str("\n\nsee <!-- sitroom:L1 --> and - [x] L1 <!-- sitroom:L1 -->\n");
    let before = parse(&farm.remote.body).items.len();
    assert_eq!(before, farm.record.document().items.len());
    farm.sync();
    farm.assert_settled();
}
