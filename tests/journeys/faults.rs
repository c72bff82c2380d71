//! What goes wrong with GitHub, what the screen says of it, and that it recovers.

use std::time::Duration;

use chrono::TimeDelta;
use http::Method;
use rstest::rstest;
use sitroom::domain::mirror::MirrorState;
use sitroom::practice::{Fault, FaultRule, Options, RequestRecord};

use crate::farm::{DAVE, Farm, REPO};
use crate::harness::{Opened, Pane, Shown};

const COOP: &str = "18F/coop";

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
    MirrorState::Token,
    &["does not accept the token", "run `gh auth login`"]
)]
#[case::forbidden(
    |f: &Farm| refuse(f, Fault::Forbidden { sso: false }), well,
    MirrorState::NoAccess,
    &["the token may not do this", "needs issues=write", "read and write issues"]
)]
#[case::single_sign_on(
    |f: &Farm| refuse(f, Fault::Forbidden { sso: true }), well,
    MirrorState::SignOn,
    &["single sign-on", "authorize it at https://github.com/orgs/18F/sso and press r"]
)]
#[case::shut_out(
    |f: &Farm| f.github.set_access(REPO, Options::LOGIN, false).unwrap(),
    |f: &Farm| f.github.set_access(REPO, Options::LOGIN, true).unwrap(),
    MirrorState::NoAccess,
    &["missing", "check the name and the token's access; nothing is taken for deleted"]
)]
#[case::public(
    |f: &Farm| f.github.set_private(REPO, false).unwrap(),
    |f: &Farm| f.github.set_private(REPO, true).unwrap(),
    MirrorState::Public,
    &["is PUBLIC: nothing more is sent", "everybody can read", "make it private, then press r"]
)]
#[case::locked(
    |f: &Farm| f.github.set_locked(REPO, 1, true).unwrap(),
    |f: &Farm| f.github.set_locked(REPO, 1, false).unwrap(),
    MirrorState::Locked,
    &["locked", "what waits is kept; unlock the conversation on GitHub"]
)]
#[case::archived(
    |f: &Farm| f.github.set_archived(REPO, true).unwrap(),
    |f: &Farm| f.github.set_archived(REPO, false).unwrap(),
    MirrorState::Archived,
    &["archived", "what waits is kept", "set another repository"]
)]
#[case::portal(
    |f: &Farm| refuse(f, Fault::HtmlBody(200)), well,
    MirrorState::Failing,
    &["cannot be read", "everything is kept here"]
)]
#[case::server_error(
    |f: &Farm| refuse(f, Fault::RefuseBefore5xx(500)), well,
    MirrorState::Failing,
    &["server error (500)", "everything is kept here"]
)]
#[case::no_answer(
    |f: &Farm| refuse(f, Fault::DropBefore), well,
    MirrorState::Offline,
    &["lost before an answer came", "everything is kept here"]
)]
#[case::nobody_listens(
    |f: &Farm| f.github.close_blocking(),
    |f: &Farm| f.github.open().unwrap(),
    MirrorState::Offline,
    &["127.0.0.1 does not take connections", "everything is kept here"]
)]
#[case::comment_is_not_accepted(
    |f: &Farm| f.github.fault(FaultRule::always(Fault::Invalid).on(Method::POST).path("comments")),
    well,
    MirrorState::Blocked,
    &["1 stuck", "GitHub will not accept the content: Validation Failed; Body is spammy"]
)]
fn trouble_is_named_with_the_next_step_and_passes(
    #[case] breaks: Act,
    #[case] mends: Act,
    #[case] state: MirrorState,
    #[case] said: &[&str],
) {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let comments = farm.issue().comments.len();
    breaks(&farm);
    pane.note("said in trouble").keys("r");
    wait_state(&pane, state);
    for text in said {
        wait_said(&pane, text);
    }
    assert_eq!(farm.issue().comments.len(), comments, "nothing is sent");
    mends(&farm);
    pane.keys("r");
    farm.wait_comments("the note", |all| all.len() == comments + 1);
    wait_state(&pane, MirrorState::Synced);
    pane.quit();
}

/// Waits for words on the screen, which may go on in the next line.
fn wait_said(pane: &Pane, text: &str) {
    pane.wait(&format!("`{text}`"), |shown| {
        let words: Vec<&str> = shown.text.split_whitespace().collect();
        words.join(" ").contains(text)
    });
}

/// Waits for a state, and for its word in the header.
fn wait_state(pane: &Pane, state: MirrorState) -> Shown {
    pane.wait(&format!("{state:?}"), |shown| {
        let header: Vec<&str> = shown.text.lines().take(2).collect();
        shown.mirror.state == state && header.join("\n").contains(state.word())
    })
}

#[test]
fn who_may_not_write_does_not_try_another_way() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let forbidden = FaultRule::always(Fault::Forbidden { sso: false });
    farm.github
        .fault(forbidden.on(Method::POST).path("/graphql"));
    let writes = || {
        let requests = farm.github.requests();
        let writes = requests
            .iter()
            .filter(|r| r.method == "PATCH" || r.fault.is_some());
        writes.count()
    };
    let before = writes();
    // Not asked for: a round that was asked for while another one runs would be a second try.
    pane.keys("L").typed("who else saw it?").enter();
    wait_state(&pane, MirrorState::NoAccess);
    assert_eq!(writes(), before + 1, "once, and in one way");
    farm.github.clear_faults();
    pane.keys("r");
    farm.wait_body("the lead", |body| body.contains("who else saw it?"));
    pane.quit();
}

#[test]
fn refused_token_is_not_tried_again_unasked_and_what_is_recorded_still_queues() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    // The next poll finds it out.
    farm.github.revoke_token(Options::TOKEN);
    wait_state(&pane, MirrorState::Token);
    let asked = farm.github.requests().len();
    for n in 1..=3 {
        pane.note(&format!("note {n}"));
        pane.wait("it queues", |shown| {
            shown.mirror.waiting == n && shown.mirror.state == MirrorState::Token
        });
    }
    assert_eq!(farm.github.requests().len(), asked, "not one call");
    pane.keys("r");
    farm.wait("one try, because it was asked for", |world| {
        world.requests().len() > asked
    });
    pane.quit();
}

#[test]
fn age_of_the_last_good_pull_goes_on_while_the_issue_cannot_be_read() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github
        .fault(FaultRule::always(Fault::RefuseBefore5xx(500)));
    pane.keys("r").wait_screen("GitHub fails");
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
        shown.mirror.state == MirrorState::Failing
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

#[test]
fn limits_without_a_time_grow_and_stop_the_syncing_after_five() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let unnamed = Fault::RateLimitSecondary { retry_after: None };
    farm.github.fault(FaultRule::once(unnamed).times(5));
    for (wait, asked) in [(60, 1), (120, 2), (240, 3), (480, 4)] {
        pane.keys("r")
            .wait_screen(&format!("GitHub asked to wait {wait} s"));
        wait_state(&pane, MirrorState::Limited);
        assert_eq!(limits(&farm), asked);
        farm.pass(Duration::from_secs(wait - 1));
        pane.keys("r");
        pane.wait("too early", |shown| {
            shown.mirror.detail.starts_with("GitHub asked to wait 1 s")
        });
        assert_eq!(limits(&farm), asked, "not one call too early");
        farm.pass(Duration::from_secs(1));
    }
    pane.keys("r");
    wait_state(&pane, MirrorState::Paused);
    pane.wait_screen("GitHub asked 5 times in a row to wait; syncing stops until you press r");
    pane.kill();
    farm.pass(Duration::from_secs(901));
    let pane = Pane::open(&farm);
    wait_state(&pane, MirrorState::Synced);
    pane.quit();
}

/// Returns how often GitHub asked to wait.
fn limits(farm: &Farm) -> usize {
    let requests = farm.github.requests();
    let is_limit = |fault: &Fault| matches!(fault, Fault::RateLimitSecondary { .. });
    let faults = requests.iter().filter_map(|request| request.fault.as_ref());
    faults.filter(|fault| is_limit(fault)).count()
}

#[test]
fn used_up_allowance_is_waited_for_and_then_forgotten() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    let reset_in = Duration::from_secs(1800);
    farm.github
        .fault(FaultRule::once(Fault::RateLimitPrimary { reset_in }));
    pane.keys("r").wait_screen("GitHub asked to wait 18");
    wait_state(&pane, MirrorState::Limited);
    farm.pass(Duration::from_secs(1802));
    pane.note("patience").keys("r");
    farm.wait_comments("the note", |all| all.len() == 1);
    wait_state(&pane, MirrorState::Synced);
    pane.quit();
}

#[test]
fn repository_made_public_between_two_batches_gets_nothing_more() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github.set_down(true);
    for n in 1..=24 {
        // Apart in time, so that each is a comment of its own.
        farm.pass(Duration::from_secs(180));
        pane.note(&format!("hen {n}"));
    }
    let slow = FaultRule::once(Fault::Delay(Duration::from_millis(300)));
    farm.github.fault(slow.on(Method::POST).path("comments"));
    farm.github.set_down(false);
    pane.keys("r");
    farm.wait("the first comment on its way", |world| {
        let mut requests = world.requests().iter();
        requests.any(|request| request.method == "POST" && request.fault.is_some())
    });
    let before = farm.github.requests().len();
    farm.github.set_private(REPO, false).unwrap();
    let shown = wait_state(&pane, MirrorState::Public);
    assert!(shown.mirror.waiting > 0, "the rest is kept");
    let requests = farm.github.requests();
    let path = format!("/repos/{REPO}");
    let after = &requests[before..];
    let look = after.iter().position(|request| request.path == path);
    let look = look.expect("the repository was looked at again");
    let writes = |part: &[RequestRecord]| part.iter().filter(|r| r.method != "GET").count();
    assert_eq!(
        writes(&after[look..]),
        0,
        "nothing is written once it is seen"
    );
    assert!(
        writes(&after[..look]) < 10,
        "it is looked at before a batch"
    );
    pane.quit();
}

#[test]
fn issue_that_somebody_closed_is_said_and_stays_closed() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github.close_issue(REPO, 1).unwrap();
    pane.keys("r")
        .wait_screen("the issue was closed on GitHub; the record is still open");
    pane.note("we go on").keys("r");
    farm.wait_comments("the note", |all| all.len() == 1);
    wait_state(&pane, MirrorState::Synced);
    assert!(!farm.issue().open);
    pane.quit();
}

#[test]
fn clock_that_is_wrong_is_said_until_it_is_right() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github.set_skew(TimeDelta::minutes(7));
    pane.keys("r")
        .wait_screen("behind GitHub's; set it right: the times you record are wrong");
    wait_state(&pane, MirrorState::Synced);
    farm.github
        .comment_as(DAVE, REPO, 1, "it is later here")
        .unwrap();
    pane.wait_import(DAVE, "it is later here");
    farm.github.set_skew(TimeDelta::zero());
    pane.keys("r");
    pane.wait("no warning", |shown| {
        shown.mirror.state == MirrorState::Synced && shown.mirror.detail.is_empty()
    });
    pane.quit();
}

#[test]
fn little_that_is_left_of_the_allowance_is_kept_for_the_person() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    // The next poll finds it out.
    farm.github.set_calls_left(60);
    pane.wait_screen("little is left of the hourly allowance");
    wait_state(&pane, MirrorState::Limited);
    let asked = farm.github.requests().len();
    pane.note("for later");
    pane.wait("it queues", |shown| shown.mirror.waiting == 1);
    assert_eq!(farm.github.requests().len(), asked, "not one call");
    pane.keys("r");
    farm.wait_comments("the note", |all| all.len() == 1);
    pane.quit();
}

#[test]
fn renamed_repository_is_named_and_has_the_same_issue_once_it_is_set() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github.rename_repository(REPO, COOP).unwrap();
    pane.note("on the way").keys("r");
    wait_state(&pane, MirrorState::Moved);
    pane.wait_screen(&format!(
        "the repository is now called {COOP} and is private; nothing is sent"
    ));
    pane.wait_screen("start again: the same issue is found there");
    assert_eq!(farm.github.comments(COOP, 1), []);
    pane.quit();
    let repository = Some(COOP);
    let pane = Pane::open_as(
        &farm,
        Opened {
            repository,
            ..Opened::default()
        },
    );
    farm.wait("the note in the same issue", |world| {
        world.comments(COOP, 1).len() == 1
    });
    wait_state(&pane, MirrorState::Synced);
    pane.quit();
    assert_eq!(farm.github.issues(COOP).len(), 1);
}

#[test]
fn renamed_repository_that_is_public_there_is_said_to_be() {
    let farm = Farm::new();
    let pane = farm.with_boards();
    farm.github.rename_repository(REPO, COOP).unwrap();
    farm.github.set_private(COOP, false).unwrap();
    pane.keys("r");
    wait_state(&pane, MirrorState::Moved);
    pane.wait_screen(&format!("now called {COOP} and is PUBLIC; nothing is sent"));
    pane.quit();
}

#[rstest]
#[case::deleted(
    |f: &Farm| f.github.delete_issue(REPO, 1).unwrap(),
    MirrorState::Gone,
    "deleted on GitHub: This issue was deleted; the record here is complete"
)]
#[case::transferred(
    |f: &Farm| { f.github.transfer_issue(REPO, 1, "18F/farm").unwrap(); },
    MirrorState::Moved,
    "the issue was transferred to 18F/farm#1, which is PUBLIC; nothing is sent"
)]
fn issue_that_is_gone_leaves_the_record_as_it_is(
    #[case] breaks: Act,
    #[case] state: MirrorState,
    #[case] said: &str,
) {
    let farm = Farm::with(|options| options.repository("18F/farm", false));
    let pane = farm.with_boards();
    breaks(&farm);
    pane.keys("r").wait_screen(said);
    wait_state(&pane, state);
    pane.note("we go on")
        .keys("3")
        .wait_screen("which way did the fox go?");
    pane.quit();
    farm.wait("no second issue, and nothing at the new place", |world| {
        let here = world
            .repository(REPO)
            .is_some_and(|r| r.issues().count() == 0);
        here && world.comments("18F/farm", 1).is_empty()
    });
}
