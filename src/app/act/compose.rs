//! Messages: their text and who gets them.

use super::open::open;
use crate::app::event::Effect;
use crate::app::layer::EditorKind;
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::incident::Status;
use crate::domain::message::recipients;
use crate::domain::playbook::Message;

/// Opens the sitrep that the state asks for: initial, update, or final.
pub(super) fn compose_sitrep(app: &mut App) -> Vec<Effect> {
    let message = match (app.incident.status, app.incident.last_sitrep()) {
        (Status::Resolved | Status::FalseAlarm, _) => "final-sitrep",
        (_, None) => "initial-sitrep",
        _ => "update-sitrep",
    };
    compose(app, message)
}

pub(in crate::app) fn compose(app: &mut App, id: &str) -> Vec<Effect> {
    let playbook = app.playbook.clone();
    let Some(message) = playbook.messages.iter().find(|message| message.id == id) else {
        app.tell(format!("this playbook has no {id}"));
        return Vec::new();
    };
    let names = recipients(message, &app.incident, &playbook);
    let help = vec![
        format!("to {}", names.join(", ")),
        "ctrl-y copies it; ctrl-s records it as sent".to_owned(),
    ];
    let text = fill(app, message);
    let purpose = Purpose::Message {
        message: id.to_owned(),
        sitrep: message.sitrep,
        to: names,
    };
    open(
        app,
        purpose,
        EditorKind::Page,
        message.name.clone(),
        help,
        &text,
    );
    Vec::new()
}

fn fill(app: &App, message: &Message) -> String {
    let Some(template) = app.playbook.templates.get(&message.template) else {
        return String::new();
    };
    crate::domain::message::draft(template, &app.incident, app.now)
}
