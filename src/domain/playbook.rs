//! The process as data: phases, checklists, severities, clocks, audiences, templates.
//!
//! A playbook is a TOML file. Two are compiled in; a user's own is read the same way. The
//! code knows *kinds* of facts, origins and conditions, never a particular playbook.

use std::collections::BTreeMap;

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use super::incident::{Severity, Status};
use super::time::{Span, Zone};

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
    /// Everyone who may be told something, by key.
    #[serde(rename = "address")]
    pub addresses: BTreeMap<String, Address>,
    /// The messages of the process and who gets them.
    #[serde(rename = "message")]
    pub messages: Vec<Message>,
    /// Texts with `{placeholders}`, by key.
    #[serde(rename = "template")]
    pub templates: BTreeMap<String, Template>,
    /// The parts of the final report, in their order.
    #[serde(rename = "report-part")]
    pub report: Vec<ReportPart>,
}

/// Working days and hours in the playbook's zone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BusinessHours {
    /// Start of the working day, local time.
    pub from: NaiveTime,
    /// End of the working day, local time.
    pub to: NaiveTime,
    /// Dates without work (federal holidays), local calendar.
    #[serde(default)]
    pub holidays: Vec<chrono::NaiveDate>,
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
    pub class: super::incident::FixClass,
    /// The rule that asks for it.
    #[serde(default)]
    pub rules: Vec<String>,
}

/// One line of a checklist.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Item {
    /// Short id that never changes, such as `I4`.
    pub id: String,
    /// The phase it belongs to; either this or `situation` is given.
    #[serde(default)]
    pub phase: Option<String>,
    /// The situation it belongs to.
    #[serde(default)]
    pub situation: Option<String>,
    /// What is to be done, in the imperative, short enough for one line.
    pub text: String,
    /// Why the process asks for it.
    pub why: String,
    /// The rules it comes from.
    pub rules: Vec<String>,
    /// Where it is published: `guide`, `companion`, or `inherited` from the process above.
    pub found_in: Vec<Provenance>,
    /// Keys of the addresses it concerns.
    #[serde(default)]
    pub audience: Vec<String>,
    /// The fact of the record that ticks it by itself.
    #[serde(default)]
    pub derived: Option<Fact>,
    /// When it applies; always when absent.
    #[serde(default)]
    pub when: Option<Condition>,
    /// Whether the next step waits for it; optional items are shown and never asked for.
    #[serde(default = "yes")]
    pub required: bool,
    /// The command (key of the keymap) that settles it.
    #[serde(default)]
    pub command: Option<String>,
}

fn yes() -> bool {
    true
}

/// The text that carries an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Provenance {
    /// The guide itself.
    Guide,
    /// Its companion checklist.
    Companion,
    /// The organisation-wide process that the guide refers to.
    Inherited,
    /// This program, from practice; never in a published text.
    Practice,
}

/// Something the record knows, so that nobody has to tick it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fact {
    /// An Incident Commander is named.
    IcNamed,
    /// The one-hour notice is recorded as sent.
    GsaNoticeSent,
    /// The issue exists.
    IssueCreated,
    /// At least one responder is named.
    TeamFormed,
    /// The status is no longer `investigating`.
    RealityDecided,
    /// A severity is chosen.
    SeverityChosen,
    /// Status confirmed, severity and responders are all recorded.
    ConfirmationRecorded,
    /// A decision on the contingency plan is recorded.
    ContingencyDecided,
    /// At least one sitrep is recorded as sent.
    InitialSitrepSent,
    /// Every lead that is being investigated has an owner, every ended one a finding.
    LeadsTracked,
    /// Every remediation item has an owner or is still open to assign, and done ones are verified.
    RemediationTracked,
    /// No information was exposed, or all items of the exposure are on the board.
    ExposureHandled,
    /// A decision on service disruption is recorded.
    DisruptionDecided,
    /// No sitrep is overdue.
    SitrepsOnCadence,
    /// No daily update is overdue.
    DailyUpdateSent,
    /// The working mode for a long remediation is decided.
    LongRemediationPlanned,
    /// At least one shift other than the first is recorded.
    ShiftsRunning,
    /// Command was handed over at least once.
    CommandHandedOver,
    /// The status is `resolved` (or closed after it).
    Resolved,
    /// A final sitrep is recorded as sent.
    FinalSitrepSent,
    /// The after-action message is recorded as sent.
    AfterActionSent,
    /// The false-alarm notice is recorded as sent.
    FalseAlarmNoticeSent,
    /// The status is `false alarm`.
    FalseAlarm,
    /// The record is closed.
    Closed,
    /// Every anchor of the metrics is set.
    MetricsFilled,
    /// Every long-term item has an owner.
    LongTermOwned,
}

/// When a checklist item applies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The incident is older than the long-remediation threshold and not resolved.
    LongRemediation,
    /// The incident is confirmed (or was).
    Confirmed,
    /// The incident is resolved.
    Resolved,
    /// A sitrep has been sent.
    SitrepSent,
    /// Information was exposed.
    Exposure,
}

/// What a severity demands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SeverityPolicy {
    /// Which severity.
    pub id: Severity,
    /// What a person calls it, such as `1 - High`.
    pub label: String,
    /// What makes an incident this severe.
    pub definition: String,
    /// Published examples.
    pub examples: Vec<String>,
    /// Usual working mode.
    pub mode: WorkingMode,
    /// The sitrep cadence in the guide's words.
    pub cadence: String,
    /// Longest time between sitreps when working around the clock.
    pub sitrep_every: Span,
    /// Local times of the sitreps of a working day in business-hours mode; when empty the
    /// span above holds in both modes.
    #[serde(default)]
    pub sitrep_slots: Vec<NaiveTime>,
    /// Who may decide on service disruption.
    pub disruption: Disruption,
    /// The disruption rule in a sentence.
    pub disruption_rule: String,
    /// The rules it comes from.
    pub rules: Vec<String>,
}

/// Whether people work through or rest at night.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum WorkingMode {
    /// Until contained, in shifts.
    AroundTheClock,
    /// On working days only.
    BusinessHours,
}

/// The authority over actions that disrupt the service (R48, R49, R51).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disruption {
    /// Act at once, tell afterwards.
    Immediate,
    /// Consult the team leads; act when they cannot be reached within the hour.
    Consult,
    /// No action before it is agreed.
    Agree,
}

/// A clock of the process.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Clock {
    /// `K1` to `K15`.
    pub id: String,
    /// What the clock wall calls it.
    pub name: String,
    /// What starts it.
    pub from: Origin,
    /// How long it runs; absent for cadences and calendar days.
    #[serde(default)]
    pub after: Option<Span>,
    /// A second deadline from the same start, such as the objective after the first prompt.
    #[serde(default)]
    pub then: Option<Span>,
    /// When it begins to ask for attention before it is due.
    #[serde(default)]
    pub warn: Option<Span>,
    /// Whether a missed deadline is a legal one and ranks first.
    #[serde(default)]
    pub legal: bool,
    /// The statuses in which it runs; all when empty.
    #[serde(default)]
    pub statuses: Vec<Status>,
    /// Why it runs.
    pub why: String,
    /// The command (key of the keymap) that settles it.
    pub command: String,
    /// The rules it comes from.
    pub rules: Vec<String>,
    /// Whether it runs at all in this process.
    #[serde(default = "yes")]
    pub on: bool,
}

/// What starts a clock, and with it what settles it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The reporter became aware; settled by the one-hour notice.
    Aware,
    /// The report was posted; settled by its acknowledgment.
    Reported,
    /// The last sitrep, or the confirmation; settled by the next sitrep.
    LastSitrep,
    /// The last daily update; settled by the next, each calendar day.
    LastDailyUpdate,
    /// The first attempt to reach the team leads; settled by a decision.
    LeadContact,
    /// The IC took charge; settled by the decision on the working mode, or by resolving.
    Opened,
    /// Each person's shift start; settled by leaving.
    ShiftStart,
    /// The incoming IC accepted; settled when the outgoing one leaves.
    HandoffAccepted,
    /// A disruption was identified; settled by the public post.
    DisruptionIdentified,
    /// Downtime began; settled when service is restored.
    DowntimeStart,
    /// The contingency plan was activated; settled by its notices.
    ContingencyActivated,
    /// The last contingency update; settled by the next.
    LastContingencyUpdate,
    /// Sum of the shifts; information only.
    ResponderHours,
    /// The incident was identified; settled by the first notice.
    Identified,
    /// The incident was resolved; settled by the review.
    Resolved,
}

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
    /// What to know before relying on it.
    #[serde(default)]
    pub note: String,
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

/// A message of the process and its audience.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Message {
    /// Key, such as `gsa-notice` or `initial-sitrep`.
    pub id: String,
    /// What a person calls it.
    pub name: String,
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
