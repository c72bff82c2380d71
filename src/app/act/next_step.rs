//! Doing what the NEXT line asks for.

use super::board::settle;
use super::perform::act;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::model::App;
use crate::app::update::execute;
use crate::domain::command::Command;
use crate::domain::incident::Mark;

pub(super) fn do_next(app: &mut App) -> Vec<Effect> {
    let Some(next) = app.next.clone() else {
        app.tell("nothing is due");
        return Vec::new();
    };
    match (Action::from_word(&next.command), next.item) {
        (_, None) if next.conflict.is_none() => {
            next.due.map_or_else(Vec::new, |due| settle(app, &due))
        }
        (Some(Action::Tick) | None, Some(item)) => execute(
            app,
            Command::MarkItem {
                item,
                mark: Some(Mark::Done),
                reason: String::new(),
            },
        ),
        (None, None) => Vec::new(),
        (Some(action), _) => act(app, action),
    }
}
