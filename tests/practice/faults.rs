//! What goes wrong, and how the client tells it.

use std::time::Duration;

use http::Method;
use rstest::rstest;
use secrecy::SecretString;
use sitroom::github::client::{
    AmbiguousCause, Client, ClientConfig, Failure, RejectionKind, UnreachableCause,
};
use sitroom::practice::{Fault, FaultRule, Options};

use super::{
    Checked, REPO, bodies, client_at, failure, hasty_client, released, repo, started_with_issue,
};

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
    None
)]
#[case::invalid(Fault::Invalid, RejectionKind::Unprocessable, None)]
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
    let refused = failure(
        client
            .create_comment(&repo(), number, &released("hello"))
            .await,
    );
    assert_eq!(refused.rejection_kind(), Some(kind));
    let asked = refused.rejection().and_then(|rejection| rejection.wait);
    assert_eq!(asked.map(|wait| wait.as_secs()), wait);
    assert_eq!(refused.is_permanent(), !kind.is_rate_limit());
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
    let doubtful = failure(
        client
            .create_comment(&repo(), number, &released("hello"))
            .await,
    );
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
    let doubtful = failure(
        client
            .create_comment(&repo(), number, &released("hello"))
            .await,
    );
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
    let doubtful = failure(
        client
            .create_comment(&repo(), number, &released(text))
            .await,
    );
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
            .create_comment(&repo(), number, &released("x"))
            .await,
    );
    assert!(
        matches!(&offline, Failure::Unreachable(UnreachableCause::Refused { host }) if host == "127.0.0.1"),
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
    let dropped = failure(client.create_comment(&repo(), number, &released("x")).await);
    assert!(dropped.is_ambiguous(), "{dropped:?}");
    github.set_down(false);
    assert!(
        client
            .create_comment(&repo(), number, &released("x"))
            .await
            .is_ok()
    );
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
