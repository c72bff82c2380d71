//! What is configured to carry messages, and the servers made of it.

use std::time::Duration;

use secrecy::SecretString;

use crate::deliver::secret::find_secret;
use crate::deliver::slack::Slack;
use crate::deliver::smtp::Smtp;
use crate::domain::message::Carriers;
use crate::domain::outgoing::{Channel, MailServer, SecretSource, SlackHook};
use crate::session::Lookup;
use crate::settings::Settings;

/// Why nothing goes out where nothing is configured.
const NO_SERVER: &str = "no mail server is configured";
const NO_WEBHOOK: &str = "no Slack webhook is configured";

/// What is configured to carry messages.
#[derive(Clone, Default)]
pub struct CarrierSetup {
    /// The mail server.
    pub mail: Option<MailServer>,
    /// The Slack webhook.
    pub slack: Option<SlackHook>,
    /// Where what is left to do is filed.
    pub followups: Option<String>,
    /// How secrets are looked for in the environment.
    pub env: Option<Lookup>,
}

impl CarrierSetup {
    /// Returns what the settings configure.
    #[must_use]
    pub fn of(settings: &Settings, env: Lookup) -> Self {
        Self {
            mail: settings.mail.clone(),
            slack: settings.slack.clone(),
            followups: settings.followups.clone(),
            env: Some(env),
        }
    }

    /// Returns what the screen has to know of it.
    #[must_use]
    pub fn carriers(&self) -> Carriers {
        Carriers {
            mail_from: self.mail.as_ref().map(|server| server.from.clone()),
            webhook: self.slack.as_ref().map(|hook| hook.channel.clone()),
            mirror: false,
            followups: self.followups.clone(),
        }
    }

    /// Returns why nothing goes out by a channel, where it is not configured.
    pub(super) fn is_configured(&self, channel: Channel) -> Result<(), &'static str> {
        if channel == Channel::Mail {
            self.mail.as_ref().map(|_| ()).ok_or(NO_SERVER)
        } else {
            self.slack.as_ref().map(|_| ()).ok_or(NO_WEBHOOK)
        }
    }

    async fn secret(&self, source: &SecretSource) -> Result<SecretString, String> {
        let env = |name: &str| self.env.as_ref().and_then(|env| env(name));
        let found = find_secret(source, &env).await;
        found.map_err(|error| said(&error))
    }

    pub(super) async fn smtp(&self) -> Result<Smtp, String> {
        let server = self.mail.as_ref().ok_or(NO_SERVER)?;
        let password = match server.user {
            Some(_) => Some(self.secret(&server.password).await?),
            None => None,
        };
        Smtp::new(server, password).map_err(|error| said(&error))
    }

    pub(super) async fn webhook(&self) -> Result<Slack, String> {
        let hook = self.slack.as_ref().ok_or(NO_WEBHOOK)?;
        let address = self.secret(&hook.address).await?;
        let timeout = Duration::from_secs(hook.timeout.as_seconds().unsigned_abs());
        Slack::new(&address, timeout).map_err(|error| said(&error))
    }
}

/// Returns an error with its causes, as a sentence.
pub(super) fn said(error: &dyn std::error::Error) -> String {
    let mut text = format!("failed to {error}");
    let mut next = error.source();
    while let Some(cause) = next {
        text = format!("{text}: {cause}");
        next = cause.source();
    }
    text
}
