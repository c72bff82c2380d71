//! The hidden part of the issue: other versions, damage, and when it is written.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use issue_support::{Farm, commands};
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{State, parse};
use sitroom::domain::event::Field;
use sitroom::domain::ids::LeadId;
use sitroom::domain::mirror::ChainHead;

fn discovered(how: &str) -> Command {
    Command::SetField {
        field: Field::DiscoveryMethod,
        to: how.into(),
    }
}

#[rstest]
#[case::older_region("sitroom:begin v1", "sitroom:begin v0")]
#[case::newer_region("sitroom:begin v1", "sitroom:begin v2")]
#[case::newer_state("sitroom:state v1", "sitroom:state v12")]
fn what_another_version_wrote_stays_byte_for_byte(#[case] from: &str, #[case] to: &str) {
    let mut farm = Farm::new();
    farm.remote.body = farm.remote.body.replace(from, to).replace('\n', "\r\n");
    let before = farm.remote.body.clone();
    farm.record.lead("where is Spot?", "");
    farm.record.local(discovered("Spot barked"));
    farm.edit("- [ ] L1", "- [x] L1");
    let plan = farm.plan();
    assert_eq!(
        (plan.imports, plan.conflicts, plan.body, plan.title),
        (Vec::new(), Vec::new(), None, None)
    );
    let version = to.rsplit(' ').next().expect("a version");
    assert!(plan.seen[0].contains(version), "{:?}", plan.seen);
    assert_eq!(farm.remote.body, before.replacen("- [ ] L1", "- [x] L1", 1));
}

#[rstest]
#[case::cut("{\"id\"", "{\"i")]
#[case::no_json("v1 {", "v1 ")]
#[case::other_type("\"counters\":{", "\"counters\":{\"lead\":\"many\",")]
#[case::no_version("state v1 ", "state ")]
fn a_damaged_hidden_part_is_as_if_absent_and_written_with_something_else(
    #[case] from: &str,
    #[case] to: &str,
) {
    let mut farm = Farm::new();
    farm.record.local(discovered("Spot barked"));
    farm.sync();
    farm.edit(from, to);
    assert_eq!(parse(&farm.remote.body).state, None);
    farm.assert_settled();
    farm.base = farm.remote.clone();
    farm.assert_settled();
    farm.record.lead("where is Spot?", "");
    farm.sync();
    let state = parse(&farm.remote.body).state.expect("a hidden part");
    assert_eq!(state.facts["field discovery-method"], "Spot barked");
    assert!(farm.subjects().is_empty());
    farm.assert_settled();
}

#[test]
fn a_hidden_part_that_somebody_took_out_is_written_with_something_else() {
    let mut farm = Farm::new();
    let lines = farm.remote.body.lines();
    let kept: Vec<&str> = lines
        .filter(|line| !line.contains("sitroom:state"))
        .collect();
    farm.remote.body = kept.join("\n");
    farm.assert_settled();
    farm.record.local(discovered("Spot barked"));
    farm.sync();
    assert!(parse(&farm.remote.body).state.is_some());
    farm.assert_settled();
}

#[test]
fn a_fact_is_a_reason_to_write_and_the_rest_is_not() {
    let mut farm = Farm::new();
    let mut document = farm.record.document();
    document.state.head = Some(ChainHead {
        seq: 9,
        sha256: "ab".into(),
    });
    document.state.counters.lead += 1;
    document.state.since.insert("severity low".into(), 7);
    let open = farm.record.incident.conflicts.clone();
    let plan = sitroom::domain::sync_plan::plan(&farm.base, &document, &farm.remote, &open);
    assert_eq!(plan.body, None);
    farm.record.local(discovered("Spot barked"));
    assert!(farm.plan().body.is_some());
}

#[test]
fn what_a_later_version_says_in_the_hidden_part_is_kept() {
    let mut farm = Farm::new();
    farm.edit("v1 {", "v1 {\"weather\":{\"wind\":7},");
    farm.edit("\"facts\":{", "\"facts\":{\"moon phase\":\"full\",");
    farm.sync();
    farm.record.lead("where is Spot?", "");
    farm.sync();
    let state = parse(&farm.remote.body).state.expect("a hidden part");
    assert_eq!(state.more["weather"]["wind"], 7);
    assert_eq!(state.facts["moon phase"], "full");
    farm.assert_settled();
}

#[rstest]
#[case::of_a_line("- [ ] what? <!-- sitroom:L4294967295 -->")]
#[case::just_too_high("- [ ] what? <!-- sitroom:L100000 01M81S0WR00000000000000077 -->")]
fn a_number_beyond_all_use_is_somebodys_text(#[case] theirs: &str) {
    let mut farm = Farm::new();
    farm.edit("### Leads\n\n", &format!("### Leads\n\n{theirs}\n"));
    farm.sync();
    farm.record.lead("where is Spot?", "");
    farm.sync();
    assert!(farm.record.incident.lead(LeadId(4)).is_some());
    assert!(farm.has_line(&issue_support::bare(theirs)));
    farm.assert_settled();
}

#[test]
fn counters_beyond_all_use_are_not_believed() {
    let mut farm = Farm::new();
    let state = parse(&farm.remote.body).state.expect("a hidden part");
    let mut forged = state.clone();
    forged.counters.lead = u32::MAX;
    farm.edit(&state.line(), &forged.line());
    farm.record.lead("where is Spot?", "");
    farm.edit(
        "### Leads\n\n",
        "### Leads\n\n- [ ] who? <!-- sitroom:L4 01M81S0WR00000000000000077 -->\n",
    );
    farm.sync();
    assert!(farm.record.incident.lead(LeadId(5)).is_some());
    let state = State::read(farm.remote.body.lines().rev().nth(1).expect("a line"));
    assert_eq!(state.expect("a hidden part").counters.lead, 5);
    farm.assert_settled();
}

#[test]
fn a_line_of_another_machine_comes_in_with_its_own_command() {
    let mut farm = Farm::new();
    let theirs = "- [x] L7 who? — Spot (answered: me) <!-- sitroom:L7 01M81S0WR00000000000000077 1795356000000 1795356060000 -->";
    farm.edit("### Leads\n\n", &format!("### Leads\n\n{theirs}\n"));
    let plan = farm.sync();
    assert!(matches!(&commands(&plan)[..], [Command::TakeItem(_)]));
    assert!(farm.remote.body.lines().any(|line| line == theirs));
    let lead = farm.record.incident.lead(LeadId(7)).expect("the lead");
    assert_eq!(lead.opened_at.timestamp_millis(), 1_795_356_000_000);
    assert_eq!(lead.changed_at.timestamp_millis(), 1_795_356_060_000);
    assert_eq!(lead.finding, "me");
    assert_eq!(farm.record.incident.counters.lead, 7);
    farm.assert_settled();
}
