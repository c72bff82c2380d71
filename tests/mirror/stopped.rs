//! While nothing may leave: what is still read, and what is not.

use rstest::rstest;
use sitroom::domain::event::{Event, OutboundSet};
use sitroom::domain::incident::StopCause;
use sitroom::domain::mirror::MirrorState;
use sitroom::github::sync::Trouble;
use sitroom::practice::Fault;

use super::bench::{Bench, DAVE, REPO};
use super::wire::{Happening, Which};

fn switch(bench: &Bench, stopped: bool, cause: StopCause) {
    bench.happens(Event::OutboundSet(OutboundSet {
        stopped,
        cause,
        reason: String::new(),
    }));
}

/// Something to say here and something said there, while nothing may leave.
async fn stopped(cause: StopCause) -> Bench {
    let bench = Bench::synced().await;
    switch(&bench, true, cause);
    bench.lead("who left the ladder?");
    bench.note("feathers at the gate");
    bench.edit(DAVE, "which way did the fox go?", "where did the fox go?");
    let said = bench.github.comment_as(DAVE, REPO, 1, "It went north.");
    said.expect("it is there");
    bench
}

/// Whether the edit and the comment came here.
fn knows(bench: &Bench) -> (bool, bool) {
    let incident = bench.incident();
    let heard = |event: &Event| format!("{event:?}").contains("It went north.");
    let leads = &incident.leads;
    (
        leads
            .iter()
            .any(|lead| lead.text == "where did the fox go?"),
        bench.count(heard) == 1,
    )
}

#[tokio::test]
async fn marking_stops_what_is_written_and_the_issue_is_read_on() {
    let mut bench = stopped(StopCause::Marking).await;
    let (body, comments) = (bench.issue().body, bench.issue().comments.len());
    for _ in 0..3 {
        let status = bench.good_round().await;
        assert_eq!(status.state, MirrorState::Stopped);
        assert!(status.detail.contains("still read"), "{}", status.detail);
        assert_eq!(bench.has_more(), None, "it waits for the next poll");
    }
    assert_eq!(knows(&bench), (true, true));
    let now = (bench.issue().body, bench.issue().comments.len());
    assert_eq!(now, (body, comments));
    let log = bench.wire.take_log();
    let is_write = |call: &Which| {
        matches!(
            call,
            Which::WriteBody | Which::PostComment | Which::Patch | Which::CreateIssue
        )
    };
    assert!(!log.iter().any(is_write), "{log:?}");
    // What waited goes out once things may leave again, and what was read is not asked about.
    switch(&bench, false, StopCause::Marking);
    bench.settle().await;
    assert!(bench.issue().body.contains("who left the ladder?"));
    assert!(bench.issue().body.contains("where did the fox go?"));
    assert_eq!(bench.issue().comments.len(), comments + 1);
    assert_eq!(bench.incident().conflicts.len(), 0);
}

#[tokio::test]
async fn switch_stops_every_request() {
    let mut bench = stopped(StopCause::Switch).await;
    let trouble = bench.bad_round().await;
    assert_eq!(trouble.state(), MirrorState::Stopped);
    assert_eq!(bench.wire.take_log(), []);
    assert_eq!(knows(&bench), (false, false));
}

#[rstest]
#[case::marking(StopCause::Marking)]
#[case::switch(StopCause::Switch)]
#[tokio::test]
async fn write_whose_answer_was_lost_is_not_looked_into_meanwhile(#[case] cause: StopCause) {
    let mut bench = Bench::synced().await;
    bench.lead("who left the ladder?");
    let lost = Happening::Fault(Fault::LoseReply);
    bench.wire.plan(Which::WriteBody, 0, lost);
    bench.bad_round().await;
    bench.wire.take_log();
    switch(&bench, true, cause);
    let trouble = bench.bad_round().await;
    assert!(matches!(
        trouble,
        Trouble::Blocked {
            state: MirrorState::Stopped,
            ..
        }
    ));
    assert_eq!(bench.wire.take_log(), []);
}
