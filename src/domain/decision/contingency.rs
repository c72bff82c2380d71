//! The contingency plan: when it is to be decided about anew, and who may activate it.

use super::CONTINGENCY;
use crate::domain::clock::sane;
use crate::domain::incident::{Decision, Incident, Severity};
use crate::domain::playbook::{Authorisers, Contingency, Fact, Item};
use crate::domain::text::split_names;
use crate::domain::time::Instant;

/// Returns whether the contingency plan needs no decision now: it was decided about, and the
/// severity did not rise since. A plan that is active stays so.
#[must_use]
pub fn is_decided(incident: &Incident) -> bool {
    let Some(decision) = incident.decision(CONTINGENCY) else {
        return false;
    };
    decision.basis.goes_ahead == Some(true) || outgrown(incident, decision).is_none()
}

/// Returns why a line asks for what it does, as the record stands.
#[must_use]
pub fn why(item: &Item, incident: &Incident, now: Instant) -> String {
    let again = match item.derived {
        Some(Fact::ContingencyDecided) => why_again(incident, now),
        _ => None,
    };
    again.unwrap_or_else(|| item.why.clone())
}

/// Returns the severity for which it was decided, where it rose since.
fn outgrown(incident: &Incident, decision: &Decision) -> Option<Severity> {
    let then = decision.basis.severity?;
    (rank(incident.severity) > rank(then)).then_some(then)
}

/// Returns why the contingency plan is to be decided about again, in words; none where nothing
/// was decided, or what was decided holds.
fn why_again(incident: &Incident, now: Instant) -> Option<String> {
    let decision = incident
        .decision(CONTINGENCY)
        .filter(|_| !is_decided(incident))?;
    let (then, severity) = (outgrown(incident, decision)?, incident.severity);
    let at = incident.zone.clock(sane(decision.at), sane(now));
    Some(format!(
        "Decided at {at} for severity {then}; it is {severity} now, so it has to be decided again."
    ))
}

/// An unknown severity counts as medium (domain 17.12).
fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Low => 0,
        Severity::Medium | Severity::Unknown => 1,
        Severity::High => 2,
    }
}

/// Returns whether those who are named may activate the plan together. They are written as
/// `Farmer Jane (Director)`, or `Farmer Jane (Cloud Operations), Spot (Cloud Operations)`.
#[must_use]
pub fn is_authorised(named: &str, plan: &Contingency) -> bool {
    let mut people: Vec<(String, String)> = Vec::new();
    for one in split_names(named) {
        let Some((name, role)) = one.trim().trim_end_matches(')').split_once('(') else {
            continue;
        };
        let person = (name.trim().to_lowercase(), role.trim().to_lowercase());
        if !person.0.is_empty() && !people.iter().any(|known| known.0 == person.0) {
            people.push(person);
        }
    }
    let enough = |group: &Authorisers| {
        let has_role = |role: &str| group.roles.iter().any(|it| it.to_lowercase() == role);
        people.iter().filter(|(_, role)| has_role(role)).count() >= group.needs
    };
    plan.authorisers.iter().any(enough)
}

/// Returns who may activate the plan: `Director or Program Manager, or 2 of Cloud Operations`.
#[must_use]
pub fn authorisers(plan: &Contingency) -> String {
    let group = |group: &Authorisers| match (group.needs, group.roles.join(" or ")) {
        (1, roles) => roles,
        (needs, roles) => format!("{needs} of {roles}"),
    };
    let groups: Vec<String> = plan.authorisers.iter().map(group).collect();
    groups.join(", or ")
}
