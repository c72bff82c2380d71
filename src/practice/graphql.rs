//! The two GraphQL operations that are understood: writing an issue's body with
//! `updateIssue`, and reading its revisions with `node`.
//!
//! The query is not parsed. What it asks for is told by the names in it, and the answer
//! always has all fields.

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::issue::{Fate, Issue, Revision};
use super::lag::Stale;
use super::rest::is_too_long;
use super::shape;
use super::world::{LONGEST_BODY, World};

/// The `updateIssue` or `node` asked for.
struct Operation<'a> {
    field: &'static str,
    id: &'a str,
    body: Option<&'a str>,
    echo: Option<&'a str>,
    first: usize,
}

/// Answers a GraphQL request. Its refusals have status 200 too.
pub(super) fn answer(world: &mut World, call: &Call, login: &str, now: DateTime<Utc>) -> Answer {
    let query = call.field("query").unwrap_or_default();
    if !query.contains("updateIssue") && !query.contains("node(") && query.contains("viewer") {
        return Answer::ok(json!({ "data": { "viewer": shape::user(world, Some(login)) } }));
    }
    let Some(operation) = operation(call, query) else {
        let code = json!({ "code": "undefinedField" });
        let error = json!({ "message": "not understood in practice", "extensions": code });
        return Answer::ok(json!({ "errors": [error] }));
    };
    match carry_out(world, &operation, login, now) {
        Ok(value) => Answer::ok(json!({ "data": { operation.field: value } })),
        Err((kind, message)) => Answer::ok(json!({
            "data": { operation.field: null },
            "errors": [{ "type": kind, "path": [operation.field], "message": message }],
        })),
    }
}

fn operation<'a>(call: &'a Call, query: &str) -> Option<Operation<'a>> {
    let variables = call.body.as_ref()?.get("variables")?;
    // Variables one by one, or all in one input.
    let variables = variables.get("input").unwrap_or(variables);
    let text = |name: &str| variables.get(name).and_then(Value::as_str);
    let field = ["updateIssue", "node"]
        .into_iter()
        .find(|field| query.contains(&format!("{field}(")))?;
    Some(Operation {
        field,
        id: text("id")?,
        body: text("body").filter(|_| field == "updateIssue"),
        echo: text("op").or_else(|| text("clientMutationId")),
        first: first(query),
    })
}

/// Reads how many revisions are asked for.
fn first(query: &str) -> usize {
    let after = query.split_once("userContentEdits(first:");
    let number = after.and_then(|(_, rest)| rest.split(')').next()?.trim().parse().ok());
    number.unwrap_or(5)
}

fn carry_out(
    world: &mut World,
    operation: &Operation<'_>,
    login: &str,
    now: DateTime<Utc>,
) -> Result<Value, (&'static str, String)> {
    let behind = world.quirks.lags.take(Stale::History);
    let (is_purged, folds_within) = (world.quirks.is_history_purged, world.quirks.folds_within);
    let (archived, issue) = find(world, operation.id, login)?;
    if archived && operation.body.is_some() {
        let message = "Repository was archived so is read-only.";
        return Err(("FORBIDDEN", message.to_owned()));
    }
    if let Some(body) = operation.body {
        if is_too_long(body) {
            let message = format!("Body is too long (maximum is {LONGEST_BODY} characters)");
            return Err(("UNPROCESSABLE", message));
        }
        issue.write_body(login, body, now, folds_within);
    }
    let edits = if is_purged {
        Vec::new()
    } else {
        issue.edits_behind(behind)
    };
    let shown = shown(issue, &edits, operation.first);
    if operation.field == "node" {
        return Ok(shown);
    }
    Ok(json!({ "clientMutationId": operation.echo, "issue": shown }))
}

/// Finds an issue, and whether its repository is archived.
fn find<'a>(
    world: &'a mut World,
    id: &str,
    login: &str,
) -> Result<(bool, &'a mut Issue), (&'static str, String)> {
    let visible = world
        .repositories
        .iter_mut()
        .filter(|repo| !repo.shut_out.iter().any(|out| out == login));
    let mut found = visible.flat_map(|repo| {
        let archived = repo.archived;
        let issues = repo
            .issues
            .iter_mut()
            .filter(|issue| issue.fate == Fate::Here);
        issues.map(move |issue| (archived, issue))
    });
    let missing = || {
        let message = format!("Could not resolve to a node with the global id of '{id}'");
        ("NOT_FOUND", message)
    };
    found
        .find(|(_, issue)| issue.node_id == id)
        .ok_or_else(missing)
}

fn shown(issue: &Issue, edits: &[Revision], first: usize) -> Value {
    let nodes: Vec<Value> = edits.iter().take(first).map(shape::revision).collect();
    let renames: Vec<Value> = issue.renames.iter().map(shape::rename).collect();
    json!({
        "id": issue.node_id,
        "title": issue.title,
        "timelineItems": { "nodes": renames },
        "body": issue.body,
        "updatedAt": shape::time(issue.updated_at),
        "lastEditedAt": edits.first().map(|edit| shape::time(edit.edited_at)),
        "userContentEdits": { "totalCount": edits.len(), "nodes": nodes },
    })
}
