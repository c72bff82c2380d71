//! `new` and `list`.

use crate::world::{ID, World, stderr, stdout};

#[test]
fn new_prints_the_id_and_says_what_is_next() {
    let world = World::new();
    let output = world.run(&["new", "The", "chickens", "have", "escaped"]);
    assert_eq!(stdout(&output), format!("{ID}\n"));
    assert!(stderr(&output).starts_with("Next: "), "{}", stderr(&output));
    assert!(world.incident(ID).join("incident.toml").exists());
}

#[test]
fn a_second_one_of_the_name_gets_a_number() {
    let world = World::declared();
    let id = world.ok(&["new", "The chickens have escaped"]);
    assert_eq!(id, format!("{ID}-2\n"));
}

#[test]
fn every_option_of_new_is_in_the_record() {
    let world = World::new();
    let args = "--reporter|Spot the Dog|--ic|Farmer Dave|--responder|Farmer Jane|\
                --responder|Spot the Dog|--aware|30m ago|--zone|Europe/London|\
                --playbook|cloud-gov-2016|--details|-|--exercise|--as|Farmer Dave|--at|13:50";
    let mut args: Vec<&str> = args.split('|').collect();
    args.splice(0..0, ["new", "The chickens have escaped"]);
    let output = world.run_with(&args, "Seen at the gate.\nTwelve of them.\n");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let whole = world.json(&["export", "--format", "json"]);
    let incident = &whole["incident"];
    assert_eq!(incident["reporter"], "Spot the Dog");
    assert_eq!(incident["ic"], "Farmer Dave");
    assert_eq!(incident["responders"][1], "Spot the Dog");
    assert_eq!(incident["zone"], "Europe/London");
    assert_eq!(incident["playbook"]["id"], "cloud-gov-2016");
    assert_eq!(incident["details"], "Seen at the gate.\nTwelve of them.");
    assert_eq!(incident["exercise"], true);
    assert_eq!(incident["moments"]["discovered"], "2026-11-22T13:32+00:00");
    assert_eq!(incident["moments"]["opened"], "2026-11-22T13:50+00:00");
    assert_eq!(whole["entries"][0]["actor"], "Farmer Dave");
}

#[test]
fn settings_give_the_defaults() {
    let world = World::new();
    let settings = "zone = \"Asia/Tokyo\"\nplaybook = \"cloud-gov-2016\"\n";
    world.configure("config.toml", settings);
    world.ok(&["new", "The chickens have escaped"]);
    let status = world.json(&["status", "--json"]);
    assert_eq!(status["zone"], "Asia/Tokyo");
    assert_eq!(status["playbook"]["id"], "cloud-gov-2016");
    assert_eq!(status["reporter"], "Farmer Jane");
}

#[test]
fn what_cannot_be_declared_is_said() {
    let world = World::new();
    let title = "The chickens have escaped";
    let said = world.fails(2, &["new", title, "--playbook", "farm"]);
    assert!(said.contains("there are cloud-gov-2023"), "{said}");
    let said = world.fails(2, &["new", title, "--aware", "25:99"]);
    assert!(said.contains("failed to read the time `25:99`"), "{said}");
    world.fails(2, &["new", title, "--zone", "Farm/Yard"]);
    world.fails(2, &["new", " "]);
    world.fails(2, &["new"]);
    world.fails(5, &["status"]);
}

#[test]
fn a_playbook_of_the_user_is_checked_and_used() {
    let world = World::new();
    let title = "The chickens have escaped";
    world.configure("playbooks/farm.toml", "format = 1\nid = 7\n");
    let said = world.fails(1, &["new", title, "--playbook", "farm"]);
    assert!(said.contains("farm.toml:2: id:"), "{said}");
    let shipped = include_str!("../../config/playbooks/cloud-gov-2023.toml");
    let own = shipped.replacen("id = \"cloud-gov-2023\"", "id = \"farm\"", 1);
    world.configure("playbooks/farm.toml", &own);
    world.ok(&["new", title, "--playbook", "farm"]);
    world.ok(&["note", "fox at the gate"]);
    std::fs::remove_file(world.path("config/sitroom/playbooks/farm.toml")).unwrap();
    let said = world.fails(4, &["note", "fox at the gate"]);
    assert!(said.contains("its playbook farm"), "{said}");
    assert!(world.ok(&["status"]).contains("The chickens have escaped"));
}

#[test]
fn list_shows_open_ones_and_all_on_demand() {
    let world = World::declared();
    let other = world.ok(&["new", "Spot the Dog barks", "--exercise"]);
    let other = other.trim();
    world.ok(&[
        "state",
        "closed",
        "--because",
        "a drill",
        "--incident",
        other,
    ]);
    let text = world.ok(&["list"]);
    assert_eq!(
        text,
        format!(
            "{ID}  investigating  unknown  Farmer Jane  2026-11-22 09:02 EST  \
             The chickens have escaped\n"
        )
    );
    assert!(
        world
            .ok(&["list", "--all"])
            .contains("EXERCISE Spot the Dog barks")
    );
    let list = world.json(&["list", "--all", "--json"]);
    let list = list.as_array().unwrap();
    let closed = list.iter().find(|known| known["id"] == other).unwrap();
    assert_eq!(closed["closed"], true);
    assert_eq!(closed["exercise"], true);
    assert_eq!(closed["issue"], serde_json::Value::Null);
    assert_eq!(list.len(), 2);
    assert_eq!(
        World::new().json(&["list", "--json"]),
        serde_json::json!([])
    );
}

/// Nobody takes charge of what nobody knows.
#[test]
fn an_opening_before_awareness_is_asked_about() {
    let world = World::new();
    let args = ["new", "Later", "--at", "2h ago", "--aware", "1h ago"];
    let said = world.fails(3, &args);
    assert!(
        said.contains("before anybody was aware, at 2026-11-22 08:02"),
        "{said}"
    );
    let reason = ["--because", "the clock of the barn is slow"];
    world.ok(&[&args[..], &reason[..]].concat());
}

#[test]
fn awareness_of_what_was_opened_earlier_is_no_later_than_that() {
    let world = World::new();
    world.ok(&["new", "Later", "--at", "2h ago"]);
    let moments = world.ok(&["moment"]);
    assert!(
        moments.contains("discovered  2026-11-22 07:02"),
        "{moments}"
    );
}

#[test]
fn a_zone_without_daylight_saving_time_is_taken_and_pointed_out() {
    let world = World::new();
    let output = world.run(&["new", "A fox", "--zone", "EST"]);
    assert!(output.status.success());
    let said = stderr(&output);
    let remark = "EST stands for UTC-5 the whole year round; America/New_York is the zone";
    assert!(said.contains(remark), "{said}");
    let output = world.run(&["new", "A hen", "--zone", "America/New_York"]);
    assert!(
        !stderr(&output).contains("whole year"),
        "{}",
        stderr(&output)
    );
}
