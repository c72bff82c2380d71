//! What the keys do while several incidents are looked at.

use super::navigate::{line_after, scrolled};
use super::open::open;
use crate::app::across::{AcrossPage, AcrossView, FollowUpSays, FollowUpText};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::app::update::execute_in;
use crate::domain::followup::{FollowUpStep, Outstanding};

/// Opens a page; what the incidents say together is read anew each time.
pub(super) fn open_across(app: &mut App, page: AcrossPage) -> Vec<Effect> {
    app.layers
        .push(Layer::Across(Box::new(AcrossView::of(page))));
    read(page)
}

fn read(page: AcrossPage) -> Vec<Effect> {
    match page {
        AcrossPage::FollowUps => Vec::new(),
        AcrossPage::Figures => vec![Effect::ReadFigures],
    }
}

/// Does what a key asks for; true keys of the screen below do nothing.
pub(in crate::app) fn act_across(app: &mut App, action: Action) -> Vec<Effect> {
    let Some(page) = with(app, |view| {
        view.problem.clear();
        view.acts_on = None;
        view.page
    }) else {
        return Vec::new();
    };
    match (action, page) {
        // There are two pages: an even number leads back to this one.
        (Action::NextView | Action::PreviousView, _) if app.number.times().is_multiple_of(2) => {
            Vec::new()
        }
        (Action::NextView | Action::PreviousView, _) => {
            let other = match page {
                AcrossPage::FollowUps => AcrossPage::Figures,
                AcrossPage::Figures => AcrossPage::FollowUps,
            };
            turn(app, other)
        }
        (Action::FollowUps, _) => turn(app, AcrossPage::FollowUps),
        (Action::Figures, _) => turn(app, AcrossPage::Figures),
        (Action::Quit, _) => {
            app.layers.pop();
            Vec::new()
        }
        (_, AcrossPage::FollowUps) => on_follow_up(app, action),
        (_, AcrossPage::Figures) => {
            scroll(app, action);
            Vec::new()
        }
    }
}

fn with<T>(app: &mut App, of: impl FnOnce(&mut AcrossView) -> T) -> Option<T> {
    match app.layers.last_mut() {
        Some(Layer::Across(view)) => Some(of(view)),
        _ => None,
    }
}

fn turn(app: &mut App, page: AcrossPage) -> Vec<Effect> {
    with(app, |view| view.page = page);
    read(page)
}

fn scroll(app: &mut App, action: Action) {
    let Some(from) = with(app, |view| view.scroll) else {
        return;
    };
    let to = scrolled(app, action, from);
    with(app, |view| view.scroll = to);
}

fn on_follow_up(app: &mut App, action: Action) -> Vec<Effect> {
    let all = app.follow_ups();
    let stride = (app.page, app.number);
    let Some(at) = with(app, |view| {
        let at = line_after(action, view.at(&all), all.len(), stride);
        view.mark(&all, at);
        at
    }) else {
        return Vec::new();
    };
    let Some(it) = all.into_iter().nth(at) else {
        return Vec::new();
    };
    let is_own = it.incident == app.incident.id;
    let target = (!is_own).then(|| it.incident.clone());
    with(app, |view| view.acts_on = target);
    match action {
        Action::Tick if it.follow_up.is_done() => ask(app, it, FollowUpSays::CheckedBy),
        Action::Tick => done(app, &it),
        Action::Verify => ask(app, it, FollowUpSays::CheckedBy),
        Action::Snooze => ask(app, it, FollowUpSays::Later),
        Action::Moment => ask(app, it, FollowUpSays::Due),
        _ => Vec::new(),
    }
}

fn done(app: &mut App, it: &Outstanding) -> Vec<Effect> {
    let step = FollowUpStep::Done {
        checked_by: String::new(),
        reason: String::new(),
    };
    let command = it.follow_up.command(step, app.now);
    let target = (it.incident != app.incident.id).then(|| it.incident.clone());
    execute_in(app, target, command)
}

fn ask(app: &mut App, it: Outstanding, says: FollowUpSays) -> Vec<Effect> {
    let (id, text) = (it.follow_up.id.clone(), it.follow_up.text.clone());
    let due = it.follow_up.due.map(|due| due.to_string());
    let (title, help, initial) = match says {
        FollowUpSays::Later => (
            format!("Put off: {id}"),
            "for how long, then why: 14d no fence posts; it asks again then",
            String::new(),
        ),
        FollowUpSays::Due => (
            format!("To be done by: {id}"),
            "the last day, such as 2027-01-15; nothing leaves it to the process",
            due.unwrap_or_default(),
        ),
        FollowUpSays::CheckedBy => (
            format!("Checked by: {id}"),
            "who checked that it works",
            String::new(),
        ),
    };
    let of = FollowUpText {
        incident: it.incident,
        follow_up: it.follow_up,
        says,
    };
    let help = vec![text, format!("of {}", it.title), help.to_owned()];
    open(
        app,
        Purpose::FollowUp(Box::new(of)),
        EditorKind::Line,
        title,
        help,
        &initial,
    );
    Vec::new()
}
