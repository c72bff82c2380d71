//! The incident as one object.

use chrono::{Datelike, Timelike};
use serde_json::{Map, Value, json};

use super::classify::{NOT_RECORDED, actions, discovery};
use crate::domain::incident::{Incident, Moment, Status};
use crate::domain::measure::{Anchor, Measure, measure};
use crate::domain::time::{Instant, Precision, When};
use crate::domain::vocabulary::Facet;

const SCHEMA_VERSION: &str = "1.4.0";

/// Returns the incident in the form of VERIS 1.4.
#[must_use]
pub fn veris(incident: &Incident, now: Instant) -> Value {
    let mut notes = Vec::new();
    let (method, method_notes) = discovery(&incident.discovery_method);
    let mut out = json!({
        "schema_version": SCHEMA_VERSION,
        "schema_name": "verisc",
        "incident_id": incident.id,
        "security_incident": standing(incident.status),
        "summary": incident.title,
        "timeline": timeline(incident, now, &mut notes),
        "discovery_method": method,
        "action": actions(&incident.threat_actions),
        "actor": { "unknown": { "notes": NOT_RECORDED } },
        "asset": { "assets": [{ "variety": "Unknown" }], "cloud": ["Unknown"] },
    });
    if let Some(systems) = number(incident, Facet::Systems) {
        out["asset"]["total_amount"] = systems.into();
    }
    if let Some(text) = method_notes {
        out["discovery_notes"] = text.into();
    }
    if let Some(exposed) = incident.exposure {
        let disclosed = if exposed { "Yes" } else { "No" };
        out["attribute"] = json!({ "confidentiality": { "data_disclosure": disclosed } });
        if let Some(records) = number(incident, Facet::Records).filter(|_| exposed) {
            out["attribute"]["confidentiality"]["data_total"] = records.into();
        }
    }
    if incident.exercise {
        notes.insert(0, "EXERCISE".to_owned());
    }
    if !notes.is_empty() {
        out["notes"] = notes.join("; ").into();
    }
    out
}

fn number(incident: &Incident, facet: Facet) -> Option<u32> {
    facet.values(incident).first()?.parse().ok()
}

fn standing(status: Status) -> &'static str {
    match status {
        Status::Investigating => "Suspected",
        Status::Confirmed | Status::Resolved => "Confirmed",
        Status::FalseAlarm => "False positive",
    }
}

fn timeline(incident: &Incident, now: Instant, notes: &mut Vec<String>) -> Value {
    let took = |from, to| span(&measure(anchor(incident, from), anchor(incident, to)));
    json!({
        "incident": began(incident, now, notes),
        "discovery": took(Moment::Started, Moment::Discovered),
        "containment": took(Moment::Discovered, Moment::Contained),
    })
}

fn anchor(incident: &Incident, moment: Moment) -> (Anchor, When) {
    let when = incident.moments.get(&moment).copied();
    (Anchor::Moment(moment), when.unwrap_or(When::Unknown))
}

/// Returns when it began, as exactly as that is known. A year there has to be.
fn began(incident: &Incident, now: Instant, notes: &mut Vec<String>) -> Value {
    let known = |moment: Moment| {
        let when = incident.moments.get(&moment).copied();
        when.filter(|when| !when.is_unknown())
    };
    if let Some(When::Known { at, precision }) = known(Moment::Started) {
        let mut out = Map::new();
        out.insert("year".to_owned(), at.year().into());
        if precision <= Precision::Month {
            out.insert("month".to_owned(), at.month().into());
        }
        if precision <= Precision::Day {
            out.insert("day".to_owned(), at.day().into());
        }
        if precision <= Precision::Minute {
            let at = at.with_nanosecond(0).unwrap_or(at);
            out.insert(
                "time".to_owned(),
                at.format("%I:%M:%S %p").to_string().into(),
            );
        }
        return Value::Object(out);
    }
    notes.push("when it began is not known; the year is that of discovery".to_owned());
    let discovered = known(Moment::Discovered).or(incident.opened_at.map(When::exact));
    match discovered {
        Some(When::Known { at, .. }) => json!({ "year": at.year() }),
        Some(When::Unknown) | None => json!({ "year": now.year() }),
    }
}

/// Returns how long something took in a unit that says no more than is known.
fn span(measure: &Measure) -> Value {
    let Measure::Known {
        low,
        high,
        precision,
        whole,
        ..
    } = measure
    else {
        return json!({ "unit": "Unknown" });
    };
    if high.as_seconds() < 0 || low.as_seconds() < 0 {
        // Times in the wrong order are shown as such elsewhere, and measure nothing.
        return json!({ "unit": "Unknown" });
    }
    let (unit, value) = match precision {
        Precision::Second if low.as_seconds() < 60 => ("Seconds", Some(low.as_seconds())),
        Precision::Second | Precision::Minute => ("Minutes", Some(low.as_seconds() / 60)),
        Precision::Hour => ("Hours", (low == high).then(|| low.as_seconds() / 3600)),
        Precision::Day => ("Days", single(*whole)),
        Precision::Month => ("Months", single(*whole)),
        Precision::Year => ("Years", single(*whole)),
    };
    match value {
        Some(value) => json!({ "unit": unit, "value": value }),
        None => json!({ "unit": unit }),
    }
}

fn single((low, high): (i64, i64)) -> Option<i64> {
    (low == high).then_some(low)
}
