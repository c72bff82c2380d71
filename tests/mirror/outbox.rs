//! Each operation goes out once, whatever happens to its answer and wherever the machine stops.

use std::time::Duration;

use rstest::rstest;
use sitroom::domain::command::Command;
use sitroom::domain::event::Event;
use sitroom::domain::mirror::{Delivery, OutboxState, PostedState};
use sitroom::github::sync::{Pace, Trouble};
use sitroom::practice::{Comment, Fault};

use super::bench::{Bench, DAVE, PACE, REPO};
use super::wire::{Happening, Which};

fn with(bench: &Bench, text: &str) -> Vec<Comment> {
    let comments = bench.issue().comments.into_iter();
    comments.filter(|c| c.body.contains(text)).collect()
}

fn without_marks(mut comments: Vec<Comment>) -> Vec<Comment> {
    for comment in &mut comments {
        comment.body.clear();
    }
    comments
}

#[rstest]
#[case::lost_after(Fault::LoseReply)]
#[case::lost_before(Fault::DropBefore)]
#[case::error_after(Fault::AfterApply5xx(502))]
#[case::error_before(Fault::RefuseBefore5xx(503))]
#[case::cut_off(Fault::TruncateBody)]
#[case::never_answered(Fault::Hang)]
#[case::gateway(Fault::HtmlBody(200))]
#[tokio::test]
async fn every_operation_goes_out_once(
    #[case] fault: Fault,
    #[values(Which::CreateIssue, Which::PostComment, Which::Patch)] which: Which,
) {
    let mut bench = Bench::new();
    bench.note("feathers at the gate");
    bench.close(true);
    bench.wire.plan(which, 0, Happening::Fault(fault));
    let status = bench.settle().await;
    assert!(bench.wire.is_played());
    assert_eq!((status.waiting, status.stuck), (0, 0));
    let issue = bench.issue();
    assert!(!issue.open);
    assert_eq!(with(&bench, "feathers at the gate").len(), 1);
    assert_eq!(
        bench.count(|event| matches!(event, Event::IssueStateSeen { .. })),
        0
    );
}

#[tokio::test]
async fn machine_that_stops_anywhere_sends_nothing_twice() {
    let story = |bench: &Bench| {
        bench.note("feathers at the gate");
        bench.lead("which way did the fox go?");
        bench.close(true);
    };
    let mut whole = Bench::new();
    story(&whole);
    whole.settle().await;
    let steps = whole.steps();
    assert!(steps > 20, "{steps}");
    for stop in 0..steps {
        let mut bench = Bench::new();
        story(&bench);
        bench.stop_after(stop);
        while bench.try_round().await.is_some() && bench.issue_is_open() {}
        bench.restart();
        let status = bench.settle().await;
        assert_eq!((status.waiting, status.stuck), (0, 0), "stopped at {stop}");
        assert!(!bench.issue().open, "stopped at {stop}");
        assert_eq!(with(&bench, "feathers").len(), 1, "stopped at {stop}");
        let links = bench.count(|event| matches!(event, Event::IssueLinked { .. }));
        assert_eq!(links, 1, "stopped at {stop}");
    }
}

#[tokio::test]
async fn lost_comment_is_looked_for_after_the_server_gave_up_on_it_and_twice() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    bench
        .wire
        .plan(Which::PostComment, 0, Happening::Fault(Fault::DropBefore));
    bench.bad_round().await;
    let posts = |bench: &Bench| {
        let log = bench.wire.take_log();
        log.iter()
            .filter(|which| **which == Which::PostComment)
            .count()
    };
    assert_eq!(posts(&bench), 1);
    for _ in 0..2 {
        let trouble = bench.bad_round().await;
        let Trouble::InDoubt { wait } = trouble else {
            panic!("{trouble:?}");
        };
        assert_eq!(posts(&bench), 0, "it is too early");
        bench.wait(wait);
    }
    // The first look found nothing; the second comes as long after it.
    bench.round().await;
    assert_eq!(posts(&bench), 1);
    assert_eq!(with(&bench, "feathers at the gate").len(), 1);
}

#[tokio::test]
async fn list_that_is_behind_is_no_reason_to_post_again() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    bench
        .wire
        .plan(Which::PostComment, 0, Happening::Fault(Fault::LoseReply));
    bench.bad_round().await;
    bench.wait(Duration::from_secs(12));
    // Those that every round reads, and those that are read to look for it.
    for _ in 0..6 {
        let behind = Happening::Answer(Box::new(super::wire::without_newest));
        bench.wire.plan(Which::ListComments, 0, behind);
    }
    bench.settle().await;
    assert!(bench.wire.is_played());
    assert_eq!(with(&bench, "feathers at the gate").len(), 1);
}

#[tokio::test]
async fn comment_that_is_never_found_is_sent_three_times_and_then_waits_for_a_person() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    for _ in 0..3 {
        bench
            .wire
            .plan(Which::PostComment, 0, Happening::Fault(Fault::DropBefore));
    }
    let status = bench.settle().await;
    assert_eq!((status.waiting, status.stuck), (0, 1));
    assert!(
        status.detail.contains("sent three times"),
        "{}",
        status.detail
    );
    assert_eq!(status.deliveries.values().max(), Some(&Delivery::Stuck));
    bench.ask().await;
    let status = bench.settle().await;
    assert_eq!((status.waiting, status.stuck), (0, 0));
    assert_eq!(with(&bench, "feathers at the gate").len(), 1);
}

#[tokio::test]
async fn comment_is_queued_sent_and_then_confirmed_by_a_list() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    let entry = bench.entries().last().expect("the note").id;
    bench.wire.plan(Which::ReadIssue, 0, Happening::NotSent);
    let (status, _) = bench.round().await;
    assert_eq!(status.deliveries.get(&entry), Some(&Delivery::Queued));
    let status = bench.good_round().await;
    assert_eq!(status.deliveries.get(&entry), Some(&Delivery::Sent));
    let status = bench.good_round().await;
    assert_eq!(status.deliveries.get(&entry), Some(&Delivery::Confirmed));
}

#[tokio::test]
async fn note_that_stays_here_has_no_delivery() {
    let mut bench = Bench::synced().await;
    bench.does(Command::Note {
        text: "between us".to_owned(),
        visibility: sitroom::domain::event::Visibility::Local,
    });
    let entry = bench.entries().last().expect("the note").id;
    let status = bench.settle().await;
    assert_eq!(status.deliveries.get(&entry), None);
    assert_eq!(bench.issue().comments, []);
}

#[rstest]
#[case::lost_after(Fault::LoseReply)]
#[case::lost_before(Fault::DropBefore)]
#[tokio::test]
async fn what_others_do_to_the_state_after_our_closing_is_left_alone(#[case] fault: Fault) {
    let mut bench = Bench::synced().await;
    bench.close(true);
    let arrives = fault == Fault::LoseReply;
    bench.wire.plan(Which::Patch, 0, Happening::Fault(fault));
    bench.bad_round().await;
    if arrives {
        bench.github.reopen_issue(REPO, 1).expect("it is there");
    }
    bench.settle().await;
    assert_eq!(bench.issue().open, arrives, "closed unless Dave opened it");
    bench.settle().await;
    assert_eq!(bench.issue().open, arrives);
}

#[tokio::test]
async fn reopening_and_closing_before_anything_was_sent_sends_nothing() {
    let mut bench = Bench::synced().await;
    bench.close(true);
    bench.wire.plan(Which::ReadIssue, 0, Happening::NotSent);
    bench.bad_round().await;
    assert!(bench.disk.kept().outbox.len() > 2);
    bench.close(false);
    bench.wire.take_log();
    bench.settle().await;
    assert!(!bench.wire.take_log().contains(&Which::Patch));
    assert!(bench.issue().open);
}

#[tokio::test]
async fn same_note_twice_on_the_issue_is_told_and_not_deleted() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    bench.settle().await;
    let first = with(&bench, "feathers at the gate").remove(0);
    let login = first.author.clone().expect("ours");
    let again = bench.github.comment_as(&login, REPO, 1, &first.body);
    let again = again.expect("the issue is there");
    let status = bench.settle().await;
    assert!(status.detail.contains("twice"), "{}", status.detail);
    assert!(status.detail.contains(&format!("#issuecomment-{again}")));
    assert_eq!(with(&bench, "feathers at the gate").len(), 2);
    let posted: Vec<u64> = bench
        .disk
        .kept()
        .sync
        .posted
        .values()
        .map(|p| p.comment)
        .collect();
    assert_eq!(posted, [first.id]);
    bench
        .github
        .delete_comment(REPO, again)
        .expect("it is there");
    bench.note("the fox is back");
    bench.settle().await;
    let status = bench.good_round().await;
    assert_eq!(status.detail, "", "it is no longer there");
}

#[tokio::test]
async fn comment_of_ours_that_somebody_deleted_is_told_once_and_not_posted_again() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    bench.settle().await;
    let comment = with(&bench, "feathers at the gate").remove(0);
    bench
        .github
        .delete_comment(REPO, comment.id)
        .expect("it is there");
    bench.wait(Duration::from_secs(16 * 60));
    bench.settle().await;
    bench.wait(Duration::from_secs(16 * 60));
    bench.settle().await;
    bench.restart();
    bench.settle().await;
    assert_eq!(bench.issue().comments, []);
    let told: Vec<String> = bench
        .entries()
        .iter()
        .filter_map(|entry| match &entry.event {
            Event::IssueStateSeen { seen } => Some(seen.clone()),
            _ => None,
        })
        .collect();
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("feathers at the gate"), "{told:?}");
    let states: Vec<PostedState> = bench
        .disk
        .kept()
        .sync
        .posted
        .values()
        .map(|p| p.state)
        .collect();
    assert_eq!(states, [PostedState::Gone]);
}

#[tokio::test]
async fn our_own_ceilings_put_comments_off_and_nothing_else() {
    let mut bench = Bench::synced().await;
    bench.pace = Pace {
        per_minute: 3,
        ..PACE
    };
    bench.restart();
    for n in 1..=5 {
        // Apart in time, so that they are not one comment.
        bench.wait(Duration::from_secs(180));
        bench.note(&format!("hen {n} is back"));
    }
    let status = bench.good_round().await;
    assert_eq!(status.waiting, 2);
    let hold = bench.has_more().expect("the rest waits");
    assert!(hold > Duration::from_secs(50), "{hold:?}");
    bench.lead("who left the gate open?");
    bench.good_round().await;
    assert!(bench.issue().body.contains("who left the gate open?"));
    assert_eq!(bench.issue().comments.len(), 3);
    bench.restart();
    bench.good_round().await;
    assert_eq!(bench.issue().comments.len(), 3, "it is remembered");
    bench.wait(hold);
    bench.settle().await;
    assert_eq!(bench.issue().comments.len(), 5);
}

#[tokio::test]
async fn undone_note_that_was_not_sent_never_goes_out() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    bench.wire.plan(Which::ReadIssue, 0, Happening::NotSent);
    bench.bad_round().await;
    bench.does(Command::Undo { entry: None });
    bench.settle().await;
    assert_eq!(without_marks(bench.issue().comments), []);
    assert!(
        bench
            .disk
            .kept()
            .outbox
            .values()
            .all(|item| item.state != OutboxState::Stuck)
    );
}

#[tokio::test]
async fn what_was_agreed_is_not_lost_with_the_file_that_says_so() {
    let mut bench = Bench::synced().await;
    bench.note("feathers at the gate");
    bench
        .github
        .comment_as(DAVE, REPO, 1, "I saw it")
        .expect("it is there");
    bench.settle().await;
    let entries = bench.entries().len();
    bench.disk.kept().sync = sitroom::domain::mirror::SyncState::default();
    bench.restart();
    bench.settle().await;
    assert_eq!(with(&bench, "feathers at the gate").len(), 1);
    assert_eq!(bench.entries().len(), entries, "nothing came in twice");
}

/// A closed issue that somebody opens in the browser, long after the closing went out: it is not
/// closed again behind their back, and the record here stays as the Incident Commander left it
/// until they say otherwise.
#[tokio::test]
async fn issue_that_somebody_opens_after_the_closing_was_sent_stays_open_until_it_is_said() {
    let mut bench = Bench::synced().await;
    bench.note("the last word");
    bench.close(true);
    bench.settle().await;
    assert!(!bench.issue().open);
    let comments = bench.issue().comments.len();
    bench.github.reopen_issue(REPO, 1).expect("it is there");
    for _ in 0..2 {
        bench.settle().await;
        assert!(bench.issue().open, "nobody here closes it again");
        assert!(bench.incident().closed, "nobody here opened the record");
    }
    assert_eq!(
        bench.issue().comments.len(),
        comments,
        "nothing is sent twice"
    );
    let told = bench.count(|event| matches!(event, Event::IssueStateSeen { .. }));
    assert_eq!(told, 1, "the journal has it once");
    // Opened here too, both agree; closed anew, it is closed there.
    bench.close(false);
    bench.settle().await;
    assert!(bench.issue().open);
    bench.close(true);
    bench.settle().await;
    assert!(!bench.issue().open);
}
