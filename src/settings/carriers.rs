//! The sections `[mail]`, `[slack]` and `[addresses]`: who carries messages out, and to where.
//! Secrets are found elsewhere, and one that stands in a file is refused.

use std::path::PathBuf;
use std::sync::Arc;

use serde::Deserialize;

use super::{Settings, SettingsError};
use crate::domain::outgoing::{MailAddress, MailServer, SecretSource, Security, SignIn, SlackHook};
use crate::domain::playbook::Playbook;
use crate::domain::time::Span;

/// The password of the mail server.
const PASSWORD: &str = "SITROOM_SMTP_PASSWORD";
/// The address of the Slack webhook.
const WEBHOOK: &str = "SITROOM_SLACK_WEBHOOK";

/// The secrets, and where they may be.
pub(super) const SECRETS: [(&str, &str); 2] =
    [("mail.password", PASSWORD), ("slack.webhook", WEBHOOK)];

/// What people call the keys that would hold a secret, by section, with what to use instead.
const IN_THE_CLEAR: [(&str, &[&str], &str, &str); 2] = [
    (
        "mail",
        &[
            "password",
            "pass",
            "passwd",
            "passphrase",
            "secret",
            "token",
        ],
        PASSWORD,
        r#"password-command = ["pass", "show", "smtp"]"#,
    ),
    (
        "slack",
        &[
            "webhook",
            "webhook-url",
            "hook",
            "url",
            "address",
            "secret",
            "token",
        ],
        WEBHOOK,
        r#"webhook-command = ["pass", "show", "slack-webhook"]"#,
    ),
];

/// What a line has that may hold a secret.
const SECRET_WORDS: [&str; 4] = ["pass", "secret", "token", "hook"];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct MailLayer {
    host: Option<String>,
    port: Option<u16>,
    security: Option<Security>,
    from: Option<String>,
    user: Option<String>,
    sign_in: Option<SignIn>,
    password_command: Option<Vec<String>>,
    ca_file: Option<String>,
    timeout: Option<Span>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct SlackLayer {
    webhook_command: Option<Vec<String>>,
    channel: Option<String>,
    timeout: Option<Span>,
}

/// Returns the mail server; none when no host is set.
pub(super) fn mail(user: MailLayer, base: MailLayer) -> Result<Option<MailServer>, SettingsError> {
    let text = |user: Option<String>, base: Option<String>| {
        let text = user.or(base).unwrap_or_default().trim().to_owned();
        Some(text).filter(|text| !text.is_empty())
    };
    let Some(host) = text(user.host, base.host) else {
        return Ok(None);
    };
    let from = text(user.from, base.from).unwrap_or_default();
    let from = from
        .parse::<MailAddress>()
        .map_err(|error| invalid("mail.from", &format!("failed to {error}")))?;
    let security = user.security.or(base.security).unwrap_or(Security::Tls);
    let port = user.port.or(base.port).filter(|port| *port > 0);
    Ok(Some(MailServer {
        host,
        port: port.unwrap_or(security.usual_port()),
        security,
        from,
        user: text(user.user, base.user),
        sign_in: user.sign_in.or(base.sign_in).unwrap_or(SignIn::Password),
        password: SecretSource {
            variable: PASSWORD,
            command: user
                .password_command
                .or(base.password_command)
                .unwrap_or_default(),
        },
        ca_file: text(user.ca_file, base.ca_file).map(PathBuf::from),
        timeout: timeout("mail.timeout", user.timeout.or(base.timeout))?,
    }))
}

/// Returns the Slack webhook; none when nothing says where its address is.
pub(super) fn slack(
    user: SlackLayer,
    base: SlackLayer,
    env: &impl Fn(&str) -> Option<String>,
) -> Result<Option<SlackHook>, SettingsError> {
    let timeout = timeout("slack.timeout", user.timeout.or(base.timeout))?;
    let command = user
        .webhook_command
        .or(base.webhook_command)
        .unwrap_or_default();
    let is_set = env(WEBHOOK).is_some_and(|value| !value.trim().is_empty());
    let address = SecretSource {
        variable: WEBHOOK,
        command,
    };
    let is_known = is_set || !address.command.is_empty();
    let channel = user.channel.or(base.channel).unwrap_or_default();
    let channel = channel.trim().to_owned();
    Ok(is_known.then_some(SlackHook {
        address,
        channel,
        timeout,
    }))
}

fn timeout(name: &str, span: Option<Span>) -> Result<Span, SettingsError> {
    let span = span.unwrap_or(Span::minutes(1));
    if span.as_seconds() > 0 {
        Ok(span)
    } else {
        Err(invalid(name, &"it must be longer than nothing"))
    }
}

fn invalid(name: &str, problem: &impl ToString) -> SettingsError {
    SettingsError::Invalid {
        setting: name.to_owned(),
        problem: problem.to_string(),
    }
}

/// Returns what to use instead of a key that would hold a secret: a variable, or another key.
pub(super) fn secret(path: &[String]) -> Option<(&'static str, &'static str)> {
    let (section, key) = match path {
        [section, key, ..] => (section, key.replace('_', "-")),
        _ => return None,
    };
    let mut all = IN_THE_CLEAR.iter();
    let (.., variable, instead) =
        all.find(|(of, keys, ..)| of == section && keys.contains(&key.as_str()))?;
    Some((variable, instead))
}

/// Returns whether a line may hold a secret.
pub(super) fn may_hold_a_secret(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    SECRET_WORDS.iter().any(|word| line.contains(word))
}

impl Settings {
    /// Returns the playbook with the addresses of the settings in it.
    #[must_use]
    pub fn addressed(&self, playbook: &Arc<Playbook>) -> Arc<Playbook> {
        let mut playbook = Arc::clone(playbook);
        for (key, to) in &self.addresses {
            if playbook.addresses.contains_key(key)
                && let Some(address) = Arc::make_mut(&mut playbook).addresses.get_mut(key)
            {
                to.trim().clone_into(&mut address.to);
            }
        }
        playbook
    }

    /// Returns the keys of addresses that the playbook does not have.
    pub fn unknown_addresses<'a>(
        &'a self,
        playbook: &'a Playbook,
    ) -> impl Iterator<Item = &'a str> {
        let keys = self.addresses.keys().map(String::as_str);
        keys.filter(|key| !playbook.addresses.contains_key(*key))
    }
}
