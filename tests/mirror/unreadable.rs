//! An issue on which it cannot be told what is ours.

use std::time::Duration;

use sitroom::domain::incident::Severity;

use super::bench::{Bench, DAVE};

const END: &str = "<!-- sitroom:end -->";
const OPENED: &str = "```\nthe foxes' log\n<!-- sitroom:end -->\n```";
const CLOSED: &str = "```\nthe foxes' log\n```\n<!-- sitroom:end -->";

/// A synced record on whose issue somebody put the end of our part into a code block.
async fn unreadable() -> Bench {
    let mut bench = Bench::synced().await;
    bench.edit(DAVE, END, OPENED);
    let status = bench.good_round().await;
    assert!(
        status.detail.contains("the mark `sitroom:end` is gone"),
        "{}",
        status.detail
    );
    bench
}

#[tokio::test]
async fn what_is_changed_meanwhile_on_both_sides_is_taken_over_once_it_can_be_read() {
    let mut bench = Box::pin(unreadable()).await;
    bench.edit(DAVE, "- **Severity**: unknown", "- **Severity**: high");
    bench.lead("who opened the gate?");
    bench.settle().await;
    bench.restart();
    bench.settle().await;
    assert_eq!(bench.incident().severity, Severity::Unknown);
    assert!(!bench.issue().body.contains("who opened the gate?"));

    bench.edit(DAVE, OPENED, CLOSED);
    bench.settle().await;
    assert_eq!(bench.incident().severity, Severity::High);
    let body = bench.issue().body;
    assert!(
        body.contains("who opened the gate?") && body.contains("**Severity**: high"),
        "{body}"
    );
}

#[tokio::test]
async fn it_is_asked_only_whether_something_changed() {
    let mut bench = Box::pin(unreadable()).await;
    bench.settle().await;
    let before = bench.github.requests().len();
    bench.wait(Duration::from_secs(120));
    let status = bench.good_round().await;
    assert!(
        status.detail.contains("the mark `sitroom:end` is gone"),
        "{}",
        status.detail
    );
    let requests = bench.github.requests().split_off(before);
    assert!(
        !requests.is_empty() && requests.iter().all(|request| request.status == Some(304)),
        "{requests:?}"
    );
}
