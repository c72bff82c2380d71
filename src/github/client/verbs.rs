//! The calls this program makes, by name.

use chrono::{DateTime, SecondsFormat, Utc};
use http::Method;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::Client;
use super::failure::{AmbiguousCause, Outcome, Reply};
use super::repo::RepoName;
use crate::domain::gate::Released;
use crate::github::wire::{Comment, Issue, IssueState, Repository, User};

/// An issue to be opened.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct NewIssue<'a> {
    /// The title.
    pub title: &'a Released,
    /// The body.
    pub body: &'a Released,
    /// The names of labels. GitHub drops them silently without push access.
    pub labels: &'a [String],
}

/// What to change about an issue; what is `None` stays as it is.
#[derive(Debug, Clone, Copy, Default, Serialize)]
pub struct IssueChange<'a> {
    /// The new title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<&'a Released>,
    /// The new body, all of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<&'a Released>,
    /// The new state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'a IssueState>,
    /// Why: `completed`, `not_planned` or `reopened`. Ignored unless the state changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state_reason: Option<&'a str>,
}

impl Client {
    /// Reads whose token it is.
    pub async fn viewer(&self) -> Outcome<User> {
        self.get("/user", None).await
    }

    /// Reads a repository, unless it is as it was when `etag` was given out: whether it is
    /// private comes before anything is written to it.
    pub async fn repository(&self, repo: &RepoName, etag: Option<&str>) -> Outcome<Repository> {
        self.get(&repo.path(""), etag).await
    }

    /// Reads a repository by its number, which survives a change of name.
    pub async fn repository_by_id(&self, id: u64) -> Outcome<Repository> {
        self.get(&format!("/repositories/{id}"), None).await
    }

    /// Reads an issue, unless it is as it was when `etag` was given out.
    pub async fn issue(&self, repo: &RepoName, number: u64, etag: Option<&str>) -> Outcome<Issue> {
        let path = repo.path(&format!("/issues/{number}"));
        self.get(&path, etag).await
    }

    /// Opens an issue.
    pub async fn create_issue(&self, repo: &RepoName, issue: NewIssue<'_>) -> Outcome<Issue> {
        let path = repo.path("/issues");
        self.write(Method::POST, &path, &json!(issue)).await
    }

    /// Changes an issue.
    pub async fn update_issue(
        &self,
        repo: &RepoName,
        number: u64,
        change: IssueChange<'_>,
    ) -> Outcome<Issue> {
        let path = repo.path(&format!("/issues/{number}"));
        self.write(Method::PATCH, &path, &json!(change)).await
    }

    /// Reads a page of issues, the most lately changed first: the first page, or the one a
    /// page before named in its `next`.
    pub async fn list_issues(
        &self,
        repo: &RepoName,
        since: Option<DateTime<Utc>>,
        next: Option<&str>,
    ) -> Outcome<Vec<Issue>> {
        let first = || {
            let query = "state=all&sort=updated&direction=desc&per_page=100";
            repo.path(&format!("/issues?{query}{}", since_query(since)))
        };
        let path = next.map_or_else(first, ToOwned::to_owned);
        self.get(&path, None).await
    }

    /// Reads a page of comments, the oldest first: the first page, or the one a page before
    /// named in its `next`.
    ///
    /// The newest comment is on the *last* page.
    pub async fn comments_page(
        &self,
        repo: &RepoName,
        number: u64,
        since: Option<DateTime<Utc>>,
        next: Option<&str>,
    ) -> Outcome<Vec<Comment>> {
        let first = || {
            let since = since_query(since);
            repo.path(&format!("/issues/{number}/comments?per_page=100{since}"))
        };
        let path = next.map_or_else(first, ToOwned::to_owned);
        self.get(&path, None).await
    }

    /// Writes a comment. Sent once; in doubt only the list can tell.
    ///
    /// As everything that writes text it takes what the gate let out, and nothing else:
    ///
    /// ```compile_fail
    /// # use sitroom::github::client::{Client, RepoName};
    /// # async fn post(client: Client, repo: RepoName) {
    /// client.create_comment(&repo, 1, "did not pass the gate").await;
    /// # }
    /// ```
    ///
    /// ```
    /// # use sitroom::github::client::{Client, RepoName};
    /// # use sitroom::domain::gate::{Gate, NotReleased, release};
    /// # use sitroom::domain::incident::Incident;
    /// # async fn post(client: Client, repo: RepoName, of: Incident) -> Result<(), NotReleased> {
    /// let text = release("passed the gate", &Gate::shipped(), &of)?;
    /// client.create_comment(&repo, 1, &text).await;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn create_comment(
        &self,
        repo: &RepoName,
        number: u64,
        body: &Released,
    ) -> Outcome<Comment> {
        let path = repo.path(&format!("/issues/{number}/comments"));
        let body = json!({ "body": body });
        self.write(Method::POST, &path, &body).await
    }

    /// Reads one comment.
    pub async fn comment(&self, repo: &RepoName, id: u64) -> Outcome<Comment> {
        let path = repo.path(&format!("/issues/comments/{id}"));
        self.get(&path, None).await
    }

    /// Changes a comment's text.
    pub async fn update_comment(
        &self,
        repo: &RepoName,
        id: u64,
        body: &Released,
    ) -> Outcome<Comment> {
        let path = repo.path(&format!("/issues/comments/{id}"));
        let body = json!({ "body": body });
        self.write(Method::PATCH, &path, &body).await
    }

    /// Deletes a comment.
    pub async fn delete_comment(&self, repo: &RepoName, id: u64) -> Outcome<()> {
        let path = repo.path(&format!("/issues/comments/{id}"));
        let reply = self.send(Method::DELETE, &path, None, None).await?;
        Ok(Reply {
            value: (),
            meta: reply.meta,
        })
    }

    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &str,
        etag: Option<&str>,
    ) -> Outcome<T> {
        typed(self.read(path, etag).await?)
    }

    async fn write<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: &Value,
    ) -> Outcome<T> {
        typed(self.send(method, path, Some(body), None).await?)
    }
}

/// Reads the fields that are wanted. A success without them is as unreadable as no JSON.
pub(super) fn typed<T: DeserializeOwned>(reply: Reply) -> Outcome<T> {
    let status = reply.meta.status;
    match serde_json::from_value(reply.value) {
        Ok(value) => Ok(Reply {
            value,
            meta: reply.meta,
        }),
        Err(_) => Err(AmbiguousCause::Unreadable(status).into()),
    }
}

fn since_query(since: Option<DateTime<Utc>>) -> String {
    let since = since.map(|at| at.to_rfc3339_opts(SecondsFormat::Secs, true));
    since.map_or_else(String::new, |at| format!("&since={at}"))
}
