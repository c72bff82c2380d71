//! The status as it stood at an earlier time.

use rstest::rstest;
use serde_json::Value;
use sitroom::domain::time::When;

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
fn a_settled_clock_runs_again_then_and_a_cadence_is_the_one_of_then() {
    let mut world = World::declared();
    let due = |status: &Value, key: &str| {
        let mut clocks = status["clocks"].as_array().expect("clocks").iter();
        let clock = clocks.find(|clock| clock["key"] == key);
        clock.map(|clock| clock["due_at"].as_str().expect("a time").to_owned())
    };
    world.at("2026-11-22T14:05:00Z");
    world.ok(&["severity", "medium"]);
    world.ok(&["state", "confirmed", "--because", "a test"]);
    let at_ten_past = "2026-11-22T14:10:00Z";
    let before = world.at(at_ten_past).json(&["status", "--json"]);
    assert_eq!(due(&before, "K1").as_deref(), Some("2026-11-22T15:02:00Z"));
    let cadence = due(&before, "K3");
    assert_eq!(cadence.as_deref(), Some("2026-11-23T16:00:00Z"));
    world.at("2026-11-22T14:20:00Z");
    world.ok(&["sent", "gsa-notice"]);
    world.at("2026-11-22T14:30:00Z");
    world.ok(&["severity", "high"]);
    world.at("2026-11-22T16:00:00Z");
    let now = world.json(&["status", "--json"]);
    assert_eq!(due(&now, "K1"), None, "it is sent");
    assert_eq!(due(&now, "K3").as_deref(), Some("2026-11-22T15:05:00Z"));
    let as_of = |at: &str| world.json(&["status", "--json", "--as-of", at]);
    let then = as_of("09:25");
    assert_eq!((due(&then, "K1"), due(&then, "K3")), (None, cadence));
    assert_eq!(as_of(at_ten_past)["clocks"], before["clocks"]);
}

#[rstest]
#[case::no_time("25:99")]
#[case::no_known_one("unknown")]
fn a_time_to_look_back_to_has_to_be_known(#[case] at: &str) {
    let said = answered().fails(2, &["status", "--as-of", at]);
    let taken = format!("read the time `{at}`: write {}", When::FORMS_KNOWN);
    assert!(said.contains(&taken), "{said}");
}

#[test]
fn there_is_nothing_before_the_record() {
    let world = answered();
    let said = world.fails(2, &["status", "--as-of", "2026-11-21 09:00"]);
    assert!(said.contains("was opened 2026-11-22"), "{said}");
}
