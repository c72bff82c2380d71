//! The response metrics: the four that the process asks for (R80), those around them, and those
//! of the response itself.
//!
//! Elapsed time by the clock on the wall, never business hours. What is unknown stays unknown,
//! what is coarse stays coarse, and times in the wrong order are shown and flagged. Every figure
//! names the entries of the journal that it comes from.

mod metric;
mod published;
mod response;
mod scripts;
mod words;

use std::collections::BTreeMap;

use self::published::{beside_measure, beside_words};
use self::response::{cadence, decisions, notices, update_gap};
use super::chronicle::{Chronicle, PhaseSpan, Promise, Turn};
use super::event::Field;
use super::ids::EntryId;
use super::incident::{Incident, MessageRecord, Moment, OverBy, Status};
use super::measure::{Anchor, Flag, Limit, Measure, is_violated, measure};
use super::playbook::{Playbook, Signal};
use super::time::{Instant, Span, When};
use super::worksheet::Containment;

pub use self::metric::Metric;
pub use self::published::{PublishedFigure, Verdict, read_span};
pub use self::response::{DecisionWait, Kept, UpdateGap};
pub use self::scripts::{MeasureReport, MetricsReport, PromiseReport};

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
#[derive(Debug, Clone, PartialEq)]
pub struct Metrics {
    /// How it was discovered; none when nobody said.
    pub discovery_method: Option<String>,
    /// What the actor did; may be empty, as for an outage.
    pub threat_actions: Vec<String>,
    /// From the start to awareness.
    pub time_to_discovery: Measure,
    /// From awareness to containment.
    pub time_to_containment: Measure,
    /// From awareness to the first notice, or the word that it was a false alarm which settles its
    /// clock too, against its hour (R8).
    pub gsa_notice_latency: Measure,
    /// What the message is called that settled the clock of the notice in its place.
    pub notice_stood_in: Option<String>,
    /// From awareness to the IC taking charge.
    pub declaration_delay: Measure,
    /// From awareness to the confirmation.
    pub time_to_confirm: Measure,
    /// From awareness to the end of activity.
    pub time_to_resolve: Measure,
    /// Sitreps in time, of those that fell due; none where nobody knows what was promised.
    pub sitreps_on_time: Option<Kept>,
    /// The longest time without a daily update; none where none was owed.
    pub largest_update_gap: Option<UpdateGap>,
    /// The sum of all shifts, in person-hours (R22).
    pub labour: Span,
    /// Every moment that is known, or known to be unknown.
    pub moments: BTreeMap<Moment, When>,
    /// The values that moments had before, oldest first; none where one was taken away.
    pub earlier: BTreeMap<Moment, Vec<Turn<Option<When>>>>,
    /// Every instant at which something was contained.
    pub containments: Vec<Containment>,
    /// Each sitrep against the cadence.
    pub sitreps: Vec<Promise>,
    /// Each notice against its deadline.
    pub notices: Vec<Promise>,
    /// How long each phase took.
    pub phases: Vec<PhaseSpan>,
    /// The decisions, and how long they waited.
    pub decisions: Vec<DecisionWait>,
    /// Published figures beside the computed ones.
    pub published: Vec<PublishedFigure>,
    /// The entries that each metric comes from; none for one that is not known.
    pub sources: BTreeMap<Metric, Vec<EntryId>>,
    /// What to look at, of the incident as a whole.
    pub flags: Vec<Flag>,
    /// When it was worked out.
    pub now: Instant,
}

/// Returns the metrics of an incident; `now` ends the shifts that still run. Without the
/// playbook nobody knows what was promised.
#[must_use]
pub fn metrics(
    incident: &Incident,
    chronicle: &Chronicle,
    playbook: Option<&Playbook>,
    now: Instant,
) -> Metrics {
    let span = |from, to| between(incident, from, to);
    let aware = anchor(incident, Moment::Discovered);
    let first = first_notice(incident, playbook);
    let stood_in = first.filter(|sent| sent.message != GSA_NOTICE);
    let stood_in = stood_in.and_then(|sent| playbook?.message(&sent.message));
    let notice = (
        Anchor::GsaNotice,
        first.map_or(When::Unknown, |sent| sent.at),
    );
    let latency = measure(aware, notice).limited(Limit::GsaNotice);
    let labour = labour(incident, now);
    let mut metrics = Metrics {
        discovery_method: method(incident),
        threat_actions: incident.threat_actions.clone(),
        time_to_discovery: span(Moment::Started, Moment::Discovered),
        time_to_containment: span(Moment::Discovered, Moment::Contained),
        declaration_delay: span(Moment::Discovered, Moment::Opened),
        time_to_confirm: span(Moment::Discovered, Moment::Confirmed),
        time_to_resolve: span(Moment::Discovered, Moment::Resolved),
        flags: flags(incident, &latency, labour),
        gsa_notice_latency: latency,
        notice_stood_in: stood_in.map(|message| message.name.clone()),
        sitreps_on_time: playbook.map(|_| Kept::of(cadence(chronicle))),
        largest_update_gap: playbook
            .and_then(|playbook| update_gap(incident, chronicle, playbook, now)),
        labour,
        moments: incident.moments.clone(),
        earlier: earlier(chronicle),
        containments: incident.worksheet.containments.clone(),
        sitreps: cadence(chronicle).cloned().collect(),
        notices: notices(chronicle).cloned().collect(),
        phases: chronicle.phases.clone(),
        decisions: decisions(incident, chronicle, playbook),
        published: Vec::new(),
        sources: BTreeMap::new(),
        now,
    };
    let stops = incident.shifts.iter().any(|shift| shift.to.is_none());
    let stopped = said_over(incident, chronicle).filter(|_| stops);
    metrics.sources = sources(
        &metrics,
        chronicle,
        first.map(|sent| chronicle.went_out(sent)),
        stopped,
    );
    let published = incident.worksheet.published.iter();
    metrics.published = published
        .map(|it| match metrics.measure(it.metric) {
            Some(measure) => beside_measure(it, measure),
            None => beside_words(it, &metrics.value_words(it.metric)),
        })
        .collect();
    metrics
}

fn earlier(chronicle: &Chronicle) -> BTreeMap<Moment, Vec<Turn<Option<When>>>> {
    let all = Moment::ALL.into_iter();
    all.map(|moment| (moment, chronicle.earlier(moment).to_vec()))
        .filter(|(_, before)| !before.is_empty())
        .collect()
}

/// Returns where each figure comes from.
fn sources(
    metrics: &Metrics,
    chronicle: &Chronicle,
    notice: Option<EntryId>,
    stopped: Option<EntryId>,
) -> BTreeMap<Metric, Vec<EntryId>> {
    let moments = |all: &[Moment]| -> Vec<EntryId> {
        let known = all.iter().filter_map(|moment| chronicle.source(*moment));
        known.collect()
    };
    let field = |field| chronicle.fields.get(&field).copied().into_iter().collect();
    let from_aware = |to: Moment| moments(&[Moment::Discovered, to]);
    let due = metrics.sitreps.iter().filter(|it| it.outcome.fell_due());
    let mut notices = moments(&[Moment::Discovered]);
    notices.extend(notice);
    let gap = metrics.largest_update_gap.as_ref();
    let mut all: BTreeMap<Metric, Vec<EntryId>> = Metric::ALL
        .into_iter()
        .map(|metric| {
            let of = match metric {
                Metric::DiscoveryMethod => field(Field::DiscoveryMethod),
                Metric::ThreatActions => field(Field::ThreatActions),
                Metric::TimeToDiscovery => moments(&[Moment::Started, Moment::Discovered]),
                Metric::TimeToContainment => from_aware(Moment::Contained),
                Metric::GsaNoticeLatency => notices.clone(),
                Metric::DeclarationDelay => from_aware(Moment::Opened),
                Metric::TimeToConfirm => from_aware(Moment::Confirmed),
                Metric::TimeToResolve => from_aware(Moment::Resolved),
                Metric::SitrepsOnTime => due.clone().flat_map(Promise::sources).collect(),
                Metric::LargestUpdateGap => gap.map_or_else(Vec::new, |gap| gap.sources.clone()),
                Metric::Labour => chronicle.shifts.iter().copied().chain(stopped).collect(),
            };
            (metric, of)
        })
        .collect();
    for of in all.values_mut() {
        of.sort_unstable();
        of.dedup();
    }
    all
}

fn method(incident: &Incident) -> Option<String> {
    let method = incident.discovery_method.trim();
    (!method.is_empty()).then(|| method.to_owned())
}

fn between(incident: &Incident, from: Moment, to: Moment) -> Measure {
    measure(anchor(incident, from), anchor(incident, to))
}

/// Returns one of the four metrics that the process asks for (R80) as [`Metrics::value_words`]
/// has it; none of another, of one that is not known, and of one whose times contradict each
/// other: nobody outside is told a figure that cannot be.
#[must_use]
pub fn known_words(incident: &Incident, metric: Metric) -> Option<String> {
    let words = |from, to| {
        let measure = between(incident, from, to);
        let is_known = matches!(&measure, Measure::Known { flags, .. } if flags.is_empty());
        is_known.then(|| measure.words())
    };
    match metric {
        Metric::DiscoveryMethod => method(incident),
        Metric::ThreatActions => {
            let actions = &incident.threat_actions;
            (!actions.is_empty()).then(|| actions.join(", "))
        }
        Metric::TimeToDiscovery => words(Moment::Started, Moment::Discovered),
        Metric::TimeToContainment => words(Moment::Discovered, Moment::Contained),
        Metric::GsaNoticeLatency
        | Metric::DeclarationDelay
        | Metric::TimeToConfirm
        | Metric::TimeToResolve
        | Metric::SitrepsOnTime
        | Metric::LargestUpdateGap
        | Metric::Labour => None,
    }
}

fn anchor(incident: &Incident, moment: Moment) -> (Anchor, When) {
    let when = incident.moments.get(&moment).copied();
    (Anchor::Moment(moment), when.unwrap_or(When::Unknown))
}

/// Returns the message that settled the clock of the notice: of a false alarm that may be the word
/// that it was one (R31).
fn first_notice<'a>(
    incident: &'a Incident,
    playbook: Option<&Playbook>,
) -> Option<&'a MessageRecord> {
    let notice = Signal::Message(GSA_NOTICE.to_owned());
    let clocks = playbook.into_iter().flat_map(|it| &it.clocks);
    let settles: Vec<&Signal> = clocks
        .filter(|clock| clock.on && clock.settles.contains(&notice))
        .flat_map(|clock| &clock.settles)
        .collect();
    let is_one = |sent: &&MessageRecord| {
        let said = Signal::Message(sent.message.clone());
        sent.message == GSA_NOTICE || settles.contains(&&said)
    };
    let notices = incident.messages.iter().filter(is_one);
    notices
        .filter(|sent| !sent.at.is_unknown())
        .min_by_key(|sent| sent.at.earliest())
}

/// Returns the sum of all shifts. One that nobody ended stops with the incident, so that a
/// forgotten shift does not grow for ever.
#[must_use]
pub fn labour(incident: &Incident, now: Instant) -> Span {
    let ended = incident.over();
    let shifts = incident.shifts.iter();
    let lengths = shifts.map(|shift| {
        let (from, to) = shift.stretch(ended, now);
        to - from
    });
    Span::between(
        Instant::UNIX_EPOCH,
        Instant::UNIX_EPOCH + lengths.sum::<chrono::TimeDelta>(),
    )
}

/// Returns the entry that says when the incident was over.
pub(in crate::domain) fn said_over(incident: &Incident, chronicle: &Chronicle) -> Option<EntryId> {
    match incident.over_by()? {
        (_, OverBy::Moment(moment)) => chronicle.source(moment),
        (_, OverBy::FalseAlarm) => chronicle.statuses.last().map(|turn| turn.entry),
    }
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
    /// Returns the measure that a metric is; none for one that is no length of time between two
    /// anchors.
    #[must_use]
    pub fn measure(&self, metric: Metric) -> Option<&Measure> {
        match metric {
            Metric::TimeToDiscovery => Some(&self.time_to_discovery),
            Metric::TimeToContainment => Some(&self.time_to_containment),
            Metric::GsaNoticeLatency => Some(&self.gsa_notice_latency),
            Metric::DeclarationDelay => Some(&self.declaration_delay),
            Metric::TimeToConfirm => Some(&self.time_to_confirm),
            Metric::TimeToResolve => Some(&self.time_to_resolve),
            Metric::DiscoveryMethod
            | Metric::ThreatActions
            | Metric::SitrepsOnTime
            | Metric::LargestUpdateGap
            | Metric::Labour => None,
        }
    }

    /// Returns the entries that a metric comes from.
    #[must_use]
    pub fn sources(&self, metric: Metric) -> &[EntryId] {
        self.sources.get(&metric).map_or(&[], Vec::as_slice)
    }
}
