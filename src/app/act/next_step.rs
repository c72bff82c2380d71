//! Doing what the NEXT line asks for.

use super::board::tick_off;
use super::card::{open_conflict, open_suggestion};
use super::ending::of_line;
use super::perform::act;
use super::settle::settle;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::model::{App, Pane};
use crate::domain::text::first_of;

pub(super) fn do_next(app: &mut App) -> Vec<Effect> {
    let Some(next) = app.next.clone() else {
        app.tell("nothing is due");
        return Vec::new();
    };
    if let Some(subject) = &next.conflict {
        return open_conflict(app, Some(subject));
    }
    if let Some(id) = next.suggestion {
        return open_suggestion(app, Some(id));
    }
    let action = Action::from_word(&next.command);
    let of_its_own = action.zip(next.item.as_ref());
    if let Some(effects) = of_its_own.and_then(|(action, line)| of_line(app, action, line)) {
        return effects;
    }
    match (action, next.item) {
        (action, None) => match (next.due, action) {
            (Some(due), _) => settle(app, &due),
            (None, Some(action)) => act(app, action),
            (None, None) => Vec::new(),
        },
        (Some(Action::Tick) | None, Some(item)) => tick_off(app, item),
        (Some(Action::Lead), _) if !app.incident.leads.is_empty() => {
            look_at_leads(app);
            Vec::new()
        }
        (Some(Action::Fix), _) if !app.incident.fixes.is_empty() => {
            look_at_fixes(app);
            Vec::new()
        }
        (Some(action), _) => act(app, action),
    }
}

/// How many of several are named at the foot of the screen.
const SHOWN: usize = 3;

/// Shows the lead that is not tracked yet, and says what each of them lacks.
fn look_at_leads(app: &mut App) {
    let leads = &app.incident.leads;
    let lacks = leads
        .iter()
        .filter_map(|lead| Some(format!("{} {}", lead.id, lead.lacks()?)));
    let lacks: Vec<String> = lacks.collect();
    let untracked = app
        .rows
        .leads
        .iter()
        .position(|at| !leads[*at].is_tracked());
    act(app, Action::ViewLeads);
    if let Some(at) = untracked {
        app.select(Pane::Leads, at);
    }
    let said = first_of(&lacks, SHOWN, "; ");
    app.tell(if said.is_empty() {
        "each lead is looked at, and each ended one has a finding".to_owned()
    } else {
        said
    });
}

/// Shows the remediation item that is not tracked yet, and says what it lacks.
fn look_at_fixes(app: &mut App) {
    let fixes = &app.incident.fixes;
    let untracked = app
        .rows
        .fixes
        .iter()
        .position(|at| !fixes[*at].is_tracked())
        .or_else(|| blocking(app));
    act(app, Action::ViewRemediation);
    if let Some(at) = untracked {
        app.select(Pane::Remediation, at);
    }
    app.tell("each item needs an owner, and each done one somebody who checked it");
}

/// Returns the first item that stands against resolving.
fn blocking(app: &App) -> Option<usize> {
    let first = app.incident.blocking_fixes().next()?.id;
    let mut rows = app.rows.fixes.iter();
    rows.position(|at| app.incident.fixes[*at].id == first)
}
