//! Sending: the card of a message, and what its keys do.

use super::by_hand::{ask_when, sent_by_hand};
use super::compose::draft_of;
use super::mail::as_mail;
use super::navigate::line_after;
use super::open::open;
use super::perform::lay_over;
use super::release::{copy_out, release};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::mode::Mode;
use crate::app::model::App;
use crate::app::purpose::Purpose;
use crate::app::sending::{SendRow, Sending};
use crate::app::told::moving;
use crate::app::update::execute;
use crate::domain::command::Command;
use crate::domain::gate;
use crate::domain::ids::EntryId;
use crate::domain::incident::{Carrier, RouteState};
use crate::domain::ledger::{name, state_word, still_to_tell, waiting};
use crate::domain::message::{
    Draft, claims, claims_of_form, fill_in, left_blank, outdated, subject_and_body,
};
use crate::domain::playbook::Message;

/// Opens the card of a message that was just written.
pub(in crate::app) fn open_card(app: &mut App, id: &str, text: &str) {
    let playbook = app.playbook.clone();
    let Some(message) = playbook.message(id) else {
        return;
    };
    let draft = draft_of(app, message);
    let form = match app.layers.last() {
        Some(Layer::Editor(editor)) => editor.initial.as_str(),
        _ => draft.text.as_str(),
    };
    let open = left_blank(form, text);
    let text = fill_in(text, &draft.blanks);
    let mut card = Sending::new(message, text, &app.incident, &playbook, &app.carriers());
    card.marks = marks(app, message, &draft, &card.text);
    if !open.is_empty() {
        let open = format!("left blank: {}", open.join(", ").replace('_', " "));
        card.marks.insert(0, open);
    }
    let stays = gate::stays_here(&card.text, &app.gate, &app.incident);
    let stays = stays.into_iter().map(|it| format!("may not leave: {it}"));
    card.marks.splice(0..0, stays);
    card.outgoing = gate::seen_outside(&card.text, &app.gate, &app.incident);
    card.written = match app.layers.last() {
        Some(Layer::Editor(editor)) => editor.opened,
        _ => None,
    };
    app.layers.push(Layer::Sending(Box::new(card)));
}

/// Returns what to look at before a message goes out.
fn marks(app: &App, message: &Message, draft: &Draft, text: &str) -> Vec<String> {
    let (subject, body) = subject_and_body(text);
    let mut marks = Vec::new();
    if !subject.contains(&message.subject_has) {
        marks.push(format!("the subject must have `{}`", message.subject_has));
    }
    let written = written_by_hand(&body, &draft.text);
    let missing = draft.changes.iter().map(String::as_str);
    let missing: Vec<&str> = missing.filter(|line| !text.contains(line)).collect();
    if message.kind.is_sitrep() && !missing.is_empty() {
        marks.push(format!(
            "it does not tell what changed: {}",
            missing.join("; ")
        ));
    }
    let (incident, playbook) = (&*app.incident, &*app.playbook);
    marks.extend(outdated(&body, message, (incident, playbook), app.now));
    let mut claimed: Vec<String> = written
        .iter()
        .flat_map(|part| claims(part, incident, playbook))
        .collect();
    if let Some(form) = playbook.templates.get(&message.template) {
        claimed.extend(claims_of_form(&body, form, incident, playbook));
    }
    for claim in claimed {
        let mark = format!("it claims {claim}");
        if !marks.contains(&mark) {
            marks.push(mark);
        }
    }
    marks
}

/// Returns what a person wrote of a text, a part for each place: the lines of its draft are the
/// program's own words.
fn written_by_hand(body: &str, draft: &str) -> Vec<String> {
    let is_own = |line: &str| draft.lines().any(|drafted| drafted.trim() == line.trim());
    let lines: Vec<&str> = body.lines().collect();
    let parts = lines.split(|line| !line.trim().is_empty() && is_own(line));
    parts.map(|part| part.join("\n")).collect()
}

/// Opens the card of a message that waits to be sent, where there is one.
pub(super) fn show_unsent(app: &mut App, id: &str) -> bool {
    let waits = app.incident.unsent.iter().rev().find(|record| {
        let mut routes = record.routes.iter();
        record.message == id && routes.any(|it| it.state.is_unsent())
    });
    let waits = waits.map(|record| (record.entry, name(record, Some(&app.playbook))));
    let Some((entry, label)) = waits else {
        return false;
    };
    app.tell(format!("{label} is not sent yet"));
    show_card(app, entry, 0)
}

/// Opens the card of the last message that waits to be sent to one of some addresses of the
/// playbook, with the way to them marked, where there is one.
pub(super) fn show_waiting(app: &mut App, addresses: &[String]) -> bool {
    let incident = &app.incident;
    let all = incident.messages.iter().chain(&incident.unsent);
    let waits = all.filter_map(|record| {
        let at = record
            .routes
            .iter()
            .position(|it| it.state.is_unsent() && addresses.contains(&it.route.address))?;
        let who = record.routes.get(at)?.route.name.clone();
        Some((record.entry, at, name(record, Some(&app.playbook)), who))
    });
    let Some((entry, at, label, who)) = waits.max_by_key(|(entry, ..)| *entry) else {
        return false;
    };
    let is_shown = show_card(app, entry, at);
    if is_shown {
        app.tell(format!("{label} is not sent to {who} yet"));
    }
    is_shown
}

/// Opens the card of a message that did not reach everybody it was for, with the first of them
/// marked, where there is one.
pub(super) fn show_rest(app: &mut App, id: &str) -> bool {
    let Some(record) = waiting(&app.incident, id) else {
        return false;
    };
    let mut routes = record.routes.iter();
    let at = routes.position(|it| it.state.is_unsent()).unwrap_or(0);
    let names = still_to_tell(record).join(", ");
    let said = format!("{} is not sent to {names} yet", record.label());
    let is_shown = show_card(app, record.entry, at);
    if is_shown {
        app.tell(said);
    }
    is_shown
}

/// Opens the card of a message that is in the record, with one of its ways marked. Returns
/// false where it has none.
pub(in crate::app) fn show_card(app: &mut App, entry: EntryId, marked: usize) -> bool {
    let card = card_of(app, entry, marked).filter(|card| !card.rows.is_empty());
    lay(app, card)
}

/// Opens a message that is in the record to be read, whether or not something of it waits.
/// Returns false where the record has no text of it.
pub(super) fn show_text(app: &mut App, entry: EntryId) -> bool {
    let card = card_of(app, entry, 0).filter(|card| !card.text.trim().is_empty());
    lay(app, card)
}

fn lay(app: &mut App, card: Option<Sending>) -> bool {
    let is_known = card.is_some();
    app.layers
        .extend(card.map(|card| Layer::Sending(Box::new(card))));
    is_known
}

fn card_of(app: &App, entry: EntryId, marked: usize) -> Option<Sending> {
    let text = app.text_sent(entry).unwrap_or_default().to_owned();
    let card = Sending::of(entry, text, &app.incident, &app.playbook)?;
    Some(Sending {
        marked,
        outgoing: gate::seen_outside(&card.text, &app.gate, &app.incident),
        ..card
    })
}

/// Does what a key of the card on top asks for.
pub(in crate::app) fn act_on_sending(app: &mut App, action: Action) -> Vec<Effect> {
    let page = isize::try_from((app.page / 3).max(1)).unwrap_or(isize::MAX);
    let number = app.number;
    let Some(Layer::Sending(card)) = app.layers.last_mut() else {
        return Vec::new();
    };
    card.problem.clear();
    if card.is_only_read() {
        match action {
            Action::Down => card.scroll(number.signed(true)),
            Action::Up => card.scroll(number.signed(false)),
            Action::CopyText | Action::PageDown | Action::PageUp => {}
            _ if action.mode() == Mode::Sending => {
                return say(
                    app,
                    "it was recorded as sent; nothing is left to do about it",
                );
            }
            _ => {}
        }
    }
    let Some(Layer::Sending(card)) = app.layers.last_mut() else {
        return Vec::new();
    };
    match action {
        Action::Down | Action::Up | Action::First | Action::Last => {
            card.marked = line_after(action, card.marked, card.rows.len(), (1, number));
        }
        Action::PageDown => card.scroll(page.saturating_mul(number.signed(true))),
        Action::PageUp => card.scroll(page.saturating_mul(number.signed(false))),
        Action::Help | Action::Palette => return lay_over(app, action),
        Action::Choose => choose(card),
        Action::Send => return send(app),
        Action::SentByHand => return sent_by_hand(app),
        Action::SentAt => return ask_when(app),
        Action::Acknowledge => return ask_who(app),
        Action::TryAgain => return try_again(app),
        Action::NotThisWay => return not_this_way(app),
        Action::CopyText => {
            let text = card.text.clone();
            return copy_out(app, &text);
        }
        Action::SaveMail | Action::MailLink => return as_mail(app, action),
        _ => {}
    }
    Vec::new()
}

fn choose(card: &mut Sending) {
    let Some(row) = card.rows.get_mut(card.marked) else {
        return;
    };
    if row.route.carrier == Carrier::Mirror {
        "the issue gets every message".clone_into(&mut card.problem);
    } else {
        row.chosen = !row.chosen;
    }
}

pub(super) fn card(app: &mut App) -> Option<&mut Sending> {
    match app.layers.last_mut() {
        Some(Layer::Sending(card)) => Some(card),
        _ => None,
    }
}

pub(super) fn say(app: &mut App, problem: &str) -> Vec<Effect> {
    if let Some(card) = card(app) {
        problem.clone_into(&mut card.problem);
    }
    Vec::new()
}

/// Sends what can be sent from here and copies the rest; the record has it first.
fn send(app: &mut App) -> Vec<Effect> {
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let (text, needs_hands) = (card.text.clone(), card.needs_hands());
    if card.of.is_some() {
        if needs_hands {
            return copy_out(app, &text);
        }
        return say(app, "nothing is left to be sent by hand");
    }
    let chosen = card.rows.iter().filter(|row| row.chosen);
    let routes: Vec<_> = chosen.map(|row| row.route.clone()).collect();
    if routes.is_empty() {
        return say(app, "nobody is chosen");
    }
    let message = card.message.clone();
    let Some(copy) = release(app, &text) else {
        return Vec::new();
    };
    let command = Command::SendMessage {
        message,
        to: Vec::new(),
        routes,
        text,
    };
    let mut effects = execute(app, command);
    if needs_hands && !effects.is_empty() {
        effects.push(Effect::Copy(copy));
    }
    effects
}

/// Asks who said that it arrived.
fn ask_who(app: &mut App) -> Vec<Effect> {
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let (of, at) = (card.of, card.marked);
    let row = card
        .marked_row()
        .map(|row| (row.state(), row.route.name.clone()));
    let (Some(of), Some((Some(state), name))) = (of, row) else {
        return say(app, "it is not sent yet");
    };
    if matches!(state, RouteState::ToCarry | RouteState::Failed) {
        let problem = not_sent_yet(app, &name);
        return say(app, &problem);
    }
    if !state.may_become(RouteState::Acknowledged) {
        let comment = app.mirror.deliveries.get(&of).copied();
        return say(app, &format!("{name}: {}", state_word(state, comment)));
    }
    let purpose = Purpose::Acknowledged { of, route: at };
    let title = format!("Who of {name} acknowledged it?");
    let help = vec![
        "`by Farmer Dave` or `14:20 by Farmer Dave`; who is known here needs no `by`".to_owned(),
    ];
    open(app, purpose, EditorKind::Line, title, help, "");
    Vec::new()
}

/// Says of what waits to be sent by hand, or failed, how it comes to be acknowledged.
fn not_sent_yet(app: &App, name: &str) -> String {
    let key = |action| app.keymap.key(action);
    format!(
        "not sent to {name} yet: once you have sent it {} records that, {} when it was; then {}",
        key(Action::SentByHand),
        key(Action::SentAt),
        key(Action::Acknowledge)
    )
}

/// Hands to its carrier again what did not go out.
fn try_again(app: &mut App) -> Vec<Effect> {
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let failed = card.rows.iter().enumerate().filter(|(_, row)| {
        row.state() == Some(RouteState::Failed) && row.route.carrier != Carrier::Hand
    });
    let failed: Vec<usize> = failed.map(|(at, _)| at).collect();
    match card.of.filter(|_| !failed.is_empty()) {
        Some(of) => execute(app, moving(of, failed, RouteState::Queued, "", "")),
        None => say(app, "nothing failed that could be tried again"),
    }
}

/// Gives a way up, or says that what was in doubt did not arrive.
fn not_this_way(app: &mut App) -> Vec<Effect> {
    let Some(card) = card(app) else {
        return Vec::new();
    };
    let (of, at) = (card.of, card.marked);
    let state = card.marked_row().and_then(SendRow::state);
    let (Some(of), Some(state)) = (of, state) else {
        choose(card);
        return Vec::new();
    };
    if state == RouteState::InDoubt {
        let words = "somebody found that it did not arrive";
        return execute(app, moving(of, vec![at], RouteState::Failed, "", words));
    }
    let name = card.marked_row().map(|row| row.route.name.clone());
    let name = name.unwrap_or_default();
    if !state.may_become(RouteState::Dropped) {
        return say(app, &format!("{name}: {state}"));
    }
    let purpose = Purpose::NotTold { of, route: at };
    let title = format!("Why does {name} not get it?");
    let help = vec!["it is in the timeline and in the report".to_owned()];
    open(app, purpose, EditorKind::Line, title, help, "");
    Vec::new()
}
