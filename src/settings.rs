//! Settings: the shipped defaults, the user's file, the environment, the command line, in that
//! order.
//!
//! Each layer is typed and refuses unknown keys.

mod attention;
mod document;
mod edit;
mod mistakes;
mod origin;
mod reporting;
mod told;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use serde::Deserialize;
use thiserror::Error;

use self::attention::AttentionLayer;
pub use self::attention::{Attention, Notify};
use self::document::Document;
pub use self::edit::{Answer, EditError, edited};
pub use self::mistakes::{Cause, Mistakes, of_variables, text_of, unusable};
pub use self::origin::{Origin, Setting, settings};
use self::reporting::FedrampLayer;
pub use self::told::Told;
use crate::domain::export::FedrampProvider;
use crate::domain::gate::Allowed;
use crate::domain::outgoing::{MailServer, SlackHook};
use crate::domain::problem::hinted;
use crate::domain::time::{Span, Zone};

mod carriers;

use carriers::{MailLayer, SlackLayer};

/// The shipped file, as people read it.
const DEFAULTS: &str = include_str!("../config/default.toml");

/// The same as `config/build.rs` makes it: every command waits for it.
const DEFAULT_VALUES: &str = include_str!(concat!(env!("OUT_DIR"), "/default.json"));

/// Returns the shipped file with the place of everything in it.
fn shipped() -> &'static Document<'static> {
    static SHIPPED: LazyLock<Document<'static>> = LazyLock::new(|| Document::read(DEFAULTS));
    &SHIPPED
}

/// Returns the shipped settings as a layer.
fn shipped_layer() -> Result<Layer, SettingsError> {
    serde_json::from_str(DEFAULT_VALUES).map_err(|error| unfit(error.to_string()))
}

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
    /// Whether clicks and the wheel of the mouse come to the screen, and not to the terminal.
    pub has_mouse: bool,
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
    /// A value will not do.
    #[error("use the setting {setting}: {problem}")]
    Invalid {
        /// The setting, such as `mail.from`.
        setting: String,
        /// What is wrong with it.
        problem: String,
    },
    /// The environment sets a value that will not do.
    #[error("read the settings\n{variable}: {problem}\n  | {value}{}", hinted(hint.as_deref()))]
    Variable {
        /// The variable.
        variable: &'static str,
        /// The setting, and what is wrong with it.
        problem: String,
        /// What it was set to.
        value: String,
        /// What was probably meant.
        hint: Option<String>,
    },
    /// The file says what is no setting, or no value of one.
    #[error("read the settings\n{0}")]
    Mistakes(Mistakes),
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
    mouse: Option<bool>,
}

impl Settings {
    /// Reads the user's file, where there is one, the environment, and what the command line
    /// sets.
    pub fn load(
        file: &Path,
        env: &impl Fn(&str) -> Option<String>,
        told: &Told,
    ) -> Result<Self, SettingsError> {
        let user = match std::fs::read_to_string(file) {
            Ok(text) => mistakes::read(&file.display().to_string(), &text)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => toml::Table::new(),
            Err(source) => {
                return Err(SettingsError::Unreadable {
                    path: file.to_owned(),
                    source,
                });
            }
        };
        Self::of(user, env, told)
    }

    /// Returns the shipped settings with the environment and the command line over them, for
    /// when the user's file cannot be read.
    pub fn shipped(
        env: &impl Fn(&str) -> Option<String>,
        told: &Told,
    ) -> Result<Self, SettingsError> {
        Self::of(toml::Table::new(), env, told)
    }

    fn of(
        mut user: toml::Table,
        env: &impl Fn(&str) -> Option<String>,
        told: &Told,
    ) -> Result<Self, SettingsError> {
        told.put_over(&mut user);
        // What the command line says goes before the environment too.
        let env = |name: &str| env(name).filter(|_| !told.hides(name));
        let base = shipped_layer()?;
        let user = typed(user).map_err(|error| unfit(error.message().to_owned()))?;
        fold(base, user, &env)
    }
}

/// Reads a layer; its keys and kinds were looked at before.
fn typed(table: toml::Table) -> Result<Layer, toml::de::Error> {
    Layer::deserialize(toml::Value::Table(table))
}

fn unfit(problem: String) -> SettingsError {
    SettingsError::Invalid {
        setting: "settings".to_owned(),
        problem,
    }
}

/// Which environment variable sets what.
const VARIABLES: [(&str, &str); 3] = [
    ("name", "SITROOM_NAME"),
    ("github.repository", "SITROOM_GITHUB_REPOSITORY"),
    ("github.api", "SITROOM_GITHUB_API_URL"),
];

/// Returns the variable that sets a setting.
fn variable_of(setting: &str) -> Option<&'static str> {
    let mut all = VARIABLES.iter();
    all.find(|(known, _)| *known == setting)
        .map(|(_, name)| *name)
}

/// The variable that switches colours off.
const NO_COLOR: &str = "NO_COLOR";

/// Returns whether colours are switched off: by any value but an empty one, as no-color.org has
/// it.
fn is_no_color(env: &impl Fn(&str) -> Option<String>) -> bool {
    env(NO_COLOR).is_some_and(|value| !value.is_empty())
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
                    setting: "zone".to_owned(),
                    problem: format!("failed to {error}"),
                })?,
        )
    };
    let name = text(variable_of("name"), user.name, base.name);
    let repository = text(
        variable_of("github.repository"),
        user.github.repository,
        base.github.repository,
    );
    let theme = text(None, user.screen.theme, base.screen.theme);
    Ok(Settings {
        name: if name.is_empty() { login(env) } else { name },
        playbook: text(None, user.playbook, base.playbook),
        zone,
        repository: Some(repository).filter(|name| !name.is_empty()),
        followups: Some(text(None, user.github.followups, base.github.followups))
            .filter(|name| !name.is_empty()),
        api: text(variable_of("github.api"), user.github.api, base.github.api),
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
        theme: if is_no_color(env) {
            MONOCHROME.to_owned()
        } else {
            theme
        },
        is_ascii: user.screen.ascii.or(base.screen.ascii).unwrap_or(false),
        has_mouse: user.screen.mouse.or(base.screen.mouse).unwrap_or(false),
        mail: carriers::mail(user.mail, base.mail)?,
        slack: carriers::slack(user.slack, base.slack, env)?,
        attention: attention::fold(base.attention, user.attention)?,
        fedramp: reporting::fold(base.fedramp, user.fedramp)?,
        addresses: user.addresses,
    })
}

/// Returns the name that holds where no other is set: that of the login.
pub fn login(env: &impl Fn(&str) -> Option<String>) -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .iter()
        .find_map(|variable| env(variable).filter(|name| !name.trim().is_empty()))
        .unwrap_or_else(|| "IC".to_owned())
}

#[cfg(test)]
#[path = "settings/settings_tests.rs"]
mod tests;
