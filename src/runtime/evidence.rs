//! A file that may be evidence is looked at on a thread of its own, before it is recorded.

use std::path::Path;

use crate::domain::command::{Command, Request};
use crate::store::{StoreError, mark_file};

/// Returns whether a file has to be looked at before a request can be decided.
pub(super) fn needs_a_look(request: &Request) -> bool {
    matches!(&request.command, Command::HandleEvidence(asked) if asked.unread_file().is_some())
}

/// Returns the request with what its file was found to be.
pub(super) async fn looked_at(request: Request) -> Result<Request, StoreError> {
    let looking = tokio::task::spawn_blocking(move || look(request));
    looking.await.unwrap_or(Err(StoreError::Ended))
}

fn look(request: Request) -> Result<Request, StoreError> {
    let Request { command, .. } = request.clone();
    let Command::HandleEvidence(asked) = command else {
        return Ok(request);
    };
    let Some(path) = asked.unread_file().map(str::to_owned) else {
        return Ok(request);
    };
    match mark_file(Path::new(&path)) {
        Ok(found) => Ok(Request {
            command: Command::HandleEvidence(Box::new(asked.with_file(found))),
            ..request
        }),
        Err(error) => Err(StoreError::Refused(error.into_refusal())),
    }
}
