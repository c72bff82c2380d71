//! A request as it is understood, and the answer to it before it is sent.

use std::collections::HashMap;

use axum::extract::Query;
use axum::http::request::Parts;
use http::{HeaderMap, Method, header};
use serde_json::{Value, json};

/// A request, taken apart.
#[derive(Debug)]
pub(super) struct Call {
    pub(super) method: Method,
    /// Path and query as they arrived.
    pub(super) target: String,
    /// The path without what comes before the API's own; empty for one outside of the API.
    pub(super) path: String,
    pub(super) query: HashMap<String, String>,
    pub(super) token: Option<String>,
    pub(super) if_none_match: Option<String>,
    /// All headers but the token.
    pub(super) headers: Vec<(String, String)>,
    pub(super) body: Option<Value>,
    /// What links in answers begin with.
    pub(super) base: String,
}

impl Call {
    /// Takes a request apart. `base` is where links lead, without the prefix: to the address
    /// that was asked unless said. `mount` is what all paths begin with.
    pub(super) fn new(parts: &Parts, body: &[u8], base: Option<&str>, mount: &str) -> Self {
        let host = text(&parts.headers, &header::HOST);
        let host = host.as_deref().unwrap_or("127.0.0.1");
        let base = base.map_or_else(|| format!("http://{host}"), ToOwned::to_owned);
        let target = parts.uri.path_and_query().map_or("/", |path| path.as_str());
        let path = parts.uri.path().strip_prefix(mount).unwrap_or_default();
        let (prefix, path) = split_prefix(path);
        let query = Query::try_from_uri(&parts.uri).map(|Query(query)| query);
        Self {
            method: parts.method.clone(),
            target: target.to_owned(),
            path: path.to_owned(),
            query: query.unwrap_or_default(),
            token: token(&parts.headers),
            if_none_match: text(&parts.headers, &header::IF_NONE_MATCH),
            headers: sent(&parts.headers),
            body: serde_json::from_slice(body).ok(),
            base: format!("{base}{mount}{prefix}"),
        }
    }

    /// Returns a text of the body.
    pub(super) fn field(&self, name: &str) -> Option<&str> {
        self.body.as_ref()?.get(name)?.as_str()
    }

    /// Returns the texts of a list in the body, bare or as objects with a name.
    pub(super) fn names(&self, field: &str) -> Option<Vec<String>> {
        let list = self.body.as_ref()?.get(field)?.as_array()?;
        let name = |item: &Value| item.get("name").unwrap_or(item).as_str().map(str::to_owned);
        Some(list.iter().filter_map(name).collect())
    }

    pub(super) fn asks(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }
}

/// Splits off what the addresses of an enterprise server begin with.
fn split_prefix(path: &str) -> (&str, &str) {
    for prefix in ["/api/v3", "/api"] {
        let rest = path
            .strip_prefix(prefix)
            .filter(|rest| rest.starts_with('/'));
        // Only GraphQL is outside of v3.
        if let Some(rest) = rest.filter(|rest| prefix != "/api" || *rest == "/graphql") {
            return (prefix, rest);
        }
    }
    ("", path)
}

fn text(headers: &HeaderMap, name: &header::HeaderName) -> Option<String> {
    Some(headers.get(name)?.to_str().ok()?.to_owned())
}

/// Returns all headers but the token, which nobody has to see.
fn sent(headers: &HeaderMap) -> Vec<(String, String)> {
    let others = headers
        .iter()
        .filter(|(name, _)| **name != header::AUTHORIZATION);
    let text = |value: &http::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    others
        .map(|(name, value)| (name.to_string(), text(value)))
        .collect()
}

fn token(headers: &HeaderMap) -> Option<String> {
    let value = text(headers, &header::AUTHORIZATION)?;
    let (scheme, token) = value.split_once(' ')?;
    let known = ["bearer", "token"]
        .iter()
        .any(|k| scheme.eq_ignore_ascii_case(k));
    known.then(|| token.trim().to_owned())
}

/// An answer before it is sent.
#[derive(Debug, Clone)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) headers: Vec<(&'static str, String)>,
    pub(super) content: Content,
}

/// What is in an answer.
#[derive(Debug, Clone)]
pub(super) enum Content {
    Empty,
    Json(Value),
    Html(String),
}

impl Answer {
    pub(super) fn json(status: u16, value: Value) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content: Content::Json(value),
        }
    }

    pub(super) fn ok(value: Value) -> Self {
        Self::json(200, value)
    }

    pub(super) fn empty(status: u16) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content: Content::Empty,
        }
    }

    pub(super) fn page(status: u16, html: String) -> Self {
        Self {
            status,
            headers: Vec::new(),
            content: Content::Html(html),
        }
    }

    /// Returns a refusal as GitHub words them.
    pub(super) fn refusal(status: u16, message: &str) -> Self {
        let value = json!({
            "message": message,
            "documentation_url": "https://docs.github.com/rest",
            "status": status.to_string(),
        });
        Self::json(status, value)
    }

    pub(super) fn invalid(error: &Value) -> Self {
        let value = json!({
            "message": "Validation Failed",
            "errors": [error],
            "documentation_url": "https://docs.github.com/rest",
            "status": "422",
        });
        Self::json(422, value)
    }

    pub(super) fn not_found() -> Self {
        Self::refusal(404, "Not Found")
    }

    pub(super) fn gone() -> Self {
        Self::refusal(410, "This issue was deleted")
    }

    /// Sends the caller elsewhere; for anything but a read with another status, so that
    /// nobody repeats it as a read.
    pub(super) fn moved(method: &Method, to: String) -> Self {
        let status = if method == Method::GET { 301 } else { 307 };
        let value = json!({ "message": "Moved Permanently", "url": to });
        Self::json(status, value).header("location", to)
    }

    /// Returns the answer with a header, in place of one of the same name.
    pub(super) fn header(mut self, name: &'static str, value: String) -> Self {
        self.headers.retain(|(known, _)| *known != name);
        self.headers.push((name, value));
        self
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        match &self.content {
            Content::Empty => Vec::new(),
            Content::Json(value) => value.to_string().into_bytes(),
            Content::Html(text) => text.as_bytes().to_vec(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn enterprise_prefix_is_split_off() {
        assert_eq!(split_prefix("/api/v3/user"), ("/api/v3", "/user"));
        assert_eq!(split_prefix("/api/graphql"), ("/api", "/graphql"));
        assert_eq!(split_prefix("/api/user"), ("", "/api/user"));
        assert_eq!(split_prefix("/user"), ("", "/user"));
    }
}
