//! Rounds of syncing: what each side's change does to the other.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use std::collections::BTreeMap;

use issue_support::{Farm, Record, bare, commands};
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{parse, splice};
use sitroom::domain::ids::{CustomId, FixId, ItemId, LeadId};
use sitroom::domain::incident::{Conflict, FixClass, FixState, LeadState, Mark, Severity, Status};
use sitroom::domain::sync_plan::{Issue, plan, refused};

const L1: &str = "- [ ] L1 which gate was open? (open) <!-- sitroom:L1 -->";
const R1: &str = "- [ ] R1 close the gate — Farmer Dave (assigned) <!-- sitroom:R1 -->";
const R2: &str = "- [ ] R2 count the chickens (open) <!-- sitroom:R2 -->";
const I4: &str = "- [ ] I4 Notify GSA within one hour <!-- sitroom:I4 -->";

fn lead(id: u32) -> LeadId {
    LeadId(id)
}

fn mark(id: &str, mark: Mark, reason: &str) -> Command {
    Command::MarkItem {
        item: ItemId::new(id),
        mark: Some(mark),
        reason: reason.into(),
    }
}

#[test]
fn nothing_changed_means_nothing_to_do() {
    let mut farm = Farm::new();
    farm.assert_settled();
    assert!(farm.plan().seen.is_empty());
}

#[test]
fn a_save_in_the_browser_with_other_line_ends_changes_nothing() {
    let mut farm = Farm::new();
    farm.remote.body = format!("\u{feff}{}", farm.remote.body.replace('\n', "\r\n"));
    farm.assert_settled();
}

#[test]
fn what_changed_here_is_written_and_nothing_is_imported() {
    let mut farm = Farm::new();
    farm.record
        .move_lead(1, LeadState::Answered, "the north one");
    let plan = farm.plan();
    assert_eq!(plan.imports, Vec::new());
    assert_eq!(
        plan.body,
        Some(splice(&farm.base.body, &farm.record.document()))
    );
    farm.sync();
    assert!(
        farm.has_line(
            "- [x] L1 which gate was open? (answered: the north one) <!-- sitroom:L1 -->"
        )
    );
    farm.assert_settled();
}

#[rstest]
#[case::tick_of_a_checklist_line(I4, "- [x] I4 Notify GSA within one hour <!-- sitroom:I4 -->",
    vec![mark("I4", Mark::Done, "")])]
#[case::does_not_apply(I4, "- [ ] I4 Notify GSA within one hour (does not apply) <!-- sitroom:I4 -->",
    vec![mark("I4", Mark::NotApplicable, "set on the issue")])]
#[case::tick_of_a_lead(L1, "- [x] L1 which gate was open? (open) <!-- sitroom:L1 -->",
    vec![Command::MoveLead { id: lead(1), from: LeadState::Open, to: LeadState::Answered, finding: String::new() }])]
#[case::state_of_a_lead(L1, "- [ ] L1 which gate was open? (Investigating) <!-- sitroom:L1 -->",
    vec![Command::MoveLead { id: lead(1), from: LeadState::Open, to: LeadState::Investigating, finding: String::new() }])]
#[case::finding_of_a_lead(L1, "- [x] L1 which gate was open? (answered: north (again)) <!-- sitroom:L1 -->",
    vec![Command::MoveLead { id: lead(1), from: LeadState::Open, to: LeadState::Answered, finding: "north (again)".into() }])]
#[case::owner_of_a_lead(L1, "- [ ] L1 which gate was open? — Spot the Dog (open) <!-- sitroom:L1 -->",
    vec![Command::OwnLead { id: lead(1), owner: "Spot the Dog".into() }])]
#[case::reworded_lead(L1, "- [ ] L1 was the barn locked? (open) <!-- sitroom:L1 -->",
    vec![Command::RewordLead { id: lead(1), text: "was the barn locked?".into() }])]
#[case::reworded_without_the_tail(L1, "- [ ] was the barn locked? <!-- sitroom:L1 -->",
    vec![Command::RewordLead { id: lead(1), text: "was the barn locked?".into() }])]
#[case::text_behind_the_marker(L1, "- [ ] L1 which gate was open? <!-- sitroom:L1 --> or was it the door?",
    vec![Command::RewordLead { id: lead(1), text: "which gate was open? or was it the door?".into() }])]
#[case::several_at_once(L1, "- [x] L1 which door? — Spot (ruled out: none) <!-- sitroom:L1 -->",
    vec![
        Command::RewordLead { id: lead(1), text: "which door?".into() },
        Command::OwnLead { id: lead(1), owner: "Spot".into() },
        Command::MoveLead { id: lead(1), from: LeadState::Open, to: LeadState::RuledOut, finding: "none".into() },
    ])]
#[case::tick_of_a_fix(R1, "- [x] R1 close the gate — Farmer Dave (assigned) <!-- sitroom:R1 -->",
    vec![Command::MoveFix { id: FixId(1), from: FixState::Assigned, to: FixState::Done }])]
#[case::owner_of_a_fix(R2, "- [ ] R2 count the chickens — Spot (open) <!-- sitroom:R2 -->",
    vec![Command::OwnFix { id: FixId(2), owner: "Spot".into() }])]
#[case::owner_taken_from_a_fix(R1, "- [ ] R1 close the gate (assigned) <!-- sitroom:R1 -->",
    vec![Command::OwnFix { id: FixId(1), owner: String::new() }])]
#[case::owner_and_state_of_a_fix(R2, "- [ ] R2 count the chickens — Spot (in progress) <!-- sitroom:R2 -->",
    vec![
        Command::OwnFix { id: FixId(2), owner: "Spot".into() },
        Command::MoveFix { id: FixId(2), from: FixState::Assigned, to: FixState::InProgress },
    ])]
#[case::verified_by_words(R1, "- [x] R1 close the gate — Farmer Dave (verified by Farmer Jane) <!-- sitroom:R1 -->",
    vec![
        Command::MoveFix { id: FixId(1), from: FixState::Assigned, to: FixState::Done },
        Command::VerifyFix { id: FixId(1), by: "Farmer Jane".into() },
    ])]
#[case::status("**Status**: investigating", "**Status**: FALSE-alarm",
    vec![Command::SetStatus { to: Status::FalseAlarm, reason: "set on the issue".into() }])]
#[case::severity("**Severity**: unknown", "**Severity**: 1 - High Severity",
    vec![Command::SetSeverity { to: Severity::High, reason: "set on the issue".into() }])]
#[case::ic("**IC**: Farmer Jane", "**IC**: Spot the Dog",
    vec![Command::SetIc { to: "Spot the Dog".into() }])]
fn a_change_on_the_issue_is_imported(
    #[case] from: &str,
    #[case] to: &str,
    #[case] commands: Vec<Command>,
) {
    let mut farm = Farm::new();
    farm.edit(from, to);
    let first = farm.sync();
    assert_eq!(issue_support::commands(&first), commands);
    assert!(first.conflicts.is_empty(), "{:?}", first.conflicts);
    farm.assert_settled();
}

#[test]
fn a_ticked_remediation_item_is_done_and_waits_for_verification() {
    let mut farm = Farm::new();
    farm.edit("- [ ] R1", "- [x] R1").sync();
    assert!(
        farm.has_line(
            "- [ ] R1 close the gate — Farmer Dave (done, to verify) <!-- sitroom:R1 -->"
        )
    );
    let plan = farm.edit("- [ ] R1", "- [x] R1").plan();
    assert_eq!(plan.imports, Vec::new());
    assert_eq!(plan.seen.len(), 1, "{:?}", plan.seen);
    farm.sync();
    assert!(farm.remote.body.contains("- [ ] R1"));
    assert_eq!(farm.record.incident.fixes[0].state, FixState::Done);
}

#[test]
fn unticking_takes_a_step_back() {
    let mut farm = Farm::new();
    farm.record.move_lead(1, LeadState::Answered, "north");
    farm.record.move_fix(1, FixState::Done);
    farm.record.local(Command::VerifyFix {
        id: FixId(1),
        by: "Farmer Jane".into(),
    });
    farm.record.local(mark("I4", Mark::Done, ""));
    farm.sync();
    farm.edit("- [x] L1", "- [ ] L1");
    farm.edit("- [x] R1", "- [ ] R1");
    farm.edit("- [x] I4", "- [ ] I4").sync();
    let incident = &farm.record.incident;
    assert_eq!(incident.leads[0].state, LeadState::Investigating);
    assert_eq!(incident.fixes[0].state, FixState::InProgress);
    assert_eq!(incident.checklist[&ItemId::new("I4")].mark, Mark::Open);
    farm.assert_settled();
}

#[test]
fn a_fix_moved_to_the_other_section_is_reclassified() {
    let mut farm = Farm::new();
    farm.edit(&format!("{R2}\n"), "");
    farm.edit("### Times", &format!("{R2}\n\n### Times"));
    let plan = farm.sync();
    assert_eq!(
        commands(&plan),
        vec![Command::ReclassifyFix {
            id: FixId(2),
            class: FixClass::LongTerm,
            reason: "moved on the issue".into(),
        }]
    );
    assert!(farm.subjects().is_empty());
    farm.assert_settled();
}

#[test]
fn a_fix_reclassified_here_moves_on_the_issue() {
    let mut farm = Farm::new();
    farm.record.local(Command::ReclassifyFix {
        id: FixId(2),
        class: FixClass::LongTerm,
        reason: "later".into(),
    });
    farm.sync();
    let parsed = parse(&farm.remote.body);
    let sections: Vec<String> = parsed
        .items
        .iter()
        .filter(|item| item.marked == Some(ItemId::new("R2")))
        .filter_map(|item| item.section.as_ref().map(ToString::to_string))
        .collect();
    assert_eq!(sections, ["Remediation (long-term)"]);
    farm.assert_settled();
}

#[test]
fn lines_in_another_order_or_below_another_heading_stay_there() {
    let mut farm = Farm::new();
    let l2 = "- [ ] L2 who saw the fox? (open) <!-- sitroom:L2 -->";
    farm.edit(
        &format!("{L1}\n{l2}"),
        &format!("{l2}\n\n#### Later\n\n{L1}"),
    );
    let plan = farm.sync();
    let text = "#### Later".to_owned();
    assert_eq!(
        commands(&plan),
        vec![Command::ImportText {
            added: text,
            removed: String::new()
        }]
    );
    assert_eq!(plan.body, None);
    farm.assert_settled();
}

#[rstest]
#[case::lead(
    "### Leads\n\n",
    "- [ ] where is Spot?",
    "- [ ] L4 where is Spot? (open) <!-- sitroom:L4 -->"
)]
#[case::owned_lead(
    "### Leads\n\n",
    "* [ ] where is Spot? — Farmer Dave",
    "* [ ] L4 where is Spot? — Farmer Dave (open) <!-- sitroom:L4 -->"
)]
#[case::dash_in_the_text(
    "### Leads\n\n",
    "- [ ] where is Spot — in the barn or in the field?",
    "- [ ] L4 where is Spot —\u{200b} in the barn or in the field? (open) <!-- sitroom:L4 -->"
)]
#[case::ticked_lead(
    "### Leads\n\n",
    "- [x] where is Spot?",
    "- [x] L4 where is Spot? (answered) <!-- sitroom:L4 -->"
)]
#[case::fix(
    "### Remediation (immediate)\n\n",
    "- [ ] feed Spot",
    "- [ ] R4 feed Spot (open) <!-- sitroom:R4 -->"
)]
#[case::ticked_fix(
    "### Remediation (immediate)\n\n",
    "- [x] feed Spot",
    "- [ ] R4 feed Spot (done, to verify) <!-- sitroom:R4 -->"
)]
#[case::later_fix(
    "### Remediation (long-term)\n\n",
    "1. [ ] feed Spot",
    "1. [ ] R4 feed Spot (open) <!-- sitroom:R4 -->"
)]
#[case::checklist(
    "### Checklist: Assess\n\n",
    "- [ ] feed Spot",
    "- [ ] C1 feed Spot <!-- sitroom:C1 -->"
)]
#[case::ticked_checklist(
    "### Checklist: Assess\n\n",
    "- [X] feed Spot",
    "- [x] C1 feed Spot <!-- sitroom:C1 -->"
)]
#[case::unknown_id(
    "### Leads\n\n",
    "- [ ] L9 where is Spot? (open) <!-- sitroom:L9 -->",
    "- [ ] L9 where is Spot? (open) <!-- sitroom:L9 -->"
)]
#[case::typed_id(
    "### Leads\n\n",
    "- [ ] D2 where is Spot?",
    "- [ ] L4 D2 where is Spot? (open) <!-- sitroom:L4 -->"
)]
#[case::mention(
    "### Leads\n\n",
    "- [ ] ask @spot about #12",
    "- [ ] L4 ask @\u{200b}spot about #\u{200b}12 (open) <!-- sitroom:L4 -->"
)]
fn a_line_that_somebody_adds_becomes_ours_once(
    #[case] heading: &str,
    #[case] theirs: &str,
    #[case] ours: &str,
) {
    let mut farm = Farm::new();
    farm.edit(heading, &format!("{heading}{theirs}\n"));
    farm.sync();
    assert!(farm.has_line(ours), "{}", farm.remote.body);
    assert!(theirs == ours || !farm.has_line(theirs));
    let (leads, fixes) = (
        farm.record.incident.leads.len(),
        farm.record.incident.fixes.len(),
    );
    farm.sync();
    farm.assert_settled();
    assert_eq!(leads, farm.record.incident.leads.len());
    assert_eq!(fixes, farm.record.incident.fixes.len());
    assert_eq!(leads + fixes + farm.record.incident.custom_items.len(), 7);
}

#[test]
fn two_lines_of_the_same_text_become_two() {
    let mut farm = Farm::new();
    farm.edit("### Leads\n\n", "### Leads\n\n- [ ] woof\n- [ ] woof\n")
        .sync();
    assert_eq!(farm.record.incident.leads.len(), 5);
    farm.assert_settled();
}

#[test]
fn of_a_doubled_line_the_second_becomes_a_new_one() {
    let mut farm = Farm::new();
    farm.edit(L1, &format!("{L1}\n{L1}"));
    let plan = farm.sync();
    assert!(
        plan.seen.iter().any(|seen| seen.contains("twice")),
        "{:?}",
        plan.seen
    );
    assert_eq!(farm.record.incident.leads.len(), 4);
    assert!(farm.has_line("- [ ] L4 which gate was open? (open) <!-- sitroom:L4 -->"));
    farm.assert_settled();
}

#[rstest]
#[case::marker("- [ ] L1 which gate was open? (open)")]
#[case::marker_and_number("- [ ] which gate was open? (open)")]
#[case::everything_but_the_text("* [ ] which gate was open?")]
fn a_line_without_its_marker_is_found_again(#[case] line: &str) {
    let mut farm = Farm::new();
    farm.edit(L1, line);
    let plan = farm.sync();
    assert_eq!(plan.imports, Vec::new());
    assert!(
        bare(&farm.remote.body).contains("] L1 which gate was open? (open) <!-- sitroom:L1 -->")
    );
    farm.assert_settled();
}

#[test]
fn a_line_without_its_marker_is_found_by_a_similar_text() {
    let mut farm = Farm::new();
    farm.edit(L1, "- [ ] Which gate was open?");
    let plan = farm.sync();
    let text = "Which gate was open?".into();
    assert_eq!(
        commands(&plan),
        vec![Command::RewordLead { id: lead(1), text }]
    );
    farm.assert_settled();
}

#[test]
fn nested_boxes_and_prose_in_our_part_are_somebodys() {
    let mut farm = Farm::new();
    let theirs = format!("{L1}\n  - [ ] ask Spot\n  seen at noon");
    farm.edit(L1, &theirs);
    let plan = farm.sync();
    let added = "  - [ ] ask Spot\n  seen at noon".into();
    let removed = String::new();
    assert_eq!(
        commands(&plan),
        vec![Command::ImportText { added, removed }]
    );
    assert_eq!(plan.body, None);
    farm.assert_settled();
}

#[test]
fn a_deleted_line_stays_away_until_somebody_rules_on_it() {
    let mut farm = Farm::new();
    farm.edit(&format!("{L1}\n"), "").sync();
    assert_eq!(farm.subjects(), ["L1 deleted"]);
    farm.sync();
    assert!(!farm.remote.body.contains("sitroom:L1 "));
    farm.record.local(Command::SettleConflict {
        subject: "L1 deleted".into(),
        value: "which gate was open?".into(),
    });
    farm.sync();
    assert!(farm.has_line(L1));
    assert!(farm.subjects().is_empty());
    farm.assert_settled();
}

#[test]
fn a_deleted_line_that_comes_back_settles_its_conflict() {
    let mut farm = Farm::new();
    let before = farm.remote.body.clone();
    farm.edit(&format!("{L1}\n"), "").sync();
    farm.remote.body = before;
    farm.sync();
    assert!(farm.subjects().is_empty());
    farm.assert_settled();
}

#[test]
fn a_line_taken_back_here_goes_from_the_issue() {
    let mut farm = Farm::new();
    farm.record.lead("where is Spot?", "");
    farm.sync();
    farm.record.local(Command::Undo { entry: None });
    farm.sync();
    assert!(!farm.remote.body.contains("where is Spot?"));
    assert_eq!(farm.record.incident.leads.len(), 3);
    farm.assert_settled();
}

#[test]
fn a_line_taken_back_here_and_changed_there_is_a_conflict() {
    let mut farm = Farm::new();
    farm.record.lead("where is Spot?", "");
    farm.sync();
    farm.record.local(Command::Undo { entry: None });
    farm.edit("where is Spot?", "where is Spot now?").sync();
    assert_eq!(farm.subjects(), ["L4 taken back"]);
    farm.sync();
    assert!(farm.remote.body.contains("where is Spot now?"));
    assert_eq!(farm.record.incident.leads.len(), 3);
    farm.assert_settled();
}

#[rstest]
#[case::text(L1, "- [ ] L1 which barn? (open) <!-- sitroom:L1 -->", "L1 text",
    Command::RewordLead { id: lead(1), text: "which coop?".into() })]
#[case::owner(L1, "- [ ] L1 which gate was open? — Spot (open) <!-- sitroom:L1 -->", "L1 owner",
    Command::OwnLead { id: lead(1), owner: "Farmer Dave".into() })]
#[case::state(L1, "- [ ] L1 which gate was open? (investigating) <!-- sitroom:L1 -->", "L1 state",
    Command::MoveLead { id: lead(1), from: LeadState::Open, to: LeadState::RuledOut, finding: "no".into() })]
#[case::fix_state(R1, "- [ ] R1 close the gate — Farmer Dave (done) <!-- sitroom:R1 -->", "R1 state",
    Command::MoveFix { id: FixId(1), from: FixState::Assigned, to: FixState::InProgress })]
#[case::mark(
    I4,
    "- [x] I4 Notify GSA within one hour <!-- sitroom:I4 -->",
    "I4 mark",
    mark("I4", Mark::NotApplicable, "no need")
)]
#[case::severity("**Severity**: unknown", "**Severity**: low", "severity",
    Command::SetSeverity { to: Severity::High, reason: String::new() })]
#[case::reporter("**Reporter**: Farmer Dave", "**Reporter**: Spot", "reporter",
    Command::SetField { field: sitroom::domain::event::Field::Reporter, to: "Farmer Jane".into() })]
#[case::details("The coop is empty.", "The coop is full.", "details",
    Command::SetField { field: sitroom::domain::event::Field::Details, to: "The coop is gone.".into() })]
fn changed_apart_is_a_conflict_that_blocks_only_itself(
    #[case] from: &str,
    #[case] to: &str,
    #[case] subject: &str,
    #[case] command: Command,
) {
    let mut farm = Farm::new();
    farm.record.local(command);
    farm.edit(from, to);
    farm.record.lead("where is Spot?", "");
    let before = farm.record.document();
    farm.sync();
    assert_eq!(farm.subjects(), [subject]);
    assert!(bare(&farm.remote.body).contains(to), "{}", farm.remote.body);
    assert!(farm.remote.body.contains("where is Spot?"));
    assert_eq!(farm.record.document().items, before.items);
    farm.assert_settled();
    // The IC rules for the value here, and the issue follows.
    let value = farm.record.incident.conflicts[subject].ours.clone();
    farm.record.local(Command::SettleConflict {
        subject: subject.into(),
        value,
    });
    farm.sync();
    assert!(
        !bare(&farm.remote.body).contains(to),
        "{}",
        farm.remote.body
    );
    assert!(farm.subjects().is_empty());
    farm.assert_settled();
}

#[test]
fn changed_alike_is_agreement() {
    let mut farm = Farm::new();
    farm.record.local(mark("I4", Mark::Done, ""));
    farm.record.local(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    farm.edit("- [ ] I4", "- [x] I4");
    farm.edit("**Severity**: unknown", "**Severity**: High");
    let plan = farm.sync();
    assert_eq!(plan.imports, Vec::new());
    assert!(plan.conflicts.is_empty());
    assert!(farm.remote.body.contains("**Severity**: High"));
    farm.assert_settled();
}

#[test]
fn different_attributes_of_one_line_merge() {
    let mut farm = Farm::new();
    farm.record.local(Command::RewordLead {
        id: lead(1),
        text: "which barn?".into(),
    });
    farm.edit(
        L1,
        "- [x] L1 which gate was open? — Spot (answered: none) <!-- sitroom:L1 -->",
    );
    let plan = farm.sync();
    assert!(plan.conflicts.is_empty());
    assert!(farm.has_line("- [x] L1 which barn? — Spot (answered: none) <!-- sitroom:L1 -->"));
    farm.assert_settled();
}

#[test]
fn sides_that_come_to_say_the_same_settle_their_conflict() {
    let mut farm = Farm::new();
    farm.record.local(Command::SetSeverity {
        to: Severity::High,
        reason: String::new(),
    });
    farm.edit("**Severity**: unknown", "**Severity**: low")
        .sync();
    assert_eq!(farm.subjects(), ["severity"]);
    farm.edit("**Severity**: low", "**Severity**: high").sync();
    assert!(farm.subjects().is_empty());
    assert_eq!(farm.record.incident.severity, Severity::High);
    farm.assert_settled();
}

#[rstest]
#[case::status("**Status**: investigating", "**Status**: who knows", "status")]
#[case::severity("**Severity**: unknown", "**Severity**: very", "severity")]
#[case::nobody("**IC**: Farmer Jane", "**IC**:", "ic")]
fn a_value_without_a_meaning_is_asked_about(
    #[case] from: &str,
    #[case] to: &str,
    #[case] subject: &str,
) {
    let mut farm = Farm::new();
    farm.edit(from, to).sync();
    assert_eq!(farm.subjects(), [subject]);
    assert!(farm.remote.body.contains(to));
    farm.assert_settled();
}

#[test]
fn a_refused_import_becomes_a_conflict() {
    let farm = Farm::new();
    let command = Command::SetStatus {
        to: Status::Resolved,
        reason: "set on the issue".into(),
    };
    let conflict = refused(&command, &farm.record.document()).expect("a conflict");
    assert_eq!(conflict.subject, "status");
    assert_eq!(
        (&*conflict.ours, &*conflict.theirs),
        ("investigating", "resolved")
    );
}

#[test]
fn a_field_whose_line_is_gone_is_written_again() {
    let mut farm = Farm::new();
    farm.edit("- **Severity**: unknown\n", "");
    let plan = farm.sync();
    assert_eq!(plan.imports, Vec::new());
    assert_eq!(plan.seen.len(), 1);
    assert!(
        farm.remote
            .body
            .contains("investigating\n- **Severity**: unknown\n- **Reporter**")
    );
    farm.assert_settled();
}

#[rstest]
#[case::title(|i: &mut Issue| i.title = "The fox has escaped".into(), "The fox has escaped")]
#[case::first_line(|i: &mut Issue| i.body = i.body.replacen("The chickens", "The geese", 1), "The geese have escaped")]
#[case::both(|i: &mut Issue| { i.title = "Foxes".into(); i.body = i.body.replacen("The chickens", "The geese", 1); }, "Foxes")]
fn the_title_comes_from_the_issue_and_wins_over_the_first_line(
    #[case] edit: fn(&mut Issue),
    #[case] title: &str,
) {
    let mut farm = Farm::new();
    edit(&mut farm.remote);
    farm.sync();
    assert_eq!(farm.record.incident.title, title);
    assert_eq!(farm.remote.title, title);
    assert!(
        farm.remote
            .body
            .starts_with(&format!("{title}\n\n- **Status**"))
    );
    farm.assert_settled();
}

#[test]
fn a_drill_keeps_its_mark_and_the_record_never_gets_it() {
    let mut record = Record::opened(true, "The chickens have escaped", "");
    let (mut base, mut remote) = record.published();
    remote.title = "The geese have escaped".into();
    record.sync(&mut base, &mut remote);
    assert_eq!(record.incident.title, "The geese have escaped");
    assert_eq!(remote.title, "EXERCISE: The geese have escaped");
    assert!(
        remote
            .body
            .starts_with("EXERCISE: The geese have escaped\n")
    );
}

#[test]
fn a_paragraph_put_above_the_title_is_somebodys() {
    let mut farm = Farm::new();
    farm.edit("The chickens", "Read this first!\n\nThe chickens");
    let plan = farm.sync();
    let added = "Read this first!".into();
    let removed = String::new();
    assert_eq!(
        commands(&plan),
        vec![Command::ImportText { added, removed }]
    );
    assert_eq!(plan.body, None);
    farm.assert_settled();
}

#[test]
fn details_changed_on_both_sides_in_different_lines_merge() {
    let mut record = Record::opened(false, "Chickens", "one\n\ntwo\n\nthree\n\nfour");
    let (mut base, mut remote) = record.published();
    record.local(Command::SetField {
        field: sitroom::domain::event::Field::Details,
        to: "ONE\n\ntwo\n\nthree\n\nfour".into(),
    });
    remote.body = remote.body.replace("four", "FOUR @spot");
    record.sync(&mut base, &mut remote);
    assert_eq!(record.incident.details, "ONE\n\ntwo\n\nthree\n\nFOUR @spot");
    assert!(remote.body.contains("ONE\n\ntwo\n\nthree\n\nFOUR @spot\n"));
    assert!(record.incident.conflicts.is_empty());
}

#[test]
fn text_of_people_is_imported_once_and_never_touched() {
    let mut farm = Farm::new();
    farm.remote.body.push_str("\n\nSpot barked at 13:00.");
    let plan = farm.sync();
    let added = "Spot barked at 13:00.".to_owned();
    let removed = String::new();
    assert_eq!(
        commands(&plan),
        vec![Command::ImportText {
            added: added.clone(),
            removed
        }]
    );
    farm.assert_settled();
    farm.edit("13:00", "13:05");
    let plan = farm.sync();
    let now = "Spot barked at 13:05.".to_owned();
    assert_eq!(
        commands(&plan),
        vec![Command::ImportText {
            added: now,
            removed: added
        }]
    );
    farm.assert_settled();
}

#[test]
fn closing_on_the_web_is_a_proposal() {
    let mut farm = Farm::new();
    farm.remote.closed = true;
    let plan = farm.sync();
    assert!(
        matches!(&commands(&plan)[..], [Command::ImportState { seen }] if seen.contains("closed"))
    );
    assert!(!farm.record.incident.closed);
    assert_eq!(farm.record.incident.status, Status::Investigating);
    farm.assert_settled();
}

#[test]
fn a_mangled_region_stops_everything_but_the_report() {
    let mut farm = Farm::new();
    farm.edit("<!-- sitroom:end -->", "");
    farm.edit("- [ ] L1", "- [x] L1");
    farm.record.lead("where is Spot?", "");
    let plan = farm.plan();
    assert_eq!(
        (plan.imports, plan.body, plan.title),
        (Vec::new(), None, None)
    );
    assert_eq!(plan.seen.len(), 1);
}

#[test]
fn the_part_of_another_incident_is_left_alone() {
    let mut farm = Farm::new();
    farm.edit(
        "begin v1 2026-11-22-the-chickens",
        "begin v1 2026-11-22-the-geese",
    );
    let plan = farm.plan();
    assert_eq!((plan.imports, plan.body), (Vec::new(), None));
    assert!(plan.seen[0].contains("the-geese"), "{:?}", plan.seen);
}

#[test]
fn a_removed_region_is_appended_again() {
    let mut farm = Farm::new();
    let at = farm
        .remote
        .body
        .find("<!-- sitroom:begin")
        .expect("a region");
    farm.remote.body.truncate(at);
    let plan = farm.sync();
    assert_eq!(plan.imports, Vec::new());
    assert!(plan.conflicts.is_empty());
    assert_eq!(plan.seen.len(), 1);
    assert!(farm.has_line(L1));
    farm.assert_settled();
}

#[test]
fn a_tick_is_taken_over_when_the_phase_moved_on_meanwhile() {
    let mut farm = Farm::new();
    farm.record.local(Command::SetSeverity {
        to: Severity::Low,
        reason: String::new(),
    });
    farm.record.local(Command::SetStatus {
        to: Status::Confirmed,
        reason: String::new(),
    });
    farm.edit("- [ ] I4", "- [x] I4");
    let plan = farm.sync();
    assert_eq!(commands(&plan), vec![mark("I4", Mark::Done, "")]);
    assert!(!farm.remote.body.contains("Checklist: Assess"));
    assert!(
        farm.remote
            .body
            .contains("### Checklist: Remediate\n\n- [ ] M1 Mend the fence")
    );
    farm.assert_settled();
}

#[test]
fn the_text_of_the_playbook_is_not_changed_on_the_issue() {
    let mut farm = Farm::new();
    farm.edit("Notify GSA within one hour", "Notify Spot");
    let plan = farm.sync();
    let told = commands(&plan);
    assert!(matches!(&told[..], [Command::ImportState { seen }] if seen.contains("Notify Spot")));
    assert_eq!(plan.seen.len(), 1);
    assert!(farm.has_line(I4));
    farm.assert_settled();
}

#[test]
fn a_line_that_informs_stays_as_somebody_left_it_until_it_changes_here() {
    let mut farm = Farm::new();
    farm.edit("- Farmer Jane since", "- Farmer Jane, awake since");
    farm.sync();
    assert!(farm.remote.body.contains("- Farmer Jane, awake since"));
    farm.assert_settled();
    farm.record.overriding(Command::EndShift {
        person: "Farmer Jane".into(),
    });
    farm.sync();
    assert!(!farm.remote.body.contains("awake since"));
    farm.assert_settled();
}

#[test]
fn attaching_an_issue_in_the_form_of_the_template_fills_what_is_open_here() {
    let mut record = Record::opened(false, "The chickens have escaped", "");
    let mut base = Issue::default();
    let body = "The chickens have escaped\r\n\r\n- **Status**: investigating\r\n\
        - **Severity**: Med\r\n- **Reporter**: Spot the Dog\r\n- **IC**: Your Name\r\n\
        - **Responders**: Any other responders\r\n\r\nThe north gate.\r\n\r\n- [ ] look there\r\n";
    let mut remote = Issue {
        title: "The chickens have escaped".into(),
        body: body.into(),
        closed: false,
    };
    let plans = record.sync(&mut base, &mut remote);
    assert_eq!(record.incident.severity, Severity::Medium);
    assert_eq!(
        record.incident.details,
        "The north gate.\n\n- [ ] look there"
    );
    let subjects: Vec<&String> = record.incident.conflicts.keys().collect();
    assert_eq!(subjects, ["reporter"]);
    let head = body
        .replace("\r\n", "\n")
        .replace("Your Name", "Farmer Jane");
    let head = head.replace("Any other responders", "Farmer Dave");
    assert!(remote.body.starts_with(head.trim_end()), "{}", remote.body);
    assert!(plans.last().is_some_and(|plan| plan.imports.is_empty()));
}

#[test]
fn attaching_an_issue_that_begins_with_prose_keeps_it() {
    let mut record = Record::opened(false, "The chickens have escaped", "");
    let mut base = Issue::default();
    let mut remote = Issue {
        title: "The chickens have escaped".into(),
        body: "Spot found the coop open.\n\nStatus: investigating\n\nIt was dark.".into(),
        closed: false,
    };
    record.sync(&mut base, &mut remote);
    assert!(
        remote.body.starts_with(
            "The chickens have escaped\n\nSpot found the coop open.\n\nStatus: investigating\n"
        ),
        "{}",
        remote.body
    );
    assert_eq!(record.incident.details, "It was dark.");
    let plan = plan(
        &base,
        &record.document(),
        &remote,
        &BTreeMap::<String, Conflict>::new(),
    );
    assert_eq!((plan.imports, plan.body), (Vec::new(), None));
}

#[test]
fn without_a_base_the_lines_that_stand_there_are_compared() {
    let mut farm = Farm::new();
    farm.edit("- [ ] L1", "- [x] L1")
        .edit("L2 who saw", "L2 did you see");
    farm.base = Issue::default();
    farm.record.move_lead(3, LeadState::Investigating, "");
    farm.sync();
    assert_eq!(farm.record.incident.leads[0].state, LeadState::Answered);
    assert_eq!(farm.subjects(), ["L2 text"]);
    assert!(
        farm.remote
            .body
            .contains("L3 how many are left? (investigating)")
    );
    farm.assert_settled();
}

#[test]
fn a_checklist_line_that_people_added_can_be_reworded_there() {
    let mut farm = Farm::new();
    farm.record.line("feed Spot");
    farm.sync();
    farm.edit("C1 feed Spot", "C1 walk Spot");
    let plan = farm.sync();
    let id = CustomId(1);
    let text = "walk Spot".into();
    assert_eq!(commands(&plan), vec![Command::RewordItem { id, text }]);
    farm.assert_settled();
}

#[rstest]
#[case::checklist(I4, "I4 deleted")]
#[case::lead(L1, "L1 deleted")]
#[case::fix(R2, "R2 deleted")]
fn a_line_of_any_kind_that_is_gone_is_asked_about(#[case] line: &str, #[case] subject: &str) {
    let mut farm = Farm::new();
    farm.edit(&format!("{line}\n"), "");
    let plan = farm.sync();
    assert_eq!(plan.imports, Vec::new());
    assert_eq!(farm.subjects(), [subject]);
    assert!(!farm.remote.body.contains(line));
    farm.assert_settled();
}

#[rstest]
#[case::lead(|r: &mut Record| r.local(Command::OwnLead { id: lead(1), owner: "Spot".into() }), L1, "L1 deleted")]
#[case::fix(|r: &mut Record| r.move_fix(2, FixState::InProgress), R2, "R2 deleted")]
#[case::checklist(|r: &mut Record| r.local(mark("I4", Mark::Done, "")), I4, "I4 deleted")]
fn a_line_changed_here_and_gone_there_is_kept_here(
    #[case] change: fn(&mut Record),
    #[case] line: &str,
    #[case] subject: &str,
) {
    let mut farm = Farm::new();
    change(&mut farm.record);
    let before = farm.record.document();
    farm.edit(&format!("{line}\n"), "").sync();
    assert_eq!(farm.subjects(), [subject]);
    assert_eq!(farm.record.document().items, before.items);
    farm.assert_settled();
}

#[test]
fn the_same_new_line_on_both_sides_is_one_line() {
    let mut farm = Farm::new();
    farm.record.lead("where is Spot?", "");
    farm.edit("### Leads\n\n", "### Leads\n\n- [ ] where is Spot?\n");
    let plan = farm.sync();
    assert_eq!(plan.imports, Vec::new());
    assert_eq!(farm.record.incident.leads.len(), 4);
    farm.assert_settled();
}
