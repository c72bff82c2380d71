//! Which issue it is.

use sitroom::domain::command::Command;
use sitroom::domain::incident::IssueLink;
use sitroom::github::sync::Trouble;

use super::bench::{Bench, DAVE, REPO};
use super::wire::{Happening, Which};

fn attach(bench: &Bench, number: u64) {
    let issue = IssueLink {
        repository: REPO.to_owned(),
        number,
        url: String::new(),
    };
    bench.does(Command::LinkIssue { issue });
}

fn open(bench: &Bench, title: &str) -> u64 {
    let number = bench.github.open_issue_as(DAVE, REPO, title, "By hand.");
    number.expect("the repository is there")
}

#[tokio::test]
async fn issue_that_was_attached_by_mistake_is_let_go_before_anything_was_agreed_on() {
    let mut bench = Bench::new();
    let (wrong, right) = (open(&bench, "Apples"), open(&bench, "Chickens"));
    bench.note("feathers at the gate");
    attach(&bench, wrong);
    // It is taken up, and then the network is gone.
    bench.wire.plan(Which::ReadIssue, 1, Happening::NotSent);
    bench.bad_round().await;
    let remote = bench.disk.kept().sync.remote.clone();
    assert_eq!(remote.map(|remote| remote.number), Some(wrong));
    attach(&bench, right);
    bench.settle().await;
    let issue = |number| bench.github.issue(REPO, number).expect("it is there");
    assert_eq!(
        (issue(wrong).body.as_str(), issue(wrong).comments.len()),
        ("By hand.", 0)
    );
    assert!(issue(right).body.contains("sitroom:begin"));
    assert_eq!(issue(right).comments.len(), 1);
    assert_eq!(
        bench.disk.kept().aside.len(),
        1,
        "what was known of it is kept"
    );
}

#[tokio::test]
async fn issue_that_was_synced_stays_the_one() {
    let mut bench = Bench::synced().await;
    let other = open(&bench, "Apples");
    attach(&bench, other);
    let trouble = bench.bad_round().await;
    let Trouble::Blocked { cause, .. } = &trouble else {
        panic!("{trouble:?}");
    };
    assert!(cause.contains(&format!("attach {REPO}#1 again")), "{cause}");
    let issue = bench.github.issue(REPO, other).expect("it is there");
    assert_eq!(issue.body, "By hand.");
    attach(&bench, 1);
    bench.settle().await;
}
