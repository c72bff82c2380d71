//! Moving the selected thing on, and back.

use super::card::open_entry;
use super::compose::compose;
use super::edit::{owner, verify};
use super::ending::tell;
use super::open::{ask, open, open_line};
use super::people::tick_people;
use super::publish::open_examined;
use super::release::copy_out;
use super::send::{show_card, show_rest, show_text};
use super::settle::settle;
use super::worksheet::{ask_otherwise, edit_row, selected_text};
use crate::app::event::Effect;
use crate::app::layer::EditorKind;
use crate::app::model::{App, Pane};
use crate::app::people::PeopleRow;
use crate::app::purpose::Purpose;
use crate::app::update::execute;
use crate::domain::checklist::{self, RowState};
use crate::domain::command::Command;
use crate::domain::ids::ItemId;
use crate::domain::incident::{Fix, FixClass, FixState, Lead, LeadState, Mark};
use crate::domain::playbook::Fact;
use crate::domain::question::question;

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
        Pane::Clocks => app
            .selected_clock()
            .cloned()
            .map_or_else(Vec::new, |due| settle(app, &due)),
        Pane::Timeline => {
            answer_entry(app);
            Vec::new()
        }
        Pane::Comms => open_message(app),
        Pane::People => tick_people(app),
        Pane::Evidence => {
            app.tell("evidence is handed over, not ticked");
            Vec::new()
        }
        Pane::Report => edit_row(app),
    }
}

/// Opens the card of the message that the selected line of the ledger is about: to read it, where
/// nothing of it waits.
pub(super) fn open_message(app: &mut App) -> Vec<Effect> {
    let row = app.selected_comms().map(|row| (row.entry, row.route));
    let is_open = row.is_some_and(|(entry, route)| match route {
        Some(route) => show_card(app, entry, route),
        None => show_text(app, entry),
    });
    if !is_open {
        app.tell("it was recorded as sent, without its text; nothing is left to do about it");
    }
    Vec::new()
}

/// Opens the card of what the selected entry is about. Returns false when nothing of it waits.
pub(super) fn answer_entry(app: &mut App) -> bool {
    let entry = app.selected_entry().cloned();
    entry.is_some_and(|entry| open_entry(app, &entry))
}

fn tick_line(app: &mut App) -> Vec<Effect> {
    let Some(line) = app.selected_line().cloned() else {
        return Vec::new();
    };
    if let Some(effects) = write_message_of(app) {
        return effects;
    }
    // What the record itself makes of the line, should the mark go away.
    let item = app.playbook.items.iter().find(|item| item.id == line.id.0);
    let derived = item
        .map(|item| checklist::unmarked(item, &app.incident, &app.playbook, app.now))
        .is_some_and(|state| state == RowState::Derived);
    let mark = match &line.state {
        RowState::Done(_) | RowState::Derived if derived => Some(Mark::Open),
        RowState::Done(_) | RowState::Derived | RowState::NotApplicable(_) => None,
        _ if derived => None,
        RowState::Open | RowState::Optional | RowState::Waiting | RowState::Needless => {
            return tick_off(app, line.id);
        }
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

/// Ticks a line. One that has a question asks it first.
pub(super) fn tick_off(app: &mut App, item: ItemId) -> Vec<Effect> {
    if question(&item, &app.incident, &app.playbook, app.now).is_some() {
        ask(app, Purpose::Tick(item));
        return Vec::new();
    }
    execute(
        app,
        Command::MarkItem {
            item,
            mark: Some(Mark::Done),
            reason: String::new(),
        },
    )
}

/// Writes the message that the selected line is done by or has looked through, while it has not
/// gone out: a tick alone
/// would say that somebody was told of whom the ledger knows nothing. None for any other line.
pub(super) fn write_message_of(app: &mut App) -> Option<Vec<Effect>> {
    let line = app.selected_line()?;
    let is_open = matches!(line.state, RowState::Open | RowState::Optional);
    let mut items = app.playbook.items.iter();
    let item = items.find(|item| item.id == line.id.0 && is_open)?;
    let (id, message) = (line.id.clone(), item.message.clone());
    if item.derived == Some(Fact::AudienceTold) {
        let item = item.clone();
        return Some(tell(app, &item));
    }
    if let Some(message) = item.examines.clone() {
        return Some(open_examined(app, &id, &message));
    }
    let (message, everybody) = (message?, item.derived == Some(Fact::EverybodyTold));
    if everybody && show_rest(app, &message) {
        return Some(Vec::new());
    }
    Some(compose(app, &message))
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
        // One that was moved back still has its owner.
        Some(FixState::Assigned) if fix.owner.is_empty() => owner(app),
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
                LeadState::Open => {
                    app.tell(format!("{id} is open already"));
                    return Vec::new();
                }
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
                app.tell(format!("{id} is open already"));
                return Vec::new();
            };
            execute(app, Command::MoveFix { id, from, to })
        }
        Pane::Checklist => untick_line(app),
        Pane::Clocks
        | Pane::Timeline
        | Pane::People
        | Pane::Comms
        | Pane::Evidence
        | Pane::Report => Vec::new(),
    }
}

fn untick_line(app: &mut App) -> Vec<Effect> {
    let settled = app
        .selected_line()
        .map(|line| (line.id.clone(), line.state.is_settled()));
    match settled {
        Some((_, true)) => tick_line(app),
        Some((id, false)) => {
            app.tell(format!("{id} is open already"));
            Vec::new()
        }
        None => Vec::new(),
    }
}

pub(super) fn reclassify(app: &mut App) -> Vec<Effect> {
    if app.focus() == Pane::Report {
        return ask_otherwise(app);
    }
    let fix = app
        .selected_fix()
        .filter(|_| app.focus() == Pane::Remediation);
    let Some((id, class)) = fix.map(|fix| (fix.id, fix.class)) else {
        app.tell("select a remediation item to say when it is needed");
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
        Pane::Timeline => app.selected_entry().map(|entry| app.words_of(entry)),
        Pane::Comms => app
            .selected_comms()
            .map(|row| format!("{} to {}: {}", row.what, row.who, row.state_word())),
        // Not how to reach somebody: a clipboard is read by others.
        Pane::People => app.selected_people().map(|row| match row {
            PeopleRow::Person(person) => person.name.clone(),
            PeopleRow::Ask(ask) => ask.line(),
        }),
        // It stays on this machine; what shows that a file is the same may be told.
        Pane::Evidence => app.selected_evidence().map(|evidence| {
            let file = evidence.file.as_ref();
            let sha256 = file.map_or("no file", |mark| mark.sha256.as_str());
            format!("{} {sha256}", evidence.id)
        }),
        Pane::Report => selected_text(app),
        Pane::Clocks => app.incident.issue.as_ref().map(|issue| issue.url.clone()),
    };
    let Some(text) = text else {
        app.tell("nothing is selected");
        return Vec::new();
    };
    copy_out(app, &text)
}
