//! The edge of the client: one request out, one answer back, or the way in which it did not
//! come.
//!
//! Everything that is decided about a request is decided above; below is only the network, or
//! what stands in for it where a test must say which request is lost.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, Method, Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Limited};
use octocrab::service::middleware::auth_header::AuthHeaderLayer;
use octocrab::service::middleware::base_uri::BaseUriLayer;
use octocrab::service::middleware::extra_headers::ExtraHeadersLayer;
use octocrab::service::middleware::reqwest_connector::ReqwestConnector;
use octocrab::{AuthState, Octocrab, OctocrabBuilder};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value;

use super::base::{Base, join};
use super::failure::UnreachableCause;
use super::lost::lost;
use super::{ClientError, Timeouts};
use crate::github::token::TokenFault;

/// The most that is read of one answer. A page of 100 comments of full length is 7 MB,
/// and several times that when most of it has to be escaped.
const LONGEST_ANSWER: usize = 64 * 1024 * 1024;

/// Which of GitHub's two interfaces a call is for: each has a base of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Api {
    /// The one with an address for every thing.
    Rest,
    /// The one with queries.
    Graphql,
}

/// A request to be sent.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// The interface it is for.
    pub api: Api,
    /// The method.
    pub method: Method,
    /// Path and query, below the interface's base.
    pub path: Uri,
    /// What is sent as JSON.
    pub body: Option<Value>,
    /// The tag to ask "has it changed?" with.
    pub if_none_match: Option<String>,
}

/// An answer that arrived as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: StatusCode,
    /// The headers.
    pub headers: HeaderMap,
    /// All of its bytes.
    pub body: Vec<u8>,
}

/// Why no answer arrived as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoAnswer {
    /// The request cannot be written down.
    Unwritable,
    /// No connection came to stand, so nothing was sent.
    NotSent(UnreachableCause),
    /// The connection ended after the request may have been sent.
    Lost,
    /// Nothing arrived for so long after it was sent.
    TimedOut(Duration),
    /// The answer began and was cut off in the middle.
    CutOff {
        /// Its status.
        status: StatusCode,
        /// Its headers.
        headers: HeaderMap,
    },
}

/// A call under way.
pub type Exchange<'a> = Pin<Box<dyn Future<Output = Result<Answer, NoAnswer>> + Send + 'a>>;

/// What carries calls to a GitHub and answers back. Each call is sent once.
pub trait Transport: fmt::Debug + Send + Sync {
    /// Sends a call and returns its answer, or how it did not come.
    fn exchange(&self, call: Call) -> Exchange<'_>;
}

/// The network: octocrab for base, token and headers, reqwest for connections.
#[derive(Debug)]
pub(super) struct Network {
    calls: Octocrab,
    base: Base,
    read_timeout: Duration,
}

impl Network {
    pub(super) fn new(
        base: Base,
        token: &SecretString,
        timeouts: Timeouts,
    ) -> Result<Self, ClientError> {
        // octocrab starts a task of its own and would panic without a runtime.
        tokio::runtime::Handle::try_current().map_err(|_| ClientError::NoRuntime)?;
        let http = connections(&base, timeouts).map_err(ClientError::Http)?;
        Ok(Self {
            calls: calls(&base, token, http)?,
            base,
            read_timeout: timeouts.read,
        })
    }

    async fn send(&self, call: Call) -> Result<Answer, NoAnswer> {
        let mount = match call.api {
            Api::Rest => &self.base.rest,
            Api::Graphql => &self.base.graphql,
        };
        let path = join(mount, &call.path).ok_or(NoAnswer::Unwritable)?;
        let mut request = Request::builder().method(call.method).uri(path);
        if let Some(etag) = call.if_none_match {
            request = request.header(header::IF_NONE_MATCH, etag);
        }
        let request = self.calls.build_request(request, call.body.as_ref());
        let request = request.map_err(|_| NoAnswer::Unwritable)?;
        let response = self.calls.execute(request).await;
        let (head, body) = response
            .map_err(|error| lost(&error, &self.base.host, self.read_timeout))?
            .into_parts();
        match Limited::new(body, LONGEST_ANSWER).collect().await {
            Ok(bytes) => Ok(Answer {
                status: head.status,
                headers: head.headers,
                body: bytes.to_bytes().into(),
            }),
            Err(_) => Err(NoAnswer::CutOff {
                status: head.status,
                headers: head.headers,
            }),
        }
    }
}

impl Transport for Network {
    fn exchange(&self, call: Call) -> Exchange<'_> {
        Box::pin(self.send(call))
    }
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

/// Puts octocrab together by hand: its usual build sends a name of its own beside ours, and
/// leaves out a base path that a path happens to begin with.
fn calls(
    base: &Base,
    token: &SecretString,
    http: reqwest::Client,
) -> Result<Octocrab, ClientError> {
    let bearer = format!("Bearer {}", token.expose_secret());
    let mut bearer = HeaderValue::from_str(&bearer).map_err(|_| TokenFault::BadCharacter)?;
    bearer.set_sensitive(true);
    let origin = base.origin.clone();
    let ours = vec![
        (
            header::ACCEPT,
            HeaderValue::from_static("application/vnd.github+json"),
        ),
        (
            header::USER_AGENT,
            HeaderValue::from_static(concat!("sitroom/", env!("CARGO_PKG_VERSION"))),
        ),
    ];
    let built = OctocrabBuilder::new_empty()
        .with_service(ReqwestConnector::new(http))
        .with_layer(&ExtraHeadersLayer::new(Arc::new(ours)))
        .with_layer(&BaseUriLayer::new(origin.clone()))
        // Goes to this server only, whatever an address says.
        .with_layer(&AuthHeaderLayer::new(Some(bearer), origin.clone(), origin))
        .with_auth(AuthState::None)
        .build();
    match built {
        Ok(calls) => Ok(calls),
        Err(never) => match never {},
    }
}
