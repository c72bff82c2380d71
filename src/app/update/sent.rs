//! What becomes of the screen once a message is in the record, or is taken back.

use std::collections::btree_map;

use crate::app::action::Action;
use crate::app::draft::draft_of;
use crate::app::event::Effect;
use crate::app::layer::Layer;
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::app::sending::SendRow;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::incident::RouteState;
use crate::domain::ledger::name;

/// Closes the editor of a message that is in the record, and forgets its draft. Its card stays
/// while somebody has to carry the message.
pub(super) fn message_saved(app: &mut App, command: &Command) -> Vec<Effect> {
    match command {
        Command::SendMessage { message, to, .. } => {
            let effects = close_editor(app, message);
            follow_card(app, message, !to.is_empty());
            effects
        }
        Command::RecordMessage { message, .. } => {
            app.layers
                .retain(|layer| !matches!(layer, Layer::Sending(_)));
            app.tell("recorded as sent by hand");
            close_editor(app, message)
        }
        Command::MoveRoutes { to, .. } => {
            close_settled(app, *to);
            Vec::new()
        }
        Command::Undo { .. } | Command::UndoBefore(_) => taken_back(app),
        _ => Vec::new(),
    }
}

/// Says what was taken back. The text of a message is the draft of its form again, so that nobody
/// writes it twice; what somebody began anew meanwhile stays.
fn taken_back(app: &mut App) -> Vec<Effect> {
    let mut last = app.entries.iter().rev();
    let Some((entry, entries)) = last.find_map(|entry| match &entry.event {
        Event::Undone { entries, .. } => Some((entry, entries)),
        _ => None,
    }) else {
        return Vec::new();
    };
    let mut said = app.words_of(entry);
    let undone = entries.iter().rev().filter_map(|id| app.entry(*id));
    let texts: Vec<_> = undone.filter_map(|it| draft_of(&it.event)).collect();
    let mut effects = Vec::new();
    for (key, text) in texts {
        match app.drafts.entry(key.clone()) {
            btree_map::Entry::Vacant(place) => {
                place.insert(text.clone());
                effects.push(Effect::KeepDraft { key, text });
                said += "; its text is kept as a draft";
            }
            btree_map::Entry::Occupied(_) => said += "; the newer draft of it stays",
        }
    }
    app.tell(said);
    effects
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
fn follow_card(app: &mut App, id: &str, is_told: bool) {
    let mut entries = app.entries.iter().rev();
    // Somebody else may have told them; it is this machine that says so.
    let is_it =
        |event: &Event| matches!(event, Event::MessageSent { message, .. } if message == id);
    let sent = entries.find(|it| is_it(&it.event) && (is_told || it.actor == app.me));
    let Some(entry) = sent.map(|it| it.id) else {
        return;
    };
    let record = app.incident.message(entry);
    let label = record.map(|record| name(record, Some(&app.playbook)));
    let label = label.unwrap_or_default();
    let Some(Layer::Sending(card)) = app.layers.last_mut() else {
        return;
    };
    // Whom somebody told already has no way of their own any more.
    card.rows.retain(|row| row.chosen && !is_told);
    card.of = Some(entry);
    card.marked = 0;
    card.follow(&app.incident);
    let is_sent_too = !card.rows.iter().all(SendRow::lacks_address);
    let said = match (is_told, is_sent_too) {
        (true, true) => format!("{label} is recorded as sent by hand; the rest is on its way"),
        (true, false) => format!("{label} is recorded as sent by hand"),
        (false, _) => format!("{label} is on its way"),
    };
    if is_told || card.is_settled() {
        let unset = card.unaddressed();
        app.layers.pop();
        say_settled(app, said, &unset);
    } else {
        let key = app.keymap.key(Action::SentByHand);
        app.tell(format!(
            "{label} was given to the terminal to copy; once you have sent it press {key}"
        ));
    }
}

/// Closes the card of a message that nobody has to do anything about.
fn close_settled(app: &mut App, to: RouteState) {
    let Some(Layer::Sending(card)) = app.layers.last() else {
        return;
    };
    let unset = card.unaddressed();
    // Who gives up one of two goes on with the other.
    let goes_on = to == RouteState::Dropped && !unset.is_empty();
    if card.is_settled() && !goes_on {
        app.layers.pop();
        let said = match to {
            RouteState::Queued => "on its way again",
            _ => "recorded",
        };
        say_settled(app, said.to_owned(), &unset);
    }
}

/// Says what became of a message, and who is still to be told because nobody set their address.
fn say_settled(app: &mut App, said: String, unset: &str) {
    if unset.is_empty() {
        app.tell(said);
    } else {
        let key = app.keymap.key(Action::ViewComms);
        app.warn(format!(
            "{said}; NOT to {unset}: no address is set; {key} has it until you say whom you told"
        ));
    }
}
