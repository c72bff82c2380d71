//! One message on its way out by one channel.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use super::address::MailAddress;
use crate::domain::ids::EntryId;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::{Instant, Zone};

/// The word that subject and first line of every drill begin with.
const EXERCISE: &str = "EXERCISE";
/// The first line of a drill that does not say so by itself.
const PRACTICE: &str = "EXERCISE: this is practice, nothing has happened.";

/// The ways out of this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Channel {
    /// Mail, sent from here by SMTP.
    Mail,
    /// A Slack incoming webhook, called from here.
    SlackWebhook,
    /// The clipboard; a person pastes it.
    Clipboard,
    /// A file that a mail program opens as a draft.
    EmlFile,
    /// A link that a mail program opens as a draft.
    Mailto,
    /// Text for Slack; a person pastes it.
    SlackText,
    /// A comment on the issue, posted by the mirror.
    IssueComment,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 7] = [
        Self::Mail,
        Self::SlackWebhook,
        Self::Clipboard,
        Self::EmlFile,
        Self::Mailto,
        Self::SlackText,
        Self::IssueComment,
    ];

    /// Returns the word in files and on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::SlackWebhook => "slack-webhook",
            Self::Clipboard => "clipboard",
            Self::EmlFile => "eml-file",
            Self::Mailto => "mailto",
            Self::SlackText => "slack-text",
            Self::IssueComment => "issue-comment",
        }
    }
}

impl fmt::Display for Channel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

/// What makes a send itself and no other: the journal entry it tells of, and the channel.
///
/// Written `01J...-mail`, or `01J...-mail-3` where one message is several sends. Two sends with
/// one key are one send, however often it is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct SendKey {
    /// The entry.
    pub entry: EntryId,
    /// The channel.
    pub channel: Channel,
    /// Which of several sends of one message by one channel; zero for the usual one.
    pub part: u16,
}

/// Why a text is no key of a send.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[error("read the key `{input}`: it has the form 01J...-mail")]
pub struct KeyError {
    /// What was given.
    pub input: String,
}

impl fmt::Display for SendKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.entry, self.channel)?;
        match self.part {
            0 => Ok(()),
            part => write!(f, "-{part}"),
        }
    }
}

impl FromStr for SendKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let read = || {
            let (entry, word) = text.split_once('-')?;
            let (word, part) = match word.rsplit_once('-') {
                Some((word, part)) if part.parse::<u16>().is_ok() => (word, part.parse().ok()?),
                _ => (word, 0),
            };
            let channel = Channel::ALL.into_iter().find(|c| c.word() == word)?;
            let entry = entry.parse().ok()?;
            let key = Self {
                entry,
                channel,
                part,
            };
            // One key has one written form: it is the name of a file.
            (key.to_string() == text).then_some(key)
        };
        read().ok_or_else(|| KeyError {
            input: clean_line(text),
        })
    }
}

impl From<SendKey> for String {
    fn from(key: SendKey) -> Self {
        key.to_string()
    }
}

impl TryFrom<String> for SendKey {
    type Error = KeyError;

    fn try_from(text: String) -> Result<Self, KeyError> {
        text.parse()
    }
}

/// A message that is to leave, with everything its renderings depend on: the same value gives
/// the same bytes, today and when it is tried again tomorrow.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Outgoing {
    /// What it is of, and by which channel.
    pub key: SendKey,
    /// The key of the message in the playbook, such as `initial-sitrep`.
    pub message: String,
    /// Who it is from; mail that is sent from here needs it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<MailAddress>,
    /// Whom it is addressed to, for mail.
    #[serde(default)]
    pub to: Vec<MailAddress>,
    /// Who gets a copy, for mail.
    #[serde(default)]
    pub cc: Vec<MailAddress>,
    /// Where it is posted as a person calls it, such as `#incident-response`; empty for mail.
    #[serde(default)]
    pub place: String,
    /// The subject, without line breaks; may be empty where there is none.
    pub subject: String,
    /// The text.
    pub body: String,
    /// Whether it belongs to a drill.
    pub is_exercise: bool,
    /// When it was written; mail is dated so.
    pub written: Instant,
    /// The zone that the date of mail is given in.
    pub zone: Zone,
}

/// Why a message cannot be put in the form of its channel.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RenderError {
    /// Mail needs somebody it is from.
    #[error("write the mail: nobody is named as its sender; set `from` under [mail]")]
    NoSender,
    /// Mail needs somebody it goes to.
    #[error("write the mail: it has no recipient")]
    NoRecipient,
    /// Mail needs a subject.
    #[error("write the mail: it has no subject")]
    NoSubject,
    /// There is nothing to be sent.
    #[error("write the message: it has no text")]
    NoText,
    /// Programs cut off what is longer.
    #[error("write the {what}: it would have {length} characters, and {most} are safe; {instead}")]
    TooLong {
        /// What it would be.
        what: &'static str,
        /// How long it would be, in characters.
        length: usize,
        /// How long it may be.
        most: usize,
        /// What to do.
        instead: &'static str,
    },
}

impl Outgoing {
    /// Returns the subject as it leaves: one line, and a drill says so in its first word.
    #[must_use]
    pub fn subject_line(&self) -> String {
        let subject = clean_line(&self.subject);
        match (self.is_exercise && !says_exercise(&subject), &subject) {
            (false, _) => subject,
            (true, empty) if empty.is_empty() => EXERCISE.to_owned(),
            (true, subject) => format!("{EXERCISE}: {subject}"),
        }
    }

    /// Returns the text as it leaves: LF line ends, no control characters, and a drill says so
    /// in its first word.
    #[must_use]
    pub fn text(&self) -> String {
        let body = clean_text(&self.body);
        let body = body.trim_start_matches('\n');
        if self.is_exercise && !says_exercise(body) {
            format!("{PRACTICE}\n\n{body}").trim_end().to_owned()
        } else {
            body.to_owned()
        }
    }

    /// Returns what is copied to be pasted: the subject in the first line, as in the guides,
    /// then the text.
    #[must_use]
    pub fn copy(&self) -> String {
        let (subject, text) = (self.subject_line(), self.text());
        if subject.is_empty() {
            text
        } else {
            format!("Subject: {subject}\n\n{text}")
        }
    }

    /// Returns everybody it is mailed to, each once.
    #[must_use]
    pub fn everybody(&self) -> Vec<&MailAddress> {
        let mut all: Vec<&MailAddress> = Vec::new();
        for address in self.to.iter().chain(&self.cc) {
            if !all.iter().any(|known| known.bare() == address.bare()) {
                all.push(address);
            }
        }
        all
    }
}

/// Returns whether a text begins with the word, not with a longer one.
fn says_exercise(text: &str) -> bool {
    let rest = text.trim_start().strip_prefix(EXERCISE);
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}
