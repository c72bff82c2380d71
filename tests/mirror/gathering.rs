//! Short notes that waited go out in one comment, and come in as what they are.

use std::time::Duration;

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::{Decided, Event, Origin};
use sitroom::domain::mirror::Delivery;
use sitroom::practice::Fault;

use super::bench::{Bench, JANE, REPO};
use super::wire::{Happening, Which};

/// Writes so many notes, as without a network.
fn notes(bench: &Bench, count: usize) {
    for n in 1..=count {
        bench.wait(Duration::from_secs(5));
        bench.note(&format!("hen {n} is back"));
    }
}

/// Returns how often each note stands on the issue, in the order of the issue.
fn on_issue(bench: &Bench) -> Vec<String> {
    let comments = bench.issue().comments;
    let lines = comments.iter().flat_map(|comment| comment.body.lines());
    let notes = lines.filter(|line| line.starts_with("hen "));
    notes.map(str::to_owned).collect()
}

fn all(count: usize) -> Vec<String> {
    (1..=count).map(|n| format!("hen {n} is back")).collect()
}

#[tokio::test]
async fn notes_that_waited_are_one_comment_each_with_its_time_and_author() {
    let mut bench = Bench::synced().await;
    notes(&bench, 10);
    let status = bench.settle().await;
    assert_eq!((status.waiting, status.stuck), (0, 0));
    let comments = bench.issue().comments;
    assert_eq!(comments.len(), 1);
    assert_eq!(on_issue(&bench), all(10));
    let heads = comments[0].body.lines().filter(|line| line.ends_with(JANE));
    assert_eq!(heads.count(), 10);
    bench.good_round().await;
    let status = bench.good_round().await;
    let all_there = status
        .deliveries
        .values()
        .all(|d| *d == Delivery::Confirmed);
    assert!(
        all_there && status.deliveries.len() == 10,
        "{:?}",
        status.deliveries
    );
}

#[rstest]
#[case::a_few(3, 5)]
#[case::far_apart(6, 130)]
#[tokio::test]
async fn a_few_notes_or_notes_far_apart_are_comments_of_their_own(
    #[case] count: usize,
    #[case] seconds_apart: u64,
) {
    let mut bench = Bench::synced().await;
    for n in 1..=count {
        bench.wait(Duration::from_secs(seconds_apart));
        bench.note(&format!("hen {n} is back"));
    }
    bench.settle().await;
    assert_eq!(bench.issue().comments.len(), count);
    assert_eq!(on_issue(&bench), all(count));
}

#[rstest]
#[case::lost_after(Fault::LoseReply)]
#[case::lost_before(Fault::DropBefore)]
#[case::error_after(Fault::AfterApply5xx(502))]
#[tokio::test]
async fn gathered_comment_whose_answer_was_lost_goes_out_once_and_as_it_was(#[case] fault: Fault) {
    let mut bench = Bench::synced().await;
    notes(&bench, 5);
    bench
        .wire
        .plan(Which::PostComment, 0, Happening::Fault(fault));
    bench.bad_round().await;
    // What comes after the first sending does not join it any more.
    bench.note("hen 6 is back");
    bench.restart();
    bench.settle().await;
    assert_eq!(on_issue(&bench), all(6));
    assert_eq!(bench.issue().comments.len(), 2);
}

#[tokio::test]
async fn machine_that_stops_while_it_gathers_sends_each_note_once() {
    let mut whole = Bench::synced().await;
    let before = whole.steps();
    notes(&whole, 5);
    whole.settle().await;
    let steps = whole.steps() - before;
    for stop in 0..steps {
        let mut bench = Bench::synced().await;
        notes(&bench, 5);
        bench.stop_after(stop);
        for _ in 0..3 {
            if bench.try_round().await.is_none() {
                break;
            }
        }
        bench.restart();
        bench.settle().await;
        assert_eq!(on_issue(&bench), all(5), "stopped at {stop}");
    }
}

#[tokio::test]
async fn note_that_was_taken_back_leaves_the_comment_that_waits() {
    let mut bench = Bench::synced().await;
    notes(&bench, 5);
    let limit = Fault::RateLimitSecondary {
        retry_after: Some(Duration::from_secs(60)),
    };
    bench
        .wire
        .plan(Which::PostComment, 0, Happening::Fault(limit));
    bench.bad_round().await;
    let waiting = bench.disk.kept().outbox.len();
    assert_eq!(waiting, 1, "it was gathered");
    let first = bench.entries().len() - 5;
    for at in [first, first + 4] {
        let entry = Some(bench.entries()[at].id);
        bench.does(Command::Undo { entry });
    }
    bench.settle().await;
    assert_eq!(on_issue(&bench), all(5)[1..4]);
    assert_eq!(bench.issue().comments.len(), 1);
}

#[tokio::test]
async fn entries_of_another_sitroom_come_in_once_as_what_they_are() {
    let mut jane = Bench::synced().await;
    let mut dave = jane.beside("farmer-dave");
    dave.settle().await;
    notes(&jane, 5);
    jane.does(Command::Decide(Box::new(Decided::said(
        "other", "buy eggs",
    ))));
    jane.does(Command::RecordMessage {
        message: "initial-sitrep".to_owned(),
        sitrep: true,
        to: vec!["team@example.gov".to_owned()],
        text: "Hens at large.\n\nMore at noon.".to_owned(),
    });
    let said: Vec<_> = jane.entries()[jane.entries().len() - 7..]
        .iter()
        .map(|entry| (entry.actor.clone(), entry.happened, entry.event.clone()))
        .collect();
    jane.settle().await;
    for _ in 0..3 {
        dave.settle().await;
        dave.disk.kept().sync.others.clear();
        dave.wait(Duration::from_secs(16 * 60));
        dave.restart();
    }
    let came: Vec<_> = dave
        .entries()
        .iter()
        .filter(|entry| {
            let posted = matches!(
                entry.event,
                Event::Noted { .. } | Event::Decided(_) | Event::MessageSent { .. }
            );
            entry.origin == Origin::Github && posted
        })
        .map(|entry| (entry.actor.clone(), entry.happened, entry.event.clone()))
        .collect();
    assert_eq!(came, said);
    // And they are not posted again from there.
    let comments = jane.issue().comments.len();
    dave.settle().await;
    assert_eq!(jane.issue().comments.len(), comments);
    assert_eq!(on_issue(&jane), all(5));
}

#[tokio::test]
async fn machine_that_stops_while_entries_of_another_come_in_takes_each_once() {
    let mut jane = Bench::synced().await;
    notes(&jane, 5);
    jane.settle().await;
    for stop in 0..30 {
        let mut dave = jane.beside("farmer-dave");
        dave.stop_after(stop);
        for _ in 0..3 {
            if dave.try_round().await.is_none() {
                break;
            }
        }
        dave.restart();
        dave.settle().await;
        let noted = dave.count(|event| matches!(event, Event::Noted { .. }));
        assert_eq!(noted, 5, "stopped at {stop}");
    }
    assert_eq!(jane.github.comments(REPO, 1).len(), 1);
}
