//! Moving the selected thing on, and back.

use super::edit::{owner, verify};
use super::open::{open, open_line};
use super::perform::act;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::EditorKind;
use crate::app::model::{App, Pane};
use crate::app::purpose::Purpose;
use crate::app::update::execute;
use crate::domain::command::Command;
use crate::domain::incident::{Fix, FixClass, FixState, Lead, LeadState, Mark};
use crate::domain::timeline::describe;

pub(super) fn tick(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Checklist => tick_line(app),
        Pane::Leads => app
            .selected_lead()
            .cloned()
            .map_or_else(Vec::new, |l| advance_lead(app, &l)),
        Pane::Remediation => app
            .selected_fix()
            .cloned()
            .map_or_else(Vec::new, |fix| advance_fix(app, &fix)),
        Pane::Clocks => {
            let command = app.selected_clock().map(|due| due.command.clone());
            let action = command.and_then(|command| Action::from_word(&command));
            action.map_or_else(Vec::new, |action| act(app, action))
        }
        Pane::Timeline => Vec::new(),
    }
}

fn tick_line(app: &mut App) -> Vec<Effect> {
    let Some(line) = app.selected_line().cloned() else {
        return Vec::new();
    };
    let marked = app.incident.checklist.get(&line.id).map(|tick| tick.mark);
    let mark = match (marked, line.state.is_ticked()) {
        (Some(Mark::Done | Mark::NotApplicable | Mark::Open), _) if line.state.is_settled() => None,
        (_, true) => Some(Mark::Open),
        (Some(Mark::Open), false) if line.is_derived => None,
        (_, false) => Some(Mark::Done),
    };
    execute(
        app,
        Command::MarkItem {
            item: line.id,
            mark,
            reason: String::new(),
        },
    )
}

fn advance_lead(app: &mut App, lead: &Lead) -> Vec<Effect> {
    let (id, from) = (lead.id, lead.state);
    match from.next() {
        Some(to) if to.is_ended() => {
            let help = "what came of it? `nothing` is a finding too".into();
            let purpose = Purpose::Finding { id, from, to };
            open(
                app,
                purpose,
                EditorKind::Line,
                format!("{id} answered"),
                vec![help],
                "",
            );
            Vec::new()
        }
        Some(to) => execute(
            app,
            Command::MoveLead {
                id,
                from,
                to,
                finding: String::new(),
            },
        ),
        None => {
            app.tell(format!("{id} is {from}; backspace takes it back"));
            Vec::new()
        }
    }
}

fn advance_fix(app: &mut App, fix: &Fix) -> Vec<Effect> {
    let (id, from) = (fix.id, fix.state);
    match from.next() {
        Some(FixState::Assigned) => owner(app),
        Some(FixState::Verified) => verify(app),
        Some(to) => execute(app, Command::MoveFix { id, from, to }),
        None => {
            app.tell(format!("{id} is verified; backspace takes it back"));
            Vec::new()
        }
    }
}

pub(super) fn step_back(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            let Some((id, from)) = app.selected_lead().map(|lead| (lead.id, lead.state)) else {
                return Vec::new();
            };
            let to = match from {
                LeadState::Open => return Vec::new(),
                LeadState::Investigating => LeadState::Open,
                LeadState::Answered | LeadState::RuledOut => LeadState::Investigating,
            };
            execute(
                app,
                Command::MoveLead {
                    id,
                    from,
                    to,
                    finding: String::new(),
                },
            )
        }
        Pane::Remediation => {
            let Some((id, from)) = app.selected_fix().map(|fix| (fix.id, fix.state)) else {
                return Vec::new();
            };
            let at = FixState::ALL
                .iter()
                .position(|state| *state == from)
                .unwrap_or(0);
            let Some(to) = at.checked_sub(1).map(|at| FixState::ALL[at]) else {
                return Vec::new();
            };
            execute(app, Command::MoveFix { id, from, to })
        }
        Pane::Checklist | Pane::Clocks | Pane::Timeline => Vec::new(),
    }
}

pub(super) fn reclassify(app: &mut App) -> Vec<Effect> {
    let fix = app
        .selected_fix()
        .filter(|_| app.focus() == Pane::Remediation);
    let Some((id, class)) = fix.map(|fix| (fix.id, fix.class)) else {
        return Vec::new();
    };
    if class == FixClass::Immediate {
        open_line(app, Purpose::Defer(id), format!("Why can {id} wait?"), "");
        return Vec::new();
    }
    execute(
        app,
        Command::ReclassifyFix {
            id,
            class: class.other(),
            reason: String::new(),
        },
    )
}

pub(super) fn copy(app: &mut App) -> Vec<Effect> {
    let text = match app.focus() {
        Pane::Leads => app
            .selected_lead()
            .map(|lead| format!("{} {}", lead.id, lead.text)),
        Pane::Remediation => app
            .selected_fix()
            .map(|fix| format!("{} {}", fix.id, fix.text)),
        Pane::Checklist => app
            .selected_line()
            .map(|line| format!("{} {}", line.id, line.text)),
        Pane::Timeline => app.selected_entry().map(|entry| describe(&entry.event)),
        Pane::Clocks => app.incident.issue.as_ref().map(|issue| issue.url.clone()),
    };
    let Some(text) = text else {
        app.tell("nothing is selected");
        return Vec::new();
    };
    app.tell("copied");
    vec![Effect::Copy(text)]
}
