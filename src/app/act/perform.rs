//! Which function does which action.

use super::board::{copy, reclassify, step_back, tick};
use super::choose::{
    choose_conflict, choose_exposure, choose_mode, choose_moment, choose_severity, choose_shift,
    choose_situation, choose_status,
};
use super::compose::{compose, compose_sitrep};
use super::edit::{add, edit, owner, set_aside, snooze, verify};
use super::navigate::navigate;
use super::next_step::do_next;
use super::open::{change_status, false_alarm, open_for};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{Layer, Palette};
use crate::app::model::App;
use crate::app::palette;
use crate::app::update::execute;
use crate::domain::command::Command;
use crate::domain::incident::Status;

/// Does an action.
pub(in crate::app) fn act(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::DoNext => do_next(app),
        Action::Tick => tick(app),
        Action::StepBack => step_back(app),
        Action::Add => add(app),
        Action::Edit => edit(app),
        Action::Owner => owner(app),
        Action::Verify => verify(app),
        Action::SetAside => set_aside(app),
        Action::Reclassify => reclassify(app),
        Action::Severity => choose_severity(app),
        Action::Status => choose_status(app),
        Action::Moment => choose_moment(app),
        Action::LongRemediation => choose_mode(app),
        Action::Exposure => choose_exposure(app),
        Action::Situation => choose_situation(app),
        Action::Shift => choose_shift(app),
        Action::Conflict => choose_conflict(app),
        Action::Sitrep => compose_sitrep(app),
        Action::Notice => compose(app, "gsa-notice"),
        Action::AfterAction => compose(app, "after-action"),
        Action::Resolve => change_status(app, Status::Resolved),
        Action::FalseAlarm => false_alarm(app),
        Action::Snooze => snooze(app),
        Action::Undo => undo(app),
        Action::Copy => copy(app),
        Action::Sync => sync(app),
        Action::Quit => vec![Effect::Quit],
        Action::Palette => {
            let found = palette::find("", &app.keymap);
            app.layers.push(Layer::Palette(Palette {
                found,
                ..Palette::default()
            }));
            Vec::new()
        }
        Action::Help => {
            app.layers.push(Layer::Help { scroll: 0 });
            Vec::new()
        }
        Action::Note
        | Action::AddLater
        | Action::Lead
        | Action::Fix
        | Action::Responders
        | Action::Handoff
        | Action::Contingency
        | Action::Disruption
        | Action::Close
        | Action::Title
        | Action::Details
        | Action::DiscoveryMethod
        | Action::ThreatActions => {
            open_for(app, action);
            Vec::new()
        }
        Action::ViewNow
        | Action::ViewChecklist
        | Action::ViewLeads
        | Action::ViewRemediation
        | Action::ViewTimeline
        | Action::NextView
        | Action::PreviousView
        | Action::Down
        | Action::Up
        | Action::First
        | Action::Last
        | Action::PageDown
        | Action::PageUp
        | Action::NextPane
        | Action::PreviousPane
        | Action::Filter
        | Action::Back => {
            navigate(app, action);
            Vec::new()
        }
    }
}

/// Takes back what is last on this screen; another pane may have recorded more since.
fn undo(app: &mut App) -> Vec<Effect> {
    let last = app.incident.undo.last();
    let Some(entry) = last.and_then(|step| step.entries.last().copied()) else {
        app.tell("there is nothing to undo");
        return Vec::new();
    };
    execute(app, Command::Undo { entry: Some(entry) })
}

fn sync(app: &mut App) -> Vec<Effect> {
    app.tell("syncing");
    app.is_sync_asked = true;
    vec![Effect::SyncNow]
}
