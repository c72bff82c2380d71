//! What is selected in each list, and moving it.

use super::screen::App;
use super::view::{Pane, View};

impl App {
    /// Returns how many rows a list has.
    #[must_use]
    pub fn count(&self, pane: Pane) -> usize {
        match pane {
            Pane::Checklist => self.lines().len(),
            Pane::Clocks => self.clocks.len(),
            Pane::Leads => self.rows.leads.len(),
            Pane::Remediation => self.rows.fixes.len(),
            Pane::Timeline => self.rows.timeline.len(),
            Pane::People => self.rows.people.len(),
            Pane::Comms => self.rows.comms.len(),
            Pane::Evidence => self.rows.evidence.len(),
            Pane::Report => self.rows.report.len(),
        }
    }

    /// Returns the place of the selected row of a list; none when the list is empty.
    #[must_use]
    pub fn place(&self, pane: Pane) -> Option<usize> {
        let count = self.count(pane);
        match pane {
            Pane::Checklist => {
                let lines = self.lines();
                let cursor = match self.view {
                    View::Now => &self.selection.now_line,
                    _ => &self.selection.line,
                };
                cursor.place(count, |at| lines[at].id.clone())
            }
            Pane::Clocks => self
                .selection
                .clock
                .place(count, |at| self.clocks[at].key.clone()),
            Pane::Leads => {
                let id = |at: usize| self.incident.leads[self.rows.leads[at]].id;
                self.selection.lead.place(count, id)
            }
            Pane::Remediation => {
                let id = |at: usize| self.incident.fixes[self.rows.fixes[at]].id;
                self.selection.fix.place(count, id)
            }
            Pane::Timeline => {
                let id = |at: usize| self.entries[self.rows.timeline[at]].id;
                self.selection.entry.place(count, id)
            }
            Pane::People => {
                let id = |at: usize| self.rows.people[at].id();
                self.selection.people.place(count, id)
            }
            Pane::Comms => {
                let id = |at: usize| self.rows.comms_id(at);
                self.selection.comms.place(count, id)
            }
            Pane::Evidence => {
                let line = |at: usize| self.rows.evidence[at].clone();
                self.selection.evidence.place(count, line)
            }
            Pane::Report => {
                let row = |at: usize| self.rows.report[at].clone();
                self.selection.report.place(count, row)
            }
        }
    }

    /// Selects the row at a place of a list.
    pub(in crate::app) fn select(&mut self, pane: Pane, at: usize) {
        if at >= self.count(pane) {
            return;
        }
        match pane {
            Pane::Checklist => {
                let id = self.lines()[at].id.clone();
                let is_now = self.view == View::Now;
                let selection = &mut self.selection;
                let cursor = if is_now {
                    &mut selection.now_line
                } else {
                    &mut selection.line
                };
                cursor.select(at, id);
            }
            Pane::Clocks => self.selection.clock.select(at, self.clocks[at].key.clone()),
            Pane::Leads => {
                let id = self.incident.leads[self.rows.leads[at]].id;
                self.selection.lead.select(at, id);
            }
            Pane::Remediation => {
                let id = self.incident.fixes[self.rows.fixes[at]].id;
                self.selection.fix.select(at, id);
            }
            Pane::Timeline => {
                let id = self.entries[self.rows.timeline[at]].id;
                self.selection.entry.select(at, id);
            }
            Pane::People => {
                let id = self.rows.people[at].id();
                self.selection.people.select(at, id);
            }
            Pane::Comms => {
                let id = self.rows.comms_id(at);
                self.selection.comms.select(at, id);
            }
            Pane::Evidence => {
                let line = self.rows.evidence[at].clone();
                self.selection.evidence.select(at, line);
            }
            Pane::Report => {
                let row = self.rows.report[at].clone();
                self.selection.report.select(at, row);
            }
        }
    }

    /// Makes a selection definite, so that rows that come in above it do not move it.
    pub(in crate::app) fn hold_selection(&mut self) {
        for pane in Pane::ALL {
            // Who reads the newest entries goes on reading the newest.
            let is_newest_first = matches!(pane, Pane::Timeline | Pane::Comms);
            let is_at_newest = is_newest_first && self.place(pane) == Some(0);
            if let Some(at) = self.place(pane).filter(|_| !is_at_newest) {
                self.select(pane, at);
            }
        }
    }
}
