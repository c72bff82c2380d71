//! Issues that are full: what moves to a comment, what returns, and what is never cut.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::{Farm, Record, bare, commands};
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{
    BUDGET, Continuation, HARD_LIMIT, fits, mark_of, parse, read_comment, render_new, units,
};
use sitroom::domain::event::Field;
use sitroom::domain::ids::{EntryId, FixId, ItemId, LeadId};
use sitroom::domain::incident::{FixClass, FixState, LeadState, Mark};
use sitroom::domain::mirror::OutboxKey;
use sitroom::domain::sync_plan::Plan;

/// A text of about two hundred characters.
fn long(n: usize) -> String {
    format!("{n} {}", "which of the many gates was open? ".repeat(6))
}

/// A record with so many leads of two hundred characters, every second one answered.
fn full(leads: usize) -> Record {
    let mut record = Record::busy();
    for n in 0..leads {
        record.lead(&long(n), "Farmer Dave");
        let id = record.incident.counters.lead;
        if n % 2 == 0 {
            record.move_lead(id, LeadState::Answered, "the north one");
        }
    }
    record
}

/// Posts what has no room, as the mirror does, until all of it is on the issue.
fn post_all(farm: &mut Farm) -> Vec<String> {
    let mut posted = Vec::new();
    for n in 1..20 {
        let plan = farm.plan();
        farm.sync();
        let Some(overflow) = plan.overflow else {
            break;
        };
        let key = OutboxKey::from(EntryId::new(farm.record.now, 77 + n));
        let body = overflow.comment(key);
        assert!(fits(&body), "{}", units(&body));
        let known = Continuation::read(900 + u64::try_from(n).expect("small"), &body);
        farm.record
            .continuations
            .push(known.expect("a continuation"));
        posted.push(body);
    }
    farm.sync();
    posted
}

fn new(record: Record) -> Farm {
    let mut record = record;
    let (base, remote) = record.published();
    Farm {
        record,
        base,
        remote,
    }
}

/// Every line of the boards with where it stands, from the body and from comments.
fn everywhere(farm: &Farm) -> Vec<String> {
    let body = parse(&farm.remote.body);
    let moved = body
        .state
        .clone()
        .map(|state| state.moved)
        .unwrap_or_default();
    let mut all: Vec<String> = body
        .items
        .iter()
        .filter_map(|line| line.marked.as_ref().map(ToString::to_string))
        .collect();
    all.extend(moved.values().flatten().map(ToString::to_string));
    all.sort();
    all
}

fn expected(farm: &Farm) -> Vec<String> {
    let document = farm.record.document();
    let mut all: Vec<String> = document
        .items
        .iter()
        .map(|item| item.id.0.clone())
        .collect();
    all.sort();
    all
}

#[test]
fn a_new_issue_fits_and_the_rest_follows() {
    let record = full(420);
    let text = render_new(&record.document());
    assert!(fits(&text), "{}", units(&text));
    let mut farm = new(record);
    let posted = post_all(&mut farm);
    assert!(posted.len() > 1);
    assert!(fits(&farm.remote.body));
    assert_eq!(everywhere(&farm), expected(&farm));
    farm.assert_settled();
}

#[test]
fn ended_lines_go_first_the_oldest_first_and_open_ones_stay() {
    let mut farm = new(full(200));
    farm.record.local(Command::MarkItem {
        item: ItemId::new("I4"),
        mark: Some(Mark::Done),
        reason: String::new(),
    });
    for n in 0..40 {
        farm.record.lead(&long(n), "");
    }
    post_all(&mut farm);
    let state = parse(&farm.remote.body).state.expect("a hidden part");
    let moved: Vec<&ItemId> = state.moved.values().flatten().collect();
    assert!(moved.contains(&&ItemId::new("L4")), "{moved:?}");
    for id in &moved {
        let lead = farm.record.incident.lead(id.0.parse().expect("a lead"));
        assert_eq!(lead.expect("a lead").state, LeadState::Answered);
    }
    let seen = bare(&farm.remote.body);
    assert!(seen.contains(&format!(
        "- {} lines stand in [a comment](#issuecomment-901)",
        moved.len()
    )));
    assert_eq!(everywhere(&farm), expected(&farm));
    farm.assert_settled();
}

#[test]
fn nothing_leaves_the_body_before_its_comment_is_there() {
    let mut farm = new(full(150));
    farm.sync();
    for n in 0..120 {
        farm.record.lead(&long(n), "");
    }
    let before = everywhere(&farm);
    for _ in 0..3 {
        let plan = farm.plan();
        assert!(plan.overflow.is_some());
        farm.sync();
        for id in &before {
            assert!(everywhere(&farm).contains(id), "{id}");
        }
        assert!(units(&farm.remote.body) <= HARD_LIMIT);
    }
}

#[rstest]
#[case::reopened(|r: &mut Record| r.move_lead(4, LeadState::Investigating, ""))]
#[case::reworded(|r: &mut Record| r.local(Command::RewordLead { id: LeadId(4), text: "and now?".into() }))]
#[case::owned(|r: &mut Record| r.local(Command::OwnLead { id: LeadId(4), owner: "Spot".into() }))]
fn a_line_that_changes_again_returns_to_the_body(#[case] change: fn(&mut Record)) {
    let mut farm = new(full(300));
    post_all(&mut farm);
    assert!(parse(&farm.remote.body).item(&ItemId::new("L4")).is_none());
    change(&mut farm.record);
    let plan = farm.sync();
    assert!(plan.conflicts.is_empty(), "{:?}", plan.conflicts);
    assert!(parse(&farm.remote.body).item(&ItemId::new("L4")).is_some());
    post_all(&mut farm);
    assert_eq!(everywhere(&farm), expected(&farm));
    farm.assert_settled();
}

#[test]
fn a_moved_line_is_never_taken_for_deleted_even_if_nobody_read_the_comment() {
    let mut farm = new(full(300));
    post_all(&mut farm);
    farm.record.continuations.clear();
    let plan = farm.plan();
    assert_eq!((plan.imports, plan.conflicts), (Vec::new(), Vec::new()));
    assert_eq!(plan.body, None);
}

#[test]
fn lines_of_a_deleted_comment_return_to_the_body() {
    let mut farm = new(full(220));
    post_all(&mut farm);
    for known in &mut farm.record.continuations {
        known.body = None;
    }
    let plan = farm.plan();
    assert!(plan.conflicts.is_empty());
    post_all(&mut farm);
    assert_eq!(everywhere(&farm), expected(&farm));
    farm.assert_settled();
}

#[test]
fn another_machine_takes_moved_lines_over_from_the_comment() {
    let mut farm = new(full(300));
    farm.record.line("call Spot (done)");
    farm.record.local(Command::MarkItem {
        item: ItemId::new("C1"),
        mark: Some(Mark::Done),
        reason: String::new(),
    });
    post_all(&mut farm);
    let mut other = Record::busy();
    other.continuations.clone_from(&farm.record.continuations);
    let (mut base, mut remote) = (farm.base.clone(), farm.remote.clone());
    // It agreed once, long ago.
    base.body = render_new(&Record::busy().document());
    for _ in 0..3 {
        other.sync(&mut base, &mut remote);
    }
    assert_eq!(other.incident.leads, farm.record.incident.leads);
    assert_eq!(
        other.incident.custom_items,
        farm.record.incident.custom_items
    );
    assert_eq!(remote.body, farm.remote.body);
    assert!(other.incident.conflicts.is_empty());
}

#[test]
fn a_line_that_waits_for_a_ruling_stays_in_the_body() {
    let mut farm = new(full(150));
    farm.sync();
    farm.record.local(Command::RewordLead {
        id: LeadId(4),
        text: format!("here {}", long(1)),
    });
    let here = long(0).trim_end().to_owned();
    farm.edit(&here, &format!("there {here}"));
    farm.sync();
    assert_eq!(farm.subjects(), ["L4 text"]);
    for n in 0..150 {
        farm.record.lead(&long(n), "");
    }
    post_all(&mut farm);
    assert!(fits(&farm.remote.body));
    assert!(parse(&farm.remote.body).item(&ItemId::new("L4")).is_some());
    let ours = farm.record.incident.conflicts["L4 text"].ours.clone();
    farm.record.local(Command::SettleConflict {
        subject: "L4 text".into(),
        value: ours,
    });
    post_all(&mut farm);
    assert_eq!(everywhere(&farm), expected(&farm));
    farm.assert_settled();
}

#[test]
fn a_line_below_which_somebody_wrote_stays_in_the_body() {
    let mut farm = new(full(150));
    farm.sync();
    let first = farm.remote.body.lines().find(|line| line.contains(" L4 "));
    let first = first.expect("the line").to_owned();
    farm.edit(&first, &format!("{first}\n  - [ ] ask Spot"));
    farm.sync();
    for n in 0..150 {
        farm.record.lead(&long(n), "");
    }
    post_all(&mut farm);
    assert!(
        farm.remote
            .body
            .contains(&format!("{first}\n  - [ ] ask Spot\n"))
    );
    farm.assert_settled();
}

#[test]
fn open_lines_go_last_when_nothing_else_helps() {
    let mut record = Record::busy();
    for n in 0..330 {
        record.lead(&long(n), "");
    }
    let mut farm = new(record);
    post_all(&mut farm);
    assert!(fits(&farm.remote.body));
    assert_eq!(everywhere(&farm), expected(&farm));
    let parsed = parse(&farm.remote.body);
    assert!(parsed.item(&ItemId::new("L1")).is_some());
    assert!(parsed.item(&ItemId::new("L333")).is_none());
    // Long-term remediation goes before open leads.
    assert!(parsed.item(&ItemId::new("R3")).is_none());
    farm.assert_settled();
    // One that becomes active is in the body again.
    farm.record.move_lead(333, LeadState::Investigating, "");
    farm.sync();
    assert!(
        parse(&farm.remote.body)
            .item(&ItemId::new("L333"))
            .is_some()
    );
}

#[test]
fn verified_remediation_moves_with_who_verified_it() {
    let mut record = Record::busy();
    for n in 0..300 {
        record.fix(&long(n), FixClass::LongTerm, "Farmer Dave");
        let id = record.incident.counters.fix;
        record.move_fix(id, FixState::Done);
        record.local(Command::VerifyFix {
            id: FixId(id),
            by: "Spot (the dog)".into(),
        });
    }
    let mut farm = new(record);
    let posted = post_all(&mut farm);
    let posted = bare(&posted.concat());
    assert!(
        posted.contains("- R4 0 which of the many gates"),
        "{posted}"
    );
    assert!(posted.contains("— Farmer Dave (verified by Spot"));
    assert!(!posted.contains("[x]"), "nobody ticks there");
    farm.assert_settled();
}

#[test]
fn a_comment_that_continues_the_body_is_known_again_and_is_nobodys_entry() {
    let mut farm = new(full(300));
    let posted = post_all(&mut farm);
    for body in &posted {
        let mark = mark_of(body).expect("a marker");
        assert!(sitroom::domain::document::is_continuation(&mark));
        assert_eq!(read_comment(body)[0].entry(), None);
    }
    assert_eq!(Continuation::read(1, "woof"), None);
}

fn details(paragraphs: usize) -> String {
    let paragraphs: Vec<String> = (0..paragraphs)
        .map(|n| format!("{n} {}", "woof ".repeat(90)))
        .collect();
    paragraphs.join("\n\n").trim_end().to_owned()
}

#[rstest]
#[case::paragraphs(details(300))]
#[case::code(format!("see:\n\n```\n{}\n```\n\ndone", "let fox = 1;\n".repeat(6_000)))]
#[case::one_line("woof ".repeat(20_000).trim_end().to_owned())]
#[case::mentions("@spot #12\n\n".repeat(8_000).trim_end().to_owned())]
fn a_long_text_goes_on_in_comments_and_is_never_cut(#[case] text: String) {
    let mut farm = new(Record::opened(false, "Chickens", &text));
    assert!(fits(&farm.remote.body));
    let posted = post_all(&mut farm);
    assert!(!posted.is_empty());
    assert!(
        farm.remote
            .body
            .contains("the text goes on in [a comment](#issuecomment-901)")
    );
    assert_eq!(farm.record.incident.details, text);
    farm.assert_settled();
    // Another machine reads all of it.
    let mut other = Record::opened(false, "Chickens", "");
    other.continuations.clone_from(&farm.record.continuations);
    let (mut base, mut remote) = (
        sitroom::domain::sync_plan::Issue::default(),
        farm.remote.clone(),
    );
    other.sync(&mut base, &mut remote);
    assert_eq!(other.incident.details, text);
}

#[test]
fn both_sides_may_change_a_text_that_goes_on_in_comments() {
    let mut farm = new(Record::opened(false, "Chickens", &details(200)));
    post_all(&mut farm);
    farm.edit("0 woof", "nought woof");
    let to = farm
        .record
        .incident
        .details
        .replace("\n\n199 woof", "\n\nlast woof");
    farm.record.local(Command::SetField {
        field: Field::Details,
        to,
    });
    post_all(&mut farm);
    assert!(farm.subjects().is_empty());
    let text = farm.record.incident.details.clone();
    assert!(text.starts_with("nought woof") && text.contains("\n\nlast woof"));
    farm.assert_settled();
    // A text that is short again needs no comment.
    farm.record.local(Command::SetField {
        field: Field::Details,
        to: "Short.".into(),
    });
    farm.sync();
    assert!(!farm.remote.body.contains("goes on in"));
    farm.assert_settled();
}

#[test]
fn a_text_whose_comment_was_deleted_is_posted_again() {
    let mut farm = new(Record::opened(false, "Chickens", &details(100)));
    post_all(&mut farm);
    let text = farm.record.incident.details.clone();
    for known in &mut farm.record.continuations {
        known.body = None;
    }
    let posted = post_all(&mut farm);
    assert!(!posted.is_empty());
    assert_eq!(farm.record.incident.details, text);
    farm.assert_settled();
}

#[test]
fn a_text_whose_comment_was_not_read_says_nothing() {
    let mut farm = new(Record::opened(false, "Chickens", &details(100)));
    post_all(&mut farm);
    farm.record.continuations.clear();
    let plan = farm.plan();
    assert_eq!(commands(&plan), Vec::new());
    assert_eq!((plan.body, plan.conflicts), (None, Vec::new()));
}

#[test]
fn text_of_people_that_fills_the_issue_is_left_whole_and_said() {
    let mut farm = Farm::new();
    let junk = "woof ".repeat(13_500);
    farm.remote.body = format!("{}\n\n{junk}", farm.remote.body);
    farm.sync();
    farm.record.lead("where is Spot?", "");
    let before = farm.remote.body.clone();
    let plan: Plan = farm.plan();
    assert!(
        plan.seen.iter().any(|seen| seen.contains("full")),
        "{:?}",
        plan.seen
    );
    assert_eq!(plan.body, None);
    farm.sync();
    assert_eq!(farm.remote.body, before);
    // As soon as there is room, everything is there.
    farm.remote.body = farm.remote.body.replace(&junk, "woof");
    farm.sync();
    assert!(farm.remote.body.contains("where is Spot?"));
    assert!(units(&farm.remote.body) <= BUDGET);
    farm.assert_settled();
}
