//! The FedRAMP incident report (CR26; schema of 2026-06-24, version 0.1.1): Initial, Ongoing and
//! Final. `providerTrackingId` is the id of the incident, so that it is the same in all three.
//!
//! Said is what is in the record. A time that is not known to the minute is left out, because
//! the form takes exact ones only. Agencies, ratings and the end of the evaluation are not in a
//! record, and are left out too. The root cause is the cause analysis as the report has it, with
//! what people made of it. The schema declares `potentialImpact` a text and then gives it
//! properties; a text it is.
//!
//! ```json
//! {
//!   "certificationPackageOverviewUri": "https://cloud.farm.example/package",
//!   "reportType": "Ongoing",
//!   "providerTrackingId": "2026-11-22-the-chickens-have-escaped",
//!   "incidentDescription": "The chickens have escaped",
//!   "timeline": {
//!     "startedAt": "2026-11-22T13:29:00+00:00", "detectedAt": "2026-11-22T14:02:00+00:00",
//!     "detectionSource": "external/customer",
//!     "milestones": [{ "occurredAt": "2026-11-22T14:20:00+00:00", "milestoneDescription": "confirmed" }]
//!   },
//!   "recoveryPlan": "R2 mend the fence (Farmer Dave): open"
//! }
//! ```

use serde_json::{Map, Value, json};
use thiserror::Error;

use crate::domain::document::EXERCISE;
use crate::domain::incident::{Fix, Incident, Moment, Severity};
use crate::domain::playbook::Playbook;
use crate::domain::report::{PartKind, PartState, Report};
use crate::domain::time::{Instant, Precision, When};
use crate::domain::vocabulary::Facet;

/// Which of the three reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FedrampReport {
    /// Within the hour, or what the rating asks for (IEC-CSO-IIR).
    Initial,
    /// While it lasts (IEC-CSO-OIR).
    Ongoing,
    /// When it is over (IEC-CSO-FIR).
    Final,
}

impl FedrampReport {
    fn word(self) -> &'static str {
        match self {
            Self::Initial => "Initial",
            Self::Ongoing => "Ongoing",
            Self::Final => "Final",
        }
    }
}

/// What a provider says of itself in every report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FedrampProvider {
    /// Where its Certification Package Overview stands.
    pub package_uri: String,
    /// How its federal incident response coordinator is reached; may be empty.
    pub coordinator: String,
}

/// Why there is no such report. The text finishes "failed to ...".
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum NotReportable {
    /// It is not resolved yet.
    #[error("write the final report: the incident is not resolved yet")]
    NotResolved,
    /// A final report says when it was resolved.
    #[error("write the final report: it is not known to the minute when the incident was resolved")]
    ResolvedWhen,
}

impl NotReportable {
    /// Returns what to do about it.
    #[must_use]
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotResolved => {
                "`sitroom state resolved` says that it is; until then --format fedramp-ongoing \
                 reports on it"
            }
            Self::ResolvedWhen => "`sitroom moment resolved TIME` says when that was",
        }
    }
}

/// Returns a report; `written` is the report for people on the same state. Without the playbook
/// an appointment is not told from what happened.
///
/// # Errors
///
/// [`NotReportable`] for a final report on what is not over, or was over nobody knows when.
pub fn fedramp(
    incident: &Incident,
    written: &Report,
    playbook: Option<&Playbook>,
    provider: &FedrampProvider,
    report: FedrampReport,
) -> Result<Value, NotReportable> {
    let resolved = exact(incident, Moment::Resolved);
    if report == FedrampReport::Final && resolved.is_none() {
        return Err(if incident.is_active() {
            NotReportable::NotResolved
        } else {
            NotReportable::ResolvedWhen
        });
    }
    let mut out = Map::new();
    let mut say = |key: &str, value: Value| {
        let is_empty = match &value {
            Value::String(text) => text.is_empty(),
            Value::Array(items) => items.is_empty(),
            Value::Object(fields) => fields.is_empty(),
            Value::Null => true,
            Value::Bool(_) | Value::Number(_) => false,
        };
        if !is_empty {
            out.insert(key.to_owned(), value);
        }
    };
    say(
        "certificationPackageOverviewUri",
        json!(provider.package_uri),
    );
    say("reportType", json!(report.word()));
    say("providerTrackingId", json!(incident.id));
    say("federalIncidentCoordinator", json!(provider.coordinator));
    say("incidentDescription", json!(description(incident)));
    say("timeline", timeline(incident, playbook));
    say("potentialImpact", json!(impact(incident)));
    say("functionalImpact", json!(functional_impact(incident)));
    let open = |fix: &&Fix| !fix.state.is_done();
    say("recoveryPlan", json!(fixes(incident, open)));
    if report != FedrampReport::Initial {
        say(
            "observedActivity",
            json!(incident.threat_actions.join("; ")),
        );
        say(
            "indicatorsOfCompromise",
            json!(Facet::Indicators.values(incident)),
        );
        say("relatedCveIds", json!(cves(incident)));
        say("rootCause", json!(root_cause(incident, written)));
        say("responseAndRecoveryActivities", json!(activities(incident)));
        say("resolvedAt", json!(resolved));
    }
    Ok(Value::Object(out))
}

fn description(incident: &Incident) -> String {
    let exercise = if incident.exercise { EXERCISE } else { "" };
    let text = format!("{exercise}{}\n\n{}", incident.title, incident.details);
    text.trim_end().to_owned()
}

fn exact(incident: &Incident, moment: Moment) -> Option<String> {
    let at = exact_at(*incident.moments.get(&moment)?)?;
    Some(at.to_rfc3339())
}

/// Returns a time that is known to the minute, in UTC: the form takes no other, and one report has
/// one zone.
fn exact_at(when: When) -> Option<Instant> {
    match when {
        When::Known { at, precision } if precision <= Precision::Minute => Some(at.to_utc()),
        When::Known { .. } | When::Unknown => None,
    }
}

fn timeline(incident: &Incident, playbook: Option<&Playbook>) -> Value {
    let mut out = Map::new();
    for (key, moment) in [
        ("startedAt", Moment::Started),
        ("detectedAt", Moment::Discovered),
    ] {
        if let Some(at) = exact(incident, moment) {
            out.insert(key.to_owned(), json!(at));
        }
    }
    if !incident.discovery_method.is_empty() {
        out.insert(
            "detectionSource".to_owned(),
            json!(incident.discovery_method),
        );
    }
    // What is arranged did not happen yet.
    let is_planned = |id: &str| playbook.is_some_and(|playbook| playbook.is_planned(id));
    let reached = incident.milestones.iter();
    let reached = reached.filter(|(id, _)| !is_planned(id));
    let reached = reached.filter_map(|(name, reached)| Some((exact_at(reached.at)?, name.clone())));
    let moments = [
        Moment::Opened,
        Moment::Confirmed,
        Moment::Contained,
        Moment::Resolved,
    ];
    let moments = moments.into_iter().filter_map(|moment| {
        let at = exact_at(*incident.moments.get(&moment)?)?;
        Some((at, moment.to_string()))
    });
    let mut milestones: Vec<_> = reached.chain(moments).collect();
    milestones.sort();
    if !milestones.is_empty() {
        let milestones: Vec<Value> = milestones
            .into_iter()
            .map(
                |(at, what)| json!({ "occurredAt": at.to_rfc3339(), "milestoneDescription": what }),
            )
            .collect();
        out.insert("milestones".to_owned(), json!(milestones));
    }
    Value::Object(out)
}

fn impact(incident: &Incident) -> String {
    let severity = match incident.severity {
        Severity::Unknown => None,
        known => Some(format!("The provider rates the severity {known}.")),
    };
    let exposure = incident.exposure.map(|exposed| {
        if exposed {
            "Information reached an unauthorised party."
        } else {
            "No information reached an unauthorised party."
        }
        .to_owned()
    });
    let facets = [
        ("Information impact", Facet::InformationImpact),
        ("Recoverability", Facet::Recoverability),
        ("Systems", Facet::Systems),
        ("Records", Facet::Records),
    ];
    let facets = facets
        .into_iter()
        .filter_map(|(name, facet)| classified(incident, name, facet));
    let said: Vec<String> = severity.into_iter().chain(exposure).chain(facets).collect();
    said.join(" ")
}

fn functional_impact(incident: &Incident) -> String {
    let facets = [
        ("Functional impact", Facet::FunctionalImpact),
        ("Users", Facet::Users),
    ];
    let said = facets
        .into_iter()
        .filter_map(|(name, facet)| classified(incident, name, facet));
    said.collect::<Vec<String>>().join(" ")
}

/// Returns what an incident is classified as, in the words of CISA.
fn classified(incident: &Incident, name: &str, facet: Facet) -> Option<String> {
    let values = facet.values(incident);
    (!values.is_empty()).then(|| format!("{name}: {}.", values.join(", ")))
}

/// Returns the cause analysis; none where nobody asked for causes nor wrote of them.
fn root_cause<'a>(incident: &Incident, written: &'a Report) -> Option<&'a str> {
    let part = written.part(PartKind::Causes.id())?;
    let is_edited = part.state != PartState::Generated;
    (is_edited || !incident.worksheet.causes.is_empty()).then_some(part.text.as_str())
}

/// Returns what was done, and in the words of CISA what was done against it: the form has no
/// other place for a mitigation.
fn activities(incident: &Incident) -> String {
    let done = fixes(incident, |fix| fix.state.is_done());
    let mitigation = classified(incident, "Mitigation", Facet::Mitigation);
    let said = [Some(done), mitigation].into_iter().flatten();
    let said: Vec<String> = said.filter(|text| !text.is_empty()).collect();
    said.join("\n")
}

fn fixes(incident: &Incident, wanted: impl Fn(&&Fix) -> bool) -> String {
    let lines: Vec<String> = incident
        .fixes
        .iter()
        .filter(wanted)
        .map(|fix| format!("{} {}: {}", fix.id, fix.text, fix.state))
        .collect();
    lines.join("\n")
}

/// Returns the vulnerabilities that are named by number in what is said of the incident.
fn cves(incident: &Incident) -> Vec<String> {
    let leads = incident.leads.iter();
    let texts = [&incident.title, &incident.details]
        .into_iter()
        .chain(leads.flat_map(|lead| [&lead.text, &lead.finding]))
        .chain(incident.fixes.iter().map(|fix| &fix.text));
    let mut found: Vec<String> = texts.flat_map(|text| cves_in(text)).collect();
    found.sort();
    found.dedup();
    found
}

fn cves_in(text: &str) -> Vec<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.split(|c| !is_part(c))
        .map(str::to_ascii_uppercase)
        .filter(|word| is_cve(word))
        .collect()
}

fn is_cve(word: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    word.strip_prefix("CVE-")
        .and_then(|rest| rest.split_once('-'))
        .is_some_and(|(year, number)| year.len() == 4 && digits(year) && digits(number))
}
