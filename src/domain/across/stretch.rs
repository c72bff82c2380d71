//! Lengths that are known between two ends, and what several of them say together.

use serde::Serialize;

use crate::domain::time::Span;

/// A length of time between two ends; both are the same where it is exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Stretch {
    /// The shortest it can have been.
    pub low: Span,
    /// The longest it can have been.
    pub high: Span,
}

impl Stretch {
    /// Returns a length that is exact.
    #[must_use]
    pub fn exact(span: Span) -> Self {
        Self {
            low: span,
            high: span,
        }
    }

    /// Returns what a person reads: `2 h 00 min`, `between 3 h 00 min and 5 h 00 min`.
    #[must_use]
    pub fn words(&self) -> String {
        if self.low == self.high {
            self.low.words()
        } else {
            format!("between {} and {}", self.low.words(), self.high.words())
        }
    }
}

/// The middle and the ends of several lengths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The median: the middle one, or half-way between the middle two.
    pub median: Stretch,
    /// The shortest.
    pub least: Stretch,
    /// The longest.
    pub most: Stretch,
}

/// Returns what several lengths say together; nothing of none.
#[must_use]
pub fn summary(all: &[Stretch]) -> Option<Summary> {
    let lows = sorted(all.iter().map(|it| it.low));
    let highs = sorted(all.iter().map(|it| it.high));
    let both = |of: fn(&[Span]) -> Option<Span>| {
        Some(Stretch {
            low: of(&lows)?,
            high: of(&highs)?,
        })
    };
    Some(Summary {
        median: both(middle)?,
        least: both(|all| all.first().copied())?,
        most: both(|all| all.last().copied())?,
    })
}

fn sorted(all: impl Iterator<Item = Span>) -> Vec<Span> {
    let mut all: Vec<Span> = all.collect();
    all.sort_unstable();
    all
}

fn middle(sorted: &[Span]) -> Option<Span> {
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *sorted.get(sorted.len() / 2 - 1)?;
    let between = upper.as_seconds() - lower.as_seconds();
    Some(Span::seconds(lower.as_seconds() + between / 2))
}
