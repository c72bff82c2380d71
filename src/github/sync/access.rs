//! Whether anything may be written at all, and what to make of it when not.

use chrono::TimeDelta;
use tokio::time::Instant;

use super::ledger::Ledger;
use super::mirror::Mirror;
use super::pause;
use super::trouble::Trouble;
use crate::domain::mirror::MirrorState;
use crate::github::client::{Failure, RejectionKind, RepoName};
use crate::github::wire::Repository;

/// How long a look at the repository is good while nothing is written.
const LOOK_EVERY: TimeDelta = TimeDelta::minutes(5);

impl<L: Ledger> Mirror<L> {
    /// Makes sure now and then that there is a way to the repository.
    pub(super) async fn check_access(&mut self) -> Result<(), Trouble> {
        self.fit_since = None;
        let now = self.now();
        // A clock that was set back must not put the next look off.
        let age = self.looked_at.map(|at| (now - at).abs());
        if self.login.is_some() && age.is_some_and(|age| age < LOOK_EVERY) {
            return Ok(());
        }
        self.look_for_access().await
    }

    /// Makes sure right before a write that the repository is private and takes writes, and
    /// whose token it is: a repository can be made public at any time. What was found in this
    /// round is good for the writes that follow at once.
    pub(super) async fn check_writing(&mut self) -> Result<(), Trouble> {
        self.check_outbound().await?;
        self.look_for_access().await
    }

    async fn look_for_access(&mut self) -> Result<(), Trouble> {
        if self
            .fit_since
            .is_some_and(|at| at.elapsed() < self.options.pace.look_good_for)
        {
            return Ok(());
        }
        // Good from before it was asked for: the answer may be long on its way.
        let asked = Instant::now();
        self.look_at_repository().await?;
        if self.login.is_none() {
            self.login = Some(self.client.viewer().await?.value.login);
        }
        self.looked_at = Some(self.now());
        self.fit_since = Some(asked);
        Ok(())
    }

    /// Asks whether the repository may be written to. Its tag is only kept while it may, so
    /// that "as before" means that it still may.
    async fn look_at_repository(&mut self) -> Result<(), Trouble> {
        self.looked_at = None;
        let tag = self.repository_tag.take();
        let repository = &self.options.repository;
        let reply = match self.client.repository(repository, tag.as_deref()).await {
            Ok(reply) => reply,
            Err(Failure::NotModified(meta)) => {
                self.heard.hear(&meta, self.now());
                self.repository_tag = tag;
                return Ok(());
            }
            Err(failure) => return Err(failure.into()),
        };
        self.heard.hear(&reply.meta, self.now());
        let repository = reply.value;
        if !repository.private && !self.options.allow_public {
            return Err(self.public(&repository));
        }
        if repository.archived {
            return Err(Trouble::about(
                MirrorState::Archived,
                format!(
                    "{} is archived and takes nothing; what waits is kept; take it out of the \
                     archive, or set another repository",
                    name_of(&repository)
                ),
            ));
        }
        self.repository_id = Some(repository.id);
        self.repository_tag = reply.meta.etag;
        Ok(())
    }

    /// Returns the login that writes are made under.
    pub(super) fn login(&self) -> String {
        self.login.clone().unwrap_or_default()
    }

    fn public(&self, repository: &Repository) -> Trouble {
        let name = name_of(repository);
        let cause = if self.state.remote.is_some() {
            format!(
                "{name} is PUBLIC: nothing more is sent, and everybody can read what was sent \
                 before; make it private, then press r"
            )
        } else {
            format!(
                "{name} is PUBLIC: nothing is sent; make it private and press r, or set another \
                 repository"
            )
        };
        Trouble::about(MirrorState::Public, cause)
    }

    /// Makes of a refusal what the screen says of it: how long to wait, or where a thing went.
    pub(super) async fn explain(&mut self, trouble: Trouble) -> Trouble {
        let Some(rejection) = trouble.rejection() else {
            return trouble;
        };
        if rejection.kind.is_rate_limit() {
            let asked = rejection.wait;
            return self.limited(asked).await;
        }
        if rejection.kind == RejectionKind::Moved
            && let Some(to) = rejection.location.as_deref().and_then(Place::read)
        {
            return self.where_to(to).await.unwrap_or(trouble);
        }
        trouble
    }

    /// Keeps on disk that GitHub asked to wait, and how often in a row.
    async fn limited(&mut self, asked: Option<std::time::Duration>) -> Trouble {
        self.state.limited_in_a_row = self.state.limited_in_a_row.saturating_add(1);
        let in_a_row = self.state.limited_in_a_row;
        let wait = pause::limited(asked, in_a_row);
        let until = TimeDelta::from_std(wait).unwrap_or(TimeDelta::hours(1));
        self.state.not_before = Some(self.now() + until);
        // The wait is a courtesy: if it cannot be kept on disk it still holds in memory.
        let _ = self.save().await;
        Trouble::Limited { wait, in_a_row }
    }

    /// Forgets that GitHub asked to wait, once a round went through.
    pub(super) async fn not_limited(&mut self) {
        if self.state.limited_in_a_row == 0 {
            return;
        }
        self.state.limited_in_a_row = 0;
        let _ = self.save().await;
    }

    /// Looks where something moved to, and at nothing else there. It is not followed: who may
    /// read it there is for a person to see first.
    async fn where_to(&self, to: Place) -> Option<Trouble> {
        let there = self.client.repository_by_id(to.repository).await.ok()?;
        let there = there.value;
        let (name, seen_by) = (name_of(&there), seen_by(&there));
        let cause = if self.repository_id == Some(there.id) || to.issue.is_none() {
            format!(
                "the repository is now called {name} and is {seen_by}; nothing is sent; set \
                 repository = \"{name}\" in the settings and start again: the same issue is \
                 found there"
            )
        } else {
            format!(
                "the issue was transferred to {name}#{}, which is {seen_by}; nothing is sent; \
                 the record here is complete and stays; have it transferred back, then press r",
                to.issue.unwrap_or_default()
            )
        };
        Some(Trouble::about(MirrorState::Moved, cause))
    }
}

/// Returns the name of a repository, if it is one.
fn name_of(repository: &Repository) -> String {
    let name = repository.full_name.parse::<RepoName>();
    name.map_or_else(|_| "a repository".to_owned(), |name| name.to_string())
}

fn seen_by(repository: &Repository) -> &'static str {
    if repository.private {
        "private"
    } else {
        "PUBLIC"
    }
}

/// Where GitHub says that something is now: `.../repositories/ID`, or an issue below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    repository: u64,
    issue: Option<u64>,
}

impl Place {
    /// Reads an address. Its server does not matter: only this one is ever asked.
    fn read(address: &str) -> Option<Self> {
        let (_, below) = address.split_once("/repositories/")?;
        let path = below.split(['?', '#']).next()?;
        let mut segments = path.split('/');
        let repository = segments.next()?.parse().ok()?;
        let issue = match segments.next() {
            Some("issues") => segments.next().and_then(|number| number.parse().ok()),
            Some(_) | None => None,
        };
        Some(Self { repository, issue })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::repository("https://api.github.com/repositories/12", Some((12, None)))]
    #[case::issue("https://ghe.example/api/v3/repositories/12/issues/3", Some((12, Some(3))))]
    #[case::comments("/repositories/12/issues/3/comments?per_page=1", Some((12, Some(3))))]
    #[case::list("/repositories/12/issues?state=all", Some((12, None)))]
    #[case::by_name("https://api.github.com/repos/18F/farm/issues/3", None)]
    #[case::no_number("/repositories/../issues/3", None)]
    #[case::nonsense("nonsense", None)]
    fn address_of_a_move_is_read(#[case] address: &str, #[case] place: Option<(u64, Option<u64>)>) {
        let read = Place::read(address);
        assert_eq!(read.map(|place| (place.repository, place.issue)), place);
    }
}
