//! The register of evidence by the command line, and the guard before evidence is destroyed.

use crate::world::{ID, World};

/// SHA-256 of `abc`, as the standard gives it.
const ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

fn add_laptop(world: &World, place: &str) {
    let what = [
        "evidence",
        "add",
        "--what",
        "Dave's laptop",
        "--where",
        place,
    ];
    world.ok(&what);
}

#[test]
fn a_file_is_hashed_and_handed_over() {
    let world = World::declared();
    std::fs::write(world.path("capture.pcap"), "abc").unwrap();
    world.ok(&["evidence", "add", "capture.pcap", "--holder", "Farmer Dave"]);
    world.ok(&[
        "evidence",
        "hand-over",
        "E1",
        "--to",
        "Spot the Dog",
        "--where",
        "the kennel",
    ]);
    let all = world.json(&["evidence", "--json"]);
    let only = &all[0];
    assert_eq!(all.as_array().unwrap().len(), 1);
    assert_eq!((&only["id"], &only["bytes"]), (&"E1".into(), &3.into()));
    assert_eq!(only["sha256"], ABC);
    assert!(only["path"].as_str().unwrap().ends_with("/capture.pcap"));
    assert_eq!(only["handlings"][0]["holder"], "Farmer Dave");
    assert_eq!(only["handlings"][1]["step"], "handed-over");
    assert_eq!(only["handlings"][1]["place"], "the kennel");
    let shown = world.ok(&["evidence"]);
    for said in ["E1", "collected", "handed over", "Spot the Dog", ABC] {
        assert!(shown.contains(said), "no `{said}` in {shown}");
    }
    assert_eq!(std::fs::read(world.path("capture.pcap")).unwrap(), b"abc");
}

#[test]
fn what_is_no_file_is_told_in_words() {
    let world = World::declared();
    let said = world.fails(2, &["evidence", "add", "a laptop; the safe; Farmer Dave"]);
    for option in ["--what TEXT", "--where PLACE", "--holder NAME"] {
        assert!(said.contains(option), "{said}");
    }
    let said = world.fails(2, &["evidence", "add", "no.such"]);
    assert!(said.contains("hash no.such"), "{said}");
    let said = world.fails(2, &["evidence", "add", "."]);
    assert!(said.contains("not a regular file"), "{said}");
    let said = world.fails(2, &["evidence", "add"]);
    assert!(said.contains("name the PATH of a file"), "{said}");
    let said = world.fails(2, &["evidence", "add", "--what", "disk"]);
    assert!(said.contains("nobody said where it is kept"), "{said}");
    assert!(said.contains("--where PLACE"), "{said}");
    let said = world.fails(2, &["evidence", "add", "--where", "the safe"]);
    assert!(said.contains("nobody said what it is"), "{said}");
    add_laptop(&world, "the safe");
    world.fails(2, &["evidence", "hand-over", "E2", "--to", "Spot the Dog"]);
    let all = world.json(&["evidence", "--json"]);
    assert!(all[0]["sha256"].is_null());
    assert_eq!(all[0]["handlings"][0]["holder"], "Farmer Jane");
}

#[test]
fn the_register_leaves_with_an_export_only_when_it_is_asked_for() {
    let world = World::declared();
    add_laptop(&world, "the hidden safe");
    for format in ["markdown", "json"] {
        let shared = world.ok(&["export", "--format", format]);
        assert!(!shared.contains("hidden safe"), "{shared}");
        let whole = world.ok(&["export", "--format", format, "--include-local"]);
        assert!(whole.contains("hidden safe"), "{whole}");
    }
}

#[test]
fn remediation_that_destroys_evidence_takes_a_reason() {
    let world = World::declared();
    let said = world.fails(3, &["fix", "add", "reboot the gate's controller"]);
    for part in ["`reboot`", "R45", "sitroom evidence add", "--because"] {
        assert!(said.contains(part), "no `{part}` in {said}");
    }
    world.ok(&[
        "fix",
        "add",
        "reboot the gate's controller",
        "--because",
        "GSA IR said so",
    ]);
    let journal = std::fs::read_to_string(world.incident(ID).join("journal.jsonl")).unwrap();
    assert!(journal.contains("destroys-evidence") && journal.contains("GSA IR said so"));
}
