//! Putting requests to the record.

use crate::app::event::Effect;
use crate::app::model::{App, InFlight};
use crate::domain::command::{Command, Request};
use crate::domain::ids::IncidentId;
use crate::domain::people::{named, working_since};

/// Puts a command to the record, without an editor behind it.
pub(in crate::app) fn execute(app: &mut App, command: Command) -> Vec<Effect> {
    let request = Request::local(command, &app.me);
    put(app, InFlight::of(request))
}

/// Puts a command to the record of an incident, where it is another one than that on the screen.
pub(in crate::app) fn execute_in(
    app: &mut App,
    incident: Option<IncidentId>,
    command: Command,
) -> Vec<Effect> {
    let request = Request::local(command, &app.me);
    put_to(app, InFlight::of(request), incident)
}

/// Puts a request to the record and remembers where it came from. What was typed over the
/// follow-ups of another incident goes to that one; what comes about by itself meanwhile does not.
pub(in crate::app) fn put(app: &mut App, asked: InFlight) -> Vec<Effect> {
    let is_typed = asked.editor.is_some();
    let incident = is_typed.then(|| app.acts_on()).flatten();
    put_to(app, asked, incident)
}

/// One at a time: the answer to another, and that it was not saved, would be lost with it.
fn put_to(app: &mut App, asked: InFlight, incident: Option<IncidentId>) -> Vec<Effect> {
    if app.is_watching {
        app.refuse_watcher();
        return Vec::new();
    }
    if app.in_flight.is_some() {
        app.warn("not done: the disk is still busy with what was before; try again in a moment");
        return Vec::new();
    }
    let mut asked = asked;
    say_working_since(app, &mut asked.request);
    let request = asked.request.clone();
    app.in_flight = Some(asked);
    vec![match incident {
        Some(incident) => Effect::ExecuteIn { incident, request },
        None => Effect::Execute(request),
    }]
}

/// Says of who comes on shift since when they work without a break: their clock counts from
/// there, whatever they worked on (domain 17.38).
fn say_working_since(app: &App, request: &mut Request) {
    let at = request.happened.and_then(|when| when.earliest());
    if let Command::StartShift(started) = &mut request.command {
        let person = named(&app.incident, &started.person);
        started.working_since = working_since(&app.others, &person, at.unwrap_or(app.now));
    }
}
