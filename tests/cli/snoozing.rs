//! Clocks put off by the command line, with a reason.

use rstest::rstest;
use serde_json::Value;

use crate::world::World;

fn clock<'a>(all: &'a Value, key: &str) -> &'a Value {
    let all = all.as_array().unwrap();
    all.iter()
        .find(|it| it["key"] == key)
        .unwrap_or_else(|| panic!("no {key} in {all:?}"))
}

#[test]
fn a_clock_is_put_off_for_a_while_and_asks_again() {
    let mut world = World::declared();
    let before = world.json(&["snooze", "--json"]);
    assert_eq!(clock(&before, "K6")["snoozed"], false);
    assert!(clock(&before, "K6")["reason"].is_null());
    let said = world.ok(&["snooze", "k6", "30m", "--reason", "waiting for the lab"]);
    assert!(
        said.contains("K6") && said.contains("waiting for the lab"),
        "{said}"
    );
    let off = world.json(&["snooze", "--json"]);
    let off = clock(&off, "K6");
    assert_eq!(
        (&off["snoozed"], &off["until"]),
        (&true.into(), &"2026-11-22T17:32:00Z".into()),
        "half an hour past its due time"
    );
    assert_eq!(off["reason"], "waiting for the lab");
    assert_eq!(
        off["due_at"],
        clock(&before, "K6")["due_at"],
        "it counts on"
    );
    let shown = world.ok(&["snooze"]);
    assert!(
        shown.contains("put off to") && shown.contains("waiting for the lab"),
        "{shown}"
    );
    world.at("2026-11-22T17:33:00Z");
    let again = world.json(&["snooze", "--json"]);
    assert_eq!(clock(&again, "K6")["snoozed"], false);
}

#[test]
fn a_clock_is_put_off_for_good_and_taken_up_by_undo() {
    let mut world = World::declared();
    world.ok(&["snooze", "K6", "--never", "--reason", "he stands beside me"]);
    world.at("2026-11-22T20:00:00Z");
    let off = world.json(&["snooze", "--json"]);
    let off = clock(&off, "K6");
    assert_eq!(
        (&off["snoozed"], &off["until"]),
        (&true.into(), &Value::Null)
    );
    assert!(
        world
            .ok(&["snooze"])
            .contains("put off for good: he stands beside me")
    );
    world.ok(&["undo"]);
    assert_eq!(
        clock(&world.json(&["snooze", "--json"]), "K6")["snoozed"],
        false
    );
}

#[test]
fn a_legal_clock_is_not_put_out_of_sight_without_a_second_look() {
    let world = World::declared();
    world.ok(&["snooze", "K1", "20m", "--reason", "they call back"]);
    for how in [&["72h"][..], &["--never"]] {
        let mut args = vec!["snooze", "K1"];
        args.extend(how);
        args.extend(["--reason", "they call back"]);
        let said = world.fails(3, &args);
        assert!(said.contains("K1 is a legal deadline, due 10:02"), "{said}");
        args.extend(["--because", "GSA asked us to"]);
        world.ok(&args);
    }
}

#[rstest]
#[case::no_reason(&["snooze", "K6", "30m"])]
#[case::empty_reason(&["snooze", "K6", "30m", "--reason", " "])]
#[case::no_time(&["snooze", "K6", "--reason", "x"])]
#[case::no_span(&["snooze", "K6", "soon", "--reason", "x"])]
#[case::nothing_of_it(&["snooze", "K6", "0m", "--reason", "x"])]
#[case::both(&["snooze", "K6", "30m", "--never", "--reason", "x"])]
#[case::not_running(&["snooze", "K99", "30m", "--reason", "x"])]
#[case::nothing_to_put_off(&["snooze", "--never"])]
fn what_is_missing_is_refused(#[case] args: &[&str]) {
    let world = World::declared();
    world.fails(2, args);
    let all = world.json(&["snooze", "--json"]);
    assert!(
        all.as_array()
            .unwrap()
            .iter()
            .all(|it| it["snoozed"] == false)
    );
}
