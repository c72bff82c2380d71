//! Settling a clock with the one key that its row shows.

use super::board::tick_off;
use super::compose::compose;
use super::edit::open_snooze;
use super::open::ask;
use super::people::{choose_person, choose_still, open_people};
use super::perform::act;
use super::send::show_waiting;
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::model::App;
use crate::app::people::PeopleText;
use crate::app::purpose::Purpose;
use crate::domain::clock::Due;
use crate::domain::ids::ItemId;
use crate::domain::playbook::Signal;

/// Does what settles a clock. One that nothing here settles is acknowledged, whatever the keys
/// act on: its word must not tick another line, nor lead back to the clock itself.
pub(super) fn settle(app: &mut App, due: &Due) -> Vec<Effect> {
    let action = Action::from_word(&due.command);
    let mut settles = due.settled_by.iter();
    match action {
        Some(Action::Message) if show_waiting(app, &told(due)) => Vec::new(),
        Some(Action::Message) => match &due.message {
            Some(message) => compose(app, message),
            None => act(app, Action::Message),
        },
        None | Some(Action::Moment | Action::Tick) => {
            match settles.find_map(|signal| settled_here(app, signal)) {
                Some(Settling::Milestone(id)) => {
                    ask(app, Purpose::Milestone(id));
                    Vec::new()
                }
                Some(Settling::Line(item)) => tick_off(app, item),
                None if action == Some(Action::Moment) => act(app, Action::Moment),
                None => acknowledge(app, due),
            }
        }
        Some(Action::StillOnShift) => choose_still(app, Some(due)),
        Some(Action::Ask) => match due.key.parse() {
            // Its clock asks for the answer: what they said is typed at once.
            Ok(id) => {
                open_people(app, PeopleText::Answer(id));
                Vec::new()
            }
            Err(_) => act(app, Action::Ask),
        },
        Some(Action::Shift) => match due.key.split_once(':') {
            Some((_, person)) => choose_person(app, person),
            None => act(app, Action::Shift),
        },
        Some(Action::Edit | Action::DoNext | Action::Snooze) => acknowledge(app, due),
        Some(action) => act(app, action),
    }
}

/// Returns the addresses of those who have to be told for a clock to be settled.
fn told(due: &Due) -> Vec<String> {
    let settles = due.settled_by.iter();
    let keys = settles.filter_map(|signal| match signal {
        Signal::Told(key) => Some(key.clone()),
        _ => None,
    });
    keys.collect()
}

fn acknowledge(app: &mut App, due: &Due) -> Vec<Effect> {
    open_snooze(app, due);
    Vec::new()
}

/// What a person says to settle a clock that no other command settles.
enum Settling {
    /// When a milestone was reached.
    Milestone(String),
    /// That a line of the checklist is done.
    Line(ItemId),
}

fn settled_here(app: &App, signal: &Signal) -> Option<Settling> {
    match signal {
        Signal::Milestone(id) => {
            let known = app.playbook.milestone(id)?;
            Some(Settling::Milestone(known.id.clone()))
        }
        Signal::Item(id) => Some(Settling::Line(ItemId::new(id))),
        Signal::Aware
        | Signal::Opened
        | Signal::Reopened
        | Signal::Confirmed
        | Signal::Resolved
        | Signal::Closed
        | Signal::Sitrep
        | Signal::WorkingMode
        | Signal::TeamLeadTried
        | Signal::Shift
        | Signal::Handoff
        | Signal::Message(_)
        | Signal::Reached(_)
        | Signal::Told(_)
        | Signal::Decision(_)
        | Signal::GoAhead(_) => None,
    }
}
