//! What becomes of the screen once a message is in the record, or is taken back.

use crate::app::act::ask_on;
use crate::app::action::Action;
use crate::app::draft::drafts_again;
use crate::app::event::Effect;
use crate::app::layer::Layer;
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::app::sending::SendRow;
use crate::domain::command::Command;
use crate::domain::event::Event;
use crate::domain::incident::RouteState;
use crate::domain::ledger::{WAITS, name};

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

/// Says what was taken back. The text of a message or a brief is the draft of its form again, so
/// that nobody writes it twice; what somebody began anew meanwhile stays.
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
    let texts = drafts_again(undone.map(|it| &it.event), |key| {
        app.drafts.contains_key(key)
    });
    let mut effects = Vec::new();
    for text in texts {
        match text {
            Some((key, text)) => {
                app.drafts.insert(key.clone(), text.clone());
                effects.push(Effect::KeepDraft { key, text });
                said += "; its text is kept as a draft";
            }
            None => said += "; the newer draft of it stays",
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
    let waits = match (app.mirror.state.posts(), &app.incident.issue) {
        (true, _) => ON_ITS_WAY,
        (false, Some(_)) => "waits for the next sync",
        (false, None) => WAITS,
    };
    let rest = what_becomes(&card.rows, waits);
    let said = match (is_told, rest) {
        (true, Some(rest)) => format!("{label} is recorded as sent by hand; the rest {rest}"),
        (true, None) => format!("{label} is recorded as sent by hand"),
        (false, rest) => format!("{label} {}", rest.unwrap_or(ON_ITS_WAY)),
    };
    if is_told || card.is_settled() {
        let unset = card.unaddressed();
        if !is_told || !ask_on(app, 0) {
            app.layers.pop();
            say_settled(app, said, &unset);
        } else {
            app.tell(said);
        }
    } else {
        let key = app.keymap.key(Action::SentByHand);
        app.tell(format!(
            "{label} was given to the terminal to copy; once you have sent it press {key}"
        ));
    }
}

/// What is said of what a carrier has, or the mirror posts in its next round.
const ON_ITS_WAY: &str = "is on its way";

/// Returns what becomes of those to whom nobody has to carry a message; none where there are none.
/// `posted` says what becomes of what the mirror posts.
fn what_becomes(rows: &[SendRow], posted: &'static str) -> Option<&'static str> {
    let is_posted = |row: &SendRow| row.state() == Some(RouteState::Mirrored);
    let mut others = rows.iter().filter(|row| !row.lacks_address());
    if others.any(|row| !is_posted(row)) {
        return Some(ON_ITS_WAY);
    }
    rows.iter().any(is_posted).then_some(posted)
}

/// Closes the card of a message that nobody has to do anything about, once it is asked whom
/// somebody told where no address is set.
fn close_settled(app: &mut App, to: RouteState) {
    let Some(Layer::Sending(card)) = app.layers.last() else {
        return;
    };
    // Whose turn it was has been asked about.
    let from = if card.asks_on { card.marked + 1 } else { 0 };
    let unset = card.unaddressed();
    // Who gives up one of two goes on with the other.
    let goes_on = to == RouteState::Dropped && !unset.is_empty();
    if card.is_settled() && !goes_on {
        if to == RouteState::Sent && ask_on(app, from) {
            app.tell("recorded");
            return;
        }
        app.layers.pop();
        let said = match to {
            RouteState::Queued => "on its way again",
            _ => "recorded",
        };
        say_settled(app, said.to_owned(), &unset);
    }
}

/// Leaves somebody open of whom it was asked, by their place, whom somebody told for them; goes on
/// to the next, or ends the asking.
pub(super) fn leave_open(app: &mut App, at: usize, goes_on: bool) {
    let Some(Layer::Sending(card)) = app.layers.last() else {
        return;
    };
    let (unset, asks_on) = (card.unaddressed(), card.asks_on);
    if asks_on && goes_on && ask_on(app, at + 1) {
        return;
    }
    if asks_on {
        app.layers.pop();
    }
    say_settled(app, "left open".to_owned(), &unset);
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
