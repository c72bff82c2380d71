//! Settings: the shipped defaults, the user's file, the environment, in that order.
//!
//! Each layer is typed and refuses unknown keys; the command line folds its own flags over
//! the result.

mod attention;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use thiserror::Error;

use crate::domain::outgoing::{MailServer, SlackHook};
use self::attention::AttentionLayer;
pub use self::attention::{Attention, Notify};
use crate::domain::time::{Span, Zone};

mod carriers;

use carriers::{MailLayer, SlackLayer};

const DEFAULTS: &str = include_str!("../config/default.toml");

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
    /// Base URL of the API.
    pub api: String,
    /// How often the issue is read.
    pub poll: Span,
    /// Whether a public repository may mirror incidents.
    pub allow_public_repository: bool,
    /// Whether lines such as `/lead TEXT` in people's comments are suggestions.
    pub suggestions: bool,
    /// Whether colours are used.
    pub is_mono: bool,
    /// Whether only ASCII is used.
    pub is_ascii: bool,
    /// The server that takes mail; none when nothing is configured.
    pub mail: Option<MailServer>,
    /// The Slack incoming webhook; none when nothing is configured.
    pub slack: Option<SlackHook>,
    /// How somebody is called back to the screen.
    pub attention: Attention,
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
    screen: ScreenLayer,
    mail: MailLayer,
    slack: SlackLayer,
    attention: AttentionLayer,
    addresses: BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct GithubLayer {
    repository: Option<String>,
    api: Option<String>,
    poll: Option<Span>,
    allow_public_repository: Option<bool>,
    suggestions: Option<bool>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
struct ScreenLayer {
    theme: Option<Theme>,
    ascii: Option<bool>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Theme {
    Default,
    Mono,
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
    let theme = user.screen.theme.or(base.screen.theme);
    Ok(Settings {
        name: if name.is_empty() { login(env) } else { name },
        playbook: text(None, user.playbook, base.playbook),
        zone,
        repository: Some(repository).filter(|name| !name.is_empty()),
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
        is_mono: no_color || theme == Some(Theme::Mono),
        is_ascii: user.screen.ascii.or(base.screen.ascii).unwrap_or(false),
        mail: carriers::mail(user.mail, base.mail)?,
        slack: carriers::slack(user.slack, base.slack, env)?,
        attention: attention::fold(base.attention, user.attention)?,
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
mod tests {
    use rstest::rstest;

    use std::sync::Arc;

    use super::*;
    use crate::domain::outgoing::Security;
    use crate::domain::playbook::Playbook;

    fn load(text: &str, env: &[(&str, &str)]) -> Result<Settings, SettingsError> {
        let env = |name: &str| {
            env.iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| (*value).to_owned())
        };
        fold(
            layer("default.toml", DEFAULTS)?,
            layer("config.toml", text)?,
            &env,
        )
    }

    #[test]
    fn defaults_mirror_nothing() {
        let settings = load("", &[("USER", "jane")]).unwrap();
        assert_eq!(settings.repository, None);
        assert_eq!(settings.name, "jane");
        assert_eq!(settings.playbook, "cloud-gov-2023");
        assert_eq!(settings.poll, "30s".parse().unwrap());
        assert!(!settings.allow_public_repository);
        assert!(settings.suggestions);
    }

    #[test]
    fn environment_goes_before_the_file() {
        let file = "[github]\nrepository = \"a/b\"\napi = \"https://ghe.example/api/v3\"";
        let env = [("SITROOM_GITHUB_API_URL", "http://127.0.0.1:9")];
        let settings = load(file, &env).unwrap();
        assert_eq!(settings.repository.as_deref(), Some("a/b"));
        assert_eq!(settings.api, "http://127.0.0.1:9");
    }

    #[test]
    fn an_unknown_key_is_named_with_its_line() {
        let error = load("name = \"x\"\nrepositry = \"a/b\"\n", &[])
            .unwrap_err()
            .to_string();
        assert!(error.contains("config.toml"), "{error}");
        assert!(error.contains("line 2"), "{error}");
        assert!(error.contains("repositry"), "{error}");
    }

    #[test]
    fn an_address_goes_before_that_of_the_playbook() {
        let file = "[addresses]\nfedramp = \"reps@agency.example\"\nnobody = \"x@y.example\"";
        let settings = load(file, &[]).unwrap();
        let shipped = Arc::new(Playbook::shipped("cloud-gov-2023").unwrap());
        let playbook = settings.addressed(&shipped);
        assert_eq!(
            playbook.address("fedramp").unwrap().to,
            "reps@agency.example"
        );
        assert_eq!(playbook.address("gsa-ir"), shipped.address("gsa-ir"));
        let unknown: Vec<&str> = settings.unknown_addresses(&shipped).collect();
        assert_eq!(unknown, ["nobody"]);
    }

    #[test]
    fn nothing_carries_messages_unless_it_is_set() {
        let settings = load("[mail]\nuser = \"jane\"", &[("SITROOM_SMTP_PASSWORD", "x")]).unwrap();
        assert_eq!((settings.mail, settings.slack), (None, None));
        let settings = load("", &[("SITROOM_SLACK_WEBHOOK", "https://x.example/y")]).unwrap();
        assert_eq!(settings.slack.unwrap().timeout, "15s".parse().unwrap());
    }

    #[test]
    fn mail_server_is_encrypted_and_has_its_usual_port() {
        let file = "[mail]\nhost = \"mail.farm.example\"\nfrom = \"jane@farm.example\"\n";
        let mail = load(file, &[]).unwrap().mail.unwrap();
        assert_eq!((mail.security, mail.port), (Security::Tls, 465));
        assert_eq!((mail.user, mail.ca_file), (None, None));
        let file = format!("{file}security = \"starttls\"\npassword-command = [\"pass\", \"x\"]");
        let mail = load(&file, &[]).unwrap().mail.unwrap();
        assert_eq!((mail.security, mail.port), (Security::Starttls, 587));
        assert_eq!(mail.password.command, ["pass", "x"]);
    }

    #[rstest]
    #[case::no_sender("host = \"mail.farm.example\"", "mail.from")]
    #[case::no_time(
        "host = \"h\"\nfrom = \"a@b.example\"\ntimeout = \"0s\"",
        "mail.timeout"
    )]
    #[case::unknown_security("security = \"maybe\"", "security")]
    fn a_mail_server_that_cannot_work_is_refused(#[case] section: &str, #[case] named: &str) {
        let error = load(&format!("[mail]\n{section}"), &[]).unwrap_err();
        assert!(error.to_string().contains(named), "{error}");
    }

    #[rstest]
    #[case::password("[mail]\npassword = \"hunter2\"", "password-command")]
    #[case::token("[mail]\ntoken = \"hunter2\"", "SITROOM_SMTP_PASSWORD")]
    #[case::dotted("mail.password = \"hunter2\"", "password-command")]
    #[case::webhook("[slack]\nwebhook = \"https://hunter2\"", "webhook-command")]
    #[case::webhook_url("[slack]\nwebhook_url = \"https://hunter2\"", "SITROOM_SLACK_WEBHOOK")]
    #[case::misspelt("[mail]\npasswort = \"hunter2\"", "line 2")]
    #[case::no_toml("[mail]\npassword = hunter2", "line 2")]
    #[case::no_end("[mail]\npassword = \"hunter2\n", "line 2")]
    #[case::no_list("[mail]\npassword-command = \"hunter2\"", "list of words")]
    fn a_secret_in_the_file_is_refused_and_never_shown(#[case] file: &str, #[case] says: &str) {
        let error = load(file, &[]).unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains(says), "{text}");
        assert!(!text.contains("hunter2"), "{text}");
    fn attention_is_called_for_unless_the_file_says_otherwise() {
        let all = load("", &[]).unwrap().attention;
        assert!(all.bell && all.title && all.tmux_passthrough);
        assert_eq!((all.notify, all.quiet), (Notify::Auto, None));
        let file = "[attention]\nbell = false\nnotify = \"osc777\"\nquiet = \"22:00-07:00\"";
        let some = load(file, &[]).unwrap().attention;
        assert!(!some.bell && some.title);
        assert_eq!(some.notify, Notify::Osc777);
        assert_eq!(some.quiet, "22:00-07:00".parse().ok());
        let error = load("[attention]\nquiet = \"at night\"", &[]).unwrap_err();
        assert!(error.to_string().contains("attention.quiet"), "{error}");
    }

    #[test]
    fn no_color_means_mono() {
        assert!(load("", &[("NO_COLOR", "1")]).unwrap().is_mono);
        assert!(!load("", &[("NO_COLOR", "")]).unwrap().is_mono);
    }
}
