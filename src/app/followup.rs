//! What is typed about where something is followed up.

use crate::domain::command::{Command, FollowupAsked};
use crate::domain::ids::FixId;
use crate::domain::incident::Followup;

/// What is typed about where something is followed up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FollowupText {
    /// Where else it is tracked.
    Elsewhere(Vec<FixId>),
    /// Why it may be filed where everybody can read it, and in which repository.
    Public(Vec<FixId>, String),
}

impl FollowupText {
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
            Self::Elsewhere(ids) => (ids, Followup::Elsewhere { place: text }),
            Self::Public(ids, repository) => {
                let (repository, public) = (repository.clone(), text);
                (ids, Followup::Wanted { repository, public })
            }
        };
        Command::SetFollowup(FollowupAsked {
            ids: ids.clone(),
            to: Some(to),
        })
    }
}
