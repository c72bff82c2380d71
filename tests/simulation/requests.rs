//! How little is asked of GitHub.

use sitroom::practice::Options;

use super::deed::Deed;
use super::ic;
use super::runtime;
use super::script::{Script, Size};
use super::sim::Sim;
use super::token::Token;

/// A sitroom with some lines on its boards and its issue, at rest.
fn at_rest() -> Sim {
    let script = Script::of(0, Size::USUAL).with(Vec::new());
    let mut sim = Sim::new(&script, false);
    ic::open(&sim.rooms[0], &mut sim.book);
    for (deed, n) in [Deed::AddLead, Deed::AddFix, Deed::AddItem, Deed::Note]
        .into_iter()
        .zip(0..)
    {
        ic::act(&sim.rooms[0], deed, u64::from(n), Token(n), &mut sim.book);
    }
    sim.settle().expect("nothing stands in the way");
    sim
}

/// Goes a round and returns the requests it took, as `GET 304 /issues/1`.
fn round(sim: &mut Sim) -> Vec<String> {
    let before = sim.github.requests().len();
    sim.round(0).expect("nothing stands in the way");
    let repo = format!("/repos/{}", Options::REPOSITORY);
    let sent = sim.github.requests().split_off(before);
    let short = |request: &sitroom::practice::RequestRecord| {
        let path = request.path.replacen(&repo, "", 1);
        let path = path.split('?').next().unwrap_or_default();
        format!("{} {} {path}", request.method, request.status.unwrap_or(0))
    };
    sent.iter().map(short).collect()
}

#[test]
fn hundred_idle_round_trips_change_nothing_and_create_nothing() {
    let runtime = runtime();
    let _inside = runtime.enter();
    let mut sim = at_rest();
    let issues = sim.github.issues(Options::REPOSITORY);
    let comments = sim.github.comments(Options::REPOSITORY, 1);
    let journal = sim.rooms[0].disk.journal_length();
    for _ in 0..100 {
        let sent = round(&mut sim);
        // Every tenth time it also looks whether the repository is still private.
        let asked: Vec<&str> = sent
            .iter()
            .map(String::as_str)
            .filter(|r| *r != "GET 304 ")
            .collect();
        assert_eq!(asked, ["GET 304 /issues/1"]);
        assert!(sent.len() <= 2);
    }
    assert_eq!(sim.github.comments(Options::REPOSITORY, 1), comments);
    assert_eq!(sim.rooms[0].disk.journal_length(), journal);
    let after = sim.github.issues(Options::REPOSITORY);
    assert_eq!(after.len(), issues.len());
    assert_eq!(after[0].body, issues[0].body);
    assert_eq!(after[0].revisions, issues[0].revisions);
}

#[test]
fn local_change_takes_a_look_a_write_and_a_post_for_each_comment() {
    let runtime = runtime();
    let _inside = runtime.enter();
    let mut sim = at_rest();
    for (deed, n) in [(Deed::RewordLead, 50), (Deed::Note, 51), (Deed::Decide, 52)] {
        ic::act(&sim.rooms[0], deed, 7, Token(n), &mut sim.book);
    }
    let asks = "GET 304 /issues/1";
    let comment = "POST 201 /issues/1/comments";
    let looks = "GET 304 ";
    let writes = "POST 200 /graphql";
    assert_eq!(round(&mut sim), [looks, asks, writes, comment, comment]);
    // What was written is read once more with the next poll.
    assert_eq!(
        round(&mut sim),
        ["GET 200 /issues/1", "GET 200 /issues/1/comments"]
    );
    assert_eq!(round(&mut sim), [asks]);
}
