//! Who may activate the contingency plan.

use serde::{Deserialize, Serialize};

/// The contingency plan of a process, where it has one (R63-R65).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Contingency {
    /// Key of the milestone that its activation is.
    pub milestone: String,
    /// Who may activate it: any of these is enough.
    pub authorisers: Vec<Authorisers>,
    /// The rules it comes from.
    pub rules: Vec<String>,
}

/// People of whom so many together may activate the plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Authorisers {
    /// What they are, as written behind their names; any of these words.
    pub roles: Vec<String>,
    /// How many of them it takes.
    pub needs: usize,
}
