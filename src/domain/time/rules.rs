//! The rules of time zones: which offset from UTC holds at a place, and since when.
//!
//! They are those of the IANA database, compiled in, as `jiff` reads them. (The tables of
//! `chrono-tz` hold a pointer for each change of each zone's clocks, every one of which the
//! system has to put right before the program starts.)

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{LazyLock, RwLock};

use chrono::{
    Datelike, FixedOffset, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Timelike,
};
use jiff::Timestamp;
use jiff::civil::DateTime as CivilTime;
use jiff::tz::{AmbiguousOffset, Offset as ZoneOffset, TimeZone as Rules, TimeZoneDatabase};

/// The zone rules by their IANA names.
static DATABASE: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Every name there is, in order.
static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
    let mut names: Vec<String> = DATABASE.available().map(|name| name.to_string()).collect();
    names.sort_unstable();
    names
});

/// The zones that were asked for so far; as many as there are names at the most.
static KNOWN: RwLock<BTreeMap<&'static str, ZoneRules>> = RwLock::new(BTreeMap::new());

static UTC: Rules = Rules::UTC;

/// A zone with its rules, as [`chrono`] works with one.
#[derive(Clone, Copy)]
pub struct ZoneRules(&'static Rules);

impl ZoneRules {
    /// Coordinated universal time.
    pub(super) const UTC: Self = Self(&UTC);

    /// Returns the zone of a name, which is spelt as it is in the database; none if there is no
    /// such zone.
    pub(super) fn named(name: &str) -> Option<Self> {
        if let Some(known) = KNOWN.read().ok()?.get(name) {
            return Some(*known);
        }
        let rules = DATABASE.get(name).ok()?;
        // The database does not mind capitals.
        if rules.iana_name() != Some(name) {
            return None;
        }
        let rules: &'static Rules = Box::leak(Box::new(rules));
        let mut known = KNOWN.write().ok()?;
        Some(*known.entry(rules.iana_name()?).or_insert(Self(rules)))
    }

    /// Returns the names of all zones, in order.
    pub(super) fn names() -> impl Iterator<Item = &'static str> {
        NAMES.iter().map(String::as_str)
    }

    /// Returns its name in the database.
    pub(super) fn name(self) -> &'static str {
        self.0.iana_name().unwrap_or("UTC")
    }

    fn offset_at(self, at: Timestamp) -> LocalOffset {
        LocalOffset {
            zone: self,
            at,
            fixed: fixed(self.0.to_offset(at)),
        }
    }

    /// Returns the offset that a local time has with this offset of the zone.
    fn offset_of(self, local: NaiveDateTime, offset: ZoneOffset) -> LocalOffset {
        let fixed = fixed(offset);
        let at = local.and_utc().timestamp() - i64::from(fixed.local_minus_utc());
        LocalOffset {
            zone: self,
            at: timestamp(at),
            fixed,
        }
    }
}

impl PartialEq for ZoneRules {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for ZoneRules {}

impl std::hash::Hash for ZoneRules {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

impl fmt::Debug for ZoneRules {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// The offset from UTC that holds in a zone at some time. Shown, it is what people there call
/// it: `EST`, or `+03` where it has no name.
#[derive(Debug, Clone, Copy)]
pub struct LocalOffset {
    zone: ZoneRules,
    at: Timestamp,
    fixed: FixedOffset,
}

impl chrono::Offset for LocalOffset {
    fn fix(&self) -> FixedOffset {
        self.fixed
    }
}

impl fmt::Display for LocalOffset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.zone.0.to_offset_info(self.at).abbreviation())
    }
}

impl TimeZone for ZoneRules {
    type Offset = LocalOffset;

    fn from_offset(offset: &LocalOffset) -> Self {
        offset.zone
    }

    fn offset_from_local_date(&self, local: &NaiveDate) -> MappedLocalTime<LocalOffset> {
        self.offset_from_local_datetime(&local.and_time(NaiveTime::MIN))
    }

    fn offset_from_local_datetime(&self, local: &NaiveDateTime) -> MappedLocalTime<LocalOffset> {
        let Some(civil) = civil(local) else {
            return MappedLocalTime::None;
        };
        let of = |offset| self.offset_of(*local, offset);
        match self.0.to_ambiguous_timestamp(civil).offset() {
            AmbiguousOffset::Unambiguous { offset } => MappedLocalTime::Single(of(offset)),
            AmbiguousOffset::Gap { .. } => MappedLocalTime::None,
            // The offset before clocks are put back belongs to the earlier of the two.
            AmbiguousOffset::Fold { before, after } => {
                MappedLocalTime::Ambiguous(of(before), of(after))
            }
        }
    }

    fn offset_from_utc_date(&self, utc: &NaiveDate) -> LocalOffset {
        self.offset_from_utc_datetime(&utc.and_time(NaiveTime::MIN))
    }

    fn offset_from_utc_datetime(&self, utc: &NaiveDateTime) -> LocalOffset {
        self.offset_at(timestamp(utc.and_utc().timestamp()))
    }
}

/// Returns seconds since 1970 as the rules know them; what is before or after all they know has
/// the offset of the first or the last of it.
fn timestamp(seconds: i64) -> Timestamp {
    let bound = if seconds < 0 {
        Timestamp::MIN
    } else {
        Timestamp::MAX
    };
    Timestamp::new(seconds, 0).unwrap_or(bound)
}

/// Returns a local time as the rules know it, to the second; none in a year that they do not.
fn civil(local: &NaiveDateTime) -> Option<CivilTime> {
    let small = |n: u32| i8::try_from(n).ok();
    let year = i16::try_from(local.year()).ok()?;
    let (month, day) = (small(local.month())?, small(local.day())?);
    let (hour, minute) = (small(local.hour())?, small(local.minute())?);
    CivilTime::new(year, month, day, hour, minute, small(local.second())?, 0).ok()
}

fn fixed(offset: ZoneOffset) -> FixedOffset {
    FixedOffset::east_opt(offset.seconds()).unwrap_or_else(|| chrono::Offset::fix(&chrono::Utc))
}
