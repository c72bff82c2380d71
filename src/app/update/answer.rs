//! What the record answers, and what it tells unasked.

use std::sync::Arc;

use super::news::tell_news;
use super::sent::message_saved;
use super::telling::tell_done;
use crate::app::act::{
    Walk, accept_answered, choose_home, follow_planner, handed_on, open, plan_rotation,
};
use crate::app::action::Action;
use crate::app::card::{Card, HeldUp};
use crate::app::event::{Effect, NotSaved};
use crate::app::layer::{EditorKind, Layer};
use crate::app::messages;
use crate::app::model::{App, InFlight};
use crate::app::purpose::Purpose;
use crate::domain::command::{Command, Request};
use crate::domain::decide::Refusal;
use crate::domain::event::Entry;
use crate::domain::gate::{self, Found, Level};
use crate::domain::ids::ItemId;
use crate::domain::incident::{Incident, Lasting, Severity};
use crate::domain::mirror::{MirrorState, MirrorStatus};
use crate::domain::playbook::Fact;
use crate::domain::text::count;
use crate::domain::undo::lasting_of;

/// Takes over what the record now holds. The selection holds things, so nothing moves under
/// the cursor; an open editor is not touched.
pub(super) fn recorded(app: &mut App, entries: Vec<Arc<Entry>>, incident: Arc<Incident>) {
    app.hold_selection();
    let news: Vec<Arc<Entry>> = entries
        .into_iter()
        .filter(|entry| place_of(app, entry).is_err())
        .collect();
    tell_news(app, &news);
    app.take_news(news, incident);
    follow_cards(app);
}

/// Has the open cards show what the record has by now; one that is settled makes room for the
/// next that waits. Where somebody else settled it nobody has read that one yet, and the next
/// key may have been meant for the one that is gone.
fn follow_cards(app: &mut App) {
    let (incident, gate) = (&app.incident, &app.gate);
    let is_ours = app.in_flight.is_some();
    let is_on_top = matches!(app.layers.last(), Some(Layer::Card(_)));
    let mut is_gone = false;
    app.layers.retain_mut(|layer| match layer {
        Layer::Card(card) => {
            let Some(mut now) = card.followed(incident) else {
                is_gone = true;
                return false;
            };
            now.is_news |= !is_ours && now.matter != card.matter;
            *card = now;
            true
        }
        Layer::Sending(card) => {
            card.follow(incident);
            card.outgoing = gate::seen_outside(&card.text, gate, incident);
            true
        }
        Layer::Planner(_)
        | Layer::Across(_)
        | Layer::Editor(_)
        | Layer::Choices(_)
        | Layer::Palette(_)
        | Layer::Picks(_)
        | Layer::Log(_)
        | Layer::Drafts(_)
        | Layer::Scorecard { .. }
        | Layer::Whole { .. }
        | Layer::Help { .. } => true,
    });
    app.has_lost_card |= is_gone && is_on_top && !is_ours;
    follow_planner(app);
}

fn place_of(app: &App, entry: &Entry) -> Result<usize, usize> {
    app.entries
        .binary_search_by_key(&entry.seq, |known| known.seq)
}

/// Says what keeps the mirror from going on when it is news, and what came of a sync that
/// somebody asked for. What the last round found stays until the next one is through.
pub(super) fn mirror_moved(app: &mut App, status: MirrorStatus) {
    let before = std::mem::replace(&mut app.mirror, status);
    app.hold_selection();
    app.follow_comms();
    if before.deliveries != app.mirror.deliveries {
        // The report says of each message how far it got.
        app.follow_report();
    }
    if app.mirror.state == MirrorState::Syncing {
        app.mirror.detail = before.detail;
        return;
    }
    let detail = app.mirror.detail.clone();
    let is_asked = std::mem::take(&mut app.is_sync_asked);
    // Of a mirror that another pane runs it was said at once that this one does not sync.
    let was_asked = is_asked && app.mirror.state != MirrorState::Elsewhere;
    if detail != before.detail {
        // What was said is not so any more.
        app.log.settle(&before.detail);
    }
    let is_news = detail != before.detail;
    if app.mirror.state == MirrorState::Elsewhere {
        if is_news {
            tell_elsewhere(app, &detail, is_asked);
        }
    } else if !detail.is_empty() && (was_asked || is_news) {
        app.fail(detail);
    } else if was_asked {
        app.tell(app.mirror.state.word());
    }
}

/// That another pane syncs is as it should be: the log has it, and whoever asked is told.
fn tell_elsewhere(app: &mut App, detail: &str, is_asked: bool) {
    if is_asked {
        app.warn(detail);
    } else if !detail.is_empty() {
        app.log.add(app.now, messages::Level::Info, detail);
    }
}

pub(super) fn saved(app: &mut App) -> Vec<Effect> {
    app.unsaved = None;
    let Some(done) = app.in_flight.take() else {
        return Vec::new();
    };
    if let Some(Layer::Editor(editor)) = app.layers.last_mut()
        && done.editor == Some(editor.id)
        && editor.text != done.text
    {
        // A slow disk let more be typed behind what was saved.
        "saved as it was before; what you typed since is not".clone_into(&mut editor.problem);
        return Vec::new();
    }
    close_editors(app, done.editor);
    tell_done(app, &done);
    // The next editor that opens may be for the same: what was saved is no draft of its text.
    let draft = done.draft.clone().into_iter();
    let mut effects: Vec<Effect> = draft
        .map(|key| {
            app.drafts.remove(&key);
            Effect::DropDraft { key }
        })
        .collect();
    effects.extend(message_saved(app, &done.request.command));
    effects.extend(handed_on(app, &done));
    effects.extend(accept_answered(app, &done.request.command));
    walk_on(app, &done);
    effects
}

/// Closes the editor of what was saved, and the one whose text it was a reason for.
fn close_editors(app: &mut App, saved: Option<u64>) {
    let is_saved = |layer: &&Layer| matches!(layer, Layer::Editor(it) if Some(it.id) == saved);
    let over = app
        .layers
        .iter()
        .find(is_saved)
        .and_then(|layer| match layer {
            Layer::Editor(editor) => editor.over,
            _ => None,
        });
    let closes = |id: u64| saved == Some(id) || over == Some(id);
    app.layers
        .retain(|layer| !matches!(layer, Layer::Editor(editor) if closes(editor.id)));
}

/// Goes on with the walk through a long remediation.
fn walk_on(app: &mut App, done: &InFlight) {
    match (&done.request.command, done.then) {
        (Command::SetWorkingMode { .. }, _) => choose_home(app),
        (_, Some(Walk::Rotation)) => plan_rotation(app),
        (_, None) => {}
    }
}

/// Shows a refusal where the person is: in the editor, or, when a guard can be overridden, as
/// a question for the reason.
pub(super) fn refused(app: &mut App, refusal: Refusal) -> Vec<Effect> {
    let Some(asked) = app.in_flight.take() else {
        return Vec::new();
    };
    // On a slow disk more may have been typed meanwhile: that must not go with the editor.
    let typed_on = app.layers.iter().any(|layer| match layer {
        Layer::Editor(editor) => asked.editor == Some(editor.id) && editor.text != asked.text,
        _ => false,
    });
    if !refusal.found.is_empty() && !typed_on {
        return hold_up(app, asked, refusal);
    }
    let instead = in_place_of_undo(app, &asked.request);
    if refusal.guard.is_none() || typed_on {
        let refusal = said_with(refusal, instead);
        match app.layers.last_mut() {
            Some(Layer::Editor(editor)) if asked.editor == Some(editor.id) => {
                editor.problem = refusal.to_string();
            }
            Some(Layer::Card(card)) if asked.editor.is_none() => {
                card.problem = refusal.to_string();
            }
            Some(Layer::Sending(card)) if asked.editor.is_none() => {
                card.problem = refusal.to_string();
            }
            Some(Layer::Across(view)) if asked.editor.is_none() => {
                view.problem = refusal.to_string();
            }
            Some(Layer::Planner(planner)) if asked.editor.is_none() => {
                planner.problem = refusal.to_string();
            }
            _ => app.warn(refusal.to_string()),
        }
        return Vec::new();
    }
    let hint = needs_token(app, &asked.request).unwrap_or(refusal.hint);
    let mut help = vec![refusal.cause, hint];
    help.extend(supplies(app, refusal.guard));
    help.extend(set_aside(app, &asked.request));
    help.extend(instead.map(|instead| format!("{}, then {instead}", close_all(app))));
    help.push("to go on all the same type the reason; esc goes back".to_owned());
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
        editor.over = asked.editor;
        // The reason is no draft; saving it uses up the text that was refused.
        editor.draft = asked.draft;
    }
    Vec::new()
}

/// Adds the key to what a refusal says to do.
fn said_with(refusal: Refusal, key: Option<String>) -> Refusal {
    match key {
        Some(key) => Refusal {
            hint: format!("{}: {key}", refusal.hint),
            ..refusal
        },
        None => refusal,
    }
}

/// Returns the key that does what is done in place of an undo of what lasts, and what it does.
fn in_place_of_undo(app: &App, request: &Request) -> Option<String> {
    let (action, does) = match lasting_of(&app.incident, &request.command)? {
        Lasting::Outbound if app.incident.outbound_stop.is_some() => {
            (Action::Outbound, "lets it leave again")
        }
        Lasting::Outbound => (Action::Outbound, "stops it"),
        Lasting::Codename => (Action::Codename, "gives a codename"),
        Lasting::Evidence => (Action::Evidence, "opens the register"),
        Lasting::Delivery => (Action::Message, "writes a message"),
        Lasting::Issue | Lasting::FiledIssue | Lasting::Ruling => return None,
    };
    let key = app.keymap.key(action);
    (!key.is_empty()).then(|| format!("{key} {does}"))
}

/// Returns the line of the issue if a request ticks it, which the record does itself once there is
/// one.
fn line_of_issue<'r>(app: &App, request: &'r Request) -> Option<&'r ItemId> {
    let Command::MarkItem { item, .. } = &request.command else {
        return None;
    };
    let line = app.playbook.item(&item.0)?;
    (line.derived == Some(Fact::IssueCreated)).then_some(item)
}

/// Returns what is missing for the issue, where that is the token alone, and what mends it.
fn needs_token(app: &App, request: &Request) -> Option<String> {
    line_of_issue(app, request).filter(|_| app.mirror.state == MirrorState::Token)?;
    let why = &app.mirror.detail;
    Some(format!(
        "the token is missing, or is not taken: {why}; else say how it was done"
    ))
}

/// Returns the keys that say of a line whose issue nothing creates that it does not apply, and
/// selects it where they lead: the key alone is for what is selected, which may be on another pane.
fn set_aside(app: &mut App, request: &Request) -> Option<String> {
    let item = line_of_issue(app, request)?;
    let at = app.rows.lines.iter().position(|line| line.id == *item)?;
    app.selection.line.select(at, item.clone());
    let key = |action| app.keymap.key(action);
    let (list, aside) = (key(Action::ViewChecklist), key(Action::SetAside));
    let close = close_all(app);
    Some(format!(
        "it does not apply: {close}, then {list} and {aside}"
    ))
}

/// Returns the keys that close what is open, and what is about to be asked over it: below that the
/// keys of the screen work.
fn close_all(app: &App) -> String {
    vec!["esc"; app.layers.len() + 1].join(" ")
}

/// Returns the keys that supply what a guard misses.
fn supplies(app: &App, guard: Option<&'static str>) -> Option<String> {
    if guard != Some("confirm-incomplete") {
        return None;
    }
    let key = |action| app.keymap.key(action);
    let severity = (app.incident.severity == Severity::Unknown)
        .then(|| format!("{} sets the severity", key(Action::Severity)));
    let responders = app
        .incident
        .responders
        .is_empty()
        .then(|| format!("{} names responders", key(Action::Responders)));
    let known: Vec<String> = severity.into_iter().chain(responders).collect();
    if known.is_empty() {
        return None;
    }
    // By NEXT or by the key of the status: it is confirmed the way that was taken.
    Some(format!(
        "{}, then {}; then confirm it again",
        close_all(app),
        known.join(", ")
    ))
}

/// Shows what the gate found, over the text it was found in. What is marked as classified is no
/// draft any longer.
fn hold_up(app: &mut App, asked: InFlight, refusal: Refusal) -> Vec<Effect> {
    let is_marked = |found: &Found| found.finding.level == Level::Stop;
    let marked = asked
        .draft
        .clone()
        .filter(|_| refusal.found.iter().any(is_marked));
    if let Some(Layer::Editor(editor)) = app.layers.last_mut()
        && asked.editor == Some(editor.id)
    {
        let found = count(refusal.found.len(), "thing");
        editor.problem = format!("not saved yet: {found} in it may not leave this machine");
    }
    app.layers.push(Layer::Card(Card::of_gate(HeldUp {
        request: asked.request,
        found: refusal.found,
        editor: asked.editor,
        draft: asked.draft,
        text: asked.text,
    })));
    let forgotten = marked.filter(|key| app.drafts.remove(key).is_some());
    let drop = forgotten.map(|key| Effect::DropDraft { key });
    drop.into_iter().collect()
}

pub(super) fn not_saved(app: &mut App, problem: NotSaved) {
    let asked = app.in_flight.take();
    if let Some(Layer::Editor(editor)) = app.layers.last_mut()
        && asked.is_some_and(|asked| asked.editor == Some(editor.id))
    {
        editor.problem = format!("NOT SAVED: {}; {}", problem.cause, problem.hint);
    }
    let NotSaved { cause, hint } = &problem;
    let said = format!("NOT SAVED: {cause}; {hint}");
    app.log.add(app.now, messages::Level::Error, &said);
    // It has a line of its own until something is saved.
    app.log.settle(&said);
    app.unsaved = Some(problem);
}

pub(super) fn history(app: &mut App, mut entries: Vec<Arc<Entry>>) {
    app.hold_selection();
    let last = entries.last().map_or(0, |entry| entry.seq);
    entries.extend(app.entries.drain(..).filter(|entry| entry.seq > last));
    app.entries = entries;
    app.follow_record();
}

pub(super) fn drafts_found(app: &mut App, mut drafts: Vec<(String, String)>) {
    drafts.retain(|(_, text)| !text.trim().is_empty());
    if !drafts.is_empty() {
        let told = app.tell_of_drafts(&drafts);
        app.tell(told);
    }
    app.drafts.extend(drafts);
}
