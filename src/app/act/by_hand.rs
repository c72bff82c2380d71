//! What a person says of a message that they sent by hand.

use super::open::open;
use super::release::release;
use super::send::{card, say};
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::app::sending::{SendRow, Sending};
use crate::app::told::moving;
use crate::app::update::execute;
use crate::domain::command::Command;
use crate::domain::incident::{Carrier, RouteState};
use crate::domain::message::last_reached;

/// Records that whom hands have to tell was told just now. Whose address nobody set is not
/// among them: one key cannot say who that was.
pub(super) fn sent_by_hand(app: &mut App) -> Vec<Effect> {
    match card(app).map(|card| card.of.is_some()) {
        Some(true) => carried(app),
        Some(false) => tell(app),
        None => Vec::new(),
    }
}

/// Puts a message to the record that hands carried already; what goes from here is sent now.
fn tell(app: &mut App) -> Vec<Effect> {
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let chosen = || card.rows.iter().filter(|row| row.chosen);
    let is_told =
        |row: &&SendRow| row.route.carrier == Carrier::Hand && !row.route.is_without_address();
    let to: Vec<String> = chosen()
        .filter(is_told)
        .map(|row| row.route.told_as().to_owned())
        .collect();
    if to.is_empty() {
        return nobody_told(app);
    }
    let rest = chosen().filter(|row| !is_told(row));
    let routes = rest.map(|row| row.route.clone()).collect();
    let (message, text) = (card.message.clone(), card.text.clone());
    if card.is_sent_from_here() && release(app, &text).is_none() {
        return Vec::new();
    }
    let command = Command::SendMessage {
        message,
        to,
        routes,
        text,
    };
    execute(app, command)
}

/// Says why a key alone records nobody as told; a message to nobody named would count as one to
/// all.
fn nobody_told(app: &mut App) -> Vec<Effect> {
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let unset = card.without_address();
    if !card.rows.iter().any(|row| row.chosen) {
        return say(app, "nobody is chosen");
    }
    let others = card.but_the_mirror().count() - unset.len();
    if let Some(of) = asked_of(card, &unset).filter(|_| others == 0) {
        return ask_whom(app, of);
    }
    say(
        app,
        "nobody here is told by hand: send it, or say when it was sent elsewhere",
    )
}

/// Records of a message in the record that hands carried it. What is in doubt or failed is
/// spoken of one at a time, and so is whose address nobody set; what waits, all at once.
fn carried(app: &mut App) -> Vec<Effect> {
    let me = app.me.clone();
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let Some(of) = card.of else {
        return Vec::new();
    };
    let unset = card.without_address();
    let marked = card.marked_row().and_then(SendRow::state);
    let routes = match marked {
        Some(RouteState::InDoubt | RouteState::Failed) => vec![card.marked],
        _ if unset.contains(&card.marked) => {
            let marked = card.marked;
            return ask_whom(app, marked);
        }
        _ => addressed(card),
    };
    match (routes.is_empty(), unset.first()) {
        (true, Some(first)) => ask_whom(app, *first),
        (true, None) => say(app, "nothing waits to be sent by hand"),
        (false, _) => execute(app, moving(of, routes, RouteState::Sent, &me, "")),
    }
}

/// Returns whom to ask about of those whose address nobody set: one name answers for one of them
/// only. The marked one comes first.
fn asked_of(card: &Sending, unset: &[usize]) -> Option<usize> {
    let marked = unset.iter().find(|at| **at == card.marked);
    marked.or(unset.first()).copied()
}

/// Returns the places of those who can be spoken of together where somebody has no address: all
/// others, else the one to ask about alone. Who else was told would be taken for whoever was
/// reached there, and a deadline be kept by it. None where everybody has an address.
fn told_together(card: &Sending) -> Option<Result<Vec<usize>, usize>> {
    let unset = card.without_address();
    let first = asked_of(card, &unset)?;
    let others = (0..card.rows.len()).filter(|at| card.rows[*at].chosen && !unset.contains(at));
    let others: Vec<usize> = others.collect();
    Some(if others.is_empty() {
        Err(first)
    } else {
        Ok(others)
    })
}

/// Returns the places of those who wait to be told by hand where it is known how to reach them.
fn addressed(card: &Sending) -> Vec<usize> {
    let mut waits = card.standing(RouteState::ToCarry);
    waits.retain(|at| !card.rows[*at].route.is_without_address());
    waits
}

/// Returns the purpose of a text that says when and by whom some of the chosen were told; none
/// when nobody is chosen.
fn purpose(app: &mut App, only: Option<&[usize]>) -> Option<Purpose> {
    let playbook = app.playbook.clone();
    let card = card(app)?;
    if !card.rows.iter().any(|row| row.chosen) {
        "nobody is chosen".clone_into(&mut card.problem);
        return None;
    }
    let is_meant = |at: usize| only.is_none_or(|only| only.contains(&at));
    let rows = card.rows.iter().enumerate();
    let meant = rows.filter(|(at, row)| row.chosen && is_meant(*at));
    let to = meant.map(|(_, row)| row.route.told_as().to_owned());
    let mut routes = card.standing(RouteState::ToCarry);
    routes.retain(|at| is_meant(*at));
    let unset = card.without_address().into_iter().find(|at| is_meant(*at));
    let rest = card.rows.iter().enumerate();
    let rest = rest.filter(|(at, row)| row.chosen && !is_meant(*at) && card.of.is_none());
    Some(Purpose::Carried {
        of: card.of,
        message: card.message.clone(),
        sitrep: playbook.is_sitrep(&card.message),
        routes,
        to: to.collect(),
        unset: unset.map(|at| card.rows[at].route.name.clone()),
        rest: rest.map(|(_, row)| row.route.clone()).collect(),
        text: card.text.clone(),
    })
}

/// Asks when, by whom and to whom else it was sent by hand.
pub(super) fn ask_when(app: &mut App) -> Vec<Effect> {
    let only = match card(app).and_then(|card| told_together(card)) {
        Some(Err(of)) => return ask_whom(app, of),
        Some(Ok(only)) => Some(only),
        None => None,
    };
    let Some(purpose) = purpose(app, only.as_deref()) else {
        return Vec::new();
    };
    let title = card(app).map(|card| format!("{}: when was it sent?", card.title));
    let help = vec![
        "such as `14:05`, `10m ago by Farmer Dave`, `14:05; the mayor, the press`".to_owned(),
        "a time, by whom if not by you, and behind ; who else was told".to_owned(),
    ];
    let title = title.unwrap_or_default();
    open(app, purpose, EditorKind::Line, title, help, "");
    Vec::new()
}

/// Asks about the next of those whose address nobody set, from a place among all on. Returns
/// whether somebody is asked about.
pub(in crate::app) fn ask_on(app: &mut App, from: usize) -> bool {
    let Some(card) = card(app) else {
        return false;
    };
    let next = card.without_address().into_iter().find(|at| *at >= from);
    let Some(next) = next.filter(|_| card.of.is_some()) else {
        return false;
    };
    (card.marked, card.asks_on) = (next, true);
    ask_whom(app, next);
    matches!(app.layers.last(), Some(Layer::Editor(_)))
}

/// Asks whom it was sent to where no address is set.
fn ask_whom(app: &mut App, of: usize) -> Vec<Effect> {
    let Some(purpose) = purpose(app, Some(&[of])) else {
        return Vec::new();
    };
    let Purpose::Carried {
        of: entry,
        unset: Some(name),
        ..
    } = &purpose
    else {
        return Vec::new();
    };
    let title = format!("Whom did you tell for {name}? No address is set");
    let mut help = vec![
        "such as `reps@fedramp.example`, `the reviewers`".to_owned(),
        "if not now or not by you, that in front: `14:05 by Farmer Dave; the reviewers`".to_owned(),
    ];
    let last = last_reached(&app.incident, name).unwrap_or_default();
    let last = last.to_owned();
    help.push(match entry {
        Some(_) => format!("nothing, or esc, leaves it open: NOT to {name}"),
        None => "nobody is recorded as told yet; esc goes back".to_owned(),
    });
    open(app, purpose, EditorKind::Line, title, help, &last);
    Vec::new()
}
