//! What the keys do in the log of what was said.

use super::navigate::line_after;
use super::release::copy_out;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::Layer;
use crate::app::messages::LogView;
use crate::app::model::App;

/// Shows the log. What is in it has been read with that.
pub(super) fn show_log(app: &mut App) -> Vec<Effect> {
    app.log.read_all();
    let mut view = LogView::default();
    view.mark(&app.log, 0);
    app.layers.push(Layer::Log(view));
    Vec::new()
}

/// Does what a key asks for in the log; keys of the screen below do nothing.
pub(in crate::app) fn act_on_log(app: &mut App, action: Action) -> Vec<Effect> {
    let (count, stride) = (app.log.newest_first().len(), (app.page, app.number));
    let Some(Layer::Log(view)) = app.layers.last_mut() else {
        return Vec::new();
    };
    let marked = line_after(action, view.at(&app.log), count, stride);
    view.mark(&app.log, marked);
    match action {
        Action::Copy => {
            let text = app.log.newest_first().nth(marked);
            let text = text.map(|it| format!("{} {}", app.incident.zone.stamp(it.at), it.text));
            text.map_or_else(Vec::new, |text| copy_out(app, &text))
        }
        Action::Log | Action::Quit => {
            app.layers.pop();
            Vec::new()
        }
        _ => Vec::new(),
    }
}
