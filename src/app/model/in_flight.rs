//! What is being written.

use crate::app::act::Walk;
use crate::domain::command::Request;

/// What is being written, and what to do with the screen when it is on disk.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::app) struct InFlight {
    /// The request.
    pub request: Request,
    /// The editor it came from, closed once it is saved.
    pub editor: Option<u64>,
    /// The draft it came from, dropped once it is saved.
    pub draft: Option<String>,
    /// The text it was made from.
    pub text: String,
    /// What comes once it is on disk.
    pub then: Option<Walk>,
}

impl InFlight {
    /// Returns a request that comes from no editor.
    pub(in crate::app) fn of(request: Request) -> Self {
        Self {
            request,
            editor: None,
            draft: None,
            text: String::new(),
            then: None,
        }
    }
}
