//! Which servers carry messages, and where their secrets are found. Never the secrets.

use core::net::IpAddr;
use std::path::PathBuf;

use serde::Deserialize;

use super::address::MailAddress;
use crate::domain::time::Span;

/// The mail server that takes messages for the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the connection is encrypted.
    pub security: Security,
    /// Who messages are from.
    pub from: MailAddress,
    /// The name to sign in with; none where the server wants none.
    pub user: Option<String>,
    /// How to sign in.
    pub sign_in: SignIn,
    /// Where the password is found.
    pub password: SecretSource,
    /// A file with the only certificates that are trusted, as PEM; the system's when absent.
    pub ca_file: Option<PathBuf>,
    /// How long a whole send may take.
    pub timeout: Span,
}

/// How the connection to a mail server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Security {
    /// From the first byte (RFC 8314).
    Tls,
    /// After `STARTTLS`, without which nothing is sent.
    Starttls,
    /// Not at all; only to a server on this machine.
    None,
}

impl Security {
    /// Returns the port that is usual for it.
    #[must_use]
    pub fn usual_port(self) -> u16 {
        match self {
            Self::Tls => 465,
            Self::Starttls => 587,
            Self::None => 25,
        }
    }
}

/// How to sign in to a mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SignIn {
    /// With the password, by `PLAIN` or else `LOGIN`, whichever the server takes.
    Password,
    /// With an access token in place of the password, by `XOAUTH2`.
    Xoauth2,
}

/// A Slack incoming webhook, which posts to one channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SlackHook {
    /// Where its address is found; whoever knows the address can post.
    pub address: SecretSource,
    /// The channel it posts to, as the playbook writes it.
    pub channel: String,
    /// How long a whole send may take.
    pub timeout: Span,
}

/// Where a secret is found: in the environment, else from a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecretSource {
    /// The environment variable.
    pub variable: &'static str,
    /// A program and its arguments, whose first line of output is the secret; may be empty.
    pub command: Vec<String>,
}

/// Returns whether a host is this machine itself.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let address: Option<IpAddr> = host.parse().ok();
    host.eq_ignore_ascii_case("localhost") || address.is_some_and(|address| address.is_loopback())
}
