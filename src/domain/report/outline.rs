//! The outline: which parts a report has.

use crate::domain::playbook::Playbook;

/// A part that the program can write from the record (domain section 11.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// What happened, in short.
    Summary,
    /// What happened when, who did it, and what was understood then.
    Timeline,
    /// Phases, decisions, authority, handoffs and the history of severity.
    Progression,
    /// What made it possible.
    Vulnerabilities,
    /// The cause analysis.
    Causes,
    /// Customers, data, duration.
    Impact,
    /// What surprised, helped and hurt.
    Response,
    /// The metrics.
    Metrics,
    /// What was mended before it was resolved.
    Immediate,
    /// What was deferred, with owners.
    LongTerm,
    /// How to prevent, notice and handle it better.
    Prevention,
    /// Every notice against its deadline.
    Communications,
    /// What was learned, and what has to change.
    Lessons,
    /// What is still not known.
    OpenQuestions,
}

impl PartKind {
    /// Every part, in the order of the outline.
    pub const ALL: [Self; 14] = [
        Self::Summary,
        Self::Timeline,
        Self::Progression,
        Self::Vulnerabilities,
        Self::Causes,
        Self::Impact,
        Self::Response,
        Self::Metrics,
        Self::Immediate,
        Self::LongTerm,
        Self::Prevention,
        Self::Communications,
        Self::Lessons,
        Self::OpenQuestions,
    ];

    /// Returns the key that playbooks name it by.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Summary => "summary",
            Self::Timeline => "timeline",
            Self::Progression => "progression",
            Self::Vulnerabilities => "vulnerabilities",
            Self::Causes => "causes",
            Self::Impact => "impact",
            Self::Response => "response",
            Self::Metrics => "metrics",
            Self::Immediate => "immediate",
            Self::LongTerm => "long-term",
            Self::Prevention => "prevention",
            Self::Communications => "communications",
            Self::Lessons => "lessons",
            Self::OpenQuestions => "open-questions",
        }
    }

    /// Returns the title where no playbook says another.
    #[must_use]
    pub fn title(self) -> &'static str {
        match self {
            Self::Summary => "Summary",
            Self::Timeline => "Timeline",
            Self::Progression => "How it progressed",
            Self::Vulnerabilities => "Vulnerabilities that led to it",
            Self::Causes => "Cause analysis",
            Self::Impact => "Impact",
            Self::Response => "Detection and response",
            Self::Metrics => "Response metrics",
            Self::Immediate => "Immediate remediation",
            Self::LongTerm => "Long-term remediation",
            Self::Prevention => "Prevention and better response",
            Self::Communications => "Communications log",
            Self::Lessons => "Lessons and changes",
            Self::OpenQuestions => "Open questions",
        }
    }
}

/// A part of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// Its key, which never changes.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What belongs there; may be empty.
    pub prompt: String,
    /// What the program can write there; none for a part of the playbook's own.
    pub kind: Option<PartKind>,
}

/// Returns the outline of a process; one that says nothing of it has the usual parts.
#[must_use]
pub fn outline(playbook: Option<&Playbook>) -> Vec<Heading> {
    let parts = playbook.map_or(&[][..], |playbook| playbook.report.as_slice());
    if parts.is_empty() {
        let all = PartKind::ALL.into_iter();
        return all
            .map(|kind| Heading {
                id: kind.id().to_owned(),
                title: kind.title().to_owned(),
                prompt: String::new(),
                kind: Some(kind),
            })
            .collect();
    }
    let parts = parts.iter();
    parts
        .map(|part| Heading {
            id: part.id.clone(),
            title: part.title.clone(),
            prompt: part.prompt.clone(),
            kind: PartKind::ALL.into_iter().find(|kind| kind.id() == part.id),
        })
        .collect()
}
