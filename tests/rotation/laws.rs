//! What holds for every plan that is proposed, and for every plan that is checked. The laws
//! are told apart here, minute by minute, and do not lean on what [`check`] says.

use chrono::TimeDelta;
use proptest::prelude::*;
use sitroom::domain::incident::Shift;
use sitroom::domain::people::Elsewhere;
use sitroom::domain::rotation::{
    Candidate, Edge, Rotation, Rules, Slot, Trouble, Wanted, candidates, check, propose,
    rules as rules_of,
};
use sitroom::domain::time::{Instant, Span};

use crate::farm::{DAVE, Farm, JANE, SPOT};

/// Those who work on the incident of the farm.
const FARM: [&str; 3] = [JANE, DAVE, SPOT];

const NAMES: [&str; 6] = [
    "Farmer Jane",
    "Farmer Dave",
    "Spot the Dog",
    "Farmer Ann",
    "The shepherd",
    "The vet",
];

fn start() -> Instant {
    Instant::from_timestamp(1_795_000_000, 0).expect("an instant of 2026")
}

fn minutes(n: i64) -> Instant {
    start() + TimeDelta::minutes(n)
}

fn person(name: &'static str) -> impl Strategy<Value = Candidate> {
    (
        any::<bool>(),
        prop::option::of(0_i64..900),
        prop::option::of(-60_i64..720),
        0_i64..1000,
        prop::option::of(-100_i64..900),
    )
        .prop_map(move |(can_command, on, stays, worked, before)| Candidate {
            name: name.to_owned(),
            commands: name == NAMES[0],
            can_command,
            on_since: on.map(|ago| minutes(-ago)),
            // Only whoever is on shift can be asked to stay.
            stays_until: stays.filter(|_| on.is_some()).map(minutes),
            worked: Span::minutes(worked),
            not_before: before.map(minutes),
        })
}

fn people() -> impl Strategy<Value = Vec<Candidate>> {
    let all = NAMES.map(person);
    (all, 0..=NAMES.len()).prop_map(|(all, count)| all.into_iter().take(count).collect())
}

fn rules() -> impl Strategy<Value = Rules> {
    (15_i64..=400, 0_i64..=720).prop_map(|(length, rest)| Rules {
        length: Span::minutes(length),
        rest: Span::minutes(rest),
    })
}

fn wanted() -> impl Strategy<Value = Wanted> {
    (1_i64..=48, prop::option::of(0_usize..4)).prop_map(|(hours, seats)| Wanted {
        horizon: Span::hours(hours),
        seats,
    })
}

/// Some change that a person makes.
#[derive(Debug, Clone)]
enum Deed {
    Move(usize, bool, i64),
    Pass(usize, bool),
    Mark(usize),
    Add(usize),
    Remove(usize),
}

fn deeds() -> impl Strategy<Value = Vec<Deed>> {
    let at = 0_usize..12;
    let deed = prop_oneof![
        (at.clone(), any::<bool>(), -8_i64..8).prop_map(|(at, end, by)| Deed::Move(at, end, by)),
        (at.clone(), any::<bool>()).prop_map(|(at, forward)| Deed::Pass(at, forward)),
        at.clone().prop_map(Deed::Mark),
        at.clone().prop_map(Deed::Add),
        at.prop_map(Deed::Remove),
    ];
    prop::collection::vec(deed, 0..10)
}

fn changed(
    plan: &Rotation,
    deed: &Deed,
    people: &[Candidate],
    rules: Rules,
    now: Instant,
) -> Rotation {
    let (plan, _) = match deed {
        Deed::Move(at, true, by) => plan.moved(*at, Edge::End, Span::minutes(by * 15)),
        Deed::Move(at, false, by) => plan.moved(*at, Edge::Start, Span::minutes(by * 15)),
        Deed::Pass(at, forward) => plan.passed_on(*at, people, *forward),
        Deed::Mark(at) => plan.marked(*at, "nobody else can come"),
        Deed::Add(at) => plan.with_one_more(*at, people, rules, now),
        Deed::Remove(at) => plan.without(*at),
    };
    plan
}

/// Returns the minutes of a plan that are not over, from now on.
fn each_minute(plan: &Rotation, now: Instant) -> impl Iterator<Item = Instant> {
    let (from, to) = (plan.from.max(now), plan.to);
    let count = (to - from).num_minutes().max(0);
    (0..count).map(move |n| from + TimeDelta::minutes(n))
}

/// Returns from when to when somebody works or is planned without a break, what they work now
/// included, in order.
fn stretches(plan: &Rotation, person: &Candidate, now: Instant) -> Vec<(Instant, Instant)> {
    let mut all: Vec<(Instant, Instant)> = plan
        .slots
        .iter()
        .filter(|slot| slot.person == person.name)
        .map(|slot| (slot.from, slot.to))
        .collect();
    if let Some(since) = person.on_since {
        // A plan begins at a quarter of an hour, and nobody works before they came.
        for (from, to) in &mut all {
            if *from < since && since - *from < TimeDelta::minutes(15) {
                *from = since.min(*to);
            }
        }
        all.push((since, now));
    }
    all.sort();
    let mut joined: Vec<(Instant, Instant)> = Vec::new();
    for (from, to) in all {
        match joined.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => joined.push((from, to)),
        }
    }
    joined
}

fn is_told(
    plan: &Rotation,
    people: &[Candidate],
    rules: Rules,
    now: Instant,
) -> Result<(), String> {
    let findings = check(plan, people, rules, now);
    for at in each_minute(plan, now) {
        let on: Vec<&str> = plan
            .slots
            .iter()
            .filter(|slot| slot.covers(at))
            .map(|slot| slot.person.as_str())
            .collect();
        let commands = |name: &&str| people.iter().any(|it| it.name == **name && it.can_command);
        let told = |trouble: &Trouble| {
            findings
                .iter()
                .any(|it| it.trouble == *trouble && it.from <= at && at < it.to)
        };
        if told(&Trouble::Gap) != on.is_empty() {
            return Err(format!("{at}: a gap, or told as one: {findings:?}"));
        }
        let headless = !on.is_empty() && !on.iter().any(commands);
        if told(&Trouble::NoCommander) != headless {
            return Err(format!("{at}: no commander, or told so: {findings:?}"));
        }
        for person in people {
            let twice = on.iter().filter(|name| **name == person.name).count() > 1;
            let name = person.name.clone();
            if twice && !told(&Trouble::DoubleBooked { person: name }) {
                return Err(format!("{at}: {} twice: {findings:?}", person.name));
            }
        }
    }
    for person in people {
        let own = |it: &&sitroom::domain::rotation::Finding| match &it.trouble {
            Trouble::TooLong { person: name, .. } | Trouble::RestBroken { person: name, .. } => {
                *name == person.name
            }
            _ => false,
        };
        let is_long =
            |it: &sitroom::domain::rotation::Finding| matches!(it.trouble, Trouble::TooLong { .. });
        let own: Vec<_> = findings.iter().filter(own).collect();
        let all = stretches(plan, person, now);
        for (from, to) in &all {
            let planned = plan
                .slots
                .iter()
                .any(|slot| slot.person == person.name && slot.to == *to);
            let long = *to - *from > rules.length.delta() && *to > now && planned;
            let told = own.iter().any(|it| is_long(it) && it.to == *to);
            if long != told {
                return Err(format!("{from} to {to} of {}: {own:?}", person.name));
            }
        }
        for pair in all.windows(2) {
            let ((_, end), (begin, _)) = (pair[0], pair[1]);
            let short = begin - end < rules.rest.delta();
            let is_over = !plan
                .slots
                .iter()
                .any(|slot| slot.person == person.name && slot.from == begin && slot.to > now);
            let told = own.iter().any(|it| !is_long(it) && it.from == begin);
            if short && !is_over && !told {
                return Err(format!("rest before {begin} of {}: {own:?}", person.name));
            }
        }
    }
    Ok(())
}

/// Hours of three people on another incident: when each began, how long it was, and whether it
/// is not over yet.
fn hours_elsewhere() -> impl Strategy<Value = Vec<(usize, i64, i64, bool)>> {
    let shift = (0_usize..3, 0_i64..1440, 1_i64..600, any::<bool>());
    prop::collection::vec(shift, 0..6)
}

fn elsewhere(hours: &[(usize, i64, i64, bool)], now: Instant) -> Vec<Elsewhere> {
    let each = hours.iter().map(|(person, ago, long, is_open)| {
        let from = now - TimeDelta::minutes(*ago);
        let to = (from + TimeDelta::minutes(*long)).min(now);
        let mut shift = Shift::since(FARM[*person], from);
        shift.to = (!is_open).then_some(to);
        Elsewhere {
            title: "The fox".to_owned(),
            shifts: vec![shift],
            ended: None,
        }
    });
    each.collect()
}

/// Returns from when to when somebody works, here, elsewhere, and as planned, in order; and of
/// each the shift of the plan that ends it.
fn worked<'a>(
    plan: &'a Rotation,
    shifts: &[&Shift],
    name: &str,
    now: Instant,
) -> Vec<(Instant, Instant, Option<&'a Slot>)> {
    let own = shifts.iter().filter(|shift| shift.person == name);
    let past = own.map(|it| (it.counts_from(), it.to.unwrap_or(now), None));
    let slots = plan.slots.iter().filter(|slot| slot.person == name);
    // A plan begins at the quarter of an hour before now.
    let planned = slots.map(|slot| (slot.from.max(now), slot.to, Some(slot)));
    let mut all: Vec<_> = past.chain(planned).collect();
    all.sort_by_key(|(from, to, _)| (*from, *to));
    let mut joined: Vec<(Instant, Instant, Option<&Slot>)> = Vec::new();
    for (from, to, slot) in all {
        match joined.last_mut() {
            // Less than a quarter of an hour between two shifts that are over is no rest.
            Some(last) if slot.is_none() && from <= last.1 + TimeDelta::minutes(15) => {
                last.1 = to.max(last.1);
            }
            Some(last) if from <= last.1 => {
                last.1 = to.max(last.1);
                last.2 = slot.or(last.2);
            }
            _ => joined.push((from, to, slot)),
        }
    }
    joined
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_proposal_breaks_nothing_and_leaves_only_what_it_tells(
        people in people(), rules in rules(), wanted in wanted(), now in 0_i64..120,
    ) {
        let now = minutes(now);
        let plan = propose(&people, rules, wanted, now);
        prop_assert!(plan.to - now >= TimeDelta::minutes(45));
        for finding in check(&plan, &people, rules, now) {
            let is_open = matches!(finding.trouble, Trouble::Gap | Trouble::NoCommander);
            let is_marked = matches!(finding.trouble, Trouble::TooLong { .. })
                && !finding.reason.is_empty();
            prop_assert!(is_open || is_marked, "{finding:?} in {plan:?}");
        }
        for person in &people {
            let all = stretches(&plan, person, now);
            for (from, to) in &all {
                let planned = plan.slots.iter().find(|it| it.person == person.name && it.to == *to);
                let is_long = *to - *from > rules.length.delta().max(TimeDelta::minutes(15));
                let Some(slot) = planned.filter(|_| is_long) else { continue };
                // Only whoever said that they stay is planned past a shift, and that is marked.
                prop_assert!(!slot.reason.is_empty(), "{slot:?}");
                prop_assert!(person.stays_until.is_some_and(|until| slot.to <= until), "{slot:?}");
            }
            for pair in all.windows(2) {
                prop_assert!(pair[1].0 - pair[0].1 >= rules.rest.delta());
            }
            // Whoever is on shift goes on without being waited for.
            let goes_on = |from: Instant| person.on_since.is_some() && from <= now;
            let own = plan.slots.iter().filter(|slot| slot.person == person.name);
            for slot in own.filter(|slot| !goes_on(slot.from)) {
                prop_assert!(person.not_before.is_none_or(|not_before| slot.from >= not_before));
            }
        }
        is_told(&plan, &people, rules, now).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn nobody_who_could_come_is_left_at_home_while_nobody_is_on(
        people in people(), rules in rules(), wanted in wanted(),
    ) {
        let plan = propose(&people, rules, wanted, start());
        for (from, _) in plan.gaps(start()) {
            for person in &people {
                let own = plan.slots.iter().filter(|slot| slot.person == person.name);
                let last = own.filter(|slot| slot.to <= from).map(|slot| slot.to).max();
                let last = last.or(person.on_since.map(|_| start()));
                let rest = rules.rest.delta().max(TimeDelta::minutes(15));
                let is_resting = last.is_some_and(|last| from < last + rest + TimeDelta::minutes(15));
                let is_away = person.not_before.is_some_and(|until| from < until + TimeDelta::minutes(15));
                prop_assert!(is_resting || is_away, "{} could come at {from}: {plan:?}", person.name);
            }
        }
    }

    #[test]
    fn whatever_people_make_of_a_plan_is_told(
        people in people(), rules in rules(), wanted in wanted(), deeds in deeds(), later in 0_i64..600,
    ) {
        let mut plan = propose(&people, rules, wanted, start());
        for deed in &deeds {
            plan = changed(&plan, deed, &people, rules, start());
            prop_assert!(plan.slots.iter().all(|slot| slot.to > slot.from));
        }
        is_told(&plan, &people, rules, start()).map_err(TestCaseError::fail)?;
        let later = minutes(later);
        let people: Vec<Candidate> = people
            .into_iter()
            .map(|person| Candidate { on_since: None, ..person })
            .collect();
        is_told(&plan, &people, rules, later).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn hours_on_other_incidents_count_and_are_rested_from(
        hours in hours_elsewhere(), wanted in wanted(), later in 0_i64..400,
    ) {
        let farm = Farm::busy();
        let now = farm.now + TimeDelta::minutes(later);
        let others = elsewhere(&hours, now);
        let rules = rules_of(&farm.playbook);
        let people = candidates(&farm.incident, &farm.playbook, &others, now);
        let plan = propose(&people, rules, wanted, now);
        let there = others.iter().flat_map(|other| &other.shifts);
        let shifts: Vec<&Shift> = farm.incident.shifts.iter().chain(there).collect();
        for name in FARM {
            let all = worked(&plan, &shifts, name, now);
            for (from, to, slot) in &all {
                let is_long = *to - *from > rules.length.delta();
                let is_silent = slot.is_some_and(|slot| slot.reason.is_empty());
                prop_assert!(!(is_long && is_silent), "{name} {from} to {to}: {plan:?}");
            }
            // What people did is as it is: the plan answers for who it brings back.
            for pair in all.windows(2).filter(|pair| pair[1].0 >= now) {
                let rests = pair[1].0 - pair[0].1;
                prop_assert!(rests >= rules.rest.delta(), "{name} rests {rests}: {plan:?}");
            }
        }
        is_told(&plan, &people, rules, now).map_err(TestCaseError::fail)?;
    }
}
