//! What is said at the foot of what was done.

use std::sync::Arc;

use crate::app::act::report_milestone;
use crate::app::action::Action;
use crate::app::model::{App, InFlight, Pane, View};
use crate::domain::command::{Command, Request};
use crate::domain::decide::{left_before, unsaid_awareness};
use crate::domain::event::Event::{ConflictSettled, RotationSet, SuggestionAnswered};
use crate::domain::event::{Entry, Event};
use crate::domain::incident::Moment;
use crate::domain::people::AskAsked;
use crate::domain::worksheet::WorksheetAsked;

/// Says what came of a request that leaves nothing to see where it was given.
pub(super) fn tell_done(app: &mut App, done: &InFlight) {
    let command = &done.request.command;
    if let Command::SetCodename { codename, .. } = command
        && !codename.is_empty()
        && let Some(warning) = left_before(&app.incident)
    {
        return app.warn(warning);
    }
    let said = time_to_answer(app, command).or_else(|| edit_taken_back(app, done));
    if let Some(said) = said {
        return app.tell(said);
    }
    if let Command::SetClosed { closed: true, .. } = command {
        return tell_older_report(app);
    }
    let of_command: fn(&Event) -> bool = match command {
        // Told together with what becomes of the text that it takes away.
        Command::Undo { .. } | Command::UndoBefore(_) => return,
        Command::SettleConflict { .. } => |event| matches!(event, ConflictSettled { .. }),
        Command::AnswerSuggestion { .. } => |event| matches!(event, SuggestionAnswered { .. }),
        Command::SetRotation(_) => |event| matches!(event, RotationSet(_)),
        _ => return tell_time(app, done),
    };
    let mut last = app.entries.iter().rev();
    let found = last.find(|entry| of_command(&entry.event));
    let said = found.map(|entry| app.words_of(entry));
    app.tell(said.unwrap_or_default());
}

/// Says once the record is closed that the file of the report was written before that.
fn tell_older_report(app: &mut App) {
    let milestone = report_milestone(app).and_then(|key| app.incident.milestones.get(key));
    let at = milestone.map(|reached| app.incident.zone.plain(&reached.at));
    if let Some(at) = at {
        let palette = app.keymap.key(Action::Palette);
        let label = Action::WriteReport.label();
        app.tell(format!(
            "closed; the report is of {at}, before that; `{label}` ({palette}) writes it anew"
        ));
    }
}

/// Says which time was taken for the one that was typed: `23:10`, in the afternoon, is that of
/// yesterday.
fn tell_time(app: &mut App, done: &InFlight) {
    let request = &done.request;
    // What nobody was asked for is told by what recorded it.
    let typed = done.editor.and_then(|_| key_time(app, &request.command));
    if let Some(said) = typed {
        return app.tell(said);
    }
    if let Some(when) = request.happened.filter(|when| !when.is_unknown()) {
        let at = app.incident.zone.plain(&when);
        let said = match request.command {
            // The last entries may not reach back to it.
            Command::Note { .. } => {
                select_note(app, request);
                let key = app.keymap.key(Action::ViewTimeline);
                let there = match app.view {
                    View::Timeline => String::new(),
                    _ => format!("; {key} shows it there"),
                };
                format!("note recorded for {at}{there}")
            }
            _ => format!("recorded for {at}"),
        };
        app.tell(said);
    }
}

/// Selects in the timeline the note that was asked for: among what happened then, and not where
/// its writer looks. One that is the newest of all is in sight.
fn select_note(app: &mut App, asked: &Request) {
    let is_it = |entry: &Arc<Entry>| {
        let is_theirs = entry.actor == asked.actor && Some(entry.happened) == asked.happened;
        is_theirs && entry.event.note().is_some()
    };
    let Some(note) = app.entries.iter().rposition(is_it) else {
        return;
    };
    let at = app.rows.timeline.iter().position(|row| *row == note);
    if let Some(at) = at.filter(|at| *at > 0) {
        app.select(Pane::Timeline, at);
    }
}

/// Returns what to say of a key time that was set; one that nobody typed is said too: enter alone
/// is now.
fn key_time(app: &App, command: &Command) -> Option<String> {
    let (what, when) = match command {
        Command::SetMoment { moment, when, .. } => (moment.to_string(), when),
        Command::ReachMilestone(reached) => {
            let known = app.playbook.milestone(&reached.milestone);
            let name = known.map_or(&reached.milestone, |known| &known.name);
            (name.clone(), &reached.when)
        }
        Command::ChangeWorksheet(asked) => match &**asked {
            WorksheetAsked::Contain(set) => (Moment::Contained.to_string(), &set.when),
            _ => return None,
        },
        _ => return None,
    };
    if when.is_unknown() {
        return Some(format!("{what}: recorded as unknown"));
    }
    let at = app.incident.zone.plain(when);
    let aware = later_awareness(app, command).unwrap_or_default();
    Some(format!("{what}: recorded for {at}{aware}"))
}

/// Returns which time stands for an awareness that nobody told, where what was recorded is older.
fn later_awareness(app: &App, command: &Command) -> Option<String> {
    let Command::ReachMilestone(reached) = command else {
        return None;
    };
    let reached = (reached.milestone.as_str(), reached.when);
    let aware = unsaid_awareness(&app.incident, &app.playbook, reached)?;
    let aware = app.incident.zone.clock(aware.earliest()?, app.now);
    let key = app.keymap.key(Action::Moment);
    Some(format!(
        "; discovered is {aware}, when it was opened: {key} sets when anybody first knew"
    ))
}

/// Returns what to say where a key threw the edit of a part of the report away.
fn edit_taken_back(app: &App, done: &InFlight) -> Option<String> {
    let Command::ChangeWorksheet(asked) = &done.request.command else {
        return None;
    };
    let WorksheetAsked::EditPart(edit) = &**asked else {
        return None;
    };
    if edit.text.is_some() || done.editor.is_some() {
        return None;
    }
    let figures = app.rows.figures.as_ref();
    let part = figures.and_then(|figures| figures.report.part(&edit.part));
    let title = part.map_or(&edit.part, |part| &part.title);
    let undo = app.keymap.key(Action::Undo);
    Some(format!(
        "the edit of {title} is taken back; {undo} brings it back"
    ))
}

/// Returns what to say of how long somebody has for an answer: the length that was taken.
fn time_to_answer(app: &App, command: &Command) -> Option<String> {
    let Command::HandleAsk(AskAsked::Put { within, .. } | AskAsked::Extend { within, .. }) =
        command
    else {
        return None;
    };
    let at = app.now.checked_add_signed(within.delta())?;
    let at = app.incident.zone.clock(at, app.now);
    Some(format!(
        "back for the answer in {}, at {at}",
        within.words()
    ))
}
