//! Keys and text of the open editor.

use chrono::TimeDelta;

use super::request::put;
use super::sent::leave_open;
use crate::app::act::{
    brief_for, copy_out, examine, look_back_to, mark_shift, open_card, say_no_change,
};
use crate::app::card::Waiting;
use crate::app::event::Effect;
use crate::app::handoff::{HandoffText, misread};
use crate::app::key::{Key, KeyPress};
use crate::app::layer::{Editor, EditorKind, Layer};
use crate::app::model::{App, InFlight};
use crate::app::purpose::{Purpose, responders_line};
use crate::app::repeat::remember_text;
use crate::domain::command::{Clearance, Request};
use crate::domain::event::Field;
use crate::domain::gate;
use crate::domain::incident::Incident;
use crate::domain::message;
use crate::domain::text::{clean_line, shorten};
use crate::domain::time::{Instant, Zone};

pub(in crate::app) fn edited(app: &mut App, text: String) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.last_mut() else {
        return Vec::new();
    };
    editor.text = text;
    editor.problem.clear();
    keep_draft(app)
}

/// Keeps the text of the open editor, unless it says nothing that the record does not say, or is
/// marked as classified: no file here is cleared for that.
fn keep_draft(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return Vec::new();
    };
    let Some(key) = editor.draft.clone().filter(|_| editor.overriding.is_none()) else {
        return Vec::new();
    };
    let text = editor.text.clone();
    let says_nothing = text.trim().is_empty() || text == editor.initial;
    if says_nothing || gate::is_marked(&text, &app.gate, &app.incident) {
        return drop_draft(app, key);
    }
    app.drafts.insert(key.clone(), text.clone());
    vec![Effect::KeepDraft { key, text }]
}

fn drop_draft(app: &mut App, key: String) -> Vec<Effect> {
    match app.drafts.remove(&key) {
        Some(_) => vec![Effect::DropDraft { key }],
        None => Vec::new(),
    }
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
        return copy_out(app, &text);
    }
    if press == KeyPress::ctrl('n') && matches!(editor.purpose, Purpose::Message { .. }) {
        return say_no_change(app);
    }
    if press == KeyPress::ctrl('e') {
        return edit_outside(app);
    }
    if press == KeyPress::plain(Key::Esc) || press == KeyPress::ctrl('c') {
        return close_editor(app);
    }
    Vec::new()
}

/// Has the text opened in the program of the person, through a file.
fn edit_outside(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return Vec::new();
    };
    let saving = app.in_flight.as_ref().and_then(|asked| asked.editor);
    if saving == Some(editor.id) {
        app.tell("it is being saved");
        return Vec::new();
    }
    if gate::is_marked(&editor.text, &app.gate, &app.incident) {
        app.warn("marked as classified or controlled: no file is made of it for another program");
        return Vec::new();
    }
    vec![Effect::EditOutside {
        editor: editor.id,
        text: editor.text.clone(),
    }]
}

/// Closes the editor; what was typed is kept as a draft already, or may not be.
fn close_editor(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.pop() else {
        return Vec::new();
    };
    if let Some(key) = editor.draft {
        if app.drafts.contains_key(&key) {
            app.tell("draft kept");
        } else if gate::is_marked(&editor.text, &app.gate, &app.incident) {
            app.warn("no draft kept: the text is marked as classified or controlled");
        }
    }
    let asks_on = matches!(app.layers.last(), Some(Layer::Sending(card)) if card.asks_on);
    if let Some(at) = editor.purpose.asked_of().filter(|_| asks_on) {
        leave_open(app, at, false);
    }
    Vec::new()
}

/// Leaves open of whom nobody was told; an empty text says nobody.
fn tell_nobody(app: &mut App) -> Option<Vec<Effect>> {
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return None;
    };
    let at = editor.purpose.asked_of()?;
    if !editor.text.trim().is_empty() {
        return None;
    }
    let key = editor.purpose.draft_key();
    app.layers.pop();
    leave_open(app, at, true);
    Some(drop_draft(app, key))
}

fn submit(app: &mut App) -> Vec<Effect> {
    let (me, zone, now) = (app.me.clone(), app.incident.zone, app.now);
    let changed_below = changed_below(&mut app.layers);
    let (written, people) = (written_below(&app.layers), app.senders());
    let saving = app.in_flight.as_ref().and_then(|asked| asked.editor);
    let Some(Layer::Editor(editor)) = app.layers.last_mut() else {
        return Vec::new();
    };
    if saving == Some(editor.id) {
        // On a slow disk keys come through before the answer; once is enough.
        app.tell("it is being saved");
        return Vec::new();
    }
    if let Some(now) = changed_meanwhile(&app.incident, editor) {
        let shown = now.trim_end_matches(", ");
        editor.problem = format!("changed meanwhile to: {shown}; save again to replace it");
        editor.initial = now;
        return Vec::new();
    }
    if let Some(problem) = still_open(editor) {
        editor.problem = problem;
        return Vec::new();
    }
    if let Some(problem) = changed_below
        .or_else(|| headed(editor))
        .or_else(|| read_otherwise(&app.incident, editor))
    {
        editor.problem = problem;
        return Vec::new();
    }
    let goes_on = editor.overriding.is_none().then(|| go_on(app)).flatten();
    if let Some(effects) = goes_on {
        return effects;
    }
    let Some(Layer::Editor(editor)) = app.layers.last_mut() else {
        return Vec::new();
    };
    let request = match &editor.overriding {
        Some(_) if editor.text.trim().is_empty() => {
            Err("type the reason; it goes into the log and the report".to_owned())
        }
        Some(request) if editor.purpose == Purpose::LetThrough => {
            let reason = Clearance::LetThrough(editor.text.clone());
            Ok((**request).clone().cleared(reason))
        }
        Some(request) => Ok((**request).clone().overriding(&editor.text)),
        None => {
            let record = (&*app.incident, &*app.playbook);
            let request = editor
                .purpose
                .request(&editor.text, (&me, &people), record, now);
            request.and_then(
                |request| match too_early(editor, &request, written, (zone, now)) {
                    Some(asked) => Err(asked),
                    None => Ok(request),
                },
            )
        }
    };
    match request {
        Ok(request) => {
            let (id, draft) = (editor.id, editor.draft.clone());
            let (text, purpose) = (editor.text.clone(), editor.purpose.clone());
            remember_text(app, &purpose, &text);
            put(
                app,
                InFlight {
                    editor: Some(id),
                    draft,
                    text,
                    ..InFlight::of(request)
                },
            )
        }
        Err(problem) => {
            editor.problem = problem;
            Vec::new()
        }
    }
}

/// Goes on with a text that is no request as it is; none with one that is.
fn go_on(app: &mut App) -> Option<Vec<Effect>> {
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return None;
    };
    let (purpose, text) = (editor.purpose.clone(), editor.text.clone());
    match purpose {
        Purpose::Message { message } => {
            open_card(app, &message, &text);
            Some(Vec::new())
        }
        Purpose::ShiftReason => {
            app.layers.pop();
            Some(mark_shift(app, &text))
        }
        Purpose::PastTime => Some(go_back_to(app)),
        Purpose::Handoff(HandoffText::To) => Some(go_on_to_brief(app, &text)),
        Purpose::Examine(..) => examine(app),
        Purpose::Carried { .. } => tell_nobody(app),
        _ => None,
    }
}

/// Looks at the record as it stood at the time that was typed.
fn go_back_to(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return Vec::new();
    };
    let text = editor.text.clone();
    if let Err(problem) = look_back_to(app, &text)
        && let Some(Layer::Editor(editor)) = app.layers.last_mut()
    {
        editor.problem = problem;
    }
    Vec::new()
}

/// Goes on to the brief once it is known whom it is for.
fn go_on_to_brief(app: &mut App, name: &str) -> Vec<Effect> {
    let key = Purpose::Handoff(HandoffText::To).draft_key();
    match brief_for(app, name) {
        Ok(()) => drop_draft(app, key),
        Err(problem) => {
            if let Some(Layer::Editor(editor)) = app.layers.last_mut() {
                editor.problem = problem;
            }
            Vec::new()
        }
    }
}

/// Returns what to say, once, of a brief that is read back otherwise than it was marked. Saving
/// again asks for the reason.
fn read_otherwise(incident: &Incident, editor: &Editor) -> Option<String> {
    const AGAIN: &str = "; read it again, or ctrl-s again to say why not";
    let is_read = matches!(editor.purpose, Purpose::Handoff(HandoffText::ReadBack(_)));
    if !is_read || editor.overriding.is_some() || editor.problem.ends_with(AGAIN) {
        return None;
    }
    misread(incident, &editor.text).map(|problem| format!("{problem}{AGAIN}"))
}

/// Returns what the record says by now, where somebody changed what is being edited.
fn changed_meanwhile(incident: &Incident, editor: &Editor) -> Option<String> {
    let now = match &editor.purpose {
        Purpose::RewordLead(id) => incident.lead(*id)?.text.clone(),
        Purpose::OwnLead(id) => incident.lead(*id)?.owner.clone(),
        Purpose::RewordFix(id) => incident.fix(*id)?.text.clone(),
        Purpose::OwnFix(id) => incident.fix(*id)?.owner.clone(),
        Purpose::Field(Field::Title) => incident.title.clone(),
        Purpose::Field(Field::Details) => incident.details.clone(),
        Purpose::Field(Field::Responders) => responders_line(&incident.responders),
        _ => return None,
    };
    (now != editor.initial).then_some(now)
}

/// Returns what to say, once, when the conflict that the text on top is to settle changed
/// while it was typed.
fn changed_below(layers: &mut [Layer]) -> Option<String> {
    let [.., Layer::Card(card), Layer::Editor(_)] = layers else {
        return None;
    };
    let Waiting::Conflict { seen, .. } = &card.matter else {
        return None;
    };
    let theirs = shorten(&clean_line(&seen.theirs), 200);
    std::mem::take(&mut card.is_news)
        .then(|| format!("the issue says by now: {theirs}; save again to rule all the same"))
}

/// How it is said that a message was not written yet when it is said to have gone out.
const EARLY: &str = "this text was begun only at ";
const AGAIN: &str = "; enter again if it went out before, from elsewhere";
/// How it is said that this is not known of a draft.
const UNKNOWN: &str = "nobody knows since when this draft is written";

/// Returns since when the message is being written that the text on top is about; none of a draft
/// that was kept.
fn written_below(layers: &[Layer]) -> Option<Instant> {
    match layers {
        [.., Layer::Sending(card), Layer::Editor(_)] => card.written,
        _ => None,
    }
}

/// Returns what to ask, once, of a message that whoever sits here says they sent before it was
/// begun: a deadline would count as kept by a text that did not exist. Since when a draft is
/// written nobody knows, so of one it is asked whenever it was not just now. The time that was
/// taken is said with its day: one still to come is read as that of the day before. Who says that
/// somebody else sent it speaks of theirs.
fn too_early(
    editor: &Editor,
    request: &Request,
    written: Option<Instant>,
    (zone, now): (Zone, Instant),
) -> Option<String> {
    let is_own =
        matches!(editor.purpose, Purpose::Carried { of: None, .. }) && request.sent_by.is_empty();
    let (earliest, latest) = (request.happened?.earliest()?, request.happened?.latest()?);
    let is_early = latest + TimeDelta::minutes(1) <= written.unwrap_or(now);
    let is_asked = [EARLY, UNKNOWN]
        .iter()
        .any(|it| editor.problem.starts_with(it));
    if !is_own || !is_early || is_asked {
        return None;
    }
    let sent = zone.stamp(earliest);
    Some(match written {
        Some(written) => {
            let begun = zone.clock(written, now);
            format!("{EARLY}{begun}, and {sent} is before that{AGAIN}")
        }
        None => format!("{UNKNOWN}: was it {sent}? enter again if it went out then"),
    })
}

/// Returns what to say, once, of a text made of two that still has the headings between them.
fn headed(editor: &Editor) -> Option<String> {
    const LEFT: &str = "still in it: ";
    if !matches!(editor.purpose, Purpose::Settle(_))
        || editor.kind == EditorKind::Line
        || editor.problem.starts_with(LEFT)
    {
        return None;
    }
    let is_heading = |line: &&str| line.starts_with("[here") || line.starts_with("[issue");
    let mut lines = editor.initial.lines().filter(is_heading);
    let left = lines.find(|heading| editor.text.lines().any(|line| line == *heading))?;
    Some(format!("{LEFT}{left}; ctrl-s again saves it so"))
}

/// Returns what to say, once, of a text with blanks in it that goes out when it is saved. Saving
/// again goes on as it is: a thin text in time is better than a full one too late (R9). Of a
/// message its card says so, before anything is sent.
fn still_open(editor: &Editor) -> Option<String> {
    const OPEN: &str = "still to fill in: ";
    let is_asked = matches!(
        editor.purpose,
        Purpose::Examine(..) | Purpose::Handoff(HandoffText::Brief(_))
    );
    if !is_asked || editor.problem.starts_with(OPEN) {
        return None;
    }
    let open = message::left_blank(&editor.initial, &editor.text);
    (!open.is_empty()).then(|| format!("{OPEN}{}; ctrl-s again goes on without", open.join(", ")))
}
