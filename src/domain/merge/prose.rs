//! Merging free text by lines.

use std::collections::BTreeMap;

/// What became of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MergedProse {
    /// Both sides' changes fit into one text.
    Text(String),
    /// Both sides changed the same lines apart.
    Conflict,
}

/// Returns both sides' changes since `base` in one text, if they touch different lines.
#[must_use]
pub fn merge_prose(base: &str, local: &str, remote: &str) -> MergedProse {
    let text = |text: &str| MergedProse::Text(text.to_owned());
    if local == remote || base == remote {
        return text(local);
    }
    if base == local {
        return text(remote);
    }
    // Whole lines, so that a last line without its end is like any other.
    let whole = |text: &str| {
        if text.is_empty() {
            String::new()
        } else {
            format!("{text}\n")
        }
    };
    let (base, local, remote) = (whole(base), whole(local), whole(remote));
    match diffy::merge(&base, &local, &remote) {
        Ok(merged) if keeps_all(&base, &local, &remote, &merged) => {
            text(merged.strip_suffix('\n').unwrap_or(&merged))
        }
        Ok(_) | Err(_) => MergedProse::Conflict,
    }
}

/// Returns whether every line that a side added is there, so that no word can be lost to a
/// wrong alignment.
fn keeps_all(base: &str, local: &str, remote: &str, merged: &str) -> bool {
    let (base, merged) = (lines(base), lines(merged));
    [local, remote].into_iter().all(|side| {
        lines(side).into_iter().all(|(line, n)| {
            let added = n > base.get(line).copied().unwrap_or(0);
            !added || merged.contains_key(line)
        })
    })
}

fn lines(text: &str) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for line in text.lines() {
        *counts.entry(line).or_insert(0) += 1;
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    fn merged(base: &str, local: &str, remote: &str) -> Option<String> {
        match merge_prose(base, local, remote) {
            MergedProse::Text(text) => Some(text),
            MergedProse::Conflict => None,
        }
    }

    #[test]
    fn changes_to_different_lines_merge() {
        let base = "one\ntwo\nthree\nfour\nfive";
        let text = merged(
            base,
            "ONE\ntwo\nthree\nfour\nfive",
            "one\ntwo\nthree\nfour\nFIVE",
        );
        assert_eq!(text.as_deref(), Some("ONE\ntwo\nthree\nfour\nFIVE"));
    }

    #[test]
    fn changes_to_the_same_line_are_a_conflict() {
        assert_eq!(merged("one", "here", "there"), None);
    }

    #[test]
    fn a_side_that_did_not_change_gives_way() {
        assert_eq!(merged("one", "one", "two").as_deref(), Some("two"));
        assert_eq!(merged("one", "two", "one").as_deref(), Some("two"));
        assert_eq!(merged("one", "two", "two").as_deref(), Some("two"));
        assert_eq!(merged("one", "", "one").as_deref(), Some(""));
    }
}
