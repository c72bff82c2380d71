//! What is said of milestones and of team leads, in requests and in the journal alike.

use serde::{Deserialize, Serialize};

use crate::domain::playbook::Channel;
use crate::domain::time::When;

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
}
