//! The repository is looked at before each write, and little is asked for it.

use std::time::Duration;

use sitroom::domain::command::Command;
use sitroom::domain::incident::Severity;
use sitroom::domain::mirror::MirrorState;
use sitroom::github::sync::Pace;

use super::bench::{Bench, REPO};
use super::wire::Which;

/// Two comments that are never gathered into one.
fn two_comments(bench: &Bench) {
    for to in [Severity::Low, Severity::High] {
        bench.does(Command::SetSeverity {
            to,
            reason: "they say so".to_owned(),
        });
    }
}

fn is_write(call: Which) -> bool {
    matches!(call, Which::WriteBody | Which::PostComment)
}

fn posted(bench: &Bench) -> usize {
    bench.issue().comments.len()
}

#[tokio::test]
async fn repository_that_becomes_public_between_two_comments_gets_no_second_one() {
    let mut bench = Bench::synced().await;
    bench.pace = Pace {
        look_good_for: Duration::ZERO,
        ..bench.pace
    };
    bench.restart();
    two_comments(&bench);
    let before = posted(&bench);
    bench.before(Which::PostComment, |github| {
        github.set_private(REPO, false).expect("it is there");
    });
    let trouble = bench.bad_round().await;
    assert_eq!(trouble.state(), MirrorState::Public, "{trouble:?}");
    assert_eq!(posted(&bench), before + 1);
    // Private again, the other one goes out, once.
    bench.github.set_private(REPO, true).expect("it is there");
    bench.settle().await;
    assert_eq!(posted(&bench), before + 2);
}

#[tokio::test]
async fn writes_that_follow_each_other_at_once_share_a_look() {
    let mut bench = Bench::synced().await;
    bench.lead("who left the ladder?");
    two_comments(&bench);
    bench.good_round().await;
    let mut log = bench.wire.take_log();
    log.retain(|call| matches!(call, Which::LookAtRepository) || is_write(*call));
    let (body, comment) = (Which::WriteBody, Which::PostComment);
    assert_eq!(log, [Which::LookAtRepository, body, comment, comment]);
}

#[tokio::test]
async fn write_that_follows_later_has_a_look_of_its_own_right_before_it() {
    let mut bench = Bench::synced().await;
    bench.pace = Pace {
        look_good_for: Duration::ZERO,
        ..bench.pace
    };
    bench.restart();
    bench.lead("who left the ladder?");
    two_comments(&bench);
    bench.settle().await;
    let log = bench.wire.take_log();
    let writes = log.iter().enumerate().filter(|(_, call)| is_write(**call));
    let before: Vec<Which> = writes.map(|(at, _)| log[at - 1]).collect();
    assert_eq!(before, [Which::LookAtRepository; 3], "{log:?}");
}
