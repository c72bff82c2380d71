//! What of an incident is classified.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::domain::event::Field;
use crate::domain::incident::{Incident, WordError};

/// Something of an incident that is classified (domain section 15).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Facet {
    /// How it was discovered (R80).
    DiscoveryMethod,
    /// What the actor did (R80).
    ThreatActions,
    /// How it came in, as CISA asks for it.
    AttackVector,
    /// What services can no longer do, as CISA asks for it.
    FunctionalImpact,
    /// What became of information, as CISA asks for it.
    InformationImpact,
    /// What recovery takes, as CISA asks for it.
    Recoverability,
    /// Where in the network it was seen, as CISA asks for it.
    Location,
    /// How many systems it concerns.
    Systems,
    /// How many records it concerns.
    Records,
    /// How many users it concerns.
    Users,
    /// What shows that it was here, as CISA asks for it.
    Indicators,
    /// What was done against it, as CISA asks for it.
    Mitigation,
    /// Whom CISA asks for more.
    PointOfContact,
    /// The priority that CISA gave it.
    NcissPriority,
    /// The functional impact on the scale for triage.
    TriageFunctional,
    /// The information impact on the scale for triage.
    TriageInformation,
    /// The recoverability on the scale for triage.
    TriageRecoverability,
}

impl Facet {
    /// Every facet, in the order of the worksheet.
    pub const ALL: [Self; 17] = [
        Self::DiscoveryMethod,
        Self::ThreatActions,
        Self::AttackVector,
        Self::FunctionalImpact,
        Self::InformationImpact,
        Self::Recoverability,
        Self::Location,
        Self::Systems,
        Self::Records,
        Self::Users,
        Self::Indicators,
        Self::Mitigation,
        Self::PointOfContact,
        Self::NcissPriority,
        Self::TriageFunctional,
        Self::TriageInformation,
        Self::TriageRecoverability,
    ];

    /// Returns the word used in files and on the command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::DiscoveryMethod => "discovery-method",
            Self::ThreatActions => "threat-actions",
            Self::AttackVector => "attack-vector",
            Self::FunctionalImpact => "functional-impact",
            Self::InformationImpact => "information-impact",
            Self::Recoverability => "recoverability",
            Self::Location => "location",
            Self::Systems => "systems",
            Self::Records => "records",
            Self::Users => "users",
            Self::Indicators => "indicators",
            Self::Mitigation => "mitigation",
            Self::PointOfContact => "point-of-contact",
            Self::NcissPriority => "nciss-priority",
            Self::TriageFunctional => "triage-functional",
            Self::TriageInformation => "triage-information",
            Self::TriageRecoverability => "triage-recoverability",
        }
    }

    /// Returns the field that records it.
    #[must_use]
    pub fn field(self) -> Field {
        match self {
            Self::DiscoveryMethod => Field::DiscoveryMethod,
            Self::ThreatActions => Field::ThreatActions,
            other => Field::Facet(other),
        }
    }

    /// Returns the facet that a field records; none for other fields.
    #[must_use]
    pub fn of(field: Field) -> Option<Self> {
        match field {
            Field::DiscoveryMethod => Some(Self::DiscoveryMethod),
            Field::ThreatActions => Some(Self::ThreatActions),
            Field::Facet(facet) => Some(facet),
            Field::Title | Field::Details | Field::Reporter | Field::Responders | Field::Folder => {
                None
            }
        }
    }

    /// Returns the words that the record has for it; none where nobody said.
    #[must_use]
    pub fn values(self, incident: &Incident) -> Vec<String> {
        match self {
            Self::DiscoveryMethod if incident.discovery_method.is_empty() => Vec::new(),
            Self::DiscoveryMethod => vec![incident.discovery_method.clone()],
            Self::ThreatActions => incident.threat_actions.clone(),
            other => incident.facets.get(&other).cloned().unwrap_or_default(),
        }
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.word())
    }
}

impl FromStr for Facet {
    type Err = WordError;

    fn from_str(text: &str) -> Result<Self, WordError> {
        let word = text.trim().to_lowercase().replace(['_', ' '], "-");
        let mut all = Self::ALL.into_iter();
        all.find(|facet| facet.word() == word)
            .ok_or_else(|| WordError {
                input: text.to_owned(),
                choices: "discovery-method, threat-actions, attack-vector, functional-impact, \
                          information-impact, recoverability, location, systems, records, \
                          users, indicators, mitigation, point-of-contact, nciss-priority, \
                          triage-functional, triage-information, triage-recoverability",
            })
    }
}
