//! What the keys do in the list of drafts.

use super::compose::compose;
use super::go::{Target, go_to};
use super::navigate::moved;
use super::open::{ask, open};
use super::perform::act;
use super::release::copy_out;
use crate::app::action::Action;
use crate::app::draft::DraftsView;
use crate::app::event::Effect;
use crate::app::layer::{Choice, Choices, EditorKind, Layer, Outcome};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::incident::{FixClass, LeadState, Moment, Severity, Status};
use crate::domain::text::{clean_line, shorten};

/// Lists the drafts.
pub(super) fn list_drafts(app: &mut App) -> Vec<Effect> {
    if app.drafts.is_empty() {
        app.tell("there is no draft: nothing you typed is unfinished");
        return Vec::new();
    }
    app.layers.push(Layer::Drafts(DraftsView::default()));
    Vec::new()
}

/// Does what a key asks for in the list of drafts; keys of the screen below do nothing.
pub(in crate::app) fn act_on_drafts(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(Layer::Drafts(view)) = app.layers.last() else {
        return Vec::new();
    };
    let all = app.draft_lines();
    let at = moved(action, view.at(&all), all.len(), app.page);
    let marked = all
        .get(at)
        .map(|line| (line.key.to_owned(), line.text.to_owned()));
    let Some((key, text)) = marked else {
        app.layers.pop();
        return Vec::new();
    };
    if let Some(Layer::Drafts(view)) = app.layers.last_mut() {
        view.marked = Some(key.clone());
    }
    match action {
        Action::Edit | Action::Tick => reopen(app, &key),
        Action::SetAside | Action::StepBack => {
            ask_to_discard(app, key, &text);
            Vec::new()
        }
        Action::Copy => copy_out(app, &text),
        Action::Drafts | Action::Quit => {
            app.layers.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}

fn ask_to_discard(app: &mut App, key: String, text: &str) {
    let choice = |key, label: &str, about: &str, outcome| Choice {
        key,
        label: label.to_owned(),
        about: about.to_owned(),
        outcome,
    };
    let list = vec![
        choice('n', "no", "it stays", Outcome::Nothing),
        choice('y', "yes", "nothing of it is kept", Outcome::Discard(key)),
    ];
    app.layers.push(Layer::Choices(Choices {
        title: "Discard this draft?".to_owned(),
        help: vec![shorten(&clean_line(text), 200)],
        list,
        marked: 0,
    }));
}

/// Forgets a draft, on the disk too.
pub(in crate::app) fn discard(app: &mut App, key: String) -> Vec<Effect> {
    let Some(_) = app.drafts.remove(&key) else {
        return Vec::new();
    };
    app.tell("the draft is discarded");
    if app.drafts.is_empty() && matches!(app.layers.last(), Some(Layer::Drafts(_))) {
        app.layers.pop();
    }
    vec![Effect::DropDraft { key }]
}

/// Opens the editor that a draft was typed into, with it.
fn reopen(app: &mut App, key: &str) -> Vec<Effect> {
    let list = app.layers.pop();
    let before = app.layers.len();
    let effects = open_for_key(app, key);
    let is_opened = app.layers.len() > before
        && matches!(app.layers.last(), Some(Layer::Editor(editor)) if editor.draft.as_deref() == Some(key));
    if !is_opened && app.layers.len() == before {
        app.layers.extend(list);
        let copy = app.keymap.key(Action::Copy);
        let about = key.replace('-', " ");
        app.warn(format!(
            "this text opens where it was begun ({about}), or what it was for is gone; {copy} \
             copies it"
        ));
    }
    effects
}

fn open_for_key(app: &mut App, key: &str) -> Vec<Effect> {
    if let Some(action) = of_action(key) {
        return act(app, action);
    }
    if let Some(id) = key.strip_prefix("message-") {
        return compose(app, id);
    }
    let Some((verb, id)) = key.split_once('-') else {
        return Vec::new();
    };
    match verb {
        "reword" => on(app, id, Action::Edit),
        "owner" => on(app, id, Action::Owner),
        "verified" => on(app, id, Action::Verify),
        "set" => on(app, id.trim_start_matches("aside-"), Action::SetAside),
        "defer" => defer(app, id),
        "finding" => finding(app, id),
        _ => {
            if let Some(purpose) = of_value(verb, id) {
                ask(app, purpose);
            }
            Vec::new()
        }
    }
}

/// Returns the action that opens an editor which is about no thing of its own.
fn of_action(key: &str) -> Option<Action> {
    Some(match key {
        "note" => Action::Note,
        "add-lead" => Action::Lead,
        "add-fix-immediate" => Action::Fix,
        "add-fix-long-term" => Action::AddLater,
        "field-title" => Action::Title,
        "field-details" => Action::Details,
        "field-responders" => Action::Responders,
        "field-folder" => Action::Folder,
        "codename" => Action::Codename,
        "evidence" => Action::Evidence,
        "outbound-true" | "outbound-false" => Action::Outbound,
        "closed-true" | "closed-false" => Action::Close,
        _ => return None,
    })
}

/// Returns what a draft about a value is for.
fn of_value(verb: &str, id: &str) -> Option<Purpose> {
    Some(match verb {
        "severity" => Purpose::Severity(find(Severity::ALL.iter(), id)?),
        "status" => Purpose::Status(find(Status::ALL.iter(), &id.replace('-', " "))?),
        "moment" => Purpose::Moment(find(Moment::ALL.iter(), id)?),
        "milestone" => Purpose::Milestone(id.to_owned()),
        _ => return None,
    })
}

fn find<'a, T: Copy + ToString + 'a>(
    mut all: impl Iterator<Item = &'a T>,
    word: &str,
) -> Option<T> {
    all.find(|it| it.to_string() == word).copied()
}

/// Goes to the thing and opens the editor of an action on it.
fn on(app: &mut App, id: &str, action: Action) -> Vec<Effect> {
    if Target::read(id).is_some_and(|target| go_to(app, &target)) {
        return act(app, action);
    }
    Vec::new()
}

/// A long-term item would be made immediate at once by the same key.
fn defer(app: &mut App, id: &str) -> Vec<Effect> {
    let fix = id.parse().ok().and_then(|id| app.incident.fix(id));
    if fix.is_some_and(|fix| fix.class == FixClass::Immediate) {
        return on(app, id, Action::Reclassify);
    }
    Vec::new()
}

fn finding(app: &mut App, rest: &str) -> Vec<Effect> {
    let (id, word) = rest.split_once('-').unwrap_or((rest, ""));
    let lead = id.parse().ok().and_then(|id| app.incident.lead(id));
    let to = find(LeadState::ALL.iter(), &word.replace('-', " "));
    if let (Some((id, from)), Some(to)) = (lead.map(|lead| (lead.id, lead.state)), to) {
        go_to(app, &Target::Lead(id));
        let purpose = Purpose::Finding { id, from, to };
        let title = format!("{id} {to}");
        open(app, purpose, EditorKind::Line, title, Vec::new(), "");
    }
    Vec::new()
}
