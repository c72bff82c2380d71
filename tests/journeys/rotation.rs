//! A plan of who works when: accepted at the keys, told on the issue, written for calendars.

use crate::farm::{Farm, SPOT};

#[test]
fn a_plan_gets_to_the_issue_and_into_a_calendar() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.number();
    pane.keys("W").wait_screen("NOT ACCEPTED");
    // With so few people hours stay open, and that takes a reason.
    pane.enter().wait_screen("NOT COVERED");
    pane.typed("the others sleep")
        .enter()
        .wait_screen("Rotation: accepted");
    pane.wait_incident("the plan", |i| i.rotation.accepted.is_some());
    farm.wait_body("the plan", |body| {
        body.contains("rotation, set ") && body.contains("**NOT COVERED**")
    });
    pane.keys("f").wait_screen("rotation.ics");
    assert!(farm.holds("STATUS:CONFIRMED\r\n"));
    // What somebody writes into it is in the timeline.
    farm.edit(SPOT, "**NOT COVERED**", "Spot watches");
    pane.wait_import(SPOT, "Spot watches");
    pane.esc().keys("u");
    pane.wait_incident("no plan", |i| i.rotation.accepted.is_none());
    pane.quit();
}
