//! Putting requests to the record.

use crate::app::event::Effect;
use crate::app::model::{App, InFlight};
use crate::domain::command::{Command, Request};

/// Puts a command to the record, without an editor behind it.
pub(in crate::app) fn execute(app: &mut App, command: Command) -> Vec<Effect> {
    let request = Request::local(command, &app.me);
    put(
        app,
        InFlight {
            request,
            editor: None,
            draft: None,
            text: String::new(),
        },
    )
}

/// Puts a request to the record and remembers where it came from. One at a time: the answer to
/// another, and that it was not saved, would be lost with it.
pub(in crate::app) fn put(app: &mut App, asked: InFlight) -> Vec<Effect> {
    if app.in_flight.is_some() {
        app.warn("not done: the disk is still busy with what was before; try again in a moment");
        return Vec::new();
    }
    let request = asked.request.clone();
    app.in_flight = Some(asked);
    vec![Effect::Execute(request)]
}
