//! Words that claim more than the record supports, be they of a person or of a form.

use crate::domain::incident::{FixClass, FixState, Incident, Status};
use crate::domain::playbook::{Claim, Playbook, Support, Template};
use crate::domain::text::small_words;

/// Words before a claim that make it none, among the two before it.
const NOT: [&str; 12] = [
    "not", "never", "isn't", "yet", "until", "when", "once", "if", "whether", "being", "unless",
    "cannot",
];

/// Returns what a text claims and the record does not support, a line each: the words, and
/// what is missing.
#[must_use]
pub fn claims(text: &str, incident: &Incident, playbook: &Playbook) -> Vec<String> {
    let words = small_words(text);
    let unsupported = playbook
        .claims
        .iter()
        .filter(|claim| !has(incident, claim.needs));
    let found = unsupported.filter_map(|claim| {
        let said = said(&words, claim)?;
        Some(format!("`{said}`: {}", claim.why))
    });
    found.collect()
}

/// Returns what the form of a message claims and the record does not support: of its own lines
/// those that still stand in the text, whatever their blanks were filled in with.
#[must_use]
pub fn claims_of_form(
    text: &str,
    form: &Template,
    incident: &Incident,
    playbook: &Playbook,
) -> Vec<String> {
    let stands = |fixed: &Vec<&str>| {
        let mut lines = text.lines();
        lines.any(|line| fixed.iter().all(|words| line.contains(words)))
    };
    let kept = form.body.lines().map(fixed).filter(stands);
    let kept: Vec<String> = kept.map(|fixed| fixed.join(" ")).collect();
    claims(&kept.join("\n"), incident, playbook)
}

/// Returns the words of a line of a form that stand between its blanks.
pub(super) fn fixed(line: &str) -> Vec<&str> {
    let parts = line.split('{');
    let behind = parts.map(|part| part.split_once('}').map_or(part, |(_, fixed)| fixed));
    behind.filter(|fixed| !fixed.trim().is_empty()).collect()
}

/// Returns the words by which a text makes a claim.
fn said<'a>(words: &[String], claim: &'a Claim) -> Option<&'a str> {
    let makes = |phrase: &&String| {
        let phrase = small_words(phrase);
        if phrase.is_empty() {
            return false;
        }
        let mut places = words.windows(phrase.len()).enumerate();
        places.any(|(at, window)| window == phrase && !is_denied(words, at))
    };
    claim.words.iter().find(makes).map(String::as_str)
}

fn is_denied(words: &[String], at: usize) -> bool {
    let before = &words[at.saturating_sub(2)..at];
    before.iter().any(|word| NOT.contains(&word.as_str()))
}

/// Returns whether the record has a fact.
fn has(incident: &Incident, fact: Support) -> bool {
    match fact {
        Support::Confirmed => incident.confirmed_at.is_some(),
        Support::Contained => incident.contained().is_some(),
        Support::Resolved => incident.status == Status::Resolved,
        Support::Over => matches!(incident.status, Status::Resolved | Status::FalseAlarm),
        Support::FixesVerified => {
            let mut immediate = incident
                .fixes
                .iter()
                .filter(|fix| fix.class == FixClass::Immediate)
                .peekable();
            immediate.peek().is_some() && immediate.all(|fix| fix.state == FixState::Verified)
        }
        Support::NoExposure => incident.exposure == Some(false),
        Support::FalseAlarm => incident.status == Status::FalseAlarm,
    }
}
