//! What somebody asks the worksheet to do.

use super::cause::CauseMethod;
use super::lesson::LessonList;
use crate::domain::event::{ContainmentSet, FigurePublished, FollowUpDue, PartEdited};
use crate::domain::ids::{CauseId, EntryId, LessonId};

/// What is asked of the worksheet.
#[derive(Debug, Clone, PartialEq)]
pub enum WorksheetAsked {
    /// Say when something was contained.
    Contain(ContainmentSet),
    /// Say which instant of containment the metric uses; an empty label leaves it to the record.
    PickContainment(String),
    /// Write down what is published as a metric.
    Publish(FigurePublished),
    /// Edit a part of the report.
    EditPart(PartEdited),
    /// Add a node to the cause analysis.
    AddCause {
        /// What it answers; none begins a tree.
        parent: Option<CauseId>,
        /// How a new tree is asked.
        method: CauseMethod,
        /// What it says.
        text: String,
    },
    /// Reword a node.
    RewordCause {
        /// Which one.
        id: CauseId,
        /// What it says.
        text: String,
    },
    /// Ask a tree otherwise.
    AskCause {
        /// A node of it.
        id: CauseId,
        /// How.
        method: CauseMethod,
    },
    /// Move a node with all below it.
    MoveCause {
        /// Which one.
        id: CauseId,
        /// What it answers then; none begins a tree.
        parent: Option<CauseId>,
        /// Which one it stands before; none puts it last.
        before: Option<CauseId>,
    },
    /// Link an entry of the journal to a node as evidence, or take the link away.
    LinkCause {
        /// Which node.
        id: CauseId,
        /// Which entry.
        entry: EntryId,
        /// Whether it is evidence.
        linked: bool,
    },
    /// Take a node out with all below it.
    DropCause(CauseId),
    /// Write down what surprised, helped or hurt.
    AddLesson {
        /// Which of the three.
        list: LessonList,
        /// What it was.
        text: String,
    },
    /// Reword it; empty takes it away.
    RewordLesson {
        /// Which one.
        id: LessonId,
        /// What it says.
        text: String,
    },
    /// Say by when something that outlasts the incident is to be done.
    SetDue(FollowUpDue),
}
