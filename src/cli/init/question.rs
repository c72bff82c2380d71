//! The five questions, and what makes an answer fit.

use clap::ValueEnum;

use super::super::checkup::{Check, of_github, of_repository_name, of_zone};
use super::Calling;
use crate::domain::problem::nearest;
use crate::domain::text::clean_line;
use crate::domain::time::Zone;
use crate::github::client::api_base_for;
use crate::runtime::look_at_github;
use crate::session::Environment;
use crate::settings::{Answer, Notify, login};

/// The answer that says none.
const NONE: &str = "-";

/// A question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Question {
    Name,
    Repository,
    Playbook,
    Zone,
    Notifications,
}

/// An answer that was looked at.
pub(super) struct Answered {
    /// The settings that come of it; none where it cannot be meant.
    pub(super) settings: Vec<Answer>,
    /// What was found about it.
    pub(super) checks: Vec<Check>,
}

impl Answered {
    fn refused(check: Check) -> Self {
        Self {
            settings: Vec::new(),
            checks: vec![check],
        }
    }

    fn taken(settings: Vec<Answer>) -> Self {
        Self {
            settings,
            checks: Vec::new(),
        }
    }
}

impl Question {
    /// Returns the option that answers it.
    pub(super) fn option(self) -> &'static str {
        match self {
            Self::Name => "--name",
            Self::Repository => "--repository",
            Self::Playbook => "--playbook",
            Self::Zone => "--zone",
            Self::Notifications => "--notify",
        }
    }

    /// Returns the question in words.
    pub(super) fn words(self, env: &Environment) -> String {
        match self {
            Self::Name => "1/5 Who are you, as the record names you?".to_owned(),
            Self::Repository => "2/5 Which private repository mirrors incidents, as owner/name? - \
                                 for none; everything else works without"
                .to_owned(),
            Self::Playbook => {
                let names = env.playbooks().names().join(", ");
                format!("3/5 Which process do new incidents run on: {names}?")
            }
            Self::Zone => {
                "4/5 Which zone are times shown in, such as America/New_York? - for that \
                           of the process"
                    .to_owned()
            }
            Self::Notifications => "5/5 What calls you when a clock comes due: all (bell and \
                                    notification), bell, notification, none?"
                .to_owned(),
        }
    }

    /// Returns the answer as it is now.
    pub(super) fn usual(self, env: &Environment) -> String {
        let settings = &env.settings;
        let none = || NONE.to_owned();
        match self {
            Self::Name => env.me(),
            Self::Repository => settings.repository.clone().unwrap_or_else(none),
            Self::Playbook => settings.playbook.clone(),
            Self::Zone => settings.zone.map_or_else(none, |zone| zone.to_string()),
            Self::Notifications => Calling::of(settings).word().to_owned(),
        }
    }

    /// Looks at an answer.
    pub(super) fn check(self, env: &Environment, text: &str, offline: bool) -> Answered {
        let text = text.trim();
        // An arrow key types its sequence into the line, and what shows of it would be a name.
        if text.contains(char::is_control) || is_rest_of_keys(text) {
            let found = "a key such as an arrow typed control characters into the answer";
            return Answered::refused(Check::fail("answer", found, "write it again"));
        }
        match self {
            Self::Name => name(env, text),
            Self::Repository => repository(env, text, offline),
            Self::Playbook => playbook(env, text),
            Self::Zone => zone(text),
            Self::Notifications => notifications(env, text),
        }
    }
}

/// Returns whether an answer is nothing but what keys such as an arrow leave of their sequences where
/// something on the way took the control characters out, such as `[A` or `[3~`.
fn is_rest_of_keys(text: &str) -> bool {
    let mut rest = text;
    while let Some(behind) = behind_key(rest) {
        rest = behind;
    }
    rest.is_empty() && !text.is_empty()
}

/// Returns what stands behind the sequence of a key that a text begins with.
fn behind_key(text: &str) -> Option<&str> {
    let is_end = |c: char| matches!(c, 'A'..='F' | 'H' | 'P'..='S');
    let behind = match text.strip_prefix('[') {
        Some(behind) => behind.trim_start_matches(|c: char| c.is_ascii_digit() || c == ';'),
        None => return text.strip_prefix('O')?.strip_prefix(is_end),
    };
    behind.strip_prefix(|c| is_end(c) || matches!(c, 'Z' | '~'))
}

fn name(env: &Environment, text: &str) -> Answered {
    let name = clean_line(text);
    if name.is_empty() || name == NONE {
        return Answered::refused(Check::fail("name", "it is empty", "write any name"));
    }
    // The name of the login is what holds without one.
    let is_login = name == login(&|name| env.variable(name));
    Answered::taken(vec![Answer::text(
        "name",
        if is_login { "" } else { &name },
    )])
}

fn repository(env: &Environment, text: &str, offline: bool) -> Answered {
    if text == NONE {
        return Answered::taken(vec![Answer::text("github.repository", "")]);
    }
    // The address of a repository on another server says where its API is.
    let (api, short) = match address(text) {
        Some((host, path)) => (Some(api_base_for(host)), path),
        None => (None, text),
    };
    let name = match of_repository_name(short.trim_end_matches('/')) {
        Ok(name) => name,
        Err(check) => return Answered::refused(check),
    };
    let mut settings = vec![Answer::text("github.repository", &name.to_string())];
    settings.extend(api.as_ref().map(|api| Answer::text("github.api", api)));
    let allows_public = env.settings.allow_public_repository;
    let checks = if offline {
        vec![Check::warn("github", "not checked: --offline", "")]
    } else {
        let api = api.as_ref().unwrap_or(&env.settings.api);
        let seen = look_at_github(api, Some(&name), &env.lookup(), &env.clock());
        of_github(&seen, Some(&name.into()), allows_public)
    };
    Answered { settings, checks }
}

fn address(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("https://")?.split_once('/')
}

fn playbook(env: &Environment, text: &str) -> Answered {
    let playbooks = env.playbooks();
    match playbooks.find(text) {
        Ok(found) => Answered::taken(vec![Answer::text("playbook", &found.id)]),
        Err(error) => {
            let names = playbooks.names();
            let near = nearest(text, names.iter().map(String::as_str));
            let fix = near.map(|near| format!("did you mean `{near}`?"));
            let found = format!("failed to {error}");
            let check = Check::fail("playbook", found, fix.unwrap_or_default());
            Answered::refused(check)
        }
    }
}

fn zone(text: &str) -> Answered {
    if text == NONE {
        return Answered::taken(vec![Answer::text("zone", "")]);
    }
    let Ok(zone) = text.parse::<Zone>() else {
        let near = Zone::names_near(text);
        let fix = if near.is_empty() {
            "- takes the zone of the playbook".to_owned()
        } else {
            format!("did you mean `{}`?", near.join("`, `"))
        };
        let found = format!("`{text}` is no time zone; {}", Zone::NAMED);
        return Answered::refused(Check::fail("zone", found, fix));
    };
    Answered {
        settings: vec![Answer::text("zone", &zone.to_string())],
        checks: of_zone(zone).into_iter().collect(),
    }
}

fn notifications(env: &Environment, text: &str) -> Answered {
    let Ok(calling) = Calling::from_str(text, true) else {
        let words = Calling::value_variants().iter().map(|known| known.word());
        let near = nearest(text, words);
        let fix = near.map_or_else(
            || "say all, bell, notification or none".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        let found = format!("`{text}` is none of the choices");
        return Answered::refused(Check::fail("notifications", found, fix));
    };
    let bell = matches!(calling, Calling::All | Calling::Bell);
    let notifies = matches!(calling, Calling::All | Calling::Notification);
    let mut settings = vec![Answer::switch("attention.bell", bell)];
    let is_on = env.settings.attention.notify != Notify::Off;
    // Which sequence it is by stays as it is.
    if notifies != is_on {
        let how = if notifies { "auto" } else { "off" };
        settings.push(Answer::text("attention.notify", how));
    }
    Answered::taken(settings)
}
