//! What holds whatever happens: damaged files, a full disk, a pipe nobody reads, odd settings.

use std::fs;
use std::process::Stdio;

use crate::world::{ID, World, change, stderr, stdout};

#[test]
fn a_torn_journal_is_a_warning() {
    let world = World::declared();
    let journal = world.incident(ID).join("journal.jsonl");
    change(&journal, |text| text + "{\"format\":1,\"seq\":2,\"id");
    let said = world.run(&["verify"]);
    assert_eq!(said.status.code(), Some(6), "verify changes nothing");
    let output = world.run(&["status"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(
        stderr(&output).contains("sitroom: warning: 23 bytes"),
        "{}",
        stderr(&output)
    );
    assert_eq!(stderr(&world.run(&["status"])), "", "it is said once");
    world.ok(&["note", "fox"]);
    world.ok(&["verify"]);
}

#[test]
fn a_journal_that_is_wrong_on_every_line_does_not_fill_the_screen() {
    let world = World::declared();
    for n in 0..25 {
        world.ok(&["note", &format!("hen {n}")]);
    }
    let journal = world.incident(ID).join("journal.jsonl");
    change(&journal, |text| text.replace("\"prev\":\"", "\"prev\":\"0"));
    let output = world.run(&["verify"]);
    assert_eq!(output.status.code(), Some(6));
    let said = stdout(&output);
    assert_eq!(said.matches("\n  ! ").count(), 20, "{said}");
    assert!(said.contains(" more, which --json lists"), "{said}");
}

#[test]
fn verify_finds_what_was_changed() {
    let world = World::declared();
    world.ok(&["note", "fox at the gate"]);
    world.ok(&["note", "fox gone"]);
    let journal = world.incident(ID).join("journal.jsonl");
    change(&journal, |text| {
        text.replace("fox at the gate", "cat at the gate")
    });
    let output = world.run(&["verify"]);
    assert_eq!(output.status.code(), Some(6));
    assert!(
        stdout(&output).contains("  ! the chain breaks before line 3"),
        "{}",
        stdout(&output)
    );
    let output = world.run(&["verify", "--json"]);
    let outcome: serde_json::Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(outcome["sound"], false);
    assert!(!outcome["findings"].as_array().unwrap().is_empty());
}

#[test]
fn what_a_terminal_obeys_is_never_printed() {
    let world = World::declared();
    world.ok(&["lead", "add", "which fence?"]);
    let dir = world.incident(ID);
    fs::remove_file(dir.join("incident.toml")).unwrap();
    // JSON's own escape for the character that begins a terminal's commands.
    change(&dir.join("journal.jsonl"), |text| {
        text.replace("which fence?", "\\u001b[2J\\u009b1m\\u202efence")
            .replace("The chickens", "\\u001b]0;The chickens")
    });
    let shows: [&[&str]; 7] = [
        &["lead", "list"],
        &["lead", "list", "--json"],
        &["list"],
        &["status"],
        &["status", "--format", "tmux"],
        &["export", "--format", "markdown"],
        &["export", "--format", "json"],
    ];
    for args in shows {
        let output = world.run(args);
        assert_eq!(output.status.code(), Some(0), "{args:?}");
        let all = stdout(&output) + &stderr(&output);
        let acts = |c: char| (c.is_control() && c != '\n') || c == '\u{202e}';
        assert!(!all.contains(acts), "{args:?}: {all:?}");
    }
    assert!(world.ok(&["lead", "list"]).contains("\\u{1b}[2J"));
}

#[test]
fn a_pipe_that_nobody_reads_is_no_failure() {
    let world = World::declared();
    for args in [
        &["export", "--format", "json"][..],
        &["note", "fox at the gate"],
        &["tick"],
        &["--help"],
    ] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let child = world
            .program()
            .args(args)
            .stdout(writer)
            .stderr(Stdio::piped())
            .spawn();
        let output = child.unwrap().wait_with_output().unwrap();
        assert_eq!(
            output.status.code(),
            Some(0),
            "{args:?}: {}",
            stderr(&output)
        );
        assert_eq!(stderr(&output), "", "{args:?}");
    }
    assert!(
        world
            .ok(&["export", "--format", "json"])
            .contains("fox at the gate")
    );
}

#[test]
fn a_full_output_is_a_failure() {
    let world = World::declared();
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    let child = world
        .program()
        .arg("list")
        .stdout(full)
        .stderr(Stdio::piped())
        .spawn();
    let output = child.unwrap().wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("failed to write to standard output: "),
        "{}",
        stderr(&output)
    );
}

#[test]
fn what_is_not_on_the_disk_is_said() {
    let world = World::declared();
    let lock = world.incident(ID).join("lock");
    fs::remove_file(&lock).unwrap();
    fs::create_dir(&lock).unwrap();
    let said = world.fails(4, &["note", "fox"]);
    assert!(said.contains("nothing that was saved is lost"), "{said}");
    let cause = "s a directory (os error 21)";
    let last = said.lines().last().unwrap();
    assert_eq!(last.matches(cause).count(), 1, "{said}");
    assert_eq!(world.run(&["status"]).status.code(), Some(0));
    let other = World::new();
    fs::create_dir_all(other.path("data/sitroom")).unwrap();
    fs::write(other.path("data/sitroom/incidents"), "").unwrap();
    other.fails(4, &["new", "The chickens have escaped"]);
}

#[test]
fn settings_with_a_mistake_are_named_and_stop_nobody() {
    let world = World::new();
    world.configure("config.toml", "repositry = \"a/b\"\n");
    let output = world.run(&["new", "The chickens have escaped"]);
    assert_eq!(output.status.code(), Some(0));
    let said = stderr(&output);
    assert!(
        said.contains("config.toml") && said.contains("repositry"),
        "{said}"
    );
    assert!(said.contains("nothing is mirrored"), "{said}");
}

#[test]
fn the_fixed_time_is_a_time() {
    let mut world = World::new();
    let said = world.at("today").fails(2, &["list"]);
    assert!(said.contains("SITROOM_NOW: `today`"), "{said}");
    world.at("");
    assert_eq!(world.ok(&["list"]), "");
}

#[test]
fn records_are_for_their_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let world = World::declared();
    let mode = |path: std::path::PathBuf| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(world.incident(ID)), 0o700);
    assert_eq!(mode(world.incident(ID).join("journal.jsonl")), 0o600);
}
