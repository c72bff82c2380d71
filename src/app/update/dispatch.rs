//! What each event goes to.

use super::answer::{drafts_found, history, mirror_moved, not_saved, recorded, refused, saved};
use super::editor::{edited, editor_key};
use super::lists::{
    choices_key, closes, filter_key, find_again, palette_key, picks_key, reading_key,
};
use super::mouse::{pointed, wheeled};
use crate::app::across::Together;
use crate::app::act::{
    act, act_across, act_on_card, act_on_drafts, act_on_log, act_on_planner, act_on_sending,
    follow_authority, follow_planner, open_note_with, report_saved, set_filter,
};
use crate::app::action::Action;
use crate::app::attention::{call, remind};
use crate::app::drill::{drill_moved, scorecard_read};
use crate::app::event::{Effect, Event};
use crate::app::key::KeyPress;
use crate::app::layer::Layer;
use crate::app::model::App;
use crate::app::palette::{self, KnownIncident};
use crate::app::past::{ask_past, past_worked_out};
use crate::app::pending::{Pending, take};
use crate::app::report_work::{ask_report, report_worked_out};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;

/// Changes the screen by one event and returns what is to be done outside.
pub fn update(app: &mut App, event: Event, now: Instant) -> Vec<Effect> {
    app.now = now;
    let mut effects = happen(app, event);
    effects.extend(ask_past(app));
    effects.extend(ask_report(app));
    effects.extend(call(app));
    effects.extend(remind(app));
    effects
}

fn happen(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(press) => key(app, press),
        Event::Paste(text) => paste(app, &text),
        Event::Pointed(spot) => pointed(app, spot),
        Event::Wheeled { spot, lines } => wheeled(app, spot, lines),
        Event::Reading { last, event } => {
            app.last_line = Some(last);
            let effects = happen(app, *event);
            app.last_line = None;
            effects
        }
        Event::Replaced { editor, text } => replaced(app, editor, &text),
        Event::Edited { text } => {
            // As with any other key; and what was said of the text before is no longer so.
            app.toast = None;
            edited(app, text)
        }
        Event::Saved => saved(app),
        Event::Refused(refusal) => refused(app, refusal),
        Event::ReportSaved(saved) => report_saved(app, &saved),
        other => {
            learn(app, other);
            Vec::new()
        }
    }
}

/// Takes over what happened where nothing is to be done outside.
fn learn(app: &mut App, event: Event) {
    match event {
        Event::Resized { columns, rows } => app.fit((columns, rows)),
        Event::Ticked => {
            // Clocks change places, and lines come up, with nothing but the time.
            app.hold_selection();
            app.follow_time();
            follow_authority(app);
            follow_planner(app);
        }
        Event::Recorded { entries, incident } => {
            recorded(app, entries, incident);
            follow_authority(app);
        }
        Event::NotSaved(problem) => not_saved(app, problem),
        Event::HistoryRead(entries) => history(app, entries),
        Event::MirrorMoved(status) => mirror_moved(app, status),
        Event::Said(level, text) => app.say_too(level, text),
        Event::ReportWorkedOut(number, figures) => report_worked_out(app, number, figures),
        Event::PastWorkedOut(number, past) => past_worked_out(app, number, past),
        Event::OthersRead(others) => {
            app.others = others;
            app.hold_selection();
            app.follow_time();
        }
        Event::OutstandingRead(all) => app.outstanding = all,
        Event::FiguresRead(lines) => app.together = Together::Read(lines),
        Event::IncidentsRead(all) => incidents_read(app, all),
        Event::DrillMoved(exercise) => drill_moved(app, exercise),
        Event::ScorecardRead(text) => scorecard_read(app, text),
        Event::DraftsFound(drafts) => drafts_found(app, drafts),
        // Only a screen knows what is where on it; the others ask for something.
        Event::Mouse { .. }
        | Event::Key(_)
        | Event::Paste(_)
        | Event::Pointed(_)
        | Event::Wheeled { .. }
        | Event::Reading { .. }
        | Event::Replaced { .. }
        | Event::Edited { .. }
        | Event::Saved
        | Event::Refused(_)
        | Event::ReportSaved(_) => {}
    }
}

pub(super) fn key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    app.toast = None;
    if std::mem::take(&mut app.has_lost_card) {
        if !closes(press) {
            app.tell("somebody else answered that; press the key again if you still mean it");
        }
        return Vec::new();
    }
    if app.is_waiting() && closes(press) {
        app.pending = Pending::default();
        return Vec::new();
    }
    match app.layers.last() {
        Some(Layer::Editor(_)) => return editor_key(app, press),
        Some(Layer::Choices(_)) => return choices_key(app, press),
        Some(Layer::Palette(_)) => return palette_key(app, press),
        Some(Layer::Picks(_)) => return picks_key(app, press),
        Some(Layer::Scorecard { .. } | Layer::Whole { .. } | Layer::Help { .. }) => {
            return reading_key(app, press);
        }
        // Escape leaves what a card shows waiting, and a plan as a draft.
        Some(_) if closes(press) => {
            app.layers.pop();
            return Vec::new();
        }
        Some(_) => {}
        None => {
            let shown = app.shown_mut();
            if shown.is_filtering {
                return filter_key(shown, press);
            }
        }
    }
    let Some(mode) = app.mode() else {
        return Vec::new();
    };
    take(app, mode, press, act_on_top)
}

/// Does an action on what lies over the screen, else on the screen.
pub(super) fn act_on_top(app: &mut App, action: Action) -> Vec<Effect> {
    if !app.offers(action) {
        app.refuse_watcher();
        return Vec::new();
    }
    match app.layers.last() {
        Some(Layer::Card(_)) => act_on_card(app, action),
        Some(Layer::Sending(_)) => act_on_sending(app, action),
        Some(Layer::Planner(_)) => act_on_planner(app, action),
        Some(Layer::Across(_)) => act_across(app, action),
        Some(Layer::Log(_)) => act_on_log(app, action),
        Some(Layer::Drafts(_)) => act_on_drafts(app, action),
        Some(
            Layer::Editor(_)
            | Layer::Choices(_)
            | Layer::Palette(_)
            | Layer::Picks(_)
            | Layer::Scorecard { .. }
            | Layer::Whole { .. }
            | Layer::Help { .. },
        ) => Vec::new(),
        None => act(app, action),
    }
}

/// Takes a text over that another program edited. An editor takes it before it comes here, so it
/// closed meanwhile: the text is kept as a note.
fn replaced(app: &mut App, editor: u64, text: &str) -> Vec<Effect> {
    let is_open = |layer: &Layer| matches!(layer, Layer::Editor(it) if it.id == editor);
    if app.layers.last().is_some_and(is_open) {
        return edited(app, text.to_owned());
    }
    app.fail("its editor closed meanwhile; what came from the other program is kept as a note");
    open_note_with(app, "Note from the other program", text)
}

fn incidents_read(app: &mut App, all: Vec<KnownIncident>) {
    app.incidents = all;
    let things = palette::things(app.shown());
    if let Some(Layer::Palette(open)) = app.layers.last_mut() {
        open.things = things;
        let (at, goal) = (open.marked, open.found.get(open.marked));
        let goal = goal.map(|entry| entry.goal.clone());
        find_again(app);
        if let Some(Layer::Palette(open)) = app.layers.last_mut() {
            // What comes in may stand above what is marked.
            let mut found = open.found.iter();
            let marked = found.position(|entry| Some(&entry.goal) == goal.as_ref());
            open.marked = marked.unwrap_or(at.min(open.found.len().saturating_sub(1)));
        }
    }
}

fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    if let Some(Layer::Palette(palette)) = app.layers.last_mut() {
        palette.query.push_str(&clean_line(text));
        find_again(app);
    } else if app.layers.is_empty() && app.is_filtering {
        let filter = format!("{}{}", app.filter, clean_line(text));
        set_filter(app, filter);
    } else if app.layers.is_empty() && app.is_looking_back() {
        app.warn("nothing can be noted in the past; go back to now first");
    } else if app.layers.is_empty() && app.is_watching {
        app.refuse_watcher();
    } else if app.layers.is_empty() {
        return paste_note(app, &clean_text(text));
    }
    Vec::new()
}

/// Opens a note with a pasted text. Keys are commands here: a pasted log must not tick,
/// resolve or quit anything.
fn paste_note(app: &mut App, pasted: &str) -> Vec<Effect> {
    if pasted.trim().is_empty() {
        return Vec::new();
    }
    open_note_with(app, "Note from the clipboard", pasted)
}
