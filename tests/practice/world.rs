//! What other people do to an issue, and how it looks from here.

use sitroom::github::client::{Failure, RejectionKind};
use sitroom::github::wire::GHOST;
use sitroom::practice::{Fault, FaultRule, Options, PracticeGithub};

use super::{Checked, REPO, client_at, failure, released, repo, started_with_issue};

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
        .write_body_verified(&seen.node_id, &released(ours), "op-1")
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
        .write_body_verified(&seen.node_id, &released("as it was"), "op-1")
        .await?
        .value;
    assert_eq!(same.history.total, 0);
    Ok(())
}

#[tokio::test]
async fn graphql_refusals_are_refusals() -> Checked {
    let (github, client, number) = started_with_issue("");
    let node = client.issue(&repo(), number, None).await?.value.node_id;
    let missing = failure(
        client
            .write_body_verified("I_none", &released("x"), "op")
            .await,
    );
    assert_eq!(missing.rejection_kind(), Some(RejectionKind::NotFound));
    let long = "x".repeat(65_537);
    let long = failure(
        client
            .write_body_verified(&node, &released(&long), "op")
            .await,
    );
    assert_eq!(long.rejection_kind(), Some(RejectionKind::Unprocessable));
    github.fault(FaultRule::once(Fault::LoseReply).path("/graphql"));
    assert!(
        failure(
            client
                .write_body_verified(&node, &released("x"), "op")
                .await
        )
        .is_ambiguous()
    );
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
    client
        .write_body_verified(&node, &released("new"), "op")
        .await?;
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
    let refused = failure(client.create_comment(&repo(), locked, &released("x")).await);
    assert_eq!(kind(refused), Some(RejectionKind::Locked));
    github.set_archived(REPO, true)?;
    let refused = failure(client.create_comment(&repo(), locked, &released("x")).await);
    assert_eq!(kind(refused), Some(RejectionKind::Archived));
    github.set_access(REPO, Options::LOGIN, false)?;
    let unseen = failure(client.repository(&repo(), None).await);
    assert_eq!(kind(unseen), Some(RejectionKind::NotFound));
    github.revoke_token(Options::TOKEN);
    assert_eq!(
        kind(failure(client.viewer().await)),
        Some(RejectionKind::Unauthorized)
    );
    Ok(())
}
