//! Which incident a command is about.

use crate::world::{ID, World, stderr};

fn two() -> (World, String) {
    let world = World::declared();
    let other = world.ok(&["new", "Spot the Dog barks"]).trim().to_owned();
    (world, other)
}

#[test]
fn writing_with_several_open_asks_which() {
    let (world, other) = two();
    let said = world.fails(5, &["note", "fox"]);
    assert!(said.contains("several are open"), "{said}");
    assert!(said.contains(ID) && said.contains(&other), "{said}");
    assert!(said.contains("--incident ID"), "{said}");
    world.ok(&["note", "fox", "--incident", &other]);
    world.ok(&["--incident", ID, "note", "fox"]);
}

#[test]
fn reading_takes_the_most_recent() {
    let (mut world, _) = two();
    world.at("2026-11-23T09:00:00Z");
    let newest = world.ok(&["new", "A fox"]).trim().to_owned();
    assert_eq!(world.json(&["status", "--json"])["id"], newest.as_str());
    let output = world.run(&["status"]);
    let said = stderr(&output);
    assert!(
        said.contains(&format!("3 incidents are open, and this is {newest}")),
        "{said}"
    );
    let output = world.run(&["status", "--incident", ID]);
    assert_eq!(stderr(&output), "");
}

#[test]
fn a_status_bar_shows_the_one_that_is_most_urgent() {
    let world = World::new();
    world.ok(&["new", "The fox is out", "--aware", "3h ago"]);
    world.ok(&["new", "Spot the Dog barks"]);
    let line = world.ok(&["status", "--format", "tmux"]);
    assert!(line.contains("The fox is out"), "{line}");
    assert!(line.trim_end().ends_with("+1 open#[default]"), "{line}");
}

#[test]
fn the_beginning_of_an_id_is_enough_if_only_one_has_it() {
    let (world, other) = two();
    let status = world.json(&["status", "--json", "--incident", "2026-11-22-spot"]);
    assert_eq!(status["id"], other.as_str());
    let said = world.fails(5, &["status", "--incident", "2026"]);
    assert!(said.contains("`2026` begins several ids"), "{said}");
    assert!(said.contains(&other), "{said}");
    let said = world.fails(5, &["note", "fox", "--incident", "2027"]);
    assert!(said.contains("sitroom list --all"), "{said}");
}

#[test]
fn the_variable_chooses_for_a_terminal_and_the_option_goes_before_it() {
    let (mut world, other) = two();
    world.set("SITROOM_INCIDENT", "2026-11-22-spot");
    assert_eq!(world.json(&["status", "--json"])["id"], other.as_str());
    world.ok(&["note", "fox"]);
    let named = world.json(&["status", "--json", "--incident", ID]);
    assert_eq!(named["id"], ID);
}

#[test]
fn a_resolved_one_gives_way_to_an_active_one() {
    let (world, other) = two();
    let resolve = ["state", "resolved", "--because", "she sleeps", "--incident"];
    world.ok(&[&resolve[..], &[&other]].concat());
    world.ok(&["note", "fox"]);
    assert_eq!(world.json(&["status", "--json"])["id"], ID);
}
