//! What is said of milestones, team leads and clocks, in requests and in the journal alike.

use serde::{Deserialize, Serialize};

use crate::domain::incident::LeadAnswer;
use crate::domain::playbook::Channel;
use crate::domain::time::{Instant, When};

/// A milestone of the playbook was reached. Said again, the last word counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct MilestoneReached {
    /// Key of the playbook's milestone.
    pub milestone: String,
    /// When it was; may be coarse or unknown.
    pub when: When,
    /// Who, or how: who authorised it, who acknowledged it. May be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// Somebody tried to reach a team lead (R50). When is the time that the entry happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct TeamLeadTried {
    /// The name of the team lead.
    pub lead: String,
    /// How.
    pub channel: Channel,
    /// Whether they answered.
    pub reached: bool,
    /// What they said to the plan; none where nobody knows yet, or nobody answered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<LeadAnswer>,
    /// Their words, such as why they object; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

/// A clock was put off, or acknowledged (domain section 5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ClockSnoozed {
    /// Key of the clock, such as `K6` or `K7:Farmer Jane`.
    pub clock: String,
    /// Until when; none means for good.
    pub until: Option<Instant>,
    /// When the round began that is put off; none in older journals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub round: Option<Instant>,
    /// Why.
    pub reason: String,
}
