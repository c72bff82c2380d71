//! What waits, through the program and the practice GitHub.

use sitroom::practice::{Fault, FaultRule, Options, PracticeGithub};

use crate::world::World;

#[test]
fn outbox_shows_what_waits_then_what_was_taken_then_nothing() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    assert_eq!(world.ok(&["outbox"]), "");
    world.ok(&["sync", "--once"]);
    world.ok(&["note", "fox at the \u{1b}[31mgate"]);
    let lost = FaultRule::always(Fault::RefuseBefore5xx(502)).on(http::Method::POST);
    github.fault(lost.path("/comments"));
    assert_eq!(world.run(&["sync", "--once"]).status.code(), Some(7));
    let said = world.ok(&["outbox"]);
    assert!(said.starts_with("sending"), "{said}");
    assert!(
        said.contains("fox at the") && !said.contains('\u{1b}'),
        "{said}"
    );
    let lines = world.json(&["outbox", "--json"]);
    assert_eq!(lines[0]["operation"], "comment");
    assert_eq!(lines[0]["state"], "sending");
    assert_eq!(lines[0]["attempts"], 1);
    github.clear_faults();
    // It is looked for twice before it is sent again, and confirmed by a list after that.
    for _ in 0..3 {
        world.run(&["sync", "--once"]);
    }
    world.ok(&["sync", "--once"]);
    assert_eq!(world.ok(&["outbox"]), "");
    assert_eq!(github.comments(Options::REPOSITORY, 1).len(), 1);
}

#[test]
fn what_a_comment_asks_for_is_done_when_it_is_accepted_and_not_before() {
    let github = PracticeGithub::start_blocking(Options::default()).unwrap();
    let world = World::mirrored(&github);
    world.ok(&["fix", "add", "mend the fence"]);
    world.ok(&["sync", "--once"]);
    let text = "/lead who fed the fox?\n/done R1\n\nthank you";
    let comment = github
        .comment_as("spot-the-dog", Options::REPOSITORY, 1, text)
        .unwrap();
    world.ok(&["sync", "--once"]);
    let said = world.ok(&["suggestions"]);
    assert!(
        said.contains("who fed the fox?") && said.contains("R1 is done"),
        "{said}"
    );
    assert_eq!(world.ok(&["lead", "list"]), "");
    let (first, second) = (format!("{comment}:1"), format!("{comment}:2"));
    world.ok(&["accept", &first]);
    assert!(world.ok(&["lead", "list"]).contains("who fed the fox?"));
    world.ok(&["decline", &second]);
    assert_eq!(world.json(&["fix", "list", "--json"])[0]["state"], "open");
    assert_eq!(
        world.json(&["suggestions", "--json"]),
        serde_json::json!([])
    );
    let said = world.fails(2, &["accept", &first]);
    assert!(said.contains("sitroom suggestions"), "{said}");
}
