//! Keys and text of the open editor.

use super::request::send;
use crate::app::event::Effect;
use crate::app::key::{Key, KeyPress};
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::App;

pub(super) fn edited(app: &mut App, text: String) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.last_mut() else {
        return Vec::new();
    };
    editor.text = text;
    editor.problem.clear();
    if editor.overriding.is_some() {
        return Vec::new();
    }
    let (key, text) = (editor.purpose.draft_key(), editor.text.clone());
    app.drafts.insert(key.clone(), text.clone());
    vec![Effect::KeepDraft { key, text }]
}

pub(super) fn editor_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return Vec::new();
    };
    let saves = match editor.kind {
        EditorKind::Line => press == KeyPress::plain(Key::Enter) || press == KeyPress::ctrl('s'),
        EditorKind::Page => press == KeyPress::ctrl('s'),
    };
    if saves {
        return submit(app);
    }
    if press == KeyPress::ctrl('y') {
        let text = editor.text.clone();
        app.tell("copied");
        return vec![Effect::Copy(text)];
    }
    if press == KeyPress::plain(Key::Esc) || press == KeyPress::ctrl('c') {
        return close_editor(app);
    }
    Vec::new()
}

/// Closes the editor; what was typed stays as a draft, what was only shown does not.
fn close_editor(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.pop() else {
        return Vec::new();
    };
    let key = editor.purpose.draft_key();
    let is_worth_keeping = !editor.text.trim().is_empty() && editor.text != editor.initial;
    let had_draft = app.drafts.contains_key(&key);
    if is_worth_keeping && editor.overriding.is_none() {
        app.tell("draft kept");
        return Vec::new();
    }
    if had_draft && editor.text.trim().is_empty() {
        app.drafts.remove(&key);
        return vec![Effect::DropDraft { key }];
    }
    Vec::new()
}

fn submit(app: &mut App) -> Vec<Effect> {
    let (me, zone, now) = (app.me.clone(), app.incident.zone, app.now);
    let Some(Layer::Editor(editor)) = app.layers.last_mut() else {
        return Vec::new();
    };
    let request = match &editor.overriding {
        Some(_) if editor.text.trim().is_empty() => {
            Err("type the reason; it goes into the log and the report".to_owned())
        }
        Some(request) => Ok((**request).clone().overriding(&editor.text)),
        None => editor.purpose.request(&editor.text, &me, zone, now),
    };
    match request {
        Ok(request) => {
            let (id, key) = (editor.id, editor.purpose.draft_key());
            send(app, request, Some(id), Some(key))
        }
        Err(problem) => {
            editor.problem = problem;
            Vec::new()
        }
    }
}
