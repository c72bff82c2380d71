//! Editors over the selected thing.

use super::board::{answer_entry, tick, write_message_of};
use super::choose::choose_message;
use super::open::{open, open_for, open_line};
use super::people::{choose_selected_role, edit_people, open_people, set_people_aside};
use super::worksheet::{add_row, drop_row, edit_row};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::{App, Pane};
use crate::app::people::PeopleText;
use crate::app::purpose::Purpose;
use crate::app::update::edited;
use crate::domain::clock::Due;
use crate::domain::ids::EvidenceId;
use crate::domain::incident::LeadState;

pub(super) fn add(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => open_for(app, Action::Lead),
        Pane::Remediation => open_for(app, Action::Fix),
        Pane::Checklist => {
            let Some(line) = app.selected_line() else {
                app.tell("no list is shown to add a line to");
                return Vec::new();
            };
            let (list, name) = (line.list.clone(), line.list_name.clone());
            open_line(
                app,
                Purpose::AddLine(list),
                format!("New line in {name}"),
                "",
            );
        }
        Pane::Clocks | Pane::Timeline => open_for(app, Action::Note),
        Pane::Comms => return choose_message(app),
        Pane::People => open_people(app, PeopleText::Add),
        Pane::Evidence => open_for(app, Action::Evidence),
        Pane::Report => return add_row(app),
    }
    Vec::new()
}

pub(super) fn edit(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            if let Some((id, text)) = app.selected_lead().map(|l| (l.id, l.text.clone())) {
                open_line(app, Purpose::RewordLead(id), format!("{id}"), &text);
            }
        }
        Pane::Remediation => {
            if let Some((id, text)) = app.selected_fix().map(|f| (f.id, f.text.clone())) {
                open_line(app, Purpose::RewordFix(id), format!("{id}"), &text);
            }
        }
        Pane::Checklist => match write_message_of(app) {
            Some(effects) => return effects,
            None => edit_line(app),
        },
        Pane::Clocks | Pane::Comms => return tick(app),
        Pane::People => return edit_people(app),
        Pane::Evidence => hand_over(app),
        Pane::Report => return edit_row(app),
        Pane::Timeline if !app.is_watching && answer_entry(app) => {}
        Pane::Timeline => read(app),
    }
    Vec::new()
}

/// Shows all there is to say of the selected thing: a row has room for its first words only, and
/// what stands beside the rows for its first lines.
pub(super) fn read(app: &mut App) {
    let shown = app.shown_mut();
    let pane = shown.focus();
    match shown.place(pane) {
        _ if pane == Pane::Report => app.tell("what is selected is read below the list"),
        None => app.tell("nothing is selected"),
        Some(at) => {
            // It goes on being read when something newer comes in above it.
            shown.select(pane, at);
            app.layers.push(Layer::Whole { scroll: 0 });
        }
    }
}

/// Opens the editor that hands the selected evidence over.
fn hand_over(app: &mut App) {
    match app.selected_evidence().map(|it| it.id) {
        Some(id) => hand_on(app, id),
        None => app.tell("the register is empty"),
    }
}

/// Opens the editor that hands something of the register over.
pub(super) fn hand_on(app: &mut App, id: EvidenceId) {
    let title = format!("Who holds {id} from now on?");
    let text = format!("{id} to ");
    let help = vec![format!("`{id} to NAME; PLACE`; it stays here")];
    let purpose = Purpose::HandOver(id);
    open(app, purpose, EditorKind::Line, title, help, &text);
}

/// Opens an added line for rewording; a line of the playbook is done, not reworded.
fn edit_line(app: &mut App) {
    let Some(line) = app.selected_line().cloned() else {
        return;
    };
    match line.id.0.parse() {
        Ok(id) if app.incident.custom_items.iter().any(|item| item.id == id) => {
            open_line(app, Purpose::RewordLine(id), format!("{id}"), &line.text);
        }
        _ => app.tell(format!("{}: {}", line.id, line.why)),
    }
}

pub(super) fn owner(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            if let Some((id, owner)) = app.selected_lead().map(|l| (l.id, l.owner.clone())) {
                open_line(
                    app,
                    Purpose::OwnLead(id),
                    format!("Who runs down {id}?"),
                    &owner,
                );
            }
        }
        Pane::Remediation => {
            if let Some((id, owner)) = app.selected_fix().map(|f| (f.id, f.owner.clone())) {
                open_line(app, Purpose::OwnFix(id), format!("Who does {id}?"), &owner);
            }
        }
        Pane::People => choose_selected_role(app),
        // Whose it is changes by handing it over.
        Pane::Evidence => hand_over(app),
        Pane::Checklist | Pane::Clocks | Pane::Timeline | Pane::Comms | Pane::Report => {
            app.tell("leads and remediation items have owners");
        }
    }
    Vec::new()
}

pub(super) fn verify(app: &mut App) -> Vec<Effect> {
    let fix = app
        .selected_fix()
        .filter(|_| app.focus() == Pane::Remediation);
    let fix = fix.map(|fix| (fix.id, fix.owner.clone(), fix.state));
    let Some((id, owner, state)) = fix else {
        app.tell("select a remediation item to verify it");
        return Vec::new();
    };
    // Who checked it is of no use before it is done; it is said before anybody is asked.
    let done = app.keymap.key(Action::Tick);
    let not_done = (!state.is_done()).then(|| {
        format!(
            "{id} is {state}, nobody said it is done: esc, then {done} until it is; going on asks \
             why"
        )
    });
    // A second pair of eyes: who did it is not offered as who checked it.
    let me = Some(app.me.clone()).filter(|me| *me != owner);
    let me = me.unwrap_or_default();
    open(
        app,
        Purpose::VerifiedBy(id),
        EditorKind::Line,
        format!("Who checked that {id} works?"),
        not_done.into_iter().collect(),
        &me,
    );
    Vec::new()
}

pub(super) fn set_aside(app: &mut App) -> Vec<Effect> {
    match app.focus() {
        Pane::Leads => {
            let lead = app.selected_lead();
            let lead = lead.map(|lead| (lead.id, lead.state, lead.finding.clone()));
            if let Some((id, from, finding)) = lead {
                let purpose = Purpose::Finding {
                    id,
                    from,
                    to: LeadState::RuledOut,
                };
                let mut help = vec!["what rules it out? the next IC will want to know".into()];
                if from == LeadState::Answered {
                    help.insert(0, format!("it is answered: {finding}"));
                }
                open(
                    app,
                    purpose,
                    EditorKind::Line,
                    format!("{id} ruled out"),
                    help,
                    "",
                );
            }
        }
        Pane::Checklist => {
            if let Some(id) = app.selected_line().map(|line| line.id.clone()) {
                let title = format!("Why does {id} not apply?");
                open_line(app, Purpose::SetAside(id), title, "");
            }
        }
        Pane::Clocks => return snooze(app),
        Pane::Report => return drop_row(app),
        Pane::People => set_people_aside(app),
        Pane::Evidence => app.tell("the register is not edited: hand it over, or add another"),
        Pane::Remediation | Pane::Timeline | Pane::Comms => {
            app.tell("a remediation item that can wait: make it long-term");
        }
    }
    Vec::new()
}

/// Opens a note with a text, behind what its draft holds already.
pub(in crate::app) fn open_note_with(app: &mut App, title: &str, text: &str) -> Vec<Effect> {
    let help = vec!["enter saves it as a note; esc leaves it as a draft".to_owned()];
    let title = title.to_owned();
    open(app, Purpose::Note, EditorKind::Line, title, help, "");
    let Some(Layer::Editor(editor)) = app.layers.last() else {
        return Vec::new();
    };
    let text = if editor.text.is_empty() {
        text.to_owned()
    } else {
        format!("{}\n{text}", editor.text)
    };
    edited(app, text)
}

pub(super) fn snooze(app: &mut App) -> Vec<Effect> {
    let selected = app.selected_clock().filter(|_| app.focus() == Pane::Clocks);
    let from_next = app.next.as_ref().and_then(|next| next.due.as_ref());
    let first = app.clocks.first();
    let Some(due) = selected.or(from_next).or(first).cloned() else {
        app.tell("no clock is running");
        return Vec::new();
    };
    open_snooze(app, &due);
    Vec::new()
}

/// Opens the editor that puts a clock off, or acknowledges it.
pub(super) fn open_snooze(app: &mut App, due: &Due) {
    let from = if due.due_at > app.now {
        let due_at = app.incident.zone.clock(due.due_at, app.now);
        format!("how long past {due_at}, when it is due")
    } else {
        "how long from now".to_owned()
    };
    let help = vec![format!(
        "{from}, then why: 15m waiting for the lab; or never, then why"
    )];
    let title = format!("Put off: {}", due.name);
    open(
        app,
        Purpose::Snooze {
            clock: due.key.clone(),
            due_at: due.due_at,
        },
        EditorKind::Line,
        title,
        help,
        "",
    );
}
