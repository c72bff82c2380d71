//! A plan as people read it.

use super::check::check;
use super::finding::Trouble;
use super::plan::{Rotation, Rules};
use crate::domain::event::RotationSet;
use crate::domain::text::count;
use crate::domain::time::{Instant, Span, Zone};

impl Rotation {
    /// Returns when nobody is on, from an instant to the end of the plan.
    #[must_use]
    pub fn gaps(&self, from: Instant) -> Vec<(Instant, Instant)> {
        let rules = Rules {
            length: Span::default(),
            rest: Span::default(),
        };
        let findings = check(self, &[], rules, from).into_iter();
        findings
            .filter(|finding| finding.trouble == Trouble::Gap)
            .map(|gap| (gap.from, gap.to))
            .collect()
    }
}

/// Returns a stretch of time as people of a zone read it: `14:00-17:00`, with the day where
/// that is not `now`'s.
#[must_use]
pub fn span_words(from: Instant, to: Instant, zone: Zone, now: Instant) -> String {
    let begin = zone.clock(from, now);
    let (from, to) = (zone.local(from), zone.local(to));
    let end = if from.date_naive() == to.date_naive() {
        to.format("%H:%M")
    } else {
        to.format("%d %b %H:%M")
    };
    // An hour that comes twice is told apart by its zone.
    if from.format("%Z").to_string() == to.format("%Z").to_string() {
        format!("{begin}-{end}")
    } else {
        format!("{begin} {}-{end} {}", from.format("%Z"), to.format("%Z"))
    }
}

/// Returns what was accepted, in a line.
#[must_use]
pub fn describe(set: &RotationSet, zone: Zone) -> String {
    let Rotation { from, to, slots } = &set.rotation;
    if slots.is_empty() {
        return "the rotation is called off".to_owned();
    }
    let (begin, end) = (zone.stamp(*from), zone.stamp(*to));
    let shifts = count(slots.len(), "shift");
    let mut said = format!("rotation of {shifts}, {begin} to {end}");
    let open: i64 = set
        .rotation
        .gaps(*from)
        .iter()
        .map(|(from, to)| Span::between(*from, *to).as_seconds())
        .sum();
    if open > 0 {
        said = format!("{said}, NOT COVERED for {}", Span::seconds(open).words());
    }
    said
}
