//! A note in a shell is read as on the screen: who may read it and when it was, in front.

use rstest::rstest;

use crate::world::{World, stderr, stdout};

const LOCAL: [&str; 4] = ["export", "--format", "json", "--include-local"];

/// Returns the entry of a note that everybody may read.
fn shared(world: &World) -> serde_json::Value {
    world.json(&LOCAL[..3])["entries"][1].clone()
}

#[rstest]
#[case::one_word(&["note", "!the insider is Rex"])]
#[case::words(&["note", "!", "the", "insider", "is", "Rex"])]
#[case::option_too(&["note", "! the insider is Rex", "--local"])]
#[case::timed(&["note", "!@08:50 the insider is Rex"])]
fn a_note_with_a_mark_in_front_never_leaves(#[case] args: &[&str]) {
    let world = World::declared();
    let said = world.ok(args);
    assert!(
        said.starts_with("the insider is Rex (stays here)"),
        "{said}"
    );
    let everything = world.ok(&LOCAL);
    assert!(
        everything.contains("\"the insider is Rex\""),
        "{everything}"
    );
    for form in ["json", "markdown", "csv"] {
        let leaves = world.ok(&["export", "--format", form]);
        assert!(!leaves.contains("Rex"), "{form}: {leaves}");
    }
    assert!(!world.ok(&["report"]).contains("Rex"));
}

#[test]
fn a_note_with_a_mark_in_front_is_local_from_standard_input_too() {
    let world = World::declared();
    let output = world.run_with(&["note", "-"], "!the insider\nis Rex\n");
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(!world.ok(&LOCAL[..3]).contains("Rex"));
    assert!(world.ok(&LOCAL).contains("the insider\\nis Rex"));
}

#[rstest]
#[case::clock(&["note", "@08:50 fox seen"], "2026-11-22T08:50-05:00")]
#[case::words(&["note", "@10", "min", "ago", "fox", "seen"], "2026-11-22T08:52-05:00")]
#[case::day(&["note", "@2026-11-21, fox seen"], "2026-11-21-05:00")]
fn a_time_in_front_of_a_note_says_when_it_happened(#[case] args: &[&str], #[case] when: &str) {
    let world = World::declared();
    assert!(world.ok(args).starts_with("fox seen, at 2026-11-2"));
    let entry = shared(&world);
    assert_eq!(entry["data"]["text"], "fox seen");
    assert_eq!(entry["happened"], when);
}

#[test]
fn a_name_in_front_of_a_note_is_part_of_it() {
    let world = World::declared();
    assert_eq!(world.ok(&["note", "@18F knows"]), "@18F knows\n");
    assert_eq!(world.ok(&["note", "wow! a fox"]), "wow! a fox\n");
}

#[rstest]
#[case::no_time(&["note", "@25:99 fox"], "`25:99` is no time: write @14:05, or @10m ago")]
#[case::half(&["note", "@9:15 pm fox"], "`pm` behind the time is not read")]
#[case::both(&["note", "@08:50 fox", "--at", "08:40"], "leave one of the two out")]
#[case::nothing(&["note", "!"], "the note")]
#[case::answer(&["tick", "X1", "--answer", "@25:99 Farmer Dave"], "`25:99` is no time")]
fn what_is_no_time_in_front_is_refused_as_on_the_screen(#[case] args: &[&str], #[case] part: &str) {
    let world = World::declared();
    let said = world.fails(2, args);
    assert!(said.contains(part), "{said}");
    assert!(!world.ok(&LOCAL).contains("fox"));
}

#[test]
fn a_time_to_come_in_front_of_a_note_asks_for_a_reason() {
    let said = World::declared().fails(3, &["note", "@2026-11-29 10:00 the vet comes"]);
    assert!(said.contains("the note would be in the future"), "{said}");
}

#[test]
fn an_answer_says_when_it_was_as_on_the_screen() {
    let world = World::declared();
    let output = world.run(&["tick", "X1", "--answer", "@08:50 Farmer Dave"]);
    assert_eq!(
        stdout(&output),
        "X1 done: Farmer Dave, at 2026-11-22 08:50 EST\n"
    );
    assert_eq!(shared(&world)["happened"], "2026-11-22T08:50-05:00");
}
