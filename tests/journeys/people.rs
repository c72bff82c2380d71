//! People: what is known of them stays here, who wrote last comes in, other incidents count.

use std::time::Duration;

use sitroom::domain::command::Command;
use sitroom::domain::event::ShiftStarted;

use crate::farm::Farm;
use crate::harness::Pane;

/// Everything that was ever sent, and everything that stands on GitHub.
fn sent(farm: &Farm) -> String {
    let requests = farm.github.requests();
    let bodies = requests.iter().filter_map(|request| request.body.as_ref());
    let mut sent: String = bodies.map(ToString::to_string).collect();
    let issue = farm.issue();
    sent.push_str(&issue.body);
    for comment in issue.comments {
        sent.push_str(&comment.body);
    }
    sent
}

#[test]
fn how_to_reach_people_and_what_they_were_asked_never_leaves() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.keys("O").wait_screen("somebody new");
    pane.keys("n").typed("Grey Goose, liaison").enter();
    pane.wait_incident("the goose", |it| it.roster.contains_key("Grey Goose"));
    pane.keys("6/").typed("goose").enter().keys("ec");
    pane.typed("+1 555 0100").enter();
    pane.wait_incident("the number", |it| {
        it.roster["Grey Goose"].contact == "+1 555 0100"
    });
    pane.keys("Q").typed("is the pond public? 5m").enter();
    pane.wait_incident("the question", |it| it.asks.len() == 1);
    pane.keys(" ").wait_incident("the goose on shift", |it| {
        it.shift_of("Grey Goose").is_some()
    });
    pane.keys("Q").typed("is the mill public? 5m").enter();
    pane.wait_incident("another question", |it| it.asks.len() == 2);
    pane.keys("u")
        .wait_incident("none", |it| it.asks.len() == 1);
    pane.esc().note("the last word").keys("r");
    farm.wait_comments("the last word", |all| {
        all.iter()
            .any(|comment| comment.body.contains("the last word"))
    });
    farm.wait_body("who is on shift", |body| body.contains("Grey Goose"));
    pane.quit();
    let sent = sent(&farm);
    for local in ["555 0100", "liaison", "the pond", "the mill", "roster"] {
        assert!(!sent.contains(local), "`{local}` was sent: {sent}");
    }
}

#[test]
fn a_question_that_is_shared_goes_out_as_any_note() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    pane.keys("Q").typed("dave is the pond public? 5m").enter();
    pane.wait_incident("the question", |it| it.asks.len() == 1);
    pane.keys("6G")
        .keys("en")
        .wait_screen("is the pond public?")
        .enter();
    farm.wait_comments("the question", |all| {
        all.iter()
            .any(|comment| comment.body.contains("is the pond public?"))
    });
    pane.quit();
}

#[test]
fn a_shift_that_is_over_long_is_asked_for_on_the_next_day() {
    let farm = Farm::new();
    farm.execute(Command::StartShift(ShiftStarted::of("Farmer Dave")));
    farm.pass(Duration::from_secs(14 * 3600));
    let pane = Pane::open(&farm);
    pane.wait("a clock that asks", |shown| {
        let mut clocks = shown.app.clocks.iter();
        clocks.any(|due| due.ask == "Is Farmer Dave still on shift?")
    });
    pane.keys("6").wait_screen("still on?");
    pane.quit();
    assert!(farm.record().incident().shift_of("Farmer Dave").is_some());
}
