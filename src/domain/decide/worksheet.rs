//! Whether the worksheet can do what is asked, and what it means.

use super::refusal::{Decision, Refusal, required_line, unknown};
use crate::domain::event::{
    CauseChanged, CauseStep, ContainmentSet, Event, FigurePublished, FollowUpDue, LessonChanged,
    PartEdited, WorksheetChanged,
};
use crate::domain::ids::{CauseId, LessonId};
use crate::domain::incident::Incident;
use crate::domain::playbook::Playbook;
use crate::domain::text::{clean_line, clean_text};
use crate::domain::worksheet::{Cause, WorksheetAsked};

/// Decides what is asked of the worksheet.
pub(super) fn decide_worksheet(
    incident: &Incident,
    playbook: &Playbook,
    asked: &WorksheetAsked,
) -> Decision {
    let changed = match asked {
        WorksheetAsked::Contain(set) => contained(incident, set)?,
        WorksheetAsked::PickContainment(label) => picked(incident, label)?,
        WorksheetAsked::Publish(published) => figure(incident, published),
        WorksheetAsked::EditPart(edited) => part(incident, edited),
        WorksheetAsked::AddLesson { list, text } => Some(WorksheetChanged::Lesson(LessonChanged {
            id: LessonId(incident.worksheet.last_lesson.saturating_add(1)),
            list: *list,
            text: required_line(text, "the lesson")?,
        })),
        WorksheetAsked::RewordLesson { id, text } => {
            let known = incident.worksheet.lessons.iter().find(|it| it.id == *id);
            let known = known.ok_or_else(|| unknown("lesson", id))?;
            let text = clean_line(text);
            (known.text != text).then_some(WorksheetChanged::Lesson(LessonChanged {
                id: *id,
                list: known.list,
                text,
            }))
        }
        WorksheetAsked::SetDue(asked) => due(incident, playbook, asked)?,
        WorksheetAsked::AddCause { .. }
        | WorksheetAsked::RewordCause { .. }
        | WorksheetAsked::AskCause { .. }
        | WorksheetAsked::MoveCause { .. }
        | WorksheetAsked::LinkCause { .. }
        | WorksheetAsked::DropCause(_) => cause(incident, asked)?,
    };
    Ok(changed.map(Event::WorksheetChanged).into_iter().collect())
}

/// Any item and line of the record may have a day, before it is a follow-up too.
fn due(incident: &Incident, playbook: &Playbook, asked: &FollowUpDue) -> Changed {
    let FollowUpDue { item, due } = asked;
    let is_fix = incident
        .fixes
        .iter()
        .any(|fix| fix.id.to_string() == item.0);
    let mut added = incident.custom_items.iter();
    let is_line = playbook.items.iter().any(|known| known.id == item.0)
        || added.any(|known| known.id.to_string() == item.0);
    if !is_fix && !is_line {
        return Err(unknown("follow-up", item));
    }
    let is_news = incident.worksheet.due.get(item) != due.as_ref();
    Ok(is_news.then(|| WorksheetChanged::FollowUpDue(asked.clone())))
}

type Changed = Result<Option<WorksheetChanged>, Refusal>;

fn contained(incident: &Incident, set: &ContainmentSet) -> Changed {
    let label = required_line(&set.label, "what was contained")?;
    if let Some(id) = set.fix.filter(|id| incident.fix(*id).is_none()) {
        return Err(unknown("remediation item", &id));
    }
    let all = &incident.worksheet.containments;
    let known = all.iter().find(|it| it.label == label);
    let is_news = match known {
        Some(known) => known.when != set.when || known.fix != set.fix,
        None => !set.when.is_unknown(),
    };
    Ok(is_news.then(|| {
        WorksheetChanged::Containment(ContainmentSet {
            label,
            ..set.clone()
        })
    }))
}

fn picked(incident: &Incident, label: &str) -> Changed {
    let label = clean_line(label);
    let all = &incident.worksheet.containments;
    let now = all.iter().find(|it| it.picked);
    if label.is_empty() {
        return Ok(now.map(|_| WorksheetChanged::ContainmentPicked { label }));
    }
    if all.iter().all(|it| it.label != label) {
        return Err(unknown("containment", &label));
    }
    let is_news = now.is_none_or(|now| now.label != label);
    Ok(is_news.then_some(WorksheetChanged::ContainmentPicked { label }))
}

fn figure(incident: &Incident, published: &FigurePublished) -> Option<WorksheetChanged> {
    let (figure, source) = (clean_line(&published.figure), clean_line(&published.source));
    let metric = published.metric;
    let mut all = incident.worksheet.published.iter();
    let known = all.find(|it| it.metric == metric && it.source == source);
    let is_news = known.map_or(!figure.is_empty(), |known| known.figure != figure);
    is_news.then_some(WorksheetChanged::Published(FigurePublished {
        metric,
        figure,
        source,
    }))
}

fn part(incident: &Incident, edited: &PartEdited) -> Option<WorksheetChanged> {
    let known = incident.worksheet.edits.get(&edited.part);
    let text = edited.text.as_deref().map(clean_text);
    let is_news = match (&text, known) {
        (Some(text), Some(known)) => known.text != *text || known.generated != edited.generated,
        (Some(text), None) => *text != edited.generated,
        (None, known) => known.is_some(),
    };
    is_news.then(|| {
        WorksheetChanged::Part(PartEdited {
            part: edited.part.clone(),
            generated: if text.is_some() {
                edited.generated.clone()
            } else {
                String::new()
            },
            text,
        })
    })
}

fn cause(incident: &Incident, asked: &WorksheetAsked) -> Changed {
    let causes = &incident.worksheet.causes;
    let find = |id: CauseId| causes.get(id).ok_or_else(|| unknown("cause", &id));
    let (id, step) = match asked {
        WorksheetAsked::AddCause {
            parent,
            method,
            text,
        } => {
            parent.map(find).transpose()?;
            let id = CauseId(incident.worksheet.last_cause.saturating_add(1));
            let step = CauseStep::Added {
                parent: *parent,
                method: parent.is_none().then_some(*method),
                text: required_line(text, "the cause")?,
            };
            (id, step)
        }
        WorksheetAsked::RewordCause { id, text } => {
            let text = required_line(text, "the cause")?;
            if find(*id)?.text == text {
                return Ok(None);
            }
            (*id, CauseStep::Reworded { text })
        }
        WorksheetAsked::AskCause { id, method } => {
            find(*id)?;
            let root = causes.root(*id).ok_or_else(|| unknown("cause", id))?;
            if root.method == *method {
                return Ok(None);
            }
            (root.id, CauseStep::Asked { method: *method })
        }
        WorksheetAsked::MoveCause { id, parent, before } => {
            let here = find(*id)?;
            parent.map(find).transpose()?;
            before.map(find).transpose()?;
            return moved(incident, here, *parent, *before);
        }
        WorksheetAsked::LinkCause { id, entry, linked } => {
            if find(*id)?.evidence.contains(entry) == *linked {
                return Ok(None);
            }
            let entry = *entry;
            let step = if *linked {
                CauseStep::Linked { entry }
            } else {
                CauseStep::Unlinked { entry }
            };
            (*id, step)
        }
        WorksheetAsked::DropCause(id) => {
            find(*id)?;
            (*id, CauseStep::Dropped)
        }
        WorksheetAsked::Contain(_)
        | WorksheetAsked::PickContainment(_)
        | WorksheetAsked::Publish(_)
        | WorksheetAsked::EditPart(_)
        | WorksheetAsked::AddLesson { .. }
        | WorksheetAsked::RewordLesson { .. }
        | WorksheetAsked::SetDue(_) => return Ok(None),
    };
    Ok(Some(WorksheetChanged::Cause(CauseChanged { id, step })))
}

fn moved(
    incident: &Incident,
    here: &Cause,
    parent: Option<CauseId>,
    before: Option<CauseId>,
) -> Changed {
    let causes = &incident.worksheet.causes;
    if let Some(parent) = parent.filter(|parent| causes.is_within(*parent, here.id)) {
        let what = format!("{parent} stands below {}", here.id);
        return Err(Refusal::plain(what, "move it below another one"));
    }
    let order: Vec<CauseId> = causes.children(parent).iter().map(|it| it.id).collect();
    let at = order.iter().position(|id| *id == here.id);
    let next = at.and_then(|at| order.get(at + 1).copied());
    if here.parent == parent && (before == next || before == Some(here.id)) {
        return Ok(None);
    }
    let (id, step) = (here.id, CauseStep::Moved { parent, before });
    Ok(Some(WorksheetChanged::Cause(CauseChanged { id, step })))
}
