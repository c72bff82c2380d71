//! The planner of the rotation: opening it, and what its keys do.

use super::navigate::line_after;
use super::open::open;
use super::perform::lay_over;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::{App, InFlight};
use crate::app::planner::{DRAFT, Planner};
use crate::app::purpose::Purpose;
use crate::app::update::put;
use crate::domain::command::{Command, Request};
use crate::domain::rotation::{Edge, Rotation, RotationAsked, calendar, rules};
use crate::domain::time::Span;

/// How far an end of a shift goes at a time, and where more is wanted, in minutes.
const QUARTER: i64 = 15;
const HALF: i64 = 30;

/// Opens the planner.
pub(super) fn open_planner(app: &mut App) -> Vec<Effect> {
    let draft = app.drafts.get(DRAFT);
    let planner = Planner::open(&app.incident, &app.playbook, &app.others, draft, app.now);
    app.layers.push(Layer::Planner(Box::new(planner)));
    Vec::new()
}

/// Has an open planner follow the record and the time.
pub(in crate::app) fn follow_planner(app: &mut App) {
    let (incident, playbook, now) = (app.incident.clone(), app.playbook.clone(), app.now);
    for layer in &mut app.layers {
        if let Layer::Planner(planner) = layer {
            planner.follow(&incident, &playbook, &app.others, now);
        }
    }
}

fn planner(app: &mut App) -> Option<&mut Planner> {
    let mut layers = app.layers.iter_mut().rev();
    layers.find_map(|layer| match layer {
        Layer::Planner(planner) => Some(&mut **planner),
        _ => None,
    })
}

/// Does what a key of the planner asks for.
pub(in crate::app) fn act_on_planner(app: &mut App, action: Action) -> Vec<Effect> {
    let stride = (app.page, app.number);
    let Some(Layer::Planner(planner)) = app.layers.last_mut() else {
        return Vec::new();
    };
    planner.problem.clear();
    match action {
        _ if action.moves_in_a_list() => {
            let count = planner.last() + 1;
            planner.marked = line_after(action, planner.marked, count, stride);
        }
        Action::Help | Action::Palette => return lay_over(app, action),
        Action::Propose | Action::Horizon | Action::Seats => return propose(app, action),
        Action::ShiftReason => ask_why(app),
        Action::AcceptRotation => return accept(app),
        Action::SaveCalendar => return save_calendar(app),
        _ => return edit(app, action),
    }
    Vec::new()
}

/// Changes the shift that is marked, or adds one.
fn edit(app: &mut App, action: Action) -> Vec<Effect> {
    let (rules, now) = (rules(&app.playbook), app.now);
    change(app, |planner| {
        let (plan, at, people) = (&planner.rotation, planner.marked, &planner.people);
        let edge_moved = |edge, by| plan.moved(at, edge, Span::minutes(by));
        match action {
            Action::StartEarlier => edge_moved(Edge::Start, -QUARTER),
            Action::StartLater => edge_moved(Edge::Start, QUARTER),
            Action::StartMuchEarlier => edge_moved(Edge::Start, -HALF),
            Action::StartMuchLater => edge_moved(Edge::Start, HALF),
            Action::EndEarlier => edge_moved(Edge::End, -QUARTER),
            Action::EndLater => edge_moved(Edge::End, QUARTER),
            Action::EndMuchEarlier => edge_moved(Edge::End, -HALF),
            Action::EndMuchLater => edge_moved(Edge::End, HALF),
            Action::NextPerson => plan.passed_on(at, people, true),
            Action::PreviousPerson => plan.passed_on(at, people, false),
            Action::AddShift => plan.with_one_more(at, people, rules, now),
            Action::RemoveShift => plan.without(at),
            _ => (plan.clone(), at),
        }
    })
}

/// Changes the plan, looks through it again and keeps it as a draft.
fn change(app: &mut App, to: impl FnOnce(&Planner) -> (Rotation, usize)) -> Vec<Effect> {
    let Some(planner) = planner(app) else {
        return Vec::new();
    };
    let (rotation, marked) = to(planner);
    if rotation == planner.rotation {
        planner.marked = marked;
        return Vec::new();
    }
    (planner.rotation, planner.marked) = (rotation, marked);
    keep(app)
}

fn keep(app: &mut App) -> Vec<Effect> {
    follow_planner(app);
    let Some(text) = planner(app).map(|planner| planner.draft()) else {
        return Vec::new();
    };
    let key = DRAFT.to_owned();
    app.drafts.insert(key.clone(), text.clone());
    vec![Effect::KeepDraft { key, text }]
}

/// Proposes again, further ahead or with more people at a time if that is asked.
fn propose(app: &mut App, action: Action) -> Vec<Effect> {
    let (incident, playbook, now) = (app.incident.clone(), app.playbook.clone(), app.now);
    let others = app.others.clone();
    let Some(planner) = planner(app) else {
        return Vec::new();
    };
    match action {
        Action::Horizon => planner.next_horizon(),
        Action::Seats => planner.next_seats(),
        _ => {}
    }
    planner.propose(&incident, &playbook, &others, now);
    keep(app)
}

/// Asks why the marked shift is as it is.
fn ask_why(app: &mut App) {
    let Some(slot) = planner(app).and_then(|planner| planner.marked_slot().cloned()) else {
        return;
    };
    let title = format!("Why does {} work so?", slot.person);
    let help = vec![
        "marks a shift that is too long, or comes before enough rest; it goes into the plan"
            .to_owned(),
        "empty takes the mark away".to_owned(),
    ];
    let kind = EditorKind::Line;
    open(app, Purpose::ShiftReason, kind, title, help, &slot.reason);
    if let Some(Layer::Editor(editor)) = app.layers.last_mut() {
        // The plan is the draft.
        editor.draft = None;
        editor.text.clone_from(&slot.reason);
    }
}

/// Puts a reason into the marked shift.
pub(in crate::app) fn mark_shift(app: &mut App, reason: &str) -> Vec<Effect> {
    let reason = crate::domain::text::clean_line(reason);
    change(app, |planner| {
        planner.rotation.marked(planner.marked, &reason)
    })
}

/// Makes the plan the one that holds; what is open in it is asked about.
fn accept(app: &mut App) -> Vec<Effect> {
    let (me, others) = (app.me.clone(), app.others.clone());
    let Some(planner) = planner(app) else {
        return Vec::new();
    };
    let asked = RotationAsked {
        others,
        seen: planner.seen,
        rotation: planner.rotation.clone(),
    };
    let request = Request::local(Command::SetRotation(Box::new(asked)), &me);
    put(
        app,
        InFlight {
            draft: Some(DRAFT.to_owned()),
            ..InFlight::of(request)
        },
    )
}

/// Writes the plan that holds into a calendar file.
fn save_calendar(app: &mut App) -> Vec<Effect> {
    let incident = app.incident.clone();
    let is_known = !incident.rotation.known.is_empty();
    let file = calendar(&incident, &app.gate, app.now);
    let Some(planner) = planner(app) else {
        return Vec::new();
    };
    match file {
        _ if !is_known => {
            "accept a plan first: the file has what holds".clone_into(&mut planner.problem);
            Vec::new()
        }
        Err(why) => {
            planner.problem = format!("not saved: {why}");
            Vec::new()
        }
        Ok(file) => {
            if !planner.is_accepted(&incident) {
                "the file has the plan that holds, not this one".clone_into(&mut planner.problem);
            }
            vec![Effect::SaveCalendar(file)]
        }
    }
}
