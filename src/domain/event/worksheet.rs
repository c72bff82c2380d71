//! What is worked out for the retrospective, as the journal has it.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::texts::{Said, Visitor};
use crate::domain::ids::{CauseId, EntryId, FixId, ItemId, LessonId};
use crate::domain::metrics::Metric;
use crate::domain::time::When;
use crate::domain::worksheet::{CauseMethod, LessonList};

/// Something of the worksheet changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum WorksheetChanged {
    /// An instant at which something was contained became known, or is taken away.
    Containment(ContainmentSet),
    /// Which of these instants the metric uses; empty leaves it to the record.
    ContainmentPicked {
        /// Its label.
        label: String,
    },
    /// What is published as a metric somewhere, or is taken away.
    Published(FigurePublished),
    /// A part of the report was edited, or is again as the record says.
    Part(PartEdited),
    /// Something became of a node of the cause analysis.
    Cause(CauseChanged),
    /// Something that surprised, helped or hurt was written down, reworded or taken away.
    Lesson(LessonChanged),
    /// By when something that outlasts the incident is to be done was said, or no longer holds.
    FollowUpDue(FollowUpDue),
}

/// By when a follow-up is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FollowUpDue {
    /// The remediation item or checklist line.
    pub item: ItemId,
    /// The last day, in the incident's zone; none leaves it to the process again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<NaiveDate>,
}

/// An instant at which something was contained: a token dead, an account destroyed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct ContainmentSet {
    /// What was contained; the same label again corrects the time.
    pub label: String,
    /// When; unknown takes it away.
    pub when: When,
    /// The remediation item that contained it, which then has to be immediate and verified.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<FixId>,
}

/// What somebody published as a metric.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct FigurePublished {
    /// Which metric.
    pub metric: Metric,
    /// The figure in the words it was published in; empty takes it away.
    pub figure: String,
    /// Where it is published; may be empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source: String,
}

/// A part of the report as somebody wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct PartEdited {
    /// Key of the part.
    pub part: String,
    /// What the record said of it then: what later changes of the record are told by.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub generated: String,
    /// How it reads now; none goes back to what the record says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Something became of a node of the cause analysis.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct CauseChanged {
    /// Which one.
    pub id: CauseId,
    /// What became of it.
    pub step: CauseStep,
}

/// What becomes of a node.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "kebab-case")]
pub enum CauseStep {
    /// It was added, as the last answer to its parent.
    Added {
        /// What it answers; none for a question that begins a tree.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<CauseId>,
        /// How the tree is asked; for one that begins a tree.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        method: Option<CauseMethod>,
        /// What it says.
        text: String,
    },
    /// It was reworded.
    Reworded {
        /// What it says now.
        text: String,
    },
    /// The tree is asked otherwise.
    Asked {
        /// How.
        method: CauseMethod,
    },
    /// It was moved, with all below it.
    Moved {
        /// What it answers now; none begins a tree of its own.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        parent: Option<CauseId>,
        /// Which one it stands before; none puts it last.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        before: Option<CauseId>,
    },
    /// An entry of the journal was linked to it as evidence.
    Linked {
        /// Which one.
        entry: EntryId,
    },
    /// An entry is no evidence for it after all.
    Unlinked {
        /// Which one.
        entry: EntryId,
    },
    /// It was taken out, with all below it.
    Dropped,
}

/// Something that surprised, helped or hurt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct LessonChanged {
    /// Which one.
    pub id: LessonId,
    /// Which list it stands in.
    pub list: LessonList,
    /// What it says; empty takes it away.
    pub text: String,
}

impl WorksheetChanged {
    /// Hands every text to `see`.
    pub(super) fn each_text(&mut self, see: &mut Visitor<'_>) {
        match self {
            Self::Containment(ContainmentSet { label, .. }) | Self::ContainmentPicked { label } => {
                see(Said::Now("the containment"), label);
            }
            Self::Published(published) => {
                see(Said::Now("the published figure"), &mut published.figure);
                see(Said::Now("where it is published"), &mut published.source);
            }
            Self::Part(edited) => {
                see(Said::Before, &mut edited.generated);
                if let Some(text) = &mut edited.text {
                    see(Said::Now("the report"), text);
                }
            }
            Self::Cause(changed) => match &mut changed.step {
                CauseStep::Added { text, .. } | CauseStep::Reworded { text } => {
                    see(Said::Now("the cause"), text);
                }
                CauseStep::Asked { .. }
                | CauseStep::Moved { .. }
                | CauseStep::Linked { .. }
                | CauseStep::Unlinked { .. }
                | CauseStep::Dropped => {}
            },
            Self::Lesson(changed) => see(Said::Now("the lesson"), &mut changed.text),
            Self::FollowUpDue(_) => {}
        }
    }
}
