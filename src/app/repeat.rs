//! Doing the last command again.

use super::act::act;
use super::action::Action;
use super::event::Effect;
use super::layer::{EditorKind, Layer};
use super::model::App;
use super::purpose::Purpose;

/// The last command that was given, and what was typed for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Last {
    action: Option<Action>,
    said: Option<(Said, String)>,
}

/// What a text says about a thing, so that it may be said of the next thing too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Owner,
    Checker,
    WhyNot,
    Finding,
    PutOff,
}

fn said(purpose: &Purpose) -> Option<Said> {
    match purpose {
        Purpose::OwnLead(_) | Purpose::OwnFix(_) => Some(Said::Owner),
        Purpose::VerifiedBy(_) => Some(Said::Checker),
        Purpose::SetAside(_) | Purpose::Defer(_) => Some(Said::WhyNot),
        Purpose::Finding { .. } => Some(Said::Finding),
        Purpose::Snooze { .. } => Some(Said::PutOff),
        // The words of one thing are not those of another, and a message is written anew.
        _ => None,
    }
}

/// Remembers what was done.
pub(super) fn remember(app: &mut App, action: Action) {
    if action.is_repeatable() {
        app.last.action = Some(action);
    }
}

/// Remembers what was typed.
pub(super) fn remember_text(app: &mut App, purpose: &Purpose, text: &str) {
    if let Some(said) = said(purpose) {
        app.last.said = Some((said, text.to_owned()));
    }
}

/// Does the last command again, on what is selected now. Where it asks for a text the last one
/// stands there already, to be read before it is saved: nothing is recorded unseen.
pub(super) fn repeat(app: &mut App) -> Vec<Effect> {
    let Some(action) = app.last.action else {
        app.tell("there is no command to repeat yet");
        return Vec::new();
    };
    let open = app.editors;
    let effects = act(app, action);
    let text = app.last.said.clone();
    let drafts = &app.drafts;
    if let Some(Layer::Editor(editor)) = app.layers.last_mut()
        && editor.id > open
        && editor.kind == EditorKind::Line
        && editor.overriding.is_none()
        && let Some((of, text)) = text
        && said(&editor.purpose) == Some(of)
        && !editor
            .draft
            .as_ref()
            .is_some_and(|key| drafts.contains_key(key))
    {
        editor.text = text;
    }
    effects
}
