//! What never leaves this machine, and what is taken back.

use std::time::Duration;

use http::Method;
use sitroom::practice::{Fault, FaultRule};

use crate::farm::Farm;
use crate::harness::Pane;

/// Everything that was ever sent, and everything that stands on GitHub.
fn sent(farm: &Farm) -> String {
    let requests = farm.github.requests();
    let bodies = requests.iter().filter_map(|request| request.body.as_ref());
    bodies.map(ToString::to_string).collect()
}

fn wait_sent(farm: &Farm, text: &str) {
    farm.wait_comments(text, |all| {
        all.iter().any(|comment| comment.body.contains(text))
    });
}

#[test]
fn local_notes_and_drafts_never_leave() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.keys("n")
        .typed("!the key is under the mat")
        .enter()
        .wait_entry("under the mat");
    pane.keys("n")
        .typed("a thought of mine")
        .esc()
        .wait_screen("draft");
    pane.keys("L").typed("an idea of mine").esc();
    pane.keys("n")
        .key("ctrl-u")
        .typed("!the password is hen")
        .enter()
        .wait_entry("password");
    pane.keys("u").wait_entry("Undone");
    farm.execute(sitroom::domain::command::Command::Note {
        text: "for everybody".to_owned(),
        visibility: sitroom::domain::event::Visibility::Shared,
    });
    wait_sent(&farm, "for everybody");
    pane.quit();
    let sent = sent(&farm);
    for secret in [
        "under the mat",
        "a thought of mine",
        "an idea of mine",
        "password is hen",
    ] {
        assert!(!sent.contains(secret), "`{secret}` was sent");
    }
}

#[test]
fn note_that_is_taken_back_before_it_was_sent_is_never_sent() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github.set_down(true);
    pane.note("it was the cat").keys("r").wait_screen("offline");
    pane.wait("a queued note", |shown| shown.mirror.waiting == 1);
    pane.keys("u").wait_entry("Undone").note("it was the fox");
    farm.github.set_down(false);
    pane.keys("r");
    wait_sent(&farm, "it was the fox");
    pane.quit();
    let sent = sent(&farm);
    assert!(
        !sent.contains("the cat") && !sent.contains("correction"),
        "{sent}"
    );
}

#[test]
fn note_that_is_taken_back_while_others_are_sent_is_never_sent() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github.set_down(true);
    pane.note("it was the fox").note("it was the cat").keys("r");
    pane.wait("queued notes", |shown| shown.mirror.waiting == 2);
    let slow = FaultRule::once(Fault::Delay(Duration::from_secs(5)));
    farm.github.fault(slow.on(Method::POST).path("comments"));
    farm.github.set_down(false);
    pane.keys("r");
    farm.wait("the first note on its way", |world| {
        let mut requests = world.requests().iter();
        requests.any(|request| request.method == "POST" && request.fault.is_some())
    });
    pane.keys("u").wait_entry("Undone");
    wait_sent(&farm, "it was the fox");
    pane.wait("nothing that waits", |shown| shown.mirror.waiting == 0);
    pane.quit();
    let sent = sent(&farm);
    assert!(!sent.contains("the cat"), "{sent}");
}

#[test]
fn note_that_is_taken_back_after_it_was_sent_is_corrected() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.note("it was the cat").keys("r");
    wait_sent(&farm, "it was the cat");
    pane.keys("u").wait_entry("Undone").keys("r");
    wait_sent(&farm, "correction");
    let comments = farm.issue().comments;
    assert_eq!(comments.len(), 2, "{comments:#?}");
    pane.quit();
    Pane::open(&farm).wait_screen("synced");
    assert_eq!(farm.issue().comments.len(), 2);
}
