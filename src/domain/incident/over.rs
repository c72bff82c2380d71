//! When an incident was over.

use super::{Incident, Moment, Status};
use crate::domain::time::{Instant, Span};

/// What an incident was over by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverBy {
    /// Somebody said when it was resolved or its record closed.
    Moment(Moment),
    /// It was found to be a false alarm.
    FalseAlarm,
}

impl OverBy {
    /// Returns what it was then.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Moment(Moment::Closed) => "closed",
            Self::Moment(_) => "resolved",
            Self::FalseAlarm => "false alarm",
        }
    }
}

/// How old an incident is, and what that means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Age {
    /// It is over, and took that long, from awareness on.
    Took(Span),
    /// Since awareness.
    Aware(Span),
    /// Since the IC took charge: nobody knows when anybody became aware.
    Declared(Span),
}

impl Age {
    /// Returns the word that goes before the length.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Took(_) => "took",
            Self::Aware(_) => "aware",
            Self::Declared(_) => "declared",
        }
    }

    /// Returns the length.
    #[must_use]
    pub fn span(self) -> Span {
        match self {
            Self::Took(span) | Self::Aware(span) | Self::Declared(span) => span,
        }
    }
}

impl Incident {
    /// Returns how old it is; none before anybody opened it.
    #[must_use]
    pub fn age(&self, now: Instant) -> Option<Age> {
        let span = Span::between(self.aware_at()?, self.counts_until(now));
        Some(match self.over() {
            Some(_) => Age::Took(span),
            None if self.is_awareness_unknown() => Age::Declared(span),
            None => Age::Aware(span),
        })
    }

    /// Returns the words that go before its age where awareness is known too coarsely to say how
    /// old it is.
    #[must_use]
    pub fn age_bound(&self) -> &'static str {
        match self.coarse_awareness() {
            Some(_) => "at most ",
            None => "",
        }
    }

    /// Returns when it was over: resolved, closed or found to be a false alarm, whichever was
    /// first; none while somebody works on it. Shifts that nobody ended stop then.
    #[must_use]
    pub fn over(&self) -> Option<Instant> {
        self.over_by().map(|(at, _)| at)
    }

    /// Returns until when its ages count: `now`, or when it was over.
    #[must_use]
    pub fn counts_until(&self, now: Instant) -> Instant {
        self.over().unwrap_or(now)
    }

    /// Returns when it was over, and by what.
    #[must_use]
    pub fn over_by(&self) -> Option<(Instant, OverBy)> {
        if self.is_active() {
            return None;
        }
        let ends = [Moment::Resolved, Moment::Closed].into_iter();
        let known = ends.filter_map(|moment| {
            let at = self.moments.get(&moment)?.earliest()?;
            Some((at, OverBy::Moment(moment)))
        });
        let is_false_alarm = self.status == Status::FalseAlarm;
        let alarm = self.false_alarm_at.filter(|_| is_false_alarm);
        known
            .chain(alarm.map(|at| (at, OverBy::FalseAlarm)))
            .min_by_key(|(at, _)| *at)
    }
}
