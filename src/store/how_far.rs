//! How far a long reading is.

/// How far a reading is, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct HowFar {
    /// What was read.
    pub done: u64,
    /// What is to be read.
    pub all: u64,
}

impl HowFar {
    /// After how many bytes it is told again; less is read before anybody could look.
    pub const STEP: u64 = 256 * 1024;

    /// Returns the share that is done, from 0 to 100.
    #[must_use]
    pub fn percent(self) -> u64 {
        let share = self.done.saturating_mul(100).checked_div(self.all);
        share.unwrap_or(100).min(100)
    }
}
