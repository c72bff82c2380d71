use rstest::rstest;

use super::*;

const SECONDARY: &str = r#"{"message":"You have exceeded a secondary rate limit. Please wait."}"#;
const DATE_TEXT: &str = "Thu, 05 Nov 2026 10:00:00 GMT";

fn now() -> DateTime<Utc> {
    http_date(DATE_TEXT).expect("the case is well formed")
}

fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
    pairs
        .iter()
        .map(|(name, value)| {
            (
                http::HeaderName::from_static(name),
                value.parse().expect("the case is well formed"),
            )
        })
        .collect()
}

fn answer(status: u16, pairs: &[(&'static str, &str)], body: &str) -> Outcome {
    let status = StatusCode::from_u16(status).expect("the case is well formed");
    interpret(status, &headers(pairs), body.as_bytes(), now())
}

fn rejected(status: u16, pairs: &[(&'static str, &str)], body: &str) -> Rejection {
    match answer(status, pairs, body) {
        Err(Failure::Rejected(rejection)) => *rejection,
        other => panic!("not a rejection: {other:?}"),
    }
}

#[rstest]
#[case::bad_token(401, &[], "{}", RejectionKind::Unauthorized, None)]
#[case::primary_403(
    403,
    &[("x-ratelimit-limit", "5000"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1793872830")],
    "{}",
    RejectionKind::PrimaryRateLimit,
    Some(31)
)]
#[case::primary_429_reset_in_the_past(
    429,
    &[("x-ratelimit-limit", "5000"), ("x-ratelimit-remaining", "0"), ("x-ratelimit-reset", "1793872000")],
    "{}",
    RejectionKind::PrimaryRateLimit,
    Some(1)
)]
#[case::secondary_with_time(403, &[("retry-after", "17")], SECONDARY, RejectionKind::SecondaryRateLimit, Some(17))]
#[case::secondary_with_date(
    429,
    &[("retry-after", "Thu, 05 Nov 2026 10:00:20 GMT")],
    "{}",
    RejectionKind::SecondaryRateLimit,
    Some(20)
)]
#[case::secondary_by_words_with_calls_left(
    403,
    &[("x-ratelimit-remaining", "4000")],
    SECONDARY,
    RejectionKind::SecondaryRateLimit,
    None
)]
#[case::bare_429(429, &[], "slow down", RejectionKind::SecondaryRateLimit, None)]
#[case::too_quick(422, &[], r#"{"errors":[{"message":"was submitted too quickly"}]}"#, RejectionKind::SecondaryRateLimit, None)]
#[case::sso(403, &[("x-github-sso", "required; url=x")], "{}", RejectionKind::Sso, None)]
#[case::archived(403, &[], r#"{"message":"Repository was archived so is read-only."}"#, RejectionKind::Archived, None)]
#[case::locked(403, &[], r#"{"message":"Unable to create comment because issue is locked."}"#, RejectionKind::Locked, None)]
#[case::forbidden(403, &[("x-ratelimit-remaining", "12")], "{}", RejectionKind::Forbidden, None)]
#[case::missing(404, &[], "{}", RejectionKind::NotFound, None)]
#[case::deleted(410, &[], "{}", RejectionKind::Gone, None)]
#[case::transferred(301, &[], "{}", RejectionKind::Moved, None)]
#[case::temporary(307, &[], "", RejectionKind::Moved, None)]
#[case::unprocessable(422, &[], "{}", RejectionKind::Unprocessable, None)]
#[case::teapot(418, &[], "<html>", RejectionKind::Other, None)]
fn refusals_are_told_apart(
    #[case] status: u16,
    #[case] pairs: &[(&'static str, &str)],
    #[case] body: &str,
    #[case] kind: RejectionKind,
    #[case] wait: Option<u64>,
) {
    let mut pairs = pairs.to_vec();
    pairs.push(("date", DATE_TEXT));
    let rejection = rejected(status, &pairs, body);
    assert_eq!(rejection.kind, kind);
    assert_eq!(rejection.wait, wait.map(Duration::from_secs));
}

#[rstest]
#[case::html_502(502, "<html>Unicorn!</html>", AmbiguousCause::ServerError(502))]
#[case::request_timeout(408, "", AmbiguousCause::ServerError(408))]
#[case::html_200(200, "<html>captive portal</html>", AmbiguousCause::Unreadable(200))]
#[case::cut_short(201, r#"{"id": 1, "bo"#, AmbiguousCause::Unreadable(201))]
fn doubtful_answers_are_ambiguous(
    #[case] status: u16,
    #[case] body: &str,
    #[case] cause: AmbiguousCause,
) {
    assert_eq!(answer(status, &[], body), Err(cause.into()));
}

#[test]
fn empty_success_is_no_value() {
    assert_eq!(
        answer(204, &[], "").expect("the case is well formed").value,
        Value::Null
    );
}

#[rstest]
#[case::github(
    "<https://api.github.com/repositories/1/issues?page=2>; rel=\"next\", <https://x/?page=9>; rel=\"last\"",
    Some("/repositories/1/issues?page=2")
)]
#[case::other_host(
    "<https://evil.example/steal?page=2>; rel=\"next\"",
    Some("/steal?page=2")
)]
#[case::last_page("<https://api.github.com/x?page=1>; rel=\"prev\"", None)]
#[case::garbage("nonsense", None)]
#[case::no_brackets("https://x/y; rel=\"next\"", None)]
fn next_page_is_path_and_query_only(#[case] link: &str, #[case] next: Option<&str>) {
    assert_eq!(next_page(link).as_deref(), next);
}

#[test]
fn unchanged_keeps_its_tag() {
    let pairs = [("etag", "W/\"abc\""), ("x-poll-interval", "60")];
    let Err(Failure::NotModified(meta)) = answer(304, &pairs, "") else {
        panic!("304 is not modified");
    };
    assert_eq!(meta.etag.as_deref(), Some("W/\"abc\""));
    assert_eq!(meta.poll_interval, Some(Duration::from_secs(60)));
}

#[test]
fn message_joins_the_errors_without_control_characters() {
    let body = r#"{"message":"Validation\u001b[31m Failed","errors":[
        {"message":"body is too long"},{"field":"title","code":"missing_field"},"bare"]}"#;
    assert_eq!(
        rejected(422, &[], body).message,
        "Validation [31m Failed; body is too long; title missing_field; bare"
    );
}

#[test]
fn move_tells_where_to_and_forbidden_tells_what_is_needed() {
    let moved = rejected(
        301,
        &[("location", "https://api.github.com/repositories/2/issues/3")],
        "",
    );
    assert!(
        moved
            .location
            .expect("the case is well formed")
            .ends_with("/repositories/2/issues/3")
    );
    let pairs = [("x-accepted-github-permissions", "issues=write")];
    assert_eq!(
        rejected(403, &pairs, "{}").permissions.as_deref(),
        Some("issues=write")
    );
    assert_eq!(rejected(404, &pairs, "{}").permissions, None);
}

#[rstest]
#[case::page(
    "required; url=https://github.com/orgs/18F/sso?authorization_request=A1",
    Some("https://github.com/orgs/18F/sso?authorization_request=A1")
)]
#[case::enterprise(
    "required; url=https://git.example.org/orgs/18F/sso; x=y",
    Some("https://git.example.org/orgs/18F/sso")
)]
#[case::no_page("partial-results; organizations=21955855,20582480", None)]
#[case::not_the_web("required; url=javascript:alert(1)", None)]
#[case::in_the_clear("required; url=http://github.com/orgs/18F/sso", None)]
#[case::name_in_front("required; url=https://github.com@evil.example/sso", None)]
#[case::letters_that_turn_around("required; url=https://github.com/\u{202e}sso", None)]
fn page_for_single_sign_on_is_shown_only_when_it_is_one(
    #[case] header: &str,
    #[case] page: Option<&str>,
) {
    let value = http::HeaderValue::from_bytes(header.as_bytes()).expect("a header");
    let headers = HeaderMap::from_iter([(http::HeaderName::from_static("x-github-sso"), value)]);
    let refused = interpret(StatusCode::FORBIDDEN, &headers, b"{}", now());
    let Err(Failure::Rejected(refused)) = refused else {
        panic!("not refused: {refused:?}");
    };
    assert_eq!(refused.kind, RejectionKind::Sso);
    assert_eq!(refused.sso_url.as_deref(), page);
}

#[test]
fn words_of_the_server_can_not_turn_the_reading_around() {
    assert_eq!(one_line("no\u{202e} way\u{2066}\n\tback"), "no way back");
}
