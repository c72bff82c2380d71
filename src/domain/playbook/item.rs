//! Checklist items, and the facts that tick them.

use serde::{Deserialize, Serialize};

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
    /// What is asked when it is ticked, such as a name; the answer stands in the log.
    #[serde(default)]
    pub ask: Option<String>,
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
    /// The message that ticks it, where the fact is `message-sent` or `everybody-told`; with
    /// `audience-told` the one that has to reach them, in place of a sitrep.
    #[serde(default)]
    pub message: Option<String>,
    /// The message whose text has to be looked through for what is not for the public (R73):
    /// that ticks it.
    #[serde(default)]
    pub examines: Option<String>,
    /// The milestone that ticks it, where the fact is `milestone-reached`.
    #[serde(default)]
    pub milestone: Option<String>,
    /// The milestone that is asked for before that one, because the clock of the line counts from
    /// it.
    #[serde(default)]
    pub begins: Option<String>,
    /// The situation whose list it brings, where the fact is `situation-declared`.
    #[serde(default)]
    pub brings: Option<String>,
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

pub(super) fn yes() -> bool {
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
    /// Everybody the item concerns got a sitrep, or those among them whom the message that it names
    /// must reach got that. A person may say so too, with the reason: how they were told.
    AudienceTold,
    /// A sitrep went out, and none is overdue.
    SitrepsOnCadence,
    /// A sitrep or a daily update went out, and none is overdue.
    DailyUpdateSent,
    /// The working mode for a long remediation is decided.
    LongRemediationPlanned,
    /// At least one shift other than the first is recorded.
    ShiftsRunning,
    /// Command was handed over at least once.
    CommandHandedOver,
    /// The status is `resolved` (or closed after it).
    Resolved,
    /// The message that the item names is recorded as sent.
    MessageSent,
    /// The message that the item names reached everybody who ever got a sitrep (R32, R58).
    EverybodyTold,
    /// The milestone that the item names is recorded.
    MilestoneReached,
    /// The situation that the item names is declared.
    SituationDeclared,
    /// All that is left to do is followed up somewhere, or on its way there (R84).
    FollowedUp,
    /// The status is `false alarm`.
    FalseAlarm,
    /// The record is closed.
    Closed,
    /// Each of the four metrics is filled in, or what it comes from is said to be unknown.
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
    /// Remediation was deferred to long-term.
    Deferred,
    /// Information was exposed.
    Exposure,
}
