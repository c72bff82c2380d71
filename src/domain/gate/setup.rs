//! The rules with what a team may write: all that looking takes.

use std::sync::{Arc, OnceLock};

use super::allowed::Allowed;
use super::finding::{Finding, Level};
use super::rules::Rules;
use super::scan::{has_level, scan};

/// The gate as it is set up on this machine.
#[derive(Debug, Clone)]
pub struct Gate {
    rules: Rules,
    allowed: Allowed,
}

impl Gate {
    /// Returns a gate of these rules, quiet about what is allowed.
    #[must_use]
    pub fn new(rules: Rules, allowed: Allowed) -> Self {
        Self { rules, allowed }
    }

    /// Returns the gate of the rules that are compiled in. They are read once, because that
    /// takes longer than most texts take to look through.
    #[must_use]
    pub fn shipped() -> Arc<Self> {
        static SHIPPED: OnceLock<Arc<Gate>> = OnceLock::new();
        let shipped = SHIPPED.get_or_init(|| {
            let gate = Self::new(Rules::shipped(), Allowed::default());
            Arc::new(gate)
        });
        Arc::clone(shipped)
    }

    /// Returns the gate of the rules that are compiled in, quiet about what is allowed.
    #[must_use]
    pub fn allowing(allowed: &Allowed) -> Arc<Self> {
        let shipped = Self::shipped();
        if *allowed == Allowed::default() {
            return shipped;
        }
        Arc::new(Self::new(shipped.rules.clone(), allowed.clone()))
    }

    /// Returns this gate, quiet about some mail addresses more.
    #[must_use]
    pub fn knowing<'a>(&self, addresses: impl IntoIterator<Item = &'a str>) -> Arc<Self> {
        let allowed = self.allowed.clone().with_addresses(addresses);
        Arc::new(Self::new(self.rules.clone(), allowed))
    }

    /// Returns what a text holds that may not leave, or that is to be looked at.
    #[must_use]
    pub fn look(&self, text: &str) -> Vec<Finding> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        scan(text, &self.rules, &self.allowed)
    }

    /// Returns whether a line of a text is marked as classified or controlled. It costs little
    /// enough to be asked with every key.
    pub(super) fn has_marking(&self, text: &str) -> bool {
        has_level(text, &self.rules, &self.allowed, Level::Stop)
    }

    /// Returns the version of the rules.
    #[must_use]
    pub fn version(&self) -> &str {
        self.rules.version()
    }
}
