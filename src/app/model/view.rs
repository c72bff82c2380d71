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
    /// What may be evidence, and who holds it.
    Evidence,
}

impl View {
    /// Every view, in order.
    pub const ALL: [Self; 8] = [
        Self::Now,
        Self::Checklist,
        Self::Leads,
        Self::Remediation,
        Self::Timeline,
        Self::People,
        Self::Comms,
        Self::Evidence,
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
        }
    }

    /// Returns the views that the tabs name: an empty register of evidence takes no room there,
    /// unless it is what is looked at.
    #[must_use]
    pub fn shown(now: Self, has_evidence: bool) -> &'static [Self] {
        const ALL: &[View] = &View::ALL;
        let last_is_shown = has_evidence || now == Self::Evidence;
        ALL.split_last()
            .map_or(ALL, |(_, rest)| if last_is_shown { ALL } else { rest })
    }

    /// Returns the view `step` places further on among those that are shown, around the end.
    #[must_use]
    pub fn turned(self, step: isize, shown: &[Self]) -> Self {
        let at = shown.iter().position(|view| *view == self).unwrap_or(0);
        let step = step.checked_rem_euclid(shown.len().cast_signed());
        let turned = at + step.unwrap_or_default().cast_unsigned();
        let mut around = shown.iter().cycle().skip(turned);
        around.next().copied().unwrap_or(self)
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
}

impl Pane {
    /// How many there are.
    pub const COUNT: usize = Self::Evidence as usize + 1;
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
