//! From a request to its answer, faults included.

use std::time::Duration;

use chrono::{DateTime, Utc};
use http::Method;
use serde_json::json;
use sha2::{Digest, Sha256};

use super::call::{Answer, Call};
use super::fault::Fault;
use super::rest;
use super::shared::{Shared, locked};
use super::world::{ALLOWANCE, RequestRecord, World};

/// What stands in front of GitHub says when GitHub takes too long.
const TOO_LONG: &str = "<html><body>This page is taking too long.</body></html>";

/// How an answer goes out.
#[derive(Debug)]
pub(super) enum Ending {
    /// As it should.
    Whole(Answer),
    /// Cut off in the middle.
    Half(Answer),
    /// One byte at a time.
    Drip(Answer, Duration),
    /// Not at all, and the connection ends.
    Cut,
    /// Not at all, and the connection stays.
    Silence,
}

/// Takes the fault that is due for a call.
pub(super) fn fault(shared: &Shared, call: &Call) -> Option<Fault> {
    locked(&shared.script).take(&call.method, &call.target)
}

/// Carries a call out as its fault has it, and writes both down.
pub(super) fn play(shared: &Shared, call: &Call, fault: Option<&Fault>) -> Ending {
    let now = shared.now();
    shared.change(|world| {
        let ending = match fault {
            Some(fault) => faulty(world, call, now, fault),
            None => Ending::Whole(apply(world, call, now)),
        };
        world.requests.push(record(call, &ending, fault.cloned()));
        ending
    })
}

fn record(call: &Call, ending: &Ending, fault: Option<Fault>) -> RequestRecord {
    let status = match ending {
        Ending::Whole(answer) | Ending::Half(answer) | Ending::Drip(answer, _) => {
            Some(answer.status)
        }
        Ending::Cut | Ending::Silence => None,
    };
    RequestRecord {
        method: call.method.to_string(),
        path: call.target.clone(),
        body: call.body.clone(),
        if_none_match: call.if_none_match.clone(),
        headers: call.headers.clone(),
        status,
        fault,
    }
}

fn faulty(world: &mut World, call: &Call, now: DateTime<Utc>, fault: &Fault) -> Ending {
    let mut done = || apply(world, call, now);
    let answer = match fault {
        Fault::LoseReply => {
            done();
            return Ending::Cut;
        }
        Fault::DropBefore => return Ending::Cut,
        Fault::Hang => return Ending::Silence,
        Fault::Drip(pause) => return Ending::Drip(done(), *pause),
        Fault::TruncateBody => return Ending::Half(done()),
        Fault::Delay(_) => done(),
        Fault::Twice => {
            done();
            done()
        }
        Fault::AfterApply5xx(status) => {
            done();
            Answer::refusal(*status, "Server Error")
        }
        Fault::RefuseBefore5xx(status) => Answer::refusal(*status, "Server Error"),
        Fault::RateLimitPrimary { reset_in } => primary(now, *reset_in),
        Fault::RateLimitSecondary { retry_after } => secondary(*retry_after),
        Fault::Unauthorized => Answer::refusal(401, "Bad credentials"),
        Fault::Forbidden { sso } => forbidden(*sso),
        Fault::Invalid => invalid(),
        Fault::NotFound => Answer::not_found(),
        Fault::Gone => Answer::gone(),
        Fault::Moved(to) => Answer::moved(&call.method, to.clone()),
        Fault::HtmlBody(status) => Answer::page(*status, TOO_LONG.to_owned()),
    };
    Ending::Whole(answer.header("date", http_date(now)))
}

fn primary(now: DateTime<Utc>, reset_in: Duration) -> Answer {
    let reset = now.timestamp().saturating_add_unsigned(reset_in.as_secs());
    Answer::refusal(403, "API rate limit exceeded for user ID 1000.")
        .header("x-ratelimit-limit", ALLOWANCE.to_string())
        .header("x-ratelimit-remaining", "0".to_owned())
        .header("x-ratelimit-reset", reset.to_string())
}

fn secondary(retry_after: Option<Duration>) -> Answer {
    let message = "You have exceeded a secondary rate limit. Please wait a few minutes.";
    let answer = Answer::refusal(403, message);
    match retry_after {
        Some(after) => answer.header("retry-after", after.as_secs().to_string()),
        None => answer,
    }
}

fn forbidden(sso: bool) -> Answer {
    if sso {
        let message = "Resource protected by organization SAML enforcement.";
        let url = "required; url=https://github.com/orgs/18F/sso".to_owned();
        return Answer::refusal(403, message).header("x-github-sso", url);
    }
    Answer::refusal(403, "Resource not accessible by personal access token")
        .header("x-accepted-github-permissions", "issues=write".to_owned())
}

fn invalid() -> Answer {
    let message = "Body is spammy";
    Answer::invalid(&json!({ "resource": "IssueComment", "code": "custom", "message": message }))
}

/// Carries a call out and adds what comes with every answer.
fn apply(world: &mut World, call: &Call, now: DateTime<Utc>) -> Answer {
    let mut answer = rest::answer(world, call, now);
    if call.method == Method::GET && answer.status == 200 {
        answer = tagged(call, answer);
    }
    if let Some(interval) = world.quirks.poll_interval {
        answer = answer.header("x-poll-interval", interval.as_secs().to_string());
    }
    if let Some(scopes) = &world.scopes {
        answer = answer.header("x-oauth-scopes", scopes.clone());
    }
    let token = call.token.clone().unwrap_or_default();
    let used = world.used.entry(token).or_default();
    // "Nothing has changed" is free, and so is asking what is left.
    if answer.status != 304 && call.path != "/rate_limit" {
        *used += 1;
    }
    let reset = now.timestamp() / 3600 * 3600 + 3600;
    answer
        .header("date", http_date(now))
        .header("x-ratelimit-limit", ALLOWANCE.to_string())
        .header("x-ratelimit-used", used.to_string())
        .header(
            "x-ratelimit-remaining",
            ALLOWANCE.saturating_sub(*used).to_string(),
        )
        .header("x-ratelimit-reset", reset.to_string())
        .header("x-ratelimit-resource", "core".to_owned())
}

/// Gives the answer its tag, which differs from token to token as GitHub's does.
fn tagged(call: &Call, answer: Answer) -> Answer {
    let mut digest = Sha256::new();
    digest.update(call.token.as_deref().unwrap_or_default());
    digest.update(&call.target);
    digest.update(answer.bytes());
    let hash = digest.finalize().into_iter();
    let hex = hash.fold(0_u128, |hash, byte| hash << 8 | u128::from(byte));
    let etag = format!("W/\"{hex:032x}\"");
    if call.if_none_match.as_ref() == Some(&etag) {
        return Answer::empty(304).header("etag", etag);
    }
    answer.header("etag", etag)
}

fn http_date(at: DateTime<Utc>) -> String {
    at.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
}
