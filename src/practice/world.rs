//! What the practice GitHub knows: repositories, issues, comments and who wrote them.
//!
//! Plain data and the changes to it, used by requests and by the people who act in a drill
//! alike. It knows nothing of HTTP.

use std::collections::HashMap;

use chrono::{DateTime, SubsecRound, Utc};
use serde_json::Value;
use thiserror::Error;

use super::fault::Fault;
use super::issue::{Comment, Draft, Fate, Issue};
use super::quirk::Quirks;

/// The most characters that GitHub takes for a body or a comment.
pub const LONGEST_BODY: usize = 65_536;

/// The calls an account has in an hour.
pub(super) const ALLOWANCE: u32 = 5000;

/// What went wrong with something asked of the practice GitHub.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum PracticeError {
    /// There is no such repository.
    #[error("find the repository {0}")]
    NoRepository(String),
    /// There is no such issue, or it was deleted or transferred.
    #[error("find the issue {repo}#{number}")]
    NoIssue {
        /// Owner and name of the repository.
        repo: String,
        /// The issue's number.
        number: u64,
    },
    /// There is no such comment.
    #[error("find the comment {0}")]
    NoComment(u64),
    /// The body is another one than the edit form was opened with.
    #[error("save {repo}#{number}: content out of date")]
    OutOfDate {
        /// Owner and name of the repository.
        repo: String,
        /// The issue's number.
        number: u64,
    },
    /// No line with a checkbox contains the text.
    #[error("find a checkbox in a line with `{0}`")]
    NoCheckbox(String),
    /// What was waited for did not come about.
    #[error("see it happen in time; the requests so far: {}", .requests.join(", "))]
    TimedOut {
        /// The requests so far, one a line.
        requests: Vec<String>,
    },
}

/// A repository.
#[derive(Debug, Clone)]
pub struct Repository {
    /// The repository's number.
    pub id: u64,
    /// Owner and name.
    pub full_name: String,
    /// Whether only chosen people can read it.
    pub private: bool,
    /// Whether it is closed for writing.
    pub archived: bool,
    /// Whether it has issues.
    pub has_issues: bool,
    /// The accounts that can not see it.
    pub shut_out: Vec<String>,
    pub(super) issues: Vec<Issue>,
}

/// A request that arrived.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestRecord {
    /// The method, such as `GET`.
    pub method: String,
    /// Path and query as sent.
    pub path: String,
    /// What was sent, if it was JSON.
    pub body: Option<Value>,
    /// The tag of `If-None-Match`.
    pub if_none_match: Option<String>,
    /// The headers in the order sent, one that was sent twice twice; without the token.
    pub headers: Vec<(String, String)>,
    /// The status of the answer; nothing when no answer went out.
    pub status: Option<u16>,
    /// The fault that was played, if one was.
    pub fault: Option<Fault>,
}

impl RequestRecord {
    /// Returns the values of a header, one for each time it was sent.
    #[must_use]
    pub fn header(&self, name: &str) -> Vec<&str> {
        let same = |(known, _): &&(String, String)| known.eq_ignore_ascii_case(name);
        let sent = self.headers.iter().filter(same);
        sent.map(|(_, value)| value.as_str()).collect()
    }
}

impl std::fmt::Display for RequestRecord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let status = self
            .status
            .map_or("no answer".to_owned(), |s| s.to_string());
        write!(f, "{} {} -> {status}", self.method, self.path)
    }
}

/// All that the practice GitHub knows.
#[derive(Debug, Clone, Default)]
pub struct World {
    pub(super) repositories: Vec<Repository>,
    pub(super) tokens: HashMap<String, String>,
    /// The scopes that are told of every token; none as of fine-grained ones.
    pub(super) scopes: Option<String>,
    pub(super) requests: Vec<RequestRecord>,
    pub(super) used: HashMap<String, u32>,
    pub(super) quirks: Quirks,
    /// The names that repositories had, each with the number of the repository.
    pub(super) former_names: Vec<(String, u64)>,
    accounts: Vec<String>,
    last_id: u64,
}

impl World {
    /// Adds a repository.
    pub fn add_repository(&mut self, full_name: &str, private: bool) {
        let id = self.next_id();
        self.repositories.push(Repository {
            id,
            full_name: full_name.to_owned(),
            private,
            archived: false,
            has_issues: true,
            shut_out: Vec::new(),
            issues: Vec::new(),
        });
    }

    /// Returns a repository. Case does not matter, as on GitHub.
    #[must_use]
    pub fn repository(&self, full_name: &str) -> Option<&Repository> {
        let same = |r: &&Repository| r.full_name.eq_ignore_ascii_case(full_name);
        self.repositories.iter().find(same)
    }

    /// Returns an issue, deleted ones included.
    #[must_use]
    pub fn issue(&self, repo: &str, number: u64) -> Option<&Issue> {
        self.repository(repo)?.issue(number)
    }

    /// Returns an issue's comments, the oldest first; none where there is no issue.
    #[must_use]
    pub fn comments(&self, repo: &str, number: u64) -> &[Comment] {
        self.issue(repo, number)
            .map_or(&[], |issue| &issue.comments)
    }

    /// Returns the requests so far, the oldest first.
    #[must_use]
    pub fn requests(&self) -> &[RequestRecord] {
        &self.requests
    }

    /// Returns an account's number, giving it one when it is new.
    pub(super) fn account(&mut self, login: &str) -> u64 {
        if !self.accounts.iter().any(|known| known == login) {
            self.accounts.push(login.to_owned());
        }
        self.account_id(login)
    }

    pub(super) fn account_id(&self, login: &str) -> u64 {
        let index = self.accounts.iter().position(|known| known == login);
        index.map_or(0, |index| 1000 + index as u64)
    }

    pub(super) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    pub(super) fn repository_mut(&mut self, name: &str) -> Result<&mut Repository, PracticeError> {
        let same = |r: &&mut Repository| r.full_name.eq_ignore_ascii_case(name);
        let found = self.repositories.iter_mut().find(same);
        found.ok_or_else(|| PracticeError::NoRepository(name.to_owned()))
    }

    pub(super) fn issue_mut(
        &mut self,
        name: &str,
        number: u64,
    ) -> Result<&mut Issue, PracticeError> {
        let repo = self.repository_mut(name)?;
        let mut here = repo
            .issues
            .iter_mut()
            .filter(|issue| issue.fate == Fate::Here);
        here.find(|issue| issue.number == number)
            .ok_or_else(|| PracticeError::NoIssue {
                repo: name.to_owned(),
                number,
            })
    }

    /// Returns an issue that is where it was opened.
    pub(super) fn issue_here(&self, repo: &str, number: u64) -> Result<&Issue, PracticeError> {
        let issue = self.issue(repo, number);
        issue
            .filter(|issue| issue.fate == Fate::Here)
            .ok_or_else(|| PracticeError::NoIssue {
                repo: repo.to_owned(),
                number,
            })
    }

    /// Keeps what reads show now, for those that will be behind.
    pub(super) fn keep_past(&mut self) {
        let repositories = self.repositories.iter_mut();
        for issue in repositories.flat_map(|repo| &mut repo.issues) {
            let mut past = std::mem::take(&mut issue.past);
            past.keep(issue);
            issue.past = past;
        }
    }

    /// Opens an issue and returns its number.
    pub(super) fn open_issue(
        &mut self,
        repo: &str,
        login: &str,
        draft: Draft,
        now: DateTime<Utc>,
    ) -> Result<u64, PracticeError> {
        self.account(login);
        let id = self.next_id();
        let repo = self.repository_mut(repo)?;
        let number = repo.issues.last().map_or(1, |issue| issue.number + 1);
        repo.issues.push(Issue::new(id, number, login, draft, now));
        Ok(number)
    }

    /// Adds a comment and returns its number.
    pub(super) fn add_comment(
        &mut self,
        repo: &str,
        number: u64,
        login: &str,
        body: &str,
        now: DateTime<Utc>,
    ) -> Result<u64, PracticeError> {
        self.account(login);
        let id = self.next_id();
        let now = now.trunc_subsecs(0);
        let issue = self.issue_mut(repo, number)?;
        issue.comments.push(Comment {
            id,
            body: body.to_owned(),
            author: Some(login.to_owned()),
            created_at: now,
            updated_at: now,
        });
        issue.updated_at = now;
        Ok(id)
    }
}

impl Repository {
    /// Returns an issue, deleted ones included.
    #[must_use]
    pub fn issue(&self, number: u64) -> Option<&Issue> {
        self.issues.iter().find(|issue| issue.number == number)
    }

    /// Returns the issues that are here, the oldest first.
    pub fn issues(&self) -> impl Iterator<Item = &Issue> {
        self.issues.iter().filter(|issue| issue.fate == Fate::Here)
    }
}
