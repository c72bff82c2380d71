//! Mail by SMTP that arrives: encrypted, signed in, whole.

use rstest::rstest;
use secrecy::SecretString;
use sitroom::deliver::smtp::{Smtp, SmtpError};
use sitroom::domain::outgoing::{Channel, MailServer, NotSent, Outcome, Security, SignIn, mail};
use tempfile::TempDir;

use crate::sink::{At, Authority, Encryption, Fault, Plan, Sink};
use crate::support::{drill, let_out, plain_server, sitrep};

const PASSWORD: &str = "spade-and-barrow";

/// A server with a certificate of an authority whose file is there.
struct Farm {
    dir: TempDir,
    authority: Authority,
}

impl Farm {
    fn new() -> Self {
        let (dir, authority) = (TempDir::new().unwrap(), Authority::new());
        authority.write_to(&dir.path().join("ca.pem"));
        Self { dir, authority }
    }

    fn server(&self, port: u16, security: Security) -> MailServer {
        MailServer {
            host: "localhost".into(),
            security,
            user: Some("jane".into()),
            ca_file: Some(self.dir.path().join("ca.pem")),
            ..plain_server(port)
        }
    }

    fn encryption(&self, security: Security) -> Encryption {
        let acceptor = self.authority.acceptor("localhost");
        match security {
            Security::Tls => Encryption::Tls(acceptor),
            Security::Starttls => Encryption::Starttls(acceptor),
            Security::None => Encryption::None,
        }
    }
}

fn client(server: &MailServer) -> Smtp {
    Smtp::new(server, Some(SecretString::from(PASSWORD))).expect("the server can be used")
}

#[rstest]
#[case::tls(Security::Tls)]
#[case::starttls(Security::Starttls)]
#[tokio::test]
async fn mail_goes_to_everybody_encrypted_and_signed_in(#[case] security: Security) {
    let farm = Farm::new();
    let encryption = farm.encryption(security);
    let sink = Sink::start(Plan {
        encryption,
        ..Plan::default()
    })
    .await;
    let outgoing = sitrep(Channel::Mail);
    let outcome = client(&farm.server(sink.port, security))
        .send(&let_out(&outgoing))
        .await;
    let words = "250 2.0.0 ok: queued as 7".to_owned();
    assert_eq!(outcome, Outcome::Sent { words });
    let seen = sink.seen();
    let [taken] = &seen.taken[..] else {
        panic!("one message arrives: {seen:?}");
    };
    assert_eq!(taken.from, "jane@farm.example");
    let everybody = [
        "gsa-ir@gsa.example",
        "devops@gsa.example",
        "spot@farm.example",
    ];
    assert_eq!(taken.to, everybody);
    assert_eq!(taken.text, mail(&outgoing).unwrap());
    assert_eq!(seen.connections, 1);
    assert!(
        seen.lines
            .iter()
            .any(|line| line.starts_with("AUTH PLAIN "))
    );
    let open: Vec<&str> = seen.in_the_clear.iter().map(String::as_str).collect();
    match security {
        Security::Tls | Security::None => assert_eq!(open, [""; 0]),
        Security::Starttls => assert_eq!(open, ["EHLO [127.0.0.1]", "STARTTLS"]),
    }
}

#[rstest]
#[case::plain(
    SignIn::Password,
    "AUTH PLAIN LOGIN",
    "AUTH PLAIN AGphbmUAc3BhZGUtYW5kLWJhcnJvdw=="
)]
#[case::login(SignIn::Password, "AUTH LOGIN", "AUTH LOGIN")]
#[case::xoauth2(
    SignIn::Xoauth2,
    "AUTH PLAIN XOAUTH2",
    "AUTH XOAUTH2 dXNlcj1qYW5lAWF1dGg9QmVhcmVyIHNwYWRlLWFuZC1iYXJyb3cBAQ=="
)]
#[tokio::test]
async fn signs_in_as_configured(
    #[case] sign_in: SignIn,
    #[case] offer: &'static str,
    #[case] says: &str,
) {
    let sink = Sink::start(Plan {
        offers: vec![offer],
        ..Plan::default()
    })
    .await;
    let server = MailServer {
        user: Some("jane".into()),
        sign_in,
        ..plain_server(sink.port)
    };
    let outcome = client(&server).send(&let_out(&sitrep(Channel::Mail))).await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    let lines = sink.seen().lines;
    assert_eq!(
        lines.iter().find(|line| line.starts_with("AUTH")).unwrap(),
        says
    );
    let names_everything = lines.iter().any(|line| line == "c3BhZGUtYW5kLWJhcnJvdw==");
    assert_eq!(names_everything, offer == "AUTH LOGIN");
}

#[tokio::test]
async fn without_a_name_nothing_is_signed_in() {
    let sink = Sink::start(Plan::default()).await;
    let smtp = Smtp::new(&plain_server(sink.port), None).unwrap();
    let outcome = smtp.send(&let_out(&drill(Channel::Mail))).await;
    assert!(matches!(outcome, Outcome::Sent { .. }), "{outcome:?}");
    let seen = sink.seen();
    assert!(!seen.lines.iter().any(|line| line.starts_with("AUTH")));
    let text = &seen.taken[0].text;
    assert!(text.contains("\r\nSubject: EXERCISE: [sitrep] "), "{text}");
    assert!(
        text.contains("\r\n\r\nEXERCISE: this is practice"),
        "{text}"
    );
}

#[tokio::test]
async fn a_server_without_encryption_gets_nothing() {
    let farm = Farm::new();
    let sink = Sink::start(Plan::default()).await;
    let server = farm.server(sink.port, Security::Starttls);
    let outcome = client(&server).send(&let_out(&sitrep(Channel::Mail))).await;
    assert_eq!(outcome, Outcome::never(NotSent::NotEncrypted));
    let lines = sink.seen().lines;
    assert_eq!(lines, ["EHLO [127.0.0.1]"]);
}

/// What somebody in between adds to the answer in the clear must not be taken for an answer
/// of the server's.
#[tokio::test]
async fn answers_slipped_in_before_the_encryption_are_not_believed() {
    let farm = Farm::new();
    let added = Fault::Says("220 go ahead\r\n250-sink\r\n250 AUTH PLAIN\r\n235 welcome");
    let sink = Sink::start(Plan {
        encryption: farm.encryption(Security::Starttls),
        ..Plan::failing(At::Starttls, added)
    })
    .await;
    let server = farm.server(sink.port, Security::Starttls);
    let outcome = client(&server).send(&let_out(&sitrep(Channel::Mail))).await;
    let Outcome::NotSent { why, .. } = outcome else {
        panic!("it is refused: {outcome:?}");
    };
    assert!(matches!(why, NotSent::NoConnection { .. }), "{why}");
    let seen = sink.seen();
    assert_eq!(seen.in_the_clear, ["EHLO [127.0.0.1]", "STARTTLS"]);
    assert_eq!(
        seen.lines.len(),
        2,
        "nothing more was said: {:?}",
        seen.lines
    );
}

#[rstest]
#[case::another_authority(Security::Tls, "stranger")]
#[case::another_authority_by_starttls(Security::Starttls, "stranger")]
#[case::another_name(Security::Tls, "name")]
#[case::another_name_by_starttls(Security::Starttls, "name")]
#[case::out_of_date(Security::Tls, "expired")]
#[tokio::test]
async fn a_certificate_that_is_not_trusted_ends_it(
    #[case] security: Security,
    #[case] fault: &str,
) {
    let farm = Farm::new();
    let acceptor = match fault {
        "stranger" => Authority::new().acceptor("localhost"),
        "name" => farm.authority.acceptor("mail.farm.example"),
        _ => farm.authority.expired_acceptor("localhost"),
    };
    let encryption = match security {
        Security::Tls | Security::None => Encryption::Tls(acceptor),
        Security::Starttls => Encryption::Starttls(acceptor),
    };
    let sink = Sink::start(Plan {
        encryption,
        ..Plan::default()
    })
    .await;
    let outcome = client(&farm.server(sink.port, security))
        .send(&let_out(&sitrep(Channel::Mail)))
        .await;
    let Outcome::NotSent { why, again } = outcome else {
        panic!("it is refused: {outcome:?}");
    };
    assert!(matches!(why, NotSent::NotTrusted { .. }), "{why}");
    assert_eq!(again, sitroom::domain::outgoing::Again::Useless);
    let seen = sink.seen();
    assert!(
        !seen.lines.iter().any(|line| line.contains("AUTH")),
        "{seen:?}"
    );
    assert!(seen.taken.is_empty());
}

#[test]
fn nothing_goes_out_in_the_clear_but_to_this_machine() {
    let server = MailServer {
        host: "mail.farm.example".into(),
        ..plain_server(25)
    };
    let error = Smtp::new(&server, None).expect_err("it is refused");
    assert!(matches!(error, SmtpError::InTheClear { .. }), "{error}");
    let server = MailServer {
        host: "127.0.0.1.farm.example".into(),
        ..plain_server(25)
    };
    assert!(Smtp::new(&server, None).is_err());
}

#[test]
fn a_server_that_cannot_work_is_named_before_anything_is_sent() {
    let server = MailServer {
        user: Some("jane".into()),
        ..plain_server(25)
    };
    let error = Smtp::new(&server, None).expect_err("it is refused");
    assert!(matches!(error, SmtpError::NoPassword { .. }), "{error}");
    let dir = TempDir::new().unwrap();
    let server = |name: &str| MailServer {
        security: Security::Tls,
        ca_file: Some(dir.path().join(name)),
        ..plain_server(25)
    };
    let error = Smtp::new(&server("none.pem"), None).expect_err("it is refused");
    assert!(error.to_string().contains("none.pem"), "{error}");
    std::fs::write(dir.path().join("bad.pem"), "no certificate").unwrap();
    let error = Smtp::new(&server("bad.pem"), None).expect_err("it is refused");
    assert!(error.to_string().contains("bad.pem"), "{error}");
}

#[tokio::test]
async fn mail_without_recipient_sender_or_text_never_meets_the_server() {
    let sink = Sink::start(Plan::default()).await;
    let smtp = Smtp::new(&plain_server(sink.port), None).unwrap();
    let whole = sitrep(Channel::Mail);
    let mut nobody = whole.clone();
    (nobody.to, nobody.cc) = (Vec::new(), Vec::new());
    let mut nameless = whole.clone();
    nameless.from = None;
    let mut empty = whole.clone();
    empty.body = " \n\u{0}".into();
    let mut untitled = whole;
    untitled.subject = "\r\n".into();
    for outgoing in [nobody, nameless, empty, untitled] {
        let outcome = smtp.send(&let_out(&outgoing)).await;
        let Outcome::NotSent { why, .. } = outcome else {
            panic!("it is refused: {outcome:?}");
        };
        assert!(matches!(why, NotSent::Unwritable(_)), "{why}");
    }
    assert_eq!(sink.seen().connections, 0);
}
