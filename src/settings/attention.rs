//! How somebody is called back to the screen.

use serde::Deserialize;

use super::SettingsError;
use crate::domain::calendar::QuietHours;

/// By what the screen calls, and when it does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Attention {
    /// Whether the bell rings.
    pub bell: bool,
    /// How the desktop is notified.
    pub notify: Notify,
    /// Whether a notification goes through tmux to the terminal around it.
    pub tmux_passthrough: bool,
    /// Whether the window has a title that says what is most urgent.
    pub title: bool,
    /// The hours in which nothing calls.
    pub quiet: Option<QuietHours>,
}

/// How the desktop is notified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Notify {
    /// Not at all.
    Off,
    /// By the one of the sequences that the terminal is likely to know.
    Auto,
    /// By OSC 9.
    Osc9,
    /// By OSC 777.
    Osc777,
    /// By both.
    Both,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "kebab-case")]
pub(super) struct AttentionLayer {
    bell: Option<bool>,
    notify: Option<Notify>,
    tmux_passthrough: Option<bool>,
    title: Option<bool>,
    quiet: Option<String>,
}

/// Folds the layers.
pub(super) fn fold(base: AttentionLayer, user: AttentionLayer) -> Result<Attention, SettingsError> {
    let is_on = |user: Option<bool>, base: Option<bool>| user.or(base).unwrap_or(true);
    let quiet = user.quiet.or(base.quiet).unwrap_or_default();
    let quiet = match quiet.trim() {
        "" => None,
        hours => Some(hours.parse().map_err(
            |error: crate::domain::calendar::QuietHoursError| SettingsError::Invalid {
                setting: "attention.quiet".to_owned(),
                problem: error.to_string(),
            },
        )?),
    };
    Ok(Attention {
        bell: is_on(user.bell, base.bell),
        notify: user.notify.or(base.notify).unwrap_or(Notify::Auto),
        tmux_passthrough: is_on(user.tmux_passthrough, base.tmux_passthrough),
        title: is_on(user.title, base.title),
        quiet,
    })
}
