//! Having a text looked through before everybody may read it.

use super::compose::draft_of;
use super::open::open;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::{App, InFlight};
use crate::app::purpose::Purpose;
use crate::app::update::put;
use crate::domain::command::{Command, ExamineAsked, Request};
use crate::domain::gate::looked_at;
use crate::domain::ids::ItemId;

/// Opens the text that a line of the checklist has looked through: what was written of it, else
/// what the record knows. It stays the draft of its message.
pub(super) fn open_examined(app: &mut App, line: &ItemId, message: &str) -> Vec<Effect> {
    let playbook = app.playbook.clone();
    let Some(known) = playbook.message(message) else {
        return Vec::new();
    };
    let purpose = Purpose::Examine(line.clone(), message.to_owned());
    let title = format!("{line}: {}", known.name);
    let help = vec![
        "paste or write what everybody is to read; ctrl-s has it looked through".to_owned(),
        "the text is kept as a draft, and sent by its own line".to_owned(),
    ];
    let text = draft_of(app, known).text;
    open(app, purpose, EditorKind::Page, title, help, &text);
    Vec::new()
}

/// Has the text in the editor on top looked through; none where it is no such text.
pub(in crate::app) fn examine(app: &mut App) -> Option<Vec<Effect>> {
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return None;
    };
    let (Purpose::Examine(line, _), None) = (&editor.purpose, &editor.overriding) else {
        return None;
    };
    let asked = ExamineAsked {
        line: line.clone(),
        found: looked_at(&editor.text, &app.gate),
        text: editor.text.clone(),
    };
    let request = Request::local(Command::ExamineText(Box::new(asked)), &app.me);
    let asked = InFlight {
        editor: Some(editor.id),
        text: editor.text.clone(),
        // No draft is used up: the text is to be sent yet.
        ..InFlight::of(request)
    };
    Some(put(app, asked))
}
