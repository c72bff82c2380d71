//! An incident that is declared without a network, and what arrives when it is back.

use sitroom::domain::incident::{FixState, LeadState, Severity, Status};
use sitroom::practice::{Fault, FaultRule};

use crate::farm::{Farm, TITLE};
use crate::harness::Pane;
use http::Method;
use sitroom::domain::mirror::MirrorState;
use std::time::Duration;

/// Does a bit of everything, without a network.
fn work(farm: &Farm, pane: &Pane) {
    pane.keys("2").key("down").key("down").key("space");
    pane.wait_incident("a ticked line", |i| !i.checklist.is_empty());
    pane.keys("L")
        .typed("which way did the fox go? @Spot the Dog")
        .enter();
    pane.keys("L").typed("who left the gate open?").enter();
    pane.keys("R").typed("mend the fence").enter();
    pane.wait_incident("the boards", |i| i.leads.len() == 2 && i.fixes.len() == 1);
    pane.keys("3gg ").wait_incident("a lead under way", |i| {
        i.leads[0].state == LeadState::Investigating
    });
    pane.keys("4ggo").typed("Farmer Dave").enter();
    pane.wait_incident("an owner", |i| i.fixes[0].owner == "Farmer Dave");
    pane.keys("  ");
    pane.wait_incident("a fix that is done", |i| i.fixes[0].state == FixState::Done);
    pane.keys("v").enter();
    pane.wait_incident("a fix that is verified", |i| {
        i.fixes[0].state == FixState::Verified
    });
    pane.keys("Sm").typed("eggs are at risk").enter();
    pane.wait_incident("a severity", |i| i.severity == Severity::Medium);
    pane.keys("cc").enter();
    pane.wait_incident("a confirmation", |i| i.status == Status::Confirmed);
    for n in 1..=10 {
        // Apart in time, so that each is a comment of its own.
        farm.pass(Duration::from_secs(180));
        pane.note(&format!("the fox was seen, {n} of 10"));
    }
}

/// The note of each comment that carries one, in the order of the issue.
fn notes(farm: &Farm) -> Vec<String> {
    let comments = farm.issue().comments;
    let bodies = comments.iter().map(|comment| comment.body.as_str());
    let lines = bodies.flat_map(str::lines);
    lines
        .filter(|line| line.contains(" of 10"))
        .map(str::to_owned)
        .collect()
}

fn all_ten() -> Vec<String> {
    (1..=10)
        .map(|n| format!("the fox was seen, {n} of 10"))
        .collect()
}

fn wait_for_the_tenth(farm: &Farm) {
    farm.wait_comments("the tenth note", |comments| {
        comments
            .iter()
            .any(|comment| comment.body.contains("10 of 10"))
    });
}

#[test]
fn what_was_done_offline_is_on_the_issue_once_when_the_network_is_back() {
    let farm = Farm::new();
    farm.github.close_blocking();
    let pane = Pane::open(&farm);
    work(&farm, &pane);
    pane.wait_screen("offline")
        .wait_screen("queued")
        .wait_screen("saved");
    farm.github.open().unwrap();
    pane.keys("r");
    wait_for_the_tenth(&farm);
    pane.wait_screen("synced");
    assert_eq!(notes(&farm), all_ten());
    let expected = format!(
        "{TITLE}\n\n- **Status**: confirmed\n- **Severity**: medium\n- **Reporter**: Farmer Dave\n\
         - **IC**: Farmer Jane\n- **Responders**: Spot the Dog\n"
    );
    let issue = farm.issue();
    assert!(issue.body.starts_with(&expected), "{}", issue.body);
    assert_eq!(issue.title, TITLE);
    for text in [
        "which way did the fox go?",
        "who left the gate open?",
        "mend the fence",
    ] {
        assert_eq!(issue.body.matches(text).count(), 1, "{}", issue.body);
    }
    pane.quit();
}

/// Waits until so many faults were played, syncing again after each.
fn sync_through(farm: &Farm, pane: &Pane, faults: usize) {
    for n in 1..=faults {
        farm.wait(&format!("fault {n}"), |world| {
            let faults = world
                .requests()
                .iter()
                .filter(|request| request.fault.is_some());
            faults.count() >= n
        });
        // Taken up when the round that failed has ended.
        pane.keys("r");
    }
}

#[test]
fn lost_answers_do_not_make_a_second_issue_or_comment() {
    let farm = Farm::new();
    farm.github.close_blocking();
    let pane = Pane::open(&farm);
    work(&farm, &pane);
    let comments = |fault, skip| {
        FaultRule::once(fault)
            .on(Method::POST)
            .path("comments")
            .skip(skip)
    };
    farm.github.fault(
        FaultRule::once(Fault::LoseReply)
            .on(Method::POST)
            .path("/issues"),
    );
    farm.github.fault(comments(Fault::LoseReply, 0));
    farm.github.fault(comments(Fault::AfterApply5xx(502), 2));
    farm.github.fault(comments(Fault::RefuseBefore5xx(503), 4));
    farm.github.fault(comments(Fault::TruncateBody, 6));
    farm.github.fault(comments(Fault::DropBefore, 8));
    farm.github.open().unwrap();
    pane.keys("r");
    sync_through(&farm, &pane, 6);
    wait_for_the_tenth(&farm);
    pane.wait_screen("synced");
    assert_eq!(notes(&farm), all_ten());
    pane.quit();
}

#[test]
fn pane_that_dies_while_it_sends_does_not_send_twice_when_it_is_opened_again() {
    let farm = Farm::new();
    farm.github.close_blocking();
    let pane = Pane::open(&farm);
    work(&farm, &pane);
    pane.kill();
    farm.github.open().unwrap();
    let drip = || Fault::Drip(Duration::from_secs(5));
    let post = |fault| FaultRule::once(fault).on(Method::POST);
    let deaths = [
        post(Fault::Hang).path("/issues"),
        post(drip()).path("/issues"),
        post(drip()).path("comments"),
        post(Fault::Hang).path("comments").skip(3),
        post(drip()).path("comments").skip(2),
    ];
    for (death, n) in deaths.into_iter().zip(1..) {
        farm.github.fault(death);
        let pane = Pane::open(&farm);
        farm.wait(&format!("death {n}"), |world| {
            world
                .requests()
                .iter()
                .filter(|request| request.fault.is_some())
                .count()
                == n
        });
        pane.kill();
    }
    let pane = Pane::open(&farm);
    wait_for_the_tenth(&farm);
    pane.wait("nothing that waits", |shown| {
        shown.mirror.state == MirrorState::Synced && shown.mirror.waiting == 0
    });
    assert_eq!(notes(&farm), all_ten());
    pane.quit();
}
