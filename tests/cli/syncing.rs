//! `sync --once` through the program itself, against the practice GitHub.

use sitroom::practice::{Options, PracticeGithub};

use crate::world::{World, stderr, stdout};

#[test]
fn what_was_recorded_is_on_the_issue_and_what_was_ticked_there_is_here() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    world.ok(&["note", "fox at the gate"]);
    world.ok(&["lead", "add", "which gate?"]);
    let said = world.ok(&["sync", "--once"]);
    assert!(said.starts_with("synced http://127.0.0.1:"), "{said}");
    let issue = &github.issues(Options::REPOSITORY)[0];
    assert!(issue.body.contains("L1 which gate?"), "{}", issue.body);
    let comments = github.comments(Options::REPOSITORY, issue.number);
    assert_eq!(comments.len(), 1);
    assert!(comments[0].body.contains("fox at the gate"));
    github
        .tick_as("spot-the-dog", Options::REPOSITORY, issue.number, "I7 ")
        .unwrap();
    world.ok(&["sync", "--once"]);
    assert_eq!(github.comments(Options::REPOSITORY, issue.number).len(), 1);
    let export = world.ok(&["export", "--format", "markdown"]);
    assert!(export.contains("spot-the-dog"), "{export}");
}

#[test]
fn trouble_with_github_has_an_exit_code_of_its_own() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let mut world = World::mirrored(&github);
    github.set_private(Options::REPOSITORY, false).unwrap();
    let output = world.run(&["sync", "--once"]);
    assert_eq!(output.status.code(), Some(7));
    assert!(stderr(&output).contains("PUBLIC"), "{}", stderr(&output));
    assert!(
        stdout(&output).starts_with("PUBLIC!"),
        "{}",
        stdout(&output)
    );
    assert!(github.issues(Options::REPOSITORY).is_empty());
    world.set("GH_TOKEN", "").set("GH_PATH", "/nonexistent");
    assert_eq!(world.run(&["sync", "--once"]).status.code(), Some(7));
}

#[test]
fn without_network_it_says_what_waits_in_a_sentence() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    let repository = Options::REPOSITORY;
    let mirror = |world: &World| {
        let status = world.ok(&["status"]);
        let line = status.lines().find(|line| line.starts_with("Mirror"));
        line.unwrap().to_owned()
    };
    let opens = format!("Mirror       no issue yet in {repository}; the next sync opens it");
    assert_eq!(mirror(&world), opens);
    world.ok(&["note", "fox at the gate"]);
    github.close_blocking();
    let output = world.run(&["sync", "--once"]);
    assert_eq!(output.status.code(), Some(7));
    assert_eq!(stdout(&output), "offline, 1 waiting\n");
    assert_eq!(mirror(&world), format!("{opens}, 1 waiting"));
    world.ok(&["outbound", "stop"]);
    let stopped = "no issue yet in 18F/security-incidents; nothing opens it meanwhile";
    assert!(mirror(&world).contains(stopped), "{}", mirror(&world));
    assert!(
        World::declared()
            .ok(&["status"])
            .contains("Mirror       none\n")
    );
}

#[test]
fn who_has_no_token_is_told_how_to_give_one() {
    let mut world = World::new();
    world.set("GH_TOKEN", "").set("GH_PATH", "/nonexistent");
    for command in ["watch", "adopt"] {
        let said = world.fails(7, &[command, "18F/farm#1"]);
        assert!(said.contains("failed to find a token"), "{said}");
        let hint = "Hint: set GH_TOKEN to a fine-grained token";
        assert!(said.contains(hint), "{said}");
    }
}

#[test]
fn two_do_not_sync_one_incident() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    let id = "2026-11-22-the-chickens-have-escaped";
    let lock = sitroom::store::SyncLock::try_acquire(&world.incident(id)).unwrap();
    assert!(lock.is_some());
    world.fails(8, &["sync", "--once"]);
    assert!(github.issues(Options::REPOSITORY).is_empty());
}

#[test]
fn an_issue_that_was_read_after_the_clock_stood_still_was_not_read_in_the_future() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let mut world = World::mirrored(&github);
    world.at("2026-11-22T14:12:00Z");
    world.ok(&["sync", "--once"]);
    world.at("2026-11-22T14:09:00Z");
    let said = world.ok(&["status"]);
    assert!(said.contains("(read 0 min ago"), "{said}");
}

#[test]
fn the_issue_of_a_drill_is_not_looked_for_where_the_real_ones_are() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    let said = world.ok(&["sync", "--once"]);
    assert!(said.starts_with("synced http://127.0.0.1:"), "{said}");
    let real = "github.api=https://git.example.invalid/api/v3";
    let output = world.run(&["--config", real, "sync", "--once"]);
    assert_eq!(output.status.code(), Some(7), "{}", stderr(&output));
    let said = stderr(&output);
    assert!(said.contains("is not on https://git.example.invalid/api/v3; nothing is sent"));
}
