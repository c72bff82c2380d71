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
use sitroom::domain::gate::Gate;
use sitroom::domain::people::{PersonWish, RosterAsked};
use sitroom::domain::rotation::{
    CarriedPlan, Rotation, RotationAsked, Wanted, calendar, candidates, propose, rules,
};
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
        others: Vec::new(),
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

#[rstest]
#[case::as_it_is("", "")]
#[case::without_the_heading("### On shift\n", "")]
#[case::something_below("### On shift\n", "### On shift\n\nAsk at the mill.\n")]
fn a_plan_that_is_made_later_stands_below_its_heading(#[case] from: &str, #[case] to: &str) {
    let mut farm = Farm::new();
    farm.remote.body = farm.remote.body.replacen(from, to, 1);
    farm.sync();
    accept_for(&mut farm.record, 6);
    farm.sync();
    let body = &farm.remote.body;
    let at = |text: &str| {
        body.find(text)
            .unwrap_or_else(|| panic!("no {text}: {body}"))
    };
    let headings: Vec<usize> = body.match_indices("\n### ").map(|(at, _)| at).collect();
    let line = at("- rotation, set ");
    let above = headings
        .iter()
        .rev()
        .find(|at| **at < line)
        .expect("a heading");
    assert!(body[*above..].starts_with("\n### On shift\n"), "{body}");
    let (state, end) = (at("<!-- sitroom:state "), at("<!-- sitroom:end"));
    assert!(
        line < state && state < end,
        "the hidden part stays last: {body}"
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

/// Returns the plan that holds as it goes between machines.
fn carried(record: &Record) -> CarriedPlan {
    CarriedPlan::of(&record.incident.rotation).expect("a plan was set once")
}

/// Returns the calendar's lines about its shifts, but for when the file was made.
fn shifts_in_calendar(record: &Record) -> Vec<String> {
    let file = calendar(&record.incident, &Gate::shipped(), record.now).expect("it may leave");
    let lines = file.lines().filter(|line| {
        ["UID", "SEQUENCE", "DTSTART", "SUMMARY", "STATUS"]
            .iter()
            .any(|name| line.starts_with(name))
    });
    lines.map(str::to_owned).collect()
}

/// Returns the issue with another plan in its hidden part.
fn with_plan(issue: &Issue, words: &str) -> String {
    let parsed = parse(&issue.body);
    let mut state = parsed.state.clone().expect("a hidden part");
    let (old, key) = (state.line(), "rotation".to_owned());
    state.facts.insert(key, words.to_owned());
    assert!(issue.body.contains(&old));
    issue.body.replace(&old, &state.line())
}

#[test]
fn the_other_machine_has_the_plan_and_knows_its_shifts_by_the_same_names() {
    let mut pair = Pair::new();
    accept_for(&mut pair.a.record, 6);
    pair.settle();
    let (a, b) = (&pair.a.record, &pair.b.record);
    let held = b.incident.rotation.accepted.as_ref().expect("it has one");
    let slots = &a
        .incident
        .rotation
        .accepted
        .as_ref()
        .expect("one")
        .rotation
        .slots;
    assert_eq!(&held.rotation.slots, slots);
    assert_eq!(carried(a), carried(b));
    assert_eq!(shifts_in_calendar(a), shifts_in_calendar(b));
    assert_eq!(held.at, a.incident.rotation.changed_at().expect("a time"));
    pair.assert_same();
}

#[test]
fn a_plan_goes_on_with_its_names_on_whatever_machine_it_is_changed() {
    let mut pair = Pair::new();
    accept_for(&mut pair.a.record, 6);
    pair.settle();
    let before = shifts_in_calendar(&pair.a.record);
    pair.b.record.now += TimeDelta::minutes(1);
    let mut next = pair
        .b
        .record
        .incident
        .rotation
        .accepted
        .clone()
        .expect("one")
        .rotation;
    next.slots.pop();
    accept(&mut pair.b.record, next);
    pair.settle();
    let after = shifts_in_calendar(&pair.a.record);
    assert_eq!(after, shifts_in_calendar(&pair.b.record));
    let uids = |lines: &[String]| -> Vec<String> {
        let uids = lines.iter().filter(|line| line.starts_with("UID"));
        uids.cloned().collect()
    };
    assert_eq!(uids(&before), uids(&after), "each shift once");
    let is_off = |line: &&String| *line == "STATUS:CANCELLED";
    assert_eq!(after.iter().filter(is_off).count(), 1, "{after:?}");
    pair.assert_same();
}

#[test]
fn of_two_plans_of_two_machines_the_later_holds_on_both_and_nobody_writes_for_ever() {
    let mut pair = Pair::new();
    accept_for(&mut pair.a.record, 3);
    pair.settle();
    let first = told(&pair.remote).expect("it is told");
    pair.b.record.now = pair.a.record.now + TimeDelta::minutes(5);
    // Both plan before either hears of the other; the earlier one is written last.
    accept_for(&mut pair.b.record, 6);
    pair.a.record.now += TimeDelta::minutes(1);
    accept_for(&mut pair.a.record, 9);
    let later = carried(&pair.b.record);
    assert!(later.carried.key > carried(&pair.a.record).carried.key);
    pair.sync_b();
    pair.settle();
    assert_eq!(carried(&pair.a.record), later);
    assert_eq!(carried(&pair.b.record), later);
    assert_eq!(pair.a.record.incident.conflicts.len(), 0);
    let second = told(&pair.remote).expect("it is told");
    assert!(rotation_set_at(&first) < rotation_set_at(&second));
    // The first machine takes its own plan back, which is replaced already: nothing changes.
    pair.a.record.now = pair.b.record.now + TimeDelta::minutes(1);
    pair.a.record.local(Command::Undo { entry: None });
    pair.settle();
    assert_eq!(told(&pair.remote), Some(second));
    assert_eq!(carried(&pair.a.record), later);
    pair.assert_same();
}

#[rstest]
#[case::undone(true)]
#[case::called_off(false)]
fn a_plan_that_is_off_is_off_on_the_other_machine(#[case] undone: bool) {
    let mut pair = Pair::new();
    accept_for(&mut pair.a.record, 6);
    pair.settle();
    pair.a.record.now += TimeDelta::minutes(1);
    if undone {
        pair.a.record.local(Command::Undo { entry: None });
    } else {
        let mut none = planned(&pair.a.record, 3);
        none.slots.clear();
        accept(&mut pair.a.record, none);
    }
    pair.settle();
    assert_eq!(pair.b.record.incident.rotation.accepted, None);
    assert_eq!(told(&pair.remote), None);
    pair.assert_same();
}

#[rstest]
#[case::words("the rotation is off")]
#[case::no_end("{\"set\":9223372036854775807}")]
#[case::far_away(
    "{\"set\":9999999999999,\"entry\":\"00000000000000000000000000\",\"from\":9223372036854775807,\
     \"to\":0,\"people\":[],\"born\":[],\"slots\":[]}"
)]
#[case::nobody(
    "{\"set\":1795000000000,\"entry\":\"00000000000000000000000000\",\"from\":1795000000,\
     \"to\":1795010000,\"people\":[],\"born\":[],\"slots\":[[7,0,9,1,3,\"\"]]}"
)]
fn what_can_be_no_plan_is_not_taken_and_is_written_over(#[case] words: &str) {
    let mut farm = Farm::new();
    accept_for(&mut farm.record, 3);
    farm.sync();
    let before = farm.record.incident.rotation.clone();
    farm.remote.body = with_plan(&farm.remote, words);
    farm.sync();
    assert_eq!(farm.record.incident.rotation, before);
    assert_eq!(farm.subjects(), [""; 0]);
    farm.assert_settled();
    let state = parse(&farm.remote.body).state.expect("a hidden part");
    let told = CarriedPlan::read(&state.facts["rotation"]);
    assert_eq!(told, Some(carried(&farm.record)));
}

#[test]
fn a_machine_with_no_record_of_it_takes_the_plan_and_nothing_private_with_it() {
    let mut farm = Farm::new();
    farm.record.local(Command::ChangeRoster(RosterAsked {
        person: "Farmer Dave".to_owned(),
        wish: PersonWish::Contact("555 0142".to_owned()),
    }));
    accept_for(&mut farm.record, 6);
    farm.sync();
    assert!(!farm.remote.body.contains("0142"), "{}", farm.remote.body);
    let state = parse(&farm.remote.body).state.expect("a hidden part");
    let told = CarriedPlan::read(&state.facts["rotation"]);
    assert_eq!(told, Some(carried(&farm.record)));
    // Somebody else's record of it never agreed on anything.
    let mut other = Record::new();
    other.sync(&mut Issue::default(), &mut farm.remote.clone());
    assert_eq!(carried(&other), carried(&farm.record));
}

#[test]
fn a_plan_as_long_as_may_be_takes_little_of_the_issue() {
    let mut farm = Farm::new();
    let mut plan = planned(&farm.record, 3);
    let first = plan.slots[0].clone();
    for at in 1..400 {
        let by = TimeDelta::minutes(15 * at);
        let mut slot = first.clone();
        (slot.from, slot.to) = (slot.from + by, slot.from + by + TimeDelta::minutes(15));
        plan.slots.push(slot);
    }
    plan.slots.truncate(400);
    accept(&mut farm.record, plan);
    let words = carried(&farm.record).words();
    assert!(words.len() < 13_000, "{}", words.len());
    assert_eq!(CarriedPlan::read(&words), Some(carried(&farm.record)));
}
