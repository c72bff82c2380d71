//! The ways by which a message reaches people, and how far each got.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::domain::ids::EntryId;
use crate::domain::playbook::Channel;
use crate::domain::text::clean_line;
use crate::domain::time::When;

/// One way by which a message is to reach somebody.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Route {
    /// Key of the address in the playbook; empty for somebody who was named by hand.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
    /// What a person calls them.
    pub name: String,
    /// How they are reached.
    pub channel: Channel,
    /// The mail addresses, chat channel or page; empty when nobody set it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub to: String,
    /// Mail addresses that get a copy.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cc: Vec<String>,
    /// Whether they get mail of their own.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub apart: bool,
    /// Who carries it.
    pub carrier: Carrier,
}

impl Route {
    /// Returns whether it is mail to somebody of the playbook whose address nobody set: whom it
    /// reached only a person can say.
    #[must_use]
    pub fn is_without_address(&self) -> bool {
        self.channel == Channel::Mail && self.to.trim().is_empty() && !self.address.is_empty()
    }

    /// Returns the way as another machine hears of it, if a person goes it: whom it reached is
    /// known once that person says so.
    #[must_use]
    pub fn for_others(&self) -> Option<Self> {
        (self.carrier == Carrier::Hand).then(|| self.bare())
    }

    /// Returns the way by hand, and without contact data: each machine has its own. Nothing that
    /// another machine says has this one send anything.
    #[must_use]
    pub fn bare(&self) -> Self {
        Self {
            address: clean_line(&self.address),
            name: clean_line(&self.name),
            channel: self.channel,
            to: String::new(),
            cc: Vec::new(),
            apart: self.apart,
            carrier: Carrier::Hand,
        }
    }

    /// Returns whom it leads to, and where: somebody who was named by hand is a person.
    pub(in crate::domain) fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        [&mut self.name, &mut self.to]
            .into_iter()
            .chain(&mut self.cc)
    }

    /// Returns what stands for them among the recipients.
    #[must_use]
    pub fn told_as(&self) -> &str {
        told_as(&self.name, &self.to)
    }
}

/// Returns what stands for somebody among the recipients: where they are reached, else their name;
/// that, too, where it says already whom a person reached for them.
#[must_use]
pub fn told_as<'a>(name: &'a str, to: &'a str) -> &'a str {
    if to.is_empty() || name.ends_with(&format!(" ({to})")) {
        name
    } else {
        to
    }
}

/// Returns how somebody whose address nobody set stands among the recipients once a person said
/// whom they reached for them: `FedRAMP (reps@fedramp.example)`.
#[must_use]
pub fn reached(name: &str, whom: &[String]) -> String {
    format!("{name} ({})", whom.join(", "))
}

/// Returns whom a person reached for somebody, of a recipient who stands so.
#[must_use]
pub fn reached_for<'a>(recipient: &'a str, name: &str) -> Option<&'a str> {
    let rest = recipient.strip_prefix(name).filter(|_| !name.is_empty());
    rest?.strip_prefix(" (")?.strip_suffix(')')
}

/// Returns the names of those whom a recipient says to have been reached for them. A name that ends
/// with such words of its own is taken for one, so this only tells names apart.
pub fn through(recipient: &str) -> impl Iterator<Item = &str> {
    let inside = recipient.strip_suffix(')');
    let inside = inside.and_then(|rest| rest.rsplit_once(" ("));
    inside.into_iter().flat_map(|(_, whom)| whom.split(", "))
}

/// Who carries a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Carrier {
    /// This program, by the configured mail server.
    Smtp,
    /// This program, by the configured Slack webhook.
    Webhook,
    /// The mirror, as a comment on the issue.
    Mirror,
    /// A person, who pastes, phones or posts it.
    Hand,
}

/// How far a message got on one way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RouteState {
    /// A carrier has it, or will.
    Queued,
    /// A person has to carry it.
    ToCarry,
    /// The mirror posts it; how far that is, the mirror knows.
    Mirrored,
    /// It went out.
    Sent,
    /// It did not go out, for certain.
    Failed,
    /// It may have gone out; a person has to find out.
    InDoubt,
    /// Somebody said that it arrived (R12).
    Acknowledged,
    /// It was decided that it does not go this way.
    Dropped,
}

impl RouteState {
    /// Returns the word on the screen and in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::ToCarry => "to be sent by hand",
            Self::Mirrored => "on the issue",
            Self::Sent => "sent",
            Self::Failed => "NOT sent",
            Self::InDoubt => "in doubt",
            Self::Acknowledged => "acknowledged",
            Self::Dropped => "not sent this way",
        }
    }

    /// Returns the word where there is little room.
    #[must_use]
    pub fn short_word(self) -> &'static str {
        match self {
            Self::ToCarry => "by hand",
            Self::Acknowledged => "answered",
            Self::Dropped => "dropped",
            Self::Queued | Self::Mirrored | Self::Sent | Self::Failed | Self::InDoubt => {
                self.word()
            }
        }
    }

    /// Returns whether it went out this way.
    #[must_use]
    pub fn is_out(self) -> bool {
        matches!(self, Self::Sent | Self::Acknowledged)
    }

    /// Returns whether somebody has to do something about it.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::ToCarry | Self::Failed | Self::InDoubt)
    }

    /// Returns whether it is still to go out this way, or to be called off.
    #[must_use]
    pub fn is_unsent(self) -> bool {
        self.is_open() || self == Self::Queued
    }

    /// Returns whether it may come to stand in another state. What never went out is not
    /// acknowledged.
    #[must_use]
    pub fn may_become(self, to: Self) -> bool {
        match self {
            Self::Queued => matches!(to, Self::Sent | Self::Failed | Self::InDoubt),
            Self::ToCarry => matches!(to, Self::Sent | Self::Dropped),
            Self::Sent => matches!(to, Self::Acknowledged),
            Self::Failed => matches!(to, Self::Queued | Self::Sent | Self::Dropped),
            Self::InDoubt => matches!(to, Self::Sent | Self::Acknowledged | Self::Failed),
            Self::Dropped => matches!(to, Self::ToCarry | Self::Sent),
            Self::Mirrored | Self::Acknowledged => false,
        }
    }
}

impl fmt::Display for RouteState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// A way, and how far the message got on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RouteRecord {
    /// How far it got.
    pub state: RouteState,
    /// Since when.
    pub at: When,
    /// Who sent it or acknowledged it; empty where nobody had to.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The server's words, or why it was not sent.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// How often a carrier tried, as far as the record knows.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub attempts: u32,
    /// The way.
    pub route: Route,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for it")]
fn is_zero(n: &u32) -> bool {
    *n == 0
}

impl RouteRecord {
    /// Returns a way that nothing happened on yet.
    #[must_use]
    pub fn new(route: Route, at: When) -> Self {
        let state = match route.carrier {
            Carrier::Smtp | Carrier::Webhook => RouteState::Queued,
            Carrier::Mirror => RouteState::Mirrored,
            Carrier::Hand => RouteState::ToCarry,
        };
        Self {
            state,
            at,
            by: String::new(),
            words: String::new(),
            attempts: 0,
            route,
        }
    }
}

/// What became of a message on some of its ways; an entry of the journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct RoutesMoved {
    /// The entry of the message.
    pub of: EntryId,
    /// What a person calls the message, such as `sitrep #2`.
    pub label: String,
    /// The ways, by their places in that entry, from zero.
    pub routes: Vec<usize>,
    /// The names of those they lead to.
    pub names: Vec<String>,
    /// How far it got.
    pub to: RouteState,
    /// Who sent it by hand, or acknowledged it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// The server's words, or why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Who was told beside those of the entry.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub more: Vec<String>,
    /// How often the carrier tried by now; zero when a person says it.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub attempts: u32,
    /// Whom another sitroom named, where that is not what is recorded here: it knows the entry by
    /// those names, and may take it back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_told: Option<AsTold>,
}

/// Whom another sitroom said that a message reached.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct AsTold {
    /// Those that its ways lead to.
    pub names: Vec<String>,
    /// Who was told beside those of the entry.
    pub more: Vec<String>,
}
