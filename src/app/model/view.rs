//! The pages of the screen and their lists.

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
}

impl View {
    /// Every view, in order.
    pub const ALL: [Self; 7] = [
        Self::Now,
        Self::Checklist,
        Self::Leads,
        Self::Remediation,
        Self::Timeline,
        Self::People,
        Self::Comms,
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
        }
    }

    /// Returns the view `step` places further on, around the end.
    #[must_use]
    pub fn turned(self, step: isize) -> Self {
        let at = Self::ALL.iter().position(|view| *view == self).unwrap_or(0);
        let count = Self::ALL.len();
        let turned = (at + step.rem_euclid(count.cast_signed()).cast_unsigned()) % count;
        Self::ALL[turned]
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
