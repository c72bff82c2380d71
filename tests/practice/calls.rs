//! Calls that go well, and those that are refused before they are sent.

use std::sync::atomic::Ordering;

use chrono::DateTime;
use rstest::rstest;
use secrecy::SecretString;
use sitroom::github::client::{
    Client, ClientConfig, ClientError, Failure, IssueChange, NewIssue, RejectionKind,
};
use sitroom::github::wire::{Comment, Issue, IssueState};
use sitroom::practice::{Options, PracticeGithub};

use super::{
    Checked, REPO, bodies, client_at, failure, released, repo, started, started_with_issue,
    stopped_clock,
};

#[tokio::test]
async fn issue_is_opened_changed_and_closed() -> Checked {
    let (github, client) = started();
    let draft = NewIssue {
        title: &released("The chickens have escaped"),
        body: &released("- **Status**: investigating"),
        labels: &["incident".to_owned()],
    };
    let issue: Issue = client.create_issue(&repo(), draft).await?.value;
    assert_eq!(issue.labels, ["incident"]);
    assert_eq!(issue.user.login, Options::LOGIN);
    assert!(issue.html_url.starts_with(&github.url()));

    let contained = released("- **Status**: contained");
    let change = IssueChange {
        body: Some(&contained),
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
    assert!(client.repository(&repo(), None).await?.value.private);
    github.set_private(REPO, false)?;
    assert!(!client.repository(&repo(), None).await?.value.private);
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

#[tokio::test]
async fn text_that_is_too_long_is_refused_whole() -> Checked {
    let (github, client, number) = started_with_issue("short");
    let long = released(&"x".repeat(65_537));
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
        .create_comment(&repo(), number, &released("one"))
        .await?
        .value
        .id;
    client.update_comment(&repo(), id, &released("two")).await?;
    assert_eq!(client.comment(&repo(), id).await?.value.body, "two");
    client.delete_comment(&repo(), id).await?;
    assert_eq!(github.comments(REPO, number), []);
    let missing = failure(client.update_comment(&repo(), id, &released("three")).await);
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
        let outcome = client.read(path, None).await;
        assert!(
            outcome.is_err_and(|failure| failure.is_permanent()),
            "{path} went out"
        );
    }
    assert_eq!(github.requests(), []);
}
