//! What goes wrong with GitHub, what the screen says of it, and that it recovers.

use std::time::Duration;

use rstest::rstest;
use sitroom::domain::mirror::MirrorState;
use sitroom::practice::{Fault, FaultRule, Options};

use crate::farm::{Farm, REPO};
use crate::harness::Pane;

type Act = fn(&Farm);

fn refuse(farm: &Farm, fault: Fault) {
    farm.github.fault(FaultRule::always(fault));
}

fn well(farm: &Farm) {
    farm.github.clear_faults();
}

#[rstest]
#[case::token_revoked(
    |f: &Farm| f.github.revoke_token(Options::TOKEN),
    |f: &Farm| f.github.grant_token(Options::TOKEN, Options::LOGIN),
    &["blocked", "does not accept the token", "gh auth login"]
)]
#[case::forbidden(
    |f: &Farm| refuse(f, Fault::Forbidden { sso: false }), well,
    &["blocked", "the token may not do this", "read and write issues"]
)]
#[case::single_sign_on(
    |f: &Farm| refuse(f, Fault::Forbidden { sso: true }), well,
    &["blocked", "single sign-on"]
)]
#[case::shut_out(
    |f: &Farm| f.github.set_access(REPO, Options::LOGIN, false).unwrap(),
    |f: &Farm| f.github.set_access(REPO, Options::LOGIN, true).unwrap(),
    &["blocked", "missing", "check the name and the token's access"]
)]
#[case::public(
    |f: &Farm| f.github.set_private(REPO, false).unwrap(),
    |f: &Farm| f.github.set_private(REPO, true).unwrap(),
    &["blocked", "is PUBLIC: nothing is sent", "make it private"]
)]
#[case::locked(
    |f: &Farm| f.github.set_locked(REPO, 1, true).unwrap(),
    |f: &Farm| f.github.set_locked(REPO, 1, false).unwrap(),
    &["blocked", "locked", "unlock it on GitHub"]
)]
#[case::archived(
    |f: &Farm| f.github.set_archived(REPO, true).unwrap(),
    |f: &Farm| f.github.set_archived(REPO, false).unwrap(),
    &["blocked", "archived", "set another repository"]
)]
#[case::portal(
    |f: &Farm| refuse(f, Fault::HtmlBody(200)), well,
    &["offline", "cannot be read", "everything is kept here"]
)]
#[case::server_error(
    |f: &Farm| refuse(f, Fault::RefuseBefore5xx(500)), well,
    &["offline", "server error", "everything is kept here"]
)]
fn trouble_is_named_with_the_next_step_and_passes(
    #[case] breaks: Act,
    #[case] mends: Act,
    #[case] said: &[&str],
) {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let comments = farm.issue().comments.len();
    breaks(&farm);
    pane.note("said in trouble").keys("r");
    for text in said {
        pane.wait_screen(text);
    }
    assert_eq!(farm.issue().comments.len(), comments, "nothing is sent");
    mends(&farm);
    pane.keys("r");
    farm.wait_comments("the note", |all| all.len() == comments + 1);
    pane.wait("no trouble", |shown| {
        shown.mirror.state == MirrorState::Synced
    });
    pane.quit();
}

#[test]
fn age_of_the_last_good_pull_goes_on_while_the_issue_cannot_be_read() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github
        .fault(FaultRule::always(Fault::RefuseBefore5xx(500)));
    pane.keys("r").wait_screen("offline");
    farm.pass(Duration::from_secs(600));
    let passed = farm.clock()();
    let refused = || {
        let requests = farm.github.requests();
        requests.iter().filter(|r| r.fault.is_some()).count()
    };
    for n in refused() + 1..=refused() + 2 {
        pane.keys("r");
        farm.wait("one more try", |world| {
            let requests = world.requests().iter();
            requests.filter(|r| r.fault.is_some()).count() >= n
        });
    }
    let shown = pane.wait("the outcome", |shown| {
        shown.mirror.state == MirrorState::Offline
    });
    assert!(shown.mirror.last_pull.unwrap() < passed);
    pane.quit();
}

#[test]
fn rate_limit_is_kept_over_a_restart() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let retry_after = Some(Duration::from_secs(600));
    farm.github
        .fault(FaultRule::once(Fault::RateLimitSecondary { retry_after }));
    pane.wait_screen("GitHub asked to wait");
    pane.kill();
    let asked = farm.github.requests().len();
    let pane = Pane::open(&farm);
    pane.wait_screen("GitHub asked to wait")
        .note("patience")
        .keys("r");
    pane.wait_screen("waiting");
    assert_eq!(farm.github.requests().len(), asked, "not one call");
    farm.pass(Duration::from_secs(601));
    pane.keys("r");
    farm.wait_comments("the note", |all| {
        all.iter().any(|c| c.body.contains("patience"))
    });
    pane.quit();
}

#[rstest]
#[case::deleted(|f: &Farm| f.github.delete_issue(REPO, 1).unwrap(), "deleted on GitHub")]
#[case::transferred(
    |f: &Farm| { f.github.transfer_issue(REPO, 1, "18F/farm").unwrap(); },
    "has moved on GitHub"
)]
fn issue_that_is_gone_leaves_the_record_as_it_is(#[case] breaks: Act, #[case] said: &str) {
    let farm = Farm::with(|options| options.repository("18F/farm", false));
    let pane = farm.with_boards();
    breaks(&farm);
    pane.keys("r").wait_screen(said).wait_screen("blocked");
    pane.note("we go on")
        .keys("3")
        .wait_screen("which way did the fox go?");
    pane.quit();
    farm.wait("no second issue", |world| {
        world
            .repository(REPO)
            .is_some_and(|repo| repo.issues().count() == 0)
    });
}
