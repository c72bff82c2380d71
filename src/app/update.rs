//! The one function that changes the screen.

use std::sync::Arc;

use super::act::{act, ask, open, set_filter, step};
use super::action::Action;
use super::event::{Effect, Event, NotSaved};
use super::key::{Key, KeyPress};
use super::layer::{EditorKind, Layer, Outcome};
use super::model::{App, InFlight};
use super::palette;
use super::purpose::Purpose;
use crate::domain::command::{Command, Request};
use crate::domain::decide::Refusal;
use crate::domain::event::Entry;
use crate::domain::event::Origin;
use crate::domain::incident::Incident;
use crate::domain::mirror::{MirrorState, MirrorStatus};
use crate::domain::text::clean_text;
use crate::domain::time::Instant;
use crate::domain::timeline::describe;

/// Changes the screen by one event and returns what is to be done outside.
pub fn update(app: &mut App, event: Event, now: Instant) -> Vec<Effect> {
    app.now = now;
    match event {
        Event::Key(press) => key(app, press),
        Event::Paste(text) => paste(app, &text),
        Event::Edited { text } => edited(app, text),
        Event::Resized { rows, .. } => {
            app.page = usize::from(rows.saturating_sub(8)).max(1);
            Vec::new()
        }
        Event::Ticked => {
            app.follow_time();
            Vec::new()
        }
        Event::Recorded { entries, incident } => {
            recorded(app, entries, incident);
            Vec::new()
        }
        Event::Saved => saved(app),
        Event::Refused(refusal) => {
            refused(app, refusal);
            Vec::new()
        }
        Event::NotSaved(problem) => {
            not_saved(app, problem);
            Vec::new()
        }
        Event::HistoryRead(entries) => {
            history(app, entries);
            Vec::new()
        }
        Event::MirrorMoved(status) => {
            mirror_moved(app, status);
            Vec::new()
        }
        Event::Told(text) => {
            app.warn(text);
            Vec::new()
        }
        Event::DraftsFound(drafts) => {
            drafts_found(app, drafts);
            Vec::new()
        }
    }
}

/// Puts a command to the record, without an editor behind it.
pub(super) fn execute(app: &mut App, command: Command) -> Vec<Effect> {
    let request = Request::local(command, &app.me);
    send(app, request, None, None)
}

fn send(
    app: &mut App,
    request: Request,
    editor: Option<u64>,
    draft: Option<String>,
) -> Vec<Effect> {
    app.in_flight = Some(InFlight {
        request: request.clone(),
        editor,
        draft,
    });
    vec![Effect::Execute(request)]
}

fn key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    app.toast = None;
    match app.layers.last() {
        Some(Layer::Editor(_)) => editor_key(app, press),
        Some(Layer::Choices(_)) => choices_key(app, press),
        Some(Layer::Palette(_)) => palette_key(app, press),
        Some(Layer::Help { .. }) => help_key(app, press),
        None if app.is_filtering => filter_key(app, press),
        None => app
            .keymap
            .action(press)
            .map_or_else(Vec::new, |action| act(app, action)),
    }
}

fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    if app.layers.is_empty() && app.is_filtering {
        let filter = format!("{}{}", app.filter, crate::domain::text::clean_line(text));
        set_filter(app, filter);
    } else if app.layers.is_empty() {
        // Keys are commands here: a pasted log must not tick, resolve or quit anything.
        open(
            app,
            Purpose::Note,
            EditorKind::Line,
            "Note from the clipboard".to_owned(),
            vec!["enter saves it as a note; esc leaves it as a draft".to_owned()],
            &clean_text(text),
        );
    }
    Vec::new()
}

fn edited(app: &mut App, text: String) -> Vec<Effect> {
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

fn editor_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
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

fn choices_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let Some(Layer::Choices(choices)) = app.layers.last_mut() else {
        return Vec::new();
    };
    let last = choices.list.len().saturating_sub(1);
    let chosen = match press.key {
        Key::Esc => {
            app.layers.pop();
            return Vec::new();
        }
        Key::Down => {
            choices.marked = (choices.marked + 1).min(last);
            None
        }
        Key::Up => {
            choices.marked = choices.marked.saturating_sub(1);
            None
        }
        Key::Enter => Some(choices.marked),
        Key::Char(c) => choices
            .list
            .iter()
            .position(|choice| choice.key == c)
            .or_else(|| {
                choices.marked = match c {
                    'j' => (choices.marked + 1).min(last),
                    'k' => choices.marked.saturating_sub(1),
                    _ => choices.marked,
                };
                None
            }),
        _ => None,
    };
    let choice = chosen.and_then(|at| choices.list.get(at)).cloned();
    let Some(choice) = choice else {
        return Vec::new();
    };
    app.layers.pop();
    match choice.outcome {
        Outcome::Command(command) => execute(app, command),
        Outcome::Act(action) => act(app, action),
        Outcome::Ask(purpose) => {
            ask(app, purpose);
            Vec::new()
        }
    }
}

fn palette_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let keymap = app.keymap.clone();
    let Some(Layer::Palette(open)) = app.layers.last_mut() else {
        return Vec::new();
    };
    match press.key {
        Key::Esc => {
            app.layers.pop();
            return Vec::new();
        }
        Key::Enter => {
            let action = open.found.get(open.marked).map(|entry| entry.action);
            app.layers.pop();
            return action.map_or_else(Vec::new, |action| act(app, action));
        }
        Key::Down | Key::Tab => {
            open.marked = (open.marked + 1).min(open.found.len().saturating_sub(1));
        }
        Key::Up | Key::BackTab => open.marked = open.marked.saturating_sub(1),
        Key::Backspace => {
            open.query.pop();
        }
        Key::Char(c) if !press.ctrl && !press.alt => open.query.push(c),
        _ => {}
    }
    if matches!(press.key, Key::Char(_) | Key::Backspace) {
        open.found = palette::find(&open.query, &keymap);
        open.marked = 0;
    }
    Vec::new()
}

fn help_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let page = app.page;
    let Some(Layer::Help { scroll }) = app.layers.last_mut() else {
        return Vec::new();
    };
    let most = Action::ALL.len();
    match press.key {
        Key::Down | Key::Char('j') => *scroll = (*scroll + 1).min(most),
        Key::Up | Key::Char('k') => *scroll = scroll.saturating_sub(1),
        Key::PageDown | Key::Char(' ') => *scroll = (*scroll + page).min(most),
        Key::PageUp => *scroll = scroll.saturating_sub(page),
        _ => {
            app.layers.pop();
        }
    }
    Vec::new()
}

fn filter_key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    let mut filter = app.filter.clone();
    match press.key {
        Key::Esc => {
            app.is_filtering = false;
            set_filter(app, String::new());
        }
        Key::Enter => app.is_filtering = false,
        Key::Down => step(app, 1),
        Key::Up => step(app, -1),
        Key::Backspace => {
            filter.pop();
            set_filter(app, filter);
        }
        Key::Char(c) if !press.ctrl && !press.alt => {
            filter.push(c);
            set_filter(app, filter);
        }
        _ => {}
    }
    Vec::new()
}

/// Takes over what the record now holds. The selection holds things, so nothing moves under
/// the cursor; an open editor is not touched.
fn recorded(app: &mut App, entries: Vec<Arc<Entry>>, incident: Arc<Incident>) {
    app.hold_selection();
    let news: Vec<Arc<Entry>> = entries
        .into_iter()
        .filter(|entry| place_of(app, entry).is_err())
        .collect();
    if let Some(seen) = news
        .iter()
        .rev()
        .find(|entry| entry.origin == Origin::Github)
    {
        let text = format!("{} on the issue: {}", seen.actor, describe(&seen.event));
        app.tell(text);
    }
    for entry in news {
        // An answer may overtake what others recorded before it.
        if let Err(at) = place_of(app, &entry) {
            app.entries.insert(at, entry);
        }
    }
    app.incident = incident;
    app.follow_record();
}

fn place_of(app: &App, entry: &Entry) -> Result<usize, usize> {
    app.entries
        .binary_search_by_key(&entry.seq, |known| known.seq)
}

/// Says what keeps the mirror from going on when it is news, and what came of a sync that
/// somebody asked for. What the last round found stays until the next one is through.
fn mirror_moved(app: &mut App, status: MirrorStatus) {
    let before = std::mem::replace(&mut app.mirror, status);
    if app.mirror.state == MirrorState::Syncing {
        app.mirror.detail = before.detail;
        return;
    }
    let detail = app.mirror.detail.clone();
    let was_asked = std::mem::take(&mut app.is_sync_asked);
    if !detail.is_empty() && (was_asked || detail != before.detail) {
        app.warn(detail);
    } else if was_asked {
        app.tell(app.mirror.state.word());
    } else if detail.is_empty() && app.toast.as_ref().is_some_and(|t| t.text == before.detail) {
        // What was said is not so any more.
        app.toast = None;
    }
}

fn saved(app: &mut App) -> Vec<Effect> {
    app.unsaved = None;
    let Some(done) = app.in_flight.take() else {
        return Vec::new();
    };
    if let Some(id) = done.editor {
        app.layers
            .retain(|layer| !matches!(layer, Layer::Editor(editor) if editor.id == id));
    }
    if let Command::Undo { .. } = done.request.command {
        let undone = app.entries.last().map(|entry| describe(&entry.event));
        app.tell(undone.unwrap_or_default());
    }
    let Some(key) = done.draft else {
        return Vec::new();
    };
    app.drafts.remove(&key);
    vec![Effect::DropDraft { key }]
}

/// Shows a refusal where the person is: in the editor, or, when a guard can be overridden, as
/// a question for the reason.
fn refused(app: &mut App, refusal: Refusal) {
    let Some(asked) = app.in_flight.take() else {
        return;
    };
    if refusal.guard.is_none() {
        match app.layers.last_mut() {
            Some(Layer::Editor(editor)) if asked.editor == Some(editor.id) => {
                editor.problem = refusal.to_string();
            }
            _ => app.warn(refusal.to_string()),
        }
        return;
    }
    if let Some(id) = asked.editor {
        app.layers
            .retain(|layer| !matches!(layer, Layer::Editor(editor) if editor.id == id));
    }
    let help = vec![
        refusal.cause,
        refusal.hint,
        "to go on all the same type the reason; esc goes back".to_owned(),
    ];
    open(
        app,
        Purpose::Override,
        EditorKind::Line,
        "Not yet".to_owned(),
        help,
        "",
    );
    if let Some(Layer::Editor(editor)) = app.layers.last_mut() {
        editor.overriding = Some(Box::new(asked.request));
    }
}

fn not_saved(app: &mut App, problem: NotSaved) {
    let asked = app.in_flight.take();
    if let Some(Layer::Editor(editor)) = app.layers.last_mut()
        && asked.is_some_and(|asked| asked.editor == Some(editor.id))
    {
        editor.problem = format!("NOT SAVED: {}; {}", problem.cause, problem.hint);
    }
    app.unsaved = Some(problem);
}

fn history(app: &mut App, mut entries: Vec<Arc<Entry>>) {
    app.hold_selection();
    let last = entries.last().map_or(0, |entry| entry.seq);
    entries.extend(app.entries.drain(..).filter(|entry| entry.seq > last));
    app.entries = entries;
    app.follow_record();
}

fn drafts_found(app: &mut App, drafts: Vec<(String, String)>) {
    if let Some((key, _)) = drafts.first() {
        let more = crate::domain::text::count(drafts.len(), "draft");
        app.tell(format!("{more} kept from before: {key}"));
    }
    app.drafts.extend(drafts);
}
