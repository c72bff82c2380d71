//! Mail by SMTP that meets trouble at each step: what is certain is said, what is not is not
//! guessed, and nothing is tried again by itself.

use rstest::rstest;
use secrecy::SecretString;
use sitroom::deliver::smtp::Smtp;
use sitroom::domain::outgoing::{
    Again, Channel, Doubt, MailServer, NotSent, Outcome, SignIn, Stage,
};
use sitroom::domain::time::Span;

use crate::sink::{At, Fault, Plan, Sink};
use crate::support::{let_out, plain_server, sitrep};

fn server(port: u16) -> MailServer {
    MailServer {
        user: Some("jane".into()),
        ..plain_server(port)
    }
}

async fn sends(plan: Plan, change: impl Fn(&mut MailServer)) -> (Outcome, Sink) {
    let sink = Sink::start(plan).await;
    let mut server = server(sink.port);
    change(&mut server);
    let smtp = Smtp::new(&server, Some(SecretString::from("spade"))).unwrap();
    (smtp.send(&let_out(&sitrep(Channel::Mail))).await, sink)
}

#[rstest]
#[case::greeting_later(At::Greeting, "421 try later", Stage::Connection, 421, Again::Helps)]
#[case::greeting_never(
    At::Greeting,
    "554 no mail here",
    Stage::Connection,
    554,
    Again::Useless
)]
#[case::hello(At::Ehlo, "502 what?", Stage::Connection, 502, Again::Useless)]
#[case::sign_in_later(At::Auth, "454 4.7.0 later", Stage::SignIn, 454, Again::Helps)]
#[case::sign_in_never(At::Auth, "535 5.7.8 no", Stage::SignIn, 535, Again::Useless)]
#[case::sender_later(At::Mail, "451 4.3.0 later", Stage::Sender, 451, Again::Helps)]
#[case::sender_never(At::Mail, "550 5.7.1 not you", Stage::Sender, 550, Again::Useless)]
#[case::closing(At::Rcpt, "421 4.3.2 closing", Stage::Recipients, 421, Again::Helps)]
#[case::text_later(At::Data, "451 4.3.0 later", Stage::Text, 451, Again::Helps)]
#[case::text_never(At::Data, "554 5.5.1 no", Stage::Text, 554, Again::Useless)]
#[case::taken_later(At::Dot, "452 4.3.1 disk full", Stage::Text, 452, Again::Helps)]
#[case::taken_never(At::Dot, "552-5.3.4 too\r\n552 big", Stage::Text, 552, Again::Useless)]
#[tokio::test]
async fn a_no_is_a_no_at_every_step(
    #[case] at: At,
    #[case] says: &'static str,
    #[case] stage: Stage,
    #[case] code: u16,
    #[case] again: Again,
) {
    let (outcome, sink) = sends(Plan::failing(at, Fault::Says(says)), |_| {}).await;
    let last = says.rsplit(' ').next().unwrap();
    match outcome {
        Outcome::NotSent {
            why:
                NotSent::Refused {
                    stage: found,
                    code: number,
                    words,
                },
            again: helps,
        } => {
            assert_eq!((found, number, helps), (stage, code, again));
            assert!(
                words.ends_with(last),
                "the server's words are kept: {words}"
            );
        }
        other => panic!("it is refused: {other:?}"),
    }
    assert_eq!(sink.seen().taken, []);
    assert_eq!(
        sink.seen().connections,
        1,
        "nothing is tried again by itself"
    );
}

#[rstest]
#[case::greeting(At::Greeting)]
#[case::hello(At::Ehlo)]
#[case::sign_in(At::Auth)]
#[case::sender(At::Mail)]
#[case::recipients(At::Rcpt)]
#[case::before_the_text(At::Data)]
#[tokio::test]
async fn a_connection_lost_before_the_text_is_a_no(#[case] at: At) {
    let (outcome, sink) = sends(Plan::failing(at, Fault::HangsUp), |_| {}).await;
    match outcome {
        Outcome::NotSent { why, again } => {
            let is_lost = matches!(why, NotSent::Lost(_) | NotSent::NoConnection { .. });
            assert!(is_lost, "{why}");
            assert_eq!(again, Again::Helps);
        }
        other => panic!("it is certain: {other:?}"),
    }
    assert_eq!(sink.seen().taken, []);
    assert_eq!(sink.seen().connections, 1);
}

/// The server has nothing in the first case and everything in the second, and from here the
/// two look the same.
#[rstest]
#[case::before_the_dot(At::Text, 0)]
#[case::after_the_dot(At::Dot, 1)]
#[tokio::test]
async fn a_connection_lost_with_the_text_is_a_doubt(#[case] at: At, #[case] taken: usize) {
    let (outcome, sink) = sends(Plan::failing(at, Fault::HangsUp), |_| {}).await;
    assert_eq!(outcome, Outcome::Unknown { why: Doubt::Lost });
    assert_eq!(sink.seen().taken.len(), taken);
    assert_eq!(
        sink.seen().connections,
        1,
        "nothing is tried again by itself"
    );
}

#[rstest]
#[case::greeting(At::Greeting)]
#[case::sign_in(At::Auth)]
#[case::recipients(At::Rcpt)]
#[case::before_the_text(At::Data)]
#[tokio::test]
async fn silence_before_the_text_is_a_no(#[case] at: At) {
    let plan = Plan::failing(at, Fault::FallsSilent);
    let (outcome, sink) = sends(plan, |server| server.timeout = "4s".parse().unwrap()).await;
    match outcome {
        Outcome::NotSent {
            why: NotSent::TimedOut { .. },
            again,
        } => assert_eq!(again, Again::Helps),
        other => panic!("the time is up: {other:?}"),
    }
    assert_eq!(sink.seen().taken, []);
    assert_eq!(sink.seen().connections, 1);
}

#[rstest]
#[case::before_the_dot(At::Text, 0)]
#[case::after_the_dot(At::Dot, 1)]
#[tokio::test]
async fn silence_after_the_text_is_a_doubt(#[case] at: At, #[case] taken: usize) {
    let limit: Span = "4s".parse().unwrap();
    let plan = Plan::failing(at, Fault::FallsSilent);
    let (outcome, sink) = sends(plan, |server| server.timeout = limit).await;
    let why = Doubt::TimedOut(std::time::Duration::from_secs(4));
    assert_eq!(outcome, Outcome::Unknown { why });
    assert_eq!(sink.seen().taken.len(), taken);
    assert_eq!(sink.seen().connections, 1);
}

#[rstest]
#[case::later("450 4.2.1 mailbox busy", Again::Helps)]
#[case::never("550 5.1.1 no such user", Again::Useless)]
#[tokio::test]
async fn one_recipient_refused_means_that_nobody_gets_it(
    #[case] says: &'static str,
    #[case] helps: Again,
) {
    let plan = Plan {
        strikes: "devops@",
        ..Plan::failing(At::Rcpt, Fault::Says(says))
    };
    let (outcome, sink) = sends(plan, |_| {}).await;
    let words = outcome.words();
    match outcome {
        Outcome::NotSent {
            why: NotSent::RecipientsRefused(refused),
            again,
        } => {
            assert_eq!(refused.len(), 1);
            assert_eq!(refused[0].address.bare(), "devops@gsa.example");
            assert_eq!(again, helps);
        }
        other => panic!("it is refused: {other:?}"),
    }
    assert!(
        words.contains("devops@gsa.example") && words.contains(&says[4..]),
        "{words}"
    );
    let seen = sink.seen();
    assert_eq!(seen.taken, []);
    assert!(
        seen.lines.iter().any(|line| line.contains("spot@")),
        "everybody is asked for"
    );
    assert!(!seen.lines.iter().any(|line| line == "DATA"));
}

#[rstest]
#[case::no_number(At::Mail, "hello there", false)]
#[case::text_not_asked_for(At::Data, "250 ok", false)]
#[case::more_asked_for_by_sender(At::Mail, "354 go on", false)]
#[case::more_asked_for_at_the_end(At::Dot, "354 go on", true)]
#[case::no_number_at_the_end(At::Dot, "2x0 ok", true)]
#[tokio::test]
async fn an_answer_without_sense_is_never_read_as_a_yes(
    #[case] at: At,
    #[case] says: &'static str,
    #[case] is_doubt: bool,
) {
    let (outcome, _sink) = sends(Plan::failing(at, Fault::Says(says)), |_| {}).await;
    match outcome {
        Outcome::Unknown { .. } => assert!(is_doubt),
        Outcome::NotSent { .. } => assert!(!is_doubt),
        Outcome::Sent { .. } => panic!("it makes no sense"),
    }
}

#[rstest]
#[case::not_offered(SignIn::Xoauth2, &["AUTH PLAIN"], None, NotSent::NoSignIn)]
#[case::none_offered(SignIn::Password, &["8BITMIME"], None, NotSent::NoSignIn)]
#[case::token_not_valid(
    SignIn::Xoauth2,
    &["AUTH XOAUTH2"],
    Some("334 eyJzdGF0dXMiOiI0MDAifQ=="),
    NotSent::NotSignedIn
)]
#[tokio::test]
async fn a_way_to_sign_in_that_does_not_fit_says_so(
    #[case] sign_in: SignIn,
    #[case] offers: &'static [&'static str],
    #[case] says: Option<&'static str>,
    #[case] why: NotSent,
) {
    let plan = Plan {
        offers: offers.to_vec(),
        faults: says
            .map(|says| (At::Auth, Fault::Says(says)))
            .into_iter()
            .collect(),
        ..Plan::default()
    };
    let (outcome, sink) = sends(plan, |server| server.sign_in = sign_in).await;
    assert_eq!(outcome, Outcome::never(why));
    assert!(
        !sink
            .seen()
            .lines
            .iter()
            .any(|line| line.starts_with("MAIL"))
    );
}

#[tokio::test]
async fn nobody_listening_is_a_no_that_may_pass() {
    let port = {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        listener.local_addr().unwrap().port()
    };
    let smtp = Smtp::new(&plain_server(port), None).unwrap();
    match smtp.send(&let_out(&sitrep(Channel::Mail))).await {
        Outcome::NotSent {
            why: NotSent::NoConnection { detail },
            again,
        } => {
            assert!(detail.contains("refused"), "{detail}");
            assert_eq!(again, Again::Helps);
        }
        other => panic!("nobody is there: {other:?}"),
    }
}

#[rstest]
#[case::plain("AUTH PLAIN")]
#[case::login("AUTH LOGIN")]
#[tokio::test]
async fn a_server_that_repeats_the_password_is_not_quoted(#[case] offer: &'static str) {
    let plan = Plan {
        offers: vec![offer],
        ..Plan::failing(At::Auth, Fault::Says("ECHO"))
    };
    let (outcome, sink) = sends(plan, |_| {}).await;
    let words = outcome.words();
    let sent = sink
        .seen()
        .lines
        .iter()
        .rfind(|line| *line != "QUIT")
        .cloned()
        .unwrap();
    let secret = sent.rsplit(' ').next().unwrap();
    assert!(!words.contains(secret), "{words}");
    assert!(
        words.contains("535 5.7.8 what is") && words.contains('…'),
        "{words}"
    );
}
