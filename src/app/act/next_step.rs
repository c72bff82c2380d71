//! Doing what the NEXT line asks for.

use std::borrow::Cow;

use super::board::tick_off;
use super::card::{open_conflict, open_suggestion};
use super::ending::of_line;
use super::go::{Target, place};
use super::navigate::show;
use super::perform::act;
use super::settle::settle;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::model::App;
use crate::app::repeat::remember_next;
use crate::domain::ids::ItemId;
use crate::domain::incident::{Fix, FixState, Lead};
use crate::domain::next::NextStep;
use crate::domain::playbook::Fact;
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
            (Some(due), _) => {
                remember_next(app);
                settle(app, &due)
            }
            (None, Some(action)) => act(app, action),
            (None, None) => Vec::new(),
        },
        (Some(Action::Tick) | None, Some(item)) => {
            remember_next(app);
            tick_off(app, item)
        }
        (Some(action), item) => match shown(app, action, item.as_ref()) {
            Some(target) => {
                look_at(app, &target);
                Vec::new()
            }
            None => act(app, action),
        },
    }
}

/// Returns what the next step only shows, because it stands on its board already.
fn shown(app: &App, action: Action, item: Option<&ItemId>) -> Option<Target> {
    let item = app.playbook.item(&item?.0)?;
    let (leads, fixes) = (&app.incident.leads, &app.incident.fixes);
    let mut of_leads = app.rows.leads.iter().map(|at| &leads[*at]);
    let mut of_fixes = app.rows.fixes.iter().map(|at| &fixes[*at]);
    let is_resolving = item.derived == Some(Fact::Resolved);
    match action {
        Action::Lead => {
            let found = of_leads.find(|lead| !lead.is_tracked());
            Some(Target::Lead(found.or(leads.first())?.id))
        }
        // What stands against resolving is named by the step.
        Action::Fix if is_resolving => Some(Target::Fix(app.incident.blocking_fixes().next()?.id)),
        Action::Fix => {
            let found = of_fixes.find(|fix| !fix.is_tracked());
            Some(Target::Fix(found.or(fixes.first())?.id))
        }
        _ => None,
    }
}

impl App {
    /// Returns what the key of the next step does, in few words.
    #[must_use]
    pub fn does_next(&self, next: &NextStep) -> Cow<'static, str> {
        let action = Action::from_word(&next.command).unwrap_or(Action::Tick);
        let item = next.item.as_ref().and_then(|id| self.playbook.item(&id.0));
        match shown(self, action, next.item.as_ref()) {
            Some(Target::Lead(id)) => format!("show {id}").into(),
            Some(Target::Fix(id)) => format!("show {id}").into(),
            _ => match (action, item.and_then(|item| item.derived)) {
                (Action::Moment, Some(Fact::MilestoneReached)) => "say when".into(),
                (Action::Moment, Some(Fact::MetricsFilled)) => "fill in".into(),
                // Nothing but the issue itself ticks it, and no key makes one.
                (Action::Tick, Some(Fact::IssueCreated)) => "say how".into(),
                (action, _) => action.label().into(),
            },
        }
    }
}

/// How many of several are named at the foot of the screen.
const SHOWN: usize = 3;

/// Shows a lead or remediation item, and says what each on its board lacks and by which key.
fn look_at(app: &mut App, target: &Target) {
    let (leads, fixes) = (&app.incident.leads, &app.incident.fixes);
    let lacks: Vec<String> = match target {
        Target::Lead(_) => leads
            .iter()
            .filter_map(|lead| lead_with_key(app, lead))
            .collect(),
        Target::Fix(_) => fixes
            .iter()
            .filter_map(|fix| fix_with_key(app, fix))
            .collect(),
        _ => return,
    };
    show(app, target.view());
    if let Some(at) = place(app, target) {
        app.select(app.focus(), at);
    }
    let said = first_of(&lacks, SHOWN, "; ");
    app.tell(if said.is_empty() {
        "everything on this board is tracked".to_owned()
    } else {
        said
    });
}

/// Returns what a lead lacks, with the key that mends it.
fn lead_with_key(app: &App, lead: &Lead) -> Option<String> {
    let action = match (lead.owner.is_empty(), lead.state.is_ended()) {
        (_, true) => Action::Edit,
        (true, false) => Action::Owner,
        (false, false) => Action::Tick,
    };
    Some(format!("{}: {}", lead.lacking()?, app.keymap.key(action)))
}

/// Returns what a remediation item lacks to be tracked, or to let the incident be resolved, with
/// the key that mends it.
fn fix_with_key(app: &App, fix: &Fix) -> Option<String> {
    let (does, action) = match (fix.state, fix.lacks().is_some()) {
        (FixState::Done, _) => ("verify", Action::Verify),
        (_, true) => ("owner of", Action::Owner),
        (_, false) if fix.blocks_resolve() => ("finish", Action::Tick),
        (_, false) => return None,
    };
    Some(format!("{does} {}: {}", fix.id, app.keymap.key(action)))
}
