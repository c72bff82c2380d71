//! What each event goes to.

use super::answer::{drafts_found, history, not_saved, recorded, refused, saved};
use super::editor::{edited, editor_key};
use super::lists::{choices_key, filter_key, help_key, palette_key};
use crate::app::act::{act, open, set_filter};
use crate::app::event::{Effect, Event};
use crate::app::key::KeyPress;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::domain::text::clean_text;
use crate::domain::time::Instant;

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
            app.mirror = status;
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

pub(super) fn key(app: &mut App, press: KeyPress) -> Vec<Effect> {
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
