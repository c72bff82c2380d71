//! What keys do in the Report view.

use super::open::{ask, open};
use crate::app::action::Action;
use crate::app::event::Effect;
use crate::app::layer::{EditorKind, Layer};
use crate::app::model::{App, Pane};
use crate::app::picks::{Pick, PickSubject, Picks};
use crate::app::purpose::Purpose;
use crate::app::update::execute;
use crate::app::worksheet::{ReportRow, WorksheetText};
use crate::domain::command::Command;
use crate::domain::event::{ContainmentSet, PartEdited};
use crate::domain::ids::CauseId;
use crate::domain::incident::Moment;
use crate::domain::report::is_unwritten;
use crate::domain::time::When;
use crate::domain::timeline::is_local_only;
use crate::domain::vocabulary::{Facet, vocabulary};
use crate::domain::worksheet::WorksheetAsked;

fn change(app: &mut App, asked: WorksheetAsked) -> Vec<Effect> {
    execute(app, Command::ChangeWorksheet(Box::new(asked)))
}

fn line(app: &mut App, text: WorksheetText, title: &str, help: &str, holding: &str) {
    let help = vec![help.to_owned()];
    let title = title.to_owned();
    let purpose = Purpose::Worksheet(text);
    open(app, purpose, EditorKind::Line, title, help, holding);
}

/// Opens what the selected row holds.
pub(super) fn edit_row(app: &mut App) -> Vec<Effect> {
    let Some(row) = app.selected_report_row().cloned() else {
        return Vec::new();
    };
    match row {
        ReportRow::Part(id) => edit_part(app, &id),
        ReportRow::Moment(moment) => ask(app, Purpose::Moment(moment)),
        ReportRow::Containment(label) => {
            return change(app, WorksheetAsked::PickContainment(label));
        }
        ReportRow::Metric(metric) => {
            let title = format!("What is published as {}?", metric.name());
            let help = "the figure; `in` and where behind it: 2 hours 2 minutes in the post";
            line(app, WorksheetText::Published(metric), &title, help, "");
        }
        ReportRow::Facet(facet) => classify(app, facet),
        ReportRow::Cause(id) => {
            let known = app.incident.worksheet.causes.get(id);
            let text = known.map(|cause| cause.text.clone()).unwrap_or_default();
            let help = "what answers it stands below it";
            line(
                app,
                WorksheetText::RewordCause(id),
                &id.to_string(),
                help,
                &text,
            );
        }
        ReportRow::Lesson(id) => {
            let mut all = app.incident.worksheet.lessons.iter();
            let known = all.find(|lesson| lesson.id == id);
            let text = known.map(|lesson| lesson.text.clone()).unwrap_or_default();
            line(
                app,
                WorksheetText::RewordLesson(id),
                &id.to_string(),
                "",
                &text,
            );
        }
        ReportRow::FirstCause | ReportRow::FirstLesson(_) => return add_row(app),
    }
    Vec::new()
}

fn edit_part(app: &mut App, id: &str) {
    let part = app.rows.figures.as_ref();
    let part = part.and_then(|figures| figures.report.part(id)).cloned();
    let Some(part) = part else {
        return;
    };
    let help = vec![
        part.prompt,
        "what the record says later is merged in; where it clashes both stand".to_owned(),
    ];
    let text = WorksheetText::Part {
        id: part.id,
        generated: part.generated,
    };
    let purpose = Purpose::Worksheet(text);
    let text = match part.text.as_str() {
        "" => String::new(),
        text if is_unwritten(text) => String::new(),
        // What is typed is a paragraph of its own; a line behind a list would be read as part of
        // its last item.
        text => format!("{text}\n\n"),
    };
    open(app, purpose, EditorKind::Page, part.title, help, &text);
}

/// Adds what belongs to the selected row: an answer below a cause, a lesson to its list.
pub(super) fn add_row(app: &mut App) -> Vec<Effect> {
    match app.selected_report_row().cloned() {
        Some(ReportRow::Cause(id)) => add_cause(app, Some(id)),
        Some(ReportRow::FirstCause) => add_cause(app, None),
        Some(ReportRow::Lesson(id)) => {
            let mut all = app.incident.worksheet.lessons.iter();
            if let Some(list) = all.find(|lesson| lesson.id == id).map(|it| it.list) {
                line(app, WorksheetText::AddLesson(list), list.title(), "", "");
            }
        }
        Some(ReportRow::FirstLesson(list)) => {
            line(app, WorksheetText::AddLesson(list), list.title(), "", "");
        }
        Some(ReportRow::Moment(Moment::Contained) | ReportRow::Containment(_)) => {
            let help = "the time, a comma, and what: 18:04, token dead";
            line(
                app,
                WorksheetText::Containment,
                "What was contained?",
                help,
                "",
            );
        }
        Some(ReportRow::Part(_) | ReportRow::Moment(_) | ReportRow::Metric(_)) => {
            return edit_row(app);
        }
        Some(ReportRow::Facet(facet)) => classify(app, facet),
        None => {}
    }
    Vec::new()
}

/// Adds a cause beside the selected one.
pub(super) fn add_beside(app: &mut App) {
    match app.selected_report_row().cloned() {
        Some(ReportRow::Cause(id)) => {
            let known = app.incident.worksheet.causes.get(id);
            let parent = known.and_then(|cause| cause.parent);
            add_cause(app, parent);
        }
        _ => add_cause(app, None),
    }
}

fn add_cause(app: &mut App, parent: Option<CauseId>) {
    let (title, help) = match parent {
        Some(parent) => {
            let causes = &app.incident.worksheet.causes;
            let known = causes.get(parent).map(|cause| cause.text.clone());
            (format!("What answers {parent}?"), known.unwrap_or_default())
        }
        None => (
            "What is asked?".to_owned(),
            "why did it happen? how did it come to be so? it begins a tree".to_owned(),
        ),
    };
    line(app, WorksheetText::AddCause(parent), &title, &help, "");
}

/// Takes out what the selected row holds: a cause with all below it, a lesson, an edit.
pub(super) fn drop_row(app: &mut App) -> Vec<Effect> {
    let asked = match app.selected_report_row().cloned() {
        Some(ReportRow::Cause(id)) => WorksheetAsked::DropCause(id),
        Some(ReportRow::Lesson(id)) => WorksheetAsked::RewordLesson {
            id,
            text: String::new(),
        },
        Some(ReportRow::Part(part)) if app.incident.worksheet.edits.contains_key(&part) => {
            WorksheetAsked::EditPart(PartEdited {
                part,
                generated: String::new(),
                text: None,
            })
        }
        Some(ReportRow::Containment(label)) => WorksheetAsked::Contain(ContainmentSet {
            label,
            when: When::Unknown,
            fix: None,
        }),
        Some(ReportRow::Facet(facet)) => {
            let (field, to) = (facet.field(), String::new());
            return execute(app, Command::SetField { field, to });
        }
        Some(_) | None => {
            app.tell("it comes from the record: there is nothing to take out");
            return Vec::new();
        }
    };
    change(app, asked)
}

/// Asks the tree of the selected cause the other way.
pub(super) fn ask_otherwise(app: &mut App) -> Vec<Effect> {
    let Some(ReportRow::Cause(id)) = app.selected_report_row().cloned() else {
        app.tell("select a cause to ask its tree by Whys or by Hows");
        return Vec::new();
    };
    let causes = &app.incident.worksheet.causes;
    let Some(method) = causes.root(id).map(|root| root.method.other()) else {
        return Vec::new();
    };
    change(app, WorksheetAsked::AskCause { id, method })
}

/// Moves the selected cause: among its siblings, below the one before it, or out.
pub(super) fn move_cause(app: &mut App, action: Action) -> Vec<Effect> {
    let selected = app.selected_report_row().cloned();
    let Some(ReportRow::Cause(id)) = selected.filter(|_| app.focus() == Pane::Report) else {
        app.tell("select a cause of the report to move it");
        return Vec::new();
    };
    let causes = &app.incident.worksheet.causes;
    let Some(parent) = causes.get(id).map(|cause| cause.parent) else {
        return Vec::new();
    };
    let row: Vec<CauseId> = causes.children(parent).iter().map(|it| it.id).collect();
    let at = row.iter().position(|known| *known == id).unwrap_or(0);
    let above = at.checked_sub(1).map(|at| row[at]);
    let place = match action {
        Action::CauseBefore => above.map(|above| (parent, Some(above))),
        Action::CauseBehind if at + 1 < row.len() => Some((parent, row.get(at + 2).copied())),
        Action::CauseBelow => above.map(|above| (Some(above), None)),
        Action::CauseOut => parent.map(|parent| {
            let up = causes.get(parent).and_then(|cause| cause.parent);
            let around = causes.children(up);
            let at = around.iter().position(|cause| cause.id == parent);
            let next = at.and_then(|at| around.get(at + 1));
            (up, next.map(|cause| cause.id))
        }),
        _ => None,
    };
    let Some((parent, before)) = place else {
        app.tell("it cannot move further that way");
        return Vec::new();
    };
    change(app, WorksheetAsked::MoveCause { id, parent, before })
}

/// Opens the list of what a facet may be; a count is typed.
pub(super) fn classify(app: &mut App, facet: Facet) {
    let Some(list) = vocabulary().list(facet) else {
        return;
    };
    if list.choices().next().is_none() {
        let text = facet.values(&app.incident).join(", ");
        let help = vec![list.about.clone()];
        let purpose = Purpose::Field(facet.field());
        return open(
            app,
            purpose,
            EditorKind::Line,
            list.name.clone(),
            help,
            &text,
        );
    }
    let all = list.choices().map(|label| Pick { label, entry: None });
    pick(
        app,
        list.name.clone(),
        &list.about,
        PickSubject::Facet(facet),
        {
            let free = list.free;
            (all.collect(), free)
        },
    );
}

/// Opens the list of entries that may be evidence for the selected cause, the newest first.
pub(super) fn link_evidence(app: &mut App) -> Vec<Effect> {
    let selected = app.selected_report_row().cloned();
    let Some(ReportRow::Cause(id)) = selected.filter(|_| app.focus() == Pane::Report) else {
        app.tell("select a cause of the report to link evidence to it");
        return Vec::new();
    };
    let zone = app.incident.zone;
    let entries = app.entries.iter().rev();
    let entries = entries.filter(|entry| !is_local_only(&entry.event));
    let all = entries.map(|entry| Pick {
        label: format!(
            "{} {}: {}",
            zone.clock(entry.shown_at(), app.now),
            entry.actor,
            app.words_of(entry)
        ),
        entry: Some(entry.id),
    });
    let all = all.collect();
    let title = format!("Evidence for {id}");
    let about = "enter links an entry of the timeline, or takes the link away";
    pick(app, title, about, PickSubject::Evidence(id), (all, false));
    Vec::new()
}

fn pick(
    app: &mut App,
    title: String,
    help: &str,
    subject: PickSubject,
    (all, free): (Vec<Pick>, bool),
) {
    let mut picks = Picks {
        title,
        help: help.to_owned(),
        subject,
        query: String::new(),
        all,
        found: Vec::new(),
        marked: 0,
        free,
    };
    picks.find();
    app.layers.push(Layer::Picks(Box::new(picks)));
}

/// Does what picking the marked thing means. Where several may hold the list stays.
pub(in crate::app) fn take_pick(app: &mut App) -> Vec<Effect> {
    let Some(Layer::Picks(picks)) = app.layers.last() else {
        return Vec::new();
    };
    let (subject, picked) = (picks.subject, picks.picked());
    let Some(picked) = picked else {
        return Vec::new();
    };
    match subject {
        PickSubject::Facet(facet) => {
            let many = vocabulary().list(facet).is_some_and(|list| list.many);
            let mut values = facet.values(&app.incident);
            if !many {
                app.layers.pop();
                values = vec![picked.label];
            } else if values.contains(&picked.label) {
                values.retain(|value| *value != picked.label);
            } else {
                values.push(picked.label);
            }
            let (field, to) = (facet.field(), values.join(", "));
            execute(app, Command::SetField { field, to })
        }
        PickSubject::Evidence(id) => {
            let Some(entry) = picked.entry else {
                return Vec::new();
            };
            let causes = &app.incident.worksheet.causes;
            let linked = causes
                .get(id)
                .is_some_and(|it| !it.evidence.contains(&entry));
            change(app, WorksheetAsked::LinkCause { id, entry, linked })
        }
    }
}

/// Returns what copying the selected row gives: the text of a part, or the words of a row.
pub(super) fn selected_text(app: &App) -> Option<String> {
    let sheet = &app.incident.worksheet;
    match app.selected_report_row()? {
        ReportRow::Part(id) => {
            let figures = app.rows.figures.as_ref()?;
            figures.report.part(id).map(|part| part.text.clone())
        }
        ReportRow::Moment(moment) => {
            let when = app.incident.moments.get(moment)?;
            Some(app.incident.zone.plain(when))
        }
        ReportRow::Metric(metric) => {
            let figures = app.rows.figures.as_ref()?;
            Some(figures.metrics.value_words(*metric))
        }
        ReportRow::Facet(facet) => Some(facet.values(&app.incident).join(", ")),
        ReportRow::Containment(label) => Some(label.clone()),
        ReportRow::Cause(id) => sheet.causes.get(*id).map(|cause| cause.text.clone()),
        ReportRow::Lesson(id) => {
            let mut all = sheet.lessons.iter();
            let known = all.find(|lesson| lesson.id == *id);
            known.map(|lesson| lesson.text.clone())
        }
        ReportRow::FirstCause | ReportRow::FirstLesson(_) => None,
    }
}
