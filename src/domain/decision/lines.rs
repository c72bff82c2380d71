//! A decision in whole, a line for each thing that is known of it.

use super::words::attempt;
use crate::domain::event::Decided;
use crate::domain::time::{Instant, Zone};

/// Returns what is known of a decision beside its words, a line each. Times of the attempts
/// have their day where that is not `now`'s.
#[must_use]
pub fn lines(decided: &Decided, zone: Zone, now: Instant) -> Vec<String> {
    let basis = &decided.basis;
    let mut lines = Vec::new();
    let mut say = |name: &str, value: String| {
        if !value.is_empty() {
            lines.push(format!("{name}: {value}"));
        }
    };
    let goes_ahead = basis.goes_ahead.map(|yes| if yes { "yes" } else { "no" });
    say("goes ahead", goes_ahead.unwrap_or_default().to_owned());
    say("asked by", basis.asked_by.clone());
    let severity = basis.severity.map(|severity| severity.to_string());
    say("severity then", severity.unwrap_or_default());
    say("options", basis.options.join("; "));
    for tried in &basis.contacts {
        let answer = if tried.reached { "" } else { ", no answer" };
        let tries = attempt(tried, zone, now);
        say("contacted", format!("{} {tries}{answer}", tried.lead));
    }
    say("agreed by", basis.agreed_by.clone());
    say("strong objections", basis.objections.clone());
    say("decided by", decided.by.clone());
    say("authority", basis.authority.clone());
    lines
}
