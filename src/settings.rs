//! Settings: the shipped defaults, the user's file, the environment, in that order.
//!
//! Each layer is typed and refuses unknown keys; the command line folds its own flags over
//! the result.

mod attention;
mod reporting;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use self::attention::AttentionLayer;
pub use self::attention::{Attention, Notify};
use self::reporting::FedrampLayer;
use crate::domain::export::FedrampProvider;
use crate::domain::gate::Allowed;
use crate::domain::outgoing::{MailServer, SlackHook};
use crate::domain::time::{Span, Zone};

mod carriers;

use carriers::{MailLayer, SlackLayer};

const DEFAULTS: &str = include_str!("../config/default.toml");

/// The theme that `NO_COLOR` means.
const MONOCHROME: &str = "monochrome";

/// Every setting, with a value.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the settings file"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Who sits at the keys.
    pub name: String,
    /// The playbook of new incidents.
    pub playbook: String,
    /// The zone of new incidents; the playbook's when absent.
    pub zone: Option<Zone>,
    /// `owner/name` of the mirror; none when nothing is configured.
    pub repository: Option<String>,
    /// `owner/name` of the repository that what is left to do is filed in.
    pub followups: Option<String>,
    /// Base URL of the API.
    pub api: String,
    /// How often the issue is read.
    pub poll: Span,
    /// Whether a public repository may mirror incidents.
    pub allow_public_repository: bool,
    /// Whether lines such as `/lead TEXT` in people's comments are suggestions.
    pub suggestions: bool,
    /// What the team may write without being asked to look twice.
    pub allowed: Allowed,
    /// The theme: one that is compiled in, or a file of the user's.
    pub theme: String,
    /// Whether only ASCII is used.
    pub is_ascii: bool,
    /// The server that takes mail; none when nothing is configured.
    pub mail: Option<MailServer>,
    /// The Slack incoming webhook; none when nothing is configured.
    pub slack: Option<SlackHook>,
    /// How somebody is called back to the screen.
    pub attention: Attention,
    /// What FedRAMP incident reports say of the provider; none when nothing is configured.
    pub fedramp: Option<FedrampProvider>,
    /// Where people are reached, by their keys in the playbook, in place of what stands there.
    pub addresses: BTreeMap<String, String>,
}

/// Why the settings could not be read.
#[derive(Debug, Error)]
pub enum SettingsError {
    /// The file could not be read.
    #[error("read the settings {}", path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file says something that is no setting.
    #[error("read the settings {file}: {problem}")]
    Invalid {
        /// The file.
        file: String,
        /// What is wrong, with line and column.
        problem: String,
    },
    /// The file has a secret in it.
    #[error(
        "use the settings {file}: {key} must not stand there, because no secret is kept in \
         the clear; set {variable}, or write {instead}, and change the secret if others can \
         read the file"
    )]
    Secret {
        /// The file.
        file: String,
        /// The key that holds it.
        key: String,
        /// The environment variable to use instead.
        variable: &'static str,
        /// What to write instead.
        instead: &'static str,
    },
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct Layer {
    name: Option<String>,
    playbook: Option<String>,
    zone: Option<String>,
    github: GithubLayer,
    gate: GateLayer,
    screen: ScreenLayer,
    mail: MailLayer,
    slack: SlackLayer,
    attention: AttentionLayer,
    fedramp: FedrampLayer,
    addresses: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct GithubLayer {
    repository: Option<String>,
    followups: Option<String>,
    api: Option<String>,
    poll: Option<Span>,
    allow_public_repository: Option<bool>,
    suggestions: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct GateLayer {
    addresses: Vec<String>,
    domains: Vec<String>,
    accounts: Vec<String>,
    names: Vec<String>,
}

impl GateLayer {
    fn allowed(&self) -> Allowed {
        Allowed::default()
            .with_addresses(self.addresses.iter().map(String::as_str))
            .with_domains(self.domains.iter().map(String::as_str))
            .with_accounts(self.accounts.iter().map(String::as_str))
            .with_names(self.names.iter().map(String::as_str))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ScreenLayer {
    theme: Option<String>,
    ascii: Option<bool>,
}

impl Settings {
    /// Reads the user's file, where there is one, and the environment.
    pub fn load(file: &Path, env: &impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let user = match std::fs::read_to_string(file) {
            Ok(text) => layer(&file.display().to_string(), &text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Layer::default(),
            Err(source) => {
                return Err(SettingsError::Unreadable {
                    path: file.to_owned(),
                    source,
                });
            }
        };
        fold(layer("config/default.toml", DEFAULTS)?, user, env)
    }
}

impl Settings {
    /// Returns the shipped settings with the environment over them, for when the user's file
    /// cannot be read.
    pub fn shipped(env: &impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        fold(
            layer("config/default.toml", DEFAULTS)?,
            Layer::default(),
            env,
        )
    }
}

fn layer(file: &str, text: &str) -> Result<Layer, SettingsError> {
    carriers::no_secrets(file, text)?;
    toml::from_str(text).map_err(|error| SettingsError::Invalid {
        file: file.to_owned(),
        problem: carriers::problem(text, &error),
    })
}

/// Folds the layers; what the environment sets wins.
fn fold(
    base: Layer,
    user: Layer,
    env: &impl Fn(&str) -> Option<String>,
) -> Result<Settings, SettingsError> {
    let text = |variable: Option<&str>, user: Option<String>, base: Option<String>| {
        let from_env = variable.and_then(env).map(|value| value.trim().to_owned());
        from_env
            .filter(|value| !value.is_empty())
            .or(user)
            .or(base)
            .unwrap_or_default()
    };
    let zone = text(None, user.zone, base.zone);
    let zone = if zone.is_empty() {
        None
    } else {
        Some(
            zone.parse::<Zone>()
                .map_err(|error| SettingsError::Invalid {
                    file: "zone".to_owned(),
                    problem: error.to_string(),
                })?,
        )
    };
    let name = text(Some("SITROOM_NAME"), user.name, base.name);
    let repository = text(
        Some("SITROOM_GITHUB_REPOSITORY"),
        user.github.repository,
        base.github.repository,
    );
    let no_color = env("NO_COLOR").is_some_and(|value| !value.is_empty());
    let theme = text(None, user.screen.theme, base.screen.theme);
    Ok(Settings {
        name: if name.is_empty() { login(env) } else { name },
        playbook: text(None, user.playbook, base.playbook),
        zone,
        repository: Some(repository).filter(|name| !name.is_empty()),
        followups: Some(text(None, user.github.followups, base.github.followups))
            .filter(|name| !name.is_empty()),
        api: text(
            Some("SITROOM_GITHUB_API_URL"),
            user.github.api,
            base.github.api,
        ),
        poll: user
            .github
            .poll
            .or(base.github.poll)
            .unwrap_or(Span::minutes(1)),
        allow_public_repository: user
            .github
            .allow_public_repository
            .or(base.github.allow_public_repository)
            .unwrap_or(false),
        suggestions: user
            .github
            .suggestions
            .or(base.github.suggestions)
            .unwrap_or(true),
        allowed: user.gate.allowed(),
        theme: if no_color {
            MONOCHROME.to_owned()
        } else {
            theme
        },
        is_ascii: user.screen.ascii.or(base.screen.ascii).unwrap_or(false),
        mail: carriers::mail(user.mail, base.mail)?,
        slack: carriers::slack(user.slack, base.slack, env)?,
        attention: attention::fold(base.attention, user.attention)?,
        fedramp: reporting::fold(base.fedramp, user.fedramp)?,
        addresses: user.addresses,
    })
}

fn login(env: &impl Fn(&str) -> Option<String>) -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|variable| env(variable).filter(|name| !name.trim().is_empty()))
        .unwrap_or_else(|| "IC".to_owned())
}

#[cfg(test)]
#[path = "settings/settings_tests.rs"]
mod tests;
