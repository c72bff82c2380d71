//! Working the report out beside the screen: it is made of the whole journal, and no key waits
//! for that.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::event::Effect;
use super::model::{App, View};
use super::worksheet::Figures;
use crate::domain::event::Entry;
use crate::domain::gate::{Gate, shared_entries, shared_state};
use crate::domain::ids::EntryId;
use crate::domain::incident::Incident;
use crate::domain::mirror::Delivery;
use crate::domain::playbook::Playbook;
use crate::domain::report::{Report, Source, report};
use crate::domain::text::count;
use crate::domain::time::{Instant, Span};

/// What a report is to be worked out from.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportAsk {
    /// Tells one from the next, for the answer.
    pub number: u64,
    incident: Arc<Incident>,
    entries: Vec<Arc<Entry>>,
    playbook: Arc<Playbook>,
    deliveries: Arc<BTreeMap<EntryId, Delivery>>,
    now: Instant,
}

impl ReportAsk {
    /// Works it out, which takes as long as the journal is long.
    #[must_use]
    pub fn work_out(&self) -> Figures {
        let entries = self.entries.iter().map(|entry| -> &Entry { entry });
        let source = Source::new(&self.incident, entries, Some(&self.playbook), self.now);
        let source = source.delivered(&self.deliveries);
        Figures {
            report: report(&source),
            metrics: source.metrics().clone(),
        }
    }
}

impl ReportAsk {
    /// Writes it out as it may leave: without what stays on this machine, with the codenames, and
    /// with what may not leave covered.
    #[must_use]
    pub fn leaving(&self, gate: &Gate) -> Report {
        let entries = self.entries.iter().map(|entry| Entry::clone(entry));
        let entries = shared_entries(entries.collect(), &self.incident, gate);
        let state = shared_state(&self.incident, gate);
        let source = Source::new(&state, &entries, Some(&self.playbook), self.now);
        report(&source.delivered(&self.deliveries))
    }
}

/// A report that was written into a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedReport {
    /// Where it is.
    pub path: String,
    /// How that is written down.
    pub note: String,
    /// The titles of the parts that nobody wrote.
    pub unwritten: Vec<String>,
    /// The titles of the parts that somebody edited and of which the record says otherwise since.
    pub clashing: Vec<String>,
}

impl SavedReport {
    /// Returns what it lacks, in words; empty when it is whole.
    #[must_use]
    pub fn lacks(&self) -> String {
        let parts = |parts: &[String]| count(parts.len(), "part");
        let unwritten = format!("nobody wrote {} of it", parts(&self.unwritten));
        let clashing = format!("the record says otherwise than {}", parts(&self.clashing));
        let all = [(&self.unwritten, unwritten), (&self.clashing, clashing)];
        let all = all.into_iter().filter(|(parts, _)| !parts.is_empty());
        all.map(|(_, words)| words).collect::<Vec<_>>().join("; ")
    }
}

/// Whether the report is behind the record, and which is being worked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportWork {
    is_behind: bool,
    running: Option<u64>,
    /// The time that the last one was asked for.
    asked_at: Option<Instant>,
}

/// How long a report is as good as new while nothing is recorded: what it counts are minutes.
const FRESH: Span = Span::minutes(1);

impl Default for ReportWork {
    fn default() -> Self {
        Self {
            is_behind: true,
            running: None,
            asked_at: None,
        }
    }
}

impl App {
    /// Returns whether the report on the screen is about to change.
    #[must_use]
    pub fn is_working_out(&self) -> bool {
        (self.view == View::Report && self.report_work.is_behind)
            || self.report_work.running.is_some()
    }

    /// Has the report worked out again, as soon as somebody looks at it. Until then its rows are
    /// what the record and the last report say.
    pub(in crate::app) fn follow_report(&mut self) {
        self.report_work.is_behind = true;
        if self.view == View::Report {
            self.follow_report_rows();
        }
    }

    /// Turns to the report, where that is the view: it is worked out again if it is old. One that
    /// is still waited for may have gone down with its task.
    pub(in crate::app) fn turn_to_report(&mut self) {
        if self.view != View::Report {
            return;
        }
        let work = &mut self.report_work;
        let is_old = |at| self.now < at || self.now - at >= FRESH.delta();
        if work.running.take().is_some() || work.asked_at.is_none_or(is_old) {
            work.is_behind = true;
        }
        self.follow_report_rows();
    }

    pub(super) fn report_ask(&self, number: u64) -> ReportAsk {
        ReportAsk {
            number,
            incident: Arc::clone(&self.incident),
            entries: self.entries.clone(),
            playbook: Arc::clone(&self.playbook),
            deliveries: Arc::clone(&self.mirror.deliveries),
            now: self.now,
        }
    }

    fn take_report_ask(&mut self, number: u64) -> Option<ReportAsk> {
        let work = &mut self.report_work;
        if !work.is_behind || work.running.is_some() || self.view != View::Report {
            return None;
        }
        work.is_behind = false;
        work.running = Some(number);
        work.asked_at = Some(self.now);
        Some(self.report_ask(number))
    }

    fn take_figures(&mut self, number: u64, figures: Box<Figures>) -> Result<(), Box<Figures>> {
        if self.report_work.running != Some(number) {
            return Err(figures);
        }
        self.report_work.running = None;
        self.rows.figures = Some(Arc::from(figures));
        self.follow_report_rows();
        self.hold_selection();
        Ok(())
    }
}

/// Asks for the report that is looked at, one at a time; what changes meanwhile asks again.
pub(super) fn ask_report(app: &mut App) -> Option<Effect> {
    let number = app.report_asks + 1;
    let ask = match &mut app.past {
        Some(past) => past.app.take_report_ask(number),
        None => app.take_report_ask(number),
    };
    let ask = ask?;
    app.report_asks = number;
    Some(Effect::WorkOutReport(Box::new(ask)))
}

/// Takes a report over where it is still waited for.
pub(super) fn report_worked_out(app: &mut App, number: u64, figures: Box<Figures>) {
    if let Err(figures) = app.take_figures(number, figures)
        && let Some(past) = &mut app.past
    {
        let _ = past.app.take_figures(number, figures);
    }
}
