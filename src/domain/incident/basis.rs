//! What a decision stands on.

use serde::{Deserialize, Serialize};

use super::duty::ContactTry;
use super::status::Severity;

/// What a decision stands on (R49-R51, R65); all of it empty where nobody said.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Basis {
    /// Whether what was asked for is done; none where nobody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_ahead: Option<bool>,
    /// Who asked for the decision.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub asked_by: String,
    /// The severity when it was decided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// What else could have been done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub options: Vec<String>,
    /// Who was contacted about it, how, when, and what they answered, as recorded by then.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<ContactTry>,
    /// Who agreed to it or authorised it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub agreed_by: String,
    /// Who objected strongly, and why.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub objections: String,
    /// The authority for it, in words of the time it was decided.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub authority: String,
}

impl Basis {
    /// Returns true where nobody said anything.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns what stands behind the word "decided": what was asked for may have been decided
    /// against.
    #[must_use]
    pub fn against(&self) -> &'static str {
        match self.goes_ahead {
            Some(false) => " against",
            Some(true) | None => "",
        }
    }

    /// Hands every text that people wrote to `see`.
    pub fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        let lines = [
            &mut self.asked_by,
            &mut self.agreed_by,
            &mut self.objections,
            &mut self.authority,
        ];
        lines.into_iter().for_each(&mut *see);
        self.options.iter_mut().for_each(&mut *see);
        for contact in &mut self.contacts {
            contact.each_text(see);
        }
    }
}
