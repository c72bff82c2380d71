//! Where the token comes from.
//!
//! The program's own variable first, then what the `gh` tool would use for the same host.
//! A token is never written to disk, to the log or to another process's command line.

use std::process::Stdio;
use std::time::Duration;

use secrecy::SecretString;
use thiserror::Error;
use tokio::process::Command;

/// The variable that is this program's own, for every host.
const OWN: &str = "SITROOM_GITHUB_TOKEN";

/// How long `gh` may take: a locked keyring can ask for a password nobody sees.
const GH_TIMEOUT: Duration = Duration::from_secs(5);

/// Where a token was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenSource {
    /// In this environment variable.
    Variable(&'static str),
    /// From `gh auth token`.
    Gh,
}

impl std::fmt::Display for TokenSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Variable(name) => write!(f, "${name}"),
            Self::Gh => f.write_str("gh auth token"),
        }
    }
}

/// Why there is no token to use.
#[derive(Debug, Error)]
pub enum TokenError {
    /// The text found is not a token.
    #[error("read the token in {source_of_token}: {fault}")]
    Malformed {
        /// Where the text was found.
        source_of_token: TokenSource,
        /// What is wrong with it.
        fault: TokenFault,
    },
    /// No variable is set and `gh` is not installed.
    #[error("find a token for {host}: none of {} is set and gh does not start", .variables.join(", "))]
    GhMissing {
        /// The host the token was wanted for.
        host: String,
        /// The variables that were looked at.
        variables: &'static [&'static str],
        /// Why `gh` did not start.
        source: std::io::Error,
    },
    /// No variable is set and `gh` has no login for the host.
    #[error("find a token for {host}: none of {} is set and gh is not logged in there", .variables.join(", "))]
    NotLoggedIn {
        /// The host the token was wanted for.
        host: String,
        /// The variables that were looked at.
        variables: &'static [&'static str],
    },
    /// No variable is set, and `gh` is not asked about this host.
    #[error("find a token for {host}: none of {} is set", .variables.join(", "))]
    NotSet {
        /// The host the token was wanted for.
        host: String,
        /// The variables that were looked at.
        variables: &'static [&'static str],
    },
    /// `gh` did not answer in time.
    #[error("find a token for {host}: gh did not answer within {} s", .after.as_secs())]
    GhTimedOut {
        /// The host the token was wanted for.
        host: String,
        /// How long it was waited for.
        after: Duration,
    },
}

/// What is wrong with a text that should be a token. Never quotes the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum TokenFault {
    /// There is nothing in it.
    #[error("it is empty")]
    Empty,
    /// It has a character that cannot stand in a header, or that no token has.
    #[error("it contains a blank, a line break or another character no token has")]
    BadCharacter,
}

/// Checks a token and cuts the blanks around it, as a file or a paste leaves them.
///
/// A token that cannot stand in a header makes octocrab panic, so it never gets there.
pub fn clean(text: &str) -> Result<SecretString, TokenFault> {
    let token = text.trim();
    if token.is_empty() {
        return Err(TokenFault::Empty);
    }
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(TokenFault::BadCharacter);
    }
    Ok(SecretString::from(token))
}

/// Which rules a host falls under.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum HostKind {
    GitHub,
    Enterprise,
    Loopback,
}

impl HostKind {
    fn of(host: &str) -> Self {
        if is_loopback(host) {
            Self::Loopback
        } else if host == "github.com" || host == "api.github.com" || host.ends_with(".ghe.com") {
            Self::GitHub
        } else {
            Self::Enterprise
        }
    }

    /// Returns the variables to look at, in order.
    ///
    /// `gh` keeps the names apart so that a token for github.com is not handed to whatever
    /// server a company runs; a loopback server is on this machine.
    fn variables(self) -> &'static [&'static str] {
        match self {
            Self::GitHub | Self::Loopback => &[OWN, "GH_TOKEN", "GITHUB_TOKEN"],
            Self::Enterprise => &[OWN, "GH_ENTERPRISE_TOKEN", "GITHUB_ENTERPRISE_TOKEN"],
        }
    }
}

/// Returns the variables that a token for a host is looked for in, in order.
#[must_use]
pub fn variables(host: &str) -> &'static [&'static str] {
    HostKind::of(&bare(host)).variables()
}

/// Returns whether the host is this machine itself.
#[must_use]
pub fn is_loopback(host: &str) -> bool {
    matches!(
        bare(host).as_str(),
        "localhost" | "127.0.0.1" | "[::1]" | "::1"
    )
}

/// Cuts the port and folds the case.
fn bare(host: &str) -> String {
    let host = host.trim().to_ascii_lowercase();
    match host.rsplit_once(':') {
        Some((name, port))
            if port.bytes().all(|byte| byte.is_ascii_digit())
                && (name.ends_with(']') || !name.contains(':')) =>
        {
            name.to_owned()
        }
        _ => host,
    }
}

/// Finds the token for a host, such as `github.com`, and says where it was.
///
/// `env` gives the value of an environment variable. Blank values count as unset. When no
/// variable is set `gh auth token` is asked, except for a server on this machine.
pub async fn find_token(
    env: &impl Fn(&str) -> Option<String>,
    host: &str,
) -> Result<(SecretString, TokenSource), TokenError> {
    let host = bare(host);
    let kind = HostKind::of(&host);
    let variables = kind.variables();
    let set = |name: &&'static str| {
        let value = env(name).filter(|value| !value.trim().is_empty())?;
        Some((*name, value))
    };
    if let Some((name, value)) = variables.iter().find_map(set) {
        return found(&value, TokenSource::Variable(name));
    }
    if kind == HostKind::Loopback {
        return Err(TokenError::NotSet { host, variables });
    }
    let program = env("GH_PATH").filter(|path| !path.is_empty());
    let mut command = Command::new(program.as_deref().unwrap_or("gh"));
    // gh calls github.com by that name only.
    let asked = if host == "api.github.com" {
        "github.com"
    } else {
        &host
    };
    command.args(["auth", "token", "--hostname", asked]);
    ask_gh(command, host.clone(), variables, GH_TIMEOUT).await
}

async fn ask_gh(
    mut command: Command,
    host: String,
    variables: &'static [&'static str],
    limit: Duration,
) -> Result<(SecretString, TokenSource), TokenError> {
    command
        .env("GH_PROMPT_DISABLED", "1")
        .env("GH_NO_UPDATE_NOTIFIER", "1")
        .env_remove(OWN)
        .stdin(Stdio::null())
        .kill_on_drop(true);
    let output = match tokio::time::timeout(limit, command.output()).await {
        Ok(Ok(output)) => output,
        Ok(Err(source)) => {
            return Err(TokenError::GhMissing {
                host,
                variables,
                source,
            });
        }
        Err(_) => return Err(TokenError::GhTimedOut { host, after: limit }),
    };
    let text = String::from_utf8_lossy(&output.stdout);
    if !output.status.success() || text.trim().is_empty() {
        return Err(TokenError::NotLoggedIn { host, variables });
    }
    found(&text, TokenSource::Gh)
}

fn found(text: &str, source: TokenSource) -> Result<(SecretString, TokenSource), TokenError> {
    match clean(text) {
        Ok(token) => Ok((token, source)),
        Err(fault) => Err(TokenError::Malformed {
            source_of_token: source,
            fault,
        }),
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use secrecy::ExposeSecret;

    use super::*;

    fn env(pairs: &[(&'static str, &'static str)]) -> impl Fn(&str) -> Option<String> {
        let pairs = pairs.to_vec();
        move |name| {
            let pair = pairs.iter().find(|(key, _)| *key == name)?;
            Some(pair.1.to_owned())
        }
    }

    #[rstest]
    #[case::own_first("github.com", &[("GH_TOKEN", "b"), (OWN, "a")], OWN)]
    #[case::gh_before_github("github.com", &[("GITHUB_TOKEN", "c"), ("GH_TOKEN", "b")], "GH_TOKEN")]
    #[case::blank_is_unset("GitHub.com", &[("GH_TOKEN", " \n"), ("GITHUB_TOKEN", "c")], "GITHUB_TOKEN")]
    #[case::ghe_com_is_github("octo.ghe.com", &[("GH_TOKEN", "b")], "GH_TOKEN")]
    #[case::enterprise_has_its_own(
        "git.example.org",
        &[("GH_TOKEN", "b"), ("GH_ENTERPRISE_TOKEN", "e")],
        "GH_ENTERPRISE_TOKEN"
    )]
    #[case::loopback_with_port("127.0.0.1:4242", &[("GITHUB_TOKEN", "c")], "GITHUB_TOKEN")]
    #[case::loopback_v6("[::1]:80", &[("GH_TOKEN", "b")], "GH_TOKEN")]
    #[tokio::test]
    async fn variable_is_chosen_by_host(
        #[case] host: &str,
        #[case] pairs: &[(&'static str, &'static str)],
        #[case] wanted: &'static str,
    ) {
        let (_, source) = find_token(&env(pairs), host)
            .await
            .expect("there is a token");
        assert_eq!(source, TokenSource::Variable(wanted));
    }

    #[tokio::test]
    async fn token_for_github_is_not_offered_to_an_enterprise_server() {
        let env = env(&[("GH_TOKEN", "b"), ("GH_PATH", "/nonexistent/gh")]);
        let error = find_token(&env, "git.example.org")
            .await
            .expect_err("it is refused");
        assert!(matches!(error, TokenError::GhMissing { .. }), "{error}");
        assert!(error.to_string().contains("GH_ENTERPRISE_TOKEN"));
    }

    #[tokio::test]
    async fn loopback_without_variables_asks_nobody() {
        let error = find_token(&env(&[]), "localhost")
            .await
            .expect_err("it is refused");
        assert!(matches!(error, TokenError::NotSet { .. }));
    }

    #[rstest]
    #[case::newline_inside("ab\ncd", TokenFault::BadCharacter)]
    #[case::control("ab\u{7}", TokenFault::BadCharacter)]
    #[case::blank_inside("ab cd", TokenFault::BadCharacter)]
    #[case::accent("é", TokenFault::BadCharacter)]
    #[case::empty(" \n", TokenFault::Empty)]
    fn bad_token_is_refused(#[case] text: &str, #[case] fault: TokenFault) {
        assert_eq!(clean(text).expect_err("it is refused"), fault);
    }

    #[tokio::test]
    async fn malformed_token_is_named_by_variable_and_not_quoted() {
        let error = find_token(&env(&[(OWN, "s3cret s3cret")]), "github.com")
            .await
            .expect_err("it is refused")
            .to_string();
        assert!(error.contains(OWN) && !error.contains("s3cret"), "{error}");
    }

    fn sh(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    async fn asked(
        script: &str,
        limit: Duration,
    ) -> Result<(SecretString, TokenSource), TokenError> {
        ask_gh(
            sh(script),
            "github.com".into(),
            HostKind::GitHub.variables(),
            limit,
        )
        .await
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn gh_answers_are_told_apart() {
        let (token, source) = asked("echo gho_1", GH_TIMEOUT)
            .await
            .expect("there is a token");
        assert_eq!(token.expose_secret(), "gho_1");
        assert_eq!(source, TokenSource::Gh);
        let error = asked("echo no oauth token >&2; exit 1", GH_TIMEOUT).await;
        assert!(matches!(error, Err(TokenError::NotLoggedIn { .. })));
        let error = asked("exec sleep 60", Duration::from_millis(50)).await;
        assert!(matches!(error, Err(TokenError::GhTimedOut { .. })));
    }
}
