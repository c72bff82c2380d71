//! What each event goes to.

use super::answer::{drafts_found, history, mirror_moved, not_saved, recorded, refused, saved};
use super::editor::{edited, editor_key};
use super::lists::{
    across_key, card_key, choices_key, filter_key, help_key, palette_key, past_key, picks_key,
    planner_key, scorecard_key, sending_key,
};
use crate::app::across::Together;
use crate::app::act::{
    act, follow_authority, follow_planner, open_note_with, report_saved, set_filter,
};
use crate::app::attention::{call, remind};
use crate::app::drill::{drill_moved, scorecard_read};
use crate::app::event::{Effect, Event};
use crate::app::key::KeyPress;
use crate::app::layer::Layer;
use crate::app::model::App;
use crate::app::palette;
use crate::app::report_work::{ask_report, report_worked_out};
use crate::domain::text::{clean_line, clean_text};
use crate::domain::time::Instant;

/// Changes the screen by one event and returns what is to be done outside.
pub fn update(app: &mut App, event: Event, now: Instant) -> Vec<Effect> {
    app.now = now;
    let mut effects = happen(app, event);
    effects.extend(ask_report(app));
    effects.extend(call(app));
    effects.extend(remind(app));
    effects
}

fn happen(app: &mut App, event: Event) -> Vec<Effect> {
    match event {
        Event::Key(press) => key(app, press),
        Event::Paste(text) => paste(app, &text),
        Event::Edited { text } => edited(app, text),
        Event::Resized { rows, .. } => {
            app.page = usize::from(rows.saturating_sub(8)).max(1);
            if let Some(past) = &mut app.past {
                past.app.page = app.page;
            }
            Vec::new()
        }
        Event::Ticked => {
            // Clocks change places, and lines come up, with nothing but the time.
            app.hold_selection();
            app.follow_time();
            follow_authority(app);
            follow_planner(app);
            Vec::new()
        }
        Event::Recorded { entries, incident } => {
            recorded(app, entries, incident);
            follow_authority(app);
            Vec::new()
        }
        Event::Saved => saved(app),
        Event::Refused(refusal) => refused(app, refusal),
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
        Event::Done(text) => {
            app.tell(text);
            Vec::new()
        }
        Event::ReportWorkedOut(number, figures) => {
            report_worked_out(app, number, figures);
            Vec::new()
        }
        Event::ReportSaved(note) => report_saved(app, note),
        Event::OthersRead(others) => {
            app.others = others;
            app.hold_selection();
            app.follow_time();
            Vec::new()
        }
        Event::OutstandingRead(all) => {
            app.outstanding = all;
            Vec::new()
        }
        Event::FiguresRead(lines) => {
            app.together = Together::Read(lines);
            Vec::new()
        }
        Event::DrillMoved(exercise) => {
            drill_moved(app, exercise);
            Vec::new()
        }
        Event::ScorecardRead(text) => {
            scorecard_read(app, text);
            Vec::new()
        }
        Event::DraftsFound(drafts) => {
            drafts_found(app, drafts);
            Vec::new()
        }
    }
}

pub(super) fn key(app: &mut App, press: KeyPress) -> Vec<Effect> {
    app.toast = None;
    match app.layers.last() {
        Some(Layer::Editor(_)) => editor_key(app, press),
        Some(Layer::Choices(_)) => choices_key(app, press),
        Some(Layer::Palette(_)) => palette_key(app, press),
        Some(Layer::Picks(_)) => picks_key(app, press),
        Some(Layer::Card(_)) => card_key(app, press),
        Some(Layer::Sending(_)) => sending_key(app, press),
        Some(Layer::Planner(_)) => planner_key(app, press),
        Some(Layer::Across(_)) => across_key(app, press),
        Some(Layer::Scorecard { .. }) => scorecard_key(app, press),
        Some(Layer::Help { .. }) => help_key(app, press),
        None if app.past.is_some() => past_key(app, press),
        None if app.is_filtering => filter_key(app, press),
        None => app
            .keymap
            .action(press)
            .map_or_else(Vec::new, |action| act(app, action)),
    }
}

fn paste(app: &mut App, text: &str) -> Vec<Effect> {
    if let Some(Layer::Palette(palette)) = app.layers.last_mut() {
        palette.query.push_str(&clean_line(text));
        palette.found = palette::find(&palette.query, &app.keymap);
        palette.marked = 0;
    } else if app.layers.is_empty() && app.is_filtering {
        let filter = format!("{}{}", app.filter, clean_line(text));
        set_filter(app, filter);
    } else if app.layers.is_empty() && app.past.is_some() {
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
