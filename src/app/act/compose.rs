//! Messages: their text and who gets them.

use super::open::open;
use crate::app::event::Effect;
use crate::app::layer::EditorKind;
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::incident::Status;
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
    let names = recipients(app, message);
    let sitrep = id.ends_with("sitrep");
    let help = vec![
        format!("to {}", names.join(", ")),
        "ctrl-y copies it; ctrl-s records it as sent".to_owned(),
    ];
    let text = fill(app, message);
    let purpose = Purpose::Message {
        message: id.to_owned(),
        sitrep,
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

/// Returns the names of those a message must reach, and with it everybody who got a sitrep
/// before where the process asks for that (R32, R58).
pub(super) fn recipients(app: &App, message: &Message) -> Vec<String> {
    let name = |key: &String| {
        app.playbook.addresses.get(key).map_or_else(
            || key.clone(),
            |address| {
                if address.to.is_empty() {
                    address.name.clone()
                } else {
                    address.to.clone()
                }
            },
        )
    };
    let mut names: Vec<String> = message.must.iter().map(name).collect();
    if message.to_previous_recipients {
        let earlier = app
            .incident
            .messages
            .iter()
            .filter(|record| record.number > 0);
        for earlier in earlier.flat_map(|record| record.to.iter()) {
            if !names.contains(earlier) {
                names.push(earlier.clone());
            }
        }
    }
    names
}

fn fill(app: &App, message: &Message) -> String {
    let Some(template) = app.playbook.templates.get(&message.template) else {
        return String::new();
    };
    crate::domain::message::draft(template, &app.incident, app.now)
}
