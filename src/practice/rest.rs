//! The REST endpoints, as a function of the world and a call.

use chrono::{DateTime, SubsecRound, Utc};
use http::Method;
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::issue::{Draft, Fate, Issue};
use super::lag::{Face, Stale};
use super::world::{ALLOWANCE, LONGEST_BODY, PracticeError, Repository, World};
use super::{comments, graphql, page, shape};

/// What a request acts on, once the token and the repository are known.
pub(super) struct Scope<'a> {
    pub(super) world: &'a mut World,
    pub(super) call: &'a Call,
    pub(super) login: String,
    pub(super) repo: String,
    pub(super) now: DateTime<Utc>,
}

/// Answers a request.
pub(super) fn answer(world: &mut World, call: &Call, now: DateTime<Utc>) -> Answer {
    if let Some(page) = page::page(world, call) {
        return page;
    }
    let token = call.token.as_ref();
    let Some(login) = token.and_then(|token| world.tokens.get(token)).cloned() else {
        return Answer::refusal(401, "Bad credentials");
    };
    let segments: Vec<&str> = call.path.trim_matches('/').split('/').collect();
    let (repo, below) = match segments[..] {
        ["user"] => return Answer::ok(shape::user(world, Some(&login))),
        ["rate_limit"] => return rate_limit(world, call),
        ["graphql"] if world.quirks.graphql => return graphql::answer(world, call, &login, now),
        ["repos", owner, name, ref below @ ..] => (format!("{owner}/{name}"), below),
        ["repositories", id, ref below @ ..] => (name_of(world, id), below),
        _ => return Answer::not_found(),
    };
    if let Some(to) = renamed(world, call, &repo, &login) {
        return Answer::moved(&call.method, to);
    }
    let shut_out = |repo: &Repository| repo.shut_out.contains(&login);
    // Who may not see a repository is told that there is none.
    if world.repository(&repo).is_none_or(shut_out) {
        return Answer::not_found();
    }
    let scope = Scope {
        world,
        call,
        login,
        repo,
        now,
    };
    scope.route(below)
}

/// Returns where a repository is to be found that was renamed, unless another one has taken
/// its old name, or it may not be seen.
fn renamed(world: &World, call: &Call, name: &str, login: &str) -> Option<String> {
    if world.repository(name).is_some() {
        return None;
    }
    let mut former = world.former_names.iter().rev();
    let (_, id) = former.find(|(former, _)| former.eq_ignore_ascii_case(name))?;
    let repo = world.repositories.iter().find(|repo| repo.id == *id)?;
    if repo.shut_out.iter().any(|out| out == login) {
        return None;
    }
    let below = call.target.split_once(name).map_or("", |(_, below)| below);
    Some(format!("{}/repositories/{id}{below}", call.base))
}

fn name_of(world: &World, id: &str) -> String {
    let id: Option<u64> = id.parse().ok();
    let found = world.repositories.iter().find(|repo| Some(repo.id) == id);
    found.map(|repo| repo.full_name.clone()).unwrap_or_default()
}

fn rate_limit(world: &World, call: &Call) -> Answer {
    let used = call.token.as_ref().and_then(|token| world.used.get(token));
    let used = used.copied().unwrap_or(0);
    let core =
        json!({ "limit": ALLOWANCE, "used": used, "remaining": ALLOWANCE.saturating_sub(used) });
    Answer::ok(json!({ "resources": { "core": core }, "rate": core }))
}

impl Scope<'_> {
    fn route(mut self, below: &[&str]) -> Answer {
        let Some(repo) = self.world.repository(&self.repo) else {
            return Answer::not_found();
        };
        if repo.archived && self.call.method != Method::GET {
            return Answer::refusal(403, "Repository was archived so is read-only.");
        }
        let answer = match (self.call.method.as_str(), below) {
            ("GET", []) => Ok(Answer::ok(shape::repository(self.call, repo))),
            (_, ["issues", ..]) if !repo.has_issues => Ok(Answer::refusal(
                410,
                "Issues has been disabled in this repository.",
            )),
            ("GET", ["issues"]) => self.list(),
            ("POST", ["issues"]) => self.open(),
            (_, ["issues", "comments", id]) => comments::one(&mut self, id),
            (_, ["issues", number, below @ ..]) => self.in_issue(number, below),
            _ => Ok(Answer::not_found()),
        };
        answer.unwrap_or_else(|_| Answer::not_found())
    }

    fn in_issue(&mut self, number: &str, below: &[&str]) -> Result<Answer, PracticeError> {
        let number: u64 = number.parse().unwrap_or(0);
        match self
            .world
            .issue(&self.repo, number)
            .map(|issue| &issue.fate)
        {
            None => return Ok(Answer::not_found()),
            Some(Fate::Deleted) => return Ok(Answer::gone()),
            Some(Fate::Transferred(repo, number)) => {
                let base = &self.call.base;
                let to = format!("{base}/repositories/{repo}/issues/{number}");
                return Ok(Answer::moved(&self.call.method, to));
            }
            Some(Fate::Here) => {}
        }
        match (self.call.method.as_str(), below) {
            ("GET", []) => Ok(self.read(number)),
            ("PATCH", []) => self.edit(number),
            ("GET", ["comments"]) => Ok(comments::list(self, number)),
            ("POST", ["comments"]) => comments::add(self, number),
            ("POST", ["labels"]) => self.add_labels(number),
            ("DELETE", ["labels", name]) => self.remove_label(number, name),
            _ => Ok(Answer::not_found()),
        }
    }

    fn list(&mut self) -> Result<Answer, PracticeError> {
        let behind = self.world.quirks.lags.take(Stale::Issues);
        let repo = self.world.repository(&self.repo);
        let repo = repo.ok_or_else(|| PracticeError::NoRepository(self.repo.clone()))?;
        let known = repo.issues.len().saturating_sub(behind);
        let ask = |name| self.call.asks(name);
        let since = ask("since").and_then(parse_time);
        let open = |issue: &&Issue| match ask("state") {
            Some("all") => true,
            Some("closed") => !issue.open,
            _ => issue.open,
        };
        let recent = |issue: &&Issue| since.is_none_or(|since| issue.updated_at >= since);
        let here = repo.issues[..known]
            .iter()
            .filter(|issue| issue.fate == Fate::Here);
        let mut issues: Vec<&Issue> = here.filter(open).filter(recent).collect();
        issues.sort_by_key(|issue| match ask("sort") {
            Some("updated") => (issue.updated_at.timestamp(), issue.number),
            Some("comments") => (0, issue.comments.len() as u64),
            _ => (issue.created_at.timestamp(), issue.number),
        });
        if ask("direction") != Some("asc") {
            issues.reverse();
        }
        let shown =
            |issue: &&Issue| shape::issue(self.world, self.call, repo, issue, &Face::of(issue));
        let path = format!("/repositories/{}/issues", repo.id);
        let all = issues.iter().map(shown).collect();
        Ok(shape::page(self.call, &path, all))
    }

    /// Reads an issue, which may be behind.
    fn read(&mut self, number: u64) -> Answer {
        let behind = self.world.quirks.lags.take(Stale::Issue);
        self.shown_behind(200, number, behind)
    }

    fn shown(&self, status: u16, number: u64) -> Answer {
        self.shown_behind(status, number, 0)
    }

    fn shown_behind(&self, status: u16, number: u64, behind: usize) -> Answer {
        let Some(repo) = self.world.repository(&self.repo) else {
            return Answer::not_found();
        };
        let issue = repo.issue(number);
        issue.map_or_else(Answer::not_found, |issue| {
            // What was changed just now is not in the past yet.
            let before = (behind > 0).then(|| issue.past.back(behind)).flatten();
            let face = before.cloned().unwrap_or_else(|| Face::of(issue));
            let value = shape::issue(self.world, self.call, repo, issue, &face);
            Answer::json(status, value)
        })
    }

    fn open(&mut self) -> Result<Answer, PracticeError> {
        let draft = Draft {
            title: self.call.field("title").unwrap_or_default().to_owned(),
            body: self.call.field("body").unwrap_or_default().to_owned(),
            labels: self.call.names("labels").unwrap_or_default(),
        };
        if let Some(refusal) = refuse_text(Some(&draft.title), Some(&draft.body)) {
            return Ok(refusal);
        }
        let number = self
            .world
            .open_issue(&self.repo, &self.login, draft, self.now)?;
        Ok(self.shown(201, number))
    }

    fn edit(&mut self, number: u64) -> Result<Answer, PracticeError> {
        let (title, body) = (self.call.field("title"), self.call.field("body"));
        if let Some(refusal) = refuse_text(title, body) {
            return Ok(refusal);
        }
        let folds_within = self.world.quirks.folds_within;
        let issue = self.world.issue_mut(&self.repo, number)?;
        if let Some(title) = title {
            issue.rename(title, Some(&self.login), self.now);
        }
        if let Some(body) = body {
            issue.write_body(&self.login, body, self.now, folds_within);
        }
        // Replaces the set, unlike the endpoint for labels.
        if let Some(labels) = self.call.names("labels") {
            issue.labels = labels;
        }
        let reason = self.call.field("state_reason");
        match self.call.field("state") {
            Some("open") => issue.set_open(true, reason, self.now),
            Some("closed") => issue.set_open(false, reason, self.now),
            _ => {}
        }
        issue.updated_at = self.now.trunc_subsecs(0);
        Ok(self.shown(200, number))
    }

    fn add_labels(&mut self, number: u64) -> Result<Answer, PracticeError> {
        // The body is an object with the labels, or the bare list of them.
        let bare = self.call.body.as_ref().and_then(Value::as_array);
        let bare = bare
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned);
        let added = self.call.names("labels").unwrap_or_else(|| bare.collect());
        let issue = self.world.issue_mut(&self.repo, number)?;
        for name in added {
            if !issue.labels.contains(&name) {
                issue.labels.push(name);
            }
        }
        Ok(labels(issue))
    }

    fn remove_label(&mut self, number: u64, name: &str) -> Result<Answer, PracticeError> {
        let issue = self.world.issue_mut(&self.repo, number)?;
        let before = issue.labels.len();
        issue.labels.retain(|label| label != name);
        if issue.labels.len() == before {
            return Ok(Answer::refusal(404, "Label does not exist"));
        }
        Ok(labels(issue))
    }
}

fn labels(issue: &Issue) -> Answer {
    let labels = issue.labels.iter().map(|name| json!({ "name": name }));
    Answer::ok(Value::Array(labels.collect()))
}

pub(super) fn parse_time(text: &str) -> Option<DateTime<Utc>> {
    let time = DateTime::parse_from_rfc3339(text).ok()?;
    Some(time.with_timezone(&Utc))
}

pub(super) fn is_too_long(text: &str) -> bool {
    text.chars().count() > LONGEST_BODY
}

fn refuse_text(title: Option<&str>, body: Option<&str>) -> Option<Answer> {
    if title.is_some_and(|title| title.trim().is_empty()) {
        return Some(Answer::invalid(
            &json!({ "resource": "Issue", "code": "missing_field", "field": "title" }),
        ));
    }
    body.filter(|body| is_too_long(body)).map(|_| {
        Answer::invalid(&json!({
            "resource": "Issue",
            "code": "custom",
            "field": "body",
            "message": format!("body is too long (maximum is {LONGEST_BODY} characters)"),
        }))
    })
}
