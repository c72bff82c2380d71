//! What changed since the last sitrep.

use crate::domain::incident::{FixState, Incident, LeadState, Moment, Status, Told};
use crate::domain::text::{count, excerpt};
use crate::domain::time::{Instant, When, Zone};

/// How much of a line of a board stands in a sitrep.
const EXCERPT: usize = 200;

/// Returns what changed since the last sitrep was written, a line each; none before the first.
///
/// What counts is what its readers were told, so what happened before it and came into the
/// record behind it is news as well; its line says when it happened.
#[must_use]
pub fn changes(incident: &Incident) -> Vec<String> {
    let Some(told) = &incident.told else {
        return Vec::new();
    };
    let mut lines = Vec::new();
    let earlier = |at: Option<Instant>| earlier((told, incident.zone), at);
    if told.status != incident.status {
        let (from, to) = (told.status, incident.status);
        let when = earlier(status_since(incident));
        lines.push(format!("Status: {from} -> {to}{when}"));
    }
    if told.severity != incident.severity {
        let (from, to) = (told.severity, incident.severity);
        let when = earlier(incident.severity_changed_at);
        lines.push(format!("Severity: {from} -> {to}{when}"));
    }
    if told.ic != incident.ic {
        let when = earlier(incident.commands.last().map(|term| term.from));
        lines.push(format!("IC: {} -> {}{when}", told.ic, incident.ic));
    }
    lines.extend(of_moments(incident, told));
    lines.extend(of_leads(incident, told));
    lines.extend(of_fixes(incident, told));
    let decisions = incident.decisions.iter().skip(told.decisions);
    lines.extend(decisions.map(|decision| {
        let text = excerpt(&decision.text, EXCERPT);
        let authority = match decision.basis.authority.as_str() {
            "" => String::new(),
            authority => format!("; {authority}"),
        };
        let when = earlier(Some(decision.at));
        let (about, against) = (&decision.about, decision.basis.against());
        format!("Decided{against} ({about}): {text}{authority}{when}")
    }));
    lines
}

/// Returns when something happened that readers take for newer: before the last sitrep.
fn earlier((told, zone): (&Told, Zone), happened: Option<Instant>) -> String {
    let before = told.at.earliest().zip(happened);
    let before = before.filter(|(sitrep, happened)| happened < sitrep);
    before.map_or_else(String::new, |(_, at)| {
        format!(" (happened {})", zone.stamp_and_utc(at))
    })
}

fn status_since(incident: &Incident) -> Option<Instant> {
    match incident.status {
        Status::Confirmed => incident.confirmed_at,
        Status::Resolved => {
            let resolved = incident.moments.get(&Moment::Resolved);
            resolved.and_then(When::earliest)
        }
        Status::Investigating | Status::FalseAlarm => None,
    }
}

/// Returns the same as a text with numbers, or that there is no change; empty before the
/// first sitrep. `number` is that of the sitrep it is for; zero for another message.
#[must_use]
pub fn since_last(incident: &Incident, number: u32) -> String {
    let Some(told) = &incident.told else {
        return String::new();
    };
    let which = if number > 0 {
        format!("Sitrep #{number}. ")
    } else {
        String::new()
    };
    let at = told.at.earliest();
    let at = at.map_or_else(String::new, |at| {
        format!(" of {}", incident.zone.stamp_and_utc(at))
    });
    let last = format!("sitrep #{}{at}", told.number);
    let changes = changes(incident);
    if changes.is_empty() {
        return match new_comments(incident) {
            0 => format!("{which}No change since {last}."),
            n => format!(
                "{which}No change of status or boards since {last}; {} came in.",
                count(n, "comment")
            ),
        };
    }
    let lines = changes.iter().zip(1..);
    let lines: Vec<String> = lines.map(|(line, n)| format!("{n}. {line}")).collect();
    format!("{which}Since {last}:\n{}", lines.join("\n"))
}

/// Returns how many comments of others came in since the last sitrep: they may well be news.
#[must_use]
pub(super) fn new_comments(incident: &Incident) -> usize {
    let told = incident.told.as_ref().map_or(0, |told| told.comments);
    incident.imported_comments.len().saturating_sub(told)
}

/// The times that follow from status and record are told by those, unless somebody set them.
fn of_moments<'a>(incident: &'a Incident, told: &'a Told) -> impl Iterator<Item = String> + 'a {
    let said = |when: Option<&When>| incident.zone.plain_and_utc(when.unwrap_or(&When::Unknown));
    Moment::ALL.into_iter().filter_map(move |moment| {
        let is_own = matches!(
            moment,
            Moment::Started | Moment::Discovered | Moment::Contained
        );
        let (from, to) = (told.moments.get(&moment), incident.moments.get(&moment));
        let (before, now) = (said(from), said(to));
        if before == now || !(is_own || incident.moments_set.contains(&moment)) {
            return None;
        }
        let name = in_front(moment.word());
        Some(match from {
            None | Some(When::Unknown) => format!("{name}: {now}"),
            Some(When::Known { .. }) => format!("{name}: {before} -> {now}"),
        })
    })
}

/// Returns a word as it begins a line.
fn in_front(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn of_leads<'a>(incident: &'a Incident, told: &'a Told) -> impl Iterator<Item = String> + 'a {
    incident.leads.iter().filter_map(|lead| {
        let before = told.leads.iter().find(|(id, _)| *id == lead.id);
        let text = excerpt(&lead.text, EXCERPT);
        let came = match before {
            Some((_, state)) if *state == lead.state => return None,
            Some(_) => "Lead",
            None => "New lead",
        };
        let when = earlier((told, incident.zone), Some(lead.changed_at));
        let finding = excerpt(&lead.finding, EXCERPT);
        Some(match lead.state {
            LeadState::Open => format!("{came} {}: {text}{when}", lead.id),
            LeadState::Answered | LeadState::RuledOut if !finding.is_empty() => {
                let state = lead.state;
                format!("{came} {} {state}: {text}: {finding}{when}", lead.id)
            }
            state => format!("{came} {} {state}: {text}{when}", lead.id),
        })
    })
}

fn of_fixes<'a>(incident: &'a Incident, told: &'a Told) -> impl Iterator<Item = String> + 'a {
    incident.fixes.iter().filter_map(|fix| {
        let before = told.fixes.iter().find(|(id, _)| *id == fix.id);
        let text = excerpt(&fix.text, EXCERPT);
        let when = earlier((told, incident.zone), Some(fix.state_since()));
        match before {
            Some((_, state)) if *state == fix.state => None,
            None if fix.state == FixState::Open => {
                Some(format!("New remediation {}: {text}{when}", fix.id))
            }
            None | Some(_) => {
                let state = fix.state;
                Some(format!("Remediation {} {state}: {text}{when}", fix.id))
            }
        }
    })
}
