//! The practice GitHub as it is on a bad day: behind, renamed, on a wrong clock.

use std::sync::atomic::Ordering;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use http::Method;
use sitroom::github::client::{Failure, NewIssue, RejectionKind};
use sitroom::github::wire::BodyHistory;
use sitroom::practice::{Fault, FaultRule, Lag, Options, PracticeError, PracticeGithub, Stale};

use super::{
    Checked, REPO, bodies, client_at, failure, released, repo, started, started_with_issue,
    stopped_clock,
};

fn texts(history: &BodyHistory) -> Vec<&str> {
    let edits = history.edits.iter();
    edits
        .map(|edit| edit.body.as_deref().unwrap_or("(removed)"))
        .collect()
}

#[tokio::test]
async fn history_is_behind_for_so_many_reads() -> Checked {
    let (github, client, number) = started_with_issue("one");
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    github.edit_body_as("farmer-dave", REPO, number, |_| "two".to_owned())?;
    github.set_lag(Stale::History, Lag::by(1).reads(2));
    let written = client
        .write_body_verified(&node, &released("three"), "op")
        .await?;
    assert_eq!(written.value.body, "three");
    assert_eq!(texts(&written.value.history), ["two", "one"]);
    assert_eq!(written.value.history.total, 2);
    let behind = client.body_history(&node).await?.value.history;
    assert_eq!(texts(&behind), ["two", "one"]);
    let current = client.body_history(&node).await?.value.history;
    assert_eq!(texts(&current), ["three", "two", "one"]);
    Ok(())
}

#[tokio::test]
async fn history_that_is_behind_the_first_edit_is_empty() -> Checked {
    let (github, client, number) = started_with_issue("one");
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    github.set_lag(Stale::History, Lag::by(1));
    let written = client
        .write_body_verified(&node, &released("two"), "op")
        .await?;
    assert_eq!(written.value.history, BodyHistory::default());
    Ok(())
}

#[tokio::test]
async fn quick_edits_by_one_login_are_folded_and_others_are_not() -> Checked {
    let (clock, options) = stopped_clock();
    let github = PracticeGithub::start(options)?;
    let client = client_at(&github.url());
    let number = github.open_issue_as("farmer-dave", REPO, "t", "original")?;
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    github.set_folding(Some(TimeDelta::seconds(10)));
    let history = async |body: &str| {
        let written = client
            .write_body_verified(&node, &released(body), "op")
            .await;
        written.map(|reply| reply.value.history)
    };
    assert_eq!(texts(&history("one").await?), ["one", "original"]);
    clock.fetch_add(10, Ordering::SeqCst);
    assert_eq!(texts(&history("two").await?), ["two", "original"]);
    github.edit_body_as("farmer-dave", REPO, number, |_| "three".to_owned())?;
    assert_eq!(
        texts(&history("four").await?),
        ["four", "three", "two", "original"]
    );
    clock.fetch_add(11, Ordering::SeqCst);
    assert_eq!(history("five").await?.total, 5);
    Ok(())
}

#[tokio::test]
async fn purged_history_is_empty_and_a_removed_text_is_absent() -> Checked {
    let (github, client, number) = started_with_issue("one");
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    client
        .write_body_verified(&node, &released("two"), "op")
        .await?;
    let original = github.edits(REPO, number)[1].id.clone();
    github.delete_revision(REPO, number, &original)?;
    let history = client.body_history(&node).await?.value.history;
    assert_eq!(texts(&history), ["two", "(removed)"]);
    assert!(history.edits[1].deleted_at.is_some());
    github.set_history_purged(true);
    let written = client
        .write_body_verified(&node, &released("three"), "op")
        .await?;
    assert_eq!(written.value.history, BodyHistory::default());
    assert_eq!(written.value.body, "three");
    Ok(())
}

#[tokio::test]
async fn graphql_can_go_and_come_back() -> Checked {
    let (github, client, number) = started_with_issue("one");
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    github.set_graphql(false);
    let refused = failure(client.body_history(&node).await);
    assert_eq!(refused.rejection_kind(), Some(RejectionKind::NotFound));
    github.set_graphql(true);
    assert!(client.body_history(&node).await.is_ok());
    Ok(())
}

#[tokio::test]
async fn read_of_an_issue_is_behind_and_so_is_its_tag() -> Checked {
    let (github, client, number) = started_with_issue("one");
    let etag = client.issue(&repo(), number, None).await?.meta.etag;
    github.edit_body_as("farmer-dave", REPO, number, |_| "two".to_owned())?;
    github.comment_as("farmer-dave", REPO, number, "look")?;
    github.set_lag(Stale::Issue, Lag::by(2).reads(2));
    let unchanged = failure(client.issue(&repo(), number, etag.as_deref()).await);
    assert!(unchanged.is_not_modified(), "{unchanged}");
    let behind = client.issue(&repo(), number, None).await?.value;
    assert_eq!((behind.body.as_str(), behind.comments), ("one", 0));
    let current = client.issue(&repo(), number, etag.as_deref()).await?.value;
    assert_eq!((current.body.as_str(), current.comments), ("two", 1));
    Ok(())
}

#[tokio::test]
async fn list_of_comments_lacks_the_newest_while_the_issue_counts_them() -> Checked {
    let (github, client, number) = started_with_issue("");
    for text in ["one", "two"] {
        client
            .create_comment(&repo(), number, &released(text))
            .await?;
    }
    github.set_lag(Stale::Comments, Lag::by(1).reads(1));
    let list = async || client.comments_page(&repo(), number, None, None).await;
    assert_eq!(bodies(&list().await?.value), ["one"]);
    assert_eq!(client.issue(&repo(), number, None).await?.value.comments, 2);
    assert_eq!(bodies(&list().await?.value), ["one", "two"]);
    Ok(())
}

#[tokio::test]
async fn list_of_issues_lacks_the_newest() -> Checked {
    let (github, client, number) = started_with_issue("");
    let new = NewIssue {
        title: &released("Fox!"),
        body: &released(""),
        labels: &[],
    };
    client.create_issue(&repo(), new).await?;
    github.set_lag(Stale::Issues, Lag::by(1).reads(1));
    let behind = client.list_issues(&repo(), None, None).await?.value;
    assert_eq!(
        behind.iter().map(|i| i.number).collect::<Vec<_>>(),
        [number]
    );
    let current = client.list_issues(&repo(), None, None).await?.value;
    assert_eq!(current.len(), 2);
    Ok(())
}

#[tokio::test]
async fn request_that_is_delivered_twice_is_applied_twice() -> Checked {
    let (github, client, number) = started_with_issue("");
    github.fault(FaultRule::once(Fault::Twice).on(Method::POST));
    let answered = client
        .create_comment(&repo(), number, &released("hello"))
        .await?
        .value;
    let comments = github.comments(REPO, number);
    assert_eq!(comments.len(), 2);
    assert_eq!(answered.id, comments[1].id, "the second is answered");
    assert_eq!(github.requests().len(), 1, "the client sent one");
    Ok(())
}

#[tokio::test]
async fn skewed_clock_shows_in_the_date_and_in_what_is_written() -> Checked {
    let (_clock, options) = stopped_clock();
    let github = PracticeGithub::start(options)?;
    github.set_skew(TimeDelta::minutes(7));
    let number = github.open_issue_as("farmer-dave", REPO, "t", "")?;
    let reply = client_at(&github.url())
        .issue(&repo(), number, None)
        .await?;
    let there = DateTime::from_timestamp(1_793_872_800 + 420, 0);
    assert_eq!(reply.meta.date, there);
    assert_eq!(Some(reply.value.created_at), there);
    Ok(())
}

#[tokio::test]
async fn renamed_repository_sends_on_from_its_old_name() -> Checked {
    let (github, client, number) = started_with_issue("kept");
    let before = client.issue(&repo(), number, None).await?.value;
    github.rename_repository(REPO, "18F/coop")?;

    let location = |failure: Failure| match failure {
        Failure::Rejected(rejection) if rejection.kind == RejectionKind::Moved => {
            (rejection.status, rejection.location.unwrap_or_default())
        }
        other => panic!("not moved: {other:?}"),
    };
    let (status, to) = location(failure(client.issue(&repo(), number, None).await));
    assert_eq!(status, 301);
    assert!(to.starts_with(&github.url()), "{to}");
    assert!(to.ends_with(&format!("/issues/{number}")), "{to}");
    let (status, to) = location(failure(
        client.create_comment(&repo(), number, &released("x")).await,
    ));
    assert_eq!(status, 307, "a write is not to be repeated as a read");
    assert!(to.ends_with("/comments"), "{to}");
    assert_eq!(github.comments("18F/coop", number), []);

    let coop = "18F/coop".parse()?;
    let after = client.issue(&coop, number, None).await?.value;
    assert_eq!(after.node_id, before.node_id);
    client
        .write_body_verified(&before.node_id, &released("new"), "op")
        .await?;
    github.set_access("18F/coop", Options::LOGIN, false)?;
    let unseen = failure(client.repository(&repo(), None).await);
    assert_eq!(unseen.rejection_kind(), Some(RejectionKind::NotFound));
    Ok(())
}

#[tokio::test]
async fn transferred_issue_has_other_ids() -> Checked {
    let options = Options::default().repository("18F/elsewhere", true);
    let github = PracticeGithub::start(options)?;
    let client = client_at(&github.url());
    let number = github.open_issue_as("farmer-dave", REPO, "t", "kept")?;
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    let there = github.transfer_issue(REPO, number, "18F/elsewhere")?;
    let refused = failure(
        client
            .write_body_verified(&node, &released("x"), "op")
            .await,
    );
    assert_eq!(refused.rejection_kind(), Some(RejectionKind::NotFound));
    let copy = client.issue(&"18F/elsewhere".parse()?, there, None).await?;
    assert_eq!(copy.value.body, "kept");
    assert_ne!(copy.value.node_id, node);
    Ok(())
}

#[tokio::test]
async fn since_takes_in_the_whole_second_and_forgets_what_is_deleted() -> Checked {
    let (clock, options) = stopped_clock();
    let github = PracticeGithub::start(options)?;
    let client = client_at(&github.url());
    let number = github.open_issue_as("farmer-dave", REPO, "t", "")?;
    let gone = github.comment_as("farmer-dave", REPO, number, "gone")?;
    github.comment_as("farmer-dave", REPO, number, "one")?;
    let second = DateTime::from_timestamp(clock.load(Ordering::SeqCst), 0);
    github.comment_as("spot-the-dog", REPO, number, "two")?;
    github.delete_comment(REPO, gone)?;
    let within = second.map(|at| at + TimeDelta::milliseconds(900));
    let page = client.comments_page(&repo(), number, within, None).await?;
    assert_eq!(bodies(&page.value), ["one", "two"]);
    clock.fetch_add(1, Ordering::SeqCst);
    let later = second.map(|at| at + TimeDelta::seconds(1));
    let page = client.comments_page(&repo(), number, later, None).await?;
    assert_eq!(bodies(&page.value), [""; 0]);
    Ok(())
}

#[tokio::test]
async fn poll_interval_comes_with_every_answer_once_it_is_asked_for() -> Checked {
    let (github, client) = started();
    assert_eq!(client.viewer().await?.meta.poll_interval, None);
    let minute = Duration::from_secs(60);
    github.set_poll_interval(Some(minute));
    let meta = client.repository(&repo(), None).await?.meta;
    assert_eq!(meta.poll_interval, Some(minute));
    let path = format!("/repos/{REPO}");
    let unchanged = client.read(&path, meta.etag.as_deref()).await;
    let unchanged = failure(unchanged);
    let Failure::NotModified(meta) = unchanged else {
        panic!("changed: {unchanged}");
    };
    assert_eq!(meta.poll_interval, Some(minute));
    Ok(())
}

#[tokio::test]
async fn form_that_was_open_too_long_is_out_of_date_and_keeps_its_text() -> Checked {
    let (github, client, number) = started_with_issue("- [ ] fence\nend");
    let mine = github.open_form_as("farmer-dave", REPO, number)?;
    let theirs = github.open_form_as("spot-the-dog", REPO, number)?;
    github.save_form(&theirs, &theirs.text().replace("end", "END"))?;
    let body = client.issue(&repo(), number, None).await?.value.body;
    assert_eq!(body, "- [ ] fence\r\nEND", "a browser's line ends");

    let refused = github.save_form(&mine, &mine.text().replace("fence", "gate"));
    let refused = refused.expect_err("somebody saved before");
    assert!(matches!(refused, PracticeError::OutOfDate { .. }));
    assert!(refused.to_string().contains("content out of date"));
    assert_eq!(github.issue(REPO, number).map(|i| i.body), Some(body));

    let again = github.open_form_as("farmer-dave", REPO, number)?;
    assert_eq!(again.text(), "- [ ] fence\nEND");
    github.save_form(&again, &again.text().replace("fence", "gate"))?;
    let body = client.issue(&repo(), number, None).await?.value.body;
    assert_eq!(body, "- [ ] gate\r\nEND");
    Ok(())
}
