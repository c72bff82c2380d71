//! What an answer of GitHub's means.
//!
//! A pure reading of status, headers and bytes, so that every rule has a row in a table.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::header::{DATE, ETAG, LINK, LOCATION, RETRY_AFTER};
use http::{HeaderMap, StatusCode, Uri};
use serde_json::Value;

use super::failure::{
    AmbiguousCause, Failure, Outcome, Rate, Rejection, RejectionKind, Reply, ReplyMeta,
};
use crate::domain::text::clean_line;

/// The longest piece of GitHub's own words that is passed on.
const LONGEST_MESSAGE: usize = 300;

/// The longest address that is shown. GitHub's have a code of 100 characters or so in them.
const LONGEST_ADDRESS: usize = 500;

/// Reads a complete answer. `now` stands in for the server's clock where it sends none.
pub(super) fn interpret(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    now: DateTime<Utc>,
) -> Outcome {
    let meta = meta(status, headers);
    match status.as_u16() {
        304 => Err(Failure::NotModified(Box::new(meta))),
        200..=299 => match json(body) {
            Some(value) => Ok(Reply { value, meta }),
            None => Err(AmbiguousCause::Unreadable(status.as_u16()).into()),
        },
        // 408 says that the server gave up waiting, not that it did nothing.
        408 | 500.. => Err(AmbiguousCause::ServerError(status.as_u16()).into()),
        _ => Err(Box::new(rejection(status, headers, body, now)).into()),
    }
}

/// Reads JSON; an empty body, as after a deletion, is no value rather than an error.
fn json(body: &[u8]) -> Option<Value> {
    if body.is_empty() {
        return Some(Value::Null);
    }
    serde_json::from_slice(body).ok()
}

fn meta(status: StatusCode, headers: &HeaderMap) -> ReplyMeta {
    ReplyMeta {
        status: status.as_u16(),
        etag: text(headers, ETAG.as_str()).map(ToOwned::to_owned),
        date: date(headers),
        next: text(headers, LINK.as_str()).and_then(next_page),
        poll_interval: seconds(headers, "x-poll-interval"),
        rate: rate(headers),
        scopes: text(headers, "x-oauth-scopes").map(scopes),
    }
}

/// Reads the scopes of a token, as in `gist, repo`.
fn scopes(header: &str) -> Vec<String> {
    let words = header.split(',').map(one_line);
    words.filter(|word| !word.is_empty()).collect()
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn number<T: std::str::FromStr>(headers: &HeaderMap, name: &str) -> Option<T> {
    text(headers, name)?.trim().parse().ok()
}

fn seconds(headers: &HeaderMap, name: &str) -> Option<Duration> {
    number(headers, name).map(Duration::from_secs)
}

fn http_date(text: &str) -> Option<DateTime<Utc>> {
    let date = DateTime::parse_from_rfc2822(text.trim()).ok()?;
    Some(date.with_timezone(&Utc))
}

fn date(headers: &HeaderMap) -> Option<DateTime<Utc>> {
    text(headers, DATE.as_str()).and_then(http_date)
}

fn rate(headers: &HeaderMap) -> Option<Rate> {
    Some(Rate {
        limit: number(headers, "x-ratelimit-limit")?,
        remaining: number(headers, "x-ratelimit-remaining")?,
        resets_at: DateTime::from_timestamp(number(headers, "x-ratelimit-reset")?, 0)?,
    })
}

/// Takes path and query of the next page out of a `Link` header.
///
/// The host is dropped: behind a proxy it is not the one the calls go to, and the token
/// must not follow it anywhere.
fn next_page(link: &str) -> Option<String> {
    let is_next = |part: &&str| {
        let mut parameters = part.split(';').skip(1).map(str::trim);
        parameters.any(|p| p == "rel=\"next\"" || p == "rel=next")
    };
    // A comma inside the brackets would split an address; GitHub's have none.
    let part = link.split(',').find(is_next)?;
    let address = part.split(';').next()?.trim();
    let address = address.strip_prefix('<')?.strip_suffix('>')?;
    let uri: Uri = address.parse().ok()?;
    uri.path_and_query().map(|path| path.as_str().to_owned())
}

fn rejection(
    status: StatusCode,
    headers: &HeaderMap,
    body: &[u8],
    now: DateTime<Utc>,
) -> Rejection {
    let message = message(status, body);
    let kind = kind(status, headers, &message);
    let own = |name| {
        text(headers, name)
            .map(one_line)
            .filter(|text| !text.is_empty())
    };
    Rejection {
        status: status.as_u16(),
        kind,
        wait: kind.is_rate_limit().then(|| wait(headers, now)).flatten(),
        permissions: own("x-accepted-github-permissions")
            .filter(|_| kind == RejectionKind::Forbidden),
        location: own(LOCATION.as_str()).filter(|_| kind == RejectionKind::Moved),
        sso_url: text(headers, "x-github-sso")
            .filter(|_| kind == RejectionKind::Sso)
            .and_then(sso_page),
        message,
    }
}

fn kind(status: StatusCode, headers: &HeaderMap, message: &str) -> RejectionKind {
    let message = message.to_ascii_lowercase();
    match status.as_u16() {
        300..=399 => RejectionKind::Moved,
        401 => RejectionKind::Unauthorized,
        403 | 429 => refused(status, headers, &message),
        404 => RejectionKind::NotFound,
        410 => RejectionKind::Gone,
        // The secondary limit has been seen in this dress too.
        422 if message.contains("submitted too quickly") => RejectionKind::SecondaryRateLimit,
        422 => RejectionKind::Unprocessable,
        _ => RejectionKind::Other,
    }
}

/// Tells the five meanings of 403 and 429 apart, limits first: a limit has no effect on
/// what the token may do, and reading it as "forbidden" would stop the sync for good.
fn refused(status: StatusCode, headers: &HeaderMap, message: &str) -> RejectionKind {
    let used_up = number(headers, "x-ratelimit-remaining") == Some(0_u32);
    if message.contains("secondary rate limit") || message.contains("abuse detection") {
        RejectionKind::SecondaryRateLimit
    } else if used_up {
        RejectionKind::PrimaryRateLimit
    } else if headers.contains_key(RETRY_AFTER) || status == StatusCode::TOO_MANY_REQUESTS {
        RejectionKind::SecondaryRateLimit
    } else if headers.contains_key("x-github-sso") {
        RejectionKind::Sso
    } else if message.contains("archived") {
        RejectionKind::Archived
    } else if message.contains("locked") {
        RejectionKind::Locked
    } else {
        RejectionKind::Forbidden
    }
}

/// Reads how long to stay away: `Retry-After`, else the reset of a used-up allowance.
fn wait(headers: &HeaderMap, now: DateTime<Utc>) -> Option<Duration> {
    // The reset is an instant by the server's clock; ours may be minutes off.
    let now = date(headers).unwrap_or(now);
    let until = |instant: DateTime<Utc>| (instant - now).to_std().unwrap_or_default();
    if let Some(after) = text(headers, RETRY_AFTER.as_str()) {
        let seconds = after.trim().parse().ok().map(Duration::from_secs);
        return seconds.or_else(|| http_date(after).map(until));
    }
    let rate = rate(headers).filter(|rate| rate.remaining == 0)?;
    Some(until(rate.resets_at) + Duration::from_secs(1))
}

/// Puts GitHub's message and its list of errors on one line.
fn message(status: StatusCode, body: &[u8]) -> String {
    let Ok(value) = serde_json::from_slice::<Value>(body) else {
        return status.canonical_reason().unwrap_or_default().to_owned();
    };
    let first = value.get("message").and_then(Value::as_str);
    let errors = value.get("errors").and_then(Value::as_array);
    let errors = errors.into_iter().flatten().filter_map(error_text);
    let all: Vec<String> = first
        .map(ToOwned::to_owned)
        .into_iter()
        .chain(errors)
        .collect();
    one_line(&all.join("; "))
}

fn error_text(error: &Value) -> Option<String> {
    let field = |name| error.get(name).and_then(Value::as_str);
    match (error.as_str(), field("message")) {
        (Some(text), _) | (None, Some(text)) => Some(text.to_owned()),
        (None, None) => Some(format!("{} {}", field("field")?, field("code")?)),
    }
}

/// Reads the page to authorize a token on, as in `required; url=https://...`: it is shown for a
/// person to open, so nothing but a plain web address will do.
fn sso_page(header: &str) -> Option<String> {
    let (_, url) = header.split_once("url=")?;
    let url = url.split(';').next()?.trim();
    let is_plain = url.len() <= LONGEST_ADDRESS && url.bytes().all(|b| b.is_ascii_graphic());
    let uri: Uri = url.parse().ok().filter(|_| is_plain)?;
    let host = uri.authority()?;
    let is_web = uri.scheme_str() == Some("https") && !host.as_str().contains('@');
    is_web.then(|| url.to_owned())
}

/// Makes foreign words fit to show: one line, nothing that acts on a terminal, not endless.
pub(super) fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .take(LONGEST_MESSAGE)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect();
    clean_line(&spaced)
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
