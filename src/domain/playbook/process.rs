//! A whole process: its phases and special situations.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::clock::Clock;
use super::contingency::Contingency;
use super::guard::GuardWords;
use super::item::Item;
use super::message::{Address, Claim, Message, ReportPart, Template};
use super::milestone::Milestone;
use super::people::{People, Reminders};
use super::severity::SeverityPolicy;
use crate::domain::calendar::BusinessHours;
use crate::domain::incident::Status;
use crate::domain::time::Zone;

/// A whole process, as read from its file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Playbook {
    /// Version of the file's form; this program reads form 1.
    pub format: u32,
    /// The id an incident records, such as `cloud-gov-2023`.
    pub id: String,
    /// The version an incident records beside the id.
    pub version: String,
    /// What a person calls it.
    pub name: String,
    /// Where the process is published.
    pub sources: Vec<String>,
    /// The zone times are shown in unless the incident says otherwise.
    pub zone: Zone,
    /// Working days and hours, for cadences that rest outside them.
    pub business_hours: BusinessHours,
    /// The roles of people, and how long they rest.
    #[serde(default)]
    pub people: People,
    /// How it comes back to what outlasts an incident.
    #[serde(default)]
    pub follow_up: Reminders,
    /// The phases in their order.
    #[serde(rename = "phase")]
    pub phases: Vec<Phase>,
    /// Special situations, each with its own checklist.
    #[serde(rename = "situation")]
    pub situations: Vec<Situation>,
    /// Every checklist item, of phases and situations, in their order.
    #[serde(rename = "item")]
    pub items: Vec<Item>,
    /// The severities, highest first.
    #[serde(rename = "severity")]
    pub severities: Vec<SeverityPolicy>,
    /// The clocks K1 to K15 as far as the process has them.
    #[serde(rename = "clock")]
    pub clocks: Vec<Clock>,
    /// What starts and settles clocks and has no other place in the record.
    #[serde(default, rename = "milestone")]
    pub milestones: Vec<Milestone>,
    /// The contingency plan; none where the process has none.
    #[serde(default)]
    pub contingency: Option<Contingency>,
    /// Everyone who may be told something, by key.
    #[serde(rename = "address")]
    pub addresses: BTreeMap<String, Address>,
    /// The messages of the process and who gets them.
    #[serde(rename = "message")]
    pub messages: Vec<Message>,
    /// Texts with `{placeholders}`, by key.
    #[serde(rename = "template")]
    pub templates: BTreeMap<String, Template>,
    /// Words that may claim more than the record supports.
    #[serde(default, rename = "claim")]
    pub claims: Vec<Claim>,
    /// Words in remediation text that may destroy evidence.
    #[serde(default)]
    pub guard_words: Vec<GuardWords>,
    /// Words in a text for the public that may help an attacker.
    #[serde(default)]
    pub sensitive_words: Vec<GuardWords>,
    /// The parts of the final report, in their order.
    #[serde(rename = "report-part")]
    pub report: Vec<ReportPart>,
}

/// One phase of the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Phase {
    /// Key that items name, such as `initiate`.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// The statuses in which the phase can be the current one. Of several phases with the
    /// present status the current one is the first with a required item open, else the last.
    pub statuses: Vec<Status>,
    /// What the phase is for, in one sentence.
    pub why: String,
}

/// A special case with a checklist of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Situation {
    /// Key that items name, such as `github-secret-leak`.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// When it applies, for the person who chooses it.
    pub why: String,
    /// The rules it comes from.
    #[serde(default)]
    pub rules: Vec<String>,
    /// The statuses that bring it up by themselves.
    #[serde(default)]
    pub statuses: Vec<Status>,
    /// Remediation items it seeds when it is declared.
    #[serde(default, rename = "seed")]
    pub seeds: Vec<Seed>,
}

/// A remediation item that a situation brings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Seed {
    /// The text of the item.
    pub text: String,
    /// Immediate or long-term.
    pub class: crate::domain::incident::FixClass,
    /// The rule that asks for it.
    #[serde(default)]
    pub rules: Vec<String>,
    /// The line of the situation's list that says the same: it is ticked once this is done.
    #[serde(default)]
    pub line: Option<String>,
}
