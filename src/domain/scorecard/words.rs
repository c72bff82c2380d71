//! The scorecard as a person reads it.

use std::fmt::Write as _;

use super::{EXERCISE, GuardOutcome, NoticeSent, Scorecard, Untold};
use crate::domain::chronicle::{Outcome, Promise};
use crate::domain::event::guard_title;
use crate::domain::metrics::Metric;
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, Span};

impl Scorecard {
    /// Returns the scorecard as Markdown, with a line end at the end.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut out = String::new();
        let (met, due) = self.met();
        let title = clean_line(&self.title);
        let _ = writeln!(out, "# Scorecard: {title}\n\n**{EXERCISE}**\n");
        let _ = writeln!(
            out,
            "{}, scored {}",
            self.incident,
            self.time(self.metrics.now)
        );
        part(
            &mut out,
            &format!("Clocks: {met} of {due} met"),
            &self.clock_lines(),
        );
        let cadence = [Metric::SitrepsOnTime, Metric::LargestUpdateGap];
        let cadence = cadence.map(|it| self.metric(it)).to_vec();
        part(&mut out, "Cadence", &cadence);
        let mut notices = vec![self.metric(Metric::GsaNoticeLatency)];
        notices.extend(self.metrics.notices.iter().map(|it| self.clock_line(it)));
        notices.extend(self.all_clear.iter().map(|it| self.notice_line(it)));
        notices.extend(self.untold.iter().map(untold_line));
        part(&mut out, "Notices", &notices);
        part(&mut out, "Phases", &self.phase_lines());
        part(&mut out, "Go/no-go decisions", &self.decision_lines());
        part(&mut out, "Guards", &self.guard_lines());
        let figures = [
            Metric::DeclarationDelay,
            Metric::TimeToConfirm,
            Metric::TimeToContainment,
            Metric::TimeToResolve,
        ];
        part(&mut out, "Times", &figures.map(|it| self.metric(it)));
        out
    }

    fn time(&self, at: Instant) -> String {
        self.zone.stamp(at)
    }

    fn metric(&self, metric: Metric) -> String {
        format!("{}: {}", metric.name(), self.metrics.value_words(metric))
    }

    fn clock_lines(&self) -> Vec<String> {
        let all = self.clocks.iter();
        all.map(|promise| self.clock_line(promise)).collect()
    }

    /// Returns what was promised, and what was kept of it.
    fn clock_line(&self, promise: &Promise) -> String {
        let sign = match promise.outcome {
            Outcome::Kept => "met",
            Outcome::Late | Outcome::Missed | Outcome::Overdue => "MISSED",
            Outcome::Needless => "not needed",
            Outcome::Perhaps | Outcome::Running => "open",
        };
        let done = promise.ended_at.earliest().map(|at| self.time(at));
        let done = done.map_or_else(String::new, |at| format!(" at {at}"));
        let due = self.time(promise.due_at);
        if promise.outcome == Outcome::Needless {
            return format!("{sign}: {} due {due}, no longer owed{done}", promise.name);
        }
        let word = promise.outcome.word();
        format!("{sign}: {} due {due}, {word}{done}", promise.name)
    }

    fn notice_line(&self, notice: &NoticeSent) -> String {
        let at = notice.at.earliest().map(|at| self.time(at));
        let at = at.unwrap_or_else(|| "an unknown time".to_owned());
        format!("sent: {} at {at} to {}", notice.name, notice.to.join(", "))
    }

    fn phase_lines(&self) -> Vec<String> {
        let all = self.phases.iter().map(|reached| {
            let spans = self.metrics.phases.iter();
            let spans = spans.filter(|span| span.phase == reached.phase);
            let (mut total, mut runs) = (0, false);
            for span in spans {
                total += span.length(self.metrics.now).as_seconds();
                runs |= span.to.is_none();
            }
            let on = if runs { " so far" } else { "" };
            format!(
                "{}: reached {} after awareness, took {}{on}",
                reached.name,
                reached.after.words(),
                Span::seconds(total).words()
            )
        });
        all.collect()
    }

    fn decision_lines(&self) -> Vec<String> {
        let all = self.metrics.decisions.iter().map(|decision| {
            let waited = match decision.waited {
                Some(waited) => format!("waited {}", waited.words()),
                None => "how long it waited is unknown".to_owned(),
            };
            format!("{}: {} ({waited})", decision.title, decision.text)
        });
        all.collect()
    }

    fn guard_lines(&self) -> Vec<String> {
        let all = self.guards.iter().map(|used| match used.outcome {
            GuardOutcome::Held => {
                format!("held: {}, {}", guard_title(&used.guard), used.cause)
            }
            GuardOutcome::Overridden => {
                let word = if used.taken_back {
                    "overridden and TAKEN BACK"
                } else {
                    "OVERRIDDEN"
                };
                let guard = guard_title(&used.guard);
                let (cause, reason) = (&used.cause, &used.reason);
                format!("{word}: {guard}, {cause}; the reason: {reason}")
            }
        });
        let mut lines: Vec<String> = all.collect();
        lines.push("a guard that was heeded at once leaves no entry and is not counted".to_owned());
        lines
    }
}

fn untold_line(untold: &Untold) -> String {
    format!("not sent: {} to {}", untold.name, untold.to.join(", "))
}

fn part(out: &mut String, title: &str, lines: &[String]) {
    let _ = writeln!(out, "\n## {title}\n");
    if lines.is_empty() {
        let _ = writeln!(out, "None.");
    }
    for line in lines {
        let _ = writeln!(out, "- {}", clean_line(line));
    }
}
