//! Doing the last command again.

use super::act::act;
use super::action::Action;
use super::event::Effect;
use super::layer::{EditorKind, Layer};
use super::model::{App, Pane};
use super::purpose::Purpose;

/// The last command that was given, and what was typed for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Last {
    action: Option<Action>,
    /// Whether it was what the next step asked for: that is done to nothing but what is ticked.
    by_next: bool,
    said: Option<(Said, String)>,
}

/// What a text says about a thing, so that it may be said of the next thing too.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Said {
    Owner,
    Checker,
    WhyNot,
    Finding,
    PutOff,
}

fn said(purpose: &Purpose) -> Option<Said> {
    match purpose {
        Purpose::OwnLead(_) | Purpose::OwnFix(_) => Some(Said::Owner),
        Purpose::VerifiedBy(_) => Some(Said::Checker),
        Purpose::SetAside(_) | Purpose::Defer(_) => Some(Said::WhyNot),
        Purpose::Finding { .. } => Some(Said::Finding),
        Purpose::Snooze { .. } => Some(Said::PutOff),
        // The words of one thing are not those of another, and a message is written anew.
        _ => None,
    }
}

/// Remembers what was done.
pub(super) fn remember(app: &mut App, action: Action) {
    if action.is_repeatable() {
        app.last.action = Some(action);
        app.last.by_next = false;
    }
}

/// Remembers that what the next step asked for was done: the like of it, on what is selected, is to
/// tick it. The next step itself would be another thing than the one that is looked at.
pub(super) fn remember_next(app: &mut App) {
    app.last.action = Some(Action::Tick);
    app.last.by_next = true;
}

/// Remembers what was typed.
pub(super) fn remember_text(app: &mut App, purpose: &Purpose, text: &str) {
    if let Some(said) = said(purpose) {
        app.last.said = Some((said, text.to_owned()));
    }
}

/// Does the last command again, on what is selected now. Where it asks for a text the last one
/// stands there already, to be read before it is saved: nothing is recorded unseen.
pub(super) fn repeat(app: &mut App) -> Vec<Effect> {
    let Some(action) = app.last.action else {
        app.tell("there is no command to repeat yet");
        return Vec::new();
    };
    let by_next = app.last.by_next;
    if action == Action::Tick
        && let Some(why) = does_not_fit(app, by_next)
    {
        app.warn(why);
        return Vec::new();
    }
    let open = app.editors;
    let (toast, layers) = (app.toast.clone(), app.layers.len());
    let named = named(app, action);
    let effects = act(app, action);
    app.last.by_next = by_next;
    if let Some(named) = named.filter(|_| app.toast == toast && app.layers.len() == layers) {
        app.tell(named);
    }
    let text = app.last.said.clone();
    let drafts = &app.drafts;
    if let Some(Layer::Editor(editor)) = app.layers.last_mut()
        && editor.id > open
        && editor.kind == EditorKind::Line
        && editor.overriding.is_none()
        && let Some((of, text)) = text
        && said(&editor.purpose) == Some(of)
        && !editor
            .draft
            .as_ref()
            .is_some_and(|key| drafts.contains_key(key))
    {
        editor.text = text;
    }
    effects
}

/// Returns what is done again, and to what; none where it is not about the selected thing.
fn named(app: &App, action: Action) -> Option<String> {
    let of_selected = matches!(
        action,
        Action::Tick | Action::StepBack | Action::SetAside | Action::Reclassify
    );
    let thing = match app.focus() {
        Pane::Checklist => app.selected_line().map(|line| line.id.to_string()),
        Pane::Leads => app.selected_lead().map(|lead| lead.id.to_string()),
        Pane::Remediation => app.selected_fix().map(|fix| fix.id.to_string()),
        Pane::Clocks => app.selected_clock().map(|due| due.name.clone()),
        _ => None,
    };
    let thing = thing.filter(|_| of_selected)?;
    Some(format!("again: {} {thing}", action.label()))
}

/// Returns why what is selected cannot be ticked again. A line takes its mark away by the key that
/// ticks it, which is seen to be pressed; a slip of the one that repeats takes nothing away.
fn does_not_fit(app: &App, by_next: bool) -> Option<String> {
    match app.focus() {
        Pane::Checklist => {
            let line = app.selected_line()?;
            let (id, state) = (&line.id, &line.state);
            state
                .is_settled()
                .then(|| format!("{id} is ticked already: nothing is done again"))
        }
        Pane::Leads | Pane::Remediation | Pane::Clocks => None,
        _ => by_next.then(|| {
            "the last command ticked something; what is selected is not ticked".to_owned()
        }),
    }
}
