//! Issues that are full: what the body has no room for stands in comments.

use std::collections::BTreeSet;
use std::time::Duration;

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::document::{BUDGET, Continuation, parse, units};
use sitroom::domain::ids::LeadId;
use sitroom::domain::incident::LeadState;
use sitroom::practice::Fault;

use super::bench::{Bench, REPO};
use super::wire::{Happening, Which};

/// Puts so many leads of two hundred characters on the board; every second one is answered.
fn fill(bench: &Bench, count: u32) {
    let first = bench.incident().counters.lead + 1;
    for n in first..first + count {
        bench.lead(&format!(
            "{n} {}",
            "which of the many gates was open? ".repeat(6)
        ));
        if n % 2 == 0 {
            bench.does(Command::MoveLead {
                id: LeadId(n),
                from: LeadState::Open,
                to: LeadState::Answered,
                finding: "the north one".to_owned(),
            });
        }
    }
}

fn continuations(bench: &Bench) -> Vec<Continuation> {
    let comments = bench.issue().comments.into_iter();
    comments
        .filter_map(|comment| Continuation::read(comment.id, &comment.body))
        .collect()
}

/// Every lead stands once: in the body, or in a comment that the body names.
fn check_whole(bench: &Bench) {
    let body = bench.issue().body;
    assert!(units(&body) <= BUDGET, "{}", units(&body));
    let parsed = parse(&body);
    let state = parsed.state.clone().expect("a hidden part");
    let there = continuations(bench);
    let mut found: Vec<String> = parsed
        .items
        .iter()
        .filter_map(|line| line.marked.as_ref().map(ToString::to_string))
        .filter(|id| id.starts_with('L'))
        .collect();
    for (key, ids) in &state.moved {
        let comment = there.iter().find(|known| known.key == *key);
        let lines = comment.expect("the comment is there").lines();
        let known: BTreeSet<_> = lines.into_iter().filter_map(|line| line.marked).collect();
        for id in ids {
            assert!(known.contains(id), "{id} stands in {key}");
            found.push(id.to_string());
        }
    }
    found.sort();
    let leads = bench.incident();
    let mut expected: Vec<String> = leads.leads.iter().map(|l| l.id.to_string()).collect();
    expected.sort();
    assert_eq!(found, expected);
    assert!(leads.conflicts.is_empty());
}

#[tokio::test]
async fn lines_go_to_a_comment_and_leave_the_body_when_it_was_seen_there() {
    let mut bench = Bench::synced().await;
    fill(&bench, 130);
    bench.settle().await;
    check_whole(&bench);
    assert_eq!(continuations(&bench).len(), 0, "there is room yet");
    let lines = |bench: &Bench| parse(&bench.issue().body).items.len();
    while continuations(&bench).is_empty() {
        fill(&bench, 6);
        bench.good_round().await;
    }
    let all = lines(&bench);
    assert!(
        units(&bench.issue().body) > BUDGET,
        "it is written all the same"
    );
    bench.wire.plan(Which::ListComments, 0, Happening::NotSent);
    bench.bad_round().await;
    assert_eq!(lines(&bench), all, "nobody has seen it yet");
    bench.settle().await;
    assert!(lines(&bench) < all);
    assert_eq!(continuations(&bench).len(), 1);
    check_whole(&bench);
    bench.wire.take_log();
    bench.good_round().await;
    bench.good_round().await;
    let log = bench.wire.take_log();
    assert!(!log.contains(&Which::WriteBody), "{log:?}");
}

#[rstest]
#[case::lost_after(Fault::LoseReply)]
#[case::lost_before(Fault::DropBefore)]
#[tokio::test]
async fn comment_whose_answer_was_lost_is_posted_once(#[case] fault: Fault) {
    let mut bench = Bench::synced().await;
    fill(&bench, 270);
    bench
        .wire
        .plan(Which::PostComment, 0, Happening::Fault(fault));
    bench.bad_round().await;
    bench.restart();
    bench.settle().await;
    assert!(bench.wire.is_played());
    assert_eq!(continuations(&bench).len(), 1);
    check_whole(&bench);
}

#[tokio::test]
async fn machine_that_stops_on_the_way_posts_it_once() {
    let mut whole = Bench::synced().await;
    let before = whole.steps();
    fill(&whole, 270);
    whole.settle().await;
    let steps = whole.steps() - before;
    for stop in (0..steps).step_by(2) {
        let mut bench = Bench::synced().await;
        fill(&bench, 270);
        bench.stop_after(stop);
        for _ in 0..4 {
            if bench.try_round().await.is_none() {
                break;
            }
        }
        bench.restart();
        bench.settle().await;
        assert_eq!(continuations(&bench).len(), 1, "stopped at {stop}");
        check_whole(&bench);
    }
}

#[tokio::test]
async fn line_that_becomes_active_again_returns_and_a_deleted_comment_gives_all_back() {
    let mut bench = Bench::synced().await;
    fill(&bench, 270);
    bench.settle().await;
    let moved = continuations(&bench).remove(0);
    let line = moved.lines().remove(0).marked.expect("a number");
    let id: LeadId = line.0.parse().expect("a lead");
    bench.does(Command::MoveLead {
        id,
        from: LeadState::Answered,
        to: LeadState::Investigating,
        finding: String::new(),
    });
    bench.settle().await;
    check_whole(&bench);
    let stands = |bench: &Bench| parse(&bench.issue().body).item(&line).is_some();
    assert!(stands(&bench));
    bench
        .github
        .delete_comment(REPO, moved.comment)
        .expect("it is there");
    bench.wait(Duration::from_secs(16 * 60));
    bench.settle().await;
    bench.settle().await;
    check_whole(&bench);
    assert_eq!(
        continuations(&bench).len(),
        1,
        "what has no room now is in another"
    );
}

#[tokio::test]
async fn another_machine_reads_what_stands_in_comments() {
    let mut jane = Bench::synced().await;
    fill(&jane, 270);
    jane.settle().await;
    let mut dave = jane.beside("farmer-dave");
    dave.settle().await;
    let texts = |bench: &Bench| -> Vec<(LeadId, String, LeadState)> {
        let incident = bench.incident();
        let leads = incident.leads.iter();
        leads.map(|l| (l.id, l.text.clone(), l.state)).collect()
    };
    assert_eq!(texts(&dave), texts(&jane));
    check_whole(&dave);
    assert_eq!(continuations(&dave).len(), 1);
}
