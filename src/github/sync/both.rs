//! What two texts come to that were made from one and not from each other.
//!
//! A text that was covered and brought back was made from both: what it was made from is
//! neither the one nor the other, and to compare it with one of them would take what the other
//! changed for a change of its own.

use serde_json::{Map, Value};

use crate::domain::document::{Role, State, parse};
use crate::domain::merge::{Merged, merge_prose_or_local, merge_value};

/// Returns the text that has the changes of both since the common one; none when one of them
/// has no hidden part. Lines that both changed apart are as the first has them; in the hidden
/// part the other one wins.
pub(super) fn made_of_both(common: &str, one: &str, other: &str) -> Option<String> {
    let mark = mark_for(&[common, one, other]);
    let split = |text: &str| split(text, &mark);
    let [(common, old), (one, its), (other, theirs)] = [common, one, other].map(split);
    let hidden = hidden(old?, its?, theirs?)?;
    let text = merge_prose_or_local(&common, &one, &other);
    Some(text.replacen(&mark, &hidden, 1))
}

/// Returns what stands for the hidden part while the lines are merged: a line that is in none
/// of the texts.
fn mark_for(texts: &[&str]) -> String {
    let is_new = |mark: &String| !texts.iter().any(|text| text.contains(mark.as_str()));
    let longer = |mark: &String| Some(format!("{mark}."));
    std::iter::successors(Some("hidden".to_owned()), longer)
        .find(is_new)
        .unwrap_or_default()
}

/// Returns a text with the mark in place of its hidden part, and that.
fn split(text: &str, mark: &str) -> (String, Option<State>) {
    let mut parsed = parse(text);
    let at = parsed.roles.iter().position(|role| *role == Role::State);
    if let Some(at) = at {
        mark.clone_into(&mut parsed.lines[at]);
    }
    (parsed.text(), parsed.state.take().filter(|_| at.is_some()))
}

fn hidden(common: State, one: State, other: State) -> Option<String> {
    let value = |state: State| serde_json::to_value(state).ok();
    let merged = merged(&value(common)?, &value(one)?, &value(other)?);
    let state: State = serde_json::from_value(merged).ok()?;
    Some(state.line())
}

/// Merges two values member by member.
fn merged(common: &Value, one: &Value, other: &Value) -> Value {
    if let (Some(one), Some(other)) = (one.as_object(), other.as_object()) {
        let none = Map::new();
        let common = common.as_object().unwrap_or(&none);
        let keys = one.keys().chain(other.keys());
        let member = |key: &String| {
            let of = |object: &Map<String, Value>| object.get(key).cloned().unwrap_or_default();
            (key.clone(), self::merged(&of(common), &of(one), &of(other)))
        };
        let members = keys.map(member).filter(|(_, value)| !value.is_null());
        return Value::Object(members.collect());
    }
    match merge_value(common, one, other) {
        Merged::TakeLocal => one.clone(),
        Merged::Same | Merged::Agreed | Merged::TakeRemote | Merged::Conflict => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(words: &str, facts: &[(&str, &str)]) -> String {
        let facts = facts
            .iter()
            .map(|(key, value)| ((*key).into(), (*value).into()));
        let state = State {
            facts: facts.collect(),
            ..State::default()
        };
        let line = state.line();
        format!("{words}\n\n<!-- sitroom:begin v1 x -->\n{line}\n<!-- sitroom:end -->")
    }

    #[test]
    fn it_has_the_changes_of_both() {
        let common = text("severity: unknown\n\nhens", &[("time opened", "14:02")]);
        let one = text(
            "severity: unknown\n\nhens\ngeese",
            &[("time opened", "14:02"), ("closed", "yes")],
        );
        let other = text("severity: low\n\nhens", &[("time opened", "14:03")]);
        let both = text(
            "severity: low\n\nhens\ngeese",
            &[("time opened", "14:03"), ("closed", "yes")],
        );
        assert_eq!(made_of_both(&common, &one, &other), Some(both));
    }

    #[test]
    fn what_both_took_out_stays_out() {
        let common = text("hens", &[("closed", "yes")]);
        let none = text("hens", &[]);
        assert_eq!(made_of_both(&common, &none, &none), Some(none.clone()));
        assert_eq!(made_of_both(&common, &none, &common), Some(none));
    }

    #[test]
    fn lines_that_both_changed_apart_are_as_the_first_has_them() {
        let common = text("severity: unknown\n\nhens", &[]);
        let one = text("severity: unknown\n\ngeese", &[]);
        let other = text("severity: low\n\nducks", &[]);
        let both = text("severity: low\n\ngeese", &[]);
        assert_eq!(made_of_both(&common, &one, &other), Some(both));
        assert_eq!(made_of_both("hens", "hens", "hens"), None);
    }

    #[test]
    fn words_of_a_person_are_never_taken_for_the_hidden_part() {
        let words = "hidden and hidden. <!-- hidden -->";
        let common = text(words, &[]);
        let one = text(&format!("{words}\n\ngeese"), &[]);
        assert_eq!(made_of_both(&common, &one, &common), Some(one));
    }
}
