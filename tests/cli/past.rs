//! The status as it stood at an earlier time.

use rstest::rstest;

use crate::world::World;

/// A world in which a lead came up at 14:10 and was answered half an hour later.
fn answered() -> World {
    let mut world = World::declared();
    world.at("2026-11-22T14:10:00Z");
    world.ok(&["lead", "add", "who opened the gate?"]);
    world.at("2026-11-22T14:40:00Z");
    world.ok(&["lead", "move", "L1", "answered", "--finding", "the fox"]);
    world.at("2026-11-22T16:00:00Z");
    world
}

#[rstest]
#[case::before("2026-11-22T14:05:00Z", 0, 0)]
#[case::open("09:20", 1, 0)]
#[case::answered("45m ago", 0, 1)]
fn status_says_what_was_known_then(#[case] at: &str, #[case] open: u64, #[case] answered: u64) {
    let world = self::answered();
    let status = world.json(&["status", "--json", "--as-of", at]);
    assert_eq!(status["leads"]["open"], open);
    assert_eq!(status["leads"]["answered"], answered);
    assert!(status["known"].as_u64() < Some(10), "{status}");
    assert!(world.json(&["status", "--json"])["known"].is_null());
}

#[test]
fn its_clocks_are_those_of_then_and_it_says_so() {
    let world = answered();
    let said = world.ok(&["status", "--as-of", "09:20"]);
    assert!(said.starts_with("AS OF 2026-11-22 09:20"), "{said}");
    assert!(!said.contains("Mirror"), "{said}");
    let status = world.json(&["status", "--json", "--as-of", "09:20"]);
    assert_eq!(status["now"], "2026-11-22T14:20:00Z");
}

#[test]
fn there_is_nothing_before_the_record() {
    let world = answered();
    let said = world.fails(2, &["status", "--as-of", "2026-11-21 09:00"]);
    assert!(said.contains("was opened 2026-11-22"), "{said}");
}
