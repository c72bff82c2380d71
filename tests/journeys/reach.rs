//! Where GitHub is, with which token, and what its clock shows.

use chrono::TimeDelta;
use http::Method;
use rstest::rstest;
use sitroom::domain::mirror::MirrorState;
use sitroom::practice::{Fault, FaultRule, Options};

use crate::farm::{DAVE, Farm, REPO};
use crate::harness::Pane;

fn wait_through(pane: &Pane) {
    pane.wait("nothing that waits", |shown| {
        shown.mirror.state == MirrorState::Synced && shown.mirror.waiting == 0
    });
}

#[rstest]
#[case::enterprise("", "/api/v3", "/api/graphql")]
#[case::enterprise_behind_a_path("/github", "/github/api/v3", "/github/api/graphql")]
#[case::behind_a_path("/gh", "/gh", "/gh/graphql")]
fn issue_below_a_path_is_created_edited_and_commented_on(
    #[case] mount: &str,
    #[case] base: &'static str,
    #[case] graphql: &str,
) {
    let farm = Farm::behind(mount, base);
    let pane = farm.with_boards();
    pane.note("feathers at the gate").keys("r");
    farm.wait_comments("the note", |all| all.len() == 1);
    farm.edit(DAVE, "**Severity**: unknown", "**Severity**: High");
    farm.github.comment_as(DAVE, REPO, 1, "seen it").unwrap();
    pane.keys("r").wait_import(DAVE, "High");
    pane.wait_import(DAVE, "seen it");
    wait_through(&pane);
    pane.quit();
    let requests = farm.github.requests();
    assert!(requests.iter().any(|request| request.path == graphql));
    let rest = format!("{base}/");
    let is_below = |path: &str| path == graphql || path.starts_with(&rest);
    assert!(requests.iter().all(|request| is_below(&request.path)));
    let link = Pane::open(&farm).now().incident.issue.clone();
    let link = link.expect("the record has its link");
    assert_eq!((link.repository.as_str(), link.number), (REPO, 1));
}

#[test]
fn token_that_is_found_later_is_taken_up_when_asked() {
    let farm = Farm::new();
    farm.set_token(None);
    let pane = Pane::open(&farm);
    pane.wait("no token", |shown| {
        shown.mirror.state == MirrorState::Token
            && shown.text.contains("failed to find a token")
            && shown.text.contains("run `gh auth login`")
    });
    pane.note("we go on without");
    farm.set_token(Some(Options::TOKEN));
    pane.keys("r");
    farm.wait_comments("the note", |all| all.len() == 1);
    wait_through(&pane);
    farm.github.revoke_token(Options::TOKEN);
    pane.keys("r");
    pane.wait("a refused token", |shown| {
        shown.mirror.state == MirrorState::Token
    });
    farm.github.grant_token("a-new-one", Options::LOGIN);
    farm.set_token(Some("a-new-one"));
    pane.note("with the new one").keys("r");
    farm.wait_comments("the note", |all| all.len() == 2);
    wait_through(&pane);
    pane.quit();
}

#[rstest]
#[case::behind(-5)]
#[case::ahead(5)]
fn lost_creation_is_found_again_however_wrong_the_clock_is(#[case] days: i64) {
    let farm = Farm::new();
    farm.github.set_skew(TimeDelta::days(days));
    let lost = FaultRule::once(Fault::LoseReply);
    farm.github.fault(lost.on(Method::POST).path("/issues"));
    let pane = Pane::open(&farm);
    farm.wait("a lost answer", |world| {
        let mut requests = world.requests().iter();
        requests.any(|request| request.fault.is_some())
    });
    pane.keys("r").note("the gate was open").keys("r");
    farm.wait_comments("the note", |all| all.len() == 1);
    wait_through(&pane);
    assert_eq!(farm.github.issues(REPO).len(), 1);
    pane.quit();
}
