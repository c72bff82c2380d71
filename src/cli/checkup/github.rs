//! The token, GitHub, and the repository.

use chrono::TimeDelta;

use super::Check;
use crate::github::client::{Failure, RejectionKind, RepoName};
use crate::github::look::Sight;
use crate::github::sync::Trouble;
use crate::github::wire::Repository;
use crate::runtime::Seen;

/// How far the clocks may be apart.
const APART: TimeDelta = TimeDelta::seconds(60);

/// What there is to do without a token.
pub(crate) const GET_TOKEN: &str = "set GH_TOKEN to a fine-grained token for that one repository \
                         with Issues: read and write, or run `gh auth login` where gh is installed";

/// The repository that is looked at.
pub(crate) struct Wanted {
    pub(crate) name: RepoName,
    /// The incident and its issue, where that names the repository and no setting does.
    pub(crate) linked: Option<String>,
}

impl From<RepoName> for Wanted {
    fn from(name: RepoName) -> Self {
        Self { name, linked: None }
    }
}

/// Returns the name of a repository, or what is wrong with it.
pub(crate) fn of_repository_name(name: &str) -> Result<RepoName, Check> {
    name.parse::<RepoName>().map_err(|_| {
        let found = format!("`{name}` is no name of a repository");
        Check::fail("repository", found, "write it as owner/name")
    })
}

/// Returns what a look at GitHub means. What could not be looked at is said, not failed.
pub(crate) fn of_github(seen: &Seen, wanted: Option<&Wanted>, allow_public: bool) -> Vec<Check> {
    let not_checked = |id| Check::warn(id, "not checked: GitHub was not asked", "");
    match seen {
        // Without a repository nothing is asked of GitHub.
        Seen::NoToken(_) if wanted.is_none() => {
            let found = "there is none, and none is needed: no repository is chosen";
            vec![Check::ok("token", found), no_repository()]
        }
        Seen::NoToken(why) => {
            let linked = wanted.and_then(|it| it.linked.as_deref());
            let who = linked.map_or_else(String::new, |linked| format!("{linked} needs one: "));
            let missing = Check::warn("token", format!("{who}failed to {why}"), GET_TOKEN);
            vec![missing, not_checked("github"), not_checked("repository")]
        }
        Seen::NoWay(why) => {
            let fix = "set [github] api right; usually it is left out";
            vec![Check::fail("github", why.clone(), fix)]
        }
        Seen::Failed(source, failure) => {
            let token = format!("there is one in {source}");
            let mut checks = refused(token, failure);
            checks.push(not_checked("repository"));
            checks
        }
        Seen::There(source, sight) => {
            let token = format!("{}, from {source}", sight.login);
            let mut checks = vec![
                Check::ok("token", token),
                scopes(sight),
                reached(sight),
                clock(sight),
            ];
            checks.extend(repository(sight, wanted, allow_public));
            checks
        }
    }
}

fn refused(token: String, failure: &Failure) -> Vec<Check> {
    let why = failure.to_string();
    if failure.rejection_kind() == Some(RejectionKind::Unauthorized) {
        return vec![
            Check::fail("token", format!("{token}; {why}"), GET_TOKEN),
            Check::ok("github", "it answers"),
        ];
    }
    let fix = advice(failure);
    let github = match failure {
        Failure::Rejected(_) => Check::fail("github", why, fix),
        // Being offline is no mistake of the settings.
        Failure::Unreachable(_) | Failure::Ambiguous(_) | Failure::NotModified(_) => {
            Check::warn("github", format!("not reached: {why}"), fix)
        }
    };
    vec![Check::ok("token", token), github]
}

/// Returns what the mirror would say to do.
fn advice(failure: &Failure) -> String {
    let detail = Trouble::from(failure.clone()).detail();
    let said = failure.to_string();
    let rest = detail.strip_prefix(&said).unwrap_or(&detail);
    rest.trim_start_matches("; ").to_owned()
}

fn scopes(sight: &Sight) -> Check {
    let Some(scopes) = &sight.scopes else {
        let found = "fine-grained: what it may do shows below; that it may write issues shows \
                     with the first sync";
        return Check::ok("scopes", found);
    };
    let has = |wanted: &str| scopes.iter().any(|scope| scope == wanted);
    let all = if scopes.is_empty() {
        "none".to_owned()
    } else {
        scopes.join(", ")
    };
    if has("repo") {
        return Check::ok("scopes", all);
    }
    let fix = "give the token the scope `repo`, such as by `gh auth refresh --scopes repo`, or \
               use a fine-grained one with Issues: read and write";
    Check::fail(
        "scopes",
        format!("{all}: issues of private repositories need `repo`"),
        fix,
    )
}

fn reached(sight: &Sight) -> Check {
    let Some(rate) = sight.rate else {
        return Check::ok("github", "it answers");
    };
    let found = format!(
        "it answers; {} of {} calls left",
        rate.remaining, rate.limit
    );
    if rate.remaining < rate.limit / 5 {
        let fix = "syncing slows down until the hour is over; look what else uses the token";
        return Check::warn("github", found, fix);
    }
    Check::ok("github", found)
}

fn clock(sight: &Sight) -> Check {
    let Some(skew) = sight.skew else {
        return Check::warn(
            "clock",
            "not checked: GitHub did not say what time it is",
            "",
        );
    };
    let seconds = skew.num_seconds();
    if skew.abs() <= APART {
        return Check::ok("clock", "within a minute of GitHub's");
    }
    let side = if seconds > 0 { "behind" } else { "ahead of" };
    let found = format!("{} s {side} GitHub's", seconds.abs());
    Check::fail(
        "clock",
        found,
        "set the clock of this machine: the times you record are wrong by that much",
    )
}

fn repository(sight: &Sight, wanted: Option<&Wanted>, allow_public: bool) -> Vec<Check> {
    let Some(Wanted { name, linked }) = wanted else {
        return vec![no_repository()];
    };
    match &sight.repository {
        None => Vec::new(),
        Some(Err(failure)) => {
            let found = format!("{name}: {failure}");
            vec![Check::fail("repository", found, advice(failure))]
        }
        Some(Ok(found)) => {
            let linked = linked
                .as_deref()
                .map(|linked| format!(": {linked} is there"));
            let shown = format!("{name}{}", linked.unwrap_or_default());
            let mut checks = vec![Check::ok("repository", shown)];
            checks.push(private(found, allow_public));
            checks.push(issues(found, sight));
            checks
        }
    }
}

fn no_repository() -> Check {
    let fix = "name a private one by `sitroom init --repository owner/name` to share an issue";
    Check::warn("repository", "none: nothing is mirrored", fix)
}

fn private(repository: &Repository, allow_public: bool) -> Check {
    if repository.private {
        return Check::ok("private", "only chosen people can read it");
    }
    if allow_public {
        return Check::warn(
            "private",
            "PUBLIC, and allowed: everybody reads what is sent",
            "make it private, and take allow-public-repository out of the settings",
        );
    }
    let fix = "make it private, or name another one; nothing is sent to it";
    Check::fail("private", "PUBLIC: everybody could read the incident", fix)
}

fn issues(repository: &Repository, sight: &Sight) -> Check {
    if repository.archived {
        let fix = "take it out of the archive, or name another one";
        return Check::fail(
            "issues",
            "the repository is archived and takes nothing",
            fix,
        );
    }
    if !repository.has_issues {
        let fix = "switch Issues on in its settings, under Features";
        return Check::fail("issues", "they are switched off in this repository", fix);
    }
    if let Some(Err(failure)) = &sight.issues {
        let fix = advice(failure);
        return Check::fail("issues", format!("they cannot be read: {failure}"), fix);
    }
    let is_reader = |may: crate::github::wire::Permissions| !may.triage && !may.push;
    if repository.permissions.is_some_and(is_reader) {
        let fix = "have yourself given the role Triage or Write in the repository";
        return Check::warn(
            "issues",
            "read; those that others opened cannot be edited",
            fix,
        );
    }
    Check::ok("issues", "switched on, and can be read")
}
