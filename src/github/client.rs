//! The client: one call at a time, no retries of writes, no cache, no redirects.
//!
//! octocrab is behind [`Transport`], and nowhere else. Its own retries would send a comment
//! four times and its cache mixes up answers, so both stay off and every policy (when to
//! poll, when to wait, what to do in doubt) is the caller's.

use std::sync::Arc;
use std::time::Duration;

use chrono::Utc;
use http::{Method, Uri};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;
use thiserror::Error;

mod answer;
mod base;
mod failure;
mod graphql;
mod lost;
mod repo;
mod transport;
mod verbs;

pub use base::{AddressError, api_base_for, may_be_page_of, token_host_of};
pub use failure::{
    AmbiguousCause, Failure, Outcome, Rate, Rejection, RejectionKind, Reply, ReplyMeta,
    UnreachableCause,
};
pub use repo::{RepoName, RepoNameError};
pub use transport::{Answer, Api, Call, Exchange, NoAnswer, Transport};
pub use verbs::{IssueChange, NewIssue};

use crate::github::token::{TokenFault, clean};
use base::Base;
use transport::Network;

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
}

/// A client for one GitHub and one token.
#[derive(Debug, Clone)]
pub struct Client {
    transport: Arc<dyn Transport>,
    total: Duration,
}

impl Client {
    /// Makes a client. Nothing is sent yet.
    pub fn new(config: &ClientConfig) -> Result<Self, ClientError> {
        let base = Base::parse(&config.api_base)?;
        let token = clean(config.token.expose_secret())?;
        let network = Network::new(base, &token, config.timeouts)?;
        Ok(Self {
            transport: Arc::new(network),
            total: config.timeouts.total,
        })
    }

    /// Makes a client whose calls go another way than over the network, with the usual total
    /// timeout. Calls are to be made inside of an asynchronous runtime all the same.
    pub fn over(transport: Arc<dyn Transport>) -> Self {
        Self {
            transport,
            total: Timeouts::default().total,
        }
    }

    /// Reads what stands at a path, unless it is as it was when `etag` was given out.
    pub async fn read(&self, path: &str, etag: Option<&str>) -> Outcome {
        self.send(Method::GET, path, None, etag).await
    }

    /// Sends one request and says how it ended, within the total timeout.
    ///
    /// `path` is path and query, below the API's address. A GET whose connection is lost is
    /// sent once more at once: after a sleep of the machine the pooled connection is stale.
    /// Nothing else is ever repeated. It takes any body, so nobody else may call it: whoever
    /// writes a text brings a [`Released`](crate::domain::gate::Released) to one of the calls
    /// by name.
    async fn send(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        if_none_match: Option<&str>,
    ) -> Outcome {
        self.send_call(Call {
            api: Api::Rest,
            method,
            path: own_path(path).ok_or(UnreachableCause::BadRequest)?,
            body: body.cloned(),
            if_none_match: if_none_match.map(ToOwned::to_owned),
        })
        .await
    }

    async fn send_call(&self, call: Call) -> Outcome {
        let attempts = async {
            if call.method != Method::GET {
                return self.exchange(call).await;
            }
            let first = self.exchange(call.clone()).await;
            if is_worth_another_try(&first) {
                return self.exchange(call).await;
            }
            first
        };
        let in_time = tokio::time::timeout(self.total, attempts).await;
        in_time.unwrap_or(Err(AmbiguousCause::TimedOut(self.total).into()))
    }

    async fn exchange(&self, call: Call) -> Outcome {
        match self.transport.exchange(call).await {
            Ok(Answer {
                status,
                headers,
                body,
            }) => answer::interpret(status, &headers, &body, Utc::now()),
            Err(NoAnswer::CutOff { status, .. }) if status.is_success() => {
                Err(AmbiguousCause::Unreadable(status.as_u16()).into())
            }
            // A refusal is a refusal even when its words are cut short.
            Err(NoAnswer::CutOff { status, headers }) => {
                answer::interpret(status, &headers, &[], Utc::now())
            }
            Err(NoAnswer::Unwritable) => Err(UnreachableCause::BadRequest.into()),
            Err(NoAnswer::NotSent(cause)) => Err(cause.into()),
            Err(NoAnswer::Lost) => Err(AmbiguousCause::ConnectionLost.into()),
            Err(NoAnswer::TimedOut(after)) => Err(AmbiguousCause::TimedOut(after).into()),
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

/// Reads path and query. With an authority of its own a request would leave, and the token
/// with it, for another host.
fn own_path(path: &str) -> Option<Uri> {
    let uri = Uri::try_from(path).ok()?;
    let is_own = path.starts_with('/') && !path.starts_with("//") && uri.authority().is_none();
    is_own.then_some(uri)
}
