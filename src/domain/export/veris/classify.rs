//! What people wrote, in the words of VERIS.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::words::{ACTIONS, METHODS};

const UNKNOWN: &str = "Unknown";

/// Says of what the record has no words for that they are missing.
pub(super) const NOT_RECORDED: &str = "not recorded";

/// What the guide calls a password attack.
const PASSWORD_ATTACK: (&str, &str) = ("hacking", "Brute force");

/// Returns how it was discovered, and what was written where that says more.
pub(super) fn discovery(written: &str) -> (Value, Option<String>) {
    let written = written.trim();
    if written.is_empty() {
        return (json!({ "unknown": true }), None);
    }
    let (first, rest) = split(written);
    let Some((group, varieties)) = METHODS.iter().find(|(group, _)| same(group, first)) else {
        return (json!({ "unknown": true }), Some(written.to_owned()));
    };
    let variety = find(varieties, rest);
    let notes = (variety.is_none() && !rest.is_empty()).then(|| written.to_owned());
    let variety = variety.unwrap_or(if rest.is_empty() { UNKNOWN } else { "Other" });
    (json!({ *group: { "variety": [variety] } }), notes)
}

/// Returns what the actor did. What has no word in VERIS is noted as it was written.
pub(super) fn actions(written: &[String]) -> Value {
    let mut known: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut rest: Vec<&str> = Vec::new();
    for action in written {
        match action_of(action) {
            Some((group, variety)) => {
                let varieties = known.entry(group).or_default();
                if !varieties.contains(&variety) {
                    varieties.push(variety);
                }
            }
            None => rest.push(action.trim()),
        }
    }
    let mut out = Map::new();
    for (group, varieties) in known {
        let mut action = json!({ "variety": varieties });
        if group != "environmental" {
            action["vector"] = json!([UNKNOWN]);
        }
        if group == "social" {
            action["target"] = json!([UNKNOWN]);
        }
        out.insert(group.to_owned(), action);
    }
    rest.retain(|text| !text.is_empty());
    if out.is_empty() && rest.is_empty() {
        rest.push(NOT_RECORDED);
    }
    if !rest.is_empty() {
        out.insert("unknown".to_owned(), json!({ "notes": rest.join("; ") }));
    }
    Value::Object(out)
}

/// Reads `social/Phishing`, `hacking: brute force`, or the variety alone where only one group
/// has it.
fn action_of(written: &str) -> Option<(&'static str, &'static str)> {
    if same("password attack", written) || same("password attacks", written) {
        return Some(PASSWORD_ATTACK);
    }
    let (first, rest) = split(written);
    if let Some((group, varieties)) = ACTIONS.iter().find(|(group, _)| same(group, first)) {
        if rest.is_empty() {
            return Some((group, UNKNOWN));
        }
        return find(varieties, rest).map(|variety| (*group, variety));
    }
    let mut found = ACTIONS
        .iter()
        .filter_map(|(group, varieties)| Some((*group, find(varieties, written)?)));
    let first = found.next().filter(|(_, variety)| *variety != UNKNOWN)?;
    found.next().is_none().then_some(first)
}

fn split(written: &str) -> (&str, &str) {
    let (first, rest) = written
        .split_once(['/', ':', '-', '.'])
        .unwrap_or((written, ""));
    (first.trim(), rest.trim())
}

fn find(words: &'static [&'static str], written: &str) -> Option<&'static str> {
    words.iter().copied().find(|word| same(word, written))
}

fn same(word: &str, written: &str) -> bool {
    word.eq_ignore_ascii_case(written.trim())
}
