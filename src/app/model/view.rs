//! The pages of the screen and their lists.

use crate::app::pending::around;
use crate::domain::incident::Incident;

/// A page of the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum View {
    /// The phase, the clocks and both boards.
    Now,
    /// Every checklist.
    Checklist,
    /// The investigation board.
    Leads,
    /// The remediation board.
    Remediation,
    /// Everything that happened.
    Timeline,
    /// Who is on shift, who rests, and who was asked.
    People,
    /// Who was told what.
    Comms,
    /// What may be evidence, and who holds it.
    Evidence,
    /// The report, and the worksheet that it is made with.
    Report,
}

impl View {
    /// Every view, in order.
    pub const ALL: [Self; 9] = [
        Self::Now,
        Self::Checklist,
        Self::Leads,
        Self::Remediation,
        Self::Timeline,
        Self::People,
        Self::Comms,
        Self::Evidence,
        Self::Report,
    ];

    /// Returns its name on the screen.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Now => "Now",
            Self::Checklist => "Checklist",
            Self::Leads => "Leads",
            Self::Remediation => "Remediation",
            Self::Timeline => "Timeline",
            Self::People => "People",
            Self::Comms => "Comms",
            Self::Evidence => "Evidence",
            Self::Report => "Report",
        }
    }

    /// Returns the views that the tabs name. An empty register of evidence takes no room there,
    /// nor does the report before the incident has ended, unless it is what is looked at.
    #[must_use]
    pub fn shown(now: Self, incident: &Incident) -> Vec<Self> {
        let is_shown = |view: &Self| match view {
            Self::Evidence => !incident.evidence.is_empty() || now == Self::Evidence,
            Self::Report => !incident.is_active() || now == Self::Report,
            Self::Now
            | Self::Checklist
            | Self::Leads
            | Self::Remediation
            | Self::Timeline
            | Self::People
            | Self::Comms => true,
        };
        Self::ALL.into_iter().filter(is_shown).collect()
    }

    /// Returns the view `step` places further on among those that are shown, around the end.
    #[must_use]
    pub fn turned(self, step: isize, shown: &[Self]) -> Self {
        let at = shown.iter().position(|view| *view == self).unwrap_or(0);
        let count = shown.len().max(1);
        shown.get(around(at, step, count)).copied().unwrap_or(self)
    }
}

/// A list that the keys act on: the only one of a view, or a pane of the Now view.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Pane {
    /// Checklist lines.
    Checklist,
    /// Running clocks.
    Clocks,
    /// Leads.
    Leads,
    /// Remediation items.
    Remediation,
    /// Timeline entries, newest first.
    Timeline,
    /// People, then questions to them.
    People,
    /// Lines of the ledger, newest message first.
    Comms,
    /// Lines of the register of evidence, by number.
    Evidence,
    /// Parts of the report and lines of the worksheet.
    Report,
}

impl Pane {
    /// Every list, in the order in which they are numbered.
    pub const ALL: [Self; 9] = [
        Self::Checklist,
        Self::Clocks,
        Self::Leads,
        Self::Remediation,
        Self::Timeline,
        Self::People,
        Self::Comms,
        Self::Evidence,
        Self::Report,
    ];

    /// How many there are.
    pub const COUNT: usize = Self::ALL.len();
}

impl Pane {
    /// The panes of the Now view, in reading order.
    pub const OF_NOW: [Self; 4] = [
        Self::Checklist,
        Self::Clocks,
        Self::Leads,
        Self::Remediation,
    ];
}
