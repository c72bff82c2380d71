//! What people wrote, in the words of VERIS.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::domain::vocabulary::{Facet, vocabulary};

const UNKNOWN: &str = "Unknown";
const OTHER: &str = "Other";

/// Says of what the record has no words for that they are missing.
pub(super) const NOT_RECORDED: &str = "not recorded";

/// What the guide calls a password attack.
const PASSWORD_ATTACK: (&str, &str) = ("hacking", "Brute force");

/// A group of VERIS, one of its words, and what was written where that says more.
struct Word {
    group: String,
    variety: String,
    notes: Option<String>,
}

/// Returns how it was discovered, and what was written where that says more.
pub(super) fn discovery(written: &str) -> (Value, Option<String>) {
    let written = written.trim();
    if written.is_empty() {
        return (json!({ "unknown": true }), None);
    }
    match word(Facet::DiscoveryMethod, written) {
        Some(word) => {
            let notes = word.notes.map(|_| written.to_owned());
            let method = Map::from_iter([(word.group, json!({ "variety": [word.variety] }))]);
            (Value::Object(method), notes)
        }
        None => (json!({ "unknown": true }), Some(written.to_owned())),
    }
}

/// Returns what the actor did. What has no word in VERIS is noted as it was written.
pub(super) fn actions(written: &[String]) -> Value {
    let mut known: BTreeMap<String, (Vec<String>, Vec<String>)> = BTreeMap::new();
    let mut rest: Vec<&str> = Vec::new();
    for action in written {
        let Some(word) = action_of(action).filter(|word| word.group != "unknown") else {
            rest.push(action.trim());
            continue;
        };
        let (varieties, notes) = known.entry(word.group).or_default();
        if !varieties.contains(&word.variety) {
            varieties.push(word.variety);
        }
        notes.extend(word.notes);
    }
    let mut out = Map::new();
    for (group, (varieties, notes)) in known {
        let mut action = json!({ "variety": varieties });
        if group != "environmental" {
            action["vector"] = json!([UNKNOWN]);
        }
        if group == "social" {
            action["target"] = json!([UNKNOWN]);
        }
        if !notes.is_empty() {
            action["notes"] = notes.join("; ").into();
        }
        out.insert(group, action);
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

fn action_of(written: &str) -> Option<Word> {
    if same("password attack", written) || same("password attacks", written) {
        let (group, variety) = PASSWORD_ATTACK;
        return Some(Word {
            group: group.to_owned(),
            variety: variety.to_owned(),
            notes: None,
        });
    }
    word(Facet::ThreatActions, written)
}

/// Reads `social/Phishing`, `hacking: brute force`, a group alone, or a variety alone where only
/// one group has it. In a group, what has no word of its own is another one, with a note.
fn word(facet: Facet, written: &str) -> Option<Word> {
    let choices: Vec<String> = vocabulary().list(facet)?.choices().collect();
    let choices: Vec<(&str, &str)> = choices.iter().filter_map(|it| it.split_once('/')).collect();
    let found = |(group, variety): (&str, &str)| Word {
        group: group.to_owned(),
        variety: variety.to_owned(),
        notes: None,
    };
    let (first, rest) = split(written);
    let is_whole = |it: &&(&str, &str)| same(it.0, first) && same(it.1, rest);
    if let Some(whole) = choices.iter().find(is_whole) {
        return Some(found(*whole));
    }
    if let Some((group, _)) = choices.iter().find(|(group, _)| same(group, first)) {
        let notes = (!rest.is_empty()).then(|| rest.to_owned());
        let variety = if notes.is_some() { OTHER } else { UNKNOWN };
        return Some(Word {
            notes,
            ..found((group, variety))
        });
    }
    let mut alone = choices.iter().filter(|(_, variety)| same(variety, written));
    let first = alone.next().filter(|(_, variety)| *variety != UNKNOWN)?;
    alone.next().is_none().then(|| found(*first))
}

fn split(written: &str) -> (&str, &str) {
    let (first, rest) = written
        .split_once(['/', ':', '-', '.'])
        .unwrap_or((written, ""));
    (first.trim(), rest.trim())
}

fn same(word: &str, written: &str) -> bool {
    word.eq_ignore_ascii_case(written.trim())
}
