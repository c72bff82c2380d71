//! What is typed about where something is tracked.

use crate::domain::command::{Command, TrackingAsked};
use crate::domain::ids::FixId;
use crate::domain::incident::Tracking;

/// What is typed about where something is tracked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TrackingText {
    /// Where else it is tracked.
    Elsewhere(Vec<FixId>),
    /// Why it may be filed where everybody can read it, and in which repository.
    Public(Vec<FixId>, String),
}

impl TrackingText {
    /// Returns the key of the draft.
    pub(super) fn draft_key(&self) -> &'static str {
        match self {
            Self::Elsewhere(_) => "followed-up-elsewhere",
            Self::Public(..) => "followed-up-in-public",
        }
    }

    /// Returns the command that a text becomes.
    pub(super) fn command(&self, text: &str) -> Command {
        let text = text.trim().to_owned();
        let (ids, to) = match self {
            Self::Elsewhere(ids) => (ids, Tracking::Elsewhere { place: text }),
            Self::Public(ids, repository) => {
                let (repository, public) = (repository.clone(), text);
                (ids, Tracking::Wanted { repository, public })
            }
        };
        Command::SetTracking(TrackingAsked {
            ids: ids.clone(),
            to: Some(to),
        })
    }
}
