//! What is said of a decision, in requests and in the journal alike.

use serde::{Deserialize, Serialize};

use crate::domain::incident::Basis;

/// Something was decided. When is the time that the entry happened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Decided {
    /// What it is about: `contingency`, `disruption`, `other`.
    pub about: String,
    /// What was decided, and why.
    pub text: String,
    /// Who decided; empty for the actor of the entry.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub by: String,
    /// What it stands on; empty in older journals.
    #[serde(default, skip_serializing_if = "Basis::is_empty")]
    pub basis: Basis,
}

impl Decided {
    /// Returns a decision of which nothing but its words is known.
    #[must_use]
    pub fn said(about: &str, text: &str) -> Self {
        Self {
            about: about.to_owned(),
            text: text.to_owned(),
            ..Self::default()
        }
    }

    /// Returns how it begins for people.
    #[must_use]
    pub fn intro(about: &str, against: &str) -> String {
        match (about, against) {
            ("contingency", "") => "decided on the contingency plan".to_owned(),
            ("contingency", _) => "decided against the contingency plan".to_owned(),
            ("disruption", "") => "decided on the disruption".to_owned(),
            ("disruption", _) => "decided against the disruption".to_owned(),
            ("other" | "", against) => format!("decided{against}"),
            (about, against) => format!("decided{against} ({about})"),
        }
    }

    /// Returns the same, saying whether it goes ahead.
    #[must_use]
    pub fn going_ahead(mut self, goes_ahead: bool) -> Self {
        self.basis.goes_ahead = Some(goes_ahead);
        self
    }
}
