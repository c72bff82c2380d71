//! The address of GitHub's API, and what else follows from it.

use http::Uri;
use http::uri::PathAndQuery;
use thiserror::Error;

use crate::github::token::is_loopback;

/// Why an address cannot be the address of GitHub's API.
#[derive(Debug, Error)]
pub enum AddressError {
    /// It is no web address at all.
    #[error("read `{address}` as a web address")]
    NotAnAddress {
        /// The address as given.
        address: String,
        /// What the parser found.
        source: http::uri::InvalidUri,
    },
    /// It lacks the scheme or the host.
    #[error("use `{0}` as GitHub's address: it must be like https://api.github.com")]
    Incomplete(String),
    /// It would send the token in the clear.
    #[error("use `{0}` as GitHub's address: the token would travel unencrypted")]
    Unencrypted(String),
}

/// Where calls are sent to: one server, and what the paths of its two interfaces begin with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Base {
    /// The server, without a path.
    pub(super) origin: Uri,
    /// What the paths of REST calls begin with; empty for github.com.
    pub(super) rest: String,
    /// What comes before `/graphql`.
    pub(super) graphql: String,
    /// The server's name.
    pub(super) host: String,
    /// Whether the server is on this machine.
    pub(super) loopback: bool,
}

impl Base {
    /// Reads a base such as `https://api.github.com` or `https://HOST/api/v3`.
    pub(super) fn parse(address: &str) -> Result<Self, AddressError> {
        let (uri, host) = parts(address)?;
        let loopback = is_loopback(&host);
        match uri.scheme_str() {
            Some("https") => {}
            Some("http") if loopback => {}
            Some("http") => return Err(AddressError::Unencrypted(address.to_owned())),
            _ => return Err(AddressError::Incomplete(address.to_owned())),
        }
        let rest = uri.path().trim_end_matches('/').to_owned();
        // An enterprise server serves GraphQL beside v3, not below it.
        let graphql = rest
            .strip_suffix("/v3")
            .filter(|base| base.ends_with("/api"));
        let graphql = graphql.unwrap_or(&rest).to_owned();
        let mut parts = uri.into_parts();
        parts.path_and_query = Some(PathAndQuery::from_static("/"));
        let incomplete = |_| AddressError::Incomplete(address.to_owned());
        Ok(Self {
            origin: Uri::from_parts(parts).map_err(incomplete)?,
            rest,
            graphql,
            host,
            loopback,
        })
    }
}

/// Joins what all paths of an interface begin with and a path below it, unless the path comes
/// from an answer of the server's and begins so already.
pub(super) fn join(mount: &str, path: &Uri) -> Option<Uri> {
    let path = path.path_and_query()?.as_str();
    let below = path.strip_prefix(mount);
    let is_whole = below.is_some_and(|below| below.is_empty() || below.starts_with('/'));
    if is_whole {
        return path.parse().ok();
    }
    format!("{mount}{path}").parse().ok()
}

fn parts(address: &str) -> Result<(Uri, String), AddressError> {
    let uri: Uri = address
        .trim()
        .parse()
        .map_err(|source| AddressError::NotAnAddress {
            address: address.to_owned(),
            source,
        })?;
    let incomplete = || AddressError::Incomplete(address.to_owned());
    let host = uri.host().ok_or_else(incomplete)?.to_owned();
    let named = uri.authority().is_some_and(|a| a.as_str().contains('@'));
    if host.is_empty() || uri.scheme().is_none() || uri.query().is_some() || named {
        return Err(incomplete());
    }
    Ok((uri, host))
}

/// Returns the address of the API of the GitHub that people open under a host's name.
///
/// ```
/// use sitroom::github::client::api_base_for;
/// assert_eq!(api_base_for("github.com"), "https://api.github.com");
/// assert_eq!(api_base_for("octo.ghe.com"), "https://api.octo.ghe.com");
/// assert_eq!(api_base_for("git.example.org"), "https://git.example.org/api/v3");
/// ```
#[must_use]
pub fn api_base_for(host: &str) -> String {
    let host = host.trim().to_ascii_lowercase();
    if host == "github.com" || host.ends_with(".ghe.com") {
        format!("https://api.{host}")
    } else {
        format!("https://{host}/api/v3")
    }
}

/// Returns the host to find a token for, given the address of an API.
///
/// ```
/// use sitroom::github::client::token_host_of;
/// assert_eq!(token_host_of("https://api.github.com")?, "github.com");
/// assert_eq!(token_host_of("https://api.octo.ghe.com")?, "octo.ghe.com");
/// assert_eq!(token_host_of("https://git.example.org/api/v3")?, "git.example.org");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn token_host_of(api_base: &str) -> Result<String, AddressError> {
    let host = parts(api_base)?.1.to_ascii_lowercase();
    let web = host.strip_prefix("api.");
    let web = web.filter(|web| *web == "github.com" || web.ends_with(".ghe.com"));
    Ok(web.unwrap_or(&host).to_owned())
}

/// Returns whether a page of an issue may be of the server whose API has an address. What talks
/// to this machine alone, as a practice GitHub does, takes every page.
///
/// ```
/// use sitroom::github::client::may_be_page_of;
/// let api = "https://api.github.com";
/// assert!(may_be_page_of("https://github.com/18F/security-incidents/issues/12", api));
/// assert!(!may_be_page_of("http://127.0.0.1:8080/18F/security-incidents/issues/1", api));
/// ```
#[must_use]
pub fn may_be_page_of(page: &str, api: &str) -> bool {
    match (parts(page), token_host_of(api)) {
        (Ok((_, host)), Ok(ours)) => is_loopback(&ours) || host.eq_ignore_ascii_case(&ours),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::github("https://api.github.com", "https://api.github.com/", "", "")]
    #[case::enterprise(
        "https://git.example.org/api/v3/",
        "https://git.example.org/",
        "/api/v3",
        "/api"
    )]
    #[case::data_residency("https://api.octo.ghe.com", "https://api.octo.ghe.com/", "", "")]
    #[case::practice("http://127.0.0.1:4242", "http://127.0.0.1:4242/", "", "")]
    #[case::behind_a_path(
        "https://proxy.example.org/v3",
        "https://proxy.example.org/",
        "/v3",
        "/v3"
    )]
    #[case::enterprise_behind_a_path(
        "https://proxy.example.org/github/api/v3",
        "https://proxy.example.org/",
        "/github/api/v3",
        "/github/api"
    )]
    fn graphql_has_its_own_base(
        #[case] address: &str,
        #[case] origin: &str,
        #[case] rest: &str,
        #[case] graphql: &str,
    ) {
        let base = Base::parse(address).expect("the address is good");
        assert_eq!(base.origin.to_string(), origin);
        assert_eq!((base.rest.as_str(), base.graphql.as_str()), (rest, graphql));
    }

    #[rstest]
    #[case::bare("", "/user", "/user")]
    #[case::below("/api/v3", "/repos/a/b?page=2", "/api/v3/repos/a/b?page=2")]
    #[case::next_page(
        "/api/v3",
        "/api/v3/repositories/1?page=2",
        "/api/v3/repositories/1?page=2"
    )]
    #[case::begins_alike("/repo", "/repos/a/b", "/repo/repos/a/b")]
    fn path_is_joined_once(#[case] mount: &str, #[case] path: &str, #[case] whole: &str) {
        let path = path.parse().expect("the case is well formed");
        assert_eq!(
            join(mount, &path).map(|uri| uri.to_string()).as_deref(),
            Some(whole)
        );
    }

    #[rstest]
    #[case::no_scheme("api.github.com")]
    #[case::other_scheme("ftp://api.github.com")]
    #[case::plain_http("http://api.github.com")]
    #[case::loopback_look_alike("http://127.0.0.1.example.org")]
    #[case::name_in_front("https://me:secret@api.github.com")]
    #[case::query("https://api.github.com?x=1")]
    #[case::empty("")]
    #[case::blank("https://api github com")]
    fn bad_address_is_refused(#[case] address: &str) {
        assert!(Base::parse(address).is_err());
    }
}
