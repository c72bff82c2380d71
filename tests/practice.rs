//! The client and the practice GitHub, over HTTP: what each promises, seen through the other.

use std::process::Stdio;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use chrono::{DateTime, Utc};
use http::Method;
use rstest::rstest;
use secrecy::SecretString;
use sitroom::github::client::{
    AmbiguousCause, Client, ClientConfig, ClientError, Failure, IssueChange, NewIssue, Outcome,
    RejectionKind, RepoName, UnreachableCause,
};
use sitroom::github::wire::{Comment, GHOST, Issue, IssueState};
use sitroom::practice::{Fault, FaultRule, Options, PracticeGithub};
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;
use tokio::process::Command;

type Checked = Result<(), Box<dyn std::error::Error>>;

const REPO: &str = Options::REPOSITORY;
const SOON: Duration = Duration::from_secs(5);

fn repo() -> RepoName {
    REPO.parse()
        .expect("the default repository has a good name")
}

fn client_at(base: &str) -> Client {
    let token = SecretString::from(Options::TOKEN);
    Client::new(&ClientConfig::new(base, token)).expect("a client for this machine can be made")
}

/// A client that gives up soon, for answers that never come.
fn hasty_client(github: &PracticeGithub) -> Client {
    let mut config = ClientConfig::new(github.url(), SecretString::from(Options::TOKEN));
    config.timeouts.total = Duration::from_millis(300);
    Client::new(&config).expect("a client for this machine can be made")
}

fn started() -> (PracticeGithub, Client) {
    let github = PracticeGithub::start(Options::default()).expect("a port is free");
    let client = client_at(&github.url());
    (github, client)
}

/// Starts with one issue of somebody else's in place.
fn started_with_issue(body: &str) -> (PracticeGithub, Client, u64) {
    let (github, client) = started();
    let number = github.open_issue_as("farmer-dave", REPO, "The chickens have escaped", body);
    (github, client, number.expect("the repository is there"))
}

/// A clock that stands still until it is moved.
fn stopped_clock() -> (Arc<AtomicI64>, Options) {
    let seconds = Arc::new(AtomicI64::new(1_793_872_800));
    let hand = Arc::clone(&seconds);
    let now = move || DateTime::from_timestamp(hand.load(Ordering::SeqCst), 0).unwrap_or_default();
    (seconds, Options::default().clock(Arc::new(now)))
}

fn bodies(comments: &[Comment]) -> Vec<&str> {
    comments
        .iter()
        .map(|comment| comment.body.as_str())
        .collect()
}

fn failure<T: std::fmt::Debug>(outcome: Outcome<T>) -> Failure {
    outcome.expect_err("the call was to fail")
}

#[tokio::test]
async fn issue_is_opened_changed_and_closed() -> Checked {
    let (github, client) = started();
    let draft = NewIssue {
        title: "The chickens have escaped",
        body: "- **Status**: investigating",
        labels: &["incident".to_owned()],
    };
    let issue: Issue = client.create_issue(&repo(), draft).await?.value;
    assert_eq!(issue.labels, ["incident"]);
    assert_eq!(issue.user.login, Options::LOGIN);
    assert!(issue.html_url.starts_with(&github.url()));

    let change = IssueChange {
        body: Some("- **Status**: contained"),
        state: Some(&IssueState::Closed),
        state_reason: Some("completed"),
        ..IssueChange::default()
    };
    let issue = client
        .update_issue(&repo(), issue.number, change)
        .await?
        .value;
    assert_eq!(issue.state, IssueState::Closed);
    assert_eq!(issue.title, "The chickens have escaped");
    assert_eq!(github.edits(REPO, issue.number).len(), 2);
    Ok(())
}

#[tokio::test]
async fn viewer_and_repository_are_read() -> Checked {
    let (github, client) = started();
    let viewer = client.viewer().await?.value;
    assert_eq!(viewer.login, Options::LOGIN);
    assert_ne!(viewer.id, 0);
    assert!(client.repository(&repo()).await?.value.private);
    github.set_private(REPO, false)?;
    assert!(!client.repository(&repo()).await?.value.private);
    Ok(())
}

#[tokio::test]
async fn comments_beyond_the_first_page_are_found_by_next() -> Checked {
    let (github, client, number) = started_with_issue("");
    for n in 0..230 {
        github.comment_as("farmer-dave", REPO, number, &format!("note {n}"))?;
    }
    let mut all: Vec<Comment> = Vec::new();
    let mut next: Option<String> = None;
    loop {
        let page = client
            .comments_page(&repo(), number, None, next.as_deref())
            .await?;
        all.extend(page.value);
        next = page.meta.next;
        if next.is_none() {
            break;
        }
    }
    assert_eq!(all.len(), 230);
    assert!(all.is_sorted_by_key(|comment| comment.id));
    assert_eq!(all[229].body, "note 229");
    assert_eq!(github.requests().len(), 3);
    Ok(())
}

#[tokio::test]
async fn next_page_at_another_host_is_asked_of_the_same_server() -> Checked {
    let options = Options {
        link_base: Some("https://elsewhere.example".to_owned()),
        ..Options::default()
    };
    let github = PracticeGithub::start(options)?;
    let client = client_at(&github.url());
    let number = github.open_issue_as("farmer-dave", REPO, "t", "")?;
    for n in 0..101 {
        github.comment_as("farmer-dave", REPO, number, &format!("note {n}"))?;
    }
    let first = client.comments_page(&repo(), number, None, None).await?;
    let next = first.meta.next.ok_or("there is a second page")?;
    assert!(next.starts_with("/repositories/"), "{next}");
    let second = client
        .comments_page(&repo(), number, None, Some(&next))
        .await?;
    assert_eq!(bodies(&second.value), ["note 100"]);
    Ok(())
}

#[tokio::test]
async fn since_leaves_out_what_is_older() -> Checked {
    let (clock, options) = stopped_clock();
    let github = PracticeGithub::start(options)?;
    let client = client_at(&github.url());
    let number = github.open_issue_as("farmer-dave", REPO, "t", "")?;
    let old = github.comment_as("farmer-dave", REPO, number, "old")?;
    github.comment_as("farmer-dave", REPO, number, "older still")?;
    let later = clock.fetch_add(60, Ordering::SeqCst) + 60;
    github.comment_as("spot-the-dog", REPO, number, "new")?;
    github.edit_comment(REPO, old, "edited")?;

    let since = DateTime::from_timestamp(later, 0);
    let page = client.comments_page(&repo(), number, since, None).await?;
    assert_eq!(bodies(&page.value), ["edited", "new"]);
    assert_eq!(page.meta.date, since);
    let issues = client.list_issues(&repo(), since, None).await?;
    assert_eq!(issues.value.len(), 1);
    let future = since.map(|at| at + chrono::Duration::seconds(1));
    assert_eq!(client.list_issues(&repo(), future, None).await?.value, []);
    Ok(())
}

#[tokio::test]
async fn unchanged_issue_is_not_modified_and_free() -> Checked {
    let (github, client, number) = started_with_issue("- [ ] fence");
    let reply = client.issue(&repo(), number, None).await?;
    let etag = reply.meta.etag.ok_or("an answer has a tag")?;
    let left = reply.meta.rate.ok_or("an answer tells the rate")?.remaining;

    let unchanged = failure(client.issue(&repo(), number, Some(&etag)).await);
    let Failure::NotModified(meta) = &unchanged else {
        panic!("changed: {unchanged}");
    };
    assert_eq!(meta.rate.map(|rate| rate.remaining), Some(left));

    github.tick_as("spot-the-dog", REPO, number, "fence")?;
    let changed = client.issue(&repo(), number, Some(&etag)).await?.value;
    assert_eq!(changed.body, "- [x] fence");
    Ok(())
}

#[tokio::test]
async fn tag_of_another_token_is_worth_nothing() -> Checked {
    let (github, client, number) = started_with_issue("");
    github.grant_token("other-token", Options::LOGIN);
    let token = SecretString::from("other-token");
    let other = Client::new(&ClientConfig::new(github.url(), token))?;
    let etag = client.issue(&repo(), number, None).await?.meta.etag;
    assert!(other.issue(&repo(), number, etag.as_deref()).await.is_ok());
    Ok(())
}

#[rstest]
#[case::unauthorized(Fault::Unauthorized, RejectionKind::Unauthorized, None)]
#[case::sso(Fault::Forbidden { sso: true }, RejectionKind::Sso, None)]
#[case::forbidden(Fault::Forbidden { sso: false }, RejectionKind::Forbidden, None)]
#[case::primary(
    Fault::RateLimitPrimary { reset_in: Duration::from_secs(90) },
    RejectionKind::PrimaryRateLimit,
    Some(91)
)]
#[case::secondary(
    Fault::RateLimitSecondary { retry_after: Some(Duration::from_secs(7)) },
    RejectionKind::SecondaryRateLimit,
    Some(7)
)]
#[case::secondary_without_time(
    Fault::RateLimitSecondary { retry_after: None },
    RejectionKind::SecondaryRateLimit,
    Some(60)
)]
#[case::not_found(Fault::NotFound, RejectionKind::NotFound, None)]
#[case::gone(Fault::Gone, RejectionKind::Gone, None)]
#[case::moved(Fault::Moved("http://127.0.0.1:1/x".into()), RejectionKind::Moved, None)]
#[case::strange(Fault::HtmlBody(418), RejectionKind::Other, None)]
#[tokio::test]
async fn refusal_has_its_kind_and_no_effect(
    #[case] fault: Fault,
    #[case] kind: RejectionKind,
    #[case] wait: Option<u64>,
) -> Checked {
    let (github, client, number) = started_with_issue("");
    github.fault(FaultRule::once(fault).on(Method::POST));
    let refused = failure(client.create_comment(&repo(), number, "hello").await);
    assert_eq!(refused.rejection_kind(), Some(kind));
    assert_eq!(refused.wait().map(|wait| wait.as_secs()), wait);
    assert_eq!(refused.is_permanent(), wait.is_none());
    assert_eq!(github.comments(REPO, number), []);
    assert_eq!(
        github.requests().len(),
        1,
        "nothing is repeated or followed"
    );
    Ok(())
}

#[rstest]
#[case::lost_reply(Fault::LoseReply, AmbiguousCause::ConnectionLost, 1)]
#[case::dropped_before(Fault::DropBefore, AmbiguousCause::ConnectionLost, 0)]
#[case::failed_after(Fault::AfterApply5xx(502), AmbiguousCause::ServerError(502), 1)]
#[case::failed_before(Fault::RefuseBefore5xx(503), AmbiguousCause::ServerError(503), 0)]
#[case::cut_short(Fault::TruncateBody, AmbiguousCause::Unreadable(201), 1)]
#[case::page_for_data(Fault::HtmlBody(200), AmbiguousCause::Unreadable(200), 0)]
#[case::page_from_a_gateway(Fault::HtmlBody(504), AmbiguousCause::ServerError(504), 0)]
#[tokio::test]
async fn doubtful_post_is_ambiguous_and_sent_once(
    #[case] fault: Fault,
    #[case] cause: AmbiguousCause,
    #[case] copies: usize,
) -> Checked {
    let (github, client, number) = started_with_issue("");
    github.fault(FaultRule::always(fault).on(Method::POST));
    let doubtful = failure(client.create_comment(&repo(), number, "hello").await);
    assert_eq!(doubtful, Failure::Ambiguous(cause));
    assert!(!doubtful.is_permanent());
    assert_eq!(github.comments(REPO, number).len(), copies);
    assert_eq!(github.requests().len(), 1);
    Ok(())
}

#[rstest]
#[case::hang(Fault::Hang, 0)]
#[case::slow_drip(Fault::Drip(Duration::from_millis(20)), 1)]
#[case::slow_start(Fault::Delay(Duration::from_secs(3600)), 0)]
#[tokio::test]
async fn total_timeout_ends_what_never_ends(
    #[case] fault: Fault,
    #[case] copies: usize,
) -> Checked {
    let (github, _, number) = started_with_issue("");
    let client = hasty_client(&github);
    github.fault(FaultRule::once(fault).on(Method::POST));
    let doubtful = failure(client.create_comment(&repo(), number, "hello").await);
    let cause = AmbiguousCause::TimedOut(Duration::from_millis(300));
    assert_eq!(doubtful, Failure::Ambiguous(cause));
    assert_eq!(github.comments(REPO, number).len(), copies);
    Ok(())
}

#[rstest]
#[case::stale_connection(Fault::DropBefore)]
#[case::lost_answer(Fault::LoseReply)]
#[case::cut_short(Fault::TruncateBody)]
#[tokio::test]
async fn get_is_repeated_once(#[case] fault: Fault) -> Checked {
    let (github, client, number) = started_with_issue("");
    github.fault(FaultRule::once(fault.clone()));
    assert!(client.issue(&repo(), number, None).await.is_ok());
    assert_eq!(github.requests().len(), 2);
    github.fault(FaultRule::once(fault).times(2));
    assert!(failure(client.issue(&repo(), number, None).await).is_ambiguous());
    assert_eq!(github.requests().len(), 4);
    Ok(())
}

#[tokio::test]
async fn lost_reply_leaves_one_comment_to_be_found() -> Checked {
    let (github, client, number) = started_with_issue("");
    github.fault(FaultRule::once(Fault::LoseReply).path("/comments"));
    let text = "fox seen\n\n<!-- key -->";
    let doubtful = failure(client.create_comment(&repo(), number, text).await);
    assert!(doubtful.is_ambiguous(), "{doubtful}");
    let found = client
        .comments_page(&repo(), number, None, None)
        .await?
        .value;
    assert_eq!(bodies(&found), [text]);
    Ok(())
}

#[tokio::test]
async fn closed_server_is_unreachable_until_it_opens_again() -> Checked {
    let (github, client, number) = started_with_issue("kept");
    client.issue(&repo(), number, None).await?;
    github.close().await;
    let offline = failure(
        client_at(&github.url())
            .create_comment(&repo(), number, "x")
            .await,
    );
    assert!(
        matches!(&offline, Failure::Unreachable(UnreachableCause::NoConnection { detail }) if detail.contains("refused")),
        "{offline:?}"
    );
    let pooled = failure(client.issue(&repo(), number, None).await);
    assert!(matches!(pooled, Failure::Unreachable(_)), "{pooled:?}");
    github.open()?;
    assert_eq!(
        client.issue(&repo(), number, None).await?.value.body,
        "kept"
    );
    Ok(())
}

#[tokio::test]
async fn server_that_is_down_drops_connections() -> Checked {
    let (github, client, number) = started_with_issue("");
    client.issue(&repo(), number, None).await?;
    github.set_down(true);
    let dropped = failure(client.create_comment(&repo(), number, "x").await);
    assert!(dropped.is_ambiguous(), "{dropped:?}");
    github.set_down(false);
    assert!(client.create_comment(&repo(), number, "x").await.is_ok());
    assert_eq!(github.comments(REPO, number).len(), 1);
    Ok(())
}

#[tokio::test]
async fn read_timeout_is_a_timeout() -> Checked {
    let (github, _, number) = started_with_issue("");
    let mut config = ClientConfig::new(github.url(), SecretString::from(Options::TOKEN));
    config.timeouts.read = Duration::from_millis(100);
    github.fault(FaultRule::once(Fault::Hang));
    let doubtful = failure(Client::new(&config)?.issue(&repo(), number, None).await);
    let cause = AmbiguousCause::TimedOut(config.timeouts.read);
    assert_eq!(doubtful, Failure::Ambiguous(cause));
    assert_eq!(github.requests().len(), 1);
    Ok(())
}

#[tokio::test]
async fn proxy_of_the_environment_is_used_but_not_for_this_machine() -> Checked {
    let proxy = TcpListener::bind("127.0.0.1:0").await?;
    let address = format!("http://{}", proxy.local_addr()?);
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--exact", "calls_with_a_proxy_set", "--ignored"])
        .env("HTTP_PROXY", &address)
        .env("HTTPS_PROXY", &address)
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .stdout(Stdio::null())
        .kill_on_drop(true)
        .spawn()?;
    let (mut asked, _) = tokio::time::timeout(SOON, proxy.accept()).await??;
    let mut start = [0; 26];
    asked.read_exact(&mut start).await?;
    assert_eq!(&start, b"CONNECT github.invalid:443");
    drop((asked, proxy));
    assert!(child.wait().await?.success());
    Ok(())
}

#[tokio::test]
#[ignore = "is run by proxy_of_the_environment_is_used_but_not_for_this_machine"]
async fn calls_with_a_proxy_set() -> Checked {
    let (_github, client) = started();
    client.viewer().await?;
    let outside = client_at("https://github.invalid").viewer().await;
    assert!(
        matches!(outside, Err(Failure::Unreachable(_))),
        "{outside:?}"
    );
    Ok(())
}

#[tokio::test]
async fn browser_save_turns_the_whole_body_into_crlf() -> Checked {
    let (github, client, number) = started_with_issue("- [ ] fence\nend\n");
    github.browser_save_as("farmer-dave", REPO, number, |old| old.replace("end", "END"))?;
    let body = client.issue(&repo(), number, None).await?.value.body;
    assert_eq!(body, "- [ ] fence\r\nEND\r\n");
    github.tick_as("spot-the-dog", REPO, number, "fence")?;
    let body = client.issue(&repo(), number, None).await?.value.body;
    assert_eq!(body, "- [x] fence\r\nEND\r\n");
    Ok(())
}

#[tokio::test]
async fn verified_write_shows_the_text_it_covered() -> Checked {
    let (github, client, number) = started_with_issue("- [ ] fence");
    let seen = client.issue(&repo(), number, None).await?.value;
    github.tick_as("spot-the-dog", REPO, number, "fence")?;

    let ours = "- [ ] fence\n- [ ] hens";
    let written = client
        .write_body_verified(&seen.node_id, ours, "op-1")
        .await?
        .value;
    assert_eq!(written.body, ours);
    assert_eq!(written.history.total, 3);
    let texts: Vec<_> = written
        .history
        .edits
        .iter()
        .map(|e| e.body.as_deref())
        .collect();
    assert_eq!(
        texts,
        [Some(ours), Some("- [x] fence"), Some("- [ ] fence")]
    );
    let editor = written.history.edits[1]
        .editor
        .as_ref()
        .map(|user| user.login.as_str());
    assert_eq!(editor, Some("spot-the-dog"));

    let again = client.body_history(&seen.node_id).await?.value;
    assert_eq!(again.history, written.history);
    Ok(())
}

#[tokio::test]
async fn body_that_was_never_edited_has_no_history() -> Checked {
    let (_github, client, number) = started_with_issue("as it was");
    let seen = client.issue(&repo(), number, None).await?.value;
    let same = client
        .write_body_verified(&seen.node_id, "as it was", "op-1")
        .await?
        .value;
    assert_eq!(same.history.total, 0);
    Ok(())
}

#[tokio::test]
async fn graphql_refusals_are_refusals() -> Checked {
    let (github, client, number) = started_with_issue("");
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    let missing = failure(client.write_body_verified("I_none", "x", "op").await);
    assert_eq!(missing.rejection_kind(), Some(RejectionKind::NotFound));
    let long = "x".repeat(65_537);
    let long = failure(client.write_body_verified(&node, &long, "op").await);
    assert_eq!(long.rejection_kind(), Some(RejectionKind::Unprocessable));
    github.fault(FaultRule::once(Fault::LoseReply).path("/graphql"));
    assert!(failure(client.write_body_verified(&node, "x", "op").await).is_ambiguous());
    assert_eq!(client.body_history(&node).await?.value.body, "x");
    Ok(())
}

#[tokio::test]
async fn server_without_graphql_says_so() -> Checked {
    let options = Options {
        graphql: false,
        ..Options::default()
    };
    let github = PracticeGithub::start(options)?;
    let refused = failure(client_at(&github.url()).body_history("I_1").await);
    assert_eq!(refused.rejection_kind(), Some(RejectionKind::NotFound));
    Ok(())
}

#[tokio::test]
async fn enterprise_base_is_used_for_rest_links_and_graphql() -> Checked {
    let github = PracticeGithub::start(Options::default())?;
    let client = client_at(&format!("{}/api/v3", github.url()));
    let number = github.open_issue_as("farmer-dave", REPO, "t", "b")?;
    for n in 0..101 {
        github.comment_as("farmer-dave", REPO, number, &format!("note {n}"))?;
    }
    let first = client.comments_page(&repo(), number, None, None).await?;
    let next = first.meta.next.ok_or("there is a second page")?;
    assert!(next.starts_with("/api/v3/repositories/"), "{next}");
    let second = client
        .comments_page(&repo(), number, None, Some(&next))
        .await?;
    assert_eq!(second.value.len(), 1);
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    client.write_body_verified(&node, "new", "op").await?;
    let paths: Vec<String> = github.requests().into_iter().map(|r| r.path).collect();
    assert_eq!(paths.last().map(String::as_str), Some("/api/graphql"));
    assert!(paths[0].starts_with("/api/v3/repos/"));
    assert!(!paths[1].contains("/api/v3/api/v3"));
    Ok(())
}

#[tokio::test]
async fn deleted_account_reads_as_ghost() -> Checked {
    let (github, client, number) = started_with_issue("");
    github.comment_as("farmer-dave", REPO, number, "I was here")?;
    github.delete_account("farmer-dave");
    assert_eq!(
        client.issue(&repo(), number, None).await?.value.user.login,
        GHOST
    );
    let comments = client
        .comments_page(&repo(), number, None, None)
        .await?
        .value;
    assert_eq!(comments[0].user.login, GHOST);
    Ok(())
}

#[tokio::test]
async fn what_becomes_of_an_issue_is_told_apart() -> Checked {
    let options = Options::default().repository("18F/elsewhere", false);
    let github = PracticeGithub::start(options)?;
    let client = client_at(&github.url());
    let open = |title: &str| github.open_issue_as("farmer-dave", REPO, title, "");
    let (deleted, transferred, locked) = (open("a")?, open("b")?, open("c")?);
    github.delete_issue(REPO, deleted)?;
    github.transfer_issue(REPO, transferred, "18F/elsewhere")?;
    github.set_locked(REPO, locked, true)?;

    let kind = |failure: Failure| failure.rejection_kind();
    let gone = failure(client.issue(&repo(), deleted, None).await);
    assert_eq!(kind(gone), Some(RejectionKind::Gone));
    let moved = failure(client.issue(&repo(), transferred, None).await);
    let Failure::Rejected(moved) = moved else {
        panic!("not refused: {moved}");
    };
    assert_eq!(moved.kind, RejectionKind::Moved);
    assert!(moved.location.is_some_and(|to| to.ends_with("/issues/1")));
    let refused = failure(client.create_comment(&repo(), locked, "x").await);
    assert_eq!(kind(refused), Some(RejectionKind::Locked));
    github.set_archived(REPO, true)?;
    let refused = failure(client.create_comment(&repo(), locked, "x").await);
    assert_eq!(kind(refused), Some(RejectionKind::Archived));
    github.set_access(REPO, Options::LOGIN, false)?;
    let unseen = failure(client.repository(&repo()).await);
    assert_eq!(kind(unseen), Some(RejectionKind::NotFound));
    github.revoke_token(Options::TOKEN);
    assert_eq!(
        kind(failure(client.viewer().await)),
        Some(RejectionKind::Unauthorized)
    );
    Ok(())
}

#[tokio::test]
async fn text_that_is_too_long_is_refused_whole() -> Checked {
    let (github, client, number) = started_with_issue("short");
    let long = "x".repeat(65_537);
    let refused = failure(client.create_comment(&repo(), number, &long).await);
    assert_eq!(refused.rejection_kind(), Some(RejectionKind::Unprocessable));
    assert!(refused.to_string().contains("too long"), "{refused}");
    let change = IssueChange {
        body: Some(&long),
        ..IssueChange::default()
    };
    let refused = failure(client.update_issue(&repo(), number, change).await);
    assert_eq!(refused.rejection_kind(), Some(RejectionKind::Unprocessable));
    assert_eq!(
        github.issue(REPO, number).map(|issue| issue.body),
        Some("short".into())
    );
    Ok(())
}

#[tokio::test]
async fn comment_is_edited_and_deleted_by_number() -> Checked {
    let (github, client, number) = started_with_issue("");
    let id = client
        .create_comment(&repo(), number, "one")
        .await?
        .value
        .id;
    client.update_comment(&repo(), id, "two").await?;
    assert_eq!(client.comment(&repo(), id).await?.value.body, "two");
    client.delete_comment(&repo(), id).await?;
    assert_eq!(github.comments(REPO, number), []);
    let missing = failure(client.update_comment(&repo(), id, "three").await);
    assert_eq!(missing.rejection_kind(), Some(RejectionKind::NotFound));
    Ok(())
}

#[rstest]
#[case::line_break("abc\ndef")]
#[case::control("abc\u{1}")]
#[case::empty("")]
#[tokio::test]
async fn bad_token_is_an_error_and_not_shown(#[case] token: &str) {
    let config = ClientConfig::new("http://127.0.0.1:1", SecretString::from(token));
    let error = Client::new(&config).expect_err("the token is bad");
    assert!(matches!(error, ClientError::Token(_)));
    assert!(!error.to_string().contains("abc"));
    assert!(!format!("{config:?}").contains("abc"));
}

#[test]
fn client_outside_of_a_runtime_is_an_error() {
    let config = ClientConfig::new("http://127.0.0.1:1", SecretString::from("t"));
    assert!(matches!(Client::new(&config), Err(ClientError::NoRuntime)));
}

#[tokio::test]
async fn token_around_which_there_are_blanks_works() -> Checked {
    let (github, _) = started();
    let token = SecretString::from(format!(" {}\n", Options::TOKEN));
    let client = Client::new(&ClientConfig::new(github.url(), token))?;
    assert_eq!(client.viewer().await?.value.login, Options::LOGIN);
    assert!(!format!("{client:?}").contains(Options::TOKEN));
    Ok(())
}

#[tokio::test]
async fn path_with_another_host_is_never_sent() {
    let (github, client) = started();
    for path in ["http://127.0.0.1:1/x", "//evil.example/x", "user", "/a b"] {
        let outcome = client.send(Method::GET, path, None, None).await;
        assert!(
            outcome.is_err_and(|failure| failure.is_permanent()),
            "{path} went out"
        );
    }
    assert_eq!(github.requests(), []);
}

#[tokio::test]
async fn waiting_sees_a_change_and_gives_up_in_time() -> Checked {
    let (github, client, number) = started_with_issue("");
    let two = |world: &sitroom::practice::World| world.comments(REPO, number).len() == 2;
    let others = async {
        github.comment_as("farmer-dave", REPO, number, "one")?;
        client.create_comment(&repo(), number, "two").await?;
        Ok::<_, Box<dyn std::error::Error>>(())
    };
    let (waited, done) = tokio::join!(github.wait_for(two, SOON), others);
    waited?;
    done?;
    let never = github.wait_for(|_| false, Duration::from_millis(1)).await;
    let error = never.expect_err("it does not happen").to_string();
    assert!(error.contains("/comments -> 201"), "{error}");
    Ok(())
}

#[test]
fn practice_in_a_thread_serves_tests_that_block() -> Checked {
    let github = PracticeGithub::start_blocking(Options::default())?;
    let number = github.open_issue_as("farmer-dave", REPO, "t", "b")?;
    let can_read = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .expect("a runtime starts");
        let url = github.url();
        runtime.block_on(async { client_at(&url).issue(&repo(), number, None).await.is_ok() })
    };
    assert!(can_read());
    github.wait_for_blocking(|world| world.requests().len() == 1, SOON)?;
    github.close_blocking();
    assert!(!can_read());
    github.open()?;
    assert!(can_read());
    Ok(())
}

#[test]
fn port_is_free_once_the_practice_is_dropped() -> Checked {
    let github = PracticeGithub::start_blocking(Options::default())?;
    let port = github.port();
    drop(github);
    let options = Options {
        port,
        ..Options::default()
    };
    assert_eq!(PracticeGithub::start_blocking(options)?.port(), port);
    Ok(())
}

#[tokio::test]
async fn server_time_comes_with_every_answer() -> Checked {
    let (_clock, options) = stopped_clock();
    let github = PracticeGithub::start(options)?;
    let date: Option<DateTime<Utc>> = client_at(&github.url()).viewer().await?.meta.date;
    assert_eq!(date, DateTime::from_timestamp(1_793_872_800, 0));
    Ok(())
}
