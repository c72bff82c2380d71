//! The client: one call at a time, no retries of writes, no cache, no redirects.
//!
//! octocrab is behind this file and the ones below it, and nowhere else. Its own retries
//! would send a comment four times and its cache mixes up answers, so both stay off and
//! every policy (when to poll, when to wait, what to do in doubt) is the caller's.

use std::error::Error as StdError;
use std::time::Duration;

use chrono::Utc;
use http::{Method, Request, Uri, header};
use http_body_util::{BodyExt, Limited};
use octocrab::Octocrab;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use thiserror::Error;

mod answer;
mod base;
mod failure;
mod graphql;
mod repo;
mod verbs;

pub use base::{AddressError, api_base_for, token_host_of};
pub use failure::{
    AmbiguousCause, Failure, Outcome, Rate, Rejection, RejectionKind, Reply, ReplyMeta,
    UnreachableCause,
};
pub use repo::{RepoName, RepoNameError};
pub use verbs::{IssueChange, NewIssue};

use crate::github::token::{TokenFault, clean};
use base::Base;

/// The most that is read of one answer. A page of 100 comments of full length is 7 MB,
/// and several times that when most of it has to be escaped.
const LONGEST_ANSWER: usize = 64 * 1024 * 1024;

/// How long each part of a call may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timeouts {
    /// For the connection to stand.
    pub connect: Duration,
    /// For each single read: a server that drips a byte now and then never exceeds it.
    pub read: Duration,
    /// For the whole call, its one repetition included.
    pub total: Duration,
}

impl Default for Timeouts {
    /// GitHub itself ends every request after ten seconds.
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(10),
            total: Duration::from_secs(15),
        }
    }
}

/// What a client is made of.
#[derive(Debug, Clone)]
pub struct ClientConfig {
    /// The API's address, such as `https://api.github.com` or `https://HOST/api/v3`.
    pub api_base: String,
    /// The token; blanks around it are cut.
    pub token: SecretString,
    /// How long each part of a call may take.
    pub timeouts: Timeouts,
}

impl ClientConfig {
    /// Returns the configuration with the usual timeouts.
    pub fn new(api_base: impl Into<String>, token: impl Into<SecretString>) -> Self {
        Self {
            api_base: api_base.into(),
            token: token.into(),
            timeouts: Timeouts::default(),
        }
    }
}

/// Why a client cannot be made.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The address will not do.
    #[error(transparent)]
    Address(#[from] AddressError),
    /// The token will not do.
    #[error("use the token: {0}")]
    Token(#[from] TokenFault),
    /// It was tried outside of the asynchronous runtime.
    #[error("start a client for GitHub outside of the asynchronous runtime")]
    NoRuntime,
    /// The connections could not be prepared, such as without any root certificate.
    #[error("prepare connections to GitHub")]
    Http(#[source] reqwest::Error),
    /// octocrab would not take the settings.
    #[error("prepare the calls to GitHub")]
    Calls(#[source] Box<octocrab::Error>),
}

/// A client for one GitHub and one token.
#[derive(Debug, Clone)]
pub struct Client {
    rest: Octocrab,
    graphql: Octocrab,
    timeouts: Timeouts,
}

impl Client {
    /// Makes a client. Nothing is sent yet.
    pub fn new(config: &ClientConfig) -> Result<Self, ClientError> {
        let base = Base::parse(&config.api_base)?;
        let token = clean(config.token.expose_secret())?;
        // octocrab starts a task of its own and would panic without a runtime.
        tokio::runtime::Handle::try_current().map_err(|_| ClientError::NoRuntime)?;
        let http = connections(&base, config.timeouts).map_err(ClientError::Http)?;
        let calls = |base: &str| {
            calls(base, token.clone(), http.clone())
                .map_err(|error| ClientError::Calls(Box::new(error)))
        };
        Ok(Self {
            rest: calls(&base.rest)?,
            graphql: calls(&base.graphql)?,
            timeouts: config.timeouts,
        })
    }

    /// Sends one request and says how it ended, within the total timeout.
    ///
    /// `path` is path and query, below the API's address. A GET whose connection is lost is
    /// sent once more at once: after a sleep of the machine the pooled connection is stale.
    /// Nothing else is ever repeated.
    pub async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        if_none_match: Option<&str>,
    ) -> Outcome {
        self.send_through(&self.rest, &method, path, body, if_none_match)
            .await
    }

    async fn send_through(
        &self,
        calls: &Octocrab,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        if_none_match: Option<&str>,
    ) -> Outcome {
        let total = self.timeouts.total;
        let attempts = async {
            let first = self
                .exchange(calls, method, path, body, if_none_match)
                .await;
            if method == Method::GET && is_worth_another_try(&first) {
                return self
                    .exchange(calls, method, path, body, if_none_match)
                    .await;
            }
            first
        };
        let in_time = tokio::time::timeout(total, attempts).await;
        in_time.unwrap_or(Err(AmbiguousCause::TimedOut(total).into()))
    }

    async fn exchange(
        &self,
        calls: &Octocrab,
        method: &Method,
        path: &str,
        body: Option<&Value>,
        if_none_match: Option<&str>,
    ) -> Outcome {
        let unwritable = || Failure::from(UnreachableCause::BadRequest);
        let mut request = Request::builder()
            .method(method)
            .uri(own_path(path).ok_or_else(unwritable)?);
        if let Some(etag) = if_none_match {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        let request = calls.build_request(request, body);
        let request = request.map_err(|_| unwritable())?;
        let response = calls.execute(request).await;
        let (head, body) = response
            .map_err(|error| lost(&error, self.timeouts.read))?
            .into_parts();
        match Limited::new(body, LONGEST_ANSWER).collect().await {
            Ok(bytes) => {
                answer::interpret(head.status, &head.headers, &bytes.to_bytes(), Utc::now())
            }
            Err(_) if head.status.is_success() => {
                Err(AmbiguousCause::Unreadable(head.status.as_u16()).into())
            }
            // A refusal is a refusal even when its words are cut short.
            Err(_) => answer::interpret(head.status, &head.headers, &[], Utc::now()),
        }
    }
}

/// Returns whether a read may have failed by a stale connection or a cut-off answer.
fn is_worth_another_try(outcome: &Outcome) -> bool {
    matches!(
        outcome,
        Err(Failure::Ambiguous(
            AmbiguousCause::ConnectionLost | AmbiguousCause::Unreadable(_)
        ))
    )
}

fn connections(base: &Base, timeouts: Timeouts) -> reqwest::Result<reqwest::Client> {
    // Fails when the program has chosen a provider already, which is as good.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let builder = reqwest::Client::builder()
        .connect_timeout(timeouts.connect)
        .read_timeout(timeouts.read)
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never());
    if !base.loopback {
        return builder.build();
    }
    // A proxy cannot reach this machine's own loopback, and without TLS the build must not
    // depend on root certificates being installed.
    let tls = rustls::ClientConfig::builder()
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth();
    builder.no_proxy().tls_backend_preconfigured(tls).build()
}

fn calls(base: &str, token: SecretString, http: reqwest::Client) -> octocrab::Result<Octocrab> {
    Octocrab::builder()
        .base_uri(base)?
        .personal_token(token)
        .add_header(header::ACCEPT, "application/vnd.github+json".to_owned())
        .add_header(
            header::USER_AGENT,
            concat!("sitroom/", env!("CARGO_PKG_VERSION")).to_owned(),
        )
        .build_with_reqwest(http)
}

/// Reads path and query. With an authority of its own a request would leave, and the token
/// with it, for another host.
fn own_path(path: &str) -> Option<Uri> {
    let uri = Uri::try_from(path).ok()?;
    let is_own = path.starts_with('/') && !path.starts_with("//") && uri.authority().is_none();
    is_own.then_some(uri)
}

/// Tells a request that was never sent from one whose answer was lost.
fn lost(error: &octocrab::Error, read_timeout: Duration) -> Failure {
    let mut causes = chain(error).filter_map(|error| error.downcast_ref::<reqwest::Error>());
    let cause = causes.next();
    if cause.is_some_and(reqwest::Error::is_connect) {
        let innermost = chain(error).last().map(ToString::to_string);
        let detail = answer::one_line(&innermost.unwrap_or_default());
        return UnreachableCause::NoConnection { detail }.into();
    }
    if cause.is_some_and(reqwest::Error::is_timeout) {
        return AmbiguousCause::TimedOut(read_timeout).into();
    }
    AmbiguousCause::ConnectionLost.into()
}

fn chain<'a>(
    error: &'a (dyn StdError + 'static),
) -> impl Iterator<Item = &'a (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |error: &&'a (dyn StdError + 'static)| {
        (*error).source()
    })
}
