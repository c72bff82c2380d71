//! Cards: opening one, and what its keys do.

use super::navigate::line_after;
use super::open::{ask, open};
use super::perform::lay_over;
use crate::app::action::Action;
use crate::app::card::{Card, HeldUp, Waiting};
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::{App, InFlight};
use crate::app::purpose::Purpose;
use crate::app::update::{execute, put};
use crate::domain::command::{Clearance, Command};
use crate::domain::difference::joined;
use crate::domain::event::{Entry, Event};
use crate::domain::ids::ItemId;
use crate::domain::incident::Conflict;
use crate::domain::question::{is_ticked, question};
use crate::domain::ruling::{self, Matter};
use crate::domain::suggestion::{SuggestedAction, Suggestion, SuggestionId};

/// Opens the card of a conflict, or of the first one.
pub(super) fn open_conflict(app: &mut App, subject: Option<&str>) -> Vec<Effect> {
    let first = app.incident.conflicts.first_key_value();
    let subject = subject.or(first.map(|(subject, _)| subject.as_str()));
    let card = subject.and_then(|subject| Card::of_conflict(&app.incident, subject));
    show(app, card, "no conflict is open")
}

/// Opens the card of a suggestion, or of the first one.
pub(super) fn open_suggestion(app: &mut App, id: Option<SuggestionId>) -> Vec<Effect> {
    let first = app.incident.suggestions.first_key_value();
    let id = id.or(first.map(|(id, _)| *id));
    let card = id.and_then(|id| Card::of_suggestion(&app.incident, id));
    show(app, card, "nobody waits for an answer")
}

fn show(app: &mut App, card: Option<Card>, nothing: &str) -> Vec<Effect> {
    match card {
        Some(card) => {
            app.layers.retain(|layer| !matches!(layer, Layer::Card(_)));
            app.layers.push(Layer::Card(card));
        }
        None => app.tell(nothing),
    }
    Vec::new()
}

/// Opens the card of what an entry of the timeline is about, while that waits. Returns false
/// when it does not.
pub(super) fn open_entry(app: &mut App, entry: &Entry) -> bool {
    match &entry.event {
        Event::ConflictFound(found) if app.incident.conflicts.contains_key(&found.subject) => {
            open_conflict(app, Some(&found.subject));
            true
        }
        Event::Suggested { id, .. } if app.incident.suggestions.contains_key(id) => {
            open_suggestion(app, Some(*id));
            true
        }
        _ => false,
    }
}

/// Does what a key of the card on top asks for.
pub(in crate::app) fn act_on_card(app: &mut App, action: Action) -> Vec<Effect> {
    let (page, number) = ((app.page / 2).max(1), app.number);
    let Some(Layer::Card(card)) = app.layers.last_mut() else {
        return Vec::new();
    };
    card.problem.clear();
    match action {
        _ if action.moves_in_a_list() => {
            card.scroll = line_after(action, card.scroll, card.length(), (page, number));
        }
        Action::NextCard => turn(app, number.signed(true)),
        Action::PreviousCard => turn(app, number.signed(false)),
        Action::Help | Action::Palette => return lay_over(app, action),
        Action::KeepMine
        | Action::TakeTheirs
        | Action::EditBoth
        | Action::Accept
        | Action::Decline => return answer(app, action),
        Action::Redact | Action::LetThrough | Action::KeepHere | Action::ThrowAway => {
            return pass_gate(app, action);
        }
        _ => {}
    }
    Vec::new()
}

fn turn(app: &mut App, by: isize) {
    if let Some(Layer::Card(card)) = app.layers.last_mut()
        && let Some(next) = card.turned(&app.incident, by)
    {
        *card = next;
    }
}

/// Answers what the card on top shows, unless it shows something else than before the key.
fn answer(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(Layer::Card(card)) = app.layers.last_mut() else {
        return Vec::new();
    };
    if std::mem::take(&mut card.is_news) {
        "it changed just now: look at it once more, then choose".clone_into(&mut card.problem);
        return Vec::new();
    }
    match &card.matter {
        Waiting::Conflict { subject, seen, .. } => {
            let (subject, seen) = (subject.clone(), seen.clone());
            rule(app, &subject, &seen, action)
        }
        Waiting::Suggestion { id, .. } => {
            let (id, accept) = (*id, action == Action::Accept);
            let asks = app
                .incident
                .suggestions
                .get(&id)
                .and_then(|it| asks(app, it));
            if let Some(item) = asks.filter(|_| accept) {
                // Its answer ticks the line, and accepts this with it.
                ask(app, Purpose::Tick(item));
                return Vec::new();
            }
            execute(app, Command::AnswerSuggestion { id, accept })
        }
        Waiting::Gate(_) => Vec::new(),
    }
}

/// Returns the line that a suggestion asks to tick and that asks something itself.
fn asks(app: &App, suggestion: &Suggestion) -> Option<ItemId> {
    let SuggestedAction::Tick(item) = &suggestion.action else {
        return None;
    };
    question(item, &app.incident, &app.playbook, app.now)?;
    Some(item.clone())
}

/// Accepts the suggestion on top once its line was answered, and so ticked.
pub(in crate::app) fn accept_answered(app: &mut App, command: &Command) -> Vec<Effect> {
    let Command::MarkItem { item, .. } = command else {
        return Vec::new();
    };
    let Some(Layer::Card(Card {
        matter: Waiting::Suggestion { id, .. },
        ..
    })) = app.layers.last()
    else {
        return Vec::new();
    };
    let id = *id;
    let waits = app.incident.suggestions.get(&id);
    let is_it = waits.is_some_and(|it| it.action == SuggestedAction::Tick(item.clone()));
    if !is_it || !is_ticked(item, &app.incident, &app.playbook, app.now) {
        return Vec::new();
    }
    execute(app, Command::AnswerSuggestion { id, accept: true })
}

/// Does with a text that may not leave what was chosen.
fn pass_gate(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(Layer::Card(Card {
        matter: Waiting::Gate(held_up),
        problem,
        ..
    })) = app.layers.last_mut()
    else {
        return Vec::new();
    };
    if matches!(action, Action::Redact | Action::KeepHere) && !held_up.can_be_held() {
        "a name is not held back: esc goes back, to give another".clone_into(problem);
        return Vec::new();
    }
    let held_up = HeldUp::clone(held_up);
    app.layers.pop();
    let clearance = match action {
        Action::LetThrough => {
            ask_why_it_may_leave(app, held_up);
            return Vec::new();
        }
        Action::ThrowAway => return throw_away(app, &held_up),
        Action::KeepHere => Clearance::HoldAll,
        _ => Clearance::HoldPieces,
    };
    put(
        app,
        InFlight {
            editor: held_up.editor,
            draft: held_up.draft,
            text: held_up.text,
            ..InFlight::of(held_up.request.cleared(clearance))
        },
    )
}

/// Forgets a text, and what was kept of it while it was typed.
fn throw_away(app: &mut App, held_up: &HeldUp) -> Vec<Effect> {
    close_editor_of(app, held_up);
    app.tell("thrown away; nothing of it is kept");
    let draft = held_up.draft.clone().into_iter();
    draft
        .map(|key| {
            app.drafts.remove(&key);
            Effect::DropDraft { key }
        })
        .collect()
}

fn close_editor_of(app: &mut App, held_up: &HeldUp) {
    app.layers.retain(
        |layer| !matches!(layer, Layer::Editor(editor) if held_up.editor == Some(editor.id)),
    );
}

fn ask_why_it_may_leave(app: &mut App, held_up: HeldUp) {
    let mut help: Vec<String> = held_up.found.iter().map(ToString::to_string).collect();
    help.truncate(3);
    help.push("to have it leave all the same type the reason; esc goes back".to_owned());
    let (purpose, kind) = (Purpose::LetThrough, EditorKind::Line);
    open(app, purpose, kind, "Why may it leave?".to_owned(), help, "");
    if let Some(Layer::Editor(editor)) = app.layers.last_mut() {
        editor.overriding = Some(Box::new(held_up.request));
        editor.over = held_up.editor;
        // The reason is no draft; saving it uses up the text that was held up.
        editor.draft = held_up.draft;
    }
}

fn rule(app: &mut App, subject: &str, seen: &Conflict, action: Action) -> Vec<Effect> {
    let account = ruling::account(subject, seen, &app.incident);
    let value = match action {
        Action::KeepMine => &seen.ours,
        Action::TakeTheirs => &seen.theirs,
        Action::EditBoth if account.edit.is_some() => {
            edit(app, subject, seen);
            return Vec::new();
        }
        _ => {
            if let Some(Layer::Card(card)) = app.layers.last_mut() {
                "there is no third way: keep mine or take theirs".clone_into(&mut card.problem);
            }
            return Vec::new();
        }
    };
    let settle = Command::SettleConflict {
        subject: subject.to_owned(),
        value: value.clone(),
    };
    execute(app, settle)
}

/// Opens an editor with both values in it: for one line ours, for prose both.
fn edit(app: &mut App, subject: &str, seen: &Conflict) {
    let zone = app.incident.zone;
    let is_page = subject == "details" || seen.ours.contains('\n') || seen.theirs.contains('\n');
    let by = |place: &str, name: &str| match name {
        "" => format!("[{place}]"),
        name => format!("[{place}, {name}]"),
    };
    let headings = (by("here", &seen.ours_by), by("issue", &seen.theirs_by));
    let (kind, text) = match Matter::of(subject) {
        Matter::TakenBack(_) => (EditorKind::Line, seen.theirs.clone()),
        Matter::Value if is_page => {
            let text = joined(&seen.ours, &seen.theirs, (&headings.0, &headings.1));
            (EditorKind::Page, text)
        }
        Matter::Value | Matter::Removed(_) => (EditorKind::Line, seen.ours.clone()),
    };
    let help = match (kind, Matter::of(subject)) {
        (EditorKind::Line, Matter::Value) => vec![
            format!("here: {}", ruling::value_words(subject, &seen.ours, zone)),
            format!(
                "on the issue: {}",
                ruling::value_words(subject, &seen.theirs, zone)
            ),
        ],
        (EditorKind::Line, _) => Vec::new(),
        (EditorKind::Page, _) => vec!["both texts are in it; what you save holds".to_owned()],
    };
    let choices = ruling::choices(subject).map(|words| format!("one of {words}"));
    let help = help.into_iter().chain(choices).collect();
    let title = format!("Rule on {}", ruling::about(subject));
    open(
        app,
        Purpose::Settle(subject.to_owned()),
        kind,
        title,
        help,
        &text,
    );
}
