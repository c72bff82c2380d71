//! What the record knows for the placeholders of a template.

use std::collections::BTreeMap;

use super::since::since_last;
use crate::domain::clock::{self, Due};
use crate::domain::incident::{FixState, Incident, Moment, Status};
use crate::domain::metrics::{Metric, known_words};
use crate::domain::playbook::{Channel, Playbook, Signal};
use crate::domain::time::{Instant, When};

/// What stands for the page of the issue where there is none.
pub(super) const NO_ISSUE: &str = "(no issue)";

/// Returns the value of every placeholder that the record knows. `number` is that of the
/// sitrep to be written; zero for another message.
pub(super) fn values(
    incident: &Incident,
    playbook: &Playbook,
    number: u32,
    now: Instant,
) -> BTreeMap<&'static str, String> {
    let mut values = head(incident, now);
    values.extend(times(incident, playbook, now));
    values.insert("number", (incident.counters.sitrep + 1).to_string());
    values.insert("since_last", since_last(incident, number));
    let old_severity = incident.told.as_ref().map(|told| told.severity);
    let old_severity = old_severity.filter(|old| *old != incident.severity);
    let terms = incident.commands.len();
    let old_ic = terms
        .checked_sub(2)
        .map(|at| incident.commands[at].ic.clone());
    let page = playbook.addresses.values();
    let page = page.filter(|address| address.channel == Channel::StatusPage);
    let page = page
        .map(|address| address.to.clone())
        .find(|to| !to.is_empty());
    let details = incident.details.trim();
    let known = [
        ("old_severity", old_severity.map(|old| old.to_string())),
        ("old_ic", old_ic),
        ("statuspage_url", page),
        ("known", (!details.is_empty()).then(|| details.to_owned())),
        (
            "discovery_method",
            known_words(incident, Metric::DiscoveryMethod),
        ),
        (
            "time_to_discovery",
            known_words(incident, Metric::TimeToDiscovery),
        ),
        (
            "time_to_containment",
            known_words(incident, Metric::TimeToContainment),
        ),
        (
            "threat_actions",
            known_words(incident, Metric::ThreatActions),
        ),
    ];
    values.extend(
        known
            .into_iter()
            .filter_map(|(key, value)| Some((key, value?))),
    );
    values
}

fn head(incident: &Incident, now: Instant) -> BTreeMap<&'static str, String> {
    let title = if incident.exercise {
        format!("EXERCISE: {}", incident.title)
    } else {
        incident.title.clone()
    };
    let url = incident.issue.as_ref().map(|issue| issue.url.clone());
    let open_leads = incident.leads.iter().filter(|lead| !lead.state.is_ended());
    let leads = open_leads.map(|lead| format!("{} {}", lead.id, lead.text));
    let open_fixes = incident
        .fixes
        .iter()
        .filter(|fix| fix.state != FixState::Verified);
    let fixes = open_fixes.map(|fix| format!("{} {} ({})", fix.id, fix.text, fix.state));
    BTreeMap::from([
        ("title", title),
        ("issue_url", url.unwrap_or_else(|| NO_ISSUE.into())),
        ("status", incident.status.to_string()),
        ("severity", incident.severity.to_string()),
        ("ic", incident.ic.clone()),
        ("reporter", incident.reporter.clone()),
        ("responders", incident.responders.join(", ")),
        ("details", incident.details.clone()),
        ("noun", incident.noun().to_owned()),
        (
            "possible_incident",
            match incident.noun() {
                "event" => "a possible security incident".to_owned(),
                noun => format!("a security {noun}"),
            },
        ),
        ("how_it_stands", how_it_stands(incident.status).to_owned()),
        ("now", incident.zone.stamp_and_utc(now)),
        ("leads", leads.collect::<Vec<_>>().join("\n")),
        ("remediation", fixes.collect::<Vec<_>>().join("\n")),
    ])
}

/// Returns the first words of a notice that may be written at any time.
fn how_it_stands(status: Status) -> &'static str {
    match status {
        Status::Investigating => "We are investigating a possible security incident",
        Status::Confirmed => "We are investigating a security incident",
        Status::Resolved => "We have resolved a security incident",
        Status::FalseAlarm => {
            "We investigated a possible security incident, and it was a false alarm"
        }
    }
}

fn times(incident: &Incident, playbook: &Playbook, now: Instant) -> BTreeMap<&'static str, String> {
    let said = |at: Instant| incident.zone.stamp_and_utc(at);
    let aware = match incident.aware_at() {
        None => "unknown".to_owned(),
        Some(at) if incident.is_awareness_unknown() => {
            format!("an unknown time, declared {}", said(at))
        }
        Some(at) => match incident.coarse_awareness() {
            Some(aware) => incident.zone.plain(&aware),
            None => said(at),
        },
    };
    let moment = |moment: Moment| {
        let at = incident.moments.get(&moment).and_then(When::earliest);
        at.map(said)
    };
    let is_resolved = incident.status == Status::Resolved;
    let known = [
        ("opened_at", incident.opened_at.map(said)),
        ("confirmed_at", incident.confirmed_at.map(said)),
        ("contained_at", moment(Moment::Contained)),
        (
            "resolved_at",
            moment(Moment::Resolved).filter(|_| is_resolved),
        ),
        ("next_update_at", next_update(incident, playbook, now)),
    ];
    let known = known.into_iter();
    known
        .filter_map(|(key, value)| Some((key, value?)))
        .chain([("aware", aware)])
        .collect()
}

/// Returns when the next sitrep is due.
fn next_update(incident: &Incident, playbook: &Playbook, now: Instant) -> Option<String> {
    let clocks = clock::due(incident, playbook, now);
    let is_sitrep = |due: &&Due| due.settled_by.contains(&Signal::Sitrep);
    let sitrep = clocks.iter().find(is_sitrep)?;
    (sitrep.due_at > now).then(|| incident.zone.stamp_and_utc(sitrep.due_at))
}
