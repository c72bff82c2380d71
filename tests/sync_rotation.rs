//! The rotation on the issue: it follows the record, what people write into it is told, and two
//! machines with a plan each do not write for ever.

#[expect(dead_code, reason = "each test file uses a part of the support")]
mod issue_support;

use chrono::TimeDelta;
use issue_support::pair::Pair;
use issue_support::{Farm, Record};
use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{parse, rotation_set_at};
use sitroom::domain::event::Event;
use sitroom::domain::rotation::{Rotation, RotationAsked, Wanted, candidates, propose, rules};
use sitroom::domain::sync_plan::Issue;
use sitroom::domain::time::Span;

fn planned(record: &Record, hours: i64) -> Rotation {
    let (incident, playbook, now) = (&record.incident, &record.playbook, record.now);
    let people = candidates(incident, playbook, &[], now);
    let wanted = Wanted {
        horizon: Span::hours(hours),
        seats: Some(1),
    };
    propose(&people, rules(playbook), wanted, now)
}

fn accept(record: &mut Record, rotation: Rotation) {
    let seen = record.incident.rotation.holds_by();
    record.overriding(Command::SetRotation(Box::new(RotationAsked {
        seen,
        rotation,
    })));
}

fn accept_for(record: &mut Record, hours: i64) {
    let plan = planned(record, hours);
    accept(record, plan);
}

/// Returns what the issue says of the rotation.
fn told(issue: &Issue) -> Option<String> {
    let parsed = parse(&issue.body);
    parsed.infos.get("rotation").map(|info| info.text.clone())
}

/// Returns what the timeline says that was changed in lines that follow the record.
fn heard(record: &Record) -> Vec<&str> {
    let events = record.entries.iter().map(|entry| &entry.event);
    let seen = events.filter_map(|event| match event {
        Event::IssueStateSeen { seen } => Some(seen.as_str()),
        _ => None,
    });
    seen.collect()
}

#[test]
fn an_accepted_plan_is_told_below_who_is_on_shift() {
    let mut farm = Farm::new();
    accept_for(&mut farm.record, 6);
    farm.sync();
    let said = told(&farm.remote).expect("it is told");
    let lines: Vec<&str> = said.split("<br>").collect();
    assert!(lines[0].starts_with("rotation, set "), "{said}");
    assert_eq!(lines.len(), 3, "{said}");
    assert!(lines[1].starts_with("Farmer Jane "), "{said}");
    assert!(lines[2].starts_with("Farmer Dave "), "{said}");
    let (before, _) = farm
        .remote
        .body
        .split_once("rotation, set")
        .expect("it stands there");
    assert!(
        before.rfind("### On shift") > before.rfind("### Times"),
        "{before}"
    );
    farm.assert_settled();
}

#[test]
fn what_is_not_covered_and_why_somebody_stays_long_is_told() {
    let mut farm = Farm::new();
    let mut plan = planned(&farm.record, 12);
    plan.slots[0].reason = "nobody else knows the coop".to_owned();
    accept(&mut farm.record, plan);
    farm.sync();
    let said = told(&farm.remote).expect("it is told");
    assert!(said.contains("**NOT COVERED** "), "{said}");
    assert!(said.contains(", nobody else knows the coop<br>"), "{said}");
    farm.assert_settled();
}

#[test]
fn a_new_plan_replaces_the_old_one_and_one_that_is_undone_comes_back() {
    let mut farm = Farm::new();
    accept_for(&mut farm.record, 3);
    farm.sync();
    let first = told(&farm.remote).expect("it is told");
    accept_for(&mut farm.record, 6);
    farm.sync();
    let second = told(&farm.remote).expect("it is told");
    assert!(rotation_set_at(&first) < rotation_set_at(&second));
    farm.record.local(Command::Undo { entry: None });
    farm.sync();
    let third = told(&farm.remote).expect("it is told");
    assert!(rotation_set_at(&second) < rotation_set_at(&third));
    let shifts = |said: &str| said.split_once("<br>").map(|(_, shifts)| shifts.to_owned());
    assert_eq!(shifts(&first), shifts(&third));
    farm.assert_settled();
}

#[rstest]
#[case::undone(true)]
#[case::called_off(false)]
fn a_plan_that_is_off_goes(#[case] undone: bool) {
    let mut farm = Farm::new();
    accept_for(&mut farm.record, 3);
    farm.sync();
    if undone {
        farm.record.local(Command::Undo { entry: None });
    } else {
        let mut none = planned(&farm.record, 3);
        none.slots.clear();
        accept(&mut farm.record, none);
    }
    farm.sync();
    assert_eq!(told(&farm.remote), None);
    farm.assert_settled();
}

#[test]
fn what_somebody_writes_into_it_is_told_and_stays_until_the_next_plan() {
    let mut farm = Farm::new();
    accept_for(&mut farm.record, 3);
    farm.sync();
    farm.edit("Farmer Jane 20", "Spot the Dog 20");
    farm.sync();
    let said = told(&farm.remote).expect("it is told");
    assert!(said.contains("Spot the Dog"), "{said}");
    let told_of = heard(&farm.record);
    assert_eq!(told_of.len(), 1, "{told_of:?}");
    assert!(told_of[0].ends_with(&said), "{told_of:?}");
    farm.assert_settled();
    accept_for(&mut farm.record, 6);
    farm.sync();
    assert!(!told(&farm.remote).expect("it is told").contains("Spot"));
    farm.assert_settled();
}

#[test]
fn a_line_that_no_longer_says_when_it_was_set_is_written_again() {
    let mut farm = Farm::new();
    accept_for(&mut farm.record, 3);
    farm.sync();
    let before = told(&farm.remote);
    farm.edit("rotation, set ", "the new rotation: ");
    farm.sync();
    assert_eq!(told(&farm.remote), before);
    assert_eq!(heard(&farm.record).len(), 1);
    farm.assert_settled();
}

#[test]
fn a_line_that_somebody_removed_comes_back() {
    let mut farm = Farm::new();
    accept_for(&mut farm.record, 3);
    farm.sync();
    let before = told(&farm.remote);
    let lines = farm.remote.body.lines();
    let kept: Vec<&str> = lines
        .filter(|line| !line.contains("rotation, set"))
        .collect();
    farm.remote.body = kept.join("\n");
    farm.sync();
    assert_eq!(told(&farm.remote), before);
    farm.assert_settled();
}

#[rstest]
#[case::mention("@farmer-jane")]
#[case::reference("Jane #12")]
#[case::marker("Jane <!-- sitroom:end -->")]
#[case::box_("- [ ] Jane (open)")]
#[case::set("rotation, set 2030-01-01 00:00:00.000 UTC")]
#[case::line_break("Jane<br>Dave")]
fn no_name_acts_on_the_issue(#[case] name: &str) {
    let mut farm = Farm::new();
    let mut plan = planned(&farm.record, 3);
    plan.slots[0].person = name.to_owned();
    accept(&mut farm.record, plan);
    farm.sync();
    let said = told(&farm.remote).expect("it is told");
    let changed = farm.record.incident.rotation.changed_at();
    assert_eq!(rotation_set_at(&said), changed, "{said}");
    farm.assert_settled();
    assert_eq!(heard(&farm.record), [""; 0]);
}

#[test]
fn of_two_plans_of_two_machines_the_later_is_told_and_nobody_writes_for_ever() {
    let mut pair = Pair::new();
    accept_for(&mut pair.a.record, 3);
    pair.settle();
    let first = told(&pair.remote).expect("it is told");
    pair.b.record.now = pair.a.record.now + TimeDelta::minutes(5);
    accept_for(&mut pair.b.record, 6);
    pair.settle();
    let second = told(&pair.remote).expect("it is told");
    assert!(rotation_set_at(&first) < rotation_set_at(&second));
    let told_of = heard(&pair.a.record);
    assert!(
        told_of.iter().any(|seen| seen.ends_with(&second)),
        "{told_of:?}"
    );
    // The first machine takes its own plan back: that of the other stays.
    pair.a.record.now = pair.b.record.now - TimeDelta::minutes(1);
    pair.a.record.local(Command::Undo { entry: None });
    pair.settle();
    assert_eq!(told(&pair.remote), Some(second));
}
