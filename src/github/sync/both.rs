//! What two texts come to that were made from one and not from each other.
//!
//! A text that was covered and brought back was made from both: what it was made from is
//! neither the one nor the other, and to compare it with one of them would take what the other
//! changed for a change of its own.

use serde_json::{Map, Value};

use crate::domain::document::{Role, State, parse};
use crate::domain::merge::{Merged, MergedProse, merge_prose, merge_value};

/// What stands for the hidden part while the lines are merged.
const HIDDEN: &str = "<!-- hidden -->";

/// Returns the text that has the changes of both since the common one; none when they touch
/// the same lines, or one of them has no hidden part. In the hidden part the other one wins.
pub(super) fn made_of_both(common: &str, one: &str, other: &str) -> Option<String> {
    let [(common, old), (one, its), (other, theirs)] = [common, one, other].map(split);
    let hidden = hidden(old?, its?, theirs?)?;
    match merge_prose(&common, &one, &other) {
        MergedProse::Text(text) => Some(text.replacen(HIDDEN, &hidden, 1)),
        MergedProse::Conflict => None,
    }
}

/// Returns a text without its hidden part, and that.
fn split(text: &str) -> (String, Option<State>) {
    let mut parsed = parse(text);
    let at = parsed.roles.iter().position(|role| *role == Role::State);
    if let Some(at) = at {
        HIDDEN.clone_into(&mut parsed.lines[at]);
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
    fn lines_that_both_changed_apart_have_no_such_text() {
        let [common, one, other] = ["hens", "geese", "ducks"].map(|words| text(words, &[]));
        assert_eq!(made_of_both(&common, &one, &other), None);
        assert_eq!(made_of_both("hens", "hens", "hens"), None);
    }
}
