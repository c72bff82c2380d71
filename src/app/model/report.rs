//! The rows of the Report view.

use super::screen::App;
use super::view::Pane;
use crate::app::pending::around;
use crate::app::worksheet::{ReportRow, rows};

impl App {
    /// Lays the rows out again, of the record as it is and the report as it was last read.
    pub(in crate::app) fn follow_report_rows(&mut self) {
        let Some(figures) = &self.rows.figures else {
            return;
        };
        let filter = self.filter.to_lowercase();
        let mut all = rows(&self.incident, &figures.report);
        if !filter.is_empty() {
            all.retain(|row| {
                self.report_line(row, &figures.report)
                    .to_lowercase()
                    .contains(&filter)
            });
        }
        self.rows.report = all;
    }

    /// Returns what a filter looks at.
    fn report_line(&self, row: &ReportRow, report: &crate::domain::report::Report) -> String {
        let sheet = &self.incident.worksheet;
        match row {
            ReportRow::Part(id) => {
                let part = report.part(id);
                part.map(|part| part.title.clone()).unwrap_or_default()
            }
            ReportRow::Moment(moment) => moment.to_string(),
            ReportRow::Containment(label) => label.clone(),
            ReportRow::Metric(metric) => metric.name().to_owned(),
            ReportRow::Facet(facet) => facet.to_string(),
            ReportRow::Cause(id) => {
                let cause = sheet.causes.get(*id);
                cause.map(|cause| cause.text.clone()).unwrap_or_default()
            }
            ReportRow::Lesson(id) => {
                let mut all = sheet.lessons.iter();
                let known = all.find(|lesson| lesson.id == *id);
                known.map(|lesson| lesson.text.clone()).unwrap_or_default()
            }
            ReportRow::FirstCause | ReportRow::FirstLesson(_) => String::new(),
        }
    }

    /// Returns the selected row of the Report view.
    #[must_use]
    pub fn selected_report_row(&self) -> Option<&ReportRow> {
        self.rows.report.get(self.place(Pane::Report)?)
    }

    /// Returns how far the text of the selected part may be scrolled at most.
    pub(in crate::app) fn longest_text(&self) -> usize {
        let Some(ReportRow::Part(id)) = self.selected_report_row() else {
            return 0;
        };
        let figures = self.rows.figures.as_ref();
        let part = figures.and_then(|figures| figures.report.part(id));
        // A line of the text may take several of the screen.
        part.map_or(0, |part| part.text.len() / 20)
    }

    /// Selects the first row of the section after that of the selected row, or before it.
    pub(in crate::app) fn turn_section(&mut self, by: isize) {
        let Some(here) = self.selected_report_row().map(ReportRow::section) else {
            return;
        };
        let sections = self.rows.report.iter().map(ReportRow::section);
        let mut starts: Vec<(usize, crate::app::worksheet::Section)> = Vec::new();
        for (at, section) in sections.enumerate() {
            if starts.last().is_none_or(|(_, last)| *last != section) {
                starts.push((at, section));
            }
        }
        let at = starts.iter().position(|(_, section)| *section == here);
        let count = starts.len();
        let next = at.map(|at| around(at, by, count));
        self.scroll = 0;
        if let Some((at, _)) = next.and_then(|next| starts.get(next)).copied() {
            self.select(Pane::Report, at);
        }
    }
}
