//! The fields that both sides may edit.

use serde::{Deserialize, Serialize};

use crate::domain::vocabulary::Facet;

/// A field of the issue that both sides may edit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// The short description.
    Title,
    /// The free text below the fields.
    Details,
    /// Who became aware first.
    Reporter,
    /// Everyone else working on it, separated by commas.
    Responders,
    /// How it was discovered.
    DiscoveryMethod,
    /// What the actor did, separated by commas.
    ThreatActions,
    /// Where what is unfit for the issue is kept (R90): a link, never what stands there.
    Folder,
    /// What else of it is classified, several words separated by commas.
    #[serde(untagged)]
    Facet(Facet),
}

impl Field {
    /// Returns the word for people.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Details => "details",
            Self::Reporter => "reporter",
            Self::Responders => "responders",
            Self::DiscoveryMethod => "discovery method",
            Self::ThreatActions => "threat actions",
            Self::Folder => "sensitive folder",
            Self::Facet(facet) => facet.word(),
        }
    }
}
