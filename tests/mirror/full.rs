//! An issue that has no room for everything.

use std::sync::Arc;

use chrono::TimeDelta;
use sitroom::domain::command::Command;
use sitroom::domain::document::{BUDGET, units};
use sitroom::domain::event::Field;
use sitroom::domain::ids::LeadId;
use sitroom::domain::incident::LeadState;
use sitroom::practice::Comment;

use super::bench::{Bench, DAVE, REPO};

const LEADS: u32 = 420;

/// Puts more leads on the board than an issue can hold, most of which came to an end.
fn many_leads(bench: &Bench) {
    for n in 2..=LEADS {
        bench.lead(&format!(
            "where is hen number {n:04}? {}",
            "cluck ".repeat(14)
        ));
        if n % 4 != 0 {
            move_lead(bench, n, LeadState::Open, LeadState::Answered);
        }
    }
}

fn move_lead(bench: &Bench, n: u32, from: LeadState, to: LeadState) {
    bench.does(Command::MoveLead {
        id: LeadId(n),
        from,
        to,
        finding: "in the barn".to_owned(),
    });
}

/// Goes on until the issue says everything, one way or the other.
async fn settle(bench: &mut Bench) {
    for _ in 0..6 {
        bench.settle().await;
        // The next poll: it sees the comment that was posted.
        bench.clock.pass(TimeDelta::seconds(30));
    }
}

fn comments(bench: &Bench) -> Vec<Comment> {
    bench.github.comments(REPO, bench.issue().number)
}

/// Asserts that every lead stands in one place, and every place is within the limit.
fn check_whole(bench: &Bench) {
    let body = bench.issue().body;
    let comments = comments(bench);
    assert!(units(&body) <= BUDGET, "{}", units(&body));
    for n in 2..=LEADS {
        let text = format!("where is hen number {n:04}?");
        let in_comments = comments.iter().map(|c| c.body.matches(&text).count());
        let places = body.matches(&text).count() + in_comments.sum::<usize>();
        assert_eq!(places, 1, "{text}");
    }
    for comment in &comments {
        assert!(units(&comment.body) <= BUDGET);
    }
}

#[tokio::test]
async fn ended_lines_move_to_a_comment_when_the_issue_is_full_and_none_is_cut() {
    let mut bench = Bench::synced().await;
    many_leads(&bench);
    settle(&mut bench).await;
    check_whole(&bench);
    let body = bench.issue().body;
    for n in (4..=LEADS).step_by(4) {
        let open = format!("where is hen number {n:04}?");
        assert!(body.contains(&open), "{open} is open and stays");
    }
    assert!(!comments(&bench).is_empty());
    let before = (body, comments(&bench));
    settle(&mut bench).await;
    assert_eq!((bench.issue().body, comments(&bench)), before);
    let conflicts = &bench.disk.kept().incident.conflicts;
    assert!(conflicts.is_empty(), "{conflicts:?}");
}

#[tokio::test]
async fn line_that_becomes_active_again_returns_to_the_issue() {
    let mut bench = Bench::synced().await;
    many_leads(&bench);
    settle(&mut bench).await;
    let text = "where is hen number 0002?";
    assert!(!bench.issue().body.contains(text));
    move_lead(&bench, 2, LeadState::Answered, LeadState::Investigating);
    settle(&mut bench).await;
    assert!(bench.issue().body.contains(text));
}

#[tokio::test]
async fn machine_that_stops_anywhere_posts_what_has_no_room_once() {
    let details = |bench: &Bench| {
        let line = "the fox was seen at the brook, and then behind the barn";
        let text: Vec<String> = (0..700).map(|n| format!("{n:04} {line}")).collect();
        bench.does(Command::SetField {
            field: Field::Details,
            to: text.join("\n\n"),
        });
    };
    let mut whole = Bench::synced().await;
    details(&whole);
    let begun = whole.steps();
    settle(&mut whole).await;
    let expected = (whole.issue().body.len(), comments(&whole).len());
    assert!(expected.1 > 0);
    for stop in (0..whole.steps() - begun).step_by(3) {
        let mut bench = Bench::synced().await;
        details(&bench);
        bench.stop_after(stop);
        while bench.try_round().await.is_some() && bench.steps() < begun + stop {}
        bench.restart();
        settle(&mut bench).await;
        let found = (bench.issue().body.len(), comments(&bench).len());
        assert_eq!(found, expected, "stopped at {stop}");
    }
}

#[tokio::test]
async fn another_machine_knows_the_lines_that_stand_in_comments() {
    let mut jane = Bench::synced().await;
    many_leads(&jane);
    settle(&mut jane).await;
    let before = comments(&jane);
    let mut dave = jane.beside(DAVE);
    settle(&mut dave).await;
    let incident = Arc::clone(&dave.disk.kept().incident);
    assert_eq!(incident.leads.len(), jane.disk.kept().incident.leads.len());
    assert_eq!(
        incident.lead(LeadId(3)).map(|lead| lead.state),
        Some(LeadState::Answered)
    );
    assert_eq!(comments(&jane), before);
    check_whole(&jane);
}
