//! Two forms of the Incident Command System as plain text, with the numbers and titles of their
//! blocks: ICS 201 (incident briefing) and ICS 214 (activity log).
//!
//! A block that the record says nothing for is marked, so that whoever prints the form sees what
//! is to be filled in by hand.
//!
//! ```text
//! INCIDENT BRIEFING (ICS 201)
//!
//! 1. Incident Name: The chickens have escaped
//! 2. Incident Number: 2026-11-22-the-chickens-have-escaped
//! 3. Date/Time Initiated: 2026-11-22 09:02 EST
//! 4. Map/Sketch: [not recorded]
//! ```

use std::fmt::Write as _;

use super::row::Row;
use crate::domain::document::EXERCISE;
use crate::domain::incident::{Fix, FixClass, Incident, Lead};
use crate::domain::text::clean_line;
use crate::domain::time::{Instant, When, Zone};

/// What stands where the record says nothing.
const MISSING: &str = "[not recorded]";

/// Returns the incident briefing (ICS 201).
#[must_use]
pub fn ics_201(incident: &Incident, rows: &[Row], now: Instant) -> String {
    let mut out = head("INCIDENT BRIEFING (ICS 201)", incident);
    line(&mut out, "2. Incident Number", incident.id.as_str());
    let began = incident.opened_at.map(|at| incident.zone.stamp(at));
    line(
        &mut out,
        "3. Date/Time Initiated",
        &began.unwrap_or_default(),
    );
    line(&mut out, "4. Map/Sketch", "");
    let title = "5. Situation Summary and Health and Safety Briefing";
    block(&mut out, title, &summary(incident));
    prepared(&mut out, "6", incident, now);
    let leads = incident.leads.iter().filter(|lead| !lead.state.is_ended());
    let fixes = incident.fixes.iter().filter(|fix| !fix.state.is_done());
    let objectives: Vec<String> = leads.map(lead).chain(fixes.map(fix)).collect();
    block(&mut out, "7. Current and Planned Objectives", &objectives);
    let title = "8. Current and Planned Actions, Strategies, and Tactics";
    block(&mut out, title, &activities(rows, incident.zone));
    block(&mut out, "9. Current Organization", &organization(incident));
    block(&mut out, "10. Resource Summary", &resources(incident));
    out
}

/// Returns the activity log (ICS 214), which the IC keeps.
#[must_use]
pub fn ics_214(incident: &Incident, rows: &[Row], now: Instant) -> String {
    let mut out = head("ACTIVITY LOG (ICS 214)", incident);
    // What happened before anybody took charge is in the log, too.
    let happened = rows
        .iter()
        .map(|row| row.happened.earliest().unwrap_or(row.recorded));
    let from = incident.opened_at.into_iter().chain(happened).min();
    let from = from.map(|at| incident.zone.stamp(at));
    let from = from.unwrap_or_else(|| MISSING.to_owned());
    let to = incident.zone.stamp(now);
    line(
        &mut out,
        "2. Operational Period",
        &format!("from {from} to {to}"),
    );
    line(&mut out, "3. Name", &incident.ic);
    line(&mut out, "4. ICS Position", "Incident Commander");
    line(&mut out, "5. Home Agency (and Unit)", "");
    let assigned: Vec<String> = names(incident)
        .into_iter()
        .map(|name| format!("{name}; position {MISSING}; home agency {MISSING}"))
        .collect();
    block(&mut out, "6. Resources Assigned", &assigned);
    block(
        &mut out,
        "7. Activity Log",
        &activities(rows, incident.zone),
    );
    prepared(&mut out, "8", incident, now);
    out
}

fn head(form: &str, incident: &Incident) -> String {
    let exercise = if incident.exercise { EXERCISE } else { "" };
    let mut out = format!("{form}\n\n");
    line(
        &mut out,
        "1. Incident Name",
        &format!("{exercise}{}", incident.title),
    );
    out
}

fn line(out: &mut String, title: &str, value: &str) {
    let _ = writeln!(out, "{title}: {}", or_missing(value));
}

/// Returns a text in one line, or what stands where the record has none.
fn or_missing(text: &str) -> String {
    match clean_line(text) {
        text if text.is_empty() => MISSING.to_owned(),
        text => text,
    }
}

fn block(out: &mut String, title: &str, lines: &[String]) {
    let _ = writeln!(out, "\n{title}:");
    if lines.is_empty() {
        let _ = writeln!(out, "   {MISSING}");
    }
    for text in lines {
        let _ = writeln!(out, "   {}", clean_line(text));
    }
}

fn prepared(out: &mut String, number: &str, incident: &Incident, now: Instant) {
    let (ic, at) = (or_missing(&incident.ic), incident.zone.stamp(now));
    let _ = writeln!(
        out,
        "\n{number}. Prepared by: {ic}, Incident Commander; signature ____________; {at}"
    );
}

fn summary(incident: &Incident) -> Vec<String> {
    let mut lines = vec![format!(
        "Status {}, severity {}.",
        incident.status, incident.severity
    )];
    lines.extend(incident.details.lines().map(str::to_owned));
    lines.push(format!("Health and safety: {MISSING}"));
    lines
}

fn lead(lead: &Lead) -> String {
    let owner = owner(&lead.owner);
    format!(
        "{} find out: {}{owner} ({})",
        lead.id, lead.text, lead.state
    )
}

fn fix(fix: &Fix) -> String {
    let class = match fix.class {
        FixClass::Immediate => "now",
        FixClass::LongTerm => "later",
    };
    let owner = owner(&fix.owner);
    format!("{} {class}: {}{owner} ({})", fix.id, fix.text, fix.state)
}

fn owner(name: &str) -> String {
    if name.is_empty() {
        String::new()
    } else {
        format!(", {name}")
    }
}

fn activities(rows: &[Row], zone: Zone) -> Vec<String> {
    rows.iter()
        .map(|row| {
            let at = match row.happened {
                When::Unknown => format!("{}, or before", zone.stamp(row.recorded)),
                known @ When::Known { .. } => in_zone(known, zone),
            };
            let noted = row.noted.map(|at| zone.stamp(at));
            let noted = noted.filter(|noted| *noted != at);
            let noted = noted.map_or_else(String::new, |noted| format!(" (noted {noted})"));
            format!("{at}{noted} {}: {}", row.actor, row.text)
        })
        .collect()
}

/// A coarse time is a day or a month of where it was said, and is not turned.
fn in_zone(when: When, zone: Zone) -> String {
    match when {
        When::Known { at, precision } if !precision.is_coarse() => zone.stamp(at.to_utc()),
        When::Known { .. } | When::Unknown => zone.plain(&when),
    }
}

fn organization(incident: &Incident) -> Vec<String> {
    let mut lines = vec![format!(
        "Incident Commander(s): {}",
        or_missing(&incident.ic)
    )];
    for post in [
        "Liaison Officer",
        "Safety Officer",
        "Public Information Officer",
        "Operations Section Chief",
        "Planning Section Chief",
        "Logistics Section Chief",
        "Finance/Admin Section Chief",
    ] {
        lines.push(format!("{post}: {MISSING}"));
    }
    lines
}

/// Returns everybody who works on it, each once.
fn names(incident: &Incident) -> Vec<String> {
    let shifts = incident.shifts.iter().map(|shift| &shift.person);
    let mut names: Vec<String> = Vec::new();
    for name in std::iter::once(&incident.ic)
        .chain(&incident.responders)
        .chain(shifts)
    {
        if !name.is_empty() && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names
}

fn resources(incident: &Incident) -> Vec<String> {
    names(incident)
        .into_iter()
        .map(|name| {
            let arrived = incident.shifts.iter().find(|shift| shift.person == name);
            let arrived = arrived.map(|shift| incident.zone.stamp(shift.from));
            let arrived = arrived.unwrap_or_else(|| MISSING.to_owned());
            let on_shift = if incident.shift_of(&name).is_some() {
                "on shift"
            } else {
                "not on shift"
            };
            format!("{name}; ordered {MISSING}; arrived {arrived}; {on_shift}")
        })
        .collect()
}
