//! How the mirror stands, in one word.

use serde::{Deserialize, Serialize};

/// The state of the mirror.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MirrorState {
    /// No repository is configured.
    Off,
    /// Another sitroom on this machine syncs this incident.
    Elsewhere,
    /// A round is under way.
    Syncing,
    /// The last round went through.
    Synced,
    /// The last round went through, but nobody can say whether its write covered an edit:
    /// there is no history to look at.
    Unverified,
    /// An answer was lost; what became of the request is looked up before it is sent again.
    InDoubt,
    /// The server cannot be reached; everything waits.
    Offline,
    /// The server is reached and does not do its work.
    Failing,
    /// The connection cannot be kept secret, or leads to somebody else.
    Untrusted,
    /// The proxy does not let us through.
    Proxy,
    /// GitHub asked to wait, or little is left of the allowance.
    Limited,
    /// GitHub asked to wait too often in a row: nothing more is sent unasked.
    Paused,
    /// There is no token, or it is not accepted.
    Token,
    /// The organization wants the token authorized for single sign-on.
    SignOn,
    /// The token may not do this, or what it is for cannot be seen with it.
    NoAccess,
    /// The issue was transferred, or the repository renamed.
    Moved,
    /// The issue was deleted.
    Gone,
    /// The conversation is locked.
    Locked,
    /// The repository is archived.
    Archived,
    /// The repository is public: nothing is sent.
    Public,
    /// The Incident Commander stopped everything that leaves, or a marking did.
    Stopped,
    /// Something may not leave; the rest goes on.
    Held,
    /// GitHub will not take what was sent.
    Refused,
    /// Something else needs a person, such as an operation that is stuck.
    Blocked,
}

/// How much a state of the mirror matters to the person at the keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Concern {
    /// All is as it should be.
    None,
    /// It is not, and passes by itself.
    Passing,
    /// It lasts until a person does something.
    Lasting,
}

impl MirrorState {
    /// Every state, for tables.
    pub const ALL: [Self; 24] = [
        Self::Off,
        Self::Elsewhere,
        Self::Syncing,
        Self::Synced,
        Self::Unverified,
        Self::InDoubt,
        Self::Offline,
        Self::Failing,
        Self::Untrusted,
        Self::Proxy,
        Self::Limited,
        Self::Paused,
        Self::Token,
        Self::SignOn,
        Self::NoAccess,
        Self::Moved,
        Self::Gone,
        Self::Locked,
        Self::Archived,
        Self::Public,
        Self::Stopped,
        Self::Held,
        Self::Refused,
        Self::Blocked,
    ];

    /// Returns the word on the screen.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "local",
            Self::Elsewhere => "synced elsewhere",
            Self::Syncing => "syncing",
            Self::Synced => "synced",
            Self::Unverified => "unverified",
            Self::InDoubt => "checking",
            Self::Offline => "offline",
            Self::Failing => "GitHub fails",
            Self::Untrusted => "not trusted",
            Self::Proxy => "proxy",
            Self::Limited => "waiting",
            Self::Paused => "paused",
            Self::Token => "token",
            Self::SignOn => "sign-on",
            Self::NoAccess => "no access",
            Self::Moved => "moved",
            Self::Gone => "gone",
            Self::Locked => "locked",
            Self::Archived => "archived",
            Self::Public => "PUBLIC!",
            Self::Stopped => "STOPPED",
            Self::Held => "held back",
            Self::Refused => "refused",
            Self::Blocked => "blocked",
        }
    }

    /// Returns whether what waits is posted without anybody's help, here or in another pane, and
    /// nothing is in its way by now.
    #[must_use]
    pub fn posts(self) -> bool {
        match self {
            // One thing is held back, and the rest goes out.
            Self::Held => true,
            Self::Off | Self::Offline | Self::Failing => false,
            _ => self.concern() != Concern::Lasting,
        }
    }

    /// Returns how much it matters.
    #[must_use]
    pub fn concern(self) -> Concern {
        match self {
            Self::Off | Self::Elsewhere | Self::Syncing | Self::Synced => Concern::None,
            Self::Unverified | Self::InDoubt | Self::Offline | Self::Failing | Self::Limited => {
                Concern::Passing
            }
            Self::Untrusted
            | Self::Proxy
            | Self::Paused
            | Self::Token
            | Self::SignOn
            | Self::NoAccess
            | Self::Moved
            | Self::Gone
            | Self::Locked
            | Self::Archived
            | Self::Public
            | Self::Stopped
            | Self::Held
            | Self::Refused
            | Self::Blocked => Concern::Lasting,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_state_has_a_short_word_of_its_own() {
        let words: HashSet<&str> = MirrorState::ALL
            .into_iter()
            .map(MirrorState::word)
            .collect();
        assert_eq!(words.len(), MirrorState::ALL.len());
        assert!(words.iter().all(|word| word.len() <= 16), "{words:?}");
    }
}
