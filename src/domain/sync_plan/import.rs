//! One thing that the record has to take over.

use crate::domain::command::{Command, Request};
use crate::domain::time::{Instant, When};

/// One thing that the record has to take over.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    /// What is to be taken over.
    pub command: Command,
    /// When it happened, as far as the issue says; else the time of the edit or of reading it.
    pub happened: Option<When>,
}

impl Import {
    /// Returns a change that happened at a millisecond since 1970, if that is known.
    #[must_use]
    pub fn at(command: Command, millis: Option<i64>) -> Self {
        let at = millis.and_then(Instant::from_timestamp_millis);
        Self {
            command,
            happened: at.map(When::exact),
        }
    }

    /// Returns the request for the record.
    #[must_use]
    pub fn request(self, editor: &str) -> Request {
        Request::from_issue(self.command, editor, self.happened)
    }
}

impl From<Command> for Import {
    fn from(command: Command) -> Self {
        Self {
            command,
            happened: None,
        }
    }
}
