//! The rotation by the command line.

use crate::world::World;

/// A world with four people.
fn staffed() -> World {
    let world = World::declared();
    world.ok(&["set", "responders", "Farmer Dave, Farmer Ann, Spot the Dog"]);
    world
}

#[test]
fn a_plan_is_proposed_accepted_and_shown() {
    let world = staffed();
    let said = world.ok(&["rotation", "propose", "--hours", "12"]);
    assert!(said.contains("09:00-12:00"), "{said}");
    assert!(said.contains("Spot the Dog"), "{said}");
    assert_eq!(world.json(&["rotation", "--json"]), serde_json::Value::Null);
    let said = world.ok(&["rotation", "accept", "--hours", "12"]);
    assert!(said.starts_with("rotation of 4 shifts"), "{said}");
    let said = world.ok(&["rotation"]);
    assert!(said.contains("W1") && said.contains("W4"), "{said}");
    let held = world.json(&["rotation", "--json"]);
    assert_eq!(held["slots"][0]["id"], 1);
    assert_eq!(held["slots"][0]["from"], "2026-11-22T14:00:00Z");
    assert_eq!(held["findings"], serde_json::json!([]));
    world.ok(&["undo"]);
    assert_eq!(world.json(&["rotation", "--json"]), serde_json::Value::Null);
}

#[test]
fn a_gap_takes_a_reason() {
    let world = World::declared();
    let said = world.ok(&["rotation", "propose"]);
    assert!(said.contains("! NOT COVERED"), "{said}");
    let said = world.fails(3, &["rotation", "accept"]);
    assert!(
        said.contains("NOT COVERED") && said.contains("--because"),
        "{said}"
    );
    world.ok(&["rotation", "accept", "--because", "nobody else is awake"]);
    let said = world.ok(&["rotation"]);
    assert!(said.contains("add somebody"), "{said}");
}

#[test]
fn an_edited_plan_is_accepted_from_standard_input() {
    let world = staffed();
    let mut plan = world.json(&["rotation", "propose", "--hours", "6", "--json"]);
    plan["slots"][1]["person"] = "Farmer Ann".into();
    let text = plan.to_string();
    let output = world.run_with(&["rotation", "accept", "-"], &text);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let held = world.json(&["rotation", "--json"]);
    assert_eq!(held["slots"][1]["person"], "Farmer Ann");
    let output = world.run_with(&["rotation", "accept", "-"], "{\"slots\":[]}");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("propose --json"), "{said}");
}

#[test]
fn it_is_called_off_and_the_calendar_says_so() {
    let world = staffed();
    world.ok(&["rotation", "accept", "--hours", "6"]);
    let file = world.ok(&["export", "--format", "ics"]);
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n"), "{file}");
    assert_eq!(file.matches("STATUS:CONFIRMED\r\n").count(), 2);
    let said = world.ok(&["rotation", "off"]);
    assert_eq!(said.trim(), "the rotation is called off");
    world.ok(&["export", "--format", "ics", "--output", "shifts.ics"]);
    let file = std::fs::read_to_string(world.path("shifts.ics")).unwrap();
    assert_eq!(file.matches("STATUS:CANCELLED\r\n").count(), 2);
    // The clock of the test stands still, and a change is a second after the one before.
    assert_eq!(file.matches("SEQUENCE:217519321\r\n").count(), 2);
}

#[test]
fn no_calendar_leaves_while_nothing_leaves() {
    let world = staffed();
    world.ok(&["rotation", "accept", "--hours", "6"]);
    world.ok(&["outbound", "stop"]);
    let output = world.run(&["export", "--format", "ics"]);
    assert_ne!(output.status.code(), Some(0));
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("nothing leaves"), "{said}");
    assert!(output.stdout.is_empty());
}
