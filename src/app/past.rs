//! The screen as it stood at an earlier time, to answer what was known then.

use std::sync::Arc;

use super::model::{App, Setup};
use crate::domain::past::{known_at, state_after};
use crate::domain::time::{Instant, Span};

/// The screen as it stood at an earlier time. It is looked at and never acted on; the record
/// and its clocks go on behind it.
#[derive(Debug, Clone)]
pub struct Past {
    /// How many entries had been recorded.
    pub known: usize,
    /// The screen as it stood then: its `now` is that time.
    pub app: App,
}

/// Which way to slide through the time of an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slide {
    /// By so many entries.
    Entries(isize),
    /// By so much time.
    Time(Span),
    /// To a time.
    To(Instant),
}

impl App {
    /// Returns the screen that is looked at: the one of an earlier time, or this one.
    #[must_use]
    pub fn shown(&self) -> &Self {
        self.past.as_ref().map_or(self, |past| &past.app)
    }

    /// Returns the screen that is looked at, to move around on it.
    pub(super) fn shown_mut(&mut self) -> &mut Self {
        match self.past {
            Some(ref mut past) => &mut past.app,
            None => self,
        }
    }

    /// Returns whether every entry of the journal was read, which the past needs.
    pub(super) fn has_all_entries(&self) -> bool {
        let last = self.entries.last().map_or(0, |last| last.seq);
        usize::try_from(last) == Ok(self.entries.len())
    }

    /// Slides to another time, beginning at the present. A time before the record was opened
    /// shows its first entry, one that is to come the last one.
    pub(super) fn slide(&mut self, slide: Slide) {
        let (known, then) = match &self.past {
            Some(past) => (past.known, past.app.now),
            None => (self.entries.len(), self.now),
        };
        let known = match slide {
            Slide::Entries(by) => known.saturating_add_signed(by),
            Slide::Time(by) => known_at(&self.entries, then + by.delta()),
            Slide::To(at) => known_at(&self.entries, at),
        };
        let known = known.clamp(1, self.entries.len().max(1));
        let recorded = |at: usize| self.entries.get(at).map(|entry| entry.recorded);
        let first = recorded(known - 1).unwrap_or(then);
        // Between two entries only the clocks move.
        let wanted = match slide {
            Slide::Entries(_) => first,
            Slide::Time(by) => (then + by.delta()).max(first),
            Slide::To(at) => at.max(first),
        };
        let then = wanted.min(self.now.max(first));
        self.show_past(known, then);
    }

    fn show_past(&mut self, known: usize, then: Instant) {
        let Some(incident) = state_after(&self.entries, known) else {
            return;
        };
        let mut app = Self::new(Setup {
            incident: Arc::new(incident),
            playbook: Arc::clone(&self.playbook),
            entries: self.entries[..known].to_vec(),
            keymap: self.keymap.clone(),
            me: self.me.clone(),
            gate: Arc::clone(&self.gate),
            carriers: self.carriers.clone(),
            now: then,
        });
        let looked_at = self.shown();
        app.view = looked_at.view;
        app.pane = looked_at.pane;
        app.selection = looked_at.selection.clone();
        app.page = self.page;
        app.splits = looked_at.splits;
        app.filter.clone_from(&looked_at.filter);
        app.follow_lists();
        self.past = Some(Box::new(Past { known, app }));
    }

    /// Goes back to the present, on the page that was looked at.
    pub(super) fn leave_past(&mut self) {
        if let Some(past) = self.past.take() {
            self.view = past.app.view;
            self.pane = past.app.pane;
            self.splits = past.app.splits;
            self.turn_to_report();
            self.hold_selection();
        }
    }
}
