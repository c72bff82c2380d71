//! A look at GitHub before anything depends on it: whose token it is, what it may do, whether
//! the repository will do. Only reads.

use chrono::{DateTime, TimeDelta, Utc};

use super::client::{Client, Failure, Rate, RepoName};
use super::wire::Repository;

/// What a look found.
#[derive(Debug, Clone)]
pub struct Sight {
    /// Whose token it is.
    pub login: String,
    /// The scopes of a classic token; none is told of a fine-grained one.
    pub scopes: Option<Vec<String>>,
    /// How far GitHub's clock is ahead of this machine's, where it said.
    pub skew: Option<TimeDelta>,
    /// What is left of the hourly allowance.
    pub rate: Option<Rate>,
    /// The repository, where one was asked about.
    pub repository: Option<Result<Repository, Failure>>,
    /// Whether its issues can be read, where there is a repository that has some.
    pub issues: Option<Result<(), Failure>>,
}

/// Looks with a token, and at a repository where one is given.
///
/// # Errors
///
/// The failure of the first call: GitHub is not reached, or does not take the token.
pub async fn look(
    client: &Client,
    repository: Option<&RepoName>,
    now: &(dyn Fn() -> DateTime<Utc> + Send + Sync),
) -> Result<Sight, Failure> {
    let viewer = client.viewer().await?;
    let mut sight = Sight {
        login: viewer.value.login,
        scopes: viewer.meta.scopes,
        skew: viewer.meta.date.map(|date| date - now()),
        rate: viewer.meta.rate,
        repository: None,
        issues: None,
    };
    let Some(name) = repository else {
        return Ok(sight);
    };
    let found = client.repository(name, None).await;
    let found = found.map(|reply| reply.value);
    if found.as_ref().is_ok_and(|found| found.has_issues) {
        let listed = client.list_issues(name, Some(now()), None).await;
        sight.issues = Some(listed.map(|_| ()));
    }
    sight.repository = Some(found);
    Ok(sight)
}
