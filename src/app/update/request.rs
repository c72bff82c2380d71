//! Putting requests to the record.

use crate::app::event::Effect;
use crate::app::model::{App, InFlight};
use crate::domain::command::{Command, Request};

/// Puts a command to the record, without an editor behind it.
pub(in crate::app) fn execute(app: &mut App, command: Command) -> Vec<Effect> {
    let request = Request::local(command, &app.me);
    send(app, request, None, None)
}

pub(super) fn send(
    app: &mut App,
    request: Request,
    editor: Option<u64>,
    draft: Option<String>,
) -> Vec<Effect> {
    app.in_flight = Some(InFlight {
        request: request.clone(),
        editor,
        draft,
    });
    vec![Effect::Execute(request)]
}
