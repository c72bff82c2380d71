//! What a severity demands.

use chrono::NaiveTime;
use serde::{Deserialize, Serialize};

use crate::domain::incident::Severity;
use crate::domain::time::Span;

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
