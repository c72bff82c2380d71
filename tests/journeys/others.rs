//! What other people do on the issue, and what becomes of it.

use std::time::Duration;

use http::Method;
use sitroom::domain::event::{Entry, Event, Origin};
use sitroom::domain::ids::{ItemId, LeadId};
use sitroom::domain::incident::{Mark, Severity};
use sitroom::practice::{Fault, FaultRule};

use crate::farm::{DAVE, Farm, REPO, SPOT};
use crate::harness::Pane;

const BEFORE: &str = "Seen from the road, *at dawn*.";
const DETAILS: &str = "The hen house was open.";
const INSIDE: &str = "Ask at the mill, too.";
const BELOW: &str = "Call the neighbours:\n\n* Spot the Dog\n  knows the way";

fn edited(body: &str) -> String {
    let all = [
        ("which way did the fox go?", "which way did the fox run?"),
        ("- [ ] I3 ", "- [x] I3 "),
        ("\n\n- **Status**", &format!("\n\n{BEFORE}\n\n- **Status**")),
        ("Spot the Dog\n", &format!("Spot the Dog\n\n{DETAILS}\n")),
        ("### Leads\n", &format!("{INSIDE}\n\n### Leads\n")),
        ("### Leads\n\n", "### Leads\n\n- [ ] look behind the barn\n"),
        ("**Severity**: unknown", "**Severity**: High"),
    ];
    let body = body.replace("\r\n", "\n");
    let body = all.iter().fold(body, |body, (from, to)| {
        assert!(body.contains(from), "`{from}` is not on the issue:\n{body}");
        body.replacen(from, to, 1)
    });
    format!("{}\n\n{BELOW}", body.trim_end())
}

#[test]
fn what_people_write_on_the_issue_arrives_and_survives_a_hundred_pushes() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let number = farm.number();
    farm.github
        .browser_save_as(DAVE, REPO, number, edited)
        .unwrap();
    farm.github
        .comment_as(SPOT, REPO, number, "Woof: it was\r\nthe *red* fox")
        .unwrap();
    wait_for_all(&farm, &pane);
    fastrand::seed(18);
    for n in 1..=100 {
        push_something(&farm, &pane, n);
    }
    check_text(&farm);
    let entries = pane.now().entries;
    let count = |is_so: fn(&Entry) -> bool| entries.iter().filter(|e| is_so(e)).count();
    let texts = count(|e| matches!(e.event, Event::IssueTextChanged { .. }));
    assert_eq!(texts, 1, "the text was taken over once");
    assert_eq!(count(|e| e.origin == Origin::Github), 7, "{entries:#?}");
    pane.quit();
}

/// Waits until everything that was edited is in the record, on the screen and on the issue.
fn wait_for_all(farm: &Farm, pane: &Pane) {
    pane.wait_import(DAVE, "which way did the fox run?");
    pane.wait_import(DAVE, "look behind the barn");
    pane.wait_import(DAVE, BEFORE)
        .wait_import(DAVE, INSIDE)
        .wait_import(DAVE, "knows the way");
    pane.wait_import(SPOT, "the *red* fox");
    pane.wait_incident("what was edited", |i| {
        i.severity == Severity::High
            && i.details == DETAILS
            && i.checklist.get(&ItemId::new("I3")).map(|tick| tick.mark) == Some(Mark::Done)
            && i.leads.len() == 2
            && i.leads[0].id == LeadId(1)
            && i.leads[0].text == "which way did the fox run?"
    });
    pane.keys("3")
        .wait_screen("HIGH")
        .wait_screen("which way did the fox run?")
        .wait_screen("look behind the barn");
    farm.wait_body("the number of the new lead", |body| {
        body.contains("L2 look behind the barn")
    });
}

/// Changes the record at random and waits until the issue was written.
fn push_something(farm: &Farm, pane: &Pane, n: u32) {
    let before = farm.issue().revisions.len();
    match fastrand::u32(..5) {
        0 => pane.keys("L").typed(&format!("lead {n}")).enter(),
        1 => pane.keys("R").typed(&format!("fix {n}")).enter(),
        2 => pane
            .keys("3ggo")
            .key("ctrl-u")
            .typed(&format!("Owner {n}"))
            .enter(),
        3 => pane
            .keys("p")
            .key("ctrl-u")
            .typed(&format!("Spot the Dog, Helper {n}"))
            .enter(),
        _ => pane
            .keys("3Ge")
            .key("ctrl-u")
            .typed(&format!("reworded {n}"))
            .enter(),
    };
    pane.wait_entry(&format!(" {n}\"")).keys("r");
    farm.wait(&format!("push {n}"), |world| {
        world
            .issue(REPO, 1)
            .is_some_and(|issue| issue.revisions.len() > before)
    });
}

fn check_text(farm: &Farm) {
    let body = farm.issue().body;
    assert!(!body.contains('\r'), "{body}");
    for text in [BEFORE, DETAILS, INSIDE, BELOW] {
        assert_eq!(body.matches(text).count(), 1, "`{text}` in:\n{body}");
    }
    let head = "The chickens have escaped\n\nSeen from the road, *at dawn*.\n\n- **Status**";
    assert!(body.starts_with(head), "{body}");
    assert!(
        body.ends_with(&format!("<!-- sitroom:end -->\n\n{BELOW}")),
        "{body}"
    );
    assert!(
        body.contains(&format!("\n\n{INSIDE}\n\n### Leads\n")),
        "{body}"
    );
    for at in 1..=2 {
        let mark = format!("<!-- sitroom:L{at} ");
        assert_eq!(body.matches(&mark).count(), 1, "{mark} in:\n{body}");
    }
}

#[test]
fn edit_in_the_moment_of_our_write_is_merged_back() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let number = farm.number();
    let seen = farm.github.requests().len();
    let slow = Fault::Delay(Duration::from_millis(1500));
    farm.github
        .fault(FaultRule::once(slow).on(Method::POST).path("graphql"));
    pane.keys("Sm").enter().keys("r");
    wait_for_the_last_look(&farm, seen);
    farm.edit(
        DAVE,
        "<!-- sitroom:end -->",
        "<!-- sitroom:end -->\n\nMind the step.",
    );
    farm.github.tick_as(DAVE, REPO, number, "I3 ").unwrap();
    pane.wait_import(DAVE, "Mind the step.")
        .wait_import(DAVE, "I3");
    farm.wait_body("both", |body| {
        body.contains("**Severity**: medium")
            && body.contains("Mind the step.")
            && body.contains("[x] I3")
    });
    pane.wait_screen("synced")
        .wait_incident("our own change", |i| i.severity == Severity::Medium);
    pane.quit();
}

#[test]
fn server_without_graphql_is_synced_all_the_same() {
    let farm = Farm::with(|mut options| {
        options.graphql = false;
        options
    });
    let pane = farm.with_boards();
    farm.edit(DAVE, "did the fox go?", "did the fox run?");
    pane.wait_entry("did the fox run?");
    pane.keys("Sm").enter().keys("r");
    farm.wait_body("both", |body| {
        body.contains("**Severity**: medium") && body.contains("did the fox run?")
    });
    pane.quit();
}

#[test]
fn edit_that_was_covered_by_a_write_without_an_answer_is_merged_back() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let number = farm.number();
    let slow = Fault::Delay(Duration::from_millis(1500));
    // The same write is late for the first client, and its answer is cut off by an outage.
    farm.github
        .fault(FaultRule::once(slow).on(Method::POST).path("graphql"));
    let seen = farm.github.requests().len();
    pane.keys("Sm").enter().keys("r");
    wait_for_the_last_look(&farm, seen);
    farm.github.tick_as(DAVE, REPO, number, "I3 ").unwrap();
    farm.wait("the write", |world| {
        let news = &world.requests()[seen..];
        news.iter().any(|request| request.path == "/graphql")
    });
    farm.github.set_down(true);
    farm.github.set_down(false);
    pane.keys("r").wait_import(DAVE, "I3");
    farm.wait_body("both", |body| {
        body.contains("**Severity**: medium") && body.contains("[x] I3")
    });
    pane.quit();
}

#[test]
fn edit_that_was_covered_by_the_write_of_a_pane_that_died_is_merged_back() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let number = farm.number();
    let slow = Fault::Delay(Duration::from_millis(1500));
    farm.github
        .fault(FaultRule::once(slow).on(Method::POST).path("graphql"));
    let seen = farm.github.requests().len();
    pane.keys("Sm").enter().keys("r");
    wait_for_the_last_look(&farm, seen);
    farm.github.tick_as(DAVE, REPO, number, "I3 ").unwrap();
    farm.wait("the write", |world| {
        let news = &world.requests()[seen..];
        news.iter().any(|request| request.path == "/graphql")
    });
    pane.kill();
    farm.wait_body("the write alone", |body| {
        body.contains("**Severity**: medium") && body.contains("[ ] I3")
    });
    let pane = Pane::open(&farm);
    pane.wait_import(DAVE, "I3");
    farm.wait_body("both", |body| {
        body.contains("**Severity**: medium") && body.contains("[x] I3")
    });
    pane.quit();
}

/// Waits until the mirror looked at the issue for the last time before it writes.
fn wait_for_the_last_look(farm: &Farm, seen: usize) {
    farm.wait("the last look before the write", |world| {
        let news = &world.requests()[seen..];
        let repository = format!("/repos/{REPO}");
        let looked = news.iter().position(|request| request.path == repository);
        let look = looked.and_then(|at| news.get(at + 1));
        look.is_some_and(|look| look.status.is_some())
    });
}
