//! The JSON of answers, in GitHub's shape as far as it is commonly read.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::issue::{Comment, Issue, Rename, Revision};
use super::lag::Face;
use super::world::{Repository, World};

pub(super) fn time(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// Shows an account; `null` for a deleted one, which GitHub does in places.
pub(super) fn user(world: &World, login: Option<&str>) -> Value {
    let Some(login) = login else {
        return Value::Null;
    };
    json!({
        "login": login,
        "id": world.account_id(login),
        "node_id": format!("U_practice_{login}"),
        "type": "User",
        "site_admin": false,
    })
}

pub(super) fn repository(call: &Call, repo: &Repository) -> Value {
    let (owner, name) = repo.full_name.split_once('/').unwrap_or(("", ""));
    json!({
        "id": repo.id,
        "node_id": format!("R_practice{}", repo.id),
        "name": name,
        "full_name": repo.full_name,
        "owner": { "login": owner, "type": "Organization" },
        "private": repo.private,
        "visibility": if repo.private { "private" } else { "public" },
        "archived": repo.archived,
        "disabled": false,
        "has_issues": repo.has_issues,
        "html_url": format!("{}/{}", call.base, repo.full_name),
        "url": format!("{}/repos/{}", call.base, repo.full_name),
        "permissions": { "pull": true, "triage": true, "push": true, "admin": false },
    })
}

/// Shows an issue as a read does that is as far behind as `face`.
pub(super) fn issue(
    world: &World,
    call: &Call,
    repo: &Repository,
    issue: &Issue,
    face: &Face,
) -> Value {
    let labels: Vec<Value> = face
        .labels
        .iter()
        .map(|name| json!({ "name": name }))
        .collect();
    let below = format!("{}/issues/{}", repo.full_name, issue.number);
    json!({
        "id": issue.id,
        "node_id": issue.node_id,
        "number": issue.number,
        "title": face.title,
        // An empty body comes back as null.
        "body": if face.body.is_empty() { Value::Null } else { json!(face.body) },
        "state": if face.open { "open" } else { "closed" },
        "state_reason": face.state_reason,
        "user": user(world, issue.author.as_deref()),
        "labels": labels,
        "assignees": [],
        "locked": face.locked,
        "active_lock_reason": null,
        "comments": face.comments,
        "created_at": time(issue.created_at),
        "updated_at": time(face.updated_at),
        "closed_at": face.closed_at.map(time),
        "author_association": "MEMBER",
        "url": format!("{}/repos/{below}", call.base),
        "comments_url": format!("{}/repos/{below}/comments", call.base),
        "html_url": format!("{}/{below}", call.base),
    })
}

pub(super) fn comment(
    world: &World,
    call: &Call,
    repo: &Repository,
    number: u64,
    comment: &Comment,
) -> Value {
    let below = format!("{}/issues/{number}", repo.full_name);
    json!({
        "id": comment.id,
        "node_id": format!("IC_practice{}", comment.id),
        "body": comment.body,
        "user": user(world, comment.author.as_deref()),
        "created_at": time(comment.created_at),
        "updated_at": time(comment.updated_at),
        "author_association": "MEMBER",
        "url": format!("{}/repos/{}/issues/comments/{}", call.base, repo.full_name, comment.id),
        "issue_url": format!("{}/repos/{below}", call.base),
        "html_url": format!("{}/{below}#issuecomment-{}", call.base, comment.id),
    })
}

pub(super) fn rename(rename: &Rename) -> Value {
    let actor = rename.actor.as_ref().map(|login| json!({ "login": login }));
    json!({
        "previousTitle": rename.from,
        "currentTitle": rename.to,
        "createdAt": time(rename.at),
        "actor": actor,
    })
}

pub(super) fn revision(revision: &Revision) -> Value {
    let editor = revision
        .editor
        .as_ref()
        .map(|login| json!({ "login": login }));
    json!({
        "id": revision.id,
        "editedAt": time(revision.edited_at),
        "deletedAt": revision.deleted_at.map(time),
        "editor": editor,
        // The whole text, in spite of the name.
        "diff": revision.deleted_at.is_none().then_some(&revision.body),
    })
}

/// Answers with one page of a list and the links to the others.
pub(super) fn page(call: &Call, path: &str, items: Vec<Value>) -> Answer {
    let asked = |name| call.asks(name).and_then(|text| text.parse::<usize>().ok());
    let size = asked("per_page").unwrap_or(30).clamp(1, 100);
    let page = asked("page").unwrap_or(1).max(1);
    let last = items.len().div_ceil(size).max(1);
    let here: Vec<Value> = items
        .into_iter()
        .skip((page - 1) * size)
        .take(size)
        .collect();
    let answer = Answer::ok(Value::Array(here));
    let link =
        |to: usize, rel: &str| format!("<{}{path}?{}>; rel=\"{rel}\"", call.base, query(call, to));
    let mut links = Vec::new();
    if page > 1 {
        links.extend([link(page - 1, "prev"), link(1, "first")]);
    }
    if page < last {
        links.extend([link(page + 1, "next"), link(last, "last")]);
    }
    if links.is_empty() {
        return answer;
    }
    answer.header("link", links.join(", "))
}

/// Writes the query of another page. Values that would need escaping do not occur in lists.
fn query(call: &Call, page: usize) -> String {
    let others = call.query.iter().filter(|(name, _)| *name != "page");
    let mut pairs: Vec<String> = others
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    pairs.sort();
    pairs.push(format!("page={page}"));
    pairs.join("&")
}
