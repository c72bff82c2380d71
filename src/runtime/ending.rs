//! How a screen ends.

use crate::domain::ids::IncidentId;

/// Why the loop ended. The record was saved in each case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ending {
    /// Somebody pressed the key for it.
    Quit,
    /// The system asked for it.
    Signal(i32),
    /// The terminal went away.
    TerminalGone,
    /// Another incident is to be opened.
    Open(IncidentId),
}

impl Ending {
    /// Returns the exit code: 0, or 128 and the signal's number, as shells report it.
    #[must_use]
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Quit | Self::Open(_) => 0,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(u8::MAX),
            // As after SIGHUP, which is what a vanished terminal usually sends.
            Self::TerminalGone => 129,
        }
    }
}
