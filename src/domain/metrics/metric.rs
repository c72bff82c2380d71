//! Which metrics there are.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::incident::WordError;

/// A metric of an incident, or of the response to it (domain section 12).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// How it was discovered (R80).
    DiscoveryMethod,
    /// What the actor did (R80).
    ThreatActions,
    /// From the start to awareness (R80).
    TimeToDiscovery,
    /// From awareness to containment (R80).
    TimeToContainment,
    /// From awareness to the first notice, against its hour (R8).
    GsaNoticeLatency,
    /// From awareness to the IC taking charge.
    DeclarationDelay,
    /// From awareness to the confirmation.
    TimeToConfirm,
    /// From awareness to the end of activity.
    TimeToResolve,
    /// Sitreps in time, of those that fell due.
    SitrepsOnTime,
    /// The longest time without an update to FedRAMP, which is owed each calendar day (R57). Its
    /// word stands in journals and in what scripts read, so it stays without FedRAMP.
    LargestUpdateGap,
    /// The sum of all shifts, in person-hours (R22).
    Labour,
}

impl Metric {
    /// Every metric, in the order of a report.
    pub const ALL: [Self; 11] = [
        Self::DiscoveryMethod,
        Self::ThreatActions,
        Self::TimeToDiscovery,
        Self::TimeToContainment,
        Self::GsaNoticeLatency,
        Self::DeclarationDelay,
        Self::TimeToConfirm,
        Self::TimeToResolve,
        Self::SitrepsOnTime,
        Self::LargestUpdateGap,
        Self::Labour,
    ];

    /// Returns the word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DiscoveryMethod => "discovery-method",
            Self::ThreatActions => "threat-actions",
            Self::TimeToDiscovery => "time-to-discovery",
            Self::TimeToContainment => "time-to-containment",
            Self::GsaNoticeLatency => "gsa-notice-latency",
            Self::DeclarationDelay => "declaration-delay",
            Self::TimeToConfirm => "time-to-confirm",
            Self::TimeToResolve => "time-to-resolve",
            Self::SitrepsOnTime => "sitreps-on-time",
            Self::LargestUpdateGap => "largest-update-gap",
            Self::Labour => "labour",
        }
    }

    /// Returns the name for people.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::DiscoveryMethod => "Discovery method",
            Self::ThreatActions => "Threat actions",
            Self::TimeToDiscovery => "Time to discovery",
            Self::TimeToContainment => "Time to containment",
            Self::GsaNoticeLatency => "GSA notice latency",
            Self::DeclarationDelay => "Declaration delay",
            Self::TimeToConfirm => "Time to confirm",
            Self::TimeToResolve => "Time to resolve",
            Self::SitrepsOnTime => "Sitreps on time",
            Self::LargestUpdateGap => "FedRAMP update gap",
            Self::Labour => "Labour",
        }
    }
}

impl fmt::Display for Metric {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Metric {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_lowercase().replace(['_', ' '], "-");
        let mut all = Self::ALL.into_iter();
        all.find(|metric| metric.word() == word)
            .ok_or_else(|| WordError {
                input: text.to_owned(),
                choices: "discovery-method, threat-actions, time-to-discovery, \
                          time-to-containment, gsa-notice-latency, declaration-delay, \
                          time-to-confirm, time-to-resolve, sitreps-on-time, \
                          largest-update-gap, labour",
            })
    }
}
