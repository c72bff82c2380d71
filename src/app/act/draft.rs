//! What the keys do in the list of drafts.

use super::board::reclassify;
use super::compose::compose;
use super::edit::{edit, hand_on, owner, set_aside, verify};
use super::go::{Target, go_to};
use super::navigate::line_after;
use super::open::{ask, open, open_for};
use super::release::copy_out;
use crate::app::action::Action;
use crate::app::draft::DraftsView;
use crate::app::event::Effect;
use crate::app::layer::{Choice, Choices, EditorKind, Layer, Outcome};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::event::Field;
use crate::domain::ids::ItemId;
use crate::domain::incident::{FixClass, Incident};
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
    let at = line_after(action, view.at(&all), all.len(), (app.page, app.number));
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

/// Opens the editor that a draft was typed into, with it. Nothing is recorded by that, and the
/// list stays where nothing opens.
fn reopen(app: &mut App, key: &str) -> Vec<Effect> {
    let list = app.layers.pop();
    let before = app.layers.len();
    let effects = match Purpose::from_draft_key(key, &app.incident) {
        Some(Purpose::Message { message }) => compose(app, &message),
        Some(purpose) => open_again(app, purpose),
        None => Vec::new(),
    };
    if app.layers.len() > before {
        return effects;
    }
    app.layers.extend(list);
    if app.toast.is_none() {
        let copy = app.keymap.key(Action::Copy);
        let about = key.replace('-', " ");
        app.warn(format!(
            "this text opens where it was begun ({about}), or what it was for is gone; {copy} \
             copies it"
        ));
    }
    effects
}

/// Opens the editor of a purpose, over the thing it is about. Not by the key that opened it
/// first: with something else selected that key may do something else.
fn open_again(app: &mut App, purpose: Purpose) -> Vec<Effect> {
    if let Some(action) = form_of(&purpose, &app.incident) {
        open_for(app, action);
        return Vec::new();
    }
    match purpose {
        Purpose::RewordLead(id) => on(app, &Target::Lead(id), edit),
        Purpose::RewordFix(id) => on(app, &Target::Fix(id), edit),
        Purpose::RewordLine(id) => on(app, &Target::Line(ItemId(id.to_string())), edit),
        Purpose::OwnLead(id) => on(app, &Target::Lead(id), owner),
        Purpose::OwnFix(id) => on(app, &Target::Fix(id), owner),
        Purpose::VerifiedBy(id) => on(app, &Target::Fix(id), verify),
        Purpose::SetAside(id) => on(app, &Target::Line(id), set_aside),
        Purpose::Defer(id) => match app.incident.fix(id) {
            Some(fix) if fix.class == FixClass::Immediate => on(app, &Target::Fix(id), reclassify),
            // A long-term item would be made immediate at once.
            Some(_) | None => Vec::new(),
        },
        Purpose::Finding { id, to, .. } if go_to(app, &Target::Lead(id)) => {
            let title = format!("{id} {to}");
            open(app, purpose, EditorKind::Line, title, Vec::new(), "");
            Vec::new()
        }
        Purpose::Severity(_)
        | Purpose::Status(_)
        | Purpose::Moment(_)
        | Purpose::Milestone(_)
        | Purpose::Tick(_) => {
            ask(app, purpose);
            Vec::new()
        }
        Purpose::HandOver(id) if app.incident.evidence.iter().any(|it| it.id == id) => {
            hand_on(app, id);
            Vec::new()
        }
        // The others need more than the key says.
        _ => Vec::new(),
    }
}

/// Returns the action that opens the editor of a purpose wherever somebody is.
fn form_of(purpose: &Purpose, incident: &Incident) -> Option<Action> {
    Some(match purpose {
        Purpose::Note => Action::Note,
        Purpose::AddLead => Action::Lead,
        Purpose::AddFix(FixClass::Immediate) => Action::Fix,
        Purpose::AddFix(FixClass::LongTerm) => Action::AddLater,
        Purpose::Codename => Action::Codename,
        Purpose::Evidence => Action::Evidence,
        Purpose::Field(Field::Title) => Action::Title,
        Purpose::Field(Field::Details) => Action::Details,
        Purpose::Field(Field::Responders) => Action::Responders,
        Purpose::Field(Field::Folder) => Action::Folder,
        Purpose::Outbound { stopped } if *stopped == incident.outbound_stop.is_none() => {
            Action::Outbound
        }
        Purpose::Closed(closed) if *closed != incident.closed => Action::Close,
        _ => return None,
    })
}

/// Goes to a thing and opens an editor over it.
fn on(app: &mut App, target: &Target, opens: fn(&mut App) -> Vec<Effect>) -> Vec<Effect> {
    if go_to(app, target) {
        opens(app)
    } else {
        Vec::new()
    }
}
