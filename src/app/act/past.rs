//! Looking at the record as it stood at an earlier time.

use super::edit::read;
use super::log::show_log;
use super::navigate::navigate;
use super::open::open_line;
use super::perform::{lay_over, quit};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::model::{App, Pane};
use crate::app::past::Slide;
use crate::app::pending::begin_count;
use crate::app::purpose::{Purpose, failed};
use crate::domain::time::Span;

/// Looks at the record as it stood: after the selected entry of the timeline, else one entry
/// ago. Looking already, it goes back to now.
pub(super) fn look_back(app: &mut App) -> Vec<Effect> {
    if app.is_looking_back() {
        app.leave_past();
        return Vec::new();
    }
    let selected = app
        .selected_entry()
        .filter(|_| app.focus() == Pane::Timeline);
    let slide = match selected.map(|entry| entry.recorded) {
        Some(at) => Slide::To(at),
        None => Slide::Entries(-1),
    };
    slide_to(app, slide);
    Vec::new()
}

/// Does what a key asks for while the past is looked at: what moves around does, and whatever
/// would change the record does not.
pub(super) fn act_in_past(app: &mut App, action: Action) -> Vec<Effect> {
    let number = app.number;
    let entries = |is_later| Slide::Entries(number.signed(is_later));
    let hours = |is_later| {
        Slide::Time(Span::hours(
            i64::try_from(number.signed(is_later)).unwrap_or(0),
        ))
    };
    match action {
        Action::Past => return look_back(app),
        Action::EarlierEntry => slide_to(app, entries(false)),
        Action::LaterEntry => slide_to(app, entries(true)),
        Action::HourEarlier => slide_to(app, hours(false)),
        Action::HourLater => slide_to(app, hours(true)),
        Action::PastTime => {
            let title = "Which time is to be looked at?".to_owned();
            open_line(app, Purpose::PastTime, title, "");
        }
        Action::Read => read(app),
        Action::Palette | Action::Help => return lay_over(app, action),
        Action::Suspend => return vec![Effect::Suspend],
        Action::Quit => return quit(app),
        Action::Back if app.log.read_one() => {}
        Action::Log => return show_log(app),
        Action::Count => begin_count(app),
        Action::Back if app.shown().filter.is_empty() => app.leave_past(),
        action if action.only_looks() => navigate(app.shown_mut(), action, number),
        _ => {
            let back = app.keymap.key(Action::Back);
            app.warn(format!(
                "this is how it stood then; {back} goes back to now"
            ));
        }
    }
    Vec::new()
}

/// Looks at the record as it stood at a time that was typed. Of a time before there was a record
/// its beginning is shown, and that it is another time is said.
pub(in crate::app) fn look_back_to(app: &mut App, text: &str) -> Result<(), String> {
    let zone = app.incident.zone;
    let at = zone.read_known(text, app.now).map_err(failed)?;
    app.layers.pop();
    slide_to(app, Slide::To(at));
    if let Some(opened) = app.opened_after(at) {
        let opened = zone.stamp(opened);
        app.warn(format!(
            "the record was opened only {opened}: this is its beginning"
        ));
    }
    Ok(())
}

fn slide_to(app: &mut App, slide: Slide) {
    if app.has_all_entries() {
        app.slide(slide);
    } else {
        app.warn("the whole journal is still being read; try again in a moment");
    }
}
