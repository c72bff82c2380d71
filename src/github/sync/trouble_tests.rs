use rstest::rstest;

use super::*;
use crate::domain::mirror::Concern;

fn host() -> String {
    "api.github.com".to_owned()
}

fn unreachable(cause: UnreachableCause) -> Trouble {
    Failure::from(cause).into()
}

fn ambiguous(cause: AmbiguousCause) -> Trouble {
    Failure::from(cause).into()
}

fn refused(kind: RejectionKind) -> Trouble {
    Failure::from(Box::new(Rejection::of(kind))).into()
}

fn sign_on(url: Option<&str>) -> Trouble {
    let rejection = Rejection {
        sso_url: url.map(str::to_owned),
        ..Rejection::of(RejectionKind::Sso)
    };
    Failure::from(Box::new(rejection)).into()
}

fn detail(text: &str) -> String {
    text.to_owned()
}

#[rstest]
#[case::no_network(
    unreachable(UnreachableCause::NoNetwork),
    MirrorState::Offline,
    "there is no network; everything is kept here and sent when it is back"
)]
#[case::name(
    unreachable(UnreachableCause::Name { host: host() }),
    MirrorState::Offline,
    "api.github.com cannot be found by its name; look at the network and at the API's address"
)]
#[case::refused(
    unreachable(UnreachableCause::Refused { host: host() }),
    MirrorState::Offline,
    "api.github.com does not take connections; everything is kept here"
)]
#[case::slow(
    unreachable(UnreachableCause::TimedOut { host: host() }),
    MirrorState::Offline,
    "api.github.com does not answer; everything is kept here"
)]
#[case::tls(
    unreachable(UnreachableCause::Tls { detail: detail("its certificate is for another server") }),
    MirrorState::Untrusted,
    "its certificate is for another server; nothing is sent; look at this machine's clock"
)]
#[case::proxy(
    unreachable(UnreachableCause::Proxy { detail: detail("it will not let us through") }),
    MirrorState::Proxy,
    "the proxy does not connect us: it will not let us through; set HTTPS_PROXY and NO_PROXY right"
)]
#[case::bad_address(
    unreachable(UnreachableCause::BadRequest),
    MirrorState::Blocked,
    "set the repository and the API's address right"
)]
#[case::lost(
    ambiguous(AmbiguousCause::ConnectionLost),
    MirrorState::Offline,
    "lost before an answer came; everything is kept here"
)]
#[case::timed_out(
    ambiguous(AmbiguousCause::TimedOut(Duration::from_secs(15))),
    MirrorState::Offline,
    "did not answer within 15 s; everything is kept here"
)]
#[case::server_error(
    ambiguous(AmbiguousCause::ServerError(503)),
    MirrorState::Failing,
    "a server error (503); everything is kept here"
)]
#[case::unreadable(
    ambiguous(AmbiguousCause::Unreadable(200)),
    MirrorState::Failing,
    "answer (200) cannot be read; everything is kept here"
)]
#[case::token(
    refused(RejectionKind::Unauthorized),
    MirrorState::Token,
    "does not accept the token; run `gh auth login`"
)]
#[case::sign_on_with_a_page(
    sign_on(Some("https://github.com/orgs/18F/sso")),
    MirrorState::SignOn,
    "single sign-on; authorize it at https://github.com/orgs/18F/sso and press r"
)]
#[case::sign_on_without(
    sign_on(None),
    MirrorState::SignOn,
    "authorize it in the token's settings on GitHub and press r"
)]
#[case::forbidden(
    refused(RejectionKind::Forbidden),
    MirrorState::NoAccess,
    "give the token leave to read and write issues"
)]
#[case::not_seen(
    refused(RejectionKind::NotFound),
    MirrorState::NoAccess,
    "check the name and the token's access; nothing is taken for deleted"
)]
#[case::deleted(
    refused(RejectionKind::Gone),
    MirrorState::Gone,
    "deleted on GitHub; the record here is complete"
)]
#[case::moved(
    refused(RejectionKind::Moved),
    MirrorState::Moved,
    "see where it went before you follow"
)]
#[case::locked(
    refused(RejectionKind::Locked),
    MirrorState::Locked,
    "what waits is kept; unlock the conversation"
)]
#[case::archived(
    refused(RejectionKind::Archived),
    MirrorState::Archived,
    "take it out of the archive, or set another repository"
)]
#[case::unprocessable(
    refused(RejectionKind::Unprocessable),
    MirrorState::Refused,
    "what waits is kept; look at it with"
)]
#[case::other(
    refused(RejectionKind::Other),
    MirrorState::Refused,
    "press r to try again"
)]
#[case::limited(
    Trouble::Limited { wait: Duration::from_millis(59_100), in_a_row: 1 },
    MirrorState::Limited,
    "GitHub asked to wait 60 s; nothing is lost"
)]
#[case::limited_too_often(
    Trouble::Limited { wait: Duration::from_secs(900), in_a_row: MOST_IN_A_ROW },
    MirrorState::Paused,
    "GitHub asked 5 times in a row to wait; syncing stops until you press r"
)]
#[case::in_doubt(
    Trouble::InDoubt { wait: Duration::from_secs(12) },
    MirrorState::InDoubt,
    "an answer was lost; what became of it is looked up in 12 s before anything is sent again"
)]
fn trouble_has_a_state_and_says_what_to_do(
    #[case] trouble: Trouble,
    #[case] state: MirrorState,
    #[case] said: &str,
) {
    assert_eq!(trouble.state(), state);
    assert_ne!(state.concern(), Concern::None);
    assert!(trouble.detail().contains(said), "{}", trouble.detail());
}
