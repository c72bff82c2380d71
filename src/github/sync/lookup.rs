//! Looking for a comment or an issue that a lost answer may have left behind.

use chrono::{DateTime, Utc};

use super::comments::keys_of;
use super::ledger::Ledger;
use super::mirror::Mirror;
use super::trouble::Trouble;
use crate::domain::mirror::OutboxItem;
use crate::github::client::{Failure, RepoName};
use crate::github::wire::{Comment, Issue};

/// How many comments the issue says it has, and when it says it last changed.
type Fence = (u64, DateTime<Utc>);

/// What came of looking through all comments.
enum Search {
    /// It is there, with GitHub's id.
    Found(u64),
    /// It is not among so many.
    Missing(u64),
}

impl<L: Ledger> Mirror<L> {
    /// Looks for a comment by our own login, with the marker at its end, on every page, never
    /// by search. That it is missing counts only when the issue stands still, the list is as
    /// long as the issue says, and a second look a while later finds it missing too.
    pub(super) async fn find_comment(&mut self, item: &OutboxItem) -> Result<Option<u64>, Trouble> {
        self.wait_out_doubt(item)?;
        let before = self.fence().await?;
        let count = match self.search(item).await? {
            Search::Found(comment) => return Ok(Some(comment)),
            Search::Missing(count) => count,
        };
        let after = self.fence().await?;
        if before != after || count != after.0 {
            return Err(Trouble::Unfinished {
                cause: "the list of comments is behind; looking again before sending".to_owned(),
            });
        }
        self.look_twice(item).await.map(|()| None)
    }

    async fn fence(&self) -> Result<Fence, Trouble> {
        let number = self.remote()?.number;
        let repository = &self.options.repository;
        let issue = self.client.issue(repository, number, None).await?.value;
        Ok((issue.comments, issue.updated_at))
    }

    /// Looks through all pages of the comments.
    async fn search(&self, item: &OutboxItem) -> Result<Search, Trouble> {
        let number = self.remote()?.number;
        let login = self.login();
        let is_it = |comment: &&Comment| {
            comment.user.login == login && keys_of(&comment.body).contains(&item.key)
        };
        let (mut count, mut next) = (0, None::<String>);
        loop {
            let repository = &self.options.repository;
            let page = self
                .client
                .comments_page(repository, number, None, next.as_deref())
                .await?;
            if let Some(comment) = page.value.iter().find(is_it) {
                return Ok(Search::Found(comment.id));
            }
            count += page.value.len() as u64;
            next = page.meta.next;
            if next.is_none() {
                return Ok(Search::Missing(count));
            }
        }
    }

    /// Looks for an issue by our own login, page by page and never by search: the first of them,
    /// should there be several on a page.
    pub(super) async fn first_issue(
        &self,
        repository: &RepoName,
        since: Option<DateTime<Utc>>,
        is_it: impl Fn(&Issue) -> bool,
    ) -> Result<Option<Issue>, Failure> {
        let login = self.login();
        let mut found = None;
        let see = |page: Vec<Issue>| {
            let ours = page.into_iter().filter(|issue| issue.user.login == login);
            let ours = ours.filter(|issue| is_it(issue));
            found = ours.min_by_key(|issue| issue.number);
            found.is_some()
        };
        self.pages_of_issues(repository, since, see).await?;
        Ok(found)
    }

    /// Returns all issues that are such, whoever opened them, page by page and never by search.
    pub(super) async fn all_issues(
        &self,
        repository: &RepoName,
        since: Option<DateTime<Utc>>,
        is_one: impl Fn(&Issue) -> bool,
    ) -> Result<Vec<Issue>, Failure> {
        let mut all = Vec::new();
        let see = |page: Vec<Issue>| {
            all.extend(page.into_iter().filter(|issue| is_one(issue)));
            false
        };
        self.pages_of_issues(repository, since, see).await?;
        Ok(all)
    }

    /// Shows the issues a page at a time, until somebody has seen enough.
    async fn pages_of_issues(
        &self,
        repository: &RepoName,
        since: Option<DateTime<Utc>>,
        mut has_enough: impl FnMut(Vec<Issue>) -> bool,
    ) -> Result<(), Failure> {
        let mut next: Option<String> = None;
        loop {
            let page = self
                .client
                .list_issues(repository, since, next.as_deref())
                .await?;
            next = page.meta.next;
            if has_enough(page.value) || next.is_none() {
                return Ok(());
            }
        }
    }

    /// Returns trouble after the first fruitless look, and until the second may be taken: the
    /// first may have been answered by a copy that is behind in every respect.
    pub(super) async fn look_twice(&mut self, item: &OutboxItem) -> Result<(), Trouble> {
        if item.looked.is_some() {
            return Ok(());
        }
        let looked = OutboxItem {
            looked: Some(self.now()),
            ..item.clone()
        };
        self.put(looked).await?;
        Err(Trouble::InDoubt {
            wait: self.options.pace.doubt,
        })
    }

    /// Returns trouble while a lost request may still be at work on the server, and between two
    /// looks for what it did.
    pub(super) fn wait_out_doubt(&self, item: &OutboxItem) -> Result<(), Trouble> {
        let since = item.looked.or(item.last_sent).or(item.first_sent);
        self.doubt_since(since)
    }

    /// Returns trouble while it is too early to look what became of a request.
    pub(super) fn doubt_since(&self, since: Option<DateTime<Utc>>) -> Result<(), Trouble> {
        let Some(since) = since else {
            return Ok(());
        };
        let doubt = self.options.pace.doubt;
        // A clock that was set back must not make this wait for ever.
        let passed = (self.now() - since).abs().to_std().unwrap_or(doubt);
        match doubt.checked_sub(passed) {
            Some(wait) if !wait.is_zero() => Err(Trouble::InDoubt { wait }),
            _ => Ok(()),
        }
    }
}
