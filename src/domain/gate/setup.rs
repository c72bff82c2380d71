//! The rules with what a team may write: all that looking takes.

use std::sync::{Arc, LazyLock, OnceLock};

use super::allowed::Allowed;
use super::finding::{Finding, Level};
use super::rules::Rules;
use super::scan::{has_level, scan};

/// The gate as it is set up on this machine.
#[derive(Debug, Clone)]
pub struct Gate {
    book: Book,
    allowed: Allowed,
}

/// Where the rules are. They are never copied: each copy would compile its own patterns.
#[derive(Debug, Clone)]
enum Book {
    /// Compiled in, and read when a text is first looked through: no picture waits for that.
    Shipped,
    /// Read already, the user's among them.
    Read(Arc<Rules>),
}

impl Gate {
    /// Returns a gate of these rules, quiet about what is allowed.
    #[must_use]
    pub fn new(rules: Rules, allowed: Allowed) -> Self {
        let book = Book::Read(Arc::new(rules));
        Self { book, allowed }
    }

    /// Returns the gate of the rules that are compiled in. They are read once, because that
    /// takes longer than most texts take to look through.
    #[must_use]
    pub fn shipped() -> Arc<Self> {
        static SHIPPED: OnceLock<Arc<Gate>> = OnceLock::new();
        let shipped = SHIPPED.get_or_init(|| {
            Arc::new(Self {
                book: Book::Shipped,
                allowed: Allowed::default(),
            })
        });
        Arc::clone(shipped)
    }

    fn rules(&self) -> &Rules {
        static SHIPPED: LazyLock<Rules> = LazyLock::new(Rules::shipped);
        match &self.book {
            Book::Shipped => &SHIPPED,
            Book::Read(rules) => rules,
        }
    }

    /// Returns the gate of the rules that are compiled in, quiet about what is allowed.
    #[must_use]
    pub fn allowing(allowed: &Allowed) -> Arc<Self> {
        let shipped = Self::shipped();
        if *allowed == Allowed::default() {
            return shipped;
        }
        Arc::new(Self {
            book: shipped.book.clone(),
            allowed: allowed.clone(),
        })
    }

    /// Returns this gate, quiet about some mail addresses more.
    #[must_use]
    pub fn knowing<'a>(&self, addresses: impl IntoIterator<Item = &'a str>) -> Arc<Self> {
        Arc::new(Self {
            book: self.book.clone(),
            allowed: self.allowed.clone().with_addresses(addresses),
        })
    }

    /// Returns what a text holds that may not leave, or that is to be looked at.
    #[must_use]
    pub fn look(&self, text: &str) -> Vec<Finding> {
        if text.trim().is_empty() {
            return Vec::new();
        }
        scan(text, self.rules(), &self.allowed)
    }

    /// Gets ready what the first look has to wait for, so that no key does.
    pub fn warm(&self) {
        let _ = self.look("nothing at all");
    }

    /// Returns whether a line of a text is marked as classified or controlled. It costs little
    /// enough to be asked with every key.
    pub(super) fn has_marking(&self, text: &str) -> bool {
        has_level(text, self.rules(), &self.allowed, Level::Stop)
    }

    /// Returns the version of the rules.
    #[must_use]
    pub fn version(&self) -> &str {
        self.rules().version()
    }
}
