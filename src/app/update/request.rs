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

/// Puts a request to the record and remembers where it came from.
pub(super) fn put(app: &mut App, asked: InFlight) -> Vec<Effect> {
    let request = asked.request.clone();
    app.in_flight = Some(asked);
    vec![Effect::Execute(request)]
}
