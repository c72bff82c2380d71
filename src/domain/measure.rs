//! The time between two anchors of the record, as exact as the anchors are and no more.

use std::fmt;

use chrono::{DateTime, Datelike, FixedOffset, NaiveDateTime, TimeDelta};
use serde::{Serialize, Serializer};

use super::incident::Moment;
use super::text::count;
use super::time::{Instant, Precision, Span, When};

/// Something that has a time and that a measure starts or ends at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Anchor {
    /// A key moment of the incident.
    Moment(Moment),
    /// The first sending of the one-hour notice (R7, R8).
    GsaNotice,
}

impl Anchor {
    /// Returns what a person calls it; the key of a moment is a word already.
    fn name(self) -> &'static str {
        match self {
            Self::Moment(moment) => moment.word(),
            Self::GsaNotice => "the GSA notice",
        }
    }

    /// Returns what a person reads where it has no time.
    fn missing(self) -> String {
        match self {
            Self::Moment(moment) => format!("{moment} is not set"),
            Self::GsaNotice => "no GSA notice was sent".to_owned(),
        }
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Moment(moment) => moment.fmt(f),
            Self::GsaNotice => f.pad("gsa-notice"),
        }
    }
}

impl Serialize for Anchor {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A length that something should not exceed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Limit {
    /// The notice goes out within the hour (R8).
    GsaNotice,
    /// More person-hours than one working day (R22).
    Labour,
}

impl Limit {
    /// Returns the longest that is within the limit.
    #[must_use]
    pub const fn span(self) -> Span {
        match self {
            Self::GsaNotice => Span::hours(1),
            Self::Labour => Span::hours(8),
        }
    }
}

/// Something about the figures that a person has to look at. Nothing is ever put right here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Flag {
    /// Two times stand in the wrong order, however coarse they are.
    OrderViolation {
        /// What should come first.
        earlier: Anchor,
        /// What should come after it, and does not.
        later: Anchor,
    },
    /// A limit is exceeded, or may be.
    OverLimit {
        /// Which limit.
        limit: Limit,
        /// False when only the coarseness of a time leaves it open.
        certain: bool,
    },
    /// The incident was not real, so the figures do not count.
    FalseAlarm,
}

impl fmt::Display for Flag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OrderViolation { earlier, later } => {
                let (later, earlier) = (later.name(), earlier.name());
                write!(f, "{later} is before {earlier}; one of the two is wrong")
            }
            Self::OverLimit { limit, certain } => {
                let most = limit.span().words();
                let took = if *certain { "took" } else { "may have taken" };
                match limit {
                    Limit::GsaNotice => write!(f, "the GSA notice {took} more than {most}"),
                    Limit::Labour => write!(f, "the response {took} more than {most} of labour"),
                }
            }
            Self::FalseAlarm => f.write_str("it was a false alarm; the figures do not count"),
        }
    }
}

/// The time between two anchors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Measure {
    /// An anchor is not known.
    Unknown {
        /// Which ones.
        missing: Vec<Anchor>,
    },
    /// Both anchors are known.
    Known {
        /// The difference in units of the precision; negative when the order is wrong.
        estimate: Span,
        /// The shortest it can have been.
        low: Span,
        /// The longest it can have been; equal to `low` for points.
        high: Span,
        /// The coarser precision of the two anchors.
        precision: Precision,
        /// `low` and `high` in whole days, months or years for that precision, else zero.
        whole: (i64, i64),
        /// What to look at.
        flags: Vec<Flag>,
    },
}

impl Measure {
    /// Returns the estimate as an ISO 8601 duration, or none when it is unknown.
    #[must_use]
    pub fn iso(&self) -> Option<String> {
        match self {
            Self::Unknown { .. } => None,
            Self::Known { estimate, .. } => Some(estimate.iso()),
        }
    }

    /// Returns what a person reads: `2 h 25 min`, `about 725 days (between 724 and 725 days)`,
    /// `within the same day`, `unknown: started is not set`.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Unknown { missing } => {
                let missing = missing.iter().map(|anchor| anchor.missing());
                let missing: Vec<String> = missing.collect();
                format!("unknown: {}", missing.join(", "))
            }
            Self::Known {
                estimate,
                low,
                high,
                precision,
                whole,
                ..
            } => match self.violation() {
                Some((earlier, later)) => {
                    let value = rough(*estimate, *precision);
                    format!("{value} ({} is before {})", later.name(), earlier.name())
                }
                None => range((*estimate, *low, *high), *precision, *whole),
            },
        }
    }

    /// Returns what to look at.
    #[must_use]
    pub fn flags(&self) -> &[Flag] {
        match self {
            Self::Unknown { .. } => &[],
            Self::Known { flags, .. } => flags,
        }
    }

    fn violation(&self) -> Option<(Anchor, Anchor)> {
        self.flags().iter().find_map(|flag| match flag {
            Flag::OrderViolation { earlier, later } => Some((*earlier, *later)),
            Flag::OverLimit { .. } | Flag::FalseAlarm => None,
        })
    }

    /// Returns the measure with a flag when it is, or may be, over a limit.
    #[must_use]
    pub fn limited(mut self, limit: Limit) -> Self {
        if let Self::Known {
            low, high, flags, ..
        } = &mut self
            && *high > limit.span()
        {
            let certain = *low > limit.span();
            flags.push(Flag::OverLimit { limit, certain });
        }
        self
    }
}

/// Returns the time from one anchor to another.
#[must_use]
pub fn measure(from: (Anchor, When), to: (Anchor, When)) -> Measure {
    match (Interval::of(from.1), Interval::of(to.1)) {
        (Some(start), Some(end)) => {
            let mut flags = Vec::new();
            if end.is_before(&start) {
                flags.push(Flag::OrderViolation {
                    earlier: from.0,
                    later: to.0,
                });
            }
            distance(&start, &end, flags)
        }
        (start, end) => {
            let missing = [
                start.is_none().then_some(from.0),
                end.is_none().then_some(to.0),
            ];
            Measure::Unknown {
                missing: missing.into_iter().flatten().collect(),
            }
        }
    }
}

/// Returns true when `later` stands before `earlier` whatever their coarseness hides.
#[must_use]
pub fn is_violated(earlier: When, later: When) -> bool {
    match (Interval::of(earlier), Interval::of(later)) {
        (Some(earlier), Some(later)) => later.is_before(&earlier),
        _ => false,
    }
}

/// A known time with its ends.
struct Interval {
    at: DateTime<FixedOffset>,
    precision: Precision,
    earliest: Instant,
    latest: Instant,
}

impl Interval {
    fn of(when: When) -> Option<Self> {
        match when {
            When::Unknown => None,
            When::Known { at, precision } => Some(Self {
                at,
                precision,
                earliest: when.earliest()?,
                latest: when.latest()?,
            }),
        }
    }

    /// Returns true when all of it is before all of the other. A coarse end is open, so one
    /// that only touches the other's start is before it.
    fn is_before(&self, other: &Self) -> bool {
        if self.shares_minute(other) {
            return false;
        }
        self.latest < other.earliest
            || (self.latest == other.earliest && self.precision.is_coarse())
    }

    /// 14:02 is not before 14:02:45: a typed minute beside an exact time is no contradiction.
    fn shares_minute(&self, other: &Self) -> bool {
        let minute = |at: Instant| at.timestamp().div_euclid(60);
        self.precision.max(other.precision) == Precision::Minute
            && minute(self.earliest) == minute(other.earliest)
    }

    /// Returns the start of the calendar unit it falls into, in its own offset when it is that
    /// coarse itself, else in the other's.
    fn unit(&self, other: &Self, precision: Precision) -> NaiveDateTime {
        let offset = if self.precision == precision {
            *self.at.offset()
        } else {
            *other.at.offset()
        };
        match When::coarse(self.at.with_timezone(&offset), precision) {
            When::Known { at, .. } => at.naive_local(),
            When::Unknown => self.at.naive_local(),
        }
    }
}

fn distance(start: &Interval, end: &Interval, flags: Vec<Flag>) -> Measure {
    let precision = start.precision.max(end.precision);
    let is_violated = !flags.is_empty();
    let mut low = Span::between(start.latest, end.earliest);
    let mut high = Span::between(start.earliest, end.latest);
    if !is_violated {
        low = low.max(Span::default());
        high = high.max(Span::default());
    }
    let mut estimate = low;
    if precision.is_coarse() {
        let units = end.unit(start, precision) - start.unit(end, precision);
        estimate = Span::minutes(units.num_minutes());
        // Months differ in length, and an estimate outside its own bounds would be false.
        if !is_violated {
            estimate = estimate.clamp(low, high);
        }
    }
    let floor = start.latest.min(end.earliest);
    let whole = (
        whole_units(floor, floor + low.delta(), precision),
        whole_units(start.earliest, start.earliest + high.delta(), precision),
    );
    Measure::Known {
        estimate,
        low,
        high,
        precision,
        whole: if is_violated { (0, 0) } else { whole },
        flags,
    }
}

/// Returns the whole calendar units between two instants in their order.
fn whole_units(from: Instant, to: Instant, precision: Precision) -> i64 {
    match precision {
        Precision::Second | Precision::Minute | Precision::Hour => 0,
        Precision::Day => (to - from).num_days(),
        Precision::Month => whole_months(from, to),
        Precision::Year => whole_months(from, to) / 12,
    }
}

fn whole_months(from: Instant, to: Instant) -> i64 {
    let months = |at: Instant| i64::from(at.year()) * 12 + i64::from(at.month0());
    let into = |at: Instant| (at.day(), at.time());
    let begun = months(to) - months(from);
    if into(to) < into(from) {
        begun - 1
    } else {
        begun
    }
}

fn rough(span: Span, precision: Precision) -> String {
    let days = TimeDelta::num_days(&span.delta());
    match precision {
        Precision::Second | Precision::Minute => span.words(),
        Precision::Hour => format!("about {}", span.words()),
        Precision::Day | Precision::Month | Precision::Year => {
            let plural = if days.abs() == 1 { "" } else { "s" };
            format!("about {days} day{plural}")
        }
    }
}

fn range(
    (estimate, low, high): (Span, Span, Span),
    precision: Precision,
    whole: (i64, i64),
) -> String {
    if precision.is_coarse() && estimate == Span::default() {
        return format!("within the same {precision}");
    }
    let value = rough(estimate, precision);
    match precision {
        Precision::Second | Precision::Minute => value,
        Precision::Hour => format!("{value} (between {} and {})", low.words(), high.words()),
        Precision::Day if whole.0 == whole.1 => value,
        Precision::Day => format!("{value} (between {} and {} days)", whole.0, whole.1),
        Precision::Month | Precision::Year if whole.0 == whole.1 => {
            let n = usize::try_from(whole.0).unwrap_or(0);
            format!("about {}", count(n, precision.word()))
        }
        Precision::Month | Precision::Year => {
            format!("between {} and {} {precision}s", whole.0, whole.1)
        }
    }
}
