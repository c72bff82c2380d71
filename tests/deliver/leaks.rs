//! The log at its most talkative, and what the secrets look like in it.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use secrecy::SecretString;
use sitroom::deliver::slack::Slack;
use sitroom::deliver::smtp::Smtp;
use sitroom::domain::outgoing::{Channel, MailServer, SignIn};
use tracing::level_filters::LevelFilter;

use crate::hook::{Act, Hook};
use crate::sink::{At, Fault, Plan, Sink};
use crate::support::{let_out, plain_server, sitrep};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn no_secret_gets_into_the_log_or_into_an_outcome() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(LevelFilter::TRACE)
        .with_writer(move || writer.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    tracing::info!("the log is written");
    let mut said = Vec::new();

    let password = "wheelbarrow-4711";
    let fails = Plan::failing(At::Auth, Fault::Says("535 no"));
    let sink = Sink::start_with(vec![Plan::default(), fails]).await;
    for sign_in in [SignIn::Password, SignIn::Password, SignIn::Xoauth2] {
        let server = MailServer {
            user: Some("jane".into()),
            sign_in,
            ..plain_server(sink.port)
        };
        let smtp = Smtp::new(&server, Some(SecretString::from(password))).unwrap();
        let outcome = smtp.send(&let_out(&sitrep(Channel::Mail))).await;
        said.push(format!("{smtp:?} {outcome:?} {}", outcome.words()));
    }

    let acts = [
        Act::Answers("200 OK", "", "ok"),
        Act::Answers("404 Not Found", "", "no such thing: /services/T0/B0/c0ffee"),
        Act::HangsUp,
    ];
    for act in acts {
        let hook = Hook::start(act).await;
        let address = SecretString::from(hook.address.as_str());
        let slack = Slack::new(&address, Duration::from_secs(60)).unwrap();
        let outcome = slack.send(&let_out(&sitrep(Channel::SlackWebhook))).await;
        said.push(format!("{slack:?} {outcome:?} {}", outcome.words()));
    }

    let said = said.join("\n");
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains("the log is written"));
    // The password, as it is sent by PLAIN, LOGIN and XOAUTH2, and the webhook's path.
    let plain = "AGphbmUAd2hlZWxiYXJyb3ctNDcxMQ==";
    let login = "d2hlZWxiYXJyb3ctNDcxMQ==";
    for secret in [password, plain, login, "c0ffee"] {
        assert!(!said.contains(secret), "{secret} is in an outcome: {said}");
        assert!(!log.contains(secret), "{secret} is in the log: {log}");
    }
}
