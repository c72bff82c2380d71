//! The Report view: its rows, and what is typed in it.

use super::purpose::failed;
use crate::domain::command::{Command, Request};
use crate::domain::event::{ContainmentSet, FigurePublished, PartEdited};
use crate::domain::ids::{CauseId, LessonId};
use crate::domain::incident::{Incident, Moment};
use crate::domain::metrics::{Metric, Metrics};
use crate::domain::report::{Report, is_unwritten};
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Zone};
use crate::domain::vocabulary::Facet;
use crate::domain::worksheet::{CauseMethod, LessonList, WorksheetAsked};

/// What the Report view shows, worked out when the record changes while somebody looks at it.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// The report.
    pub report: Report,
    /// The metrics.
    pub metrics: Metrics,
}

/// A row of the Report view.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportRow {
    /// A part of the report, by its key.
    Part(String),
    /// An anchor instant.
    Moment(Moment),
    /// An instant of containment, by its label.
    Containment(String),
    /// A metric.
    Metric(Metric),
    /// Something that is classified.
    Facet(Facet),
    /// A node of the cause analysis.
    Cause(CauseId),
    /// Where the first tree of causes is begun.
    FirstCause,
    /// Something that surprised, helped or hurt.
    Lesson(LessonId),
    /// Where the first of a list is written down.
    FirstLesson(LessonList),
}

/// A section of the Report view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Section {
    /// The parts of the report.
    Report,
    /// Moments and metrics.
    Figures,
    /// The classification.
    Classification,
    /// The cause analysis.
    Causes,
    /// What surprised, helped and hurt.
    Lessons,
}

impl Section {
    /// Returns its heading.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Report => "Report",
            Self::Figures => "Moments and metrics",
            Self::Classification => "Classification",
            Self::Causes => "Causes",
            Self::Lessons => "What surprised, helped, hurt",
        }
    }
}

impl ReportRow {
    /// Returns the section it stands in.
    #[must_use]
    pub fn section(&self) -> Section {
        match self {
            Self::Part(_) => Section::Report,
            Self::Moment(_) | Self::Containment(_) | Self::Metric(_) => Section::Figures,
            Self::Facet(_) => Section::Classification,
            Self::Cause(_) | Self::FirstCause => Section::Causes,
            Self::Lesson(_) | Self::FirstLesson(_) => Section::Lessons,
        }
    }
}

/// Returns the rows of the Report view, section by section.
pub(super) fn rows(incident: &Incident, report: &Report) -> Vec<ReportRow> {
    let sheet = &incident.worksheet;
    let parts = report.parts.iter();
    let parts = parts.map(|part| ReportRow::Part(part.id.clone()));
    let mut rows: Vec<ReportRow> = parts.collect();
    rows.extend(Moment::ALL.map(ReportRow::Moment));
    let contained = sheet.containments.iter();
    rows.extend(contained.map(|it| ReportRow::Containment(it.label.clone())));
    rows.extend(Metric::ALL.map(ReportRow::Metric));
    rows.extend(Facet::ALL.map(ReportRow::Facet));
    let causes = sheet.causes.in_order();
    if causes.is_empty() {
        rows.push(ReportRow::FirstCause);
    }
    rows.extend(causes.iter().map(|node| ReportRow::Cause(node.cause.id)));
    for list in LessonList::ALL {
        let of = sheet.lessons.iter().filter(|lesson| lesson.list == list);
        let of: Vec<ReportRow> = of.map(|lesson| ReportRow::Lesson(lesson.id)).collect();
        if of.is_empty() {
            rows.push(ReportRow::FirstLesson(list));
        }
        rows.extend(of);
    }
    rows
}

/// What a text of the Report view is for.
#[derive(Debug, Clone, PartialEq)]
pub enum WorksheetText {
    /// How a part of the report reads.
    Part {
        /// Its key.
        id: String,
        /// What the record said of it when the editor opened.
        generated: String,
    },
    /// When something was contained, and what.
    Containment,
    /// What is published as a metric, and where.
    Published(Metric),
    /// A node of the cause analysis, below another one or as a tree of its own.
    AddCause(Option<CauseId>),
    /// New words for a node.
    RewordCause(CauseId),
    /// Something that surprised, helped or hurt.
    AddLesson(LessonList),
    /// New words for it.
    RewordLesson(LessonId),
}

impl WorksheetText {
    /// Returns the key of the draft.
    pub(super) fn draft_key(&self) -> String {
        match self {
            Self::Part { id, .. } => format!("report-{id}"),
            Self::Containment => "containment".into(),
            Self::Published(metric) => format!("published-{metric}"),
            Self::AddCause(None) => "add-cause".into(),
            Self::AddCause(Some(parent)) => format!("add-cause-{parent}"),
            Self::RewordCause(id) => format!("reword-{id}"),
            Self::AddLesson(list) => format!("add-lesson-{list}"),
            Self::RewordLesson(id) => format!("reword-{id}"),
        }
    }

    /// Returns the request that a text becomes, or what is wrong with it.
    pub(super) fn request(
        &self,
        text: &str,
        me: &str,
        (zone, now): (Zone, Instant),
    ) -> Result<Request, String> {
        let asked = match self {
            Self::Part { id, generated } => WorksheetAsked::EditPart(PartEdited {
                part: id.clone(),
                generated: generated.clone(),
                // Without a text it reads again as if nobody had written it.
                text: Some(text.to_owned())
                    .filter(|text| !(text.trim().is_empty() && is_unwritten(generated))),
            }),
            Self::Containment => {
                let (when, label) = text
                    .split_once(',')
                    .ok_or("write the time, a comma, and what was contained then")?;
                WorksheetAsked::Contain(ContainmentSet {
                    label: clean_line(label),
                    when: zone.read(when, now).map_err(failed)?,
                    fix: None,
                })
            }
            Self::Published(metric) => {
                let (figure, source) = text.split_once(" in ").unwrap_or((text, ""));
                WorksheetAsked::Publish(FigurePublished {
                    metric: *metric,
                    figure: clean_line(figure),
                    source: clean_line(source),
                })
            }
            Self::AddCause(parent) => WorksheetAsked::AddCause {
                parent: *parent,
                method: CauseMethod::default(),
                text: text.to_owned(),
            },
            Self::RewordCause(id) => WorksheetAsked::RewordCause {
                id: *id,
                text: text.to_owned(),
            },
            Self::AddLesson(list) => WorksheetAsked::AddLesson {
                list: *list,
                text: text.to_owned(),
            },
            Self::RewordLesson(id) => WorksheetAsked::RewordLesson {
                id: *id,
                text: text.to_owned(),
            },
        };
        Ok(Request::local(
            Command::ChangeWorksheet(Box::new(asked)),
            me,
        ))
    }
}
