//! The endpoints for comments.

use chrono::SubsecRound;
use serde_json::{Value, json};

use super::call::Answer;
use super::issue::{Comment, Fate};
use super::lag::Stale;
use super::rest::{Scope, is_too_long, parse_time};
use super::shape;
use super::world::{LONGEST_BODY, PracticeError};

/// Lists an issue's comments, the oldest first.
pub(super) fn list(scope: &mut Scope<'_>, number: u64) -> Answer {
    let behind = scope.world.quirks.lags.take(Stale::Comments);
    let Some(repo) = scope.world.repository(&scope.repo) else {
        return Answer::not_found();
    };
    let since = scope.call.asks("since").and_then(parse_time);
    let recent = |comment: &&Comment| since.is_none_or(|since| comment.updated_at >= since);
    let comments = scope.world.comments(&scope.repo, number);
    let known = comments.len().saturating_sub(behind);
    let shown: Vec<Value> = comments[..known]
        .iter()
        .filter(recent)
        .map(|comment| shape::comment(scope.world, scope.call, repo, number, comment))
        .collect();
    let path = format!("/repositories/{}/issues/{number}/comments", repo.id);
    shape::page(scope.call, &path, shown)
}

/// Adds a comment.
pub(super) fn add(scope: &mut Scope<'_>, number: u64) -> Result<Answer, PracticeError> {
    let body = scope.call.field("body").unwrap_or_default();
    if let Some(refusal) = refuse_text(body) {
        return Ok(refusal);
    }
    if scope.world.issue_mut(&scope.repo, number)?.locked {
        let message = "Unable to create comment because issue is locked.";
        return Ok(Answer::refusal(403, message));
    }
    let id = scope
        .world
        .add_comment(&scope.repo, number, &scope.login, body, scope.now)?;
    Ok(shown(scope, 201, number, id))
}

/// Reads, changes or deletes one comment.
pub(super) fn one(scope: &mut Scope<'_>, id: &str) -> Result<Answer, PracticeError> {
    let id: u64 = id.parse().unwrap_or(0);
    let Some(number) = issue_of(scope, id) else {
        return Ok(Answer::not_found());
    };
    match scope.call.method.as_str() {
        "GET" => Ok(shown(scope, 200, number, id)),
        "PATCH" => edit(scope, number, id),
        "DELETE" => {
            let issue = scope.world.issue_mut(&scope.repo, number)?;
            issue.comments.retain(|comment| comment.id != id);
            Ok(Answer::empty(204))
        }
        _ => Ok(Answer::not_found()),
    }
}

fn edit(scope: &mut Scope<'_>, number: u64, id: u64) -> Result<Answer, PracticeError> {
    let body = scope.call.field("body").unwrap_or_default();
    if let Some(refusal) = refuse_text(body) {
        return Ok(refusal);
    }
    let now = scope.now.trunc_subsecs(0);
    let issue = scope.world.issue_mut(&scope.repo, number)?;
    if let Some(comment) = issue.comments.iter_mut().find(|comment| comment.id == id) {
        body.clone_into(&mut comment.body);
        comment.updated_at = now;
    }
    Ok(shown(scope, 200, number, id))
}

fn issue_of(scope: &Scope<'_>, id: u64) -> Option<u64> {
    let mut issues = scope.world.repository(&scope.repo)?.issues();
    let issue = issues.find(|issue| issue.comments.iter().any(|comment| comment.id == id))?;
    (issue.fate == Fate::Here).then_some(issue.number)
}

fn shown(scope: &Scope<'_>, status: u16, number: u64, id: u64) -> Answer {
    let comments = scope.world.comments(&scope.repo, number);
    let comment = comments.iter().find(|comment| comment.id == id);
    match (scope.world.repository(&scope.repo), comment) {
        (Some(repo), Some(comment)) => {
            let value = shape::comment(scope.world, scope.call, repo, number, comment);
            Answer::json(status, value)
        }
        _ => Answer::not_found(),
    }
}

fn refuse_text(body: &str) -> Option<Answer> {
    let error = |code: &str, message: String| json!({ "resource": "IssueComment", "code": code, "field": "data", "message": message });
    if body.trim().is_empty() {
        return Some(Answer::invalid(&error(
            "missing_field",
            "Body cannot be blank".into(),
        )));
    }
    let message = format!("Body is too long (maximum is {LONGEST_BODY} characters)");
    is_too_long(body).then(|| Answer::invalid(&error("unprocessable", message)))
}
