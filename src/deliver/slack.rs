//! Messages through a Slack incoming webhook: one call, one try.
//!
//! The settings of the connections are those of the calls to GitHub: the system's proxies, no
//! redirects, no retries, rustls on ring with the system's root certificates.

use std::fmt;
use std::time::Duration;

use http::header::{CONTENT_TYPE, RETRY_AFTER, USER_AGENT};
use reqwest::{Client, Response, Url};
use secrecy::{ExposeSecret, SecretString};
use thiserror::Error;

use crate::domain::outgoing::{
    Again, Doubt, Leaving, NotSent, Outcome, is_loopback, slack_payload, words_of,
};

/// How long a connection may take to come to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// The most that is read of an answer; Slack's are a word.
const LONGEST_ANSWER: usize = 4096;
/// How long to stay away when Slack asks for a pause and does not say how long.
const UNNAMED_WAIT: Duration = Duration::from_secs(60);

/// What Slack's words mean, for those that a person can do something about.
const MEANINGS: [(&str, &str); 8] = [
    (
        "no_service",
        ": the webhook was removed or switched off; make a new one",
    ),
    (
        "no_active_hooks",
        ": the webhook was removed or switched off; make a new one",
    ),
    ("invalid_token", ": the webhook's address is wrong"),
    ("no_team", ": the webhook's address is wrong"),
    ("channel_not_found", ": its channel is gone"),
    ("channel_is_archived", ": its channel is archived"),
    ("action_prohibited", ": an administrator does not allow it"),
    (
        "posting_to_general_channel_denied",
        ": an administrator does not allow it",
    ),
];

/// Why a webhook cannot be used, whatever the message. Never quotes its address.
#[derive(Debug, Error)]
pub enum SlackError {
    /// The address is no web address.
    #[error("use the address of the Slack webhook: it is no web address")]
    NotAnAddress,
    /// The message and the address itself would travel in the clear.
    #[error("use the address of the Slack webhook: it must begin with https://")]
    InTheClear,
    /// Connections cannot be prepared, such as without any root certificate.
    #[error("prepare connections to Slack")]
    Http(#[source] reqwest::Error),
}

/// A Slack incoming webhook.
#[derive(Clone)]
pub struct Slack {
    address: SecretString,
    http: Client,
    timeout: Duration,
}

impl fmt::Debug for Slack {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Slack").finish_non_exhaustive()
    }
}

impl Slack {
    /// Prepares a webhook. Nothing is sent yet.
    pub fn new(address: &SecretString, timeout: Duration) -> Result<Self, SlackError> {
        let url = read(address)?;
        let host = url.host_str().ok_or(SlackError::NotAnAddress)?;
        let loopback = is_loopback(host);
        match url.scheme() {
            "https" => {}
            "http" if loopback => {}
            _ => return Err(SlackError::InTheClear),
        }
        Ok(Self {
            address: address.clone(),
            http: connections(loopback).map_err(SlackError::Http)?,
            timeout,
        })
    }

    /// Tries once to post a message, and says how that ended.
    pub async fn send(&self, leaving: &Leaving) -> Outcome {
        let payload = match slack_payload(leaving.as_outgoing()) {
            Ok(payload) => payload,
            Err(error) => return Outcome::never(error.into()),
        };
        match tokio::time::timeout(self.timeout, self.post(payload)).await {
            Ok(outcome) => outcome,
            // The request may have been sent, and its time be up all the same.
            Err(_) => doubt(Doubt::TimedOut(self.timeout)),
        }
    }

    async fn post(&self, payload: String) -> Outcome {
        let Ok(url) = read(&self.address) else {
            let detail = "the webhook's address cannot be read".to_owned();
            return Outcome::never(NotSent::NoConnection { detail });
        };
        let secret_path = url.path().to_owned();
        let request = self
            .http
            .post(url)
            .header(CONTENT_TYPE, "application/json; charset=utf-8")
            .header(USER_AGENT, concat!("sitroom/", env!("CARGO_PKG_VERSION")))
            .body(payload);
        match request.send().await {
            Ok(response) => {
                let status = response.status().as_u16();
                let after = response.headers().get(RETRY_AFTER).cloned();
                let after = after.and_then(|value| value.to_str().ok()?.trim().parse().ok());
                let words = words(response).await;
                let words = words.map(|words| words.replace(&secret_path, "…"));
                interpret(status, after.map(Duration::from_secs), words)
            }
            Err(error) if error.is_connect() => Outcome::not_now(NotSent::NoConnection {
                detail: innermost(&error.without_url()),
            }),
            Err(_) => doubt(Doubt::Lost),
        }
    }
}

/// Reads the address without keeping what the parser says, which may quote it.
fn read(address: &SecretString) -> Result<Url, SlackError> {
    Url::parse(address.expose_secret()).map_err(|_| SlackError::NotAnAddress)
}

fn connections(loopback: bool) -> reqwest::Result<Client> {
    // Fails when the program has chosen a provider already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = Client::builder()
        .connect_timeout(CONNECT)
        // One that was kept is stale after a sleep of the machine, and the loss a doubt.
        .pool_max_idle_per_host(0)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    if !loopback {
        return builder.build();
    }
    // A proxy cannot reach this machine's own loopback, and without TLS nothing must depend
    // on root certificates being installed.
    let tls = rustls::ClientConfig::builder()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    builder.no_proxy().tls_backend_preconfigured(tls).build()
}

/// Reads what was answered; none when it was cut off.
async fn words(mut response: Response) -> Option<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = response.chunk().await.ok()? {
        bytes.extend_from_slice(&piece);
        if bytes.len() > LONGEST_ANSWER {
            break;
        }
    }
    Some(words_of(&String::from_utf8_lossy(&bytes)))
}

/// Says what an answer means; `words` is none when it was cut off in the middle.
fn interpret(status: u16, after: Option<Duration>, words: Option<String>) -> Outcome {
    let is_whole = words.is_some();
    let words = words.unwrap_or_default();
    match status {
        200 if words == "ok" => Outcome::Sent { words },
        // Something else than Slack answers so, such as a page to sign in to a network.
        200..=299 if is_whole => doubt(Doubt::Senseless { words }),
        200..=299 => doubt(Doubt::Lost),
        // 408 says that the server gave up waiting, not that it did nothing.
        408 | 500.. => doubt(Doubt::ServerError(status)),
        _ => {
            let meaning = MEANINGS.iter().find(|(word, _)| *word == words);
            let again = if status == 429 {
                Again::After(after.unwrap_or(UNNAMED_WAIT))
            } else {
                Again::Useless
            };
            let why = NotSent::WebhookRefused {
                status,
                hint: meaning.map_or("", |(_, meaning)| meaning),
                words,
            };
            Outcome::NotSent { why, again }
        }
    }
}

fn doubt(why: Doubt) -> Outcome {
    Outcome::Unknown { why }
}

fn innermost(error: &reqwest::Error) -> String {
    let mut text = error.to_string();
    let mut next = std::error::Error::source(error);
    while let Some(error) = next {
        text = error.to_string();
        next = error.source();
    }
    words_of(&text)
}
