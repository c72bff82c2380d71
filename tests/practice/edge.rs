//! What every request carries, and the addresses that the same client works against.

use rstest::rstest;
use sitroom::github::client::{IssueChange, NewIssue};
use sitroom::practice::{Options, PracticeGithub};

use super::{Checked, REPO, bodies, client_at, released, repo};

/// Does one thing of each kind: create, edit, comment, list on two pages, read the history.
async fn whole_journey(github: &PracticeGithub, base: &str) -> Checked {
    let client = client_at(base);
    client.viewer().await?;
    client.repository(&repo(), None).await?;
    let new = NewIssue {
        title: &released("The chickens have escaped"),
        body: &released("one"),
        labels: &[],
    };
    let issue = client.create_issue(&repo(), new).await?.value;
    let two = released("two");
    let change = IssueChange {
        body: Some(&two),
        ..IssueChange::default()
    };
    client.update_issue(&repo(), issue.number, change).await?;
    let three = released("three");
    let written = client.write_body_verified(&issue.node_id, &three, "op");
    assert_eq!(written.await?.value.history.total, 3);
    let history = client.body_history(&issue.node_id).await?.value.history;
    assert_eq!(history.edits[1].body.as_deref(), Some("two"));
    for n in 0..100 {
        github.comment_as("farmer-dave", REPO, issue.number, &format!("note {n}"))?;
    }
    client
        .create_comment(&repo(), issue.number, &released("note 100"))
        .await?;
    let first = client
        .comments_page(&repo(), issue.number, None, None)
        .await?;
    let next = first.meta.next.ok_or("there is a second page")?;
    let second = client
        .comments_page(&repo(), issue.number, None, Some(&next))
        .await?;
    assert_eq!(bodies(&second.value), ["note 100"]);
    Ok(())
}

#[rstest]
#[case::bare("", "", "/graphql")]
#[case::enterprise("", "/api/v3", "/api/graphql")]
#[case::enterprise_with_a_slash("", "/api/v3/", "/api/graphql")]
#[case::enterprise_behind_a_path("/github", "/github/api/v3", "/github/api/graphql")]
#[case::behind_a_path("/gh", "/gh", "/gh/graphql")]
#[case::behind_a_path_that_paths_begin_with("/repo", "/repo", "/repo/graphql")]
#[tokio::test]
async fn the_same_calls_work_against_every_base(
    #[case] mount: &str,
    #[case] base: &str,
    #[case] graphql: &str,
) -> Checked {
    let options = Options {
        prefix: mount.to_owned(),
        ..Options::default()
    };
    let github = PracticeGithub::start(options)?;
    whole_journey(&github, &format!("{}{base}", github.url())).await?;
    let below = base.trim_end_matches('/');
    for request in github.requests() {
        let is_graphql = request.path == graphql;
        let rest = request.path.strip_prefix(below);
        let is_rest = rest.is_some_and(|rest| rest.starts_with("/repo") || rest == "/user");
        assert!(is_graphql || is_rest, "{request}");
        assert!(
            request.status.is_some_and(|status| status < 300),
            "{request}"
        );
    }
    Ok(())
}

#[tokio::test]
async fn every_request_says_who_asks_and_for_which_version_once() -> Checked {
    let github = PracticeGithub::start(Options::default())?;
    whole_journey(&github, &github.url()).await?;
    let agent = format!("sitroom/{}", env!("CARGO_PKG_VERSION"));
    for request in github.requests() {
        assert_eq!(request.header("user-agent"), [agent.as_str()], "{request}");
        assert_eq!(
            request.header("x-github-api-version"),
            ["2022-11-28"],
            "{request}"
        );
        assert_eq!(
            request.header("accept"),
            ["application/vnd.github+json"],
            "{request}"
        );
        assert_eq!(request.header("authorization"), [""; 0], "it is not shown");
    }
    Ok(())
}
