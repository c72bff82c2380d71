//! Messages through a Slack webhook, and each way in which they can go wrong.

use std::time::Duration;

use rstest::rstest;
use secrecy::SecretString;
use serde_json::Value;
use sitroom::deliver::slack::{Slack, SlackError};
use sitroom::domain::outgoing::{Again, Channel, Doubt, NotSent, Outcome, Outgoing};

use crate::hook::{Act, Hook};
use crate::support::{drill, let_out, sitrep};

const PATIENCE: Duration = Duration::from_secs(60);

fn slack(address: &str, timeout: Duration) -> Slack {
    Slack::new(&SecretString::from(address), timeout).expect("the address is good")
}

async fn posts(act: Act) -> (Outcome, Hook) {
    let hook = Hook::start(act).await;
    let outcome = slack(&hook.address, PATIENCE)
        .send(&let_out(&sitrep(Channel::SlackWebhook)))
        .await;
    (outcome, hook)
}

#[tokio::test]
async fn message_is_posted_once_as_json_that_calls_nobody() {
    let hook = Hook::start(Act::Answers("200 OK", "", "ok")).await;
    let outgoing = Outgoing {
        body: "Dave & Spot saw <!channel> and <@U123>, then @here: 1 < 2".into(),
        ..drill(Channel::SlackWebhook)
    };
    let outcome = slack(&hook.address, PATIENCE)
        .send(&let_out(&outgoing))
        .await;
    let words = "ok".to_owned();
    assert_eq!(outcome, Outcome::Sent { words });
    let calls = hook.calls();
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].line, "POST /services/T0/B0/c0ffee HTTP/1.1");
    let is_json = |line: &String| line == "content-type: application/json; charset=utf-8";
    assert!(
        calls[0].headers.iter().any(is_json),
        "{:?}",
        calls[0].headers
    );
    let body: Value = serde_json::from_str(&calls[0].body).unwrap();
    let text = body["text"].as_str().unwrap();
    assert!(
        text.starts_with("EXERCISE: [sitrep] The chickens"),
        "{text}"
    );
    assert!(
        text.contains("Dave &amp; Spot saw &lt;!channel&gt; and &lt;@U123&gt;"),
        "{text}"
    );
    assert!(
        !text.contains("@here") && text.contains("1 &lt; 2"),
        "{text}"
    );
    assert_eq!(body["link_names"], Value::Bool(false));
    assert_eq!(body["unfurl_links"], Value::Bool(false));
}

#[rstest]
#[case::gone("404 Not Found", "", "no_service", Again::Useless, "make a new one")]
#[case::archived("410 Gone", "", "channel_is_archived", Again::Useless, "is archived")]
#[case::forbidden(
    "403 Forbidden",
    "",
    "action_prohibited",
    Again::Useless,
    "administrator"
)]
#[case::payload(
    "400 Bad Request",
    "",
    "invalid_payload",
    Again::Useless,
    "invalid_payload"
)]
#[case::too_often(
    "429 Too Many Requests",
    "Retry-After: 30\r\n",
    "rate_limited",
    Again::After(Duration::from_secs(30)),
    "rate_limited"
)]
#[case::too_often_unnamed(
    "429 Too Many Requests",
    "",
    "",
    Again::After(Duration::from_secs(60)),
    "429"
)]
#[case::elsewhere(
    "302 Found",
    "Location: http://127.0.0.1:1/\r\n",
    "",
    Again::Useless,
    "302"
)]
#[case::proxy(
    "407 Proxy Authentication Required",
    "",
    "no",
    Again::Useless,
    "407 no"
)]
#[tokio::test]
async fn a_no_is_a_no_with_slacks_word(
    #[case] status: &'static str,
    #[case] headers: &'static str,
    #[case] word: &'static str,
    #[case] helps: Again,
    #[case] says: &str,
) {
    let (outcome, hook) = posts(Act::Answers(status, headers, word)).await;
    let text = outcome.words();
    match outcome {
        Outcome::NotSent {
            why: NotSent::WebhookRefused { words, .. },
            again,
        } => assert_eq!((words.as_str(), again), (word, helps)),
        other => panic!("it is refused: {other:?}"),
    }
    assert!(text.contains(says), "{text}");
    assert_eq!(hook.calls().len(), 1, "nothing is tried again by itself");
}

#[rstest]
#[case::server_error(Act::Answers("500 Oops", "", "rollup_error"), Doubt::ServerError(500))]
#[case::gateway(Act::Answers("504 Late", "", ""), Doubt::ServerError(504))]
#[case::gave_up(Act::Answers("408 Slow", "", ""), Doubt::ServerError(408))]
#[case::lost(Act::HangsUp, Doubt::Lost)]
#[case::lost_at_once(Act::HangsUpFirst, Doubt::Lost)]
#[case::cut_off(Act::BreaksOff("200 OK"), Doubt::Lost)]
#[case::another_page(
    Act::Answers("200 OK", "", "<html>Sign in"),
    Doubt::Senseless { words: "<html>Sign in".to_owned() }
)]
#[tokio::test]
async fn what_is_not_certain_is_a_doubt(#[case] act: Act, #[case] why: Doubt) {
    let (outcome, hook) = posts(act).await;
    assert_eq!(outcome, Outcome::Unknown { why });
    assert_eq!(hook.connections(), 1, "nothing is tried again by itself");
}

#[tokio::test]
async fn a_refusal_that_is_cut_off_is_a_refusal() {
    let (outcome, _hook) = posts(Act::BreaksOff("404 Not Found")).await;
    assert!(matches!(outcome, Outcome::NotSent { .. }), "{outcome:?}");
}

#[tokio::test]
async fn silence_is_a_doubt() {
    let hook = Hook::start(Act::FallsSilent).await;
    let limit = Duration::from_secs(2);
    let outcome = slack(&hook.address, limit)
        .send(&let_out(&sitrep(Channel::SlackWebhook)))
        .await;
    let why = Doubt::TimedOut(limit);
    assert_eq!(outcome, Outcome::Unknown { why });
    assert_eq!(hook.connections(), 1);
}

#[tokio::test]
async fn nobody_listening_is_a_no_that_may_pass() {
    let address = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        format!("http://{}/services/c0ffee", listener.local_addr().unwrap())
    };
    let outcome = slack(&address, PATIENCE)
        .send(&let_out(&sitrep(Channel::SlackWebhook)))
        .await;
    let text = format!("{outcome:?} {}", outcome.words());
    assert!(
        matches!(
            outcome,
            Outcome::NotSent {
                again: Again::Helps,
                ..
            }
        ),
        "{text}"
    );
    assert!(!text.contains("c0ffee"), "{text}");
}

#[tokio::test]
async fn a_text_that_slack_would_cut_off_is_not_sent() {
    let hook = Hook::start(Act::Answers("200 OK", "", "ok")).await;
    let outgoing = Outgoing {
        body: "<".repeat(10_001),
        ..sitrep(Channel::SlackWebhook)
    };
    let outcome = slack(&hook.address, PATIENCE)
        .send(&let_out(&outgoing))
        .await;
    let text = outcome.words();
    assert!(
        matches!(
            outcome,
            Outcome::NotSent {
                again: Again::Useless,
                ..
            }
        ),
        "{text}"
    );
    assert!(text.contains("40000 are safe"), "{text}");
    assert_eq!(hook.connections(), 0);
}

#[rstest]
#[case::no_address("c0ffee")]
#[case::empty("")]
#[case::in_the_clear("http://hooks.slack.example/services/c0ffee")]
#[case::look_alike("http://127.0.0.1.slack.example/services/c0ffee")]
#[case::other_scheme("ftp://127.0.0.1/c0ffee")]
#[tokio::test]
async fn an_address_that_will_not_do_is_refused_and_not_quoted(#[case] address: &str) {
    let error = Slack::new(&SecretString::from(address), PATIENCE).expect_err("it is refused");
    let text = format!("{error} {error:?}");
    assert!(!text.contains("c0ffee"), "{text}");
    let is_known = matches!(error, SlackError::NotAnAddress | SlackError::InTheClear);
    assert!(is_known, "{text}");
}
