//! Messages: their text.

use super::open::open;
use super::release::release;
use super::send::{open_card, show_rest, show_unsent};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::event::Entry;
use crate::domain::message::{self, Draft, recipients, sitrep_kind};
use crate::domain::playbook::{Message, MessageKind};

/// Opens the sitrep that the state asks for: initial, handoff, severity change, update, final.
pub(super) fn compose_sitrep(app: &mut App) -> Vec<Effect> {
    let kind = sitrep_kind(&app.incident);
    let has = |kind| app.playbook.message_of(kind).is_some();
    let plain = if has(kind) { kind } else { MessageKind::Update };
    // There is one last sitrep: what it lacks is sent before another is written.
    let last = app.playbook.message_of(MessageKind::Final);
    let last = last.filter(|_| plain == MessageKind::Final);
    if let Some(id) = last.map(|it| it.id.clone())
        && show_rest(app, &id)
    {
        return Vec::new();
    }
    compose_kind(app, plain)
}

/// Opens the first message of a kind that the playbook has.
pub(super) fn compose_kind(app: &mut App, kind: MessageKind) -> Vec<Effect> {
    let Some(id) = app.playbook.message_of(kind).map(|it| it.id.clone()) else {
        app.tell("this playbook has no such message");
        return Vec::new();
    };
    compose(app, &id)
}

pub(in crate::app) fn compose(app: &mut App, id: &str) -> Vec<Effect> {
    let playbook = app.playbook.clone();
    let Some(message) = playbook.message(id) else {
        app.tell(format!("this playbook has no {id}"));
        return Vec::new();
    };
    if show_unsent(app, id) {
        return Vec::new();
    }
    let draft = draft_of(app, message);
    let names = recipients(message, &app.incident, &playbook);
    let mut help = vec![format!("to {}", names.join(", "))];
    if draft.without_news().is_some() && app.incident.told.is_some() {
        let other = if draft.changes.is_empty() {
            ""
        } else {
            "other "
        };
        help.push(format!("ctrl-n says that there is no {other}change"));
    }
    // Who had one that was taken back knows it by its number.
    if draft.number > 1 && app.incident.last_sitrep().is_none() {
        help.push("a sitrep was taken back; its number is not given again".to_owned());
    }
    let title = draft.title(&message.name);
    let purpose = Purpose::Message {
        message: id.to_owned(),
    };
    open(app, purpose, EditorKind::Page, title, help, &draft.text);
    Vec::new()
}

/// Writes that there is no change, and goes on to send it. What somebody wrote is not
/// replaced.
pub(in crate::app) fn say_no_change(app: &mut App) -> Vec<Effect> {
    let Some((id, is_untouched)) = app.layers.last().and_then(|layer| match layer {
        Layer::Editor(editor) => match &editor.purpose {
            Purpose::Message { message } => Some((message.clone(), editor.text == editor.initial)),
            _ => None,
        },
        _ => None,
    }) else {
        return Vec::new();
    };
    let playbook = app.playbook.clone();
    let draft = playbook.message(&id).map(|message| draft_of(app, message));
    let text = draft.and_then(|draft| draft.without_news());
    let problem = match text {
        Some(_) if !is_untouched => "something is written already; ctrl-s goes on with it",
        None => "this message says more than whether there is a change",
        Some(text) => {
            if let Some(Layer::Editor(editor)) = app.layers.last_mut() {
                editor.text.clone_from(&text);
            }
            open_card(app, &id, &text);
            return copy_for_hands(app);
        }
    };
    if let Some(Layer::Editor(editor)) = app.layers.last_mut() {
        problem.clone_into(&mut editor.problem);
    }
    Vec::new()
}

/// Copies the text of the card on top where hands have to carry it, so that the next key is the
/// one that says that it was sent by them. Nothing is recorded by copying: nobody was told yet.
fn copy_for_hands(app: &mut App) -> Vec<Effect> {
    let (text, is_sent_too) = match app.layers.last() {
        Some(Layer::Sending(card)) if card.is_told_by_hand() => {
            (card.text.clone(), card.is_sent_from_here())
        }
        _ => return Vec::new(),
    };
    let key = app.keymap.key(Action::SentByHand);
    let rest = if is_sent_too {
        "; that sends the rest from here"
    } else {
        ""
    };
    app.tell(format!(
        "given to the terminal to copy, not recorded: {key} once you have sent it{rest}"
    ));
    release(app, &text).map(Effect::Copy).into_iter().collect()
}

/// Returns a message as far as the record knows it by now.
pub(super) fn draft_of(app: &App, message: &Message) -> Draft {
    let draft = message::compose(&app.incident, &app.playbook, message, app.now);
    let entries = app.entries.iter().map(|entry| -> &Entry { entry });
    message::from_journal(draft, (&app.incident, &app.playbook), entries, app.now)
}
