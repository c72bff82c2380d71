//! Published figures beside the computed ones: what disagrees is shown, and neither is put right.

use serde::Serialize;

use super::metric::Metric;
use crate::domain::ids::EntryId;
use crate::domain::measure::Measure;
use crate::domain::text::small_words;
use crate::domain::time::Span;
use crate::domain::worksheet::Published;

/// A published figure beside the computed one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PublishedFigure {
    /// Which metric.
    pub metric: Metric,
    /// The figure as published.
    pub figure: String,
    /// Where; may be empty.
    pub source: String,
    /// The figure as computed, in words.
    pub computed: String,
    /// Whether the two agree.
    pub verdict: Verdict,
    /// The entry that says what is published.
    pub entry: EntryId,
}

/// Whether a published figure agrees with the computed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// It does, as exactly as it is published.
    Agrees,
    /// It does not.
    Differs,
    /// One of the two is unknown, or not a figure.
    CannotTell,
}

impl Verdict {
    /// Returns what to say of it.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Agrees => "agrees",
            Self::Differs => "DISAGREES",
            Self::CannotTell => "cannot be compared",
        }
    }
}

/// Returns a published figure beside a measure.
pub(super) fn beside_measure(published: &Published, measure: &Measure) -> PublishedFigure {
    let verdict = match (read_span(&published.figure), measure) {
        (None, _) | (_, Measure::Unknown { .. }) => Verdict::CannotTell,
        (Some((span, unit)), Measure::Known { low, high, .. }) => {
            let (said, unit) = (span.as_seconds(), unit.as_seconds());
            // As exact as it is published: `2 hours` is anything that rounds to it.
            let agrees = low.as_seconds() - unit < said && said < high.as_seconds() + unit;
            if agrees {
                Verdict::Agrees
            } else {
                Verdict::Differs
            }
        }
    };
    of(published, measure.words(), verdict)
}

/// Returns a published figure beside a computed one in words.
pub(super) fn beside_words(published: &Published, computed: &str) -> PublishedFigure {
    let same = small_words(&published.figure) == small_words(computed);
    let verdict = if same {
        Verdict::Agrees
    } else {
        Verdict::Differs
    };
    of(published, computed.to_owned(), verdict)
}

fn of(published: &Published, computed: String, verdict: Verdict) -> PublishedFigure {
    PublishedFigure {
        metric: published.metric,
        figure: published.figure.clone(),
        source: published.source.clone(),
        computed,
        verdict,
        entry: published.entry,
    }
}

/// Reads a length of time as people publish it, `2 hours and 2 minutes`, `725 days`, `PT2H2M`,
/// `1h30m`, with the smallest unit it names.
#[must_use]
pub fn read_span(text: &str) -> Option<(Span, Span)> {
    let text = text.trim().to_lowercase();
    let bare = text.strip_prefix('p').unwrap_or(&text).replace('t', " ");
    // `PT` and `about` aside, every number is followed by its unit.
    let source = if text.starts_with('p') { bare } else { text };
    let (mut seconds, mut unit, mut digits) = (0_i64, None, String::new());
    let mut letters = String::new();
    let mut take = |digits: &mut String, letters: &mut String| -> Option<()> {
        if digits.is_empty() {
            letters.clear();
            return Some(());
        }
        let n: i64 = std::mem::take(digits).parse().ok()?;
        let one = unit_of(&std::mem::take(letters))?;
        seconds = seconds.checked_add(n.checked_mul(one)?)?;
        unit = Some(unit.map_or(one, |unit: i64| unit.min(one)));
        Some(())
    };
    for c in source.chars() {
        match c {
            c if c.is_ascii_digit() => {
                if !letters.is_empty() {
                    take(&mut digits, &mut letters)?;
                }
                digits.push(c);
            }
            c if c.is_alphabetic() => letters.push(c),
            _ if !letters.is_empty() => take(&mut digits, &mut letters)?,
            _ => {}
        }
    }
    take(&mut digits, &mut letters)?;
    unit.map(|unit| (Span::seconds(seconds), Span::seconds(unit)))
}

fn unit_of(word: &str) -> Option<i64> {
    match word {
        "s" | "sec" | "secs" | "second" | "seconds" => Some(1),
        "m" | "min" | "mins" | "minute" | "minutes" => Some(60),
        "h" | "hr" | "hrs" | "hour" | "hours" => Some(3600),
        "d" | "day" | "days" => Some(86_400),
        "w" | "week" | "weeks" => Some(7 * 86_400),
        "month" | "months" => Some(30 * 86_400),
        "y" | "year" | "years" => Some(365 * 86_400),
        _ => None,
    }
}
