//! The screen as it stood at an earlier time, to answer what was known then. It is worked out
//! beside the screen: it is made of the whole journal up to then, and no key waits for that.

use std::sync::Arc;

use super::event::Effect;
use super::keymap::Keymap;
use super::model::{App, Setup};
use crate::domain::event::Entry;
use crate::domain::gate::Gate;
use crate::domain::message::Carriers;
use crate::domain::past::{known_at, state_after};
use crate::domain::playbook::Playbook;
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

/// What the screen of an earlier time is to be worked out from.
#[derive(Debug, Clone)]
pub struct PastAsk {
    /// Tells one from the next, for the answer.
    pub number: u64,
    then: Instant,
    entries: Vec<Arc<Entry>>,
    playbook: Arc<Playbook>,
    keymap: Keymap,
    me: String,
    gate: Arc<Gate>,
    carriers: Carriers,
    filter: String,
}

impl PartialEq for PastAsk {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

impl PastAsk {
    /// Works it out, which takes as long as the journal is long; none where nothing was recorded.
    #[must_use]
    pub fn work_out(self) -> Option<Box<Past>> {
        let known = self.entries.len();
        let incident = state_after(&self.entries, known)?;
        let mut app = App::new(Setup {
            incident: Arc::new(incident),
            playbook: self.playbook,
            entries: self.entries,
            keymap: self.keymap,
            me: self.me,
            gate: self.gate,
            carriers: self.carriers,
            now: self.then,
        });
        app.look_for(self.filter);
        Some(Box::new(Past { known, app }))
    }
}

/// Which earlier time is asked for, and which is being worked out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct PastWork {
    /// How many entries had been recorded, and the time.
    wanted: Option<(usize, Instant)>,
    running: Option<u64>,
    /// How many were asked for.
    asks: u64,
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

    /// Returns when the record was opened, where that was only after a time.
    pub(super) fn opened_after(&self, at: Instant) -> Option<Instant> {
        let first = self.entries.first().filter(|_| self.has_all_entries())?;
        (known_at(&self.entries, at) == 0).then_some(first.recorded)
    }

    /// Slides to another time, beginning at the present. A time before the record was opened
    /// shows its first entry, one that is to come the last one.
    pub(super) fn slide(&mut self, slide: Slide) {
        let shown = self.past.as_ref().map(|past| (past.known, past.app.now));
        let here = self.past_work.wanted.or(shown);
        let (known, then) = here.unwrap_or((self.entries.len(), self.now));
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
        self.past_work.wanted = Some((known, then));
    }

    /// Returns whether an earlier time is looked at, or is about to be.
    pub(super) fn is_looking_back(&self) -> bool {
        self.past.is_some() || self.past_work.wanted.is_some()
    }

    fn take_past_ask(&mut self) -> Option<PastAsk> {
        let (known, then) = self.past_work.wanted?;
        if self.past_work.running.is_some() {
            return None;
        }
        let entries = self.entries.get(..known)?.to_vec();
        let work = &mut self.past_work;
        work.asks += 1;
        work.running = Some(work.asks);
        Some(PastAsk {
            number: work.asks,
            then,
            entries,
            playbook: Arc::clone(&self.playbook),
            keymap: self.keymap.clone(),
            me: self.me.clone(),
            gate: Arc::clone(&self.gate),
            carriers: self.carriers.clone(),
            filter: self.shown().filter.clone(),
        })
    }

    /// Shows only what contains a text.
    pub(super) fn look_for(&mut self, filter: String) {
        if self.filter != filter {
            self.filter = filter;
            self.follow_lists();
        }
    }

    /// Goes back to the present, on the page that was looked at.
    pub(super) fn leave_past(&mut self) {
        let asks = self.past_work.asks;
        self.past_work = PastWork {
            asks,
            ..PastWork::default()
        };
        if let Some(past) = self.past.take() {
            self.view = past.app.view;
            self.pane = past.app.pane;
            self.splits = past.app.splits;
            self.turn_to_report();
            self.hold_selection();
        }
    }
}

/// Asks for the earlier time that is to be looked at, one at a time: who slides on meanwhile is
/// shown the last one.
pub(super) fn ask_past(app: &mut App) -> Option<Effect> {
    let ask = app.take_past_ask()?;
    Some(Effect::LookBack(Box::new(ask)))
}

/// Shows an earlier time where it is still waited for, on the page that is looked at.
pub(super) fn past_worked_out(app: &mut App, number: u64, past: Option<Box<Past>>) {
    let work = &mut app.past_work;
    if work.running != Some(number) {
        return;
    }
    work.running = None;
    let Some(mut past) = past else {
        work.wanted = None;
        return;
    };
    if work.wanted == Some((past.known, past.app.now)) {
        work.wanted = None;
    }
    let looked_at = app.shown();
    let then = &mut past.app;
    (then.view, then.pane, then.splits) = (looked_at.view, looked_at.pane, looked_at.splits);
    then.selection = looked_at.selection.clone();
    then.is_filtering = looked_at.is_filtering;
    then.page = app.page;
    then.look_for(looked_at.filter.clone());
    app.is_filtering = false;
    app.past = Some(past);
}
