//! Milestones: what happens once in an incident and starts or settles a clock.

use serde::{Deserialize, Serialize};

use crate::domain::incident::Moment;
use crate::domain::time::Span;

/// Something that may happen in an incident and has no other place in the record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Milestone {
    /// Key, such as `downtime-began`.
    pub id: String,
    /// What a person calls it.
    pub name: String,
    /// What it means, for the person who sets it.
    pub why: String,
    /// The milestone that comes before it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<String>,
    /// Whether it is an appointment: a time that may be to come.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub planned: bool,
    /// How long after the incident was resolved is proposed, for an appointment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suggest: Option<Span>,
    /// The moment of the incident whose time is proposed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposes: Option<Moment>,
    /// The rules it comes from.
    pub rules: Vec<String>,
}
