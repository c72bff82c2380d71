//! The exit codes of what the parts below fail with.

use super::super::exit::Exit;
use crate::github::token::TokenError;
use crate::runtime::{AlreadySyncing, NotRead, OnAnotherServer};
use crate::session::{PlaybookError, SessionError};
use crate::store::StoreError;

pub(super) fn of_session(error: &SessionError) -> Exit {
    match error {
        SessionError::Settings(_) => Exit::Failed,
        SessionError::Store(error) => of_store(error),
        SessionError::Playbook(error) => of_playbook(error),
        SessionError::Now { .. } => Exit::Usage,
        SessionError::NoIncident
        | SessionError::AllClosed
        | SessionError::NoMatch { .. }
        | SessionError::Ambiguous { .. }
        | SessionError::SeveralRun { .. }
        | SessionError::SeveralOpen { .. } => Exit::NoIncident,
    }
}

pub(super) fn of_playbook(error: &PlaybookError) -> Exit {
    match error {
        PlaybookError::Unknown { .. } => Exit::Usage,
        PlaybookError::Unreadable { .. }
        | PlaybookError::Invalid(_)
        | PlaybookError::Misnamed { .. } => Exit::Failed,
    }
}

pub(super) fn of_store(error: &StoreError) -> Exit {
    match error {
        StoreError::AlreadyHere { .. } => Exit::Usage,
        StoreError::Refused(refusal) if !refusal.found.is_empty() => Exit::Held,
        StoreError::Refused(refusal) if refusal.guard.is_none() => Exit::Usage,
        StoreError::Refused(_) => Exit::Refused,
        StoreError::NotSaved { .. }
        | StoreError::Busy { .. }
        | StoreError::ReadOnly(_)
        | StoreError::JournalGone { .. }
        | StoreError::Lock { .. }
        | StoreError::Unwritable { .. }
        | StoreError::NoFreeName { .. }
        | StoreError::Moved => Exit::NotSaved,
        StoreError::NoRecord { .. } => Exit::NoIncident,
        StoreError::Newer { .. }
        | StoreError::NoHome
        | StoreError::Read { .. }
        | StoreError::Encode { .. }
        | StoreError::Ended => Exit::Failed,
    }
}

pub(super) fn of_other(error: &anyhow::Error) -> Exit {
    if error.is::<TokenError>() || error.is::<NotRead>() || error.is::<OnAnotherServer>() {
        Exit::Unreachable
    } else if error.is::<AlreadySyncing>() {
        Exit::Syncing
    } else if let Some(error) = error.downcast_ref::<SessionError>() {
        of_session(error)
    } else if let Some(error) = error.downcast_ref::<StoreError>() {
        of_store(error)
    } else {
        Exit::Failed
    }
}
