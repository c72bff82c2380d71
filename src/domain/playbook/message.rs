//! Messages, who gets them, and the parts of the report.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Someone who may be told something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Address {
    /// What a person calls them.
    pub name: String,
    /// How they are reached.
    pub channel: Channel,
    /// The mail address, chat channel or page; empty when it must be configured.
    #[serde(default)]
    pub to: String,
    /// Mail addresses that get a copy.
    #[serde(default)]
    pub cc: Vec<String>,
    /// Whether they get mail of their own, not in one with others who need not know of them.
    #[serde(default)]
    pub apart: bool,
    /// What to know before relying on it.
    #[serde(default)]
    pub note: String,
}

impl Address {
    /// Returns whether they get mail at an address that nobody set.
    #[must_use]
    pub fn is_unset_mail(&self) -> bool {
        self.channel == Channel::Mail && self.to.trim().is_empty()
    }
}

/// How someone is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Electronic mail.
    Mail,
    /// A chat channel or direct message.
    Chat,
    /// The telephone.
    Phone,
    /// A public status page.
    StatusPage,
    /// The issue itself.
    Issue,
}

impl Channel {
    /// Returns how somebody is reached who is only known by what a person called them.
    #[must_use]
    pub fn of_name(name: &str) -> Self {
        if name.starts_with('#') {
            Self::Chat
        } else {
            Self::Mail
        }
    }

    /// Returns the word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Chat => "chat",
            Self::Phone => "phone",
            Self::StatusPage => "status page",
            Self::Issue => "issue",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What a message is for. The program knows kinds, never the messages of one playbook.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MessageKind {
    /// Tells the team that something is up (R4, R5).
    HeadsUp,
    /// Asks somebody to join (R28).
    Request,
    /// The notice that is owed within the hour (R7-R12).
    Notice,
    /// The five answers about an exposed secret (R21).
    SecretExposure,
    /// The first notice to the authorising body (R95-R97).
    FirstNotice,
    /// The first sitrep (R36).
    Initial,
    /// A sitrep on the cadence (R56).
    Update,
    /// A sitrep because the severity changed (T5).
    SeverityChange,
    /// A sitrep because command changed hands (R93).
    Handoff,
    /// Tells that it was nothing (R31, R32).
    FalseAlarm,
    /// The last sitrep (R32, R58).
    Final,
    /// Asks before the service is disrupted (R49-R51).
    DisruptionConsult,
    /// Tells that the service is disrupted (R48).
    DisruptionNotice,
    /// The update that is owed each calendar day (R57).
    Daily,
    /// What was learned, sent at resolution (R59).
    AfterAction,
    /// Tells owner and recipient that information was exposed (R43).
    Exposure,
    /// Activation, hourly update and end of the contingency plan (R66-R72).
    Contingency,
    /// Thanks everybody by name (R58).
    Thanks,
    /// A report for afterwards (R73, R88).
    Report,
}

impl MessageKind {
    /// Returns whether it is a situation report: numbered, and a start of the cadence.
    #[must_use]
    pub fn is_sitrep(self) -> bool {
        matches!(
            self,
            Self::Initial | Self::Update | Self::SeverityChange | Self::Handoff | Self::Final
        )
    }
}

/// Words that claim something, and the fact that the record must have for them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Claim {
    /// The words, in small letters; any of them makes the claim.
    pub words: Vec<String>,
    /// What must be in the record.
    pub needs: Support,
    /// What is missing, as a person is told.
    pub why: String,
}

/// A fact that supports a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Support {
    /// It was confirmed.
    Confirmed,
    /// A time of containment is recorded.
    Contained,
    /// The status is resolved.
    Resolved,
    /// It is over: resolved, or a false alarm.
    Over,
    /// Every immediate remediation item is verified, and there is one.
    FixesVerified,
    /// It is recorded that no information was exposed.
    NoExposure,
    /// The status is false alarm.
    FalseAlarm,
}

/// A message of the process and its audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Message {
    /// Key, such as `gsa-notice` or `initial-sitrep`.
    pub id: String,
    /// What it is for.
    pub kind: MessageKind,
    /// What a person calls it.
    pub name: String,
    /// Words that its subject must have (R10).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub subject_has: String,
    /// Key of its template.
    pub template: String,
    /// Keys of the addresses that must get it.
    #[serde(default)]
    pub must: Vec<String>,
    /// Keys of the addresses that should get it when it applies.
    #[serde(default)]
    pub should: Vec<String>,
    /// Whether everyone who ever got a sitrep gets it too (R32, R58).
    #[serde(default)]
    pub to_previous_recipients: bool,
    /// Keys of the checklist lines that come before it is sent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// The rules it comes from.
    pub rules: Vec<String>,
}

/// A text with `{placeholders}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Template {
    /// The subject line, for mail.
    #[serde(default)]
    pub subject: Option<String>,
    /// The text.
    pub body: String,
}

/// One part of the final report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ReportPart {
    /// Key of the part.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// What belongs there.
    pub prompt: String,
}
