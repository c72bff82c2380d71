//! Real incidents, typed in afterwards: what `metrics` makes of them.

use serde_json::Value;
use sitroom::domain::incident::Moment;

use crate::replay::{Claim, Expected, Replay, replays};
use crate::world::World;

#[test]
fn a_leak_in_the_open_typed_in_afterwards() {
    let mut world = World::new();
    world.at("2025-07-24T11:40:00Z");
    let declare = [
        "new",
        "The chickens have escaped",
        "--zone",
        "Europe/London",
    ];
    world.ok(&[&declare[..], &["--aware", "2025-07-23T16:08:00+01:00"]].concat());
    world.ok(&["moment", "started", "2025-07-23T15:35:00+01:00"]);
    world.ok(&["moment", "t_contained", "2025-07-23 18:33"]);
    let metrics = world.json(&["metrics", "--json"]);
    assert_eq!(metrics["time_to_discovery"]["estimate"], "PT33M");
    assert_eq!(metrics["time_to_containment"]["estimate"], "PT2H25M");
    assert_eq!(metrics["time_to_containment"]["words"], "2 h 25 min");
    assert_eq!(metrics["time_to_resolve"]["missing"][0], "resolved");
    let text = world.ok(&["metrics"]);
    assert!(text.contains("Time to discovery    33 min\n"), "{text}");
}

#[test]
fn every_replay_gives_its_published_figures() {
    let replays = replays();
    assert_eq!(replays.len(), 7);
    for replay in &replays {
        let world = type_in(replay);
        let metrics = world.json(&["metrics", "--json"]);
        for (name, expected) in &replay.expect {
            let measure = &metrics[name.replace('-', "_")];
            check(&format!("{} {name}", replay.id), measure, expected);
        }
        let method = metrics["discovery_method"].as_str().unwrap_or_default();
        assert_eq!(method, replay.discovery_method, "{}", replay.id);
        claims(&world, replay, &metrics);
        alone(&world, replay);
        told_and_cause(&world, replay);
        world.ok(&["verify"]);
    }
}

fn type_in(replay: &Replay) -> World {
    let mut world = World::new();
    world.at(&replay.instant(&replay.typed_at).to_rfc3339());
    let is_discovery = |mark: &Moment| *mark == Moment::Discovered;
    let mut events = replay.event.iter();
    let aware = events.find(|event| event.marks.iter().any(is_discovery));
    let aware = &aware.unwrap().time;
    let zone = replay.zone.to_string();
    let declare = ["new", "The chickens have escaped", "--zone", &zone];
    world.ok(&[&declare[..], &["--aware", aware]].concat());
    if !replay.discovery_method.is_empty() {
        world.ok(&["classify", "discovery-method", &replay.discovery_method]);
    }
    for event in &replay.event {
        world.ok(&["note", &event.what, "--at", &event.time]);
        for mark in &event.marks {
            world.ok(&["moment", mark.word(), &event.time]);
        }
    }
    for claim in &replay.claim {
        let publish = ["metrics", "published", claim.metric.word(), &claim.figure];
        world.ok(&[&publish[..], &["--in", &replay.source]].concat());
    }
    world
}

/// Each figure as it is published stands beside the computed one, in metrics and report, with
/// whether the two agree.
fn claims(world: &World, replay: &Replay, metrics: &Value) {
    let shown = metrics["published"].as_array().unwrap();
    assert_eq!(shown.len(), replay.claim.len(), "{}", replay.id);
    let is_of = |shown: &Value, claim: &Claim| {
        shown["metric"] == claim.metric.word() && shown["figure"] == claim.figure[..]
    };
    for claim in &replay.claim {
        let case = format!("{} {}", replay.id, claim.figure);
        let shown = shown.iter().find(|it| is_of(it, claim)).expect(&case);
        let verdict = if claim.agrees { "agrees" } else { "differs" };
        assert_eq!(shown["verdict"], verdict, "{case}");
        assert_eq!(shown["source"], replay.source[..], "{case}");
    }
    let differ = replay.claim.iter().filter(|claim| !claim.agrees).count();
    let part = world.ok(&["report", "--part", "metrics"]);
    for text in [world.ok(&["metrics"]), part] {
        let marked = text.matches("DISAGREES").count();
        assert_eq!(marked, differ, "{}: {text}", replay.id);
        for claim in &replay.claim {
            assert!(text.contains(&claim.figure), "{}: {text}", claim.figure);
        }
    }
}

/// What is contained alone counts once somebody picks it, and not before.
fn alone(world: &World, replay: &Replay) {
    let label = "the token alone";
    let held = || world.json(&["metrics", "--json"])["time_to_containment"].clone();
    for alone in &replay.contained {
        let before = held();
        world.ok(&["moment", "contained", &alone.at, "--label", label]);
        assert_eq!(held(), before, "{}: nobody picked it", replay.id);
        world.ok(&["moment", "contained", "--pick", label]);
        assert_eq!(held()["estimate"], alone.estimate[..], "{}", replay.id);
        assert_eq!(held()["words"], alone.words[..], "{}", replay.id);
    }
}

/// Who was told stands in the timeline of the report, and the cause in its analysis.
fn told_and_cause(world: &World, replay: &Replay) {
    let part = |id: &str| world.ok(&["report", "--part", id]);
    for at in &replay.told {
        let mut events = replay.event.iter();
        let event = events.find(|event| event.time == *at).unwrap();
        let timeline = part("timeline");
        let mut lines = timeline.lines().filter(|line| line.contains(at));
        assert!(lines.any(|line| line.contains(&event.what)), "{timeline}");
    }
    if let Some(cause) = &replay.cause {
        world.ok(&["cause", "add", cause]);
        assert!(part("causes").contains(cause), "{}", replay.id);
    }
}

fn check(case: &str, measure: &Value, expected: &Expected) {
    let text = |key: &str| measure[key].as_str().map(ToOwned::to_owned);
    assert_eq!(text("estimate"), expected.estimate, "{case}");
    let estimate = expected.estimate.as_ref();
    let (low, high) = (expected.low.as_ref(), expected.high.as_ref());
    assert_eq!(text("low").as_ref(), low.or(estimate), "{case}");
    assert_eq!(text("high").as_ref(), high.or(estimate), "{case}");
    if expected.words.is_some() {
        assert_eq!(text("words"), expected.words, "{case}");
    }
}
