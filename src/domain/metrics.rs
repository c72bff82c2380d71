//! The response metrics: the four that the process asks for (R80), and those around them.
//!
//! Elapsed time by the clock on the wall, never business hours. What is unknown stays unknown,
//! what is coarse stays coarse, and times in the wrong order are shown and flagged.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::incident::{Incident, Moment, Shift, Status};
use super::measure::{Anchor, Flag, Limit, Measure, is_violated, measure};
use super::time::{Instant, Span, When, Zone};

/// The message that settles the one-hour notice.
const GSA_NOTICE: &str = "gsa-notice";

/// The orders that must hold; each among those of its moments that are known.
pub(super) const ORDERS: [&[Moment]; 3] = [
    &[
        Moment::Started,
        Moment::Discovered,
        Moment::Contained,
        Moment::Resolved,
        Moment::Closed,
    ],
    &[Moment::Discovered, Moment::Confirmed, Moment::Resolved],
    &[Moment::Discovered, Moment::Opened, Moment::Resolved],
];

/// The response metrics of an incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Metrics {
    /// How it was discovered; none when nobody said.
    pub discovery_method: Option<String>,
    /// What the actor did; may be empty, as for an outage.
    pub threat_actions: Vec<String>,
    /// From the start to awareness.
    pub time_to_discovery: Measure,
    /// From awareness to containment.
    pub time_to_containment: Measure,
    /// From awareness to the first notice, against its hour (R8).
    pub gsa_notice_latency: Measure,
    /// From awareness to the IC taking charge.
    pub declaration_delay: Measure,
    /// From awareness to the confirmation.
    pub time_to_confirm: Measure,
    /// From awareness to the end of activity.
    pub time_to_resolve: Measure,
    /// The sum of all shifts, in person-hours (R22).
    pub labour: Span,
    /// Every moment that is known, or known to be unknown.
    pub moments: BTreeMap<Moment, When>,
    /// What to look at, of the incident as a whole.
    pub flags: Vec<Flag>,
}

/// Returns the metrics of an incident; `now` ends the shifts that still run.
#[must_use]
pub fn metrics(incident: &Incident, now: Instant) -> Metrics {
    let span = |from, to| measure(anchor(incident, from), anchor(incident, to));
    let aware = anchor(incident, Moment::Discovered);
    let notice = (Anchor::GsaNotice, first_notice(incident));
    let latency = measure(aware, notice).limited(Limit::GsaNotice);
    let labour = labour(incident, now);
    let method = incident.discovery_method.trim();
    Metrics {
        discovery_method: (!method.is_empty()).then(|| method.to_owned()),
        threat_actions: incident.threat_actions.clone(),
        time_to_discovery: span(Moment::Started, Moment::Discovered),
        time_to_containment: span(Moment::Discovered, Moment::Contained),
        declaration_delay: span(Moment::Discovered, Moment::Opened),
        time_to_confirm: span(Moment::Discovered, Moment::Confirmed),
        time_to_resolve: span(Moment::Discovered, Moment::Resolved),
        flags: flags(incident, &latency, labour),
        gsa_notice_latency: latency,
        labour,
        moments: incident.moments.clone(),
    }
}

fn anchor(incident: &Incident, moment: Moment) -> (Anchor, When) {
    let when = incident.moments.get(&moment).copied();
    (Anchor::Moment(moment), when.unwrap_or(When::Unknown))
}

fn first_notice(incident: &Incident) -> When {
    let notices = incident.messages.iter().filter(|m| m.message == GSA_NOTICE);
    notices
        .map(|sent| sent.at)
        .filter(|at| !at.is_unknown())
        .min_by_key(When::earliest)
        .unwrap_or(When::Unknown)
}

/// Returns the sum of all shifts. One that nobody ended stops with the incident, so that a
/// forgotten shift does not grow for ever.
fn labour(incident: &Incident, now: Instant) -> Span {
    let ended = [Moment::Resolved, Moment::Closed]
        .iter()
        .filter(|_| !incident.is_active())
        .filter_map(|moment| incident.moments.get(moment)?.earliest())
        .min();
    let end_of = |shift: &Shift| {
        let end = ended.filter(|end| *end >= shift.from).unwrap_or(now);
        shift.to.unwrap_or(end.min(now)).max(shift.from)
    };
    let lengths = incident
        .shifts
        .iter()
        .map(|shift| end_of(shift) - shift.from);
    Span::between(
        Instant::UNIX_EPOCH,
        Instant::UNIX_EPOCH + lengths.sum::<chrono::TimeDelta>(),
    )
}

fn flags(incident: &Incident, latency: &Measure, labour: Span) -> Vec<Flag> {
    let mut flags = Vec::new();
    for order in ORDERS {
        let known: Vec<(Anchor, When)> = order
            .iter()
            .map(|moment| anchor(incident, *moment))
            .filter(|(_, when)| !when.is_unknown())
            .collect();
        for pair in known.windows(2).filter(|p| is_violated(p[0].1, p[1].1)) {
            let (earlier, later) = (pair[0].0, pair[1].0);
            let flag = Flag::OrderViolation { earlier, later };
            if !flags.contains(&flag) {
                flags.push(flag);
            }
        }
    }
    flags.extend(latency.flags());
    if labour > Limit::Labour.span() {
        flags.push(Flag::OverLimit {
            limit: Limit::Labour,
            certain: true,
        });
    }
    if incident.status == Status::FalseAlarm {
        flags.push(Flag::FalseAlarm);
    }
    flags
}

impl Metrics {
    /// Returns the measures with their names, in the order of a report.
    #[must_use]
    pub fn measures(&self) -> [(&'static str, &Measure); 6] {
        [
            ("Time to discovery", &self.time_to_discovery),
            ("Time to containment", &self.time_to_containment),
            ("GSA notice latency", &self.gsa_notice_latency),
            ("Declaration delay", &self.declaration_delay),
            ("Time to confirm", &self.time_to_confirm),
            ("Time to resolve", &self.time_to_resolve),
        ]
    }

    /// Returns the metrics as plain text, one to a line, with a line end at the end; times in a
    /// zone.
    #[must_use]
    pub fn text(&self, zone: Zone) -> String {
        let mut lines = vec![
            ("Discovery method", self.method_words()),
            ("Threat actions", self.action_words()),
        ];
        let measures = self.measures();
        lines.extend(measures.map(|(name, measure)| (name, measure.words())));
        lines.push(("Labour", format!("{:.2} person-hours", self.labour_hours())));
        let mut out = String::new();
        for (name, value) in lines {
            let _ = writeln!(out, "{name:<20} {value}");
        }
        if !self.moments.is_empty() {
            out.push_str("\nKey moments\n");
        }
        for (moment, when) in &self.moments {
            let _ = writeln!(out, "  {moment:<18} {}", zone.plain(when));
        }
        if !self.flags.is_empty() {
            out.push_str("\nTo look at\n");
        }
        for flag in &self.flags {
            let _ = writeln!(out, "  ! {flag}");
        }
        out
    }

    fn labour_hours(&self) -> f64 {
        let hundredths = self.labour.as_seconds() / 36;
        f64::from(i32::try_from(hundredths).unwrap_or(i32::MAX)) / 100.0
    }

    fn method_words(&self) -> String {
        let method = self.discovery_method.clone();
        method.unwrap_or_else(|| "not recorded".into())
    }

    fn action_words(&self) -> String {
        if self.threat_actions.is_empty() {
            "none recorded".into()
        } else {
            self.threat_actions.join(", ")
        }
    }

    /// Returns the form for scripts.
    #[must_use]
    pub fn report(&self) -> MetricsReport {
        MetricsReport {
            discovery_method: self.discovery_method.clone(),
            threat_actions: self.threat_actions.clone(),
            time_to_discovery: MeasureReport::of(&self.time_to_discovery),
            time_to_containment: MeasureReport::of(&self.time_to_containment),
            gsa_notice_latency: MeasureReport::of(&self.gsa_notice_latency),
            declaration_delay: MeasureReport::of(&self.declaration_delay),
            time_to_confirm: MeasureReport::of(&self.time_to_confirm),
            time_to_resolve: MeasureReport::of(&self.time_to_resolve),
            labour_hours: self.labour_hours(),
            moments: self.moments.clone(),
            flags: self.flags.clone(),
        }
    }
}

/// The metrics for scripts.
///
/// Durations are ISO 8601, times are written as [`When`] is, hours are person-hours with two
/// decimals. A measure that is not known has `null` for its estimate and names what is missing.
///
/// ```json
/// {
///   "discovery_method": "external/customer",
///   "threat_actions": [],
///   "time_to_discovery": {
///     "estimate": "PT33M", "low": "PT33M", "high": "PT33M",
///     "precision": "minute", "words": "33 min", "flags": []
///   },
///   "time_to_containment": {
///     "estimate": null, "words": "unknown: contained is not set",
///     "missing": ["contained"], "flags": []
///   },
///   "gsa_notice_latency": {
///     "estimate": "PT1H30M", "low": "PT1H30M", "high": "PT1H30M",
///     "precision": "minute", "words": "1 h 30 min",
///     "flags": [{ "kind": "over-limit", "limit": "gsa-notice", "certain": true }]
///   },
///   "declaration_delay": {}, "time_to_confirm": {}, "time_to_resolve": {},
///   "labour_hours": 9.25,
///   "moments": { "started": "2025-07-23T15:35+01:00", "discovered": "2025-07-23T16:08+01:00" },
///   "flags": [{ "kind": "order-violation", "earlier": "discovered", "later": "contained" }]
/// }
/// ```
///
/// The last three measures have the same form as the first three.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MetricsReport {
    /// How it was discovered.
    pub discovery_method: Option<String>,
    /// What the actor did.
    pub threat_actions: Vec<String>,
    /// From the start to awareness.
    pub time_to_discovery: MeasureReport,
    /// From awareness to containment.
    pub time_to_containment: MeasureReport,
    /// From awareness to the first notice.
    pub gsa_notice_latency: MeasureReport,
    /// From awareness to the IC taking charge.
    pub declaration_delay: MeasureReport,
    /// From awareness to the confirmation.
    pub time_to_confirm: MeasureReport,
    /// From awareness to the end of activity.
    pub time_to_resolve: MeasureReport,
    /// The sum of all shifts.
    pub labour_hours: f64,
    /// The key moments.
    pub moments: BTreeMap<Moment, When>,
    /// What to look at: `order-violation`, `over-limit`, `false-alarm`.
    pub flags: Vec<Flag>,
}

/// One measure for scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MeasureReport {
    /// The difference in units of the precision.
    pub estimate: Option<String>,
    /// The shortest it can have been.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub low: Option<String>,
    /// The longest it can have been.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub high: Option<String>,
    /// The coarser precision of the two times.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<super::time::Precision>,
    /// What a person reads.
    pub words: String,
    /// What is not known.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<Anchor>,
    /// What to look at.
    pub flags: Vec<Flag>,
}

impl MeasureReport {
    fn of(measure: &Measure) -> Self {
        let (low, high, precision, missing) = match measure {
            Measure::Unknown { missing } => (None, None, None, missing.clone()),
            Measure::Known {
                low,
                high,
                precision,
                ..
            } => (
                Some(low.iso()),
                Some(high.iso()),
                Some(*precision),
                Vec::new(),
            ),
        };
        Self {
            estimate: measure.iso(),
            low,
            high,
            precision,
            words: measure.words(),
            missing,
            flags: measure.flags().to_vec(),
        }
    }
}
