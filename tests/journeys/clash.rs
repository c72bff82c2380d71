//! Both sides changed the same thing.

use sitroom::domain::incident::{Severity, Status};

use crate::farm::{DAVE, Farm};
use crate::harness::Pane;

/// Has both sides change things while they cannot see each other.
fn apart(farm: &Farm, pane: &Pane, ours: impl FnOnce(&Pane), from: &str, theirs: &str) {
    farm.github.set_down(true);
    ours(pane);
    farm.edit(DAVE, from, theirs);
    farm.github.set_down(false);
    pane.keys("r");
}

fn rule(pane: &Pane, choice: &str) {
    pane.keys(":")
        .typed("rule on a conflict")
        .enter()
        .wait_screen("keep mine");
    pane.keys(choice)
        .wait_incident("a ruling", |i| i.conflicts.is_empty());
}

#[test]
fn clash_over_the_severity_waits_for_a_ruling_and_nothing_else_does() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let ours = |pane: &Pane| {
        pane.keys("Sm")
            .enter()
            .wait_incident("ours", |i| i.severity == Severity::Medium);
    };
    apart(
        &farm,
        &pane,
        ours,
        "**Severity**: unknown",
        "**Severity**: High",
    );
    pane.wait_screen("Rule on severity: here medium, on the issue high");
    pane.keys("L").typed("who else saw it?").enter().keys("r");
    farm.wait_body("another change", |body| {
        body.contains("who else saw it?") && body.contains("**Severity**: High")
    });
    rule(&pane, "m");
    farm.wait_body("our value", |body| body.contains("**Severity**: medium"));
    pane.wait_incident("our value", |i| i.severity == Severity::Medium);
    pane.quit();
}

#[test]
fn clash_over_the_text_of_a_lead_can_go_to_the_other_side() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let ours = |pane: &Pane| {
        pane.keys("3gge").typed(" And when?").enter();
        pane.wait_incident("ours", |i| i.leads[0].text.ends_with("And when?"));
    };
    apart(
        &farm,
        &pane,
        ours,
        "did the fox go?",
        "did the fox go? And why?",
    );
    pane.wait_screen("Rule on L1 text");
    rule(&pane, "t");
    pane.wait_incident("their text", |i| {
        i.leads[0].text == "which way did the fox go? And why?"
    });
    pane.keys("r");
    farm.wait_body("their text", |body| {
        body.matches("And why?").count() == 1 && !body.contains("And when?")
    });
    pane.quit();
}

#[test]
fn resolved_on_the_issue_is_asked_while_remediation_is_not_verified() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.confirms("m", Severity::Medium);
    pane.keys("r");
    farm.wait_body("confirmed", |body| body.contains("**Status**: confirmed"));
    farm.edit(DAVE, "**Status**: confirmed", "**Status**: resolved");
    pane.wait_screen("Rule on status: here confirmed, on the issue resolved");
    pane.wait_incident("not obeyed", |i| i.status == Status::Confirmed);
    pane.keys(":").typed("rule on a conflict").enter().keys("t");
    pane.wait_screen("R1").wait_screen("Not yet");
    // Escape goes back to the card, which is still asked.
    pane.esc().wait_screen("keep mine").keys("m");
    pane.wait_incident("a ruling", |i| i.conflicts.is_empty());
    pane.keys("r");
    farm.wait_body("our status", |body| body.contains("**Status**: confirmed"));
    pane.quit();
}
