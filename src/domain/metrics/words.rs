//! The metrics as a person reads them.

use std::fmt::Write as _;

use super::{Metric, Metrics};
use crate::domain::measure::Measure;
use crate::domain::time::Zone;

impl Metrics {
    /// Returns the value of a metric in words; one that is not known says so.
    #[must_use]
    pub fn value_words(&self, metric: Metric) -> String {
        match (metric, self.measure(metric)) {
            (Metric::GsaNoticeLatency, Some(measure @ Measure::Known { .. })) => {
                let words = measure.words();
                match &self.notice_stood_in {
                    Some(name) => format!("{words} ({name})"),
                    None => words,
                }
            }
            (_, Some(measure)) => measure.words(),
            (Metric::DiscoveryMethod, _) => {
                let method = self.discovery_method.clone();
                method.unwrap_or_else(|| "not recorded".into())
            }
            (Metric::ThreatActions, _) if self.threat_actions.is_empty() => "none recorded".into(),
            (Metric::ThreatActions, _) => self.threat_actions.join(", "),
            (Metric::SitrepsOnTime, _) => match self.sitreps_on_time {
                Some(kept) => kept.words(),
                None => "unknown: the playbook is not known".into(),
            },
            (Metric::LargestUpdateGap, _) => match &self.largest_update_gap {
                Some(gap) => gap.words(),
                None => "none was owed".into(),
            },
            (Metric::Labour, _) => format!("{} together", self.labour.in_hours()),
            (
                Metric::TimeToDiscovery
                | Metric::TimeToContainment
                | Metric::GsaNoticeLatency
                | Metric::DeclarationDelay
                | Metric::TimeToConfirm
                | Metric::TimeToResolve,
                None,
            ) => "unknown".into(),
        }
    }

    /// Returns the metrics as plain text, one to a line, with a line end at the end;
    /// times in a zone.
    #[must_use]
    pub fn text(&self, zone: Zone) -> String {
        let mut out = String::new();
        for metric in Metric::ALL {
            let _ = writeln!(out, "{:<20} {}", metric.name(), self.value_words(metric));
        }
        block(&mut out, "Key moments", &self.moment_lines(zone));
        let containments = self.containments.iter().map(|it| {
            let picked = if it.picked { " (picked)" } else { "" };
            format!("{}  {}{picked}", zone.plain(&it.when), it.label)
        });
        block(&mut out, "Contained", &containments.collect::<Vec<_>>());
        let phases = self.phases.iter().map(|span| {
            let on = if span.to.is_none() { " so far" } else { "" };
            format!("{:<18} {}{on}", span.name, span.length(self.now).words())
        });
        block(&mut out, "Time in phase", &phases.collect::<Vec<_>>());
        let widths = self.notices.iter().map(|it| it.name.chars().count() + 1);
        let wide = widths.fold(18, usize::max);
        let notices = self.notices.iter().map(|promise| {
            let took = promise
                .took()
                .map_or_else(String::new, |took| format!(", after {}", took.words()));
            format!("{:<wide$} {}{took}", promise.name, promise.outcome.word())
        });
        block(&mut out, "Notices", &notices.collect::<Vec<_>>());
        let decisions = self.decisions.iter().map(|decision| {
            let waited = match decision.waited {
                Some(waited) => format!("waited {}", waited.words()),
                None => "how long it waited is unknown".to_owned(),
            };
            format!("{:<18} {waited}", decision.title)
        });
        block(&mut out, "Decisions", &decisions.collect::<Vec<_>>());
        let published = self.published.iter().map(|it| {
            let place = if it.source.is_empty() {
                String::new()
            } else {
                format!(" in {}", it.source)
            };
            format!(
                "{}: {}{place}; computed {}: {}",
                it.metric.name(),
                it.figure,
                it.computed,
                it.verdict.words()
            )
        });
        block(&mut out, "Published", &published.collect::<Vec<_>>());
        let flags = self.flags.iter().map(|flag| format!("! {flag}"));
        block(&mut out, "To look at", &flags.collect::<Vec<_>>());
        out
    }

    /// Each moment, and below it what it was before.
    fn moment_lines(&self, zone: Zone) -> Vec<String> {
        let mut lines = Vec::new();
        for (moment, when) in &self.moments {
            lines.push(format!("{moment:<18} {}", zone.plain(when)));
            for turn in self.earlier.get(moment).into_iter().flatten() {
                let before = turn
                    .value
                    .map_or_else(|| "not set".to_owned(), |it| zone.plain(&it));
                lines.push(format!("{:<18} {before}, as {} said", "  before", turn.by));
            }
        }
        lines
    }

    /// Returns the labour in person-hours, to the hundredth.
    #[must_use]
    pub fn labour_hours(&self) -> f64 {
        let hundredths = self.labour.as_seconds() / 36;
        f64::from(i32::try_from(hundredths).unwrap_or(i32::MAX)) / 100.0
    }
}

fn block(out: &mut String, title: &str, lines: &[String]) {
    if lines.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}");
    for line in lines {
        let _ = writeln!(out, "  {line}");
    }
}
