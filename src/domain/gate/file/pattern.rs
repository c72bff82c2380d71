//! Whether a pattern costs a bounded amount of work, wherever in a text it is tried.

use super::errors::{Bounds, Cause};
use crate::domain::gate::rules::Pattern;

/// Returns what is wrong with a pattern.
pub(super) fn fault(pattern: &str) -> Option<Cause> {
    match Pattern::compile(pattern) {
        Err(error) => Some(Cause::Pattern {
            message: last_line(&error.to_string()),
        }),
        Ok(_) if is_endless(pattern) => Some(Cause::Bounds(Bounds::Endless)),
        Ok(regex) if regex.is_match(b"") => Some(Cause::Bounds(Bounds::Nothing)),
        Ok(_) => None,
    }
}

/// Returns the line that says what is wrong; those before it draw the pattern.
fn last_line(message: &str) -> String {
    let line = message.lines().last().unwrap_or_default();
    line.trim_start_matches("error: ").to_owned()
}

/// Returns true for a pattern that repeats something without end. It compiles, so it is well
/// formed.
fn is_endless(pattern: &str) -> bool {
    let mut chars = pattern.chars().peekable();
    let mut depth = 0_usize;
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            '[' => {
                depth += 1;
                // A bracket that closes right behind the one that opens is a letter.
                chars.next_if_eq(&'^');
                chars.next_if_eq(&']');
            }
            ']' => depth = depth.saturating_sub(1),
            '*' | '+' if depth == 0 => return true,
            '{' if depth == 0 => {
                let inside: String = chars.by_ref().take_while(|c| *c != '}').collect();
                if inside.trim_end().ends_with(',') {
                    return true;
                }
            }
            _ => {}
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_without_end_are_seen() {
        for endless in ["a*", "a+", "a{3,}", "[ab]+", "(?:a{1,2})*", r"\w+", "[]]+"] {
            assert!(is_endless(endless), "{endless}");
        }
        for bounded in [
            "a{0,4}",
            r"\*",
            r"[*+]{1,3}",
            "[]+*]",
            "[[:alnum:]+*]",
            "a?b{2}",
            r"[\]+]",
        ] {
            assert!(!is_endless(bounded), "{bounded}");
        }
    }
}
