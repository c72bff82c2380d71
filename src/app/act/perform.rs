//! Which function does which action.

use super::across::open_across;
use super::ask::{become_line, open_ask, selected_ask};
use super::board::{copy, reclassify, step_back, tick};
use super::card::{act_on_card, open_conflict, open_suggestion};
use super::choose::{
    choose_attempt, choose_exposure, choose_message, choose_moment, choose_severity, choose_shift,
    choose_situation, choose_status,
};
use super::compose::{compose_kind, compose_sitrep};
use super::decision::open_decision;
use super::draft::list_drafts;
use super::edit::{add, edit, owner, read, set_aside, snooze, verify};
use super::ending::{choose_tracking, write_report};
use super::handoff::hand_off;
use super::log::show_log;
use super::navigate::navigate;
use super::next_step::do_next;
use super::open::{change_status, false_alarm, open_for};
use super::past::{act_in_past, look_back};
use super::people::{choose_roster, choose_still};
use super::rotation::{act_on_planner, open_planner};
use super::send::act_on_sending;
use super::walk::choose_mode;
use super::worksheet::{add_beside, classify, link_evidence, move_cause};
use crate::app::across::AcrossPage;
use crate::app::action::Action;
use crate::app::drill::{DrillAsk, ask_drill};
use crate::app::event::Effect;
use crate::app::layer::{Layer, Palette};
use crate::app::mode::Mode;
use crate::app::model::{App, Pane};
use crate::app::palette;
use crate::app::pending::begin_count;
use crate::app::repeat::{remember, repeat};
use crate::app::update::execute;
use crate::domain::decision::{CONTINGENCY, DISRUPTION};
use crate::domain::ids::IncidentId;
use crate::domain::incident::Status;
use crate::domain::people::AskLine;
use crate::domain::playbook::MessageKind;
use crate::domain::undo;
use crate::domain::vocabulary::Facet;

/// Does an action.
pub(in crate::app) fn act(app: &mut App, action: Action) -> Vec<Effect> {
    if !app.offers(action) {
        app.refuse_watcher();
        return Vec::new();
    }
    if app.is_looking_back() {
        return act_in_past(app, action);
    }
    match action.mode() {
        Mode::Past => act_in_past(app, action),
        Mode::Global => act_anywhere(app, action),
        Mode::Card | Mode::Conflict | Mode::Suggestion | Mode::Gate => act_on_card(app, action),
        Mode::Sending => act_on_sending(app, action),
        Mode::Planner => act_on_planner(app, action),
    }
}

/// Does an action that needs no card.
fn act_anywhere(app: &mut App, action: Action) -> Vec<Effect> {
    remember(app, action);
    let done = act_on_screen(app, action)
        .or_else(|| on_selected(app, action))
        .or_else(|| choose(app, action))
        .or_else(|| write(app, action));
    if let Some(effects) = done {
        return effects;
    }
    match action {
        Action::DoNext => do_next(app),
        Action::LinkEvidence => link_evidence(app),
        Action::CauseBefore | Action::CauseBehind | Action::CauseBelow | Action::CauseOut => {
            move_cause(app, action)
        }
        Action::Lead | Action::Fix => put_on_board(app, action),
        Action::Ask => {
            open_ask(app, None);
            Vec::new()
        }
        Action::Conflict => open_conflict(app, None),
        Action::Suggestion => open_suggestion(app, None),
        Action::WriteReport => write_report(app),
        Action::Track => choose_tracking(app),
        action => act_on_all(app, action),
    }
}

/// Does an action that is about the incident, the screen or the program as a whole.
fn act_on_all(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::Rotation => open_planner(app),
        Action::Resolve => change_status(app, Status::Resolved),
        Action::FalseAlarm => false_alarm(app),
        Action::Snooze => snooze(app),
        Action::Disruption => open_decision(app, DISRUPTION),
        Action::Contingency => open_decision(app, CONTINGENCY),
        Action::Undo => undo(app),
        Action::Handoff | Action::Yield => hand_off(app),
        Action::Copy => copy(app),
        Action::Sync => sync(app),
        Action::AddLater if app.focus() == Pane::Report => {
            add_beside(app);
            Vec::new()
        }
        Action::Note
        | Action::AddLater
        | Action::Responders
        | Action::Close
        | Action::Title
        | Action::Details
        | Action::Outbound
        | Action::Codename
        | Action::Folder
        | Action::Evidence => {
            open_for(app, action);
            Vec::new()
        }
        Action::DiscoveryMethod => pick_of(app, Facet::DiscoveryMethod),
        Action::ThreatActions => pick_of(app, Facet::ThreatActions),
        // What is left moves around.
        _ => {
            navigate(app, action, app.number);
            Vec::new()
        }
    }
}

/// Does something with what is selected.
fn on_selected(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    Some(match action {
        Action::Tick => tick(app),
        Action::StepBack => step_back(app),
        Action::Add => add(app),
        Action::Edit => edit(app),
        Action::Owner => owner(app),
        Action::Verify => verify(app),
        Action::SetAside => set_aside(app),
        Action::Reclassify => reclassify(app),
        _ => return None,
    })
}

/// Does what is about the screen, and not about the incident.
fn act_on_screen(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    Some(match action {
        Action::Repeat => repeat(app),
        Action::Log => show_log(app),
        Action::Read => {
            read(app);
            Vec::new()
        }
        Action::Drafts => list_drafts(app),
        Action::Count => {
            begin_count(app);
            Vec::new()
        }
        Action::Past => look_back(app),
        Action::FollowUps => open_across(app, AcrossPage::FollowUps),
        Action::Figures => open_across(app, AcrossPage::Figures),
        Action::Back if app.log.read_one() => Vec::new(),
        Action::Back if app.filter.is_empty() && app.mirror.unread > 0 => {
            vec![Effect::RestReading]
        }
        Action::Suspend => vec![Effect::Suspend],
        Action::Quit => quit(app),
        Action::Palette | Action::Help => lay_over(app, action),
        _ => return DrillAsk::of(action).map(|ask| ask_drill(app, ask)),
    })
}

fn pick_of(app: &mut App, facet: Facet) -> Vec<Effect> {
    classify(app, facet);
    Vec::new()
}

/// Puts a lead or a remediation item on its board: the selected question, or a new one.
fn put_on_board(app: &mut App, action: Action) -> Vec<Effect> {
    let line = if action == Action::Lead {
        AskLine::Lead
    } else {
        AskLine::Fix
    };
    let ask = selected_ask(app).filter(|_| app.focus() == Pane::People);
    if let Some(id) = ask.map(|ask| ask.id) {
        return become_line(app, id, line);
    }
    open_for(app, action);
    Vec::new()
}

/// Quits, unless a text is on the screen only: then once more is needed.
pub(super) fn quit(app: &mut App) -> Vec<Effect> {
    leave(app, Effect::Quit)
}

/// Leaves for another incident, as carefully as by quitting.
pub(in crate::app) fn leave_for(app: &mut App, incident: IncidentId) -> Vec<Effect> {
    leave(app, Effect::OpenIncident(incident))
}

fn leave(app: &mut App, by: Effect) -> Vec<Effect> {
    if app.unsaved.is_none() || app.is_quit_asked {
        return vec![by];
    }
    app.is_quit_asked = true;
    app.unsaved = None;
    app.warn("your last text is not on the disk; quit again to leave without it");
    Vec::new()
}

/// Lays the palette or help over whatever is there.
pub(super) fn lay_over(app: &mut App, action: Action) -> Vec<Effect> {
    if action == Action::Help {
        app.layers.push(Layer::Help { scroll: 0 });
        return Vec::new();
    }
    let things = palette::things(app.shown());
    let found = palette::find("", app, &things);
    app.layers.push(Layer::Palette(Palette {
        things,
        found,
        ..Palette::default()
    }));
    vec![Effect::ReadIncidents]
}

/// Opens a list to choose from.
fn choose(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    Some(match action {
        Action::Severity => choose_severity(app),
        Action::Status => choose_status(app),
        Action::Moment => choose_moment(app),
        Action::TeamLead => choose_attempt(app),
        Action::LongRemediation => choose_mode(app),
        Action::Exposure => choose_exposure(app),
        Action::Situation => choose_situation(app),
        Action::StillOnShift => choose_still(app, None),
        Action::Roster => choose_roster(app),
        Action::Shift => choose_shift(app),
        _ => return None,
    })
}

/// Opens a message.
fn write(app: &mut App, action: Action) -> Option<Vec<Effect>> {
    Some(match action {
        Action::Sitrep => compose_sitrep(app),
        Action::Notice => compose_kind(app, MessageKind::Notice),
        Action::DailyUpdate => compose_kind(app, MessageKind::Daily),
        Action::Message => choose_message(app),
        Action::AfterAction => compose_kind(app, MessageKind::AfterAction),
        _ => return None,
    })
}

/// Takes back what this person did last, as far as this screen knows; another pane may have
/// recorded more since, and what others did is theirs.
fn undo(app: &mut App) -> Vec<Effect> {
    execute(app, undo::last(&app.incident, &app.me))
}

fn sync(app: &mut App) -> Vec<Effect> {
    app.tell("syncing");
    app.is_sync_asked = true;
    vec![Effect::SyncNow]
}
