//! Merging free text by lines.

use std::collections::BTreeMap;

use super::apart::merge_apart;

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
    if is_too_much(base, local) || is_too_much(base, remote) {
        return MergedProse::Conflict;
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
    let merged = diffy::merge(&base, &local, &remote).ok();
    let merged = merged.or_else(|| merge_apart(&base, &local, &remote));
    match merged.filter(|merged| keeps_all(&base, &local, &remote, merged)) {
        Some(merged) => text(merged.strip_suffix('\n').unwrap_or(&merged)),
        None => MergedProse::Conflict,
    }
}

/// Returns both sides' changes since `base` in one text. Lines that both changed apart are as
/// `local` has them. For a text to compare with, where [`merge_prose`] finds a conflict.
#[must_use]
pub fn merge_prose_or_local(base: &str, local: &str, remote: &str) -> String {
    if let MergedProse::Text(text) = merge_prose(base, local, remote) {
        return text;
    }
    if is_too_much(base, local) || is_too_much(base, remote) {
        return local.to_owned();
    }
    let [base, whole_local, remote] = [base, local, remote].map(|text| format!("{text}\n"));
    // Longer than any line, so that no line is taken for a marker.
    let lines = base
        .lines()
        .chain(whole_local.lines())
        .chain(remote.lines());
    let length = lines.map(str::len).max().unwrap_or_default() + 1;
    let mut options = diffy::MergeOptions::new();
    options
        .set_conflict_style(diffy::ConflictStyle::Merge)
        .set_conflict_marker_length(length);
    match options.merge(&base, &whole_local, &remote) {
        Err(marked) => local_of_clashes(&marked, length),
        Ok(_) => local.to_owned(),
    }
}

/// Returns a text with conflict markers of a length as the first side has it.
fn local_of_clashes(marked: &str, length: usize) -> String {
    let is_marker =
        |line: &str, sign: char| line.chars().take_while(|c| *c == sign).count() == length;
    let mut is_remote = false;
    let mut kept: Vec<&str> = Vec::new();
    for line in marked.lines() {
        match line.chars().next() {
            Some('<') if is_marker(line, '<') => {}
            Some('=') if is_marker(line, '=') => is_remote = true,
            Some('>') if is_marker(line, '>') => is_remote = false,
            _ if is_remote => {}
            _ => kept.push(line),
        }
    }
    kept.join("\n")
}

/// Returns a text with what `local` put in since `base`, each run of lines whole and behind what
/// it stood behind, or the nearest line before that which is still there. For what must not be
/// lost where [`merge_prose`] finds a conflict.
#[must_use]
pub fn put_in(base: &str, local: &str, text: &str) -> String {
    let mut woven: Vec<&str> = text.lines().collect();
    if is_too_much(base, local) {
        return text.to_owned();
    }
    let (base, local) = (format!("{base}\n"), format!("{local}\n"));
    let mut options = diffy::DiffOptions::new();
    options.set_context_len(local.len());
    let patch = options.create_patch(&base, &local);
    let mut before: Vec<&str> = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    let lines = patch.hunks().iter().flat_map(diffy::Hunk::lines);
    for line in lines {
        match line {
            diffy::Line::Insert(line) => run.push(line.trim_end_matches('\n')),
            diffy::Line::Delete(_) => {}
            // Of the places that a run may stand at for all one can see, the last is it: who puts
            // something in at an end puts in whole paragraphs.
            diffy::Line::Context(line) if run.first() == Some(&line.trim_end_matches('\n')) => {
                run.rotate_left(1);
                before.push(line.trim_end_matches('\n'));
            }
            diffy::Line::Context(line) => {
                put_run_in(&mut woven, &before, &run);
                before.append(&mut run);
                before.push(line.trim_end_matches('\n'));
            }
        }
    }
    put_run_in(&mut woven, &before, &run);
    woven.join("\n")
}

/// Puts a run of lines into a text, unless it stands there.
fn put_run_in<'a>(woven: &mut Vec<&'a str>, before: &[&'a str], run: &[&'a str]) {
    let stands = woven.windows(run.len().max(1)).any(|lines| lines == run);
    if run.iter().all(|line| line.trim().is_empty()) || stands {
        return;
    }
    let is_anchor = |line: &&&str| !line.trim().is_empty() && woven.contains(line);
    let back = before.iter().rev().position(|line| is_anchor(&line));
    let at = back.map_or(0, |back| {
        let (anchor, between) = before[before.len() - 1 - back..].split_at(1);
        let stood = woven.iter().rposition(|line| *line == anchor[0]);
        let at = stood.map_or(0, |at| at + 1);
        at + usize::from(woven[at..].starts_with(between)) * between.len()
    });
    let is_blank = |line: &&str| line.trim().is_empty();
    let begins_anew = run
        .first()
        .is_some_and(|line| is_blank(line) || line.starts_with('#'));
    let rest = woven[at..]
        .iter()
        .take_while(|line| begins_anew && !is_blank(line));
    let at = at + rest.count();
    woven.splice(at..at, run.iter().copied());
}

/// The most lines between the first and the last that changed that are compared: comparing takes
/// up to the square of it.
const MOST_LINES: usize = 2_000;

/// Returns whether a text changed so much that a person should look at it.
fn is_too_much(base: &str, side: &str) -> bool {
    let (base, side): (Vec<&str>, Vec<&str>) = (base.lines().collect(), side.lines().collect());
    let both = || base.iter().zip(&side);
    let head = both().take_while(|(a, b)| a == b).count();
    let most = base.len().min(side.len()) - head;
    let back = base.iter().rev().zip(side.iter().rev());
    let tail = back.take_while(|(a, b)| a == b).count().min(most);
    base.len().max(side.len()) - head - tail > MOST_LINES
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
    fn lines_that_were_put_in_stand_behind_what_is_left_of_what_they_stood_behind() {
        let base = "a\nb\nz";
        assert_eq!(put_in(base, "a\nb\n  fox\nz", "a\nz"), "a\n  fox\nz");
        assert_eq!(put_in(base, "a\nB\nz", "a\nb!\nz"), "a\nB\nb!\nz");
        assert_eq!(put_in(base, "hen\na\nb\nz", "z"), "hen\nz");
        assert_eq!(put_in(base, "a\nb\nz\nfox", "a\nb\nz\nfox"), "a\nb\nz\nfox");
        assert_eq!(put_in(base, base, "q"), "q");
    }

    #[test]
    fn lines_that_were_put_in_together_stay_together() {
        let (one, two) = ("# one\n* count\nfox", "# two\n* count");
        let text = |more: &str| format!("a\n\n{more}");
        let both = put_in("a", &text(one), &text(two));
        assert!(both.contains(one) && both.contains(two), "{both}");
        // Not even where the text goes on, and the run could begin a line further up.
        let three = put_in(
            "# a\n* count",
            "# a\n* count\n\n# b\n* count",
            "# a\n* count\nfox",
        );
        assert_eq!(three, "# a\n* count\nfox\n\n# b\n* count");
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
    fn texts_that_changed_beyond_comparing_are_for_a_person() {
        let many = |word: &str| format!("{word}\n").repeat(60_000);
        let (base, local, remote) = (many("a"), many("b"), many("c"));
        assert_eq!(merged(&base, &local, &remote), None);
        // One changed line in a long text is no trouble.
        let (local, remote) = (format!("here\n{base}"), format!("{base}there"));
        assert!(
            merged(&base, &local, &remote).is_some_and(|text| {
                text.starts_with("here\na\n") && text.ends_with("\na\nthere")
            })
        );
    }

    #[test]
    fn a_side_that_did_not_change_gives_way() {
        assert_eq!(merged("one", "one", "two").as_deref(), Some("two"));
        assert_eq!(merged("one", "two", "one").as_deref(), Some("two"));
        assert_eq!(merged("one", "two", "two").as_deref(), Some("two"));
        assert_eq!(merged("one", "", "one").as_deref(), Some(""));
    }
}
