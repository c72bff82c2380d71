//! The worksheet as the record has it, and what entries do to it.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::cause::Causes;
use super::containment::{Containment, contain};
use super::lesson::Lesson;
use super::part::PartEdit;
use crate::domain::event::{
    CauseStep, Entry, Event, FigurePublished, FollowUpDue, WorksheetChanged,
};
use crate::domain::ids::{EntryId, ItemId};
use crate::domain::incident::{Incident, Moment};
use crate::domain::metrics::Metric;
use crate::domain::text::excerpt;
use crate::domain::time::Zone;

/// How much of a text a line of the timeline shows.
const EXCERPT: usize = 200;

/// The worksheet of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "kebab-case")]
pub struct Worksheet {
    /// The highest number of a node of the cause analysis, so that none is used twice.
    pub last_cause: u32,
    /// The highest number of a lesson.
    pub last_lesson: u32,
    /// Instants of containment, in the order they were written down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub containments: Vec<Containment>,
    /// What is published as metrics, in the order it was written down.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub published: Vec<Published>,
    /// The cause analysis.
    #[serde(skip_serializing_if = "Causes::is_empty")]
    pub causes: Causes,
    /// What surprised, helped and hurt, by number.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lessons: Vec<Lesson>,
    /// The parts of the report that somebody edited, by their keys.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub edits: BTreeMap<String, PartEdit>,
    /// By which day follow-ups are to be done, where somebody said so; in the incident's zone.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub due: BTreeMap<ItemId, NaiveDate>,
}

/// What somebody published as a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Published {
    /// Which metric.
    pub metric: Metric,
    /// The figure in the words it was published in.
    pub figure: String,
    /// Where; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
    /// The entry that says so.
    pub entry: EntryId,
}

impl Worksheet {
    /// Hands every text that people wrote to `see`.
    pub(in crate::domain) fn each_text(&mut self, see: &mut dyn FnMut(&mut String)) {
        for containment in &mut self.containments {
            see(&mut containment.label);
        }
        for published in &mut self.published {
            see(&mut published.figure);
            see(&mut published.source);
        }
        self.causes.each_text(see);
        for lesson in &mut self.lessons {
            see(&mut lesson.text);
        }
        for edit in self.edits.values_mut() {
            see(&mut edit.generated);
            see(&mut edit.text);
            see(&mut edit.by);
        }
    }
}

/// Keeps the numbers that were handed out.
pub(in crate::domain) fn keep(incident: &mut Incident, changed: &WorksheetChanged) {
    let sheet = &mut incident.worksheet;
    match changed {
        WorksheetChanged::Cause(changed) => sheet.last_cause = sheet.last_cause.max(changed.id.0),
        WorksheetChanged::Lesson(changed) => {
            sheet.last_lesson = sheet.last_lesson.max(changed.id.0);
        }
        WorksheetChanged::Containment(_)
        | WorksheetChanged::ContainmentPicked { .. }
        | WorksheetChanged::Published(_)
        | WorksheetChanged::Part(_)
        | WorksheetChanged::FollowUpDue(_) => {}
    }
}

/// Does what an entry says.
pub(in crate::domain) fn apply(incident: &mut Incident, entry: &Entry) {
    let Event::WorksheetChanged(changed) = &entry.event else {
        return;
    };
    let sheet = &mut incident.worksheet;
    match changed {
        WorksheetChanged::Containment(set) => {
            let known = sheet.containments.iter_mut();
            let known = known.into_iter().find(|it| it.label == set.label);
            match known {
                Some(_) if set.when.is_unknown() => {
                    sheet.containments.retain(|it| it.label != set.label);
                }
                Some(known) => {
                    known.when = set.when;
                    known.fix = set.fix;
                    known.entry = entry.id;
                }
                None if set.when.is_unknown() => {}
                None => sheet.containments.push(Containment {
                    label: set.label.clone(),
                    when: set.when,
                    fix: set.fix,
                    entry: entry.id,
                    picked: false,
                }),
            }
            contain(incident);
        }
        WorksheetChanged::ContainmentPicked { label } => {
            for known in &mut sheet.containments {
                known.picked = known.label == *label;
            }
            // The last word counts: what was set by hand before gives way to it.
            incident.moments_set.remove(&Moment::Contained);
            contain(incident);
        }
        WorksheetChanged::Published(published) => {
            set_published(&mut sheet.published, published, entry.id);
        }
        WorksheetChanged::Part(edited) => match &edited.text {
            Some(text) => {
                let edit = PartEdit {
                    entry: entry.id,
                    generated: edited.generated.clone(),
                    text: text.clone(),
                    by: entry.actor.clone(),
                    at: entry.shown_at(),
                };
                sheet.edits.insert(edited.part.clone(), edit);
            }
            None => {
                sheet.edits.remove(&edited.part);
            }
        },
        WorksheetChanged::Cause(changed) => sheet.causes.apply(changed, entry.id),
        WorksheetChanged::Lesson(changed) => {
            sheet.lessons.retain(|lesson| lesson.id != changed.id);
            if !changed.text.is_empty() {
                sheet.lessons.push(Lesson {
                    id: changed.id,
                    list: changed.list,
                    text: changed.text.clone(),
                    entry: entry.id,
                });
                sheet.lessons.sort_by_key(|lesson| lesson.id);
            }
        }
        WorksheetChanged::FollowUpDue(changed) => set_due(incident, changed),
    }
}

fn set_due(incident: &mut Incident, changed: &FollowUpDue) {
    let FollowUpDue { item, due } = changed;
    let all = &mut incident.worksheet.due;
    match due {
        Some(due) => all.insert(item.clone(), *due),
        None => all.remove(item),
    };
    // What was put off was put off from another day.
    incident.snoozes.remove(&item.0);
}

fn set_published(all: &mut Vec<Published>, published: &FigurePublished, entry: EntryId) {
    all.retain(|it| it.metric != published.metric || it.source != published.source);
    if !published.figure.is_empty() {
        all.push(Published {
            metric: published.metric,
            figure: published.figure.clone(),
            source: published.source.clone(),
            entry,
        });
    }
}

/// Returns what an entry says, in a line; times in a zone.
pub(in crate::domain) fn describe(changed: &WorksheetChanged, zone: Zone) -> String {
    match changed {
        WorksheetChanged::Containment(set) if set.when.is_unknown() => {
            format!("not contained after all: {}", set.label)
        }
        WorksheetChanged::Containment(set) => {
            let by = set
                .fix
                .map_or_else(String::new, |fix| format!(" (by {fix})"));
            format!("contained: {}, {}{by}", set.label, zone.plain(&set.when))
        }
        WorksheetChanged::ContainmentPicked { label } if label.is_empty() => {
            "the last containment counts".to_owned()
        }
        WorksheetChanged::ContainmentPicked { label } => format!("containment counts: {label}"),
        WorksheetChanged::Published(published) if published.figure.is_empty() => {
            format!("not published any more: {}", published.metric.name())
        }
        WorksheetChanged::Published(published) => {
            let name = published.metric.name();
            format!("published: {name}, {}", excerpt(&published.figure, EXCERPT))
        }
        WorksheetChanged::Part(edited) if edited.text.is_none() => {
            format!("report: {} is as the record says again", edited.part)
        }
        WorksheetChanged::Part(edited) => format!("report: {} edited", edited.part),
        WorksheetChanged::Cause(changed) => {
            let id = changed.id;
            match &changed.step {
                CauseStep::Added { parent, text, .. } => {
                    let of = parent.map_or_else(String::new, |parent| format!(" of {parent}"));
                    format!("{id} cause{of}: {}", excerpt(text, EXCERPT))
                }
                CauseStep::Reworded { text } => {
                    format!("{id} reworded: {}", excerpt(text, EXCERPT))
                }
                CauseStep::Asked { method } => format!("{id} asked by {}", method.name()),
                CauseStep::Moved { parent: None, .. } => format!("{id} begins a tree"),
                CauseStep::Moved {
                    parent: Some(parent),
                    ..
                } => format!("{id} moved below {parent}"),
                CauseStep::Linked { entry } => format!("{id} has evidence: {entry}"),
                CauseStep::Unlinked { entry } => format!("{id} is without evidence {entry}"),
                CauseStep::Dropped => format!("{id} dropped from the causes"),
            }
        }
        WorksheetChanged::Lesson(changed) if changed.text.is_empty() => {
            format!("{} dropped from what {}", changed.id, changed.list)
        }
        WorksheetChanged::Lesson(changed) => {
            let text = excerpt(&changed.text, EXCERPT);
            format!("{} {}: {text}", changed.id, changed.list)
        }
        WorksheetChanged::FollowUpDue(FollowUpDue { item, due }) => match due {
            Some(due) => format!("{item} to be done by {due}"),
            None => format!("{item} without a day to be done by"),
        },
    }
}
