//! What becomes of the screen once a message is in the record.

use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::Layer;
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::incident::{MessageRecord, RouteState};
use crate::domain::playbook::Channel;

/// Closes the editor of a message that is in the record, and forgets its draft. Its card stays
/// while somebody has to carry the message.
pub(super) fn message_saved(app: &mut App, command: &Command) -> Vec<Effect> {
    match command {
        Command::SendMessage { message, .. } => {
            let effects = close_editor(app, message);
            follow_card(app);
            effects
        }
        Command::RecordMessage { message, to, .. } => {
            app.layers
                .retain(|layer| !matches!(layer, Layer::Sending(_)));
            match unreachable_from_here(app, to) {
                none if none.is_empty() => app.tell("recorded as sent"),
                names => app.warn(format!(
                    "recorded as sent, to {names} too, for whom no address is set here; {} takes \
                     it back",
                    app.keymap.key(Action::Undo)
                )),
            }
            close_editor(app, message)
        }
        Command::MoveRoutes { to, .. } => {
            close_settled(app, *to);
            Vec::new()
        }
        _ => Vec::new(),
    }
}

/// Returns those of the recipients whose mail address nobody set: that they got it is only said.
fn unreachable_from_here(app: &App, to: &[String]) -> String {
    let addresses = app.playbook.addresses.values();
    let unset: Vec<&str> = addresses
        .filter(|it| it.channel == Channel::Mail && it.to.is_empty() && to.contains(&it.name))
        .map(|it| it.name.as_str())
        .collect();
    unset.join(", ")
}

fn close_editor(app: &mut App, id: &str) -> Vec<Effect> {
    let purpose = Purpose::Message {
        message: id.to_owned(),
    };
    app.layers
        .retain(|layer| !matches!(layer, Layer::Editor(editor) if editor.purpose == purpose));
    let key = purpose.draft_key();
    match app.drafts.remove(&key) {
        Some(_) => vec![Effect::DropDraft { key }],
        None => Vec::new(),
    }
}

/// Has the card show what is in the record by now.
fn follow_card(app: &mut App) {
    let mut entries = app.entries.iter().rev();
    let sent =
        entries.find(|it| matches!(it.event, Event::MessageSent { .. }) && it.actor == app.me);
    let Some(entry) = sent.map(|it| it.id) else {
        return;
    };
    let label = app.incident.message(entry).map(MessageRecord::label);
    let label = label.unwrap_or_default();
    let Some(Layer::Sending(card)) = app.layers.last_mut() else {
        return;
    };
    card.rows.retain(|row| row.chosen);
    card.of = Some(entry);
    card.marked = 0;
    card.follow(&app.incident);
    if card.needs_hands() {
        let key = app.keymap.key(Action::SentByHand);
        app.tell(format!(
            "{label} was given to the terminal to copy; once you have sent it press {key}"
        ));
    } else {
        app.layers.pop();
        app.tell(format!("{label} is on its way"));
    }
}

/// Closes the card of a message that nobody has to do anything about.
fn close_settled(app: &mut App, to: RouteState) {
    let Some(Layer::Sending(card)) = app.layers.last() else {
        return;
    };
    let mut rows = card.rows.iter();
    if !rows.any(|row| row.state().is_some_and(RouteState::is_open)) {
        app.layers.pop();
        app.tell(match to {
            RouteState::Queued => "on its way again",
            _ => "recorded",
        });
    }
}
