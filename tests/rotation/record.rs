//! What becomes of a plan in the record: accepted, changed, called off, undone.

use rstest::rstest;
use sitroom::domain::apply::fold;
use sitroom::domain::command::{Command, Request};
use sitroom::domain::decide::{Refusal, decide};
use sitroom::domain::event::{Event, ShiftStarted};
use sitroom::domain::ids::SlotId;
use sitroom::domain::incident::Shift;
use sitroom::domain::people::Elsewhere;
use sitroom::domain::rotation::{
    Rotation, RotationAsked, Slot, Wanted, candidates, propose, rules,
};
use sitroom::domain::time::Span;
use sitroom::domain::timeline::describe;

use crate::farm::{DAVE, Farm, JANE, SPOT};
use crate::{slot, told};

/// The farm at 14:04 of the day of the escape, with a plan for 12 hours.
pub(crate) fn planned() -> (Farm, Rotation) {
    let farm = Farm::busy();
    let people = candidates(&farm.incident, &farm.playbook, &[], farm.now);
    let wanted = Wanted {
        horizon: Span::hours(12),
        seats: Some(1),
    };
    let plan = propose(&people, rules(&farm.playbook), wanted, farm.now);
    (farm, plan)
}

pub(crate) fn asked(farm: &Farm, rotation: &Rotation) -> Command {
    Command::SetRotation(Box::new(RotationAsked {
        others: Vec::new(),
        seen: farm.incident.rotation.holds_by(),
        rotation: rotation.clone(),
    }))
}

/// Accepts a plan, whatever is open in it, a second later.
pub(crate) fn accept(farm: &mut Farm, rotation: &Rotation) {
    farm.now += Span::seconds(1).delta();
    let request = Request::local(asked(farm, rotation), JANE);
    farm.request(&request.overriding("there is nobody else"));
}

fn tries(farm: &Farm, rotation: &Rotation) -> Result<Vec<Event>, Refusal> {
    let request = Request::local(asked(farm, rotation), JANE);
    decide(&farm.incident, &farm.playbook, &request, farm.now)
}

fn ids(slots: &[Slot]) -> Vec<u32> {
    let ids = slots.iter().map(|slot| slot.id.map_or(0, |SlotId(n)| n));
    ids.collect()
}

fn held(farm: &Farm) -> &Rotation {
    let accepted = farm.incident.rotation.accepted.as_ref();
    &accepted.expect("a plan holds").rotation
}

#[test]
fn the_plan_is_made_of_those_whom_the_record_knows() {
    let (_, plan) = planned();
    assert_eq!(
        told(&plan),
        [
            "Farmer Jane 22 14:00-15:00",
            "Farmer Dave 22 15:00-18:00",
            "Spot the Dog 22 18:00-21:00",
            "Farmer Jane 22 23:00-02:00",
        ]
    );
}

#[test]
fn a_plan_with_something_open_is_accepted_with_a_reason_or_not_at_all() {
    let (mut farm, plan) = planned();
    let refused = tries(&farm, &plan).expect_err("a gap is open");
    assert_eq!(refused.guard, Some("rotation-open"));
    assert_eq!(refused.cause, "NOT COVERED 21:00-23:00");
    accept(&mut farm, &plan);
    assert_eq!(ids(&held(&farm).slots), [1, 2, 3, 4]);
    let last: Vec<&Event> = farm
        .entries
        .iter()
        .rev()
        .take(2)
        .map(|it| &it.event)
        .collect();
    assert!(
        matches!(last[0], Event::Overridden { guard, reason, .. }
            if guard == "rotation-open" && reason == "there is nobody else"),
        "{last:?}"
    );
    assert_eq!(
        describe(last[1], farm.incident.zone),
        "rotation of 4 shifts, 2026-11-22 14:00 UTC to 2026-11-23 02:00 UTC, NOT COVERED for 2 h 00 min"
    );
}

/// Another incident on this machine with a shift of Farmer Dave, in hours from now.
fn elsewhere(farm: &Farm, from: i64, to: Option<i64>) -> Vec<Elsewhere> {
    let at = |hours| farm.now + Span::hours(hours).delta();
    let mut shift = Shift::since(DAVE, at(from));
    shift.to = to.map(at);
    vec![Elsewhere {
        title: "The geese".to_owned(),
        shifts: vec![shift],
        ended: None,
    }]
}

#[rstest]
#[case::still_there(-2, None)]
#[case::just_back(-4, Some(-1))]
fn hours_on_another_incident_are_hours_worked(#[case] from: i64, #[case] to: Option<i64>) {
    let (farm, mut plan) = planned();
    plan.to = plan.slots[2].to;
    plan.slots.truncate(3);
    let others = elsewhere(&farm, from, to);
    let asked = RotationAsked {
        seen: None,
        rotation: plan.clone(),
        others: others.clone(),
    };
    let request = Request::local(Command::SetRotation(Box::new(asked)), JANE);
    let refused = decide(&farm.incident, &farm.playbook, &request, farm.now);
    let refused = refused.expect_err("Dave has not rested");
    assert_eq!(refused.guard, Some("rotation-open"));
    assert!(
        refused
            .cause
            .starts_with("Farmer Dave is planned at 15:00 and rests until "),
        "{}",
        refused.cause
    );
    let people = candidates(&farm.incident, &farm.playbook, &others, farm.now);
    let wanted = Wanted {
        horizon: Span::hours(7),
        seats: Some(1),
    };
    let proposed = propose(&people, rules(&farm.playbook), wanted, farm.now);
    let is_dave = |slot: &Slot| slot.person == DAVE;
    assert!(!proposed.slots.iter().any(is_dave), "{:?}", told(&proposed));
}

#[test]
fn who_came_from_another_incident_without_a_break_has_that_much_less_of_a_shift() {
    let mut farm = Farm::busy();
    farm.says(JANE, Command::StartShift(ShiftStarted::of(DAVE)));
    let since = farm.incident.shift_of(DAVE).expect("he is on").from;
    let hours = Span::between(since, farm.now).as_seconds() / 3600 + 2;
    let others = elsewhere(&farm, -hours, None);
    let people = candidates(&farm.incident, &farm.playbook, &others, farm.now);
    let dave = people.iter().find(|person| person.name == DAVE);
    let on_since = dave.and_then(|dave| dave.on_since).expect("he is on");
    assert_eq!(on_since, others[0].shifts[0].from);
}

#[test]
fn a_plan_without_anything_open_needs_no_reason() {
    let (farm, mut plan) = planned();
    plan.to = plan.slots[2].to;
    plan.slots.truncate(3);
    assert_eq!(tries(&farm, &plan).expect("nothing is open").len(), 1);
}

#[rstest]
#[case::nobody(slot(" ", "2 14:00", "2 15:00"))]
#[case::no_time(slot(DAVE, "2 15:00", "2 15:00"))]
#[case::backwards(slot(DAVE, "2 15:00", "2 14:00"))]
fn a_shift_of_nothing_is_refused_for_good(#[case] empty: Slot) {
    let (farm, mut plan) = planned();
    plan.slots.push(empty);
    let request = Request::local(asked(&farm, &plan), JANE).overriding("never mind");
    let refused = decide(&farm.incident, &farm.playbook, &request, farm.now);
    assert_eq!(refused.expect_err("it is refused").guard, None);
}

#[test]
fn what_was_made_of_an_older_plan_is_refused() {
    let (mut farm, plan) = planned();
    let old = asked(&farm, &plan);
    accept(&mut farm, &plan);
    let request = Request::local(old, DAVE).overriding("never mind");
    let refused = decide(&farm.incident, &farm.playbook, &request, farm.now);
    let refused = refused.expect_err("somebody else was sooner");
    assert!(refused.cause.contains("changed the rotation"), "{refused}");
}

#[test]
fn the_same_plan_again_is_no_news() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    let held = held(&farm).clone();
    let request = Request::local(asked(&farm, &held), JANE).overriding("again");
    let events = decide(&farm.incident, &farm.playbook, &request, farm.now);
    assert_eq!(events, Ok(Vec::new()));
}

#[test]
fn shifts_that_go_on_keep_their_numbers_and_none_is_given_twice() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    // Dave comes later, Spot's shift is somebody else's, Jane's second one is dropped.
    let mut next = plan.clone();
    next.slots.truncate(3);
    next.slots[1].from += Span::minutes(30).delta();
    next.slots[2].person = "Farmer Ann".to_owned();
    accept(&mut farm, &next);
    assert_eq!(ids(&held(&farm).slots), [1, 2, 5]);
    farm.says(JANE, Command::Undo { entry: None });
    assert_eq!(ids(&held(&farm).slots), [1, 2, 3, 4]);
    next.slots[2].person = "The vet".to_owned();
    accept(&mut farm, &next);
    assert_eq!(ids(&held(&farm).slots), [1, 2, 6]);
    let known = &farm.incident.rotation.known;
    assert_eq!(known.len(), 6);
}

#[test]
fn a_shift_with_its_number_keeps_it_whoever_has_it() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    let (next, _) = held(&farm).clone().marked(2, "");
    let mut next = next;
    next.slots[2].person = "Farmer Ann".to_owned();
    accept(&mut farm, &next);
    assert_eq!(ids(&held(&farm).slots), [1, 2, 3, 4]);
}

#[test]
fn each_change_raises_the_revision_and_undoing_does_too() {
    let (mut farm, plan) = planned();
    let mut seen = vec![(
        farm.incident.rotation.revision(),
        farm.incident.rotation.changed_at(),
    )];
    let mut look = |farm: &Farm| {
        let record = &farm.incident.rotation;
        seen.push((record.revision(), record.changed_at()));
    };
    accept(&mut farm, &plan);
    look(&farm);
    farm.says(JANE, Command::Undo { entry: None });
    look(&farm);
    assert_eq!(farm.incident.rotation.accepted, None);
    accept(&mut farm, &plan);
    look(&farm);
    assert!(seen.windows(2).all(|pair| pair[0] < pair[1]), "{seen:?}");
    // Undoing something else is nothing to the rotation.
    let before = farm.incident.rotation.clone();
    farm.now += Span::seconds(1).delta();
    farm.lead("Is it the fox?", SPOT);
    farm.says(JANE, Command::Undo { entry: None });
    assert_eq!(farm.incident.rotation, before);
}

#[test]
fn an_empty_plan_calls_it_off_without_a_reason() {
    let (mut farm, mut plan) = planned();
    plan.slots.clear();
    assert_eq!(tries(&farm, &plan), Ok(Vec::new()), "there is none");
    let (_, whole) = planned();
    accept(&mut farm, &whole);
    farm.says(JANE, asked(&farm, &plan));
    assert_eq!(farm.incident.rotation.accepted, None);
    let last = farm.entries.last().expect("an entry");
    assert_eq!(
        describe(&last.event, farm.incident.zone),
        "the rotation is called off"
    );
}

#[test]
fn the_record_folds_to_the_same_as_it_was_applied() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    let mut applied = sitroom::domain::incident::Incident::default();
    for entry in &farm.entries {
        if sitroom::domain::apply::apply(&mut applied, entry)
            == sitroom::domain::apply::Applied::NeedsFold
        {
            let until = farm.entries.iter().position(|it| it.id == entry.id);
            applied = fold(&farm.entries[..=until.expect("it is there")]);
        }
    }
    assert_eq!(applied.rotation, farm.incident.rotation);
    let json = serde_json::to_string(&farm.incident).expect("it is written");
    let read: sitroom::domain::incident::Incident = serde_json::from_str(&json).expect("read");
    assert_eq!(read, farm.incident);
}

#[test]
fn whoever_had_a_planned_shift_rests_from_it() {
    let (mut farm, plan) = planned();
    accept(&mut farm, &plan);
    farm.now += Span::hours(5).delta();
    let people = candidates(&farm.incident, &farm.playbook, &[], farm.now);
    let dave = people.iter().find(|person| person.name == DAVE);
    let dave = dave.expect("Dave responds");
    assert_eq!(dave.on_since, None);
    let rested = plan.slots[1].to + Span::hours(8).delta();
    assert_eq!(dave.not_before, Some(rested));
    let spot = people.iter().find(|person| person.name == SPOT);
    assert_eq!(spot.and_then(|it| it.on_since), Some(plan.slots[2].from));
}

#[test]
fn a_plan_at_the_end_of_the_calendar_is_refused_and_read_as_none() {
    let (mut farm, mut plan) = planned();
    plan.slots[0].to = sitroom::domain::time::Instant::MAX_UTC;
    let request = Request::local(asked(&farm, &plan), JANE).overriding("for ever");
    let refused = decide(&farm.incident, &farm.playbook, &request, farm.now);
    assert_eq!(refused.expect_err("it is refused").guard, None);
    // A journal that somebody edited has it all the same.
    let mut entry = farm.entries[0].clone();
    entry.event = Event::RotationSet(sitroom::domain::event::RotationSet {
        rotation: plan,
        carried: None,
    });
    farm.entries.push(entry);
    farm.incident = fold(&farm.entries);
    assert_eq!(farm.incident.rotation.accepted, None);
    let known = candidates(&farm.incident, &farm.playbook, &[], farm.now);
    assert!(!known.is_empty());
}
